"""The evidence of a dispute as one PDF: what its file and that of its request hold, chosen and ordered."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.cases import file_bundle, letters, papers
from portal.cases.file_bundle import Bundle, Item
from portal.cases.lifecycle import Office as CaseOffice
from portal.cases.models import Case, CaseFile, CaseLetter, LetterState
from portal.disputes import papers as dispute_papers
from portal.disputes.lifecycle import Office
from portal.disputes.models import Dispute

_PROVES = {
    CaseFile.What.APPLICATION: gettext_lazy("申请人何时申请公开什么"),
    CaseFile.What.CORRECTION: gettext_lazy("申请人补正的内容"),
    CaseFile.What.ANSWER: gettext_lazy("已依法征求意见及对方的意见"),
    CaseFile.What.MATERIAL: gettext_lazy("已经检索、调取有关材料"),
    CaseFile.What.PROVIDED: gettext_lazy("已经提供的信息"),
    CaseFile.What.REDACTED: gettext_lazy("区分处理后提供的信息"),
    CaseFile.What.LETTER: gettext_lazy("已经作出的决定和告知"),
    CaseFile.What.SERVICE: gettext_lazy("已经依法送达"),
    CaseFile.What.FEE: gettext_lazy("收费和缴费的情况"),
}


_OURS = frozenset({Office.ANSWERED, Office.NOTED, Office.CARRIED_OUT})


@dataclass(frozen=True, slots=True)
class Offer:
    """A paper that may go into the bundle; `load` returns its bytes, raises Unsealable, OSError.

    usual  whether it is chosen at first: what came from the other side is not one's own evidence
    """

    key: str
    title: str
    name: str
    on: date | None
    proves: str
    load: Callable[[], bytes]
    usual: bool = True


def offered(dispute: Dispute) -> list[Offer]:
    """Return what may go into the bundle, in the order in which it came."""
    found = [*_of_case(dispute), *_of_dispute(dispute)]
    return sorted(found, key=lambda one: one.on or date.max)


def _of_case(dispute: Dispute) -> Iterator[Offer]:
    if dispute.case is None:
        return
    case = dispute.case
    yield Offer(
        "request",
        _("政府信息公开申请的登记内容"),
        _("申请登记.txt"),
        case.arrived_on,
        str(_PROVES[CaseFile.What.APPLICATION]),
        _loads(_registered, case),
    )
    yield Offer(
        "story",
        _("申请的办理经过"),
        _("办理经过.txt"),
        case.ended_on,
        _("各环节的办理日期"),
        _loads(_story, case),
    )
    for letter in dispute.case.letters.exclude(text={}).exclude(state=LetterState.DISCARDED):
        title = letters.title_of(letter)
        yield Offer(
            f"letter-{letter.pk}",
            f"{title} {letter.number}".strip(),
            f"{title}.pdf",
            letter.served_on or letter.signed_on,
            str(_PROVES[CaseFile.What.LETTER]),
            _loads(_letter, letter),
        )
    mine = dispute.files.exclude(case_file=None).values("case_file")
    found = dispute.case.files.filter(erased_at=None).exclude(pk__in=mine)
    for file in found.exclude(what=CaseFile.What.DISPUTE).order_by("pk"):
        yield Offer(
            f"case-{file.pk}",
            _("%(what)s：%(name)s") % {"what": file.get_what_display(), "name": file.name},
            file.name,
            timezone.localdate(file.added_at),
            str(_PROVES.get(CaseFile.What(file.what), "")),
            _loads(papers.content, file),
        )


def _of_dispute(dispute: Dispute) -> Iterator[Offer]:
    found = dispute.files.filter(made_here=False).select_related("event", "case_file", "dispute")
    for file in found.order_by("pk"):
        if file.gone:
            continue
        on = file.event.on if file.event else timezone.localdate(file.added_at)
        what = file.event.in_words if file.event else _("材料")
        title = _("%(what)s：%(name)s") % {"what": what, "name": file.name}
        load = _loads(dispute_papers.content, file)
        ours = file.event is None or file.event.kind in _OURS
        yield Offer(f"own-{file.pk}", title, file.name, on, "", load, usual=ours)


def _registered(case: Case) -> bytes:
    """Return what was registered of a request, line by line."""
    lines = (
        (_("申请编号"), case.number),
        (_("申请人"), case.applicant.name),
        (_("提出方式"), case.get_channel_display()),
        (_("到达日期"), case.arrived_on),
        (_("收到申请之日"), case.received_on or ""),
        (_("所需信息"), case.subject),
        (_("内容描述"), case.content),
        (_("文号"), case.document_number),
        (_("信息形成的时间"), case.period),
        (_("形式、获取方式"), f"{case.get_form_display()}，{case.get_way_display()}"),
    )
    told = [
        _("政府信息公开申请的登记内容"),
        *(f"{name}：{value}" for name, value in lines if value),
    ]
    return "\n".join(told).encode()


def _story(case: Case) -> bytes:
    """Return what happened with a request, day by day, without what was struck."""
    events = case.events.filter(struck=None).exclude(kind=CaseOffice.STRUCK).order_by("on", "pk")
    told = [_("申请的办理经过"), *(f"{one.on}　{one.in_words}　{one.who}" for one in events)]
    return "\n".join(told).encode()


def _letter(letter: CaseLetter) -> bytes:
    return letters.as_file(letter, "pdf")


def _loads(read: Callable[[Any], bytes], file: Any) -> Callable[[], bytes]:
    return lambda: read(file)


def put_together(dispute: Dispute, chosen: Sequence[tuple[str, str]]) -> Bundle:
    """Return the chosen papers (key, what it proves) as one PDF with its contents page.

    Raises TooLarge, Broken, Unsealable, OSError. It is in the language of the installation, whoever
    asks: it goes to a court.
    """
    with translation.override(settings.LANGUAGE_CODE):
        known = {one.key: one for one in offered(dispute)}
        papers_chosen = [(known[key], proves) for key, proves in chosen if key in known]
        items = [
            Item(one.title, one.name, one.load(), one.on, proves) for one, proves in papers_chosen
        ]
        last = dispute.events.filter(struck=None).exclude(number="").order_by("-on", "-pk").first()
        lines = [_("提交机关：%(organ)s") % {"organ": dispute.organ.name}]
        if last is not None:
            lines.append(_("案号：%(number)s") % {"number": last.number})
        if dispute.case is not None:
            lines.append(_("申请编号：%(number)s") % {"number": dispute.case.number})
        return file_bundle.assemble(_("证据材料目录"), items, lines=lines)
