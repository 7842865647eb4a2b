"""How every page looks."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Base templates, components and assets."""

    name = "portal.ui"

    def ready(self) -> None:
        """Add the list of work to the desk; say of a field left empty what a reader calls it."""
        from django.forms import Field
        from django.utils.translation import gettext_lazy as _

        from portal.ui.desk import Entry, add_entry

        Field.default_error_messages["required"] = _("这一项必须填写。")
        add_entry(Entry(0, _("待办"), "desk", lambda standing: True))
