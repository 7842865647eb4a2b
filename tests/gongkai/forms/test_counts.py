"""Where a closed request and a dispute are counted: said once, by the edition."""

import pytest

from gongkai.errors import DataError
from gongkai.forms.counts import applicant_column, dispute_address, result_row, state_row
from gongkai.forms.form import EDITIONS, Form, load
from gongkai.law.grounds import grounds
from gongkai.law.outcomes import outcomes

CLOSING = [o.id for o in outcomes().values() if o.ends and o.grounds != "required"]


@pytest.fixture(params=EDITIONS)
def form(request: pytest.FixtureRequest) -> Form:
    """Each edition."""
    return load(request.param)


@pytest.mark.parametrize("outcome", CLOSING)
def test_every_outcome_has_exactly_one_row(form: Form, outcome: str) -> None:
    address = result_row(form, outcome)
    assert address is not None and address in form.address_set


@pytest.mark.parametrize("ground", list(grounds()))
def test_a_refusal_is_counted_by_its_ground(form: Form, ground: str) -> None:
    address = result_row(form, "refused", ground)
    assert address is not None
    assert form.table("requests").row_path(address.row)[1] == "（三）不予公开"


def test_a_delayed_reply_is_no_result(form: Form) -> None:
    assert result_row(form, "delayed_reply") is None


def test_every_result_row_counts_something_and_the_totals_nothing(form: Form) -> None:
    for row in form.table("requests").leaf_rows:
        assert bool(row.counts) != bool(row.sum), row.id


def test_the_edition_names_only_what_the_law_data_knows(form: Form) -> None:
    for row in form.table("requests").rows:
        assert set(row.counts.get("outcome", ())) <= outcomes().keys()
        assert set(row.counts.get("ground", ())) <= grounds().keys()
        assert set(row.counts.get("practice", ())) <= set(row.counts.get("outcome", ()))


@pytest.mark.parametrize(
    ("outcome", "label"),
    [
        ("already_public", "（一）予以公开"),
        ("partly_provided", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
        ("special_regime", "8.属于行政查询事项"),
        ("nonexistent", "1.本机关不掌握相关政府信息"),
        ("not_responsible", "1.本机关不掌握相关政府信息"),
        ("excessive", "4.无正当理由大量反复申请"),
    ],
)
def test_the_rows_are_those_the_articles_lead_to(form: Form, outcome: str, label: str) -> None:
    address = result_row(form, outcome)
    assert address is not None
    assert form.table("requests").row(address.row).label == label


def test_lapsed_requests_have_rows_of_their_own_since_2021() -> None:
    rows = {
        edition: [result_row(load(edition), o) for o in ("correction_lapsed", "fee_lapsed")]
        for edition in EDITIONS
    }
    assert [a.row for a in rows["2019"] if a] == ["other", "other"]
    assert [a.row for a in rows["2021"] if a] == ["not_corrected", "fee_unpaid"]


def test_an_organ_may_move_what_is_counted_by_practice_only() -> None:
    form = load("2021")
    moved = result_row(form, "already_public", overrides={"already_public": "publication"})
    assert moved is not None and moved.row == "publication"
    with pytest.raises(DataError):
        result_row(form, "provided", overrides={"provided": "publication"})
    with pytest.raises(DataError):
        result_row(form, "already_public", overrides={"already_public": "no_such_row"})


def test_a_refusal_without_its_ground_cannot_be_counted(form: Form) -> None:
    with pytest.raises(DataError):
        result_row(form, "refused")
    with pytest.raises(DataError):
        result_row(form, "no_such_outcome")


def test_every_dispute_has_exactly_one_cell_of_table_four(form: Form) -> None:
    cells = {
        dispute_address(form, instance, result)
        for instance in ("review", "direct", "after_review")
        for result in ("upheld", "corrected", "other", "pending")
    }
    sums = [c for c in form.table("disputes").leaf_columns if c.sum]
    assert len(cells) == 12 and len(sums) == 3
    with pytest.raises(DataError):
        dispute_address(form, "review", "withdrawn")


def test_every_kind_of_applicant_has_a_column(form: Form) -> None:
    kinds = ["natural", "enterprise", "research", "charity", "law_service", "other_org"]
    columns = [applicant_column(form, kind) for kind in kinds]
    assert columns == [c.id for c in form.table("requests").leaf_columns if not c.sum]


def test_the_rows_of_the_balance_count_by_time(form: Form) -> None:
    assert state_row(form, "received", "this_year") == "received"
    assert state_row(form, "state", "open_at_year_start") == "carried_in"
    assert state_row(form, "state", "open_at_year_end") == "carried_out"
