"""A request from the counter to the archive, with everything that can come in between."""

from datetime import date

import pytest

from gongkai.cases.events import Channel
from portal.acts.act import Forbidden, Refused
from portal.acts.models import ActRecord
from portal.cases import queries
from portal.cases.acts.asking import Answer, Ask
from portal.cases.acts.keeping import ArchiveCase, CloseCase, ReopenCase
from portal.cases.acts.objections import SetObjectionAside, standing
from portal.cases.acts.period import ExtendDeadline
from portal.cases.acts.receipt import AskCorrection, ConfirmReceipt, ReceiveCorrection
from portal.cases.acts.reply import DraftReply, Part, PassReply, ServeReply, SubmitReply
from portal.cases.models import Case

pytestmark = pytest.mark.django_db


def again(case: Case) -> Case:
    """Return the request as the database has it now."""
    return Case.objects.select_related("organ", "applicant").get(pk=case.pk)


def answered(office, case: Case, *parts: Part, day: date, aside: str = "") -> Case:
    """Draft, review, sign and serve a reply on a day; `aside`: why an objection does not stand in its way."""
    DraftReply(by=office.handler, target=case, parts=parts, on=day).execute()
    for one in standing(case) if aside else ():
        told = {"objection": one.pk, "how": "apart", "why": aside}
        SetObjectionAside(by=office.handler, target=again(case), on=day, **told).execute()
    SubmitReply(by=office.handler, target=case, on=day).execute()
    who = {"reviewer": office.reviewer, "secrecy": office.secrecy, "signer": office.signer}
    for step in again(case).steps:
        PassReply(by=who[step], target=again(case), on=day).execute()
    return ServeReply(by=office.handler, target=case, on=day, service="direct").execute()


def test_a_request_at_the_counter_is_received_that_day_and_due_in_twenty_working_days(
    office,
) -> None:
    case = office.case()
    assert case.received_on == date(2024, 3, 4)
    assert case.due_on == date(2024, 4, 1)  # 20 working days after 4 March
    assert case.number == "公开申请〔2024〕1号"


def test_a_letter_is_received_when_it_is_confirmed_with_the_applicant(office) -> None:
    case = office.case(Channel.LETTER)
    assert (case.received_on, case.due_on, case.waiting) == (None, None, "confirmation")
    ConfirmReceipt(by=office.handler, target=case, on=date(2024, 3, 6)).execute()
    assert again(case).received_on == date(2024, 3, 6)


def test_correction_third_party_extension_partial_disclosure_and_reopening(office) -> None:
    case = office.case()
    AskCorrection(
        by=office.handler,
        target=case,
        on=date(2024, 3, 8),
        what="请写明所需资金的年度和项目",
        until=date(2024, 3, 22),
    ).execute()
    assert again(case).waiting == "applicant"
    ReceiveCorrection(
        by=office.handler, target=again(case), on=date(2024, 3, 15), text="2024年村道养护"
    ).execute()
    assert again(case).due_on == date(2024, 4, 15)
    Ask(
        by=office.handler,
        target=again(case),
        on=date(2024, 3, 18),
        whom="甲养护公司",
        question="合同单价是否同意公开",
        received_on=date(2024, 3, 19),
    ).execute()
    inquiry = again(case).inquiries.get()
    Answer(
        by=office.handler, target=inquiry, on=date(2024, 3, 26), answer="objects", why="商业秘密"
    ).execute()
    ExtendDeadline(
        by=office.head, target=again(case), on=date(2024, 4, 1), days=10, why="需要整理材料"
    ).execute()
    told = [reason.text for reason in queries.reading(again(case)).reasons]
    assert any("延期" in one for one in told) and any("征求" in one for one in told)
    done = answered(
        office,
        again(case),
        Part("provided", what="拨付文件"),
        Part(
            "refused",
            ("15",),
            "合同单价",
            {"reasons": "合同单价是甲养护公司的商业秘密，该公司不同意公开"},
        ),
        day=date(2024, 4, 20),
        aside="拨付文件里没有合同单价",
    )
    assert (done.outcome, done.ended_on) == ("partly_provided", date(2024, 4, 20))
    CloseCase(by=office.handler, target=again(case), on=date(2024, 4, 22)).execute()
    ArchiveCase(by=office.handler, target=again(case), on=date(2024, 4, 23)).execute()
    ReopenCase(
        by=office.head,
        target=again(case),
        on=date(2024, 7, 1),
        basis="示府复决〔2024〕3号",
        until=date(2024, 7, 20),
    ).execute()
    case = again(case)
    assert (case.due_on, case.ended_on, case.outcome) == (date(2024, 7, 20), None, "")


def test_correction_is_asked_once_and_within_seven_working_days(office) -> None:
    case = office.case()
    late = AskCorrection(
        by=office.handler, target=case, on=date(2024, 3, 14), what="…", until=date(2024, 3, 30)
    )
    with pytest.raises(Refused, match="第三十条"):
        late.execute()
    assert again(case).events.count() == 1  # nothing was changed


def test_only_the_head_consents_to_an_extension(office) -> None:
    case = office.case()
    with pytest.raises(Forbidden, match="第三十三条"):
        ExtendDeadline(by=office.handler, target=case, on=date(2024, 3, 20), why="…").execute()


def test_nobody_reviews_what_he_drafted(office) -> None:
    case = office.case()
    DraftReply(by=office.handler, target=case, parts=[Part("provided")]).execute()
    SubmitReply(by=office.handler, target=again(case)).execute()
    with pytest.raises(Forbidden):
        PassReply(by=office.handler, target=again(case)).execute()


def test_the_record_keeps_no_personal_data(office) -> None:
    office.case()
    kept = str(list(ActRecord.objects.values_list("about", "before", "after", "reason")))
    for secret in ("李明", "11010519491231002X", "13800138000", "农村公路"):
        assert secret not in kept


def test_what_identifies_an_applicant_is_sealed_in_the_database(office) -> None:
    person = office.case().applicant
    for secret in ("11010519491231002X", "13800138000"):
        assert secret not in person.sealed
        assert secret in person.unseal().values()
