"""A report goes up, is judged, comes back or is accepted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gongkai.characters import numeral
from gongkai.errors import DataError
from gongkai.forms.form import Address
from portal.acts import clock
from portal.acts.act import snapshot
from portal.annual import drafting, findings, freezing, policies, prose, queries
from portal.annual.acts.base import FilingAct
from portal.annual.lifecycle import Event, Stage
from portal.annual.models import Answer, Filing, How, Remark

LONGEST = 2_000


@dataclass(kw_only=True)
class PermitFinding(FilingAct):
    """Allow in writing that a report goes up with an error that the unit has explained."""

    name = "annual.permit_finding"
    title = gettext_lazy("同意保留")
    policy = staticmethod(policies.may_judge)
    event = Event.PERMITTED

    answer: Answer | None = None
    words: str = ""

    def lacking(self) -> str | None:
        """The unit has explained it, and the office says why it allows it."""
        one = self.answer
        if one is None or one.filing_id != self.filing.pk or one.replaced_at is not None:
            return _("这条检查结果还没有答复。")
        if one.how != How.EXPLAINED:
            return _("填报单位答复为已改正，不需要同意保留。")
        if one.permitted_at is not None:
            return _("已经同意保留。")
        return None if self.words.strip() else _("请写明同意的理由。")

    def do(self) -> Filing:
        """Write the leave beside the answer."""
        one = self.answer
        assert one is not None
        one.permitted_at, one.permitted_by = clock.now(), self.by.user_id
        one.permitted_who, one.permitted_words = self.by.name[:150], self.words.strip()[:LONGEST]
        one.save()
        self.append(self.words, facts={"code": one.code, "key": one.key})
        return self.filing


def obstacles(now: drafting.Working, told: list[findings.Told]) -> list[str]:
    """Return what keeps a report from going up, each as a sentence.

    Parts that are no table have to say something (art. 50); each remark of the office is answered, or
    what it is about was changed.
    """
    form = now.report.form
    tables = {table.section for table in form.tables}
    empty = [p for p in form.sections if p.number not in tables and not _words(now, p.number)]
    found = [
        _("第%(n)s部分“%(title)s”没有内容。") % {"n": numeral(p.number), "title": p.title}
        for p in empty
    ]
    found += [
        _("“{{ %(chip)s }}”没有记录可引用，请改写。") % {"chip": chip}
        for chip in dict.fromkeys((*now.unvalued, *now.unnamed))
    ]
    if any(prose.TO_WRITE in t for some in now.filing.texts.values() for t in some):
        found.append(_("文字里还有“%(gap)s”没有填写。") % {"gap": prose.TO_WRITE})
    found += [
        _("主管部门的意见没有答复，所说的地方也没有改：%(about)s。") % {"about": queries.about(one)}
        for one in queries.unheeded(now.report, now.filing)
    ]
    return found + [one.sentence for one in told if one.blocks]


def _words(now: drafting.Working, part: int) -> str:
    section = now.report.section(part)
    return section.text.strip() if section else ""


@dataclass(kw_only=True)
class SubmitFiling(FilingAct):
    """Send the report up: figures, records behind them and texts are frozen under one digest."""

    name = "annual.submit"
    title = gettext_lazy("报送")
    policy = staticmethod(policies.may_submit)
    event = Event.SUBMITTED

    words: str = ""

    def lacking(self) -> str | None:
        """Nothing stands in the way: no gap in the text, no error without leave."""
        self._now = drafting.working(self.filing)
        told = findings.told(self._now, peers=findings.peers_of(self.filing))
        found = obstacles(self._now, told)
        if not found:
            return None
        return _("有%(n)s处需要先处理：%(list)s") % {"n": len(found), "list": " ".join(found)}

    def do(self) -> Filing:
        """Freeze, and wait for the supervising office."""
        version = freezing.freeze(self._now, self.by)
        self.append(self.words, version=version, facts={"number": version.number})
        return self.filing

    def facts(self, of: Filing) -> Mapping[str, Any]:
        """Keep the digest of what went up."""
        return snapshot(of) | {"sha256": of.current.sha256 if of.current else ""}


@dataclass(kw_only=True)
class AddRemark(FilingAct):
    """Say something of one figure, one paragraph, or the whole of what went up."""

    name = "annual.remark"
    title = gettext_lazy("提出意见")
    policy = staticmethod(policies.may_judge)

    address: str = ""
    section: int | None = None
    paragraph: int | None = None
    words: str = ""

    def possible(self) -> str | None:
        """While the report is being judged."""
        if self.filing.stage in (Stage.SUBMITTED, Stage.ACCEPTED):
            return None
        return _("报告不在审核中。")

    def lacking(self) -> str | None:
        """Words, on something that is there."""
        if not self.words.strip():
            return _("请写明意见。")
        if len(self.words) > LONGEST:
            return _("意见超过%(most)s字。") % {"most": LONGEST}
        version = self.filing.current
        assert version is not None
        if self.address:
            try:
                known = Address.parse(self.address) in version.filled.form.address_set
            except DataError:
                known = False
            return None if known else _("表中没有这一格。")
        if self.section is not None:
            part = version.filled.section(self.section)
            count = len(part.paragraphs) if part else 0
            if part is None or (self.paragraph is not None and self.paragraph >= count):
                return _("报告里没有这一段。")
        return None

    def do(self) -> Filing:
        """Keep it with the version it is about."""
        assert self.filing.current is not None
        Remark.objects.create(
            version=self.filing.current,
            address=self.address,
            section=self.section,
            paragraph=self.paragraph,
            words=self.words.strip(),
            user_id=self.by.user_id,
            who=self.by.name[:150],
        )
        return self.filing


@dataclass(kw_only=True)
class SettleRemark(FilingAct):
    """Take a remark as settled: the office needs nothing more of it."""

    name = "annual.settle_remark"
    title = gettext_lazy("意见已落实")
    policy = staticmethod(policies.may_judge)

    remark: Remark | None = None

    def possible(self) -> str | None:
        """While the report is being judged."""
        if self.filing.stage in (Stage.SUBMITTED, Stage.ACCEPTED):
            return None
        return _("报告不在审核中。")

    def lacking(self) -> str | None:
        """One of this report that is open."""
        one = self.remark
        if one is None or one.version.filing_id != self.filing.pk or one.settled_at:
            return _("这条意见已经落实。")
        return None

    def do(self) -> Filing:
        """Settle it."""
        assert self.remark is not None
        self.remark.settled_at = clock.now()
        self.remark.save(update_fields=["settled_at"])
        return self.filing


@dataclass(kw_only=True)
class ReplyToRemark(FilingAct):
    """Say what was done about a remark."""

    name = "annual.reply_to_remark"
    title = gettext_lazy("答复意见")
    policy = staticmethod(policies.may_write)

    remark: Remark | None = None
    words: str = ""

    def lacking(self) -> str | None:
        """One of this report that is open, and words."""
        one = self.remark
        if one is None or one.version.filing_id != self.filing.pk or one.settled_at:
            return _("这条意见已经落实。")
        if len(self.words) > LONGEST:
            return _("答复超过%(most)s字。") % {"most": LONGEST}
        return None if self.words.strip() else _("请写明如何处理。")

    def do(self) -> Filing:
        """Write the reply under the remark."""
        one = self.remark
        assert one is not None
        one.reply, one.replied_at = self.words.strip(), clock.now()
        one.replied_who = self.by.name[:150]
        one.save()
        return self.filing


@dataclass(kw_only=True)
class ReturnFiling(FilingAct):
    """Send the report back with the remarks made on it."""

    name = "annual.return"
    title = gettext_lazy("退回修改")
    policy = staticmethod(policies.may_judge)
    event = Event.RETURNED

    words: str = ""

    def lacking(self) -> str | None:
        """It says what is to be mended: open remarks, or words on the whole."""
        if self.words.strip() or open_remarks(self.filing).exists():
            return None
        return _("请先对数字或者段落提出意见，或者写明退回的原因。")

    def do(self) -> Filing:
        """Let the unit write again."""
        self.append(self.words, facts={"remarks": open_remarks(self.filing).count()})
        return self.filing


@dataclass(kw_only=True)
class AcceptFiling(FilingAct):
    """Accept the report; what was remarked is settled with it."""

    name = "annual.accept"
    title = pgettext_lazy("annual report", "审核通过")
    policy = staticmethod(policies.may_judge)
    event = Event.ACCEPTED

    words: str = ""

    def do(self) -> Filing:
        """Settle the remarks and let the report be published."""
        open_remarks(self.filing).update(settled_at=clock.now())
        self.append(self.words)
        return self.filing


def open_remarks(filing: Filing) -> Any:
    """Return the remarks on a filing's versions that are not settled."""
    return Remark.objects.filter(version__filing=filing, settled_at=None)
