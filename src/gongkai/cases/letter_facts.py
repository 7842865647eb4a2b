"""Facts of a letter: taken from a caller or a TOML file, checked, and put as they are printed."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from gongkai import fees
from gongkai.cases.letter import Table
from gongkai.cases.letter_text import Printed, spelt
from gongkai.cases.remedies import COURT, Remedies, remedies, spelt_limit
from gongkai.errors import InputError
from gongkai.law import entries
from gongkai.law.grounds import grounds
from gongkai.law.letters import Fact, Form, facts
from gongkai.law.limits import limit
from gongkai.law.outcomes import outcomes
from gongkai.law.tariff import tariff

MOST_CHARACTERS = 20_000
MOST_ITEMS = 200
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(13, 32), 127])
_DOCUMENT_COLUMNS = ("title", "number", "date", "pages")
_LIMITS = {
    "fee_limit": "fee_payment",
    "third_party_limit": "third_party",
    "co_maker_limit": "co_maker",
    "organ_limit": "organ",
    "reply_limit": "reply",
}


def given(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts that are given, each of its kind; empty ones are left out.

    Raises InputError for a fact that no letter knows, or a value of the wrong kind.
    """
    found = {}
    for name, value in values.items():
        fact = facts().get(name)
        if fact is None:
            raise InputError("cases.letter_fact", name=_short(name))
        if value is None or value in ("", [], ()):
            continue
        found[name] = _KINDS[fact.kind](fact, value)
    return {name: value for name, value in found.items() if value not in ("", ())}


def name_of(slot: str) -> str:
    """Return the Chinese name of a fact or a slot that is worked out, "" for neither."""
    fact = facts().get(slot)
    return fact.zh if fact else entries.read("letters")["derived"].get(slot, "")


def printed(form: Form, values: Mapping[str, Any]) -> dict[str, Printed]:
    """Return every slot that can be filled, facts and what is worked out from them."""
    found: dict[str, Printed] = {}
    for name, value in values.items():
        fact = facts()[name]
        if fact.kind == "rows":
            found[name] = tuple(row[0] for row in value)
        elif fact.kind != "list" or name == "attachments":
            found[name] = _shown(fact, value)
        elif name != "grounds":
            found[name] = value
    found["article"] = form.article
    found["regulation"] = entries.cite("regulation")
    found["this"] = this(form)
    found["fee_basis"] = entries.cite("fee-109")
    person = "third_party_kind" if form.to == "third_party" else "applicant_kind"
    found["you"] = "您" if values.get(person, "natural") == "natural" else "贵单位"
    for slot, key in _LIMITS.items():
        found[slot] = spelt_limit(limit(key))
    if "consulted" in found:
        found["whom"] = found["consulted"]
    if "grounds" in values:
        used = [grounds()[one] for one in values["grounds"]]
        found["ground_articles"] = tuple(dict.fromkeys(one.article for one in used))
        found["ground_names"] = tuple(one.zh for one in used)
    found.update(_fee(values))
    return found


def this(form: Form) -> str:
    """Return how a letter names itself (本告知书)."""
    tail = re.search(r"(告知书|答复书|通知书|意见书|回执|函)$", form.title)
    return f"本{tail[1]}" if tail else "本决定"


def remedies_of(form: Form, values: Mapping[str, Any]) -> Remedies | None:
    """Return the remedies a letter tells; None for a letter without, or with facts not given."""
    if not form.remedies or not values.keys() >= {"date", "organ_level", "review_body"}:
        return None
    use = outcomes()[form.outcome].grounds if form.outcome else "none"
    if use == "required" and "grounds" not in values:
        return None
    return remedies(
        form.id,
        on=values["date"],
        level=values["organ_level"],
        body=values["review_body"],
        grounds=values.get("grounds", ()) if use != "none" else (),
        address=values.get("review_address", ""),
        court=values.get("court", COURT),
        served_on=values.get("served_on"),
        you=str(printed(form, values)["you"]),
        this=this(form),
    )


