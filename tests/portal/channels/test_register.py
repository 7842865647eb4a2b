"""The register of channels: what is entered, what is refused, how it ends."""

from collections.abc import Callable
from datetime import date

import pytest

from portal.acts.act import Changed, Forbidden, Refused
from portal.acts.actor import SYSTEM, Actor
from portal.acts.models import ActRecord
from portal.channels import queries
from portal.channels.acts.log import Line
from portal.channels.acts.register import ChangeChannel, CloseChannel, OpenChannel
from portal.channels.kinds import GROUPS, kinds
from portal.channels.models import Channel, ChannelEntry
from portal.organs.models import Role
from portal.publishing.models import Document
from tests.portal.channels.conftest import TODAY
from tests.portal.conftest import County

Open = Callable[..., Channel]


def test_every_kind_is_described_once_and_belongs_to_a_group() -> None:
    for kind in kinds().values():
        assert kind.group in GROUPS
        assert kind.keeps in ("log", "batches", "nothing")
        assert kind.basis == "practice" or "条例" in kind.basis
        assert not kind.post_limit or kind.needs == "account"


def test_each_act_on_a_channel_leaves_one_record(channel: Open, clerk: Actor) -> None:
    count = ActRecord.objects.count()
    board = channel("notice_board", "镇政府公示栏", keeper="党政办 王敏", keeper_phone="123")
    board = ChangeChannel(by=clerk, target=board, fields={"address": "便民服务中心门口"}).execute()
    CloseChannel(by=clerk, target=board, on=TODAY, reason="拆除").execute()
    assert [r.act for r in ActRecord.objects.order_by("number")[count:]] == [
        "channels.open", "channels.change", "channels.close",
    ]  # fmt: skip


def test_a_channel_says_where_it_is_found(channel: Open) -> None:
    with pytest.raises(Refused, match="请写明账号"):
        channel("wechat", "魅力示例镇", account="")
    with pytest.raises(Refused, match="请写明地点"):
        channel("notice_board", "公示栏", address="")
    with pytest.raises(Refused, match="http"):
        channel("website", "网站", url="javascript:alert(1)")
    with pytest.raises(Refused, match="没有这类渠道"):
        channel("pigeon", "信鸽")
    with pytest.raises(Refused, match="今天之后"):
        channel("notice_board", "公示栏", opened_on=date(2027, 1, 1))
    assert not Channel.objects.exists()


def test_two_open_channels_of_one_kind_do_not_share_a_name(channel: Open, clerk: Actor) -> None:
    first = channel("notice_board", "公示栏")
    with pytest.raises(Refused, match="同名称"):
        channel("notice_board", "公示栏")
    CloseChannel(by=clerk, target=first, on=TODAY, reason="拆除").execute()
    channel("notice_board", "公示栏")


def test_one_works_for_ones_own_organ_only(county: County, channel: Open) -> None:
    stranger = county.actor("bieren", Role.HANDLER, organ=county.bureau)
    reviewer = county.actor("shenhe", Role.REVIEWER)
    for other in (stranger, reviewer):
        with pytest.raises(Refused, match="只有示例镇人民政府"):
            OpenChannel(
                by=other, organ=county.town, kind="radio", fields={"name": "村村响"}
            ).execute()
    board = channel("notice_board", "公示栏")
    with pytest.raises(Forbidden):
        CloseChannel(by=stranger, target=board, on=TODAY, reason="试试").execute()


def test_a_second_persons_change_is_not_overwritten(channel: Open, clerk: Actor) -> None:
    board = channel("notice_board", "公示栏")
    ChangeChannel(by=clerk, target=board, seen=board.version, fields={"phone": "1"}).execute()
    with pytest.raises(Changed):
        ChangeChannel(by=clerk, target=board, seen=1, fields={"phone": "2"}).execute()


def test_a_closed_channel_keeps_its_log_and_takes_no_more(
    channel: Open, clerk: Actor, log: Callable[..., object]
) -> None:
    board = channel("notice_board", "公示栏")
    log(Line(board, date(2026, 3, 10), title="低保名单公示", topic="社会救助"))
    with pytest.raises(Refused, match="最后一次发布"):
        CloseChannel(by=clerk, target=board, on=date(2026, 3, 9), reason="拆除").execute()
    with pytest.raises(Refused, match="原因"):
        CloseChannel(by=clerk, target=board, on=TODAY).execute()
    board = CloseChannel(by=clerk, target=board, on=TODAY, reason="拆除").execute()
    assert ChannelEntry.objects.get().ended_on == TODAY
    with pytest.raises(Refused, match="停用"):
        log(Line(board, TODAY, title="又一条"))
    with pytest.raises(Refused, match="停用"):
        ChangeChannel(by=clerk, target=board, fields={"phone": "1"}).execute()


def test_the_platform_entered_late_logs_what_it_showed_already(
    publish: Callable[..., Document], channel: Open
) -> None:
    for day in (3, 7):
        publish(f"示例镇办法（{day}）", date(2026, 3, day))
    site = channel("website", "政府信息公开平台", automatic=True, url="")
    assert [e.on.day for e in site.entries.all()] == [7, 3]
    with pytest.raises(Refused, match="本平台"):
        channel("website", "又一个平台", automatic=True, url="")


def test_who_may_see_channels(county: County, channel: Open, clerk: Actor) -> None:
    board = channel("notice_board", "公示栏")
    assert list(queries.visible(clerk)) == [board]
    above = county.actor("zhuguan", Role.SUPERVISOR, organ=county.county)
    assert list(queries.visible(above)) == [board]
    beside = county.actor("bieren", Role.HANDLER, organ=county.bureau)
    assert not queries.visible(beside).exists()
    assert not queries.visible(SYSTEM).exists()


def test_the_guide_names_places_without_their_keepers(county: County, channel: Open) -> None:
    channel("hotline", "镇政府值班电话", keeper="王敏", keeper_phone="13800000000")
    channel("reading_point", "示例镇查阅点", address="便民服务中心一楼", hours="工作日9至17时")
    places = queries.for_guide(county.town)
    assert [(p.kind, p.where or p.phone, p.hours) for p in places] == [
        ("政府信息查阅点", "便民服务中心一楼", "工作日9至17时"),
        ("服务热线", "0000-1234567", ""),
    ]
    assert "13800000000" not in repr(places)
