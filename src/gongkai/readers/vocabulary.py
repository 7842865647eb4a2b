"""Every label any edition prints, for telling the words of a table from prose."""

import re
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.fuzz import ratio

from gongkai.forms.form import EDITIONS, load
from gongkai.readers.labels import core, full

_EXTRA = (
    "信息内容",
    "申请人情况",
    "法人或其他组织",
    "商业",
    "企业",
    "科研",
    "机构",
    "社会公益",
    "组织",
    "结果",
    "维持",
    "纠正",
    "尚未",
    "审结",
    "合计",
    "数量",
    "小计",
    "件",
    "单位",
    "序号",
    "项目",
    "类别",
    "备注",
    "占比",
    "上年同期",
)
_ALIKE = 80  # of 100: a text so like a label is that label misprinted
_SHORTEST = 5  # characters; in shorter texts one other character makes another word


@cache
def labels() -> tuple[str, ...]:
    """Return every printed label of every edition, longest first."""
    found: dict[str, None] = {}
    for edition in EDITIONS:
        for table in load(edition).tables:
            for text in (table.title, table.corner, table.banner):
                found[text] = None
            for line in (*table.rows, *table.columns):
                for label in line.labels:
                    found[label] = None
    found.pop("", None)
    return tuple(sorted(found, key=len, reverse=True))


@cache
def _known() -> frozenset[str]:
    every = (*labels(), *_EXTRA)
    return frozenset(full(label) for label in every) | frozenset(core(label) for label in every)


@lru_cache(maxsize=8192)
def is_form_label(text: str) -> bool:
    """Whether a text is a label of the form (or the half of one that stands alone in a cell)."""
    if len(text) > 90:
        return False
    return (full(text) in _known() and bool(full(text))) or (
        core(text) in _known() and bool(core(text))
    )


@cache
def _row_names() -> frozenset[str]:
    """Return what only a row of figures is called, never a heading, a column or a table."""
    tables = [table for edition in EDITIONS for table in load(edition).tables]
    rows = {full(label) for t in tables for row in t.leaf_rows for label in row.labels}
    others = {full(label) for t in tables for line in t.columns for label in line.labels}
    return frozenset(rows - others - {""})


@lru_cache(maxsize=8192)
def names_a_row(text: str) -> bool:
    """Whether a text is word for word the label of a row of figures."""
    return full(text) in _row_names()


@lru_cache(maxsize=8192)
def names_a_heading(text: str) -> bool:
    """Whether a text is word for word the heading of a group of rows in some edition."""
    return full(text) in _headings()


@cache
def _headings() -> frozenset[str]:
    rows = [row for edition in EDITIONS for table in load(edition).tables for row in table.rows]
    return frozenset(full(label) for row in rows if row.heading for label in row.labels)


@cache
def _run_of_labels() -> str:
    return "\n".join(sorted(_known()))


@lru_cache(maxsize=8192)
def is_label_piece(text: str) -> bool:
    """Whether a text, be it one character, may be a piece of a label broken over lines."""
    part = full(text)
    return bool(part) and part in _run_of_labels()


@lru_cache(maxsize=8192)
def is_like_label(text: str) -> bool:
    """Whether a text is a label of the form but for a slip."""
    part = full(text)
    if not _SHORTEST <= len(part) <= 60:
        return False
    return process.extractOne(part, _known(), scorer=ratio, score_cutoff=_ALIKE) is not None


@cache
def label_pattern() -> re.Pattern[str]:
    """Return a pattern that finds any label in running text, white space inside allowed."""
    return re.compile("|".join(_spaced(label) for label in labels() if len(label) > 1))


def _spaced(label: str) -> str:
    """Return a pattern for a label, brackets in either width and white space anywhere."""
    either = {
        "（": "[（(]",
        "）": "[）)]",
        "，": "[，,]",
        "：": "[：:]",
        "、": "[、.，,]",
        "“": '[“"]',
        "”": '[”"]',
        ".": "[.．、]",
    }
    return r"\s*".join(either.get(c, re.escape(c)) for c in label if not c.isspace())
