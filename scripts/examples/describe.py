"""What an example is: an organ that does not exist, its figures, its words and its mistakes."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from gongkai.figures import ABSENT, BLANK, UNREADABLE, Figure, number
from gongkai.forms.evaluate import relations
from gongkai.forms.filled import FilledForm, Paragraph, Section, filled
from gongkai.forms.form import Address, Form, load

HERE = Path(__file__).parent
TITLES = {
    1: "总体情况",
    2: "主动公开政府信息情况",
    3: "收到和处理政府信息公开申请情况",
    4: "政府信息公开行政复议、行政诉讼情况",
    5: "存在的主要问题及改进情况",
    6: "其他需要报告的事项",
}
NUMERALS = "〇一二三四五六"
STATUSES = {"blank": BLANK, "absent": ABSENT, "unreadable": UNREADABLE}


@dataclass(frozen=True)
class Example:
    """One file of examples/.

    printed  what stands in a cell instead of its figure (a misprint, a lost value)
    truth    what a reader should make of a cell, where it is not simply what is printed
    edits    (pattern, replacement) pairs applied to the finished text of the file
    """

    slug: str
    file: str
    layout: str
    form: Form
    me: str
    title: str
    year: int
    figures: Mapping[Address, Figure]
    sections: Mapping[int, str]
    intro: str
    printed: Mapping[Address, str] = field(default_factory=dict)
    truth: Mapping[Address, str] = field(default_factory=dict)
    edits: tuple[tuple[str, str], ...] = ()
    errors: str = ""
    codes: tuple[str, ...] = ()
    drop_rows: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)

    def shown(self, address: Address) -> str:
        """Return what is printed in a cell."""
        return self.printed.get(address, str(self.figures[address]))

    def paragraphs(self, number_: int) -> list[str]:
        """Return the paragraphs of one part (0: what stands before part one)."""
        text = self.intro if number_ == 0 else self.sections.get(number_, "")
        return [line for line in text.splitlines() if line]

    def heading(self, number_: int) -> str:
        """Return the official heading of one part."""
        return f"{NUMERALS[number_]}、{TITLES[number_]}"

    def expected(self) -> dict[str, str]:
        """Return, for every address, its figure as text or the status a reader should give."""
        cells = {}
        for address in self.form.addresses:
            if address in self.truth:
                cells[str(address)] = self.truth[address]
            elif address.row in self.drop_rows:
                cells[str(address)] = "absent"
            else:
                cells[str(address)] = self.shown(address).replace(",", "") or "blank"
        return cells

    def filled(self) -> FilledForm:
        """Return the example as the library's own report, for its own writers."""
        figures = {}
        for address, text in self.expected().items():
            figures[Address.parse(address)] = STATUSES.get(text) or number(text)
        parts = [Section(0, "", "", tuple(Paragraph(p) for p in self.paragraphs(0)))]
        for index, title in TITLES.items():
            words = tuple(Paragraph(p) for p in self.paragraphs(index))
            parts.append(Section(index, title, self.heading(index), words))
        return filled(
            self.form,
            figures,
            title=self.title,
            authority=self.me,
            year=self.year,
            sections=tuple(parts),
            written_on=date(self.year + 1, 1, 22),
        )


def examples() -> list[Example]:
    """Return every example of ``reports.toml``."""
    bodies = tomllib.loads((HERE / "bodies.toml").read_text(encoding="utf-8"))
    data = tomllib.loads((HERE / "reports.toml").read_text(encoding="utf-8"))
    return [_example(entry, bodies) for entry in data["report"]]


def _example(entry: dict[str, Any], bodies: Mapping[str, Mapping[str, str]]) -> Example:
    form = load(str(entry.get("edition", "2021")))
    figures = _complete(form, entry.get("figures", {}))
    body = bodies[entry["body"]]
    facts = _facts(entry, figures)
    texts = {key: value.format(**facts).strip() for key, value in body.items()}
    texts |= {k: v.format(**facts).strip() for k, v in entry.get("words", {}).items()}
    year = entry["year"]
    me = entry["me"]
    title = entry.get("title", f"{me}{year}年政府信息公开工作年度报告")
    return Example(
        slug=entry["slug"],
        file=entry["file"],
        layout=entry["layout"],
        form=form,
        me=me,
        title=title,
        year=year,
        figures=figures,
        sections={int(k): v for k, v in texts.items() if k != "intro"},
        intro=texts["intro"],
        printed={Address.parse(a): v for a, v in entry.get("printed", {}).items()},
        truth={Address.parse(a): v for a, v in entry.get("truth", {}).items()},
        edits=tuple((a, b) for a, b in entry.get("edits", ())),
        errors=entry.get("errors", "").strip(),
        codes=tuple(entry.get("codes", ())),
        drop_rows=tuple(entry.get("drop_rows", ())),
        options=entry.get("options", {}),
    )


def _complete(form: Form, leaves: Mapping[str, Any]) -> dict[Address, Figure]:
    """Return a figure for every address: 0 unless given, totals worked out."""
    figures = {address: number(0) for address in form.addresses}
    figures |= {Address.parse(a): number(str(v)) for a, v in leaves.items()}
    for _ in range(2):  # rows first, then the corner that rests on them
        for relation in relations(form.id):
            if relation.kind == "sum":
                total = sum((figures[a].value for a in relation.left), number(0).value)
                figures[relation.right[0]] = number(total)
    return figures


def _facts(entry: Mapping[str, Any], figures: Mapping[Address, Figure]) -> dict[str, object]:
    def at(text: str) -> Figure:
        return figures.get(Address.parse(text), number(0))

    suits = at("disputes/all/direct.total").value + at("disputes/all/after_review.total").value
    return {
        "me": entry["me"],
        "we": entry.get("we", "我镇"),
        "year": entry["year"],
        "next": entry["year"] + 1,
        "place": entry.get("place", "样例县示例路1号"),
        "received": at("requests/received/total"),
        "carried_in": at("requests/carried_in/total"),
        "carried_out": at("requests/carried_out/total"),
        "granted": at("requests/granted/total"),
        "done": at("requests/total_results/total"),
        "reviews": at("disputes/all/review.total"),
        "suits": number(suits),
        "normative": at("documents/normative/issued"),
        "posts": 128,
        "part_a": 61,
        "part_b": 39,
        "part_c": 28,
        "trained": 46,
    } | entry.get("facts", {})
