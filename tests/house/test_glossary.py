"""docs/glossary.md knows every name the domain has in code, and no name that code does not use."""

import re
from pathlib import Path
from typing import Any

import pytest

from gongkai.cases.disputes import Result, Track
from gongkai.cases.events import Channel, Kind
from gongkai.checks.check import Verdict
from gongkai.figures import Status
from gongkai.forms.form import EDITIONS, Table, load
from gongkai.law.duties import duties
from gongkai.law.grounds import grounds
from gongkai.law.letters import letters
from gongkai.law.limits import limits
from gongkai.law.outcomes import outcomes
from portal.channels.kinds import kinds
from portal.organs.models import Kind as OrganKind
from portal.organs.models import Level, Role, Succession
from portal.publishing.lifecycle import Event, State
from portal.publishing.models import Attribute, FileKind, Genre, LinkKind, Part
from portal.registers.models import Ended, NormativeKind

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `([^`]+)` \| ([^|]+) \|", TEXT, re.MULTILINE)
TERMS = dict(ROWS)
TABLES = [(edition, table) for edition in EDITIONS for table in load(edition).tables]


@pytest.mark.parametrize(
    "names",
    [limits(), outcomes(), grounds(), list(Kind), list(Channel), list(Result), list(Track)],
)
def test_every_name_of_the_law_and_the_cases_is_explained(names: list[str]) -> None:
    assert [str(name) for name in names if str(name) not in TERMS] == []


@pytest.mark.parametrize("names", [list(Verdict), [s for s in Status if s is not Status.NUMBER]])
def test_every_answer_a_reading_or_a_check_gives_is_explained(names: list[str]) -> None:
    assert [str(name) for name in names if str(name) not in TERMS] == []


@pytest.mark.parametrize(
    ("edition", "table"), TABLES, ids=[f"{edition}-{table.id}" for edition, table in TABLES]
)
def test_every_row_and_column_stands_there_with_its_official_label(
    edition: str, table: Table
) -> None:
    known = set(ROWS)
    labelled = [line for line in (*table.rows, *table.columns) if line.label]
    assert [line.id for line in labelled if (line.id, line.label) not in known] == []


def test_every_level_of_organ_and_every_list_of_duties_is_explained() -> None:
    assert {level for duty in duties().values() for level in duty.levels} <= TERMS.keys()
    for first, last in (("20-01", "20-15"), ("21-C1", "21-C7"), ("21-T1", "21-T8")):
        assert f"`{first}` to `{last}`" in TEXT
        assert {first, last} <= duties().keys()


@pytest.mark.parametrize(
    "choices",
    [
        *(Role, Level, OrganKind, Succession.Why),
        *(Part, Genre, Attribute, LinkKind, FileKind, NormativeKind, Ended),
    ],
    ids=lambda choices: choices.__qualname__,
)
def test_every_choice_of_the_portal_stands_there_as_the_screen_says_it(choices: Any) -> None:
    known = set(ROWS)
    assert [one for one in choices if (one.value, str(one.label)) not in known] == []


def test_every_kind_of_channel_state_and_event_of_a_document_is_explained() -> None:
    assert [k.code for k in kinds().values() if (k.code, k.title) not in set(ROWS)] == []
    assert [str(name) for name in (*State, *Event) if str(name) not in TERMS] == []


def test_the_outcomes_carry_their_chinese_names() -> None:
    rows = set(ROWS)
    assert [o.id for o in outcomes().values() if (o.id, o.zh) not in rows] == []


def test_every_letter_stands_there_with_its_title() -> None:
    rows = set(ROWS)
    procedure = [form for form in letters().values() if not form.outcome]
    assert [form.id for form in procedure if (form.id, form.title) not in rows] == []


def test_no_name_is_explained_that_code_does_not_use() -> None:
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for suffix in ("py", "toml")
        for path in (ROOT / "src").rglob(f"*.{suffix}")
    )
    words = set(re.findall(r"[A-Za-z0-9_][A-Za-z0-9_.-]*", source.lower()))
    parts = words | {part for word in words for part in re.split(r"[.-]", word)}
    assert sorted(name for name in TERMS if name not in parts) == []


def test_every_name_has_a_chinese_term() -> None:
    assert [name for name, chinese in ROWS if not re.search(r"[\u4e00-\u9fff]", chinese)] == []
