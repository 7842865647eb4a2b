"""The letters of a request: composed by the law's own words, and held against what they must state.

A letter is kept as the facts it was composed from and, once it is signed, as the text that it had;
Word and PDF are made from the text when somebody asks for them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.cases.letter import Letter, Slip, Table
from gongkai.cases.letters import asked, compose, form_of, missing
from gongkai.cases.remedies import remedies
from gongkai.errors import GongkaiError
from gongkai.law.letters import Requirement, letters
from gongkai.writers import letter as written
from portal.acts import clock
from portal.acts.act import Refused
from portal.acts.actor import Actor
from portal.cases import letter_facts as facts_from
from portal.cases.lifecycle import Stands
from portal.cases.models import Case, CaseEvent, CaseLetter, LetterState, LetterTemplate, Series
from portal.cases.queries import stands_of
from portal.organs.models import Organ
from portal.ui.language import spoken

REPLY = "reply"
"""The kind under which a reply is kept; which letter it is, its outcome says."""
SEVERAL = "政府信息公开申请答复书"
NOTICES = "公开告"
_NUMERALS = "一二三四五六七八九十"
UNNUMBERED = "公开复〔2026〕1号"  # while none is given out: the number is no lack of a draft


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter as it reads now, and what it lacks of what the law or practice requires."""

    letter: Letter
    lost: tuple[Requirement, ...] = ()

    @property
    def lacks(self) -> str:
        """What is lacking as a sentence, "" for nothing."""
        if not self.lost:
            return ""
        named = [f"{one.zh}（{one.citation}）" if one.article else one.zh for one in self.lost]
        return _("文书还缺：%(what)s。") % {"what": "；".join(dict.fromkeys(named))}


def wording(organ: Organ, kind: str) -> str | None:
    """Return the organ's own text of a kind of letter, None where it keeps the standard one."""
    found = LetterTemplate.objects.filter(organ=organ, kind=kind).exclude(text="").first()
    return found.text if found else None


def reply(
    case: Case,
    parts: Sequence[Mapping[str, Any]],
    now: Stands,
    *,
    number: str = "",
    on: date | None = None,
) -> Composed:
    """Compose the reply to a request from its parts; raises GongkaiError for facts of a wrong kind."""
    common = {
        **facts_from.of_organ(case.organ, on or clock.today()),
        **facts_from.of_case(case, now.law.standing),
        "number": number or UNNUMBERED,
    }
    made = []
    for part in parts:
        told = {**common, **facts_from.of_part(case, part, now.law.standing)}
        made.append(compose(part["outcome"], told, template=wording(case.organ, part["outcome"])))
    lost = [one for letter in made for one in missing(letter)]
    whole = made[0] if len(made) == 1 else _joined(made, parts, common)
    unique = {(one.id, one.zh): one for one in lost}
    return Composed(replace(whole, number=number), tuple(unique.values()))


def _joined(
    made: Sequence[Letter], parts: Sequence[Mapping[str, Any]], common: Mapping[str, Any]
) -> Letter:
    """Return one letter of several parts: one opening, each part by itself, the remedies of all.

    A part withheld on arts. 14 to 16 makes review come first for the whole letter.
    """
    first = made[0]
    opening = first.paragraphs[:1]
    body: list[str] = []
    for number, (letter, part) in enumerate(zip(made, parts, strict=True)):
        head = part.get("what") or letters()[letter.kind].title
        sign = _NUMERALS[number] if number < len(_NUMERALS) else str(number + 1)
        body.append(f"{sign}、关于{head}")
        body += [p for p in letter.paragraphs[1:] if p != letter.remedies]
    told = first.told
    grounds = [ground for part in parts for ground in part.get("grounds", ())]
    if told is not None:
        told = remedies(
            "partly_provided" if grounds else first.kind,
            on=common["date"],
            level=common["organ_level"],
            body=common["review_body"],
            grounds=grounds,
            address=common["review_address"],
            you="您" if common["applicant_kind"] == "natural" else "贵单位",
            this="本答复书",
        )
        body.append(told.text)
    attachments = tuple(dict.fromkeys(name for letter in made for name in letter.attachments))
    return replace(
        first,
        title=SEVERAL,
        paragraphs=(*opening, *body),
        remedies=told.text if told else "",
        attachments=attachments,
        told=told,
    )


def of_draft(letter: CaseLetter, now: Stands) -> Composed:
    """Compose the reply that a draft stands for."""
    return reply(letter.case, letter.parts, now, number=letter.number, on=letter.signed_on)


def unsignable(letter: CaseLetter) -> str | None:
    """Return what a letter lacks that the law requires, as a sentence, or None."""
    if letter.kind != REPLY or not letter.parts:
        return None
    try:
        return of_draft(letter, stands_of(letter.case)).lacks or None
    except GongkaiError as error:
        return error.sentence(spoken())


def fix(letter: CaseLetter) -> None:
    """Keep how a letter reads at its signature."""
    made = of_draft(letter, stands_of(letter.case))
    letter.text = plain(made.letter)
    letter.addressee = made.letter.addressee


# What happens sends its letters -------------------------------------------------------------------


def follow(
    case: Case,
    event: CaseEvent,
    now: Stands,
    by: Actor,
    *,
    due_before: date | None,
    given: Mapping[str, Any],
) -> None:
    """Compose the letters that an event sends; `given` are facts that the act was told besides.

    A notice that lacks something is kept as a draft to be completed; raises Refused for facts that
    no letter can hold.
    """
    for kind in facts_from.OF_EVENT.get(event.kind, ()):
        own = {**facts_from.of_event(kind, case, event, due_before), **_fitting(kind, given)}
        notice(case, kind, own, now, by, on=event.on, event=event.pk)


