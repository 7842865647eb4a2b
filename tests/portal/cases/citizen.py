"""李明 in front of his browser, and what he types."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from portal.cases.models import Case

FORM = "/o/shilizhen/apply/form/"
CITIZEN = {
    "kind": "natural",
    "name": "李明",
    "id_kind": "居民身份证",
    "id_number": "11010519491231002X",
    "phone": "13800138000",
    "subject": "示例镇2024年农村公路养护资金的拨付文件",
    "content": "示例镇2024年度的拨付文件和明细",
    "document_number": "",
    "period": "2024年",
    "form": "electronic",
    "way": "online",
}
PRIVATE = ("李明", "11010519491231002X", "13800138000", "拨付文件")
"""What of 李明 no address, title, log or record may hold."""


@dataclass
class Citizen:
    """A browser at an address; `code` is the query code he has written down."""

    address: str = "127.0.0.1"
    code: str = ""
    shown: str = ""
    client: Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = Client(REMOTE_ADDR=self.address)

    def get(self, url: str) -> Any:
        """Ask for a page."""
        return self.client.get(url)

    def sees(self, url: str) -> str:
        """Return a page's words."""
        answer = self.client.get(url)
        assert answer.status_code == 200, answer.status_code
        return str(answer.content.decode())

    def posts(self, url: str, data: dict[str, Any], follow: bool = False) -> Any:
        """Send a form."""
        return self.client.post(url, data, follow=follow)

    def fills(self, **changes: Any) -> dict[str, Any]:
        """Open the form and fill it in."""
        return CITIZEN | {"token": self.token_on(self.get(FORM)), "website": ""} | changes

    def applies(self, **changes: Any) -> Case:
        """Go through form, look and sending; the code is written down."""
        asked = self.fills(**changes)
        assert self.posts(FORM, asked | {"step": "check"}).status_code == 200
        sent = self.posts(FORM, asked | {"step": "send"}, follow=True)
        self.shown = sent.content.decode()
        self.code = self.code_on(sent)
        found: Case = Case.objects.order_by("pk").last()  # type: ignore[assignment]
        return found

    def unlocks(self, code: str = "", check: str = "8000") -> Any:
        """Type code and check on the tracking page."""
        return self.posts("/track/", {"code": code or self.code, "check": check}, follow=True)

    @staticmethod
    def token_on(answer: Any) -> str:
        """Return the token of the form on a page."""
        found = re.search(r'name="token" value="([0-9a-f-]{36})"', answer.content.decode())
        assert found
        return found[1]

    @staticmethod
    def code_on(answer: Any) -> str:
        """Return the query code on a page."""
        return Citizen.code_in(answer.content.decode())

    @staticmethod
    def code_in(page: str) -> str:
        """Return the query code in the words of a page."""
        found = re.search(r"\b[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}\b", page)
        assert found
        return found[0]
