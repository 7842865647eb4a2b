"""The site on the desk."""

from django.utils.translation import gettext_lazy

from portal.site.monitor_views import may_see
from portal.ui.desk import Entry, add_entry

add_entry(Entry(65, gettext_lazy("网站巡检"), "site_faults", may_see))
