"""The example county's January: every unit writes its report, the office judges it, the county adds up."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.consolidation.add import add
from gongkai.forms.filled import FilledForm
from gongkai.writers import docx
from portal.acts import clock
from portal.acts.actor import Actor
from portal.annual import drafting, findings, prose
from portal.annual.acts import (
    AcceptFiling,
    AddRemark,
    AnswerFinding,
    ArchiveReport,
    PublishFiling,
    ReplyToRemark,
    ReturnFiling,
    SaveTexts,
    StartFiling,
    SubmitFiling,
)
from portal.annual.deriving import derive
from portal.annual.models import Filing, Remark, Scope
from portal.demo.world import World, at
from portal.oversight.acts import RemindUnits, SetTimetable
from portal.oversight.judging import judge_new
from portal.oversight.queries import wall

COUNTY = "lijiang"


@cache
def _data() -> Mapping[str, Any]:
    path = Path(__file__).parent / "annual.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def tell(world: World) -> int:
    """Tell how last year's reports came about; return how many were published."""
    year = world.today.year - 1
    if world.today < date(year + 1, 4, 1):
        year -= 1
    told = {one["code"]: one for one in _data()["unit"]}
    office = world.actor(COUNTY, "zhuguan")
    with clock.as_of(at(date(year, 12, 20))):
        SetTimetable(
            by=office,
            organ=world.organs[COUNTY],
            year=year,
            tier="township",
            submit_on=date(year + 1, 1, 20),
            publish_on=date(year + 1, 1, 31),
        ).execute()
    units = [row["code"] for row in world.rows if row["group"] != "elsewhere"]
    _before(world, year - 1, units)
    for number, code in enumerate(units):
        _unit(world, office, year, code, number, told.get(code, {"stops": "published"}))
    _remind(world, office, year, told)
    _region(world, office, year)
    judge_new()
    return Filing.objects.filter(year=year, stage="published").count()


def _unit(
    world: World, office: Actor, year: int, code: str, number: int, told: Mapping[str, Any]
) -> None:
    """Tell one unit's report as far as it came."""
    first = date(year + 1, 1, 5) + timedelta(days=number % 9)
    clerk, head = world.actor(code), world.actor(code, "qianfa")
    with clock.as_of(at(first)):
        filing = StartFiling(by=clerk, organ=world.organs[code], year=year).execute()
        filing = _write(clerk, filing, number)
    if told["stops"] == "drafting":
        return
    with clock.as_of(at(first + timedelta(days=3), 15)):
        filing = _up(clerk, head, filing)
    if "remark" in told:
        with clock.as_of(at(first + timedelta(days=5))):
            figure, text = told["remark"], told["paragraph"]
            place = "requests/received/total" if told["stops"] == "returned" else ""
            AddRemark(by=office, target=filing, words=figure, address=place).execute()
            AddRemark(by=office, target=filing, words=text, section=5, paragraph=1).execute()
            filing = ReturnFiling(
                by=office, target=filing, words="请按意见修改后重新报送。"
            ).execute()
    if told["stops"] in ("returned", "submitted"):
        return
    if "remark" in told:
        with clock.as_of(at(first + timedelta(days=7))):
            filing = _mend(clerk, filing)
            filing = _up(clerk, head, filing, "已按意见修改。")
    with clock.as_of(at(first + timedelta(days=9))):
        filing = AcceptFiling(by=office, target=filing).execute()
    if told["stops"] == "published":
        with clock.as_of(at(first + timedelta(days=10), 10)):
            PublishFiling(by=clerk, target=filing).execute()


def _write(clerk: Actor, filing: Filing, number: int) -> Filing:
    """Write the report."""
    texts = _texts(drafting.working(filing).facts, number)
    return SaveTexts(by=clerk, target=filing, texts=texts).execute()


def _up(clerk: Actor, head: Actor, filing: Filing, words: str = "") -> Filing:
    """Explain what the checks ask, and send the report up."""
    keys = [one.key for one in findings.of(filing) if one.asks]
    if keys:
        AnswerFinding(by=clerk, target=filing, keys=keys, words=_data()["explained"]).execute()
    return SubmitFiling(by=head, target=filing, words=words).execute()


