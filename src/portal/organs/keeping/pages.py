"""The desk's pages of kept entries: whose are read, of which year, which acts are offered, each act's page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.acts import clock
from portal.acts.act import Act, Refused
from portal.acts.actor import Actor
from portal.acts.pages import about
from portal.organs.keeping import queries
from portal.organs.keeping.acts import Making, SayingNone
from portal.organs.keeping.forms import ActForm, NoneForm
from portal.organs.keeping.policies import may_keep_for
from portal.organs.models import Organ
from portal.ui.pages import act_page

FIRST = 2019
"""The first year that has a form."""


@dataclass(frozen=True, slots=True)
class Offered:
    """An act on an entry: its part of the address, its form, what it does, what is said afterwards."""

    slug: str
    act: type[Act[Any]]
    form: type[ActForm]
    effect: str | Promise
    done: str | Promise

    @property
    def title(self) -> str | Promise:
        """The words on the button (a template would call the class itself)."""
        return self.act.title


def actor(request: HttpRequest) -> Actor:
    """Return who acts."""
    found: Actor = request.standing.actor  # type: ignore[attr-defined]
    return found


def words_asked(request: HttpRequest) -> str:
    """Return what was typed to be found; no database keeps a NUL."""
    return request.GET.get("q", "").replace("\x00", "").strip()[:100]


def organ_read(request: HttpRequest) -> Organ:
    """Return the organ whose entries are read: ``?organ=CODE`` below one's supervision, or one's own."""
    code = request.GET.get("organ", "")
    if code:
        return get_object_or_404(queries.organs(actor(request)), code=code)
    own: Organ | None = request.standing.organ  # type: ignore[attr-defined]
    if own is None or not queries.organs(actor(request)).filter(pk=own.pk).exists():
        raise PermissionDenied
    return own


def own_organ(request: HttpRequest, why_not: Any) -> Organ:
    """Return the organ acted for; raises PermissionDenied with the sentence of a policy."""
    organ: Organ | None = request.standing.organ  # type: ignore[attr-defined]
    if organ is None:
        raise PermissionDenied
    sentence = why_not(actor(request), organ)
    if sentence:
        raise PermissionDenied(sentence)
    return organ


def offers(request: HttpRequest, target: Any, offered: Sequence[Offered]) -> dict[str, Any]:
    """Return what can be done with an entry now, and what cannot, with the reason."""
    asked = [(o, o.act(by=actor(request), target=target).refusal()) for o in offered]
    return {
        "offers": [o for o, refusal in asked if refusal is None],
        "refused": [(o, r) for o, r in asked if r is not None and r.status != 403],
    }


def entry_page(
    request: HttpRequest, template: str, one: Any, offered: Sequence[Offered], **more: Any
) -> HttpResponse:
    """Show one entry, what it corrects and what corrects it, and what can be done with it."""
    after = type(one)._default_manager.filter(corrects=one).first()
    context = {"entry": one, "corrected_by": after, **more, **offers(request, one, offered)}
    return render(request, template, context)


def carry(
    request: HttpRequest,
    target: Any,
    slug: str,
    offered: Sequence[Offered],
    page: str,
    **initial: Any,
) -> HttpResponse:
    """Show the page of one act on an entry, and carry it out."""
    one = next((o for o in offered if o.slug == slug), None)
    if one is None:
        raise Http404
    refusal = one.act(by=actor(request), target=target).refusal()
    if refusal is not None and request.method != "POST":
        raise PermissionDenied(refusal.sentence)
    form = one.form(
        request.POST if request.method == "POST" else None,
        organ=target.organ,
        target=target,
        initial=initial,
    )
    return act_page(
        request,
        form,
        lambda form: one.act(by=actor(request), target=target, **form.facts()).execute(),
        **about(one.act, str(target), page),
        effect=one.effect,
        done=one.done,
    )


def make(
    request: HttpRequest,
    form: ActForm,
    act: type[Making[Any]],
    *,
    back: str,
    done: str,
    **kwargs: Any,
) -> HttpResponse:
    """Show the page of an act that makes an entry, and carry it out."""
    given = kwargs.pop("given", {})
    return act_page(
        request,
        form,
        lambda form: act(by=actor(request), organ=form.organ, **(given | form.facts())).execute(),
        **({"title": act.title, "button": act.title, "back": back, "then": back} | kwargs),
        done=done,
        refused=Refused,
    )


def say_none(
    request: HttpRequest,
    act: type[SayingNone[Any]],
    unsaid: Mapping[str, str],
    *,
    title: str,
    back: str,
) -> HttpResponse:
    """Show the page on which a year is said to have had none of some things, and carry it out.

    unsaid  what nobody has spoken of, by code, with titles
    """
    organ, year = own_organ(request, may_keep_for), year_asked(request)
    if not unsaid:
        raise PermissionDenied(_("%(year)s年的各项都已登记或者确认过。") % {"year": year})
    return make(
        request,
        NoneForm(request.POST or None, organ=organ, unsaid=unsaid),
        act,
        given={"year": year},
        title=title,
        button=_("确认这些本年没有"),
        effect=_(
            "确认到今天为止没有。以后如有发生，照常登记，这次确认自动不再算数；"
            "年度结束前确认的，到下年1月再确认一次。"
        ),
        back=back,
        then=back,
        done=_("已确认。"),
        template="organs/keeping/none.html",
    )


def years() -> range:
    """Return the years that have a form, newest first."""
    return range(clock.today().year, FIRST - 1, -1)


def year_asked(request: HttpRequest) -> int:
    """Return the year of ``?year=``, or this one; raises Http404 for a year without a form."""
    this = clock.today().year
    text = request.GET.get("year", str(this))
    if not (text.isascii() and text.isdigit() and FIRST <= int(text[:5]) <= this):
        raise Http404
    return int(text)
