"""A county's report is what its units gave; who gave nothing is named, and nothing counts as 0."""

from datetime import date
from urllib.parse import quote

import pytest
from django.test import Client

from gongkai.figures import number
from gongkai.forms.form import Address
from gongkai.readers.read import read
from portal.acts import clock
from portal.acts.act import Refused
from portal.acts.actor import SYSTEM
from portal.annual import drafting, findings, prose
from portal.annual.acts import (
    AcceptFiling,
    PublishFiling,
    ReturnFiling,
    StartFiling,
    SubmitFiling,
    WriteZero,
)
from portal.annual.models import AnnualReport, Scope
from portal.organs.acts.lifecycle import AbolishOrgan, ChangeOrgan
from portal.organs.models import Succession
from portal.rollup.consolidating import Share, consolidate, contributions, units
from tests.portal.annual.conftest import YEAR, answered, moment
from tests.portal.conftest import County, establish
from tests.portal.rollup.conftest import accepted, begun, sent

ISSUED = Address("documents", "normative", "issued")
LICENCES = Address("licences", "licence", "decisions")


def test_the_total_is_the_sum_of_what_was_accepted(january: County) -> None:
    accepted(january.county, documents__normative__issued=4, documents__normative__in_force=4)
    accepted(january.bureau, licences__licence__decisions=12)
    accepted(january.town, licences__licence__decisions=5)
    total = consolidate(january.county, YEAR)
    assert total.complete
    assert total.figures[LICENCES] == number(17)
    assert total.figures[ISSUED] == number(4)
    level = consolidate(january.county, YEAR, shares=(Share.OWN, Share.LEVEL))
    assert level.figures[LICENCES] == number(12), "本级 holds no township"


def test_who_has_no_accepted_report_is_named_and_not_counted(january: County) -> None:
    accepted(january.county)
    sent(january.bureau, licences__licence__decisions=12)
    total = consolidate(january.county, YEAR)
    assert {u.organ.name for u in total.missing} == {"示例县教育局", "示例镇人民政府"}
    assert [u.stage for u in total.missing if u.organ == january.town] == [None]
    assert total.figures[LICENCES] == number(0)
    assert not total.complete


def test_nothing_at_all_is_not_zero(january: County) -> None:
    total = consolidate(january.county, YEAR)
    assert len(total.missing) == 3
    assert not any(figure.is_number for figure in total.figures.values())


def test_what_was_sent_back_leaves_the_total(january: County) -> None:
    filing = accepted(january.bureau, licences__licence__decisions=12)
    assert consolidate(january.county, YEAR).figures[LICENCES] == number(12)
    filing = ReturnFiling(by=SYSTEM, target=filing, words="请核对").execute()
    assert january.bureau in [u.organ for u in consolidate(january.county, YEAR).missing]
    SubmitFiling(by=SYSTEM, target=filing).execute()
    assert january.bureau in [u.organ for u in consolidate(january.county, YEAR).missing]


def test_each_total_opens_to_what_it_is_made_of(january: County) -> None:
    accepted(january.county)
    accepted(january.bureau, licences__licence__decisions=12)
    accepted(january.town, licences__licence__decisions=5)
    parts = {c.unit.organ.name: c.figure for c in contributions(january.county, YEAR, LICENCES)}
    assert parts == {
        "示例县人民政府": number(0),
        "示例县教育局": number(12),
        "示例镇人民政府": number(5),
    }


def test_who_stands_over_others_gives_its_region(january: County) -> None:
    city = establish("shilishi", "示例市人民政府", "city", "government")
    ChangeOrgan(
        by=SYSTEM,
        target=january.county,
        on=date(2020, 1, 1),
        fields={"parent_id": city.pk},
        basis="通知",
    ).execute()
    accepted(january.county, licences__licence__decisions=1)
    accepted(january.bureau, licences__licence__decisions=12)
    accepted(january.town)
    assert [u.scope for u in units(city, YEAR)] == [Scope.OWN, Scope.REGION]
    assert january.county in [u.organ for u in consolidate(city, YEAR).missing]
    region = accepted(january.county, scope=Scope.REGION)
    assert consolidate(city, YEAR).figures[LICENCES] == number(13)
    behind = region.current.sources[str(LICENCES)]
    assert len(behind) == 2, "the town gave 0"


def test_a_unit_belongs_where_it_stood_on_31_december(january: County) -> None:
    gone = establish("jiujv", "示例县旧局", "county", "department", january.county)
    AbolishOrgan(
        by=SYSTEM,
        target=gone,
        on=date(2025, 6, 1),
        why=Succession.Why.ABOLISHED,
        successors=(january.bureau,),
    ).execute()
    assert gone.pk not in {u.organ.pk for u in units(january.county, 2025)}
    assert gone.pk in {u.organ.pk for u in units(january.county, 2024)}


