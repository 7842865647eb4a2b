"""Taking files in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts.act import Act, Refused
from portal.intake import policies, reading, store
from portal.intake.archives import plain
from portal.intake.models import Batch, File
from portal.organs.models import Organ
from portal.publishing.files import refuse_size

MOST = 1000
"""So many files may come in one submission."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A file as it was handed over: its name and size, and how to have its bytes."""

    name: str
    size: int
    data: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class _Kept:
    name: str
    size: int
    sha256: str
    why: str = ""


@dataclass(kw_only=True)
class TakeIn(Act[Batch]):
    """Keep files as they came, by their digest, and have them read; into a new batch or a standing one."""

    name = "intake.take_in"
    title = gettext_lazy("收取年度报告")
    policy = staticmethod(policies.may_work)
    changes_site = False

    office: Organ
    files: Sequence[Offered]
    batch_name: str = ""
    _kept: list[_Kept] = field(default_factory=list, init=False, repr=False)

    def execute(self) -> Batch:
        """Write the files before the transaction: others go on working meanwhile."""
        refusal = self.refusal()
        if refusal is not None:
            raise refusal
        self._kept = [_kept(one) for one in self.files[:MOST]]
        return super().execute()

    def possible(self) -> str | None:
        """Only for one's own office."""
        return policies.may_take_in_for(self.by, self.target.organ if self.target else self.office)

    def lacking(self) -> str | None:
        """Some files, and not too many at once."""
        if not self.files:
            return _("请选择文件。")
        if len(self.files) > MOST:
            return _("一次最多提交%(most)d个文件，请分几次提交，或打成ZIP压缩包。") % {"most": MOST}
        return None

    def do(self) -> Batch:
        """Name the files in the batch; hand those that are new to the workers."""
        batch = self.target or Batch.objects.create(
            organ=self.office,
            name=self.batch_name.strip()[:120] or self._kept[0].name[:120],
            who=self.by.name[:80],
        )
        rows = [
            reading.take(batch, one.name, one.sha256, one.size, why=one.why) for one in self._kept
        ]
        reading.enqueue([row for row in rows if row.state == File.State.WAITING])
        return batch

    def facts(self, of: Batch) -> Mapping[str, Any]:
        """Keep which files came in, by their digests."""
        return {
            "organ_id": of.organ_id,
            "name": of.name,
            "files": [[one.name, one.sha256] for one in self._kept],
        }


def _kept(one: Offered) -> _Kept:
    name = plain(one.name)
    try:
        with translation.override(settings.LANGUAGE_CODE):  # what is kept, everybody reads
            refuse_size(one.size, name)
    except Refused as refusal:
        return _Kept(name, one.size, "", refusal.sentence)
    return _Kept(name, one.size, store.keep(one.data()))
