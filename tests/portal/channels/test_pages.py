"""The clerk's way through the pages of channels, and what the public sees."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.acts import clock
from portal.acts.actor import Actor
from portal.acts.models import ActRecord
from portal.channels.acts.log import Line
from portal.channels.models import Channel, ChannelEntry, Handover, Logging, Photo, Silence
from portal.organs.models import Role
from portal.publishing.acts.publication import Withdraw
from portal.publishing.models import Column, Document
from tests.portal.channels.conftest import TODAY, at
from tests.portal.conftest import County

Open = Callable[..., Channel]
Publishes = Callable[..., Document]
Logs = Callable[..., Logging]


@pytest.fixture
def browser(county: County, clerk: Actor) -> Client:
    """Return the clerk's browser."""
    return county.client("jingban")


def text(browser: Client, url: str, status: int = 200) -> str:
    page = browser.get(url)
    assert page.status_code == status, page.content.decode()[:2000]
    return page.content.decode()


def test_the_register_begins_empty_and_says_how(browser: Client) -> None:
    page = text(browser, "/desk/channels/")
    assert "还没有登记渠道" in page
    assert "/desk/channels/open/?kind=website" in page
    assert "这一年还没有发布登记" in text(browser, "/desk/channels/counts/")
    assert "还没有设更新期限" in text(browser, "/desk/channels/clocks/")


def test_a_clerk_opens_changes_and_closes_a_board(browser: Client) -> None:
    assert "公示栏" in text(browser, "/desk/channels/open/")
    form = text(browser, "/desk/channels/open/?kind=notice_board")
    assert 'name="address"' in form
    assert 'name="account"' not in form  # a board has no account
    page = browser.post("/desk/channels/open/?kind=notice_board", {"name": "公示栏"})
    assert page.status_code == 422
    page = browser.post(
        "/desk/channels/open/?kind=notice_board", {"name": "公示栏", "address": "东门"}
    )
    assert page.status_code == 302
    where = page["Location"]
    board = Channel.objects.get()
    change = {"name": "公示栏", "address": "西门", "seen": board.version}
    assert browser.post(f"{where}change/", change).status_code == 302
    assert browser.post(f"{where}change/", change).status_code == 409  # seen before
    assert "西门" in text(browser, where)
    assert browser.post(f"{where}close/", {"on": "2026-03-20", "reason": "拆除"}).status_code == 302
    assert "停用：拆除" in text(browser, where)
    assert "已停用的渠道" in text(browser, "/desk/channels/")


def test_the_platform_is_offered_first_and_fills_itself(
    browser: Client, publish: Publishes
) -> None:
    publish("养护办法", TODAY - timedelta(1))
    assert "还没有按渠道登记" in text(browser, "/desk/")
    form = text(browser, "/desk/channels/open/?kind=website")
    assert "政府信息公开平台" in form
    browser.post("/desk/channels/open/?kind=website", {"name": "平台", "automatic": "on"})
    assert "养护办法" in text(browser, f"/desk/channels/{Channel.objects.get().pk}/")
    assert "还没有按渠道登记" not in text(browser, "/desk/")


def test_many_documents_and_a_title_are_logged_with_a_picture(
    browser: Client, channel: Open, publish: Publishes, photo: bytes
) -> None:
    board = channel("notice_board", "公示栏")
    documents = [publish(f"办法{n}") for n in "一二"]
    count = ActRecord.objects.count()
    page = browser.post(
        f"/desk/channels/{board.pk}/log/",
        {
            "documents": [d.pk for d in documents], "title": "值班表", "topic": "工作动态",
            "on": "2026-03-20", "until_on": "2026-03-27",
            "photo": SimpleUploadedFile("现场../../.jpg", photo, "text/html"),
        },
    )  # fmt: skip
    assert page.status_code == 302, page.content.decode()
    assert ActRecord.objects.count() == count + 1
    assert ChannelEntry.objects.count() == 3
    picture = browser.get(f"/desk/channels/photos/{Photo.objects.first().pk}/")  # type: ignore[union-attr]
    assert picture["Content-Type"] == "image/jpeg"
    assert picture["X-Content-Type-Options"] == "nosniff"
    log = text(browser, f"/desk/channels/{board.pk}/")
    assert "值班表" in log
    assert "2026-03-19拍摄" in log
    assert "3" in text(browser, "/desk/channels/counts/?year=2026")


