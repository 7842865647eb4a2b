"""The information processing fee (信息处理费, 国办函〔2020〕109号), with the working shown.

Both tariffs are progressive on the excess (超额累进) in whole yuan; an application is charged by
one of them, never by both (article 3).
"""

from dataclasses import dataclass
from typing import Literal

from gongkai.errors import InputError, Lang, say
from gongkai.law import entries
from gongkai.law.tariff import Band, tariff

MOST = {"items": 10_000, "pages": 1_000_000}  # beyond this a slip of the keyboard is likelier


@dataclass(frozen=True, slots=True)
class Charge:
    """An amount in whole yuan and, line by line, how it comes about."""

    amount: int
    working: tuple[str, ...]


def by_items(number: int, *, lang: Lang = "zh") -> Charge:
    """Return the fee for all `number` applications of one applicant in one calendar month (art. 4).

    Raises InputError below 0 or above 10,000.
    """
    return _charge("items", number, lang)


def by_pages(number: int, *, lang: Lang = "zh") -> Charge:
    """Return the fee for `number` A4 pages given on one application (art. 5).

    Raises InputError below 0 or above 1,000,000.
    """
    return _charge("pages", number, lang)


def of_item(ordinal: int) -> int:
    """Return the yuan charged for the `ordinal`-th application of the month alone (art. 4)."""
    if ordinal < 1:
        raise InputError("core.fee_number", number=ordinal, most=MOST["items"])
    return by_items(ordinal).amount - by_items(ordinal - 1).amount


def _charge(kind: Literal["items", "pages"], number: int, lang: Lang) -> Charge:
    """Return the fee for `number` units of one tariff."""
    if not 0 <= number <= MOST[kind]:
        raise InputError("core.fee_number", number=number, most=MOST[kind])
    rule = tariff(kind)
    bands = list(rule.split(number))
    amount = sum(band.amount for band in bands)
    article = entries.cite(rule.source, rule.article)
    working = [say(f"core.fee_{kind}", lang, number=number, article=article)]
    working += [_line(band, rule.unit, rule.unit_en, lang) for band in bands]
    if any(band.basis == "practice" for band in bands):
        working.append(say("core.fee_practice", lang))
    working.append(
        say(
            "core.fee_sum",
            lang,
            terms="＋".join(str(band.amount) for band in bands) or "0",
            terms_en=" + ".join(str(band.amount) for band in bands) or "0",
            amount=amount,
        )
    )
    return Charge(amount, tuple(working))


def _line(band: Band, unit: str, unit_en: str, lang: Lang) -> str:
    """Return the working of one band."""
    code = "core.fee_band" if band.rate else "core.fee_free"
    return say(
        code,
        lang,
        span=str(band.first) if band.units == 1 else f"{band.first}至{band.last}",
        span_en=str(band.first) if band.units == 1 else f"{band.first} to {band.last}",
        units=band.units,
        rate=band.rate,
        amount=band.amount,
        unit=unit,
        unit_en=unit_en,
    )
