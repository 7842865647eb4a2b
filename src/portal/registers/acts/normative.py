"""The register of 规章 and 行政规范性文件: entering, changing, ending, filing (statute: 国办发〔2018〕37号)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock
from portal.acts.act import snapshot
from portal.acts.actor import Actor
from portal.organs.keeping.acts import Keeping, Making, Striking
from portal.organs.keeping.checks import bad_day, hold, private_number, save
from portal.organs.models import Level
from portal.publishing import face
from portal.publishing.index_numbers import next_number
from portal.publishing.models import Document, Genre
from portal.registers import queries
from portal.registers.models import (
    Ended,
    NormativeEntry,
    NormativeEvent,
    NormativeKind,
    NotNormative,
)

FIELDS = frozenset(
    {
        "kind", "document", "unified_number", "title", "number", "issued_on", "effective_on",
        "expires_on", "disclosed_on", "must_file",
    }
)  # fmt: skip
Event = NormativeEvent.Kind


def _fault(entry: NormativeEntry) -> str | None:
    """Return why an entry cannot be kept as it is, or None."""
    wrong = bad_day(entry.issued_on, _("制发日期"))
    if wrong:
        return wrong
    if entry.kind == NormativeKind.RULE and entry.organ.level in (Level.COUNTY, Level.TOWNSHIP):
        return _("县、乡级机关没有规章制定权，请登记为行政规范性文件。")
    if entry.effective_on and entry.effective_on < entry.issued_on:
        return _("施行日期早于制发日期。")
    if entry.expires_on and entry.expires_on < (entry.effective_on or entry.issued_on):
        return _("有效期至早于施行日期。")
    if entry.disclosed_on and entry.disclosed_on < entry.issued_on:
        return _("公开日期早于制发日期。")
    if entry.document is not None:
        if entry.document.organ_id != entry.organ_id:
            return _("这是别的机关的公开信息。")
        if entry.document.genre not in (Genre.RULE, Genre.NORMATIVE):
            return _("这份公开信息的类别不是规章或行政规范性文件。")
    same = NormativeEntry.objects.exclude(pk=entry.pk)
    if entry.unified_number and same.filter(unified_number=entry.unified_number).exists():
        return _("统一编号%(number)s已经用过，不能再用。") % {"number": entry.unified_number}
    if entry.document and same.live().filter(document=entry.document).exists():
        return _("这份公开信息已经登记过。")
    return private_number(entry.title)


def _append(
    entry: NormativeEntry, kind: str, on: date, by: Actor, basis: str = "", **facts: Any
) -> NormativeEntry:
    """Append an event; what the public sees of the document's validity follows."""
    NormativeEvent.objects.create(
        entry=entry, kind=kind, on=on, basis=basis.strip()[:300], facts=facts, who=by.name
    )
    if kind not in (Event.FILED, Event.RECEIVED) and entry.document_id:
        _tell(entry.document_id)
    return entry


def _tell(document: int) -> None:
    for one in Document.objects.filter(pk=document, is_public=True):
        face.changed(one)


def _unified_number(entry: NormativeEntry) -> str:
    """Return the next number of the organ's rule that nobody has used, even in an entry since struck."""
    pattern = queries.setting(entry.organ, "number_pattern")
    while True:
        number = next_number(entry.organ, entry.issued_on, pattern)
        if not NormativeEntry.objects.filter(unified_number=number).exists():
            return number


@dataclass(kw_only=True)
class EnterNormative(Making[NormativeEntry]):
    """Enter a document that the organ issued, published here or issued elsewhere or earlier.

    numbered  give it the next unified number (三统一: 统一登记、统一编号、统一印发)
    """

    name = "registers.enter_normative"
    title = gettext_lazy("登记规范性文件")

    fields: Mapping[str, Any] = field(default_factory=dict)
    numbered: bool = False

    def lacking(self) -> str | None:
        """It names what it is and since when."""
        if set(self.fields) - FIELDS:
            return _("没有这些登记项。")
        if not self.fields.get("title"):
            return _("缺少名称。")
        if self.fields.get("kind") not in NormativeKind:
            return _("请选择规章或行政规范性文件。")
        hold(self.organ)
        self._entry = NormativeEntry(organ=self.organ, **self.fields)
        return _fault(self._entry)

    def do(self) -> NormativeEntry:
        """Save it with its number and its first event."""
        entry = self._entry
        if self.numbered and not entry.unified_number:
            entry.unified_number = _unified_number(entry)
        save(entry)
        return _append(entry, Event.ISSUED, entry.issued_on, self.by, entry.number)


