"""The kinds of channels, read from ``kinds.toml``: what each is found by, keeps and must do."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from django.utils.translation import gettext_lazy

GROUPS = {
    "online": gettext_lazy("网站和政务新媒体"),
    "board": gettext_lazy("公示栏、公开栏和电子屏"),
    "place": gettext_lazy("查阅场所、档案馆和图书馆"),
    "media": gettext_lazy("公报、报刊、广播、电视和发布会"),
    "service": gettext_lazy("服务热线"),
}
"""How channels are shown together, in this order."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of channel.

    keeps        log (single publications), batches (lists handed over) or nothing (a service)
    needs        url, account, address, phone: what one of the kind is found by; "" for none
    update_days  how many days it may stay without a publication; None: no clock
    post_limit   how many characters the text of a post may have; None: no post is written for it
    basis        the instrument, or "practice"
    """

    code: str
    title: str
    said: str
    group: str
    keeps: str
    basis: str
    needs: str = ""
    update_days: int | None = None
    post_limit: int | None = None

    @property
    def stays(self) -> bool:
        """Whether what it carried stays there until it is taken down: a broadcast does not."""
        return self.group in ("online", "board")

    @property
    def asks(self) -> frozenset[str]:
        """Return the particulars that a channel of the kind may have."""
        asked = {"name", "keeper", "keeper_phone", "opened_on", self.needs} - {""}
        if self.needs == "account":
            asked |= {"url", "post_limit"}
        if self.group in ("place", "service"):
            asked |= {"address", "hours", "phone"}
        if self.group == "media":
            asked |= {"url", "address", "hours"}
        return frozenset(asked | ({"update_days"} if self.keeps == "log" else set()))

    def __str__(self) -> str:
        return self.title


@cache
def kinds() -> MappingProxyType[str, Kind]:
    """Return every kind by its code, in the order of the file."""
    raw = tomllib.loads(files(__package__).joinpath("kinds.toml").read_text("utf-8"))
    return MappingProxyType({code: Kind(code=code, **entry) for code, entry in raw.items()})


def grouped() -> list[tuple[str, list[Kind]]]:
    """Return the kinds as people choose among them, group by group."""
    return [
        (str(title), [kind for kind in kinds().values() if kind.group == group])
        for group, title in GROUPS.items()
    ]
