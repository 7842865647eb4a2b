"""The archive of the example: every report of a folder, put in through the act an office uses."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gongkai.characters import simplified
from gongkai.readers.read import read
from portal.acts import clock
from portal.acts.act import Refused
from portal.acts.actor import SYSTEM
from portal.annual.acts import ArchiveReport
from portal.annual.queries import current
from portal.demo.world import World, at
from portal.organs.acts.lifecycle import EstablishOrgan
from portal.organs.models import Kind, Level, Organ

_KNOWN = re.compile(r"report\.[a-z]+$")
_LEVELS = (
    (r"(乡|镇|街道)(人民政府|办事处)?$", Level.TOWNSHIP),
    (r"(局|委|办|厅|院|中心)(员会|公室)?$", Level.COUNTY),
    (r"(县|区|旗)(人民政府)?$", Level.COUNTY),
    (r"市(人民政府)?$", Level.CITY),
    (r"(省|自治区)(人民政府)?$", Level.PROVINCE),
)


@dataclass(frozen=True, slots=True)
class Taken:
    """One file: the report it became, or why it became none; or the archive has that year already."""

    path: Path
    organ: str = ""
    year: int | None = None
    refused: str = ""
    known: bool = False


def files(folder: Path) -> list[Path]:
    """Return the reports of a folder: ``*/report.*`` where it is arranged so, else every file."""
    arranged = sorted(path for path in folder.glob("*/*") if _KNOWN.search(path.name))
    return arranged or sorted(path for path in folder.iterdir() if path.is_file())


def archive(world: World, folder: Path) -> Iterator[Taken]:
    """Put every report of a folder into the archive; each file is named, taken or refused."""
    for path in files(folder):
        yield _take(world, path)


def _take(world: World, path: Path) -> Taken:
    data = path.read_bytes()
    if current().filter(sha256=hashlib.sha256(data).hexdigest()).exists():
        return Taken(path, known=True)
    result = read(data, name=path.name, ocr=False)
    report = result.report
    authority = simplified(report.authority).strip() if report else ""
    year = report.year if report else None
    try:
        if not authority or year is None:
            why = result.error.sentence("zh") if result.error else "文件里没有写明机关或年度。"
            return Taken(path, refused=why)
        organ = _organ(authority)
        if current().filter(organ=organ, year=year).exists():
            return Taken(path, known=True)
        day = min(date(year + 1, 1, 20), world.today)
        with clock.as_of(at(day, 10)):
            ArchiveReport(
                by=SYSTEM,
                organ=organ,
                data=data,
                file_name=path.name,
                published_on=report.published_on if report else None,
            ).execute()
    except Refused as refusal:
        return Taken(path, authority, year, refusal.sentence)
    return Taken(path, authority, year)


def _organ(name: str) -> Organ:
    """Return the organ of a name; one that is not here yet is set up."""
    found = Organ.objects.filter(name=name).first()
    if found is None:
        level = next((level for form, level in _LEVELS if re.search(form, name)), Level.COUNTY)
        kind = Kind.GOVERNMENT if name.endswith("人民政府") else Kind.DEPARTMENT
        number = Organ.objects.count() + 1
        fields = {"name": name, "short_name": name[:40], "level": level, "kind": kind, "order": 900}
        found = EstablishOrgan(by=SYSTEM, code=f"organ-{number}", fields=fields).execute()
    return found
