"""A file that crashes, hangs or swallows memory takes its worker with it, never the caller."""

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from gongkai.errors import UnreadableInput
from gongkai.readers import pdf, sandbox
from tests.gongkai.readers.printed import PROSE
from tests.gongkai.readers.printed import pdf as printed

REPORT = printed(PROSE)


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let other processes import this package of tests, however pytest was called."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[3]))


@pytest.fixture
def misbehave(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Offer a reader that does what its file says: hang, allocate, die."""
    limits = sandbox.Limits(memory=300 << 20, cpu=1, wall=2.0)
    reader = sandbox.Reader("tests.gongkai.readers.misbehaving", limits)
    monkeypatch.setitem(sandbox.READERS, "misbehaving", reader)
    yield
    sandbox.close()


def _told(kind: str, data: bytes) -> str:
    with pytest.raises(UnreadableInput) as caught:
        sandbox.read(kind, data)
    return caught.value.code


def test_the_worker_reads_what_the_reader_itself_reads() -> None:
    assert pdf.parse(REPORT) == pdf.extract(REPORT)


def test_one_worker_reads_file_after_file() -> None:
    pdf.parse(REPORT)
    process = sandbox._workers["pdf"].process
    pdf.parse(REPORT)
    assert sandbox._workers["pdf"].process is process


def test_an_error_about_the_file_arrives_as_itself_and_the_worker_lives_on() -> None:
    pdf.parse(REPORT)
    process = sandbox._workers["pdf"].process
    assert _told("pdf", b"%PDF-nothing") == "readers.pdf_damaged"
    assert process.poll() is None


@pytest.mark.usefixtures("misbehave")
class TestMisbehaviour:
    """The reader of these tests lives in misbehaving.py and does what the file asks for."""

    @pytest.mark.parametrize(
        ("asked", "told"),
        [
            (b"spin", "readers.took_too_long"),  # the CPU bound
            (b"sleep", "readers.took_too_long"),  # the bound on waiting
            (b"allocate", "readers.reader_crashed"),
            (b"abort", "readers.reader_crashed"),
            (b"raise", "readers.reader_crashed"),
            (b"chatter", "readers.reader_crashed"),  # prints into what would be the answer
        ],
    )
    def test_it_ends_in_one_sentence_and_the_next_file_is_read(
        self, asked: bytes, told: str
    ) -> None:
        start = time.perf_counter()
        if asked == b"chatter":
            assert sandbox.read("misbehaving", asked).title == "chatter"
        else:
            assert _told("misbehaving", asked) == told
        assert time.perf_counter() - start < 6
        assert sandbox.read("misbehaving", b"hello").title == "hello"

    def test_who_listens_hears_each_page_and_may_end_it(self) -> None:
        heard: list[int] = []
        assert sandbox.read("misbehaving", b"pages", told=heard.append).title == "pages"
        assert heard == [1, 2, 3]

        def enough(page: int) -> None:
            if page == 2:
                raise StopIteration

        with pytest.raises(StopIteration):
            sandbox.read("misbehaving", b"pages", told=enough)
        assert sandbox.read("misbehaving", b"hello").title == "hello", "a worker in a clean state"
        assert sandbox.read("misbehaving", b"pages").title == "pages", "nobody need listen"

    def test_it_cannot_write_files(self, tmp_path: Path) -> None:
        target = tmp_path / "written"
        assert _told("misbehaving", b"write " + bytes(target)) == "readers.reader_crashed"
        assert not target.exists() or target.stat().st_size == 0


def test_a_worker_killed_between_two_files_is_replaced() -> None:
    pdf.parse(REPORT)
    sandbox._workers["pdf"].process.send_signal(signal.SIGKILL)
    sandbox._workers["pdf"].process.wait()
    assert pdf.parse(REPORT).paragraphs


def _read_in_child(_: int) -> tuple[int, int]:
    paragraphs = len(pdf.parse(REPORT).paragraphs)
    return paragraphs, sandbox._workers["pdf"].process.pid


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_worker_processes_of_the_caller_have_their_own(method: str) -> None:
    pdf.parse(REPORT)  # a forked child inherits this worker's pipes, and must not use them
    ours = sandbox._workers["pdf"].process.pid
    with multiprocessing.get_context(method).Pool(2) as pool:
        read = pool.map_async(_read_in_child, range(6)).get(timeout=600)
    assert {paragraphs for paragraphs, _ in read} == {5}
    assert ours not in {pid for _, pid in read}
    assert pdf.parse(REPORT).paragraphs


@pytest.mark.parametrize("how", ["exits", "is killed", "is killed and leaves a child"])
def test_no_worker_outlives_its_caller(how: str) -> None:
    child = "import os, time\nif os.fork() == 0:\n    time.sleep(20)\n    os._exit(0)\n"
    script = (
        "import sys\n"
        "from gongkai.readers import pdf, sandbox\n"
        "pdf.parse(open(sys.argv[1], 'rb').read())\n"
        "print(sandbox._workers['pdf'].process.pid, flush=True)\n"
        + (child if "child" in how else "")
        + "input()\n"
    )
    folder = Path(os.environ.get("TMPDIR", "/tmp"))
    path = folder / f"gongkai-sandbox-{os.getpid()}.pdf"
    path.write_bytes(REPORT)
    try:
        caller = subprocess.Popen(
            [sys.executable, "-c", script, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert caller.stdin is not None
        assert caller.stdout is not None
        worker = psutil.Process(int(caller.stdout.readline()))
        if how == "exits":
            caller.communicate("\n")
        else:
            left = psutil.Process(caller.pid).children()
            caller.kill()
            caller.wait()
        psutil.wait_procs([worker], timeout=5)
        assert not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE
        for process in left if how != "exits" else ():
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
    finally:
        path.unlink()


def test_the_working_directory_cannot_slip_in_a_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "msgspec.py").write_text("raise SystemExit('imported from the working directory')")
    monkeypatch.chdir(tmp_path)
    sandbox.close()
    assert pdf.parse(REPORT).paragraphs


def test_the_first_file_waits_less_than_a_second_for_the_worker() -> None:
    sandbox.close()
    start = time.perf_counter()
    pdf.parse(REPORT)
    assert time.perf_counter() - start < 10
