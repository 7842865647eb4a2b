"""Errors block until the office allows them in writing; answers, adjustments and drift are shown, not lost."""

from dataclasses import replace
from decimal import Decimal

import pytest

from gongkai.cases.events import Channel
from gongkai.forms.form import Address
from portal.acts.act import Forbidden, Refused
from portal.annual import drafting, findings, prose
from portal.annual.acts import (
    Adjust,
    AnswerFinding,
    ArchiveReport,
    EndAdjustment,
    OpenBalance,
    PermitFinding,
    ReturnFiling,
    SaveTexts,
    StartFiling,
    SubmitFiling,
    WriteZero,
)
from portal.annual.models import Filing, How
from portal.cases.acts.registration import RegisterCase
from portal.organs.models import Role
from tests.portal.annual.conftest import YEAR, World, moment
from tests.portal.annual.test_archive import _file

RECEIVED = "requests/received/natural"


def _errors(filing: Filing) -> list[findings.Told]:
    return [t for t in findings.told(drafting.working(filing)) if t.level == "E"]


def _unbalanced(world: World) -> Filing:
    """Return a written filing whose received requests went nowhere: rule K1 is broken."""
    filing = world.written()
    return Adjust(
        by=world.clerk, target=filing, address=RECEIVED, delta=Decimal(2), reason="纸质登记"
    ).execute()


def test_an_error_blocks_until_the_office_allows_it_in_writing(world: World) -> None:
    filing = _unbalanced(world)
    with pytest.raises(Refused, match="处需要先处理"):
        SubmitFiling(by=world.head, target=filing).execute()
    for one in _errors(filing):
        AnswerFinding(by=world.clerk, target=filing, keys=[one.key], words="移交记录缺失").execute()
    with pytest.raises(Refused, match="处需要先处理"):
        SubmitFiling(by=world.head, target=filing).execute()
    for answer in filing.answers.filter(replaced_at=None):
        with pytest.raises(Forbidden):
            PermitFinding(by=world.head, target=filing, answer=answer, words="同意").execute()
        PermitFinding(by=world.office, target=filing, answer=answer, words="情况属实").execute()
    filing = SubmitFiling(by=world.head, target=filing).execute()

    # the answers outlive the next run and the way down and up again
    ReturnFiling(by=world.office, target=filing, words="补充第六部分").execute()
    SaveTexts(by=world.clerk, target=filing, texts={"6": ["没有收取信息处理费。"]}).execute()
    assert _errors(filing) and not any(one.blocks for one in _errors(filing))
    SubmitFiling(by=world.head, target=filing).execute()

    # other figures make another finding, which nobody answered
    ReturnFiling(by=world.office, target=filing, words="再核对").execute()
    Adjust(
        by=world.clerk, target=filing, address=RECEIVED, delta=Decimal(1), reason="再补"
    ).execute()
    with pytest.raises(Refused, match="处需要先处理"):
        SubmitFiling(by=world.head, target=filing).execute()


def test_said_to_be_mended_is_not_mended(world: World) -> None:
    filing = _unbalanced(world)
    one = _errors(filing)[0]
    AnswerFinding(by=world.clerk, target=filing, keys=[one.key], how=How.FIXED).execute()
    again = next(t for t in _errors(filing) if t.key == one.key)
    assert again.asks and again.blocks
    with pytest.raises(Refused, match="已改正"):
        PermitFinding(
            by=world.office, target=filing, answer=filing.answers.get(), words="同意"
        ).execute()
    with pytest.raises(Refused, match="写明情况"):
        AnswerFinding(by=world.clerk, target=filing, keys=[one.key], words=" ").execute()


@pytest.mark.parametrize(
    ("address", "delta", "why"),
    [
        ("requests/received/total", "1", "合计"),
        ("requests/nobody/natural", "1", "没有这一格"),
        ("x", "1", "没有这一格"),
        (RECEIVED, "0.5", "整数"),
        (RECEIVED, "-1", "小于0"),
        (RECEIVED, "0", "不能是0"),
        (RECEIVED, "NaN", "太大"),
        (RECEIVED, "1E+20", "太大"),
    ],
)
def test_only_a_leaf_is_corrected_and_only_to_what_can_be(
    world: World, address: str, delta: str, why: str
) -> None:
    filing = world.started()
    with pytest.raises(Refused, match=why):
        Adjust(
            by=world.clerk, target=filing, address=address, delta=Decimal(delta), reason="试"
        ).execute()
    assert not filing.adjustments.exists()


