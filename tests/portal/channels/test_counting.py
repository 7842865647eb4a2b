"""The year's counts: information once, publications as often as they went out."""

from collections.abc import Callable
from datetime import date

from portal.acts.actor import Actor
from portal.channels import queries
from portal.channels.acts.handover import ConfirmReceipt, HandOver
from portal.channels.acts.log import Line, StrikeEntry
from portal.channels.models import Channel, ChannelEntry, Item, Logging
from portal.publishing.acts.publication import Withdraw
from portal.publishing.models import Document
from tests.portal.channels.conftest import TODAY
from tests.portal.conftest import County

Open = Callable[..., Channel]
Publishes = Callable[..., Document]
Logs = Callable[..., Logging]


def test_one_document_on_three_channels_is_one_information_and_three_publications(
    county: County, channel: Open, publish: Publishes, log: Logs
) -> None:
    channel("website", "政府信息公开平台", automatic=True, url="")
    wechat, board = channel("wechat", "魅力示例镇"), channel("notice_board", "公示栏")
    document = publish("养护办法")
    log(Line(wechat, TODAY, document), Line(board, TODAY, document))
    counts = queries.counts(county.town, 2026)
    assert (counts.total.information, counts.total.publications) == (1, 3)
    assert set(counts.total.entries) == set(ChannelEntry.objects.values_list("pk", flat=True))
    assert counts.total.items == {Item.objects.get().pk}
    assert {kind: c.publications for kind, c in counts.by_kind.items()} == {
        "website": 1, "wechat": 1, "notice_board": 1,
    }  # fmt: skip
    assert counts.in_words == (
        "2026年共公开信息1条，各渠道发布3次，其中政府网站1条、微信公众号1条、公示栏1条。"
    )


def test_topics_and_months_add_up_to_the_whole(
    county: County, channel: Open, publish: Publishes, log: Logs
) -> None:
    wechat, board = channel("wechat", "魅力示例镇"), channel("notice_board", "公示栏")
    document = publish("养护办法", date(2026, 1, 5))
    log(Line(board, date(2026, 1, 6), document))
    log(Line(wechat, date(2026, 3, 6), document))
    log(Line(wechat, date(2026, 2, 28), title="秸秆禁烧", topic="环保"))
    log(Line(wechat, date(2026, 3, 1), title="春耕", topic=""))
    counts = queries.counts(county.town, 2026)
    assert {topic: c.information for topic, c in counts.by_topic.items()} == {
        "行政规范性文件": 1, "环保": 1, "未分主题": 1,
    }  # fmt: skip
    months = {m: (c.information, c.publications) for m, c in counts.by_month.items() if c.entries}
    assert months == {1: (1, 1), 2: (1, 1), 3: (1, 2)}
    assert sum(c.information for c in counts.by_month.values()) == counts.total.information == 3
    by_channel = {c.name: (n.information, n.publications) for c, n in counts.by_channel.items()}
    assert by_channel == {"魅力示例镇": (3, 3), "公示栏": (1, 1)}


def test_years_are_apart_and_what_is_struck_counts_no_more(
    county: County, channel: Open, log: Logs, clerk: Actor
) -> None:
    board = channel("notice_board", "公示栏")
    log(Line(board, date(2025, 12, 31), title="去年最后一条"))
    log(Line(board, date(2026, 1, 1), title="今年第一条"))
    log(Line(board, date(2026, 1, 2), title="登错的"))
    StrikeEntry(
        by=clerk, target=ChannelEntry.objects.get(item__title="登错的"), reason="登错"
    ).execute()
    assert queries.counts(county.town, 2025).total.publications == 1
    assert queries.counts(county.town, 2026).total.publications == 1
    empty = queries.counts(county.town, 2024)
    assert (empty.total.information, empty.in_words) == (0, "2024年未通过各渠道发布信息。")
    assert queries.counts(county.bureau, 2026).total.publications == 0


def test_what_was_withdrawn_was_published_all_the_same(
    county: County, channel: Open, publish: Publishes, people: dict[str, Actor]
) -> None:
    channel("website", "政府信息公开平台", automatic=True, url="")
    Withdraw(by=people["signer"], target=publish("名单"), reason="有误").execute()
    counts = queries.counts(county.town, 2026)
    assert (counts.total.publications, len(counts.ended)) == (1, 1)


def test_a_handover_lists_what_was_not_handed_over_before(
    county: County, channel: Open, publish: Publishes, clerk: Actor
) -> None:
    library = channel("library", "县图书馆")
    first = publish("一月的", date(2026, 1, 15))
    publish("三月的", date(2026, 3, 5))
    batch = HandOver(
        by=clerk, channel=library, from_on=date(2026, 1, 1), until_on=date(2026, 1, 31),
        on=date(2026, 2, 1), form="纸质",
    ).execute()  # fmt: skip
    assert [line.document for line in batch.lines.all()] == [first]
    assert queries.handovers_unreceived(county.town) == [batch]
    batch = HandOver(
        by=clerk, channel=library, from_on=date(2026, 1, 1), until_on=TODAY, on=TODAY
    ).execute()
    assert [line.title for line in batch.lines.all()] == ["三月的"]
    ConfirmReceipt(by=clerk, target=batch, on=TODAY, who="图书馆 孙某").execute()
    counts = queries.counts(county.town, 2026)
    assert {c.name: len(lines) for c, lines in counts.handed_over.items()} == {"县图书馆": 2}
    assert counts.total.publications == 0
    assert "移交公共图书馆2件" in counts.in_words
