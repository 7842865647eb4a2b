"""What units' own systems do with a key: the acts that people do on the desk, and never past them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import File, Header, Path, Query, Router
from ninja.files import UploadedFile

from gongkai.cases.events import Channel
from portal.api import bodies
from portal.api.bearer import OrganKey
from portal.api.calls import carry_out
from portal.api.keys import Caller, caller
from portal.api.models import Scope
from portal.api.problems import Problem
from portal.api.schemas import Code, Id
from portal.cases.acts.registration import ASKED, RegisterCase
from portal.cases.models import Case
from portal.publishing.acts.drafting import StartDocument, SubmitDocument
from portal.publishing.acts.files import AddFile
from portal.publishing.files import of_version, receive, refuse_size
from portal.publishing.models import CONTENT, Document
from portal.publishing.queries import columns_for
from portal.registers.acts.entries import EnterEntry
from portal.registers.models import Entry

OWN_SYSTEMS = gettext_noop("本机关的系统")
router = Router(auth=OrganKey(), tags=[OWN_SYSTEMS])


class Rehearsal(StrEnum):
    """Whether a call is only tried."""

    YES = "yes"


Token = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[A-Za-z0-9_-]{8,64}$",
        description=gettext_noop("每次办理自取一个；断线重发时用同一个，不会办两次"),
        examples=["7f0c2d9e-4c1b-4d6e-9a53-0e6f0b7f1a11"],
    ),
]
Rehearse = Annotated[
    Rehearsal | None,
    Query(description=gettext_noop("yes：只检查能不能办，什么也不保存"), alias="rehearse"),
]


def desk(request: HttpRequest, name: str, *what: Any) -> str:
    """Return the whole address of a page of the desk."""
    return request.build_absolute_uri(reverse(name, args=what))


@router.get(
    "/desk/key",
    response=bodies.KeyOut,
    summary=gettext_noop("这个密钥"),
    description=gettext_noop("密钥属于哪个机关、可以办理什么。"),
)
def get_key(request: HttpRequest) -> Any:
    """Answer whose key it is and what for."""
    key = caller(request).key
    names = {"name": key.name, "prefix": key.prefix}
    return {"organ": key.organ.code, **names, "scopes": key.scopes}


# --- documents --------------------------------------------------------------------------------


def _draft(request: HttpRequest, document: Document) -> dict[str, Any]:
    return {
        "id": document.pk,
        "state": document.state,
        "in_words": document.in_words,
        "version": document.working.serial if document.working else 0,
        "is_public": document.is_public,
        "index_number": document.index_number,
        "url": desk(request, "document", document.pk),
    }


def _own_document(by: Caller, number: int) -> Document:
    found = Document.objects.filter(pk=number, organ=by.organ).select_related("organ", "working")
    one = found.first()
    if one is None:
        raise Http404
    return one


@router.post(
    "/desk/documents",
    response={200: bodies.Rehearsed, 201: bodies.DraftOut},
    summary=gettext_noop("起草一份信息"),
    description=gettext_noop(
        "为本机关起草一份信息；送审以后由本机关的人审查、签发、公开，接口不能代替。"
    ),
)
def start_document(
    request: HttpRequest, token: Token, sent: bodies.DraftIn, rehearse: Rehearse = None
) -> Any:
    """Draft a document for the organ."""
    by = caller(request, Scope.DOCUMENTS)
    column = next((c for c in columns_for(by.organ) if c.code == sent.column), None)
    if column is None:
        raise Problem(404, _("没有“%(code)s”这个栏目。") % {"code": sent.column})
    said = sent.dict() | {"body": sent.html}
    act = StartDocument(
        by=by.actor,
        organ=by.organ,
        column=column,
        genre=sent.genre,
        attribute=sent.attribute,
        ground=sent.ground,
        ground_reason=sent.ground_reason,
        content={name: said[name] for name in CONTENT},
    )
    return carry_out(
        act,
        by,
        token=token,
        sent=b"startDocument " + request.body,
        answer=lambda document: _draft(request, document),
        rehearse=rehearse is not None,
    )


@router.get(
    "/desk/documents/{id}",
    response=bodies.DraftOut,
    summary=gettext_noop("本机关的一份信息办到哪一步"),
    description=gettext_noop("起草、审查、签发、公开到了哪一步。"),
)
def get_own_document(request: HttpRequest, number: Id) -> Any:
    """Answer where a document of the organ stands."""
    return _draft(request, _own_document(caller(request, Scope.DOCUMENTS), number))


@router.post(
    "/desk/documents/{id}/files",
    response={201: bodies.FileAdded},
    summary=gettext_noop("给草稿加附件"),
    description=gettext_noop(
        "给草稿加一个附件。文件里隐藏的内容会去掉，去不掉的在 findings 里说明。"
    ),
)
def add_file(request: HttpRequest, number: Id, token: Token, file: File[UploadedFile]) -> Any:
    """Add a file to a draft."""
    by = caller(request, Scope.DOCUMENTS)
    document = _own_document(by, number)
    name, data = uploaded(file)
    received = receive(name, data)
    return carry_out(
        AddFile(by=by.actor, target=document, file=received),
        by,
        token=token,
        sent=f"addFile {number} {name} ".encode() + data,
        answer=_added,
    )


def uploaded(file: UploadedFile) -> tuple[str, bytes]:
    """Return a file's name and content; raises Refused for one that is too large."""
    name = file.name or ""
    refuse_size(file.size or 0, name)
    return name, file.read()


