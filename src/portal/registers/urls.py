"""Addresses of registers: on the desk, and for everybody."""

from django.urls import URLPattern, path

from portal.registers.views import entries, importing, normative, overview, powers, public

desk_urls: list[URLPattern] = [
    path("registers/", overview.overview, name="registers"),
    path("registers/zero/", overview.confirm_zero, name="register_zero"),
    path("registers/rules/", overview.set_rules, name="register_rules"),
    path("registers/normative/", normative.normatives, name="normatives"),
    path("registers/normative/new/", normative.new, name="normative_new"),
    path("registers/normative/from/<int:pk>/", normative.from_document, name="normative_from"),
    path("registers/normative/decline/<int:pk>/", normative.decline, name="normative_decline"),
    path("registers/normative/<int:pk>/", normative.normative, name="normative"),
    path("registers/normative/<int:pk>/<slug:act>/", normative.act, name="normative_act"),
    path("registers/powers/", powers.powers, name="register_powers"),
    path("registers/powers/new/", powers.new, name="register_power_new"),
    path("registers/powers/<int:pk>/", powers.power, name="register_power"),
    path("registers/powers/<int:pk>/<slug:act>/", powers.act, name="register_power_act"),
    path("registers/import/<slug:register>/", importing.take_in, name="register_import"),
    path(
        "registers/import/<slug:register>/template.csv",
        importing.template,
        name="register_template",
    ),
    path("registers/batch/<int:pk>/", importing.batch, name="register_batch"),
    path("registers/batch/<int:pk>/refused.csv", importing.refused, name="register_batch_refused"),
    path("registers/batch/<int:pk>/<slug:act>/", importing.act, name="register_batch_act"),
    path("registers/entry/<int:pk>/", entries.entry, name="register_entry"),
    path("registers/entry/<int:pk>/<slug:act>/", entries.act, name="register_entry_act"),
    path("registers/month/<int:pk>/<slug:act>/", entries.month_act, name="register_month_act"),
    path("registers/book/<slug:register>/", entries.register, name="register_book"),
    path("registers/book/<slug:register>/new/", entries.new, name="register_entry_new"),
    path("registers/book/<slug:register>/month/", entries.new_month, name="register_month_new"),
]
site_urls: list[URLPattern] = [
    path("o/<slug:code>/register/", public.index, name="site_registers"),
    path("o/<slug:code>/register/normative/", public.normative, name="site_normative"),
    path("o/<slug:code>/register/powers/", public.powers, name="site_powers"),
    path("o/<slug:code>/register/<slug:register>/", public.results, name="site_results"),
]
