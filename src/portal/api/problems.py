"""What the interface answers where it refuses: one sentence in one fixed shape (RFC 9457)."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: gettext_lazy("请求不对"),
    401: gettext_lazy("密钥无效"),
    403: gettext_lazy("无权办理"),
    404: gettext_lazy("没有找到"),
    405: gettext_lazy("不能这样访问"),
    409: gettext_lazy("现在不能办理"),
    413: gettext_lazy("内容过大"),
    415: gettext_lazy("内容类型不对"),
    422: gettext_lazy("参数不对"),
    429: gettext_lazy("请求过于频繁"),
    500: gettext_lazy("系统出错"),
    503: gettext_lazy("暂时不能办理"),
}
SCHEMA: dict[str, Any] = {
    "title": "Problem",
    "type": "object",
    "description": gettext_noop("RFC 9457。detail 是可以直接给人看的一句话。"),
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "const": "about:blank"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "minLength": 1},
        "at": {"type": "string", "description": gettext_noop("哪个参数或者哪一项不对。")},
    },
}


class Problem(Exception):
    """A refusal of the interface itself: its status and its sentence."""

    def __init__(self, status: int, sentence: str, headers: Mapping[str, str] | None = None):
        super().__init__(sentence)
        self.status, self.sentence, self.headers = status, sentence, headers or {}


def answer(
    status: int, sentence: str, *, at: str = "", headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """Return a refusal."""
    said = {
        "type": "about:blank",
        "title": str(TITLES[status]),
        "status": status,
        "detail": sentence,
    }
    if at:
        said["at"] = at
    content = json.dumps(said, ensure_ascii=False)
    response = HttpResponse(content, status=status, content_type=MEDIA_TYPE, headers=headers)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def too_often(wait: int) -> HttpResponse | None:
    """Return the refusal of what was asked for too often; None where there is nothing to wait for."""
    if not wait:
        return None
    sentence = _("请求过于频繁，请%(seconds)d秒后再试。") % {"seconds": wait}
    return answer(429, sentence, headers={"Retry-After": str(wait)})


class TooOften(Exception):
    """So many seconds have to pass first."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait
