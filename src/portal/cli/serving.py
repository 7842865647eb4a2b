"""The programs that run: the web server and the worker; and the database they need."""

from pathlib import Path

import click

from portal.cli.say import fail


@click.command()
@click.option("--check", is_flag=True, help="只检查数据库是否已是最新，不改动。")
def migrate(check: bool) -> None:
    """把数据库建好或更新到这个版本。"""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0 if check else 1, check_unapplied=check)


@click.command()
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
        fail("没有启动：请先解决以上问题。", 1)
    if only_check:
        click.echo("可以启动。")
        return
    must_be_free(host, port)
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
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
        static_path_expires=365 * 24 * 3600,  # a name changes with its content
        log_access=False,
        respawn_failed_workers=True,
    ).serve()


def must_be_free(host: str, port: int) -> None:
    """End the command where another program listens: the web server would share the port with it."""
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as place:
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            place.bind((host, port))
        except OSError:
            fail(f"{host} 的端口 {port} 不能用，可能另一个程序正在用：请先结束它，或者换一个端口。")


def _setting(name: str) -> object:
    from django.conf import settings

    return getattr(settings, name)


@click.command()
@click.option("--once", is_flag=True, help="办完现在到期的和排着队的就结束。")
@click.option("--every", default=1.0, show_default=True, help="空闲时的间隔秒数。")
def worker(once: bool, every: float) -> None:
    """到时公开文件，更新检索，办理后台任务；与网站同时运行，一处只要一个。"""
    import os
    import signal

    from portal.jobs.worker import Running, Worker, only_one

    try:
        with only_one(Path(str(_setting("DATA")))) as place:
            one = Worker(place, every=every, idle=once)
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, lambda *_: one.stop.set())
            if not one.run():
                os._exit(0)  # a task goes on in its thread; it waits again for the next worker
    except Running:
        fail("后台进程已在运行（同一数据目录只能有一个）。")
