"""Calling a running interface as a client does, for somebody who connects a system to it."""

import json
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

TIMEOUT = 20
LARGEST = 32 << 20
_OPEN = ("drafting", "returned")
"""Stages in which a report is written."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was tried: whether it went as it should, what was seen, what to do where not."""

    what: str
    passed: bool
    seen: str
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; status 0 where nothing did."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    why: str = ""

    @property
    def said(self) -> str:
        """The status, and the sentence of a refusal."""
        detail = self.body.get("detail", "") if isinstance(self.body, dict) else ""
        return f"{self.status or ''} {detail or self.why}".strip()


class Client:
    """A client with nothing but the standard library."""

    def __init__(self, address: str, key: str = "") -> None:
        self.address, self._key = address.rstrip("/") + "/api/v1", key

    def call(self, path: str, *, body: Any = None, key: bool = False, **headers: str) -> Answer:
        """Return what the interface answers."""
        sent = {
            "Accept": "application/json",
            **{k.replace("_", "-"): v for k, v in headers.items()},
        }
        data = None
        if body is not None:
            data, sent["Content-Type"] = json.dumps(body).encode(), "application/json"
        if key:
            sent["Authorization"] = f"Bearer {self._key}"
        try:
            request = urllib.request.Request(self.address + path, data, sent)
            with urllib.request.urlopen(request, timeout=TIMEOUT) as response:
                return _answer(response.status, response.headers, response.read(LARGEST))
        except urllib.error.HTTPError as error:
            return _answer(error.code, error.headers, error.read(LARGEST))
        except (OSError, ValueError) as error:
            return Answer(0, why=str(getattr(error, "reason", error)))


def _answer(status: int, headers: Any, content: bytes) -> Answer:
    try:
        body = json.loads(content) if content else None
    except ValueError:
        body = None
    return Answer(status, {k.lower(): v for k, v in headers.items()}, body)


def check(address: str, key: str = "") -> Iterator[Line]:
    """Try what a client does, and yield what came of it; nothing is changed.

    address  where the site is: https://…
    key      with it, what a system with a key does is tried too
    """
    client = Client(address, key)
    document = client.call("/openapi.json")
    yield _line(
        _("取得OpenAPI文档"),
        document.status == 200 and str((document.body or {}).get("openapi", ""))[:3] == "3.1",
        document,
        _("请核对网址：应当是网站的首页地址，例如 https://xxgk.example.gov.cn；再看网络和证书。"),
    )
    if document.status != 200:
        return
    for name, path in (
        (_("机关"), "/organs"),
        (_("信息"), "/documents"),
        (_("年度报告"), "/reports"),
    ):
        yield from _list(client, name, path)
    yield _search(client)
    wrong = client.call("/organs?limit=0")
    yield _line(
        _("出错时给出一句话"),
        wrong.status == 422 and "problem+json" in wrong.headers.get("content-type", ""),
        wrong,
        _("中间的代理改写了出错的答复，请让它原样通过。"),
    )
    if not key:
        return
    yield from _with_key(client)


def _list(client: Client, name: str, path: str) -> Iterator[Line]:
    seen: list[Any] = []
    first = page = client.call(path + "?limit=2")
    while page.status == 200:
        seen += [one.get("id", one.get("code")) for one in page.body["items"]]
        if not page.body["next"] or len(seen) >= 6:
            break
        page = client.call(f"{path}?limit=2&cursor={page.body['next']}")
    yield _line(
        _("逐页列出%(name)s") % {"name": name},
        page.status == 200 and len(seen) == len(set(seen)),
        page,
        _("请把答复里的next原样放进cursor，其余参数不变；429的，等Retry-After说的秒数。"),
        _("%(n)d条，没有重复") % {"n": len(seen)},
    )
    if path == "/documents" and first.status == 200:
        again = client.call(path + "?limit=2", If_None_Match=first.headers.get("etag", ""))
        yield _line(
            _("没有变化时只答304"),
            again.status == 304,
            again,
            _("中间的代理去掉了ETag或者If-None-Match；可以照常使用，只是多传数据。"),
        )


