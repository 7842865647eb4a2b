"""Files of documents: what is accepted, how they are named, kept and found again.

A file lies below MEDIA_ROOT under the digest of its content and is written before the database says
that it exists: a crash in between leaves a file that belongs to nothing, which `sweep` removes.
"""

import hashlib
import os
import re
import tempfile
import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from gongkai.errors import GongkaiError, MissingProgram, UnreadableInput
from gongkai.readers.document import Document as Read
from gongkai.readers.read import parse
from gongkai.readers.sniff import Format, sniff
from portal.acts import ready
from portal.acts.act import Refused
from portal.publishing.hidden.finding import Finding
from portal.publishing.hidden.strip import modern, personal_data, strip
from portal.publishing.models import Attachment, Document, DocumentVersion
from portal.ui.language import spoken

_WORD = frozenset((Format.DOC, Format.DOCX, Format.RTF))
_SHEET = frozenset((Format.XLS, Format.XLSX))
_PAGE = frozenset((Format.HTML, Format.MHT))
_PICTURE = frozenset((Format.IMAGE,))
ACCEPTED: dict[str, frozenset[Format]] = {
    ".docx": _WORD, ".doc": _WORD, ".wps": _WORD, ".rtf": _WORD,
    ".xlsx": _SHEET, ".xls": _SHEET, ".et": _SHEET,
    ".odt": frozenset((Format.ODT,)), ".ods": frozenset((Format.ODS,)),
    ".pdf": frozenset((Format.PDF,)), ".ofd": frozenset((Format.OFD,)),
    ".html": _PAGE, ".htm": _PAGE, ".mht": _PAGE,
    ".txt": frozenset((Format.TXT,)), ".csv": frozenset((Format.TXT,)),
    ".jpg": _PICTURE, ".jpeg": _PICTURE, ".png": _PICTURE,
}  # fmt: skip
"""What each ending may hold; programs often save one kind of Word file under another's ending."""

_SUFFIX = {
    Format.DOCX: ".docx",
    Format.XLSX: ".xlsx",
    Format.RTF: ".rtf",
    Format.DOC: ".doc",
    Format.XLS: ".xls",
}
_NEVER = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\"*:<>?|\\/]")
_LONGEST_NAME = 120
_FOLDER = "documents"
_STALE = 24 * 3600  # seconds after which a file that belongs to nothing is debris
_TEXTLESS = frozenset(
    (
        "readers.no_text_layer",
        "readers.only_outlines",
        "readers.text_without_meaning",
        "readers.ofd_no_text",
        "readers.ofd_only_outlines",
        "readers.ofd_without_meaning",
    )
)


@dataclass(frozen=True, slots=True)
class Received:
    """A file as it will be kept: cleaned, named, with what was found in it.

    document  what its text says, None for a scan or a picture
    """

    name: str
    data: bytes
    media_type: str
    findings: tuple[Finding, ...]
    document: Read | None = None

    @property
    def sha256(self) -> str:
        """The digest of what is kept."""
        return hashlib.sha256(self.data).hexdigest()


def receive(name: str, data: bytes) -> Received:
    """Return a file ready to be kept; raises Refused with one sentence for what is not accepted."""
    name = safe_name(name)
    refuse_size(len(data), name)
    if not data:
        raise Refused(_("“%(name)s”是空文件（0字节）。") % {"name": name})
    stem, suffix = _split(name)
    kind = sniff(data, name)
    if kind is Format.ENCRYPTED:
        raise Refused(_("“%(name)s”设有打开密码，请取消密码后再上传。") % {"name": name})
    allowed = ACCEPTED.get(suffix.lower())
    if allowed is None:
        raise Refused(
            _("不接受“%(name)s”这类文件。可以上传：%(kinds)s。") % {"name": name, "kinds": kinds()}
        )
    if kind not in allowed:
        raise Refused(
            _("“%(name)s”的内容与扩展名不符，请用原程序重新保存后再上传。") % {"name": name}
        )
    try:
        # The findings are kept with the file, for everybody who works on it.
        with translation.override(settings.LANGUAGE_CODE):
            data, kind, findings = modern(data, kind)
            document = _read(data, name, findings)
            stripped = strip(data, kind)
    except MissingProgram as error:
        raise Refused(error.sentence(spoken())) from error
    except GongkaiError as error:
        said = {"name": name, "why": error.sentence(spoken())}
        raise Refused(_("“%(name)s”打不开：%(why)s") % said) from error
    suffix = _SUFFIX.get(kind, suffix.lower())
    return Received(
        safe_name(stem + suffix),
        stripped.data,
        _media_type(kind, suffix),
        (*findings, *stripped.findings),
        document,
    )


def _read(data: bytes, name: str, findings: list[Finding]) -> Read | None:
    """Return what a file says, None where it shows pictures only; personal data in it is a finding."""
    try:
        document = parse(data, name=name, ocr=False)
    except UnreadableInput as error:
        if error.code not in _TEXTLESS:
            raise
        words = _(
            "文件是扫描件或图片，没有文字：不能识别标题、日期，也查不出里面的个人信息，请逐页核对。"
        )
        findings.append(Finding("no_text", words, open=True))
        return None
    findings += personal_data(document)
    return document


