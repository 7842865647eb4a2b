"""What was backed up comes back whole, into either database; a damaged backup changes nothing."""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.portal.cli.installation import Installation, installation

FOUND = """
from tests.portal.cli import story
story.found()
for n in range(3): story.publish(f"示例县办法（{n}）")
story.draft("还没写完")
story.keep_file("ab/原件.docx", bytes(range(256)) * 999)
story.keep_file("空.txt", b"")
"""
# Every row of every table but sessions, and every file: what must be equal.
EVERYTHING = """
import hashlib, json
from pathlib import Path
from django.conf import settings
from portal.backups import rows
for model in rows.tables():
    held = [json.dumps(row, sort_keys=True) for row in rows.written(model, "default")]
    print(model._meta.db_table, len(held), hashlib.sha256("".join(held).encode()).hexdigest())
for path in sorted(Path(settings.MEDIA_ROOT).rglob("*")):
    if path.is_file():
        print(path.relative_to(settings.MEDIA_ROOT), hashlib.sha256(path.read_bytes()).hexdigest())
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Return an installation with three public documents and two files."""
    with installation(tmp_path_factory.mktemp("office")) as one:
        one.python(FOUND)
        assert one.portal("rebuild-search").returncode == 0
        yield one


@pytest.fixture(scope="module")
def backup(office: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return its backup."""
    file = tmp_path_factory.mktemp("backup") / "2026.zip"
    done = office.portal("backup", str(file))
    assert done.returncode == 0, done.stderr
    assert "2个文件" in done.stdout
    return file


def digest(place: Installation) -> str:
    done = place.portal("verify-audit")
    assert done.returncode == 0, done.stderr
    return done.stdout


KINDS = ["same"] + (["other"] if os.environ.get("DATABASE_URL") else [])


@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_comes_back_whole(
    office: Installation, backup: Path, tmp_path: Path, kind: str
) -> None:
    with installation(tmp_path) as same:
        place = same if kind == "same" else Installation(tmp_path / "other")
        done = place.portal("restore", str(backup))
        assert done.returncode == 0, done.stderr
        assert "检索3条" in done.stdout
        assert digest(place) == digest(office)
        assert place.python(EVERYTHING) == office.python(EVERYTHING)
        # Work goes on: new numbers follow the old ones, and records are sealed as before.
        place.python("from tests.portal.cli import story; story.publish('恢复之后')")
        assert place.portal("verify-audit").returncode == 0
        place.python(
            "from django.db import Error, connection\n"
            "try: connection.cursor().execute('UPDATE acts_actrecord SET who = who')\n"
            "except Error: pass\n"
            "else: raise SystemExit('not sealed')"
        )


def test_it_is_readable_by_its_owner_alone_and_overwrites_nothing(
    office: Installation, backup: Path
) -> None:
    assert backup.stat().st_mode & 0o077 == 0
    before = backup.read_bytes()
    done = office.portal("backup", str(backup))
    assert done.returncode == 2 and "没有覆盖" in done.stderr
    assert backup.read_bytes() == before


def test_where_there_is_data_nothing_is_replaced_unasked(
    office: Installation, backup: Path, tmp_path: Path
) -> None:
    with installation(tmp_path) as place:
        place.python(FOUND)
        before = place.python(EVERYTHING)
        done = place.portal("restore", str(backup))
        assert done.returncode == 2 and "--replace" in done.stderr
        assert place.python(EVERYTHING) == before
        assert place.portal("restore", str(backup), "--replace").returncode == 0
        assert place.python(EVERYTHING) == office.python(EVERYTHING)


def damaged(backup: Path, folder: Path, how: str) -> Path:
    """Return a copy with one thing wrong."""
    data = bytearray(backup.read_bytes())
    target = folder / "damaged.zip"
    if how == "cut":
        target.write_bytes(data[: len(data) // 2])
    elif how == "flipped":
        with zipfile.ZipFile(backup) as archive:
            place = archive.getinfo("files/ab/原件.docx").header_offset + 5000
        data[place] ^= 1
        target.write_bytes(data)
    elif how == "other":
        target.write_bytes(b"PK is not enough")
    else:
        with zipfile.ZipFile(backup) as old, zipfile.ZipFile(target, "w") as new:
            for name in old.namelist():
                content = old.read(name)
                if (how, name) == ("record", "db/acts_actrecord.jsonl"):
                    content = content.replace("还没写完".encode(), "已经写完".encode())
                if how == "forged" and name == "db/acts_actrecord.jsonl":
                    content = content.replace("还没写完".encode(), "已经写完".encode())
                if how == "forged" and name == "manifest.json":
                    manifest = json.loads(content)
                    altered = new.read("db/acts_actrecord.jsonl")
                    table = manifest["tables"]["acts_actrecord"]
                    table["sha256"] = hashlib.sha256(altered).hexdigest()
                    content = json.dumps(manifest).encode()
                if how == "path" and name == "manifest.json":
                    content = content.replace("空.txt".encode(), b"../../evil.txt")
                if how == "older" and name == "manifest.json":
                    content = content.replace(b"acts.0001_initial", b"acts.0000_initial")
                new.writestr(name, content)
    return target


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("cut", "可能没有传完"),
        ("other", "不是完整的备份文件"),
        ("flipped", "已损坏"),
        ("record", "与清单不符"),
        ("forged", "行为记录不完整"),
        ("path", "不该有的路径"),
        ("older", "另一版本"),
        ("missing", "没有这个文件"),
    ],
)
def test_a_damaged_backup_is_refused_in_one_sentence_and_nothing_is_lost(
    office: Installation, backup: Path, tmp_path: Path, how: str, says: str
) -> None:
    before = office.python(EVERYTHING)
    file = tmp_path / "none.zip" if how == "missing" else damaged(backup, tmp_path, how)
    done = office.portal("restore", str(file), "--replace")
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (2, 1), done.stderr
    assert says in done.stderr
    assert office.python(EVERYTHING) == before
    assert not (office.data / "evil.txt").exists() and not (tmp_path / "evil.txt").exists()


def test_a_backup_made_while_people_work_is_of_one_moment(tmp_path: Path) -> None:
    with installation(tmp_path / "busy") as busy, installation(tmp_path / "fresh") as fresh:
        busy.python(FOUND)
        writer = busy.start(
            "-c",
            "from tests.portal.cli import story\nn = 0\n"
            "while True:\n    n += 1; story.publish(f'同时写 {n}'); print(n, flush=True)",
        )
        try:
            assert writer.stdout and writer.stdout.readline()
            for n in range(3):
                done = busy.portal("backup", str(tmp_path / f"{n}.zip"))
                assert done.returncode == 0, done.stderr
            writer.stdout.readline()  # it was not held up for ever
        finally:
            writer.kill()
            writer.wait()
        for n in range(3):
            done = fresh.portal("restore", str(tmp_path / f"{n}.zip"), "--replace")
            assert done.returncode == 0, done.stderr
            assert fresh.portal("verify-audit").returncode == 0
            fresh.python("from tests.portal.test_durability import whole; whole()")
