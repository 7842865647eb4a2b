"""The complete file of a request: its register sheet, its letters and papers, as one PDF or as a ZIP.

Both name every paper with its SHA-256; the ZIP holds each as it came (art. 45: 登记、审核、办理、答复、归档).
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gongkai.cases.events import Channel
from gongkai.errors import CalendarUnknown
from gongkai.law.outcomes import outcomes
from portal.cases import file_bundle, letters, papers, queries
from portal.cases.file_bundle import Bundle, Item
from portal.cases.models import Case, CaseEvent, LetterState

_NEVER = re.compile(r'[\x00-\x1f\x7f"*:<>?|\\/]')


def bundle(case: Case) -> Bundle:
    """Return the whole file as one PDF with its contents page, in the language of the installation.

    Raises TooLarge, Unsealable, OSError.
    """
    with translation.override("zh-hans"):
        lines = [
            _("承办机关：%(organ)s") % {"organ": case.organ.name},
            _("申请编号：%(number)s") % {"number": case.number},
        ]
        return file_bundle.assemble(_("政府信息公开申请案卷"), list(items(case)), lines=lines)


def packed(case: Case) -> bytes:
    """Return the whole file as a ZIP: every paper as it came, the list of them, and the PDF.

    Raises TooLarge, Unsealable, OSError.
    """
    whole = bundle(case)
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        listed = io.StringIO()
        writer = csv.writer(listed)
        writer.writerow(["序号", "材料名称", "文件名", "日期", "页码", "SHA-256"])
        for entry in whole.entries:
            name = f"{entry.number:02d}-{_NEVER.sub('', entry.item.name)}"
            archive.writestr(f"材料/{name}", entry.item.data)
            on = entry.item.on.isoformat() if entry.item.on else ""
            writer.writerow([entry.number, entry.item.title, name, on, entry.pages, entry.sha256])
        archive.writestr("目录.csv", "\ufeff" + listed.getvalue())
        archive.writestr("案卷.pdf", whole.pdf)
    return found.getvalue()


def items(case: Case) -> Iterator[Item]:
    """Yield the papers of a request: the register sheet, then all else by its day."""
    yield Item(_("政府信息公开申请登记表"), "登记表.pdf", _register(case), case.arrived_on)
    yield from sorted(_papers(case), key=lambda item: item.on or date.max)


def _papers(case: Case) -> Iterator[Item]:
    for letter in case.letters.exclude(text={}).exclude(state=LetterState.DISCARDED):
        title = letters.title_of(letter)
        yield Item(
            f"{title} {letter.number}".strip(),
            f"{title}.pdf",
            letters.as_file(letter, "pdf"),
            letter.served_on or letter.signed_on,
        )
    for file in case.files.filter(erased_at=None).select_related("case__applicant"):
        yield Item(
            _("%(what)s：%(name)s") % {"what": file.get_what_display(), "name": file.name},
            file.name,
            papers.content(file),
            timezone.localdate(file.added_at),
        )


def _register(case: Case) -> bytes:
    """Return the register sheet as a PDF."""
    person = case.applicant
    clear = {} if person.erased_at else person.unseal()
    reading = queries.stands_of(case).law
    try:
        reasons = [reason.text for reason in reading.reading().reasons]
    except CalendarUnknown as error:
        reasons = [error.sentence()]
    outcome = outcomes().get(case.outcome)
    facts = [
        (_("申请编号"), case.number),
        (_("申请人"), f"{person.name}（{person.get_kind_display()}）"),
        (_("证件"), " ".join(filter(None, (clear.get("id_kind"), clear.get("id_number"))))),
        (_("联系方式"), "；".join(clear[n] for n in ("phone", "address", "email") if n in clear)),
        (_("提出方式"), Channel(case.channel).receipt.name),
        (_("到达日期"), _day(case.arrived_on)),
        (_("收到申请之日"), _day(case.received_on)),
        (_("所需信息"), "\n".join(filter(None, (case.subject, case.content)))),
        (_("信息的形式、获取方式"), f"{case.get_form_display()}，{case.get_way_display()}"),
        (_("答复期限"), _day(case.due_on)),
        (_("办理结果"), outcome.zh if outcome else ""),
        (_("办结日期"), _day(case.ended_on)),
    ]
    data = {
        "title": _("政府信息公开申请登记表"),
        "facts": [[name, value or "—"] for name, value in facts],
        "steps_title": _("办理经过"),
        "steps_heads": [_("日期"), _("事项"), _("内容"), _("经办")],
        "steps": [_step(event) for event in case.events.order_by("on", "pk")],
        "reasons_title": _("期限的计算"),
        "reasons": reasons,
    }
    return file_bundle.printed("register.typ", json.dumps(data, ensure_ascii=False), data)


def _step(event: CaseEvent) -> list[str]:
    words = event.in_words
    if event.struck_id is not None:
        words = _("%(what)s（已作废）") % {"what": words}
    arrived = _("%(day)s送到") % {"day": _day(event.received_on)} if event.received_on else ""
    said = "；".join(filter(None, (event.whom, arrived, event.opinion)))
    return [_day(event.on), words, said or "—", event.who]


def _day(on: date | None) -> str:
    return f"{on.year}年{on.month}月{on.day}日" if on else ""
