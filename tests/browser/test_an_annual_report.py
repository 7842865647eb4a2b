"""An annual report's whole way in Chromium: from the year's records to the citizen's table.

例河乡's clerk writes it from what the year left, its head sends it up, the county's office returns one
figure, they mend it; it is published, the county's total is made of it and published too, and a citizen
takes everything home. Then another office's report once more without JavaScript.
"""

import csv
import io
import re
import time
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, Page, expect

from gongkai.forms.filled import FilledForm
from gongkai.forms.form import Address
from gongkai.readers.read import read
from portal.acts import clock
from tests.browser.axe import faults, too_wide
from tests.browser.conftest import DESK, PHONE, Town, follow
from tests.browser.pictures import keep
from tests.browser.test_a_whole_request import taken

OFFICE = "zhuguan"
SOON = 600.0
"""Seconds within which the open data follow what is published, on a machine as busy as can be."""
RECEIVED = "requests/received/total"
FEES = "fees/fee/amount"

PART_FIVE = """（一）存在的主要问题。答复文书不够规范，个别答复说明理由过于简单；公开栏内容更换不及时，与网站不一致。
（二）改进情况。对件申请的答复逐件作一次回查，编印答复文书样式，由党政办公室负责，六月底以前完成。"""


def year() -> int:
    """The year that the reports are about."""
    return clock.today().year - 1


@dataclass
class Report:
    """One report on its way: who does what to it, in which browser, with which pictures."""

    town: Town
    code: str
    pictures: str
    options: dict[str, Any] = field(default_factory=dict)
    scope: str = "own"
    pk: int = 0
    step: int = 0
    people: dict[str, Page] = field(default_factory=dict)
    looked_at: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def of(self, who: str) -> Page:
        """Return somebody's browser: of the unit, or of the supervising office."""
        if who not in self.people:
            name = who if who == OFFICE else f"{self.code}-{who}"
            self.people[who] = self.town.browser_of(name, **self.options)
        return self.people[who]

    def keep(self, page: Page, what: str) -> None:
        """Keep a picture of a page; look, the first time, whether everybody can use it."""
        self.step += 1
        keep(page, f"{self.pictures}-{self.step:02d}-{what}")
        if what in self.looked_at or self.options:
            return
        self.looked_at.add(what)
        wrong = [*faults(page), *too_wide(page, PHONE["width"])]
        keep(page, f"{self.pictures}-{self.step:02d}-{what}-phone")
        page.set_viewport_size(DESK)  # type: ignore[arg-type]
        self.wrong += [f"{what}: {one}" for one in wrong]

    def opens(self, who: str, page: str = "") -> Page:
        """Somebody opens the report, or a page of it."""
        self.of(who).goto(f"/desk/reports/filing/{self.pk}/{page}")
        return self.of(who)

    def starts(self, page: Page) -> Page:
        """Somebody begins it where its page says so, and is led to its texts."""
        self.keep(page, "start")
        page.locator("main form.sheet .btn-primary").click()
        page.wait_for_url(re.compile(r"/filing/\d+/write/"))
        self.pk = int(re.findall(r"/filing/(\d+)/", page.url)[0])
        return page

    def takes(self, page: Page, *parts: int) -> None:
        """Take every suggestion of some parts."""
        for part in parts:
            several = page.locator(f"#part-{part}-words .suggested button")
            while several.count():
                several.last.click()
                expect(page.locator("main .alert-success")).to_contain_text("已保存")

    def adjusts(self, page: Page, address: str, by: str, reason: str, what: str) -> None:
        """Open a figure from its table and correct it with a reason."""
        follow(figure(page, address))
        page.fill("#id_delta", by)
        page.fill("#id_reason", reason)
        self.keep(page, what)
        page.get_by_role("button", name="调整数字").click()
        expect(page.locator("dl.facts")).to_contain_text(reason)

    def answers(self, page: Page, about: str, words: str) -> None:
        """Answer what the checks found."""
        follow(page.locator(".told li", has_text=about).get_by_role("link", name="答复"))
        page.get_by_role("radio", name="说明情况").check()
        page.fill("#id_words", words)
        self.keep(page, "finding")
        page.locator("main form.sheet .btn-primary").click()
        page.wait_for_url("**/check/")

    def explains(self) -> Page:
        """The clerk answers with one explanation whatever the checks still ask."""
        page = self.opens("jingban", "findings/")
        boxes = page.locator("main input[type=checkbox]")
        if not boxes.count():
            return self.opens("jingban", "check/")
        for box in boxes.all():
            box.check()
        page.fill("#id_words", "已与台账核对，情况属实。")
        self.keep(page, "findings")
        page.locator("main form.sheet .btn-primary").click()
        page.wait_for_url("**/check/")
        return page

    def goes_up(self, words: str = "") -> None:
        """The clerk answers the checks; the head looks at what they say and sends it up."""
        self.explains()
        page = self.opens("qianfa", "check/")
        self.keep(page, "check")
        if words:
            page.fill("#id_words", words)
        self.does(page, "submit", "已报送")

    def does(self, page: Page, what: str, done: str) -> None:
        """Do what the page of an act is for."""
        self.keep(page, what)
        page.locator("main form.sheet .btn-primary").click()
        expect(page.locator("main .alert-success")).to_contain_text(done)

    def remarks(self, page: Page, at: Locator, words: str) -> None:
        """The office says something of a figure or a paragraph."""
        follow(at)
        page.fill("#id_words", words)
        self.does(page, "remark", "已记下")
        expect(page.locator("#remarks")).to_contain_text(words)

    def judged(self, button: str, done: str) -> Page:
        """The office returns it, or accepts it."""
        page = self.opens(OFFICE, "review/")
        follow(page.locator(".saving").get_by_role("link", name=button))
        self.does(page, "judge", done)
        return page

    def published(self, who: str = "jingban") -> Page:
        """The unit publishes it."""
        page = self.opens(who)
        follow(page.locator("main").get_by_role("link", name="公布", exact=True))
        self.does(page, "publish", "已公布")
        self.keep(page, "published")
        return page


