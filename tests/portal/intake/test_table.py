"""The researcher's table: every cell of what one may see, side by side across years and editions."""

import csv
import io
import zipfile

import pytest
from django.test import Client
from openpyxl import load_workbook

from portal.acts.actor import Actor
from portal.annual.acts import ArchiveReport
from portal.annual.models import AnnualReport
from portal.intake import archived, comparing, table
from portal.intake.acts.reports import Recognise
from portal.intake.models import Cell, Report
from portal.organs.models import Role
from portal.publishing.models import Column
from tests.portal.conftest import County
from tests.portal.intake.conftest import EXAMPLES, Take, example, given


@pytest.fixture
def archive(county: County) -> AnnualReport:
    """Return a report that stands in the public archive, and in the table."""
    Column.objects.create(code="nianbao", title="政府信息公开年报", part="reports")
    path = next((EXAMPLES / "lihe-xiang-2023").glob("report.*"))
    done = ArchiveReport(
        by=county.actor("jb", Role.HANDLER),
        organ=county.town,
        data=path.read_bytes(),
        file_name=path.name,
    ).execute()
    archived.follow_all()
    return done


def rows(answer: object) -> list[list[str]]:
    content = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(content)))


def test_everybody_sees_the_archive_and_nothing_of_the_intake(
    archive: AnnualReport, take: Take
) -> None:
    take(example("fanli-shi-2024"))
    page = Client().get("/figures/").content.decode()
    assert "1份报告" in page and "200个数字" in page and "示例镇人民政府" in page
    lines = rows(Client().get("/figures/table.csv"))
    assert len(lines) == 201 and {line[0] for line in lines[1:]} == {"示例镇人民政府"}
    hidden = Report.objects.get(archived=None)
    answer = Client().get(f"/figures/compare/?report={hidden.pk}")
    assert hidden.name not in answer.content.decode()


def test_the_office_sees_both(archive: AnnualReport, take: Take, county: County) -> None:
    take(example("fanli-shi-2024"))
    clerk = county.client("zhuguan")
    assert "2份报告" in clerk.get("/desk/figures/").content.decode()
    other = county.client("wai", Role.HANDLER, organ=county.bureau)
    assert "1份报告" in other.get("/desk/figures/").content.decode()


def test_a_withdrawn_report_leaves_the_table(archive: AnnualReport) -> None:
    document = archive.document
    document.is_public = False
    document.save()
    archived.follow_all()
    assert not Report.objects.exists() and not Cell.objects.exists()


def test_it_follows_the_archive_at_once(
    county: County, django_capture_on_commit_callbacks: object
) -> None:
    Column.objects.create(code="nianbao", title="政府信息公开年报", part="reports")
    path = next((EXAMPLES / "lihe-xiang-2023").glob("report.*"))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        ArchiveReport(
            by=county.actor("jb", Role.HANDLER),
            organ=county.town,
            data=path.read_bytes(),
            file_name=path.name,
        ).execute()
    assert Report.objects.get().cells.count() == 200


def test_the_cells_are_narrowed_and_paged(take: Take, county: County) -> None:
    take(*(example(n) for n in ("lihe-xiang-2023", "lihe-xiang-2024", "linan-2020")))
    base = Report.objects.all()

    def number(**given: str) -> tuple[int, int]:
        ask = table.asked(given)
        reports, cells = table.number_of(base, ask)
        found = table.cells(base, ask).count()
        assert cells is None or cells == found, given
        return reports, found

    assert number() == (3, 598)
    assert number(year="2023") == (1, 200)
    assert number(edition="2019") == (1, 198)
    assert number(table="requests", row="received") == (3, 21)
    assert number(table="requests", row="received", column="total") == (3, 3)
    assert number(table="documents", column="issued") == (3, 4)
    assert number(organ="例河乡") == (2, 400)
    assert number(level="township", year="2024") == (1, 200)
    reports, nonzero = number(status="nonzero")
    assert 0 < nonzero < 598 and reports == 3
    clerk = county.client("zhuguan")
    seen: list[int] = []
    after = ""
    while True:
        answer = clerk.get(f"/desk/figures/?view=cells&after={after}")
        seen += [one["cell"].pk for one in answer.context["rows"]]
        after = answer.context["after"]
        if not after:
            break
    assert len(seen) == len(set(seen)) == 598


@pytest.mark.parametrize(
    "query",
    [
        "year=20x3", "year=٢٠٢٣", "level=%00", "edition=1999", "table=../etc", "table=requests&row=';--",
        "after=-1", "after=99999999999999999999999", "status=any", "organ=" + "长" * 500, "organ=%25", "view=x",
    ],
)  # fmt: skip
def test_nonsense_in_the_address_is_no_error(archive: AnnualReport, query: str) -> None:
    assert Client().get(f"/figures/?{query}").status_code == 200
    assert Client().get(f"/figures/table.csv?{query}").status_code == 200
    assert Client().get(f"/figures/compare/?report=x&report=1{query}").status_code == 200


def test_downloads_hold_numbers_and_no_formula(take: Take, county: County) -> None:
    take(example("linan-2020"))
    report = Report.objects.get()
    report.unit_name = "=HYPERLINK(1)"
    report.save()
    Cell.objects.filter(address="licences/licence/change").update(value=-5, raw="=1+1")
    clerk = county.client("zhuguan")
    lines = rows(clerk.get("/desk/figures/table.csv?table=licences"))
    head, first = lines[0], next(r for r in lines[1:] if r[9] == "licences/licence/change")
    assert first[0] == "'=HYPERLINK(1)"
    assert (first[head.index("数值")], first[head.index("原文")]) == ("-5", "'=1+1")
    answer = clerk.get("/desk/figures/table.xlsx?table=licences")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    found = {row[9]: row for row in sheet.iter_rows(values_only=True)}
    assert found["licences/licence/change"][10] == -5
    assert all(c.data_type != "f" for row in sheet.iter_rows() for c in row)


