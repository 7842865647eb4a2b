"""An entry is struck, never deleted; that there was none is said by a person."""

from datetime import date
from typing import TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.acts import clock
from portal.acts.act import Versioned, subject_of
from portal.organs.models import Organ


class Struck(Versioned):
    """What is never deleted: an entry made wrongly is struck, with the reason."""

    struck_at = models.DateTimeField(_("注销时间"), null=True, blank=True, editable=False)
    struck_reason = models.CharField(_("注销理由"), max_length=300, blank=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True

    @property
    def subject(self) -> str:
        """How the record names this entry."""
        return subject_of(self)


class SaidNone(Struck):
    """That a year had nothing of some things, said by a person; it counts while it is so.

    Said before the year is over it is provisional: it holds until the year ends or something is
    entered, and in January it is asked again, for what was said in July cannot speak for December.
    """

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    year = models.PositiveIntegerField(_("年度"))
    things = models.JSONField(_("没有的事项"))
    up_to = models.DateField(_("截至"))
    who = models.CharField(max_length=80)

    class Meta:
        abstract = True

    @property
    def final(self) -> bool:
        """Whether it was said when the year was over, so that nothing could follow."""
        return self.up_to >= date(self.year, 12, 31)

    @property
    def holds(self) -> bool:
        """Whether it still speaks for its year: what was said before the year's end does not outlast it."""
        return self.final or clock.today() <= date(self.year, 12, 31)


S = TypeVar("S", bound=Struck)


def strike(entry: S, reason: str) -> S:
    """Mark an entry as struck."""
    entry.struck_at, entry.struck_reason = clock.now(), reason.strip()[:300]
    entry.save(update_fields=["struck_at", "struck_reason"])
    return entry
