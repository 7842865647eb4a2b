"""PDF files made anew from their pages, in a process of its own with bounded memory and time."""

import json
import os
import struct
import subprocess
import sys
from typing import Any

from django.utils.translation import gettext as _

from gongkai.errors import UnreadableInput
from portal.publishing.hidden.finding import Finding, Stripped

SECONDS = 60


def strip(data: bytes) -> Stripped:
    """Return a PDF without properties, notes and attached files; a signed one stays as it is.

    Raises UnreadableInput where it cannot be opened, and where opening it takes too long.
    """
    facts, clean = _ask(data)
    if "error" in facts:
        raise UnreadableInput(facts["error"])
    return Stripped(clean or data, tuple(_findings(facts)))


def _ask(data: bytes) -> tuple[dict[str, Any], bytes]:
    command = [sys.executable, "-P", "-m", "portal.publishing.hidden.pdf_worker"]
    paths = os.pathsep.join(filter(None, sys.path))
    try:
        answer = subprocess.run(
            command,
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=True,
            env={**os.environ, "PYTHONPATH": paths},
        ).stdout
    except subprocess.TimeoutExpired as error:
        raise UnreadableInput("readers.took_too_long") from error
    except (subprocess.CalledProcessError, OSError) as error:
        raise UnreadableInput("readers.reader_crashed") from error
    if len(answer) < 4:
        raise UnreadableInput("readers.reader_crashed")
    (length,) = struct.unpack_from(">I", answer)
    return json.loads(answer[4 : 4 + length]), answer[4 + length :]


def _findings(facts: dict[str, Any]) -> list[Finding]:
    found = []
    signed = bool(facts["signatures"])
    if signed:
        words = _("文件带有电子签名，为使签名保持有效，没有作任何清理。")
        found.append(Finding("signed", words, open=bool(facts["people"] or facts["attached"])))
    if facts["people"]:
        said = {"names": "、".join(facts["people"])}
        if signed:
            words = _("文件属性里有作者、单位等信息（%(names)s）。") % said
        else:
            words = _("文件属性里的作者、单位等信息已删除（%(names)s）。") % said
        found.append(Finding("people", words, open=signed))
    if facts["attached"]:
        words = (
            _("附在PDF里的文件%(count)d个没有删除。")
            if signed
            else _("附在PDF里的文件%(count)d个已删除。")
        )
        found.append(Finding("attached", words % {"count": facts["attached"]}, open=signed))
    if facts["scripts"] and not signed:
        found.append(Finding("scripts", _("PDF里的脚本已删除。")))
    if facts["notes"]:
        words = (
            _("批注和标记%(count)d处没有删除。") if signed else _("批注和标记%(count)d处已删除。")
        )
        found.append(Finding("comments", words % {"count": facts["notes"]}, open=signed))
    if facts["typed"] and not signed:
        words = _("后加的文字框%(count)d处已删除；如果是正文的一部分，请重新生成PDF。")
        found.append(Finding("typed", words % {"count": facts["typed"]}, open=True))
    if facts["covered"]:
        words = _(
            "第%(pages)s页有被深色块盖住的文字，仍能复制出来。请用“遮盖”功能重新处理后再上传。"
        )
        pages = "、".join(map(str, facts["covered"][:10]))
        found.append(Finding("covered", words % {"pages": pages}, open=True))
    if facts["left"] and not signed:
        words = _("PDF内部仍留有编辑程序的数据或图片的拍摄信息，请重新生成PDF。")
        found.append(Finding("left", words, open=True))
    if facts["differs"]:
        words = _("清理会改变PDF的文字，文件保持原样，请核对。")
        found.append(Finding("kept", words, open=True))
    return found
