"""The interface itself: its OpenAPI document, and what every answer of it has in common."""

from collections.abc import Callable, Mapping
from functools import cache
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.operation import Operation

from portal.acts import clock, public_version
from portal.api import problems
from portal.site import limits

ROOT = "/api/v1"
VERSION = "1.0.0"
View = Callable[..., HttpResponse]
_BODIES = ("application/json", "multipart/form-data")
_FAILS = {
    401: "没有密钥，或者密钥无效、已停用",
    403: "密钥没有这个权限，或者不能办理别的机关的事",
    404: "没有这个对象，或者它没有公开",
    409: "现在不能办理，detail 说明原因",
    413: "内容过大",
    415: "内容类型不对",
    422: "参数不对，at 说明是哪一项",
    429: "请求过于频繁，Retry-After 说明等几秒",
}


class Interface(NinjaAPI):
    """The operations with the names of their functions."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the function's name."""
        return operation.view_func.__name__


def made(description: str) -> Interface:
    """Return the interface without operations."""
    api = Interface(
        title="政府信息公开平台开放接口",
        version=VERSION,
        description=description,
        openapi_url=None,
        docs_url=None,
        urls_namespace="interface",
    )
    problems.handle_all(api)
    return api


def document(api: NinjaAPI) -> dict[str, Any]:
    """Return the OpenAPI document of an interface."""
    found: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=f"{ROOT}/"))
    found["components"]["schemas"]["Problem"] = problems.SCHEMA
    for methods in found["paths"].values():
        for operation in methods.values():
            _complete(operation)
    return found


def _complete(operation: dict[str, Any]) -> None:
    """Say of an operation how it can fail, and of a parameter what it can be when it is given."""
    for parameter in operation["parameters"]:
        parameter["schema"] = _given(parameter["schema"])
    fails = {404, 422, 429}
    if operation.get("security"):
        fails |= {401, 403, 409}
    if "requestBody" in operation:
        fails |= {413, 415}
    content = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status in sorted(fails):
        operation["responses"][status] = {"description": _FAILS[status], "content": content}


def _given(schema: Mapping[str, Any]) -> dict[str, Any]:
    found = {k: v for k, v in schema.items() if k != "title" and (k, v) != ("default", None)}
    kinds = [one for one in found.pop("anyOf", []) if one != {"type": "null"}]
    return {**found, **kinds[0]} if kinds else found


def urls(api: NinjaAPI) -> list[URLPattern]:
    """Return the addresses of the operations below `ROOT`, and of the document."""
    contract = document(api)

    @cache
    def asked(route: str) -> dict[str, frozenset[str]]:
        return {
            method.upper(): frozenset(
                p["name"] for p in operation["parameters"] if p["in"] == "query"
            )
            for method, operation in contract["paths"][route].items()
        }

    found = []
    for router in api._get_bound_routers():
        for one in router.urls_paths(router.prefix):
            route = "/".join((ROOT, str(one.pattern).replace("<", "{").replace(">", "}")))
            found.append(path(str(one.pattern), _kept(one.callback, asked(route)), name=one.name))

    def openapi(request: HttpRequest) -> HttpResponse:
        return JsonResponse(contract, json_dumps_params={"ensure_ascii": False})

    found.append(path("openapi.json", _kept(openapi, {"GET": frozenset()}), name="openapi"))
    return found


def _kept(view: View, asked: Mapping[str, frozenset[str]]) -> View:
    """Return a view with what all have in common: limits, other sites, conditions, refusals.

    asked  by method which parameters an address may have
    """

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        method = "GET" if request.method == "HEAD" else str(request.method)
        allowed = ", ".join(sorted({*asked, "OPTIONS", *(["HEAD"] if "GET" in asked else [])}))
        if method == "OPTIONS":
            response = HttpResponse(status=204, headers={"Allow": allowed})
            return _for_others(request, response)
        response = _refusal(request, asked.get(method), allowed) or _asked(
            request, method, view, *args, **kwargs
        )
        return _for_others(request, response)

    answer.csrf_exempt = True  # type: ignore[attr-defined] # a key is no cookie: no other site sends it
    return answer


def _refusal(
    request: HttpRequest, asked: frozenset[str] | None, allowed: str
) -> HttpResponse | None:
    if asked is None:
        return problems.answer(405, _("这个网址不能这样访问。"), headers={"Allow": allowed})
    for name, values in request.GET.lists():
        if name not in asked:
            sentence = _("没有“%(name)s”这个参数。") % {"name": name[:60]}
            return problems.answer(422, sentence, at=f"query.{name[:60]}")
        if len(values) > 1:
            sentence = _("“%(name)s”只能写一次。") % {"name": name}
            return problems.answer(422, sentence, at=f"query.{name}")
    if request.method in ("POST", "PATCH", "PUT") and request.content_type not in _BODIES:
        kinds = {"kinds": "、".join(_BODIES)}
        return problems.answer(415, _("正文的类型应当是%(kinds)s。") % kinds)
    wait = 0 if limits.exempt(request) else limits.wait_for("api", limits.address_of(request))
    if wait:
        return too_many(wait)
    return None


def too_many(wait: int) -> HttpResponse:
    """Return the refusal of what was asked for too often."""
    sentence = _("请求过于频繁，请%(seconds)d秒后再试。") % {"seconds": wait}
    return problems.answer(429, sentence, headers={"Retry-After": str(wait)})


def _asked(
    request: HttpRequest, method: str, view: View, *args: Any, **kwargs: Any
) -> HttpResponse:
    """Answer, or say that nothing changed since: what is public has a number that rises with it."""
    keyed = "Authorization" in request.headers
    if method != "GET" or keyed:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response
    before = _state(request)
    if before and request.headers.get("If-None-Match") == before:
        return HttpResponse(status=304, headers={"ETag": before, "Cache-Control": "no-cache"})
    request.method = "GET"
    response = view(request, *args, **kwargs)
    response["Cache-Control"] = "no-cache"
    if response.status_code == 200:
        tag = before or _tag(response.content)
        response["ETag"] = tag
        if request.headers.get("If-None-Match") == tag:
            return HttpResponse(status=304, headers={"ETag": tag, "Cache-Control": "no-cache"})
    return response


def _state(request: HttpRequest) -> str:
    """Return the mark of what an address answers in the present public state, "" where it moves."""
    if not settings.PAGE_CACHE_MB or "/statistics/" in request.path:
        return ""
    state = public_version.counter().read()
    if state is None:
        return ""
    place = f"{request.scheme}{request.get_host()}{request.get_full_path()}"
    return _tag(f"{state} {clock.today()} {get_language()} {VERSION} {place}".encode())


def _tag(content: bytes) -> str:
    return f'"{blake2b(content, digest_size=12).hexdigest()}"'


def _for_others(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let pages of other sites read what anybody may read; they cannot write."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response["Access-Control-Expose-Headers"] = "ETag, Retry-After"
    patch_vary_headers(response, ("Accept-Language",))
    return response
