"""What the records of a year come to, as the annual report says it (art. 50 (4)).

Left out is what nobody recorded; 0 is what a person said there was none of. Names of people are never
in it: they are not kept.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from portal.assurance import queries
from portal.assurance.checks import amount
from portal.assurance.kinds import askable, kinds
from portal.assurance.models import NoneReport, Record
from portal.organs.keeping.queries import none_said
from portal.organs.models import Organ

MOST_NAMED = 6
"""As many subjects as a sentence names."""


def of_year(organ: Organ, year: int) -> Mapping[str, int | str]:
    """Return the facts of an organ's year by their names in the report."""
    recorded, said = queries.of_year(organ, year), none_said(NoneReport, organ, year)
    found: dict[str, int | str] = {}
    for kind in kinds().values():
        if records := recorded[kind.code]:
            found[f"assurance.{kind.code}"] = len(records)
            found |= _MORE.get(kind.code, lambda _records: {})(records)
    for kind in askable():
        if not recorded[kind.code] and kind.code in said and said[kind.code].holds:
            found[f"assurance.{kind.code}"] = 0
    shown = [text for code in recorded for one in recorded[code] if (text := _pointed_out(one))]
    if shown:
        found["assurance.pointed_out"] = len(shown)
        found["assurance.problems"] = "；".join(shown)
    return found


def _pointed_out(one: Record) -> str:
    """Return what an assessment of this organ, or an evaluation, said was wrong."""
    said = {"assessed": "deducted", "evaluation": "problems"}.get(one.kind)
    return _end(one.said.get(said, "")) if said else ""


def _end(text: str) -> str:
    return " ".join(text.split()).rstrip("。；;，, ")


def _named(records: Sequence[Record], marks: str = "“”") -> str:
    titles = list(dict.fromkeys(one.title.strip(marks) for one in reversed(records)))
    named = "、".join(f"{marks[0]}{title}{marks[1]}" for title in titles[:MOST_NAMED])
    return named + ("等" if len(titles) > MOST_NAMED else "")


def _training(records: list[Record]) -> dict[str, int | str]:
    hours = [amount(one.said.get("hours")) for one in records]
    found: dict[str, int | str] = {
        "assurance.trained_people": sum(one.said["people"] for one in records),
        "assurance.trained_in": _named(records),
    }
    if all(one is not None for one in hours):
        found["assurance.training_hours"] = _plain(sum((h for h in hours if h), Decimal(0)))
    return found


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _assessed(records: list[Record]) -> dict[str, int | str]:
    return {"assurance.assessed_results": "；".join(map(_result, reversed(records)))}


def _result(one: Record) -> str:
    said = one.said
    parts = [f"{said['by']}组织的“{one.title}”"]
    if said.get("score"):
        parts.append(f"得分{said['score']}分")
    if said.get("grade"):
        parts.append(f"结果为{said['grade']}")
    return "，".join(parts)


def _assessing(records: list[Record]) -> dict[str, int | str]:
    results = []
    for one in reversed(records):
        said = f"“{one.title}”考核{one.said['units']}个单位"
        result = _end(one.said.get("result", ""))
        results.append(f"{said}，{result}" if result else said)
    return {"assurance.assessing_results": "；".join(results)}


def _evaluation(records: list[Record]) -> dict[str, int | str]:
    return {
        "assurance.evaluators": sum(one.said["people"] for one in records),
        "assurance.evaluation_results": "；".join(map(_evaluated, reversed(records))),
    }


def _evaluated(one: Record) -> str:
    kind, said = one.what, one.said
    shares = [
        f"{kind.field(name).label.zh}{said[name]}{'%' if said['counted'] == 'percent' else '人'}"
        for name in ("satisfied", "fairly", "dissatisfied")
        if said.get(name)
    ]
    method = kind.field("method").choices[said["method"]].zh
    return "，".join(
        [f"{method}，{said['people']}人参加", *(["、".join(shares)] if shares else [])]
    )


def _accountability(records: list[Record]) -> dict[str, int | str]:
    outcomes = kinds()["accountability"].field("outcome").choices
    counted = Counter(one.said["outcome"] for one in records)
    named = [f"{outcomes[code].zh}{counted[code]}件" for code in outcomes if counted[code]]
    return {"assurance.accountability_by_outcome": "、".join(named)}


def _system(records: list[Record]) -> dict[str, int | str]:
    return {"assurance.systems_named": _named(records, "《》")}


_MORE = {
    "training": _training,
    "assessed": _assessed,
    "assessing": _assessing,
    "evaluation": _evaluation,
    "accountability": _accountability,
    "system": _system,
}
