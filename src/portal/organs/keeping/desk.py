"""What the list of work asks in January of the year that closed: what nobody has spoken of."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.acts import clock
from portal.organs.models import Organ, Role
from portal.ui.desk import Todo, Urgency, add_source


def ask_for_last_year(unsaid: Callable[[Organ, int], Iterable[str]], page: str) -> None:
    """From January to March, while the report on it is written, ask for what a year still lacks.

    unsaid  returns the titles of what nobody entered, and of which nobody said that there was none
    page    the name of the page on which it is said
    """

    def work(standing: Any) -> list[Todo]:
        today = clock.today()
        if today.month > 3 or standing is None or standing.organ is None:
            return []
        if not standing.roles & {Role.HANDLER, Role.HEAD}:
            return []
        year = today.year - 1
        names = "、".join(unsaid(standing.organ, year))
        if not names:
            return []
        return [
            Todo(
                Urgency.LATER,
                date(today.year, 1, 31),
                _("%(year)s年的%(names)s还没有登记，也没有确认本年无")
                % {"year": year, "names": names},
                f"{reverse(page)}?year={year}",
                _("登记或者确认"),
            )
        ]

    add_source(work)
