"""A received file as the content of a draft: what was recognised in it, from which words, how sure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.readers.official import Official, recognise
from gongkai.readers.official_lines import Found
from portal.publishing.body import body_of
from portal.publishing.files import Received
from portal.publishing.hidden.finding import Finding

FIELDS = ("title", "number", "issuer", "formed_on", "effective_on", "expires_on")
"""What is looked for in an official document."""

_WHY: dict[str, str | Promise] = {
    "red_head": gettext_lazy("取自版头"),
    "own_line": gettext_lazy("取自单独一行"),
    "signature": gettext_lazy("取自落款"),
    "below_title": gettext_lazy("取自标题下方"),
    "title": gettext_lazy("取自标题"),
    "decree": gettext_lazy("取自发布令"),
    "file_property": gettext_lazy("取自文件属性"),
    "sentence": gettext_lazy("取自正文"),
    "from_printing": gettext_lazy("“自印发之日起”，按印发日期填写"),
    "from_signature": gettext_lazy("按成文日期推算"),
    "file_name": gettext_lazy("没有识别出标题，暂用文件名"),
}


@dataclass(frozen=True, slots=True)
class Recognised:
    """The content of a draft, and for each field that was recognised where it came from.

    told      by field: ``{"value", "words", "sure", "why"}``, plain values
    findings  what its marks say against publishing it
    """

    content: dict[str, Any]
    told: dict[str, dict[str, Any]]
    findings: tuple[Finding, ...] = ()


def content_of(file: Received) -> Recognised:
    """Return what a file gives for a new document; what it does not say stays empty."""
    stem = PurePath(file.name).stem
    if file.document is None:
        told = {"title": _told(stem, file.name, False, "file_name")}
        return Recognised({"title": stem, "body": ""}, told)
    official = recognise(file.document)
    content: dict[str, Any] = {"body": body_of(file.document, official)}
    told = {}
    for name in FIELDS:
        found: Found[str] | Found[date] | None = getattr(official, name)
        if found is not None:
            content[name] = found.value
            told[name] = _told(str(found.value), found.words, found.sure, found.why)
    if "title" not in content:
        content["title"] = stem
        told["title"] = _told(stem, file.name, False, "file_name")
    for name, most in (("title", 300), ("number", 80), ("issuer", 200)):
        content[name] = content.get(name, "")[:most]
    return Recognised(content, told, tuple(_marks(official)))


def with_findings(file: Received, recognised: Recognised) -> Received:
    """Return the file with what its marks say among its findings."""
    return replace(file, findings=(*recognised.findings, *file.findings))


def why(told: Mapping[str, Any]) -> str:
    """Return in words where a recognised value came from."""
    return str(_WHY.get(str(told.get("why")), ""))


def _told(value: str, words: str, sure: bool, reason: str) -> dict[str, Any]:
    return {"value": value, "words": words[:200], "sure": sure, "why": reason}


def _marks(official: Official) -> list[Finding]:
    found = []
    if official.secrecy is not None:
        words = _("文件首页标有密级“%(mark)s”。涉密文件不得公开，请立即报告保密工作机构。")
        said = words % {"mark": official.secrecy.words}
        found.append(Finding("secrecy", said, open=True))
    if official.disclosure is not None and official.disclosure.value != "open":
        words = _("文件注明“%(note)s”，请核对公开属性。")
        said = words % {"note": official.disclosure.words}
        found.append(Finding("not_open", said, open=True))
    return found
