"""Keys on the desk."""

from django.utils.translation import gettext_lazy as _

from portal.organs.models import Role
from portal.ui.desk import Entry, add_entry

add_entry(
    Entry(
        82,
        _("接口密钥"),
        "api_keys",
        lambda standing: Role.SYSTEM in getattr(standing, "roles", ()),
    )
)
