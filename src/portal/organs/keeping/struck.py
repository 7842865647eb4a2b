"""An entry is struck, never deleted."""

from typing import TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.acts import clock
from portal.acts.act import Versioned, subject_of


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


S = TypeVar("S", bound=Struck)


def strike(entry: S, reason: str) -> S:
    """Mark an entry as struck."""
    entry.struck_at, entry.struck_reason = clock.now(), reason.strip()[:300]
    entry.save(update_fields=["struck_at", "struck_reason"])
    return entry
