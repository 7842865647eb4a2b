"""The office that the browser sees: a part of the example county, and the corner cases of a page.

Run inside an installation: `from tests.browser import office; office.found()`. Prints as JSON who
works there with which password, and the keys of what stands on the pages.
"""

import io
import json
import shutil
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP
from axes.models import AccessAttempt
from PIL import Image

from gongkai.cases.disputes import Step
from portal.accounts import passwords
from portal.accounts.models import User
from portal.acts import clock
from portal.acts.actor import SYSTEM, Actor
from portal.annual.models import AnnualReport
from portal.api.acts import MakeKey
from portal.assurance.acts import MakeRecord
from portal.assurance.models import Record
from portal.cases import projection
from portal.cases.models import Case
from portal.cases.papers import Paper
from portal.channels.acts.handover import HandOver
from portal.channels.acts.log import Line, LogPublications
from portal.channels.acts.register import OpenChannel
from portal.channels.models import Channel, ChannelEntry, Handover
from portal.demo import offices, reports, unfinished, world
from portal.demo import requests as last_year
from portal.demo.world import SHOWN, World, at
from portal.disputes.acts.opening import OpenDispute
from portal.disputes.acts.steps import Decide
from portal.disputes.models import Dispute
from portal.duties.acts.duty import AssignDocument, DeclareNotApplicable
from portal.duties.models import Assignment
from portal.organs.acts.accounts import CloseAccount
from portal.organs.acts.lifecycle import EstablishOrgan
from portal.organs.models import Organ, Post
from portal.publishing.acts.columns import CloseColumn, OpenColumn
from portal.publishing.acts.files import AddFile
from portal.publishing.acts.importing import ImportDocument
from portal.publishing.files import receive
from portal.publishing.models import Attachment, Column, Document, DocumentLink
from portal.publishing.search import index
from portal.registers.acts.counts import EnterMonthlyCount
from portal.registers.acts.importing import ReadBatch
from portal.registers.acts.normative import EnterNormative
from portal.registers.acts.powers import AddPower
from portal.registers.models import Batch, Entry, MonthlyCount, NormativeEntry, PowerItem
from tests.browser import filings
from tests.portal.routes import intakes, requests

EXAMPLES = Path(__file__).parents[2] / "examples"
ORGANS = {"lijiang", "zhengfuban", SHOWN}
WRITERS = ("lijiang-jingban", "lijiang-qianfa", "zhengfuban-jingban", "zhengfuban-qianfa")
"""Who besides the shown township logs in, to write annual reports."""
# Not anybody's: the area code 990100 does not exist; the checksum is right, so that it is found.
ID_NUMBER = "990100198001010018"
REPORTS = ("lihe-xiang-2023", "fanli-ju-2023")
LONG = "例江县长江经济带生态优先绿色发展示范区暨例江高新技术产业开发区管理委员会（例江县自然保护地管理局）"


def found() -> None:
    """Build it, and print the keys to it."""
    made = World(clock.today(), lambda words: None)
    world.found(made, only=ORGANS)
    offices.describe(made)
    offices.open_channels(made)
    for _number in world.publish_all(made):
        pass
    offices.log(made)
    offices.keep_registers(made)
    unfinished.leave(made)
    _extremes(made)
    _private_file(made)
    _registers(made)
    _channels(made)
    _ended(made)
    _disputes(made)
    last_year.tell(made, year=made.today.year - 1)
    asked = _requests(made)
    _writers(made)
    with tempfile.TemporaryDirectory() as folder:
        for name in REPORTS:
            shutil.copytree(EXAMPLES / name, Path(folder) / name)
        assert not [one for one in reports.archive(made, Path(folder)) if one.refused]
    filed = filings.build(made.organs[SHOWN], made.organs["zhengfuban"])
    intakes.build(SYSTEM, made.organs["lijiang"], lambda _what, usual: usual)
    index.rebuild()
    world.hand_out(made)
    json.dump(_keys(made) | asked | {"filings": filed}, sys.stdout)


def _writers(made: World) -> None:
    """Let them log in."""
    for user in User.objects.filter(username__in=WRITERS):
        password = passwords.temporary()
        user.set_password(password)
        user.save()
        made.passwords.append((user.username, "", password))


def _extremes(made: World) -> None:
    """A name of fifty characters with nothing published, and a column of two hundred rows."""
    EstablishOrgan(
        by=SYSTEM,
        code="guanweihui",
        fields={"name": LONG, "short_name": "例江高新区管委会", "level": "county", "kind": "agency",
                "parent": made.organs["lijiang"], "order": 500},
    ).execute()  # fmt: skip
    column = Column.objects.get(code="notices", organ=None)
    for number in range(200):
        on = made.today - timedelta(days=3 + number * 3)
        title = f"例河乡第{number + 1}号通知：" + "关于进一步做好农村人居环境整治有关工作的" * (
            number % 4
        )
        ImportDocument(
            by=made.actor(SHOWN),
            organ=made.organs[SHOWN],
            column=column,
            genre="notice",
            published_at=at(on),
            content={
                "title": title.rstrip("的：") or title,
                "body": "<p>请各村遵照执行。</p>",
                "formed_on": on,
            },
            origin=f"/old/notice-{number}.html",
        ).execute()


