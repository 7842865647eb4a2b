"""The interface itself: its OpenAPI document, and what every answer of it has in common."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, re_path
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.operation import Operation
from ninja.renderers import JSONRenderer

from portal.acts import clock, public_version
from portal.api import problems, refusing
from portal.api.bodies import CHOICES
from portal.api.schemas import NAMED
from portal.site import limits
from portal.ui import language

ROOT = "/api/v1"
VERSION = "1.0.0"
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
View = Callable[..., HttpResponse]
LANGUAGES = {"zh": "zh-hans", "en": "en"}
"""In which languages the document is given: how `lang` names one, and how Django does."""
_FAILS = {
    401: gettext_noop("没有密钥，或者密钥无效、已停用"),
    403: gettext_noop("密钥没有这个权限，或者不能办理别的机关的事"),
    404: gettext_noop("没有这个对象，或者它没有公开"),
    409: gettext_noop("现在不能办理，detail 说明原因"),
    413: gettext_noop("内容过大"),
    415: gettext_noop("内容类型不对"),
    422: gettext_noop("参数不对，at 说明是哪一项"),
    429: gettext_noop("请求过于频繁，Retry-After 说明等几秒"),
    503: gettext_noop("检索库正在重建"),
}
_SPOKEN = ("summary", "description", "tags")


class Plain(JSONRenderer):
    """Chinese as it is, in a third of the bytes that escapes take."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


class Interface(NinjaAPI):
    """The operations with the names of their functions."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the function's name as programs in most languages write one: listOrgans."""
        first, *rest = operation.view_func.__name__.split("_")
        return first + "".join(part.title() for part in rest)


def made(title: str, description: str) -> Interface:
    """Return the interface without operations."""
    api = Interface(
        title=title,
        version=VERSION,
        description=description,
        openapi_url=None,
        docs_url=None,
        urls_namespace="interface",
        renderer=Plain(),
    )
    refusing.handle_all(api)
    return api


@cache
def document(api: NinjaAPI, spoken: str) -> dict[str, Any]:
    """Return the OpenAPI document of an interface in one of `LANGUAGES`; the same every time."""
    told = _document(api)
    with translation.override(LANGUAGES[spoken]):
        found: dict[str, Any] = _said(told)
        found["info"]["title"] = _(told["info"]["title"])
        for name, schema in found["components"]["schemas"].items():
            if name in NAMED:
                schema["description"] = _labels(NAMED[name].choices)
            elif name != "Problem" and (spoken == "zh" or "enum" in schema):
                schema.pop("description", None)  # the code's own sentence, which is English
    return found


def _labels(choices: Iterable[tuple[str, Any]]) -> str:
    """Return what each value is called; a name may be something that says it when asked."""
    return "; ".join(
        f"{value}: {label() if isinstance(label, partial) else label}"
        for value, label in choices
        if value
    )


@cache
def _document(api: NinjaAPI) -> dict[str, Any]:
    found: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=f"{ROOT}/"))
    found["components"]["schemas"]["Problem"] = problems.SCHEMA
    for methods in found["paths"].values():
        for operation in methods.values():
            _complete(operation)
    return found


def _said(told: Any, key: str = "") -> Any:
    """Return a part of the document in the language of who reads; examples stay what they are."""
    if isinstance(told, dict) and "x-choices" in told:
        told = dict(told)
        named = _labels(CHOICES[told.pop("x-choices")])
        words = told.pop("description", "")
        return _said(told) | {"description": f"{_(words)} {named}".strip() if words else named}
    if isinstance(told, dict):
        return {k: v if k in ("example", "examples") else _said(v, k) for k, v in told.items()}
    if isinstance(told, list):
        return [_said(one, key) for one in told]
    return _(told) if isinstance(told, str) and told and key in _SPOKEN else told


def _complete(operation: dict[str, Any]) -> None:
    """Say of an operation how it can fail, and of a parameter what it can be when it is given."""
    for parameter in operation["parameters"]:
        parameter["schema"] = given(parameter["schema"])
    for kind, body in operation.get("requestBody", {}).get("content", {}).items():
        if kind == "multipart/form-data":
            fields = body["schema"]["properties"]
            body["schema"]["properties"] = {name: given(one) for name, one in fields.items()}
    fails = {404, 422, 429}
    if operation.get("security"):
        fails |= {401, 403, 409}
    if "requestBody" in operation:
        fails |= {413, 415}
    if "x-rate-limit" in operation:
        fails |= {503}
    content = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status in sorted(fails):
        operation["responses"][status] = {"description": _FAILS[status], "content": content}


