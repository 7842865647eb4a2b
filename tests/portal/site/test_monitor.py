"""The watch over links and columns: what leads nowhere is found, and nothing of this network is asked."""

import http.server
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from portal.acts import clock
from portal.acts.actor import SYSTEM
from portal.organs.models import Organ, Role
from portal.publishing.acts.publication import Withdraw
from portal.publishing.models import Column, Part
from portal.site import monitor, reach
from portal.site.models import Fault, Round
from portal.site.reach import Answer, Found
from tests.portal.conftest import County
from tests.portal.site.conftest import Issue

FINE = Answer(Found.ANSWERS)
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def found() -> dict[str, str]:
    return {f.address: f.why for f in monitor.faults(Organ.objects.all())}


def linked(*addresses: str) -> str:
    return "".join(f'<p><a href="{one}">看</a></p>' for one in addresses)


def test_links_inside_are_followed(issue: Issue) -> None:
    gone = issue("撤回的")
    good = issue("在的")
    Withdraw(by=SYSTEM, target=gone, reason="错发").execute()
    issue("有链接的", body=linked(
        f"/info/{good.pk}/", "/o/shilizhen/guifan/", "/search/?q=x", "#here", "mailto:a@b.cn",
        f"/info/{gone.pk}/", "/info/99999/", "/o/nowhere/", "/o/shilizhen/nowhere/", "/nothing",
        "/desk/",
    ))  # fmt: skip
    monitor.look(ask=lambda _address: FINE)
    assert found() == {
        f"/info/{gone.pk}/": "通向的信息已撤回",
        "/info/99999/": "没有这份信息",
        "/o/nowhere/": "没有这个机关",
        "/o/shilizhen/nowhere/": "没有这个栏目",
        "/nothing": "没有这个页面",
        "/desk/": "通向工作台，公众打不开",
    }


def test_another_sites_failure_counts_from_the_second_time_and_goes_when_mended(
    issue: Issue,
) -> None:
    issue(body=linked("http://a.example/x", "https://b.example/"))
    answers = {"http://a.example/x": Answer(Found.GONE, "没有"), "https://b.example/": FINE}
    with clock.as_of(NOW):
        monitor.look(ask=answers.__getitem__)
    assert found() == {} and Fault.objects.count() == 1
    with clock.as_of(NOW + timedelta(hours=7)):
        monitor.look(ask=answers.__getitem__, most=0)
    assert found() == {"http://a.example/x": "没有"}
    with clock.as_of(NOW + timedelta(hours=14)):
        monitor.look(ask=lambda _address: FINE, most=0)
    assert Fault.objects.count() == 0


def test_what_was_not_asked_this_time_stays_as_it_was(issue: Issue) -> None:
    issue(body=linked("http://a.example/x"))
    gone = Answer(Found.GONE, "没有")
    monitor.look(ask=lambda _address: gone)
    with clock.as_of(clock.now() + timedelta(hours=7)):
        monitor.look(seconds=0, ask=lambda _address: FINE)
    assert Fault.objects.count() == 1


def test_without_a_way_out_no_link_is_blamed(issue: Issue) -> None:
    silent = Answer(Found.SILENT, "没有应答")
    issue(body=linked(*(f"http://{n}.example/" for n in range(9))))
    with clock.as_of(NOW):
        monitor.look(ask=lambda _address: silent)
    with clock.as_of(NOW + timedelta(hours=7)):
        monitor.look(ask=lambda _address: silent)
    assert found() == {}


def test_rounds_go_on_where_the_last_ended(issue: Issue) -> None:
    for n in range(3):
        issue(f"第{n}号", body=linked("/nothing"))
    assert [monitor.look(most=2, ask=lambda _a: FINE).documents for _n in range(3)] == [2, 1, 2]
    assert Round.objects.count() == 3 and Fault.objects.count() == 3


def test_a_withdrawn_documents_faults_go_with_it(issue: Issue) -> None:
    document = issue(body=linked("/nothing"))
    monitor.look(ask=lambda _a: FINE)
    Withdraw(by=SYSTEM, target=document, reason="错发").execute()
    with clock.as_of(clock.now() + timedelta(hours=7)):
        monitor.look(ask=lambda _a: FINE)
    assert Fault.objects.count() == 0


