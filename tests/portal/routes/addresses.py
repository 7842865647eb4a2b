"""Every route of the portal, and the addresses by which the walks ask for it in the small world."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from portal.acts import clock
from portal.annual.offers import OFFERED as FILING_ACTS
from portal.assurance.views import OFFERED as ASSURANCE_ACTS
from portal.cases.desk_offers import OFFERED as CASE_ACTS
from portal.disputes.offers import OFFERED as DISPUTE_ACTS
from portal.publishing.desk_views import OFFERED as DOCUMENT_ACTS
from portal.registers.views.entries import MONTH_OFFERED
from portal.registers.views.entries import OFFERED as ENTRY_ACTS
from portal.registers.views.importing import OFFERED as BATCH_ACTS
from portal.registers.views.normative import OFFERED as NORMATIVE_ACTS
from portal.registers.views.powers import OFFERED as POWER_ACTS
from tests.portal.routes.filings import OF_ACT as FILING_OF_ACT
from tests.portal.routes.requests import OF_ACT as CASE_OF_ACT
from tests.portal.routes.world import World


def routes(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Yield every route."""
    for one in (resolver or get_resolver()).url_patterns:
        if str(one.pattern) == "api/v1/":  # operations, not pages: tests/portal/api walks them
            continue
        if isinstance(one, URLResolver):
            yield from routes(one)
        else:
            yield one


ACTS: dict[str, list[str]] = {
    "document_act": [o.slug for o in DOCUMENT_ACTS],
    "register_entry_act": [o.slug for o in ENTRY_ACTS],
    "register_month_act": [o.slug for o in MONTH_OFFERED],
    "register_batch_act": [o.slug for o in BATCH_ACTS],
    "normative_act": [o.slug for o in NORMATIVE_ACTS],
    "register_power_act": [o.slug for o in POWER_ACTS],
    "dispute_act": [o.slug for o in DISPUTE_ACTS],
    "assurance_record_act": [o.slug for o in ASSURANCE_ACTS],
    "case_act": [o.slug for o in CASE_ACTS if not o.own],
    "annual_filing_act": [o.slug for o in FILING_ACTS],
}
"""Routes that carry out one of several acts, and the acts each offers."""

_OBJECT_OF_ACT = {
    "submit": "草稿", "pass": "待审核", "return": "待审核", "publish": "已签发", "schedule": "已签发",
    "revise": "已公开", "withdraw": "已公开", "reassess": "不公开", "move": "草稿", "discard": "草稿",
}  # fmt: skip
PASSES = {"pass（保密审查）": "待保密审查", "pass（签发）": "待签发", "return（已签发）": "已签发"}
"""Further stations of a document, where another post acts."""


_DISPUTE_OF_ACT = {
    "notify": "dispute_new", "end-review": "dispute_overtaken", "sue": "dispute_decided", "close": "dispute_decided",
    "carry-out": "dispute_ordered", "appeal": "dispute_judged",
}  # fmt: skip


def _document(name: str) -> Callable[[World], list[Any]]:
    return lambda world: [world.documents[name].pk]


def _of(name: str) -> Callable[[World], list[Any]]:
    return lambda world: [world.of[name].pk]


def _user(username: str) -> Callable[[World], list[Any]]:
    return lambda world: [world.people.people[username].pk]


def _town(world: World) -> list[Any]:
    return [world.town.code]


