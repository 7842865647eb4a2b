"""Annual reports of the small world: one filing of 示例镇 where each act on a filing is possible."""

from decimal import Decimal
from typing import Any

from portal.acts.actor import SYSTEM
from portal.annual import drafting, findings, unspoken
from portal.annual.acts import (
    AcceptFiling,
    AddRemark,
    Adjust,
    AnswerFinding,
    CorrectFiling,
    OpenBalance,
    PublishFiling,
    ReturnFiling,
    SaveTexts,
    StartFiling,
    SubmitFiling,
    WriteZero,
)
from portal.annual.models import AnnualReport, Filing
from tests.portal.annual.conftest import answered

WORK = (
    "主动公开、依申请公开、政府信息管理、平台建设、监督保障均按规定办理。"
    "工作考核合格，没有社会评议反映的问题，没有责任追究的情形。"
)
OF_ACT = {
    "submit": "filing_ready", "accept": "filing_up", "return": "filing_up",
    "publish": "filing_passed", "correct": "filing_public", "balance": "filing_back", "zero": "filing_zero",
}  # fmt: skip
"""Which filing each act is carried out on; the empty one for the others."""


def build(world: Any) -> None:
    """Make the filings through acts: empty, ready, up, passed, public with a correction, sent back."""
    by = world.actor("经办")

    def started(name: str, year: int) -> Filing:
        world.of[name] = StartFiling(by=by, organ=world.town, year=year).execute()
        return world.of[name]

    def written(name: str, year: int) -> Filing:
        filing = started(name, year)
        now = drafting.working(filing)
        for address, figure in now.report.figures.items():
            if not figure.is_number and drafting.leaf(now.report, address):
                Adjust(by=by, target=filing, address=str(address), reason="没有").execute()
        none = sorted(set(unspoken.all_of(world.town, year)) - {"training"})
        filing = WriteZero(by=by, target=filing, things=none).execute()
        text = world.said("paragraph", "没有其他事项。")
        return SaveTexts(by=by, target=filing, texts={"6": [*filing.texts["6"], text]}).execute()

    def up(name: str, year: int) -> Filing:
        filing = answered(written(name, year), by)
        return SubmitFiling(by=world.actor("负责人"), target=filing).execute()

    empty = started("filing", 2019)
    Adjust(
        by=by, target=empty, address="requests/received/natural", delta=Decimal(1),
        reason=world.said("reason", "系统启用前收到"),
    ).execute()  # fmt: skip
    world.of["adjustment"] = empty.adjustments.get()
    worst, *others = findings.of(empty)
    world.of["finding"] = worst.key
    world.of["asking"] = next(one.key for one in others if one.asks)
    AnswerFinding(
        by=by, target=empty, keys=[worst.key], words=world.said("explanation", "确实如此")
    ).execute()
    started("filing_zero", 2023)
    written("filing_ready", 2021)
    up("filing_up", 2022)
    back = up("filing_back", 2025)
    AddRemark(
        by=world.actor("主管部门"), target=back, section=6, paragraph=0,
        words=world.said("remark", "请写明金额"),
    ).execute()  # fmt: skip
    world.of["remark"] = back.current.remarks.get()
    ReturnFiling(by=SYSTEM, target=back).execute()
    public = written("filing_public", 2024)
    now = drafting.working(public)
    carried = drafting.unopened(now.report, drafting.previous(public))  # of the archived report
    OpenBalance(by=by, target=public).execute()
    for one in carried:  # still open at the end of the year: 2025 has to carry it in
        address = str(one.address._replace(row="carried_out"))
        Adjust(by=by, target=public, address=address, delta=one.delta, reason="未办结").execute()
    public = SaveTexts(by=by, target=public, texts={"1": [WORK]}).execute()
    SubmitFiling(by=world.actor("负责人"), target=answered(public, by)).execute()
    AcceptFiling(by=SYSTEM, target=public).execute()
    PublishFiling(by=by, target=public).execute()
    CorrectFiling(by=by, target=public, note=world.said("note", "第六部分漏写")).execute()
    SubmitFiling(by=world.actor("负责人"), target=answered(public, by)).execute()
    AcceptFiling(by=SYSTEM, target=public).execute()
    PublishFiling(by=by, target=public).execute()
    world.of["before"] = AnnualReport.objects.get(organ=world.town, year=2024, note="")
    passed = up("filing_passed", 2020)
    world.of["filing_passed"] = AcceptFiling(by=SYSTEM, target=passed).execute()
