"""Reports of an invented township for the tests of the writers."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import strategies as st

from gongkai.figures import BLANK, Figure, number
from gongkai.forms.evaluate import relations
from gongkai.forms.filled import Contacts, FilledForm, Paragraph, Section, filled
from gongkai.forms.form import Address, Form, load

PREFACE = (
    "本报告由示例镇党政办公室根据《中华人民共和国政府信息公开条例》（国令第711号）规定编制。"
    "报告所列统计期限自{year}年1月1日至{year}年12月31日。如对本报告有疑问，请与示例镇党政办公室联系"
    "（地址：示例县示例镇人民路1号，邮编：000000，电话：0000-1234567）。"
)
PROSE = {
    1: (
        "{year}年，示例镇认真贯彻《条例》，全年主动公开政府信息5500余条。",
        "（一）主动公开情况。围绕群众关心的事项公开信息，占全部信息的48.3%。",
        "（二）依申请公开情况。依法办理申请，均在法定期限内答复。",
        "（三）政府信息管理情况",
        "实行先审查、后公开，一事一审。",
    ),
    5: ("主要问题：政策解读形式较单一。改进情况：增加图文解读，组织业务培训2次。",),
    6: ("本年度未收取信息处理费，没有其他需要报告的事项。",),
}


def balanced(form: Form, leaf: Callable[[Address], Decimal]) -> dict[Address, Figure]:
    """Return figures in which every sum and balance holds: leaves as given, totals computed."""
    values = {address: leaf(address) for address in form.addresses}
    for _ in range(2):  # column totals first feed row totals, then the reverse
        for relation in relations(form.id):
            if relation.kind == "sum":
                values[relation.right[0]] = sum((values[a] for a in relation.left), Decimal(0))
            else:  # what was not finished is what came in less what was answered
                *known, last = relation.right
                came_in = sum((values[a] for a in relation.left), Decimal(0))
                values[last] = came_in - sum((values[a] for a in known), Decimal(0))
    return {address: number(value) for address, value in values.items()}


def report(edition: str, leaf: Callable[[Address], Decimal] | None = None) -> FilledForm:
    """Return a full, sound report of the township."""
    form = load(edition)
    year = form.first_year + 1
    sections = [Section(0, "", paragraphs=(Paragraph(PREFACE.format(year=year)),))]
    for heading in form.sections:
        paragraphs = tuple(
            Paragraph(text.format(year=year)) for text in PROSE.get(heading.number, ())
        )
        sections.append(Section(heading.number, heading.title, paragraphs=paragraphs))
    return filled(
        form,
        balanced(form, leaf or modest),
        title=f"示例镇人民政府{year}年政府信息公开工作年度报告",
        authority="示例镇人民政府",
        year=year,
        sections=tuple(sections),
        contacts=Contacts(address="示例县示例镇人民路1号", phones=("0000-1234567",)),
        period=(date(year, 1, 1), date(year, 12, 31)),
        written_on=date(year + 1, 1, 20),
    )


def modest(address: Address) -> Decimal:
    """Return a small figure that differs from cell to cell."""
    seed = sum(map(ord, str(address)))
    if "amount" in address.column:
        return Decimal(seed % 977) / 10
    return Decimal(1000 + seed % 97 if address.row in ("received", "carried_in") else seed % 7)


@pytest.fixture(params=["2019", "2021"])
def edition(request: pytest.FixtureRequest) -> str:
    """Each edition of the form in turn."""
    return str(request.param)


@pytest.fixture
def township(edition: str) -> FilledForm:
    """A full, sound report of an invented township."""
    return report(edition)


@pytest.fixture
def make_report() -> Callable[..., FilledForm]:
    """The function that makes such a report with figures of one's own."""
    return report


def figures_of(form: Form) -> st.SearchStrategy[dict[Address, Figure]]:
    """Return random figures for every cell: counts, money with decimals, changes, blanks."""

    def figure(address: Address) -> st.SearchStrategy[Figure]:
        kind = form.kind(address)
        if kind.startswith("money"):
            money = st.decimals(0, 10_000_000, places=4, allow_nan=False, allow_infinity=False)
            numbers = money.map(number)
        elif kind == "change":
            numbers = st.integers(-99_999, 9_999_999).map(number)
        else:
            numbers = st.one_of(st.just(0), st.integers(0, 9_999_999)).map(number)
        return st.one_of(numbers, numbers, numbers, st.just(BLANK))

    return st.fixed_dictionaries({address: figure(address) for address in form.addresses})


@pytest.fixture(scope="session")
def random_figures() -> Callable[[Form], st.SearchStrategy[dict[Address, Figure]]]:
    """The strategy for random figures of a form."""
    return figures_of
