"""The interface told from its own document: every operation, what it takes, an example that runs."""

import json
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.api import interface
from portal.api.v1 import api
from portal.ui import language

SECRET = "gk_你的密钥"
"""What stands for the secret in examples."""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or something in a body."""

    name: str
    where: str
    needed: bool
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """An operation as people read it."""

    name: str
    tag: str
    method: str
    path: str
    summary: str
    words: str
    by_key: bool
    fields: tuple[Field, ...]
    answers: tuple[tuple[str, str], ...]
    example: str


def document() -> dict[str, Any]:
    """Return the OpenAPI document in the language of the page."""
    return interface.document(api, language.spoken())


def operations(root: str, known: Mapping[str, Any]) -> list[Told]:
    """Return every operation.

    root   the address before the paths
    known  values by which examples run here: {"listOrgans.code": "shili", "code": "shili"}
    """
    return [
        _told(path, method, operation, root, known)
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
    ]


def _told(
    path: str, method: str, operation: Mapping[str, Any], root: str, known: Mapping[str, Any]
) -> Told:
    return Told(
        operation["operationId"],
        operation["tags"][0],
        method.upper(),
        path,
        operation["summary"],
        operation.get("description", ""),
        bool(operation.get("security")),
        tuple(_fields(operation)),
        tuple((str(s), a["description"]) for s, a in operation["responses"].items()),
        _curl(path, method, operation, root, known),
    )


_WHERE = {
    "path": gettext_lazy("网址"),
    "query": gettext_lazy("参数"),
    "header": gettext_lazy("请求头"),
}
_KINDS = {
    "date": gettext_lazy("日期"),
    "binary": gettext_lazy("文件"),
    "string": gettext_lazy("文字"),
    "integer": gettext_lazy("整数"),
    "boolean": "true | false",
    "object": gettext_lazy("对象"),
}


def _fields(operation: Mapping[str, Any]) -> Iterator[Field]:
    for one in operation["parameters"]:
        schema = _resolved(one["schema"])
        words = dict.fromkeys((one.get("description"), schema.get("description")))
        said = " ".join(filter(None, words))
        yield Field(one["name"], str(_WHERE[one["in"]]), one["required"], _kind(schema), said)
    for kind, body in operation.get("requestBody", {}).get("content", {}).items():
        where = "JSON" if kind == "application/json" else _("表单")
        schema = _resolved(body["schema"])
        for name, part in schema["properties"].items():
            part = interface.given(part)
            needed = name in schema.get("required", ())
            yield Field(name, where, needed, _kind(_resolved(part)), part.get("description", ""))


def _resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        found: Mapping[str, Any] = document()["components"]["schemas"][name]
        return found
    if "allOf" in schema:
        return {**schema["allOf"][0], **schema}
    return schema


def _kind(schema: Mapping[str, Any]) -> str:
    if "enum" in schema and "description" in schema:  # which says each with its name
        return _("其中之一")
    if "enum" in schema:
        return " | ".join(str(value) or _("（空）") for value in schema["enum"])
    for name in (schema.get("format"), schema.get("type")):
        if name in _KINDS:
            return str(_KINDS[name])
    return ""


def _curl(
    path: str, method: str, operation: Mapping[str, Any], root: str, known: Mapping[str, Any]
) -> str:
    """Return a command that runs."""
    query = []
    words = ["curl"]
    if operation.get("security"):
        words += ["-H", f"Authorization: Bearer {SECRET}"]
    for one in operation["parameters"]:
        name, schema = one["name"], one["schema"]
        value = known.get(f"{operation['operationId']}.{name}", known.get(name))
        if value is None:
            value = (schema.get("examples") or [None])[0]
        if one["in"] == "path":
            path = path.replace(f"{{{name}}}", str(value))
        elif one["in"] == "header":
            words += ["-H", f"{name}: {value}"]
        elif one["required"] or f"{operation['operationId']}.{name}" in known:
            query.append(f"{name}={quote(str(value))}")
    for kind, body in operation.get("requestBody", {}).get("content", {}).items():
        if kind == "application/json":
            said = json.dumps(_sample(_resolved(body["schema"])), ensure_ascii=False)
            words += ["--json", said]
        else:
            words += ["-F", "file=@文件.docx"]
    if method == "post" and "requestBody" not in operation:
        words += ["-X", "POST"]
    words.append(root + path + ("?" + "&".join(query) if query else ""))
    return " ".join(word if word == "curl" else shlex.quote(word) for word in words)


def _sample(schema: Mapping[str, Any]) -> Any:
    """Return what has an example, and what must be there."""
    if "examples" in schema:
        return schema["examples"][0]
    if "properties" in schema:
        return {
            name: _sample(_resolved(part))
            for name, part in schema["properties"].items()
            if "examples" in part or name in schema.get("required", ())
        }
    return schema.get("default", "")
