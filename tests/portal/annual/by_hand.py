"""The report of a random world counted by hand: year after year, event after event.

Nothing here asks the library: rows, columns and rules are written out once more.
"""

from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from tests.portal.annual.worlds import Asked, Told, World

ROW = {
    "provided": "granted", "already_public": "granted", "partly_provided": "partial",
    "special_regime": "registry_query", "nonexistent": "not_held", "not_responsible": "not_held",
    "must_create": "must_create", "still_unclear": "still_unclear", "petition": "petition",
    "repeated": "repeat", "published_work": "publication", "excessive": "excessive",
    "reconfirmation": "confirm", "correction_lapsed": "not_corrected", "fee_lapsed": "fee_unpaid",
    "withdrawn": "other", "not_a_request": "other", "archived": "other", "other": "other",
}  # fmt: skip
GROUND = {
    "14-a": "state_secret", "14-b": "law_forbids", "14-c": "safety", "15": "third_party",
    "16-1": "internal", "16-2-process": "process", "16-2-file": "enforcement_file",
}  # fmt: skip
TOGETHER_2019 = {"not_corrected", "fee_unpaid", "other"}  # one row 其他处理, its id `other`
ORGANISATIONS = ("enterprise", "research", "charity", "law_service", "other_org")
RESULTS = sorted({*ROW.values(), *GROUND.values()})

Cells = dict[str, Decimal | None]


def by_hand(world: World, year: int) -> Cells:
    """Return every figure of a world's report on a year by its address, None where nothing is kept."""
    cells = Counter[str]()
    for request in world.requests:
        _request(cells, request, year)
    for dispute in world.disputes:
        _dispute(cells, dispute, year)
    known: Cells = {address: Decimal(number) for address, number in cells.items()}
    return known | _table_two(world, year)


def _request(cells: Counter[str], request: Asked, year: int) -> None:
    """Walk from one 31 December to the next until the year asked for."""
    known = done = False
    for walked in range(2018, year + 1):
        received, result = _standing(request, date(walked, 12, 31))
        if not received or done:
            continue
        came, known = ("carried_in" if known else "received"), True
        done = bool(result)
        if walked < year:
            continue
        went = result or "carried_out"
        if year < 2021 and went in TOGETHER_2019:
            went = "other"
        rows = [came, went] if not result else [came, went, "total_results"]
        for row in rows:
            cells[f"requests/{row}/{request.applicant}"] += 1
            cells[f"requests/{row}/total"] += 1


def _standing(request: Asked, close: date) -> tuple[bool, str]:
    """Return whether a request was received by a day, and the row of its result where it stands ended."""
    by_arrival = request.channel.value in ("in_person", "post")
    received, result = False, ""
    told = [one for one in request.events if not one.struck and one.on <= close]
    for one in sorted(told, key=lambda o: o.on):  # of one day as entered: sorting is stable
        match str(one.kind):
            case "arrived":
                received = by_arrival
            case "confirmed":
                received = True
            case "reopened":
                received, result = True, ""
            case "withdrawn":
                result = "other"
            case "replied":
                result = _row(one)
    return received, result


def _row(reply: Told) -> str:
    outcomes = [part["outcome"] for part in reply.parts]
    if len(set(outcomes)) > 1 and {"provided", "already_public", "partly_provided"} & set(outcomes):
        return "partial"
    if outcomes[0] == "refused":
        return GROUND[reply.parts[0]["grounds"][0]]
    return ROW[outcomes[0]]


def _dispute(cells: Counter[str], told: list[Told], year: int) -> None:
    """Keep of each block how it stands, event by event."""
    blocks: dict[str, tuple[str, int]] = {}
    court = "direct"
    for one in told:
        if one.struck or one.on > date(year, 12, 31):
            continue
        match str(one.kind):
            case "review_applied":
                court, blocks["review"] = "after_review", ("pending", year)
            case "review_decided":
                blocks["review"] = one.result, one.on.year
            case "sued" | "appealed":
                blocks[court] = "pending", year
            case "judged" | "appeal_judged":
                blocks[court] = one.result, one.on.year
    for block, (result, counted) in blocks.items():
        if counted == year:
            cells[f"disputes/all/{block}.{result}"] += 1
            cells[f"disputes/all/{block}.total"] += 1


def _table_two(world: World, year: int) -> Cells:
    first, last = date(year, 1, 1), date(year, 12, 31)
    cells = Counter[str]()
    for one in world.documents:
        if one["struck"]:
            continue
        row = "documents/rules" if one["kind"] == "rule" else "documents/normative"
        ended, until, begins = one["ended_on"], one["expires_on"], one["effective_on"]
        shown = one["disclosed_on"]
        issued = first <= one["issued_on"] <= last
        cells[f"{row}/{'made' if year < 2021 else 'issued'}"] += issued
        if year < 2021:
            cells[f"{row}/disclosed"] += shown is not None and first <= shown <= last
            cells[f"{row}/total"] += shown is not None and shown <= last
            continue
        repealed = one["ended_how"] == "repealed"
        cells[f"{row}/repealed"] += repealed and first <= ended <= last
        valid = one["issued_on"] <= last and not (ended and ended <= last)
        valid = valid and not (until and until < last) and not (begins and begins > last)
        cells[f"{row}/in_force"] += valid
    numbers, money = Counter[str](), Counter[str]()
    for register, on, amount, struck in world.entries:
        if not struck and on.year == year:
            numbers[register] += 1
            money[register] += amount
    for register, month, number, amount, struck in world.months:
        if not struck and month // 100 == year:
            numbers[register] += number
            money[register] += amount
    for row in ("licences/licence", "enforcement/penalty", "enforcement/coercion"):
        cells[f"{row}/decisions"] = numbers[row.split("/")[1]]
    known: Cells = {address: Decimal(number) for address, number in cells.items()}
    if year >= 2021:
        wan = Decimal(money["fee"]) / 10_000
        known["fees/fee/amount"] = wan.quantize(Decimal("0.01"), ROUND_HALF_UP)
        return known
    known["licences/service/decisions"] = Decimal(numbers["service"])
    known["procurement/purchase/projects"] = Decimal(numbers["procurement"])
    known["procurement/purchase/amount"] = Decimal(money["procurement"])
    for row in (
        "licences/licence",
        "licences/service",
        "enforcement/penalty",
        "enforcement/coercion",
    ):
        before, now = (_powers(world, row.split("/")[1], date(y, 12, 31)) for y in (year - 1, year))
        known[f"{row}/previous"], known[f"{row}/change"] = Decimal(before), Decimal(now - before)
    known["fees/fee/previous"] = known["fees/fee/change"] = None
    return known


def _powers(world: World, register: str, on: date) -> int:
    kinds = {"service": {"award", "levy"}}.get(register, {register})
    return sum(
        kind in kinds and not struck and from_on <= on and (not to_on or max(to_on, from_on) > on)
        for kind, from_on, to_on, struck in world.powers
    )
