"""Writing a report: beginning it, its texts, its wrapper, corrections of figures, answers to findings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.errors import DataError, UnknownEdition
from gongkai.forms.form import Address, edition_for
from portal.acts import clock
from portal.acts.act import Act, Changed, snapshot
from portal.annual import drafting, findings, policies, prose, unspoken
from portal.annual.acts.base import FilingAct, append
from portal.annual.lifecycle import Event
from portal.annual.models import Adjustment, Answer, Filing, How, Scope
from portal.organs.models import Organ
from portal.organs.queries import children_on

PARTS = range(7)
LONGEST_PARAGRAPH = 5_000
MOST_PARAGRAPHS = 200


@dataclass(kw_only=True)
class StartFiling(Act[Filing]):
    """Begin an organ's report on a year."""

    name = "annual.start"
    title = gettext_lazy("开始填报")
    policy = staticmethod(policies.may_write)
    changes_site = False

    organ: Organ
    year: int
    scope: str = Scope.OWN

    def possible(self) -> str | None:
        """Only who writes for the organ begins its report."""
        return policies.may_write_for(self.by, self.organ)

    def lacking(self) -> str | None:
        """Once for each year and scope, for a year that has a form and has begun."""
        try:
            edition_for(self.year)
        except UnknownEdition:
            return _("%(year)s年度没有现行的报告格式。") % {"year": self.year}
        if self.year > clock.today().year:
            return _("%(year)s年还没有开始。") % {"year": self.year}
        last = date(self.year, 12, 31)
        if self.scope == Scope.REGION and not children_on(self.organ, last, reporting=True):
            return _("%(organ)s没有下级单位，不需要汇总。") % {"organ": self.organ.name}
        if Filing.objects.filter(organ=self.organ, year=self.year, scope=self.scope).exists():
            return _("%(year)s年度的报告已经开始填报。") % {"year": self.year}
        return None

    def do(self) -> Filing:
        """Make the filing with its first event."""
        filing = Filing(organ=self.organ, year=self.year, scope=self.scope, started_at=clock.now())
        filing.save()
        append(filing, Event.STARTED, self.by)
        return filing


@dataclass(kw_only=True)
class SaveTexts(FilingAct):
    """Save the texts; who saves on what another has changed since is told, and keeps what he wrote.

    texts  part -> its paragraphs; a part not named stays as it is
    base   `Filing.edits` as it was when the writer began; None: nobody looked at it
    """

    name = "annual.save_texts"
    title = gettext_lazy("保存文字")
    policy = staticmethod(policies.may_write)

    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    base: int | None = None

    def lacking(self) -> str | None:
        """Nobody saved in between, every chip names something, and nothing is beyond measure."""
        if self.base is not None and self.base != self.filing.edits:
            raise Changed(
                _(
                    "在您填写期间，这份报告又保存过新的文字（在另一个窗口，或者由别人）；您写的还在下面，没有丢失。"
                )
            )
        if set(self.texts) - {str(part) for part in PARTS}:
            return _("报告只有六个部分。")
        form = edition_for(self.filing.year)
        for part, paragraphs in self.texts.items():
            if len(paragraphs) > MOST_PARAGRAPHS:
                return _("第%(part)s部分超过%(most)s段。") % {"part": part, "most": MOST_PARAGRAPHS}
            if any(len(text) > LONGEST_PARAGRAPH for text in paragraphs):
                return _("第%(part)s部分有超过%(most)s字的段落。") % {
                    "part": part,
                    "most": LONGEST_PARAGRAPH,
                }
            if (wrong := prose.misnamed(paragraphs, form)) is not None:
                return _(
                    "“%(chip)s”不是可以引用的数字，请从“可以引用的数字”中选择，或者改成文字。"
                ) % {"chip": wrong}
        return None

    def do(self) -> Filing:
        """Keep the paragraphs that say something."""
        kept = {part: [t.strip() for t in some if t.strip()] for part, some in self.texts.items()}
        self.filing.texts = {**self.filing.texts, **kept}
        self.filing.edits += 1
        self.filing.save(update_fields=["texts", "edits"])
        return self.filing

    def facts(self, of: Filing) -> Mapping[str, Any]:
        """Keep the texts themselves: who wrote what is asked for afterwards."""
        return {"edits": of.edits, "texts": of.texts}


