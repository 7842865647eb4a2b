"""Rate limits: shared by processes, per address, with a page that says when to come back."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.http import HttpRequest
from django.test import Client

from portal.site import limits
from portal.site.limits import SharedCounts, address_of
from tests.portal.conftest import County

FAR = "203.0.113.9"


@pytest.fixture(autouse=True)
def own_counts(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    """Give each test counts of its own, and small limits."""
    settings.DATA = tmp_path
    settings.RATE_LIMITS = {"search": "3/minute", "login": "2/minute;5/hour"}
    yield
    limits._limiter.cache_clear()


def search(address: str = FAR, **extra: Any) -> Any:
    return Client(REMOTE_ADDR=address).get("/search/", {"q": "处罚"}, **extra)


def test_one_too_many_is_refused_and_told_when_to_come_back(county: County) -> None:
    assert [search().status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = search()
    assert 0 < int(answer["Retry-After"]) <= 60
    assert f"请在{answer['Retry-After']}秒后再试" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_another_address_and_other_pages_are_not_touched(county: County) -> None:
    for _ in range(5):
        search()
    assert search("203.0.113.10").status_code == 200
    far = Client(REMOTE_ADDR=FAR)
    assert far.get("/search/").status_code == 200  # the empty form costs nothing
    assert all(far.get("/").status_code == 200 for _ in range(5))


def test_this_machine_is_counted_only_if_asked(county: County, settings: LazySettings) -> None:
    assert [search("127.0.0.1").status_code for _ in range(5)] == [200] * 5
    settings.RATE_LIMIT_LOOPBACK = True
    assert [search("127.0.0.1").status_code for _ in range(5)][-1] == 429


def test_only_attempts_to_log_in_are_counted(county: County) -> None:
    far = Client(REMOTE_ADDR=FAR)
    assert all(far.get("/account/login/").status_code == 200 for _ in range(5))
    tries = [
        far.post("/account/login/", {"login": f"x{i}", "password": "y"}).status_code
        for i in range(3)
    ]
    assert tries == [200, 200, 429]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "who"),
    [
        (0, "1.2.3.4", FAR, FAR),  # nobody stands before us: whoever wrote that is not believed
        (1, "1.2.3.4, 203.0.113.9", "10.0.0.1", FAR),
        (2, "1.2.3.4, 203.0.113.9, 10.0.0.2", "10.0.0.1", FAR),
        (1, "", "10.0.0.1", "10.0.0.1"),
        (2, "203.0.113.9", "10.0.0.1", "10.0.0.1"),
        (1, "2001:db8:1:2:3:4:5:6", "10.0.0.1", "2001:db8:1:2::/64"),
        (1, "::ffff:203.0.113.9", "10.0.0.1", FAR),
        (1, "nonsense" * 50, "10.0.0.1", "10.0.0.1"),
        (0, "", "::1", "::1"),
    ],
)
def test_who_asks_behind_proxies(
    settings: LazySettings, proxies: int, forwarded: str, remote: str, who: str
) -> None:
    settings.PROXIES = proxies
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": forwarded}
    assert address_of(request) == who


def test_counts_are_shared_by_processes_and_end_with_their_window(tmp_path: Path) -> None:
    script = (
        "from pathlib import Path; from portal.site.limits import SharedCounts; import sys\n"
        "s = SharedCounts(Path(sys.argv[1]))\n"
        "for _ in range(200): s.incr('a', 60)\n"
    )
    path = tmp_path / "counts"
    running = [subprocess.Popen([sys.executable, "-c", script, str(path)]) for _ in range(3)]
    assert [one.wait(timeout=600) for one in running] == [0, 0, 0]
    counts = SharedCounts(path)
    assert counts.get("a") == 600
    assert counts.incr("b", 0) == 1 and counts.get("b") == 0  # its window is over
    counts.clear("a")
    assert counts.get("a") == 0


def test_a_full_table_forgets_the_oldest_and_never_grows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_SLOTS", 16)
    counts = SharedCounts(tmp_path / "counts")
    size = (tmp_path / "counts").stat().st_size
    for number in range(1000):
        assert counts.incr(f"address-{number}", 60) == 1
    assert counts.incr("address-999", 60) == 2
    assert (tmp_path / "counts").stat().st_size == size
    counts.reset()
    assert counts.get("address-999") == 0
