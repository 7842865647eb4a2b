"""What units' own systems send, and what they are answered."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Annotated, Any

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import literal_schema

from gongkai.cases.events import Channel
from gongkai.law.grounds import grounds
from portal.annual.models import How
from portal.api.schemas import NO_NUL, Code
from portal.cases import channel
from portal.cases.models import ApplicantKind, Case
from portal.publishing.models import Attribute, Genre
from portal.registers.models import Party
from portal.ui.language import said


def _day(value: Any) -> Any:
    if value is None:
        return None
    try:
        if isinstance(value, str) and len(value) == 10:
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise PydanticCustomError("day", "not a day")


Day = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-03-02"]}),
]


def _whole(value: Any) -> Any:
    """Return 2025.0 as 2025: JSON knows one kind of number."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = Annotated[int, BeforeValidator(_whole)]


CHOICES: dict[str, Sequence[tuple[str, Any]]] = {}
"""What may be sent where one of some words is asked for, each with its name in words."""


class Among:
    """One of some words, as JSON Schema says with `enum`; the document adds what each is called."""

    def __init__(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        self._name = name
        CHOICES[name] = [(str(value), label) for value, label in choices]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        """Return what pydantic checks."""
        return literal_schema([value for value, _label in CHOICES[self._name]])

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: Any) -> dict[str, Any]:
        """Return what the document is made from."""
        return {**handler(core), "x-choices": self._name}


def words(most: int, least: int = 0) -> Any:
    """Return the bounds of a text."""
    return Field(min_length=least, max_length=most, pattern=NO_NUL)


def _choices(column: str) -> Among:
    field: Any = Case._meta.get_field(column)
    return Among(f"case.{column}", field.choices)


_GROUNDS = [(one.id, partial(said, one)) for one in grounds().values()]


_CHANNELS = [one for one in channel.CHOICES if one[0] != Channel.ONLINE]
Line = Annotated[str, words(200)]
Title = Annotated[str, words(300, 1)]
Short = Annotated[str, words(60)]


class Sent(Schema):
    """What is sent is taken as it is meant, or refused: no other names, no other types."""

    model_config = ConfigDict(extra="forbid", strict=True)


class DraftIn(Sent):
    """A document to be drafted for the organ; people review and publish it."""

    column: Code = Field(description=_("栏目代码，见 listColumns"), examples=["normative"])
    genre: Annotated[str, Among("genre", Genre.choices)] = Field(examples=["normative"])
    attribute: Annotated[str, Among("attribute", Attribute.choices)] = "open"
    ground: Annotated[str, Among("ground", [("", ""), *_GROUNDS])] = Field(
        "", description=_("不予公开的依据")
    )
    ground_reason: Annotated[str, words(2000)] = Field("", description=_("不主动公开的理由"))
    title: Title = Field(examples=["示例镇农村公路养护管理办法"])
    number: Annotated[str, words(80)] = Field(
        "", description=_("文号"), examples=["示镇发〔2026〕3号"]
    )
    issuer: Line = ""
    formed_on: Day | None = None
    effective_on: Day | None = None
    expires_on: Day | None = None
    topic: Short = ""
    keywords: Line = ""
    summary: Annotated[str, words(500)] = ""
    source: Annotated[str, words(120)] = ""
    html: Annotated[str, words(2_000_000)] = Field(
        "", examples=["<p>第一条　为加强养护，制定本办法。</p>"]
    )


class ApplicantIn(Sent):
    """Who applies (art. 29); kept sealed, and answered by nothing."""

    kind: Annotated[str, Among("applicant", ApplicantKind.choices)] = Field(examples=["natural"])
    name: Annotated[str, words(120, 1)] = Field(examples=["王某"])
    id_kind: Short = ""
    id_number: Annotated[str, words(40)] = ""
    representative: Short = ""
    contact: Short = ""
    phone: Annotated[str, words(40)] = Field("", examples=["13800138000"])
    address: Line = ""
    postal_code: Annotated[str, words(10)] = ""
    email: Annotated[str, words(120)] = ""


class CaseIn(Sent):
    """A request that came to the organ's own system (arts. 29 to 31)."""

    channel: Annotated[str, Among("channel", _CHANNELS)] = Field(
        Channel.IN_PERSON.value, description=_("怎样提出的")
    )
    oral: bool = False
    arrived_on: Day | None = Field(None, description=_("到达日期；不写是今天"))
    confirmed_on: Day | None = Field(None, description=_("与申请人确认收到之日（第三十一条）"))
    applicant: ApplicantIn
    subject: Title = Field(examples=["2025年度农村公路养护资金的拨付文件"])
    content: Annotated[str, words(5000)] = ""
    document_number: Annotated[str, words(100)] = ""
    period: Annotated[str, words(100)] = ""
    topic: Short = ""
    form: Annotated[str, _choices("form")] = "paper"
    way: Annotated[str, _choices("way")] = "post"


