"""An applicant's data is seen by the organ that handles the request and by nobody else."""

import io
import json
import re
import zipfile
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from tests.portal.cases.story import Story, day

from portal.acts.act import Refused
from portal.acts.models import ActRecord
from portal.cases import daily, papers, urls
from portal.cases.acts.correcting import ChangeRegistration
from portal.cases.acts.keeping import Note
from portal.cases.acts.letters import ServeLetter
from portal.cases.acts.matters import AnswerMatter, SubmitMatter
from portal.cases.acts.privacy import UnmaskApplicant
from portal.cases.acts.receipt import AskCorrection
from portal.cases.acts.reply import Part
from portal.cases.desk_offers import BY_SLUG
from portal.cases.models import CaseFile, Inquiry, Matter
from portal.organs.models import Role

pytestmark = pytest.mark.django_db

WHO = {
    "kind": "natural",
    "name": "欧阳守拙",
    "id_kind": "居民身份证",
    "id_number": "11010519491231002X",
    "phone": "13800138000",
    "address": "示例县杏花巷88号",
    "email": "shouzhuo@example.com",
}
ASKED = {"subject": "鳌头养蜂场搬迁补偿协议", "content": "与欧家签订的那一份"}
IDENTITY = tuple(WHO[n] for n in ("name", "id_number", "phone", "address", "email"))
"""What is masked even on the screens of the organ itself."""
SECRETS = (*IDENTITY, *ASKED.values(), "丁戊己养蜂合作社", "商业秘密甲乙丙", "守拙的户口簿")


@dataclass
class World:
    """A request at every turn: answered by third parties, replied to, a matter besides it."""

    open: Story
    replied: Story
    matter: Matter
    answered: Matter
    inquiry: Inquiry

    def arguments(self) -> dict[str, list[list[Any]]]:
        """Return the addresses of requests by name, each with the arguments that lead to the data."""
        pks = [[self.open.pk], [self.replied.pk]]
        file = CaseFile.objects.filter(case=self.open.pk).latest("pk").pk
        letters = [[_letters(one)[-1]] for one in (self.open, self.replied)]
        matters, none, files = [[self.matter.pk], [self.answered.pk]], [[]], [[file]]
        return {
            **dict.fromkeys(("cases", "case_register", "case_workload", "case_figures"), none),
            **dict.fromkeys(("matter_register", "track_matter_letter"), none),
            **dict.fromkeys(("case_inquiries", "matters", "letter_templates", "case_rules"), none),
            **dict.fromkeys(("case_outlines", "track", "track_close", "calculator"), none),
            **dict.fromkeys(("track_correct", "track_pay", "track_withdraw", "track_affirm"), none),
            **dict.fromkeys(("apply_receipt", "apply_receipt_pdf", "matter_receipt"), none),
            **dict.fromkeys(("case", "case_reply", "case_remind", "case_unmask"), pks),
            **dict.fromkeys(("case_file", "case_redact", "case_as_it_is", "case_take_back"), files),
            **dict.fromkeys(("matter", "matter_unmask"), matters),
            **dict.fromkeys(("case_letter", "case_letter_complete", "case_letter_serve"), letters),
            "case_letter_file": [[*one, "pdf"] for one in letters],
            "case_act": [
                [one, slug]
                for one in (self.open.pk, self.replied.pk)
                for slug, offered in BY_SLUG.items()
                if not offered.own and (one == self.open.pk or slug in ("reopen", "note"))
            ],
            "case_whole": [[*pk, "zip"] for pk in pks],
            "case_inquiry": [[self.inquiry.pk]],
            "matter_file": [[*one, 0] for one in matters],
            "matter_letter": [[self.answered.pk, ending] for ending in ("pdf", "docx")],
            "letter_template": [["refused"]],
            "apply_form": [["shilizhen"]],
            "matter_form": [["shilizhen", "report"]],
            "request_totals": [["shilizhen"]],
            "track_file": [[file]],
            "track_letter": [[*letters[0], "pdf"]],
            "track_matter_file": [[0]],
        }

    def pages(self) -> list[str]:
        """Return every address of requests."""
        return [
            reverse(name, args=args) for name, many in self.arguments().items() for args in many
        ]


