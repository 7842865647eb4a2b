"""Addresses of requests: on the desk, and for everybody. No personal data stands in any of them."""

from django.urls import path, re_path

from portal.cases.desk_urls import desk_urls
from portal.cases.public import apply, calculator, matters, receipt, totals, track

__all__ = ["desk_urls", "site_urls"]

site_urls = [
    path("o/<slug:code>/apply/form/", apply.form, name="apply_form"),
    path("o/<slug:code>/apply/<slug:slug>/", matters.form, name="matter_form"),
    path("o/<slug:code>/requests/", totals.totals, name="request_totals"),
    path("receipt/", receipt.receipt, name="apply_receipt"),
    path("receipt/receipt.pdf", receipt.pdf, name="apply_receipt_pdf"),
    path("receipt/matter/", matters.receipt, name="matter_receipt"),
    path("track/", track.track, name="track"),
    path("track/close/", track.close, name="track_close"),
    path("track/correct/", track.correct, name="track_correct"),
    path("track/pay/", track.pay, name="track_pay"),
    path("track/withdraw/", track.withdraw, name="track_withdraw"),
    path("track/affirm/", track.affirm, name="track_affirm"),
    path("track/files/<int:pk>/", track.file, name="track_file"),
    re_path(
        r"^track/letters/(?P<pk>\d{1,18})\.(?P<ending>pdf|docx)$", track.letter, name="track_letter"
    ),
    path("track/matter/letter.pdf", track.matter_letter, name="track_matter_letter"),
    path("track/matter/<int:index>/", track.matter_file, name="track_matter_file"),
    path("calculator/", calculator.calculator, name="calculator"),
]
