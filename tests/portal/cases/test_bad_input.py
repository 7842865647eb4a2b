"""Whatever is entered wrongly: one sentence that says why, and nothing has changed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from tests.portal.cases.every_act import ROWS, opened
from tests.portal.cases.story import Story, day

from portal.acts.act import ACTS, Act, Refused
from portal.acts.actor import stranger
from portal.acts.models import ActRecord
from portal.cases import papers
from portal.cases.acts.reply import Part

pytestmark = pytest.mark.django_db

OWN = {name: act for name, act in ACTS.items() if act.__module__.startswith("portal.cases.acts")}
NEVER_DAYS = (date.min, date(1900, 1, 1), date(2024, 3, 1), date(2099, 1, 5), date.max)
"""Long before, before it came in, in years to come."""
SCRIPT = "<script>alert(1)</script>"
HOSTILE = {
    "long": "长" * 10_000,
    "spaces": " \t\n\u3000\u200b",
    "unseen": "写明\x00年度\x1b[31m甲\u202e司公\u2066乙\u2069年\ud800度\udfff",
    "code": SCRIPT
    + "'; DROP TABLE cases_case; -- {{ case }}{% include 'x' %}{received_on}{0.__class__}",
}


def everything() -> list[Any]:
    """Return every row of requests and the length of the record."""
    rows: list[Any] = [ActRecord.objects.count()]
    for model in apps.get_app_config("cases").get_models():
        rows.append(list(model._default_manager.order_by("pk").values_list()))
    return rows


@contextmanager
def for_nothing() -> Iterator[None]:
    """Take back whatever happens inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def make(one: Story, name: str, **changed: Any) -> Act[Any]:
    """Return an act as its row says, with some facts changed."""
    row, act = ROWS[name], OWN[name]
    facts = {"by": row.actor(one), "target": row.target(one), **row.facts(one)}
    if "on" in named(act) and name not in ("cases.recompute", "cases.erase"):
        facts["on"] = day("3-06") if name != "cases.answer_matter" else None
    return act(**{**facts, **changed})


def named(act: type[Act[Any]]) -> set[str]:
    """Return the facts an act has."""
    return {one.name for one in fields(act) if one.init}


def refused(act: Act[Any], why: str) -> None:
    """The act is refused in one sentence, and nothing has changed."""
    before = everything()
    with for_nothing():
        with pytest.raises(Refused) as refusal:
            act.execute()
        assert everything() == before, why
    said = refusal.value.sentence
    assert said.endswith(("。", "）")) and 4 < len(said) < 160, (why, said)
    assert not any(sign in said for sign in ("Error", "Traceback", "None", "<", "%(")), (why, said)


def test_every_act_of_requests_stands_in_the_table() -> None:
    assert set(ROWS) == set(OWN)


@pytest.mark.parametrize("name", ROWS)
def test_what_is_wrong_is_said_and_changes_nothing(office, name: str) -> None:
    row, act = ROWS[name], OWN[name]
    one = row.state(office)
    ready = make(one, name)
    if name != "cases.redact":
        with for_nothing():
            ready.execute()  # as it should be, it is carried out: what follows is refused for its own sake
    if "on" in named(act):
        for never in NEVER_DAYS:
            refused(make(one, name, on=never), f"on {never}")
    for fact, value in row.facts(one).items():
        if fact in row.may_be_empty or (isinstance(value, Mapping) and fact != "asked"):
            continue
        if fact in ("organ", "kind", "file", "due_on"):
            continue
        for nothing in (_nothing(value), _blank(value)):
            if nothing is not ...:
                refused(make(one, name, **{fact: nothing}), f"{fact}={nothing!r}")
    if row.wrong is not None:
        target = make(one, name).target
        wrong = row.wrong(office)
        if target is not None and target.pk == one.pk:
            refused(make(one, name, target=wrong.case), f"in {row.wrong.__name__}")
    if not name.endswith(("apply", "affirm", "prove_payment", "send_correction", "take_back")) and (
        name != "cases.submit_matter"
    ):
        refused(make(one, name, by=stranger("192.0.2.1")), "by a stranger")
        other = office.county.actor("bjb", "handler", "head", organ=office.county.bureau)
        if row.by != "system":
            refused(make(one, name, by=other), "by another organ")


def _nothing(value: Any) -> Any:
    """Return what a fact is when it is left out, ... for one that cannot be."""
    match value:
        case str():
            return ""
        case bool():
            return ...
        case int():
            return 0
        case list() | tuple():
            return []
        case Mapping():
            return dict.fromkeys(value, "")
        case _:
            return None


def _blank(value: Any) -> Any:
    return " \u3000\n" if isinstance(value, str) else ...


