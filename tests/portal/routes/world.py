"""One small world for every walk: documents in each state, registers, channels, duties, people.

Everything that can be belongs to 示例镇, so that 经办 of 示例县教育局 stands for everybody else's
clerks. Words of the world can be given: the walk of hostile words gives its own (`say`).
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.test import Client
from django_tasks_db.models import DBTaskResult
from PIL import Image

from gongkai.cases.disputes import Step
from portal.acts import clock
from portal.acts.actor import SYSTEM, Actor
from portal.annual.acts import ArchiveReport
from portal.api.acts import MakeKey
from portal.assurance.acts import MakeRecord
from portal.cases.papers import Paper
from portal.channels.acts.handover import HandOver
from portal.channels.acts.log import AddPhoto, Line, LogPublications
from portal.channels.acts.register import OpenChannel
from portal.channels.acts.silence import ExplainSilence
from portal.disputes.acts.opening import OpenDispute
from portal.disputes.acts.steps import Decide, Sue
from portal.duties.acts.catalogue import ImportCatalogue
from portal.duties.acts.columns import install
from portal.duties.acts.duty import AssignDocument, DeclareNotApplicable
from portal.duties.acts.office import DescribeDisclosureOffice
from portal.jobs import leases
from portal.organs.acts.accounts import CloseAccount
from portal.organs.models import Organ, Role
from portal.publishing import files
from portal.publishing.acts.columns import CloseColumn, OpenColumn
from portal.publishing.acts.drafting import StartDocument, SubmitDocument
from portal.publishing.acts.files import AddFile, UploadDocument
from portal.publishing.acts.links import LinkDocuments
from portal.publishing.acts.publication import Publish, SchedulePublication, Withdraw
from portal.publishing.acts.review import PassStep
from portal.publishing.models import Attribute, Column, Document, Genre
from portal.publishing.search import index
from portal.registers.acts.counts import EnterMonthlyCount
from portal.registers.acts.entries import EnterEntry, ShowEntry
from portal.registers.acts.importing import ReadBatch
from portal.registers.acts.normative import EnterNormative, FileNormative
from portal.registers.acts.powers import AddPower
from tests.portal.conftest import County, establish
from tests.portal.jobs import works
from tests.portal.routes import filings, intakes, requests

EXAMPLES = Path(__file__).parents[3] / "examples"
POSTS: dict[str, tuple[str, Role, str]] = {
    "经办": ("jingban", Role.HANDLER, "town"),
    "审核": ("shenhe", Role.REVIEWER, "town"),
    "保密": ("baomi", Role.SECRECY, "town"),
    "签发": ("qianfa", Role.SIGNER, "town"),
    "负责人": ("fuzeren", Role.HEAD, "town"),
    "主管部门": ("zhuguan", Role.SUPERVISOR, "county"),
    "外单位经办": ("waidanwei", Role.HANDLER, "bureau"),
    "系统": ("xitong", Role.SYSTEM, "county"),
    "安全": ("anquan", Role.SECURITY, "county"),
    "审计": ("shenji", Role.AUDIT, "county"),
}
"""The posts of the walks: login name, role, where."""

STEPS = ("审核", "保密", "签发")
ROWS = (
    "决定书文号,决定日期,许可类别,相对人,事项名称\n"
    "示许〔2026〕{n}1号,2026-01-05,普通,示例县某某有限公司,占用绿地\n"
    "{refused},没有日期,普通,王小明,砍伐林木\n"
)
BODY = "<p>第一条　为加强养护，制定本办法。</p><p>联系人身份证号11010519491231002X，电话13800138000。</p>"


def picture() -> bytes:
    """Return a small photograph."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#b3131b").save(out, "JPEG")
    return out.getvalue()


