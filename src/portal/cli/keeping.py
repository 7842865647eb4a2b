"""Proving, rebuilding, backing up."""

import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import click

from portal.cli.say import fail

EVERY = 5.0  # seconds between two lines about how far a long work is
# An index is built all over the memory at once: with pages of 2 MB in a fifth less time.
LARGE_PAGES = (
    "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=1073741824"
    ":glibc.malloc.arena_max=1:glibc.malloc.top_pad=67108864"
)


@click.command("rebuild-search")
def rebuild_search() -> None:
    """从数据库重建检索；网站和后台进程可以照常运行。"""
    from portal.publishing.search import index

    if "GLIBC_TUNABLES" not in os.environ and platform.libc_ver()[0] == "glibc":
        sys.stdout.flush()
        again = [sys.executable, "-m", "portal", "rebuild-search"]
        os.execve(sys.executable, again, os.environ | {"GLIBC_TUNABLES": LARGE_PAGES})
    try:
        click.echo(f"已收入{index.rebuild(_telling('条'))}条。")
    except index.Busy:
        fail("另一个进程正在写检索（另一次重建，或者后台进程）。请等它结束再试。")


@click.command("rebuild-lists")
def rebuild_lists() -> None:
    """从数据库重编全部列表和计数；网站和后台进程可以照常运行。"""
    from portal.site import projection

    click.echo(f"已编入{projection.rebuild(_telling('步'))}条。")


@click.command("recompute-cases")
@click.option("--dry-run", is_flag=True, help="只列出会变化的，不改。")
def recompute_cases(dry_run: bool) -> None:
    """节假日安排或期限规定变化后，重新计算办理中的申请的期限，列出变化的。"""
    from portal.cases import daily

    count = 0
    for case, before, after in daily.recompute(carry_out=not dry_run):
        count += 1
        click.echo(f"{case.organ.name} {case.number}：{before or '未定'} → {after or '未定'}")
    click.echo(f"{count}件的期限{'会' if dry_run else ''}变化。")


def _telling(unit: str) -> Callable[[int, int], None]:
    """Return what tells now and then how far a long work is."""
    told = monotonic()

    def tell(done: int, of: int) -> None:
        nonlocal told
        if monotonic() - told >= EVERY:
            told = monotonic()
            click.echo(f"{done}/{of}{unit}", err=True)

    return tell


@click.command("verify-audit")
@click.option("--number", type=click.IntRange(1), help="另存的某条记录的编号。")
@click.option("--digest", help="该条记录的摘要。")
def verify_audit(number: int | None, digest: str | None) -> None:
    """证明行为记录从头到尾没有被改动，或指出第一处断裂。"""
    from portal.acts.record import verify

    if (number is None) != (digest is None):
        fail("--number 与 --digest 要一起用。")
    proof = verify((number, digest) if number is not None and digest is not None else None)
    if proof.broken is None:
        click.echo(f"完好：共{proof.records}条记录，最后一条摘要 {proof.digest}")
        return
    what = {
        "changed": "内容被改动",
        "unlinked": "与前一条不相连",
        "gap": "缺失",
        "cut": "起的记录被删去",
        "anchor": "与另存的摘要不同，记录链被整体重写",
    }
    fail(
        f"断裂：第{proof.broken.number}条{what[proof.broken.what]}。此前{proof.records}条完好。", 1
    )


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """把数据库和文件备份成一个文件；网站可以照常运行。"""
    from portal.backups.make import make

    try:
        manifest = make(file)
    except FileExistsError:
        fail(f"文件已存在，没有覆盖：{file}")
    except OSError as error:
        fail(f"写不了备份：{error.strerror}（{file}）。")
    rows = sum(table.rows for table in manifest.tables.values())
    click.echo(
        f"已备份：{rows}行，{len(manifest.files)}个文件；"
        f"行为记录{manifest.records}条，最后一条摘要 {manifest.digest}"
    )


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="以备份取代现有的全部数据。")
def restore(file: Path, replace: bool) -> None:
    """从备份恢复；网站和后台进程须先停下。"""
    from django.conf import settings
    from django.core.management import call_command

    from portal.backups.archive import BadBackup
    from portal.backups.restore import restore as bring_back
    from portal.jobs.worker import Running, only_one
    from portal.publishing.search import index

    try:
        with only_one(Path(str(settings.DATA))):
            call_command("migrate", interactive=False, verbosity=0)
            manifest = bring_back(file, replace=replace)
            count = index.rebuild()
    except Running:
        fail("后台进程正在运行。请先停下网站和 portal worker。")
    except BadBackup as refusal:
        fail(str(refusal))
    click.echo(
        f"已恢复：{len(manifest.files)}个文件，检索{count}条；"
        f"行为记录{manifest.records}条，最后一条摘要 {manifest.digest}"
    )


@click.command()
def check() -> None:
    """检查设置是否可以安全地对外服务，数据库是否已是最新。"""
    from django.core import checks
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from portal.publishing.search import index

    found = checks.run_checks(include_deployment_checks=True)
    for message in found:
        click.echo(f"{message.id} {message.msg} {message.hint or ''}".rstrip(), err=True)
    executor = MigrationExecutor(connection)
    pending = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if pending:
        click.echo("数据库还不是这个版本的，请运行 portal migrate。", err=True)
    if not index.current():
        click.echo(str(index.Outdated()), err=True)
    if pending or any(message.is_serious() for message in found):
        fail("还不能对外服务：请先解决以上问题。", 1)
    click.echo("没有问题。" if not found else "可以服务，请看以上提醒。")