def test_a_correction_has_its_reason_and_is_taken_back_not_deleted(world: World) -> None:
    filing = world.started()
    with pytest.raises(Refused, match="原因"):
        Adjust(by=world.clerk, target=filing, address=RECEIVED, delta=Decimal(2)).execute()
    Adjust(
        by=world.clerk, target=filing, address=RECEIVED, delta=Decimal(2), reason="纸质"
    ).execute()
    now = drafting.working(filing)
    assert now.report[Address.parse(RECEIVED)].value == 2
    assert now.report[Address.parse("requests/received/total")].value == 2
    assert now.derived[Address.parse(RECEIVED)].value == 0
    one = filing.adjustments.get()
    EndAdjustment(by=world.clerk, target=filing, adjustment=one).execute()
    assert drafting.working(filing).report[Address.parse(RECEIVED)].value == 0
    assert filing.adjustments.get().ended_at is not None
    with pytest.raises(Refused, match="已经取消"):
        EndAdjustment(by=world.clerk, target=filing, adjustment=one).execute()


def test_a_record_entered_after_submission_shows_as_a_difference_only(world: World) -> None:
    filing = SubmitFiling(by=world.head, target=world.written()).execute()
    assert filing.current is not None and drafting.drift(filing) == ()
    RegisterCase(
        by=world.clerk,
        organ=world.county.town,
        channel=Channel.IN_PERSON,
        applicant={
            "kind": "natural",
            "name": "李明",
            "id_number": "11010519491231002X",
            "phone": "13800138000",
            "address": "一村12号",
        },
        asked={"subject": "养护资金", "content": "2025年度的拨付文件"},
        arrived_on=moment(12, 30, 2025).date(),
    ).execute()
    found = {str(d.address): (d.frozen.value, d.now.value) for d in drafting.drift(filing)}
    assert found["requests/received/total"] == (Decimal(0), Decimal(1))
    assert filing.current.filled[Address.parse("requests/received/total")].value == 0
    page = world.browser("jb").get(f"/desk/reports/filing/{filing.pk}/").content.decode()
    assert "报送以后记录有变化" in page


def test_last_years_file_opens_the_balance(world: World) -> None:
    data, name = _file("lihe-xiang-2023")
    ArchiveReport(
        by=world.county.actor("jb", Role.HANDLER),
        organ=world.county.town,
        data=data,
        file_name=name,
    ).execute()
    filing = StartFiling(by=world.clerk, organ=world.county.town, year=2024).execute()
    before = drafting.previous(filing)
    assert before is not None and drafting.unopened(drafting.working(filing).report, before)
    page = world.browser("jb").get(f"/desk/reports/filing/{filing.pk}/write/").content.decode()
    assert "上年结转与上年年报不一致" in page
    assert "2023年度报告提出的改进措施" in page and "驻村干部每月检查" in page
    OpenBalance(by=world.clerk, target=filing).execute()
    assert drafting.unopened(drafting.working(filing).report, before) == ()
    carried = Address.parse("requests/carried_in/total")
    closed = before[Address.parse("requests/carried_out/total")]
    assert drafting.working(filing).report[carried] == closed
    assert "2023年度报告" in filing.adjustments.all()[0].reason
    with pytest.raises(Refused, match="一致"):
        OpenBalance(by=world.clerk, target=filing).execute()


def test_a_gap_left_to_fill_does_not_go_up(world: World) -> None:
    filing = world.written()
    said = prose.answer_to(2024, "加强培训")
    SaveTexts(by=world.clerk, target=filing, texts={"5": [said]}).execute()
    with pytest.raises(Refused, match="没有填写"):
        SubmitFiling(by=world.head, target=filing).execute()


def test_zero_is_written_only_where_there_was_nothing(world: World) -> None:
    filing = world.written()
    with pytest.raises(Refused, match="已经写了文字"):
        WriteZero(by=world.clerk, target=filing).execute()
    other = StartFiling(by=world.clerk, organ=world.county.town, year=YEAR - 1).execute()
    Adjust(by=world.clerk, target=other, address=RECEIVED, delta=Decimal(1), reason="有").execute()
    with pytest.raises(Refused, match="有申请"):
        WriteZero(by=world.clerk, target=other).execute()


def test_a_sentence_stands_only_where_its_facts_do(world: World) -> None:
    facts = drafting.working(world.started()).facts
    said = {one.id: text for one, text in prose.suggest(facts)}
    assert "没有收到政府信息公开申请" in said["on_request"]
    assert "platform" not in said or "公开渠道" not in said["platform"]
    assert not any("责任追究" in text for text in said.values())


def test_a_report_without_words_does_not_go_up(world: World) -> None:
    filing = world.written()
    SaveTexts(by=world.clerk, target=filing, texts={"5": []}).execute()
    with pytest.raises(Refused, match=r"第五部分.*没有内容"):
        SubmitFiling(by=world.head, target=filing).execute()


def test_what_one_organ_recorded_is_not_said_of_its_region(world: World) -> None:
    facts = drafting.working(world.started()).facts
    assert facts.value("people.posts") is not None
    region = replace(facts, whole=True)
    assert region.value("people.posts") is None
    assert region.value("year.this") == str(YEAR)
    assert region.value("requests.received") == "0"
