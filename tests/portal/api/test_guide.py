"""What the guide and the page of operations show runs, and the check from outside says what it finds."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from lxml import html

from portal.acts import clock
from portal.acts.actor import SYSTEM
from portal.annual.acts import StartFiling
from portal.api import guide, interface
from portal.api.v1 import api
from portal.cli.connecting import api_client_check
from portal.publishing.search import index
from tests.portal.api.world import EXAMPLES, World, build
from tests.portal.conftest import County

GUIDE = (Path(__file__).parents[3] / "docs" / "guides" / "api.md").read_text("utf-8")


@pytest.fixture
def committed(transactional_db: None, county: County, settings: Any, tmp_path: Path) -> World:
    """The world as a server sees it."""
    settings.DATA = tmp_path
    return build(county)


def call(command: str) -> Any:
    """Do what a line with curl does."""
    words = shlex.split(command)
    assert words.pop(0) == "curl"
    headers, body, method = {}, None, "GET"
    while len(words) > 1:
        option, value = words.pop(0), words.pop(0)
        match option:
            case "-H":
                name, _colon, said = value.partition(": ")
                headers[name] = said
            case "--json":
                body, method = value, "POST"
            case "-X":
                method = value
            case _:
                raise AssertionError(command)
    path = words[0].removeprefix("http://testserver")
    return Client().generic(method, path, body or "", "application/json", headers=headers)


def test_every_line_of_the_guide_runs(world: World) -> None:
    lines = re.findall(r"^curl .*$", GUIDE, re.MULTILINE)
    assert len(lines) == 10
    for line in lines:
        said = line.replace("$PORTAL", "http://testserver").replace("$KEY", world.secret())
        answer = call(said)
        assert answer.status_code in (200, 201), (line, answer.content.decode())


def test_every_program_of_the_guide_runs(committed: World, live_server: Any) -> None:
    environment = os.environ | {"PORTAL": live_server.url, "KEY": committed.secret()}
    StartFiling(by=SYSTEM, organ=committed.town, year=2024).execute()
    programs = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    said = [
        subprocess.run(
            [sys.executable, "-c", code],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for code in programs
    ]
    assert "8 documents, the newest:" in said[0] and "2023 received:" in said[0]
    assert said[1].strip().endswith("entered once: True")
    assert "explained: " in said[2] and said[2].strip().endswith("still in the way: 0")


def test_the_page_tells_every_operation_with_an_example_that_runs(
    committed: World, live_server: Any, tmp_path: Path
) -> None:
    """Each example as somebody copies it from the page: with the real curl, to a real server."""
    if shutil.which("curl") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("needs curl")
    index.rebuild()
    with urllib.request.urlopen(f"{live_server.url}/api/") as response:
        page = html.document_fromstring(response.read())
    told = {one.get("id") for one in page.iter("section") if one.get("id")}
    paths = interface.document(api, "zh")["paths"].values()
    assert told >= {operation["operationId"] for methods in paths for operation in methods.values()}
    assert not [one for one in page.xpath("//@src | //link/@href") if not one.startswith((live_server.url, "/"))]  # fmt: skip
    secret = committed.secret()
    report = next((EXAMPLES / "lidong-2023").glob("report.*"))
    (tmp_path / "文件.docx").write_bytes(report.read_bytes())
    for number, example in enumerate(page.xpath("//pre/code/text()")):
        words = shlex.split(example.replace(guide.SECRET, secret))
        words = [re.sub(r"(?<=^Idempotency-Key: ).*", f"example-{number:04}", w) for w in words]
        done = subprocess.run(
            [*words, "-s", "-w", "\n%{http_code}"],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            check=True,
        )
        said, _line, status = done.stdout.rpartition("\n")
        known = status in ("200", "201") or (
            status in ("404", "409") and "/desk/" in example  # of an object that is another state
        )
        assert known and json.loads(said), (example, done.stdout)


def test_the_check_goes_well_on_a_running_portal_and_changes_nothing(
    committed: World, live_server: Any
) -> None:
    from portal.acts.models import ActRecord

    secret = committed.secret()
    StartFiling(by=SYSTEM, organ=committed.town, year=clock.today().year - 1).execute()
    before = ActRecord.objects.count()
    done = CliRunner().invoke(api_client_check, [live_server.url, "--key", secret])
    assert done.exit_code == 0, done.output
    assert "共12项，都正常。" in done.output and ActRecord.objects.count() == before
    assert secret not in done.output and "试着答复一条检查结果" in done.output


def test_the_check_says_what_to_do(committed: World, live_server: Any) -> None:
    done = CliRunner().invoke(api_client_check, [live_server.url, "--key", "gk_wrong"])
    assert done.exit_code == 1 and "不对  密钥有效" in done.output and "系统管理员" in done.output
    nowhere = CliRunner().invoke(api_client_check, ["http://127.0.0.1:1"])
    assert nowhere.exit_code == 1 and "请核对网址" in nowhere.output
    strange = CliRunner().invoke(api_client_check, ["no address"])
    assert strange.exit_code == 1 and "Traceback" not in strange.output


def test_the_document_is_openapi_3_1_and_names_every_refusal(world: World) -> None:
    found = json.loads(Client().get("/api/v1/openapi.json").content)
    assert found["openapi"].startswith("3.1")
    for methods in found["paths"].values():
        for operation in methods.values():
            assert {"404", "422", "429"} <= set(operation["responses"])
            assert operation["summary"] and operation["tags"]
