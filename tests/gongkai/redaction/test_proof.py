"""The proof fails where it must: each rule is broken once, and no file is handed out."""

import io
import json
from dataclasses import replace

import pypdfium2 as pdfium
import pytest

from gongkai.errors import InputError
from gongkai.redaction import blacken, blocks, pixels, proof, redact, search
from gongkai.redaction.marks import Box, Mark, Pages, Place
from tests.gongkai.redaction import papers

pytestmark = pytest.mark.usefixtures("within")


@pytest.fixture
def paper() -> papers.Paper:
    return papers.text_pdf(7)


@pytest.fixture
def pages(paper: papers.Paper, within: None) -> Pages:
    return redact.find(paper.data, paper.name)


@pytest.fixture
def marks(paper: papers.Paper, pages: Pages) -> list[Mark]:
    return [mark for secret in paper.shown for mark in redact.occurrences(pages, secret)]


def reason(pages: Pages, marks: list[Mark]) -> str:
    """Return why nothing was handed out."""
    with pytest.raises(proof.NotProven) as caught:
        redact.redact(pages, marks)
    return str(caught.value)


def test_a_proof_says_what_was_searched_and_names_no_secret(
    paper: papers.Paper, pages: Pages, marks: list[Mark]
) -> None:
    made = redact.redact(pages, marks)
    said = proof.encode(made.proof)
    document = json.loads(said)
    assert document["holds"] is True
    assert any("都没有找到" in sentence for sentence in document["sentences"]["zh"])
    assert any("none in the new file" in sentence for sentence in document["sentences"]["en"])
    assert not any(secret in said.decode() for secret in (*paper.shown, *paper.unseen))
    assert proof.decode(said) == made.proof
    found = {
        (t.reader, t.layer): t.original for i in made.proof.items for t in i.trials if t.original
    }
    assert {("pdfium", "text"), ("pdfminer", "text"), ("pdfium", "properties")} <= found.keys()
    assert ("pdfium", "attachments") in found


def test_the_same_file_and_marks_give_the_same_bytes(pages: Pages, marks: list[Mark]) -> None:
    assert redact.redact(pages, marks).pdf == redact.redact(pages, marks).pdf


def test_words_left_in_the_text_layer_are_found(
    pages: Pages, marks: list[Mark], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blacken, "COVERED", 2.0)  # no character counts as covered
    assert "仍能找到" in reason(pages, marks)


def test_a_block_that_was_not_painted_is_seen(
    pages: Pages, marks: list[Mark], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = blocks.drawn

    def nothing(wide: int, high: int, label: str) -> object:
        return kept(wide, high, label).point(lambda v: 255)

    monkeypatch.setattr(blacken.blocks, "drawn", nothing)
    made = blacken.run(redact.Job("blacken", pages.pdf, pages.pages, tuple(marks)))
    monkeypatch.setattr(blacken.blocks, "drawn", kept)
    assert not any(seen.whole for seen in pixels.seen(pages.pdf, made.pdf, made.blocks))


def test_a_file_with_an_author_or_an_older_version_in_it_is_not_handed_out(
    pages: Pages, marks: list[Mark]
) -> None:
    made = redact.redact(pages, marks)
    document = pdfium.PdfDocument(made.pdf)
    out = io.BytesIO()
    document.save(out)  # pdfium writes another cross-reference table and an identifier
    for data in (out.getvalue(), made.pdf + b"% \xe5\xbc\xa0\xe4\xb8\x89\n%%EOF\n"):
        again = redact.prove(pages, data, made.marks, [s.block for s in made.proof.blocks])
        assert not again.holds
        assert "不应有的部分" in again.sentences()[0]


def test_a_search_without_its_control_proves_nothing(pages: Pages, marks: list[Mark]) -> None:
    wrong = [replace(mark, text="不在文中的字") for mark in marks]
    assert "在原件中也搜索不到" in reason(pages, wrong)


def test_a_reader_that_cannot_read_the_new_file_proves_nothing(
    pages: Pages, marks: list[Mark], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = search.layers_of

    def blind(document: object) -> dict[str, str]:
        return {**kept(document), "text": ""}

    monkeypatch.setattr(search, "layers_of", blind)
    assert "读不全" in reason(pages, marks)


def test_words_that_stand_elsewhere_are_named_or_kept_on_purpose(
    paper: papers.Paper, pages: Pages, marks: list[Mark]
) -> None:
    first = next(mark for mark in marks if mark.text == paper.shown[0])
    with pytest.raises(InputError) as caught:
        redact.redact(pages, [first])
    assert caught.value.code == "redaction.stands_elsewhere"
    made = redact.redact(pages, [first], keep_elsewhere=True)
    assert made.proof.items[0].elsewhere == 2
    assert any("按要求保留" in sentence for sentence in made.proof.sentences())


def test_blocks_of_short_and_long_names_are_equally_wide_where_there_is_room() -> None:
    form = papers.lines_pdf("张三", "欧阳三", "李四五六")
    pages = redact.find(form, "a.pdf")
    marks = [m for name in ("张三", "欧阳三", "李四五六") for m in redact.occurrences(pages, name)]
    made = redact.redact(pages, marks)
    boxes = [seen.block.place.box for seen in made.proof.blocks]
    widths = [round((box.right - box.left) * 200 / 72) for box in boxes]  # dots
    assert all(seen.block.even for seen in made.proof.blocks)
    assert widths[1] == widths[2] == 2 * widths[0]
    assert [seen.block.label for seen in made.proof.blocks] == ["第十五条"] * 3


def test_no_block_covers_what_stays_unless_it_is_to_hide_the_length() -> None:
    pages = redact.find(papers.lines_pdf("证人欧阳三作证属实"), "a.pdf")
    marks = redact.occurrences(pages, "欧阳三")
    kept, hidden = (
        papers.everything(redact.redact(pages, marks, hide_length=hide).pdf)
        for hide in (False, True)
    )
    assert "证人" in kept and "作证属实" in kept
    assert "作证属实" not in hidden and "属实" in hidden


def test_an_area_drawn_by_hand_takes_what_it_covers_out_of_the_text(pages: Pages) -> None:
    line = pages.pages[0].lines[0]
    area = Mark((Place(1, Box(*line.boxes[0][:2], *line.boxes[1][2:])),), ground="16-1")
    made = redact.redact(pages, [area], keep_elsewhere=True)
    assert made.marks[0].text == line.text[:2]
    assert "第十六条" in papers.everything(made.pdf)
