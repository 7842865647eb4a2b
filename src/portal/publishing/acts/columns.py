"""An organ's own columns beside those that every organ has."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts.act import Act, Refused
from portal.organs.models import Organ
from portal.publishing import policies
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

    def do(self) -> Column:
        """Save the changes."""
        column = self.target
        assert column is not None
        column.title, column.order = self.column_title, self.order
        column.update_days = self.update_days
        return self.save(column)


def _parent_wrong(parent: Column | None, organ: Organ, part: str) -> str | None:
    if parent is None:
        return None
    if parent.organ_id not in (None, organ.pk) or parent.part != part:
        return _("上级栏目应属于本机关的同一部分。")
    if parent.parent_id is not None:
        return _("栏目最多两级。")
    return None
