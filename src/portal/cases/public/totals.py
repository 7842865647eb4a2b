"""How many requests an organ had in a year, for everybody: counts, and nothing of any one request."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.cases.events import Channel
from gongkai.law.outcomes import outcomes
from portal.acts import clock
from portal.cases import statistics
from portal.cases.channel import channel_name
from portal.cases.models import ApplicantKind
from portal.cases.public.pages import page
from portal.organs.models import Organ
from portal.ui.language import said


@require_safe
def totals(request: HttpRequest, code: str) -> HttpResponse:
    """Show an organ's requests of a year by outcome, channel and kind of applicant."""
    organ = get_object_or_404(Organ, code=code)
    years, today = statistics.years(organ), clock.today()
    asked = request.GET.get("year", "")
    if asked and not (asked.isascii() and asked.isdigit() and len(asked) == 4 and int(asked)):
        raise Http404
    year = int(asked) if asked else (years[0] if years else today.year)
    found = statistics.counts(organ, year)
    known = outcomes()
    by_outcome = [
        (said(known[one]) if one in known else _("其他处理"), n)
        for one, n in sorted(found.by_outcome.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    by_channel = [(channel_name(c), found.by_channel[c]) for c in Channel if c in found.by_channel]
    by_kind = [(k.label, found.by_kind[k]) for k in ApplicantKind if k in found.by_kind]
    response = page(
        request,
        "totals.html",
        organ,
        year=year,
        years=years,
        counts=found,
        tables=[
            (_("办理结果"), by_outcome),
            (_("提出方式"), by_channel),
            (_("申请人类别"), by_kind),
        ],
    )
    response["Cache-Control"] = "max-age=300"  # counts move without a change of the site
    return response
