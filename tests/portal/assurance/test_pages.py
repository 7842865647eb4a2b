"""The desk's pages: a year kind by kind, one form, one click for none, tables for a spreadsheet."""

import csv
import io
from datetime import date

from openpyxl import load_workbook

from portal.acts import clock
from portal.acts.actor import Actor
from portal.assurance.kinds import askable, kinds
from portal.assurance.models import NoneReport, Record
from portal.organs.models import Role
from tests.portal.assurance.conftest import Make, at
from tests.portal.conftest import County

HOME, NONE, UNITS = "/desk/assurance/", "/desk/assurance/none/", "/desk/assurance/units/"
ASKED = [kind for kind in askable() if not kind.over]
"""Of a township, which has no units below."""
TRAINING = {"title": "条例解读", "on": "2026-03-05", "organiser": "县政府办", "people": "12"}


def test_an_empty_year_says_what_to_do_and_is_confirmed_in_one_click(county: County) -> None:
    client = county.client("jingban", Role.HANDLER)
    page = client.get(HOME).content.decode()
    assert page.count("确实没有的，确认一次本年没有即可") == len(ASKED)
    ticked = [kind.code for kind in ASKED if f'value="{kind.code}"' in page]
    assert page.count(" checked") == len(ticked) == len(ASKED)
    assert client.post(NONE, {"things": ticked}).status_code == 302
    assert NoneReport.objects.get().things == ticked
    page = client.get(HOME).content.decode()
    assert page.count("jingban某已确认截至") == len(ASKED)
    assert "确认这些本年没有" not in page
    assert client.get(NONE).status_code == 403


def test_a_record_is_one_form_and_what_is_wrong_stands_at_its_field(county: County) -> None:
    client = county.client("jingban", Role.HANDLER)
    new = f"{HOME}new/training/"
    assert 'value="示例镇人民政府"' in client.get(new).content.decode()
    wrong = client.post(new, {**TRAINING, "people": "十二"})
    assert wrong.status_code == 422 and "条例解读" in wrong.content.decode()
    assert not Record.objects.exists()
    assert client.post(new, TRAINING).url == f"{HOME}?year=2026"
    one = Record.objects.get()
    assert (one.title, one.said) == ("条例解读", {"organiser": "县政府办", "people": 12})
    page = client.get(f"{HOME}{one.pk}/").content.decode()
    assert "条例解读" in page and "更正" in page
    correct = f"{HOME}{one.pk}/correct/"
    assert 'value="12"' in client.get(correct).content.decode()
    assert (
        client.post(correct, {**TRAINING, "people": "13", "reason": "少数了一人"}).status_code
        == 302
    )
    assert "少数了一人" in client.get(HOME).content.decode()
    assert client.get(f"{HOME}new/secret/").status_code == 404


def test_hostile_words_are_kept_as_words(county: County) -> None:
    client = county.client("jingban", Role.HANDLER)
    title = "<script>alert(1)</script>{{ 7 }}=1+1"
    client.post(f"{HOME}new/training/", {**TRAINING, "title": title, "organiser": "=cmd()"})
    page = client.get(HOME).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;" in page
    text = client.get(f"{HOME}export.csv").content.decode("utf-8-sig")
    assert "'=cmd()" in text
    for bad in ("\x00", "长" * 3000, ""):
        sent = {**TRAINING, "title": bad}
        assert client.post(f"{HOME}new/training/", sent).status_code == 422
    for year in ("2018", "2099", "x", "９９９９"):
        assert client.get(f"{HOME}?year={year}").status_code == 404


def test_others_see_nothing_and_the_office_sees_all_its_units(county: County, make: Make) -> None:
    one = make("training", date(2026, 3, 5))
    other = county.client("waidanwei", Role.HANDLER, organ=county.bureau)
    assert other.get(f"{HOME}{one.pk}/").status_code == 404
    assert other.get(f"{HOME}?organ=shilizhen").status_code == 404
    assert "示例镇" not in other.get(UNITS).content.decode()
    assert "条例解读" not in other.get(f"{HOME}export.csv?units=1").content.decode("utf-8-sig")
    office = county.client("zhuguan", Role.SUPERVISOR, organ=county.county)
    assert "条例解读" in office.get(f"{HOME}?organ=shilizhen").content.decode()
    page = office.get(UNITS).content.decode()
    assert "示例镇人民政府" in page and "示例县教育局" in page and "未登记的3个单位" in page
    assert "示例县教育局" in office.get(f"{UNITS}?open=1&page=999").content.decode()
    assert office.get(f"{HOME}{one.pk}/strike/").status_code == 403
    assert county.client("anquan", Role.SECURITY, organ=county.county).get(UNITS).status_code == 403


def test_a_year_comes_as_one_table_and_as_a_workbook(county: County, make: Make) -> None:
    make("training", date(2026, 3, 5), hours="1.5")
    make("evaluation", date(2026, 3, 6), "评议", counted="percent", satisfied="98.5")
    client = county.client("jingban", Role.HANDLER)
    text = client.get(f"{HOME}export.csv?year=2026").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(r["类别"], r["题目"], r["学时"], r["满意"]) for r in rows] == [
        ("社会评议", "评议", "", "98.5"),
        ("培训", "条例解读", "1.5", ""),
    ]
    book = load_workbook(io.BytesIO(client.get(f"{HOME}export.xlsx?year=2026").content))
    assert book.sheetnames == [kind.title.zh for kind in kinds().values()]
    head, line = book["培训"].iter_rows(values_only=True)
    assert dict(zip(head, line, strict=True))["学时"] == 1.5


def test_in_january_the_list_of_work_asks_for_last_year(county: County, handler: Actor) -> None:
    client = county.client("jingban", Role.HANDLER)
    with clock.as_of(at(2027, 1, 11)):
        page = client.get("/desk/").content.decode()
        assert "2026年的培训、接受考核、社会评议、责任追究还没有登记" in page
        client.post(f"{NONE}?year=2026", {"things": [kind.code for kind in ASKED]})
        assert "2026年的培训" not in client.get("/desk/").content.decode()
    with clock.as_of(at(2027, 5, 11)):
        assert "2026年的培训" not in client.get("/desk/").content.decode()
