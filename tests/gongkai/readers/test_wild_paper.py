"""Reports printed by layouts nobody chose for us: read right, or said to be doubtful.

The same bar as for web pages (`test_wild_layouts`): at least 99.5 % of the cells right, and not one
figure that differs from what was printed and carries no doubt. Every figure of `paper` is random, so
sums prove nothing and hide nothing.
"""

from pathlib import Path

import pytest

from tests.gongkai.readers.make_papers import FOLDER
from tests.gongkai.readers.test_wild_layouts import BAR, Score
from tests.gongkai.readers.wild_paper import TYPESET, WRITER, to_pdf, typeset, workbook
from tests.gongkai.readers.wild_styles import paper, styled

BROWSER = sorted(FOLDER.glob("*.pdf"))


@pytest.mark.parametrize("path", BROWSER, ids=lambda path: path.stem)
def test_what_a_browser_prints(path: Path) -> None:
    edition, seed = path.stem.rsplit("-", 2)[-2:]
    score = Score()
    score.add(paper(int(seed), edition=edition), path.read_bytes(), path.name)
    assert score.wrong == []
    assert score.share >= BAR


@pytest.mark.parametrize("layout", TYPESET)
def test_what_a_typesetter_prints(layout: str) -> None:
    score = Score()
    for seed in range(3):
        wild = paper(seed)
        score.add(wild, typeset(wild, layout), "report.pdf")
    assert score.wrong == []
    assert score.share >= BAR


def test_what_an_office_program_prints(soffice: str, tmp_path: Path) -> None:
    wilds = {seed: paper(seed) for seed in range(3)}
    lined, bare, spread, low = [], [], [], []
    for seed, wild in wilds.items():
        lined.append(tmp_path / f"lines-{seed}.html")
        lined[-1].write_text(styled(wild, "landscape", ruled=True), encoding="utf-8")
        bare.append(tmp_path / f"bare-{seed}.html")
        bare[-1].write_text(styled(wild, "no lines"), encoding="utf-8")
        for name in ("portrait", "landscape"):
            lined.append(tmp_path / f"{name}-{seed}.xlsx")
            workbook(wild, lined[-1], landscape=name == "landscape")
        spread.append(tmp_path / f"spread-{seed}.xlsx")
        workbook(wild, spread[-1], lines=False)
        low.append(tmp_path / f"low-{seed}.xlsx")
        workbook(wild, low[-1], heights=False)
    to_pdf([p for p in lined if p.suffix == ".html"] + bare, soffice, tmp_path, infilter=WRITER)
    to_pdf([p for p in lined if p.suffix == ".xlsx"] + spread + low, soffice, tmp_path)

    def score(paths: list[Path]) -> Score:
        score = Score()
        for path in paths:
            printed = path.with_suffix(".pdf")
            score.add(wilds[int(path.stem[-1])], printed.read_bytes(), printed.name)
        return score

    whole, far_apart, bare_pages, overprinted = map(score, (lined, spread, bare, low))
    assert whole.wrong == far_apart.wrong == bare_pages.wrong == overprinted.wrong == []
    assert whole.share >= BAR
    assert far_apart.share >= BAR  # no lines, and rows set far apart
    assert bare_pages.share >= 0.95  # no lines, and a column printed past the edge of the paper
    assert overprinted.share >= 0.8  # labels printed over each other: nobody can read those
