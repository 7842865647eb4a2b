"""The calendar: every day against two libraries, the counting, the override folder, unknown years."""

import subprocess
import sys
from datetime import date, timedelta
from importlib import resources
from pathlib import Path

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.calendar import workdays
from gongkai.errors import CalendarUnknown, InputError

FILES = resources.files("gongkai.calendar") / "years"
YEARS = sorted(int(path.name.removesuffix(".toml")) for path in FILES.iterdir())
LAST = YEARS[-1]
# A year copied from its notice before the library knows it is held by the notice alone.
COMPARED = [year for year in YEARS if any(d.year == year for d in chinese_calendar.holidays)]
DAYS = st.dates(date(2004, 1, 1), date(2025, 6, 30))

# Saturday 2005-12-31 was worked in exchange for Tuesday 2006-01-03; chinesecalendar leaves it out.
KNOWN_SLIP = {date(2005, 12, 31)}


def _days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range(366) if (first + timedelta(n)).year == year]


def test_no_year_is_left_out_and_the_libraries_know_most() -> None:
    assert list(range(2004, LAST + 1)) == YEARS
    assert COMPARED[:23] == list(range(2004, 2027))


@pytest.mark.parametrize("year", COMPARED)
def test_every_day_agrees_with_chinesecalendar(year: int) -> None:
    differ = [d for d in _days(year) if workdays.is_workday(d) != chinese_calendar.is_workday(d)]
    assert set(differ) == {day for day in KNOWN_SLIP if day.year == year}


@pytest.mark.parametrize("year", COMPARED)
def test_every_day_agrees_with_holidays(year: int) -> None:
    theirs = holidays.country_holidays("CN", years=[year - 1, year, year + 1])
    assert [d for d in _days(year) if workdays.is_workday(d) != theirs.is_working_day(d)] == []


def test_the_files_are_what_the_script_writes() -> None:
    script = Path(__file__).resolve().parents[3] / "scripts" / "make_calendar.py"
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("year", range(2008, LAST + 1))
def test_the_notice_is_named_and_issued_at_most_a_year_before(year: int) -> None:
    notices = workdays.holidays(year).notices
    assert notices
    assert all(f"〔{year - 1}〕" in notice or f"〔{year}〕" in notice for notice in notices)


def test_the_twentieth_working_day_over_the_spring_festival_of_2024() -> None:
    # 6-9 Feb 1-4, Sunday 18 Feb 5, 19-23 Feb 6-10, 26 Feb-1 Mar 11-15, 4-8 Mar 16-20
    assert workdays.add(date(2024, 2, 5), 20) == date(2024, 3, 8)
    assert workdays.count(date(2024, 2, 5), date(2024, 3, 8)) == 20


def test_a_make_up_saturday_is_worked_and_a_holiday_monday_is_not() -> None:
    assert workdays.is_workday(date(2024, 10, 12))
    assert not workdays.is_workday(date(2024, 10, 7))
    assert workdays.next_workday(date(2024, 10, 1)) == date(2024, 10, 8)


def test_the_make_up_days_of_2026() -> None:
    expected = ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]
    assert sorted(f"{day:%m-%d}" for day in workdays.holidays(2026).work) == expected


def test_the_extended_spring_festival_of_2020() -> None:
    assert not workdays.is_workday(date(2020, 2, 1))  # first announced as a make-up Saturday
    assert not workdays.is_workday(date(2020, 1, 31))
    assert workdays.is_workday(date(2020, 2, 3))


@given(DAYS, st.integers(1, 300))
def test_adding_and_counting_are_each_others_inverse(day: date, number: int) -> None:
    last = workdays.add(day, number)
    assert workdays.is_workday(last)
    assert workdays.count(day, last) == number


@given(DAYS, st.integers(1, 150), st.integers(1, 150))
def test_adding_twice_is_adding_the_sum(day: date, one: int, two: int) -> None:
    assert workdays.add(workdays.add(day, one), two) == workdays.add(day, one + two)


@pytest.mark.parametrize("day", [date(2003, 12, 31), date(LAST + 1, 1, 1), date.max])
def test_a_year_without_a_notice_is_never_guessed(day: date) -> None:
    with pytest.raises(CalendarUnknown, match=str(day.year)):
        workdays.is_workday(day)


