"""One shape for every page that carries out an act: show the form, try the act, say what came of it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise


def act_page(
    request: HttpRequest,
    form: forms.BaseForm,
    carry_out: Callable[[Any], Any],
    *,
    title: str | Promise,
    done: str | Promise,
    then: str | Callable[[Any], str],
    refused: type[Exception],
    **context: Any,
) -> HttpResponse:
    """Show a form, and on a valid POST carry the act out.

    A refusal is shown above the form with everything typed still there; its status is the page's.
    """
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                result = carry_out(form)
            except refused as refusal:
                form.add_error(None, refusal.sentence)  # type: ignore[attr-defined]
                status = refusal.status  # type: ignore[attr-defined]
            else:
                messages.success(request, str(done))
                return redirect(then(result) if callable(then) else then)
    page = context.pop("template", "ui/act.html")
    return render(request, page, {"form": form, "title": title, **context}, status=status)
