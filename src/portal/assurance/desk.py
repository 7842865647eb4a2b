"""Supervision and guarantee on the desk: what the closed year still lacks."""

from django.utils.translation import gettext_lazy

from portal.assurance import queries
from portal.organs.keeping.desk import ask_for_last_year
from portal.ui.desk import Entry, add_entry

add_entry(
    Entry(45, gettext_lazy("监督保障"), "assurance", lambda s: bool(s and s.organ and s.works))
)
ask_for_last_year(
    lambda organ, year: [str(kind.title) for kind in queries.unsaid(organ, year)], "assurance"
)
