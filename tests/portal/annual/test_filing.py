"""A report is begun, written, sent up, sent back, mended, accepted and published."""

import pytest
from django.test import Client

from portal.acts.act import Changed, Forbidden, Refused
from portal.acts.models import ActRecord
from portal.annual import freezing
from portal.annual.acts import (
    AcceptFiling,
    AddRemark,
    PublishFiling,
    ReplyToRemark,
    ReturnFiling,
    SaveTexts,
    StartFiling,
    SubmitFiling,
)
from portal.annual.lifecycle import Event, Stage, stands
from portal.annual.models import AnnualReport, Filing, FilingCell, Remark
from tests.portal.annual.conftest import TEXTS, YEAR, World


def _submitted(world: World) -> Filing:
    return SubmitFiling(by=world.head, target=world.written()).execute()


def _published(world: World) -> Filing:
    filing = AcceptFiling(by=world.office, target=_submitted(world)).execute()
    return PublishFiling(by=world.clerk, target=filing).execute()


def test_from_the_first_line_to_the_public_page(world: World) -> None:
    filing = _submitted(world)
    assert (filing.stage, filing.submitted_at) == (Stage.SUBMITTED, filing.stage_since)

    AddRemark(
        by=world.office, target=filing, address="requests/received/total", words="请核对"
    ).execute()
    AddRemark(by=world.office, target=filing, section=5, paragraph=0, words="写具体").execute()
    ReturnFiling(by=world.office, target=filing, words="请按意见修改").execute()

    with pytest.raises(Refused, match=r"新收.*总计.*存在的主要问题"):
        SubmitFiling(by=world.head, target=filing).execute()
    remark = Remark.objects.get(section=None)
    problems = [*TEXTS["5"][:1], "（二）改进措施。2026年将按月检查更新情况，组织两次业务培训。"]
    problems[0] = "（一）存在的主要问题。三个栏目半年没有更新，政策解读只有文字。"
    SaveTexts(by=world.clerk, target=filing, texts={"5": problems}).execute()  # a change answers
    with pytest.raises(Refused, match=r"没有答复.*新收") as refused:
        SubmitFiling(by=world.head, target=filing).execute()
    assert "存在的主要问题" not in refused.value.sentence
    ReplyToRemark(by=world.clerk, target=filing, remark=remark, words="已核对，没有申请").execute()
    filing = SubmitFiling(by=world.head, target=filing).execute()
    assert filing.current is not None and filing.current.number == 2

    filing = AcceptFiling(by=world.office, target=filing).execute()
    assert not Remark.objects.filter(settled_at=None).exists()
    filing = PublishFiling(by=world.clerk, target=filing).execute()
    assert filing.stage == Stage.PUBLISHED and filing.published_at is not None
    assert stands(Event(e.kind) for e in filing.events.all()) is Stage.PUBLISHED

    report = AnnualReport.objects.get(organ=filing.organ, year=YEAR)
    assert report.filed == filing.current and report.document.is_public
    page = Client().get(f"/o/shilizhen/reports/{YEAR}/").content.decode()
    assert "新收政府信息公开申请0件" in page and 'data-address="requests/received/total"' in page
    names = {a.name.rpartition(".")[2] for a in report.document.files.all()}
    assert names == {"docx", "pdf", "xlsx", "json"}
    acts = set(ActRecord.objects.values_list("act", flat=True))
    assert {"annual.start", "annual.submit", "annual.return", "annual.publish"} <= acts


def test_what_went_up_is_frozen_whole(world: World) -> None:
    version = _submitted(world).current
    assert version is not None and freezing.intact(version)
    assert version.facts == {"新收申请件数": "0"}
    cells = FilingCell.objects.filter(version=version, standing=True)
    assert cells.count() == len(version.filled.form.addresses) == 200
    assert "申请0件" in version.filled.sections[0].text
    version.texts = {"1": ["改过"]}
    assert not freezing.intact(version)


def test_only_the_last_version_counts_in_sums(world: World) -> None:
    filing = _submitted(world)
    ReturnFiling(by=world.office, target=filing, words="请改").execute()
    filing = SubmitFiling(by=world.head, target=filing).execute()
    assert set(FilingCell.objects.filter(standing=True).values_list("version", flat=True)) == {
        filing.current_id
    }
    assert FilingCell.objects.count() == 400


def test_two_clerks_save_at_once_and_nobody_overwrites(world: World) -> None:
    filing = world.started()
    seen = filing.edits
    SaveTexts(by=world.clerk, target=filing, texts={"6": ["甲写的"]}, base=seen).execute()
    with pytest.raises(Changed, match="没有丢失"):
        SaveTexts(by=world.head, target=filing, texts={"6": ["乙写的"]}, base=seen).execute()
    filing.refresh_from_db()
    assert filing.texts == {"6": ["甲写的"]}


@pytest.mark.parametrize(
    "text", ["{{ 没有这个数 }}", "{{ requests.received.nobody }}", "{{ 新收申请件数", "}} 反了"]
)
def test_a_chip_that_names_nothing_is_refused(world: World, text: str) -> None:
    with pytest.raises(Refused, match="不是可以引用的数字"):
        SaveTexts(by=world.clerk, target=world.started(), texts={"1": [text]}).execute()


def test_each_step_belongs_to_its_post(world: World) -> None:
    filing = world.written()
    with pytest.raises(Forbidden, match="负责人或者签发人"):
        SubmitFiling(by=world.clerk, target=filing).execute()
    SubmitFiling(by=world.head, target=filing).execute()
    for act in (AcceptFiling, ReturnFiling):
        with pytest.raises(Forbidden, match="主管部门"):
            act(by=world.head, target=filing).execute()
    with pytest.raises(Refused, match="正在审核"):
        SaveTexts(by=world.clerk, target=filing, texts={"1": ["改"]}).execute()
    with pytest.raises(Refused, match="经办"):
        StartFiling(by=world.clerk, organ=world.county.bureau, year=YEAR).execute()


def test_a_year_is_filed_once_and_only_with_a_form(world: World) -> None:
    world.started()
    for year, why in ((YEAR, "已经开始"), (2018, "没有现行"), (2031, "还没有开始")):
        with pytest.raises(Refused, match=why):
            StartFiling(by=world.clerk, organ=world.county.town, year=year).execute()
