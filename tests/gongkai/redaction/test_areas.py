"""Areas of pages that are pictures: shown, marked, taken out, proven."""

import io

import pytest
from PIL import Image

from gongkai.errors import InputError
from gongkai.redaction import redact as redaction
from gongkai.redaction.marks import Box
from tests.gongkai.redaction.papers import scan


@pytest.mark.parametrize("kind", [0, 1, 2, 3], ids=["pdf", "png", "jpg", "tif"])
def test_an_area_is_taken_out_on_its_ground_and_proven(kind: int) -> None:
    paper = scan(kind)
    pages = redaction.find(paper.data, paper.name)
    box = paper.areas[0].places[0].box
    mark = redaction.area(pages, 1, box, ground="16-1")
    made = redaction.redact(pages, [mark])
    assert made.proof.holds
    (item,), (seen,) = made.proof.items, made.proof.blocks
    assert (item.ground, item.in_text, seen.whole, seen.covered) == ("16-1", False, True, True)
    before, after = (redaction.pictures(pdf, pages.pages)[0] for pdf in (pages.pdf, made.pdf))
    for picture, least, most in ((before, 0.0, 0.5), (after, 0.7, 1.0)):
        image = Image.open(io.BytesIO(picture)).convert("L")
        scale = image.width / pages.pages[0].width
        part = image.crop(tuple(round(side * scale) for side in box)).resize((32, 32))  # type: ignore[arg-type]
        share = sum(one < 90 for one in part.tobytes()) / 1024
        assert least <= share <= most


@pytest.mark.parametrize(
    ("page", "box"),
    [
        (2, Box(1, 1, 9, 9)),
        (1, Box(1, 1, 1, 9)),
        (1, Box(1, 1, 9_000, 9)),
        (1, Box(1, 1, float("nan"), 9)),
    ],
)
def test_an_area_off_the_page_is_one_sentence(page: int, box: Box) -> None:
    paper = scan(0)
    pages = redaction.find(paper.data, paper.name)
    with pytest.raises(InputError) as error:
        redaction.area(pages, page, box)
    assert error.value.sentence("zh").endswith("。")


def test_no_page_is_no_picture() -> None:
    assert redaction.pictures(b"", ()) == ()
