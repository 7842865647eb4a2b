"""The intake in the desk's menu."""

from django.utils.translation import gettext_lazy

from portal.intake.policies import WORKS
from portal.ui.desk import Entry, add_entry

add_entry(
    Entry(55, gettext_lazy("报告收集"), "intake", lambda s: bool(s and s.organ and s.roles & WORKS))
)
add_entry(
    Entry(
        56,
        gettext_lazy("年报数据"),
        "intake_table",
        lambda s: bool(s and s.organ and s.roles & WORKS),
    )
)
