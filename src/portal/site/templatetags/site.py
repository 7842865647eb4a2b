"""What the frame of every public page shows, from the organ alone."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from portal.duties import queries as duties
from portal.organs.models import Organ
from portal.site import quick

register = template.Library()


@register.simple_tag(takes_context=True)
def piece(context: template.Context, name: str) -> SafeString:
    """Write a piece of the frame, the same as in the pages that Django's templates do not make."""
    given = {key: context[key] for key in ("organ", "query") if key in context}
    return mark_safe(quick.piece(context["request"], name, given))


@register.simple_tag
def particulars(organ: Organ) -> duties.Particulars:
    """Return where an organ's disclosure office is and what its site is registered as."""
    return quick.particulars(organ)


@register.simple_tag
def structured_data(data: dict[str, Any] | None) -> SafeString:
    """Write schema.org data as a block that no browser executes and nothing inside can close."""
    return mark_safe(quick.structured_data(data))
