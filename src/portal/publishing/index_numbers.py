"""Index numbers (索引号): by a rule, one after another, never given twice and never taken back."""

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from portal.acts.act import Refused
from portal.organs.models import Organ
from portal.publishing.models import Column, Document, PublishingRules, Series

PATTERN = "{organ}/{year}-{serial:05d}"
"""Practice after 国办秘函〔2009〕6号: organ code, year, five-digit serial."""
FIELDS = ("organ", "organ9", "year", "month", "column", "serial")
"""What a rule for index numbers may hold.

organ   the organ's 统一社会信用代码, or its address code where it has none
organ9  the 组织机构代码 in it (its characters 9 to 17), as numbers before 2015 had it
column  the address code of the document's column
serial  begins anew wherever something else in the number changes
"""
LONGEST = 60
_SERIAL = re.compile(r"\{serial(?::(0[1-9]d))?\}")
_AT_ONCE = 1000  # numbers looked up in one statement, at the most


def bad_pattern(pattern: str, fields: Sequence[str] = FIELDS) -> str | None:
    """Return what is wrong with a rule for numbers as a sentence, or None."""
    if len(pattern) > LONGEST:
        return _("编号规则不能超过%(most)s字。") % {"most": LONGEST}
    try:
        parts = list(string.Formatter().parse(pattern))
    except ValueError:
        return _("编号规则里的花括号没有成对。")
    if any(c in "{}" or c.isspace() or not c.isprintable() for text, *_x in parts for c in text):
        return _("编号规则里不能有空格、花括号和看不见的字符。")
    serials = 0
    for _text, name, spec, conversion in parts:
        if name is None:
            continue
        serial = name == "serial" and _SERIAL.fullmatch(
            f"{{serial:{spec}}}" if spec else "{serial}"
        )
        if name not in fields or conversion or (spec and not serial):
            known = _("、").join(f"{{{one}}}" for one in fields)
            return _("编号规则里只能用%(known)s，序号的位数写作{serial:05d}。") % {"known": known}
        serials += bool(serial)
    return None if serials == 1 else _("编号规则里应有且只有一个{serial}。")


@dataclass(frozen=True, slots=True)
class _Numbering:
    """A rule for one organ, day and column: the series it counts in, and its numbers."""

    pattern: str
    organ: Organ
    on: date
    column: str = ""

    def number(self, serial: int) -> str:
        """Return the number with a serial."""
        return self._filled(self.pattern, serial)

    @property
    def key(self) -> str:
        """The name of the series: the number without its serial."""
        return self._filled(_SERIAL.sub("", self.pattern), 0)[:60]

    def _filled(self, pattern: str, serial: int) -> str:
        code = self.organ.credit_code
        return pattern.format(
            organ=code or self.organ.code,
            organ9=code[8:17] or self.organ.code,
            year=self.on.year,
            month=f"{self.on.month:02d}",
            column=self.column,
            serial=serial,
        )

    def held(self) -> Series:
        """Return the series, locked until the transaction ends."""
        series, _made = Series.objects.get_or_create(key=self.key)
        return Series.objects.select_for_update().get(pk=series.pk)

    def free(self, after: int) -> int:
        """Return the first serial after one whose number no document has (some were taken over)."""
        width = 1
        while True:
            numbers = [self.number(s) for s in range(after + 1, after + 1 + width)]
            taken = Document.objects.filter(index_number__in=numbers)
            known = set(taken.values_list("index_number", flat=True))
            for serial, number in enumerate(numbers, after + 1):
                if number not in known:
                    return serial
            after, width = after + width, min(width * 2, _AT_ONCE)


def next_number(organ: Organ, on: date, pattern: str) -> str:
    """Return the next number of a rule; call it inside the transaction that uses it."""
    rule = _Numbering(pattern, organ, on)
    series = rule.held()
    series.last += 1
    series.save(update_fields=["last"])
    return rule.number(series.last)


def next_index_number(organ: Organ, column: Column, on: date) -> str:
    """Return the next index number by the organ's rule; call it inside the transaction that uses it.

    Raises Refused where the rule, set for another organ, gives one that is too long here.
    """
    rule = _Numbering(rule_for(organ)[0], organ, on, column.code)
    series = rule.held()
    series.last = rule.free(series.last)
    number = rule.number(series.last)
    if len(number) > LONGEST:
        raise Refused(
            _("按规则编出的索引号“%(number)s”超过%(most)s字，请先修改索引号规则。")
            % {"number": number, "most": LONGEST}
        )
    series.save(update_fields=["last"])
    return number


def preview(organ: Organ, column: str, on: date, pattern: str) -> str:
    """Return the number that a rule would give next, without giving it."""
    rule = _Numbering(pattern, organ, on, column)
    last = Series.objects.filter(key=rule.key).values_list("last", flat=True).first()
    return rule.number(rule.free(last or 0))


def filled(pattern: str, organ: Organ, column: str, on: date) -> str:
    """Return a rule, or a part of one, as it reads for an organ; its serial is 1."""
    return _Numbering(pattern, organ, on, column).number(1)


def rule_for(organ: Organ) -> tuple[str, Organ | None]:
    """Return the organ's rule and who set it: itself, or the nearest above; None: it is the practice."""
    found = PublishingRules.objects.filter(organ__path__in=organ.lineage).exclude(index_pattern="")
    nearest = found.select_related("organ").order_by("-organ__path").first()
    return (nearest.index_pattern, nearest.organ) if nearest else (PATTERN, None)


def too_long(organ: Organ, pattern: str) -> str | None:
    """Return why a rule cannot hold for an organ and those below: its numbers get too long; or None."""
    below = Organ.objects.under(organ)
    codes = below.exclude(credit_code="").aggregate(n=Max(Length("credit_code")))["n"] or 0
    names = below.filter(credit_code="").aggregate(n=Max(Length("code")))["n"] or 0
    columns = Column.objects.aggregate(n=Max(Length("code")))["n"] or 0
    facts = {
        "organ": "x" * max(codes, names),
        "organ9": "x" * max(min(codes, 9), names),
        "year": "2026",
        "month": "01",
        "column": "x" * columns,
        "serial": 9_999_999,
    }
    n = len(pattern.format(**facts))
    if n <= LONGEST:
        return None
    return _("按这个规则编出的号可长达%(n)s字，超过%(most)s字。") % {"n": n, "most": LONGEST}