@dataclass(kw_only=True)
class DeclineNormative(Making[NotNormative]):
    """Say that a published document is none, so that the desk proposes it no more."""

    name = "registers.decline_normative"
    title = gettext_lazy("不登记")

    document: Document

    def lacking(self) -> str | None:
        """It says why, of a document that is still proposed."""
        if not queries.unentered(self.organ).filter(pk=self.document.pk).exists():
            return _("这份文件不在待登记之列。")
        return None if self.reason.strip() else _("请写明不登记的理由。")

    def do(self) -> NotNormative:
        """Save it."""
        return NotNormative.objects.create(
            organ=self.organ, document=self.document, reason=self.reason.strip()[:300]
        )


@dataclass(kw_only=True)
class Changing(Keeping[NormativeEntry]):
    """An act on a document that is in force, or was issued and will be."""

    on: date | None = None
    basis: str = ""

    def possible(self) -> str | None:
        """What has ended changes no more."""
        struck = super().possible()
        if struck:
            return struck
        if self.entry.ended_on:
            return _("已于%(day)s%(how)s。") % {
                "day": self.entry.ended_on,
                "how": self.entry.get_ended_how_display(),
            }
        if self.entry.expires_on and self.entry.expires_on < clock.today():
            return _("有效期已于%(day)s届满，已经失效。") % {"day": self.entry.expires_on}
        return None

    def lacking(self) -> str | None:
        """It has a day and a basis."""
        if self.on is None:
            return _("请填写日期。")
        if self.on < self.entry.issued_on:
            return _("日期早于制发日期%(day)s。") % {"day": self.entry.issued_on}
        if self.on.year > clock.today().year + 5:
            return _("日期%(day)s太晚，请核对年份。") % {"day": self.on}
        return None if self.basis.strip() else _("请写明依据（文号或会议）。")

    def append(self, kind: str, **facts: Any) -> NormativeEntry:
        """Save the entry and append the event."""
        assert self.on is not None
        self.entry.save()
        return _append(self.entry, kind, self.on, self.by, self.basis, **facts)


@dataclass(kw_only=True)
class AmendNormative(Changing):
    """It was amended; an amendment may set another period of validity."""

    name = "registers.amend_normative"
    title = gettext_lazy("登记修改")

    expires_on: date | None = None
    document: Document | None = None

    def lacking(self) -> str | None:
        """A new end lies after the amendment."""
        wrong = super().lacking()
        if wrong is None and self.expires_on and self.on and self.expires_on < self.on:
            return _("新的有效期至早于修改日期。")
        return wrong

    def do(self) -> NormativeEntry:
        """Keep the last day of amendment and the new end."""
        assert self.on is not None
        self.entry.amended_on = max(self.on, self.entry.amended_on or self.on)
        if self.expires_on:
            self.entry.expires_on = self.expires_on
        return self.append(Event.AMENDED, **_facts(self.document, self.expires_on))


@dataclass(kw_only=True)
class ContinueNormative(Changing):
    """The review before its expiry found that it goes on: until another day, or without an end."""

    name = "registers.continue_normative"
    title = gettext_lazy("继续有效")

    expires_on: date | None = None

    def possible(self) -> str | None:
        """Only what has an end is continued."""
        if self.entry.expires_on is None and not self.entry.struck_at:
            return _("没有有效期，不须评估。")
        return super().possible()

    def lacking(self) -> str | None:
        """The new end lies after the old one."""
        old = self.entry.expires_on
        if self.expires_on and old and self.expires_on <= old:
            return _("新的有效期至应晚于原来的%(day)s。") % {"day": old}
        return super().lacking()

    def do(self) -> NormativeEntry:
        """Set the new end."""
        old, self.entry.expires_on = self.entry.expires_on, self.expires_on
        return self.append(Event.CONTINUED, before=str(old or ""), **_facts(None, self.expires_on))


@dataclass(kw_only=True)
class RepealNormative(Changing):
    """It was repealed: from a day on it is no longer in force."""

    name = "registers.repeal_normative"
    title = gettext_lazy("登记废止")
    how: ClassVar[Ended] = Ended.REPEALED

    document: Document | None = None

    def do(self) -> NormativeEntry:
        """Set the end."""
        self.entry.ended_on, self.entry.ended_how = self.on, self.how
        return self.append(str(self.how), **_facts(self.document, None))


