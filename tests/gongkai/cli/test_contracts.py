"""What is printed for many reports, and the form itself, keep to their published schemas."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

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
