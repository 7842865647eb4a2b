"""For random worlds (500 in CI) the derived report is what counting by hand gives, in both editions."""

from decimal import Decimal

from django.db import transaction
from hypothesis import HealthCheck, given, settings

from gongkai.figures import ABSENT, Figure, number
from gongkai.forms.evaluate import evaluate, openings, relations
from gongkai.forms.form import EDITIONS, Address, edition_for
from portal.annual.deriving import Derived, derive
from tests.effort import most
from tests.portal.annual.by_hand import by_hand
from tests.portal.annual.worlds import World, worlds, write
from tests.portal.conftest import County

WORLDS = most(500)
POWERS = ["licence", "penalty", "coercion", "award", "levy"]


def _figure(value: Decimal | None) -> Figure:
    return ABSENT if value is None else number(value)


def _same_by_hand(world: World, derived: Derived) -> None:
    counted = by_hand(world, derived.year)
    told = {address: derived.report[address] for address in derived.report.form.addresses}
    assert set(counted) <= {str(address) for address in told}
    expected = {address: _figure(counted.get(str(address), Decimal(0))) for address in told}
    assert told == expected, {
        str(a): (told[a], expected[a]) for a in told if told[a] != expected[a]
    }


def _adds_up(derived: Derived) -> None:
    for relation in relations(derived.report.form.id):
        outcome = evaluate(relation, derived.report.figures)
        assert outcome.holds or not outcome.assessable, relation
        assert outcome.assessable or relation.table == "fees", relation


def _opens(before: Derived, after: Derived) -> None:
    """What was carried out is carried in, of each kind of applicant (K4)."""
    for here, there in openings(after.report.form):
        assert after.report[here] == before.report[there], here


def _names_its_records(derived: Derived) -> None:
    """Of tables three and four each figure is the number of records named behind it, sums too."""
    for address in derived.report.form.addresses:
        if derived.report.form.table(address.table).section > 2:
            assert len(derived.ids[address]) == derived.report[address].value, address
    for record, place in derived.tally.places.items():
        assert place.addresses or place.reason, record
        assert all(record in derived.ids[address] for address in place.addresses)


@settings(max_examples=WORLDS, suppress_health_check=list(HealthCheck))
@given(world=worlds(POWERS))
def test_the_derived_report_is_what_counting_by_hand_gives(county: County, world: World) -> None:
    with transaction.atomic():
        write(world, county.town)
        before, after = derive(county.town, world.year), derive(county.town, world.year + 1)
        for derived in (before, after):
            _same_by_hand(world, derived)
            _adds_up(derived)
            _names_its_records(derived)
        _opens(before, after)
        transaction.set_rollback(True)


def test_the_worlds_reach_both_editions() -> None:
    assert {edition_for(year).id for year in range(2019, 2026)} == set(EDITIONS)


def test_a_figure_that_no_register_keeps_is_absent_not_nought(county: County) -> None:
    fee = Address("fees", "fee", "previous")
    assert derive(county.town, 2019).report[fee] == ABSENT
