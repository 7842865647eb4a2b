"""A small world for the interface: documents in several states, reports, a request, registers."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from portal.acts import clock
from portal.acts.actor import SYSTEM
from portal.annual.acts import ArchiveReport
from portal.annual.models import AnnualReport
from portal.api.acts import MakeKey
from portal.api.models import Scope
from portal.cases.acts.registration import RegisterCase
from portal.cases.models import Case
from portal.duties.acts.columns import install
from portal.organs.models import Organ, Role
from portal.publishing import files
from portal.publishing.acts.drafting import StartDocument
from portal.publishing.acts.importing import ImportDocument
from portal.publishing.acts.publication import Withdraw
from portal.publishing.models import Attribute, Column, Document, Genre
from portal.registers.acts.entries import EnterEntry
from tests.portal.conftest import County

EXAMPLES = Path(__file__).parents[3] / "examples"
APPLICANT = {
    "kind": "natural", "name": "李秘密", "id_number": "11010519491231002X",
    "phone": "13800138000", "address": "示例镇一村12号", "email": "limimi@example.cn",
}  # fmt: skip
PARTY = "张隐名"
SECRETS = (
    *(v for k, v in APPLICANT.items() if k != "kind"),
    PARTY,
    "尚未公开的草稿",
    "撤回了的内容",
)
"""What nobody may read through the interface."""


@dataclass
class World:
    """示例县 with what the interface shows and what it must not show."""

    people: County
    columns: dict[str, Column]
    documents: dict[str, Document] = field(default_factory=dict)
    report: AnnualReport | None = None
    case: Case | None = None

    @property
    def town(self) -> Organ:
        return self.people.town

    def published(self, title: str, *, days: int = 1, **more: Any) -> Document:
        """Take a public document over, as from a former site."""
        facts: dict[str, Any] = {
            "organ": self.town,
            "column": self.columns["normative"],
            "genre": Genre.NORMATIVE,
            "published_at": clock.now() - timedelta(days=days),
            "content": {
                "title": title,
                "number": f"示镇发〔2026〕{days}号",
                "body": f"<p>{title}</p>",
            },
        }
        by = self.people.actor("jingban", Role.HANDLER, organ=self.town)
        return ImportDocument(by=by, **(facts | more)).execute()

    def secret(self, *scopes: str, organ: Organ | None = None) -> str:
        """Make a key (for everything, of the town) and return its secret."""
        act = MakeKey(
            by=SYSTEM, organ=organ or self.town, system="办公系统", scopes=scopes or Scope.values
        )
        act.execute()
        return act.secret


def build(people: County) -> World:
    """Make the world through acts."""
    install(SYSTEM)
    columns = {c.code: c for c in Column.objects.all()}
    world = World(people, columns)
    by = people.actor("jingban", Role.HANDLER, organ=people.town)
    note = files.receive("通知.txt", "附件的内容。".encode())
    for number in range(7):
        world.documents[f"公开{number}"] = world.published(
            f"公开的文件{number}", days=9 - number, attachments=(note,) if number == 3 else ()
        )
    world.documents["草稿"] = StartDocument(
        by=by,
        organ=people.town,
        column=columns["normative"],
        genre=Genre.NORMATIVE,
        attribute=Attribute.OPEN,
        content={"title": "尚未公开的草稿", "body": "<p>尚未公开的草稿</p>"},
    ).execute()
    gone = world.published("撤回了的内容")
    head = people.actor("fuzeren", Role.HEAD, organ=people.town)
    world.documents["撤回"] = Withdraw(by=head, target=gone, reason="含有个人信息").execute()
    path = next((EXAMPLES / "lihe-xiang-2023").glob("report.*"))
    world.report = ArchiveReport(
        by=by, organ=people.town, data=path.read_bytes(), file_name=path.name
    ).execute()
    world.case = RegisterCase(
        by=by,
        organ=people.town,
        applicant=APPLICANT,
        asked={"subject": "农村公路养护资金", "content": "2025年度的拨付文件"},
        arrived_on=clock.today() - timedelta(days=3),
    ).execute()
    EnterEntry(
        by=by,
        organ=people.town,
        register="penalty",
        fields={
            "number": "示罚〔2026〕1号",
            "on": clock.today(),
            "kind": "",
            "party_kind": "person",
            "party": PARTY,
            "item": "占道经营",
            "amount": 10000,
            "shown": True,
        },
    ).execute()
    return world