def given(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a value is where it is given: `null` stands for what is left out."""
    found = {k: v for k, v in schema.items() if k != "title" and (k, v) != ("default", None)}
    kinds = [one for one in found.pop("anyOf", []) if one != {"type": "null"}]
    return {**found, **kinds[0]} if kinds else found


def urls(api: NinjaAPI) -> list[URLPattern]:
    """Return the addresses of the operations below `ROOT`, and of the document."""
    contract = _document(api)
    found = []
    for router in api._get_bound_routers():
        for one in router.urls_paths(router.prefix):
            route = "/".join((ROOT, str(one.pattern).replace("<", "{").replace(">", "}")))
            terms = {m.upper(): _terms(told) for m, told in contract["paths"][route].items()}
            found.append(path(str(one.pattern), _kept(one.callback, terms), name=one.name))

    def openapi(request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang", language.spoken())
        if asked not in LANGUAGES:
            return problems.answer(422, _("“lang”应当是zh、en之一。"), at="query.lang")
        return JsonResponse(document(api, asked), json_dumps_params={"ensure_ascii": False})

    terms = {"GET": Terms(frozenset({"lang"}))}
    found.append(path("openapi.json", _kept(openapi, terms), name="openapi"))

    def nothing(request: HttpRequest) -> HttpResponse:
        return problems.answer(404, _("没有这个操作，请看接口说明。"))

    found.append(re_path("", _kept(nothing, dict.fromkeys(_METHODS, Terms())), name="no_operation"))
    return found


@dataclass(frozen=True, slots=True)
class Terms:
    """What the document says of an operation: parameters, types of its body, whether by key, which limit."""

    parameters: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    by_key: bool = False
    limit: str = "api"


def _terms(operation: Mapping[str, Any]) -> Terms:
    return Terms(
        frozenset(p["name"] for p in operation["parameters"] if p["in"] == "query"),
        frozenset(operation.get("requestBody", {}).get("content", ())),
        bool(operation.get("security")),
        operation.get("x-rate-limit", "api"),
    )


def _kept(view: View, terms: Mapping[str, Terms]) -> View:
    """Return a view with what all have in common: limits, other sites, conditions, refusals."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        method = "GET" if request.method == "HEAD" else str(request.method)
        told = terms.get(method)
        allow = {"Allow": ", ".join([*terms, *(["HEAD"] if "GET" in terms else []), "OPTIONS"])}
        if method == "OPTIONS":
            return _for_others(HttpResponse(status=204, headers=allow))
        if told is None:
            return _for_others(problems.answer(405, _("这个网址不能这样访问。"), headers=allow))
        refused = _refusal(request, told)
        if refused is None and not told.by_key:  # calls with a key are counted by the key
            refused = problems.too_often(limits.of_address(told.limit, request))
        return _for_others(refused or _asked(request, method, view, *args, **kwargs))

    answer.csrf_exempt = True  # type: ignore[attr-defined] # a key is no cookie: no other site sends it
    return answer


def _refusal(request: HttpRequest, told: Terms) -> HttpResponse | None:
    """Return why a request is none that the document describes, or None."""
    for name, values in request.GET.lists():
        at = f"query.{name[:60]}"
        if name not in told.parameters:
            return problems.answer(422, _("没有“%(name)s”这个参数。") % {"name": name[:60]}, at=at)
        if len(values) > 1:
            return problems.answer(422, _("“%(name)s”只能写一次。") % {"name": name}, at=at)
    if told.bodies and request.content_type not in told.bodies:
        kinds = {"kinds": "、".join(sorted(told.bodies))}
        return problems.answer(415, _("正文的类型应当是%(kinds)s。") % kinds)
    return None


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
    if before and held(request, before):
        return HttpResponse(status=304, headers={"ETag": before, "Cache-Control": "no-cache"})
    request.method = "GET"
    response = view(request, *args, **kwargs)
    response["Cache-Control"] = "no-cache"
    if response.status_code == 200:
        tag = before or _tag(response.content)
        response["ETag"] = tag
        if held(request, tag):
            return HttpResponse(status=304, headers={"ETag": tag, "Cache-Control": "no-cache"})
    return response


def held(request: HttpRequest, tag: str) -> bool:
    """Whether who asks has it already; a proxy that compresses on the way makes the mark a weak one."""
    tags = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in tags or tag in (one.removeprefix("W/") for one in tags)


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


def _for_others(response: HttpResponse) -> HttpResponse:
    """Let pages of other sites read what anybody may read; they cannot write."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response["Access-Control-Expose-Headers"] = "ETag, Retry-After"
    patch_vary_headers(response, ("Accept-Language",))
    return response
