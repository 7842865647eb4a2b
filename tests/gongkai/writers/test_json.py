"""The JSON contract: what is written follows the published schema and reads back whole."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.effort import most
from tests.gongkai.schemas import published, strict

from gongkai.errors import GongkaiError, UnreadableInput
from gongkai.figures import ABSENT, UNREADABLE
from gongkai.forms.filled import Cell, FilledForm, Issue, Origin, filled
from gongkai.forms.form import Address, load
from gongkai.readers import json as json_reader
from gongkai.readers.result import ReadResult, ReadStatus, Source
from gongkai.writers import json as json_writer

VALIDATOR = jsonschema.Draft202012Validator(
    strict(published("report")),
    format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
)
RECEIVED = Address("requests", "received", "natural")


def test_a_written_report_follows_the_schema_and_reads_back_whole(township: FilledForm) -> None:
    data = json_writer.write(township)
    VALIDATOR.validate(json.loads(data))
    back = json_reader.report(data)
    assert back == township
    assert json_writer.write(back) == data


def test_figures_are_decimal_strings_with_the_official_labels(township: FilledForm) -> None:
    cells = {cell["address"]: cell for cell in json.loads(json_writer.write(township))["cells"]}
    assert len(cells) == len(township.form.addresses)
    received = cells["requests/received/enterprise"]
    assert received["row"] == ["一、本年新收政府信息公开申请数量"]
    assert received["column"] == ["法人或其他组织", "商业企业"]
    assert received["value"] == str(township[Address.parse(received["address"])].value)


@given(data=st.data())
@settings(max_examples=most(25), deadline=None)
def test_any_figures_come_back(data: st.DataObject, random_figures: Callable[..., Any]) -> None:
    for edition in ("2019", "2021"):
        form = load(edition)
        report = filled(form, data.draw(random_figures(form)))
        assert json_reader.report(json_writer.write(report)) == report


def test_the_four_values_stay_apart(township: FilledForm) -> None:
    cells = dict(township.cells)
    cells[RECEIVED] = Cell(
        RECEIVED,
        UNREADABLE,
        "1?3",
        Origin(page=3, box=(70.5, 100.0, 92.25, 112.0), table=1, row=4, cell=1),
        doubt="readers.row_too_short",
    )
    del cells[Address("requests", "received", "total")]
    report = replace(township, cells=cells)
    document = json.loads(json_writer.write(report))
    VALIDATOR.validate(document)
    by_address = {cell["address"]: cell for cell in document["cells"]}
    assert by_address[str(RECEIVED)]["status"] == "unreadable"
    assert by_address[str(RECEIVED)]["origin"]["box"] == [70.5, 100, 92.25, 112]
    assert by_address["requests/received/total"]["status"] == "absent"
    back = json_reader.report(json_writer.write(report))
    assert back == report
    assert back[Address("requests", "received", "total")] == ABSENT


def test_a_reading_is_printed_with_its_source_and_issues(township: FilledForm) -> None:
    result = ReadResult(
        source=Source("年报.html", "text/html", "0" * 64),
        status=ReadStatus.PARTIAL,
        report=township,
        edition=township.form.id,
        edition_expected="2021",
        issues=(Issue("readers.empty_file", address=RECEIVED, origin=Origin(line=3)),),
    )
    document = json.loads(json_writer.encode(json_writer.read_result(result, "en")))
    VALIDATOR.validate(document)
    assert document["status"] == "partial"
    assert document["issues"] == [
        {
            "code": "readers.empty_file",
            "message": "The file is empty.",
            "address": str(RECEIVED),
            "origin": {"line": 3},
        }
    ]


def test_a_failed_reading_gives_its_reason_and_no_cells() -> None:
    error = UnreadableInput("readers.empty_file")
    result = ReadResult(
        Source("a.pdf", "application/pdf", "0" * 64), ReadStatus.FAILED, error=error
    )
    document = json_writer.read_result(result)
    VALIDATOR.validate(document)
    assert document["cells"] == []
    assert document["issues"][0]["message"] == error.sentence()
    with pytest.raises(UnreadableInput):
        json_reader.report(json_writer.encode(document))


@dataclass(frozen=True)
class _Change:
    """One thing wrong with an otherwise good document."""

    path: tuple[Any, ...]
    value: object


@pytest.mark.parametrize(
    "change",
    [
        _Change(("version",), 99),
        _Change(("edition",), "1998"),
        _Change(("cells", 0, "address"), "documents/rules/nowhere"),
        _Change(("cells", 0, "address"), "requests/received/natural"),  # twice
        _Change(("cells", 0, "value"), "1e999999999"),
        _Change(("cells", 0, "value"), "NaN"),
        _Change(("cells", 0, "value"), None),
        _Change(("cells", 0, "status"), "blank"),
        _Change(("cells", 0, "value"), 7),
        _Change(("sections",), "none"),
        _Change(("written_on",), "2024-13-01"),
    ],
)
def test_a_wrong_document_is_refused_in_one_sentence(township: FilledForm, change: _Change) -> None:
    document = json.loads(json_writer.write(township))
    place = document
    for key in change.path[:-1]:
        place = place[key]
    place[change.path[-1]] = change.value
    with pytest.raises(UnreadableInput) as caught:
        json_reader.report(json.dumps(document).encode())
    assert caught.value.sentence("zh") and caught.value.sentence("en")


@given(st.binary(max_size=200))
def test_noise_is_refused(data: bytes) -> None:
    with pytest.raises(GongkaiError):
        json_reader.report(data)


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(UnreadableInput):
        json_reader.report(b'{"cells":' + b"[" * 200_000)
