"""`portal`: set up, serve, work, back up and prove, from the command line.

Each command ends with 0, with 1 where something it checks does not hold, with 2 where it was asked
for what cannot be done; a sentence says which.
"""

import os
import sys
from pathlib import Path
from typing import Any, NoReturn

import click


def _fail(sentence: str, code: int = 2) -> NoReturn:
    click.echo(sentence, err=True)
    raise SystemExit(code)


def _django() -> None:
    """Set Django up; a bad environment is one sentence and exit 2."""
    from portal.settings.environment import BadEnvironment

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        import django

        django.setup()
    except BadEnvironment as error:
        _fail(str(error))


def _manage(*args: str, **options: Any) -> None:
    from django.core.management import call_command

    call_command(*args, **options)


@click.group()
def main() -> None:
    """政府信息公开工作平台。"""
    _django()


@main.command()
@click.option("--check", is_flag=True, help="只检查数据库是否已是最新，不改动。")
def migrate(check: bool) -> None:
    """把数据库建好或更新到这个版本。"""
    _manage("migrate", interactive=False, verbosity=0 if check else 1, check_unapplied=check)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option("--check", "only_check", is_flag=True, help="只检查能否安全启动。")
def serve(host: str, port: int, workers: int, only_check: bool) -> None:
    """启动网站；不安全的设置会被拒绝。"""
    from portal.settings import safety

    messages = safety.safe_to_serve()
    for message in messages:
        click.echo(f"{message.id} {message.msg} {message.hint}", err=True)
    if any(message.is_serious() for message in messages):
        _fail("没有启动：请先解决以上问题。", 1)
    if only_check:
        click.echo("可以启动。")
        return
    _manage("collectstatic", interactive=False, verbosity=0)
    from granian import Granian
    from granian.constants import Interfaces

    click.echo(f"http://{host}:{port}/", err=True)
    Granian(
        "portal.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=2,
        static_path_mount=[Path(str(_setting("STATIC_ROOT")))],
        static_path_route=["/static"],
        log_access=False,
        respawn_failed_workers=True,
    ).serve()


def _setting(name: str) -> object:
    from django.conf import settings

    return getattr(settings, name)


@main.command()
@click.option("--once", is_flag=True, help="办完现在到期的就结束。")
@click.option("--every", default=1.0, show_default=True, help="间隔秒数。")
def worker(once: bool, every: float) -> None:
    """到时公开文件，更新检索；与网站同时运行，一处只要一个。"""
    import signal
    import threading

    from django.db import close_old_connections
    from django.utils import timezone

    from portal.publishing.clock import tick

    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    while True:
        close_old_connections()
        tick(timezone.now())
        if once or stop.wait(every):
            return


@main.command("rebuild-search")
def rebuild_search() -> None:
    """从数据库重建检索；网站可以照常运行，后台进程须停下。"""
    from portal.publishing.search import index

    try:
        click.echo(f"已收入{index.rebuild()}条。")
    except index.Busy:
        _fail("后台进程正在写检索。请先停下 portal worker。")


@main.command("verify-audit")
@click.option("--number", type=click.IntRange(1), help="另存的某条记录的编号。")
@click.option("--digest", help="该条记录的摘要。")
def verify_audit(number: int | None, digest: str | None) -> None:
    """证明行为记录从头到尾没有被改动，或指出第一处断裂。"""
    from portal.acts.record import verify

    if (number is None) != (digest is None):
        _fail("--number 与 --digest 要一起用。")
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
    _fail(
        f"断裂：第{proof.broken.number}条{what[proof.broken.what]}。此前{proof.records}条完好。", 1
    )


@main.command("create-admin")
@click.argument("kind", type=click.Choice(["system", "security", "audit"]))
@click.argument("username")
@click.argument("name")
def create_admin(kind: str, username: str, name: str) -> None:
    """建立系统、安全或审计管理员（三者分设），打印一次性初始密码。"""
    from django.db import transaction
    from django.utils import timezone

    from portal.accounts import passwords
    from portal.acts.act import Refused
    from portal.acts.actor import SYSTEM
    from portal.organs.acts.accounts import OpenAccount
    from portal.organs.acts.posts import GivePost
    from portal.organs.models import Role
    from portal.organs.queries import root

    organ = root()
    if organ is None:
        _fail("还没有机关。请先用 portal create-organ 设立根机关。")
    password = passwords.temporary()
    try:
        with transaction.atomic():
            user = OpenAccount(
                by=SYSTEM, username=username, person=name, password=password
            ).execute()
            GivePost(
                by=SYSTEM, organ=organ, user=user, role=Role(kind), on=timezone.localdate()
            ).execute()
    except Refused as refusal:
        _fail(refusal.sentence)
    click.echo(f"{username}\t{password}\t首次登录须修改密码。")


@main.command("create-organ")
@click.argument("code")
@click.argument("name")
@click.option("--short-name", help="简称；不写则与名称相同。")
@click.option(
    "--level", type=click.Choice(["state", "province", "city", "county", "township"]), required=True
)
@click.option(
    "--kind",
    type=click.Choice(["government", "office", "department", "branch", "agency", "authorised"]),
    default="government",
    show_default=True,
)
def create_organ(code: str, name: str, short_name: str | None, level: str, kind: str) -> None:
    """设立第一个机关（根机关），其首页就是网站首页。"""
    from portal.acts.act import Refused
    from portal.acts.actor import SYSTEM
    from portal.organs.acts.lifecycle import EstablishOrgan

    fields = {"name": name, "short_name": short_name or name[:40], "level": level, "kind": kind}
    try:
        organ = EstablishOrgan(by=SYSTEM, code=code, fields=fields).execute()
    except Refused as refusal:
        _fail(refusal.sentence)
    click.echo(f"{organ.code}\t{organ.name}")


def run() -> None:
    """Start the command; output in UTF-8 whatever the terminal says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    main(prog_name="portal")