class EntryIn(Sent):
    """A decision or a payment for one of the organ's registers."""

    number: Annotated[str, words(120, 1)] = Field(examples=["示罚〔2026〕17号"])
    on: Day = Field(examples=["2026-03-02"])
    kind: Short = ""
    party_kind: Annotated[str, Among("party", [("", ""), *Party.choices])] = ""
    party: Annotated[str, words(120)] = ""
    item: Annotated[str, words(300)] = ""
    amount: Annotated[str, Field(pattern=r"^[0-9]{1,13}(\.[0-9]{1,2})?$")] | None = Field(
        None, description=_("金额，元"), examples=["200.00"]
    )
    shown: bool = Field(False, description=_("列入对外公开的结果名单"))


class FilingIn(Sent):
    """The year whose report is begun."""

    year: Whole = Field(ge=2019, le=2999, examples=[2025])


class TextsIn(Sent):
    """Texts of a report: part, from 0 (before part one) to 6, and its paragraphs."""

    texts: dict[
        Annotated[str, Field(pattern="^[0-6]$")],
        Annotated[list[Annotated[str, words(5000)]], Field(max_length=200)],
    ] = Field(
        examples=[{"6": ["没有其他需要报告的事项。"]}],
        json_schema_extra={"additionalProperties": False},
    )
    base: Annotated[int, Field(ge=0, le=2**31 - 1), BeforeValidator(_whole)] | None = Field(
        None, description=_("所看到的edits；别人在此之后改过的，答409，不覆盖")
    )


class SubmissionIn(Sent):
    """What is said with a report that goes up."""

    message: Annotated[str, words(2000)] = Field(
        "", description=_("随报告说明的话"), examples=["已按意见修改。"]
    )


class AnswerIn(Sent):
    """What the organ says to findings of the checks; one explanation may answer several."""

    keys: Annotated[
        list[Annotated[str, Field(pattern="^[0-9a-f]{64}$")]], Field(min_length=1, max_length=200)
    ] = Field(description=_("检查结果的key，见 listFilingFindings"), examples=[["0" * 64]])
    how: Annotated[str, Among("how", How.choices)] = How.EXPLAINED.value
    message: Annotated[str, words(5000)] = Field(
        "", description=_("说明的话；how为explained时要写"), examples=["上年结转2件，本年办结。"]
    )


class FindingAnswer(Schema):
    """What was said to a finding."""

    how: str
    message: str
    who: str
    at: datetime
    permitted: bool = Field(description=_("上级已书面同意保留"))


class FindingOut(Schema):
    """Something that the checks find in the report as it stands now."""

    key: str = Field(description=_("答复时用它指明是哪一条；数字改了，key也会变"))
    code: str
    level: str = Field(description=_("E 有误，W 请核实，I 提示"))
    in_words: str
    cells: list[str] = Field(description=_("有关的格，地址同 listCells"))
    basis: str
    blocks: bool = Field(description=_("这一条还挡着报送"))
    answer: FindingAnswer | None


class FindingList(Schema):
    """What the checks find in a report, the most serious first."""

    items: list[FindingOut]


class FilingOut(Schema):
    """Where an annual report of the organ stands."""

    id: int
    year: int
    stage: str
    in_words: str
    edits: int
    url: str = Field(description=_("工作台上的页面"))


class FilingList(Schema):
    """The annual reports that the organ has begun."""

    items: list[FilingOut]


class DraftOut(Schema):
    """Where a document of the organ stands."""

    id: int
    state: str
    in_words: str
    version: int
    is_public: bool
    index_number: str
    url: str = Field(description=_("工作台上的页面"))


class FileAdded(Schema):
    """A file that a draft has now."""

    id: int
    name: str
    size: int
    sha256: str
    findings: list[str] = Field(description=_("在文件里发现的、公开前要看的问题"))


class CaseOut(Schema):
    """Where a request stands; nothing of who applied."""

    id: int
    number: str
    in_words: str
    arrived_on: date
    received_on: date | None
    due_on: date | None
    ended_on: date | None
    outcome: str
    url: str = Field(description=_("工作台上的页面"))


class CaseMade(CaseOut):
    """A request that was registered."""

    code: str | None = Field(None, description=_("查询码，只在第一次答复里给出，请交给申请人"))


class EntryOut(Schema):
    """An entry that was made."""

    id: int
    book: str
    number: str
    url: str


class ReportMade(Schema):
    """A report that stands in the archive now."""

    id: int
    year: int
    edition: str
    title: str
    cells: int = Field(description=_("读出的数字个数"))
    unreadable: int = Field(description=_("无法辨认的格数"))
    url: str


class Rehearsed(Schema):
    """It could be done; nothing was."""

    possible: bool


class KeyOut(Schema):
    """The key of the call."""

    organ: Code
    name: str
    prefix: str
    scopes: list[str]
