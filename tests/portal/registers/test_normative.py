"""The register of normative documents: entering, numbers, what happens to one, filing, review."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from portal.acts import clock
from portal.acts.act import Forbidden, Refused
from portal.acts.actor import Actor
from portal.organs.models import Role
from portal.publishing.acts.publication import Withdraw
from portal.publishing.models import Document, DocumentLink, LinkKind
from portal.registers import desk, queries
from portal.registers.acts.normative import (
    AmendNormative,
    ContinueNormative,
    CorrectNormative,
    DeclineNormative,
    EnterNormative,
    FileNormative,
    ReceiveFiling,
    RepealNormative,
    StrikeNormative,
)
from portal.registers.acts.rules import SetRegisterRules
from portal.registers.models import NormativeEntry
from tests.portal.conftest import County

Issue = Callable[..., NormativeEntry]
Publish = Callable[..., Document]


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


def todos(county: County) -> list[str]:
    standing = SimpleNamespace(organ=county.town, roles=frozenset({Role.HANDLER}))
    return [todo.title for todo in desk._work(standing)]


def test_a_published_document_is_proposed_until_somebody_enters_or_declines_it(
    county: County, publish: Publish, handler: Actor
) -> None:
    one, other = publish("养护办法", number="示政规〔2026〕1号"), publish("值班表")
    assert todos(county) == [
        "已公开，待登记为规范性文件：养护办法", "已公开，待登记为规范性文件：值班表",
    ]  # fmt: skip
    entry = EnterNormative(
        by=handler,
        organ=county.town,
        fields={
            "kind": "normative", "title": "养护办法", "document": one,
            "issued_on": clock.today(), "must_file": False,
        },
    ).execute()  # fmt: skip
    DeclineNormative(
        by=handler, organ=county.town, document=other, reason="内部管理，不是规范性文件"
    ).execute()
    assert todos(county) == []
    with pytest.raises(Refused, match="已经登记过"):
        EnterNormative(
            by=handler,
            organ=county.town,
            fields={
                "kind": "normative", "title": "再来", "document": one, "issued_on": clock.today()
            },
        ).execute()  # fmt: skip
    StrikeNormative(by=handler, target=entry, reason="登错").execute()
    assert len(todos(county)) == 1


def test_a_withdrawn_document_keeps_its_entry(
    county: County, publish: Publish, handler: Actor, normative: Issue
) -> None:
    """从网站撤下不等于废止。"""
    document = publish("养护办法")
    entry = normative("养护办法", clock.today(), document=document)
    Withdraw(by=county.actor("qianfa"), target=document, reason="更换附件").execute()
    entry.refresh_from_db()
    assert entry.validity == "有效"


def test_unified_numbers_follow_the_rule_and_are_never_used_again(
    county: County, handler: Actor, normative: Issue
) -> None:
    head = county.actor("zhuren", Role.HEAD)
    SetRegisterRules(
        by=head, organ=county.town, fields={"number_pattern": "SLGF-{year}-{serial}"}
    ).execute()
    normative("早先编过的", date(2026, 1, 5), unified_number="SLGF-2026-2")
    first = normative("甲", date(2026, 2, 1), numbered=True)
    StrikeNormative(by=handler, target=first, reason="登错").execute()
    second = normative("乙", date(2026, 2, 1), numbered=True)
    assert [first.unified_number, second.unified_number] == ["SLGF-2026-1", "SLGF-2026-3"]
    assert normative("丙", date(2025, 2, 1), numbered=True).unified_number == "SLGF-2025-1"
    with pytest.raises(Refused, match="已经用过"):
        normative("丁", date(2026, 2, 1), unified_number="SLGF-2026-1")
    with pytest.raises(Refused, match="不再变更"):
        CorrectNormative(
            by=handler, target=second, fields={"unified_number": "SLGF-2026-9"}, reason="x"
        ).execute()


@pytest.mark.parametrize(
    "pattern",
    ["没有序号", "{serial}{serial}", "{organ.__class__}{serial}", "{serial:99999d}", "{", "{0}"],
)
def test_a_rule_for_numbers_must_make_numbers(county: County, pattern: str) -> None:
    head = county.actor("zhuren", Role.HEAD)
    with pytest.raises(Refused, match="编号规则"):
        SetRegisterRules(by=head, organ=county.town, fields={"number_pattern": pattern}).execute()


def test_a_handler_sets_no_rules(county: County, handler: Actor) -> None:
    with pytest.raises(Forbidden):
        SetRegisterRules(by=handler, organ=county.town, fields={"fee_decimals": 4}).execute()


def test_a_county_makes_no_rules_of_law(normative: Issue) -> None:
    with pytest.raises(Refused, match="没有规章制定权"):
        normative("示例镇规章", date(2026, 1, 1), kind="rule")


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"issued_on": date(2099, 1, 1)}, "还没有到"),
        ({"effective_on": date(2025, 12, 1)}, "施行日期早于"),
        ({"expires_on": date(2025, 12, 1)}, "有效期至早于"),
        ({"disclosed_on": date(2025, 12, 1)}, "公开日期早于"),
        ({"title": ""}, "缺少名称"),
        ({"kind": "x"}, "请选择"),
        ({"ended_on": date(2026, 1, 1)}, "没有这些登记项"),
    ],
)
def test_dates_that_cannot_be(normative: Issue, fields: dict[str, object], why: str) -> None:
    with pytest.raises(Refused, match=why):
        normative(**({"title": "甲", "issued_on": date(2026, 1, 1)} | fields))


def test_what_happens_is_appended_and_the_words_follow(handler: Actor, normative: Issue) -> None:
    one = normative("办法", date(2024, 1, 1), effective_on=date(2024, 2, 1))
    assert one.validity_on(date(2024, 1, 15)) == "尚未施行"
    AmendNormative(by=handler, target=one, on=date(2025, 1, 1), basis="示政发〔2025〕1号").execute()
    RepealNormative(
        by=handler, target=one, on=date(2026, 1, 1), basis="示政发〔2026〕1号"
    ).execute()
    one.refresh_from_db()
    words = [one.validity_on(date(y, 6, 1)) for y in (2024, 2025, 2026)]
    assert words == ["有效", "有效（已修改）", "废止"]
    assert [e.kind for e in one.events.order_by("pk")] == ["issued", "amended", "repealed"]
    with pytest.raises(Refused, match="2026-01-01废止"):
        AmendNormative(by=handler, target=one, on=date(2026, 2, 1), basis="x").execute()


def test_the_review_comes_six_months_before_the_end(
    county: County, handler: Actor, normative: Issue
) -> None:
    """有效期至2026年8月31日：2月28日起评估（没有2月31日）。几个月可以另行设定。"""
    one = normative("办法", date(2021, 9, 1), expires_on=date(2026, 8, 31), must_file=False)
    assert queries.review_from(one, 6) == date(2026, 2, 28)
    with clock.as_of(at(2026, 2, 27)):
        assert todos(county) == []
    with clock.as_of(at(2026, 2, 28)):
        assert todos(county) == ["有效期还剩184天，待评估：办法"]
    head = county.actor("zhuren", Role.HEAD, organ=county.county)
    SetRegisterRules(by=head, organ=county.county, fields={"review_months": 3}).execute()
    with clock.as_of(at(2026, 5, 30)):
        assert todos(county) == []
    with clock.as_of(at(2026, 8, 31)):
        assert todos(county) == ["有效期还剩0天，待评估：办法"]
        with pytest.raises(Refused, match="晚于原来的"):
            ContinueNormative(
                by=handler, target=one, on=date(2026, 8, 1), basis="x", expires_on=date(2026, 8, 1)
            ).execute()
        ContinueNormative(
            by=handler, target=one, on=date(2026, 8, 20), basis="评估报告",
            expires_on=date(2031, 8, 31),
        ).execute()  # fmt: skip
        assert todos(county) == []


def test_what_has_expired_is_not_brought_back(handler: Actor, normative: Issue) -> None:
    one = normative("办法", date(2021, 1, 1), expires_on=clock.today() - timedelta(days=1))
    assert one.validity == "失效"
    with pytest.raises(Refused, match="已经失效"):
        ContinueNormative(by=handler, target=one, on=clock.today(), basis="x").execute()


def test_filing_is_due_within_fifteen_days_and_ends_with_a_receipt(
    county: County, handler: Actor, normative: Issue
) -> None:
    with clock.as_of(at(2026, 3, 20)):
        one = normative("办法", date(2026, 3, 1), must_file=True)
        standing = SimpleNamespace(organ=county.town, roles=frozenset({Role.HANDLER}))
        todo = desk._work(standing)[0]
        assert (todo.due_on, todo.urgency.name) == (date(2026, 3, 16), "OVERDUE")
        with pytest.raises(Refused, match="还没有报送"):
            ReceiveFiling(by=handler, target=one, on=date(2026, 3, 20)).execute()
        FileNormative(by=handler, target=one, to="示例县人民政府", on=date(2026, 3, 20)).execute()
        assert todos(county) == []
        one = ReceiveFiling(
            by=handler, target=one, on=date(2026, 3, 20), receipt="示备〔2026〕3号"
        ).execute()
    assert (one.filed_to, one.receipt) == ("示例县人民政府", "示备〔2026〕3号")


def test_a_document_that_says_it_repeals_another_proposes_the_repeal(
    county: County, publish: Publish, handler: Actor, normative: Issue
) -> None:
    old, new = publish("旧办法"), publish("新办法")
    entry = normative("旧办法", clock.today(), document=old, must_file=False)
    DeclineNormative(by=handler, organ=county.town, document=new, reason="另行登记").execute()
    DocumentLink.objects.create(source=new, target=old, kind=LinkKind.REPEALS)
    assert todos(county) == ["《新办法》已公开，涉及《旧办法》"]
    RepealNormative(
        by=handler, target=entry, on=clock.today(), basis="新办法第二十条", document=new
    ).execute()
    assert todos(county) == []


def test_a_correction_says_what_stood_there_before(handler: Actor, normative: Issue) -> None:
    one = normative("办法", date(2026, 1, 1), number="示政规1号")
    CorrectNormative(
        by=handler, target=one, fields={"number": "示政规〔2026〕1号"}, reason="文号漏年份"
    ).execute()
    event = one.events.get(kind="corrected")
    assert event.facts["changed"] == {"number": ["示政规1号", "示政规〔2026〕1号"]}
