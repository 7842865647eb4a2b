"""A hundred files with known secrets: not one survives in any layer, and every one was there before."""

from collections.abc import Callable

import pytest
from PIL import ImageChops

from gongkai.redaction import redact as redaction
from gongkai.redaction.marks import Pages
from gongkai.redaction.printed import Printed, printed_many
from gongkai.redaction.proof import digest
from tests.effort import most
from tests.gongkai.redaction import papers
from tests.gongkai.redaction.papers import Paper, everything

EACH = most(25)


def redacted(paper: Paper, form: Printed) -> tuple[Pages, redaction.Redacted]:
    """Return a paper with its shown secrets taken out."""
    found = redaction.places(form.pdf)
    pages = Pages(paper.name, digest(paper.data), form.pdf, found, form.notes)
    marks = list(paper.areas)
    for secret in paper.shown:
        marks += redaction.occurrences(pages, secret)
    return pages, redaction.redact(pages, marks)


@pytest.mark.usefixtures("within")
@pytest.mark.parametrize(
    "make", [papers.text_pdf, papers.scan, papers.word, papers.workbook], ids=lambda m: m.__name__
)
def test_not_one_secret_survives(make: Callable[[int], Paper]) -> None:
    all_papers = [make(number) for number in range(EACH)]
    forms = printed_many([(paper.name, paper.data) for paper in all_papers])
    for paper, form in zip(all_papers, forms, strict=True):
        assert isinstance(form, Printed), (paper.name, form)
        before = everything(paper.data)
        secrets = (*paper.shown, *paper.unseen)
        assert [s for s in secrets if s not in before] == []  # the control
        pages, made = redacted(paper, form)
        after = everything(made.pdf)
        assert [s for s in secrets if s in after] == [], paper.name
        assert paper.kept in after
        assert made.proof.holds and made.proof.converted != paper.data.startswith(b"%PDF")
        for mark in paper.areas:
            black_and_the_rest_as_it_was(pages.pdf, made.pdf, mark.places[0].box)


def black_and_the_rest_as_it_was(old: bytes, new: bytes, box: tuple[float, ...]) -> None:
    """Hold the two first pages against each other, dot by dot."""
    before, after = (papers.shown(data) for data in (old, new))
    area = tuple(round(side * 2) for side in box)
    inside = (area[0] + 2, area[1] + 2, area[2] - 2, area[3] - 2)
    assert after.crop(inside).getextrema()[1] < 40
    assert before.crop(inside).getextrema()[1] > 200
    rest = ImageChops.difference(before, after)
    rest.paste(0, (area[0] - 4, area[1] - 4, area[2] + 4, area[3] + 4))
    assert sum(n for value, n in enumerate(rest.histogram()) if value > 128) < 300
