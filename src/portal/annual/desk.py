"""Annual reports in the desk's menu."""

from django.utils.translation import gettext_lazy

from portal.ui.desk import Entry, add_entry

add_entry(
    Entry(50, gettext_lazy("年度报告"), "annual_desk", lambda s: bool(s and s.organ and s.works))
)
