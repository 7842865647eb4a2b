"""A reading written as JSON comes back as it was: figures, issues, status; what it claims is held."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gongkai.errors import UnreadableInput
from gongkai.forms.filled import Issue, Origin
from gongkai.forms.form import Address
from gongkai.readers import json as json_reader
from gongkai.readers.read import read, read_file
from gongkai.readers.result import ReadResult, ReadStatus, Source
from gongkai.writers import json as json_writer

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
Document = dict[str, Any]


def again(result: ReadResult) -> ReadResult:
    """Return what comes of writing a result as JSON and reading that; of another file, of course."""
    back = read(json_writer.encode(json_writer.read_result(result)), name="年报.json")
    return replace(back, source=result.source, document=result.document)


@pytest.fixture
def partial() -> ReadResult:
    """A reading with a doubtful row, a figure recognised in a picture, a label misprinted and two tables that are not printed."""
    page = (EXAMPLES / "yangli-xian-2024/report.html").read_text(encoding="utf-8")
    page = page.replace("行政强制", "行政强制措施类", 1)
    start = page.index("<table", page.index("四、"))
    page = page[:start] + page[page.index("</table>", start) :]
    result = read(page.encode(), name="report.html")
    assert result.report is not None
    spot = Origin(page=2, box=(1.5, 2.0, 3.0, 4.0), table=1, row=4, cell=0)
    issue = Issue(
        "readers.ambiguous_row",
        (("row", "三、本年度办理结果"), ("wanted", 7), ("found", 6)),
        Address("requests", "received", "natural"),
        spot,
    )
    where = Address("requests", "received", "natural")
    unsure = {where: replace(result.report.cells[where], doubt="readers.ocr", sure=0.87)}
    report = replace(result.report, cells={**result.report.cells, **unsure})
    issues = (issue, *result.issues)
    return replace(result, report=report, status=ReadStatus.PARTIAL, issues=issues)


def document_of(result: ReadResult) -> Document:
    document: Document = json_writer.read_result(result)
    return json.loads(json_writer.encode(document))  # type: ignore[no-any-return]


def test_a_partial_reading_comes_back_with_its_issues_and_their_places(
    partial: ReadResult,
) -> None:
    assert len(partial.issues) == 2 and partial.report is not None
    assert again(partial) == partial
    assert again(again(partial)) == partial


def test_its_sentences_can_be_said_in_the_other_language(partial: ReadResult) -> None:
    english = json_writer.encode(json_writer.read_result(partial, "en"))
    back = read(english, name="a.json")
    assert [i.sentence("zh") for i in back.issues] == [i.sentence("zh") for i in partial.issues]


@pytest.mark.parametrize(
    "path",
    sorted(p for p in EXAMPLES.glob("*/report.*") if not p.parent.name.endswith("-scan")),
    ids=lambda path: f"{path.parent.name}-{path.name}",
)
def test_every_example_comes_back(path: Path) -> None:
    result = read_file(path)
    assert again(result) == result


def test_every_real_report_comes_back(reports_dir: Path) -> None:
    readings = map(read_file, sorted(reports_dir.glob("*/report.*")))
    results = [result for result in readings if result.error is None]
    assert results
    for result in results:
        assert again(result) == result, result.source.path


def test_a_report_of_prose_alone_comes_back() -> None:
    titles = ("总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况")
    numbered = zip("一二三", titles, strict=True)
    parts = "\n".join(f"{number}、{title}\n这一部分有一句话。" for number, title in numbered)
    result = read(f"示例镇人民政府2024年政府信息公开工作年度报告\n{parts}".encode(), name="a.txt")
    assert result.report is not None and result.edition is None
    assert again(result) == result


def test_checking_the_json_finds_what_checking_the_file_finds(
    partial: ReadResult, tmp_path: Path
) -> None:
    from gongkai.checks.assess import assess
    from gongkai.checks.check import Evidence

    assert partial.report is not None
    back = again(partial)
    assert back.report is not None
    kind = partial.source.media_type
    before, after = (
        assess(Evidence(r.report, issues=r.issues, media_type=kind)) for r in (partial, back)
        if r.report is not None
    )  # fmt: skip
    assert before == after


# --- What a document made by hand may claim --------------------------------------------------------


def refused(document: Document, code: str) -> None:
    with pytest.raises(UnreadableInput) as caught:
        json_reader.parse(json.dumps(document).encode())
    error = caught.value
    assert error.code == f"readers.{code}"
    assert error.sentence("zh") and error.sentence("en")
    assert not any(word in error.sentence("zh") for word in ("Expected", "Object", "Invalid"))


def test_a_failed_reading_has_no_report_whatever_else_it_lists(partial: ReadResult) -> None:
    document = document_of(partial) | {"status": "failed"}
    with pytest.raises(UnreadableInput) as caught:
        json_reader.parse(json.dumps(document).encode())
    assert caught.value.code == "readers.json_without_report"


def test_a_status_must_be_that_of_its_issues(partial: ReadResult) -> None:
    refused(document_of(partial) | {"status": "complete"}, "json_status")
    refused(document_of(partial) | {"issues": []}, "json_status")


def test_a_complete_reading_that_lacks_a_table_is_partial(partial: ReadResult) -> None:
    back = read(json.dumps(document_of(partial) | {"status": "complete", "issues": []}).encode())
    assert back.status is ReadStatus.PARTIAL
    assert [issue.code for issue in back.issues] == ["readers.table_absent"]


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("status",), "perfect", "json_place"),
        (("issues", 0, "address"), "requests/received/nobody", "json_cell"),
        (("issues", 0, "address"), "nowhere", "json_cell"),
        (("issues", 0, "origin", "page"), 0, "json_origin"),
        (("issues", 0, "origin", "box"), [1, 2, 3], "json_array"),
        (("cells", 0, "origin"), {"line": -3}, "json_origin"),
        (("sections", 2, "text"), "另一段话。", "json_section"),
        (("year",), 99999, "json_year"),
        (("year",), -1, "json_year"),
        (("year",), "2024", "json_int"),
        (("written_on",), "9999-12-31", "json_year"),
        (("written_on",), "昨天", "json_date"),
        (("period",), ["0001-01-01", "2024-12-31"], "json_year"),
        (("period",), ["2024-01-01"], "json_array"),
        (("sections", 0, "number"), 10**9, "json_place"),
        (("cells", 0, "raw"), 7, "json_str"),
        (("contacts",), None, "json_object"),
        (("cells", 0, "origin"), {"table": 1.5}, "json_int"),
        (("edition",), "1998", "json_edition"),
        (("misprints",), {}, "json_array"),
        (
            ("misprints",),
            [{"table": "none", "printed": "甲", "official": "乙"}],
            "json_place",
        ),
    ],
)
def test_a_claim_that_cannot_be_is_refused_at_its_place(
    partial: ReadResult, path: tuple[Any, ...], value: object, code: str
) -> None:
    document = document_of(partial)
    place: Any = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    refused(document, code)


def test_the_place_and_what_was_expected_are_said_in_both_languages(partial: ReadResult) -> None:
    document = document_of(partial)
    document["cells"][3]["raw"] = 7
    with pytest.raises(UnreadableInput) as caught:
        json_reader.parse(json.dumps(document).encode())
    assert caught.value.sentence("zh") == "JSON 数据的“cells[3].raw”应为文字。"
    assert caught.value.sentence("en") == "“cells[3].raw” of the JSON must be a text."
    document["cells"][3]["raw"] = "7"
    del document["cells"][3]["status"]
    with pytest.raises(UnreadableInput) as caught:
        json_reader.parse(json.dumps(document).encode())
    assert caught.value.sentence("zh") == "JSON 数据缺少“cells[3].status”。"


def test_what_is_no_json_is_said_so_without_a_word_of_english() -> None:
    for data in (b'{"version": 1,', b"{" * 9000, b'{"a": 01}'):
        with pytest.raises(UnreadableInput) as caught:
            json_reader.parse(data)
        assert caught.value.sentence("zh") == "不是有效的 JSON，文件可能不完整。"
    with pytest.raises(UnreadableInput) as caught:
        json_reader.parse(b"[]")
    assert caught.value.sentence("zh") == "不是本系统年报数据的 JSON 格式。"


@pytest.mark.parametrize(
    "change",
    [
        {"facts": None},  # as written before issues carried their facts
        {"facts": {"row": "甲"}},
        {"code": "readers.of_a_later_release"},
        {"code": "../../etc.passwd"},
        {"code": "cli.stopped"},
    ],
)
def test_an_issue_that_cannot_be_said_anew_keeps_its_sentence(
    partial: ReadResult, change: dict[str, Any]
) -> None:
    document = document_of(partial)
    issue = document["issues"][0]
    issue |= change | {"message": "第三行{row}看不清。"}
    _, issues = json_reader.parse(json.dumps(document).encode())
    assert issues[0].sentence("zh") == "第三行{row}看不清。"
    assert (issues[0].address, issues[0].origin) == (
        partial.issues[0].address,
        partial.issues[0].origin,
    )


def test_a_written_report_has_no_reading_to_speak_of() -> None:
    report = read_file(EXAMPLES / "yangli-xian-2024/report.html").report
    assert report is not None
    result = read(json_writer.write(report), name="a.json")
    assert (result.status, result.issues, result.report) == (ReadStatus.COMPLETE, (), report)
    assert result.source == Source("a.json", "application/json", result.source.sha256)
