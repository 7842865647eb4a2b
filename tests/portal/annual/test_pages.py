"""The same story through the pages, as browsers without scripts send it."""

import re

import pytest
from django.test import Client

from portal.acts import clock
from portal.annual import findings
from portal.annual.acts import AcceptFiling, CorrectFiling, PublishFiling, SaveTexts, SubmitFiling
from portal.annual.lifecycle import Stage
from portal.annual.models import Adjustment, Filing, Remark
from portal.organs.models import Role
from tests.portal.annual.conftest import TEXTS, YEAR, World, moment


def _parts(texts: dict[str, list[str]], base: int) -> dict[str, str]:
    said = {f"part_{n}": "\n".join(texts.get(str(n), ())) for n in range(7)}
    return said | {"base": str(base)}


def _text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def test_unit_writes_office_returns_one_figure_unit_answers(world: World) -> None:
    clerk, head, office = world.browser("jb"), world.browser("fzr"), world.browser("zg")
    assert f"开始填报{YEAR}年度" in _text(clerk, "/desk/reports/")
    clerk.post(f"/desk/reports/start/{YEAR}/")
    filing = Filing.objects.get()
    page = f"/desk/reports/filing/{filing.pk}/"

    empty = _text(clerk, f"{page}write/")
    assert "全部按零报告生成" in empty and 'data-address="requests/received/total"' in empty
    answer = clerk.post(f"{page}write/", _parts(TEXTS, filing.edits), follow=True)
    assert "已保存" in answer.content.decode() and "引用数字后的样子" in answer.content.decode()

    assert "没有妨碍报送的问题" in _text(head, f"{page}check/")
    head.post(f"{page}submit/", {"words": ""})
    filing.refresh_from_db()
    assert filing.stage == Stage.SUBMITTED

    assert str(filing) in _text(office, "/desk/reports/")
    assert "提意见" in _text(office, f"{page}review/")
    office.post(f"{page}remark/?address=requests/received/total", {"words": "请核对件数"})
    office.post(f"{page}return/", {"words": ""})
    assert "请核对件数" in _text(clerk, f"{page}write/")
    remark = Remark.objects.get()
    clerk.post(f"{page}remarks/{remark.pk}/", {"words": "已核对，没有申请"})
    head.post(f"{page}submit/", {"words": ""})
    again = _text(office, f"{page}review/")
    assert "数字和文字都没有变化" in again and "已核对，没有申请" in again

    office.post(f"{page}accept/", {"words": ""})
    clerk.post(f"{page}publish/")
    filing.refresh_from_db()
    assert filing.stage == Stage.PUBLISHED
    assert "已公布" in _text(clerk, page)
    for ending in ("docx", "pdf", "xlsx", "json", "html"):
        assert Client().get(f"/o/shilizhen/reports/{YEAR}/report.{ending}").status_code == 200


def test_who_saved_second_sees_both_texts_and_keeps_his(world: World) -> None:
    filing = world.started()
    page = f"/desk/reports/filing/{filing.pk}/write/"
    clerk, head = world.browser("jb"), world.browser("fzr")
    clerk.post(page, _parts({"6": ["甲的文字"]}, 0))
    answer = head.post(page, _parts({"6": ["乙的文字"]}, 0))
    shown = answer.content.decode()
    assert answer.status_code == 409 and "没有丢失" in shown and "乙的文字" in shown
    base = re.search(r'name="base" value="(\d+)"', shown)
    assert base is not None
    head.post(page, _parts({"6": ["甲乙的文字"]}, int(base[1])))
    filing.refresh_from_db()
    assert filing.texts["6"] == ["甲乙的文字"]


def test_a_suggestion_is_taken_with_what_was_typed(world: World) -> None:
    filing = world.started()
    page = f"/desk/reports/filing/{filing.pk}/write/"
    shown = _text(world.browser("jb"), page)
    assert "2025年没有收取政府信息公开信息处理费" in shown
    typed = _parts({"6": ["我先写的"]}, 0) | {"take": "fees"}
    world.browser("jb").post(page, typed)
    filing.refresh_from_db()
    assert filing.texts["6"] == ["我先写的", "{{ 报告年度 }}年没有收取政府信息公开信息处理费。"]


def test_a_figure_is_corrected_beside_what_the_records_say(world: World) -> None:
    filing = world.started()
    page = f"/desk/reports/filing/{filing.pk}/"
    clerk = world.browser("jb")
    cell = f"{page}figure/requests/received/natural/"
    assert "记录得出的数字" in _text(clerk, cell)
    clerk.post(cell, {"delta": "2", "reason": "系统启用前收到的纸质申请"})
    one = Adjustment.objects.get()
    assert 'data-adjusted="+2"' in _text(clerk, f"{page}write/")
    assert "系统启用前收到的纸质申请" in _text(clerk, cell)
    total = _text(clerk, f"{page}figure/requests/received/total/")
    assert "这一格是合计" in total
    clerk.post(f"{page}adjustments/{one.pk}/end/")
    assert 'data-adjusted="+2"' not in _text(clerk, f"{page}write/")


