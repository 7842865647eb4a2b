"""The open data before everybody: the page, the files at addresses that stay, what catalogues read."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import http_date, parse_http_date_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from portal.annual import queries as annual
from portal.api.interface import held
from portal.api.opendata import making
from portal.organs.models import Organ
from portal.organs.queries import root

FEW = 200
"""Up to so many reports the first files are made while somebody waits for them."""
MEDIA_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
    "": "text/plain; charset=utf-8",
}
WORDS = {
    "annual-reports.csv": gettext_lazy("全部年度报告，一格一行"),
    "annual-reports.json": gettext_lazy("全部年度报告，一份一项"),
    "annual-reports-2021.parquet": gettext_lazy("2021年表式的年度报告，一份一行，适合大量计算"),
    "annual-reports-2019.parquet": gettext_lazy("2019年表式的年度报告，一份一行，适合大量计算"),
    "documents.csv": gettext_lazy("全部公开信息的目录"),
    "schema.json": gettext_lazy("各列的说明（Data Package、Table Schema）"),
    "SHA256SUMS": gettext_lazy("各文件的SHA-256校验值"),
}


def licence() -> str:
    """Return the terms that the operator has set in DATA/licence.txt, or that there are none."""
    try:
        return (Path(settings.DATA) / "licence.txt").read_text("utf-8").strip()
    except FileNotFoundError:
        return _("网站的管理者没有另行设定使用条件。内容来自各机关依法主动公开的信息。")


def _ready() -> dict[str, Any] | None:
    said = making.manifest()
    if said is None and annual.current().count() <= FEW:
        making.make()
        said = making.manifest()
    if said is None:
        making.refresh.enqueue()
    return said


def _organ() -> Organ:
    organ = root()
    if organ is None:
        raise Http404
    return organ


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show what there is to take, with sizes, digests and terms."""
    organ, said = _organ(), _ready()
    files = [one | {"words": WORDS.get(one["name"], "")} for one in (said or {}).get("files", ())]
    context = {
        "organ": organ,
        "files": files,
        "made": said and datetime.fromisoformat(said["made_at"]),
    }
    return render(request, "api/opendata.html", context | {"licence": licence()})


@require_safe
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """Answer one of the files as it is now; 304 where it is the one somebody has."""
    said = _ready()
    if said is None:
        return _later(request)
    where = making.newest()
    one = next((one for one in said["files"] if one["name"] == name), None)
    if name == "SHA256SUMS":
        every = "".join(one["sha256"] for one in said["files"])
        one = {"sha256": hashlib.sha256(every.encode()).hexdigest()}
    if one is None or where is None:
        raise Http404
    path = where / name
    try:
        opened = path.open("rb")
    except FileNotFoundError:  # made anew in this very moment
        return _later(request)
    changed = int(path.stat().st_mtime)
    headers = {
        "ETag": f'"{one["sha256"][:32]}"',
        "Last-Modified": http_date(changed),
        "Cache-Control": "no-cache",
        "Access-Control-Allow-Origin": "*",
    }
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    asked = "If-None-Match" in request.headers
    if held(request, headers["ETag"]) or (not asked and since is not None and since >= changed):
        opened.close()
        return HttpResponse(status=304, headers=headers)
    kind = MEDIA_TYPES[path.suffix]
    return FileResponse(
        opened,
        as_attachment=path.suffix != ".json",
        filename=name,
        content_type=kind,
        headers=headers,
    )


def _later(request: HttpRequest) -> HttpResponse:
    page = {"organ": _organ(), "files": [], "made": None, "licence": licence()}
    response = render(request, "api/opendata.html", page, status=503)
    response["Retry-After"] = "60"
    return response


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Answer what catalogues of open data read: DCAT as JSON-LD."""
    organ, said = _organ(), _ready()
    here = request.build_absolute_uri(reverse("opendata"))
    files = (said or {}).get("files", [])
    publisher = {"@type": "foaf:Agent", "foaf:name": organ.name}

    def dataset(key: str, title: str, words: str, names: tuple[str, ...]) -> dict[str, Any]:
        return {
            "@id": f"{here}#{key}",
            "@type": "dcat:Dataset",
            "dct:title": {"@value": title, "@language": "zh"},
            "dct:description": {"@value": words, "@language": "zh"},
            "dct:publisher": publisher,
            "dct:license": f"{here}#licence",
            "dct:modified": (said or {}).get("made_at"),
            "dcat:landingPage": here,
            "dcat:distribution": [
                _distribution(here, one) for one in files if one["name"].startswith(names)
            ],
        }

    answer = {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "spdx": "http://spdx.org/rdf/terms#",
        },
        "@type": "dcat:Catalog",
        "@id": here,
        "dct:title": {"@value": f"{organ.name}政府信息公开开放数据", "@language": "zh"},
        "dct:publisher": publisher,
        "dcat:dataset": [
            dataset(
                "annual-reports",
                "政府信息公开工作年度报告",
                "各机关历年政府信息公开工作年度报告的全部数字。",
                ("annual-reports",),
            ),
            dataset("documents", "公开信息目录", "已经公开的全部政府信息的目录。", ("documents",)),
        ],
    }
    response = JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = "application/ld+json"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _distribution(here: str, one: dict[str, Any]) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dct:title": str(WORDS.get(one["name"], one["name"])),
        "dcat:downloadURL": {"@id": here + one["name"]},
        "dcat:mediaType": MEDIA_TYPES[Path(one["name"]).suffix].partition(";")[0],
        "dcat:byteSize": one["size"],
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": "spdx:checksumAlgorithm_sha256",
            "spdx:checksumValue": one["sha256"],
        },
    }
