"""The record's place on the desk."""

from django.utils.translation import gettext_lazy as _

from portal.ui.desk import Entry, add_entry

add_entry(Entry(90, _("行为记录"), "records", lambda standing: bool(standing and standing.organ)))