def test_empty_and_stale_columns_are_named(issue: Issue, county: County) -> None:
    empty = Column.objects.create(code="kong", title="空栏目", part=Part.CONTENT)
    news = Column.objects.create(code="xinwen", title="动态", part=Part.CONTENT, update_days=14)
    issue("旧闻", column=news, at=NOW - timedelta(days=20))
    issue(at=NOW)
    with clock.as_of(NOW):
        named = {one.column: one.days for one in monitor.stale_columns(county.town)}
    assert named == {empty: None, news: 20}


# The desk -----------------------------------------------------------------------------------------


def test_who_has_to_mend_it_sees_what_is_wrong_with_a_way_to_do_so(
    issue: Issue, county: County
) -> None:
    document = issue(body=linked("/nothing"))
    monitor.look(ask=lambda _a: FINE)
    page = county.client("fuzeren", Role.HEAD).get("/desk/site/").content.decode()
    assert "/nothing" in page and f'href="/desk/documents/{document.pk}/"' in page
    assert "去更正" in page
    above = county.client("zhuguan", Role.SUPERVISOR, organ=county.county)
    assert "/nothing" in above.get("/desk/site/").content.decode()
    other = county.client("bieren", Role.HEAD, organ=county.bureau).get("/desk/site/")
    assert "/nothing" not in other.content.decode()
    assert county.client("xitong", Role.SYSTEM).get("/desk/site/").status_code == 403


# Asking other sites -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/", "http://localhost/", "http://10.0.0.1/", "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/", "http://0.0.0.0/", "http://224.0.0.1/", "http://2130706433/",
        "http://0x7f.1/", "ftp://a.example/", "file:///etc/passwd", "gopher://a/", "http://",
        "http://user@1.1.1.1/", "http://1.1.1.1:22/", "http://[bad/", "https://1.1.1.1:99999/",
        "http://" + "长" * 300 + "/",
    ],
)  # fmt: skip
def test_nothing_of_this_network_and_no_other_door_is_asked(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_args: object, **_kwargs: object) -> socket.socket:
        raise AssertionError(address)

    monkeypatch.setattr(socket, "create_connection", never)
    assert reach.ask(address).found in (Found.NOT_ASKED, Found.SILENT)


def test_a_name_with_one_private_address_among_public_ones_is_not_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    both = [(2, 1, 6, "", ("1.1.1.1", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: both)
    assert reach.ask("http://two.example/").found is Found.NOT_ASKED


class _Site(http.server.BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        status = {"/gone": 404, "/broken": 500, "/closed": 403, "/noheads": 405}.get(self.path, 200)
        where = {"/moved": "/here", "/loop": "/loop", "/inward": "http://10.0.0.1/"}.get(self.path)
        self.send_response(302 if where else status)
        if where:
            self.send_header("Location", where)
        self.end_headers()

    def do_GET(self) -> None:
        self.send_response(403 if self.path == "/closed" else 200)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Serve a site here that stands for one elsewhere: only where it lies is pretended."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(reach, "_PORTS", {"http": server.server_port})
    real = reach.public_address
    monkeypatch.setattr(
        reach,
        "public_address",
        lambda host, port: "127.0.0.1" if host == "far.example" else real(host, port),
    )
    yield
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "outcome"),
    [
        ("/", Found.ANSWERS), ("/路?词=值", Found.ANSWERS), ("/gone", Found.GONE),
        ("/broken", Found.SILENT), ("/closed", Found.ANSWERS), ("/noheads", Found.ANSWERS),
        ("/moved", Found.ANSWERS), ("/loop", Found.GONE), ("/inward", Found.NOT_ASKED),
    ],
)  # fmt: skip
def test_a_site_is_asked_as_a_browser_would_see_it(site: None, path: str, outcome: Found) -> None:
    assert reach.ask(f"http://far.example{path}").found is outcome