def _private_file(made: World) -> None:
    """A roll with a number of an ID card, attached to a draft."""
    draft = Document.objects.get(working__title__contains="临时救助对象")
    roll = f"姓名：示例甲，身份证号：{ID_NUMBER}".encode()
    AddFile(by=made.actor(SHOWN), target=draft, file=receive("名册.txt", roll)).execute()


def _registers(made: World) -> None:
    by, organ = made.actor(SHOWN), made.organs[SHOWN]
    year = made.today.year
    EnterNormative(
        by=by, organ=organ, numbered=True,
        fields={"kind": "normative", "title": "例河乡集镇管理办法", "number": f"例河政规〔{year}〕1号",
                "issued_on": date(year, 2, 3), "effective_on": date(year, 3, 1), "expires_on": date(year + 5, 2, 28)},
    ).execute()  # fmt: skip
    header = "决定书文号,决定日期,类别,相对人类型,相对人,事项\n"
    for name, line in (
        ("许可.csv", f"例河许〔{year}〕1号,{year}-03-04,普通许可,法人,例江县示例商店,食品小作坊登记\n"),
        ("待登记.csv", f"例河许〔{year}〕2号,{year}-03-05,普通许可,法人,例江县示例商店,小餐饮登记\n坏行,三月,,,,\n"),
    ):  # fmt: skip
        batch = ReadBatch(
            by=by, organ=organ, register="licence", file_name=name, content=(header + line).encode()
        ).execute()
        if name == "许可.csv":
            offices.EnterBatch(by=by, target=batch).execute()
    EnterMonthlyCount(
        by=by, organ=organ, register="penalty", month=year * 100 + 1, count=3, source="执法台账"
    ).execute()
    AddPower(
        by=by, organ=organ, fields={"code": "QL-001", "kind": "licence", "name": "农村村民宅基地审批", "from_on": date(year - 1, 1, 1)},
        ground="示例依据",
    ).execute()  # fmt: skip


def _training(made: World) -> int:
    said = {"organiser": "例江县人民政府办公室", "people": 9, "material": "讲义和答复文书样式"}
    one: Record = MakeRecord(
        by=made.actor(SHOWN), organ=made.organs[SHOWN], kind="training",
        fields={"title": "政府信息公开条例和答复文书", "on": made.today, "said": said},
    ).execute()  # fmt: skip
    return one.pk


def _channels(made: World) -> None:
    by, organ = made.actor(SHOWN), made.organs[SHOWN]
    archive: Channel = OpenChannel(
        by=by,
        organ=organ,
        kind="archive",
        fields={"name": "例江县档案馆", "address": "例江县示例路9号"},
    ).execute()
    until = made.today - timedelta(days=1)
    HandOver(
        by=by,
        channel=archive,
        from_on=date(made.today.year, 1, 1),
        until_on=until,
        on=made.today,
        form="电子",
    ).execute()
    board = Channel.objects.filter(organ=organ, kind="notice_board").first()
    assert board is not None
    picture = io.BytesIO()
    Image.new("RGB", (640, 480), "#9ab").save(picture, "JPEG")
    document = Document.objects.filter(organ=organ, is_public=True).latest("pk")
    LogPublications(
        by=by, organ=organ, lines=[Line(board, until, document=document)], photo=picture.getvalue()
    ).execute()


def _ended(made: World) -> None:
    """What has ended and can begin again: a duty, a column, an account."""
    head, organ = made.actor(SHOWN, "qianfa"), made.organs[SHOWN]
    DeclareNotApplicable(by=head, organ=organ, code="20-14", reason="本乡不招考公务员。").execute()
    document = Document.objects.filter(organ=organ, is_public=True).earliest("pk")
    AssignDocument(by=head, document=document, code="20-03").execute()
    for code in ("open", "closed"):
        column = OpenColumn(
            by=head, organ=organ, code=code, column_title=f"本乡栏目{code}"
        ).execute()
    CloseColumn(by=head, target=column).execute()
    for who in ("baomi", "shenhe"):
        user = User.objects.get(username=f"lijiang-{who}")
        if who == "baomi":
            CloseAccount(by=SYSTEM, target=user, reason="调离。").execute()
        else:
            TOTP.activate(user, "JBSWY3DPEHPK3PXP")
            AccessAttempt.objects.create(
                username=user.username, failures_since_start=9, ip_address="192.0.2.1"
            )


