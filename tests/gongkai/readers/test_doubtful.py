"""Rows that can be read in more than one way: sums may choose, they never invent."""

from gongkai.figures import BLANK, UNREADABLE, number
from gongkai.forms.evaluate import relations
from gongkai.forms.form import Address, load
from gongkai.readers.document import GridCell
from gongkai.readers.doubtful import doubtful_row, plain_reading, readings_of, settle
from gongkai.readers.numerals import figure_of

COLUMNS = [c.id for c in load("2021").table("requests").leaf_columns]


def _row(row: str, cells: list[GridCell], width: int = 7):
    addresses = [Address("requests", row, column) for column in COLUMNS]
    return doubtful_row(addresses, ["count"] * width, readings_of(cells, width))


def _cells(*texts: str) -> list[GridCell]:
    return [GridCell(text, 0, i) for i, text in enumerate(texts)]


def _glued(text: str) -> list[GridCell]:
    return [GridCell(text, 0, 0, glued=True)]


def _settled(*rows):
    return settle(rows, {}, relations("2021"))


def test_the_one_way_to_cut_a_run_of_digits_that_adds_up_is_taken() -> None:
    # 640020470: 64＋0＋0＋2＋0＋4＝70
    (row,) = _settled(_row("received", _glued("640020470")))
    assert [str(f) for f in row.figures] == ["64", "0", "0", "2", "0", "4", "70"]
    assert row.by_sums


def test_white_space_is_always_a_cut() -> None:
    (row,) = _settled(_row("partial", _glued("500000 5")))
    assert [str(f) for f in row.figures] == ["5", "0", "0", "0", "0", "0", "5"]


def test_two_cuts_that_both_add_up_leave_the_cells_they_differ_in_unreadable() -> None:
    # 270020130: 27＋0＋0＋2＋0＋1＝30 and 2＋7＋0＋0＋20＋1＝30
    (row,) = _settled(_row("granted", _glued("270020130")))
    assert row.figures[0] == UNREADABLE
    assert row.figures[-1] == number(30)


def test_the_columns_choose_where_a_row_alone_cannot() -> None:
    known = {Address("requests", r, c): number(0) for r in _results() for c in COLUMNS}
    rows = [_row("granted", _glued("270020130")), _row("total_results", _glued("270020130"))]
    carried = {
        Address("requests", r, c): number(0) for r in ("carried_in", "carried_out") for c in COLUMNS
    }
    received = dict(
        zip(
            (Address("requests", "received", c) for c in COLUMNS),
            map(number, (27, 0, 0, 2, 0, 1, 30)),
            strict=True,
        )
    )
    for figures in (received, carried):
        known.update(figures)
    granted, total = settle(rows, known, relations("2021"))
    assert [str(f) for f in granted.figures] == ["27", "0", "0", "2", "0", "1", "30"]
    assert granted.figures == total.figures


def _results() -> list[str]:
    table = load("2021").table("requests")
    return [r.id for r in table.leaf_rows if r.under and r.id not in ("granted", "total_results")]


def test_a_value_lost_somewhere_leaves_every_place_it_may_have_stood_unreadable() -> None:
    (row,) = _settled(_row("not_held", _cells(*"000000")))
    assert set(row.figures) == {UNREADABLE}


def test_one_value_too_many_that_changes_nothing_is_sure() -> None:
    (row,) = _settled(_row("repeat", _cells(*"00000000")))
    assert set(row.figures) == {number(0)}
    assert not row.by_sums


def _plain(*texts: str) -> tuple[str, ...] | None:
    addresses = [Address("requests", "granted", column) for column in COLUMNS]
    found = plain_reading(_cells(*texts), addresses, ["count"] * 7, relations("2021"))
    return None if found is None else tuple(piece.text for piece in found)


def test_empty_cells_at_the_ends_go_first() -> None:
    assert _plain("", *"1000001") == tuple("1000001")
    assert _plain(*"1000001", "") == tuple("1000001")


def test_an_empty_cell_is_not_left_out_where_what_remains_does_not_add_up() -> None:
    # the first cell is blank and the last is last year's total: 0＋1＋0＋0＋0＋1 is not 9
    assert _plain("", *"0100019") is None
    assert _plain(*"010", "", *"0019") is None


def test_numbers_never_begin_with_a_zero() -> None:
    readings = readings_of(_glued("1001"), 3)
    assert [tuple(p.text for p in r) for r in readings] == [("10", "0", "1")]


def test_words_among_run_together_digits_give_no_reading() -> None:
    assert readings_of(_glued("12件3"), 3) == ()


def test_a_monstrous_row_is_refused_not_searched() -> None:
    assert readings_of(_glued("1" * 60), 15) == ()


def test_a_blank_stays_blank() -> None:
    (row,) = _settled(_row("repeat", _cells("", "0", "0", "0", "", "0", "0", "0")))
    assert BLANK in row.figures or UNREADABLE in row.figures


def test_two_numbers_run_into_one_cell_are_not_one_number() -> None:
    for text in ("12\n5", "12 5", "1 256"):
        ((piece,),) = readings_of(_glued(text), 1)
        assert figure_of(piece.text) == UNREADABLE, text
    ((piece,),) = readings_of(_glued("12 件"), 1)
    assert figure_of(piece.text) == number(12)
