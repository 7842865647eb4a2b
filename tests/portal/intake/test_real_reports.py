"""Every real sample report goes through the intake; what is known to be wrong with it stands on its page."""

from pathlib import Path

import pytest
from django.utils.html import escape

from gongkai.forms.form import Address
from portal.intake import feed, originals
from portal.intake.models import Cell, File, Report
from portal.organs.models import Role
from tests.gongkai.readers.truths import READABLE, report_file, truth_of
from tests.portal.conftest import County
from tests.portal.intake.conftest import Take, offered

KNOWN = {
    "fancheng_2023": {"six_parts", "percentages_hold", "title_names_organ"},
    "huaian_2024": set(),
    "nilka_2023_partial": {"cells_present", "disputes_table"},
    "pingtan_2021": {"cells_present"},
    "pingtan_resources_2023": {"K1", "K3"},
    "qiji_2023": {"edition_of_year", "disputes_table", "speaks_of_itself", "fee_statement_present"},
    "qijia_2020": {"headings_match_content", "labels_as_in_form", "township_claims_no_rules"},
    "qixing_2022": {"repeated_quantity_agrees", "parts_make_total", "compiler_is_the_filer"},
    "zhupu_2023": {"cells_filled", "labels_as_in_form"},
}
"""What `errors.md` beside each report names, by the codes of the checks."""

# Rows of which `errors.md` says that the source cannot tell.
CANNOT_TELL = {
    "documents/normative",
    "requests/not_held",
    "requests/still_unclear",
    "requests/granted",
}


@pytest.fixture
def taken(reports_dir: Path, take: Take) -> dict[str, Report]:
    """Every sample report, taken in at once, by the name of its folder."""
    paths = [report_file(reports_dir / name) for name in READABLE]
    batch = take(*(offered(path) for path in paths))
    assert [f.state for f in batch.files.all()] == ["read"] * len(paths)
    return {f.name.split("/")[0]: f.report for f in File.objects.select_related("report")}


def test_they_are_recognised_and_their_figures_stand_in_the_table(
    taken: dict[str, Report], reports_dir: Path
) -> None:
    for name, report in taken.items():
        truth, form, values = truth_of(reports_dir / name)
        assert (report.year, report.edition) == (truth["year"], form.id), name
        cells = {c.address: c for c in Cell.objects.filter(report=report)}
        assert len(cells) == len(form.addresses)
        for address, value in values.items():
            cell = cells[str(address)]
            if str(cell.figure) != value:
                assert cell.status == "unreadable" and cell.open, (name, address)
                assert f"{address.table}/{address.row}" in CANNOT_TELL, (name, address)


def test_their_known_defects_appear(taken: dict[str, Report], county: County) -> None:
    clerk = county.client("zhuguan", Role.SUPERVISOR, organ=county.county)
    for name, report in taken.items():
        found = {f.code: f for f in feed.assessed(report).findings}
        assert found.keys() >= KNOWN[name], (name, KNOWN[name] - found.keys())
        assert KNOWN[name] <= set(report.findings["codes"])
        page = clerk.get(f"/desk/intake/reports/{report.pk}/").content.decode()
        for code in KNOWN[name]:
            assert escape(found[code].message("zh")) in page, (name, code)


def test_a_sound_report_has_nothing_to_look_at(taken: dict[str, Report]) -> None:
    sound = taken["huaian_2024"]
    assert sound.doubtful == 0 and not sound.findings.get("E") and not sound.findings.get("W")


def test_a_report_without_a_name_waits_for_a_person(taken: dict[str, Report]) -> None:
    assert taken["nilka_2023_partial"].name == ""
    assert taken["qiji_2023"].name == "七级镇人民政府" and taken["qiji_2023"].level == "township"


def test_each_figure_opens_at_its_place_in_the_original(taken: dict[str, Report]) -> None:
    paged = taken.pop("huaian_2024")
    place = originals.place(paged, Address.parse("requests/received/natural"))
    assert place is not None and place.page is not None and place.page.mark is not None
    for name, report in taken.items():
        for address, cell in list(report.read[0].cells.items())[::17]:
            place = originals.place(report, address)
            assert place is not None and place.words, (name, address)
            marked = [c.text for row in place.rows for c in row if c.here]
            assert len(marked) == 1, (name, address, place)
            raw, there = ("".join(text.split()) for text in (cell.raw, marked[0]))
            # of a row that has lost a cell the raw text is the whole row
            assert raw in there or (not cell.figure.is_number and there in raw), (name, address)
