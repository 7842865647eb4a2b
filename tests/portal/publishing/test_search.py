"""Finding what is public: two characters suffice, numbers exactly, withdrawn documents never."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import tantivy
from django.conf import LazySettings
from django.test import Client

from gongkai.characters import half_width
from portal.acts import clock
from portal.acts.actor import Actor
from portal.publishing.acts.publication import Withdraw
from portal.publishing.clock import tick
from portal.publishing.models import Document, SearchChange
from portal.publishing.search import asking, index, text
from tests.portal.conftest import County

Make = Callable[..., Document]


@pytest.fixture(autouse=True)
def own_index(settings: LazySettings, tmp_path: object) -> None:
    """Give each test an index of its own."""
    settings.DATA = tmp_path


@pytest.fixture
def three(publish: Make) -> list[Document]:
    """Return three published documents, in the index."""
    made = [
        publish(content={"title": title, "number": number, "body": f"<p>{body}</p>"})
        for title, number, body in (
            ("示例镇行政处罚裁量基准", "示政规〔2026〕1号", "依据行政处罚法，制定本基准。"),
            ("示例镇防汛应急预案", "示政发〔2026〕7号", "汛期值班电话公布。处罚另行规定。"),
            ("示例镇2026年预算", "", "行政运行经费。<strong>财政</strong>拨款。"),
        )
    ]
    assert index.follow() == 3
    return made


def found(query: str, **options: object) -> list[int]:
    return list(asking.find(text.asked(query), **options).ids)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "which"),
    [
        ("行政处罚", [0]),
        ("处罚", [0, 1]),
        ("汛", [1]),
        ("算", [2]),  # the last of a title
        ("示", [0, 1, 2]),
        (".", []),
        ("防汛 值班", [1]),
        ("示政规〔2026〕1号", [0]),
        ("示政规[2026] 1号", [0]),
        ("示政规(2026)1号", [0]),
        ("２０２６年预算", [2]),
        ("不存在的词", []),
        ("“行政运行”", [2]),
    ],
)
def test_what_is_asked_is_found(three: list[Document], query: str, which: list[int]) -> None:
    assert sorted(found(query)) == [three[i].pk for i in which]


def test_a_title_counts_more_than_a_body(three: list[Document]) -> None:
    assert found("处罚")[0] == three[0].pk


def test_the_rule_itself_comes_before_what_is_written_on_it_and_the_newest_first(
    publish: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = iter(range(1, 7))

    def made(title: str, body: str = "略。") -> int:
        one = publish(content={"title": title, "number": "", "body": f"<p>{body}</p>"})
        day = datetime(2026, 3, next(days), tzinfo=UTC)
        Document.objects.filter(pk=one.pk).update(published_at=day)
        return one.pk

    of_2024, read = made("例江县物业管理办法（2024年）"), made("《例江县物业管理办法》解读")
    rule = made("例江县物业管理办法")
    told = made("住建工作会议", "会议讨论了物业管理办法。")
    partly = made("物业服务通知", "依照物业管理办法收费。")
    newer = made("例河乡物业管理办法")
    index.follow()
    assert found("物业管理办法") == [newer, rule, read, of_2024, partly, told]
    assert found("例江县 物业管理办法") == [rule, read, of_2024]
    assert found("通知 物业管理办法") == [partly]
    monkeypatch.setattr(asking, "FIRST", 0)
    singly = [found("物业管理办法", offset=at, limit=2) for at in (0, 1, 2, 3, 4, 5, 6)]
    assert singly == [
        [newer, rule], [rule, read], [read, of_2024], [of_2024, partly], [partly, told], [told], [],
    ]  # fmt: skip


def test_an_index_number_is_found_exactly(three: list[Document]) -> None:
    assert found(three[1].index_number) == [three[1].pk]


def test_what_was_found_is_remembered_only_until_the_index_knows_more(
    three: list[Document], publish: Make
) -> None:
    assert asking.counted(text.asked("处罚"), {}).count == 2
    fourth = publish(content={"title": "处罚听证办法", "number": "", "body": "<p>略。</p>"})
    assert fourth.pk not in found("处罚")
    index.follow()
    assert fourth.pk in found("处罚") and asking.counted(text.asked("处罚"), {}).count == 3


def test_every_page_of_a_result_goes_on_where_the_one_before_ended(
    three: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = found("示例镇", limit=10)
    for first in (60, 2, 1):  # found at once, in part, and page by page
        monkeypatch.setattr(asking, "FIRST", first)
        monkeypatch.setattr(asking, "_of", (None, {}))
        assert [found("示例镇", offset=at, limit=1) for at in range(4)] == [
            *([pk] for pk in whole),
            [],
        ]


def test_nothing_of_a_withdrawn_document_is_shown_even_before_the_index_knows(
    three: list[Document], office: dict[str, Actor]
) -> None:
    Withdraw(by=office["signer"], target=three[0], reason="有误").execute()
    assert SearchChange.objects.count() == 1
    page = Client().get("/search/", {"q": "行政处罚"}).content.decode()
    assert "裁量基准" not in page
    assert index.follow() == 1
    assert found("行政处罚") == []


def test_an_index_built_anew_finds_the_same(three: list[Document]) -> None:
    assert index.rebuild() == 3
    assert sorted(found("处罚")) == [three[0].pk, three[1].pk]


def test_what_changes_while_the_index_is_built_is_followed_next(
    three: list[Document], office: dict[str, Actor]
) -> None:
    told: list[tuple[int, int]] = []

    def meanwhile(done: int, of: int) -> None:
        told.append((done, of))
        Withdraw(by=office["signer"], target=three[0], reason="有误").execute()
        with pytest.raises(index.Busy):
            index.follow()

    assert index.rebuild(meanwhile) == 3
    assert told == [(3, 3)]
    assert three[0].pk in found("处罚")
    assert index.follow() == 1
    assert found("处罚") == [three[1].pk]


def test_a_second_rebuild_is_refused_and_the_first_one_ends(
    three: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "PATIENCE", 0.2)

    def second(done: int, of: int) -> None:
        with pytest.raises(index.Busy):
            index.rebuild()

    assert index.rebuild(second) == 3
    assert found("预算") == [three[2].pk]


def test_a_rebuild_in_many_portions_takes_every_document_once(
    three: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "BATCH", 2)
    told: list[tuple[int, int]] = []
    assert index.rebuild(lambda done, of: told.append((done, of))) == 3
    assert told == [(2, 3), (3, 3)]
    assert [sorted(found(q)) for q in ("示例", "处罚", "预算", "汛")] == [
        sorted(one.pk for one in three),
        [three[0].pk, three[1].pk],
        [three[2].pk],
        [three[1].pk],
    ]


def test_an_index_of_another_version_is_answered_with_a_sentence(
    three: list[Document], office: dict[str, Actor]
) -> None:
    assert index.current()
    shutil.rmtree(index.folder())
    index.folder().mkdir()
    older = tantivy.SchemaBuilder()
    older.add_integer_field("id", stored=True, indexed=True)
    tantivy.Index(older.build(), path=str(index.folder()))
    assert not index.current()
    page = Client().get("/search/", {"q": "处罚"})
    assert page.status_code == 503
    assert "检索库需要重建" in page.content.decode()
    assert Client().get("/search/").status_code == 200  # the empty form asks nothing
    # Publishing goes on; the worker says what is to be done, and keeps what it could not follow.
    Withdraw(by=office["signer"], target=three[0], reason="有误").execute()
    tick(clock.now())
    assert SearchChange.objects.count() == 1
    assert index.rebuild() == 2
    assert index.current()
    assert found("处罚") == [three[1].pk]


def test_the_page_marks_what_was_asked_and_nothing_else(three: list[Document]) -> None:
    page = Client().get("/search/", {"q": "处罚"}).content.decode()
    assert "行政<mark>处罚</mark>裁量基准" in page
    assert "共找到2条" in page


def test_results_can_be_kept_to_one_organ(three: list[Document]) -> None:
    assert (
        "共找到2条"
        in Client().get("/search/", {"q": "处罚", "organ": "shilizhen"}).content.decode()
    )
    assert "没有找到" in Client().get("/search/", {"q": "处罚", "organ": "jiaoyu"}).content.decode()


def test_an_organ_is_searched_with_all_below_it(three: list[Document], county: County) -> None:
    assert len(found("处罚", within=county.county.pk)) == 2
    assert len(found("处罚", within=county.town.pk)) == 2
    assert found("处罚", within=county.bureau.pk) == []
    assert len(found("处罚", organs=[county.town.pk])) == 2
    assert found("处罚", organs=[county.county.pk]) == []


def test_what_was_found_is_counted_by_several_fields_in_one_pass(
    three: list[Document], county: County
) -> None:
    year = three[0].published_at.year  # type: ignore[union-attr]
    counted = asking.counted(text.asked("处罚"), {"genre": 9, "year": 9, "organ": 9})
    assert counted.count == 2
    assert counted.by_field == {
        "genre": [("normative", 2)],
        "year": [(str(year), 2)],
        "organ": [(str(county.town.pk), 2)],
    }


def test_the_quick_way_to_compare_texts_gives_what_the_standard_says() -> None:
    odd = "ＡＢ　ｃ，。：；（）！？％～…\xa0①㎡[]【】—－\u200b\u0301é한ﾊﾞ"
    words = [*odd, *(a + b for a in odd for b in odd), "第1条　“依法”（试行）", ""]
    for word in words:
        slow = half_width(word).lower().translate(str.maketrans("[]【】", "〔〕〔〕"))
        assert text.folded(word) == slow


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "a" * 5000,
        "<script>alert(1)</script>",
        '"',
        "+-&&||!(){}[]^~*?:\\/",
        "\x00",
        "(",
        "。",
    ],
)
def test_any_query_has_an_answer(three: list[Document], query: str) -> None:
    answer = Client().get("/search/", {"q": query, "page": "-1"})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_the_words_of_a_body_are_one_text_a_block() -> None:
    assert text.plain("<p>甲&amp;乙</p><table><tr><td>丙</td></tr></table>") == "甲&乙\n丙"
