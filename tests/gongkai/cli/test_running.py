"""Many files on several processes: in order, all of them, and one that takes its process down."""

import os

import pytest

from gongkai.cli.inputs import Input, stems
from gongkai.cli.running import CHUNK, each
from gongkai.errors import UnreadableInput


def double(entry: Input) -> str:
    return entry.path * 2


def die_of_it(entry: Input) -> str:
    if entry.path == "13":
        os._exit(139)  # what a fault in native code looks like from outside
    return entry.path


def stumble(entry: Input) -> str:
    return entry.path[2] if entry.path == "13" else entry.path  # there is no third character


def name(entry: Input, why: UnreadableInput) -> str:
    return f"{why.code} {entry.path}"


def numbered(count: int) -> list[Input]:
    return [Input(str(i)) for i in range(count)]


def test_results_come_in_the_order_of_the_files():
    inputs = numbered(5 * CHUNK + 3)
    expected = [entry.path * 2 for entry in inputs]
    assert list(each(inputs, double, lost=name, jobs=1)) == expected
    assert list(each(inputs, double, lost=name, jobs=2)) == expected
    assert list(each([], double, lost=name, jobs=2)) == []


def test_a_file_that_kills_its_process_is_named_and_every_other_is_read():
    inputs = numbered(40)
    expected = ["cli.process_died 13" if e.path == "13" else e.path for e in inputs]
    assert list(each(inputs, die_of_it, lost=name, jobs=2)) == expected


def test_a_fault_of_ours_in_one_file_is_named_and_every_other_is_done():
    inputs = numbered(40)
    expected = ["cli.our_fault 13" if e.path == "13" else e.path for e in inputs]
    for jobs in (1, 2):
        assert list(each(inputs, stumble, lost=name, jobs=jobs)) == expected


def test_whoever_looks_for_the_fault_is_shown_where_it_arose(monkeypatch):
    monkeypatch.setenv("GONGKAI_DEBUG", "1")
    with pytest.raises(IndexError):
        list(each(numbered(40), stumble, lost=name, jobs=1))


def test_written_files_never_share_a_name():
    names = stems([Input("a/report.html"), Input("b/report.html"), Input("c/b-report.txt")])
    assert names == {
        "a/report.html": "a-report",
        "b/report.html": "b-report",
        "c/b-report.txt": "b-report-2",
    }
    same = stems([Input("x/a/report.html"), Input("y/a/report.html"), Input("z/note.html")])
    assert sorted(same.values()) == ["a-report", "a-report-2", "note"]
