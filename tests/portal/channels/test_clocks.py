"""Update clocks: two weeks for websites and accounts, stricter where an organ says so."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from portal.acts import clock
from portal.acts.act import Refused
from portal.acts.actor import Actor
from portal.channels import clocks
from portal.channels.acts.log import Line, StrikeEntry
from portal.channels.acts.register import ChangeChannel
from portal.channels.acts.silence import ExplainSilence
from portal.channels.models import Channel, ChannelEntry, Logging
from portal.publishing.models import Column, Document
from tests.portal.channels.conftest import TODAY, at
from tests.portal.conftest import County

Open = Callable[..., Channel]
Logs = Callable[..., Logging]


def words(county: County, on: date = TODAY) -> list[str]:
    return [c.in_words for c in clocks.of_organ(county.town, on)]


@pytest.mark.parametrize(
    ("days_ago", "said"),
    [
        (0, "正常"),
        (10, "正常"),
        (11, "还剩3天"),
        (14, "今天到期"),
        (15, "已超1天"),
        (40, "已超26天"),
    ],
)
def test_an_account_is_updated_within_two_weeks(
    county: County, channel: Open, log: Logs, days_ago: int, said: str
) -> None:
    log(Line(channel("wechat", "魅力示例镇"), TODAY - timedelta(days_ago), title="推文"))
    assert words(county) == [said]


def test_a_stricter_local_rule_counts(
    county: County, channel: Open, log: Logs, clerk: Actor
) -> None:
    wechat = channel("wechat", "魅力示例镇")
    log(Line(wechat, TODAY - timedelta(11), title="推文"))
    ChangeChannel(by=clerk, target=wechat, fields={"update_days": 10}).execute()
    assert words(county) == ["已超1天"]


def test_a_channel_never_used_runs_from_its_opening(county: County, channel: Open) -> None:
    channel("wechat", "新号", opened_on=TODAY - timedelta(4))
    channel("weibo", "老号", account="laohao")
    assert words(county) == ["从未更新", "从未更新，还剩10天"]


def test_boards_have_no_clock_unless_one_is_set(county: County, channel: Open) -> None:
    channel("notice_board", "公示栏")
    channel("hotline", "值班电话")
    assert words(county) == []
    channel("open_board", "村务公开栏", update_days=30)
    assert words(county) == ["从未更新"]


def test_a_struck_line_is_no_update(county: County, channel: Open, log: Logs, clerk: Actor) -> None:
    wechat = channel("wechat", "魅力示例镇")
    log(Line(wechat, TODAY - timedelta(20), title="旧"))
    log(Line(wechat, TODAY, title="错"))
    entry = ChannelEntry.objects.get(item__title="错")
    StrikeEntry(by=clerk, target=entry, reason="登错").execute()
    assert words(county) == ["已超6天"]


def test_columns_with_a_clock_warn_too(
    county: County, publish: Callable[..., Document], column: Column
) -> None:
    column.update_days = 30
    column.save()
    Column.objects.create(code="xiangzhen", title="乡镇专栏", part="content", update_days=7,
                          levels=["city"])  # fmt: skip
    assert words(county) == ["从未更新"]
    publish("办法", TODAY - timedelta(40))
    assert words(county) == ["已超10天"]
    [one] = clocks.of_organ(county.town, TODAY)
    assert (one.title, one.since, one.due_on) == (
        "栏目“行政规范性文件”", 40, TODAY - timedelta(10),
    )  # fmt: skip


def test_an_explanation_rests_the_clock_until_its_day(
    county: County, channel: Open, log: Logs, clerk: Actor
) -> None:
    wechat = channel("wechat", "魅力示例镇")
    log(Line(wechat, TODAY - timedelta(40), title="旧"))
    explain = {"by": clerk, "organ": county.town, "channel": wechat}
    for until_on, reason, sentence in (
        (TODAY + timedelta(400), "合并", "一年以内"),
        (TODAY - timedelta(1), "合并", "今天之后"),
        (TODAY, " ", "原因"),
    ):
        with pytest.raises(Refused, match=sentence):
            ExplainSilence(**explain, until_on=until_on, reason=reason).execute()
    ExplainSilence(**explain, until_on=TODAY + timedelta(5), reason="账号整合").execute()
    assert words(county) == ["停更说明：账号整合"]
    assert not clocks.of_organ(county.town, TODAY)[0].warns
    assert words(county, TODAY + timedelta(6)) == ["已超32天"]


def test_the_supervising_office_sees_all_below_it_worst_first(
    county: County, channel: Open, log: Logs
) -> None:
    log(Line(channel("wechat", "魅力示例镇"), TODAY - timedelta(30), title="旧"))
    log(Line(channel("weibo", "微博", account="wb"), TODAY, title="新"))
    found = clocks.of_organs([county.county, county.town, county.bureau], TODAY)
    assert [(c.organ.short_name, c.in_words) for c in found] == [
        ("示例镇", "已超16天"), ("示例镇", "正常"),
    ]  # fmt: skip


def test_tomorrow_is_not_yet_counted(county: County, channel: Open, log: Logs) -> None:
    wechat = channel("wechat", "魅力示例镇")
    log(Line(wechat, TODAY - timedelta(14), title="旧"))
    with clock.as_of(at(TODAY + timedelta(1))):
        log(Line(wechat, TODAY + timedelta(1), title="明天的"))
    assert words(county) == ["今天到期"]
