"""The letter by which a suggestion, a demand to correct or a report is answered (arts. 41, 44, 47).

What a letter must state is the library's; a matter keeps its letter as it reads, in `facts`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from gongkai.cases.letters import compose, missing
from gongkai.writers import letter as written
from portal.cases import letter_facts, letters
from portal.cases.letters import Composed
from portal.cases.models import ApplicantKind, Matter

_Result = Matter.Result
KIND: Mapping[str, str] = {
    _Result.PUBLISHED: "suggestion_accepted",
    _Result.NOT_PUBLISHED: "suggestion_declined",
    _Result.CORRECTED: "record_corrected",
    _Result.ACCURATE: "record_kept",
    _Result.PASSED_ON: "record_transferred",
    _Result.ADVISED: "record_elsewhere",
    _Result.ORDERED: "report_founded",
    _Result.CRITICISED: "report_founded",
    _Result.UNFOUNDED: "report_unfounded",
}
"""Which letter tells a result."""
GIVEN: Mapping[str, tuple[str, ...]] = {
    _Result.CORRECTED: ("correction",),
    _Result.PASSED_ON: ("responsible_organ", "responsible_contact"),
    _Result.ADVISED: ("responsible_organ", "responsible_contact"),
}
"""What a letter states besides the answer itself, by the result."""


def composed(
    matter: Matter, result: str, answer: str, given: Mapping[str, str], *, on: date, number: str
) -> Composed | None:
    """Return the letter of an answer; None where nobody gave a name to write to.

    Raises GongkaiError for facts that no letter can hold.
    """
    person = matter.applicant
    if person is None or not person.name or result not in KIND:
        return None
    said, asked = _bare(answer), _bare(f"{matter.subject}：{matter.content}")
    natural = person.kind == ApplicantKind.PERSON
    told: dict[str, Any] = {
        **letter_facts.of_organ(matter.organ, on),
        "number": number,
        "applicant": person.name,
        "applicant_kind": "natural" if natural else "organisation",
        "received_on": matter.received_on,
        "evidence": asked,
        "suggestion": _bare(matter.subject),
        "complaint": asked,
        "complained_of": matter.against.name if matter.against else "",
        "measure": result if KIND[result] == "report_founded" else "",
        **dict.fromkeys(("verification", "reasons", "access"), said),
        **{name: _bare(given.get(name, "")) for name in GIVEN.get(result, ())},
    }
    kind = KIND[result]
    made = compose(kind, told, template=letters.wording(matter.organ, kind))
    return Composed(made, missing(made))


def _bare(text: str) -> str:
    """Return a text as it stands inside a sentence."""
    return "；".join(line.strip().rstrip("。；") for line in text.splitlines() if line.strip())


def as_file(matter: Matter, ending: str) -> bytes:
    """Return a matter's letter as ``pdf`` or ``docx``; raises KeyError where there is none."""
    made = letters.kept(matter.facts["letter"])
    return written.pdf(made) if ending == "pdf" else written.docx(made)
