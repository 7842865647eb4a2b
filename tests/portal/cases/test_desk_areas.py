"""Areas of pages that are pictures, a ground for each thing taken out, the result seen before it is kept."""

import io
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image
from tests.gongkai.redaction.papers import lines_pdf, scan
from tests.portal.cases.test_desk_redaction import PARTLY, SECRET, again, kept

from gongkai.redaction.redact import find
from portal.cases import papers
from portal.cases.acts.reply import DraftReply, Part, PassReply, SubmitReply, draft_of
from portal.cases.models import CaseFile
from portal.organs.models import Role

pytestmark = pytest.mark.django_db
NO_AREAS = {"areas-TOTAL_FORMS": "1", "areas-INITIAL_FORMS": "0", "areas-0-ground": "15"}
ROLL = ("发放名册", f"王小明 联系电话：{SECRET}", "金额500元", "经办人李四的批注")


@pytest.fixture
def clerk(county) -> Client:
    return county.client("jb", Role.HANDLER)


def picture(pdf: bytes) -> Any:
    """Return the first page as it looks."""
    return pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil().convert("L")


def dark(pdf: bytes, box: tuple[float, float, float, float]) -> float:
    """Return how much of a box in points is black; a block has its article in white on it."""
    left, top, right, bottom = (round(side * 2) for side in box)
    dots: Any = picture(pdf).crop((left, top, right, bottom)).resize((64, 64)).tobytes()
    return sum(one < 64 for one in dots) / len(dots)


def scanned(office, kind: int = 0) -> tuple[CaseFile, tuple[float, ...], tuple[float, ...]]:
    """Return a scanned file, where its secret stands in points, and the same in per cent."""
    paper = scan(kind)
    file = kept(office, paper.data, paper.name, PARTLY)
    box = paper.areas[0].places[0].box
    page = find(paper.data, paper.name).pages[0]
    assert page.is_picture
    shares = (
        box.left / page.width * 100,
        box.top / page.height * 100,
        (box.right - box.left) / page.width * 100,
        (box.bottom - box.top) / page.height * 100,
    )
    return file, tuple(box), shares


def row(number: int, page: int, sides: tuple[float, ...], ground: str = "15") -> dict[str, str]:
    """Return a row of the form as it is typed."""
    names = ("left", "top", "width", "height")
    told = {
        f"areas-{number}-{name}": f"{side:.2f}" for name, side in zip(names, sides, strict=True)
    }
    return {**told, f"areas-{number}-page": str(page), f"areas-{number}-ground": ground}


def sent(file: CaseFile, *rows: dict[str, str], **more: Any) -> dict[str, Any]:
    """Return the form with rows of areas."""
    data = {**NO_AREAS, "source": file.sha256, "ground": "15", "unit": "pct"}
    for one in rows:
        data |= one
    return {**data, "areas-TOTAL_FORMS": str(max(len(rows), 1)), **more}


@pytest.mark.parametrize("kind", [0, 1, 2, 3], ids=["pdf", "png", "jpg", "tif"])
def test_a_page_that_is_a_picture_is_shown_and_an_area_of_it_blackened(
    office, clerk: Client, kind: int
) -> None:
    file, box, shares = scanned(office, kind)
    url = reverse("case_redact", args=[file.pk])
    page = clerk.get(url).content.decode()
    assert "第1页是图片" in page and "data:image/jpeg;base64," in page
    assert 'data-page="1"' in page and 'name="areas-0-left"' in page and "redact.js" in page
    answer = clerk.post(url, sent(file, row(0, 1, shares)))
    assert answer.status_code == 302, answer.context["form"].errors
    made = CaseFile.objects.get(what="redacted")
    assert made.case.events.latest("pk").in_words == "遮盖文件"
    new = papers.content(made)
    assert dark(new, box) > 0.7  # type: ignore[arg-type]
    assert dark(new, (box[0], box[3] + 10, box[2], box[3] + 40)) < 0.5  # what stands below stays
    proof = made.facts["proof"]
    assert proof["holds"] and [one["whole"] for one in proof["blocks"]] == [True]
    assert not proof["items"][0]["in_text"] and proof["blocks"][0]["covered"]


def test_millimetres_and_per_cent_are_the_same_place(office, clerk: Client) -> None:
    file, box, _shares = scanned(office)
    millimetres = tuple(
        side / 72 * 25.4 for side in (box[0], box[1], box[2] - box[0], box[3] - box[1])
    )
    url = reverse("case_redact", args=[file.pk])
    assert clerk.post(url, sent(file, row(0, 1, millimetres), unit="mm")).status_code == 302
    assert dark(papers.content(CaseFile.objects.get(what="redacted")), box) > 0.7  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "rows",
    [
        [row(0, 9, (10, 10, 10, 10))],
        [row(0, 1, (95, 10, 10, 10))],
        [row(0, 1, (10, 10, 0, 0))],
        [{**row(0, 1, (10, 10, 10, 10)), "areas-0-left": "左边"}],
        [{**row(0, 1, (10, 10, 10, 10)), "areas-0-width": "nan"}],
        [{**row(0, 1, (10, 10, 10, 10)), "areas-0-ground": "99"}],
        [{**row(0, 1, (10, 10, 10, 10)), "areas-0-top": ""}],
        [{**row(0, 1, (10, 10, 10, 10)), "areas-0-DELETE": "on"}],
        [row(0, 1, (60, 2, 10, 4))],  # where nothing is to be seen
    ],
    ids=["page", "outside", "flat", "word", "nan", "ground", "lacking", "removed", "blank"],
)
def test_an_area_that_cannot_be_is_one_sentence_and_nothing_is_kept(
    office, clerk: Client, rows: list[dict[str, str]]
) -> None:
    file, _box, _shares = scanned(office)
    url = reverse("case_redact", args=[file.pk])
    for more in ({}, {"preview": "1"}):
        answer = clerk.post(url, sent(file, *rows, **more))
        assert answer.status_code in (200, 409, 422)
        assert "还不能提交" in answer.content.decode()
    assert not CaseFile.objects.filter(what="redacted").exists()


