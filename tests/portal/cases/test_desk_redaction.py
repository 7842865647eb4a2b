"""A file that goes out is redacted on the desk: chosen, taken out, proven, kept beside its original."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.gongkai.redaction.papers import lines_pdf

from gongkai.redaction.redact import find
from portal.cases import papers
from portal.cases.acts.keeping import Note
from portal.cases.acts.redaction import ProvideWhole
from portal.cases.acts.reply import DraftReply, Part, PassReply, ServeReply, SubmitReply
from portal.cases.models import Case, CaseFile
from portal.organs.models import Role

pytestmark = pytest.mark.django_db
SECRET = "13800138000"


def again(case: Case) -> Case:
    return Case.objects.select_related("organ", "applicant").get(pk=case.pk)


@pytest.fixture
def clerk(county) -> Client:
    return county.client("jb", Role.HANDLER)


PARTLY = Part(
    "partly_provided",
    facts={"content": "发放名册", "withheld": "联系电话", "reasons": "属于个人隐私"},
)


def kept(
    office,
    data: bytes,
    name: str = "名册.pdf",
    part: Part = Part("provided"),  # noqa: B008
) -> CaseFile:
    case = office.case()
    paper = papers.received(name, data)
    DraftReply(by=office.handler, target=case, parts=[part], files=[paper]).execute()
    return case.files.get()


def test_what_is_chosen_is_gone_and_the_proof_is_kept(office, clerk: Client) -> None:
    file = kept(office, lines_pdf("发放名册", f"王小明 联系电话：{SECRET}", "金额500元"))
    url = reverse("case_redact", args=[file.pk])
    assert url in clerk.get(reverse("case", args=[file.case_id])).content.decode()
    page = clerk.get(url)
    assert page.status_code == 200 and SECRET in page.content.decode()
    form = page.context["form"]
    chosen = [str(n) for n, mark in enumerate(form.suggested) if mark.text == SECRET]
    assert chosen
    sent = clerk.post(
        url, {"marks": chosen, "text": "500元", "ground": "15", "source": file.sha256}
    )
    assert sent.status_code == 302, sent.context["form"].errors
    made = CaseFile.objects.get(what="redacted")
    assert made.made_from_id == file.pk and made.facts["proof"]["holds"]
    told = "".join(
        line.text for p in find(papers.content(made), made.name).pages for line in p.lines
    )
    assert SECRET not in told and "500元" not in told and "发放名册" in told
    assert SECRET not in str(made.facts) and SECRET not in str(
        list(again(file.case).events.values_list("opinion", "facts"))
    )
    assert "遮盖的证明成立" in clerk.get(reverse("case", args=[file.case_id])).content.decode()


def test_nothing_chosen_or_words_that_stand_nowhere_are_one_sentence(office, clerk: Client) -> None:
    file = kept(office, lines_pdf("没有个人信息的通知"))
    url = reverse("case_redact", args=[file.pk])
    refused = clerk.post(url, {"text": "", "ground": "15"})
    assert refused.status_code == 422 and "没有选择" in refused.content.decode()
    refused = clerk.post(url, {"text": "不在里面的字", "ground": "15"})
    assert refused.status_code == 422 and "不在里面的字" in refused.content.decode()
    assert not CaseFile.objects.filter(what="redacted").exists()


def test_a_damaged_file_is_said_to_be_damaged(office, clerk: Client) -> None:
    file = kept(office, b"%PDF-1.4 broken")
    page = clerk.get(reverse("case_redact", args=[file.pk]))
    assert (
        page.status_code == 200 and '<form method="post" class="sheet"' not in page.content.decode()
    )


def test_what_the_applicant_sent_in_is_evidence_and_not_redacted(office, clerk: Client) -> None:
    case = office.case(files=[papers.received("申请书.pdf", lines_pdf("申请"))])
    assert clerk.get(reverse("case_redact", args=[case.files.get().pk])).status_code == 403
    Note(by=office.handler, target=case, text="…").execute()


def test_the_applicant_gets_the_last_redaction_and_never_what_it_was_made_from(
    office, clerk: Client
) -> None:
    roll = lines_pdf("发放名册", f"王小明 联系电话：{SECRET}", "金额500元")
    file = kept(office, roll, part=PARTLY)
    plain = papers.add(
        again(file.case), "provided", papers.received("说明.txt", b"yes"), by=office.handler
    )
    url = reverse("case_redact", args=[file.pk])
    for text in ("500元", f"{SECRET}\n500元"):  # the first time something was overlooked
        told = {"marks": [], "text": text, "ground": "15", "source": file.sha256}
        assert clerk.post(url, told).status_code == 302
    last = CaseFile.objects.filter(what="redacted").latest("pk")
    assert {one.pk for one in papers.outgoing(again(file.case))} == {plain.pk, last.pk}
    ProvideWhole(
        by=office.handler, target=again(file.case), file=plain, why="没有个人信息"
    ).execute()
    SubmitReply(by=office.handler, target=again(file.case)).execute()
    for who in (office.reviewer, office.secrecy, office.signer):
        PassReply(by=who, target=again(file.case)).execute()
    assert not CaseFile.objects.filter(shown=True).exists()
    ServeReply(by=office.handler, target=again(file.case), service="direct").execute()
    given = set(CaseFile.objects.filter(shown=True).values_list("pk", flat=True))
    assert given == {plain.pk, last.pk}


def test_a_file_goes_out_redacted_or_whole_with_a_reason(office, clerk: Client) -> None:
    file = kept(office, lines_pdf("发放名册", f"王小明 联系电话：{SECRET}"))
    case = file.case
    DraftReply(
        by=office.handler, target=case, parts=[Part("provided", facts={"content": "名册"})]
    ).execute()
    refused = SubmitReply(by=office.handler, target=again(case)).refusal()
    assert refused is not None and "请遮盖其中的内容，或者说明可以整份提供" in refused.sentence
    page = clerk.get(reverse("case_as_it_is", args=[file.pk])).content.decode()
    assert f"例如“{SECRET}”" in page
    sent = clerk.post(reverse("case_as_it_is", args=[file.pk]), {"why": ""})
    assert sent.status_code == 422
    sent = clerk.post(reverse("case_as_it_is", args=[file.pk]), {"why": "本人同意公开。"})
    assert sent.status_code == 302
    assert SubmitReply(by=office.handler, target=again(case)).refusal() is None
    assert clerk.get(reverse("case_as_it_is", args=[file.pk])).status_code == 403
