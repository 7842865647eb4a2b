"""Pages that belong to no app: the desk's home, what a visitor wants shown, errors, health."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from portal.ui import context, desk


@login_required
@never_cache  # it lists what requests are about
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show what has to be done, most urgent first."""
    standing = request.standing  # type: ignore[attr-defined]
    return render(request, "ui/home.html", {"work": desk.work(standing)})


@csrf_exempt  # sets how pages look for this browser and nothing else; so cached pages need no token
@require_POST
def show(request: HttpRequest) -> HttpResponse:
    """Keep how the visitor wants pages shown, in cookies, and go back."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    for name, values in context.CHOICES.items():
        value = request.POST.get(name)
        if value == context.usual(request, name):  # without cookies, pages come from the cache
            response.delete_cookie(f"show_{name}", samesite="Lax")
        elif value in values:
            response.set_cookie(
                f"show_{name}",
                value,
                max_age=365 * 24 * 3600,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
    return response


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_GET
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether the database answers and has every table; 503 otherwise."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return JsonResponse({"ready": False, "why": "database"}, status=503)
    if pending:
        return JsonResponse({"ready": False, "why": "migrations"}, status=503)
    return JsonResponse({"ready": True})


def local_only(
    view: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Return a view that answers this machine alone, and 404 to everybody else."""

    def answer(request: HttpRequest) -> HttpResponse:
        local = request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1")
        if not local or "HTTP_X_FORWARDED_FOR" in request.META:
            raise Http404
        return view(request)

    return answer


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain that the form was too old, and that nothing was changed."""
    return render(request, "ui/csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Answer 400."""
    return render(request, "ui/400.html", status=400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Answer 403 with the reason where one was given."""
    return render(request, "ui/403.html", {"sentence": str(exception or "")}, status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Answer 404."""
    return render(request, "ui/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 with the request's number, by which the log shows what happened."""
    return render(request, "ui/500.html", status=500)
