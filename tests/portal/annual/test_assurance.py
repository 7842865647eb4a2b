"""What was recorded of training, assessment, evaluation and accountability is said; what was not is asked."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from portal.acts import clock
from portal.annual import drafting, findings, prose, unspoken
from portal.annual.acts import SaveTexts
from portal.annual.models import Filing
from portal.assurance.acts import MakeRecord, SayNone
from portal.assurance.kinds import askable
from portal.assurance.models import NoneReport
from tests.portal.annual.conftest import TEXTS, YEAR, World, moment

NONE = "未发生因政府信息公开工作被追究责任的情形"
ALL = [kind.code for kind in askable()]


def record(
    world: World, kind: str, title: str, *, on: date = date(YEAR, 6, 3), **said: Any
) -> None:
    """Record something of the township's year."""
    fields = {"on": on, "year": YEAR, "title": title, "said": said}
    MakeRecord(by=world.clerk, organ=world.county.town, kind=kind, fields=fields).execute()


def told(world: World) -> None:
    """Record one or two of each kind."""
    for number, people in ((1, 12), (2, 30)):
        record(world, "training", f"第{number}讲", organiser="示例县人民政府办公室", people=people)
    record(
        world, "assessed", "政务公开工作考核", on=date(YEAR + 1, 1, 6), by="示例县人民政府办公室",
        score="92.5", grade="良好", deducted="部分栏目更新不及时，扣2分。",
    )  # fmt: skip
    record(
        world, "evaluation", "群众评议", method="public", people=320, counted="people",
        satisfied="276", fairly="38", dissatisfied="6", problems="解读看不懂",
    )  # fmt: skip
    record(
        world, "accountability", "栏目逾期未更新", unit="便民服务中心", outcome="criticise",
        finding="王某某负责的栏目三个月没有更新", number="示镇发〔2025〕8号",
    )  # fmt: skip
    record(world, "system", "《信息发布审查办法》")


def said(filing: Filing, *, zero: bool = False) -> str:
    """Return every suggested paragraph as it would read."""
    facts = drafting.working(filing).facts
    return "\n".join(prose.Spoken(facts).put(text) for _, text in prose.suggest(facts, zero=zero))


def test_the_report_says_what_was_recorded(world: World) -> None:
    told(world)
    text = said(world.started())
    for words in (
        "培训2次、42人次，内容有“第1讲”、“第2讲”",
        "示例县人民政府办公室组织的“政务公开工作考核”，得分92.5分，结果为良好",
        "公众评议（网络、问卷），320人参加，满意276人、基本满意38人、不满意6人",
        "责任追究：示例镇人民政府1件，通报批评1件",
        "制定制度1项：《信息发布审查办法》",
        "考核和评议指出：部分栏目更新不及时，扣2分；解读看不懂。",
        "2026年将对照考核和评议指出的问题逐项整改",
    ):
        assert words in text, words
    assert NONE not in text


def test_a_case_of_accountability_is_counted_and_not_told(world: World) -> None:
    told(world)
    found = " ".join(map(str, drafting.working(world.started()).facts.listed()))
    assert "王某某" not in found and "便民服务中心" not in found


def test_what_nobody_recorded_is_not_said_but_asked_of_the_unit(world: World) -> None:
    filing = world.started()
    for zero in (False, True):
        assert "责任追究" not in said(filing, zero=zero) and "培训" not in said(filing, zero=zero)
    assert "没有发生责任追究" in unspoken.sentences(filing.organ, YEAR).values()


def test_one_click_of_none_is_a_sentence_and_asks_no_more(world: World) -> None:
    SayNone(by=world.clerk, organ=world.county.town, year=YEAR, things=ALL).execute()
    filing = world.started()
    text = said(filing)
    assert f"2025年示例镇人民政府{NONE}。" in text
    assert "没有开展政府信息公开工作社会评议" in text and "没有接受上级" in text
    assert "没有组织业务培训" in text  # said among the problems too
    record(world, "accountability", "迟报", unit="本镇", outcome="rectify", finding="迟报")
    assert NONE not in said(filing)


def test_none_said_before_the_year_was_over_does_not_speak_for_it(world: World) -> None:
    with clock.as_of(moment(12, 1, YEAR)):
        SayNone(by=world.clerk, organ=world.county.town, year=YEAR, things=ALL).execute()
    assert NONE not in said(world.started())
    report = NoneReport.objects.get()
    assert report.up_to == date(YEAR, 12, 31) - timedelta(days=30)


def test_the_region_owes_what_its_government_recorded(world: World) -> None:
    told(world)
    facts = drafting.working(world.started()).facts
    region = replace(facts, whole=True)
    assert region.value("assurance.evaluation") == "1"
    texts = [s.text for one in prose.data()[1] for s in one.sentences]
    by_number = [t for t in texts if "{{ 培训次数 }}" in t or "{{ 责任追究件数 }}" in t]
    assert by_number and all("{{ 机关名称 }}" in text for text in by_number)


@pytest.mark.parametrize("kind", ALL)
def test_every_kind_that_may_be_none_has_its_sentence(kind: str) -> None:
    sentences = [s for one in prose.data()[1] for s in one.sentences]
    if kind != "assessing":  # who has no units below need not say so
        assert any(f"assurance.{kind}" in s.zero for s in sentences)
    assert any(f"assurance.{kind}" in s.over for s in sentences)


def test_a_government_that_says_nothing_of_its_results_is_told_so(world: World) -> None:
    def codes(filing: Filing) -> set[str]:
        return {one.finding.code for one in findings.of(filing)}

    silent = [text for text in TEXTS["1"] if "监督保障" not in text] + [
        "（五）监督保障。组织培训。"
    ]
    filing = world.started()
    filing = SaveTexts(by=world.clerk, target=filing, texts={**TEXTS, "1": silent}).execute()
    (told_so,) = (f for f in findings.of(filing) if f.finding.code == "supervision_results_stated")
    assert "工作考核、社会评议、责任追究" in told_so.sentence and told_so.level == "W"
    SayNone(by=world.clerk, organ=world.county.town, year=YEAR, things=ALL).execute()
    facts = drafting.working(filing).facts
    suggested = {one.id: text for one, text in prose.suggest(facts)}["supervision"]
    filing = SaveTexts(
        by=world.clerk, target=filing, texts={"1": [*silent[:-1], suggested]}, base=filing.edits
    ).execute()
    assert "supervision_results_stated" not in codes(filing)
