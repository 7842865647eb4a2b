"""Filings of annual reports in the county of `office`: one begun, one sent back, one up, one corrected."""

from decimal import Decimal
from typing import Any

from portal.acts.actor import SYSTEM
from portal.annual import drafting, findings
from portal.annual.acts import (
    AcceptFiling,
    AddRemark,
    Adjust,
    CorrectFiling,
    PublishFiling,
    ReturnFiling,
    StartFiling,
    SubmitFiling,
    WriteZero,
)
from portal.annual.models import AnnualReport, Filing
from portal.organs.models import Organ
from tests.portal.annual.conftest import answered

BEGUN, CORRECTED, BACK = 2019, 2021, 2022
"""Years of which the county tells no request, so that a zero report is true."""


def build(town: Organ, other: Organ) -> dict[str, Any]:
    """Make them through acts and return their keys."""
    begun = StartFiling(by=SYSTEM, organ=town, year=BEGUN).execute()
    Adjust(
        by=SYSTEM,
        target=begun,
        address="requests/received/natural",
        delta=Decimal(2),
        reason="系统启用前收到的纸质申请",
    ).execute()
    back = _up(town, BACK)
    AddRemark(by=SYSTEM, target=back, section=5, paragraph=0, words="请写明具体表现").execute()
    ReturnFiling(by=SYSTEM, target=back).execute()
    corrected = _published(_up(town, CORRECTED))
    CorrectFiling(by=SYSTEM, target=corrected, note="第六部分漏写一项").execute()
    _published(SubmitFiling(by=SYSTEM, target=answered(corrected)).execute())
    assert back.current is not None
    return {
        "begun": begun.pk,
        "back": back.pk,
        "up": _up(other, CORRECTED).pk,
        "corrected": corrected.pk,
        "adjustment": begun.adjustments.get().pk,
        "finding": findings.told(drafting.working(begun))[0].key,
        "remark": back.current.remarks.get().pk,
        "before": AnnualReport.objects.get(organ=town, year=CORRECTED, note="").pk,
    }


def _up(organ: Organ, year: int) -> Filing:
    filing = StartFiling(by=SYSTEM, organ=organ, year=year).execute()
    filing = WriteZero(by=SYSTEM, target=filing).execute()
    return SubmitFiling(by=SYSTEM, target=answered(filing)).execute()


def _published(filing: Filing) -> Filing:
    accepted = AcceptFiling(by=SYSTEM, target=filing).execute()
    return PublishFiling(by=SYSTEM, target=accepted).execute()
