"""Addresses of requests on the desk."""

from django.urls import path

from portal.cases import (
    desk_inquiries,
    desk_matters,
    desk_outlines,
    desk_papers,
    desk_redaction,
    desk_register,
    desk_reminding,
    desk_reply,
    desk_rules,
    desk_statistics,
    desk_views,
    desk_whole,
    desk_wording,
)

desk_urls = [
    path("cases/", desk_views.cases, name="cases"),
    path("cases/register/", desk_register.register, name="case_register"),
    path("cases/workload/", desk_views.workload, name="case_workload"),
    path("cases/figures/", desk_statistics.figures_page, name="case_figures"),
    path("cases/inquiries/", desk_inquiries.inquiries, name="case_inquiries"),
    path("cases/inquiries/<int:pk>/", desk_inquiries.inquiry, name="case_inquiry"),
    path("cases/matters/", desk_matters.matters, name="matters"),
    path("cases/matters/new/", desk_matters.register, name="matter_register"),
    path("cases/matters/<int:pk>/", desk_matters.matter, name="matter"),
    path(
        "cases/matters/<int:pk>/letter.<slug:ending>",
        desk_papers.matter_letter,
        name="matter_letter",
    ),
    path("cases/matters/<int:pk>/applicant/", desk_papers.matter_unmask, name="matter_unmask"),
    path("cases/matters/<int:pk>/<int:index>/", desk_papers.matter_file, name="matter_file"),
    path("cases/rules/", desk_rules.rules, name="case_rules"),
    path("cases/templates/", desk_wording.templates, name="letter_templates"),
    path("cases/templates/<slug:kind>/", desk_wording.template, name="letter_template"),
    path("cases/files/<int:pk>/", desk_papers.file, name="case_file"),
    path("cases/files/<int:pk>/redact/", desk_redaction.redact, name="case_redact"),
    path("cases/files/<int:pk>/take-back/", desk_redaction.take_back, name="case_take_back"),
    path("cases/files/<int:pk>/whole/", desk_redaction.as_it_is, name="case_as_it_is"),
    path("cases/letters/<int:pk>/", desk_papers.letter, name="case_letter"),
    path(
        "cases/letters/<int:pk>/complete/", desk_papers.letter_complete, name="case_letter_complete"
    ),
    path("cases/letters/<int:pk>/serve/", desk_papers.letter_serve, name="case_letter_serve"),
    path("cases/letters/<int:pk>/<slug:ending>/", desk_papers.letter_file, name="case_letter_file"),
    path("cases/<int:pk>/", desk_views.case, name="case"),
    path("cases/<int:pk>/reply/", desk_reply.reply, name="case_reply"),
    path("cases/<int:pk>/applicant/", desk_papers.unmask, name="case_unmask"),
    path("cases/<int:pk>/whole.<slug:ending>", desk_whole.whole, name="case_whole"),
    path("cases/<int:pk>/<slug:act>/", desk_views.act, name="case_act"),
    path("case-outlines/", desk_outlines.outlines, name="case_outlines"),
    path("case-outlines/<int:pk>/remind/", desk_reminding.remind, name="case_remind"),
]
