"""What every page of an act shows alike."""

from typing import Any

from portal.acts.act import Act, Refused


def about(act: type[Act[Any]], name: str, page: str) -> dict[str, Any]:
    """Return the title, the button, and where the page of an act leads, for `ui.pages.act_page`.

    name  what is acted on, as people call it; page  its own page, before and after
    """
    return {
        "title": f"{act.title}：{name}",
        "button": act.title,
        "then": page,
        "back": page,
        "refused": Refused,
    }
