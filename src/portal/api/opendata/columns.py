"""What the open data say of a report and of a figure: columns, types, the marks of a wide table."""

from typing import Any

from gongkai.figures import Figure, Status
from gongkai.forms.form import Address, Form

OF_REPORT = (
    ("organ", "机关的网址代码", "string"),
    ("organ_name", "机关名称", "string"),
    ("level", "层级：state、province、city、county、township", "string"),
    ("kind", "类别：government、office、department、branch、agency、authorised", "string"),
    ("division_code", "行政区划代码", "string"),
    ("year", "报告的年度", "year"),
    ("scope", "own：本机关；region：本行政区域汇总", "string"),
    ("edition", "表式", "string"),
    ("published_on", "公布日期", "date"),
)
OF_CELL = (
    ("address", "表/行/列", "string"),
    ("label", "这一格在表上的名称", "string"),
    ("status", "number 是数，blank 是空白，absent 是没有这一格，unreadable 是无法辨认", "string"),
    ("value", "十进制数；status 不是 number 时为空，空不是零", "number"),
)
OF_DOCUMENT = (
    ("id", "编号", "integer"),
    ("organ", "机关的网址代码", "string"),
    ("organ_name", "机关名称", "string"),
    ("column", "栏目代码", "string"),
    ("genre", "类别", "string"),
    ("title", "标题", "string"),
    ("number", "文号", "string"),
    ("topic", "主题分类", "string"),
    ("published_on", "公开日期", "date"),
    ("effective_on", "施行日期", "date"),
    ("expires_on", "有效期至", "date"),
    ("path", "网页的地址，接在网站的域名后面", "string"),
)
MARKS = {Status.BLANK: -1, Status.ABSENT: -2, Status.UNREADABLE: -3}
OUTSIDE = -4
"""What a wide table holds where there is no number, or one that does not fit its column: no count is
negative. The CSV and the JSON have no marks; there the status says it."""
_INT32 = 2**31


def is_money(address: Address) -> bool:
    """Whether a cell holds an amount of money, which may have decimals."""
    return address.column == "amount"


def wide_schema(form: Form) -> Any:
    """Return the schema of the table with one row for each report of an edition."""
    import pyarrow as pa  # type: ignore[import-untyped]

    said = {"string": pa.string(), "year": pa.int16(), "date": pa.date32()}
    fields = [
        pa.field(name, said[kind], metadata={"description": words})
        for name, words, kind in OF_REPORT
    ]
    fields += [
        pa.field(
            str(address),
            pa.decimal128(18, 6) if is_money(address) else pa.int32(),
            metadata={"description": form.label(address)},
        )
        for address in form.addresses
    ]
    marks = "-1 blank, -2 absent, -3 unreadable, -4 a number that does not fit: see the CSV"
    return pa.schema(fields, metadata={"edition": form.id, "marks": marks})


def wide(figure: Figure, *, money: bool) -> Any:
    """Return a figure as its column of the wide table holds it."""
    mark = MARKS.get(figure.status)
    if mark is not None:
        return mark
    value = figure.value
    if value < 0:
        return OUTSIDE
    if money:
        return value if value < 10**12 and -value.as_tuple().exponent <= 6 else OUTSIDE  # type: ignore[operator]
    return int(value) if value == int(value) and value < _INT32 else OUTSIDE


def table_schema(columns: tuple[tuple[str, str, str], ...]) -> dict[str, Any]:
    """Return the JSON Table Schema of a CSV file."""
    return {
        "fields": [
            {"name": name, "description": words, "type": kind} for name, words, kind in columns
        ],
        "missingValues": [""],
    }


def package() -> dict[str, Any]:
    """Return the schemas of the CSV files as a Data Package says them."""
    return {
        "profile": "tabular-data-package",
        "name": "government-information-disclosure",
        "resources": [
            {
                "name": "annual-reports",
                "path": "annual-reports.csv",
                "schema": table_schema(OF_REPORT + OF_CELL),
            },
            {
                "name": "documents",
                "path": "documents.csv",
                "schema": table_schema(OF_DOCUMENT),
            },
        ],
    }
