"""Rules 33 (title), 34, 35, 47, 48, 50: whose report it is, how it went out, if it can be used."""

import re
from collections.abc import Iterator, Mapping

from gongkai.checks.check import (
    Evidence,
    Finding,
    Level,
    NotAssessable,
    Verdict,
    Words,
    check,
    found,
)
from gongkai.checks.naming import joined
from gongkai.figures import Status
from gongkai.forms import whose
from gongkai.forms.filled import Contacts

_YEAR_AND_KIND = re.compile(
    r"(?:20\d\d|二[〇○零O0][一二三四五六七八九〇○零]{2})年?度?|关于|的|(?:政府|政务)?信息公开(?:工作)?(?:年度)?(?:工作)?|年度|报告|年报|[\s（）()：:]"
)
_GOVERNMENT = re.compile(r"(?:人民)?政府$")
_PHONE = re.compile(r"(?<!\d)(?:0\d{2,3}[-—－\s]?)?\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)")
_ADDRESS = re.compile(r"地址|[路街道巷村]\d+号|大院")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.\w")
_INVITES = re.compile(r"疑问|请(?:与|联系|致电|来电)|咨询电话|联系方式")
_NOT_TEXT = re.compile(r"\W+")
_SCANNED = frozenset(
    f"readers.{name}" for name in ("page_without_text", "text_without_meaning", "ocr")
)
_SOME_PARTS = 3  # more parts than this are a report, not an excerpt
_SHORTEST = 12  # characters: shorter paragraphs are headings and signatures


def _named(title: str) -> str:
    """Return the organ a title names."""
    return _YEAR_AND_KIND.sub("", whose.WORDS.sub("", title.strip()))


@check("title_names_organ")
def title_names_organ(evidence: Evidence) -> Iterator[Finding]:
    """The title says whose report it is (rule 33)."""
    title = evidence.report.title.strip()
    if not title:
        raise NotAssessable
    if not _named(title):
        yield found("title_names_organ", title=title, organ=evidence.report.authority or "××")


@check("title_is_filers")
def title_is_filers(evidence: Evidence) -> Iterator[Finding]:
    """The organ in the title is the one that files (rule 33)."""
    unit = evidence.unit
    named = _named(evidence.report.title)
    if unit is None or not unit.name or not named:
        raise NotAssessable
    own = (_named(name) for name in (unit.name, *unit.names))
    if not any(_same_organ(named, name) for name in own):
        yield found("title_is_filers", named=named, unit=unit.name)


@check("contacts_given")
def contacts_given(evidence: Evidence) -> Iterator[Finding]:
    """The report says where its author is reached: address, telephone, e-mail (34).

    The form of 2021 does not ask for them; a report that invites questions and does not say where
    to put them is to be mended, any other is only told.
    """
    report = evidence.report
    if not report.sections:
        raise NotAssessable
    text = "\n".join(section.text for section in report.sections)
    contacts = report.contacts
    lacking = []
    if not contacts.address and not _ADDRESS.search(text):
        lacking.append(Words("地址", "the address"))
    if not contacts.phones and not _PHONE.search(text):
        lacking.append(Words("电话", "the telephone"))
    unreachable = len(lacking) > 1 and bool(_INVITES.search(text))
    if not contacts.emails and not _MAIL.search(text):
        lacking.append(Words("电子邮箱", "the e-mail"))
    if lacking:
        yield found(
            "contacts_given",
            level=None if unreachable else Level.NOTE,
            lacking=Words(
                "、".join(word.zh for word in lacking), ", ".join(word.en for word in lacking)
            ),
        )


@check("contacts_current")
def contacts_current(evidence: Evidence) -> Iterator[Finding]:
    """Address, telephone and e-mail are those registered for the unit's site (rule 34).

    `Unit.contacts` may hold ``address``, ``phone`` and ``email``.
    """
    registered: Mapping[str, str] = evidence.unit.contacts if evidence.unit else {}
    compared = False
    for kind, label in _KINDS.items():
        given = _given(evidence.report.contacts, kind)
        if not registered.get(kind) or not given:
            continue
        compared = True
        if not any(_loosely(registered[kind]) == _loosely(one) for one in given):
            yield found(
                "contacts_current",
                figures=[(label.zh, one) for one in given],
                kind=label,
                here=joined(given),
                there=registered[kind],
            )
    if not compared:
        raise NotAssessable


