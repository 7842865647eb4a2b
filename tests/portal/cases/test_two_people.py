"""Two at the same moment: one wins, the other is told so, nothing is lost, no number skipped or given twice."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import IntegrityError, close_old_connections, connection, transaction
from django.test import Client
from django.urls import reverse
from tests.portal.cases.citizen import FORM, Citizen
from tests.portal.cases.conftest import APPLICANT, ASKED
from tests.portal.cases.story import Story, day

from portal.acts import record
from portal.acts.act import Act, Changed, Refused
from portal.acts.models import ActRecord
from portal.cases.acts.asking import Answer
from portal.cases.acts.fees import NotifyFee, RecordPayment
from portal.cases.acts.keeping import (
    ArchiveCase,
    AssignCase,
    CloseCase,
    JoinCases,
    Note,
    ReopenCase,
    StrikeEntry,
    TakeCase,
)
from portal.cases.acts.period import ExtendDeadline
from portal.cases.acts.receipt import (
    AskCorrection,
    ReceiveCorrection,
    SendCorrection,
    TakeBack,
    WithdrawRequest,
)
from portal.cases.acts.registration import RegisterCase, next_number
from portal.cases.acts.reply import DraftReply, Part, PassReply, ServeReply, SubmitReply
from portal.cases.lifecycle import Stage
from portal.cases.models import Case, CaseEvent, CaseLetter, Inquiry, Series
from portal.cases.queries import stands_of
from portal.organs.models import Role

Work = Callable[[], Any]


def at_once(*works: Work) -> list[Any]:
    """Do things at the same moment, each in its own thread; return what came of each."""
    ready, came = threading.Barrier(len(works)), [None] * len(works)

    def run(number: int, work: Work) -> None:
        close_old_connections()
        try:
            ready.wait(600)
            came[number] = work()
        except (Refused, IntegrityError) as refused:
            came[number] = refused  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(works)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(600)
    assert not any(one.is_alive() for one in threads)
    return came


def one_won(came: Sequence[Any], *says: str) -> None:
    """One of two was carried out, the other refused in one sentence."""
    refused = [one for one in came if isinstance(one, Refused)]
    assert len(refused) == 1 and None not in came, came
    assert any(said in refused[0].sentence for said in says), refused[0].sentence


def whole(one: Story) -> None:
    """What is kept of a request still holds together, and so does the record."""
    stands_of(one.case)  # raises where the events contradict one another
    assert record.verify().broken is None
    numbers = list(ActRecord.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.usefixtures("transactional_db")
def test_two_clerks_on_one_request(office, county) -> None:
    """Each of these was looked at by both before either of them acted."""
    handler, head, other = office.handler, office.head, county.actor("jb2", Role.HANDLER)

    def both(one: Story, first: Act[Any], second: Act[Any], *says: str) -> None:
        one_won(at_once(first.execute, second.execute), *says)
        whole(one)

    one = Story(office).comes()
    told: dict[str, Any] = {"target": one.case, "on": day("3-08")}
    both(  # correction asked, and extended: what was shown to each is no longer so
        one,
        AskCorrection(by=handler, what="请写明年度", until=day("3-22"), seen=1, **told),
        ExtendDeadline(by=head, days=10, why="需要整理", seen=1, **told),
        "别人已作了修改",
    )
    assert one.case.events.count() == 2

    one = Story(office).comes()
    seen = {"target": one.case, "on": day("3-08"), "seen": one.case.version}
    at_once(*(Note(by=by, text=f"{by.name}记", **seen).execute for by in (handler, other)))
    notes = one.case.events.filter(kind="noted")
    assert notes.count() == 1  # the other one keeps what he typed on his page: see the next test
    whole(one)

    one = Story(office).comes()
    one.signs("3-20")
    told = {"target": one.case, "on": day("3-21")}
    both(  # served twice: the law refuses, even where nobody looked
        one,
        ServeReply(by=handler, service="direct", **told),
        ServeReply(by=other, service="post", tracking="1234567890123", **told),
        "办结",
    )
    assert one.case.events.filter(kind="replied").count() == 1

    told = {"target": one.case, "on": day("3-22")}
    both(one, CloseCase(by=handler, **told), CloseCase(by=other, **told), "结案")
    told = {"target": one.case, "on": day("3-25")}
    both(  # archived, and reopened by a judgment: in either order the file tells which came first
        one,
        ArchiveCase(by=handler, seen=one.case.version, **told),
        ReopenCase(by=head, basis="示府复决〔2024〕3号", seen=one.case.version, **told),
        "别人已作了修改",
    )


@pytest.mark.usefixtures("transactional_db")
def test_two_steps_of_review_and_two_answers(office, county) -> None:
    one = Story(office).comes()
    one.act(DraftReply, "3-20", parts=[Part("provided")])
    one.act(SubmitReply, "3-20")
    second = county.actor("sh2", Role.REVIEWER)
    told: dict[str, Any] = {"target": one.case, "on": day("3-20")}
    came = at_once(
        PassReply(by=office.reviewer, **told).execute, PassReply(by=second, **told).execute
    )
    one_won(came, "签发")  # the next step is the signer's
    assert (one.case.step, one.case.events.filter(kind="passed").count()) == (1, 1)

    one = Story(office).comes()
    inquiry = one.asks("3-18", "organ", "示例县教育局", organ=county.bureau)
    asked = county.actor("bjb", Role.HANDLER, organ=county.bureau)
    came = at_once(
        Answer(by=office.handler, target=inquiry, on=day("3-20"), answer="agrees").execute,
        Answer(by=asked, target=inquiry, on=day("3-21"), answer="objects", why="涉密").execute,
    )
    one_won(came, "已经登记过")
    assert one.case.events.filter(kind="organ_answered").count() == 1
    whole(one)


@pytest.mark.usefixtures("transactional_db")
def test_the_applicant_and_the_office_at_the_same_moment(office) -> None:
    handler = office.handler
    one = Story(office).comes()
    told: dict[str, Any] = {"target": one.case, "on": day("3-08")}
    came = at_once(
        TakeBack(by=handler, **told).execute, WithdrawRequest(by=handler, **told).execute
    )
    one_won(came, "办结")
    one = Story(office).comes()
    one.act(AskCorrection, "3-08", what="请写明年度", until=day("3-22"))
    told = {"target": one.case, "on": day("3-11")}
    came = at_once(
        SendCorrection(by=handler, text="2024年", **told).execute,
        ReceiveCorrection(by=handler, text="来信：2024年", **told).execute,
    )
    one_won(came, "第三十条", "不是办这件事的时候")
    assert one.case.events.filter(kind="corrected").count() == 1
    one.act(NotifyFee, "3-12", office.head, number=80, how="窗口")
    told = {"target": one.case, "on": day("3-13")}
    came = at_once(*(RecordPayment(by=handler, receipt=r, **told).execute for r in ("票1", "票2")))
    one_won(came, "不是办这件事的时候")
    event = one.last("fee_paid")
    told = {"target": one.case, "on": day("3-13")}
    came = at_once(  # struck, while another one builds upon it: whoever is second is told
        StrikeEntry(by=office.head, event=event.pk, why="误登", **told).execute,
        ExtendDeadline(by=office.head, days=5, why="需要整理", **told).execute,
    )
    one_won(came, "不再成立", "缴费")
    whole(one)


@pytest.mark.usefixtures("transactional_db")
def test_two_requests_joined_from_both_sides_do_not_wait_for_each_other_for_ever(office) -> None:
    handler = office.handler
    told: dict[str, Any] = {"by": handler, "on": day("3-05")}
    for _again in range(4):
        one, two = Story(office).comes(), Story(office).comes()
        came = at_once(
            JoinCases(target=one.case, other=two.case, **told).execute,
            JoinCases(target=two.case, other=one.case, **told).execute,
            AssignCase(target=one.case, to=handler.user_id, **told).execute,
        )
        assert isinstance(came[2], Case) and None not in came, came
        refused = [one.sentence for one in came if isinstance(one, Refused)]
        assert all("正有人办理" in said for said in refused)
        for each in (one, two):
            whole(each)


@pytest.mark.usefixtures("transactional_db")
def test_who_comes_second_on_the_page_reads_why_and_finds_what_he_typed(office, county) -> None:
    one = Story(office).comes()
    url = reverse("case_act", args=[one.pk, "correct"])
    clerks = [county.client(name, Role.HANDLER) for name in ("jb", "jb2")]
    seen = clerks[0].get(url).context["form"]["seen"].value()
    typed = [f"请写明{what}的年度" for what in ("资金", "项目")]

    def sends(client: Client, what: str) -> Work:
        data = {"what": what, "guidance": "写明年度", "until": "2024-03-29", "on": "2024-03-08"}
        return lambda: client.post(url, {**data, "seen": seen})

    came = at_once(*(sends(c, w) for c, w in zip(clerks, typed, strict=True)))
    assert sorted(answer.status_code for answer in came) == [302, 409]
    lost = next(n for n, answer in enumerate(came) if answer.status_code == 409)
    page = came[lost].content.decode()
    assert typed[lost] in page and ("别人已作了修改" in page or "一次" in page)
    assert one.last("correction_asked").opinion == typed[1 - lost]
    assert CaseEvent.objects.filter(case=one.pk).count() == 2


@pytest.mark.usefixtures("transactional_db")
def test_eight_registering_at_once_get_eight_numbers_in_a_row(office) -> None:
    handler, town = office.handler, office.county.town

    def registers(number: int) -> Work:
        return RegisterCase(
            by=handler, organ=town, applicant={**APPLICANT, "phone": f"1380013800{number}"},
            asked=ASKED, arrived_on=day("3-04"),
        ).execute  # fmt: skip

    came = at_once(*(registers(number) for number in range(8)))
    numbers = sorted(int(case.number[10:-1]) for case in came)
    assert numbers == list(range(1, 9)), numbers
    assert Series.objects.get(key=f"公开申请:{town.pk}:2024").last == 8
    refused = RegisterCase(
        by=handler, organ=town, applicant=APPLICANT, asked={"subject": ""}, arrived_on=day("3-04")
    )
    with pytest.raises(Refused):
        refused.execute()  # a refusal takes no number

    def takes() -> str:
        with transaction.atomic():
            return next_number(town, day("3-04"), "公开复")

    given = at_once(*(takes for _ in range(8)))
    assert sorted(given) == [f"公开复〔2024〕{n}号" for n in range(1, 9)]
    assert Story(office).comes().case.number == "公开申请〔2024〕9号"


@pytest.mark.usefixtures("transactional_db")
def test_two_citizens_get_two_numbers_and_the_same_form_twice_is_one_request(county) -> None:
    people = [Citizen(), Citizen(address="127.0.0.2")]
    forms = [
        people[0].fills(),
        people[1].fills(name="王芳", phone="13600136000", id_number="110105194912310038"),
    ]
    for who, form in zip(people, forms, strict=True):
        who.posts(FORM, form | {"step": "check"})
    came = at_once(
        *(
            (lambda who=who, form=form: who.posts(FORM, form | {"step": "send"}))
            for who, form in zip(people, forms, strict=True)
        )
    )
    assert [answer.status_code for answer in came] == [302, 302]
    assert len(set(Case.objects.values_list("number", flat=True))) == 2

    again = Citizen(address="127.0.0.3")
    form = again.fills(subject="另一份文件", content="")
    again.posts(FORM, form | {"step": "check"})
    came = at_once(*[lambda: again.posts(FORM, form | {"step": "send"})] * 2)
    assert [answer.status_code for answer in came] == [302, 302]
    assert Case.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("stage", [Stage.HANDLING, Stage.SIGNED])
def test_what_was_shown_is_no_longer_so(office, stage: Stage) -> None:
    """Without threads: the version seen decides, whatever act it is."""
    one = Story(office).comes()
    if stage is Stage.SIGNED:
        one.signs("3-20")
    seen = one.case.version
    one.act(Note, "3-20", text="先写的一条")
    for act, facts in (
        (Note, {"text": "后写的一条"}),
        (AssignCase, {"to": office.handler.user_id}),
        (WithdrawRequest, {}),
        (ServeReply, {"service": "direct"}),
    ):
        with pytest.raises(Changed):
            act(by=office.handler, target=one.case, on=day("3-20"), seen=seen, **facts).execute()
    assert not Inquiry.objects.exists()
    assert CaseLetter.objects.filter(state="served").count() == 0


def test_two_clerks_press_take_at_once_and_one_of_them_has_it(
    transactional_db: None, office
) -> None:
    one = Story(office).comes()
    Case.objects.filter(pk=one.pk).update(handler_id=None)
    people = [office.county.actor(name, Role.HANDLER) for name in ("jb", "jb2")]
    came = at_once(*(lambda by=by: TakeCase(by=by, target=one.case).execute() for by in people))
    one_won(came, "已经由", "别人")
    assert one.case.handler_id in {by.user_id for by in people}
    assert one.case.events.filter(kind="assigned").count() == 1
    whole(one)
