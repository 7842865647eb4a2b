"""A table is confirmed at once by who looked, and taken back; a batch is stopped, set aside, restored."""

import csv
import io
from decimal import Decimal

import pytest

from portal.acts.act import Refused
from portal.acts.actor import Actor
from portal.intake import feed
from portal.intake.acts.batches import GoOn, RestoreBatch, SetAsideBatch, StopReading
from portal.intake.acts.cells import ConfirmCell, ConfirmTable, TakeBack
from portal.intake.acts.reports import Recognise, Restore, SetAside
from portal.intake.models import Cell, Confirmation, Report
from tests.portal.conftest import County
from tests.portal.intake.conftest import Take, example, given, read_all

DOUBTFUL = "lizhong-2022"  # all fifteen figures of its table on disputes


@pytest.fixture
def report(take: Take) -> Report:
    """Return a report with a doubtful table."""
    take(example(DOUBTFUL))
    return Report.objects.get()


def shown(report: Report) -> dict[int, int]:
    return dict(feed.doubtful(report, "disputes").values_list("pk", "version"))


def test_a_table_is_confirmed_by_who_states_that_he_looked(report: Report, county: County) -> None:
    """对照原件看过、勾选声明，一次确认整张表；不勾选的不算。"""
    clerk = county.client("zhuguan")
    url = f"/desk/intake/reports/{report.pk}/tables/disputes/"
    page = clerk.get(url).content.decode()
    assert "我已对照原件逐格看过" in page and "确认这15个数" in page
    assert page.count("<mark>") == 15 and "没有找到位置" not in page, "each stands beside its rows"
    sent = {"shown": ",".join(f"{pk}:{v}" for pk, v in shown(report).items())}
    refused = clerk.post(url, sent)
    assert refused.status_code == 409 and "勾选声明" in refused.content.decode()
    assert report.doubtful == 15 and not Confirmation.objects.exists()
    assert clerk.post(url, {**sent, "looked": "on"}).status_code == 302
    report.refresh_from_db()
    assert report.doubtful == 0 and Confirmation.objects.count() == 15
    assert "没有可以整表确认的数" in clerk.get(url).content.decode()


def test_what_changed_since_it_was_shown_is_not_confirmed(report: Report, office: Actor) -> None:
    seen = shown(report)
    cell = Cell.objects.get(pk=next(iter(seen)))
    ConfirmCell(by=office, target=cell, status="number", value=Decimal(4)).execute()
    act = ConfirmTable(by=office, target=report, table="disputes", shown=seen, looked=True)
    with pytest.raises(Refused, match="别人确认过"):
        act.execute()
    assert Confirmation.objects.count() == 1


def test_what_could_not_be_read_is_not_confirmed_with_the_rest(take: Take, office: Actor) -> None:
    take(example("yangli-shi-2021"))
    report = Report.objects.get()
    unread = report.cells.filter(doubt=True, status="unreadable").first()
    assert unread is not None
    table = unread.where.table
    act = ConfirmTable(by=office, target=report, table=table, looked=True)
    act.shown = dict(act.cells.values_list("pk", "version"))
    if act.shown:
        act.execute()
    unread.refresh_from_db()
    assert unread.open, "somebody has to say what it holds"


def test_confirming_together_is_taken_back_together(
    report: Report, county: County, office: Actor
) -> None:
    """确认错了，一次撤回；撤回之后又待确认，谁说过什么都留着。"""
    clerk = county.client("zhuguan")
    first = feed.doubtful(report).first()
    assert first is not None
    ConfirmTable(
        by=office, target=report, table="disputes", shown=shown(report), looked=True
    ).execute()
    together = Confirmation.objects.filter(cell=first).get().together
    corrected = report.cells.filter(address__startswith="disputes/").last()
    assert corrected is not None
    ConfirmCell(by=office, target=corrected, status="number", value=Decimal(9)).execute()
    page = clerk.get(f"/desk/intake/reports/{report.pk}/").content.decode()
    assert "一起确认过的" in page and str(together) in page
    url = f"/desk/intake/reports/{report.pk}/take-back/{together}/"
    assert clerk.post(url, {}).status_code == 302
    report.refresh_from_db()
    assert report.doubtful == 14, "what was corrected afterwards stays corrected"
    corrected.refresh_from_db()
    assert corrected.figure.value == 9
    assert [c.status for c in feed.history(first)] == ["number", ""]
    assert clerk.post(url, {}).status_code == 409
    page = clerk.get(f"/desk/intake/reports/{report.pk}/?cell={first.address}").content.decode()
    assert "撤回" in page and "待确认" in page


