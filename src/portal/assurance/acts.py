"""Recording, correcting and striking; saying that a year had none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.assurance import checks, queries
from portal.assurance.kinds import askable, kinds
from portal.assurance.models import NoneReport, Record
from portal.organs.keeping.acts import Keeping, Making, Striking
from portal.organs.keeping.checks import hold
from portal.organs.keeping.struck import strike


def _made(fields: Mapping[str, Any], **kept: Any) -> Record:
    """Return a record as it would be kept; its year is that of its day where none is said."""
    given = {**kept, **fields}
    on = given.get("on")
    if on is not None and not (kinds()[given["kind"]].asks_year and given.get("year")):
        given["year"] = on.year
    return Record(**given)


@dataclass(kw_only=True)
class MakeRecord(Making[Record]):
    """Record a training, an assessment, an evaluation, a case of accountability… (arts. 46 to 53)."""

    name = "assurance.record"
    title = gettext_lazy("登记监督保障")
    changes_site: ClassVar[bool] = False

    kind: str
    fields: Mapping[str, Any] = field(default_factory=dict)

    def lacking(self) -> str | None:
        """It says what its kind asks."""
        if self.kind not in kinds():
            return _("没有这一类记录。")
        if set(self.fields) - {"on", "year", "title", "said"}:
            return _("没有这些登记项。")
        self._record = _made(self.fields, organ=self.organ, kind=self.kind)
        return checks.fault(self._record)

    def do(self) -> Record:
        """Save it."""
        self._record.save()
        return self._record


@dataclass(kw_only=True)
class CorrectRecord(Keeping[Record]):
    """Correct a record: the wrong one is struck, another stands in its place and names it."""

    name = "assurance.correct"
    title = gettext_lazy("更正")
    changes_site: ClassVar[bool] = False

    fields: Mapping[str, Any] = field(default_factory=dict)

    def lacking(self) -> str | None:
        """It says why, and the new one is right."""
        if not self.reason.strip():
            return _("请写明更正的理由。")
        if set(self.fields) - {"on", "year", "title", "said"}:
            return _("没有这些登记项。")
        old = self.entry
        kept = {name: getattr(old, name) for name in ("on", "year", "title", "said")}
        self._record = _made({**kept, **self.fields}, organ=old.organ, kind=old.kind, corrects=old)
        if all(getattr(self._record, name) == value for name, value in kept.items()):
            return _("没有变化。")
        return checks.fault(self._record)

    def do(self) -> Record:
        """Strike the one and save the other."""
        strike(self.entry, _("更正：%(why)s") % {"why": self.reason})
        self._record.save()
        return self._record


@dataclass(kw_only=True)
class StrikeRecord(Striking[Record]):
    """Strike a record that was made wrongly."""

    name = "assurance.strike"
    title = gettext_lazy("注销登记")
    changes_site: ClassVar[bool] = False


@dataclass(kw_only=True)
class SayNone(Making[NoneReport]):
    """Say that a year had none of some kinds, up to today or to the year's end."""

    name = "assurance.say_none"
    title = gettext_lazy("确认本年无")
    changes_site: ClassVar[bool] = False

    year: int
    kinds: Sequence[str]

    def lacking(self) -> str | None:
        """Each of them may be none, and is."""
        if not self.kinds:
            return _("请选择本年没有的事项。")
        if wrong := checks.year_fault(self.year):
            return wrong
        if set(self.kinds) - {kind.code for kind in askable()}:
            return _("没有这一类记录。")
        hold(self.organ)
        recorded = queries.of_year(self.organ, self.year)
        there = "、".join(str(kinds()[code].title) for code in self.kinds if recorded[code])
        if there:
            return _("%(year)s年已登记%(names)s，不是没有。") % {"year": self.year, "names": there}
        return None

    def do(self) -> NoneReport:
        """Save who said so, and up to which day it speaks."""
        return NoneReport.objects.create(
            organ=self.organ,
            year=self.year,
            kinds=list(self.kinds),
            up_to=NoneReport.speaks_up_to(self.year),
            who=self.by.name,
        )
