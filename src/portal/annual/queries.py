"""What pages and other apps ask of filings and of the archive."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.utils.translation import gettext as _

from gongkai.characters import numeral
from gongkai.checks.check import Evidence
from gongkai.figures import Figure
from gongkai.forms.filled import FilledForm
from gongkai.forms.form import Address
from portal.acts import clock
from portal.acts.actor import Actor
from portal.annual.findings import unit
from portal.annual.models import AnnualReport, Filing, FilingVersion, Remark, Scope
from portal.organs.models import ADMINISTRATORS, Organ, Post, Role
from portal.publishing.comparison import Piece, words_changed

if TYPE_CHECKING:
    from gongkai.checks.assess import Assessment


def current() -> models.QuerySet[AnnualReport]:
    """Return the reports that stand, without their long reading."""
    return AnnualReport.objects.filter(replaced_at=None, document__is_public=True).defer("reading")


def of_organ(organ: Organ) -> models.QuerySet[AnnualReport]:
    """Return an organ's reports, the newest year first; `paired`: there are two on that year."""
    two = current().filter(organ=organ, year=OuterRef("year")).exclude(scope=OuterRef("scope"))
    found = current().filter(organ=organ).annotate(paired=Exists(two))
    return found.order_by("-year", "-scope")


def standing(organ: Organ, year: int, scope: str = "") -> AnnualReport | None:
    """Return an organ's report on a year; of two that of its region, where none is asked for."""
    found = AnnualReport.objects.filter(
        organ=organ, year=year, replaced_at=None, document__is_public=True
    )
    if scope in Scope.values:
        found = found.filter(scope=scope)
    first = Case(When(scope=Scope.REGION, then=Value(0)), default=Value(1), output_field=_INTEGER)
    return found.select_related("organ", "document").order_by(first, "pk").first()


_INTEGER = IntegerField()


def corrected(report: AnnualReport) -> models.QuerySet[AnnualReport]:
    """Return what was public before a corrected report took its place, the newest first."""
    before = AnnualReport.objects.filter(
        organ=report.organ_id, year=report.year, scope=report.scope
    ).exclude(filed=None)
    return before.exclude(replaced_at=None).order_by("-pk")


def assessed(report: AnnualReport, *, previous: AnnualReport | None = None) -> "Assessment":
    """Return what the library's checks say of a report, with last year's beside it where it is here."""
    from gongkai.checks.assess import assess  # all the checks: no command waits for them

    found, issues = report.read
    return assess(
        Evidence(
            report=found,
            issues=issues,
            media_type=report.media_type,
            previous=previous.report if previous else None,
            unit=unit(report.organ),
        )
    )


def by_organ_and_year(organs: models.QuerySet[Organ]) -> Mapping[int, dict[int, AnnualReport]]:
    """Return the reports of many organs: organ number -> year -> report, that of the region first."""
    table: dict[int, dict[int, AnnualReport]] = {}
    for one in current().filter(organ__in=organs).order_by("scope"):  # own, region
        table.setdefault(one.organ_id, {})[one.year] = one
    return table


# Filings ----------------------------------------------------------------------------------------


def filings(actor: Actor) -> models.QuerySet[Filing]:
    """Return the filings somebody may see: of organs where he works, or that he supervises."""
    if actor.user_id is None:
        return Filing.objects.none()
    posts = Post.objects.held(clock.today()).filter(user=actor.user_id)
    seen = Q(organ__in=posts.exclude(role__in=ADMINISTRATORS).values("organ"))
    supervised = posts.filter(role=Role.SUPERVISOR)
    seen |= Q(organ__reports_to__in=supervised.values("organ"))
    for path in supervised.values_list("organ__path", flat=True):
        seen |= Q(organ__path__startswith=path)
    return Filing.objects.filter(seen).select_related("organ", "current")


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """A figure that is not what it was in the version before."""

    address: Address
    label: str
    before: Figure
    after: Figure


@dataclass(frozen=True, slots=True)
class ChangedText:
    """A part whose words are not what they were."""

    section: int
    title: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two versions of one report."""

    figures: tuple[ChangedFigure, ...]
    texts: tuple[ChangedText, ...]

    @property
    def count(self) -> int:
        """How many figures and parts differ."""
        return len(self.figures) + len(self.texts)


def changes(before: FilledForm, after: FilledForm) -> Changes:
    """Return what differs between two versions of one report on one edition of the form."""
    figures = tuple(
        ChangedFigure(address, after.form.label(address), before[address], after[address])
        for address in after.form.addresses
        if address in before.form.address_set and before[address] != after[address]
    )
    texts = []
    for part in after.sections:
        old = before.section(part.number)
        said = old.text if old else ""
        if said != part.text:
            texts.append(ChangedText(part.number, part.title, words_changed(said, part.text)))
    return Changes(figures, tuple(texts))


def version_before(version: FilingVersion) -> FilingVersion | None:
    """Return the version that went up before one, None for the first."""
    earlier = version.filing.versions.filter(number__lt=version.number)
    return earlier.order_by("-number").first()


def about(remark: Remark) -> str:
    """Return what a remark is about, in the words of the form."""
    report = remark.version.filled
    if remark.address:
        return report.form.label(Address.parse(remark.address))
    if remark.section is None:
        return _("整份报告")
    part = report.section(remark.section)
    if part is None or remark.paragraph is None or remark.paragraph >= len(part.paragraphs):
        return _("第%(n)s部分") % {"n": numeral(remark.section)}
    return f"{part.heading}：{part.paragraphs[remark.paragraph].text[:60]}"


def unheeded(report: FilledForm, filing: Filing) -> list[Remark]:
    """Return the open remarks that the unit did not answer, and whose figure or words are as they were."""
    found = Remark.objects.filter(version__filing=filing, settled_at=None, reply="")
    return [one for one in found.select_related("version") if _as_it_was(one, report)]


def _as_it_was(remark: Remark, now: FilledForm) -> bool:
    before = remark.version.filled
    if remark.address:
        address = Address.parse(remark.address)
        return before[address] == now[address]
    if remark.section is None:
        return before.figures == now.figures and before.sections == now.sections
    then, part = before.section(remark.section), now.section(remark.section)
    if then is None or part is None or remark.paragraph is None:
        return then == part
    words = [paragraph.text for paragraph in part.paragraphs]
    return then.paragraphs[remark.paragraph].text in words
