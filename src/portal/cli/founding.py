"""The first organ and the first administrators."""

from datetime import datetime
from pathlib import Path

import click

from portal.cli.say import fail


@click.command("create-admin")
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
        fail("还没有机关。请先用 portal create-organ 设立根机关。")
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
        fail(refusal.sentence)
    click.echo(f"{username}\t{password}\t首次登录须修改密码。")


@click.command("create-organ")
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
    """设立第一个机关（根机关），其首页就是网站首页；同时设置平台的标准栏目。"""
    from portal.acts.act import Refused
    from portal.acts.actor import SYSTEM
    from portal.duties.acts.columns import install
    from portal.organs.acts.lifecycle import EstablishOrgan

    fields = {"name": name, "short_name": short_name or name[:40], "level": level, "kind": kind}
    try:
        organ = EstablishOrgan(by=SYSTEM, code=code, fields=fields).execute()
        install(SYSTEM)
    except Refused as refusal:
        fail(refusal.sentence)
    click.echo(f"{organ.code}\t{organ.name}")


@click.command("import-organs")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="变更自何日起，如 2026-01-01。")
@click.option("--basis", default="", help="依据（文号）。")
@click.option("--check", "only_check", is_flag=True, help="只看会带来什么，不登记。")
def import_organs(file: Path, on: datetime | None, basis: str, only_check: bool) -> None:
    """从 CSV 或 XLSX 导入机关；逐行说明没有导入的原因。"""
    from portal.acts.actor import SYSTEM
    from portal.organs import importing
    from portal.tables import BadTable

    day = on.date() if on else None
    try:
        plan = importing.plan(file.read_bytes(), on=day)
    except BadTable as error:
        fail(error.sentence)
    if only_check:
        made, changed, refused = len(plan.new), len(plan.changed), plan.refused
    else:
        made, changed, refused = importing.carry_out(plan, by=SYSTEM, on=day, basis=basis)
    for line in refused:
        click.echo(f"第{line.number}行 {line.code} {line.name}：{line.refused}", err=True)
    said = "会设立" if only_check else "已设立"
    click.echo(f"{said}{made}个、变更{changed}个，相同{plan.same}行，不能导入{len(refused)}行。")
    if refused:
        raise SystemExit(1)
