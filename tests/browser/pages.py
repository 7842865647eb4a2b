"""Every page of the portal: who looks at it, and at which address of the county of `office`.

Each name of an address stands here or in NO_PAGE; a test compares with the resolver, so that a page
nobody looked at cannot come in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

CLERK, REVIEWER, HEAD = "lihe-jingban", "lihe-shenhe", "lihe-qianfa"
SYSTEM, SECURITY, AUDIT, SUPERVISOR = "system", "security", "audit", "zhuguan"
PUBLIC = ""

NO_PAGE = {
    # for machines
    "healthz", "readyz", "metrics", "site_robots", "site_sitemap", "site_sitemap_places",
    "site_sitemap_documents", "site_atom", "site_rss", "site_column_atom", "site_column_rss",
    # files
    "site_document_qr", "site_document_file", "site_search_zip", "site_all_zip", "site_column_zip",
    "annual_download", "intake_letters", "intake_findings", "intake_page", "intake_letter", "intake_csv", "intake_xlsx", "figures_csv", "figures_xlsx", "opendata_file", "opendata_catalogue", "oversight_export", "apply_receipt_pdf", "track_file", "track_letter", "track_matter_file", "file", "channel_photo", "duties_export", "duties_of_export",
    "duty_wall_export", "assurance_csv", "assurance_xlsx", "register_template", "register_batch_refused", "organs_import_template",
    "dispute_file", "case_file", "case_letter_file", "case_whole", "matter_file", "matter_letter", "track_matter_letter",
    # nothing to do where every standard column is there
    "duty_columns",
    # only ever posted to, or leading elsewhere
    "track_close", "track_correct", "track_pay", "track_withdraw", "track_affirm",
    "show", "act_for", "task_retry", "organs_import_enter", "mfa_reauthenticate",
    # looked at by a test of its own, just after logging in
    "mfa_activate_totp",
    # nothing to show without a sign-on service or a second factor
    "mfa_authenticate", "mfa_deactivate_totp", "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes", "mfa_download_recovery_codes", "openid_connect_login",
    "openid_connect_callback", "socialaccount_login_cancelled", "socialaccount_login_error",
    "socialaccount_signup", "socialaccount_connections",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A page: the name of its address, who looks, where; `{…}` are keys of `office`."""

    name: str
    who: str
    path: str
    status: int = 200

    def at(self, keys: dict[str, Any]) -> str:
        """Return the address with the keys filled in."""
        return self.path.format(**keys)

    def __str__(self) -> str:
        return f"{self.name}{self.path if self.path.count('{') > 1 or self.status != 200 else ''}"


def _all(who: str, **paths: str) -> Iterator[Place]:
    for name, path in paths.items():
        yield Place(name, who, path)


D, R = "/desk/documents", "/desk/registers"
C = "/desk/cases"
F = "/desk/reports/filing"
TOWN = "/o/lihe"

