"""What the public pages of requests share: the organ, the answer nobody keeps, the wait in a rush."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from portal.acts import clock
from portal.acts.actor import Actor, stranger
from portal.organs.models import Organ
from portal.organs.queries import root

View = Callable[..., HttpResponse]

APPLICANT: Actor = stranger("")
"""Who acts on these pages. Without an address: records stay for ever."""


def private(view: View) -> View:
    """Return a view whose answer no cache keeps and whose address no other site hears of."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex"
        return response

    return answer


def existing(code: str) -> Organ:
    """Return an organ that stands today; Http404 where there is none of that code."""
    return get_object_or_404(Organ.objects.existing(clock.today()), code=code)


def page(
    request: HttpRequest, template: str, organ: Organ | None, *, status: int = 200, **context: Any
) -> HttpResponse:
    """Render a page in the frame of an organ's site, the first organ's where none is named."""
    shown = organ or root()
    if shown is None:
        return render(request, "site/empty.html")
    return render(request, f"cases/site/{template}", {"organ": shown, **context}, status=status)


def too_soon(request: HttpRequest) -> tuple[int, str]:
    """Return how many seconds to wait before sending again, and that as a sentence; 0 and "" to go on.

    Counted by `portal.site.limits`; what was typed stays in the form, nobody is turned away.
    """
    seconds = int(getattr(request, "seconds_to_wait", 0))
    return seconds, in_words(seconds) if seconds else ""


def in_words(seconds: int) -> str:
    """Say how long to wait and what else one can do."""
    if seconds <= 90:
        wait = _("请在%(n)d秒后再按一次按钮。") % {"n": seconds}
    else:
        wait = _("请在%(n)d分钟后再按一次按钮。") % {"n": -(-seconds // 60)}
    return (
        _("您所在的网络提交得过于频繁，填写的内容都还在。")
        + wait
        + _("也可以当面提交或者邮寄，地址见“依申请公开”页面。")
    )
