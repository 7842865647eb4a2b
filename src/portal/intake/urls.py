"""Addresses of the intake and of the researcher's table."""

from django.urls import path

from portal.intake.views import batch_acts, batches, confirming, letters, reports, table

desk_urls = [
    path("intake/", batches.listed, name="intake"),
    path("intake/new/", batches.take_in, name="intake_new"),
    path("intake/<int:pk>/", batches.batch, name="intake_batch"),
    path("intake/<int:pk>/add/", batches.add, name="intake_add"),
    path("intake/<int:pk>/scans/", batch_acts.scans, name="intake_scans"),
    path("intake/<int:pk>/stop/", batch_acts.stop, name="intake_stop"),
    path("intake/<int:pk>/go-on/", batch_acts.go_on, name="intake_go_on"),
    path("intake/<int:pk>/set-aside/", batch_acts.set_aside, name="intake_set_aside_batch"),
    path("intake/<int:pk>/restore/", batch_acts.restore, name="intake_restore_batch"),
    path("intake/<int:pk>/letters.<slug:ending>.zip", letters.all_letters, name="intake_letters"),
    path("intake/<int:pk>/findings.csv", letters.findings, name="intake_findings"),
    path("intake/reports/<int:pk>/", reports.report, name="intake_report"),
    path("intake/reports/<int:pk>/recognise/", reports.recognise, name="intake_recognise"),
    path("intake/reports/<int:pk>/choose/", reports.choose, name="intake_choose"),
    path("intake/reports/<int:pk>/set-aside/", reports.set_aside, name="intake_set_aside"),
    path("intake/reports/<int:pk>/restore/", reports.restore, name="intake_restore"),
    path(
        "intake/reports/<int:pk>/tables/<slug:table>/",
        confirming.confirm_table,
        name="intake_confirm_table",
    ),
    path(
        "intake/reports/<int:pk>/take-back/<uuid:together>/",
        confirming.take_back,
        name="intake_take_back",
    ),
    path("intake/reports/<int:pk>/pages/<int:number>.png", reports.page, name="intake_page"),
    path("intake/reports/<int:pk>/<slug:what>.<slug:ending>", letters.letter, name="intake_letter"),
    path("intake/cells/<int:pk>/", confirming.confirm, name="intake_confirm"),
    path("figures/", table.desk_table, name="intake_table"),
    path("figures/table.csv", table.desk_csv, name="intake_csv"),
    path("figures/table.xlsx", table.desk_xlsx, name="intake_xlsx"),
    path("figures/compare/", table.desk_compare, name="intake_compare"),
]
site_urls = [
    path("figures/", table.figures, name="figures_table"),
    path("figures/table.csv", table.figures_csv, name="figures_csv"),
    path("figures/table.xlsx", table.figures_xlsx, name="figures_xlsx"),
    path("figures/compare/", table.figures_compare, name="figures_compare"),
]