def test_a_hostile_picture_is_refused_with_what_was_typed_still_there(
    browser: Client, channel: Open
) -> None:
    board = channel("notice_board", "公示栏")
    page = browser.post(
        f"/desk/channels/{board.pk}/log/",
        {
            "title": "值班表<script>", "on": "2026-03-20",
            "photo": SimpleUploadedFile("x.jpg", b"<svg onload=alert(1)>", "image/jpeg"),
        },
    )  # fmt: skip
    assert page.status_code == 409
    assert "打不开" in page.content.decode()
    assert "值班表&lt;script&gt;" in page.content.decode()
    assert not ChannelEntry.objects.exists()


def test_one_document_goes_out_on_several_channels_and_its_page_shows_where(
    browser: Client, channel: Open, publish: Publishes
) -> None:
    board, wechat = channel("notice_board", "公示栏"), channel("wechat", "魅力示例镇")
    document = publish("养护办法")
    where = f"/desk/channels/documents/{document.pk}/"
    filled = text(browser, f"{where}log/?channel={board.pk}&until_on=2026-03-30&on=2026-03-19")
    assert 'value="2026-03-30"' in filled
    assert 'value="2026-03-19"' in filled
    assert filled.count("checked") == 1
    data = {"channels": [board.pk, wechat.pk], "on": "2026-03-20"}
    assert browser.post(f"{where}log/", data).status_code == 302
    again = browser.post(f"{where}log/", data)
    assert again.status_code == 409
    assert "已经登记过" in again.content.decode()
    page = text(browser, where)
    assert "公示栏" in page
    assert "魅力示例镇" in page
    entry = ChannelEntry.objects.get(channel=board)
    assert (
        browser.post(f"/desk/channels/entries/{entry.pk}/end/", {"on": "2026-03-20"}).status_code
        == 302
    )
    other = ChannelEntry.objects.get(channel=wechat)
    assert (
        browser.post(f"/desk/channels/entries/{other.pk}/strike/", {"reason": "登错"}).status_code
        == 302
    )
    assert "已划去：登错" in text(browser, where)


def test_pasted_lines_are_all_kept_or_none(browser: Client, channel: Open) -> None:
    wechat = channel("wechat", "魅力示例镇")
    where = f"/desk/channels/{wechat.pk}/paste/"
    good = "2026-03-01\t秸秆禁烧\t环保\thttps://mp.weixin.qq.com/s/1\n2026年3月2日\t春耕"
    for bad, sentence in (
        ("三月一日\t通知", "第3行：第一列应是日期"),
        ("2026-02-30\t通知", "第3行：没有这个日期"),
        ("2026-03-03", "第3行：第二列应是标题"),
        ("2026-03-03\t通知\t\tjavascript:alert(1)", "http"),
        ("2027-03-03\t通知", "今天之后"),
        ("2026-03-02\t春耕", "已经登记过"),
    ):
        page = browser.post(where, {"rows": f"{good}\n{bad}"})
        assert page.status_code in (409, 422)
        assert sentence in page.content.decode(), bad
        assert "秸秆禁烧" in page.content.decode()
    assert not ChannelEntry.objects.exists()
    assert browser.post(where, {"rows": "x\n" * 1500}).status_code == 422
    assert browser.post(where, {"rows": good}).status_code == 302
    assert ChannelEntry.objects.count() == 2


def test_a_sheet_for_the_board_carries_the_code_of_the_public_page(
    browser: Client, publish: Publishes
) -> None:
    document = publish("养护办法", number="示政规〔2026〕1号", body="<p>很长的正文。</p>" * 200)
    where = f"/desk/channels/documents/{document.pk}/sheet/"
    page = text(browser, where)
    assert "示政规〔2026〕1号" in page
    assert f"http://testserver/info/{document.pk}/" in page
    assert page.count("很长的正文") == 200
    drawing = page[page.index("<svg") : page.index("</svg>") + 6]
    ElementTree.fromstring(drawing)
    assert "style=" not in drawing  # the policy for styles forbids it
    short = text(browser, f"{where}?body=short&from_on=2026-03-20&until_on=2026-03-27")
    assert short.count("很长的正文") < 20
    assert "2026年3月20日至2026年3月27日" in short
    assert "止期不能早于起期" in text(
        browser, f"{where}?body=whole&from_on=2026-03-20&until_on=2026-03-01"
    )
    assert text(browser, f"{where}?body=x&from_on=y")


