"""A citizen applies on the organ's page, keeps the receipt, and follows the request to its end."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.cases.acts.receipt import AskCorrection, ConfirmReceipt
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
    "form": "electronic",
    "way": "online",
}


def token_of(page: bytes) -> str:
    found = re.search(rb'name="token" value="([0-9a-f-]{36})"', page)
    assert found
    return found[1].decode()


def filled(client: Client, **changes: Any) -> dict[str, Any]:
    return CITIZEN | {"token": token_of(client.get(FORM).content)} | changes


def code_on(page: bytes) -> str:
    found = re.search(rb"[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}", page)
    assert found
    return found[0].decode()


def apply(client: Client, **changes: Any) -> tuple[Case, str]:
    """Go through form, look, sending; return the request and its query code."""
    asked = filled(client, **changes)
    assert client.post(FORM, asked | {"step": "check"}).status_code == 200
    sent = client.post(FORM, asked | {"step": "send"}, follow=True)
    assert sent.status_code == 200
    return Case.objects.get(), code_on(sent.content)


def test_from_the_form_to_the_receipt_and_to_tracking(county: Any) -> None:
    here, at_home = Client(), Client()
    case, code = apply(here)
    assert case.number.startswith("公开申请〔") and case.channel == "online"
    receipt = here.get("/receipt/").content.decode()
    assert case.number in receipt and "双方确认" in receipt and "还没有开始计算" in receipt
    paper = here.get("/receipt/receipt.pdf")
    assert paper.content.startswith(b"%PDF") and paper["Content-Type"] == "application/pdf"
    assert at_home.get("/receipt/").status_code == 410
    wrong = at_home.post("/track/", {"code": code, "check": "1234"})
    right = at_home.post(
        "/track/", {"code": code.lower().replace("-", " "), "check": "8000"}, follow=True
    )
    assert wrong.status_code == 422 and "没有找到" in wrong.content.decode()
    assert case.number in right.content.decode()