def _disputes(made: World) -> None:
    """A review whose answer is due, one that orders something, a suit that was judged."""
    by, organ, today = made.actor(SHOWN), made.organs[SHOWN], made.today
    party = {"kind": "enterprise", "name": "例江县示例商店"}

    def opened(days: int, subject: str, step: Step = Step.REVIEW_APPLIED, **facts: Any) -> Dispute:
        return OpenDispute(
            by=by, organ=organ, step=step, on=today - timedelta(days=days), subject=subject,
            body="例江县人民政府", number=f"例府复〔{today.year}〕{days}号", party=party, **facts,
        ).execute()  # fmt: skip

    paper = Paper("行政复议申请书.txt", "请求撤销。".encode(), "text/plain")
    opened(12, "不服公开的行政许可结果信息", received_on=today - timedelta(days=6), files=[paper])
    for subject, step, way, redo in (
        ("不服公开的公告", Step.REVIEW_APPLIED, "ordered", True),
        ("不服不予处理决定", Step.SUED, "claims_dismissed", False),
    ):
        Decide(
            by=made.actor(SHOWN, "qianfa"), target=opened(80, subject, step), way=way, redo=redo,
            on=today - timedelta(days=9), received_on=today - timedelta(days=7),
            redo_until=today + timedelta(days=5) if redo else None, number="例府复决3号",
        ).execute()  # fmt: skip
    opened(30, "不服不予公开决定")


@dataclass
class _Office:
    """The township as the requests of the walks know an office."""

    made: World
    of: dict[str, Any] = field(default_factory=dict)

    @property
    def town(self) -> Organ:
        """Whose requests they are."""
        return self.made.organs[SHOWN]

    @property
    def people(self) -> Any:
        """Who is asked for an opinion."""
        return SimpleNamespace(bureau=self.made.organs["zhengfuban"])

    def actor(self, post: str) -> Actor:
        """Return who holds a post."""
        names = {"经办": "jingban", "审核": "shenhe", "签发": "qianfa", "负责人": "qianfa"}
        return self.made.actor(SHOWN, names[post])

    def said(self, _what: str, usual: str) -> str:
        """Return the usual words."""
        return usual


def _requests(made: World) -> dict[str, Any]:
    """Requests in each state, one overdue, and their keys."""
    office = _Office(made)
    requests.build(office)
    overdue = Case.objects.get(pk=office.of["另一件"].pk)
    began = made.today - timedelta(days=60)
    overdue.events.update(on=began)
    overdue.arrived_on = began
    overdue.save()
    projection.refresh(overdue)
    return {"asked": {name: one.pk for name, one in office.of.items()}}


def _keys(made: World) -> dict[str, Any]:
    """Return who is there, and one example of each thing a page stands for."""
    town = made.organs[SHOWN]
    of = Document.objects.filter(organ=town)
    by_state = {one.state: one.pk for one in of.order_by("pk")}
    first = {
        name: model.objects.filter(organ=town).latest("pk").pk
        for name, model in {"normative": NormativeEntry, "batch": Batch, "entry": Entry, "month": MonthlyCount,
                            "power": PowerItem}.items()
    }  # fmt: skip
    return {
        "people": {username: password for username, _posts, password in made.passwords},
        "documents": by_state,
        "corrected": of.get(working__title="例河乡便民服务中心办事时间").pk,
        "normative": of.filter(genre="normative", is_public=True).latest("pk").pk,
        "interpretation": of.filter(genre="interpretation", is_public=True).latest("pk").pk,
        "faulty": AnnualReport.objects.exclude(organ=town).get().organ.code,
        "private_file": Attachment.objects.get(name="名册.txt").pk,
        "report": of.filter(genre="report").earliest("pk").pk,
        "file": Attachment.objects.filter(document__state="draft").earliest("pk").pk,
        "link": DocumentLink.objects.latest("pk").pk,
        "channels": {one.kind: one.pk for one in Channel.objects.filter(organ=town)},
        "entry": ChannelEntry.objects.filter(channel__kind="notice_board").latest("pk").pk,
        "handover": Handover.objects.latest("pk").pk,
        "api_key": MakeKey(by=SYSTEM, organ=town, system="办公系统", scopes=["documents"])
        .execute()
        .pk,
        "column": Column.objects.get(code="notices", organ=None).pk,
        "post": Post.objects.latest("pk").pk,
        "person": Post.objects.filter(organ=town, role="handler").get().user_id,
        "closed": User.objects.get(username="lijiang-baomi").pk,
        "locked": User.objects.get(username="lijiang-shenhe").pk,
        "own_columns": list(
            Column.objects.filter(organ=town).order_by("pk").values_list("pk", flat=True)
        ),
        "assignment": Assignment.objects.latest("pk").pk,
        "private": of.get(working__title__contains="临时救助对象").pk,
        "registers": first,
        "assurance": _training(made),
        "intake": intakes.keys(),
        "disputes": list(
            Dispute.objects.filter(organ=town).order_by("pk").values_list("pk", flat=True)
        ),
    }
