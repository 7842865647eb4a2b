"""What must hold before the portal may answer strangers: each refusal says what to set.

`portal serve` refuses to start while one of these is an error; `--check` prints them.
"""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution

_LOCAL = {"127.0.0.1", "localhost", "[::1]"}


@register(Tags.security, deploy=True)
def safe_to_serve(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Return what would make this installation unsafe where others can reach it."""
    found: list[CheckMessage] = []
    if settings.DEBUG:
        found.append(
            Error(
                "PORTAL_DEBUG 为 1：出错页面会泄露设置。",
                hint="去掉 PORTAL_DEBUG。",
                id="portal.E001",
            )
        )
    if "*" in settings.ALLOWED_HOSTS:
        found.append(Error("PORTAL_HOSTS 不得为 *。", hint="写出网站的域名。", id="portal.E002"))
    if not settings.SESSION_COOKIE_SECURE and set(settings.ALLOWED_HOSTS) - _LOCAL:
        found.append(
            Error(
                "PORTAL_HTTPS 为 0，登录信息会明文传输。",
                hint="在前面配置 TLS，去掉 PORTAL_HTTPS=0；仅本机演示时不设 PORTAL_HOSTS。",
                id="portal.E003",
            )
        )
    if len(settings.SECRET_KEY) < 50 or len(set(settings.SECRET_KEY)) < 12:
        found.append(
            Error(
                "PORTAL_SECRET 太短。",
                hint="用 50 个以上的随机字符，或不设，由系统生成。",
                id="portal.E004",
            )
        )
    mode = settings.DATA.stat().st_mode if settings.DATA.exists() else 0
    if mode & 0o007:
        found.append(
            Caution(
                f"其他用户可以读取数据目录 {settings.DATA}。",
                hint=f"chmod o-rwx {settings.DATA}",
                id="portal.W001",
            )
        )
    return found


def refusals() -> list[CheckMessage]:
    """Return the errors among them: with one, `portal serve` does not start."""
    return [message for message in safe_to_serve() if message.is_serious()]