@check("download_place")
def download_place(evidence: Evidence) -> Iterator[Finding]:
    """The place the report names for reading or downloading exists and holds the file (35)."""
    filing = evidence.filing
    if filing is None or filing.page_holds_file is None:
        raise NotAssessable
    urls = evidence.report.contacts.urls
    if not filing.page_holds_file:
        yield found(
            "download_place",
            variant="default" if urls else "unnamed",
            place=joined(urls),
        )


@check("filed_before_publishing")
def filed_before_publishing(evidence: Evidence) -> Iterator[Finding]:
    """Filed with the supervising office before publishing, signed by the head, sealed (47)."""
    filing = evidence.filing
    if filing is None:
        raise NotAssessable
    published = filing.published_on or evidence.report.published_on
    if filing.signed is False:
        yield found("filed_before_publishing", variant="unsigned")
    if filing.sealed is False:
        yield found("filed_before_publishing", variant="unsealed")
    if filing.submitted_on and published and filing.submitted_on > published:
        yield found(
            "filed_before_publishing",
            variant="late",
            submitted=filing.submitted_on.isoformat(),
            published=published.isoformat(),
        )
    if None in (filing.signed, filing.sealed, filing.submitted_on, published):
        raise NotAssessable


@check("unaltered")
def unaltered(evidence: Evidence) -> Iterator[Finding]:
    """The published report was not changed without a correction note (rule 48)."""
    if evidence.filing is None or evidence.filing.altered_without_note is None:
        raise NotAssessable
    if evidence.filing.altered_without_note:
        yield found("unaltered")


@check("copies_agree")
def copies_agree(evidence: Evidence) -> Iterator[Finding]:
    """The report reads the same on every platform (rule 48)."""
    copies = evidence.filing.copies if evidence.filing else ()
    passages = [p for s in evidence.report.sections for p in s.paragraphs]
    if not copies or not passages:
        raise NotAssessable
    for number, copy in enumerate(copies, start=1):
        there = _NOT_TEXT.sub("", copy)
        lacking = [
            p
            for p in passages
            if len(bare := _NOT_TEXT.sub("", p.text)) >= _SHORTEST and bare not in there
        ]
        if lacking:
            yield found(
                "copies_agree",
                origin=lacking[0].origin,
                copy=number,
                count=len(lacking),
                passage=lacking[0].text.strip()[:40],
            )


@check("usable_file")
def usable_file(evidence: Evidence) -> Iterator[Finding]:
    """The file is text with real tables, neither a picture nor a scan (rule 50)."""
    kind = evidence.media_type
    if kind.startswith("image/"):
        yield found("usable_file", variant="picture")
        return
    absent = all(figure.status is Status.ABSENT for figure in evidence.figures.values())
    if absent and len(evidence.report.sections) > _SOME_PARTS:
        yield found("usable_file", variant="no_tables", verdict=Verdict.CANNOT_TELL)
        return
    scanned = sorted({issue.code for issue in evidence.issues} & _SCANNED)
    if scanned:
        yield found("usable_file", variant="scan")
        return
    if not kind or kind.startswith("text/plain"):
        raise NotAssessable


_KINDS = {
    "address": Words("地址", "address"),
    "phone": Words("电话", "telephone"),
    "email": Words("电子邮箱", "e-mail"),
}


def _given(contacts: Contacts, kind: str) -> tuple[str, ...]:
    if kind == "address":
        return (contacts.address,) if contacts.address else ()
    return contacts.phones if kind == "phone" else contacts.emails


def _loosely(text: str) -> str:
    return _NOT_TEXT.sub("", text).lower()


def _same_organ(one: str, other: str) -> bool:
    """Whether two names are one organ's: 七甲镇 is 龙口市七甲镇人民政府."""
    short, long = sorted((_GOVERNMENT.sub("", one), _GOVERNMENT.sub("", other)), key=len)
    return bool(short) and long.endswith(short)
