"""The information processing fee: its notice, its payment (国办函〔2020〕109号)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai import fees
from gongkai.cases.events import Kind
from gongkai.errors import InputError
from portal.acts import clock
from portal.acts.act import Refused
from portal.cases import papers, policies
from portal.cases.acts.base import CaseAct
from portal.cases.models import Case, CaseEvent, CaseFile
from portal.ui.language import spoken


def charge_for(case: Case, tariff: str, number: int) -> fees.Charge:
    """Return the fee of one request: by pages, or as the so-many-th of the applicant's month.

    Raises InputError for a number that cannot be.
    """
    if tariff == "pages":
        return fees.by_pages(number)
    amount = fees.of_item(number)
    total = fees.by_items(number)
    return fees.Charge(amount, total.working)


def ordinal(case: Case) -> int:
    """Return which of the applicant's requests of its calendar month this is (109号, art. 4)."""
    day = case.arrived_on
    if not case.applicant.same:
        return 1
    return Case.objects.filter(
        organ=case.organ_id,
        applicant__same=case.applicant.same,
        arrived_on__year=day.year,
        arrived_on__month=day.month,
        pk__lte=case.pk,
    ).count()


@dataclass(kw_only=True)
class NotifyFee(CaseAct):
    """Send the fee notice; the period runs anew from the payment.

    tariff  items or pages, one of them (art. 3); number: which item of the month, or how many pages
    """

    name = "cases.notify_fee"
    title = gettext_lazy("发出收费通知")
    policy = staticmethod(policies.may_head)
    kind = Kind.FEE_NOTIFIED
    once = "fee_notified_on"

    tariff: str = "pages"
    number: int = 0
    received_on: date | None = None
    how: str = ""

    def lacking(self) -> str | None:
        """A fee that is nothing is not asked for."""
        if self.tariff not in ("items", "pages"):
            return _("请选择按件还是按量计收，只能选一种（第三条）。")
        if self.tariff == "items" and self.number != ordinal(self.case):
            return _("这是该申请人本月第%(n)s件申请，按件计收应按这个件数计算。") % {
                "n": ordinal(self.case)
            }
        try:
            charge = charge_for(self.case, self.tariff, self.number)
        except InputError as error:
            return error.sentence(spoken())
        return None if charge.amount else _("按这个数量不收费，不需要发收费通知。")

    def do(self) -> Case:
        """Append the notice with the amount and how it comes about."""
        charge = charge_for(self.case, self.tariff, self.number)
        self.append(
            received_on=self.received_on,
            opinion=self.how,
            facts={
                "tariff": self.tariff,
                "number": self.number,
                "amount": charge.amount,
                "working": list(charge.working),
            },
        )
        return self.case


@dataclass(kw_only=True)
class RecordPayment(CaseAct):
    """Enter that the fee was paid, with the number of the fiscal receipt."""

    name = "cases.record_payment"
    title = gettext_lazy("登记缴费")
    policy = staticmethod(policies.may_handle)
    kind = Kind.FEE_PAID

    receipt: str = ""
    files: Sequence[papers.Paper] = ()

    def lacking(self) -> str | None:
        """With its receipt."""
        return None if self.receipt.strip() else _("请填写财政票据号码。")

    def do(self) -> Case:
        """Append the payment of the whole amount."""
        notice = self.case.events.filter(kind=Kind.FEE_NOTIFIED, struck=None).last()
        if notice is None:
            raise Refused(_("没有发出收费通知，就没有缴费。"))
        facts = {"receipt": self.receipt.strip()[:60], "amount": notice.facts["amount"]}
        self.append(facts=facts)
        for paper in self.files:
            papers.add(self.case, CaseFile.What.FEE, paper, by=self.by)
        return self.case


def by_month(organ_id: int, year: int) -> list[int]:
    """Return the yuan an organ took in each month of a year (section six of the report)."""
    # Payments are few: those of all organs in a year are found by their own small index, for which
    # the kind must be a constant and not a parameter.
    found = CaseEvent.objects.filter(on__year=year, struck=None).extra(
        where=[f"cases_caseevent.kind = '{Kind.FEE_PAID.value}'"]
    )
    months = [0] * 12
    for organ, on, facts in found.values_list("case__organ", "on", "facts"):
        if organ == organ_id:
            months[on.month - 1] += int(facts.get("amount", 0))
    return months


def forecast(organ_id: int, same: str) -> tuple[int, int]:
    """Return which of the month a further request would be, and what it alone would cost by item."""
    today = clock.today()
    count = 0
    if same:
        count = Case.objects.filter(
            organ=organ_id,
            applicant__same=same,
            arrived_on__year=today.year,
            arrived_on__month=today.month,
        ).count()
    return count + 1, fees.of_item(count + 1)
