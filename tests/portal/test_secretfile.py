"""The secret of an installation: made once, whole, for its owner alone, whoever asks first."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from threading import Barrier

from portal.secretfile import kept


def test_all_who_ask_at_once_get_one_whole_secret(tmp_path: Path) -> None:
    """Also who finds the file before its maker is done: an empty secret would seal nothing."""
    for turn in range(20):
        path, numbers, together = tmp_path / str(turn) / "secret", count(1), Barrier(8)

        def ask(
            path: Path = path, numbers: "count[int]" = numbers, all_: Barrier = together
        ) -> str:
            all_.wait()
            return kept(path, lambda: f"secret-{next(numbers)}")

        with ThreadPoolExecutor(8) as several:
            answers = {task.result() for task in [several.submit(ask) for _ in range(8)]}
        assert len(answers) == 1
        assert answers.pop().startswith("secret-")
        assert [one.name for one in path.parent.iterdir()] == ["secret"]
        assert path.stat().st_mode & 0o077 == 0


def test_a_secret_once_made_stays(tmp_path: Path) -> None:
    """Another start makes no other one."""
    path = tmp_path / "secret"
    assert kept(path, lambda: "first") == "first" == kept(path, lambda: "second")
