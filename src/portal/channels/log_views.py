"""The log on the desk: entering publications, their pictures, taking down, striking out."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from portal.acts import clock
from portal.acts.act import Act
from portal.acts.pages import about
from portal.channels import photos, queries
from portal.channels.acts.log import AddPhoto, LogPublications, StrikeEntry, TakeDown
from portal.channels.desk_views import acting, allow, form_page, own_organ, seen
from portal.channels.forms import (
    DayReasonForm,
    ManyChannelsForm,
    ManyDocumentsForm,
    PasteForm,
    PhotoForm,
    ReasonForm,
    numbers_in,
)
from portal.channels.models import Channel, ChannelEntry, Photo
from portal.organs.models import Organ
from portal.publishing import queries as publishing
from portal.publishing.models import Document
from portal.ui.pages import act_page

OFFERED = 30


def _loggable(organ: Organ) -> Any:
    """Return the channels on which a publication is entered by hand."""
    codes = [c.pk for c in queries.of_organ(organ, clock.today()) if c.what.keeps == "log"]
    return Channel.objects.filter(pk__in=codes, automatic=False)


def _first(request: HttpRequest) -> dict[str, Any]:
    """Return what a link to a form has filled in: the day, the end of a notice, the channels."""
    asked = {name: request.GET[name] for name in ("until_on", "link") if name in request.GET}
    return {"on": request.GET.get("on", clock.today()), **asked}


def _offered(request: HttpRequest, organ: Organ) -> Any:
    """Return the public documents a form offers: the newest, or those whose title has ``?q=``."""
    found = publishing.public().filter(organ=organ).order_by("-published_at", "-pk")
    words = request.GET.get("q", "").strip()[:100]
    if words:
        found = found.filter(Q(shown__title__icontains=words) | Q(shown__number=words))
    chosen = numbers_in(request.POST.getlist("documents"))
    first = [*chosen[:500], *found.values_list("pk", flat=True)[:OFFERED]]
    return publishing.public().filter(organ=organ, pk__in=first).order_by("-published_at", "-pk")


def _carry_out(request: HttpRequest, organ: Organ, lines: Any, form: Any) -> Any:
    picture = form.picture() if hasattr(form, "picture") else None
    return LogPublications(by=acting(request), organ=organ, lines=lines, photo=picture).execute()


@login_required
@form_page
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """Log several documents, or a title, on one channel; ``?q=`` looks for documents."""
    one = seen(request, pk)
    allow(LogPublications(by=acting(request), organ=one.organ), request)
    form = ManyDocumentsForm(
        request.POST or None,
        request.FILES or None,
        documents=_offered(request, one.organ),
        initial=_first(request),
    )
    back = reverse("channel", args=[pk])
    return act_page(
        request,
        form,
        lambda form: _carry_out(request, one.organ, form.lines(one), form),
        **about(LogPublications, one.name, back),
        template="channels/desk/log.html",
        topics=queries.topics(one.organ),
        query=request.GET.get("q", ""),
        done=_("发布已登记。"),
    )


@login_required
@form_page
def paste(request: HttpRequest, pk: int) -> HttpResponse:
    """Log many titles on one channel, pasted from a table."""
    one = seen(request, pk)
    allow(LogPublications(by=acting(request), organ=one.organ), request)
    return act_page(
        request,
        PasteForm(request.POST or None, channel=one),
        lambda form: _carry_out(request, one.organ, form.lines, form),
        **about(LogPublications, one.name, reverse("channel", args=[pk]), words=_("成批登记发布")),
        effect=_("一行一条，全部正确才会登记；有一行不对，就一条也不登记，改好再来。"),
        done=_("发布已登记。"),
    )


def _log_on_channels(
    request: HttpRequest, organ: Organ, one: Document | None, title: str, back: str
) -> HttpResponse:
    allow(LogPublications(by=acting(request), organ=organ), request)
    form = ManyChannelsForm(
        request.POST or None,
        request.FILES or None,
        channels=_loggable(organ),
        document=one,
        initial={**_first(request), "channels": numbers_in(request.GET.getlist("channel"))},
    )
    return act_page(
        request,
        form,
        lambda form: _carry_out(request, organ, form.lines(), form),
        **about(LogPublications, title, back),
        template="channels/desk/log.html",
        topics=[] if one else queries.topics(organ),
        none=not _loggable(organ).exists(),
        done=_("发布已登记。"),
    )


@login_required
@form_page
def log_title(request: HttpRequest) -> HttpResponse:
    """Log a title that is no document of this site on several channels."""
    organ = own_organ(request)
    return _log_on_channels(request, organ, None, _("其他信息"), reverse("channels"))


@login_required
@form_page
def log_document(request: HttpRequest, pk: int) -> HttpResponse:
    """Log one document on several channels; ``?channel=``, ``?on=``, ``?until_on=`` fill it in."""
    one = _document(request, pk)
    back = reverse("document_channels", args=[pk])
    return _log_on_channels(request, one.organ, one, str(one), back)


def _document(request: HttpRequest, pk: int) -> Document:
    return get_object_or_404(publishing.visible(acting(request)).distinct(), pk=pk)


@login_required
@require_GET
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where a document went out, and what can be made of it for the other channels."""
    one, today = _document(request, pk), clock.today()
    channels = queries.of_organ(one.organ, today)
    refusal = LogPublications(by=acting(request), organ=one.organ).refusal()
    return render(
        request,
        "channels/desk/document.html",
        {
            "document": one,
            "entries": queries.entries_of(one),
            "accounts": [c for c in channels if c.limit],
            "boards": [c for c in channels if c.what.group == "board"],
            "may_work": refusal is None,
        },
    )


