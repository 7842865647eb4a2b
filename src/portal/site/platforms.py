"""An organ's platform (国办公开办函〔2019〕61号), the tree of organs, and how to ask, find and correct."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from gongkai.law.limits import limits
from portal.acts import clock, ready
from portal.acts.public_version import while_unchanged
from portal.duties.queries import empty_columns
from portal.organs.models import Organ
from portal.organs.queries import root, successors
from portal.publishing.models import Column, Part
from portal.publishing.queries import columns_for
from portal.site import counts, entries, meta, quick

NEWEST = 8
BRANCHES = 12  # of the right side, in the order of the left
IN_BRANCH = 5
_KEPT = "_columns"


@dataclass(frozen=True, slots=True)
class Branch:
    """A column on the platform with how many documents it and those below it hold."""

    column: Column
    count: int
    children: tuple["Branch", ...] = ()


@while_unchanged
def standing_organ(code: str) -> Organ:
    """Return the organ of an address; Http404 where there is none."""
    found: list[Organ] = ready.objects(
        "code", lambda: Organ.objects.filter(code=ready.word("code")).order_by(), {"code": code}
    )
    if not found:
        raise Http404
    return found[0]


@while_unchanged
def organ_numbered(pk: int) -> Organ | None:
    """Return an organ by its number."""
    found: list[Organ] = ready.objects(
        "organ", lambda: Organ.objects.filter(pk=ready.number("pk")).order_by(), {"pk": pk}
    )
    return found[0] if found else None


@while_unchanged
def has_below(organ: Organ) -> bool:
    """Whether an organ has others below it."""
    below = ready.tuples(
        "below",
        lambda: Organ.objects.filter(parent=ready.number("pk")).order_by().values_list("pk"),
        {"pk": organ.pk},
        1,
    )
    return bool(below)


def written_down(on: date) -> list[Organ]:
    """Return the organs of a day as a tree written down: each after the one it stands below."""
    found = list(Organ.objects.existing(on).order_by("order", "code"))
    below: dict[int | None, list[Organ]] = {}
    known = {one.pk for one in found}
    for one in found:
        below.setdefault(one.parent_id if one.parent_id in known else None, []).append(one)
    tree: list[Organ] = []
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        one = waiting.pop()
        tree.append(one)
        waiting += reversed(below.get(one.pk, []))
    return tree


def columns_of(organ: Organ) -> list[Column]:
    """Return the columns of an organ's platform; asked once a page."""
    kept: list[Column] | None = getattr(organ, _KEPT, None)
    if kept is None:
        kept = columns_for(organ)
        setattr(organ, _KEPT, kept)
    return kept


def column_of(organ: Organ, code: str) -> Column:
    """Return a column of an organ's platform; Http404 where it has none of that name."""
    found = next((c for c in columns_of(organ) if c.code == code), None)
    if found is None:
        raise Http404
    return found


@while_unchanged
def _excused(organ: Organ) -> set[int]:
    return empty_columns(organ)


def branches(organ: Organ, *, within: bool = False) -> dict[str, list[Branch]]:
    """Return the columns of an organ's platform by part, children below their parents.

    A column that holds nothing because its duties do not apply to the organ is left out.

    within  the counts include the organs below
    """
    held = counts.column_counts(organ, within)
    columns = columns_of(organ)
    if any(column.pk not in held for column in columns):
        excused = _excused(organ)
        columns = [c for c in columns if c.pk in held or c.pk not in excused]
    shown = {column.pk for column in columns}

    below: dict[int | None, list[Column]] = {}
    for one in columns:
        below.setdefault(one.parent_id, []).append(one)

    def branch(column: Column) -> Branch:
        children = tuple(branch(c) for c in below.get(column.pk, ()))
        return Branch(column, held.get(column.pk, 0) + sum(c.count for c in children), children)

    found: dict[str, list[Branch]] = {str(part): [] for part in Part}
    for column in columns:
        if column.parent_id not in shown:
            found[column.part].append(branch(column))
    return found


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the root organ's platform; before an organ is set up, say how."""
    organ = root()
    if organ is None:
        return render(request, "site/empty.html")
    return _platform(request, organ)


@require_safe
def platform(request: HttpRequest, code: str) -> HttpResponse:
    """Show an organ's platform; an abolished organ's leads to who took over its duties."""
    organ = standing_organ(code)
    today = clock.today()
    if organ.abolished_on and organ.abolished_on <= today:
        after = [s.after for s in successors(organ)]
        if len(after) == 1:
            return redirect("site_platform", code=after[0].code, permanent=True)
        return render(request, "site/abolished.html", {"organ": organ, "after": after})
    return _platform(request, organ)


def _platform(request: HttpRequest, organ: Organ) -> HttpResponse:
    parts = branches(organ)
    flat = _flat([*parts[Part.CONTENT], *parts[Part.SYSTEMS]])
    ends = [b.column for b in flat if b.count and not b.children][:BRANCHES]
    found = entries.newest(organ, {None: NEWEST, **dict.fromkeys(ends, IN_BRANCH)})
    newest = found.pop(None)
    shown = [(column, rows) for column, rows in found.items() if column and rows]
    return quick.render(
        request,
        "platform.html",
        {
            "organ": organ,
            "branches": parts,
            "newest": newest,
            "by_branch": shown,
            "data": meta.of_platform(request, organ),
        },
    )


def _flat(found: list[Branch]) -> list[Branch]:
    return [one for branch in found for one in (branch, *_flat(list(branch.children)))]


@require_safe
def apply(request: HttpRequest, code: str) -> HttpResponse:
    """Say how to apply for information in writing, what to write and how long it takes (arts. 27-33)."""
    known = limits()
    return render(
        request,
        "site/apply.html",
        {
            "organ": standing_organ(code),
            "reply": known["reply"],
            "extension": known["extension"],
            "correction": known["correction_notice"],
        },
    )


@require_safe
def errors(request: HttpRequest, code: str) -> HttpResponse:
    """Say how to report an error on the site, and how to have one's own record corrected (arts. 9, 41, 47)."""
    return render(request, "site/errors.html", {"organ": standing_organ(code)})


@require_safe
def organs(request: HttpRequest) -> HttpResponse:
    """List every organ of this installation as a tree."""
    top = root()
    if top is None:
        return render(request, "site/empty.html")
    return render(
        request, "site/organs.html", {"organ": top, "organs": written_down(clock.today())}
    )


@require_safe
def site_map(request: HttpRequest, code: str) -> HttpResponse:
    """Show everything an organ's site has, on one page."""
    organ = standing_organ(code)
    below = Organ.objects.existing(clock.today()).filter(parent=organ).order_by("order", "code")
    return quick.render(
        request, "map.html", {"organ": organ, "branches": branches(organ), "below": below}
    )


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Say how to find something here."""
    organ = root()
    if organ is None:
        return render(request, "site/empty.html")
    return render(request, "site/help.html", {"organ": organ})
