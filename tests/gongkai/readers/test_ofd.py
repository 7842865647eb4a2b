"""OFD as different makers write it: built by hand here, read with the geometry of PDF."""

import io
import zipfile
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from gongkai.errors import UnreadableInput
from gongkai.readers import ofd, ofd_pictures
from gongkai.readers.document import Document
from tests.effort import most
from tests.gongkai.readers.printed import FIGURES, PROSE, faults, table_three
from tests.gongkai.readers.printed import pdf as printed

NAMESPACE = "http://www.ofdspec.org/2016"
_MILLIMETRES = 25.4 / 72


def text(x: float, y: float, words: str, *, size: float = 4.0, more: str = "") -> str:
    """Return a text object; x and y (millimetres) are the top left corner of its Boundary."""
    steps = " ".join(f"{size if ord(c) > 255 else size / 2:g}" for c in words[:-1])
    return (
        f'<ofd:TextObject Boundary="{x:g} {y:g} {size * len(words):g} {size:g}" Font="1" '
        f'Size="{size:g}" {more}><ofd:TextCode X="0" Y="{size * 0.88:g}" DeltaX="{steps}">'
        f"{words}</ofd:TextCode></ofd:TextObject>"
    )


def line(x0: float, y0: float, x1: float, y1: float, *, more: str = 'LineWidth="0.2"') -> str:
    """Return a straight line as a path."""
    return (
        f'<ofd:PathObject Boundary="{x0:g} {y0:g} {max(x1 - x0, 0.2):g} {max(y1 - y0, 0.2):g}" '
        f"{more}><ofd:AbbreviatedData>M 0 0 L {x1 - x0:g} {y1 - y0:g}</ofd:AbbreviatedData>"
        "</ofd:PathObject>"
    )


def bar(x0: float, y0: float, x1: float, y1: float) -> str:
    """Return a filled rectangle, as some makers draw lines."""
    return (
        f'<ofd:PathObject Boundary="{x0:g} {y0:g} {x1 - x0:g} {y1 - y0:g}" Stroke="false" '
        f'Fill="true"><ofd:AbbreviatedData>M 0 0 L {x1 - x0:g} 0 L {x1 - x0:g} {y1 - y0:g} '
        f"L 0 {y1 - y0:g} C</ofd:AbbreviatedData></ofd:PathObject>"
    )


def small_table() -> list[str]:
    """Return a ruled table of two rows and two columns, 20 mm from the corner of the page."""
    return [
        *(line(20, y, 120, y) for y in (20, 30, 40)),
        *(line(x, 20, x, 40) for x in (20, 70, 120)),
        text(22, 23, "信息内容"),
        text(72, 23, "本年制发件数"),
        text(22, 33, "规章"),
        text(72, 33, "12"),
    ]


