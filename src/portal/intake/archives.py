"""What lies in a ZIP: every file with a name people can read, without trusting the ZIP."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.errors import UnreadableInput
from gongkai.readers.zipfiles import open_archive
from portal.publishing.files import limit

MOST = 2000
"""So many files one ZIP may bring."""
_LONGEST = 300
_DEBRIS = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a ZIP; `data` is None where it was not taken, `why` says why."""

    name: str
    data: bytes | None
    why: str = ""


def members(data: bytes) -> list[Member]:
    """Return the files of a ZIP, what systems leave in it aside.

    Raises UnreadableInput where it is damaged, encrypted, has too many files or unpacks to too much.
    """
    archive = open_archive(data)
    names = [name for name in archive.names if not _is_debris(name)]
    if len(names) > MOST:
        raise UnreadableInput("readers.zip_bomb")
    found: list[Member] = []
    seen: set[str] = set()
    for name in names:
        shown = _readable(name)
        key = name.replace("\\", "/").lstrip("/").casefold()
        if key in seen:
            found.append(Member(shown, None, _("压缩包里有两个文件同名，只读了一个。")))
            continue
        seen.add(key)
        try:
            content = archive.read(name)
        except UnreadableInput as error:
            if error.code == "readers.zip_bomb":
                raise
            found.append(Member(shown, None, error.sentence("zh")))
            continue
        if len(content) > limit():
            found.append(Member(shown, None, _("文件太大，没有读取。")))
        else:
            found.append(Member(shown, content))
    return found


def _is_debris(name: str) -> bool:
    lower = name.replace("\\", "/").lower()
    return lower.startswith(_DEBRIS[0]) or lower.rsplit("/", 1)[-1] in _DEBRIS[1:]


def _readable(name: str) -> str:
    """Return a name as it was meant: Chinese programs write GBK where the ZIP says nothing."""
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return plain(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return plain(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return plain(name)


def plain(name: str) -> str:
    """Return a path without control signs, as words: it is never used to open anything."""
    parts = [p for p in name.replace("\\", "/").split("/") if p not in ("", ".", "..")]
    text = "/".join("".join(c for c in part if c.isprintable()) for part in parts)
    return text[-_LONGEST:] or _("未命名")