def _search(client: Client) -> Line:
    """Search the first words of the newest document; the index may be some seconds behind."""
    newest = client.call("/documents?limit=1")
    items = newest.body["items"] if newest.status == 200 else []
    words = urllib.parse.quote(items[0]["title"][:4] if items else "公开")
    found = client.call(f"/search?q={words}&limit=5")
    passed = found.status == 200 and len(found.body["items"]) <= min(5, found.body["count"])
    seen = _("找到%(n)d条") % {"n": found.body["count"]} if passed else ""
    todo = _("检索库正在重建的，稍后再试；过于频繁的，等Retry-After说的秒数。")
    return _line(_("按词查找信息"), passed, found, todo, seen)


def _with_key(client: Client) -> Iterator[Line]:
    mine = client.call("/desk/key", key=True)
    yield _line(
        _("密钥有效"),
        mine.status == 200,
        mine,
        _("请核对密钥，注意首尾空格；停用的，请系统管理员另建一个。"),
        f"{mine.body['organ']} {mine.body['name']}" if mine.status == 200 else "",
    )
    if mine.status != 200:
        return
    tries: dict[str, Callable[[], Answer]] = {
        "documents": lambda: _rehearse(
            client, "/desk/documents", {"column": _column(client, mine.body["organ"]),
                                        "genre": "other", "title": "接口检查", "html": "<p>检查</p>"},
        ),
        "cases": lambda: _rehearse(
            client, "/desk/cases", {"applicant": {"kind": "natural", "name": "检查", "phone": "00000000000"},
                                    "subject": "接口检查"},
        ),
    }  # fmt: skip
    for scope, attempt in tries.items():
        if scope in mine.body["scopes"]:
            answer = attempt()
            yield _line(
                _("试办一次（什么也不保存）：%(scope)s") % {"scope": scope},
                answer.status == 200 and answer.body == {"possible": True},
                answer,
                _("答复里的detail说明了原因。"),
            )
    if "reports" in mine.body["scopes"]:
        yield from _findings(client)


def _findings(client: Client) -> Iterator[Line]:
    """Read what the checks find in the report that is being written, and try to explain one of it."""
    found = filings = client.call("/desk/filings", key=True)
    listed = filings.body["items"] if filings.status == 200 else []
    written = [one["id"] for one in listed if one["stage"] in _OPEN]
    items: list[Any] = []
    for number in written[:1]:
        found = client.call(f"/desk/filings/{number}/findings", key=True)
        items = found.body["items"] if found.status == 200 else []
    yield _line(
        _("年度报告的检查结果"),
        found.status == 200,
        found,
        _("答复里的detail说明了原因。"),
        _("%(n)d条") % {"n": len(items)} if written else _("现在没有正在填报的年度报告"),
    )
    if items:
        said = {"keys": [items[0]["key"]], "message": "接口检查"}
        answer = _rehearse(client, f"/desk/filings/{written[0]}/answers", said)
        yield _line(
            _("试着答复一条检查结果（什么也不保存）"),
            answer.status == 200 and answer.body == {"possible": True},
            answer,
            _("答复里的detail说明了原因。"),
        )


def _rehearse(client: Client, path: str, body: Any) -> Answer:
    token = uuid.uuid4().hex
    return client.call(f"{path}?rehearse=yes", body=body, key=True, Idempotency_Key=token)


def _column(client: Client, organ: str) -> str:
    found = client.call(f"/organs/{organ}/columns")
    items = found.body["items"] if found.status == 200 else []
    return next((c["code"] for c in items if c["part"] != "reports"), "none")


def _line(what: str, passed: bool, answer: Answer, todo: str, seen: str = "") -> Line:
    return Line(what, passed, (seen if passed else "") or answer.said, "" if passed else todo)