def test_without_a_script_rows_are_added_and_what_was_typed_stays(office, clerk: Client) -> None:
    file, _box, shares = scanned(office)
    url = reverse("case_redact", args=[file.pk])
    answer = clerk.post(url, sent(file, row(0, 1, shares), text="未写完", more="1"))
    page = answer.content.decode()
    assert answer.status_code == 200 and "还不能提交" not in page
    assert 'name="areas-1-left"' in page and "未写完" in page
    assert f'value="{shares[0]:.2f}"' in page and 'class="area"' in page


def test_each_thing_goes_on_its_own_ground_and_the_letter_names_them(office, clerk: Client) -> None:
    file = kept(office, lines_pdf(*ROLL), part=PARTLY)
    url = reverse("case_redact", args=[file.pk])
    form = clerk.get(url).context["form"]
    phone = next(one for one in form.suggestions if one.text == SECRET)
    assert phone.ground == "15"  # personal data
    told = {"marks": [str(phone.number)], f"ground-{phone.number}": "15"}
    answer = clerk.post(url, sent(file, **told, text="经办人李四的批注", ground="16-2-process"))
    assert answer.status_code == 302, answer.context["form"].errors
    made = CaseFile.objects.get(what="redacted")
    assert made.facts["grounds"] == ["15", "16-2-process"]
    by_ground = [one["ground"] for one in made.facts["proof"]["items"]]
    assert by_ground == ["15", "16-2-process"]
    noted = again(file.case).events.latest("pk")
    assert "第十五条1处" in noted.opinion and "第十六条第二款1处" in noted.opinion
    letter = draft_of(again(file.case))
    assert letter is not None and letter.parts[0]["grounds"] == ["15", "16-2-process"]
    SubmitReply(by=office.handler, target=again(file.case)).execute()
    for who in (office.reviewer, office.secrecy, office.signer):
        PassReply(by=who, target=again(file.case)).execute()
    letter = draft_of(again(file.case))
    said = "".join(letter.text["paragraphs"])  # type: ignore[union-attr]
    assert "第十五条" in said and "第十六条第二款" in said


def test_one_ground_for_all_at_once(office, clerk: Client) -> None:
    file = kept(office, lines_pdf(*ROLL), part=PARTLY)
    url = reverse("case_redact", args=[file.pk])
    told = {"marks": ["0"], "ground-0": "15", "all": "16-1", "apply": "1"}
    answer = clerk.post(url, sent(file, row(0, 1, (10, 10, 10, 10)), **told))
    assert answer.status_code == 200
    form = answer.context["form"]
    assert form.suggestions[0].ground == "16-1"
    assert form.data["areas-0-ground"] == form.data["ground"] == "16-1"


def test_a_redraft_still_names_the_grounds_and_a_full_disclosure_does_not_pass(
    office, clerk: Client
) -> None:
    file = kept(office, lines_pdf(*ROLL), part=PARTLY)
    url = reverse("case_redact", args=[file.pk])
    assert clerk.post(url, sent(file, text=SECRET)).status_code == 302
    DraftReply(by=office.handler, target=again(file.case), parts=[PARTLY]).execute()
    letter = draft_of(again(file.case))
    assert letter is not None and letter.parts[0]["grounds"] == ["15"]
    whole = Part("provided", facts={"content": "名册"})
    DraftReply(by=office.handler, target=again(file.case), parts=[whole]).execute()
    refusal = SubmitReply(by=office.handler, target=again(file.case)).refusal()
    assert refusal is not None and "第三十七条" in refusal.sentence


def test_the_result_is_seen_before_it_is_kept_and_is_what_is_kept(office, clerk: Client) -> None:
    file, _box, shares = scanned(office)
    url = reverse("case_redact", args=[file.pk])
    answer = clerk.post(url, sent(file, row(0, 1, shares), preview="1"))
    page = answer.content.decode()
    assert answer.status_code == 200 and "第1页，遮盖后" in page and "还没有保存" in page
    assert not CaseFile.objects.filter(what="redacted").exists()
    before = clerk.get(url).context["shown"][0].picture
    after = answer.context["shown"][0].picture
    assert before != after and "第十五条" in page
    held = dict(answer.context["form"].held())  # what the page sends on, unchanged
    assert not {"preview", "csrfmiddlewaretoken"} & set(held)
    back = clerk.post(url, {**held, "change": "1"}).content.decode()
    assert f'value="{shares[0]:.2f}"' in back
    assert clerk.post(url, held).status_code == 302
    assert CaseFile.objects.filter(what="redacted").count() == 1


def test_a_long_file_is_shown_by_twenty_pages_and_keeps_what_was_drawn(
    office, clerk: Client
) -> None:
    pages = [Image.new("L", (300, 400), 200) for _ in range(23)]
    buffer = io.BytesIO()
    pages[0].save(buffer, "PDF", save_all=True, append_images=pages[1:], resolution=72)
    file = kept(office, buffer.getvalue(), "案卷.pdf", PARTLY)
    url = reverse("case_redact", args=[file.pk])
    first = clerk.get(url)
    assert len(first.context["shown"]) == 20 and "后面的页" in first.content.decode()
    second = clerk.post(url, sent(file, row(0, 22, (10, 10, 20, 20)), turn="21"))
    assert [one.page.number for one in second.context["shown"]] == [21, 22, 23]
    assert second.content.decode().count('class="area"') == 1