def figure(page: Page, address: str) -> Locator:
    """Return the link of a figure in a table."""
    return page.locator(f'[data-address="{address}"] a')


def number(page: Page, address: str) -> str:
    """Return what a table says of a figure."""
    return page.locator(f'[data-address="{address}"]').inner_text().strip()


def same(one: FilledForm, other: FilledForm) -> bool:
    """Whether two reports say the same figures."""
    return all(one[a].text == other[a].text for a in one.form.addresses)


@dataclass
class Citizen:
    """Somebody who reads what a county publishes, at a telephone and at a desk."""

    town: Town
    pictures: str
    options: dict[str, Any] = field(default_factory=dict)
    step: int = 0
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page = self.town.visitor(**self.options)

    def keep(self, what: str) -> None:
        """Keep pictures of a page, wide and on the telephone; everybody can use it."""
        page = self.page
        self.step += 1
        keep(page, f"{self.pictures}-{self.step:02d}-{what}-wide")
        wrong = [] if self.options else faults(page)
        wrong += too_wide(page, PHONE["width"])
        keep(page, f"{self.pictures}-{self.step:02d}-{what}-phone")
        page.set_viewport_size(DESK)  # type: ignore[arg-type]
        self.wrong += [f"{what}: {one}" for one in wrong]

    def reads(self, code: str) -> FilledForm:
        """Open an organ's report from the list of its reports; take every file; they say the same."""
        page = self.page
        page.goto(f"/o/{code}/reports/")
        self.keep("reports")
        follow(page.locator("main").get_by_role("link", name=re.compile(f"{year()}年")).first)
        self.keep("report")
        taken_home = {}
        for words in ("Word", "PDF", "Excel", "JSON"):
            link = page.locator(".downloads").get_by_role("link", name=words)
            name, data = taken(page, link)
            result = read(data, name=name)
            assert result.report is not None, (name, result.error)
            taken_home[words] = result.report
        first = taken_home["JSON"]
        for words, one in taken_home.items():
            assert same(first, one), words
        for address in first.form.addresses:
            assert number(page, str(address)) == first[address].text, address
        return first

    def open_data(self, wanted: set[tuple[str, str]]) -> dict[tuple[str, str, str], str]:
        """Take the file of all figures, once the reports wanted are in it."""
        page, begun = self.page, time.monotonic()
        while True:
            page.goto("/opendata/")
            link = page.get_by_role("link", name="annual-reports.csv")
            data = taken(page, link)[1].decode("utf-8-sig") if link.count() else ""
            rows = [one for one in csv.DictReader(io.StringIO(data)) if one["year"] == f"{year()}"]
            if wanted <= {(one["organ"], one["scope"]) for one in rows}:
                self.keep("opendata")
                return {(o["organ"], o["scope"], o["address"]): o["value"] for o in rows}
            assert time.monotonic() - begun < SOON, "the open data did not follow"
            time.sleep(2)


def test_from_the_years_records_to_the_citizens_table(town: Town) -> None:
    unit = Report(town, "lihe", "annual")

    # The clerk looks how the year stands, and opens a figure to the requests behind it.
    page = unit.of("jingban")
    page.goto("/desk/reports/")
    unit.keep(page, "desk")
    follow(page.get_by_role("link", name=f"看{year()}年度现在的数"))
    unit.keep(page, "live")
    received = int(number(page, RECEIVED))
    assert received > 3
    figure(page, RECEIVED).click()
    expect(page.locator("ul.rows > li")).to_have_count(received)
    unit.keep(page, "behind")
    page.locator("ul.rows > li").get_by_role("link", name="计入哪里").first.click()
    expect(page.locator("main")).to_contain_text("本年新收")
    unit.keep(page, "counts-where")

    # He begins, takes what the records suggest, writes part five with a figure in it.
    page.goto("/desk/reports/")
    page.get_by_role("link", name=f"开始填报{year()}年度").click()
    unit.starts(page)
    unit.keep(page, "empty")
    unit.takes(page, 0, 1, 6)
    page.fill("#id_part_5", PART_FIVE)
    page.evaluate(
        "() => { const t = document.querySelector('#id_part_5'); t.focus();"
        " const at = t.value.indexOf('件申请'); t.setSelectionRange(at, at); }"
    )
    page.get_by_role("button", name="{{ 新收申请件数 }}").click()
    assert "对{{ 新收申请件数 }}件申请" in page.input_value("#id_part_5")
    follow(page.get_by_role("button", name="保存", exact=True).last)
    page.locator("#part-5-words summary", has_text="引用数字后的样子").click()
    expect(page.locator("#part-5-words .shown-as")).to_contain_text(f"对{received}件申请的答复")
    unit.keep(page, "written")

    # What another office's books show he adds by hand: in yuan, where the form asks for 万元.
    unit.adjusts(page, FEES, "12000", "财政所收费台账", "adjust")
    page = unit.opens("jingban", "write/")
    unit.answers(page, "无正当理由大量反复申请", "同一人就同一事项申请27次。")
    unit.keep(page, "check-clerk")
    page = unit.explains()
    expect(page.locator("main")).to_contain_text("由工作机构负责人或者签发人报送")
    unit.goes_up("请审核。")

    # The office sees it on the wall, opens it, and sends one figure back.
    office = unit.of(OFFICE)
    office.goto("/desk/oversight/")
    unit.keep(office, "wall")
    row = office.locator("tr", has_text="例河乡")
    expect(row).to_contain_text("已报送")
    row.get_by_role("link", name="例河乡").click()
    expect(office.locator("main")).to_contain_text("同一人就同一事项申请27次。")
    unit.keep(office, "review")
    unit.remarks(office, figure(office, FEES), "请核对单位：表里是万元。")
    unit.judged("退回修改", "已退回")

    # The clerk finds it in the work of the day, sees what was said at the figure, mends and answers.
    page = unit.of("jingban")
    page.goto("/desk/")
    unit.keep(page, "home")
    page.locator("tr", has_text=f"{year()}年度政府信息公开").get_by_role("link").first.click()
    expect(page.locator("#remarks")).to_contain_text("请核对单位：表里是万元。")
    unit.keep(page, "returned")
    page = unit.opens("jingban", "write/")
    unit.keep(page, "write-returned")
    figure(page, FEES).click()
    expect(page.locator("#remarks")).to_contain_text("请核对单位：表里是万元。")
    follow(page.get_by_role("link", name="取消"))
    unit.does(page, "end-adjustment", "已取消")
    page = unit.opens("jingban", "write/")
    unit.adjusts(page, FEES, "1.2", "财政所收费台账，12000元", "adjust")
    page = unit.opens("jingban", "write/")
    follow(page.get_by_role("link", name="答复这条意见"))
    page.fill("#id_words", "误填为元，已改为1.2万元。")
    unit.does(page, "answer-remark", "已记下")
    unit.goes_up("已按意见修改。")

    # The office looks at what changed, and at nothing else; it accepts.
    office = unit.opens(OFFICE, "review/")
    expect(office.locator(".changed h2")).to_contain_text("1处改动")
    expect(office.locator(".changed td b")).to_have_text("1.2")
    expect(office.locator("article.statutory")).to_be_hidden()
    unit.keep(office, "review-again")
    unit.judged("审核通过", "已审核通过")
    unit.published()

    # A citizen reads it, looks at the pictures and takes every file; they say what the desk said.
    citizen = Citizen(town, "citizen")
    report = citizen.reads("lihe")
    assert report[Address.parse(RECEIVED)].text == str(received)
    assert report[Address.parse(FEES)].text == "1.2"
    citizen.page.get_by_role("link", name="图解").click()
    expect(citizen.page.locator("svg[role=img]").first).to_be_visible()
    citizen.keep("explained")

    # The county adds up: one figure opens to its units, who is missing is named; it goes the same way.
    region = Report(town, "lijiang", "region", scope="region")
    page = region.of("jingban")
    page.goto("/desk/")
    page.get_by_role("link", name="年报汇总").click()
    expect(page.locator("main")).to_contain_text("未计入")
    region.keep(page, "total")
    figure(page, RECEIVED).click()
    expect(page.locator("tr", has_text="例河乡人民政府")).to_contain_text(str(received))
    region.keep(page, "units")
    page.go_back()
    page.get_by_role("link", name="开始填报汇总报告").click()
    region.starts(page)
    region.keep(page, "empty")
    region.takes(page, 0, 1)
    page.fill("#id_part_5", PART_FIVE.replace("件申请", "收到的申请"))
    page.fill("#id_part_6", "没有其他需要报告的事项。")
    follow(page.get_by_role("button", name="保存", exact=True).last)
    assert int(number(page, RECEIVED)) >= received
    region.goes_up()
    office = region.opens(OFFICE, "review/")
    region.keep(office, "review")
    region.judged("审核通过", "已审核通过")
    region.published()
    of_region = citizen.reads("lijiang")
    assert of_region[Address.parse(RECEIVED)].value >= received

    # What machines read says the same.
    given = citizen.open_data({("lihe", "own"), ("lijiang", "region")})
    for address in report.form.addresses:
        assert given["lihe", "own", str(address)] == report[address].text
        assert given["lijiang", "region", str(address)] == of_region[address].text

    wrong = unit.wrong + region.wrong + citizen.wrong
    assert not wrong, "\n".join(wrong)


