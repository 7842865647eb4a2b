"""Setting up the columns that every platform has (国办公开办函〔2019〕61号)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.law import columns as law
from portal.acts.act import Act
from portal.duties import policies
from portal.publishing.models import Column

STEP = 10  # between two columns in order, so that an organ's own can stand between them


def _differing() -> list[Column]:
    """Return the standard columns that are not there, or carry other duties than the law data says.

    A title, an order and a clock that somebody changed stay as they are.
    """
    there = {one.code: one for one in Column.objects.filter(organ=None)}
    found = []
    for place, standard in enumerate(law.columns().values()):
        one = there.get(standard.code) or Column(
            code=standard.code,
            title=standard.zh,
            update_days=standard.update_days,
            order=place * STEP,
        )
        right = (standard.part, [*standard.levels], [*standard.duties])
        if one.pk is None or (one.part, one.levels, one.duties) != right:
            one.part, one.levels, one.duties = right
            found.append(one)
    return found


class InstallStandardColumns(Act[Column]):
    """Set up the standard columns that are missing; those that are there keep their names."""

    name = "duties.install_columns"
    title = gettext_lazy("设置标准栏目")
    policy = staticmethod(policies.may_install)

    def possible(self) -> str | None:
        """Nothing is done, and nothing recorded, where every column is there."""
        return None if _differing() else _("标准栏目已经齐全。")

    def do(self) -> Column:
        """Save what differs and return the guide's column, which stands for all in the record."""
        self._saved = _differing()
        for one in self._saved:
            one.save()
        return Column.objects.get(code="guide", organ=None)

    def facts(self, of: Column) -> Mapping[str, Any]:
        """Keep the codes of the columns that were set up."""
        return {"columns": [one.code for one in self._saved]}


def install(by: Any) -> int:
    """Set the standard columns up where any is missing; return how many shared ones there are."""
    act = InstallStandardColumns(by=by)
    if _differing():
        act.execute()
    return Column.objects.filter(organ=None).count()
