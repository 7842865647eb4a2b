"""Letters are composed when their act happens, kept as they were signed, and never lack what the law requires."""

import io
from datetime import date

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from docx import Document as Docx
from tests.portal.cases.story import Story, day

from portal.acts.act import Refused
from portal.acts.models import ActRecord
from portal.cases import letters
from portal.cases.acts.asking import Ask
from portal.cases.acts.fees import NotifyFee
from portal.cases.acts.letters import CompleteLetter, ServeLetter, WordLetter
from portal.cases.acts.period import ExtendDeadline
from portal.cases.acts.receipt import AskCorrection, ReceiveCorrection
from portal.cases.acts.reply import DraftReply, Part, PassReply, SubmitReply
from portal.cases.models import Case, CaseLetter, LetterTemplate
from portal.organs.models import Role

pytestmark = pytest.mark.django_db


def again(case: Case) -> Case:
    return Case.objects.select_related("organ", "applicant").get(pk=case.pk)


def text_of(letter: CaseLetter) -> str:
    return "\n".join(letter.text["paragraphs"])


def corrected(office, case: Case) -> CaseLetter:
    AskCorrection(
        by=office.handler,
        target=case,
        on=date(2024, 3, 8),
        what="年度\n项目名称",
        until=date(2024, 3, 22),
    ).execute()
    return case.letters.get()


def test_a_correction_notice_is_composed_when_it_is_asked(office) -> None:
    letter = corrected(office, office.case())
    assert (letter.kind, letter.state) == ("correction_notice", "signed")
    assert letter.number == "公开告〔2024〕1号" and letter.addressee == "李明"
    told = text_of(letter)
    for words in ("1.年度；", "2.项目名称。", "2024年3月22日", "视为放弃申请", "第三十条"):
        assert words in told


def test_an_extension_tells_the_old_day_and_the_new_one(office) -> None:
    case = office.case()
    ExtendDeadline(
        by=office.head, target=case, on=date(2024, 3, 20), days=10, why="需要整理材料"
    ).execute()
    told = text_of(case.letters.get())
    assert "原至2024年4月1日" in told and "2024年4月16日前" in told and "10个工作日" in told


def test_a_third_party_never_reads_who_applied(office) -> None:
    case = office.case()
    Ask(
        by=office.handler, target=case, on=date(2024, 3, 8), whom="甲养护公司", question="合同单价",
        letter={"harm": "合同单价涉及商业秘密"},
    ).execute()  # fmt: skip
    asked = case.letters.get(kind="third_party_consultation")
    assert "李明" not in str(asked.text) and "合同单价涉及商业秘密" in text_of(asked)
    assert not asked.to_applicant
    told = case.letters.get(kind="consultation_notice")
    assert told.to_applicant and "第三方" in text_of(told)


def test_a_fee_notice_shows_amount_and_working(office) -> None:
    case = office.case()
    NotifyFee(
        by=office.head,
        target=case,
        on=date(2024, 3, 11),
        tariff="pages",
        number=80,
        how="到1号窗口",
    ).execute()
    told = text_of(case.letters.get())
    assert "500元" in told and "到1号窗口" in told and "30日内" in told


def test_a_notice_that_lacks_something_is_completed_before_it_goes_out(office) -> None:
    case = office.case()
    Ask(by=office.handler, target=case, on=date(2024, 3, 8), asked="organ", whom="县交通局", question="合同").execute()  # fmt: skip
    letter = case.letters.get(kind="organ_consultation")
    CompleteLetter(
        by=office.handler, target=letter, given={"question": "合同附件是否涉密"}
    ).execute()
    assert "合同附件是否涉密" in text_of(CaseLetter.objects.get(pk=letter.pk))


def test_service_of_a_notice_needs_its_day_and_number(office) -> None:
    letter = corrected(office, office.case())

    def serve(**facts: object) -> ServeLetter:
        return ServeLetter(by=office.handler, target=letter, **facts)

    with pytest.raises(Refused, match="邮件号码"):
        serve(on=date(2024, 3, 9), service="post").execute()
    with pytest.raises(Refused, match="不能早于"):
        serve(on=date(2024, 3, 7), service="direct").execute()
    serve(on=date(2024, 3, 9), service="post", tracking="EA1").execute()
    assert CaseLetter.objects.get().state == "served"
    with pytest.raises(Refused, match="已经登记过"):
        serve(on=date(2024, 3, 9), service="direct").execute()


@pytest.mark.parametrize(
    ("part", "lacks"),
    [
        (Part("refused", ("15",)), "理由"),
        (Part("nonexistent"), "检索"),
        (Part("already_public"), "途径"),
        (Part("not_responsible"), "理由"),
        (Part("repeated"), "作出答复"),
    ],
)
def test_a_reply_that_lacks_what_the_law_requires_cannot_be_submitted(office, part: Part, lacks: str) -> None:  # fmt: skip
    case = office.case()
    DraftReply(by=office.handler, target=case, parts=[part], on=date(2024, 3, 11)).execute()
    with pytest.raises(Refused, match=lacks):
        SubmitReply(by=office.handler, target=again(case)).execute()
    assert again(case).stage == "draft"