def test_what_hangs_on_a_board_is_chinese_whoever_prints_it(
    browser: Client, publish: Publishes
) -> None:
    document = publish("养护办法")
    where = f"/desk/channels/documents/{document.pk}/sheet/"
    page = browser.get(where, headers={"accept-language": "en"}).content.decode()
    paper = page[page.index("<article") : page.index("</article>")]
    assert "Lay it out" in page
    assert "扫码看全文" in paper
    assert "Scan" not in paper


def test_only_what_is_public_is_printed_or_posted(
    browser: Client, publish: Publishes, people: dict[str, Actor]
) -> None:
    gone = Withdraw(by=people["signer"], target=publish("名单"), reason="有误").execute()
    for page in ("sheet", "post"):
        answer = text(browser, f"/desk/channels/documents/{gone.pk}/{page}/", 403)
        assert "没有在网站上公开" in answer
    assert "名单" not in text(browser, f"/desk/channels/titles/?document={gone.pk}")


def test_several_titles_on_one_sheet(browser: Client, publish: Publishes) -> None:
    one, other = publish("办法一"), publish("办法二")
    publish("办法三")
    page = text(browser, f"/desk/channels/titles/?document={one.pk}&document={other.pk}&document=x")
    table = page[page.index('class="table table-bordered') : page.index("</article>")]
    assert "办法一" in table
    assert "办法三" not in table


def test_the_text_of_a_post_keeps_the_accounts_limit(
    browser: Client, channel: Open, publish: Publishes
) -> None:
    document = publish("养护办法", body="<p>正文。</p>" * 500)
    where = f"/desk/channels/documents/{document.pk}/post/"
    assert "还没有登记政务微信" in text(browser, where)
    channel("video", "示例镇短视频", account="v", post_limit=100)
    page = text(browser, where)
    assert "上限100字" in page
    assert f"http://testserver/info/{document.pk}/</textarea>" in page


def test_warnings_stand_on_the_desk_until_explained(
    browser: Client, channel: Open, log: Logs, publish: Publishes, column: Column
) -> None:
    column.update_days = 3
    column.save()
    publish("旧办法", TODAY - timedelta(10))
    wechat = channel("wechat", "魅力示例镇")
    log(Line(wechat, TODAY - timedelta(20), title="旧推文"))
    with clock.as_of(at(TODAY)):
        desk = text(browser, "/desk/")
        assert "政务微信“魅力示例镇”：已超6天" in desk
        assert "1个栏目需要更新" in desk
        for page in (f"{wechat.pk}/explain/", f"columns/{column.pk}/explain/"):
            answer = browser.post(
                f"/desk/channels/{page}", {"reason": "账号整合", "until_on": "2026-05-01"}
            )
            assert answer.status_code == 302
        assert Silence.objects.count() == 2
        desk = text(browser, "/desk/")
        assert "魅力示例镇" not in desk
        assert "需要更新" not in desk
        assert "停更说明：账号整合" in text(browser, "/desk/channels/clocks/?all")


def test_what_was_withdrawn_has_to_come_down_elsewhere(
    browser: Client, channel: Open, log: Logs, publish: Publishes, people: dict[str, Actor]
) -> None:
    document = publish("低保名单")
    log(Line(channel("notice_board", "公示栏"), TODAY, document))
    assert "仍在" not in text(browser, "/desk/")
    Withdraw(by=people["signer"], target=document, reason="含个人信息").execute()
    assert "“低保名单”已撤回，仍在公示栏" in text(browser, "/desk/")


