"""The example county, built once and shown on this machine."""

import signal
import subprocess
import sys
from pathlib import Path

import click

from portal.cli.say import fail
from portal.cli.serving import must_be_free


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--reports",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="年度报告文件夹，读入年报栏目；可以多个。",
)
@click.option("--no-serve", is_flag=True, help="只建示例，不启动网站。")
@click.option("--quick", is_flag=True, help="只建机关和人员，不建三年的信息。")
def demo(port: int, reports: tuple[Path, ...], no_serve: bool, quick: bool) -> None:
    """建一个示例县（所有名称、文字都是虚构的）并打开网站；第二次运行沿用已建的，换发密码。"""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from portal.demo import command
    from portal.settings import safety

    if any(
        name for name in settings.ALLOWED_HOSTS if name not in ("127.0.0.1", "localhost", "[::1]")
    ):
        fail("示例只在本机演示，不能用于对外的网站：请去掉 PORTAL_HOSTS。")
    if not no_serve:
        must_be_free("127.0.0.1", port)  # said before minutes of building, not after
    call_command("migrate", interactive=False, verbosity=0)
    try:
        command.build(click.echo, reports, quick=quick)
    except command.NotADemo as refusal:
        fail(str(refusal))
    connection.close()
    if no_serve:
        return
    if refusals := safety.refusals():
        fail(" ".join(str(one.msg) for one in refusals), 1)
    click.echo(
        f"工作台：http://127.0.0.1:{port}/desk/　网站：http://127.0.0.1:{port}/　按Ctrl+C结束。\n"
    )
    sys.stdout.flush()
    programs = [
        subprocess.Popen([sys.executable, "-m", "portal", *words])
        for words in (["worker"], ["serve", "--port", str(port)])
    ]
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: programs[1].terminate())
    programs[1].wait()
    programs[0].terminate()
    programs[0].wait(timeout=30)
