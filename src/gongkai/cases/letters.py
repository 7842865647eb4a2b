"""Letters of request handling: ``compose`` one from facts, ask what is ``missing`` in it.

    letter = compose("correction_notice", {"organ": "临江县农业农村局", ...})
    letter = compose("refused", facts, template=the_organs_own_text)
    for requirement in missing(letter): print(requirement.zh, requirement.citation)

`kind` is a key of ``law.letters.letters()``: a letter of procedure (``receipt``,
``correction_notice``, ``reasons_request``, ``extension``, ``extension_day``,
``third_party_consultation``, ``consultation_notice``, ``override_notice``,
``co_maker_consultation``, ``organ_consultation``, ``assistance``, ``fee_notice``, ``transfer``, ``record_corrected``, ``record_kept``,
``record_transferred``, ``record_elsewhere``, ``suggestion_accepted``, ``suggestion_declined``,
``report_founded``, ``report_unfounded``, ``service_record``, ``file_contents``) or the id of an
outcome (``law.outcomes``), whose reply it is.

`facts` maps names of facts to values; any may be absent. The names, their kinds and Chinese and
English labels are ``law.letters.facts()``; ``asked(kind)`` says which a kind uses and which it
cannot do without. Facts of every letter: ``organ``, ``mark`` (红头), ``number`` (see ``numbered``),
``date``, ``contact``, ``phone``; of most: ``applicant``, ``applicant_kind`` (``natural``,
``organisation``), ``request``, ``request_number``, ``received_on``, ``corrected_on``,
``extended_on``, ``fee_paid_on``. Of replies with remedies: ``organ_level`` (a key of
``law.remedies.bodies()``), ``review_body``, ``review_address``, ``court``, ``served_on``, and
``grounds`` (ids of ``law.grounds``) with ``reasons`` for a refusal. Dates are dates or ISO strings,
lists lists of strings, ``documents`` a list of tables (``title``, ``number``, ``date``, ``pages``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.cases.letter import Letter, Slip, Table, numbered
from gongkai.cases.letter_check import missing, proved
from gongkai.cases.letter_facts import documents, given, name_of, printed, remedies_of
from gongkai.cases.letter_text import PASSAGE, filled
from gongkai.errors import InputError
from gongkai.law.letters import SLOT, Fact, Form, facts, letters

__all__ = ["Asked", "Letter", "asked", "compose", "form_of", "missing", "numbered", "proved"]

_HEAD = ("organ", "number", "date")
_ADDRESSEE = {"applicant": "applicant", "third_party": "third_party", "organ": "recipient_organ"}
_REMEDIES = ("organ_level", "review_body", "review_address", "court", "served_on")
_RESTS_ON = {
    "you": ("applicant_kind",),
    "ground_articles": ("grounds",),
    "ground_names": ("grounds",),
    "amount": ("item_ordinal", "pages"),
    "fee_working": ("item_ordinal", "pages"),
    "whom": ("consulted",),
    "remedies": _REMEDIES,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One fact a kind of letter uses; a letter without a `needed` one has a blank."""

    fact: Fact
    needed: bool


def form_of(kind: str) -> Form:
    """Return what is known of a kind of letter; raises InputError for one nobody knows."""
    form = letters().get(kind)
    if form is None:
        raise InputError("cases.letter_kind", kind=str(kind)[:40], known="、".join(letters()))
    return form


def compose(kind: str, facts: Mapping[str, Any], *, template: str | None = None) -> Letter:
    """Return a letter; `template` is an organ's own text in place of the standard one.

    A fact that is not given leaves a blank (【待填：…】) and the letter cannot be signed: ask
    `missing`. Raises InputError for an unknown kind, fact or slot, or a value of the wrong kind.
    """
    form = form_of(kind)
    values = given(facts)
    slots = printed(form, values)
    told = remedies_of(form, values)
    if told is not None:
        slots["remedies"] = told.text
    text = form.text if template is None else template
    paragraphs = filled(text, slots, named=name_of)
    slip = None
    if form.slip:
        title, *lines = (" ".join(filled(each, slots, named=name_of)) for each in form.slip)
        slip = Slip(title, tuple(lines))
    return Letter(
        kind=kind,
        title=form.title,
        number=values.get("number", "") if form.numbered else "",
        addressee=values.get(_ADDRESSEE.get(form.to, ""), ""),
        paragraphs=paragraphs,
        remedies=told.text if told is not None and told.text in paragraphs else "",
        attachments=values.get("attachments", ()),
        organ=values.get("organ", ""),
        date=values.get("date"),
        note="".join(filled(form.note, slots, named=name_of)).rstrip("，"),
        mark=values.get("mark", ""),
        table=_table(form, values, slots),
        slip=slip,
        facts=slots,
        told=told,
    )


def asked(kind: str) -> tuple[Asked, ...]:
    """Return the facts a kind of letter uses, in the order of ``law.letters.facts()``."""
    form = form_of(kind)
    sure = set(SLOT.findall(_without_passages(form.text)))
    sure |= {name for each in form.requires for one in each.finds for name in SLOT.findall(one)}
    maybe = set(SLOT.findall(form.text + form.note + "".join(cell for _, cell in form.rows)))
    maybe |= {name for each in form.requires for name in each.given}
    for each in form.requires:
        maybe |= {name for group in each.either for one in group for name in SLOT.findall(one)}
    head = [name for name in _HEAD if name != "number" or form.numbered]
    sure |= {*head, _ADDRESSEE.get(form.to, "organ")}
    maybe |= {"mark", "contact", "phone"}
    if form.outcome:
        maybe.add("attachments")
    needed, used = _rest(sure), _rest(sure | maybe)
    needed -= {"applicant_kind", "review_address", "court", "served_on", "item_ordinal", "pages"}
    return tuple(Asked(f, f.id in needed) for f in facts().values() if f.id in used)


def _rest(names: set[str]) -> set[str]:
    """Return the facts that slots rest on."""
    found: set[str] = set()
    for name in names:
        found.update(_RESTS_ON.get(name, (name,)))
    return found


def _without_passages(text: str) -> str:
    return PASSAGE.sub("", text)


def _table(form: Form, values: Mapping[str, Any], slots: Mapping[str, Any]) -> Table | None:
    """Return the table of a letter: its form's lines, or the papers of a file."""
    if not form.rows:
        return documents(values)
    rows = tuple((label, _cell(slot, slots)) for label, slot in form.rows)
    return Table((), rows, (3.4, 6.6))


def _cell(text: str, slots: Mapping[str, Any]) -> str:
    """Return what stands in a cell; what is not given is left to be written by hand."""
    return SLOT.sub(lambda match: str(slots.get(match[1], "")), text)