def package(
    pages: Sequence[Sequence[str]],
    *,
    parts: Mapping[str, str | bytes] | None = None,
    resources: str = "",
    page_head: str = "",
    names: Mapping[str, str] | None = None,
) -> bytes:
    """Return an OFD file; `parts` adds members, `names` renames them in the container."""
    root = f'xmlns:ofd="{NAMESPACE}"'
    listed = "".join(
        f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))
    )
    members: dict[str, str | bytes] = {
        "OFD.xml": f'<ofd:OFD {root} DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:Title>年度报告'
        "</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
        "</ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {root}><ofd:CommonData><ofd:PageArea>"
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{resources}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for number, objects in enumerate(pages):
        members[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f"<ofd:Page {root}>{page_head}<ofd:Content><ofd:Layer>{''.join(objects)}"
            "</ofd:Layer></ofd:Content></ofd:Page>"
        )
    for name, content in (parts or {}).items():
        members[name] = content.replace("ROOT", root) if isinstance(content, str) else content
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr((names or {}).get(name, name), content)
    return packed.getvalue()


def texts(document: Document) -> list[str]:
    """Return the cells of the only table, row by row."""
    (grid,) = document.grids
    return [cell.text for cell in grid.cells]


TABLE = ["信息内容", "本年制发件数", "规章", "12"]


def test_a_table_and_its_place_are_read() -> None:
    document = ofd.extract(package([small_table()]))
    assert texts(document) == TABLE
    assert document.title == "年度报告"
    origin = document.grids[0].cells[-1].origin
    assert origin is not None
    assert origin.page == 1
    expected = [70 * 72 / 25.4, 30 * 72 / 25.4, 120 * 72 / 25.4, 40 * 72 / 25.4]
    assert origin.box == pytest.approx(expected, abs=0.2)


def test_thin_filled_bars_are_lines_and_slivers_between_double_lines_are_no_cells() -> None:
    bars = [
        *(bar(20, y, 120, y + 0.2) for y in (20, 30, 31, 40)),  # 30 and 31: a double line
        *(bar(x, 20, x + 0.2, 40) for x in (20, 70, 120)),
    ]
    assert texts(ofd.extract(package([[*bars, *small_table()[6:]]]))) == TABLE


def test_names_differ_in_case_and_slashes_and_the_resources_are_missing() -> None:
    renamed = {
        "Doc_0/Document.xml": "doc_0\\DOCUMENT.XML",
        "Doc_0/Pages/Page_0/Content.xml": "Doc_0/pages/page_0/content.xml",
    }
    assert texts(ofd.extract(package([small_table()], names=renamed))) == TABLE


def test_another_namespace_is_as_good() -> None:
    data = package([small_table()])
    unpacked = zipfile.ZipFile(io.BytesIO(data))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in unpacked.namelist():
            content = unpacked.read(name).replace(NAMESPACE.encode(), b"http://www.ofdspec.org")
            archive.writestr(name, content)
    assert texts(ofd.extract(packed.getvalue())) == TABLE


def test_ctm_comes_before_the_boundary() -> None:
    scaled = (
        '<ofd:TextObject Boundary="72 33 20 4" CTM="0.5 0 0 0.5 0 0" Font="1" Size="8">'
        '<ofd:TextCode X="0" Y="7" DeltaX="4">12</ofd:TextCode></ofd:TextObject>'
    )
    assert texts(ofd.extract(package([[*small_table()[:-1], scaled]]))) == TABLE


def test_equal_distances_may_be_written_once() -> None:
    short = (
        '<ofd:TextObject Boundary="20 60 60 4" Font="1" Size="4">'
        '<ofd:TextCode X="0" Y="3.5" DeltaX="g 2 10 5">政府信息</ofd:TextCode></ofd:TextObject>'
    )
    (paragraph,) = ofd.extract(package([[short]])).paragraphs
    assert paragraph.origin is not None
    assert paragraph.origin.box is not None
    width = (paragraph.origin.box[2] - paragraph.origin.box[0]) / 72 * 25.4
    assert width == pytest.approx(10 + 10 + 5 + 4, abs=0.1)


def test_a_label_from_top_to_bottom_is_read_by_its_vertical_distances() -> None:
    label = (
        '<ofd:TextObject Boundary="22 20 4 20" Font="1" Size="3" ReadDirection="90">'
        '<ofd:TextCode X="0" Y="3" DeltaX="g 3 0" DeltaY="g 3 4">商业企业</ofd:TextCode>'
        "</ofd:TextObject>"
    )
    objects = [o for o in small_table() if "信息内容" not in o and "规章" not in o]
    objects = [o for o in objects if 'Boundary="20 30' not in o] + [line(70, 30, 120, 30), label]
    assert "商业企业" in texts(ofd.extract(package([objects])))


def test_templates_and_composites_are_part_of_the_page() -> None:
    lines, words = small_table()[:6], small_table()[6:]
    data = package(
        [[*words, '<ofd:CompositeObject ResourceID="7" Boundary="0 0 210 297"/>']],
        page_head='<ofd:Template TemplateID="5"/>',
        resources='<ofd:TemplatePage ID="5" BaseLoc="Tpls/Tpl_0/Content.xml"/>',
        parts={
            "Doc_0/Tpls/Tpl_0/Content.xml": "<ofd:Page ROOT><ofd:Content><ofd:Layer>"
            + "".join(lines[:3])
            + "</ofd:Layer></ofd:Content></ofd:Page>",
            "Doc_0/PublicRes.xml": "<ofd:Res ROOT><ofd:CompositeGraphicUnits>"
            '<ofd:CompositeGraphicUnit ID="7"><ofd:Content><ofd:PageBlock>'
            + "".join(lines[3:])
            + "</ofd:PageBlock></ofd:Content></ofd:CompositeGraphicUnit>"
            "</ofd:CompositeGraphicUnits></ofd:Res>",
        },
    )
    assert texts(ofd.extract(data)) == TABLE


def test_invisible_objects_and_watermarks_are_left_out() -> None:
    slanted = text(60, 25, "机密", more='CTM="0.7 0.7 -0.7 0.7 0 0"')
    hidden = text(72, 33, "99", more='Visible="false"')
    pale = text(70, 20, "样张", size=15, more='Alpha="60"')
    assert texts(ofd.extract(package([[pale, *small_table(), slanted, hidden]]))) == TABLE


def test_a_composite_that_holds_itself_ends() -> None:
    data = package(
        [[*small_table(), '<ofd:CompositeObject ResourceID="7"/>']],
        parts={
            "Doc_0/PublicRes.xml": '<ofd:Res ROOT><ofd:CompositeGraphicUnit ID="7"><ofd:Content>'
            + '<ofd:CompositeObject ResourceID="7"/>' * 2
            + "</ofd:Content></ofd:CompositeGraphicUnit></ofd:Res>"
        },
    )
    assert texts(ofd.extract(data)) == TABLE


def from_pdf(data: bytes) -> bytes:
    """Return the OFD that says what a PDF shows: the same characters and lines, page by page."""
    from gongkai.readers.pdf_pages import PdfFile

    pages = []
    with PdfFile(data) as file:
        for content in file.pages():
            assert content is not None
            page = content.page
            objects = [
                line(*(v * _MILLIMETRES for v in (s.start, s.at, s.end, s.at))) for s in page.across
            ]
            objects += [
                line(*(v * _MILLIMETRES for v in (s.at, s.start, s.at, s.end))) for s in page.down
            ]
            for glyph in page.glyphs:
                size = (glyph.bottom - glyph.top) * _MILLIMETRES
                x, y = glyph.left * _MILLIMETRES, glyph.top * _MILLIMETRES
                objects.append(text(x, y, glyph.text, size=round(size, 3)))
            pages.append(objects)
    return package(pages)


def test_table_three_over_two_pages_reads_as_from_pdf() -> None:
    document = ofd.extract(from_pdf(printed(PROSE + table_three())))
    assert faults(document) == []
    assert document.pages == 2
    assert document.paragraphs[0].text == "示例镇人民政府2023年政府信息公开工作年度报告"
    assert sum(len(row) for row in FIGURES.values()) == 175


# --- What cannot be read -------------------------------------------------------------------------


def _sentence(data: bytes) -> str:
    with pytest.raises(UnreadableInput) as caught:
        ofd.parse(data)
    return str(caught.value)


def test_text_turned_into_outlines_is_told() -> None:
    letter = (
        '<ofd:PathObject Boundary="{} 20 4 4" Stroke="false" Fill="true"><ofd:AbbreviatedData>'
        "M 0 0 B 1 1 2 2 3 3 L 3 0 Q 1 1 0 0 C</ofd:AbbreviatedData></ofd:PathObject>"
    )
    assert "轮廓" in _sentence(package([[letter.format(x) for x in range(20, 180, 2)]]))


def test_a_package_without_its_parts_is_told() -> None:
    assert "空" in _sentence(b"")
    assert "损坏" in _sentence(b"PK\x03\x04 and then nothing")
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("readme.txt", "no OFD")
    assert "OFD" in _sentence(empty.getvalue())


def test_a_page_whose_part_is_missing_is_named() -> None:
    data = package([small_table(), small_table()], names={"Doc_0/Pages/Page_1/Content.xml": "x"})
    document = ofd.parse(data)
    assert [(i.code, dict(i.facts)) for i in document.issues] == [
        ("readers.page_damaged", {"page": 2})
    ]


def test_a_document_type_definition_is_refused() -> None:
    data = package([small_table()], parts={"Doc_0/PublicRes.xml": "<!DOCTYPE x []><x/>"})
    assert "DTD" in _sentence(data) or "实体" in _sentence(data)


def test_five_hundred_pages_are_too_many() -> None:
    assert "500" in _sentence(package([[text(20, 20, "页")]] * 500))


WHOLE = package([small_table()])


@settings(max_examples=most(80), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_damaged_parts_give_a_document_or_one_sentence(data: st.DataObject) -> None:
    unpacked = zipfile.ZipFile(io.BytesIO(WHOLE))
    victim = data.draw(st.sampled_from(unpacked.namelist()))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in unpacked.namelist():
            content = unpacked.read(name)
            if name == victim:
                at = data.draw(st.integers(0, len(content)))
                end = data.draw(st.integers(at, min(at + 30, len(content))))
                content = content[:at] + data.draw(st.binary(max_size=8)) + content[end:]
            archive.writestr(name, content)
    try:
        assert isinstance(ofd.extract(packed.getvalue()), Document)
    except UnreadableInput as error:
        assert str(error)


def pictured(picture: bytes, *, boundary: str = "0 0 210 297", matrix: str = "") -> bytes:
    """Return an OFD file whose only page is a picture, as scanners make it."""
    ctm = f'CTM="{matrix or "210 0 0 297 0 0"}"'
    placed = f'<ofd:ImageObject Boundary="{boundary}" {ctm} ResourceID="7"/>'
    media = (
        '<ofd:MultiMedia ID="7" Type="Image"><ofd:MediaFile>p.png</ofd:MediaFile></ofd:MultiMedia>'
    )
    resource = f'<ofd:Res ROOT BaseLoc="Res"><ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>'
    parts: dict[str, str | bytes] = {
        "Doc_0/DocumentRes.xml": resource,
        "Doc_0/Res/p.png": picture,
    }
    listed = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
    return package([[placed]], parts=parts, resources=listed)


def corner() -> bytes:
    """Return a white picture whose upper left quarter is black."""
    image = Image.new("L", (40, 40), 255)
    image.paste(0, (0, 0, 20, 20))
    packed = io.BytesIO()
    image.save(packed, "PNG")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("matrix", "black"),
    [
        ("100 0 0 100 0 0", "upper left"),
        ("-100 0 0 -100 100 100", "lower right"),  # upside down
        ("0 100 -100 0 100 0", "upper right"),  # a quarter turn
        ("100 0 0 -100 0 100", "lower left"),  # mirrored, as some scanners store it
    ],
)
def test_a_picture_is_drawn_where_and_how_the_page_shows_it(matrix: str, black: str) -> None:
    data = pictured(corner(), boundary="50 100 100 100", matrix=matrix)
    (sheet,) = ofd.sheets(data, {1})
    page = ofd_pictures.drawn(sheet, dpi=72).convert("L")
    dot = 72 / 25.4
    middles = {
        f"{high} {side}": page.getpixel((round((50 + x) * dot), round((100 + y) * dot)))
        for high, y in (("upper", 25), ("lower", 75))
        for side, x in (("left", 25), ("right", 75))
    }
    assert [place for place, shade in middles.items() if shade < 128] == [black]
    assert page.getpixel((5, 5)) == 255


def test_a_page_that_is_a_picture_is_a_scan_and_one_with_nothing_is_none() -> None:
    with pytest.raises(UnreadableInput) as scan:
        ofd.extract(pictured(corner()))
    with pytest.raises(UnreadableInput) as empty:
        ofd.extract(package([[line(20, 20, 60, 20)]]))
    assert (scan.value.code, empty.value.code) == ("readers.no_text_layer", "readers.ofd_no_text")


@pytest.mark.parametrize("picture", [b"", b"\x89PNG\r\n\x1a\nnoise", b"\x97JB2\r\n\x1a\n"])
def test_a_picture_that_cannot_be_opened_is_told(picture: bytes) -> None:
    (sheet,) = ofd.sheets(pictured(picture), {1})
    with pytest.raises(UnreadableInput, match="图片损坏"):
        ofd_pictures.drawn(sheet, dpi=72)
