"""How the interface refuses whatever may go wrong on the way: each error becomes a problem."""

from collections.abc import Mapping
from typing import Any

import structlog
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from portal.acts.act import Refused
from portal.api.problems import Problem, TooOften, answer, too_often
from portal.publishing.search import index

_log = structlog.get_logger("portal.api")


def handle_all(api: NinjaAPI) -> None:
    """Let an interface answer whatever is refused or goes wrong in this shape."""
    handlers: dict[type[Exception], Any] = {
        Problem: _problem,
        TooOften: lambda request, error: too_often(error.wait),
        Refused: _refused,
        Http404: _not_found,
        ValidationError: _invalid,
        HttpError: _http,
        RequestDataTooBig: _too_big,
        SuspiciousOperation: _unreadable,
        MultiPartParserError: _unreadable,
        index.Outdated: _outdated,
        Exception: _broken,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _problem(request: HttpRequest, error: Problem) -> HttpResponse:
    return answer(error.status, error.sentence, headers=error.headers)


def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return answer(error.status, error.sentence)


def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return answer(404, _("没有这个对象，或者它没有公开。"))


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer what the framework itself refuses: no valid key, or a body that is no JSON."""
    if error.status_code == 401:
        return answer(401, _("请在 Authorization 头里写上密钥：Bearer gk_…。"))
    return answer(422, _("请求的正文不是有效的JSON。"), at="body")


def _too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return answer(413, _("请求的正文太大。文件请用 multipart/form-data 上传。"))


def _unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
    return answer(422, _("请求的正文不完整，或者写法不对。"), at="body")


def _outdated(request: HttpRequest, error: index.Outdated) -> HttpResponse:
    _log.error(str(error))
    return answer(503, _("检索库需要重建，暂时不能按词查找。"))


def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    got_request_exception.send(sender=NinjaAPI, request=request)
    _log.exception("broken", path=request.path)
    number = getattr(request, "number", "")
    return answer(500, _("系统出错，已经记录（编号%(number)s）。请稍后再试。") % {"number": number})


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say of the first thing that is wrong where it stands and what is expected."""
    first = error.errors[0]
    place, *way = first["loc"]
    if place == "body" and way[:1] == ["sent"]:  # how our functions call the whole body
        del way[0]
    at = ".".join(map(str, (place, *way)))
    name = str(first["loc"][-1])
    return answer(422, _sentence(name, first["type"], first.get("ctx") or {}), at=at)


_EXPECTED: dict[str, Any] = {
    "missing": gettext_lazy("缺少“%(name)s”。"),
    "extra_forbidden": gettext_lazy("没有“%(name)s”这一项。"),
    "string_too_short": gettext_lazy("“%(name)s”至少%(min_length)s个字。"),
    "string_too_long": gettext_lazy("“%(name)s”最多%(max_length)s个字。"),
    "string_pattern_mismatch": gettext_lazy("“%(name)s”的写法不对，应当符合%(pattern)s。"),
    "greater_than_equal": gettext_lazy("“%(name)s”不能小于%(ge)s。"),
    "less_than_equal": gettext_lazy("“%(name)s”不能大于%(le)s。"),
    "enum": gettext_lazy("“%(name)s”应当是%(expected)s之一。"),
    "literal_error": gettext_lazy("“%(name)s”应当是%(expected)s之一。"),
    "string_type": gettext_lazy("“%(name)s”应当是文字。"),
    "int_type": gettext_lazy("“%(name)s”应当是整数。"),
    "int_parsing": gettext_lazy("“%(name)s”应当是整数。"),
    "bool_type": gettext_lazy("“%(name)s”应当是true或者false。"),
    "day": gettext_lazy("“%(name)s”应当是2026-03-01这样的日期。"),
}


def _sentence(name: str, kind: str, facts: Mapping[str, Any]) -> str:
    words = _EXPECTED.get(kind)
    if words is None:
        return _("“%(name)s”的值不对。") % {"name": name}
    said: str = str(words) % {"name": name, **facts}
    return said