def test_the_same_way_without_javascript(town: Town) -> None:
    unit = Report(town, "zhengfuban", "plain-annual", {"java_script_enabled": False})
    page = unit.of("jingban")
    page.goto("/desk/reports/")
    page.get_by_role("link", name=f"开始填报{year()}年度").click()
    unit.starts(page)
    unit.takes(page, 0, 1)
    part = PART_FIVE.replace("对件", "对{{ 新收申请件数 }}件").replace("党政办公室", "公开科")
    page.fill("#id_part_5", part.replace("新收申请件数", "没有这个数"))
    page.fill("#id_part_6", "没有其他需要报告的事项。")
    follow(page.get_by_role("button", name="保存", exact=True).last)
    expect(page.locator("#error-summary")).to_contain_text("没有这个数")  # what was typed is kept
    unit.keep(page, "wrong-chip")
    page.fill("#id_part_5", page.input_value("#id_part_5").replace("没有这个数", "新收申请件数"))
    follow(page.get_by_role("button", name="保存", exact=True).last)
    expect(page.locator("main .alert-success")).to_contain_text("已保存")
    unit.adjusts(page, FEES, "3.5", "收费窗口台账", "adjust")
    unit.goes_up()
    office = unit.opens(OFFICE, "review/")
    at = office.locator("article p", has_text="（一）存在的主要问题").get_by_role("link")
    unit.remarks(office, at, "请写具体是哪些答复。")
    unit.judged("退回修改", "已退回")
    page = unit.opens("jingban", "write/")
    expect(page.locator("#remarks")).to_contain_text("请写具体是哪些答复。")
    body = page.input_value("#id_part_5").replace("个别答复", "两件不予公开的答复")
    page.fill("#id_part_5", body)
    follow(page.get_by_role("button", name="保存", exact=True).last)
    follow(page.get_by_role("link", name="答复这条意见"))
    page.fill("#id_words", "已写明。")
    unit.does(page, "answer-remark", "已记下")
    unit.goes_up()
    office = unit.opens(OFFICE, "review/")
    expect(office.locator(".changed ins")).to_contain_text("两件不予公开的")
    unit.keep(office, "review-again")
    unit.judged("审核通过", "已审核通过")
    unit.published()
    citizen = Citizen(town, "plain-citizen", {"java_script_enabled": False})
    report = citizen.reads("zhengfuban")
    assert report[Address.parse(FEES)].text == "3.5"
