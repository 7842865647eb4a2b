"""An organ's own columns beside those that every organ has."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock
from portal.acts.act import Act, Refused
from portal.organs.models import Organ
from portal.publishing import policies, queries
from portal.publishing.models import Column, Part


def may_keep_column(actor: object, column: Column | None) -> str | None:
    """The organ's own head keeps its columns; those that every organ has nobody changes here."""
    if column is None:
        return None  # the act that opens one asks for the organ
    if column.organ is None:
        return _("这是各机关共用的栏目，不能在这里修改。")
    return policies.may_arrange(actor, column.organ)  # type: ignore[arg-type]


class ColumnAct(Act[Column]):
    """An act on an organ's own column."""

    policy = staticmethod(may_keep_column)

    @staticmethod
    def save(column: Column) -> Column:
        """Check and save; raises Refused with what is wrong."""
        try:
            column.full_clean()
        except ValidationError as error:
            raise Refused(" ".join(error.messages)) from error
        column.save()
        return column


@dataclass(kw_only=True)
class OpenColumn(ColumnAct):
    """Open a column of an organ's own under one of the fixed parts of its platform."""

    name = "publishing.open_column"
    title = gettext_lazy("增设栏目")

    organ: Organ
    code: str = ""
    column_title: str = ""
    part: str = Part.CONTENT
    parent: Column | None = None
    update_days: int | None = None
    order: int = 0

    def possible(self) -> str | None:
        """The organ's head opens its columns."""
        return policies.may_arrange(self.by, self.organ)

    def lacking(self) -> str | None:
        """The code is new here, and the column above belongs to the same part."""
        same = Column.objects.filter(code=self.code)
        if same.filter(organ=None).exists() or same.filter(organ=self.organ).exists():
            return _("已有使用这个代码的栏目。")
        return _parent_wrong(self.parent, self.organ, self.part)

    def do(self) -> Column:
        """Save the column."""
        return self.save(
            Column(
                organ=self.organ,
                code=self.code,
                title=self.column_title,
                part=self.part,
                parent=self.parent,
                update_days=self.update_days,
                order=self.order,
            )
        )


@dataclass(kw_only=True)
class ChangeColumn(ColumnAct):
    """Change the title, the order or the update limit of an organ's own column; its address stays."""

    name = "publishing.change_column"
    title = gettext_lazy("修改栏目")

    column_title: str = ""
    update_days: int | None = None
    order: int = 0

    def possible(self) -> str | None:
        """A closed column stays as it was."""
        assert self.target is not None
        return closed(self.target)

    def do(self) -> Column:
        """Save the changes."""
        column = self.target
        assert column is not None
        column.title, column.order = self.column_title, self.order
        column.update_days = self.update_days
        return self.save(column)


@dataclass(kw_only=True)
class CloseColumn(ColumnAct):
    """Close an own column that holds nothing any more: nothing new goes in, its address says so."""

    name = "publishing.close_column"
    title = gettext_lazy("停用栏目")

    def possible(self) -> str | None:
        """It is open, without open columns below, and no document in it is public or in work."""
        column = self.target
        assert column is not None
        if column.closed_on is not None:
            return closed(column)
        below = column.children.filter(closed_on=None).count()
        if below:
            return _("下面还有%(n)s个没有停用的栏目，请先停用它们。") % {"n": below}
        public, in_work = queries.held_by_column(column)
        if public or in_work:
            return _(
                "栏目里还有%(public)s件公开的信息、%(work)s件没有办完的文件，"
                "请先改到别的栏目、撤回或者作废。"
            ) % {"public": public, "work": in_work}
        return None

    def do(self) -> Column:
        """Date the end."""
        column = self.target
        assert column is not None
        column.closed_on = clock.today()
        column.save(update_fields=["closed_on"])
        return column


@dataclass(kw_only=True)
class ReopenColumn(ColumnAct):
    """Open a closed column again, at the address it had."""

    name = "publishing.reopen_column"
    title = gettext_lazy("重新启用栏目")

    def possible(self) -> str | None:
        """It is closed, and the column above it is open."""
        column = self.target
        assert column is not None
        if column.closed_on is None:
            return _("这个栏目没有停用。")
        if column.parent is not None and column.parent.closed_on is not None:
            return _("上级栏目已停用，请先启用它。")
        return None

    def do(self) -> Column:
        """Take the end back; the record keeps it."""
        column = self.target
        assert column is not None
        column.closed_on = None
        column.save(update_fields=["closed_on"])
        return column


def closed(column: Column) -> str | None:
    """Return why nothing goes into a column any more, or None while it is open."""
    if column.closed_on is None:
        return None
    return _("栏目“%(title)s”已于%(day)s停用。") % {"title": column, "day": column.closed_on}


def held_open(column: Column) -> str | None:
    """Return why nothing may go into a column; if it may, nobody closes it before this transaction ends."""
    if column.organ_id is None:
        return None  # shared columns are not closed
    return closed(Column.objects.select_for_update().get(pk=column.pk))


def _parent_wrong(parent: Column | None, organ: Organ, part: str) -> str | None:
    if parent is None:
        return None
    if parent.organ_id not in (None, organ.pk) or parent.part != part:
        return _("上级栏目应属于本机关的同一部分。")
    if parent.parent_id is not None:
        return _("栏目最多两级。")
    return held_open(parent)
