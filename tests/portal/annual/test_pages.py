"""The same story through the pages, as browsers without scripts send it."""

import re

import pytest
from django.test import Client

from portal.annual.acts import AcceptFiling, CorrectFiling, PublishFiling, SubmitFiling
from portal.annual.lifecycle import Stage
from portal.annual.models import Adjustment, Filing, Remark
from tests.portal.annual.conftest import TEXTS, YEAR, World


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
    world.browser("jb").post(f"{page}zero/")
    filing.refresh_from_db()
    assert set(filing.texts) >= {"1", "5", "6"}
    assert "没有妨碍报送的问题" in _text(world.browser("fzr"), f"{page}check/")
    SubmitFiling(by=world.head, target=filing).execute()


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
    from portal.organs.models import Role

    other = world.county.client("wai", Role.HANDLER, organ=world.county.bureau)
    assert other.get(f"/desk/reports/filing/{filing.pk}/{address}").status_code == 404
