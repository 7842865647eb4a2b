"""Nothing of a person reaches an address, a title, a cache, a log or a record that stays."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.portal.cases.citizen import FORM, PRIVATE, Citizen

from portal.acts import clock
from portal.acts.models import ActRecord
from portal.cases.models import Applicant, Case, Matter
from portal.site.early_cache import EarlyCache

pytestmark = pytest.mark.django_db


def whole_visit(citizen: Citizen) -> list[Any]:
    """Apply, keep the receipt, track, correct wrongly, withdraw; return every answer."""
    paper = SimpleUploadedFile("李明的说明.txt", "拨付文件".encode())
    asked = citizen.fills(attached=paper)
    answers = [
        citizen.get(FORM),
        citizen.posts(FORM, {**asked, "name": "", "step": "check"}),
        citizen.posts(FORM, {**asked, "attached": "", "step": "check"}),
        citizen.posts(FORM, {**asked, "attached": "", "step": "send"}),
        citizen.get("/receipt/"),
        citizen.get("/receipt/receipt.pdf"),
    ]
    citizen.code = citizen.code_on(answers[4])
    answers += [
        citizen.posts("/track/", {"code": citizen.code, "check": "1111"}),
        citizen.posts("/track/", {"code": citizen.code, "check": "8000"}),
        citizen.get("/track/"),
        citizen.posts("/track/correct/", {"text": "李明 13800138000"}),
        citizen.posts("/track/affirm/", {}),
        citizen.posts("/track/withdraw/", {"sure": "on", "why": "李明不要了"}),
        citizen.get("/track/"),
    ]
    return answers


def test_no_log_line_knows_who_it_was_or_what_he_asked(
    county: Any, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    citizen = Citizen()
    whole_visit(citizen)
    captured = capfd.readouterr()
    said = captured.out + captured.err + caplog.text
    assert "/track/" in said  # there are log lines
    for secret in (*PRIVATE, citizen.code, citizen.code.replace("-", "")):
        assert secret not in said


def test_no_answer_is_kept_and_no_address_or_title_tells_anything(county: Any) -> None:
    citizen = Citizen()
    for answer in whole_visit(citizen):
        assert "no-store" in answer["Cache-Control"], answer.request["PATH_INFO"]
        assert answer["Referrer-Policy"] in ("same-origin", "no-referrer")
        where = (
            answer.get("Location", "")
            + answer.request["PATH_INFO"]
            + answer.request["QUERY_STRING"]
        )
        title = re.findall(
            r"<title>.*?</title>", answer.content.decode(errors="replace"), re.DOTALL
        )
        for secret in (*PRIVATE, citizen.code, "公开申请〔"):
            assert secret not in where and secret not in "".join(title)


def test_the_act_records_know_the_number_and_nothing_else(county: Any) -> None:
    citizen = Citizen()
    whole_visit(citizen)
    kept = [
        json.dumps([r.before, r.after, r.about, r.reason, r.who, r.post, r.address], ensure_ascii=False)
        for r in ActRecord.objects.all()
    ]  # fmt: skip
    assert any("公开申请〔" in one for one in kept)
    for secret in (*PRIVATE, citizen.code):
        assert not any(secret in one for one in kept)


def test_at_rest_there_is_no_number_and_no_telephone(county: Any) -> None:
    citizen = Citizen()
    whole_visit(citizen)
    row = str(Applicant.objects.values().get()) + str(Case.objects.values().get())
    assert "11010519491231002X" not in row and "13800138000" not in row and citizen.code not in row
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        assert "李明" not in path.name
        if path.is_file() and "cases" in path.parts:
            assert "拨付文件".encode() not in path.read_bytes()


def test_the_cache_of_pages_keeps_none_of_them(county: Any) -> None:
    asked = []

    def application(environ: dict[str, Any], start_response: Any) -> Any:
        asked.append(environ["PATH_INFO"])
        answer = Client().get(environ["PATH_INFO"])
        start_response("200 OK", list(answer.items()))
        return answer

    cache = EarlyCache(application, 1 << 20)
    for path in (FORM, "/track/", "/o/shilizhen/apply/suggest/", "/calculator/"):
        for _ in range(2):
            cache(
                {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_HOST": "testserver", "wsgi.url_scheme": "http"},
                lambda *_said: None,
            )  # fmt: skip
        assert asked.count(path) == 2, path


def test_another_case_is_never_shown(county: Any) -> None:
    """Each session opens one: with a new code the old one is closed."""
    moment = datetime(2024, 3, 4, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    with clock.as_of(moment):
        first, second = Citizen(), Citizen()
        one = first.applies()
        two = second.applies(subject="示例镇低保名册的编制办法", name="王芳", phone="13900139000")
        assert one.number in first.unlocks().content.decode()
        page = first.unlocks(second.code, "9000").content.decode()
    assert two.number in page and one.number not in page


def test_matters_keep_it_alike(county: Any, capfd: pytest.CaptureFixture[str]) -> None:
    citizen = Citizen()
    token = citizen.token_on(citizen.get("/o/shilizhen/apply/correct/"))
    evidence = SimpleUploadedFile("户口簿.jpg", b"\xff\xd8\xff\xe0 13800138000")
    answer = citizen.posts(
        "/o/shilizhen/apply/correct/",
        {"token": token, "kind": "natural", "name": "李明", "id_kind": "居民身份证", "id_number": "11010519491231002X",
         "phone": "13800138000", "subject": "我的出生日期", "content": "户口簿上是1949年", "attached": evidence},
        follow=True,
    )  # fmt: skip
    assert "no-store" in answer["Cache-Control"]
    matter = Matter.objects.get()
    record = ActRecord.objects.get(act="cases.submit_matter")
    said = capfd.readouterr().err + str(record.after) + record.about
    for secret in (*PRIVATE, "出生日期", "1949年"):
        assert secret not in said
    kept = Path(settings.MEDIA_ROOT) / matter.facts["files"][0]["path"]
    assert b"13800138000" not in kept.read_bytes()
