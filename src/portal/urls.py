"""Every address of the portal."""

from django.urls import URLPattern, URLResolver, include, path
from django_prometheus.exports import ExportToDjangoView

from portal.annual import urls as annual
from portal.api import urls as api
from portal.assurance import urls as assurance
from portal.cases import urls as cases
from portal.channels import urls as channels
from portal.disputes import urls as disputes
from portal.duties import urls as duties
from portal.intake import urls as intake
from portal.jobs import urls as jobs
from portal.oversight import urls as oversight
from portal.publishing import urls as publishing
from portal.registers import urls as registers
from portal.rollup import urls as rollup
from portal.ui import views as ui

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", ui.healthz, name="healthz"),
    path("readyz", ui.readyz, name="readyz"),
    path("metrics", ui.local_only(ExportToDjangoView), name="metrics"),
    path("show/", ui.show, name="show"),
    path("desk/", ui.home, name="desk"),
    path("desk/", include("portal.organs.urls")),
    path("desk/", include("portal.acts.urls")),
    path("desk/", include(jobs.desk_urls)),
    path("desk/", include(publishing.desk_urls)),
    *(
        path("desk/", include(app.desk_urls))
        for app in (registers, channels, duties, annual, cases)
    ),
    *(path("", include(app.site_urls)) for app in (registers, channels, duties, annual, cases)),
    path("desk/", include(assurance.desk_urls)),
    path("desk/", include(disputes.desk_urls)),
    path("desk/", include(intake.desk_urls)),
    path("desk/", include(oversight.desk_urls)),
    path("desk/", include(rollup.desk_urls)),
    path("", include(intake.site_urls)),
    path("", include(publishing.site_urls)),
    path("desk/", include(api.desk_urls)),
    path("", include(api.site_urls)),
    path("", include("portal.site.urls")),
    path("account/", include("portal.accounts.urls")),
]

handler400 = "portal.ui.views.bad_request"
handler403 = "portal.ui.views.forbidden"
handler404 = "portal.ui.views.not_found"
handler500 = "portal.ui.views.server_error"
