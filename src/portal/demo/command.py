"""What `portal demo` does: builds the example county, or gives new passwords to the one that is here."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

from django.db import transaction

from portal.accounts import passwords
from portal.accounts.models import User
from portal.acts import clock
from portal.acts.actor import SYSTEM
from portal.acts.sessions import changed_password
from portal.demo import annual, assurance, disputes, offices, reports, requests, unfinished, world
from portal.organs.acts.accounts import ChangeAccount
from portal.organs.models import Organ, Post
from portal.publishing.models import Document
from portal.publishing.search import index


class NotADemo(Exception):
    """The database holds somebody's real work."""


def build(say: Callable[[str], None], folders: Iterable[Path], *, quick: bool = False) -> None:
    """Build the example and print what it holds, where reports were refused, and the passwords.

    Raises NotADemo where the database already holds organs that are not the example's.
    """
    county = world.rows()[0]
    if Organ.objects.exists() and not Organ.objects.filter(code=county["code"]).exists():
        raise NotADemo("这里已有真实数据，不建示例。请把 PORTAL_DATA 指向另一个空文件夹。")
    made = world.World(clock.today(), say)
    begun = time.monotonic()
    if Organ.objects.exists():
        say("示例县已经建好，沿用原有数据。")
        _new_passwords(made)
    else:
        say("正在建立示例县（名称和文字都是虚构的）……")
        world.found(made)
        if not quick:
            _tell(made)
        world.hand_out(made)
    for folder in folders:
        _archive(made, folder)
    say(f"检索：收入{index.rebuild()}条。")
    say(
        f"共{Organ.objects.count()}个机关、{Document.objects.filter(is_public=True).count()}条公开信息，"
        f"用时{time.monotonic() - begun:.0f}秒。\n"
    )
    say("登录名、岗位和密码（每次运行都重新生成）：")
    for username, posts, password in made.passwords:
        say(f"  {username:<16}{password}  {posts}")
    if made.codes:
        number, code, last = made.codes[-2]
        say(f"申请人可在 /track/ 查询进度，例如{number}：查询码 {code}，核对用手机后四位 {last}")


def _tell(made: world.World) -> None:
    offices.describe(made)
    offices.open_channels(made)
    for number in world.publish_all(made):
        made.say(f"  公开信息{number}条")
    with transaction.atomic():
        offices.log(made)
        offices.enter_normative(made)
        offices.keep_registers(made)
        offices.say_what_does_not_apply(made)
        assurance.tell(made)
        unfinished.leave(made)
    made.say("  渠道、登记簿、监督保障、待办文件")
    made.say(f"  政府信息公开申请{requests.tell(made)}件")
    made.say(
        f"  复议、诉讼{disputes.tell(made)}件，建议、更正、投诉举报{disputes.tell_matters(made)}件"
    )
    made.say(f"  年度报告公布{annual.tell(made)}份，其余在不同的环节")


def _archive(made: world.World, folder: Path) -> None:
    taken = list(reports.archive(made, folder))
    kept = [one for one in taken if not one.refused and not one.known]
    known = sum(one.known for one in taken)
    made.say(
        f"年度报告：{folder}，存入{len(kept)}份" + (f"，原已存入{known}份。" if known else "。")
    )
    for one in taken:
        if one.refused:
            made.say(f"  未存入 {one.path.parent.name}/{one.path.name}：{one.refused}")


def _new_passwords(made: world.World) -> None:
    """Give the people whose passwords are printed new ones."""
    shown = [f"{world.SHOWN}-{who}" for who in world.OFFICE]
    for user in User.objects.filter(username__in=[*shown, "zhuguan", *world.ADMINISTRATORS]):
        password = passwords.temporary()
        done = ChangeAccount(by=SYSTEM, target=user, password=password).execute()
        changed_password(None, done)  # type: ignore[arg-type]
        posts = Post.objects.held(clock.today()).filter(user=user).select_related("organ")
        made.passwords.append((user.username, "、".join(str(one) for one in posts), password))
