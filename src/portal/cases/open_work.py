"""Requests that are open in a post: what whoever takes it over finds."""

from collections.abc import Iterator

from django.urls import reverse

from portal.acts.act import subject_of
from portal.cases.acts import handover
from portal.cases.lifecycle import Stage
from portal.cases.models import Case
from portal.organs import open_work
from portal.organs.models import Post, Role


def of_post(post: Post) -> Iterator[open_work.Work]:
    """Yield the open requests of the post's organ that wait for somebody in its role.

    A handler has his own and those of nobody; the head has all; a step of review has what waits for it.
    """
    found = Case.objects.filter(organ=post.organ_id, ended_on=None).order_by("due_on", "pk")
    if post.role == Role.HANDLER:
        found = found.filter(handler_id=post.user_id) | found.filter(handler_id=None)
    for case in found:
        in_review = case.stage == Stage.REVIEW
        step = case.steps[case.step] if in_review else ""
        if post.role in (Role.HANDLER, Role.HEAD) or (in_review and step == post.role):
            yield open_work.Work(
                subject_of(case), case.number, reverse("case", args=[case.pk]), case.in_words
            )


open_work.add_source(of_post)
open_work.add_taker(handover.of_post)
