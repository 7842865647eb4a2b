"""What is to be taken out of a file, and where it stands: placed text, boxes, marks.

Boxes are left, top, right, bottom in points from the top left corner of the page as it is displayed;
pages count from 1.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from gongkai.errors import InputError
from gongkai.law.grounds import grounds

PERSONAL = "15"  # the ground of personal data: 条例第十五条
_EDGE = 0.5  # points by which a box may pass the edge of the page: rounding


class Box(NamedTuple):
    """An upright rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        """Square points."""
        return max(self.right - self.left, 0.0) * max(self.bottom - self.top, 0.0)

    def shared(self, other: "Box") -> float:
        """Return how much of this box another covers, from 0 to 1."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide * high / self.area if wide > 0 < high and self.area else 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """Characters of one line in reading order; `boxes` holds one for each character of `text`.

    turn  quarter turns clockwise from upright
    """

    text: str
    boxes: tuple[Box, ...]
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """One page as displayed, in points, with the text that can be seen on it.

    hidden      characters of the source's text layer that do not show and are left behind
    recognised  the text was recognised in a picture and may be wrong
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...] = ()
    hidden: int = 0
    recognised: bool = False

    @property
    def is_picture(self) -> bool:
        """Whether nothing on the page is text: only boxes can be marked."""
        return not any(line.text.strip() for line in self.lines)


@dataclass(frozen=True, slots=True)
class Pages:
    """A file in the form in which it is redacted: a PDF, and what stands where in it.

    source  SHA-256 of the file as it came
    notes   codes of sentences on what was left out before (hidden sheets, comments, ...)
    """

    name: str
    source: str
    pdf: bytes
    pages: tuple[Page, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A box on a page."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing to take out.

    places     where it stands, one for each line it runs over
    text       what it says; "" for an area of a picture
    kind       a kind of personal data (`privacy.Kind`), "text" or "box"
    ground     id of the ground for withholding it (`law.grounds`), "" for none
    certainty  of a suggestion (`privacy.Certainty`), "" where a person marked it
    """

    places: tuple[Place, ...]
    text: str = ""
    kind: str = "box"
    ground: str = PERSONAL
    certainty: str = ""


class Spot(NamedTuple):
    """One character of the pages: page number, line, place in the line."""

    page: int
    line: int
    at: int


@dataclass(frozen=True, slots=True)
class Running:
    """The text of pages without white space, and where each character of it stands."""

    text: str
    spots: tuple[Spot, ...]


def running(pages: Sequence[Page], inside: Place | None = None) -> Running:
    """Return the text of pages as it is searched; `inside`: only what stands in that place."""
    letters: list[str] = []
    spots: list[Spot] = []
    for page in pages:
        if inside is not None and page.number != inside.page:
            continue
        for number, line in enumerate(page.lines):
            for index, character in enumerate(line.text):
                if inside is not None and line.boxes[index].shared(inside.box) < 0.5:
                    continue
                for letter in plain(character):
                    letters.append(letter)
                    spots.append(Spot(page.number, number, index))
    return Running("".join(letters), tuple(spots))


def plain(text: str) -> str:
    """Return a text as it is compared: compatibility forms folded, no white space, no case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if not c.isspace() and c not in "\u200b\ufeff\u00ad")


def occurrences(pages: Pages, text: str, *, ground: str = PERSONAL) -> tuple[Mark, ...]:
    """Return a mark for every occurrence of a text, also across the end of a line or page.

    Raises InputError where the text is empty or stands nowhere.
    """
    wanted = plain(text)
    if not wanted:
        raise InputError("redaction.empty_text")
    marks = tuple(matches(pages.pages, running(pages.pages), wanted, ground=ground))
    if not marks:
        code = "redaction.text_in_picture" if _pictures(pages) else "redaction.text_not_found"
        raise InputError(code, text=text)
    return marks


def area(pages: Pages, number: int, box: Box, *, ground: str = PERSONAL) -> Mark:
    """Return the mark of an area drawn on a page, whatever stands there.

    Raises InputError for a page that is not there, a box outside of its page or without a size.
    """
    (ready,) = checked(pages, [Mark((Place(number, box),), ground=ground)])
    return replace(ready, text="")


def _pictures(pages: Pages) -> bool:
    return any(page.is_picture for page in pages.pages)


def matches(
    pages: Sequence[Page], stream: Running, wanted: str, *, kind: str = "text", ground: str
) -> Iterator[Mark]:
    """Yield a mark for each place at which a text as `plain` gives it stands."""
    at = stream.text.find(wanted)
    while at >= 0:
        yield mark_of(pages, stream.spots[at : at + len(wanted)], kind=kind, ground=ground)
        at = stream.text.find(wanted, at + len(wanted))


def mark_of(pages: Sequence[Page], spots: Sequence[Spot], *, kind: str, ground: str) -> Mark:
    """Return the mark of characters that follow one another."""
    by_number = {page.number: page for page in pages}
    places: list[Place] = []
    text = ""
    for (number, line), group in groupby(spots, key=lambda spot: spot[:2]):
        inside = sorted({spot.at for spot in group})
        found = by_number[number].lines[line]
        first, last = inside[0], inside[-1]
        text += found.text[first : last + 1]
        places.append(Place(number, around(found.boxes[first : last + 1])))
    return Mark(tuple(places), text, kind, ground)


def around(boxes: Sequence[Box]) -> Box:
    """Return the smallest box that holds all of them."""
    return Box(
        min(b.left for b in boxes),
        min(b.top for b in boxes),
        max(b.right for b in boxes),
        max(b.bottom for b in boxes),
    )


def checked(pages: Pages, marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Return marks that can be carried out, those drawn by hand with the text they cover.

    Raises InputError for no marks, an unknown ground, a page that is not there, a box outside of its
    page or without an area.
    """
    if not marks:
        raise InputError("redaction.nothing_marked")
    by_number = {page.number: page for page in pages.pages}
    ready = []
    for mark in marks:
        if mark.ground and mark.ground not in grounds():
            raise InputError("redaction.unknown_ground", ground=mark.ground, known=_known())
        if not mark.places:
            raise InputError("redaction.empty_box", page="-")
        places = tuple(_within(by_number, place, len(by_number)) for place in mark.places)
        text = mark.text
        if not text:
            text = "".join(_covered(by_number[place.page], place) for place in places)
        ready.append(replace(mark, places=places, text=text))
    return tuple(ready)


def _known() -> str:
    return "、".join(grounds())


def _within(pages: dict[int, Page], place: Place, count: int) -> Place:
    page = pages.get(place.page)
    if page is None:
        raise InputError("redaction.no_such_page", page=place.page, pages=count)
    left, top, right, bottom = place.box
    if not (right - left >= 1 and bottom - top >= 1):  # also of what is no number
        raise InputError("redaction.empty_box", page=place.page)
    if min(left, top) < -_EDGE or right > page.width + _EDGE or bottom > page.height + _EDGE:
        size = f"{page.width:.0f}×{page.height:.0f}"
        raise InputError("redaction.outside", page=place.page, size=size)
    box = Box(max(left, 0.0), max(top, 0.0), min(right, page.width), min(bottom, page.height))
    return Place(place.page, box)


def _covered(page: Page, place: Place) -> str:
    """Return the characters of which a box covers a part worth mentioning."""
    return "".join(
        character
        for line in page.lines
        for character, box in zip(line.text, line.boxes, strict=True)
        if box.shared(place.box) > COVERED
    )


COVERED = 0.25  # of a character: it counts as taken out, and goes from the text too
