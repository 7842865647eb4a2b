"""What every register shares: an entry is struck, never deleted; money is counted in 分."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.acts import clock
from portal.acts.act import Versioned, subject_of


def in_yuan(fen: int) -> str:
    """Return 分 written as 元 with two decimals."""
    return f"{fen // 100:,}.{fen % 100:02d}"


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
