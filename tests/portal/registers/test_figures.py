"""The figures of table two, in both editions, with the ids behind each."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, Sum

from gongkai.errors import UnknownEdition
from gongkai.forms.form import Address, edition_for
from portal.acts.actor import Actor
from portal.organs.models import Role
from portal.registers import figures, queries
from portal.registers.acts.counts import EnterMonthlyCount
from portal.registers.acts.normative import ContinueNormative, LapseNormative, RepealNormative
from portal.registers.acts.powers import AddPower, EndPower
from portal.registers.acts.rules import SetRegisterRules
from portal.registers.models import Entry, NormativeEntry, PowerItem
from tests.portal.conftest import County

Enter = Callable[..., Entry]
Issue = Callable[..., NormativeEntry]


def figure(county: County, year: int, address: str) -> figures.Counted:
    return figures.table_two(county.town, year)[Address.parse(address)]


def row(county: County, year: int) -> tuple[int, int, int]:
    """Return 制发, 废止, 现行有效 of 行政规范性文件."""
    found = figures.table_two(county.town, year)
    return tuple(
        int(found[Address("documents", "normative", column)].value)
        for column in ("issued", "repealed", "in_force")
    )  # type: ignore[return-value]


def test_every_address_of_table_two_has_its_figure(county: County) -> None:
    """2021: all ten cells. 2019: all but the two that ask for 收费 items, which nobody keeps here."""
    for year, missing in ((2025, set()), (2020, {"fees/fee/previous", "fees/fee/change"})):
        form = edition_for(year)
        asked = {a for a in form.addresses if form.table(a.table).section == 2}
        assert {str(a) for a in asked - set(figures.table_two(county.town, year))} == missing


def test_before_2019_there_was_no_form(county: County) -> None:
    with pytest.raises(UnknownEdition):
        figures.table_two(county.town, 2018)


def test_issued_repealed_and_in_force(county: County, normative: Issue, handler: Actor) -> None:
    """三件：2023年一件；2024年一件，当年废止；2025年一件。"""
    normative("养护办法", date(2023, 3, 1))
    short = normative("临时通告", date(2024, 2, 1))
    normative("禁燃通告", date(2025, 5, 1))
    RepealNormative(
        by=handler, target=short, on=date(2024, 9, 1), basis="示政发〔2024〕9号"
    ).execute()
    assert row(county, 2023) == (1, 0, 1)
    assert row(county, 2024) == (1, 1, 1)
    assert row(county, 2025) == (1, 0, 2)
    ids = figure(county, 2024, "documents/normative/repealed").ids
    assert list(ids) == [short.subject] == [f"registers.normativeentry:{short.pk}"]


def test_a_running_year_is_read_as_at_a_day(
    county: County, normative: Issue, handler: Actor
) -> None:
    """6月30日看：7月1日起失效的仍有效，8月废止的还没有废止，9月制发的还没有制发。"""
    normative("甲", date(2023, 1, 1), expires_on=date(2024, 6, 30))
    gone = normative("乙", date(2023, 1, 1))
    normative("丙", date(2024, 9, 1))
    RepealNormative(by=handler, target=gone, on=date(2024, 8, 1), basis="通知").execute()

    def as_at(day: date) -> tuple[int, ...]:
        found = figures.table_two(county.town, 2024, as_at=day)
        names = ("issued", "repealed", "in_force")
        return tuple(int(found[Address("documents", "normative", n)].value) for n in names)

    assert as_at(date(2024, 6, 30)) == (0, 0, 2)
    assert as_at(date(2024, 7, 1)) == (0, 0, 1)
    assert as_at(date(2024, 12, 31)) == row(county, 2024) == (1, 1, 1)


def test_31_december_is_the_day_that_counts(county: County, normative: Issue) -> None:
    """有效期至12月31日的，这一天仍有效；至12月30日的，已失效。1月1日起施行的，还没有有效。"""
    normative("甲", date(2023, 1, 1), expires_on=date(2024, 12, 31))
    normative("乙", date(2023, 1, 1), expires_on=date(2024, 12, 30))
    normative("丙", date(2024, 12, 20), effective_on=date(2025, 1, 1))
    assert row(county, 2024) == (1, 0, 1)
    assert row(county, 2025) == (0, 0, 1)
    sums = figures.reconciliation(county.town, "normative", 2024)
    assert (sums.before, sums.issued, sums.lapsed, sums.waiting, sums.now) == (2, 1, 1, 1, 1)
    assert sums.holds
    sums = figures.reconciliation(county.town, "normative", 2025)
    assert (sums.before, sums.lapsed, sums.waiting, sums.now, sums.holds) == (1, 1, -1, 1, True)


def test_lapsed_counts_as_repealed_only_where_somebody_says_so(
    county: County, normative: Issue, handler: Actor
) -> None:
    """没有文件规定失效的是否计入废止：默认不计，上级或本级可以设定计入。"""
    normative("到期的", date(2022, 1, 1), expires_on=date(2024, 6, 30))
    declared = normative("清理的", date(2022, 1, 1))
    LapseNormative(by=handler, target=declared, on=date(2024, 3, 1), basis="清理结果公告").execute()
    assert row(county, 2024) == (0, 0, 0)
    head = county.actor("zhuren", Role.HEAD, organ=county.county)
    SetRegisterRules(by=head, organ=county.county, fields={"lapsed_as_repealed": True}).execute()
    assert row(county, 2024) == (0, 2, 0)


def test_what_goes_on_is_in_force_beyond_its_first_end(
    county: County, normative: Issue, handler: Actor
) -> None:
    one = normative("五年的", date(2021, 1, 1), expires_on=date(2026, 12, 31))
    ContinueNormative(
        by=handler,
        target=one,
        on=date(2026, 10, 8),
        basis="评估报告",
        expires_on=date(2031, 12, 31),
    ).execute()
    assert NormativeEntry.objects.in_force(date(2030, 1, 1)).count() == 1


def test_the_form_of_2019_asks_what_was_made_disclosed_and_stands_open(
    county: County, normative: Issue
) -> None:
    normative("旧的", date(2018, 5, 1), disclosed_on=date(2018, 5, 3))
    normative("年末制作、次年公开", date(2019, 12, 30), disclosed_on=date(2020, 1, 2))
    normative("没有公开", date(2020, 3, 1))
    found = figures.table_two(county.town, 2020)
    values = [
        int(found[Address("documents", "normative", c)].value)
        for c in ("made", "disclosed", "total")
    ]
    assert values == [1, 1, 2]


def test_decisions_count_by_their_own_day(county: County, enter: Enter) -> None:
    enter("licence", "示许〔2025〕1号", date(2025, 1, 1))
    enter("licence", "示许〔2025〕2号", date(2025, 12, 31))
    enter("licence", "示许〔2026〕1号", date(2026, 1, 1))
    enter("penalty", "示罚〔2025〕1号", date(2025, 7, 1))
    assert figure(county, 2025, "licences/licence/decisions").value == 2
    assert figure(county, 2025, "enforcement/penalty/decisions").value == 1
    assert figure(county, 2025, "enforcement/coercion/decisions").value == 0


def test_months_by_entries_and_months_by_counts_add_up(
    county: County, enter: Enter, handler: Actor
) -> None:
    one = enter("licence", "示许〔2025〕1号", date(2025, 1, 10))
    month = EnterMonthlyCount(
        by=handler,
        organ=county.town,
        register="licence",
        month=202502,
        count=37,
        source="政务服务平台",
    ).execute()
    counted = figure(county, 2025, "licences/licence/decisions")
    assert counted.value == 38
    assert list(counted.ids) == [one.subject, month.subject]


def test_fees_are_exact_in_fen_and_rounded_once(
    county: County, enter: Enter, handler: Actor
) -> None:
    """三笔各0.0033万元：相加后是0.01万元，不是0.00的三倍。"""
    for n in range(3):
        enter("fee", f"票{n}", date(2025, 3, 1), amount=33_33)
    assert figure(county, 2025, "fees/fee/amount").value == Decimal("0.01")
    enter("fee", "票9", date(2025, 4, 1), amount=1_234_567_00)
    assert figure(county, 2025, "fees/fee/amount").value == Decimal("123.47")
    head = county.actor("zhuren", Role.HEAD)
    SetRegisterRules(by=head, organ=county.town, fields={"fee_decimals": 6}).execute()
    assert figure(county, 2025, "fees/fee/amount").value == Decimal("123.466699")


def test_the_form_of_2019_asks_for_items_of_the_list_of_powers(
    county: County, handler: Actor
) -> None:
    def add(code: str, kind: str, on: date) -> object:
        return AddPower(
            by=handler,
            organ=county.town,
            fields={"code": code, "kind": kind, "name": f"事项{code}", "from_on": on},
        ).execute()

    old = add("1", "licence", date(2018, 1, 1))
    add("2", "licence", date(2018, 1, 1))
    add("3", "licence", date(2020, 6, 1))
    add("4", "award", date(2019, 1, 1))
    EndPower(by=handler, target=old, on=date(2020, 7, 1), ground="下放").execute()  # type: ignore[arg-type]
    EndPower(
        by=handler,
        target=PowerItem.objects.get(code="2"),
        on=date(2020, 7, 1),
        ground="取消",
    ).execute()
    found = figures.table_two(county.town, 2020)
    assert found[Address("licences", "licence", "previous")].value == 2
    assert found[Address("licences", "licence", "change")].value == -1
    assert len(found[Address("licences", "licence", "change")].ids) == 3
    assert found[Address("licences", "service", "previous")].value == 1


COVERED = {
    "sqlite": "COVERING INDEX entry_by_month",
    "postgresql": "using entry_by_month",  # index only once it has been vacuumed
}
SORTED = {"sqlite": "TEMP B-TREE", "postgresql": "Sort"}


def plan(found: Any) -> str:
    """Return how the database answers."""
    return str(found.explain())


def test_a_year_is_counted_in_its_index_alone(county: County, enter: Enter) -> None:
    """十万件也要在几十毫秒内数完：只读索引，不读各件。"""
    many: list[Entry] = []
    first = enter("licence", "示许1号", date(2025, 1, 1))
    same = {f.attname: getattr(first, f.attname) for f in Entry._meta.concrete_fields}
    for serial in range(4000):  # as many as make an index worth its while
        on = date(2015 + serial % 10, 1 + serial % 12, 1)
        same |= {
            "id": None,
            "number": f"示许〔{serial}〕",
            "on": on,
            "month": on.year * 100 + on.month,
        }
        many.append(Entry(**same))
    Entry.objects.bulk_create(many)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    entries, _counts = queries.live(county.town, "licence")
    year = entries.filter(month__range=(202501, 202512))
    for found in (
        year.values("month"),
        year.order_by().values("month").annotate(n=Count("pk"), s=Sum("amount")),
    ):
        assert COVERED[connection.vendor] in plan(found.order_by())
    shown = Entry.objects.filter(
        organ=county.town, register="licence", shown=True, struck_at=None
    ).order_by("-on", "-pk")
    assert SORTED[connection.vendor] not in plan(shown)
