"""Three filers of our own, with sound prose and known tables, to which a sentence is added."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from gongkai.checks.check import Evidence
from gongkai.figures import number
from gongkai.forms.filled import Cell, FilledForm, Paragraph, Section
from gongkai.forms.form import Address, load

HERE = Path(__file__).parent
NAMES = {"county": "示例县人民政府", "bureau": "示例县财政局", "town": "示例镇人民政府"}
PROSE = {
    0: "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。",
    1: "（一）主动公开。及时发布各类信息。\n（二）依申请公开。规范办理申请，渠道畅通。\n（三）信息管理。落实保密审查。\n（四）平台建设。优化网站专栏。\n（五）监督保障。组织培训，接受社会评议。",
    2: "",
    3: "",
    4: "",
    5: "公开的及时性有待提高，解读形式还不够丰富，基层人员业务水平存在差距。下一步将加强培训，丰富解读形式，完善制度，逐项抓好落实。",
    6: "2023年未收取信息处理费。",
}
FIGURES = {
    "requests/received": {"natural": 60, "enterprise": 5, "other_org": 5, "total": 70},
    "requests/carried_in": {"natural": 4, "total": 4},
    "requests/granted": {"natural": 30, "total": 30},
    "requests/partial": {"natural": 10, "total": 10},
    "requests/registry_query": {"natural": 4, "total": 4},
    "requests/not_held": {"natural": 7, "enterprise": 5, "other_org": 3, "total": 15},
    "requests/petition": {"natural": 4, "total": 4},
    "requests/repeat": {"natural": 5, "total": 5},
    "requests/other": {"natural": 1, "other_org": 2, "total": 3},
    "requests/total_results": {"natural": 61, "enterprise": 5, "other_org": 5, "total": 71},
    "requests/carried_out": {"natural": 3, "total": 3},
    "disputes/all": {
        "review.upheld": 2,
        "review.corrected": 1,
        "review.other": 1,
        "review.total": 4,
        "direct.upheld": 1,
        "direct.other": 1,
        "direct.total": 2,
        "after_review.upheld": 1,
        "after_review.total": 1,
    },
    "documents/normative": {"issued": 8, "repealed": 2, "in_force": 66},
    "licences/licence": {"decisions": 315},
    "enforcement/penalty": {"decisions": 35},
    "enforcement/coercion": {"decisions": 4},
}


def filed(filer: str, more: Mapping[int, str]) -> Evidence:
    """The sound report of a filer with sentences added to its parts (part five: in their place)."""
    form = load("2021")
    cells = {a: Cell(a, number(0), "0") for a in form.addresses}
    if filer != "town":
        for row, values in FIGURES.items():
            for column, value in values.items():
                address = Address(*row.split("/"), column)
                cells[address] = Cell(address, number(value), str(value))
    sections = []
    for part, text in PROSE.items():
        extra = more.get(part, "")
        alone = extra and (part == 6 or (part == 0 and "统计期限" in extra))
        lines = (extra if alone else f"{text}\n{extra}").split("\n")
        paragraphs = tuple(Paragraph(line) for line in lines if line)
        sections.append(Section(part, "", "", paragraphs))
    return Evidence(
        FilledForm(
            form,
            cells,
            title=f"{NAMES[filer]}2023年政府信息公开工作年度报告",
            authority=NAMES[filer],
            year=2023,
            sections=tuple(sections),
        )
    )


def sentences(name: str) -> dict[str, dict[str, object]]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def report_of():  # type: ignore[no-untyped-def]
    return filed
