"""Files with known secrets, written here: what shows and is marked, what hides and is not."""

import html
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from functools import cache
from typing import Any

import docx
import openpyxl
import pypdfium2 as pdfium
import typst
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from pdfminer.high_level import extract_text
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from gongkai.redaction.marks import Box, Mark, Place
from gongkai.writers.faces import SHIPPED

SURNAMES = "赵钱孙李周吴郑王冯陈"
GIVEN = "晨曦沐阳梓涵宇轩雅琪"
SCAN_DPI = 150


@dataclass(frozen=True)
class Paper:
    """One file: `shown` is on its pages and to be taken out, `unseen` is not on its pages.

    areas  where `shown` stands on a picture; kept: words that must stay readable
    """

    name: str
    data: bytes
    shown: tuple[str, ...]
    unseen: tuple[str, ...]
    kept: str
    areas: tuple[Mark, ...] = ()


def person(number: int) -> str:
    """Return an invented name, another for each number."""
    return SURNAMES[number % 10] + GIVEN[number // 10 % 10] + GIVEN[(number * 3 + 1) % 10]


def identity(number: int) -> str:
    """Return an invented ID number with the right check digit."""
    body = f"1101051990010{number % 9 + 1}{number:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, weights, strict=True)) % 11]


def text_pdf(number: int, *, extra: str = "") -> Paper:
    """Return a PDF with its text: author, keywords, attachment, bookmark; a bar drawn over words."""
    name, card = person(number), identity(number)
    under, white = f"盖住{number}的底稿", f"白字{number}的批语"
    source = f"""#set page(width: 260pt, height: 200pt, margin: 18pt)
#set document(title: "{name}的申请", author: "{name}", keywords: ("{card}",))
#set text(font: "Gongkai Fang", size: 11pt)
#pdf.attach("draft.txt", bytes("底稿：{name}，{card}"), description: "{name}的底稿")
= 关于{name}申请的答复
申请人{name}，身份证号{card}，于工作日到本机关查阅。经审查，所申请的信息可以公开，{name[:2]}
{name[2:]}已签收。
#place(bottom, dy: -30pt)[#text(fill: white)[{white}]]
#place(bottom, dy: -10pt)[{under}]
#place(bottom, dy: -6pt)[#rect(width: 150pt, height: 20pt, fill: black)]
{extra}
"""
    data = typst.compile(source.encode(), font_paths=[str(SHIPPED)])
    assert isinstance(data, bytes)
    return Paper(f"{number}.pdf", data, (name, card), (under, white), "所申请的信息可以公开")


def lines_pdf(*lines: str, table: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """Return a PDF of lines, ^ beginning a page, and a ruled table under them."""
    source = "#set page(width: 300pt, height: 160pt, margin: 18pt)\n"
    source += '#set text(font: "Gongkai Fang", size: 12pt)\n'
    for line in lines:
        source += "#pagebreak()\n" if line == "^" else f"{line}\n\n"
    if table:
        cells = ", ".join(f"[{cell}]" for row in table for cell in row)
        source += f"#table(columns: {len(table[0])}, {cells})\n"
    data = typst.compile(source.encode(), font_paths=[str(SHIPPED)])
    assert isinstance(data, bytes)
    return data


@cache
def _font() -> Any:
    return ImageFont.truetype(str(SHIPPED / "GongkaiHei.otf"), 24)


def scan(number: int) -> Paper:
    """Return a picture of paper as PDF, PNG, JPEG or TIFF; every fifth has a red seal."""
    name, secret = person(number), f"扫描者{number}号"
    image = Image.new("RGB", (520, 400), "white")
    draw = ImageDraw.Draw(image)
    draw.text((40, 40), "联系人签名表", fill="black", font=_font())
    draw.text((40, 100), f"联系人：{name}", fill="black", font=_font())
    draw.text((40, 160), "金额：300元", fill="black", font=_font())
    if number % 5 == 0:
        draw.ellipse((330, 230, 480, 380), outline=(220, 20, 20), width=8)
    _, top, right, bottom = draw.textbbox((40, 100), f"联系人：{name}", font=_font())
    start = draw.textbbox((40, 100), "联系人：", font=_font())[2]
    scale = 72 / SCAN_DPI
    box = Box(start * scale, (top - 2) * scale, (right + 2) * scale, (bottom + 2) * scale)
    kind = ("pdf", "png", "jpg", "tif")[number % 4]
    return Paper(
        f"{number}.{kind}",
        _saved_picture(image, kind, secret),
        (),
        (secret,),
        "",
        (Mark((Place(1, box),), ground=""),),
    )


def _saved_picture(image: Any, kind: str, secret: str) -> bytes:
    buffer = io.BytesIO()
    dpi = (SCAN_DPI, SCAN_DPI)
    if kind == "pdf":
        image.save(buffer, "PDF", resolution=SCAN_DPI, author=secret)
    elif kind == "png":
        words = PngImagePlugin.PngInfo()
        words.add_itxt("Author", secret)
        image.save(buffer, "PNG", pnginfo=words, dpi=dpi)
    elif kind == "jpg":
        image.save(buffer, "JPEG", comment=secret.encode(), quality=90, dpi=dpi)
    else:
        image.save(buffer, "TIFF", tiffinfo={270: secret.encode()}, dpi=dpi)
    return buffer.getvalue()


def word(number: int) -> Paper:
    """Return a Word file that hides as much as one can."""
    name, card = person(number), identity(number)
    unseen = {
        key: f"{said}{number}号"
        for key, said in {
            "author": "拟稿者", "comment": "批注密语", "deleted": "删除密语", "hidden": "隐藏密语",
            "custom": "自定义密语", "embedded": "嵌入密语", "alt": "替代密语", "style": "样式密语",
        }.items()
    }  # fmt: skip
    document = docx.Document()
    paper = document.sections[0]
    paper.page_width, paper.page_height = Mm(148), Mm(105)
    paper.left_margin = paper.right_margin = paper.top_margin = paper.bottom_margin = Mm(10)
    document.core_properties.author = unseen["author"]
    document.core_properties.keywords = card
    paragraph = document.add_paragraph("申请人")
    paragraph.add_run(name[:1])
    paragraph.add_run(name[1:]).bold = True
    paragraph.add_run(f"，身份证号{card}，所申请的信息可以公开。")
    document.add_comment(paragraph.runs, text=unseen["comment"], author=unseen["author"])
    body = paragraph._p
    body.append(_change("ins", f"插入{name}的话"))
    body.append(_change("del", unseen["deleted"]))
    paragraph.add_run(unseen["hidden"]).font.hidden = True
    style = document.styles.add_style("Unseen", 2)
    style.font.hidden = True
    paragraph.add_run(unseen["style"], style=style)
    table = document.add_table(rows=2, cols=2)
    for at, text in enumerate(("姓名", "证件号码", name, card)):
        table.cell(at // 2, at % 2).text = text
    shape = document.add_picture(io.BytesIO(_dot()), width=20000)
    shape._inline.docPr.set("descr", unseen["alt"])
    data = _with_parts(
        _saved(document),
        {
            "customXml/item1.xml": f"<a>{unseen['custom']}</a>",
            "word/embeddings/oleObject1.bin": unseen["embedded"],
            "docProps/thumbnail.jpeg": unseen["author"],
            "docProps/custom.xml": f"<Properties>{unseen['custom']}</Properties>",
        },
    )
    return Paper(f"{number}.docx", data, (name, card), tuple(unseen.values()), "信息可以公开")


def workbook(number: int) -> Paper:
    """Return a workbook that hides as much as one can."""
    name, card = person(number), identity(number)
    unseen = {
        key: f"{said}{number}号"
        for key, said in {
            "author": "制表者", "comment": "表内批注", "row": "隐藏行语", "column": "隐藏列语",
            "sheet": "隐藏表语", "very": "深藏表语", "defined": "名称密语", "cached": "缓存密语",
        }.items()
    }  # fmt: skip
    book = openpyxl.Workbook()
    book.properties.creator = unseen["author"]
    sheet = book.active
    sheet.title = "名单"
    rows = ("姓名", "身份证号码", "内部意见"), (name, card, unseen["column"]), (unseen["row"],)
    for row in (*rows, ("合计", "所申请的信息可以公开")):
        sheet.append(row)
    sheet.column_dimensions["B"].width = 40
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet["A2"].comment = Comment(unseen["comment"], unseen["author"])
    for title, state in (("sheet", "hidden"), ("very", "veryHidden")):
        other = book.create_sheet(unseen[title])
        other["A1"] = unseen[title]
        other.sheet_state = state
    book.defined_names["n"] = DefinedName("n", attr_text=f'"{unseen["defined"]}"')
    data = _with_parts(
        _saved(book),
        {
            "xl/externalLinks/externalLink1.xml": f"<externalLink><v>{unseen['cached']}</v></externalLink>",
            "xl/embeddings/oleObject1.bin": unseen["cached"],
        },
    )
    return Paper(f"{number}.xlsx", data, (name, card), tuple(unseen.values()), "信息可以公开")


def _change(kind: str, text: str) -> Any:
    word_for = "delText" if kind == "del" else "t"
    return parse_xml(
        f'<w:{kind} {nsdecls("w")} w:id="7" w:author="改稿者" w:date="2026-03-01T00:00:00Z">'
        f"<w:r><w:{word_for}>{text}</w:{word_for}></w:r></w:{kind}>"
    )


def _dot() -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (4, 4), 200).save(buffer, "PNG")
    return buffer.getvalue()


def _saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _with_parts(data: bytes, parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, text in parts.items():
            new.writestr(name, text)
    return buffer.getvalue()


_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.S)
_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")


def everything(data: bytes) -> str:
    """Return all that can be got out of a file by whatever way, without white space."""
    parts = [_decoded(data)]
    if data.startswith(b"%PDF"):
        parts += _of_pdf(data)
    elif data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                content = archive.read(name)
                parts.append(name + _decoded(content))
                parts.append(
                    html.unescape(re.sub(r"<[^>]*>", "", content.decode("utf-8", "ignore")))
                )
                parts.append(html.unescape(content.decode("utf-8", "ignore")))
    return re.sub(r"\s", "", "\n".join(parts))


def _of_pdf(data: bytes) -> list[str]:
    document = pdfium.PdfDocument(data)
    parts = [str(document.get_metadata_dict())]
    parts += [page.get_textpage().get_text_range() for page in document]
    document.close()
    parts.append(extract_text(io.BytesIO(data)))
    for found in _STREAM.findall(data):
        try:
            content = zlib.decompressobj().decompress(found)
        except zlib.error:
            content = found
        parts.append(_decoded(content))
        codes = b"".join(_HEX.findall(content))
        parts.append(
            bytes.fromhex(codes[: len(codes) // 4 * 4].decode()).decode("utf-16-be", "ignore")
        )
    return parts


def _decoded(data: bytes) -> str:
    codes = ("utf-8", "utf-16-be", "utf-16-le", "gb18030")
    return "\n".join(data.decode(code, "ignore") for code in codes)


def shown(data: bytes) -> Any:
    """Return the first page in grey, two dots to the point."""
    return pdfium.PdfDocument(data)[0].render(scale=2, grayscale=True).to_pil()
