"""Repealed wording in what an organ has published: its guide, its rules on disclosure."""

from dataclasses import dataclass
from html.parser import HTMLParser

from django.db.models import Q

from gongkai.law.guide import Finding, repealed_wording
from portal.duties.guide import Guide
from portal.organs.models import Organ
from portal.publishing.models import Document, DocumentVersion, Genre, Part
from portal.publishing.queries import public

MOST = 200  # documents looked through for one page, newest first
_BLOCKS = frozenset({"p", "div", "li", "tr", "td", "th", "br", "h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class Linted:
    """A document with repealed wording."""

    document: Document
    findings: tuple[Finding, ...]


class _Text(HTMLParser):
    """Gather the words of a body; a block ends a sentence."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def plain(body: str) -> str:
    """Return the words of an HTML body, blocks parted by line ends."""
    reader = _Text()
    reader.feed(body)
    reader.close()
    return "".join(reader.parts)


def is_about_disclosure(document: Document) -> bool:
    """Whether a document is one whose wording on disclosure matters: a guide, or a rule on it."""
    return document.genre == Genre.SYSTEM or document.column.part in (Part.GUIDE, Part.SYSTEMS)


def repealed_in(document: Document) -> tuple[Finding, ...]:
    """Return the repealed wording of a guide or a rule on disclosure as it is being worked on."""
    version = document.working or document.shown
    if version is None or not is_about_disclosure(document):
        return ()
    return _findings(version)


def _findings(version: DocumentVersion) -> tuple[Finding, ...]:
    return repealed_wording(f"{version.title}\n{plain(version.body)}")


def repealed_public(organ: Organ) -> list[Linted]:
    """Return the organ's public guides and rules on disclosure that hold repealed wording."""
    about = Q(genre=Genre.SYSTEM) | Q(column__part__in=[Part.GUIDE, Part.SYSTEMS])
    found = public().filter(about, organ=organ).order_by("-published_at", "-pk")[:MOST]
    linted = [Linted(one, _findings(one.shown)) for one in found if one.shown is not None]
    return [one for one in linted if one.findings]


def repealed_in_guide(guide: Guide) -> tuple[Finding, ...]:
    """Return the repealed wording in what the organ itself wrote into its guide."""
    return repealed_wording(guide.text)
