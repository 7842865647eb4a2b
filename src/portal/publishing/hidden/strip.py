"""Taking out of a file what it does not show: each format in its own way, findings in words."""

import re
from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai import privacy
from gongkai.errors import MissingProgram, UnreadableInput
from gongkai.readers import office
from gongkai.readers.document import Document, Grid
from gongkai.readers.sniff import Format
from portal.publishing.hidden import package, pdf, pictures, sheet, word
from portal.publishing.hidden.finding import Finding, Stripped

_COMMENT = re.compile(rb"<!--(?!\[if)(?:(?!-->).)*-->", re.S)
_MARKED = re.compile(rb"<(?:del|strike|s)\b[^>]*>", re.I)
_NAMED = re.compile(
    rb"<meta\b[^>]*\bname\s*=\s*[\"']?(?:author|generator|editor|progid)\b[^>]*>", re.I
)
_KINDS = {
    privacy.Kind.ID_NUMBER: gettext_lazy("身份证号码"),
    privacy.Kind.MOBILE: gettext_lazy("手机号码"),
    privacy.Kind.BANK_CARD: gettext_lazy("银行卡号"),
    privacy.Kind.ADDRESS: gettext_lazy("住址"),
    privacy.Kind.NAME: gettext_lazy("姓名"),
    privacy.Kind.HEALTH: gettext_lazy("健康情况"),
}


def strip(data: bytes, kind: Format) -> Stripped:
    """Return a file without what it hides, as far as that can be done, and what was found.

    Raises UnreadableInput where it is damaged, under a password, or out of all proportion.
    """
    match kind:
        case Format.DOCX:
            return word.strip(data)
        case Format.XLSX:
            return sheet.strip(data)
        case Format.PDF:
            return pdf.strip(data)
        case Format.ODT | Format.ODS:
            return package.strip_odf(data)
        case Format.OFD:
            return package.strip_ofd(data)
        case Format.IMAGE:
            return pictures.strip(data)
        case Format.HTML:
            return _page(data)
        case Format.XLS | Format.MHT:
            words = _("这种格式不能自动清理，里面可能有隐藏的内容。请另存为新格式后重新上传。")
            return Stripped(data, (Finding("old_format", words, open=True),))
        case _:
            return Stripped(data)


def modern(data: bytes, kind: Format) -> tuple[bytes, Format, list[Finding]]:
    """Return an old Word file as .docx, which can be stripped, and say so; any other as it is.

    Raises UnreadableInput where it cannot be converted.
    """
    if kind not in (Format.DOC, Format.RTF):
        return data, kind, []
    try:
        (made,) = office.convert_many([(f"a.{kind.value}", data)])
    except MissingProgram:
        words = _("这台服务器没有装转换程序，旧格式文件没有清理。请另存为.docx后重新上传。")
        return data, kind, [Finding("old_format", words, open=True)]
    if isinstance(made, UnreadableInput):
        raise made
    words = _("原文件是旧格式（.%(suffix)s），已转换为.docx保存。") % {"suffix": kind.value}
    return made, Format.DOCX, [Finding("converted", words)]


def _page(data: bytes) -> Stripped:
    clean, comments = _COMMENT.subn(b"", data)
    clean, named = _NAMED.subn(b"", clean)
    found = []
    if comments:
        words = _("网页里不显示的注释%(count)d处已删除。") % {"count": comments}
        found.append(Finding("comments", words))
    if named:
        found.append(Finding("people", _("网页里的作者、编辑程序信息已删除。")))
    if _MARKED.search(clean):
        words = _("网页里带有修订标记，删除的文字也在其中，请核对正文。")
        found.append(Finding("changes", words, open=True))
    return Stripped(clean, tuple(found))


def personal_data(document: Document) -> list[Finding]:
    """Return, as one open finding, how much personal data a file shows: masking the text masks no file."""
    counts: Counter[privacy.Kind] = Counter()
    prose = "\n".join(paragraph.text for paragraph in document.paragraphs)
    doubtful = privacy.Certainty.REVIEW
    counts.update(one.kind for one in privacy.find(prose) if one.certainty != doubtful)
    for grid in document.grids:
        cells = privacy.find_in_table(rows_of(grid))
        counts.update(cell.kind for cell in cells if cell.certainty != doubtful)
    if not counts:
        return []
    said = "、".join(f"{_KINDS[kind]}{count}处" for kind, count in counts.most_common())
    words = _(
        "文件里有个人信息：%(said)s。正文里遮盖了，文件里不会跟着遮盖。请核对，需要遮盖的请换成处理过的文件。"
    )
    return [Finding("personal_data", words % {"said": said}, open=True)]


def rows_of(grid: Grid) -> list[list[str]]:
    """Return a grid as rows of texts; a spanning cell stands in its first column."""
    rows = [[""] * grid.width for _row in range(grid.height)]
    for cell in grid.cells:
        rows[cell.row][cell.column] = cell.text
    return rows