def test_zero_is_one_button_and_goes_up(world: World) -> None:
    filing = world.started()
    page = f"/desk/reports/filing/{filing.pk}/"
    confirm = _text(world.browser("jb"), f"{page}zero/")
    assert "没有记录可查" in confirm and "没有发生责任追究" in confirm
    assert confirm.count(" checked") == 10  # six registers, four kinds of records
    world.browser("jb").post(f"{page}zero/", {"things": ["licence", "accountability"]})
    filing.refresh_from_db()
    assert set(filing.texts) >= {"1", "5", "6"}
    check = _text(world.browser("fzr"), f"{page}check/")
    assert "未发生因政府信息公开工作被追究责任的情形" in check
    assert "规章、行政规范性文件、行政处罚、行政强制、行政事业性收费：都没有登记" in check
    assert (
        "没有组织或者参加培训、没有接受上级考核" in check
    )  # what nobody said, the report leaves out
    told = [one for one in findings.of(filing) if one.asks]
    assert [one.finding.code for one in told] == ["supervision_results_stated"]


def test_a_township_without_requests_sends_its_report_up_in_four_presses(world: World) -> None:
    both = world.county.client("jb", Role.HANDLER, Role.HEAD)
    home = _text(both, "/desk/")
    (start,) = re.findall(rf'href="(/desk/reports/start/{YEAR}/[^"]*)"', home)  # 1: 待办
    zero = both.post(start).url  # 2: 开始填报
    ticked = re.findall(r'value="(\w+)"[^>]* checked', _text(both, zero))
    check = both.post(zero, {"things": ticked}).url  # 3: 全部按零报告生成
    shown = _text(both, check)
    again = both.post(zero, {"things": ticked})  # pressed twice, or back and once more
    assert again.status_code == 409 and "已经写了文字" in again.content.decode()
    assert "没有妨碍报送的问题" in shown and "没有收到政府信息公开申请" in shown
    assert "都没有登记" not in shown
    (send,) = re.findall(r'action="(/desk/reports/filing/\d+/submit/)"', shown)
    both.post(send, {"words": ""})  # 4: 报送
    assert Filing.objects.get().stage == Stage.SUBMITTED
    assert "还没有登记" not in _text(both, "/desk/")


def test_who_sends_it_up_finds_the_written_report_in_his_list_of_work(world: World) -> None:
    filing = world.started()
    check = f"/desk/reports/filing/{filing.pk}/check/"
    senders = world.browser("fzr"), world.county.client("qf", Role.SIGNER)
    assert not any(check in _text(one, "/desk/") for one in senders)
    SaveTexts(by=world.clerk, target=filing, texts=TEXTS).execute()
    for one in senders:
        page = _text(one, "/desk/")
        assert check in page and "核对、报送" in page
        assert f'action="/desk/reports/filing/{filing.pk}/submit/"' in _text(one, check)
    assert check not in _text(world.browser("jb"), "/desk/")


def test_last_years_report_is_asked_for_until_it_is_begun_or_archived(world: World) -> None:
    clerk, start = world.browser("jb"), f"/desk/reports/start/{YEAR}/"
    assert start in _text(clerk, "/desk/")
    with clock.as_of(moment(2, 3)):
        page = _text(clerk, "/desk/")
        assert start in page and "已逾期" in page
    with clock.as_of(moment(8, 3)):
        assert start not in _text(clerk, "/desk/")
    county = world.county.client("xian", Role.HANDLER, organ=world.county.county)
    assert f"{start}?scope=region" in _text(county, "/desk/")
    world.started()
    assert start not in _text(clerk, "/desk/")


def test_a_correction_comes_with_a_note_and_the_old_text_stays(world: World) -> None:
    filing = SubmitFiling(by=world.head, target=world.written()).execute()
    AcceptFiling(by=world.office, target=filing).execute()
    PublishFiling(by=world.clerk, target=filing).execute()
    CorrectFiling(by=world.clerk, target=filing, note="第六部分漏写一项").execute()
    assert "更正说明" not in _text(Client(), f"/o/shilizhen/reports/{YEAR}/")
    page = f"/desk/reports/filing/{filing.pk}/"
    texts = TEXTS | {"6": ["2025年没有收取政府信息公开信息处理费。", "补充一项。"]}
    world.browser("jb").post(f"{page}write/", _parts(texts, filing.edits))
    SubmitFiling(by=world.head, target=filing).execute()
    AcceptFiling(by=world.office, target=filing).execute()
    PublishFiling(by=world.clerk, target=filing).execute()
    shown = _text(Client(), f"/o/shilizhen/reports/{YEAR}/")
    assert "第六部分漏写一项" in shown and "补充一项" in shown
    old = re.search(r'href="([^"]*/before/\d+/)"', shown)
    assert old is not None
    before = _text(Client(), old[1])
    assert "补充一项" not in before and "更正以前的文本" in before


@pytest.mark.parametrize(
    "address", ["", "write/", "check/", "review/", "preview/", "zero/", "figure/x/y/z/"]
)
def test_another_organ_sees_nothing(world: World, address: str) -> None:
    filing = world.started()
    other = world.county.client("wai", Role.HANDLER, organ=world.county.bureau)
    assert other.get(f"/desk/reports/filing/{filing.pk}/{address}").status_code == 404
