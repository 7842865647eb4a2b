"""One line in the log for each request, with a number that the person sees on an error page."""

import secrets
import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

_log = structlog.get_logger("portal.request")


def request_log(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Return the middleware; paths are logged without their query, which may hold names."""

    def answer(request: HttpRequest) -> HttpResponse:
        number = secrets.token_hex(4)
        request.number = number  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=number)
        began = time.perf_counter()
        response = get_response(request)
        response["X-Request-Number"] = number
        if request.path not in ("/healthz", "/readyz", "/metrics"):
            _log.info(
                "request",
                method=request.method,
                path=request.path,
                status=response.status_code,
                ms=round((time.perf_counter() - began) * 1000, 1),
            )
        return response

    return answer