@dataclass
class World:
    """示例县 as the walks find it. `said` replaces the words of one kind: say("title") …"""

    people: County
    said: Callable[[str, str], str] = lambda _what, usual: usual
    columns: dict[str, Column] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    of: dict[str, Any] = field(default_factory=dict)

    @property
    def town(self) -> Organ:
        """Whose objects they are."""
        return self.people.town

    def actor(self, post: str) -> Actor:
        """Return who holds a post."""
        name, role, where = POSTS[post]
        return self.people.actor(name, role, organ=getattr(self.people, where))

    def client(self, post: str) -> Client:
        """Return the browser of who holds a post; of the public for ``公众``."""
        if post == "公众":
            return Client()
        name, role, where = POSTS[post]
        return self.people.client(name, role, organ=getattr(self.people, where))

    def draft(self, name: str, **changes: Any) -> Document:
        """Begin a document and keep it under a name."""
        content = {
            "title": self.said("title", f"示例镇农村公路养护管理办法（{name}）"),
            "body": self.said("body", BODY),
            "number": self.said("number", "示镇政发〔2026〕5号"),
            "issuer": self.said("issuer", "示例镇人民政府"),
            "summary": self.said("summary", "加强农村公路养护。"),
            "keywords": self.said("keywords", "公路 养护"),
            "topic": self.said("topic", "交通"),
            "source": self.said("source", "本机关"),
        }
        facts: dict[str, Any] = {
            "by": self.actor("经办"),
            "organ": self.town,
            "column": self.columns["guifan"],
            "genre": Genre.NORMATIVE,
            "attribute": Attribute.OPEN,
            "content": content | changes.pop("content", {}),
        }
        self.documents[name] = StartDocument(**(facts | changes)).execute()
        return self.documents[name]

    def carried(self, name: str, steps: int = 3, **changes: Any) -> Document:
        """Begin a document, send it to review, and let some steps be passed."""
        body = {"body": self.said("body", "<p>第一条　为加强养护，制定本办法。</p>")}
        one = self.draft(name, content=body | changes.pop("content", {}), **changes)
        by = changes.get("by", self.actor("经办"))
        one = SubmitDocument(by=by, target=one).execute()
        for step in STEPS[:steps]:
            person = self.actor(step) if changes.get("organ") is None else SYSTEM
            one = PassStep(by=person, target=one, opinion=self.said("opinion", "同意")).execute()
        self.documents[name] = one
        return one

    def published(self, name: str, **changes: Any) -> Document:
        """Carry a document through to the public site."""
        self.documents[name] = Publish(by=SYSTEM, target=self.carried(name, **changes)).execute()
        return self.documents[name]


def text_file(name: str, said: str = "附件的内容。") -> files.Received:
    """Return a file of some words as it is kept."""
    return files.receive(name, said.encode())


def build(said: Callable[[str, str], str] = lambda _what, usual: usual) -> World:
    """Make the world through acts."""
    county = establish("shili", said("organ", "示例县人民政府"), "county", "government")
    town = establish("shilizhen", said("organ", "示例镇人民政府"), "township", "government", county)
    bureau = establish("jiaoyu", "示例县教育局", "county", "department", county)
    world = World(County(county, town, bureau), said)
    install(SYSTEM)
    Column.objects.filter(organ=None, part="content", children=None).order_by(
        "pk"
    ).last().delete()  # to be set up
    world.columns = {column.code: column for column in Column.objects.all()}
    for post in POSTS:
        world.actor(post)
    _documents(world)
    _registers(world)
    _channels(world)
    _duties(world)
    _disputes(world)
    requests.build(world)
    _people(world)
    works.stumble.enqueue()
    taken = leases.take("here")
    assert taken
    leases.fail(*taken, ZeroDivisionError("除数为零"))
    world.of["task"] = DBTaskResult.objects.get()
    data, name = _report()
    world.of["report"] = ArchiveReport(
        by=SYSTEM, organ=town, data=data, file_name=said("file", name)
    ).execute()
    filings.build(world)
    world.of |= intakes.build(world.actor("经办"), town, said)
    index.rebuild()
    return world


def _report() -> tuple[bytes, str]:
    path = next((EXAMPLES / "lihe-xiang-2023").glob("report.*"))
    return path.read_bytes(), path.name


def _documents(world: World) -> None:
    by = world.actor("经办")

    def column(code: str, title: str) -> Column:
        return OpenColumn(
            by=world.actor("负责人"),
            organ=world.town,
            code=code,
            column_title=world.said("column", title),
        ).execute()

    world.columns["guifan"] = column("guifan", "行政规范性文件")
    world.of["empty_column"] = column("kong", "空的栏目")
    world.of["closed_column"] = CloseColumn(
        by=world.actor("负责人"), target=column("jiu", "停用的栏目")
    ).execute()
    draft = world.draft("草稿")
    draft = AddFile(by=by, target=draft, file=text_file(world.said("file", "附件.txt"))).execute()
    world.of["draft_file"] = draft.files.get()
    other = world.draft("另一份草稿")
    names = text_file("名册.txt", "示例某，身份证号990100198001010018。")
    world.of["personal_file"] = AddFile(by=by, target=other, file=names).execute().files.get()
    for count, name in enumerate(("待审核", "待保密审查", "待签发", "已签发")):
        world.carried(name, steps=count)
    scheduled = world.carried("已定时")
    SchedulePublication(by=by, target=scheduled, at=clock.now() + timedelta(days=3)).execute()
    policy = _published_with_file(world)
    again = world.published("另一份公开", genre=Genre.NOTICE)
    world.published("待登记", genre=Genre.NORMATIVE)
    LinkDocuments(by=by, target=again, other=policy, kind="related").execute()
    world.of["link"] = again.links.get()
    gone = world.published("已撤回", genre=Genre.NOTICE)
    ground = world.said("ground", "内容有误")
    Withdraw(by=world.actor("负责人"), target=gone, reason=ground).execute()
    world.draft("不公开", attribute=Attribute.CLOSED, ground_reason=world.said("ground", "内部管理"),
                ground="16-1")  # fmt: skip