def _letters(one: Story) -> list[int]:
    return list(one.case.letters.order_by("pk").values_list("pk", flat=True))


@pytest.fixture
def world(office) -> World:
    """Tell two requests of 欧阳守拙 through acts."""
    told: dict[str, Any] = {
        "applicant": WHO,
        "asked": ASKED,
        "files": [papers.received("守拙的户口簿.pdf", b"%PDF-1.4 x")],
    }
    one = Story(office).comes(**told)
    first = one.asks("3-05", whom="丁戊己养蜂合作社")
    one.answers(first, "3-11", "objects", "商业秘密甲乙丙")
    inquiry = one.asks("3-12", "organ", "示例县教育局", organ=office.county.bureau)
    two = Story(office).comes(on="3-06", **told)
    two.replies("3-20", Part("refused", ("16-1",), "", {"reasons": "内部事项"}))
    two.archives("3-21")
    matter, answered = (
        SubmitMatter(
            by=office.handler, organ=office.county.town, kind="correction",
            subject="鳌头养蜂场搬迁补偿协议里的出生年份", content="鳌头养蜂场搬迁补偿协议写错",
            applicant=WHO, files=[papers.received("守拙的户口簿.pdf", b"%PDF-1.4 y")],
        ).execute()
        for _ in range(2)
    )  # fmt: skip
    AnswerMatter(
        by=office.handler, target=answered, result="corrected", answer="经核对，情况属实",
        given={"correction": "鳌头养蜂场搬迁补偿协议里的出生年份"},
    ).execute()  # fmt: skip
    return World(one, two, matter, answered, inquiry)


