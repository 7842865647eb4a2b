"""What time brings: reminders, a due date that moves with the calendar, the end of keeping (by the clock)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock
from portal.cases import letters, policies, projection, queries, retention, vault
from portal.cases.acts.base import CaseAct, append
from portal.cases.acts.words import Worded
from portal.cases.lifecycle import Office
from portal.cases.models import Case, CaseEvent, Reminder
from portal.cases.reminders import WHY, addressees, deliver


@dataclass(kw_only=True)
class Remind(Worded[Case]):
    """Remind of a request: the handler first, then the head, then the supervising office.

    why, due_on, step  what of, by when, how far up: each once
    """

    name = "cases.remind"
    title = gettext_lazy("催办")
    policy = staticmethod(policies.may_remind)
    model = Case
    changes_site = False

    why: str
    due_on: date
    step: int = 0
    words: str = ""

    def lacking(self) -> str | None:
        """Once for each reason, day and step."""
        assert self.target is not None
        if self.why not in WHY:
            return _("请选择催办的原因。")
        sent = self.target.reminders.filter(why=self.why, due_on=self.due_on, step=self.step)
        return _("已经催办过。") if sent.exists() else None

    def do(self) -> Case:
        """Keep the reminder; it is sent once this is certain."""
        assert self.target is not None
        to = addressees(self.target, self.step)
        self.reminder = Reminder.objects.create(
            case=self.target,
            why=self.why,
            due_on=self.due_on,
            step=self.step,
            to="、".join(user.name for user in to)[:200],
        )
        if self.why == "by_hand":  # the office finds it in its file, whatever becomes of the mail
            told: dict[str, Any] = {"opinion": self.words.strip()}
            told["facts"] = {"reminder": self.reminder.pk}
            append(self.target, Office.NOTED, self.by, on=clock.today(), **told)
        return self.target

    def after_commit(self, done: Case) -> None:
        """Send it by every way the operator has set up."""
        deliver(done, self.reminder, addressees(done, self.step), self.words)

    def facts(self, of: Case) -> dict[str, Any]:
        """Return what the record keeps."""
        return {"why": self.why, "due_on": self.due_on.isoformat(), "step": self.step}


@dataclass(kw_only=True)
class Recompute(CaseAct):
    """Bring a due date up to date after the calendar or the law data changed, and say so in the file.

    An applicant who was told of an extension without its last day is told the day now.
    """

    name = "cases.recompute"
    title = gettext_lazy("重新计算期限")
    policy = staticmethod(policies.system_alone)
    kind = Office.RECOMPUTED

    moved: tuple[date | None, date | None] = field(default=(None, None), init=False)

    def lacking(self) -> str | None:
        """Only where something moved."""
        now = projection.columns(self.case, queries.stands_of(self.case))
        return None if now["due_on"] != self.case.due_on else _("期限没有变化。")

    def do(self) -> Case:
        """Append what the due date was and is."""
        before = self.case.due_on
        event = self.append()
        self.moved = (before, self.case.due_on)
        event.facts = {
            "before": before.isoformat() if before else None,
            "after": self.case.due_on.isoformat() if self.case.due_on else None,
        }
        event.save(update_fields=["facts"])
        self._tell(event)
        return self.case

    def _tell(self, event: CaseEvent) -> None:
        now = queries.stands_of(self.case)
        extension, due_on = now.law.standing.extension, self.case.due_on
        told = self.case.letters.filter(kind__in=["extension", "extension_day"]).last()
        if extension is None or due_on is None or told is None or told.facts.get("new_due_on"):
            return
        own = {"extension_days": extension.days, "new_due_on": due_on}
        letters.notice(
            self.case, "extension_day", own, now, self.by, on=clock.today(), event=event.pk
        )


@dataclass(kw_only=True)
class EraseCase(CaseAct):
    """Erase the personal data of an archived request whose time of keeping is over; its counts stay."""

    name = "cases.erase"
    title = gettext_lazy("清除个人信息")
    policy = staticmethod(policies.system_alone)
    kind = Office.ERASED

    paths: list[str] = field(default_factory=list, init=False)

    def lacking(self) -> str | None:
        """Only after the organ's own time of keeping."""
        until = retention.kept_until(self.case)
        if until is None:
            return _("本机关没有设定保管年数，不清除。")
        if clock.today() < until:
            return _("保管到%(until)s，还没有期满。") % {"until": until}
        return retention.held(self.case)

    def do(self) -> Case:
        """Take out whatever is about a person; keep what is counted."""
        self.paths = retention.erase(self.case)
        self.append()
        return self.case

    def after_commit(self, done: Case) -> None:
        """Destroy the files once it is certain that nothing refers to them."""
        for path in self.paths:
            vault.destroy(path)
