"""The lists of the public site as a projection: what is public, where it is listed, and how many.

Nothing here is the truth: `portal.site.projection` writes it inside the transaction of the act that
changed a document's public face, and rebuilds it at any time.
"""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.organs.models import Organ
from portal.publishing.models import Column, Document, Genre, Part


class Listed(models.Model):
    """What lists are narrowed and ordered by.

    begins_on  the day a document takes effect, where it says one
    ended_on   the first day it is no longer in force: it expired the day before, or was repealed
    amended_on the first day on which it is in force as amended
    """

    column = models.ForeignKey(Column, models.CASCADE, related_name="+", db_index=False)
    part = models.CharField(max_length=10, choices=Part)
    genre = models.CharField(_("类别"), max_length=16, choices=Genre)
    topic = models.CharField(_("主题分类"), max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(_("年份"))
    published_at = models.DateTimeField(_("公开时间"))
    begins_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    amended_on = models.DateField(null=True)

    class Meta:
        abstract = True


class Entry(Listed):
    """One public document as lists show it."""

    document = models.OneToOneField(
        Document, models.CASCADE, primary_key=True, related_name="entry"
    )
    organ = models.ForeignKey(Organ, models.CASCADE, related_name="+", db_index=False)
    title = models.CharField(_("标题"), max_length=300)
    number = models.CharField(_("文号"), max_length=80, blank=True)
    effective_on = models.DateField(_("施行日期"), null=True)
    expires_on = models.DateField(_("有效期至"), null=True)
    repealed_on = models.DateField(_("废止日期"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("列表条目")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organ", "-published_at", "-document"], name="entry_of_organ"),
            models.Index(
                fields=["organ", "column", "-published_at", "-document"], name="entry_in_column"
            ),
            # Columns are few and never taken away: found by a scan if ever one is.
        ]

    def __str__(self) -> str:
        return self.title


class Placement(Listed):
    """That an entry stands in the list of an organ *and all below it*: one row for each organ above.

    It repeats what lists are narrowed by, so that one index gives a page in its order.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="placements", db_index=False)
    scope = models.ForeignKey(Organ, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        verbose_name = verbose_name_plural = _("条目所在列表")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entry", "scope"], name="placement_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["scope", "-published_at", "-entry"], name="placement_in_order"),
            *(
                models.Index(
                    fields=["scope", name, "-published_at", "-entry"], name=f"placement_by_{name}"
                )
                for name in ("column", "part", "genre", "topic", "year")
            ),
            # Few are still to come or amended, and what is over is old: in the order of lists one
            # would pass by a million others to find them.
            *(
                models.Index(
                    fields=["scope", name, "-published_at", "-entry"],
                    condition=models.Q(**{f"{name}__isnull": False}),
                    name=f"placement_by_{name}",
                )
                for name in ("begins_on", "ended_on", "amended_on")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} @ {self.scope_id}"


class FacetCount(models.Model):
    """How many entries of an organ have a value; kept by adding and subtracting.

    below  of the organs below it, without its own; a list with all below it adds the two
    place  "" the whole platform, "p:content" a part, "c:17" a column
    facet  total, column, part, genre, topic, year; begins, ends, amends and unamends, whose values are
           days: what is in force on a day is counted from them, since nothing happens here when a day
           passes
    """

    organ = models.ForeignKey(Organ, models.CASCADE, related_name="+", db_index=False)
    below = models.BooleanField()
    place = models.CharField(max_length=20, blank=True)
    facet = models.CharField(max_length=8)
    value = models.CharField(max_length=60, blank=True)
    n = models.IntegerField()

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = _("分类计数")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organ", "place", "facet", "value", "below"], name="facet_count_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organ_id} {self.place} {self.facet}={self.value}: {self.n}"


class Fault(models.Model):
    """A link in a public document that leads nowhere, as last seen; it goes once the link is mended.

    times  how often in a row it was found so; another site's short failure is not reported
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="+")
    organ = models.ForeignKey(Organ, models.CASCADE, related_name="+")
    address = models.CharField(_("地址"), max_length=500)
    why = models.CharField(_("问题"), max_length=200)
    inside = models.BooleanField(_("站内"))
    times = models.PositiveSmallIntegerField(default=1)
    found_at = models.DateTimeField(_("首次发现"))
    seen_at = models.DateTimeField(_("最近检查"))

    class Meta:
        verbose_name = verbose_name_plural = _("打不开的链接")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["document", "address"], name="fault_once")
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.address}"


class Round(models.Model):
    """One walk over some of the public documents, and how far it came; the next goes on from there."""

    at = models.DateTimeField(_("时间"))
    upto = models.BigIntegerField(default=0)
    documents = models.PositiveIntegerField(default=0)
    links = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("巡检")

    def __str__(self) -> str:
        return f"{self.at} …{self.upto}"
