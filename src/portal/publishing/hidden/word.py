"""Word documents rebuilt by allow-list: what a reader sees stays, everything else goes."""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from gongkai.redaction.visible import word
from gongkai.redaction.visible.word import texts
from portal.publishing.hidden.finding import Finding, Stripped

__all__ = ["strip", "texts"]


def strip(data: bytes) -> Stripped:
    """Return a Word document without authors, comments, changes, hidden text and attached things.

    Insertions become text, deletions go. Where the text would not be the same afterwards, the file
    stays as it came and says so. Raises UnreadableInput where it cannot be opened.
    """
    made = word.rebuilt(data)
    if made is None:
        words = _("文件由嵌入的网页组成，不能自动清理，请另存为普通Word文件后再上传。")
        return Stripped(data, (Finding("web_inside", words, open=True),))
    if made.differs:
        words = _("清理会改变正文，文件保持原样。请在Word里接受修订、删除批注后重新上传。")
        findings = (*_people(made.people, kept=True), Finding("kept", words, open=True))
        return Stripped(data, findings)
    return Stripped(made.data, (*_people(made.people), *_findings(made.counts)))


def _people(names: Iterable[str], *, kept: bool = False) -> list[Finding]:
    """Name who the file said made and changed it."""
    said = "、".join(names)
    if not said:
        return []
    if kept:
        words = _("文件属性里有作者、单位等信息（%(names)s）。") % {"names": said}
    else:
        words = _("文件属性里的作者、单位等信息已删除（%(names)s）。") % {"names": said}
    return [Finding("people", words, open=kept)]


def _findings(counts: Counter[str]) -> list[Finding]:
    said = {
        "comments": _("批注已删除。"),
        "changes": _("修订%(count)d处：插入的已并入正文，删除的已去掉，请核对正文。"),
        "hidden": _("隐藏文字%(count)d处已删除。"),
        "custom_xml": _("附带的自定义数据已删除。"),
        "embedded": _("嵌入的对象（如表格、附件）已删除，只留显示的图。"),
        "macros": _("宏已删除。"),
        "pictures": _("%(count)d张图片的拍摄信息已删除。"),
        "links": _("指向本机或内部网络的链接%(count)d处已取消。"),
        "fields": _("指向外部文件的域代码%(count)d处已清空。"),
        "alt_text": _("图片的替代文字或原文件名%(count)d处已删除。"),
    }
    found = [Finding(c, words % {"count": counts[c]}) for c, words in said.items() if counts[c]]
    if counts["white"]:
        words = _("有%(count)d处白色文字，页面上看不见但能复制出来，请核对。") % {
            "count": counts["white"]
        }
        found.append(Finding("white", words, open=True))
    return found
