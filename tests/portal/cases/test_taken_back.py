"""A file was provided by mistake: it is taken back at once, kept sealed, and everybody can see that it was."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.gongkai.redaction.papers import lines_pdf
from tests.portal.cases.test_desk_redaction import PARTLY, SECRET, again
from tests.portal.cases.test_public_tracking import Citizen, citizen, confirmed, on

from portal.acts.act import Refused
from portal.acts.models import ActRecord
from portal.cases import papers
from portal.cases.acts.keeping import ArchiveCase, CloseCase, StrikeEntry
from portal.cases.acts.redaction import ProvideWhole, TakeBackFile
from portal.cases.acts.reply import (
    DraftReply,
    PassReply,
    ReturnReply,
    ServeReply,
    SubmitReply,
)
from portal.cases.models import Case, CaseFile
from portal.organs.models import Role

__all__ = ["citizen"]
pytestmark = pytest.mark.django_db
NAME, WHY = "王小明低保名册.pdf", "附成了另一村的名册"


def provided(office) -> CaseFile:
    """Serve a partial disclosure with a roll that was redacted, not well enough."""
    case = confirmed(office)
    roll = papers.received(NAME, lines_pdf("发放名册", f"王小明 联系电话：{SECRET}", "金额500元"))
    with on(3, 20):
        DraftReply(by=office.handler, target=again(case), parts=[PARTLY], files=[roll]).execute()
        file = CaseFile.objects.get(what="provided")
        ProvideWhole(by=office.handler, target=again(case), file=file, why="看过了").execute()
        serves(office, again(case))
    return CaseFile.objects.get(pk=file.pk)


def serves(office, case: Case) -> None:
    SubmitReply(by=office.handler, target=case).execute()
    who = {"reviewer": office.reviewer, "secrecy": office.secrecy, "signer": office.signer}
    for step in again(case).steps:
        PassReply(by=who[step], target=again(case)).execute()
    ServeReply(by=office.handler, target=again(case), service="direct").execute()


def test_it_is_out_of_reach_at_once_and_the_applicant_is_told(
    office, citizen: Citizen, county
) -> None:
    file = provided(office)
    clerk = county.client("jb", Role.HANDLER)
    home, page = reverse("case", args=[file.case_id]), reverse("case_take_back", args=[file.pk])
    url = f"/track/files/{file.pk}/"
    with on(3, 21):
        assert NAME in citizen.unlocks().content.decode()
        assert citizen.get(url).status_code == 200
        assert page in clerk.get(home).content.decode()
        shown = clerk.get(page).content.decode()
        assert "不能再下载" in shown and "收不回来" in shown
        assert clerk.post(page, {"why": " "}).status_code == 422
        assert citizen.get(url).status_code == 200
        assert clerk.post(page, {"why": WHY}).status_code == 302
        assert citizen.get(url).status_code == 404
        told = citizen.sees("/track/")
    assert "机关收回一个文件" in told and 'datetime="2024-03-21"' in told
    assert NAME not in told and "王小明" not in told and WHY not in told
    kept = CaseFile.objects.get(pk=file.pk)
    assert not kept.shown and papers.content(kept).startswith(b"%PDF")
    assert kept.facts["taken_back"] == "2024-03-21"
    event = again(file.case).events.latest("pk")
    assert event.opinion == f"收回已提供的“{NAME}”：{WHY}" and event.who == office.handler.name
    desk = clerk.get(home).content.decode()
    assert "<b>收回文件</b>" in desk and "<b>整份提供文件</b>" in desk and "<b>备注</b>" not in desk
    assert WHY in desk and "2024-03-21收回" in desk and page not in desk
    record = ActRecord.objects.get(act="cases.take_back_file")
    assert NAME not in str(record.before) + str(record.after) + record.about


def test_whoever_still_had_the_page_open_gets_nothing(office, citizen: Citizen) -> None:
    file = provided(office)
    with on(3, 21):
        citizen.unlocks()
        TakeBackFile(by=office.handler, target=again(file.case), file=file, why=WHY).execute()
        assert citizen.get(f"/track/files/{file.pk}/").status_code == 404
        assert Client().get(f"/track/files/{file.pk}/").status_code == 302


def test_even_from_the_archive_but_only_what_was_given_and_once(office, citizen: Citizen) -> None:
    file = provided(office)
    case = again(file.case)
    inside = papers.add(case, "material", papers.received("内部.txt", b"no"), by=office.handler)
    CloseCase(by=office.handler, target=again(case)).execute()
    ArchiveCase(by=office.handler, target=again(case)).execute()
    act = {"by": office.handler, "why": WHY}
    for who in (
        office.reviewer,
        office.county.actor("bjb", Role.HANDLER, organ=office.county.bureau),
    ):
        with pytest.raises(Refused, match="经办人员"):
            TakeBackFile(**{**act, "by": who}, target=again(case), file=file).execute()
    with pytest.raises(Refused, match="不用收回"):
        TakeBackFile(**act, target=again(case), file=inside).execute()
    with pytest.raises(Refused, match="为什么"):
        TakeBackFile(**{**act, "why": ""}, target=again(case), file=file).execute()
    TakeBackFile(**act, target=again(case), file=file).execute()
    with pytest.raises(Refused, match="不用收回"):
        TakeBackFile(**act, target=again(case), file=file).execute()
    other = office.case()
    with pytest.raises(Refused, match="不用收回"):
        TakeBackFile(**act, target=other, file=file).execute()


def test_what_was_taken_back_does_not_come_back_with_the_next_service(
    office, citizen: Citizen, county
) -> None:
    """The redaction did not go far enough: taken back, redacted anew, served anew."""
    file = provided(office)
    case = file.case
    clerk = county.client("jb", Role.HANDLER)
    with on(3, 21):
        TakeBackFile(by=office.handler, target=again(case), file=file, why=WHY).execute()
        replied = again(case).events.get(kind="replied", struck=None)
        StrikeEntry(by=office.head, target=again(case), event=replied.pk, why="文件有误").execute()
        ReturnReply(by=office.head, target=again(case), opinion="重新遮盖").execute()
        told = {"text": SECRET, "ground": "15", "source": file.sha256}
        sent = clerk.post(reverse("case_redact", args=[file.pk]), told)
        assert sent.status_code == 302, sent.context["form"].errors
        first = CaseFile.objects.get(what="redacted")
        serves(office, again(case))
        assert list(CaseFile.objects.filter(shown=True)) == [first]
        TakeBackFile(by=office.handler, target=again(case), file=first, why="漏了姓名").execute()
        assert not CaseFile.objects.filter(shown=True).exists()
        assert not papers.outgoing(again(case)).exists()
        citizen.unlocks()
        for one in (file, first):
            assert citizen.get(f"/track/files/{one.pk}/").status_code == 404
        assert citizen.sees("/track/").count("机关收回一个文件") == 2
    assert date(2024, 3, 21) == again(case).ended_on