def limit() -> int:
    """Return the size of the largest file accepted, in bytes (PORTAL_MAX_UPLOAD; 50 MB by default)."""
    return int(getattr(settings, "PORTAL_MAX_UPLOAD", 50 << 20))


def refuse_size(size: int, name: str) -> None:
    """Raise Refused for a file that is too large."""
    if size > limit():
        said = {"name": name, "size": -(-size // (1 << 20)), "limit": limit() >> 20}
        raise Refused(
            _("“%(name)s”有%(size)dMB，超过%(limit)dMB的上限。请压缩其中的图片，或拆成几个文件。")
            % said
        )


def kinds() -> str:
    """Return what is accepted, for a sentence."""
    return _(
        "Word（.docx、.doc）、WPS（.wps、.et）、Excel（.xlsx、.xls）、PDF、OFD、"
        "ODF（.odt、.ods）、网页（.html、.mht）、.rtf、.txt、.csv、图片（.jpg、.png）"
    )


def safe_name(name: str) -> str:
    """Return a file name without paths, control and direction signs, and of bounded length."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    name = " ".join(_NEVER.sub("", name).split()).strip(". ")
    stem, suffix = _split(name)
    if len(suffix) > 8:
        stem, suffix = name, ""
    return (stem[: _LONGEST_NAME - len(suffix)].rstrip(". ") or _("未命名")) + suffix


def _split(name: str) -> tuple[str, str]:
    """Return a name and its ending, the dot with the ending; "" where there is none."""
    stem, dot, suffix = name.rpartition(".")
    return (stem, dot + suffix) if stem else (name, "")


def _media_type(kind: Format, suffix: str) -> str:
    if kind is Format.IMAGE:
        return "image/png" if suffix.lower() == ".png" else "image/jpeg"
    if kind in _PAGE:
        return "application/octet-stream"  # never opened by a browser under our address
    return "text/csv" if suffix.lower() == ".csv" else kind.media_type


# --- Keeping --------------------------------------------------------------------------------------


def keep(data: bytes) -> str:
    """Write a file so that it survives a crash, and return its path below MEDIA_ROOT."""
    digest = hashlib.sha256(data).hexdigest()
    path = f"{_FOLDER}/{digest[:2]}/{digest[2:4]}/{digest}"
    target = Path(settings.MEDIA_ROOT) / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and target.stat().st_size == len(data):
        os.utime(target)  # young again: `sweep` leaves it alone
        return path
    write(target, data)
    return path


def write(target: Path, data: bytes) -> None:
    """Write a file whole or not at all, so that it survives a crash; its folder must exist."""
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def sweep(*, older_than: float = _STALE) -> int:
    """Remove files that belong to no document and were written a day ago; return how many."""
    root = Path(settings.MEDIA_ROOT) / _FOLDER
    before = time.time() - older_than
    old = [p for p in root.glob("??/??/*") if p.is_file() and p.stat().st_mtime < before]
    count = 0
    for start in range(0, len(old), 500):
        some = old[start : start + 500]
        known = set(
            Attachment.objects.filter(sha256__in=[p.name for p in some]).values_list(
                "sha256", flat=True
            )
        )
        for path in some:
            if path.name not in known:
                path.unlink(missing_ok=True)
                count += 1
    return count


def location(attachment: Attachment) -> Path:
    """Return where a file lies."""
    return Path(settings.MEDIA_ROOT) / attachment.path


# --- Finding --------------------------------------------------------------------------------------


def of_version(version: DocumentVersion | None) -> list[Attachment]:
    """Return the files of one version of a document, in the order they were added."""
    if version is None:
        return []
    return ready.objects(
        "files",
        lambda: Attachment.objects.filter(
            Q(to_serial=None) | Q(to_serial__gt=ready.number("serial")),
            document=ready.number("document"),
            from_serial__lte=ready.number("serial"),
        ).order_by("pk"),
        {"document": version.document_id, "serial": version.serial},
    )


def public_file(pk: int) -> Attachment | None:
    """Return a file of the version of a document that the public sees, None for any other."""
    return (
        Attachment.objects.filter(
            Q(to_serial=None) | Q(to_serial__gt=F("document__shown__serial")),
            pk=pk,
            document__is_public=True,
            from_serial__lte=F("document__shown__serial"),
        )
        .select_related("document")
        .first()
    )


def unjustified(document: Document) -> list[Attachment]:
    """Return the working version's files in which personal data still stands and nobody said why."""
    kept = set(document.personal_data.filter(kind=IN_A_FILE).values_list("key", flat=True))
    return [
        one
        for one in of_version(document.working)
        if one.sha256 not in kept
        and any(finding["open"] and finding["code"] == "personal_data" for finding in one.findings)
    ]


IN_A_FILE = "file"
"""The kind of a decision on a whole file; its key is the file's digest."""


def open_findings(document: Document) -> list[str]:
    """Return what was found in the files of the working version and could not be taken out."""
    return [
        _("%(name)s：%(words)s") % {"name": one.name, "words": finding["words"]}
        for one in of_version(document.working)
        for finding in one.findings
        if finding["open"]
    ]
