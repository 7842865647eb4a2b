"""Log a person out who has been idle, and hold one whose password is temporary to changing it."""

import time
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

_SEEN = "seen_at"
# The time is written at most this often, or every page would write the session.
_STEP = 60


def idle_logout(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Return the middleware; IDLE_LOGOUT says how long a session may be idle."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not hasattr(request, "session") or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return get_response(request)  # nobody is logged in: do not touch the session
        if request.user.is_authenticated:
            now = int(time.time())
            seen = request.session.get(_SEEN, now)
            if now - seen > settings.IDLE_LOGOUT.total_seconds():
                logout(request)
                messages.info(request, _("已有一段时间没有操作，为安全起见已退出。请重新登录。"))
                return redirect_to_login(request.get_full_path(), reverse("account_login"))
            if now - seen > _STEP or _SEEN not in request.session:
                request.session[_SEEN] = now
                UserSession.objects.create_from_request(request)
            change = reverse("account_change_password")
            allowed = (change, reverse("account_logout"), settings.STATIC_URL)
            if request.user.must_change_password(
                timezone.localdate()
            ) and not request.path.startswith(allowed):
                return redirect(change)
        return get_response(request)

    return answer
