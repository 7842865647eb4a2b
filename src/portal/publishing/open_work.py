"""Documents that are open in a post: its drafts, what waits for its step, what is to be published."""

from collections.abc import Iterator

from django.urls import reverse

from portal.acts.act import subject_of
from portal.organs import open_work
from portal.organs.models import Post, Role
from portal.publishing.desk import STATES
from portal.publishing.lifecycle import State
from portal.publishing.models import Document

_WORDS = dict(STATES)
_HANDLED = (State.DRAFT, State.SIGNED, State.SCHEDULED)


def of_post(post: Post) -> Iterator[open_work.Work]:
    """Yield the documents of the post's organ that wait for somebody in its role."""
    found = Document.objects.filter(organ=post.organ_id).select_related("working").order_by("pk")
    for document in found.filter(state__in=[*_HANDLED, State.REVIEW]):
        if document.state == State.REVIEW:
            mine = document.steps[document.step] == post.role
        else:
            mine = post.role in (Role.HANDLER, Role.HEAD)
        if mine:
            yield open_work.Work(
                subject_of(document),
                str(document),
                reverse("document", args=[document.pk]),
                _WORDS[document.state],
            )


open_work.add_source(of_post)
