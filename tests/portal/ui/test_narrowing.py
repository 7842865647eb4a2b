"""Filters bring their results in place; the page they ask for is the page one would get without them."""

from lxml import etree

from portal.organs.models import Role
from tests.portal.conftest import County


def test_a_form_of_filters_names_where_its_results_go(county: County) -> None:
    client = county.client("jb", Role.HANDLER)
    page = etree.fromstring(
        client.get("/desk/documents/?state=draft").content, etree.HTMLParser(encoding="utf-8")
    )
    (form,) = page.xpath("//form[@hx-get]")
    assert form.get("hx-get") == "/desk/documents/" and form.get("method") == "get"
    assert len(page.xpath(f"//*[@id='{form.get('hx-target')[1:]}']")) == 1
    assert page.xpath("//script[contains(@src, 'htmx')]/@src")[0].startswith("/static/")
