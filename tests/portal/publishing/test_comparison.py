"""Two versions set against each other word by word, in a language without spaces."""

import random
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.acts.actor import Actor
from portal.publishing.acts.drafting import EditDraft
from portal.publishing.acts.publication import Revise
from portal.publishing.comparison import Comparison, Kind, Piece, compare, words_changed
from portal.publishing.models import Document, DocumentVersion
from tests.portal.conftest import County

Make = Callable[..., Document]


def marked(pieces: tuple[Piece, ...]) -> str:
    signs = {Kind.SAME: "{}", Kind.GONE: "[-{}-]", Kind.NEW: "[+{}+]"}
    return "".join(signs[p.kind].format(p.text) for p in pieces)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("本办法自发布之日起施行。", "本办法自发布之日起施行。", "本办法自发布之日起施行。"),
        (
            "为加强农村公路养护，保障安全。",
            "为规范农村公路养护，保障安全。",
            "为[-加强-][+规范+]农村公路养护，保障安全。",
        ),
        ("罚款1200元", "罚款12000元", "罚款[-1200-][+12000+]元"),
        ("", "新", "[+新+]"),
        ("旧", "", "[-旧-]"),
        ("2026年3月2日起", "2026年4月12日起", "2026年[-3月2-][+4月12+]日起"),
    ],
)
def test_words_that_changed_are_marked_and_figures_stay_whole(
    old: str, new: str, says: str
) -> None:
    assert marked(words_changed(old, new)) == says


@given(st.text("甲乙丙 12.a，", max_size=60), st.text("甲乙丙 12.a，", max_size=60))
@settings(deadline=None)
def test_both_texts_can_be_read_out_of_what_is_marked(old: str, new: str) -> None:
    pieces = words_changed(old, new)
    assert "".join(p.text for p in pieces if p.kind is not Kind.NEW) == old
    assert "".join(p.text for p in pieces if p.kind is not Kind.GONE) == new


def said(old: str, new: str) -> Comparison:
    return compare(DocumentVersion(title="题", body=old), DocumentVersion(title="题", body=new))


def lines(comparison: Comparison) -> list[str]:
    return [marked(block.pieces) for stretch in comparison.body for block in stretch.blocks]


def test_a_body_is_compared_paragraph_by_paragraph_and_row_by_row() -> None:
    found = said(
        "<p>第一条　甲。</p><p>第二条　乙。</p><table><tr><th>路线</th><td>12.5</td></tr></table>",
        "<p>第一条　甲。</p><p>新增的一条。</p><p>第二条　乙。</p>"
        "<table><tr><th>路线</th><td>13.8</td></tr></table>",
    )
    assert found.places == 2
    assert lines(found) == [
        "第一条　甲。",
        "[+新增的一条。+]",
        "第二条　乙。",
        "路线 ｜ [-12.5-][+13.8+]",
    ]


def test_where_a_link_leads_is_compared_too() -> None:
    found = said(
        '<p><a href="https://a.gov.cn/">公告</a></p>', '<p><a href="https://b.gov.cn/">公告</a></p>'
    )
    assert found.places == 1


def test_a_paragraph_that_became_a_heading_is_a_change() -> None:
    found = said("<p>总则</p>", "<h2>总则</h2>")
    assert found.places == 1
    assert found.body[0].blocks[0].restyled


def test_what_did_not_change_is_folded_away() -> None:
    many = "".join(f"<p>第{n}条</p>" for n in range(50))
    found = said(many, many + "<p>附则</p>")
    assert [(s.folded, len(s.blocks)) for s in found.body] == [(True, 49), (False, 2)]


def test_particulars_are_compared_by_their_names() -> None:
    old = DocumentVersion(title="甲办法", number="示政〔2026〕1号")
    new = DocumentVersion(title="甲办法", number="示政〔2026〕2号")
    assert [(name, marked(p)) for name, p in compare(old, new).fields] == [
        ("文号", "示政〔2026〕[-1-][+2+]号")
    ]


def test_a_body_of_a_megabyte_is_compared_in_seconds_whatever_it_repeats() -> None:
    draw = random.Random(1)
    signs = "一二三四五六七八九十百千万公路养护管理办法应当依照规定执行"
    paragraphs = ["".join(draw.choices(signs, k=60)) for _ in range(5500)]
    other = ["".join(draw.choices(signs, k=60)) for _ in range(5500)]
    for a, b in (
        (paragraphs, other),
        (paragraphs, draw.sample(paragraphs, len(paragraphs))),
        (["".join(paragraphs)], ["".join(other)]),
        (["合计"] * 40000, ["小计", "合计"] * 20000),
    ):
        old, new = ("".join(f"<p>{one}</p>" for one in side) for side in (a, b))
        began = time.process_time()
        said(old, new)
        assert time.process_time() - began < 10


def test_the_page_shows_the_public_version_beside_the_correction(
    publish: Make, office: dict[str, Actor], county: County
) -> None:
    document = Revise(by=office["handler"], target=publish(), reason="有误").execute()
    for body in ("<p>第一条　为规范养护。</p>", "<p>第一条　为规范养护行为。</p>"):
        document = EditDraft(
            by=office["handler"], target=document, content={"body": body}
        ).execute()
    clerk = county.client("jingban")
    page = clerk.get(f"/desk/documents/{document.pk}/compare/").content.decode()
    bare = page.replace('<span class="visually-hidden">［删去：</span>', "")
    assert "<del>加强<" in bare
    assert "第1版" in page and "网站上的版本" in page
    same = clerk.get(f"/desk/documents/{document.pk}/compare/?from=2&to=2").content.decode()
    assert "两版的内容相同" in same
    for asked in ("from=99&to=x", "from=-1", "from=" + "9" * 40):
        assert clerk.get(f"/desk/documents/{document.pk}/compare/?{asked}").status_code == 200
