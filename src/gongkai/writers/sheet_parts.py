"""The parts of a workbook that do not depend on what its sheets hold: styles, relations, comments."""

from collections.abc import Mapping, Sequence
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from gongkai.writers.package import XML

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def content_types(sheets: int, remarked: Sequence[int]) -> str:
    """Return the types of the parts; `remarked` are the numbers of the sheets with comments."""
    parts = {"/xl/workbook.xml": f"{_TYPE}.sheet.main+xml", "/xl/styles.xml": f"{_TYPE}.styles+xml"}
    parts |= {
        f"/xl/worksheets/sheet{number}.xml": f"{_TYPE}.worksheet+xml"
        for number in range(1, sheets + 1)
    }
    parts |= {f"/xl/comments{number}.xml": f"{_TYPE}.comments+xml" for number in remarked}
    parts["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items()
    )
    return (
        f'{XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="vml"'
        f' ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>{overrides}</Types>'
    )


def package_relations() -> str:
    """Return where the workbook and its properties are."""
    return _relations(
        [
            ("rId1", f"{RELS}/officeDocument", "xl/workbook.xml"),
            ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ]
    )


def properties(title: str, day: date) -> str:
    """Return the document properties."""
    dated = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{day.isoformat()}T00:00:00Z</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:language>zh-CN</dc:language>{dated}"
        "</cp:coreProperties>"
    )


def workbook(names: Sequence[str], titled: Mapping[str, int]) -> str:
    """Return the list of sheets; `titled` gives the rows a sheet prints on every page."""
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    defined = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{names.index(name)}">'
        f"{escape(_quoted(name))}!$1:${rows}</definedName>"
        for name, rows in titled.items()
    )
    names_defined = f"<definedNames>{defined}</definedNames>" if defined else ""
    return (
        f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>{sheets}</sheets>{names_defined}'
        '<calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>'
    )


def workbook_relations(sheets: int) -> str:
    """Return where the sheets and the styles are."""
    relations = [
        (f"rId{number}", f"{RELS}/worksheet", f"worksheets/sheet{number}.xml")
        for number in range(1, sheets + 1)
    ]
    relations.append((f"rId{sheets + 1}", f"{RELS}/styles", "styles.xml"))
    return _relations(relations)


def sheet_relations(number: int) -> str:
    """Return where the comments of a sheet and their boxes are."""
    return _relations(
        [
            ("rId1", f"{RELS}/vmlDrawing", f"../drawings/vmlDrawing{number}.vml"),
            ("rId2", f"{RELS}/comments", f"../comments{number}.xml"),
        ]
    )


def styles(most_decimals: int) -> str:
    """Return the cell styles by number.

    0 default, 1 prose, 2 title row, 3 centred label, 4 label, 5 title, 6 heading; then figures with
    0 to `most_decimals` decimals, and the same again for sums.
    """
    decimals = range(most_decimals + 1)
    formats = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode="0{"." + "0" * n if n else ""}"/>'
        for n in decimals
    )
    wrap = '<alignment vertical="center" wrapText="1"/>'
    middle = '<alignment horizontal="center" vertical="center" wrapText="1"/>'
    fixed = [
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
        f'<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0">{wrap}</xf>',
        f'<xf numFmtId="49" fontId="0" fillId="2" borderId="1" xfId="0">{wrap}</xf>',
        f'<xf numFmtId="49" fontId="0" fillId="0" borderId="1" xfId="0">{middle}</xf>',
        f'<xf numFmtId="49" fontId="0" fillId="0" borderId="1" xfId="0">{wrap}</xf>',
        f'<xf numFmtId="49" fontId="2" fillId="0" borderId="0" xfId="0">{middle}</xf>',
        f'<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0">{wrap}</xf>',
    ]
    right = '<alignment horizontal="right" vertical="center" wrapText="1"/>'
    figures = [
        f'<xf numFmtId="{164 + n}" fontId="{font}" fillId="0" borderId="1" xfId="0">{right}</xf>'
        for font in (0, 1)
        for n in decimals
    ]
    line = '<{0} style="thin"><color auto="1"/></{0}>'
    border = "".join(line.format(side) for side in ("left", "right", "top", "bottom"))
    fonts = "".join(
        f'<font>{bold}<sz val="{size}"/><name val="宋体"/><charset val="134"/></font>'
        for bold, size in (("", 11), ("<b/>", 11), ("<b/>", 16))
    )
    xfs = fixed + figures
    return (
        f'{XML}<styleSheet xmlns="{MAIN}"><numFmts count="{len(decimals)}">{formats}</numFmts>'
        f'<fonts count="3">{fonts}</fonts>'
        '<fills count="3"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
        '<fgColor rgb="FFEBEBEB"/></patternFill></fill></fills>'
        f'<borders count="2"><border/><border>{border}</border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(xfs)}">{"".join(xfs)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def comments(remarks: Mapping[str, str]) -> str:
    """Return the comments of a sheet, cell -> text."""
    texts = "".join(
        f'<comment ref="{place}" authorId="0"><text><t xml:space="preserve">{escape(text)}</t></text>'
        "</comment>"
        for place, text in remarks.items()
    )
    return (
        f'{XML}<comments xmlns="{MAIN}"><authors><author>gongkai</author></authors>'
        f"<commentList>{texts}</commentList></comments>"
    )


def drawing(remarks: Mapping[str, str]) -> str:
    """Return the boxes in which a spreadsheet program shows the comments."""
    shapes = "".join(
        f'<v:shape id="_x0000_s{1025 + number}" type="#box" style="position:absolute;width:180pt;'
        'height:60pt;visibility:hidden" fillcolor="#ffffe1"><x:ClientData ObjectType="Note">'
        f"<x:Row>{int(''.join(filter(str.isdigit, place))) - 1}</x:Row>"
        f"<x:Column>{_column(place)}</x:Column></x:ClientData></v:shape>"
        for number, place in enumerate(remarks)
    )
    return (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
        ' xmlns:x="urn:schemas-microsoft-com:office:excel">'
        '<v:shapetype id="box" coordsize="21600,21600" path="m,l,21600r21600,l21600,xe"/>'
        f"{shapes}</xml>"
    )


def _column(place: str) -> int:
    column = 0
    for letter in filter(str.isalpha, place):
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _quoted(name: str) -> str:
    escaped = name.replace("'", "''")
    return f"'{escaped}'"


def _relations(relations: Sequence[tuple[str, str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'
        for name, kind, target in relations
    )
    return f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'
