"""The first version of the interface, with all its operations."""

from django.utils.translation import gettext_noop

from portal.api import documents, filing, interface, organs, reports, statistics, writing

api = interface.made(
    gettext_noop("政府信息公开平台开放接口"),
    gettext_noop(
        "任何人都可以读取已经公开的政府信息；各机关自己的系统凭密钥起草、上传、登记、报送。"
    ),
)
for one in (organs, documents, reports, statistics, writing, filing):
    api.add_router("", one.router)