def test_a_2020_and_a_2023_report_side_by_side(take: Take, county: County) -> None:
    """两种表式并排：相同的并排，没有对应的说出来。"""
    take(example("linan-2020"), example("lihe-xiang-2023"))
    old, new = Report.objects.order_by("year")
    found = comparing.compared([old, new])
    assert found.edition == "2021"
    by = {row.address: row for _title, rows in found.tables for row in rows}
    same = by["requests/received/total"].shown
    assert all(one.equal for one in same)
    assert same[0].number == old.cells.get(address="requests/received/total").value
    none = by["documents/normative/in_force"].shown
    assert not none[0].equal and none[1].equal
    ((report, lost),) = found.losses
    assert report == old and all(one.sentence for one in lost)
    dropped = {label for one in lost for label, _figure in one.figures}
    assert any("本年新制作数量" in label for label in dropped), "what is left out is shown"
    clerk = county.client("zhuguan")
    url = f"/desk/figures/compare/?report={old.pk}&report={new.pk}"
    page = clerk.get(url).content.decode()
    assert "无对应" in page and "本年新制作数量" in page and "按2021年表式" in page
    few = clerk.get(url + "&only=differing").content.decode()
    assert len(few) < len(page)


def test_one_organ_over_its_years(take: Take, county: County) -> None:
    take(*(example(f"lihe-xiang-{year}") for year in (2024, 2022, 2023)))
    one = Report.objects.get(year=2023)
    page = county.client("zhuguan").get(f"/desk/figures/compare/?report={one.pk}")
    assert [r.year for r in page.context["reports"]] == [2022, 2023, 2024]


def test_a_letter_tells_the_unit_what_was_found(take: Take, county: County) -> None:
    from gongkai.readers.read import parse

    batch = take(example("lidong-2023"), example("libei-2023-old-form"), given("坏.txt", b"x"))
    clerk = county.client("zhuguan")
    for report in Report.objects.all():
        from portal.intake import feed

        findings = [f.message("zh") for f in feed.assessed(report).findings]
        for ending in ("docx", "pdf"):
            answer = clerk.get(f"/desk/intake/reports/{report.pk}/letter.{ending}")
            assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
            text = "".join(
                p.text for p in parse(answer.content, name=f"a.{ending}").paragraphs
            ).replace(" ", "")
            assert report.name in text and "示例县人民政府" in text
            for sentence in findings[:3]:
                assert sentence[:12].replace(" ", "") in text
        marked = clerk.get(f"/desk/intake/reports/{report.pk}/annotated.docx")
        assert marked.content[:2] == b"PK"
    for ending in ("docx", "pdf"):
        answer = clerk.get(f"/desk/intake/{batch.pk}/letters.{ending}.zip")
        with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:  # type: ignore[attr-defined]
            assert archive.testzip() is None
            names = archive.namelist()
        assert len([n for n in names if n.endswith(f"核对函.{ending}")]) == 2
        assert len([n for n in names if n.endswith("批注件.docx")]) >= 1
    assert clerk.get(f"/desk/intake/{batch.pk}/letters.exe.zip").status_code == 404
    assert clerk.get(f"/desk/intake/reports/{report.pk}/other.exe").status_code == 404


def test_a_page_of_the_original_is_a_picture_with_its_box(take: Take, county: County) -> None:
    take(example("fanli-shi-2024"))
    report = Report.objects.get()
    clerk = county.client("zhuguan")
    page = clerk.get(
        f"/desk/intake/reports/{report.pk}/?cell=requests/received/total"
    ).content.decode()
    assert '<rect class="mark"' in page and "style=" not in page.split("<main")[1]
    number = page.split(f"/desk/intake/reports/{report.pk}/pages/")[1].split(".png")[0]
    png = clerk.get(f"/desk/intake/reports/{report.pk}/pages/{number}.png")
    assert png["Content-Type"] == "image/png" and png.content.startswith(b"\x89PNG")
    for wrong in (0, 99, 4000000000):
        assert clerk.get(f"/desk/intake/reports/{report.pk}/pages/{wrong}.png").status_code == 404


def test_pages_of_figures_follow_report_by_report(
    take: Take, county: County, office: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """一份报告重读之后，翻页仍按报告顺序，一格不漏、一格不重。"""
    take(example("lihe-xiang-2023"), example("lihu-zhen-2023"), example("lizhong-2022"))
    first = Report.objects.order_by("pk").first()
    assert first is not None
    Recognise(
        by=office, target=first, unit=None, unit_name="例河乡", year=2023, edition="2019"
    ).execute()
    base = Report.objects.all()
    for few in (0, 100):
        monkeypatch.setattr(table, "FEW", few)
        for asked in ({}, {"status": "number"}, {"table": "requests"}, {"status": "unreadable"}):
            seen: list[int] = []
            after = ""
            while True:
                cells, after = table.page(base, table.asked({**asked, "after": after}))
                seen += [cell.pk for cell in cells]
                if not after:
                    break
            every = table.cells(base, table.asked(asked))
            assert seen == [cell.pk for cell in every] and len(seen) == len(set(seen))
            assert bool(seen) == (asked != {"status": "unreadable"})
