"""Whatever the checks ask is answered before a report goes up; a year in which nothing happened asks nothing."""

import re
from decimal import Decimal

import pytest

from portal.acts import clock
from portal.acts.act import Refused
from portal.acts.actor import SYSTEM
from portal.annual import findings, unspoken
from portal.annual.acts import (
    AcceptFiling,
    Adjust,
    AnswerFinding,
    PublishFiling,
    StartFiling,
    SubmitFiling,
    WriteZero,
)
from portal.annual.models import Filing, How
from tests.portal.annual.conftest import YEAR, World, moment
from tests.portal.conftest import establish

DOUBTFUL = "documents/normative/issued"


def _doubtful(world: World) -> Filing:
    """Return a written filing in which two figures of table two are to be verified."""
    filing = world.written()
    for address in (DOUBTFUL, DOUBTFUL.replace("normative", "rules")):
        Adjust(
            by=world.clerk, target=filing, address=address, delta=Decimal(3), reason="漏记"
        ).execute()
    return filing


def _asked(filing: Filing) -> list[findings.Told]:
    return [one for one in findings.of(filing) if one.asks]


def test_what_is_to_be_verified_is_explained_before_the_report_goes_up(world: World) -> None:
    filing = _doubtful(world)
    asked = [one for one in _asked(filing) if one.level == "W"]
    assert asked
    with pytest.raises(Refused, match="需要先处理"):
        SubmitFiling(by=world.head, target=filing).execute()
    for one in asked:
        AnswerFinding(by=world.clerk, target=filing, keys=[one.key], how=How.FIXED).execute()
    assert {one.key for one in asked} <= {one.key for one in _asked(filing)}, "not mended"
    keys = [one.key for one in asked]
    AnswerFinding(by=world.clerk, target=filing, keys=keys, words="补登的旧文件").execute()
    assert not [one for one in _asked(filing) if one.level == "W"]
    standing = filing.answers.filter(replaced_at=None)
    assert standing.count() == len(asked)
    assert set(standing.values_list("words", "who")) == {("补登的旧文件", world.clerk.name)}


def test_one_explanation_answers_the_findings_that_were_ticked(world: World) -> None:
    filing = _doubtful(world)
    clerk, page = world.browser("jb"), f"/desk/reports/filing/{filing.pk}/"
    check = clerk.get(f"{page}check/").content.decode()
    links = re.findall(rf'href="{page}findings/([0-9a-f]+)/"', check)
    assert sorted(links) == sorted(one.key for one in _asked(filing)) and len(links) > 1
    assert f'href="{page}findings/"' in check and f'href="{page}submit/"' not in check
    form = clerk.get(f"{page}findings/").content.decode()
    assert form.count('type="checkbox"') == len(links)
    none = clerk.post(f"{page}findings/", {"words": "没有选"})
    assert none.status_code == 422 and "没有选" in none.content.decode()
    wrong = clerk.post(f"{page}findings/", {"keys": ["0" * 64], "words": "已核对"})
    assert wrong.status_code == 422 and not filing.answers.exists()
    clerk.post(f"{page}findings/", {"keys": links[:-1], "words": "已核对，属实"})
    assert filing.answers.count() == len(links) - 1
    assert [one.key for one in _asked(filing)] == links[-1:]


def test_notes_need_no_answer(world: World) -> None:
    filing = world.written()
    assert {one.level for one in findings.of(filing)} == {"I"}
    SubmitFiling(by=world.head, target=filing).execute()


def test_a_year_in_which_nothing_happened_asks_nothing(world: World) -> None:
    """Sister towns and last year say the same in the same words: the platform's own, nobody's copy."""
    towns = [world.county.town]
    towns += [
        establish(code, f"示例{name}镇人民政府", "township", "government", world.county.county)
        for code, name in (("jia", "甲"), ("yi", "乙"))
    ]
    for year in (YEAR - 1, YEAR):
        for town in towns:
            with clock.as_of(moment(1, 12, year + 1)):
                filing = StartFiling(by=SYSTEM, organ=town, year=year).execute()
                none = set(unspoken.all_of(town, year)) - {"training"}
                WriteZero(by=SYSTEM, target=filing, things=sorted(none)).execute()
                assert not _asked(filing), (year, town.name)
                SubmitFiling(by=SYSTEM, target=filing).execute()
                AcceptFiling(by=SYSTEM, target=filing).execute()
                PublishFiling(by=SYSTEM, target=filing).execute()
