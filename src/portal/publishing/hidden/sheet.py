"""Workbooks made anew from the cells that show: no hidden sheets, rows or columns, no formulas."""

from django.utils.translation import gettext as _

from gongkai.redaction.visible import workbook
from gongkai.redaction.visible.workbook import Rebuilt
from portal.publishing.hidden.finding import Finding, Stripped


def strip(data: bytes) -> Stripped:
    """Return a workbook (.xlsx) with its visible cells, their results and their look alone.

    Raises UnreadableInput where it cannot be opened or is out of all proportion.
    """
    made = workbook.rebuilt(data)
    findings = _findings(made)
    if made.differs:
        words = _("重新生成的表格与原表显示的内容不完全一致，请打开核对。")
        findings.append(Finding("differs", words, open=True))
    return Stripped(made.data, tuple(findings))


def _findings(made: Rebuilt) -> list[Finding]:
    found = []
    if made.people:
        words = _("文件属性里的作者、单位等信息已删除（%(names)s）。")
        said = "、".join(dict.fromkeys(str(p)[:60] for p in made.people))
        found.append(Finding("people", words % {"names": said}))
    if made.sheets:
        words = _("隐藏的工作表%(count)d个已删除（%(names)s）。")
        facts = {"count": len(made.sheets), "names": "、".join(s[:31] for s in made.sheets[:5])}
        found.append(Finding("hidden_sheets", words % facts))
    if made.hidden:
        found.append(
            Finding("hidden", _("隐藏的行和列共%(count)d个已删除。") % {"count": made.hidden})
        )
    if made.lost["comments"]:
        found.append(Finding("comments", _("批注已删除。")))
    if made.formulas:
        found.append(Finding("formulas", _("公式已换成它的结果。")))
    if made.lost["embedded"]:
        found.append(Finding("embedded", _("嵌入的对象和宏已删除。")))
    if made.lost["pictures"]:
        words = _("图表和图片没有保留；需要公开的请另附PDF。")
        found.append(Finding("pictures", words, open=True))
    return found
