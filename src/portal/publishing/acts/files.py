"""Files of documents: a document that begins with its file, a file more, a file less."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts.act import Act, Refused, snapshot
from portal.publishing import files, policies
from portal.publishing.acts.base import DocumentAct, new_version
from portal.publishing.acts.drafting import StartDocument
from portal.publishing.files import Received
from portal.publishing.lifecycle import Event, State
from portal.publishing.models import Attachment, Document, FileKind, PersonalDataDecision
from portal.publishing.queries import standing

MOST_FILES = 50
"""As many files as one document has."""


def attach(
    document: Document, file: Received, kind: str, by: int | None, **further: Any
) -> Attachment:
    """Keep a file as one of the working version's; it is on the disk before the database says so."""
    assert document.working is not None
    return Attachment.objects.create(
        document=document,
        kind=kind,
        name=file.name,
        media_type=file.media_type,
        size=len(file.data),
        sha256=file.sha256,
        path=files.keep(file.data),
        findings=[finding.kept() for finding in file.findings],
        from_serial=document.working.serial,
        added_by=by,
        **further,
    )


class UploadedBefore(Refused):
    """The same form was sent twice; `document` is what the first made of it."""

    def __init__(self, document: Document) -> None:
        super().__init__(_("这次上传已经收到，没有重复建立。"))
        self.document = document


def uploaded(token: str) -> Document | None:
    """Return the document that an upload form made, None before it did."""
    if not token or "\0" in token:  # a form of ours never sends one
        return None
    first = Attachment.objects.filter(upload=token).select_related("document").first()
    return first.document if first else None


@dataclass(kw_only=True)
class UploadDocument(StartDocument):
    """Begin a document with its file: what was recognised is its first version, the file its original.

    token  names the form, so that sending it twice makes one document
    told   by field, from which words it was recognised
    """

    name = "publishing.upload"
    title = gettext_lazy("上传文件")

    original: Received
    attachments: tuple[Received, ...] = ()
    told: Mapping[str, Any] = field(default_factory=dict)
    token: str = ""

    def lacking(self) -> str | None:
        """A form counts once."""
        if self.token and (before := uploaded(self.token)) is not None:
            raise UploadedBefore(before)
        return super().lacking()

    def do(self) -> Document:
        """Save the document with its first version, its first event and its files."""
        document = super().do()
        told = {"upload": self.token, "recognised": dict(self.told)}
        attach(document, self.original, FileKind.ORIGINAL, self.by.user_id, **told)
        for one in self.attachments:
            attach(document, one, FileKind.ATTACHMENT, self.by.user_id)
        return document

    def facts(self, of: Document) -> Mapping[str, Any]:
        """Keep the files' names and digests with the document."""
        kept = [f"{one.name} {one.sha256}" for one in (self.original, *self.attachments)]
        return snapshot(of) | {"files": kept}


@dataclass(kw_only=True)
class AddFile(DocumentAct):
    """Add a file to a draft, from its next version on."""

    name = "publishing.add_file"
    title = gettext_lazy("添加附件")
    policy = staticmethod(policies.may_edit)
    event = Event.EDITED

    file: Received | None = None

    def lacking(self) -> str | None:
        """A file comes once, and a document has not more than can be looked through."""
        if self.file is None:
            return _("请选择文件。")
        present = files.of_version(self.document.working)
        if any(one.sha256 == self.file.sha256 for one in present):
            return _("这个文件已经在附件里。")
        if len(present) >= MOST_FILES:
            return _("一份文件最多%(most)d个附件。") % {"most": MOST_FILES}
        return None

    def do(self) -> Document:
        """Save a further version that has the file."""
        assert self.file is not None
        note = _("添加附件：%(name)s") % {"name": self.file.name}
        new_version(self.document, {}, self.by, note)
        attach(self.document, self.file, FileKind.ATTACHMENT, self.by.user_id)
        return self.append(added=self.file.name)

    def facts(self, of: Document) -> Mapping[str, Any]:
        """Keep the names and digests of the working version's files."""
        return snapshot(of) | {"files": _named(of)}


@dataclass(kw_only=True)
class EndFile(DocumentAct):
    """Take a file from a draft, from its next version on; earlier versions keep it."""

    name = "publishing.end_file"
    title = gettext_lazy("移除附件")
    policy = staticmethod(policies.may_edit)
    event = Event.EDITED

    file: Attachment

    def lacking(self) -> str | None:
        """The file is one of the working version's."""
        if self.file.pk not in {one.pk for one in files.of_version(self.document.working)}:
            return _("这个附件已经移除。")
        return None

    def do(self) -> Document:
        """Save a further version without the file."""
        new_version(self.document, {}, self.by, _("移除附件：%(name)s") % {"name": self.file.name})
        assert self.document.working is not None
        self.file.to_serial = self.document.working.serial
        self.file.save(update_fields=["to_serial"])
        return self.append(ended=self.file.name)

    def facts(self, of: Document) -> Mapping[str, Any]:
        """Keep the names and digests of the working version's files."""
        return snapshot(of) | {"files": _named(of)}


@dataclass(kw_only=True)
class KeepFile(Act[Document]):
    """Say why a file is published though personal data stands in it (arts. 15, 32)."""

    name = "publishing.keep_file"
    title = gettext_lazy("保留文件里的个人信息")
    policy = staticmethod(policies.may_decide_on_personal_data)

    file: Attachment

    def possible(self) -> str | None:
        """Nothing is decided any more once the document is signed, nor twice."""
        assert self.target is not None
        if standing(self.target).state not in (State.DRAFT, State.REVIEW):
            return _("文件已经签发。")
        if self.file.pk not in {one.pk for one in files.unjustified(self.target)}:
            return _("这个文件里没有待处理的个人信息。")
        return None

    def lacking(self) -> str | None:
        """It says why."""
        return None if self.reason.strip() else _("请写明保留的理由。")

    def do(self) -> Document:
        """Keep the decision on this very file; another one in its place is decided on anew."""
        assert self.target is not None
        PersonalDataDecision.objects.update_or_create(
            document=self.target,
            key=self.file.sha256,
            defaults={
                "kind": files.IN_A_FILE,
                "reason": self.reason.strip()[:300],
                "user_id": self.by.user_id,
            },
        )
        return self.target

    def facts(self, of: Document) -> Mapping[str, Any]:
        """Keep which file it was."""
        return snapshot(of) | {"kept": f"{self.file.name} {self.file.sha256}"}


def _named(document: Document) -> list[str]:
    return [f"{one.name} {one.sha256}" for one in files.of_version(document.working)]
