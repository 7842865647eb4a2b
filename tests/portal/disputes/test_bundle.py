"""The evidence of a dispute as one PDF, read back: contents, page numbers, digests, attachments."""

import hashlib
import io
from datetime import date

import docx
import pypdfium2 as pdfium
import pytest
from PIL import Image

from portal.cases import file_bundle
from portal.cases.acts.keeping import Note
from portal.cases.file_bundle import Item
from portal.cases.file_bundle_outline import outlined
from portal.cases.models import CaseFile
from portal.cases.papers import Paper
from portal.disputes import papers
from portal.disputes.acts.keeping import AddNote
from portal.disputes.bundle import offered, put_together
from portal.disputes.models import DisputeFile
from portal.organs.models import Role
from tests.portal.disputes.conftest import Office, again


def word(*paragraphs: str) -> bytes:
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def picture(size: tuple[int, int] = (1600, 900)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#88aacc").save(out, "JPEG")
    return out.getvalue()


def pages(*sizes: tuple[float, float, int]) -> bytes:
    """Return a PDF with pages of these sizes, turned."""
    made, out = pdfium.PdfDocument.new(), io.BytesIO()
    for width, height, turned in sizes:
        made.new_page(width, height).set_rotation(turned)
    made.save(out)
    return out.getvalue()


def words(pdf: bytes) -> list[str]:
    """Return the text of each page without white space."""
    read = pdfium.PdfDocument(pdf)
    return ["".join(page.get_textpage().get_text_range().split()) for page in read]


A4 = (595, 842, 0)


def test_every_page_is_numbered_and_the_contents_page_names_them() -> None:
    items = [
        Item("政府信息公开申请表", "申请.docx", word("请求公开养护资金"), date(2024, 3, 4), "申请的内容"),
        Item("送达现场照片", "照片.jpg", picture(), date(2024, 4, 1), "已经送达"),
        Item("合同", "合同.pdf", pages(A4, A4, A4), date(2024, 3, 9)),
        Item("电话录音", "录音.mp3", b"ID3\x03" + bytes(300), date(2024, 3, 6), "电话联系"),
        Item("情况说明", "说明.txt", "关于检索的说明。".encode()),
    ]  # fmt: skip
    made = file_bundle.assemble("证据材料目录", items, lines=["案号：（2024）示行初1号"])
    assert [entry.pages for entry in made.entries] == ["1", "2", "3—5", "电子附件", "6"]
    contents, *rest = words(made.pdf)
    assert len(rest) == made.pages == 6
    for number, page in enumerate(rest, 1):
        assert f"第{number}页（共6页）" in page
    assert "请求公开养护资金" in rest[0] and "关于检索的说明" in rest[5]
    for said in ("政府信息公开申请表", "2024-03-04", "申请的内容", "（2024）示行初1号", "3—5"):
        assert said in contents
    for item in items:
        digest = hashlib.sha256(item.data).hexdigest()
        assert digest in contents
    kept = pdfium.PdfDocument(made.pdf)
    assert kept.count_attachments() == 1
    attached = kept.get_attachment(0)
    assert attached.get_name() == "04-录音.mp3"
    assert bytes(attached.get_data()) == items[3].data


def test_every_paper_has_its_bookmark() -> None:
    """目录一条，每份有页面的材料一条，点开就到那一页；打不开的材料没有页面，也没有书签。"""
    items = [
        Item("政府信息公开申请表", "申请表.txt", "第一份".encode()),
        Item("录音", "录音.mp3", b"ID3\x03"),
        Item("答复（“）书)\\", "答复书.txt", ("第二份\n" * 200).encode()),
        Item("送达回证", "送达.txt", "第三份".encode()),
    ]
    made = file_bundle.assemble("证据材料目录", items)
    document = pdfium.PdfDocument(made.pdf)
    contents = len(document) - made.pages
    found = [(one.get_title(), one.get_dest().get_index()) for one in document.get_toc()]
    led = [(f"{e.number}　{e.item.title}", contents + e.first - 1) for e in made.entries if e.first]
    assert len(led) == 3 and found == [("证据材料目录", 0), *led]
    for (_title, page), words in zip(found[1:], ("第一份", "第二份", "第三份"), strict=True):
        assert words in document[page].get_textpage().get_text_range()
    assert document.count_attachments() == 1


def test_bookmarks_of_a_file_whose_pages_are_not_found_are_left_out() -> None:
    for broken in (b"", b"%PDF-1.7", b"startxref\n5\n%%EOF", b"xref\ntrailer\nstartxref\n0\n"):
        assert outlined(broken, [("甲", 0)]) == broken
    turned = b"1 0 obj<</Pages 2 0 R>>endobj 2 0 obj<</Kids[2 0 R]>>endobj "
    table = b"xref\n0 3\n0000000000 65535 f\n0000000000 00000 n\n%010d 00000 n\n"
    table %= turned.index(b"2 0 obj")
    end = b"trailer<</Root 1 0 R/Size 3>>startxref\n%d\n" % len(turned)
    whole = turned + table + end
    assert outlined(whole, [("甲", 0)]) == whole


def test_a_picture_is_set_on_a4_and_turned_scans_keep_their_number_upright() -> None:
    turned = pages((400, 600, 0), (400, 600, 90), (400, 600, 180), (400, 600, 270))
    made = file_bundle.build(
        "材料", [Item("照片", "a.jpg", picture()), Item("扫描件", "b.pdf", turned)]
    )
    read = pdfium.PdfDocument(made)
    assert [round(side) for side in read[1].get_size()] == [842, 595]
    for number in range(1, 6):
        image = read[number].render(scale=1).to_pil().convert("L")
        corner = image.crop((image.width - 120, 8, image.width - 10, 34))
        assert corner.getextrema()[0] < 100, number  # the stamp is there, at the top right
        if number > 1:  # and nowhere else on an empty page
            rest = image.crop((0, 40, image.width, image.height))
            assert rest.getextrema()[0] > 240, number


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7\nnothing", b"", b"\xd0\xcf\x11\xe0" + bytes(600), b"PK\x03\x04" + bytes(40)],
)
def test_what_cannot_be_opened_is_listed_and_attached(data: bytes) -> None:
    made = file_bundle.assemble(
        "材料", [Item("坏的", "坏.doc", data), Item("好的", "好.txt", b"x")]
    )
    bad, good = made.entries
    assert (bad.first, good.first) == (None, 1) and bad.note
    assert pdfium.PdfDocument(made.pdf).count_attachments() == 1