def documents(values: Mapping[str, Any]) -> Table | None:
    """Return the table of a file's papers."""
    rows = values.get("documents")
    if not rows:
        return None
    numbered = tuple((str(n), *row) for n, row in enumerate(rows, 1))
    head = ("序号", "文件名称", "文号", "日期", "页次")
    return Table(head, numbered, (1.4, 5.8, 5, 4.2, 1.8))


def _fee(values: Mapping[str, Any]) -> dict[str, Printed]:
    """Return amount and working by the tariff whose number is given (one of the two, article 3)."""
    if "item_ordinal" in values and "pages" in values:
        raise InputError("core.fee_one_tariff")
    if "pages" in values:
        charge = fees.by_pages(values["pages"])
        working = "\n".join(f"{line.rstrip('。')}。" for line in charge.working)
        return {"amount": str(charge.amount), "fee_working": working}
    if "item_ordinal" not in values:
        return {}
    ordinal = values["item_ordinal"]
    amount, rule = fees.of_item(ordinal), tariff("items")
    article = entries.cite(rule.source, rule.article)
    working = f"按件计收（{article}）。{rule.basis_of_count}中，该申请为第{ordinal}件，收费标准为{amount}元/件。"
    return {"amount": str(amount), "fee_working": working}


def _shown(fact: Fact, value: Any) -> Printed:
    if isinstance(value, date):
        return spelt(value)
    if fact.kind == "choice":
        return fact.among[value]
    return value if isinstance(value, tuple) else str(value)


def _text(fact: Fact, value: object) -> str:
    if not isinstance(value, str):
        raise InputError("cases.letter_not_text", name=fact.zh)
    if len(value) > MOST_CHARACTERS:
        raise InputError("cases.letter_too_long", name=fact.zh, most=MOST_CHARACTERS)
    text = value.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS).strip()
    return text.rstrip("。；;，,、 　\n")


def _date(fact: Fact, value: object) -> date:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise InputError("cases.letter_not_date", name=fact.zh) from None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise InputError("cases.letter_not_date", name=fact.zh)
    return value


def _number(fact: Fact, value: object) -> int:
    if type(value) is not int or value < 0:
        raise InputError("cases.letter_not_number", name=fact.zh)
    return value


def _choice(fact: Fact, value: object) -> str:
    if not isinstance(value, str) or value not in fact.among:
        known = "、".join(fact.among)
        raise InputError("cases.letter_choice", name=fact.zh, known=known)
    return str(value)


def _list(fact: Fact, value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise InputError("cases.letter_not_list", name=fact.zh)
    if len(value) > MOST_ITEMS:
        raise InputError("cases.letter_too_long", name=fact.zh, most=MOST_ITEMS)
    found = tuple(text for each in value if (text := " ".join(_text(fact, each).split("\n"))))
    if fact.id == "grounds" and not set(found) <= grounds().keys():
        raise InputError("cases.letter_choice", name=fact.zh, known="、".join(grounds()))
    return found


def _rows(fact: Fact, value: object) -> tuple[tuple[str, ...], ...]:
    if not isinstance(value, list | tuple) or len(value) > MOST_ITEMS:
        raise InputError("cases.letter_not_list", name=fact.zh)
    rows = []
    for each in value:
        if not isinstance(each, Mapping) or not set(each) <= set(_DOCUMENT_COLUMNS):
            raise InputError("cases.letter_row", name=fact.zh, known="、".join(_DOCUMENT_COLUMNS))
        row = [each.get(column, "") for column in _DOCUMENT_COLUMNS]
        rows.append(tuple(spelt(x) if isinstance(x, date) else _text(fact, str(x)) for x in row))
    return tuple(rows)


_KINDS: Mapping[str, Callable[[Fact, Any], Any]] = {
    "text": _text,
    "date": _date,
    "number": _number,
    "choice": _choice,
    "list": _list,
    "rows": _rows,
}


def _short(name: object) -> str:
    text = " ".join(str(name).split())
    return text if len(text) <= 40 else text[:40] + "…"
