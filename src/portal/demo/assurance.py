"""The example county's trainings, assessments, evaluations and accountability, and who had none."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from portal.acts import clock
from portal.assurance.acts import MakeRecord, SayNone
from portal.assurance.queries import unsaid
from portal.demo.world import World, at

FORGETFUL = "libei"
"""Who confirms nothing: the wall shows what a gap looks like."""
_GROUPS = {"county": "county", "departments": "units", "townships": "units"}


@cache
def _data() -> list[Mapping[str, Any]]:
    path = Path(__file__).parent / "assurance.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))["record"]  # type: ignore[no-any-return]


def tell(world: World) -> None:
    """Tell three years: what was recorded on its day, and in January what there was none of."""
    working = [row for row in world.rows if row["group"] != "elsewhere"]
    this = world.today.year
    for year in range(this - 2, this + 1):
        for number, row in enumerate(working):
            for told in _data():
                if (
                    set(told["organs"]) & _called(row)
                    and told.get("only", this - year) == this - year
                ):
                    _record(world, row["code"], year, number, told)
            if row["code"] != FORGETFUL:
                _none(world, row["code"], year)


def _called(row: Mapping[str, Any]) -> set[str]:
    return {row["code"], "office" if row.get("supervises") else _GROUPS[row["group"]]}


def _record(world: World, code: str, year: int, number: int, told: Mapping[str, Any]) -> None:
    on = date.fromisoformat(f"{year + told.get('next', False)}-{told['on']}")
    if on >= world.today:
        return
    said = {
        name: text.format(year=year) if isinstance(text, str) else text
        for name, text in told.get("said", {}).items()
    }
    if spread := told.get("spread"):
        value = spread["least"] + number % (spread["most"] - spread["least"] + 1)
        said[spread["name"]] = str(value) if spread["name"] == "score" else value
    fields = {"on": on, "year": year, "title": told["title"].format(year=year), "said": said}
    with clock.as_of(at(on, 17)):
        MakeRecord(
            by=world.actor(code), organ=world.organs[code], kind=told["kind"], fields=fields
        ).execute()


def _none(world: World, code: str, year: int) -> None:
    said_on = date(year + 1, 1, 4)
    if said_on >= world.today:
        return
    with clock.as_of(at(said_on, 18)):
        kinds = [kind.code for kind in unsaid(world.organs[code], year)]
        if kinds:
            SayNone(
                by=world.actor(code), organ=world.organs[code], year=year, things=kinds
            ).execute()