def _added(document: Document) -> dict[str, Any]:
    last = of_version(document.working)[-1]
    return {
        "id": last.pk,
        "name": last.name,
        "size": last.size,
        "sha256": last.sha256,
        "findings": [str(one["words"]) for one in last.findings],
    }


@router.post(
    "/desk/documents/{id}/submission",
    response={201: bodies.DraftOut},
    summary=gettext_noop("把草稿送审"),
    description=gettext_noop("把草稿送审，由本机关的人审查。"),
)
def submit_document(request: HttpRequest, number: Id, token: Token) -> Any:
    """Hand a draft in for review."""
    by = caller(request, Scope.DOCUMENTS)
    return carry_out(
        SubmitDocument(by=by.actor, target=_own_document(by, number)),
        by,
        token=token,
        sent=f"submitDocument {number}".encode(),
        answer=lambda document: _draft(request, document),
    )


# --- requests ---------------------------------------------------------------------------------


def _case(request: HttpRequest, case: Case) -> dict[str, Any]:
    return {
        "id": case.pk,
        "number": case.number,
        "in_words": case.in_words,
        "arrived_on": _said(case.arrived_on),
        "received_on": _said(case.received_on),
        "due_on": _said(case.due_on),
        "ended_on": _said(case.ended_on),
        "outcome": case.outcome,
        "url": desk(request, "case", case.pk),
    }


def _said(day: date | None) -> str | None:
    return day.isoformat() if day else None


@router.post(
    "/desk/cases",
    response={200: bodies.Rehearsed, 201: bodies.CaseMade},
    summary=gettext_noop("登记公开申请"),
    description=gettext_noop("登记一件公开申请。申请人的信息加密保存，接口不再给出。"),
)
def register_case(
    request: HttpRequest, token: Token, sent: bodies.CaseIn, rehearse: Rehearse = None
) -> Any:
    """Register a request."""
    by = caller(request, Scope.CASES)
    said = sent.dict()
    act = RegisterCase(
        by=by.actor,
        organ=by.organ,
        applicant=said.pop("applicant"),
        channel=Channel(sent.channel),
        oral=sent.oral,
        arrived_on=sent.arrived_on,
        confirmed_on=sent.confirmed_on,
        asked={name: str(value) for name, value in said.items() if name in ASKED},
    )
    return carry_out(
        act,
        by,
        token=token,
        sent=b"registerCase " + request.body,
        answer=lambda case: _case(request, case),
        once=lambda: {"code": act.code},
        rehearse=rehearse is not None,
    )


@router.get(
    "/desk/cases/{id}",
    response=bodies.CaseOut,
    summary=gettext_noop("一件公开申请办到哪一步"),
    description=gettext_noop("一件公开申请的状态和期限，不含申请人的信息。"),
)
def get_case(request: HttpRequest, number: Id) -> Any:
    """Answer where a request stands."""
    by = caller(request, Scope.CASES)
    one = Case.objects.filter(pk=number, organ=by.organ).first()
    if one is None:
        raise Http404
    return _case(request, one)


# --- registers --------------------------------------------------------------------------------


@router.post(
    "/desk/registers/{book}/entries",
    response={200: bodies.Rehearsed, 201: bodies.EntryOut},
    summary=gettext_noop("登记一条"),
    description=gettext_noop("在本机关的登记簿里登记一条行政许可、处罚等。"),
)
def enter_entry(
    request: HttpRequest,
    book: Annotated[Code, Path(examples=["penalty"])],
    token: Token,
    sent: bodies.EntryIn,
    rehearse: Rehearse = None,
) -> Any:
    """Enter a decision in a register."""
    by = caller(request, Scope.REGISTERS)
    fields: Mapping[str, Any] = sent.dict() | {
        "amount": None if sent.amount is None else int(Decimal(sent.amount) * 100),
    }
    act = EnterEntry(by=by.actor, organ=by.organ, register=book, fields=fields)

    def answer(entry: Entry) -> dict[str, Any]:
        url = desk(request, "register_entry", entry.pk)
        return {"id": entry.pk, "book": entry.register, "number": entry.number, "url": url}

    sent_words = f"enterEntry {book} ".encode() + request.body
    return carry_out(
        act, by, token=token, sent=sent_words, answer=answer, rehearse=rehearse is not None
    )