def _texts(facts: prose.Facts, number: int) -> dict[str, list[str]]:
    """Return what the records suggest, and part five in the unit's own words."""
    texts: dict[str, list[str]] = {}
    for one, paragraph in prose.suggest(facts, zero=True):
        texts.setdefault(str(one.section), []).append(paragraph)
    data, year = _data(), facts.year
    problem = data["problems"][(number + year) % len(data["problems"])]
    measure = data["measures"][(number + number // 7 + year) % len(data["measures"])]
    texts["5"] = [
        f"（一）存在的主要问题。{facts.organ.short_name}在{year}年的工作中，{problem}",
        f"（二）改进情况。{year + 1}年，{measure}",
    ]
    return texts


def _before(world: World, year: int, units: Sequence[str]) -> None:
    """Put the reports on the year before into the archive, as they had been published elsewhere."""
    counted = {code: derive(world.organs[code], year).report for code in units}
    for number, code in enumerate(units):
        _archive(world, code, number, counted[code])
    form = counted[COUNTY].form
    region = add(form, counted).report(year=year, authority=counted[COUNTY].authority)
    _archive(world, COUNTY, 3, region, scope=Scope.REGION)


def _archive(
    world: World, code: str, number: int, counted: FilledForm, *, scope: str = Scope.OWN
) -> None:
    organ, year = world.organs[code], counted.year
    assert year is not None
    facts = prose.facts(organ, year, counted.form, counted.figures)
    sections, _spoken = drafting.written(_texts(facts, number), counted, facts)
    report = replace(
        counted,
        title=drafting.title(organ, year, scope),
        sections=sections,
        written_on=date(year + 1, 1, 18),
    )
    name = f"{year}年报{'汇总' if scope == Scope.REGION else ''}.docx"
    with clock.as_of(at(date(year + 1, 1, 20))):
        ArchiveReport(
            by=world.actor(code),
            organ=organ,
            data=docx.write(report),
            file_name=name,
            scope=scope,
        ).execute()


def _mend(clerk: Actor, filing: Filing) -> Filing:
    """Do what the office asked for, and say so."""
    problems, measures = filing.texts["5"]
    mended = f"{measures}由办公室负责，{filing.year + 1}年6月底以前完成。"
    filing = SaveTexts(by=clerk, target=filing, texts={"5": [problems, mended]}).execute()
    for remark in Remark.objects.filter(version__filing=filing, settled_at=None):
        ReplyToRemark(by=clerk, target=filing, remark=remark, words="已补充。").execute()
    return filing


def _remind(world: World, office: Actor, year: int, told: Mapping[str, Mapping[str, Any]]) -> None:
    """Remind who has not sent anything."""
    for code, one in told.items():
        for number, words in enumerate(one.get("reminders", ())):
            day = date(year + 1, 1, 22) + timedelta(days=11 * number)
            with clock.as_of(at(day)):
                rows = wall(world.organs[COUNTY], year, today=day).rows
                rows = tuple(row for row in rows if row.organ == world.organs[code])
                RemindUnits(
                    by=office, organ=world.organs[COUNTY], year=year, rows=rows, words=words
                ).execute()


def _region(world: World, office: Actor, year: int) -> None:
    """Add up what was accepted, and publish the county's report in March."""
    clerk, head = world.actor(COUNTY), world.actor(COUNTY, "qianfa")
    with clock.as_of(at(date(year + 1, 3, 3))):
        filing = StartFiling(
            by=clerk, organ=world.organs[COUNTY], year=year, scope=Scope.REGION
        ).execute()
        filing = _write(clerk, filing, 3)
    with clock.as_of(at(date(year + 1, 3, 10))):
        filing = _up(clerk, head, filing)
    with clock.as_of(at(date(year + 1, 3, 17))):
        filing = AcceptFiling(by=office, target=filing).execute()
    with clock.as_of(at(date(year + 1, 3, 20), 10)):
        PublishFiling(by=clerk, target=filing).execute()
