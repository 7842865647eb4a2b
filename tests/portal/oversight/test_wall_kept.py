"""The wall is drawn once and kept, in every process, until an act or a judgement changes it."""

import pytest

from portal.acts.actor import SYSTEM
from portal.annual.acts import AcceptFiling, SaveTexts, SubmitFiling
from portal.organs.acts.lifecycle import CorrectOrgan
from portal.oversight.acts import RemindUnits
from portal.oversight.judging import judge_new
from tests.portal.annual.conftest import TEXTS
from tests.portal.conftest import County
from tests.portal.oversight.test_wall import _wall
from tests.portal.rollup.conftest import begun


@pytest.fixture
def committed(transactional_db: None, january: County) -> County:
    """Return the county of January, where every act is committed by itself."""
    return january


def test_who_writes_changes_nothing_on_the_wall(committed: County) -> None:
    filing = begun(committed.town)
    drawn = _wall(committed)
    SaveTexts(by=SYSTEM, target=filing, texts=TEXTS).execute()
    assert _wall(committed) is drawn


def test_whatever_the_wall_shows_changes_it_at_once(committed: County) -> None:
    assert _wall(committed).numbers["unbegun"] == 2
    filing = begun(committed.town)
    assert _wall(committed).numbers["drafting"] == 1
    filing = SubmitFiling(by=SYSTEM, target=filing).execute()
    assert _wall(committed).numbers["submitted"] == 1
    assert not any(row.judged for row in _wall(committed).rows)
    judge_new()
    assert any(row.judged for row in _wall(committed).rows)
    AcceptFiling(by=SYSTEM, target=filing).execute()
    assert _wall(committed).numbers["accepted"] == 1
    unbegun = [row for row in _wall(committed).rows if row.stage is None]
    RemindUnits(by=SYSTEM, organ=committed.county, year=2025, rows=unbegun, words="").execute()
    assert {row.reminders for row in _wall(committed).rows} == {0, 1}
    short = {"short_name": "教体局"}
    CorrectOrgan(by=SYSTEM, target=committed.bureau, fields=short).execute()
    assert "教体局" in {row.organ.short_name for row in _wall(committed).rows}