_WHAT: dict[str, Callable[[World], list[Any]]] = {
    **dict.fromkeys(
        ("organ", "organ_correct", "organ_change", "organ_merge", "organ_split", "organ_abolish",
         "duties_of", "duties_of_export", "duty_clock_of", "guide_desk_of", "site_registers",
         "site_normative", "site_powers", "site_channels", "site_guide", "site_guide_print",
         "annual_reports", "site_platform", "site_apply", "site_errors", "site_map", "site_all",
         "site_all_zip", "site_atom", "site_rss", "apply_form", "request_totals"),
        _town,
    ),
    **dict.fromkeys(("site_column", "site_column_zip", "site_column_atom", "site_column_rss"),
                    lambda world: [world.town.code, world.columns["guifan"].code]),
    **dict.fromkeys(("person", "account_change", "account_reset", "account_close", "post_give"),
                    _user("jingban")),
    "account_unlock": _of("锁定"),
    "account_factor": _of("口令"),
    "account_reopen": _of("停用"),
    "api_key_end": _of("api_key"),
    "opendata_file": lambda world: ["annual-reports.csv"],
    "post_end": _of("post"),
    "post_hand_over": _of("post"),
    "history": lambda world: [f"publishing.document:{world.documents['已公开'].pk}"],
    "task_retry": _of("task"),
    "document_check": _of("uploaded"),
    **dict.fromkeys(("file_add", "document", "document_edit", "document_compare",
                     "document_personal", "document_link"), _document("草稿")),
    **dict.fromkeys(("document_interpret", "document_clarify", "document_channels", "document_log",
                     "board_sheet", "account_post", "duty_document", "site_document",
                     "site_document_qr"), _document("已公开")),
    "file_end": _of("draft_file"),
    "file_keep": _of("personal_file"),
    "link_end": _of("link"),
    "column_change": lambda world: [world.columns["guifan"].pk],
    "column_close": _of("empty_column"),
    "column_reopen": _of("closed_column"),
    "column_explain": lambda world: [world.columns["guifan"].pk],
    "chain_set": lambda world: ["normative"],
    "normative_from": _document("待登记"),
    "normative_decline": _document("待登记"),
    "normative": _of("normative"),
    "register_power": _of("power"),
    "register_import": lambda world: ["licence"],
    "register_template": lambda world: ["licence"],
    "register_batch": _of("batch"),
    "register_batch_refused": _of("batch"),
    "register_entry": _of("entry"),
    "register_book": lambda world: ["penalty"],
    "register_entry_new": lambda world: ["penalty"],
    "register_month_new": lambda world: ["service"],
    "assurance_new": lambda world: ["training"],
    "assurance_record": _of("assurance_record"),
    "channel_entry_end": _of("line"),
    "channel_entry_strike": _of("line"),
    "channel_entry_photo": _of("line"),
    "channel_photo": _of("photo"),
    "handover": _of("handover"),
    "handover_receive": _of("handover"),
    "channel": _of("notice_board"),
    "channel_change": _of("notice_board"),
    "channel_close": _of("wechat"),
    "channel_explain": _of("notice_board"),
    "channel_log": _of("notice_board"),
    "channel_paste": _of("notice_board"),
    "channel_hand_over": _of("library"),
    "dispute": _of("dispute"),
    "dispute_bundle": _of("dispute"),
    "dispute_file": _of("dispute_file"),
    **dict.fromkeys(("case", "case_reply", "case_unmask", "case_remind"), _of("办理")),
    "case_file": _of("case_file"),
    "case_redact": _of("given_file"),
    "case_as_it_is": _of("whole_file"),
    "case_take_back": _of("shown_file"),
    "case_whole": lambda world: [world.of["办理"].pk, "zip"],
    "case_inquiry": _of("inquiry"),
    **dict.fromkeys(("case_letter", "case_letter_complete", "case_letter_serve"), _of("notice")),
    "case_letter_file": lambda world: [world.of["notice"].pk, "docx"],
    **dict.fromkeys(("matter", "matter_unmask"), _of("matter")),
    "matter_letter": lambda world: [world.of["answered"].pk, "pdf"],
    "matter_file": lambda world: [world.of["matter"].pk, 0],
    "letter_template": lambda world: ["refused"],
    "matter_form": lambda world: [world.town.code, "suggest"],
    "track_file": lambda world: [1],
    "track_letter": lambda world: [1, "pdf"],
    "track_matter_file": lambda world: [0],
    **dict.fromkeys(("duty_field", "duty_field_import"), lambda world: ["projects"]),
    "duty_unassign": _of("assignment"),
    "duty": lambda world: ["20-01"],
    "duty_not_applicable": lambda world: ["20-02"],
    "duty_applicable": lambda world: ["20-03"],
    "duty_assign": lambda world: ["20-01"],
    "duty_of": lambda world: [world.town.code, "20-01"],
    "site_results": lambda world: [world.town.code, "penalty"],
    **dict.fromkeys(
        ("annual_report", "annual_explained"), lambda world: [world.town.code, 2023]
    ),
    **dict.fromkeys(
        ("rollup_year", "rollup_figure", "rollup_published"),
        lambda world: [world.town.code, 2023],
    ),
    **dict.fromkeys(("intake_batch", "intake_add", "intake_findings", "intake_set_aside_batch"),
                    _of("intake_batch")),
    "intake_letters": lambda world: [world.of["intake_batch"].pk, "docx"],
    "intake_go_on": _of("intake_stopped"),
    "intake_restore_batch": _of("intake_aside"),
    **dict.fromkeys(("intake_scans", "intake_stop"), _of("intake_scans")),
    "intake_restore": _of("intake_left"),
    "intake_confirm_table": lambda world: [world.of["intake_report"].pk, "disputes"],
    "intake_take_back": lambda world: [
        world.of["intake_report"].pk, world.of["intake_word"].together
    ],
    **dict.fromkeys(("intake_report", "intake_recognise", "intake_choose", "intake_set_aside"),
                    _of("intake_report")),
    "intake_page": lambda world: [world.of["intake_pdf"].pk, 1],
    "intake_letter": lambda world: [world.of["intake_report"].pk, "letter", "docx"],
    "intake_confirm": _of("intake_cell"),
    "annual_download": lambda world: [world.town.code, 2023, "xlsx"],
    **dict.fromkeys(
        ("oversight_year", "oversight_export", "oversight_remind", "oversight_timetable"),
        lambda world: [2025],
    ),
    "annual_start": lambda world: [clock.today().year],
    **dict.fromkeys(("annual_filing", "annual_write", "annual_preview", "annual_submit", "annual_findings"), _of("filing")),
    **dict.fromkeys(("annual_review", "annual_remark"), _of("filing_up")),
    "annual_finding": lambda world: [world.of["filing"].pk, world.of["finding"]],
    "annual_filing_figure": lambda world: [world.of["filing"].pk, "requests", "received", "natural"],
    "annual_adjustment_end": lambda world: [world.of["filing"].pk, world.of["adjustment"].pk],
    "annual_remark_answer": lambda world: [world.of["filing_back"].pk, world.of["remark"].pk],
    "annual_version": lambda world: [world.of["filing_public"].pk, 2],
    "annual_report_before": lambda world: [world.town.code, 2024, world.of["before"].pk],
    **dict.fromkeys(("annual_live", "annual_nowhere"), lambda world: [2024]),
    "annual_figure": lambda world: [2024, "requests", "received", "total"],
    "annual_record": lambda world: [f"cases.case:{world.of['办理'].pk}"],
    "file": lambda world: [world.of["public_file"].pk, world.of["public_file"].name],
    "site_sitemap_documents": lambda world: [1],
    "openid_connect_login": lambda world: ["sso"],
    "openid_connect_callback": lambda world: ["sso"],
}  # fmt: skip

