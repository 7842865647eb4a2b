"""What is printed for many reports, and the form itself, keep to their published schemas."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry
from tests.gongkai.schemas import names, published

from gongkai.forms.form import EDITIONS

Valid = Callable[[str, Any], None]


def test_a_folder_of_reports_is_a_list_of_reports(
    gongkai: Callable[..., Any], examples: Path, valid: Valid, tmp_path: Path
) -> None:
    noise = tmp_path / "noise.txt"
    noise.write_text("会议通知", encoding="utf-8")
    said = gongkai("read", examples / "fanli-ju-2023", noise, "--format", "json")
    assert said.code == 2
    assert [report["status"] for report in said.json["reports"]] == ["complete", "failed"]
    valid("reports", said.json)


def test_a_report_in_the_list_keeps_to_the_schema_of_one(
    gongkai: Callable[..., Any], examples: Path, valid: Valid
) -> None:
    document = gongkai("read", examples / "county", "--format", "json").json
    document["reports"][0]["cells"][0]["value"] = 3  # figures are strings
    with pytest.raises(jsonschema.ValidationError):
        valid("reports", document)


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_form_is_a_published_document(
    gongkai: Callable[..., Any], valid: Valid, edition: str
) -> None:
    document = gongkai("form", edition, "--format", "json").json
    valid("form", document)
    known = {cell["address"] for cell in document["cells"]}
    for relation in document["relations"]:
        assert known.issuperset(relation["left"] + relation["right"])


@pytest.mark.parametrize("name", names())
def test_a_schema_needs_no_other_file(name: str) -> None:
    """Every reference is within the file, and whoever has only that file can validate with it."""
    schema = published(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    inside = {schema["$id"]} | {part.get("$id") for part in schema.get("$defs", {}).values()}
    for reference in references(schema):
        assert reference.startswith("#/") or reference in inside, reference
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema, registry=Registry()).validate({"reports": [{}]})


def references(node: Any) -> Iterator[str]:
    for value in (
        node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    ):
        yield from references(value)
    if isinstance(node, dict) and "$ref" in node:
        yield node["$ref"]


def test_the_schema_of_many_reports_holds_that_of_one() -> None:
    assert published("reports")["$defs"]["report"] == published("report")


def test_keys_of_a_later_release_are_allowed_and_ours_are_all_described(
    gongkai: Callable[..., Any], examples: Path, valid: Valid
) -> None:
    report = examples / "shili-2023/report.txt"
    document = gongkai("read", report, "--format", "json").json
    valid("report", document)
    document["mood"] = document["cells"][0]["colour"] = "blue"
    jsonschema.Draft202012Validator(published("report"), registry=Registry()).validate(document)
    with pytest.raises(jsonschema.ValidationError):
        valid("report", document)


def test_a_reader_ignores_keys_of_a_later_release(
    gongkai: Callable[..., Any], examples: Path, tmp_path: Path
) -> None:
    document = gongkai("read", examples / "shili-2023/report.txt", "--format", "json").json
    later = tmp_path / "later.json"
    document["mood"] = document["cells"][0]["colour"] = document["source"]["owner"] = "blue"
    later.write_text(json.dumps(document), encoding="utf-8")
    assert gongkai("read", later, "--format", "json").json["cells"][0]["value"] is not None
