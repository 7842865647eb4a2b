"""Recording, correcting and striking; saying that a year had none."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.assurance import checks, queries
from portal.assurance.kinds import askable, kinds
from portal.assurance.models import NoneReport, Record
from portal.organs.keeping.acts import Keeping, Making, SayingNone, Striking
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
class SayNone(SayingNone[NoneReport]):
    """Say that a year had none of some kinds of records."""

    name = "assurance.say_none"
    title = gettext_lazy("确认本年无")
    changes_site: ClassVar[bool] = False
    kept = NoneReport

    def asked(self) -> Mapping[str, str]:
        """Return the kinds of which a year may have none."""
        return {kind.code: str(kind.title) for kind in askable()}

    def held(self) -> Container[str]:
        """Return the kinds of which there are records."""
        return queries.recorded(self.organ, self.year)