def _published_with_file(world: World) -> Document:
    """Publish a document that came as a file."""
    name, by = world.said("file", "通知.txt"), world.actor("经办")
    draft = UploadDocument(
        by=by, organ=world.town, column=world.columns["guifan"], genre=Genre.POLICY,
        attribute=Attribute.OPEN, original=text_file(name, "示例镇关于养护的通知。"),
        content={"title": world.said("title", "示例镇关于养护的通知"), "body": world.said("body", "<p>养护。</p>")},
        told={},
    ).execute()  # fmt: skip
    world.documents["已公开"] = draft
    document = SubmitDocument(by=by, target=draft).execute()
    for step in STEPS:
        document = PassStep(by=world.actor(step), target=document, opinion="同意").execute()
    world.documents["已公开"] = Publish(by=by, target=document).execute()
    world.of["public_file"] = draft.files.get()
    world.of["uploaded"] = UploadDocument(
        by=by, organ=world.town, column=world.columns["guifan"], genre=Genre.NOTICE,
        attribute=Attribute.OPEN, original=text_file("通告.txt", "示例镇关于绿地的通告。"),
        content={"title": "示例镇关于绿地的通告", "body": "<p>绿地。</p>"}, told={},
    ).execute()  # fmt: skip
    return world.documents["已公开"]


def _registers(world: World) -> None:
    by, organ, today = world.actor("经办"), world.town, clock.today()
    month = today.replace(day=1)
    entry = EnterEntry(
        by=by, organ=organ, register="penalty",
        fields={"number": world.said("entry", "示罚〔2026〕1号"), "on": today, "kind": "罚款",
                "party": world.said("party", "示例县某某有限公司"), "party_kind": "organisation",
                "item": world.said("item", "占用绿地"), "amount": 10000},
    ).execute()  # fmt: skip
    world.of["entry"] = ShowEntry(by=by, target=entry).execute()
    world.of["hidden_entry"] = EnterEntry(
        by=by, organ=organ, register="penalty",
        fields={"number": "示罚〔2026〕2号", "on": today, "kind": "罚款", "party": "李某",
                "party_kind": "person", "item": "占道", "amount": 10000},
    ).execute()  # fmt: skip
    world.of["month"] = EnterMonthlyCount(
        by=by, organ=organ, register="coercion", month=month.year * 100 + 1, count=3,
        source=world.said("source_of_count", "执法平台月报"),
    ).execute()  # fmt: skip
    world.of["normative"] = EnterNormative(
        by=by, organ=organ, numbered=True,
        fields={"kind": "normative", "title": world.said("normative", "示例镇养护办法"),
                "issued_on": today, "effective_on": today, "must_file": True,
                "expires_on": today + timedelta(days=900)},
    ).execute()  # fmt: skip
    filed = EnterNormative(
        by=by, organ=organ,
        fields={"kind": "normative", "title": "示例镇用水办法", "issued_on": today, "must_file": True},
    ).execute()  # fmt: skip
    world.of["filed"] = FileNormative(by=by, target=filed, to="示例县司法局", on=today).execute()
    world.of["power"] = AddPower(
        by=by, organ=organ,
        fields={"kind": "penalty", "code": world.said("power_code", "CF-1"), "from_on": today,
                "name": world.said("power", "对占用绿地的处罚"), "basis": "示例条例第一条",
                "unit": "综合执法队"},
    ).execute()  # fmt: skip
    world.of["assurance_record"] = MakeRecord(
        by=by, organ=organ, kind="training",
        fields={"title": world.said("training", "条例和答复文书"), "on": today,
                "said": {"organiser": world.said("organiser", "示例县人民政府办公室"), "people": 9,
                         "material": world.said("material", "讲义一份")}},
    ).execute()  # fmt: skip
    for name in ("batch", "other_batch"):
        rows = ROWS.format(n=name[:1], refused=world.said("cell", "示许〔2026〕9号"))
        world.of[name] = ReadBatch(
            by=by, organ=organ, register="licence", file_name=world.said("file", f"{name}.csv"),
            content=rows.encode(),
        ).execute()  # fmt: skip


