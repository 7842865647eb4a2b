"""The first version of the interface, with all its operations."""

from portal.api import interface, reading, statistics, writing

api = interface.made(
    "任何人都可以读取已经公开的政府信息；各机关自己的系统凭密钥起草、上传、登记、报送。"
)
for router in (reading.router, statistics.router, writing.router):
    api.add_router("", router)