def signed(office, *parts: Part) -> CaseLetter:
    case = office.case()
    DraftReply(by=office.handler, target=case, parts=parts, on=date(2024, 3, 11)).execute()
    SubmitReply(by=office.handler, target=again(case), on=date(2024, 3, 11)).execute()
    who = {"reviewer": office.reviewer, "secrecy": office.secrecy, "signer": office.signer}
    for step in again(case).steps:
        PassReply(by=who[step], target=again(case), on=date(2024, 3, 12)).execute()
    return CaseLetter.objects.get(case=case)


def test_several_outcomes_are_one_letter_and_a_refusal_makes_review_come_first(office) -> None:
    letter = signed(
        office,
        Part("provided", what="拨付文件"),
        Part("refused", ("15",), "合同单价", {"reasons": "是乙公司的商业秘密"}),
        Part("nonexistent", what="监理记录", facts={"search": "检索了2024年档案"}),
    )
    told = text_of(letter)
    assert letter.text["title"] == letters.SEVERAL and letter.number == "公开复〔2024〕1号"
    for words in (
        "一、关于拨付文件",
        "二、关于合同单价",
        "三、关于监理记录",
        "先向示例县人民政府申请行政复议",
    ):
        assert words in told
    assert told.count("申请行政复议") == 1 and told.count("您申请公开的内容为") == 1


def test_word_and_pdf_are_made_from_the_kept_text_and_each_take_is_a_record(office, county) -> None:
    letter = signed(office, Part("nonexistent", facts={"search": "检索了2024年档案"}))
    case, person = letter.case, letter.case.applicant
    person.name = "改过的名字"
    person.save()  # a signed letter stays as it was signed
    clerk = county.client("jb", Role.HANDLER)
    assert "李*" not in (
        page := clerk.get(reverse("case_letter", args=[letter.pk])).content.decode()
    )
    assert "改*" in page and "检索了2024年档案" in page
    word = clerk.post(reverse("case_letter_file", args=[letter.pk, "docx"])).content
    read = "\n".join(p.text for p in Docx(io.BytesIO(word)).paragraphs)
    pdf = clerk.post(reverse("case_letter_file", args=[letter.pk, "pdf"])).content
    page_text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    for text in (read, page_text.replace("\r\n", "")):
        assert "李明" in text and "公开复〔2024〕1号" in text
    assert ActRecord.objects.filter(act="cases.take_paper").count() == 2
    assert case.number in ActRecord.objects.filter(act="cases.take_paper")[0].after["number"]


def test_an_organs_own_wording_keeps_what_must_be_stated(office, county) -> None:
    standard = letters.form_of("refused").text
    shorter = standard.replace("具体理由是：{reasons}", "")
    with pytest.raises(Refused, match="不予公开的理由"):
        WordLetter(by=office.head, organ=county.town, kind="refused", text=shorter).execute()
    with pytest.raises(Refused):
        WordLetter(
            by=office.head, organ=county.town, kind="refused", text="{nobody_knows}"
        ).execute()
    own = standard.replace("经审查，", "经我镇审查，")
    WordLetter(by=office.head, organ=county.town, kind="refused", text=own).execute()
    told = text_of(signed(office, Part("refused", ("15",), "", {"reasons": "是商业秘密"})))
    assert "经我镇审查，" in told
    WordLetter(
        by=office.head,
        organ=county.town,
        kind="refused",
        text="",
        target=LetterTemplate.objects.get(),
    ).execute()
    assert letters.wording(county.town, "refused") is None


def test_the_page_of_a_wording_says_what_got_lost(office, county) -> None:
    head: Client = county.client("fzr", Role.HEAD)
    url = reverse("letter_template", args=["refused"])
    assert "{reasons}" in head.get(url).content.decode()
    text = letters.form_of("refused").text.replace("{remedies}", "")
    shown = head.post(url, {"text": text, "preview": "1"}).content.decode()
    assert "这样写会缺少" in shown and "救济途径" in shown
    assert head.post(url, {"text": text, "save": "1"}).status_code == 409
    assert not LetterTemplate.objects.exists()


def test_what_was_corrected_stands_in_every_later_letter_and_may_be_sent_in_online(office) -> None:
    one = Story(office).comes()
    one.act(AskCorrection, "3-05", what="请写明年度", until=day("3-29"))
    assert "或者在本平台“查询办理进度”页凭查询码提交" in one.reads("correction_notice")
    one.act(ReceiveCorrection, "3-12", text="2023年度的拨付文件。")
    one.replies("3-25")
    assert "补正：2023年度的拨付文件”" in one.reads("reply")


def test_a_letter_that_was_composed_stands_among_the_work_until_it_was_sent_or_answered(
    office,
) -> None:
    desk = office.county.client("jb", Role.HANDLER)
    one, other = Story(office).comes(), Story(office).comes()
    for each in (one, other):
        each.act(AskCorrection, "3-05", what="请写明年度", until=day("3-29"))
    row = "{}：政府信息公开申请补正告知书还没有送达"
    shown = desk.get(reverse("desk")).content.decode()
    assert row.format(one.case.number) in shown and row.format(other.case.number) in shown
    notice = one.letter("correction_notice")
    ServeLetter(by=office.handler, target=notice, on=day("3-06"), service="direct").execute()
    other.act(ReceiveCorrection, "3-12", text="2023年度")  # he has it: he answered it
    shown = desk.get(reverse("desk")).content.decode()
    assert "补正告知书还没有送达" not in shown