def told_by(answer: Any) -> str:
    """Return everything an answer says: its body, unpacked where it is packed, and its headers."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    said = [body.decode("utf-8", "replace"), *(f"{k}: {unquote(v)}" for k, v in answer.items())]
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            said += [packed.read(name).decode("utf-8", "replace") for name in packed.namelist()]
            said += packed.namelist()
    return "\n".join(said)


def leaks(said: str, secrets: tuple[str, ...] = SECRETS) -> list[str]:
    """Return which secrets a text tells."""
    return [one for one in secrets if one in said]


def test_every_address_of_requests_is_walked_here(world: World) -> None:
    known = {one.name for one in (*urls.desk_urls, *urls.site_urls)}
    assert known == set(world.arguments())


@pytest.mark.parametrize(
    "who", ["公众", "别的机关的经办", "主管部门", "系统", "安全", "审计", "没有岗位的人"]
)
def test_nobody_outside_the_organ_is_told_anything_at_any_address(
    world: World, county, who: str
) -> None:
    """别的机关的经办正被征求意见：看得到所问的内容，看不到申请人和申请的内容。

    三名管理员就在承办机关里任职：管账号、管安全、查记录，都不是办理申请。
    """
    outside = {
        "公众": Client,
        "别的机关的经办": lambda: county.client("bjb", Role.HANDLER, organ=county.bureau),
        "主管部门": lambda: county.client("zg", Role.SUPERVISOR, organ=county.county),
        "系统": lambda: county.client("xt", Role.SYSTEM),
        "安全": lambda: county.client("aq", Role.SECURITY),
        "审计": lambda: county.client("sj", Role.AUDIT),
        "没有岗位的人": lambda: county.client("wu"),
    }[who]()
    records = [
        reverse("desk"),
        reverse("records"),
        *(
            reverse("history", args=[subject])
            for subject in ActRecord.objects.values_list("subject", flat=True).distinct()
            if subject.startswith("cases.")
        ),
    ]
    before = ActRecord.objects.count()
    for url in (*world.pages(), *records):
        answer = outside.get(url)
        assert leaks(told_by(answer)) == [], (who, url, answer.status_code)
        if not url.startswith(("/desk/records/", "/desk/history/")):
            assert answer.status_code != 500
    assert ActRecord.objects.count() == before  # and no look was granted
    for url in world.pages():
        if outside.get(url).status_code == 405:  # only to be sent: files, the whole file
            assert leaks(told_by(outside.post(url, {"reason": "看看"}))) == [], (who, url)
    assert ActRecord.objects.count() == before


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.HEAD])
def test_inside_the_organ_identity_and_contacts_are_masked_on_every_screen(
    world: World, county, role: Role
) -> None:
    inside = county.client({"head": "fzr"}.get(role, "sh"), role)
    seen = set()
    for url in (*world.pages(), reverse("desk")):
        answer = inside.get(url)
        said = told_by(answer)
        assert leaks(said, IDENTITY) == [], (role, url, answer.status_code)
        if answer.status_code == 200 and ASKED["subject"] in said:
            seen.add(url)
            assert "no-store" in answer.get("Cache-Control", ""), url
        for title in re.findall(r"<title>.*?</title>", said, re.DOTALL):
            assert leaks(title) == [], url
    assert reverse("case", args=[world.open.pk]) in seen  # the organ itself does its work


def test_no_search_and_no_export_finds_it(world: World, county) -> None:
    public, other = Client(), county.client("bjb", Role.HANDLER, organ=county.bureau)
    clerk = county.client("jb", Role.HANDLER)
    figures = reverse("case_figures")
    for client, url in (
        (public, reverse("site_search") + "?q=养蜂场搬迁"),
        (public, reverse("site_search_zip") + "?q=养蜂场搬迁"),
        (public, reverse("site_all_zip", args=["shilizhen"])),
        (other, reverse("cases") + "?q=养蜂场"),
        (other, reverse("cases") + f"?number={world.open.case.number}"),
        (other, figures + "?year=2024&format=csv"),
        (clerk, figures + "?year=2024"),
        (clerk, figures + "?year=2024&format=csv"),
        (clerk, figures + "?year=2024&format=xlsx"),
        (clerk, reverse("case_workload")),
        (public, reverse("request_totals", args=["shilizhen"]) + "?year=2024"),
    ):
        answer = client.get(url)
        assert answer.status_code in (200, 302, 404), url
        assert leaks(told_by(answer)) == [], url
    assert ASKED["subject"] in told_by(clerk.get(reverse("cases") + "?q=养蜂场"))


def test_the_record_of_acts_knows_numbers_and_days(world: World) -> None:
    kept = [
        json.dumps(
            [r.about, r.before, r.after, r.reason, r.who, r.subject],
            ensure_ascii=False,
            default=str,
        )
        for r in ActRecord.objects.all()
    ]
    assert len(kept) > 10 and leaks("\n".join(kept)) == []


def test_each_look_is_one_record_and_its_reason_names_nobody(world: World, office) -> None:
    person = world.open.case.applicant
    for reason in ("电话联系欧阳守拙", "打13800138000", "核对11010519491231002x"):
        with pytest.raises(Refused, match="不要写"):
            UnmaskApplicant(by=office.handler, target=person, reason=reason).execute()
    assert not ActRecord.objects.filter(act="cases.unmask").exists()
    for reason in ("电话联系申请人", "核对身份证明"):
        UnmaskApplicant(by=office.handler, target=person, reason=reason).execute()
    looks = ActRecord.objects.filter(act="cases.unmask").order_by("pk")
    assert [one.reason for one in looks] == ["电话联系申请人", "核对身份证明"]
    assert {one.subject for one in looks} == {f"cases.applicant:{person.pk}"}


def test_names_of_files_tell_the_number_alone(world: World, county) -> None:
    clerk = county.client("jb", Role.HANDLER)
    reply = world.replied.letter("reply").pk
    for name, args in (
        ("case_whole", [world.replied.pk, "zip"]),
        ("case_letter_file", [reply, "docx"]),
        ("matter_letter", [world.answered.pk, "docx"]),
    ):
        answer = clerk.post(reverse(name, args=args))
        assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
        headers = "\n".join(f"{k}: {unquote(v)}" for k, v in answer.items())
        assert leaks(headers) == []
        assert "attachment" in answer["Content-Disposition"]


def test_no_log_line_and_no_letter_by_mail_knows_him(
    office,
    county,
    world: World,
    on,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks,
) -> None:
    """A whole case on the desk, with what goes wrong on the way, and every reminder."""
    clerk = county.client("jb", Role.HANDLER)
    clerk.raise_request_exception = False
    one = Story(office).comes(on="3-04", applicant=WHO, asked=ASKED)
    words = "欧阳守拙来电13800138000，问鳌头养蜂场搬迁补偿协议"
    for slug, data in (
        ("note", {"text": words, "what": "other", "on": "2024-03-05", "seen": 999}),  # 409
        ("note", {"text": words, "what": "nonsense", "on": "2024-03-05"}),  # 422
        ("note", {"text": words, "what": "other", "on": "2024-03-05"}),
        ("correct", {"what": words, "guidance": words, "until": "2024-03-22", "on": "2024-03-06"}),
        ("corrected", {"text": words, "on": "2024-03-08"}),
        ("fee", {"tariff": "pages", "number": words, "how": words, "on": "2024-03-08"}),
        ("strike", {"event": 1, "why": words, "on": "2024-03-08"}),  # 403
        ("withdraw", {"why": words, "on": "2024-03-09"}),
    ):
        clerk.post(reverse("case_act", args=[one.pk, slug]), data)

    def fails(_self: Note) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(Note, "do", fails)
    broken = clerk.post(
        reverse("case_act", args=[world.open.pk, "note"]),
        {"text": words, "what": "other", "on": "2024-03-13"},
    )
    assert broken.status_code == 500 and leaks(told_by(broken)) == []
    world.open.act(AskCorrection, "3-13", what=words, until=day("3-29"))
    person = county.person("jb")
    person.email = "jb@example.gov.cn"
    person.save()
    on(day("6-03"))
    Story(office).comes(on="5-31", applicant=WHO, asked=ASKED)
    Story(office).comes(on="4-01", applicant=WHO, asked=ASKED)
    with django_capture_on_commit_callbacks(execute=True):
        assert daily.remind() >= 3
    captured = capfd.readouterr()
    said = captured.out + captured.err + caplog.text
    assert "/desk/cases/" in said and "the disk is full" in said
    assert leaks(said) == []
    assert mail.outbox
    for letter in mail.outbox:
        assert leaks(str(letter.message().as_string()) + letter.subject + letter.body) == []


def test_sealed_at_rest_are_identity_contacts_and_papers(world: World, settings) -> None:
    from pathlib import Path

    from portal.cases.models import Applicant

    rows = str(list(Applicant.objects.values()))
    assert leaks(rows, IDENTITY[1:]) == []
    kept = [p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file() and "cases" in p.parts]
    assert kept and not any(b"%PDF-1.4" in one.read_bytes() for one in kept)
    assert not any("守拙" in one.name for one in kept)


def test_a_correction_of_the_registration_leaves_no_number_in_the_file(
    world: World, office
) -> None:
    world.open.act(ChangeRegistration, "3-13", applicant={"phone": "13900139000"}, why="录入有误")
    trace = str(world.open.last("changed").facts)
    assert "13800138000" not in trace and "13900139000" not in trace


def test_a_letter_to_a_third_party_names_no_applicant(world: World, office) -> None:
    asked = world.open.letter("third_party_consultation")
    assert leaks(str(asked.text), IDENTITY) == []
    ServeLetter(by=office.handler, target=asked, on=day("3-06"), service="direct").execute()
    record = ActRecord.objects.get(act="cases.serve_letter")
    assert leaks(str(record.after) + record.about) == []
