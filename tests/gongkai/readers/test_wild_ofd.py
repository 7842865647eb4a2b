"""OFD by makers nobody chose for us: read right, or said to be doubtful, and bounded where hostile.

The same bar as for other paper (`test_wild_paper`): at least 99.5 % of the cells right where the
lines are drawn, and not one figure that differs from what was printed and carries no doubt.
"""

import time

import pytest

from gongkai.errors import UnreadableInput
from gongkai.readers import ofd as reader
from gongkai.readers.read import read
from tests.gongkai.readers.test_ofd import package, small_table, text
from tests.gongkai.readers.test_wild_layouts import BAR, Score
from tests.gongkai.readers.wild_ofd import HABITS, ofd
from tests.gongkai.readers.wild_paper import TYPESET, typeset
from tests.gongkai.readers.wild_styles import paper


@pytest.mark.parametrize("habit", HABITS)
def test_a_maker_with_one_habit_reads_whole(habit: str) -> None:
    for seed, edition in ((0, "2021"), (1, "2019")):
        score = Score()
        wild = paper(seed, edition=edition)
        score.add(wild, ofd(typeset(wild, "thin lines"), {habit}), "report.ofd")
        assert score.wrong == []
        assert score.share == 1


# Left out are two layouts whose figures are wider than their cells: the maker here writes neighbours
# that touch as one word, and nothing in that text tells where the second figure begins.
LAYOUTS = [
    name for name in TYPESET if name not in {"letters spaced out", "two sheets of a booklet"}
]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_maker_with_three_habits_and_any_layout_gives_no_wrong_figure(layout: str) -> None:
    score = Score()
    for seed in range(3):
        wild = paper(seed, edition=("2019", "2021")[seed % 2])
        first = [*TYPESET].index(layout) + 5 * seed
        habits = {HABITS[(first + step) % len(HABITS)] for step in (0, 7, 11)}
        score.add(wild, ofd(typeset(wild, layout), habits), "report.ofd")
    assert score.wrong == []
    assert score.share >= (0.97 if "gaps" in layout else BAR)


def test_two_numbers_written_over_each_other_as_one_word_are_two() -> None:
    # seven digits are wider than the cell: the next number begins on top of the last digit
    wild = paper(3, edition="2019")
    score = Score()
    score.add(wild, ofd(typeset(wild, "gaps between coloured cells")), "report.ofd")
    assert score.wrong == []
    assert score.share == 1


def test_broad_letters_leave_no_gap_in_an_address() -> None:
    at = (
        '<ofd:TextObject Boundary="20 60 60 4" Font="1" Size="4"><ofd:TextCode X="0" Y="3.5" '
        'DeltaX="2.4 2.4 3.6 3.9 g 3 2.4 1.2">abm@163.c</ofd:TextCode></ofd:TextObject>'
    )
    (paragraph,) = reader.extract(package([[at]])).paragraphs
    assert paragraph.text == "abm@163.c"


# --- Hostile -------------------------------------------------------------------------------------


def _refused(data: bytes) -> str:
    began = time.monotonic()
    with pytest.raises(UnreadableInput) as caught:
        reader.parse(data)
    assert time.monotonic() - began < 30
    return caught.value.code


def test_ten_thousand_pages_are_refused() -> None:
    listed = "".join(f'<Page ID="{n}" BaseLoc="P.xml"/>' for n in range(10_000))
    document = f"<Document><Pages>{listed}</Pages></Document>"
    data = package([], parts={"Doc_0/Document.xml": document})
    assert _refused(data) == "readers.too_many_pages"


def test_a_composite_that_holds_itself_a_hundred_times_is_refused() -> None:
    itself = '<ofd:CompositeObject ResourceID="7"/>' * 100
    unit = f'<ofd:CompositeGraphicUnit ID="7"><ofd:Content>{itself}</ofd:Content></ofd:CompositeGraphicUnit>'
    data = package([[itself]], parts={"Doc_0/PublicRes.xml": f"<ofd:Res ROOT>{unit}</ofd:Res>"})
    assert _refused(data) == "readers.too_complex"


def test_a_template_that_names_itself_is_drawn_once() -> None:
    words = text(20, 60, "本页的模板又用了本页的模板")
    data = package(
        [small_table()],
        page_head='<ofd:Template TemplateID="5"/>',
        resources='<ofd:TemplatePage ID="5" BaseLoc="Tpl.xml"/>',
        parts={
            "Doc_0/Tpl.xml": '<ofd:Page ROOT><ofd:Template TemplateID="5"/><ofd:Content><ofd:Layer>'
            f"{words}</ofd:Layer></ofd:Content></ofd:Page>"
        },
    )
    assert len(reader.parse(data).paragraphs) == 1


def test_a_billion_distances_cost_nothing() -> None:
    long = text(20, 60, "页").replace('DeltaX=""', 'DeltaX="g 999999999999 4 g -5 1 g x"')
    began = time.monotonic()
    assert reader.parse(package([[long, *small_table()]])).grids
    assert time.monotonic() - began < 5


def test_outlines_only_are_told_in_a_sentence_that_fits_ofd() -> None:
    letter = (
        '<ofd:PathObject Boundary="{} 20 4 4" Stroke="false" Fill="true"><ofd:AbbreviatedData>'
        "M 0 0 B 1 1 2 2 3 3 L 3 0 Q 1 1 0 0 C</ofd:AbbreviatedData></ofd:PathObject>"
    )
    data = package([[letter.format(x) for x in range(20, 180, 2)]])
    assert "另存为PDF" in str(read(data, name="report.ofd").error)
