"""What is written reads back as the same figures, in every format and both editions."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.effort import most

from gongkai.figures import ABSENT, number
from gongkai.forms import whose
from gongkai.forms.evaluate import relations
from gongkai.forms.filled import Cell, FilledForm
from gongkai.forms.form import Address, load
from gongkai.readers.read import read
from gongkai.readers.result import ReadStatus
from gongkai.writers import docx, html, ofd, pdf, xlsx
from gongkai.writers import json as json_writer

Writer = Callable[[FilledForm], bytes]
WRITERS: dict[str, Writer] = {
    "html": html.write,
    "docx": docx.write,
    "pdf": pdf.write,
    "xlsx": xlsx.write,
    "ofd": ofd.write,
}
EXAMPLES = {"html": most(30), "docx": most(30), "xlsx": most(30), "pdf": most(8), "ofd": most(4)}


def differing(written: FilledForm, data: bytes, name: str) -> dict[str, tuple[str, str]]:
    """Return the addresses whose figure came back otherwise, with both figures."""
    back = read(data, name=name).report
    assert back is not None
    return {
        str(address): (str(figure), str(back[address]))
        for address, figure in written.figures.items()
        if back.form != written.form or back[address] != figure
    }


@pytest.mark.parametrize("form", WRITERS)
def test_a_full_report_reads_back_complete(township: FilledForm, form: str) -> None:
    result = read(WRITERS[form](township), name=f"年报.{form}")
    assert (result.status, result.edition) == (ReadStatus.COMPLETE, township.form.id)
    back = result.report
    assert back is not None
    assert back.figures == township.figures
    assert (back.title, back.authority, back.year, back.written_on) == (
        township.title,
        township.authority,
        township.year,
        township.written_on,
    )
    assert [s.title for s in back.sections] == [s.title for s in township.sections]


@pytest.mark.parametrize("form", WRITERS)
def test_the_prose_reads_back_in_its_parts(township: FilledForm, form: str) -> None:
    back = read(WRITERS[form](township), name=f"年报.{form}").report
    assert back is not None
    for number_ in (1, 5):
        written, came = township.section(number_), back.section(number_)
        assert written is not None and came is not None
        assert came.text == written.text


@pytest.mark.parametrize("form", WRITERS)
def test_writing_what_was_read_changes_nothing_more(township: FilledForm, form: str) -> None:
    """The signature that a reader left in part six is not printed twice."""
    once = read(WRITERS[form](township), name=f"年报.{form}").report
    assert once is not None
    twice = read(WRITERS[form](once), name=f"年报.{form}").report
    assert twice is not None
    assert twice.figures == once.figures
    assert [s.text for s in twice.sections] == [s.text for s in once.sections]


@pytest.mark.parametrize("form", WRITERS)
def test_the_same_report_gives_the_same_bytes(township: FilledForm, form: str) -> None:
    assert WRITERS[form](township) == WRITERS[form](replace(township))


@pytest.mark.parametrize("form", WRITERS)
def test_any_figures_read_back(form: str, random_figures: Callable[..., Any]) -> None:
    @settings(
        max_examples=EXAMPLES[form],
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(data=st.data())
    def any_figures(data: st.DataObject) -> None:
        edition = data.draw(st.sampled_from(["2019", "2021"]))
        statutory = load(edition)
        figures = data.draw(random_figures(statutory))
        cells = {a: Cell(a, figure, figure.text or "") for a, figure in figures.items()}
        report = FilledForm(statutory, cells, "示例镇政府信息公开工作年度报告", "示例镇人民政府")
        assert differing(report, WRITERS[form](report), f"年报.{form}") == {}

    any_figures()


@pytest.mark.parametrize("form", WRITERS)
def test_a_table_the_report_lacks_is_not_invented(township: FilledForm, form: str) -> None:
    kept = {a: c for a, c in township.cells.items() if a.table not in ("disputes", "fees")}
    report = replace(township, cells=kept)
    back = read(WRITERS[form](report), name=f"年报.{form}").report
    assert back is not None
    assert all(back[a] == ABSENT for a in report.form.addresses if a.table == "disputes")
    assert back.figures == report.figures


@pytest.mark.parametrize("form", WRITERS)
def test_a_total_that_does_not_add_up_survives(township: FilledForm, form: str) -> None:
    totals = [r.right[0] for r in relations(township.form.id) if r.kind == "sum"]
    wrong = {a: Cell(a, number(township[a].value + 1)) for a in totals}
    report = replace(township, cells={**township.cells, **wrong})
    assert differing(report, WRITERS[form](report), f"年报.{form}") == {}


def test_a_written_json_reads_back_through_the_common_door(township: FilledForm) -> None:
    back = read(json_writer.write(township), name="年报.json").report
    assert back is not None
    assert back.figures == township.figures


def test_a_figure_of_thirty_digits_is_not_rounded(township: FilledForm) -> None:
    address = Address("requests", "received", "natural")
    long = number("123456789012345678901234567890")
    report = replace(township, cells={**township.cells, address: Cell(address, long)})
    back = read(xlsx.write(report), name="年报.xlsx").report
    assert back is not None
    assert back[address] == long


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("words", [whose.OWN, whose.REGION])
def test_whose_figures_they_are_stays_in_the_title(
    township: FilledForm, form: str, words: str
) -> None:
    """A government's own report and that of its region differ in the title alone."""
    titled = replace(township, title=township.title + words)
    back = read(WRITERS[form](titled), name=f"年报.{form}").report
    assert back is not None
    assert (back.title, back.authority) == (titled.title, township.authority)
    preface = back.section(0)
    assert preface is None or words not in preface.text