def test_names_are_never_markup_and_long_lists_go_on_over_pages() -> None:
    hostile = '#set text(99pt) $x$ *b* <script> \\ "\x01 ' + "长" * 120
    items = [Item(hostile, f"{hostile}{n}.txt", b"x", proves=hostile) for n in range(40)]
    made = file_bundle.assemble(hostile, items)
    assert made.pages == 40
    assert "<script>" in words(made.pdf)[0]


def test_nothing_chosen_is_a_contents_page_alone() -> None:
    assert len(pdfium.PdfDocument(file_bundle.build("空", []))) == 1


@pytest.mark.django_db
def test_the_bundle_of_a_dispute_holds_the_case_and_its_own_papers(office: Office) -> None:
    case = office.refused()
    Note(
        by=office.handler,
        target=case,
        what=CaseFile.What.SERVICE,
        files=[Paper("送达回证.jpg", picture(), "image/jpeg")],
    ).execute()
    dispute = office.dispute(case, files=[Paper("申请书.txt", "请求撤销".encode(), "text/plain")])
    AddNote(
        by=office.handler, target=dispute, files=[Paper("录音.mp3", b"ID3\x03" + bytes(99))]
    ).execute()
    found = offered(again(dispute))
    titles = [one.title for one in found]
    assert any("不予公开告知书" in title for title in titles)
    assert any("送达回证.jpg" in title for title in titles)
    assert sum("申请书.txt" in title for title in titles) == 1  # kept with the request, listed once
    chosen = {one.title for one in found if one.usual}
    assert not any("申请书.txt" in title for title in chosen)  # the other side's own paper
    assert any("录音.mp3" in title for title in chosen)
    made = put_together(again(dispute), [(one.key, one.proves) for one in found])
    said = words(made.pdf)
    assert "已经依法送达" in said[0] and case.number in said[0]
    assert any("不予公开告知书" in page for page in said[1:])


@pytest.mark.django_db
def test_a_clerk_puts_the_evidence_together_and_takes_it(office: Office) -> None:
    dispute = office.dispute(
        None, files=[Paper(f"{n}.txt", f"第{n}份".encode(), "text/plain") for n in "甲乙丙"]
    )
    browser = office.county.client("jb", Role.HANDLER)
    url = f"/desk/disputes/{dispute.pk}/bundle/"
    assert "丙.txt" in browser.get(url).content.decode()
    assert browser.post(url, {}).status_code == 422  # nothing chosen
    one, _two, three = dispute.files.order_by("pk")
    sent = {
        f"on-own-{one.pk}": "on",
        f"order-own-{one.pk}": "9",
        f"on-own-{three.pk}": "on",
        f"order-own-{three.pk}": "1",
        f"proves-own-{three.pk}": "证明甲",
    }
    assert browser.post(url, sent).status_code == 302
    kept = DisputeFile.objects.get(made_here=True)
    contents, first, second = words(papers.content(kept))
    assert "证明甲" in contents and "乙.txt" not in contents
    assert ("第丙份" in first, "第甲份" in second) == (True, True)
    assert hashlib.sha256(papers.content(kept)).hexdigest() == kept.sha256
    assert dispute.events.get(kind="bundled").facts == {"documents": 2}
    reviewer = office.county.client("sh2", Role.REVIEWER)
    assert reviewer.get(url).status_code == 403