@dataclass(kw_only=True)
class LapseNormative(RepealNormative):
    """It was declared to have lapsed, as a review (清理) does."""

    name = "registers.lapse_normative"
    title = gettext_lazy("宣布失效")
    how = Ended.LAPSED


def _facts(document: Document | None, expires_on: date | None) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if document is not None:
        facts |= {"document": document.pk, "title": str(document)}
    return facts | ({"expires_on": expires_on.isoformat()} if expires_on else {})


@dataclass(kw_only=True)
class FileNormative(Keeping[NormativeEntry]):
    """It was sent to be filed (备案)."""

    name = "registers.file_normative"
    title = gettext_lazy("报送备案")

    to: str = ""
    on: date | None = None

    def lacking(self) -> str | None:
        """To whom, and when."""
        if not self.to.strip():
            return _("请填写备案机关。")
        if self.on is not None and self.on < self.entry.issued_on:
            return _("报备日期早于制发日期%(day)s。") % {"day": self.entry.issued_on}
        return bad_day(self.on, _("报备日期"))

    def do(self) -> NormativeEntry:
        """Keep both; a second sending stands beside the first in the events."""
        assert self.on is not None
        self.entry.filed_to, self.entry.filed_on = self.to.strip()[:120], self.on
        self.entry.received_on, self.entry.receipt = None, ""
        self.entry.save()
        return _append(self.entry, Event.FILED, self.on, self.by, self.to)


@dataclass(kw_only=True)
class ReceiveFiling(Keeping[NormativeEntry]):
    """The receipt of the filing came back."""

    name = "registers.receive_filing"
    title = gettext_lazy("登记备案回执")

    on: date | None = None
    receipt: str = ""

    def possible(self) -> str | None:
        """Only of what was sent."""
        return super().possible() or (None if self.entry.filed_on else _("还没有报送备案。"))

    def lacking(self) -> str | None:
        """A day not before the sending."""
        if self.on and self.entry.filed_on and self.on < self.entry.filed_on:
            return _("回执日期早于报备日期%(day)s。") % {"day": self.entry.filed_on}
        return bad_day(self.on, _("回执日期"))

    def do(self) -> NormativeEntry:
        """Keep day and number."""
        assert self.on is not None
        self.entry.received_on, self.entry.receipt = self.on, self.receipt.strip()[:80]
        self.entry.save()
        return _append(self.entry, Event.RECEIVED, self.on, self.by, self.receipt)


@dataclass(kw_only=True)
class CorrectNormative(Keeping[NormativeEntry]):
    """Correct what was entered wrongly: the event says what it was before."""

    name = "registers.correct_normative"
    title = gettext_lazy("更正登记")

    fields: Mapping[str, Any] = field(default_factory=dict)

    def lacking(self) -> str | None:
        """It says why, changes something, and is right."""
        if not self.reason.strip():
            return _("请写明更正的理由。")
        if set(self.fields) - FIELDS:
            return _("没有这些登记项。")
        self._before = snapshot(self.entry)
        for name, value in self.fields.items():
            setattr(self.entry, name, value)
        if snapshot(self.entry) == self._before:
            return _("没有变化。")
        if self._before["unified_number"] and (
            self.entry.unified_number != self._before["unified_number"]
        ):
            return _("统一编号一经编定不再变更。编错的，请注销后重新登记。")
        if self.entry.ended_on and self.entry.ended_on < self.entry.issued_on:
            return _("制发日期晚于废止日期%(day)s。") % {"day": self.entry.ended_on}
        return _fault(self.entry)

    def do(self) -> NormativeEntry:
        """Save it and append what changed."""
        save(self.entry)
        after = snapshot(self.entry)
        changed = {n: [self._before[n], after[n]] for n in after if after[n] != self._before[n]}
        if "document_id" in changed and self._before["document_id"]:
            _tell(self._before["document_id"])
        return _append(
            self.entry, Event.CORRECTED, clock.today(), self.by, self.reason, changed=changed
        )


@dataclass(kw_only=True)
class StrikeNormative(Striking[NormativeEntry]):
    """Strike an entry that was made wrongly; its number is not given again."""

    name = "registers.strike_normative"
    title = gettext_lazy("注销登记")

    def do(self) -> NormativeEntry:
        """Mark it and append the event."""
        return _append(super().do(), Event.STRUCK, clock.today(), self.by, self.reason)
