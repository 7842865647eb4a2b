"""The guide is made from data, says what it lacks, and repeals nothing but names what is repealed."""

from collections.abc import Callable
from datetime import date

import pytest

from gongkai.law.limits import limits
from portal.acts.act import Changed, Refused
from portal.acts.actor import SYSTEM, Actor
from portal.duties import guide, lint, queries
from portal.duties.acts.office import DescribeDisclosureOffice
from portal.duties.models import DisclosureOffice
from portal.organs.acts.lifecycle import AbolishOrgan
from portal.organs.models import Role, Succession
from portal.publishing.models import Column, Document, Genre
from tests.portal.conftest import County
from tests.portal.duties.conftest import at

WHOLE = {
    "office": "党政综合办公室",
    "address": "示例县示例镇人民路1号205室",
    "postal_code": "123456",
    "hours": "工作日8:30—12:00、14:30—17:30",
    "phone": "0319-6273000",
    "fax": "0319-6273001",
    "email": "szz@example.gov.cn",
    "review_body": "示例县人民政府",
    "site_id": "1305000001",
}


def describe(county: County, by: Actor = SYSTEM, **fields: object) -> DisclosureOffice:
    target = queries.office_of(county.town)
    return DescribeDisclosureOffice(
        by=by, organ=county.town, target=target, fields=fields
    ).execute()


def test_an_empty_guide_names_everything_it_lacks_and_what_to_do(
    county: County, columns: dict[str, Column]
) -> None:
    made = guide.assemble(county.town)
    assert [one.id for one in made.missing] == [
        "office", "address", "hours", "phone", "fax", "internet", "postal_code", "review_body",
    ]  # fmt: skip
    assert all(one.ask for one in made.missing)
    page = county.client("jingban", Role.HANDLER).get("/desk/duties/guide/").content.decode()
    assert "还缺8项" in page and "写到门牌号和房间" in page


def test_a_whole_guide_lacks_nothing_and_shows_every_element_of_article_12(
    county: County, columns: dict[str, Column], client: object
) -> None:
    with at(date(2026, 3, 2)):
        describe(county, **WHOLE)
    assert guide.assemble(county.town).missing == ()
    page = county.client("jingban", Role.HANDLER).get("/o/shilizhen/guide/").content.decode()
    for value in WHOLE.values():
        assert value in page
    for words in ("分类和编排体系", "获取方式", "索引号", "宅基地审核", "最近更新：2026年3月2日"):
        assert words in page


