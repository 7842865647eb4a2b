"""Calls that change something: each carries out one act, and the same call twice carries out one too."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.http import HttpResponse, JsonResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock
from portal.acts.act import Act
from portal.api.keys import Caller
from portal.api.models import Call
from portal.api.problems import Problem
from portal.jobs import periodic

M = TypeVar("M", bound=models.Model)
KEPT = timedelta(days=30)
"""How long a call is answered the same."""


def carry_out(
    act: Act[M],
    by: Caller,
    *,
    token: str,
    sent: bytes,
    answer: Callable[[M], Mapping[str, Any]],
    once: Callable[[], Mapping[str, Any]] = dict,
    rehearse: bool = False,
) -> HttpResponse:
    """Carry an act out and answer 201; a call with the same token and content is answered again.

    sent      what came with the token, the operation included
    once      what only the first answer says
    rehearse  do everything but keep it, and answer 200
    Raises Refused as the act does, and Problem for a token that came with something else before.
    """
    digest = salted_hmac("portal.api.call", sent, algorithm="sha256").hexdigest()
    if rehearse:
        with transaction.atomic():
            act.execute()
            transaction.set_rollback(True)
        return _said({"possible": True}, 200)
    if (before := _before(by, token)) is not None:
        return _again(before, digest)
    kept: list[Call] = []

    def keep(done: M) -> None:
        said = dict(answer(done))
        kept[:] = [
            Call.objects.create(key=by.key, token=token, digest=digest, status=201, answer=said)
        ]

    act.also = keep
    try:
        act.execute()
    except IntegrityError:  # the same call at the same moment was first, or something else is wrong
        before = _before(by, token)
        if before is None:
            raise
        return _again(before, digest)
    return _said({**kept[0].answer, **once()}, 201)


def _before(by: Caller, token: str) -> Call | None:
    return Call.objects.filter(key=by.key, token=token).first()


def _again(before: Call, digest: str) -> HttpResponse:
    if before.digest != digest:
        raise Problem(409, _("这个Idempotency-Key已用于另一次内容不同的调用，请换一个。"))
    response = _said(before.answer, before.status)
    response["Idempotent-Replayed"] = "true"
    return response


def _said(answer: Mapping[str, Any], status: int) -> HttpResponse:
    return JsonResponse(dict(answer), status=status, json_dumps_params={"ensure_ascii": False})


@periodic.every(24 * 3600, gettext_lazy("清理接口调用的旧答复"))
def forget() -> None:
    """Forget the answers to old calls: the records of the acts stay."""
    Call.objects.filter(at__lt=clock.now() - KEPT).delete()
