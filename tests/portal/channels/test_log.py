"""The log: what goes out where, once a day, and how it ends."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from portal.acts.act import Refused
from portal.acts.actor import Actor
from portal.acts.models import ActRecord
from portal.channels import photos, queries
from portal.channels.acts.log import AddPhoto, Line, LogPublications, StrikeEntry, TakeDown
from portal.channels.models import Channel, ChannelEntry, Item, Logging, Photo
from portal.organs.models import Role
from portal.publishing.acts.publication import Publish, Revise, Withdraw
from portal.publishing.models import Document
from tests.portal.channels.conftest import TODAY
from tests.portal.conftest import County

Open = Callable[..., Channel]
Publishes = Callable[..., Document]
Logs = Callable[..., Logging]


def test_the_platform_logs_by_itself_and_ends_with_the_withdrawal(
    channel: Open, publish: Publishes, people: dict[str, Actor]
) -> None:
    site = channel("website", "政府信息公开平台", automatic=True, url="")
    document = publish("示例镇养护办法")
    entry = site.entries.get()
    assert (entry.on, entry.item.document, entry.logging) == (TODAY, document, None)
    Withdraw(by=people["signer"], target=document, reason="含个人信息").execute()
    entry.refresh_from_db()
    assert (entry.ended_on, entry.ended_why) == (TODAY, "含个人信息")


def test_a_correction_is_no_further_publication(
    channel: Open, publish: Publishes, people: dict[str, Actor]
) -> None:
    from portal.publishing.acts.drafting import EditDraft, SubmitDocument
    from portal.publishing.acts.review import PassStep

    site = channel("website", "政府信息公开平台", automatic=True, url="")
    document = Revise(by=people["handler"], target=publish("养护办法"), reason="错字").execute()
    document = EditDraft(
        by=people["handler"], target=document, content={"title": "养护办法（更正）"}
    ).execute()
    document = SubmitDocument(by=people["handler"], target=document).execute()
    for step in ("reviewer", "secrecy", "signer"):
        document = PassStep(by=people[step], target=document).execute()
    Publish(by=people["handler"], target=document).execute()
    assert site.entries.count() == 1
    assert site.entries.get().item.title == "养护办法（更正）"


def test_several_documents_on_one_channel_and_one_on_several_each_in_one_act(
    channel: Open, publish: Publishes, log: Logs
) -> None:
    board, wechat = channel("notice_board", "公示栏"), channel("wechat", "魅力示例镇")
    first, second = publish("办法一"), publish("办法二")
    count = ActRecord.objects.count()
    log(Line(board, TODAY, first), Line(board, TODAY, second))
    log(Line(wechat, TODAY, first, link="https://mp.weixin.qq.com/s/x"))
    assert ActRecord.objects.count() == count + 2
    kept = ActRecord.objects.order_by("-number")[1].after["entries"]
    assert [e["title"] for e in kept] == ["办法一", "办法二"]
    assert Item.objects.count() == 2
    assert ChannelEntry.objects.count() == 3


def test_the_same_on_the_same_channel_on_the_same_day_is_refused_and_nothing_is_kept(
    channel: Open, publish: Publishes, log: Logs
) -> None:
    board = channel("notice_board", "公示栏")
    first, second = publish("办法一"), publish("办法二")
    log(Line(board, TODAY, first))
    with pytest.raises(Refused, match="“办法一”在“公示栏”2026-03-20已经登记过"):
        log(Line(board, TODAY, second), Line(board, TODAY, first))
    assert ChannelEntry.objects.count() == 1
    with pytest.raises(Refused, match="已经登记过"):
        log(Line(board, TODAY, title="值班表"), Line(board, TODAY, title="值班表"))


def test_what_is_wrong_with_a_line_is_said(
    county: County, channel: Open, publish: Publishes, log: Logs, people: dict[str, Actor]
) -> None:
    board = channel("notice_board", "公示栏", opened_on=date(2026, 1, 1))
    site = channel("website", "政府信息公开平台", automatic=True, url="")
    library = channel("library", "县图书馆")
    document = publish("办法")
    gone = Withdraw(by=people["signer"], target=publish("撤回的"), reason="有误").execute()
    for line, sentence in (
        (Line(board, TODAY + timedelta(1), document), "今天之后"),
        (Line(board, date(2025, 12, 31), document), "启用日期"),
        (Line(board, TODAY, document, until_on=date(2026, 3, 1)), "公示期"),
        (Line(board, TODAY, title="  "), "标题"),
        (Line(board, TODAY, title="通知", link="javascript:alert(1)"), "http"),
        (Line(board, TODAY, title="长" * 301), "300"),
        (Line(site, TODAY, document), "自动登记"),
        (Line(library, TODAY, document), "按批次"),
    ):
        with pytest.raises(Refused, match=sentence):
            log(line)
    other = county.actor("bieren", Role.HANDLER, organ=county.bureau)
    with pytest.raises(Refused, match="别的机关的渠道"):
        LogPublications(
            by=other, organ=county.bureau, lines=[Line(board, TODAY, title="通知")]
        ).execute()
    log(Line(board, TODAY, gone))  # it hung there before it was withdrawn today
    with pytest.raises(Refused, match="没有要登记的"):
        log()


def test_a_title_on_another_channel_within_a_month_is_the_same_information(
    channel: Open, log: Logs
) -> None:
    board, wechat = channel("notice_board", "公示栏"), channel("wechat", "魅力示例镇")
    log(Line(board, date(2026, 3, 1), title="秸秆禁烧通告", topic="环保"))
    log(Line(wechat, date(2026, 3, 5), title="秸秆禁烧通告", topic="环保"))
    assert Item.objects.count() == 1
    log(Line(wechat, date(2026, 3, 12), title="秸秆禁烧通告"))  # posted anew: another one
    assert Item.objects.count() == 2
    log(Line(board, date(2026, 1, 2), title="秸秆禁烧通告"))  # months before: another one
    assert Item.objects.count() == 3


def test_a_line_is_struck_or_ends_but_never_disappears(
    channel: Open, log: Logs, clerk: Actor
) -> None:
    board = channel("notice_board", "公示栏")
    log(Line(board, date(2026, 3, 1), title="名单"))
    entry = ChannelEntry.objects.get()
    with pytest.raises(Refused, match="之间"):
        TakeDown(by=clerk, target=entry, on=date(2026, 2, 1)).execute()
    TakeDown(by=clerk, target=entry, on=date(2026, 3, 8), reason="期满").execute()
    with pytest.raises(Refused, match="撤下"):
        TakeDown(by=clerk, target=entry, on=TODAY).execute()
    with pytest.raises(Refused, match="原因"):
        StrikeEntry(by=clerk, target=entry).execute()
    StrikeEntry(by=clerk, target=entry, reason="登错了").execute()
    entry.refresh_from_db()
    assert (entry.struck_why, entry.ended_why) == ("登错了", "期满")
    with pytest.raises(Refused, match="划去"):
        StrikeEntry(by=clerk, target=entry, reason="再划").execute()
    log(Line(board, date(2026, 3, 1), title="名单"))  # entered anew, rightly


def test_the_platforms_own_lines_are_not_touched_by_hand(
    channel: Open, publish: Publishes, clerk: Actor
) -> None:
    channel("website", "政府信息公开平台", automatic=True, url="")
    publish("办法")
    entry = ChannelEntry.objects.get()
    with pytest.raises(Refused, match="自动登记"):
        StrikeEntry(by=clerk, target=entry, reason="不要").execute()
    with pytest.raises(Refused, match="随文件撤回"):
        TakeDown(by=clerk, target=entry, on=TODAY).execute()


def test_what_should_come_down_is_named(
    county: County, channel: Open, publish: Publishes, log: Logs, people: dict[str, Actor]
) -> None:
    board, radio = channel("notice_board", "公示栏"), channel("radio", "村村响")
    document = publish("低保名单", date(2026, 3, 1))
    log(Line(board, date(2026, 3, 2), document, until_on=date(2026, 3, 30)))
    log(Line(radio, date(2026, 3, 2), document))  # what was broadcast cannot be taken down
    log(Line(board, date(2026, 3, 2), title="中标公示", until_on=date(2026, 3, 9)))
    assert [e.item.title for e in queries.still_up(county.town, TODAY)] == ["中标公示"]
    Withdraw(by=people["signer"], target=document, reason="含个人信息").execute()
    assert len(queries.still_up(county.town, TODAY)) == 2


def test_a_picture_keeps_its_day_and_loses_its_place(
    channel: Open, log: Logs, photo: bytes
) -> None:
    assert b"SecretPhone" in photo
    board, wall = channel("notice_board", "公示栏"), channel("notice_board", "村公示栏")
    log(Line(board, TODAY, title="名单"), Line(wall, TODAY, title="名单"), photo=photo)
    one, other = Photo.objects.all()
    assert (one.path, one.taken_on) == (other.path, date(2026, 3, 19))
    kept = (Path(settings.MEDIA_ROOT) / one.path).read_bytes()
    assert b"SecretPhone" not in kept
    picture = Image.open(io.BytesIO(kept))
    assert not picture.getexif()
    assert picture.size == (200, 400)  # upright, as it was seen


def test_a_picture_can_follow_later(channel: Open, log: Logs, photo: bytes, clerk: Actor) -> None:
    log(Line(channel("notice_board", "公示栏"), TODAY, title="名单"))
    entry = AddPhoto(by=clerk, target=ChannelEntry.objects.get(), photo=photo).execute()
    assert entry.photos.get().sha256 in str(ActRecord.objects.latest("number").after)


def _picture(kind: str, size: tuple[int, int] = (30, 20)) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", size).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "空文件"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "打不开"),
        (b"<html>", "打不开"),
        (_picture("GIF"), "打不开"),
        (_picture("TIFF"), "打不开"),
        (_picture("JPEG")[:200], "打不开"),
        (_picture("PNG")[:50], "打不开"),
        (_picture("PNG", (9000, 9000)), "尺寸太大"),
        (_picture("PNG", (14_000, 14_000)), "尺寸太大"),
        (b"\xff\xd8\xff" + bytes(photos.MOST_BYTES), "超过20 MB"),
    ],
    ids=["empty", "svg", "html", "gif", "tiff", "cut jpeg", "cut png", "large", "bomb", "huge"],
)
def test_what_is_no_picture_is_refused(
    channel: Open, log: Logs, data: bytes, sentence: str
) -> None:
    board = channel("notice_board", "公示栏")
    with pytest.raises(Refused, match=sentence):
        log(Line(board, TODAY, title="名单"), photo=data)
    assert not ChannelEntry.objects.exists()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_every_usual_picture_becomes_a_small_jpeg(kind: str) -> None:
    cleaned = photos.clean(_picture(kind, (4000, 3000)))
    assert Image.open(io.BytesIO(cleaned.data)).size == (2000, 1500)
    assert cleaned.data[:3] == b"\xff\xd8\xff"
    assert cleaned.taken_on is None
