"""The complete file of a request to download; each is recorded like any other look at its papers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from portal.acts.act import Refused
from portal.cases import whole_file
from portal.cases.acts.privacy import TakePaper
from portal.cases.desk_views import acting, seen
from portal.cases.file_bundle import TooLarge
from portal.cases.file_bundle_worker import Broken
from portal.cases.sealing import Unsealable

TYPES = {"pdf": "application/pdf", "zip": "application/zip"}


@login_required
@never_cache
@require_POST
def whole(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """Give the whole file of a request as PDF or ZIP."""
    one = seen(request, pk)
    if ending not in TYPES:
        raise Http404
    try:
        data = whole_file.bundle(one).pdf if ending == "pdf" else whole_file.packed(one)
    except (TooLarge, Broken, Unsealable, OSError):
        messages.error(request, _("案卷没有合成：有材料打不开或者页数太多。请逐份下载。"))
        return redirect("case", pk=pk)
    try:
        TakePaper(by=acting(request), target=one.applicant, paper=f"whole:{ending}").execute()
    except Refused as refused:
        raise PermissionDenied(refused.sentence) from refused
    answer = HttpResponse(data, content_type=TYPES[ending])
    name = f"{one.number}.{ending}"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
