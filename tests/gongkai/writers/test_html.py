"""The page: one file, no script, tables that can be read aloud, every figure with its address."""

from collections import Counter
from dataclasses import replace

from lxml import etree

from gongkai.figures import BLANK, UNREADABLE, number
from gongkai.forms.filled import Cell, FilledForm, Paragraph, Section
from gongkai.forms.form import Address
from gongkai.writers import html

RECEIVED = Address("requests", "received", "natural")


def tree(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.HTMLParser(encoding="utf-8"))


def test_nothing_is_loaded_and_nothing_runs(township: FilledForm) -> None:
    page = tree(html.write(township))
    assert page.get("lang") == "zh-CN"
    assert not page.xpath("//script | //link | //img | //iframe | //@src | //@onclick")
    assert b"url(" not in html.write(township) and b"@import" not in html.write(township)
    assert len(html.write(township)) < 100_000


def test_every_figure_names_existing_headers_that_say_its_row_and_column(
    township: FilledForm,
) -> None:
    page = tree(html.write(township))
    ids = Counter(page.xpath("//@id"))
    assert max(ids.values()) == 1
    cells = {cell.get("data-address"): cell for cell in page.xpath("//td[@data-address]")}
    assert set(cells) == {str(address) for address in township.form.addresses}
    for address in township.form.addresses:
        cell = cells[str(address)]
        headers = [page.xpath(f"//th[@id='{name}']")[0] for name in cell.get("headers").split()]
        spoken = "".join("".join(header.itertext()) for header in headers)
        table = township.form.table(address.table)
        for label in (*table.row_path(address.row), *table.column_path(address.column)):
            assert label in spoken
        assert "".join(cell.itertext()) == township[address].text


def test_tables_are_named_by_their_part_and_repeat_their_header(township: FilledForm) -> None:
    page = tree(html.write(township))
    for table in page.xpath("//table"):
        (heading,) = page.xpath(f"//h2[@id='{table.get('aria-labelledby')}']")
        assert heading.text[:2] in ("二、", "三、", "四、")
    assert len(page.xpath("//table/thead")) == 2
    assert {th.get("scope") for th in page.xpath("//th")} == {"col", "row", "rowgroup"}


def test_what_is_no_number_says_so(township: FilledForm) -> None:
    total = Address("requests", "received", "total")
    cells = dict(township.cells)
    cells[RECEIVED] = Cell(RECEIVED, UNREADABLE, "1?")
    cells[total] = Cell(total, BLANK)
    absent = Address("requests", "carried_in", "natural")
    del cells[absent]
    page = tree(html.write(replace(township, cells=cells)))
    status = {
        td.get("data-address"): td.get("data-status") for td in page.xpath("//td[@data-status]")
    }
    assert status == {str(RECEIVED): "unreadable", str(total): "blank", str(absent): "absent"}


def test_zeros_are_quiet_and_sums_marked(township: FilledForm) -> None:
    cells = {**township.cells, RECEIVED: Cell(RECEIVED, number(0))}
    page = tree(html.write(replace(township, cells=cells)))
    (zero,) = page.xpath(f"//td[@data-address='{RECEIVED}']")
    assert zero.get("class") == "zero"
    (total,) = page.xpath("//td[@data-address='requests/received/total']")
    assert "sum" in total.get("class")


def test_words_of_a_report_are_never_markup(township: FilledForm) -> None:
    evil = '<script>alert("x")</script>&amp;'
    report = replace(
        township, title=evil, sections=(Section(1, evil, paragraphs=(Paragraph(evil),)),)
    )
    page = tree(html.write(report))
    assert not page.xpath("//script")
    assert "".join(page.xpath("//h2")[0].itertext()) == "一、" + evil


def test_figures_lead_where_the_page_around_them_says(township: FilledForm) -> None:
    """A page of somebody else's gets the three tables; it alone knows what stands behind a figure."""
    first = township.form.addresses[0]

    def link(address: Address) -> str | None:
        return f"/behind/?of={address}&all=1" if address == first else None

    parts = html.tables(township, link=link)
    assert sorted(parts) == [2, 3, 4]
    assert parts[2].count(f'<a href="/behind/?of={first}&amp;all=1">') == 1
    assert "<a " not in parts[3] + parts[4]
    assert "<a " not in "".join(html.tables(township).values())
