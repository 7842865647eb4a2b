"""The reports of our own: every format read gives the figures its description says, no more, no less."""

import copyreg
import fcntl
import json
import os
import pickle
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

import pytest

from gongkai.checks.assess import assess
from gongkai.checks.check import Evidence, Level
from gongkai.forms.form import Address
from gongkai.readers.read import read_file
from gongkai.readers.result import ReadResult

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
TRUTHS = sorted(EXAMPLES.rglob("*truth.json"))
THROUGH_LIBREOFFICE = {".doc", ".wps", ".rtf", ".odt"}
EVERY_FORMAT = {
    ".txt", ".md", ".html", ".htm", ".mht", ".docx", ".pdf", ".xlsx", ".xls", ".et", ".ofd", ".png",
} | THROUGH_LIBREOFFICE  # fmt: skip


def needed(file: Path, request: pytest.FixtureRequest) -> None:
    """Skip where what a format needs is not installed; in CI its absence is a failure."""
    if file.suffix in THROUGH_LIBREOFFICE:
        request.getfixturevalue("soffice")
    if file.parent.name.endswith("-scan") and "CI" not in os.environ and not find_spec("rapidocr"):
        pytest.skip("the extra gongkai[ocr] is not installed")


def frozen(kept: dict) -> MappingProxyType:
    """Make a mapping that cannot be changed, as readings hold them, after it was kept."""
    return MappingProxyType(kept)


copyreg.pickle(MappingProxyType, lambda mapping: (frozen, (dict(mapping),)))


@pytest.fixture(scope="session")
def read(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], ReadResult]:
    """Read a file once in a run, whichever process asks first: a scan takes half a minute."""
    run = tmp_path_factory.getbasetemp()
    run = run.parent if "PYTEST_XDIST_WORKER" in os.environ else run

    @cache
    def once(path: Path) -> ReadResult:
        kept = run / f"{'-'.join(path.relative_to(EXAMPLES).parts)}.pickle"
        with Path(f"{kept}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.exists():
                kept.write_bytes(pickle.dumps(read_file(path)))
        result: ReadResult = pickle.loads(kept.read_bytes())
        return result

    return once


def truths() -> list[object]:
    return [pytest.param(path, id=str(path.parent.relative_to(EXAMPLES))) for path in TRUTHS]


def load(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", truths())
def test_every_cell_reads_as_it_was_described(path, request, read):
    truth = load(path)
    file = path.parent / truth["file"]
    needed(file, request)
    result = read(file)
    assert result.report is not None, result.error
    assert result.edition == truth["edition"]
    assert (result.report.authority, result.report.year) == (truth["authority"], truth["year"])
    cells = {str(a): str(result.report[a]) for a in result.report.form.addresses}
    assert {a: (v, cells[a]) for a, v in truth["cells"].items() if cells[a] != v} == {}
    assert set(cells) == set(truth["cells"])


@pytest.mark.parametrize("path", truths())
def test_a_sound_report_has_no_finding_and_a_faulty_one_exactly_those_it_was_made_for(
    path, request, read
):
    truth = load(path)
    file = path.parent / truth["file"]
    needed(file, request)
    result = read(file)
    assert result.report is not None
    answer = assess(
        Evidence(result.report, issues=result.issues, media_type=result.source.media_type)
    )
    found = {f.code for f in answer.findings if f.level in (Level.ERROR, Level.WARNING)}
    assert found == set(truth["codes"])


def test_a_scan_is_never_sure_and_only_sums_of_several_figures_confirm_a_cell(request, read):
    for name in ("fanli-minzheng-2024-scan/report.pdf", "lixiang-jiedao-2023-scan/report.png"):
        needed(EXAMPLES / name, request)
        result = read(EXAMPLES / name)
        assert result.status == "partial"
        assert [issue.code for issue in result.issues] == ["readers.ocr"]
        assert result.report is not None
        cells = result.report.cells
        assert cells[Address("documents", "normative", "issued")].doubt == "readers.ocr"
        busy = name.startswith("fanli")
        assert cells[Address("requests", "granted", "natural")].doubt == (
            None if busy else "readers.ocr"
        )


def test_without_text_recognition_a_scan_is_refused_with_what_to_install(monkeypatch):
    from gongkai.readers import ocr

    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    for name in ("fanli-minzheng-2024-scan/report.pdf", "lixiang-jiedao-2023-scan/report.png"):
        result = read_file(EXAMPLES / name)
        assert result.status == "failed"
        assert "gongkai[ocr]" in str(result.error)


def test_every_format_that_is_read_has_an_example():
    assert {Path(load(path)["file"]).suffix for path in TRUTHS} == EVERY_FORMAT


def test_both_editions_have_examples_with_figures():
    editions = {
        load(path)["edition"]
        for path in TRUTHS
        if any(value not in ("0", "absent", "blank") for value in load(path)["cells"].values())
    }
    assert editions == {"2019", "2021"}


def test_the_examples_stay_small():
    assert sum(p.stat().st_size for p in EXAMPLES.rglob("*") if p.is_file()) < 3_000_000


def test_no_example_shares_a_sentence_with_a_real_report(reports_dir, read):
    ours = "".join(
        paragraph.text
        for path in TRUTHS
        if (report := read(path.parent / load(path)["file"]).report) is not None
        for section in report.sections
        for paragraph in section.paragraphs
    )
    theirs = [
        p.read_text(encoding="utf-8", errors="ignore") for p in reports_dir.glob("*/report.txt")
    ]
    assert theirs
    sentences = {s.strip() for text in theirs for s in text.replace("\n", "。").split("。")}
    shared = [s for s in sentences if len(s) >= 20 and "=" not in s and s in ours]
    assert shared == []


@pytest.mark.parametrize(
    ("case", "due"),
    [("spring-festival", "2026-03-06"), ("correction-and-extension", "2025-11-21")],
)
def test_the_deadlines_worked_out_by_hand_in_the_examples_hold(case, due):
    from gongkai.cases import casefile, history

    path = EXAMPLES / "deadlines" / f"{case}.toml"
    channel, events = casefile.parse(path.read_bytes(), path=str(path))
    assert history.build(channel, events).reading(today=None).due_on.isoformat() == due


def test_an_address_of_the_truth_is_one_of_the_form():
    for path in TRUTHS:
        assert all(Address.parse(a) for a in load(path)["cells"])
