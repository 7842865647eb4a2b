"""Personal data is suggested with its places, wherever it stands."""

import importlib.util

import pytest

from gongkai.redaction import redact
from tests.gongkai.redaction import papers


@pytest.mark.usefixtures("within")
def test_names_and_numbers_are_marked_wherever_they_stand() -> None:
    card, mobile = papers.identity(3), "13812345678"
    form = papers.lines_pdf(
        "申请人：张晨曦，身份证号：" + card,
        f"手机：{mobile}。",
        "张晨曦已签收；服务热线：0512-12345678。",
        table=(("姓名", "联系电话", "病种"), ("李梓涵", mobile, "高血压"), ("合计", "", "")),
    )
    pages = redact.find(form, "a.pdf")
    marks = redact.suggest(pages)
    found = [(mark.kind, mark.text) for mark in marks]
    assert found.count(("name", "张晨曦")) == 2
    assert found.count(("mobile", mobile)) == 2
    assert {("id_number", card), ("name", "李梓涵"), ("health", "高血压")} <= set(found)
    assert not any("0512" in text or text == "合计" for _, text in found)
    assert all(mark.ground == "15" and mark.certainty for mark in marks)
    made = redact.redact(pages, marks)
    after = papers.everything(made.pdf)
    assert not any(text in after for _, text in found) and "服务热线" in after


@pytest.mark.usefixtures("within")
def test_an_occurrence_runs_over_the_end_of_a_line_and_of_a_page() -> None:
    form = papers.lines_pdf("见证人张", "晨曦到场。", "^", "张晨", "^", "曦签字。")
    pages = redact.find(form, "a.pdf")
    marks = redact.occurrences(pages, "张晨曦")
    assert [[place.page for place in mark.places] for mark in marks] == [[1, 1], [2, 3]]
    after = papers.everything(redact.redact(pages, marks).pdf)
    assert "张" not in after and "晨曦" not in after and "签字" in after


@pytest.mark.usefixtures("within")
def test_a_page_on_its_side_keeps_its_reading_order() -> None:
    import io

    import pypdfium2 as pdfium

    paper = papers.text_pdf(5)
    for turn in (90, 180, 270):
        document = pdfium.PdfDocument(paper.data)
        document[0].set_rotation(turn)
        document[0].set_cropbox(10, 5, 255, 195)
        out = io.BytesIO()
        document.save(out)
        pages = redact.find(out.getvalue(), "a.pdf")
        marks = [m for s in paper.shown for m in redact.occurrences(pages, s)]
        assert len(marks) == 4
        after = papers.everything(redact.redact(pages, marks).pdf)
        assert not any(secret in after for secret in paper.shown)


@pytest.mark.skipif(importlib.util.find_spec("rapidocr") is None, reason="needs gongkai[ocr]")
def test_a_scan_is_read_for_suggestions_and_its_ink_is_gone() -> None:
    scan = papers.scan(0)
    pages = redact.recognise(redact.find(scan.data, scan.name))
    assert pages.pages[0].recognised
    marks = redact.suggest(pages)
    assert [mark.text for mark in marks] == [papers.person(0)]
    made = redact.redact(pages, marks)
    after = papers.everything(made.pdf)
    assert papers.person(0) not in after and "金额" in after
    area, block = scan.areas[0].places[0].box, made.proof.blocks[0].block.place.box
    picture = papers.shown(made.pdf)
    for top, bottom in ((area.top - 3, block.top - 0.5), (block.bottom + 0.5, area.bottom + 3)):
        strip = tuple(round(2 * side) for side in (area.left, top, area.right, bottom))
        assert picture.crop(strip).getextrema()[0] > 128