def test_the_regions_report_is_filled_by_the_sum(january: County) -> None:
    accepted(january.bureau, licences__licence__decisions=12)
    filing = sent(january.county, scope=Scope.REGION)
    assert filing.current.filled[LICENCES] == number(12)
    accepted(january.town, licences__licence__decisions=5)
    changed = {one.address: (one.frozen, one.now) for one in drafting.drift(filing)}
    assert changed == {LICENCES: (number(12), number(17))}, "shown, never taken over by itself"


def test_who_is_missing_is_answered_before_the_region_goes_up(january: County) -> None:
    accepted(january.bureau)
    filing = begun(january.county, scope=Scope.REGION)

    def missing() -> list[str]:
        asked = [t for t in findings.of(filing) if t.finding.code == "units_all_in"]
        return [t.sentence for t in asked if t.asks]

    assert len(missing()) == 1
    assert "示例县人民政府" in missing()[0] and "示例镇人民政府" in missing()[0]
    with pytest.raises(Refused, match="应汇总3个单位，缺2个"):
        SubmitFiling(by=SYSTEM, target=filing).execute()
    SubmitFiling(by=SYSTEM, target=answered(filing)).execute()


def test_a_government_says_in_the_title_whose_figures_it_reports(january: County) -> None:
    own, region = (
        PublishFiling(by=SYSTEM, target=accepted(january.county, scope=scope)).execute()
        for scope in (Scope.OWN, Scope.REGION)
    )
    titles = {
        Scope.OWN: f"示例县人民政府{YEAR}年政府信息公开工作年度报告（本机关）",
        Scope.REGION: f"示例县人民政府{YEAR}年政府信息公开工作年度报告（本行政区域汇总）",
    }
    page = Client().get("/o/shili/reports/").content.decode()
    for scope, title in titles.items():
        archived = AnnualReport.objects.get(organ=january.county, scope=scope)
        assert archived.title == archived.document.shown.title == title
        assert f'/o/shili/reports/{YEAR}/?scope={scope}">{title}</a>' in page
        assert {f.name for f in archived.document.files.all()} >= {f"{title}.docx", f"{title}.pdf"}
        taken = Client().get(f"/o/shili/reports/{YEAR}/report.docx?scope={scope}")
        assert quote(f"{title}.docx") in taken["Content-Disposition"]
        assert read(taken.content, name="x.docx").report.title == title
    assert own.pk != region.pk
    alone = drafting.working(begun(january.bureau)).report.title
    assert alone == f"示例县教育局{YEAR}年政府信息公开工作年度报告", "it has one report only"


def test_the_regions_report_says_what_its_units_published(january: County) -> None:
    for organ in (january.town, january.bureau):
        with clock.as_of(moment(1, 12, YEAR)):
            filing = StartFiling(by=SYSTEM, organ=organ, year=YEAR - 1).execute()
            filing = answered(WriteZero(by=SYSTEM, target=filing).execute())
            filing = SubmitFiling(by=SYSTEM, target=filing).execute()
            filing = AcceptFiling(by=SYSTEM, target=filing).execute()
            PublishFiling(by=SYSTEM, target=filing).execute()
    accepted(january.town)
    facts = drafting.working(begun(january.county, scope=Scope.REGION)).facts
    said = {one.id: prose.Spoken(facts).put(text) for one, text in prose.suggest(facts)}
    words = f"{YEAR}年计入汇总的1个单位在政府信息公开平台公开信息1条。"
    assert words in said["proactive"], (
        "the bureau's was not accepted: what it published is not said"
    )
    own = drafting.working(january.town.filings.get(year=YEAR)).facts
    assert own.value("units.published") is None and own.value("publishing.total") == "1"


def test_the_regions_report_says_who_is_not_in_it(january: County) -> None:
    """The public reads the report, not the desk: a total that lacks a unit names it."""
    accepted(january.bureau)
    filing = begun(january.county, scope=Scope.REGION)

    def said() -> str:
        suggested = prose.suggest(drafting.working(filing).facts)
        spoken = prose.Spoken(drafting.working(filing).facts)
        return "".join(spoken.put(text) for one, text in suggested if one.id == "units")

    assert said() == (
        "本报告的数字由1个单位审核通过的报告相加得出。"
        "示例县人民政府、示例镇人民政府没有审核通过的报告，没有计入。"
    )
    accepted(january.county)
    accepted(january.town)
    assert said() == "本报告的数字由3个单位审核通过的报告相加得出。"
    own = drafting.working(january.bureau.filings.get()).facts
    assert own.value("units.counted") is None, "an organ's own report counts no units"
