"""The OFD package: the PDF's characters with their code points, lines, and embedded subset fonts."""

import io
import zipfile

from fontTools.ttLib import TTFont
from lxml import etree

from gongkai.forms.filled import FilledForm
from gongkai.writers import ofd, pdf
from gongkai.writers.placed import placed

OFD = {"ofd": "http://www.ofdspec.org/2016"}


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_reference_leads_to_a_part(township: FilledForm) -> None:
    found = parts(ofd.write(township))
    root = etree.fromstring(found["OFD.xml"])
    assert root.findtext(".//ofd:DocRoot", namespaces=OFD) == "Doc_0/Document.xml"
    assert root.findtext(".//ofd:Title", namespaces=OFD) == township.title
    document = etree.fromstring(found["Doc_0/Document.xml"])
    pages = document.findall(".//ofd:Page", OFD)
    assert [f"Doc_0/{page.get('BaseLoc')}" in found for page in pages] == [True] * len(pages)
    ids = [
        int(element.get("ID"))
        for name in found
        if name.endswith(".xml")
        for element in etree.fromstring(found[name]).iter()
        if element.get("ID")
    ]
    assert len(ids) == len(set(ids))
    assert int(document.findtext(".//ofd:MaxUnitID", namespaces=OFD) or 0) >= max(ids)


def test_all_characters_of_the_pdf_are_there_with_a_place_each(township: FilledForm) -> None:
    found = parts(ofd.write(township))
    for number, page in enumerate(placed(pdf.write(township))):
        content = etree.fromstring(found[f"Doc_0/Pages/Page_{number}/Content.xml"])
        written = []
        for text in content.iterfind(".//ofd:TextObject", OFD):
            (code,) = text.findall("ofd:TextCode", OFD)
            left = float(text.get("Boundary").split()[0])
            advances = _advances(code.get("DeltaX") or "")
            assert len(advances) == len(code.text) - 1
            for index, character in enumerate(code.text):
                written.append((character, left + sum(advances[:index])))
        expected = [(g.character, g.x * 25.4 / 72) for g in page.glyphs]
        assert [c for c, _ in written] == [c for c, _ in expected]
        assert all(abs(a - b) < 0.05 for (_, a), (_, b) in zip(written, expected, strict=True))
        assert len(content.findall(".//ofd:PathObject", OFD)) == len(page.shapes)


def _advances(text: str) -> list[float]:
    words, advances = text.split(), []
    while words:
        if words[0] == "g":
            advances += [float(words[2])] * int(words[1])
            words = words[3:]
        else:
            advances.append(float(words.pop(0)))
    return advances


def test_embedded_fonts_draw_exactly_what_is_written(township: FilledForm) -> None:
    found = parts(ofd.write(township))
    resources = etree.fromstring(found["Doc_0/PublicRes.xml"])
    used: dict[str, set[str]] = {}
    for name, data in found.items():
        if name.endswith("Content.xml"):
            for text in etree.fromstring(data).iterfind(".//ofd:TextObject", OFD):
                used.setdefault(text.get("Font"), set()).update("".join(text.itertext()))
    assert used
    for font in resources.iterfind(".//ofd:Font", OFD):
        file = found[f"Doc_0/Res/{font.findtext('ofd:FontFile', namespaces=OFD)}"]
        characters = set(map(chr, TTFont(io.BytesIO(file)).getBestCmap()))
        assert used[font.get("ID")] <= characters
        assert len(file) < 200_000