def _channels(world: World) -> None:
    by, organ, today = world.actor("经办"), world.town, clock.today()
    where = {
        "website": {"url": "https://www.shili.gov.cn/zhen"},
        "notice_board": {"address": world.said("address", "镇政府大院东门"), "keeper": "王敏"},
        "wechat": {"account": world.said("account", "meilishilizhen")},
        "library": {"address": "图书馆二楼", "hours": "工作日", "phone": "0000-1"},
    }
    for kind, fields in where.items():
        name = world.said("channel", {"website": "平台", "library": "县图书馆"}.get(kind, kind))
        world.of[kind] = OpenChannel(
            by=by, organ=organ, kind=kind, automatic=kind == "website", fields={"name": name} | fields
        ).execute()  # fmt: skip
    board, public = world.of["notice_board"], world.documents["已公开"]
    words = world.said("line", "村务公告")
    LogPublications(
        by=by,
        organ=organ,
        lines=[Line(board, today, document=public),
               Line(board, today, title=words, topic=world.said("topic", "村务"))],
    ).execute()  # fmt: skip
    first, second = board.entries.order_by("pk")
    AddPhoto(by=by, target=first, photo=picture()).execute()
    world.of |= {"line": first, "other_line": second, "photo": first.photos.get()}
    library = world.of["library"]
    world.of["handover"] = HandOver(
        by=by, channel=library, from_on=today, until_on=today, on=today, form="纸质"
    ).execute()
    ExplainSilence(
        by=by, organ=organ, channel=world.of["wechat"], until_on=today + timedelta(days=30),
        reason=world.said("silence", "账号迁移"),
    ).execute()  # fmt: skip


def _duties(world: World) -> None:
    by, organ = world.actor("经办"), world.town
    world.of["assignment"] = AssignDocument(
        by=by, document=world.documents["已公开"], code="20-01"
    ).execute()
    world.of["not_applicable"] = DeclareNotApplicable(
        by=by, organ=organ, code="20-03", reason=world.said("not_applicable", "没有这项职能")
    ).execute()
    DescribeDisclosureOffice(
        by=world.actor("负责人"), organ=organ,
        fields={"office": world.said("office", "党政综合办公室"), "phone": "0000-1234567",
                "address": world.said("address", "示例镇一号"),
                "obtaining": world.said("obtaining", "网上查阅")},
    ).execute()  # fmt: skip
    ImportCatalogue(
        by=by, target=organ, field="projects",
        items=[{"first": world.said("catalogue", "政策文件"), "second": "税收政策", "content": "名称"}],
    ).execute()  # fmt: skip


def _disputes(world: World) -> None:
    by, organ, today = world.actor("经办"), world.town, clock.today()
    began = today - timedelta(days=60)

    def opened(step: Step = Step.REVIEW_APPLIED, **facts: Any) -> Any:
        return OpenDispute(
            by=by, organ=organ, step=step, on=began, subject=world.said("dispute", "不服公开的信息"),
            body=world.said("body_of_dispute", "示例县人民政府"), number=world.said("number", "示府复〔2026〕1号"),
            claims=world.said("claims", "请求撤销"), party={"kind": "natural", "name": world.said("party", "李明")}, **facts,
        ).execute()  # fmt: skip

    def decided(dispute: Any, way: str, **facts: Any) -> Any:
        return Decide(
            by=world.actor("负责人"), target=dispute, on=today - timedelta(days=5),
            received_on=today - timedelta(days=4), number=world.said("number", "示府复决〔2026〕1号"),
            way=way, text=world.said("opinion", "事实清楚"), **facts,
        ).execute()  # fmt: skip

    paper = Paper(world.said("file", "申请书.txt"), "请求撤销。".encode(), "text/plain")
    world.of["dispute"] = opened(received_on=began, files=[paper])
    world.of["dispute_new"] = opened()
    world.of["dispute_decided"] = decided(opened(), "maintained")
    world.of["dispute_ordered"] = decided(opened(), "ordered", redo=True)
    world.of["dispute_overtaken"] = Sue(
        by=by, target=opened(), on=began + timedelta(days=9), body=world.said("court", "示例县法院")
    ).execute()
    world.of["dispute_judged"] = decided(opened(Step.SUED), "unlawful")
    world.of["dispute_file"] = world.of["dispute"].files.get()


def _people(world: World) -> None:
    for name in ("停用", "锁定", "口令"):
        world.of[name] = world.people.person(
            {"停用": "tingyong", "锁定": "suoding", "口令": "kouling"}[name], Role.HANDLER
        )
    world.of["停用"] = CloseAccount(by=SYSTEM, target=world.of["停用"]).execute()
    world.of["api_key"] = MakeKey(
        by=SYSTEM, organ=world.town, system=world.said("system", "办公系统"), scopes=["documents"]
    ).execute()
    AccessAttempt.objects.create(
        username="suoding", ip_address="203.0.113.9", failures_since_start=5
    )
    Authenticator.objects.create(user=world.of["口令"], type="totp", data={"secret": "x"})
    world.of["post"] = world.of["口令"].posts.get()
