"""What every act on a filing shares: the event it appends, and the standing it leaves."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from portal.acts import clock
from portal.acts.act import Act, Refused
from portal.acts.actor import Actor
from portal.annual.lifecycle import WRITING, Event, Stage, follow, may_happen
from portal.annual.models import Filing, FilingEvent, FilingVersion

_NOT_NOW = {
    Stage.DRAFTING: _("报告还在填报，没有报送。"),
    Stage.SUBMITTED: _("报告已经报送，正在审核。"),
    Stage.RETURNED: _("报告已退回修改，还没有重新报送。"),
    Stage.ACCEPTED: _("报告已审核通过，等待公布。"),
    Stage.PUBLISHED: _("报告已经公布；要更正，请办理“公布后更正”。"),
}


class FilingAct(Act[Filing]):
    """An act on an existing filing; `event` is what it appends, None where it only writes."""

    event: ClassVar[Event | None] = None
    changes_site: ClassVar[bool] = False

    @property
    def filing(self) -> Filing:
        """The filing acted on."""
        assert self.target is not None
        return self.target

    def possible(self) -> str | None:
        """Ask the lifecycle; what appends no event needs the stage of writing."""
        stage = Stage(self.filing.stage)
        fits = may_happen(stage, self.event) if self.event else stage in WRITING
        return None if fits else str(_NOT_NOW[stage])

    def append(self, words: str = "", **details: Any) -> FilingEvent:
        """Append the event and bring the filing's columns up to date."""
        assert self.event is not None
        return append(self.filing, self.event, self.by, words=words, **details)


def append(
    filing: Filing,
    event: Event,
    by: Actor,
    *,
    words: str = "",
    version: FilingVersion | None = None,
    facts: dict[str, Any] | None = None,
) -> FilingEvent:
    """Append an event and project the stage; raises Refused where the event may not follow."""
    before = None if event is Event.STARTED else Stage(filing.stage)
    try:
        stage = follow(before, event)
    except ValueError as error:
        raise Refused(str(_NOT_NOW[before or Stage.DRAFTING])) from error
    now = clock.now()
    if stage != before:
        filing.stage, filing.stage_since = stage, now
    if event is Event.SUBMITTED:
        filing.submitted_at, filing.current = now, version
    if event is Event.PUBLISHED and filing.published_at is None:
        filing.published_at = now
    filing.save()
    return FilingEvent.objects.create(
        filing=filing,
        kind=event,
        user_id=by.user_id,
        who=by.name[:150],
        words=words.strip(),
        version=version or filing.current,
        facts=facts or {},
    )