def nothing_happened(facts: prose.Facts) -> bool:
    """Whether a year had neither requests nor disputes."""
    counted = ("requests.received", "requests.carried_in", "disputes.review", "disputes.court")
    return all(facts.number(name) == 0 for name in counted)


@dataclass(kw_only=True)
class WriteZero(SaveTexts):
    """Write the whole text of a year without requests and disputes; the unit confirms what no record shows.

    things  of which it says with it that the year had none, by the codes of `unspoken`
    """

    name = "annual.write_zero"
    title = gettext_lazy("全部按零报告生成")

    things: Sequence[str] = ()

    def possible(self) -> str | None:
        """Only where nothing was written yet."""
        if any(self.filing.texts.values()):
            return _("已经写了文字，不能再按零报告生成；请在填报页面采用建议的写法。")
        return super().possible()

    def lacking(self) -> str | None:
        """Only where there was nothing."""
        if not nothing_happened(drafting.working(self.filing).facts):
            return _("本年有申请或者复议诉讼，不能按零报告生成，请逐部分填写。")
        return super().lacking()

    def do(self) -> Filing:
        """Say what there was none of, and write what follows from all that was said."""
        filing = self.filing
        unspoken.say_none(self.by, filing.organ, filing.year, self.things)
        texts: dict[str, list[str]] = {}
        for one, text in prose.suggest(drafting.working(filing).facts, zero=True):
            texts.setdefault(str(one.section), []).append(text)
        self.texts = texts
        return super().do()


WRAPPER = ("number", "copies_to", "printer", "printed_on", "written_on")


@dataclass(kw_only=True)
class WrapFiling(FilingAct):
    """Say the particulars of the official document: number, copies, who prints it and when."""

    name = "annual.wrap"
    title = gettext_lazy("填写公文信息")
    policy = staticmethod(policies.may_write)

    wrapper: Mapping[str, str] = field(default_factory=dict)

    def lacking(self) -> str | None:
        """Days are days."""
        for name in ("printed_on", "written_on"):
            try:
                if self.wrapper.get(name):
                    date.fromisoformat(self.wrapper[name])
            except ValueError:
                return _("日期不对。")
        return None

    def do(self) -> Filing:
        """Keep what was said."""
        said = {name: self.wrapper.get(name, "").strip() for name in WRAPPER}
        self.filing.wrapper = {name: value for name, value in said.items() if value}
        self.filing.save(update_fields=["wrapper"])
        return self.filing


@dataclass(kw_only=True)
class Adjust(FilingAct):
    """Correct one derived figure by a difference, with the reason; the derived figure itself stays."""

    name = "annual.adjust"
    title = gettext_lazy("调整数字")
    policy = staticmethod(policies.may_write)

    address: str = ""
    delta: Decimal = Decimal(0)

    def lacking(self) -> str | None:
        """A leaf of the form, a difference, a reason; a count stays whole and is not below 0."""
        now = drafting.working(self.filing)
        try:
            address = Address.parse(self.address)
        except DataError:
            return _("表中没有这一格。")
        if address not in now.report.form.address_set:
            return _("表中没有这一格。")
        if not drafting.leaf(now.report, address):
            return _("这一格是合计，由其他各格相加；请调整相应的分项。")
        if not self.delta.is_finite() or abs(self.delta) >= Decimal(10) ** 15:
            return _("数字太大。")
        figure, kind = now.report[address], now.report.form.kind(address)
        if not self.delta and figure.is_number:
            return _("调整数不能是0。")
        if not self.reason.strip():
            return _("请写明调整的原因。")
        result = (figure.value if figure.is_number else Decimal(0)) + self.delta
        if not kind.startswith("money") and result != result.to_integral_value():
            return _("件数应当是整数。")
        if result < 0 and kind != "change":
            return _("调整后的数字不能小于0。")
        return None

    def do(self) -> Filing:
        """Keep the difference beside the figure."""
        add_adjustment(self.filing, self.address, self.delta, self.reason, self.by)
        return self.filing

    def facts(self, of: Filing) -> Mapping[str, Any]:
        """Keep which figure was corrected by how much."""
        return snapshot(of) | {"adjustments": _adjustments(of)}


