"""How figures of reports are written."""

from decimal import Decimal

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.figures import Status, plain
from portal.intake.models import Cell

register = template.Library()


@register.filter
def figure(value: Decimal | None) -> str:
    """Write a number as it is printed: 12, 96171.6."""
    return "" if value is None else plain(value)


@register.filter
def shown(cell: Cell) -> str:
    """Write what a cell counts as: its number, a sign for an empty or absent cell, or that it cannot be told."""
    said = cell.figure
    mark = "✓" if cell.confirmed_status else ""
    words = {
        Status.BLANK: pgettext("一格", "空"),
        Status.ABSENT: pgettext("一格", "无"),
        Status.UNREADABLE: _("看不清"),
    }
    return mark + (said.text or words.get(said.status, ""))