PLACES: tuple[Place, ...] = (
    *_all(
        PUBLIC,
        site_home="/",
        site_organs="/organs/",
        site_help="/help/",
        site_search="/search/?q=通知",
        site_document="/info/{normative}/",
        site_platform=f"{TOWN}/",
        site_apply=f"{TOWN}/apply/",
        site_errors=f"{TOWN}/errors/",
        site_map=f"{TOWN}/map/",
        site_all=f"{TOWN}/all/",
        site_column=f"{TOWN}/notices/",
        site_guide=f"{TOWN}/guide/",
        site_guide_print=f"{TOWN}/guide/print/",
        site_registers=f"{TOWN}/register/",
        site_normative=f"{TOWN}/register/normative/",
        site_powers=f"{TOWN}/register/powers/",
        site_results=f"{TOWN}/register/licence/",
        site_channels=f"{TOWN}/channels/",
        apply_form=f"{TOWN}/apply/form/",
        matter_form=f"{TOWN}/apply/report/",
        track="/track/",
        calculator="/calculator/?channel=online&arrived=2026-03-02&confirmed=2026-03-04",
        request_totals=f"{TOWN}/requests/",
        annual_everybody="/reports/",
        figures_table="/figures/",
        figures_compare="/figures/compare/",
        api_guide="/api/",
        opendata="/opendata/",
        annual_reports=f"{TOWN}/reports/",
        annual_report=f"{TOWN}/reports/2023/",
        annual_explained=f"{TOWN}/reports/2023/explained/",
        account_login="/account/login/",
    ),
    Place("matter_form", PUBLIC, f"{TOWN}/apply/correct/"),
    Place("calculator", PUBLIC, "/calculator/?items=45&pages=250"),
    Place(
        "calculator",
        PUBLIC,
        "/calculator/?channel=post&arrived=2026-03-02&fee_paid=2026-03-04",
        422,
    ),
    Place("apply_receipt", PUBLIC, "/receipt/", 410),
    Place("matter_receipt", PUBLIC, "/receipt/matter/", 410),
    Place("site_search", PUBLIC, "/search/?q=没有这样的词语"),
    Place("site_search", PUBLIC, "/search/"),
    Place("site_platform", PUBLIC, "/o/guanweihui/"),
    Place("site_column", PUBLIC, f"{TOWN}/statistics/"),
    Place("site_document", PUBLIC, "/info/{corrected}/"),
    Place("site_document", PUBLIC, "/info/{interpretation}/"),
    Place("site_document", PUBLIC, "/info/{report}/"),
    Place("annual_report", PUBLIC, "/o/{faulty}/reports/2023/"),
    Place("annual_report", PUBLIC, f"{TOWN}/reports/2021/"),
    Place("annual_report_before", PUBLIC, f"{TOWN}/reports/2021/before/{{filings[before]}}/"),
    Place("annual_review", SUPERVISOR, f"{F}/{{filings[up]}}/review/"),
    Place("annual_remark", SUPERVISOR, f"{F}/{{filings[up]}}/remark/?section=5&paragraph=0"),
    Place("annual_filing_act", SUPERVISOR, f"{F}/{{filings[up]}}/return/"),
    Place("annual_write", CLERK, f"{F}/{{filings[back]}}/write/"),
    Place("annual_report", PUBLIC, f"{TOWN}/reports/2023/?with=2022"),
    Place("site_document", PUBLIC, "/info/{documents[withdrawn]}/", 410),
    Place("site_document", PUBLIC, "/info/99999/", 404),
    *_all(
        CLERK,
        desk="/desk/",
        account_security="/account/security/",
        account_logout="/account/logout/",
        account_change_password="/account/password/",
        mfa_index="/account/factors/",
        account_reauthenticate="/account/reauthenticate/",
        usersessions_list="/account/sessions/",
        documents=f"{D}/",
        document_start=f"{D}/new/",
        document_upload=f"{D}/upload/",
        document_check=f"{D}/{{documents[draft]}}/check/",
        file_add=f"{D}/{{documents[draft]}}/files/add/",
        file_keep="/desk/files/{private_file}/keep/",
        file_end="/desk/files/{file}/end/",
        clarify=f"{D}/clarify/",
        document=f"{D}/{{documents[draft]}}/",
        document_edit=f"{D}/{{documents[draft]}}/edit/",
        document_compare=f"{D}/{{corrected}}/compare/",
        document_personal=f"{D}/{{private}}/personal/",
        document_link=f"{D}/{{normative}}/link/",
        document_interpret=f"{D}/{{normative}}/interpret/",
        document_clarify=f"{D}/{{normative}}/clarify/",
        link_end="/desk/links/{link}/end/",
        document_act=f"{D}/{{documents[draft]}}/submit/",
        registers=f"{R}/",
        register_zero=f"{R}/zero/",
        normatives=f"{R}/normative/",
        normative_new=f"{R}/normative/new/",
        normative_from=f"{R}/normative/from/{{normative}}/",
        normative_decline=f"{R}/normative/decline/{{normative}}/",
        normative=f"{R}/normative/{{registers[normative]}}/",
        normative_act=f"{R}/normative/{{registers[normative]}}/amend/",
        register_powers=f"{R}/powers/",
        register_power_new=f"{R}/powers/new/",
        register_power=f"{R}/powers/{{registers[power]}}/",
        register_power_act=f"{R}/powers/{{registers[power]}}/change/",
        register_import=f"{R}/import/licence/",
        register_batch=f"{R}/batch/{{registers[batch]}}/",
        register_batch_act=f"{R}/batch/{{registers[batch]}}/enter/",
        register_entry=f"{R}/entry/{{registers[entry]}}/",
        register_entry_act=f"{R}/entry/{{registers[entry]}}/correct/",
        register_month_act=f"{R}/month/{{registers[month]}}/correct/",
        register_book=f"{R}/book/licence/",
        register_entry_new=f"{R}/book/licence/new/",
        register_month_new=f"{R}/book/penalty/month/",
        channels="/desk/channels/",
        channel_open="/desk/channels/open/",
        channel_counts="/desk/channels/counts/",
        channel_clocks="/desk/channels/clocks/",
        channels_log="/desk/channels/log/",
        board_titles="/desk/channels/titles/",
        column_explain="/desk/channels/columns/{column}/explain/",
        document_channels="/desk/channels/documents/{normative}/",
        document_log="/desk/channels/documents/{normative}/log/",
        board_sheet="/desk/channels/documents/{normative}/sheet/",
        account_post="/desk/channels/documents/{normative}/post/",
        channel_entry_end="/desk/channels/entries/{entry}/end/",
        channel_entry_strike="/desk/channels/entries/{entry}/strike/",
        channel_entry_photo="/desk/channels/entries/{entry}/photo/",
        handover="/desk/channels/handovers/{handover}/",
        handover_receive="/desk/channels/handovers/{handover}/receive/",
        channel="/desk/channels/{channels[notice_board]}/",
        channel_change="/desk/channels/{channels[notice_board]}/change/",
        channel_close="/desk/channels/{channels[notice_board]}/close/",
        channel_explain="/desk/channels/{channels[notice_board]}/explain/",
        channel_log="/desk/channels/{channels[notice_board]}/log/",
        channel_paste="/desk/channels/{channels[notice_board]}/paste/",
        channel_hand_over="/desk/channels/{channels[archive]}/hand-over/",
        cases=f"{C}/",
        case_register=f"{C}/register/",
        case_workload=f"{C}/workload/",
        case_figures=f"{C}/figures/",
        case_inquiries=f"{C}/inquiries/",
        case_inquiry=f"{C}/inquiries/{{asked[inquiry]}}/",
        matters=f"{C}/matters/",
        matter_register=f"{C}/matters/new/",
        matter=f"{C}/matters/{{asked[matter]}}/",
        matter_unmask=f"{C}/matters/{{asked[matter]}}/applicant/",
        letter_templates=f"{C}/templates/",
        case_letter=f"{C}/letters/{{asked[notice]}}/",
        case_letter_complete=f"{C}/letters/{{asked[notice]}}/complete/",
        case_letter_serve=f"{C}/letters/{{asked[notice]}}/serve/",
        case=f"{C}/{{asked[办理]}}/",
        case_reply=f"{C}/{{asked[拟稿]}}/reply/",
        case_redact=f"{C}/files/{{asked[given_file]}}/redact/",
        case_take_back=f"{C}/files/{{asked[shown_file]}}/take-back/",
        case_as_it_is=f"{C}/files/{{asked[whole_file]}}/whole/",
        case_unmask=f"{C}/{{asked[办理]}}/applicant/",
        case_act=f"{C}/{{asked[办理]}}/correct/",
        disputes="/desk/disputes/",
        dispute_open="/desk/disputes/new/",
        disputes_year="/desk/disputes/year/",
        disputes_reports="/desk/disputes/reports/",
        dispute="/desk/disputes/{disputes[0]}/",
        dispute_bundle="/desk/disputes/{disputes[0]}/bundle/",
        dispute_act="/desk/disputes/{disputes[0]}/decide/",
        duties="/desk/duties/",
        duty_clock="/desk/duties/clock/",
        guide_desk="/desk/duties/guide/",
        duty_fields="/desk/duties/fields/",
        duty_field="/desk/duties/fields/assistance/",
        duty_document="/desk/duties/document/{normative}/",
        duty="/desk/duties/item/20-03/",
        duty_assign="/desk/duties/item/20-03/assign/",
        assurance="/desk/assurance/",
        assurance_none="/desk/assurance/none/",
        assurance_new="/desk/assurance/new/evaluation/",
        assurance_record="/desk/assurance/{assurance}/",
        assurance_record_act="/desk/assurance/{assurance}/correct/",
        annual_desk="/desk/reports/",
        annual_archive="/desk/reports/new/",
        annual_start="/desk/reports/start/2026/",
        annual_filing=f"{F}/{{filings[corrected]}}/",
        annual_write=f"{F}/{{filings[begun]}}/write/",
        annual_preview=f"{F}/{{filings[begun]}}/preview/",
        annual_submit=f"{F}/{{filings[begun]}}/check/",
        annual_findings=f"{F}/{{filings[begun]}}/findings/",
        annual_finding=f"{F}/{{filings[begun]}}/findings/{{filings[finding]}}/",
        annual_filing_figure=f"{F}/{{filings[begun]}}/figure/requests/received/natural/",
        annual_adjustment_end=f"{F}/{{filings[begun]}}/adjustments/{{filings[adjustment]}}/end/",
        annual_remark_answer=f"{F}/{{filings[back]}}/remarks/{{filings[remark]}}/",
        annual_version=f"{F}/{{filings[corrected]}}/versions/2/",
        annual_filing_act=f"{F}/{{filings[begun]}}/wrapper/",
        annual_live="/desk/reports/live/2026/",
        annual_figure="/desk/reports/live/2026/figure/requests/received/total/",
        annual_nowhere="/desk/reports/live/2026/nowhere/",
        annual_record="/desk/reports/record/cases.case:{asked[办理]}/",
        site_faults="/desk/site/",
        records="/desk/records/",
        history="/desk/history/publishing.document:{normative}/",
    ),
    *(
        Place("document_act", CLERK, f"{D}/{path}/")
        for path in (
            "{documents[scheduled]}/publish",
            "{corrected}/revise",
            "{documents[draft]}/move",
            "{documents[draft]}/discard",
        )
    ),
    *(
        Place("normative_act", CLERK, f"{R}/normative/{{registers[normative]}}/{slug}/")
        for slug in ("continue", "repeal", "file", "correct", "strike")
    ),
    *(
        Place("dispute_act", CLERK, f"/desk/disputes/{{disputes[{number}]}}/{slug}/")
        for number, slug in (
            (0, "answer"),
            (0, "hearing"),
            (0, "cost"),
            (0, "lesson"),
            (0, "note"),
            (0, "assign"),
            (0, "link"),
            (1, "carry-out"),
            (1, "sue"),
            (2, "appeal"),
            (2, "close"),
            (3, "notify"),
        )
    ),
    *(
        Place("case_act", CLERK, f"{C}/{{asked[{name}]}}/{slug}/")
        for name, slug in (
            ("收到", "confirm"),
            ("补正", "corrected"),
            ("办理", "ask"),
            ("办理", "reasons"),
            ("理由", "reasons-given"),
            ("办理", "propose"),
            ("缴费", "paid"),
            ("拟稿", "submit"),
            ("签发", "serve"),
            ("办结", "close"),
            ("结案", "archive"),
            ("办理", "assign"),
            ("办理", "note"),
            ("办理", "change"),
            ("办理", "link"),
            ("办理", "split"),
            ("办理", "join"),
            ("办理", "withdraw"),
        )
    ),
    *(
        Place("case_act", HEAD, f"{C}/{{asked[{name}]}}/{slug}/")
        for name, slug in (
            ("第三方", "override"),
            ("办理", "extend"),
            ("理由", "delay"),
            ("办理", "fee"),
            ("结案", "reopen"),
            ("办理", "strike"),
        )
    ),
    *(Place("case_act", REVIEWER, f"{C}/{{asked[审核]}}/{slug}/") for slug in ("pass", "return")),
    *(
        Place("case", CLERK, f"{C}/{{asked[{name}]}}/")
        for name in ("另一件", "收到", "第三方", "缴费", "签发", "结案")
    ),
    Place("cases", CLERK, f"{C}/?done=1"),
    Place("cases", CLERK, f"{C}/?q=没有这样的词语"),
    Place("case", CLERK, f"{C}/99999/", 404),
    Place("case_rules", HEAD, f"{C}/rules/"),
    Place("letter_template", HEAD, f"{C}/templates/refused/"),
    Place("case_outlines", SUPERVISOR, "/desk/case-outlines/"),
    Place("disputes_below", SUPERVISOR, "/desk/disputes/year/below/"),
    *_all(
        SUPERVISOR,
        intake="/desk/intake/",
        intake_new="/desk/intake/new/",
        intake_batch="/desk/intake/{intake[batch]}/",
        intake_add="/desk/intake/{intake[batch]}/add/",
        intake_report="/desk/intake/reports/{intake[report]}/",
        intake_recognise="/desk/intake/reports/{intake[report]}/recognise/",
        intake_choose="/desk/intake/reports/{intake[report]}/choose/",
        intake_set_aside="/desk/intake/reports/{intake[report]}/set-aside/",
        intake_confirm="/desk/intake/cells/{intake[cell]}/",
        intake_restore="/desk/intake/reports/{intake[left]}/restore/",
        intake_confirm_table="/desk/intake/reports/{intake[report]}/tables/disputes/",
        intake_take_back="/desk/intake/reports/{intake[report]}/take-back/{intake[word]}/",
        intake_scans="/desk/intake/{intake[scans]}/scans/",
        intake_stop="/desk/intake/{intake[scans]}/stop/",
        intake_go_on="/desk/intake/{intake[stopped]}/go-on/",
        intake_set_aside_batch="/desk/intake/{intake[batch]}/set-aside/",
        intake_restore_batch="/desk/intake/{intake[aside]}/restore/",
        intake_table="/desk/figures/",
        intake_compare="/desk/figures/compare/?report={intake[report]}&report={intake[pdf]}",
    ),
    Place("intake_batch", SUPERVISOR, "/desk/intake/{intake[batch]}/?show=look"),
    Place("intake_batch", SUPERVISOR, "/desk/intake/{intake[scans]}/"),
    Place(
        "intake_report",
        SUPERVISOR,
        "/desk/intake/reports/{intake[pdf]}/?cell=requests/received/total",
    ),
    Place("intake_table", SUPERVISOR, "/desk/figures/?table=requests&view=cells"),
    Place("figures_table", PUBLIC, "/figures/?organ=没有这样的机关"),
    Place("rollup", SUPERVISOR, "/desk/rollup/"),
    Place("assurance_units", SUPERVISOR, "/desk/assurance/units/?year=2025"),
    Place("oversight", SUPERVISOR, "/desk/oversight/"),
    Place("oversight_year", SUPERVISOR, "/desk/oversight/2025/?order=left"),
    Place("oversight_remind", SUPERVISOR, "/desk/oversight/2025/remind/?all=1"),
    Place("oversight_timetable", SUPERVISOR, "/desk/oversight/2025/timetable/"),
    Place("rollup_year", SUPERVISOR, "/desk/rollup/lihe/2025/"),
    Place(
        "rollup_figure", SUPERVISOR, "/desk/rollup/lihe/2025/figure/?at=licences/licence/decisions"
    ),
    Place("rollup_published", SUPERVISOR, "/desk/rollup/lihe/2025/published/"),
    Place("case_remind", SUPERVISOR, "/desk/case-outlines/{asked[办理]}/remind/"),
    Place("dispute_act", HEAD, "/desk/disputes/{disputes[0]}/strike/"),
    Place("dispute", CLERK, "/desk/disputes/{disputes[1]}/"),
    Place("disputes", CLERK, "/desk/disputes/?show=closed"),
    Place("document", CLERK, f"{D}/{{documents[published]}}/"),
    Place("document", CLERK, f"{D}/{{documents[review]}}/"),
    Place("documents", CLERK, f"{D}/?q=没有这样的词语"),
    Place("document_personal", CLERK, f"{D}/{{normative}}/personal/"),
    Place("organ_establish", CLERK, "/desk/organs/new/", 403),
    Place("document", CLERK, f"{D}/99999/", 404),
    Place("desk", REVIEWER, "/desk/"),
    Place("document_act", HEAD, f"{D}/{{documents[review]}}/pass/"),
    Place("document_act", HEAD, f"{D}/{{documents[review]}}/return/"),
    Place("document_act", HEAD, f"{D}/{{corrected}}/withdraw/"),
    Place("document_act", HEAD, f"{D}/{{documents[draft]}}/reassess/"),
    *_all(
        HEAD,
        columns="/desk/columns/",
        column_open="/desk/columns/new/",
        column_change="/desk/columns/{own_columns[0]}/",
        column_close="/desk/columns/{own_columns[0]}/close/",
        column_reopen="/desk/columns/{own_columns[1]}/reopen/",
        numbers="/desk/numbers/",
        duty_applicable="/desk/duties/item/20-14/applicable/",
        duty_unassign="/desk/duties/assignment/{assignment}/end/",
        chains="/desk/chains/",
        chain_set="/desk/chains/notice/",
        register_rules=f"{R}/rules/",
        guide_edit="/desk/duties/guide/edit/",
        duty_field_import="/desk/duties/fields/assistance/import/",
        duty_not_applicable="/desk/duties/item/20-10/not-applicable/",
    ),
    *_all(
        SYSTEM,
        organs="/desk/organs/",
        organ_establish="/desk/organs/new/",
        organs_import="/desk/organs/import/",
        organ="/desk/organs/lihe/",
        organ_correct="/desk/organs/lihe/correct/",
        organ_change="/desk/organs/lihe/change/",
        organ_merge="/desk/organs/lihe/merge/",
        organ_split="/desk/organs/lihe/split/",
        organ_abolish="/desk/organs/guanweihui/abolish/",
        people="/desk/people/",
        account_open="/desk/people/new/",
        person="/desk/people/{person}/",
        account_change="/desk/people/{person}/change/",
        account_reset="/desk/people/{person}/reset/",
        account_reopen="/desk/people/{closed}/reopen/",
        account_unlock="/desk/people/{locked}/unlock/",
        account_factor="/desk/people/{locked}/factor/",
        account_close="/desk/people/{person}/close/",
        tasks="/desk/tasks/",
        api_keys="/desk/keys/",
        api_key_make="/desk/keys/new/",
        api_key_end="/desk/keys/{api_key}/end/",
    ),
    *_all(
        SECURITY,
        post_give="/desk/people/{person}/post/",
        post_end="/desk/posts/{post}/end/",
        post_hand_over="/desk/posts/{post}/hand-over/",
    ),
    Place("records", AUDIT, "/desk/records/"),
    *_all(
        SUPERVISOR,
        duty_wall="/desk/duties/wall/",
        duties_of="/desk/duties/of/lihe/",
        duty_clock_of="/desk/duties/of/lihe/clock/",
        guide_desk_of="/desk/duties/of/lihe/guide/",
        duty_of="/desk/duties/of/lihe/item/20-03/",
    ),
)


def names() -> set[str]:
    """Return the name of every address of the portal."""
    found: set[str] = set()
    waiting: list[URLPattern | URLResolver] = [*get_resolver().url_patterns]
    while waiting:
        one = waiting.pop()
        if isinstance(one, URLResolver):
            if str(one.pattern) != "api/v1/":  # operations, not pages
                waiting += one.url_patterns
        elif one.name:
            found.add(one.name)
    return found
