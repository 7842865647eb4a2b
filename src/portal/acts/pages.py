"""What every page of an act shows alike."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.acts.act import Act, Refused


def about(
    act: type[Act[Any]], name: str, page: str, *, words: str | Promise = ""
) -> dict[str, Any]:
    """Return the title, the button, and where the page of an act leads, for `ui.pages.act_page`.

    name   what is acted on, as people call it; page  its own page, before and after
    words  what people call the act here, where it is not its title
    """
    words = words or act.title
    return {
        "title": _("%(act)s：%(name)s") % {"act": words, "name": name},
        "button": words,
        "then": page,
        "back": page,
        "refused": Refused,
    }
