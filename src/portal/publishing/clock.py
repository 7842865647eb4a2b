"""What happens by itself: documents whose hour has come are published, the index follows."""

from datetime import datetime

import structlog
from django.utils.translation import gettext_lazy as _

from portal.acts import clock
from portal.acts.act import Refused
from portal.acts.actor import SYSTEM
from portal.jobs import periodic
from portal.publishing import files
from portal.publishing.acts.publication import Publish
from portal.publishing.queries import due
from portal.publishing.search import index

_log = structlog.get_logger("portal.clock")


def tick(now: datetime) -> int:
    """Do what is due and return how many things were done; safe to call again at any time.

    A crash in the middle leaves each document either published with its record or not at all.
    """
    done = 0
    for document in due(now):
        try:
            Publish(by=SYSTEM, target=document).execute()
            done += 1
        except Refused as refusal:  # somebody returned it in the same second
            _log.warning("not published", document=document.pk, why=refusal.sentence)
    try:
        done += index.follow()
    except index.Busy:
        _log.info("index is being written by another process")
    except index.Outdated as outdated:
        _log.error(str(outdated))
    return done


@periodic.every(1, _("到时公开文件，更新检索"))
def by_itself() -> None:
    """Tick: the worker calls it each second."""
    tick(clock.now())


@periodic.every(24 * 3600, _("清理没有归属的上传文件"))
def sweep_files() -> None:
    """Remove files that an upload left behind when it was cut off."""
    files.sweep()