def _entry(request: HttpRequest, pk: int) -> ChannelEntry:
    mine = queries.visible(acting(request))
    return get_object_or_404(ChannelEntry.objects.filter(channel__in=mine), pk=pk)


def _on_entry(act: type[Act[Any]], entry: ChannelEntry) -> dict[str, Any]:
    return about(act, entry.item.title, reverse("channel", args=[entry.channel_id]))


@login_required
@form_page
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a publication was taken down."""
    entry = _entry(request, pk)
    allow(TakeDown(by=acting(request), target=entry), request)
    return act_page(
        request,
        DayReasonForm(request.POST or None),
        lambda form: TakeDown(by=acting(request), target=entry, **form.cleaned_data).execute(),
        **_on_entry(TakeDown, entry),
        effect=_("登记它已从“%(channel)s”撤下；发布次数仍然计入。") % {"channel": entry.channel},
        done=_("已登记撤下。"),
    )


@login_required
@form_page
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """Strike out a line entered by mistake."""
    entry = _entry(request, pk)
    allow(StrikeEntry(by=acting(request), target=entry), request)
    return act_page(
        request,
        ReasonForm(request.POST or None),
        lambda form: StrikeEntry(by=acting(request), target=entry, **form.cleaned_data).execute(),
        **_on_entry(StrikeEntry, entry),
        effect=_("登记错了才划去。划去的仍可看到，不再计数，不能恢复。"),
        done=_("已划去。"),
    )


@login_required
@form_page
def add_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a picture to a line of the log."""
    entry = _entry(request, pk)
    allow(AddPhoto(by=acting(request), target=entry), request)
    return act_page(
        request,
        PhotoForm(request.POST or None, request.FILES or None),
        lambda form: AddPhoto(
            by=acting(request), target=entry, photo=form.cleaned_data["photo"].read()
        ).execute(),
        **_on_entry(AddPhoto, entry),
        template="channels/desk/log.html",
        done=_("照片已保存。"),
    )


@login_required
@require_GET
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a picture of a publication to those who may see its channel."""
    found = Photo.objects.filter(entry__channel__in=queries.visible(acting(request)))
    one = get_object_or_404(found, pk=pk)
    try:
        data = photos.read(one.path)
    except FileNotFoundError as error:
        raise Http404 from error
    answer = HttpResponse(data, content_type="image/jpeg")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Disposition"] = f'inline; filename="{one.sha256[:12]}.jpg"'
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
