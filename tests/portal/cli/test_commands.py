"""The commands: what a good environment gives, and one sentence for a bad one."""

import fcntl
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.portal.cli.installation import Installation, installation

CSV = "代码,名称,层级,上级代码\nzhen,示例镇人民政府,乡镇级,shili\nx y,坏,县级,\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("commands")) as one:
        yield one


def test_a_production_environment_is_clean(place: Installation) -> None:
    """What `manage.py check --deploy` finds is nothing at all."""
    place.data.chmod(0o700)
    changes = {"PORTAL_HOSTS": "www.example.gov.cn", "PORTAL_PROXIES": "1", "PORTAL_HTTPS": "1"}
    done = Installation(place.data, place.url, changes).portal("check")
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "没有问题。", "")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PORTAL_DEBUG", "1", "portal.E001"),
        ("PORTAL_HOSTS", "*", "portal.E002"),
        ("PORTAL_HOSTS", "www.example.gov.cn", "portal.E003"),
        ("PORTAL_SECRET", "short", "portal.E004"),
    ],
)
def test_an_unsafe_environment_is_refused(
    place: Installation, name: str, value: str, says: str
) -> None:
    for command in (["check"], ["serve", "--check"]):
        done = Installation(place.data, place.url, {name: value}).portal(*command)
        assert done.returncode == 1
        assert says in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORTAL_DEBUG", "yes"),
        ("PORTAL_DATA", "/dev/null/x"),
        ("PORTAL_EMAIL", "mail.example"),
        ("DATABASE_URL", "mysql://x/y"),
        ("DATABASE_URL", "postgresql://portal@127.0.0.1:1/none"),
    ],
)
def test_a_bad_environment_is_one_sentence(place: Installation, name: str, value: str) -> None:
    done = Installation(place.data, place.url, {name: value}).portal("verify-audit")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert name in done.stderr or "数据库没有应答" in done.stderr


def test_before_migrating_a_sentence_says_what_to_do(tmp_path: Path) -> None:
    done = Installation(tmp_path / "new").portal("verify-audit")
    assert done.returncode == 2
    assert "portal migrate" in done.stderr and "Traceback" not in done.stderr
    assert Installation(tmp_path / "new").portal("check").returncode == 1


def test_the_first_organ_and_the_three_administrators(place: Installation, tmp_path: Path) -> None:
    first = place.portal("create-admin", "system", "xitong", "周系统")
    assert first.returncode == 2 and "create-organ" in first.stderr
    made = place.portal("create-organ", "shili", "示例县人民政府", "--level", "county")
    assert made.stdout.strip() == "shili\t示例县人民政府"
    for kind in ("system", "security", "audit"):
        done = place.portal("create-admin", kind, kind, f"{kind}某")
        name, password, _say = done.stdout.split("\t")
        assert name == kind and len(password) == 19
    again = place.portal("create-admin", "audit", "audit", "又一个")
    assert again.returncode == 2 and "Traceback" not in again.stderr
    file = tmp_path / "organs.csv"
    file.write_bytes(CSV.encode("gbk"))
    seen = place.portal("import-organs", str(file), "--check")
    assert "会设立1个" in seen.stdout
    done = place.portal("import-organs", str(file))
    assert done.returncode == 1
    assert "已设立1个、变更0个，相同0行，不能导入1行" in done.stdout
    assert "第3行 x y" in done.stderr
    assert place.portal("verify-audit").returncode == 0
    assert place.portal("rebuild-lists").stdout == "已编入0条。\n"
    assert place.portal("rebuild-search").stdout == "已收入0条。\n"
    assert place.portal("recompute-cases").stdout == "0件的期限变化。\n"
    assert place.portal("recompute-cases", "--dry-run").stdout == "0件的期限会变化。\n"


def test_the_search_is_rebuilt_once_at_a_time(place: Installation) -> None:
    with (place.data / "search.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = place.portal("rebuild-search")
    assert done.returncode == 2
    assert done.stderr == "另一个进程正在写检索（另一次重建，或者后台进程）。请等它结束再试。\n"
    assert place.portal("rebuild-search").returncode == 0


def test_a_check_says_that_the_index_is_of_another_version(tmp_path: Path) -> None:
    with installation(tmp_path) as one:
        one.python(
            "import tantivy; from portal.publishing.search import index\n"
            "b = tantivy.SchemaBuilder(); b.add_integer_field('id'); index.folder().mkdir()\n"
            "tantivy.Index(b.build(), path=str(index.folder()))"
        )
        assert "检索库需要重建：portal rebuild-search" in one.portal("check").stderr
        assert one.portal("rebuild-search").returncode == 0
        assert "检索库" not in one.portal("check").stderr


def test_a_command_starts_without_what_only_pages_and_files_need(place: Installation) -> None:
    """Each would make every command start later, and be imported though nobody asks for it."""
    loaded = place.python("import portal.cli, sys; print(*sys.modules)").split()
    slow = {"ninja", "numpy", "openpyxl", "pyarrow", "pydantic", "pypdfium2", "limits"}
    slow |= {"gongkai.checks.assess"}
    assert slow & {*loaded} == set()