QUERIES = {
    "channel_open": "?kind=notice_board",
    "site_search": "?q=养护",
    "site_search_zip": "?q=养护",
    "oversight_remind": "?all=1",
    "rollup_figure": "?at=licences/licence/decisions",
}
"""What is asked with an address."""


def addresses(world: World) -> dict[str, str]:
    """Return the address of every case: a route, or a route with the act it carries out."""
    found: dict[str, str] = {}
    for route in routes():
        name = route.name
        assert name, f"a route without a name: {route.pattern}"
        if name in ACTS:
            found |= _acts(world, name)
        elif name == "site_document_file":
            for ending in ("pdf", "docx"):
                found[f"{name} {ending}"] = reverse(
                    name, kwargs={"pk": world.documents["已公开"].pk, "ending": ending}
                )
        else:
            what = _WHAT[name](world) if name in _WHAT else []
            found[name] = reverse(name, args=what) + QUERIES.get(name, "")
    found["file 草稿"] = reverse("file", args=[world.of["draft_file"].pk, "附件.txt"])
    return found


def _acts(world: World, name: str) -> dict[str, str]:
    found = {}
    for slug in ACTS[name]:
        match name:
            case "document_act":
                target = world.documents[_OBJECT_OF_ACT[slug]]
            case "register_entry_act":
                target = world.of["hidden_entry" if slug == "show" else "entry"]
            case "case_act":
                target = world.of[CASE_OF_ACT.get(slug, "办理")]
            case "annual_filing_act":
                target = world.of[FILING_OF_ACT.get(slug, "filing")]
            case "dispute_act":
                target = world.of[_DISPUTE_OF_ACT.get(slug, "dispute")]
            case "normative_act":
                target = world.of["filed" if slug == "receipt" else "normative"]
            case _:
                target = world.of[name.removeprefix("register_").removesuffix("_act")]
        found[f"{name} {slug}"] = reverse(name, args=[target.pk, slug])
    if name == "document_act":
        for case, state in PASSES.items():
            act = case.partition("（")[0]
            found[f"{name} {case}"] = reverse(name, args=[world.documents[state].pk, act])
    return found
