"""Whatever the bytes, reading them gives a result: random, and real files cut, mixed and altered."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.errors import GongkaiError
from gongkai.readers import read
from gongkai.readers.result import ReadResult, ReadStatus
from tests.effort import most
from tests.gongkai.readers import hostile

# What LibreOffice converts is left out: each file takes a second.
ENDINGS = ("txt", "md", "html", "mht", "docx", "xlsx", "xls", "pdf", "ofd")
SWIFT = settings(
    max_examples=most(60), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)  # fmt: skip
_REAL = {ending: hostile.real(ending) for ending in ENDINGS}
_MEMBERS = {
    "docx": ("word/document.xml", "word/styles.xml", "[Content_Types].xml"),
    "xlsx": (
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "xl/styles.xml",
        "xl/sharedStrings.xml",
    ),
    "ofd": ("OFD.xml", "Doc_0/Document.xml"),
}


@st.composite
def altered(draw: st.DrawFn, data: bytes) -> bytes:
    """Draw a real file with some bytes changed, taken out, doubled or cut off."""
    text = bytearray(data)
    for _ in range(draw(st.integers(1, 12))):
        at = draw(st.integers(0, max(len(text) - 1, 0)))
        wide = draw(st.sampled_from((1, 1, 1, 4, 30, 500)))
        match draw(st.sampled_from(("set", "set", "drop", "twice", "cut", "swap"))):
            case "set":
                text[at : at + wide] = draw(st.binary(min_size=wide, max_size=wide))
            case "drop":
                del text[at : at + wide]
            case "twice":
                text[at:at] = text[at : at + wide] * draw(st.integers(1, 50))
            case "cut":
                del text[max(at, len(text) // 4) :]
            case "swap":
                other = draw(st.integers(0, max(len(text) - 1, 0)))
                text[at : at + wide], text[other : other + wide] = (
                    text[other : other + wide],
                    text[at : at + wide],
                )
    return bytes(text)


@st.composite
def files(draw: st.DrawFn) -> tuple[str, bytes]:
    """Draw a name and bytes."""
    ending = draw(st.sampled_from(ENDINGS))
    match draw(st.sampled_from(("random", "altered", "altered", "inside", "spliced"))):
        case "random":
            return ending, draw(st.binary(max_size=2_000))
        case "inside" if ending in _MEMBERS:
            member = draw(st.sampled_from(_MEMBERS[ending]))
            return ending, hostile.rezipped(ending, {member: lambda part: draw(altered(part))})
        case "spliced":
            one, other = _REAL[ending], _REAL[draw(st.sampled_from(ENDINGS))]
            cut, go_on = draw(st.integers(0, len(one))), draw(st.integers(0, len(other)))
            return ending, one[:cut] + other[go_on:]
    return ending, draw(altered(_REAL[ending]))


@SWIFT
@given(files())
def test_any_bytes_give_a_result(file: tuple[str, bytes]) -> None:
    ending, data = file
    result = read.read(data, name=f"report.{ending}")
    assert isinstance(result, ReadResult)
    if result.status is ReadStatus.FAILED:
        assert isinstance(result.error, GongkaiError)
        for lang in ("zh", "en"):
            sentence = result.error.sentence(lang)
            assert sentence and "\n" not in sentence
    else:
        assert result.report is not None