def test_taking_a_correction_back_lets_the_earlier_word_count(
    report: Report, office: Actor
) -> None:
    cell = report.cells.get(address="requests/received/total")
    for value in (7, 9):
        ConfirmCell(by=office, target=cell, status="number", value=Decimal(value)).execute()
    last = cell.confirmations.last()
    assert last is not None
    TakeBack(by=office, target=report, together=last.together).execute()
    cell.refresh_from_db()
    assert cell.figure.value == 7


def test_reading_is_stopped_and_goes_on(take: Take, office: Actor) -> None:
    batch = take(example("lihe-xiang-2023"), example("lidong-2023"), read=False)
    StopReading(by=office, target=batch).execute()
    read_all(batch)
    assert {f.state for f in batch.files.all()} == {"stopped"} and not Report.objects.exists()
    GoOn(by=office, target=batch).execute()
    read_all(batch)
    assert {f.state for f in batch.files.all()} == {"read"} and Report.objects.count() == 2
    with pytest.raises(Refused, match="没有停下的文件"):
        GoOn(by=office, target=batch).execute()


def test_a_batch_set_aside_by_mistake_comes_back_whole(
    take: Take, county: County, office: Actor
) -> None:
    """撤下一批要写原因；撤错了可以恢复，先前单独搁置的仍然搁置。"""
    batch = take(example("lihe-xiang-2023"), example("lidong-2023"))
    other = Report.objects.get(file__name__startswith="lidong")
    SetAside(by=office, target=other, reason="没有盖章").execute()
    with pytest.raises(Refused, match="写明原因"):
        SetAsideBatch(by=office, target=batch).execute()
    clerk = county.client("zhuguan")
    page = clerk.get(f"/desk/intake/{batch.pk}/set-aside/").content.decode()
    assert "1份报告不再列入" in page and "什么都不会删除" in page
    sent = {"reason": "选错了文件夹"}
    assert clerk.post(f"/desk/intake/{batch.pk}/set-aside/", sent).status_code == 302
    assert not Report.objects.filter(set_aside_at=None).exists()
    page = clerk.get(f"/desk/intake/{batch.pk}/").content.decode()
    assert "选错了文件夹" in page and "恢复这一批" in page
    again = take(example("lihe-xiang-2023"))
    assert again.files.get().state == "read", "what was set aside may be handed in again"
    SetAsideBatch(by=office, target=again, reason="又错了").execute()
    batch.refresh_from_db()
    RestoreBatch(by=office, target=batch).execute()
    left = Report.objects.filter(set_aside_at=None)
    assert [(r.file.name, r.chosen) for r in left if r.file] == [
        ("lihe-xiang-2023/report.docx", True)
    ]
    other.refresh_from_db()
    Restore(by=office, target=other).execute()
    assert Report.objects.filter(set_aside_at=None, chosen=True).count() == 2


def test_a_restored_report_waits_beside_the_one_that_counts(
    take: Take, county: County, office: Actor
) -> None:
    take(example("lihe-xiang-2023"), example("lihu-zhen-2023"))
    first, second = Report.objects.order_by("pk")
    SetAside(by=office, target=first, reason="旧的").execute()
    Recognise(
        by=office, target=second, unit=first.unit, unit_name=first.unit_name, year=2023
    ).execute()
    first.refresh_from_db()
    Restore(by=office, target=first).execute()
    assert [r.chosen for r in Report.objects.order_by("pk")] == [False, True]


def test_findings_of_all_units_are_one_table(take: Take, county: County) -> None:
    """各单位查出的问题在一张CSV里，读不出的文件也列着。"""
    batch = take(example("lihe-xiang-2023"), example(DOUBTFUL), given("空.docx", b""))
    answer = county.client("zhuguan").get(f"/desk/intake/{batch.pk}/findings.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(text)))
    expected = sum(len(feed.assessed(r).findings) + r.doubtful for r in Report.objects.all())
    assert len(rows) == expected + 1
    assert {r["机关"] for r in rows} >= {"例中镇人民政府", ""}
    assert sum(r["程度"] == "待确认" for r in rows) == 15
    assert [r["文件"] for r in rows if r["程度"] == "没有读出"] == ["空.docx"]