def test_a_batch_is_handed_over_printed_and_received(
    browser: Client, channel: Open, publish: Publishes
) -> None:
    library = channel("library", "县图书馆")
    publish("养护办法", date(2026, 3, 1))
    where = f"/desk/channels/{library.pk}/hand-over/"
    assert "现有1件尚未移交" in text(browser, where)
    period = {"from_on": "2026-01-01", "until_on": "2026-03-20", "on": "2026-03-20"}
    assert browser.post(where, period | {"on": "2026-03-01"}).status_code == 409
    batch = browser.post(where, period | {"form": "纸质"})["Location"]
    page = text(browser, batch)
    assert "政府信息移交清单" in page
    assert "养护办法" in page
    assert "尚未签收" in text(browser, "/desk/")
    assert browser.post(f"{batch}receive/", {"on": "2026-03-20", "who": ""}).status_code == 422
    assert browser.post(f"{batch}receive/", {"on": "2026-03-20", "who": "孙某"}).status_code == 302
    assert Handover.objects.get().received_by == "孙某"
    again = browser.post(where, period)
    assert again.status_code == 409
    assert "没有尚未移交" in again.content.decode()


def test_the_supervising_office_sees_the_clocks_below_it_and_changes_nothing(
    county: County, channel: Open
) -> None:
    wechat = channel("wechat", "魅力示例镇")
    above = county.client("zhuguan", Role.SUPERVISOR, organ=county.county)
    page = text(above, "/desk/channels/clocks/")
    assert "示例镇" in page
    assert "从未更新" in page
    assert text(above, f"/desk/channels/{wechat.pk}/")
    for act in ("change", "close", "log", "explain", "paste"):
        assert above.get(f"/desk/channels/{wechat.pk}/{act}/").status_code == 403
        assert above.post(f"/desk/channels/{wechat.pk}/{act}/").status_code in (409, 422)
    assert "还没有登记渠道" in text(above, "/desk/channels/")


def test_another_organ_finds_nothing_here(
    county: County, channel: Open, log: Logs, publish: Publishes, photo: bytes
) -> None:
    board = channel("notice_board", "公示栏")
    log(Line(board, TODAY, publish("办法")), photo=photo)
    entry = ChannelEntry.objects.get()
    beside = county.client("bieren", Role.HANDLER, organ=county.bureau)
    for page in (
        f"{board.pk}/", f"{board.pk}/log/", f"{board.pk}/close/", f"entries/{entry.pk}/end/",
        f"entries/{entry.pk}/strike/", f"photos/{entry.photos.get().pk}/",
        f"documents/{Document.objects.get().pk}/", f"documents/{Document.objects.get().pk}/log/",
    ):  # fmt: skip
        assert beside.get(f"/desk/channels/{page}").status_code == 404, page
    system = county.client("xitong", Role.SYSTEM, organ=county.county)
    assert system.get("/desk/channels/").status_code == 403
    assert Client().get("/desk/channels/").status_code == 302


def test_the_public_finds_where_information_is(county: County, channel: Open) -> None:
    assert "信息都在本网站公开" in text(Client(), "/o/shilizhen/channels/")
    channel("website", "政府信息公开平台", automatic=True, url="")
    channel("reading_point", "示例镇查阅点", address="一楼3号窗口", hours="工作日", phone="0000-1")
    channel("notice_board", "公示栏", keeper="王敏", keeper_phone="13800000000")
    page = text(Client(), "/o/shilizhen/channels/")
    for words in ("一楼3号窗口", "工作日", "0000-1", "公示栏", "本网站的政府信息公开专栏"):
        assert words in page
    assert "13800000000" not in page
    assert "王敏" not in page
    assert Client().get("/o/nowhere/channels/").status_code == 404


@pytest.mark.parametrize("year", ["", "abc", "99999", "0", "二〇二六", "-1", "2" * 500])
def test_no_year_is_too_strange(browser: Client, year: str) -> None:
    assert text(browser, f"/desk/channels/counts/?year={year}")


@pytest.mark.parametrize("number", ["9" * 30, "0", "-1", "٣", "1;2", ""])
def test_no_number_is_too_strange(browser: Client, channel: Open, number: str) -> None:
    board = channel("notice_board", "公示栏")
    assert text(browser, f"/desk/channels/titles/?document={number}")
    assert text(browser, f"/desk/channels/{board.pk}/?page={number}")
    page = browser.post(
        f"/desk/channels/{board.pk}/log/", {"documents": [number], "on": "2026-03-20"}
    )
    assert page.status_code in (409, 422)
    page = browser.post("/desk/channels/log/", {"channels": [number], "on": "1", "title": "x"})
    assert page.status_code == 422
    assert browser.get(f"/desk/channels/{'9' * 30}/").status_code == 404