def _fitting(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    slots = letters()[kind].text + str(letters()[kind].requires)
    return {name: value for name, value in given.items() if value and f"{{{name}}}" in slots}


def notice(
    case: Case,
    kind: str,
    own: Mapping[str, Any],
    now: Stands,
    by: Actor,
    *,
    on: date,
    event: int | None = None,
) -> CaseLetter:
    """Compose and keep a letter of procedure; raises Refused for facts of a wrong kind."""
    letter = CaseLetter(
        case=case,
        kind=kind,
        number=next_notice(case.organ, on),
        facts={name: stored(value) for name, value in own.items()} | {"event": event},
        signed_on=on,
        made_by=by.user_id,
        to_applicant=letters()[kind].to == "applicant",
    )
    settle(letter, now)
    letter.save()
    return letter


def settle(letter: CaseLetter, now: Stands) -> Composed:
    """Compose a notice anew from its facts and say whether it can go out; raises Refused."""
    assert letter.signed_on is not None
    own = {name: value for name, value in letter.facts.items() if name != "event"}
    told = {
        **facts_from.of_organ(letter.case.organ, letter.signed_on),
        **facts_from.of_case(letter.case, now.law.standing),
        "number": letter.number,
        **own,
    }
    try:
        made = compose(letter.kind, told, template=wording(letter.case.organ, letter.kind))
    except GongkaiError as error:
        raise Refused(error.sentence(spoken())) from error
    lost = missing(made)
    letter.text, letter.addressee = plain(made), made.addressee
    letter.state = LetterState.DRAFT if lost else LetterState.SIGNED
    return Composed(made, lost)


def next_notice(organ: Organ, on: date) -> str:
    """Return the next number of the organ's notices of a year."""
    key = f"{NOTICES}:{organ.pk}:{on.year}"
    Series.objects.get_or_create(key=key)
    held = Series.objects.select_for_update().get(key=key)
    held.last += 1
    held.save(update_fields=["last"])
    return f"{NOTICES}〔{on.year}〕{held.last}号"


def stored(value: Any) -> Any:
    """Return a fact as JSON keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def example(kind: str, organ: Organ) -> dict[str, Any]:
    """Return every fact a letter of a kind can hold, filled with its own name: to try a wording."""
    told: dict[str, Any] = {}
    for one in asked(kind):
        fact = one.fact
        match fact.kind:
            case "date":
                told[fact.id] = date(2026, 3, 2)
            case "number":
                told[fact.id] = 5
            case "choice":
                told[fact.id] = next(iter(fact.among))
            case "list":
                told[fact.id] = ["16-1"] if fact.id == "grounds" else [f"（{fact.zh}）"]
            case "text":
                told[fact.id] = f"（{fact.zh}）"
    told.pop("pages" if "item_ordinal" in told else "", None)
    told |= {"number": UNNUMBERED, "organ": organ.name}
    if "organ_level" in told:
        told |= {"organ_level": "department", "review_body": "示例县人民政府"}
    return told


# As it is kept, as it is printed ------------------------------------------------------------------


def plain(letter: Letter) -> dict[str, Any]:
    """Return a letter as it is kept."""
    return {
        "kind": letter.kind,
        "title": letter.title,
        "number": letter.number,
        "addressee": letter.addressee,
        "paragraphs": list(letter.paragraphs),
        "remedies": letter.remedies,
        "attachments": list(letter.attachments),
        "organ": letter.organ,
        "date": letter.date.isoformat() if letter.date else "",
        "note": letter.note,
        "mark": letter.mark,
        "seal": letter.seal,
        "table": letter.table and [letter.table.head, letter.table.rows, letter.table.widths],
        "slip": letter.slip and [letter.slip.title, letter.slip.lines],
    }


def kept(text: Mapping[str, Any]) -> Letter:
    """Return a letter from how it is kept."""
    table, slip = text.get("table"), text.get("slip")
    return Letter(
        kind=text["kind"],
        title=text["title"],
        number=text["number"],
        addressee=text["addressee"],
        paragraphs=tuple(text["paragraphs"]),
        remedies=text["remedies"],
        attachments=tuple(text["attachments"]),
        organ=text["organ"],
        date=date.fromisoformat(text["date"]) if text["date"] else None,
        seal=text["seal"],
        note=text["note"],
        mark=text["mark"],
        table=Table(tuple(table[0]), tuple(map(tuple, table[1])), tuple(table[2]))
        if table
        else None,
        slip=Slip(slip[0], tuple(slip[1])) if slip else None,
    )


def as_file(letter: CaseLetter, ending: str) -> bytes:
    """Return a letter as ``pdf`` or ``docx``; raises Refused where nothing was signed yet."""
    if not letter.text:
        raise Refused(_("答复还没有签发。"))
    made = kept(letter.text)
    return written.pdf(made) if ending == "pdf" else written.docx(made)


def title_of(letter: CaseLetter) -> str:
    """Return a letter's title."""
    if letter.text:
        return str(letter.text["title"])
    if letter.kind != REPLY:
        return form_of(letter.kind).title
    return form_of(letter.parts[0]["outcome"]).title if len(letter.parts) == 1 else SEVERAL
