"""Addresses of annual reports: on the desk, and for everybody."""

from django.urls import path

from portal.annual import (
    desk_views,
    explained,
    filing_views,
    judging_views,
    live_views,
    pages,
    writing_views,
)

desk_urls = [
    path("reports/", desk_views.reports, name="annual_desk"),
    path("reports/new/", desk_views.archive, name="annual_archive"),
    path("reports/start/<int:year>/", filing_views.start, name="annual_start"),
    path("reports/filing/<int:pk>/", filing_views.filing, name="annual_filing"),
    path("reports/filing/<int:pk>/write/", writing_views.write, name="annual_write"),
    path("reports/filing/<int:pk>/preview/", filing_views.preview, name="annual_preview"),
    path("reports/filing/<int:pk>/check/", filing_views.submit, name="annual_submit"),
    path("reports/filing/<int:pk>/review/", judging_views.review, name="annual_review"),
    path("reports/filing/<int:pk>/remark/", judging_views.remark, name="annual_remark"),
    path(
        "reports/filing/<int:pk>/remarks/<int:number>/",
        judging_views.answer_remark,
        name="annual_remark_answer",
    ),
    path("reports/filing/<int:pk>/findings/", judging_views.several, name="annual_findings"),
    path(
        "reports/filing/<int:pk>/findings/<slug:key>/",
        judging_views.finding,
        name="annual_finding",
    ),
    path(
        "reports/filing/<int:pk>/adjustments/<int:number>/end/",
        judging_views.end_adjustment,
        name="annual_adjustment_end",
    ),
    path(
        "reports/filing/<int:pk>/figure/<slug:table>/<slug:row>/<str:column>/",
        filing_views.figure,
        name="annual_filing_figure",
    ),
    path(
        "reports/filing/<int:pk>/versions/<int:number>/",
        filing_views.version,
        name="annual_version",
    ),
    path("reports/filing/<int:pk>/<slug:act>/", judging_views.act, name="annual_filing_act"),
    path("reports/live/<int:year>/", live_views.live, name="annual_live"),
    path(
        "reports/live/<int:year>/figure/<slug:table>/<slug:row>/<str:column>/",
        live_views.figure,
        name="annual_figure",
    ),
    path("reports/live/<int:year>/nowhere/", live_views.nowhere, name="annual_nowhere"),
    path("reports/record/<str:subject>/", live_views.record, name="annual_record"),
]
site_urls = [
    path("reports/", pages.everybody, name="annual_everybody"),
    path("o/<slug:code>/reports/", pages.of_organ, name="annual_reports"),
    path("o/<slug:code>/reports/<int:year>/", pages.report, name="annual_report"),
    path(
        "o/<slug:code>/reports/<int:year>/explained/", explained.explained, name="annual_explained"
    ),
    path(
        "o/<slug:code>/reports/<int:year>/before/<int:pk>/",
        pages.before,
        name="annual_report_before",
    ),
    path(
        "o/<slug:code>/reports/<int:year>/report.<slug:ending>",
        pages.download,
        name="annual_download",
    ),
]
