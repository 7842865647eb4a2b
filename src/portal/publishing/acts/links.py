"""Which document interprets, clarifies, amends or repeals which; and beginning one already linked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock
from portal.acts.act import Act, snapshot
from portal.publishing import face, policies
from portal.publishing.acts.drafting import StartDocument
from portal.publishing.models import Document, DocumentLink, Genre, LinkKind
from portal.publishing.queries import visible

GENRES = {LinkKind.INTERPRETS: Genre.INTERPRETATION, LinkKind.CLARIFIES: Genre.CLARIFICATION}
"""What a document has to be so that it can stand in such a link to another."""


class LinkAct(Act[Document]):
    """An act on the links of a document; the document is the source of the link."""

    policy = staticmethod(policies.may_link)

    def facts(self, of: Document) -> Mapping[str, Any]:
        """Keep the links as they are."""
        links = of.links.filter(ended_at=None).order_by("pk").values_list("kind", "target_id")
        return snapshot(of) | {"links": [f"{kind} {target}" for kind, target in links]}


@dataclass(kw_only=True)
class LinkDocuments(LinkAct):
    """Say how a document stands to another one."""

    name = "publishing.link"
    title = gettext_lazy("关联文件")

    other: Document | None = None
    kind: str = ""

    def lacking(self) -> str | None:
        """The other document is one the person can see, and the two are not linked so already."""
        source, other = self.target, self.other
        assert source is not None
        if other is None or self.kind not in LinkKind.values:
            return _("请选择文件和关系。")
        if other.pk == source.pk:
            return _("文件不能与自己关联。")
        if not other.is_public and not visible(self.by).filter(pk=other.pk).exists():
            return _("没有找到这份文件。")
        genre = GENRES.get(LinkKind(self.kind))
        if genre is not None and source.genre != genre:
            return _("只有“%(genre)s”类的文件才能这样关联。") % {"genre": genre.label}
        if source.links.filter(target=other, kind=self.kind, ended_at=None).exists():
            return _("这两份文件已经这样关联。")
        return None

    def do(self) -> Document:
        """Save the link; both public pages show it."""
        assert self.target is not None and self.other is not None
        _link(self.target, self.other, self.kind)
        return self.target


@dataclass(kw_only=True)
class EndLink(LinkAct):
    """End a link that was made wrongly or no longer holds."""

    name = "publishing.end_link"
    title = gettext_lazy("解除关联")

    link: int

    def lacking(self) -> str | None:
        """The link is there and has not ended."""
        return None if self._link() else _("这个关联已经解除。")

    def _link(self) -> DocumentLink | None:
        assert self.target is not None
        return self.target.links.filter(pk=self.link, ended_at=None).first()

    def do(self) -> Document:
        """Date the end."""
        link = self._link()
        assert link is not None and self.target is not None
        link.ended_at = clock.now()
        link.save(update_fields=["ended_at"])
        _changed(self.target, link.target)
        return self.target


@dataclass(kw_only=True)
class StartInterpretation(StartDocument):
    """Begin the interpretation of a policy, linked to it from the beginning."""

    name = "publishing.start_interpretation"
    title = gettext_lazy("起草解读")

    of: Document
    genre: str = Genre.INTERPRETATION

    def do(self) -> Document:
        """Save the draft and its link."""
        document = super().do()
        _link(document, self.of, LinkKind.INTERPRETS)
        return document


@dataclass(kw_only=True)
class StartClarification(StartDocument):
    """Begin a clarification of false or incomplete information that harms (art. 6).

    of      the published document that is misunderstood or was wrong, where it is one
    rumour  what is said and where, where it is not
    """

    name = "publishing.start_clarification"
    title = gettext_lazy("起草澄清")

    of: Document | None = None
    rumour: str = ""
    genre: str = Genre.CLARIFICATION

    def lacking(self) -> str | None:
        """A clarification says what it clarifies."""
        if self.of is None and not self.rumour.strip():
            return _("请写明要澄清的是什么信息、在哪里流传。")
        return super().lacking()

    def remark(self) -> str:
        """Keep what is said with the first event."""
        return self.rumour.strip()

    def do(self) -> Document:
        """Save the draft and its link."""
        document = super().do()
        if self.of is not None:
            _link(document, self.of, LinkKind.CLARIFIES)
        return document


def _link(source: Document, other: Document, kind: str) -> None:
    DocumentLink.objects.create(source=source, target=other, kind=kind)
    _changed(source, other)


def _changed(*documents: Document) -> None:
    for document in documents:
        if document.is_public:
            face.changed(document)