def test_the_time_limits_come_from_the_law_data(
    county: County, columns: dict[str, Column], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = guide.assemble(county.town).text
    reply, more = limits()["reply"].length, limits()["extension"].length
    assert f"自收到申请之日起{reply}个工作日内答复" in text and f"不超过{more}个工作日" in text
    monkeypatch.setattr(guide, "_length", lambda name: 777)
    assert "自收到申请之日起777个工作日内答复" in guide.assemble(county.town).text


def test_the_fees_are_those_of_the_tariff(county: County) -> None:
    rows = dict(next(s for s in guide.assemble(county.town).sections if s.id == "fees").rows)
    assert rows["按件：1—10件"] == "不收费"
    assert rows["按件：11—30件"] == "100元/件"
    assert rows["按量：201页以上"] == "40元/页"
    assert "提高100元/件" in rows["按件：31件以上"]


def test_our_own_guide_holds_no_repealed_wording(county: County) -> None:
    describe(county, **WHOLE)
    assert lint.repealed_in_guide(guide.assemble(county.town)) == ()


def test_what_the_organ_adds_is_looked_through(county: County) -> None:
    describe(county, obtaining="自收到申请之日起15个工作日内答复。")
    found = lint.repealed_in_guide(guide.assemble(county.town))
    assert [one.rule.id for one in found] == ["reply_in_fifteen_days"]


def test_an_old_guide_in_its_column_is_named_with_the_sentence_and_the_article(
    county: County, publish: Callable[..., Document]
) -> None:
    old = "<p>申请人应当说明</p><p>所需信息的用途。</p><table><tr><td>收取检索</td><td>费</td></tr></table>"
    document = publish("guide", body=old, genre=Genre.SYSTEM, title="示例镇指南")
    publish("notices", body=old, title="不是指南")
    linted = lint.repealed_public(county.town)
    assert [(one.document, [f.rule.id for f in one.findings]) for one in linted] == [
        (document, ["purpose"])
    ]
    assert [f.rule.id for f in lint.repealed_in(document)] == ["purpose"]
    page = county.client("jingban", Role.HANDLER).get("/desk/duties/guide/").content.decode()
    assert "所需信息的用途" in page and "第二十九条" in page


def test_a_mailbox_is_a_contact_and_no_channel_until_the_organ_says_so(county: County) -> None:
    describe(county, **WHOLE)
    requests = next(s for s in guide.assemble(county.town).sections if s.id == "requests")
    assert "电子邮件" not in "".join(requests.paragraphs)
    describe(county, email_applications=True)
    requests = next(s for s in guide.assemble(county.town).sections if s.id == "requests")
    assert "电子邮件：szz@example.gov.cn" in "".join(requests.paragraphs)
    assert "电子邮件，双方确认之日" in "".join(requests.paragraphs)


def test_an_office_without_fax_says_so(county: County) -> None:
    describe(county, **{**WHOLE, "fax": "", "without_fax": True})
    made = guide.assemble(county.town)
    assert made.missing == () and "传真号码：没有传真" in made.text
    with pytest.raises(Refused, match="没有传真"):
        describe(county, fax="0319-1")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("postal_code", "12345", "6位"),
        ("site_id", "130500000x", "10位"),
        ("email", "不是邮箱", "Email"),
        ("website", "javascript:alert(1)", "URL"),
        ("organ", 1, "没有这些内容项"),
    ],
)
def test_what_cannot_be_right_is_refused_in_one_sentence(
    county: County, field: str, value: object, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        describe(county, **{field: value})
    assert queries.office_of(county.town) is None


def test_the_head_and_the_system_describe_the_office_and_nobody_else(county: County) -> None:
    describe(county, county.actor("fuzeren", Role.HEAD), office="办公室")
    with pytest.raises(Refused, match="工作机构负责人"):
        describe(county, county.actor("jingban", Role.HANDLER), office="别人")
    assert county.client("jingban", Role.HANDLER).get("/desk/duties/guide/edit/").status_code == 403


def test_two_people_do_not_overwrite_each_other(county: County) -> None:
    office = describe(county, office="办公室")
    describe(county, phone="0319-1")
    with pytest.raises(Changed):
        DescribeDisclosureOffice(
            by=SYSTEM, organ=county.town, target=office, seen=office.version, fields={"phone": "2"}
        ).execute()
    with pytest.raises(Refused, match="已由别人填写"):
        DescribeDisclosureOffice(by=SYSTEM, organ=county.town, fields={"phone": "2"}).execute()


def test_the_form_saves_and_the_public_page_follows(county: County) -> None:
    client = county.client("fuzeren", Role.HEAD)
    assert "政府信息公开指南还缺8项内容" in client.get("/desk/").content.decode()
    answer = client.post("/desk/duties/guide/edit/", WHOLE)
    assert answer.status_code == 302
    assert "0319-6273001" in client.get("/o/shilizhen/guide/print/").content.decode()
    again = client.post("/desk/duties/guide/edit/", {**WHOLE, "phone": "0319-9"})
    assert again.status_code == 409  # without having seen what is there
    version = queries.office_of(county.town).version  # type: ignore[union-attr]
    done = client.post("/desk/duties/guide/edit/", {**WHOLE, "phone": "0319-9", "seen": version})
    assert done.status_code == 302


def test_hostile_words_stay_words(county: County) -> None:
    describe(county, office="<script>alert(1)</script>", obtaining="<img src=x>")
    page = county.client("jingban", Role.HANDLER).get("/o/shilizhen/guide/").content.decode()
    assert "<script>alert" not in page and "<img src=x>" not in page
    assert "&lt;script&gt;" in page


def test_channels_register_themselves_and_the_guide_names_them(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guide, "_CHANNELS", [])
    guide.add_channels(lambda organ: [f"{organ.short_name}公示栏"])
    assert "示例镇公示栏" in guide.assemble(county.town).text


def test_the_guide_of_an_abolished_organ_leads_to_its_successor(county: County) -> None:
    AbolishOrgan(
        by=SYSTEM,
        target=county.town,
        on=date(2025, 1, 1),
        why=Succession.Why.MERGED,
        successors=(county.county,),
    ).execute()
    answer = county.client("x").get("/o/shilizhen/guide/")
    assert (answer.status_code, answer["Location"]) == (301, "/o/shili/guide/")
    assert county.client("x").get("/o/meiyou/guide/").status_code == 404


def test_the_foot_of_the_site_gets_its_particulars_in_one_query(
    county: County, django_assert_num_queries: Callable[[int], object]
) -> None:
    assert queries.particulars(county.bureau).phone == ""
    describe(county, **WHOLE)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        told = queries.particulars(county.town)
    assert (told.name, told.site_id, told.phone) == (
        "示例镇人民政府",
        "1305000001",
        "0319-6273000",
    )


def test_a_line_break_ends_a_sentence(draft: Callable[..., Document]) -> None:
    body = "<p>征求第三方意见<br>自收到申请之日起15个工作日内答复</p>"
    document = draft("systems", body=body, genre=Genre.SYSTEM)
    assert [f.rule.id for f in lint.repealed_in(document)] == ["reply_in_fifteen_days"]
