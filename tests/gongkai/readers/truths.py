"""The hand-checked values of the real reports, by address (they stay outside the repository)."""

import json
from pathlib import Path
from typing import Any

from gongkai.forms.form import Address, Form, load

READABLE = (
    "fancheng_2023",
    "huaian_2024",
    "nilka_2023_partial",
    "pingtan_2021",
    "pingtan_resources_2023",
    "qiji_2023",
    "qijia_2020",
    "qixing_2022",
    "zhupu_2023",
)


def truth_of(folder: Path) -> tuple[dict[str, Any], Form, dict[Address, str]]:
    """Return (the file, the edition printed, address -> value, "blank" or "absent")."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    form = load(str(truth["edition"]))
    values = {address: _value(truth, form, address) for address in form.addresses}
    return truth, form, values


def _value(truth: dict[str, Any], form: Form, address: Address) -> str:
    table = form.table(address.table)
    column = table.column_path(address.column)
    if table.section == 2:
        row = truth["table2"].get(table.row(address.row).label)
    elif table.section == 3:
        path = [label.split("（区分")[0] for label in table.row_path(address.row)]
        row = truth["table3"].get("/".join(path))
    else:
        row = truth["table4"].get(column[-2])
    if row is None or column[-1] not in row:
        return "absent"
    return "blank" if row[column[-1]] is None else row[column[-1]]


def report_file(folder: Path) -> Path:
    """Return the report itself, whatever its format."""
    return next(iter(folder.glob("report.*")))
