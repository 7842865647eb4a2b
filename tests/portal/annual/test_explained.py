"""A published report in pictures: drawn from its own figures, each with its numbers beside it."""

from django.test import Client
from django.urls import reverse

from gongkai.figures import BLANK, number
from gongkai.forms.filled import filled
from gongkai.forms.form import Address, load
from portal.acts.actor import SYSTEM
from portal.annual import explained
from portal.annual.acts import AcceptFiling, Adjust, PublishFiling, SubmitFiling
from tests.portal.annual.conftest import YEAR, World


def test_the_page_draws_what_was_published(world: World) -> None:
    filing = world.written()
    for row, delta in (("received", 7), ("granted", 5), ("not_held", 2)):
        Adjust(
            by=SYSTEM, target=filing, address=f"requests/{row}/natural", delta=number(delta).value,
            reason="系统启用前收到",
        ).execute()  # fmt: skip
    filing = SubmitFiling(by=world.head, target=filing).execute()
    filing = AcceptFiling(by=world.office, target=filing).execute()
    PublishFiling(by=world.clerk, target=filing).execute()
    page = Client().get(reverse("annual_explained", args=["shilizhen", YEAR])).content.decode()
    assert page.count('<svg class="bars"') == 2
    assert "历年新收申请" in page and ">7<" in page
    assert ">予以公开<" in page and "属于国家秘密" not in page, "what is 0 is not drawn"
    assert ">无法提供</text>" in page and ">本机关不掌握相关政府信息</th>" in page
    assert "办结7件，最多的是予以公开，5件。" in page
    assert "style=" not in page


def test_a_year_without_a_number_is_named_not_drawn_as_zero() -> None:
    form = load("2021")
    at = Address("requests", "received", "total")
    some = filled(form, {at: number(4)})
    none = filled(form, {at: BLANK})
    drawn = explained.received([(2022, some), (2023, none)])
    assert [bar.label for bar in drawn.bars] == ["2022"]
    assert drawn.unknown == ("2023",)


def test_a_group_that_is_not_wholly_known_has_no_bar_and_no_sentence() -> None:
    form = load("2021")
    cells = {"granted": number(5), "not_held": number(2), "must_create": BLANK}
    report = filled(form, {Address("requests", row, "total"): n for row, n in cells.items()})
    drawn = explained.outcomes(report)
    assert "无法提供" in drawn.unknown and not drawn.says
    assert [bar.label for bar in drawn.bars] == ["予以公开"]


def test_what_a_picture_shows_is_said_in_words() -> None:
    def said(*numbers: int) -> str:
        at, form = Address("requests", "received", "total"), load("2021")
        each = enumerate(numbers, 2022)
        return explained.received([(y, filled(form, {at: number(n)})) for y, n in each]).says

    assert said(5, 14) == "2023年收到14件，比2022年多9件。"
    assert said(5, 2) == "2023年收到2件，比2022年少3件。"
    assert said(5, 5) == "2023年收到5件，与2022年一样多。"
    assert said(5) == ""


def test_bars_are_as_long_as_their_numbers() -> None:
    form = load("2021")
    at = Address("requests", "received", "total")
    drawn = explained.received(
        [(2022, filled(form, {at: number(2)})), (2023, filled(form, {at: number(8)}))]
    )
    assert [bar.length for bar in drawn.bars] == [explained.WIDTH // 4, explained.WIDTH]


def test_no_report_no_pictures(world: World) -> None:
    assert Client().get(reverse("annual_explained", args=["shilizhen", YEAR])).status_code == 404
