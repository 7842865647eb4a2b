"""How dates, counts and fields are written on every page."""

from datetime import date, datetime

from django import forms, template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language

from portal.ui import language

register = template.Library()

_WEEKDAYS = "一二三四五六日"

register.filter("said", language.said)
register.filter("article", language.article)


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a day as 2026年3月8日（周日）; in English as 8 March 2026 (Sun); nothing for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    if (get_language() or "").startswith("zh"):
        return f"{value.year}年{value.month}月{value.day}日（周{_WEEKDAYS[value.weekday()]}）"
    return date_format(value, "j F Y (D)")


@register.filter
def moment(value: datetime | None) -> str:
    """Write a moment to the minute: 2026-03-08 14:05."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""


@register.inclusion_tag("ui/field.html")
def field(bound: forms.BoundField) -> dict[str, object]:
    """Show a form's field with its label, help and errors, tied together for a screen reader."""
    described = []
    if bound.help_text:
        described.append(f"{bound.auto_id}_help")
    if bound.errors:
        described.append(f"{bound.auto_id}_errors")
    kind = bound.field.widget
    css = "form-control"
    if isinstance(kind, forms.Select):
        css = "form-select"
    elif isinstance(kind, forms.CheckboxInput):
        css = "form-check-input"
    attrs: dict[str, str | bool] = {"class": css + (" is-invalid" if bound.errors else "")}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return {
        "bound": bound,
        "widget": bound.as_widget(attrs=attrs),
        "check": isinstance(kind, forms.CheckboxInput),
    }


@register.simple_tag(takes_context=True)
def narrows(context: template.Context, results: str) -> str:
    """Let a form of filters bring new results into `results` while one types; without JavaScript it is sent."""
    return format_html(
        'hx-get="{}" hx-target="{}" hx-select="{}" hx-swap="outerHTML" hx-push-url="true" '
        'hx-trigger="change, submit, input changed delay:400ms"',
        context["request"].path,
        results,
        results,
    )
