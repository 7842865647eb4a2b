"""Who reviews an organ's decisions (行政复议机关), as its letters and its applicants' pages name it."""

from collections.abc import Mapping
from types import MappingProxyType

from gongkai.law.remedies import bodies
from portal.duties.queries import particulars
from portal.organs.models import Kind, Level, Organ
from portal.ui.language import said

_LEVEL: Mapping[str, str] = MappingProxyType(
    {
        Kind.DEPARTMENT: "department",
        Kind.OFFICE: "department",
        Kind.AUTHORISED: "department",
        Kind.BRANCH: "agency",
        Kind.AGENCY: "agency",
    }
)


def level_of(organ: Organ) -> str:
    """Return an organ's level as the law on review knows it."""
    if organ.kind != Kind.GOVERNMENT:
        return _LEVEL[organ.kind]
    return {Level.TOWNSHIP: "township", Level.PROVINCE: "province"}.get(
        Level(organ.level), "government"
    )


def body_of(organ: Organ) -> str:
    """Return who reviews an organ's decisions: as it says itself, else the government above it."""
    written = particulars(organ).review_body
    if written:
        return written
    level = level_of(organ)
    if level == "province":
        return organ.name
    above = organ.parent
    while above is not None and above.kind != Kind.GOVERNMENT:
        above = above.parent
    return above.name if above else said(bodies()[level])
