"""What makes a report an official document: its number above, 抄送 and 印发 at its end, in every format."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib import import_module

import pytest

from gongkai.forms.filled import FilledForm
from gongkai.readers.imprint import Imprint, imprint_of
from gongkai.readers.read import read
from gongkai.writers.layout import lay_out

COPIES = "县委各部门，县人大常委会办公室，县政协办公室，县监委，县人武部，县法院，县检察院"
PRINTER = "示例县人民政府办公室"
DAY = date(2026, 1, 21)


@pytest.mark.parametrize("form", ["html", "docx", "pdf", "xlsx", "ofd", "json"])
@pytest.mark.parametrize(
    "said",
    [
        {"copies_to": COPIES, "printer": PRINTER, "printed_on": DAY},
        {"copies_to": "县委办公室"},
        {"printer": PRINTER, "printed_on": DAY},
    ],
    ids=["whole", "copies", "printed"],
)
def test_the_wrapper_reads_back(township: FilledForm, form: str, said: dict[str, object]) -> None:
    write: Callable[[FilledForm], bytes] = import_module(f"gongkai.writers.{form}").write
    asked = replace(township, document_number="示政发〔2026〕3号", **said)  # type: ignore[arg-type]
    back = read(write(asked), name=f"x.{form}").report
    assert back is not None
    for name in ("document_number", "copies_to", "printer", "printed_on", "written_on"):
        assert getattr(back, name) == getattr(asked, name), name
    last = back.sections[-1].text
    assert "抄送" not in last and "印发" not in last, "it is no prose of part six"
    assert lay_out(back).imprint == lay_out(asked).imprint, "and is not printed twice"


def test_without_a_wrapper_nothing_is_printed(township: FilledForm) -> None:
    page = import_module("gongkai.writers.html").write(township).decode()
    assert "抄送" not in page and 'class="imprint"' not in page


def test_copies_run_on_over_lines() -> None:
    lines = ["没有其他事项。", "抄送：县委办公室，县人大", "办公室。", "县政府办 2026年1月21日印发"]
    assert imprint_of(lines) == Imprint("县委办公室，县人大办公室", "县政府办", 1)


@pytest.mark.parametrize(
    "lines",
    [
        ["抄送：县委办公室。", "此后又有一段正文，写了别的事。"],
        ["本办法自2026年1月21日印发之日起施行。"],
        ["抄送制度不够完善。"],
        [],
    ],
)
def test_prose_is_no_imprint(lines: list[str]) -> None:
    assert imprint_of(lines) == Imprint()