@dataclass(kw_only=True)
class EndAdjustment(FilingAct):
    """Take a correction back; it stays on record with its end."""

    name = "annual.end_adjustment"
    title = gettext_lazy("取消调整")
    policy = staticmethod(policies.may_write)

    adjustment: Adjustment | None = None

    def lacking(self) -> str | None:
        """One of this report that still stands."""
        one = self.adjustment
        if one is None or one.filing_id != self.filing.pk or one.ended_at is not None:
            return _("这处调整已经取消。")
        return None

    def do(self) -> Filing:
        """End it."""
        assert self.adjustment is not None
        self.adjustment.ended_at, self.adjustment.ended_by = clock.now(), self.by.name[:150]
        self.adjustment.save(update_fields=["ended_at", "ended_by"])
        return self.filing

    def facts(self, of: Filing) -> Mapping[str, Any]:
        """Keep which corrections stand."""
        return snapshot(of) | {"adjustments": _adjustments(of)}


@dataclass(kw_only=True)
class OpenBalance(FilingAct):
    """Carry in what last year's report carried out: an adjustment of each figure that differs."""

    name = "annual.open_balance"
    title = gettext_lazy("按上年年报结转")
    policy = staticmethod(policies.may_write)

    def lacking(self) -> str | None:
        """Something differs."""
        return None if self._unopened() else _("上年结转数与上年年报一致，不需要调整。")

    def _unopened(self) -> tuple[drafting.Opening, ...]:
        now = drafting.working(self.filing)
        return drafting.unopened(now.report, drafting.previous(self.filing))

    def do(self) -> Filing:
        """Adjust each."""
        why = _("%(year)s年度报告“结转下年度继续办理”的数字") % {"year": self.filing.year - 1}
        for one in self._unopened():
            add_adjustment(self.filing, str(one.address), one.delta, why, self.by)
        return self.filing

    def facts(self, of: Filing) -> Mapping[str, Any]:
        """Keep which corrections stand."""
        return snapshot(of) | {"adjustments": _adjustments(of)}


def add_adjustment(filing: Filing, address: str, delta: Decimal, reason: str, by: Any) -> None:
    """Keep a correction of one figure."""
    Adjustment.objects.create(
        filing=filing,
        address=address,
        delta=delta,
        reason=reason.strip()[:500],
        user_id=by.user_id,
        who=by.name[:150],
    )


def _adjustments(of: Filing) -> list[str]:
    standing = of.adjustments.filter(ended_at=None)
    return [f"{a.address} {a.delta.normalize():+f} {a.reason}" for a in standing]


@dataclass(kw_only=True)
class AnswerFinding(FilingAct):
    """Answer findings of the checks: mended, or explained in words; the answer outlives the next run.

    keys  of one finding, or of several that one explanation answers
    """

    name = "annual.answer_finding"
    title = gettext_lazy("答复检查结果")
    policy = staticmethod(policies.may_write)

    keys: Sequence[str] = ()
    how: str = How.EXPLAINED
    words: str = ""

    def lacking(self) -> str | None:
        """Findings of now, and words where they are explained."""
        if self.how not in How.values:
            return _("请选择已改正或者说明情况。")
        if self.how == How.EXPLAINED and not self.words.strip():
            return _("请写明情况。")
        if len(self.words) > LONGEST_PARAGRAPH:
            return _("说明超过%(most)s字。") % {"most": LONGEST_PARAGRAPH}
        every = findings.of(self.filing)
        self._told = [one for one in every if one.key in self.keys]
        if not self.keys or len(self._told) < len(set(self.keys)):
            return _("这条检查结果已经没有了，不需要答复。")
        return None

    def do(self) -> Filing:
        """Keep the answers; those before give place to them, and permissions with them."""
        standing = self.filing.answers.filter(key__in=self.keys, replaced_at=None)
        standing.update(replaced_at=clock.now())
        Answer.objects.bulk_create(
            Answer(
                filing=self.filing,
                code=one.finding.code,
                key=one.key,
                said=one.finding.message(),
                how=self.how,
                words=self.words.strip(),
                user_id=self.by.user_id,
                who=self.by.name[:150],
            )
            for one in self._told
        )
        return self.filing

    def facts(self, of: Filing) -> Mapping[str, Any]:
        """Keep the answers that stand."""
        standing = of.answers.filter(replaced_at=None)
        return snapshot(of) | {"answers": [f"{a.code} {a.how} {a.words}" for a in standing]}