def test_a_sum_that_runs_into_an_unknown_year_is_refused() -> None:
    assert workdays.add(date(2026, 12, 3), 20) == date(2026, 12, 31)
    with pytest.raises(CalendarUnknown, match=str(LAST + 1)):
        workdays.add(date(LAST, 12, 4), 25)
    with pytest.raises(CalendarUnknown, match=str(LAST + 1)):
        workdays.count(date(LAST, 12, 4), date(LAST + 1, 1, 4))


@pytest.mark.parametrize("number", [0, -1])
def test_there_is_no_working_day_before_the_first(number: int) -> None:
    with pytest.raises(InputError):
        workdays.add(date(2024, 2, 5), number)


def test_a_count_backwards_is_refused() -> None:
    with pytest.raises(InputError):
        workdays.count(date(2024, 2, 6), date(2024, 2, 5))


NEXT_YEAR = """
notices = ["示例通知〔2026〕1号"]

[[holiday]]
name = "元旦"
off = [2027-01-01]
work = [2027-01-02]
"""


def test_an_office_adds_the_next_year_in_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "2027.toml").write_text(NEXT_YEAR, encoding="utf-8")
    assert workdays.is_workday(date(2027, 1, 2), folder=tmp_path)  # a Saturday, made up
    monkeypatch.setenv("GONGKAI_CALENDAR", str(tmp_path))
    assert workdays.add(date(2026, 12, 31), 1) == date(2027, 1, 2)
    assert workdays.holidays(2027).notices == ("示例通知〔2026〕1号",)
    assert workdays.is_workday(date(2024, 2, 18))  # the other years stay as shipped


def test_a_folder_wins_over_the_shipped_year(tmp_path: Path) -> None:
    (tmp_path / "2024.toml").write_text(
        '[[holiday]]\nname = "当地假日"\noff = [2024-03-01]\n', encoding="utf-8"
    )
    assert not workdays.is_workday(date(2024, 3, 1), folder=tmp_path)
    assert workdays.is_workday(date(2024, 3, 1))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"[[holiday", "calendar.not_toml"),
        (b"\xff\xfe", "calendar.not_toml"),
        (b"off = [2027-01-01]", "calendar.not_holidays"),
        (b"holiday = 3", "calendar.not_holidays"),
        (b"holiday = [3]", "calendar.not_holidays"),
        (b'[[holiday]]\nname = "x"\noff = ["2027-01-01"]', "calendar.not_holidays"),
        (b'[[holiday]]\nname = "x"\noff = [2027-01-01T08:00:00]', "calendar.not_holidays"),
        (b'[[holiday]]\nname = "x"\noff = [2026-01-01]', "calendar.not_of_year"),
        (
            b'[[holiday]]\nname = "x"\noff = [2027-01-01]\nwork = [2027-01-01]',
            "calendar.off_and_work",
        ),
    ],
)
def test_a_holiday_file_that_cannot_be_used_says_why(
    tmp_path: Path, content: bytes, code: str
) -> None:
    (tmp_path / "2027.toml").write_bytes(content)
    with pytest.raises(InputError) as caught:
        workdays.is_workday(date(2027, 1, 1), folder=tmp_path)
    assert caught.value.code == code
    assert "2027.toml" in caught.value.sentence("zh")
    assert "2027.toml" in caught.value.sentence("en")


@pytest.mark.parametrize(
    "text", ["2024-2-5", "20240205", "2024-02-30", "明天", "", "2024-02-05T00:00"]
)
def test_only_iso_days_are_read(text: str) -> None:
    with pytest.raises(InputError):
        workdays.parse_day(text)
    assert workdays.parse_day("2024-02-05") == date(2024, 2, 5)


def test_a_day_in_a_year_not_published_is_provisional_where_that_is_said() -> None:
    start = date(LAST, 12, 31)
    with workdays.assumed():
        counted = [workdays.add(start, 1)]
        assert workdays.count(start, counted[0]) == 1
        known = workdays.add(date(2024, 2, 5), 10)
    assert counted[0].year == LAST + 1 and counted[0].weekday() < 5
    assert known == workdays.add(date(2024, 2, 5), 10)  # a published year stays as published
    with pytest.raises(CalendarUnknown):
        workdays.add(start, 1)
