"""The public page that says where an organ's information can be found."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from portal.acts import clock
from portal.channels import queries
from portal.organs.models import Organ


@require_GET
def channels(request: HttpRequest, code: str) -> HttpResponse:
    """Show an organ's websites, accounts, boards, reading points and telephones."""
    organ = get_object_or_404(Organ.objects.existing(clock.today()), code=code)
    places = queries.for_guide(organ)
    groups = [(title, list(some)) for title, some in groupby(places, key=lambda p: p.group)]
    return render(request, "channels/site/channels.html", {"organ": organ, "groups": groups})
