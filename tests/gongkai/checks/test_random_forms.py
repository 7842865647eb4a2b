"""A thousand random sound reports give no finding; one changed cell fires exactly what it breaks.

The seeds are fixed, so that a failure can be repeated; hypothesis looks for the small cases.
"""

import random
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.effort import most

from gongkai.checks.assess import assess
from gongkai.checks.check import Evidence, Verdict, catalogue
from gongkai.figures import ABSENT, BLANK, UNREADABLE, Figure, Status, number
from gongkai.forms.evaluate import computed, relations
from gongkai.forms.filled import Cell, Contacts, FilledForm, Paragraph, Section
from gongkai.forms.form import EDITIONS, Address, Form, load

REPORTS = 1000
SUMS = {"K1", "K2", "K3", "K5"}
YEARS = {"2019": (2019, 2020), "2021": (2021, 2022, 2023, 2024, 2025)}
ORGANS = ("示例县人民政府", "示例县示例局", "示例县示例镇人民政府", "示例市人民政府")
PROSE = {
    0: "本报告根据《中华人民共和国政府信息公开条例》编制，列示数据的统计期限自{year}年1月1日起至"
    "{year}年12月31日止。联系地址：示例县示例路1号，电话：0100-5550101，邮箱：xxgk@example.gov.cn。",
    1: "（一）主动公开情况。及时公开机构职能、财政预决算和民生政策。\n"
    "（二）依申请公开情况。申请的登记、审核、办理、答复和归档更加规范。\n"
    "（三）政府信息管理情况。落实公开属性源头认定和保密审查。\n"
    "（四）政府信息公开平台建设情况。调整公开专栏目录，补齐检索、下载功能。\n"
    "（五）监督保障情况。开展工作考核和社会评议，没有发生需要责任追究的情形。",
    2: "",
    3: "",
    4: "行政复议、行政诉讼案件情况见下表。",
    5: "存在的主要问题：一是部分科室政策解读形式单一，多为文字摘录；二是栏目更新不够均衡，个别栏目间隔"
    "较长。改进情况：针对解读形式单一的问题，建立解读材料与文件同步起草、同步审核、同步发布的机制，"
    "增加图解和问答；针对栏目更新不均衡的问题，按季度通报更新情况，对间隔较长的栏目逐一督促整改。",
    6: "本机关{year}年度未收取政府信息公开信息处理费，没有其他需要报告的事项。",
}


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_check_finds_anything_in_a_random_sound_report(edition: str) -> None:
    rng = random.Random(2024)
    for _ in range(REPORTS // len(EDITIONS)):
        report = sound_report(load(edition), rng)
        result = assess(Evidence(report, media_type="text/html"))
        assert not result.findings, [(f.code, f.message()) for f in result.findings]
        assert set(result.passed) >= SUMS


@settings(max_examples=most(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32), edition=st.sampled_from(EDITIONS))
def test_every_check_answers_exactly_once(seed: int, edition: str) -> None:
    report = sound_report(load(edition), random.Random(seed))
    result = assess(Evidence(report))
    assert not result.findings, [(f.code, f.message()) for f in result.findings]
    assert sorted({*result.passed, *result.not_assessable}) == sorted(catalogue())
    assert not set(result.passed) & set(result.not_assessable)


@pytest.mark.parametrize("edition", EDITIONS)
def test_one_changed_figure_breaks_the_sums_that_contain_it_and_no_other(edition: str) -> None:
    rng = random.Random(77)
    form = load(edition)
    cells = [a for a in form.addresses if a.table in ("requests", "disputes")]
    for _ in range(REPORTS // len(EDITIONS)):
        report = sound_report(form, rng)
        cell = rng.choice(cells)
        wrong = report[cell].value + rng.choice((1, 2, 9, 90))
        result = assess(Evidence(changed(report, cell, number(wrong))), SUMS)
        broken = {(f.code, frozenset(f.addresses)) for f in result.findings}
        assert broken == {
            (r.code, frozenset(r.left + r.right))
            for r in relations(edition)
            if cell in r.left + r.right
        }


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_hint_names_the_changed_cell_and_its_old_figure(edition: str) -> None:
    rng = random.Random(5)
    form = load(edition)
    cells = [a for a in form.addresses if a.table == "requests"]
    for _ in range(100):
        report = sound_report(form, rng)
        cell = rng.choice(cells)
        wrong = changed(report, cell, number(report[cell].value + 7))
        (hint,) = assess(Evidence(wrong), ["breaks_explained"]).findings
        assert hint.addresses == (cell,)
        assert f"由{wrong[cell].text}改为{report[cell].text}" in hint.message()


Mutation = tuple[str, str, Callable[[Figure], Figure]]
OTHER_MUTATIONS: tuple[Mutation, ...] = (
    ("blank", "cells_filled", lambda figure: BLANK),
    ("unreadable", "cells_filled", lambda figure: UNREADABLE),
    ("absent", "cells_present", lambda figure: ABSENT),
    ("negative", "counts_whole", lambda figure: number(-1 - figure.value)),
    ("fraction", "counts_whole", lambda figure: number(figure.value + Decimal("0.5"))),
)


@pytest.mark.parametrize(("name", "code", "mutate"), OTHER_MUTATIONS, ids=lambda v: str(v)[:10])
def test_a_lost_or_impossible_figure_fires_its_own_rule(
    name: str, code: str, mutate: Callable[[Figure], Figure]
) -> None:
    rng = random.Random(9)
    for index in range(100):
        form = load(EDITIONS[index % 2])
        report = sound_report(form, rng)
        cell = rng.choice([a for a in form.addresses if may_be_wrong(form, a, name)])
        result = assess(Evidence(changed(report, cell, mutate(report[cell]))))
        hits = [f for f in result.findings if cell in f.addresses]
        assert code in {f.code for f in hits}, (cell, name)
        if name in ("blank", "unreadable", "absent"):
            assert not {f.code for f in result.findings} & SUMS, "a lost figure breaks no sum"
            assert not SUMS & set(result.passed) & codes_with(form, cell), "nor lets one pass"
        if name == "unreadable":
            assert all(f.verdict is Verdict.CANNOT_TELL for f in hits)


def may_be_wrong(form: Form, address: Address, mutation: str) -> bool:
    kind = form.kind(address)
    if mutation == "negative":
        return kind != "change"
    return not (mutation == "fraction" and kind.startswith("money"))


def codes_with(form: Form, cell: Address) -> set[str]:
    return {r.code for r in relations(form.id) if cell in r.left + r.right}


def changed(report: FilledForm, address: Address, figure: Figure) -> FilledForm:
    """The report with one cell changed; a cell that turns ABSENT is gone."""
    cells = dict(report.cells)
    if figure.status is Status.ABSENT:
        del cells[address]
    else:
        cells[address] = Cell(address, figure, figure.text or "1 1")
    return FilledForm(
        report.form,
        cells,
        title=report.title,
        authority=report.authority,
        year=report.year,
        sections=report.sections,
        contacts=report.contacts,
    )


def sound_report(form: Form, rng: random.Random) -> FilledForm:
    """A report in which everything adds up: small, large and all-zero ones."""
    organ = rng.choice(ORGANS)
    year = rng.choice(YEARS[form.id])
    figures = sound_figures(form, rng, scale=rng.choice((0, 0, 3, 40, 5000)), organ=organ)
    return FilledForm(
        form,
        {a: Cell(a, f, f.text or "") for a, f in figures.items()},
        title=f"{organ}{year}年政府信息公开工作年度报告",
        authority=organ,
        year=year,
        sections=tuple(sections(form, year)),
        contacts=Contacts("示例县示例路1号", "", ("0100-5550101",), (), ("xxgk@example.gov.cn",)),
    )


def sections(form: Form, year: int) -> list[Section]:
    titles = {part.number: part.title for part in form.sections}
    return [
        Section(
            n,
            titles.get(n, ""),
            f"{'〇一二三四五六'[n]}、{titles[n]}" if n else "",
            tuple(Paragraph(p) for p in text.format(year=year).split("\n") if p),
        )
        for n, text in PROSE.items()
    ]


def sound_figures(
    form: Form, rng: random.Random, *, scale: int, organ: str
) -> dict[Address, Figure]:
    """Random leaves, then the sums: the balance is met by drawing the inflow from the outflow."""
    values: dict[Address, Decimal] = {}
    sums = computed(form)
    for address in form.addresses:
        if address not in sums:
            values[address] = leaf(form, address, rng, scale)
    if organ.endswith("镇人民政府"):
        values |= {a: Decimal(0) for a in values if a.row in ("state_secret", "excessive")}
    for relation in relations(form.id):  # columns of results, before the balances
        if relation.code == "K2" and relation.line != "total":
            values[relation.right[0]] = total(values, relation.left)
    for relation in relations(form.id):
        if relation.kind == "balance" and relation.line != "total":
            outflow = total(values, relation.right)
            carried = Decimal(rng.randint(0, int(outflow)))
            values[relation.left[0]], values[relation.left[1]] = outflow - carried, carried
    for relation in relations(form.id):
        if relation.kind == "sum" and relation.code != "K2":
            values[relation.right[0]] = total(values, relation.left)
    return {a: number(values[a]) for a in form.addresses}


def leaf(form: Form, address: Address, rng: random.Random, scale: int) -> Decimal:
    kind = form.kind(address)
    if address.row == "rules":
        return Decimal(0)
    if address.column in ("in_force", "total") and address.table == "documents":
        return Decimal(scale * 3 + rng.randint(0, 50))
    amount = Decimal(rng.randint(0, scale))
    if kind == "change":
        return amount - rng.randint(0, scale)
    return amount + Decimal(rng.randint(0, 9999)) / 10000 if kind.startswith("money") else amount


def total(values: dict[Address, Decimal], addresses: tuple[Address, ...]) -> Decimal:
    return sum((values[a] for a in addresses), Decimal(0))


def test_the_generator_makes_both_empty_and_large_reports() -> None:
    rng = random.Random(1)
    sizes = {
        int(sound_report(load("2021"), rng)[Address("requests", "received", "total")].value)
        for _ in range(40)
    }
    assert 0 in sizes and max(sizes) > 1000
