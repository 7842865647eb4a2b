"""How long a test is measured: being watched line by line costs it as much again as its work.

Setting a test up and the test itself are each measured from the beginning, over all cases and
examples together, until they have worked for a while without reaching a line or branch that is new
in this process; then they go on unwatched. What would still have been reached counts as not reached:
the figure can only be too low. What a server in a thread answers is not measured: to stop watching a
thread that is at work can end the process.
"""

import signal
from collections import Counter
from collections.abc import Iterator
from types import FrameType
from typing import Any

import pytest
from coverage import Coverage

EVERY = 0.1
"""Seconds of the processor between two looks at what was reached."""
CALM = 5
"""So many looks with nothing new end the measuring."""
SERVED = "live_server"
"""The fixture that serves in a thread."""


class Measuring:
    """Stops and starts the measuring of one process."""

    def __init__(self, coverage: Coverage) -> None:
        self.coverage, self.on, self.what = coverage, True, ""
        coverage._warn_preimported_source = False  # everything is imported when it goes on
        self.reached = 0
        self.calm: Counter[str] = Counter()
        signal.signal(signal.SIGVTALRM, self.look)
        signal.setitimer(signal.ITIMER_VIRTUAL, EVERY, EVERY)

    def look(self, _signal: int, _frame: FrameType | None) -> None:
        """Stop where nothing new was reached for a while."""
        if not self.on:
            return
        reached = sum(map(len, self.coverage._collector.data.values()))  # type: ignore[union-attr]
        self.calm[self.what] = self.calm[self.what] + 1 if reached == self.reached else 0
        self.reached = reached
        self.turn()

    def turn(self, what: str = "") -> str:
        """Turn to something else; measure it if it still reaches what is new. Return what was."""
        was, self.what = self.what, what or self.what
        on = self.calm[self.what] < CALM
        if on != self.on:
            self.on = on
            (self.coverage.start if on else self.coverage.stop)()
        return was

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Iterator[None]:
        """Measure what sets a test up."""
        self.turn("before " + self.test(item))
        return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[object]:
        """Measure what is set up for many by itself."""
        if fixturedef.scope == "function":
            return (yield)
        what = f"{fixturedef.baseid} {fixturedef.argname}"
        if fixturedef.argname == SERVED:
            self.calm[what] = CALM
        was = self.turn(what)
        try:
            return (yield)
        finally:
            self.turn(was)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        """Measure a test, its cases as one."""
        self.turn(self.test(item))
        return (yield)

    def test(self, item: pytest.Item) -> str:
        """Return what a test is called, its cases as one."""
        name = item.nodeid.partition("[")[0]
        if SERVED in getattr(item, "fixturenames", ()):
            self.calm[name] = self.calm["before " + name] = CALM
        return name

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        """Leave the measuring as it was found."""
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        self.turn("the end")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Begin where this run measures at all."""
    coverage = Coverage.current()
    if coverage is not None:
        session.config.pluginmanager.register(Measuring(coverage))
