"""Files as an office brings them, written here: Word with everything it can hide, workbooks, PDF."""

import io
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import typst
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from openpyxl.comments import Comment

from gongkai.writers.package import packed

NOTICE = (
    "示例县示例镇人民政府文件",
    "示镇政发〔2026〕5号",
    "示例镇人民政府关于印发示例镇农村公路",
    "养护管理办法的通知",
    "各村（社区），镇直各单位：",
    "现将《示例镇农村公路养护管理办法》印发给你们，请认真组织实施。",
    "示例镇人民政府",
    "2026年3月2日",
    "（此件公开发布）",
    "附件",
    "示例镇农村公路养护管理办法",
    "第一章　总则",
    "第一条　根据2025年1月3日会议精神，制定本办法。",
    "第二条　养护合同有效期3年。",
    "第三条　本办法自2026年4月1日起施行，有效期5年。",
)


SET_NOTICE = (
    *(f"^{line}" for line in NOTICE[:4]),
    *NOTICE[4:6],
    *(f">{line}" for line in NOTICE[6:8]),
    NOTICE[8],
    NOTICE[9],
    f"^{NOTICE[10]}",
    f"^{NOTICE[11]}",
    *NOTICE[12:],
)


def word(*lines: str, table: bool = False) -> bytes:
    """Return a plain Word file of some paragraphs."""
    document = docx.Document()
    for line in lines or NOTICE:
        document.add_paragraph(line)
    if table:
        grid = document.add_table(rows=3, cols=2)
        grid.cell(0, 0).merge(grid.cell(0, 1)).text = "养护里程"
        for at, text in enumerate(("路线", "公里", "示例路", "12.5")):
            grid.cell(1 + at // 2, at % 2).text = text
    return saved(document)


def saved(document: Any) -> bytes:
    """Return what a python-docx or openpyxl document saves."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def telling_word() -> bytes:
    """Return a Word file that hides an author, a comment, changes, hidden text and a link to a disk."""
    document = docx.Document()
    document.core_properties.author = "拟稿人甲"
    document.core_properties.last_modified_by = "改稿人乙"
    for line in NOTICE[:5]:
        document.add_paragraph(line)
    paragraph = document.add_paragraph("现将办法")
    document.add_comment(paragraph.runs, text="批注里的秘密", author="批注人丙")
    body = paragraph._p
    body.append(_change("ins", "插入的文字"))
    body.append(_change("del", "删除的秘密"))
    hidden = paragraph.add_run("隐藏的秘密")
    hidden.font.hidden = True
    paragraph.add_run("印发给你们。")
    link = document.part.relate_to(
        "file:///C:/Users/jia/mima.docx",
        docx.opc.constants.RELATIONSHIP_TYPE.HYPERLINK,
        is_external=True,
    )
    pointing = OxmlElement("w:hyperlink")
    pointing.set(qn("r:id"), link)
    pointing.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>见附件。</w:t></w:r>"))
    document.add_paragraph()._p.append(pointing)
    for line in NOTICE[6:8]:
        document.add_paragraph(line)
    return saved(document)


def _change(kind: str, text: str) -> Any:
    word_for = "delText" if kind == "del" else "t"
    return parse_xml(
        f'<w:{kind} {nsdecls("w")} w:id="7" w:author="改稿人丁" w:date="2026-03-01T00:00:00Z">'
        f"<w:r><w:{word_for}>{text}</w:{word_for}></w:r></w:{kind}>"
    )


def telling_workbook() -> bytes:
    """Return a workbook that hides a sheet, a row, a column, a comment, a formula and an author."""
    book = openpyxl.Workbook()
    book.properties.creator = "制表人甲"
    sheet = book.active
    sheet.title = "名单"
    for row in (
        ("村", "户数", "内部意见"),
        ("东村", 12, "隐藏列的秘密"),
        ("隐藏行的秘密", 1, ""),
        ("西村", 30, ""),
    ):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet["A2"].comment = Comment("批注里的秘密", "批注人乙")
    secret = book.create_sheet("隐藏的秘密表")
    secret["A1"] = "隐藏表里的秘密"
    secret.sheet_state = "hidden"
    return saved(book)


def pdf(*lines: str, author: str = "排版人甲", extra: str = "") -> bytes:
    """Return a PDF of some paragraphs, with an author in its properties.

    A line that begins with ^ is centred, one with > stands at the right, others are set in.
    """
    source = f'#set document(author: "{author}")\n#set text(font: "Noto Sans CJK SC", lang: "zh")\n'
    source += "#set par(first-line-indent: (amount: 2em, all: true))\n" + extra
    for line in lines or SET_NOTICE:
        side = {"^": "center", ">": "right"}.get(line[0])
        text = _escaped(line[1:] if side else line)
        source += (
            f"#align({side})[#par(first-line-indent: 0em)[{text}]]\n" if side else f"\n{text}\n\n"
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.typ"
        path.write_text(source, encoding="utf-8")
        return bytes(typst.compile(str(path)))


def _escaped(line: str) -> str:
    return "".join("\\" + c if c in "#$*_[]<>@`~=-+/" else c for c in line)


def converted(data: bytes, suffix: str, kind: str) -> bytes:
    """Return a Word file as LibreOffice saves it under another format."""
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        (room / "a.docx").write_bytes(data)
        subprocess.run(
            ["soffice", f"-env:UserInstallation={(room / 'profile').as_uri()}", "--headless",
             "--convert-to", f"{suffix}:{kind}", "--outdir", str(room), str(room / "a.docx")],
            check=True, capture_output=True, timeout=600,
        )  # fmt: skip
        return (room / f"a.{suffix}").read_bytes()


def scan() -> bytes:
    """Return a PDF that holds a picture of a page and no text."""
    import pypdfium2

    picture = pypdfium2.PdfDocument(pdf())[0].render(scale=1).to_pil()
    buffer = io.BytesIO()
    picture.convert("L").save(buffer, "PDF")
    return buffer.getvalue()


def ofd() -> bytes:
    """Return an OFD of the notice: one page, one line a paragraph, set as the notice is."""
    spaces = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    texts = ""
    for number, line in enumerate(SET_NOTICE):
        plain = line.lstrip("^>")
        side = line[0] if line[0] in "^>" else ""
        left = (
            105 - 2.5 * len(plain) if side == "^" else 182 - 5 * len(plain) if side == ">" else 38
        )
        texts += (
            f'<ofd:TextObject ID="{number + 10}" Boundary="{left} {20 + 10 * number} {5 * len(plain) + 2} 6" Font="3" Size="5">'
            f'<ofd:TextCode X="0" Y="5" DeltaX="g {max(len(plain) - 1, 1)} 5">{plain}</ofd:TextCode></ofd:TextObject>'
        )
    parts = {
        "OFD.xml": f'<ofd:OFD {spaces} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID>'
        "<ofd:Author>排版人甲</ofd:Author></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {spaces}><ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID><ofd:PageArea>"
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
        '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/PublicRes.xml": f'<ofd:Res {spaces} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" FontName="仿宋"/></ofd:Fonts></ofd:Res>',
        "Doc_0/Pages/Page_0/Content.xml": f'<ofd:Page {spaces}><ofd:Content><ofd:Layer ID="2">{texts}</ofd:Layer></ofd:Content></ofd:Page>',
    }
    return packed(parts)
