"""Documents coming in: the upload, looking over what was recognised, files added and taken away."""

from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.acts.act import Refused
from portal.acts.pages import about
from portal.publishing import files, policies, queries, recognition
from portal.publishing.acts.drafting import EditDraft, differs
from portal.publishing.acts.files import (
    AddFile,
    EndFile,
    KeepFile,
    UploadDocument,
    UploadedBefore,
    uploaded,
)
from portal.publishing.desk_views import actor_of, seen
from portal.publishing.forms import ReasonForm
from portal.publishing.models import Attachment, Document, DocumentVersion, FileKind
from portal.publishing.upload_forms import CheckForm, FileForm, UploadForm
from portal.ui.pages import act_page

METHODS = ("GET", "HEAD", "POST")


@login_required
@require_http_methods(METHODS)
def upload(request: HttpRequest) -> HttpResponse:
    """Begin a document with its file: it is a draft as soon as it has arrived."""
    organ = request.standing.organ  # type: ignore[attr-defined]
    why_not = policies.may_draft_for(actor_of(request), organ) if organ else _("您还没有岗位。")
    if why_not:
        raise PermissionDenied(why_not)
    before = uploaded(request.POST.get("token", ""))
    if before is not None and queries.visible(actor_of(request)).filter(pk=before.pk).exists():
        return _once(request, before)
    columns = queries.columns_for(organ)
    form, status = UploadForm(columns=columns), 200
    if request.method == "POST":
        form, status = UploadForm(request.POST, request.FILES, columns=columns), 422
        if form.is_valid():
            try:
                document = _upload(request, form)
            except UploadedBefore as twice:
                return _once(request, twice.document)
            except Refused as refused:
                form.add_error(None, refused.sentence)
                status = refused.status
            else:
                messages.success(request, _("文件已上传，草稿已保存。请核对识别出的内容。"))
                return redirect("document_check", document.pk)
    context = {
        "form": form,
        "title": UploadDocument.title,
        "limit": files.limit() >> 20,
        "kinds": files.kinds(),
        "back": reverse("documents"),
    }
    return render(request, "publishing/desk/upload.html", context, status=status)


def _upload(request: HttpRequest, form: UploadForm) -> Document:
    original = form.cleaned_data["file"]
    with translation.override(settings.LANGUAGE_CODE):  # where each came from is kept
        recognised = recognition.content_of(original)
    token = form.cleaned_data["token"]
    act = UploadDocument(
        by=actor_of(request),
        organ=request.standing.organ,  # type: ignore[attr-defined]
        content=recognised.content,
        original=recognition.with_findings(original, recognised),
        attachments=form.cleaned_data["attachments"],
        told=recognised.told,
        token=token,
        **form.place(),
    )
    try:
        return act.execute()
    except IntegrityError:
        first = uploaded(token)
        if first is None:
            raise
        raise UploadedBefore(first) from None


def _once(request: HttpRequest, document: Document) -> HttpResponse:
    messages.info(request, _("这次上传已经收到，没有重复建立。"))
    return redirect("document_check", document.pk)


@login_required
@require_http_methods(METHODS)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Look over what was recognised in an uploaded file, beside the words it was read from."""
    one = seen(request, pk)
    original = next((f for f in files.of_version(one.working) if f.kind == FileKind.ORIGINAL), None)
    if original is None or one.working_id is None:
        raise Http404
    refusal = EditDraft(by=actor_of(request), target=one, content={}).refusal()
    if refusal is not None:
        return redirect("document", pk)
    shown = DocumentVersion.objects.get(pk=one.working_id)
    form = CheckForm(request.POST or None, instance=shown, initial={"base": shown.serial})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                if differs(one, form.content()):
                    EditDraft(
                        by=actor_of(request),
                        target=one,
                        content=form.content(),
                        base=form.cleaned_data["base"],
                        note="核对识别结果",  # kept with the version
                    ).execute()
                messages.success(request, _("已核对。"))
                return redirect("document", pk)
            except Refused as refused:
                form.add_error(None, refused.sentence)
                status = refused.status
    fields = [_field(form, name, original.recognised) for name in recognition.FIELDS]
    context = {
        "form": form,
        "fields": fields,
        "document": one,
        "version": one.working,
        "title": _("核对识别结果"),
        "findings": original.findings,
    }
    return render(request, "publishing/desk/upload_check.html", context, status=status)


def _field(form: CheckForm, name: str, recognised: dict[str, Any]) -> dict[str, Any]:
    told = recognised.get(name)
    return {
        "bound": form[name],
        "told": told,
        "why": recognition.why(told) if told else "",
    }


@login_required
@require_http_methods(METHODS)
def add_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a file to a draft."""
    one = seen(request, pk)
    refusal = AddFile(by=actor_of(request), target=one).refusal()
    if refusal is not None:
        raise PermissionDenied(refusal.sentence)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    return act_page(
        request,
        form,
        lambda form: AddFile(
            by=actor_of(request), target=one, file=form.cleaned_data["file"]
        ).execute(),
        **about(AddFile, str(one), reverse("document", args=[pk])),
        template="publishing/desk/upload_file.html",
        effect=_("附件随这一版送审，签发后与正文一起公开。"),
        limit=files.limit() >> 20,
        kinds=files.kinds(),
        done=_("附件已添加。"),
    )


@login_required
@require_http_methods(METHODS)
def end_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file from a draft."""
    file = get_object_or_404(Attachment.objects.select_related("document"), pk=pk)
    one = seen(request, file.document_id)
    act = EndFile(by=actor_of(request), target=one, file=file)
    refusal = act.refusal()
    if refusal is not None:
        raise PermissionDenied(refusal.sentence)
    return act_page(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        lambda _form: act.execute(),
        **about(EndFile, file.name, reverse("document", args=[one.pk])),
        effect=_("下一版不再有这个附件；以前的版本仍可查到。"),
        done=_("附件已移除。"),
    )


@login_required
@require_http_methods(METHODS)
def keep_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why a file with personal data in it is published."""
    file = get_object_or_404(Attachment.objects.select_related("document"), pk=pk)
    one = seen(request, file.document_id)
    refusal = KeepFile(by=actor_of(request), target=one, file=file).refusal()
    if refusal is not None:
        raise PermissionDenied(refusal.sentence)
    return act_page(
        request,
        ReasonForm(request.POST if request.method == "POST" else None),
        lambda form: KeepFile(
            by=actor_of(request), target=one, file=file, **form.cleaned_data
        ).execute(),
        **about(KeepFile, file.name, reverse("document", args=[one.pk])),
        effect=_(
            "文件按原样公开，任何人都能下载。只有依法必须公开的才保留，例如行政处罚公示中的当事人姓名。"
        ),
        done=_("已记下保留的理由。"),
    )


@require_safe
def download(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Give a file out, never to be opened under our address: to anybody where it is public, else to its desk."""
    file = files.public_file(pk)
    public = file is not None
    if file is None:
        file = get_object_or_404(Attachment.objects.select_related("document"), pk=pk)
        if not queries.visible(actor_of(request)).filter(pk=file.document_id).exists():
            if file.document.withdrawn_at is not None and not file.document.is_public:
                context = {"document": file.document}
                return render(request, "publishing/file_gone.html", context, status=410)
            raise Http404
    path: Path = files.location(file)
    if not path.is_file():
        raise Http404
    etag = f'"{file.sha256}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        response = FileResponse(
            path.open("rb"), as_attachment=True, filename=file.name, content_type=file.media_type
        )
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache" if public else "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
