"""Addresses of the intake and of the researcher's table."""

from django.urls import path

from portal.intake.views import batches, reports

desk_urls = [
    path("intake/", batches.listed, name="intake"),
    path("intake/new/", batches.take_in, name="intake_new"),
    path("intake/<int:pk>/", batches.batch, name="intake_batch"),
    path("intake/<int:pk>/add/", batches.add, name="intake_add"),
    path("intake/reports/<int:pk>/", reports.report, name="intake_report"),
    path("intake/reports/<int:pk>/recognise/", reports.recognise, name="intake_recognise"),
    path("intake/reports/<int:pk>/choose/", reports.choose, name="intake_choose"),
    path("intake/reports/<int:pk>/set-aside/", reports.set_aside, name="intake_set_aside"),
    path("intake/reports/<int:pk>/pages/<int:number>.png", reports.page, name="intake_page"),
    path("intake/cells/<int:pk>/", reports.confirm, name="intake_confirm"),
]
