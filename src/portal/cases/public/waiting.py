"""Files that wait between the form and its sending: sealed, found by the form's token, for three hours."""

import json
import re
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from portal.acts.act import Refused
from portal.cases import sealing
from portal.cases.papers import MOST, Paper
from portal.publishing.files import limit

HOURS = 3
OF_ONE = 4  # times the largest file: what one form may hold
OF_ALL = 2 << 30
_TOKEN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Held:
    """A file that waits."""

    index: int
    name: str
    size: int


def is_token(token: str) -> bool:
    """Whether a text is the token of a form."""
    return _TOKEN.fullmatch(token) is not None


def listed(token: str) -> list[Held]:
    """Return the files that wait for a form to be sent."""
    found = []
    for meta in sorted(_folder(token).glob("*.meta")):
        index = int(meta.stem)
        told = json.loads(sealing.open_bytes(meta.read_bytes(), of=_of(token, index)))
        found.append(Held(index, told["name"], told["size"]))
    return found


def keep(token: str, papers: Sequence[Paper]) -> None:
    """Let more files wait; raises Refused with one sentence where they are too many or too large."""
    if not papers:
        return
    sweep()
    held = listed(token)
    if len(held) + len(papers) > MOST:
        raise Refused(_("一份申请最多附%(most)d个文件。") % {"most": MOST})
    total = sum(one.size for one in held) + sum(len(one.data) for one in papers)
    if total > OF_ONE * limit():
        said = _("附件合计不能超过%(limit)dMB。更多的材料请邮寄或者当面提交。")
        raise Refused(said % {"limit": OF_ONE * limit() >> 20})
    if total + _waiting() > OF_ALL:
        raise Refused(_("现在提交附件的人很多。请稍后再试，或者先提交申请，材料另行邮寄。"))
    folder = _folder(token)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    first = max((one.index for one in held), default=0) + 1
    for index, paper in enumerate(papers, first):
        told = {"name": paper.name, "size": len(paper.data), "type": paper.media_type}
        (folder / f"{index}.data").write_bytes(
            sealing.seal_bytes(paper.data, of=_of(token, index, "data"))
        )
        meta = sealing.seal_bytes(json.dumps(told).encode(), of=_of(token, index))
        (folder / f"{index}.meta").write_bytes(meta)


def taken(token: str) -> list[Paper]:
    """Return what waits, to be sent."""
    folder, papers = _folder(token), []
    for meta in sorted(folder.glob("*.meta"), key=lambda path: int(path.stem)):
        index = int(meta.stem)
        told = json.loads(sealing.open_bytes(meta.read_bytes(), of=_of(token, index)))
        sealed = (folder / f"{index}.data").read_bytes()
        data = sealing.open_bytes(sealed, of=_of(token, index, "data"))
        papers.append(Paper(told["name"], data, told["type"]))
    return papers


def drop(token: str, index: int) -> None:
    """Take a file out."""
    for ending in ("meta", "data"):
        (_folder(token) / f"{index}.{ending}").unlink(missing_ok=True)


def clear(token: str) -> None:
    """Forget everything that waited: it was sent, or is not needed."""
    shutil.rmtree(_folder(token), ignore_errors=True)


def sweep() -> None:
    """Remove what nobody sent within the hours."""
    over = time.time() - HOURS * 3600
    for folder in _root().glob("*"):
        if folder.stat().st_mtime < over:
            shutil.rmtree(folder, ignore_errors=True)


def _root() -> Path:
    return Path(settings.MEDIA_ROOT) / "waiting"


def _folder(token: str) -> Path:
    return _root() / sealing.mark(token, purpose="waiting")


def _waiting() -> int:
    return sum(path.stat().st_size for path in _root().glob("*/*.data"))


def _of(token: str, index: int, what: str = "meta") -> str:
    return f"waiting:{token}:{index}:{what}"