@pytest.mark.parametrize("name", ROWS)
def test_hostile_words_are_kept_harmless_or_refused(office, county, name: str) -> None:
    """Every text of every act: it is taken without what nobody sees, or refused; never an error."""
    row = ROWS[name]
    one = row.state(office)
    before = everything()
    for fact, value in row.facts(one).items():
        for what, hostile in HOSTILE.items():
            for given in _with(value, hostile):
                ready = make(one, name, **{fact: given})
                before = everything()
                with for_nothing():
                    try:
                        ready.execute()
                    except Refused as refusal:
                        assert everything() == before
                        assert 4 < len(refusal.sentence) < 400, (fact, what, refusal.sentence)
                        assert "Error" not in refusal.sentence
                    kept = str(everything())
                    for sign in ("\\x00", "\x00", "\u202e", "\\u202e", "\\ud800", "\x1b", "\\x1b"):
                        assert sign not in kept, (fact, what)
                    kept.encode()


def _with(value: Any, hostile: str) -> list[Any]:
    """Return a fact with a hostile text in each place where it holds a text."""
    match value:
        case str():
            return [hostile]
        case Mapping():
            return [{**value, key: hostile} for key in value]
        case [Part(), *_]:
            part = value[0]
            return [
                [Part(hostile, part.grounds, part.what, part.facts)],
                [Part(part.outcome, (hostile,), part.what, part.facts)],
                [Part(part.outcome, part.grounds, hostile, part.facts)],
                [Part(part.outcome, part.grounds, part.what, {**part.facts, "content": hostile})],
                [Part(part.outcome, part.grounds, part.what, {hostile: "x"})],
            ]
        case [str(), *_]:
            return [[hostile, *value[1:]]]
        case _:
            return []


def test_a_script_in_every_text_is_shown_as_text(office, county) -> None:
    """It stands on the page as it was typed, and runs nowhere."""
    from portal.cases.acts.keeping import Note
    from portal.organs.models import Role

    script = SCRIPT
    one = Story(office).comes(
        applicant={"kind": "natural", "name": script, "phone": "13800138000"},
        asked={"subject": script, "content": script},
    )
    one.act(Note, "3-05", text=script)
    one.asks("3-06", whom=script)
    clerk = county.client("jb", Role.HANDLER)
    for url in (
        "/desk/",
        "/desk/cases/",
        f"/desk/cases/{one.pk}/",
        f"/desk/cases/{one.pk}/change/",
    ):
        page = clerk.get(url).content.decode()
        assert script not in page, url
    assert "&lt;script&gt;" in page


def test_dates_that_contradict_each_other_are_refused_for_every_pair(office) -> None:
    """补正、收费、延期、答复的日期任意颠倒：要么按法律成立，要么一句话拒绝，期限列与经过始终一致。"""
    from portal.cases import projection
    from portal.cases.acts.fees import NotifyFee, RecordPayment
    from portal.cases.acts.period import ExtendDeadline
    from portal.cases.acts.receipt import AskCorrection, ReceiveCorrection
    from portal.cases.queries import stands_of

    days = [day("3-04") + timedelta(days=n) for n in (1, 30)]
    one = opened(office)
    told: list[tuple[Any, dict[str, Any]]] = [
        (AskCorrection, {"what": "年度", "until": day("5-31")}),
        (ReceiveCorrection, {"text": "2024"}),
        (NotifyFee, {"number": 80, "how": "窗口"}),
        (RecordPayment, {"receipt": "票1"}),
        (ExtendDeadline, {"days": 5, "why": "整理"}),
    ]
    count = 0
    for first, facts in told:
        for second, more in told:
            for on in days:
                for then in days:
                    with for_nothing():
                        try:
                            for act, given, at in ((first, facts, on), (second, more, then)):
                                act(by=office.head, target=one.case, on=at, **given).execute()
                        except Refused as refusal:
                            assert refusal.sentence.endswith(("。", "）"))
                            count += 1
                        now = one.case
                        columns = projection.columns(now, stands_of(now))
                        assert all(getattr(now, k) == v for k, v in columns.items())
    assert count > 30


@pytest.mark.parametrize(
    "name",
    [n for n, act in OWN.items() if "files" in named(act) and ROWS[n].wrong is not None],
)
def test_a_file_sent_with_what_is_refused_is_not_left_on_the_disk(
    office, settings, name: str
) -> None:
    """A day in years to come: neither the entry nor its paper is kept."""
    one = ROWS[name].state(office)
    before = sorted(Path(settings.MEDIA_ROOT).rglob("*"))
    paper = papers.received("户口簿.pdf", b"%PDF-1.4 " + name.encode())
    refused(make(one, name, on=date(2099, 1, 5), files=[paper]), name)
    assert sorted(Path(settings.MEDIA_ROOT).rglob("*")) == before
