"""The receipt as PDF, set by Typst from data: nothing typed is ever read as markup."""

import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.writers.faces import faces_for

if TYPE_CHECKING:
    import typst

TEMPLATE = Path(__file__).parent / "receipt.typ"


def write(said: Mapping[str, Any]) -> bytes:
    """Return one A4 page; `said` holds title, rows, heads, dates, track, code, contact, qr, note."""
    fonts = os.environ.get("GONGKAI_FONTS")
    words = json.dumps({k: v for k, v in said.items() if k != "qr"}, ensure_ascii=False)
    faces = faces_for(words + "〓", Path(fonts) if fonts else None)
    data = json.loads(faces.printable(words))
    data |= {"qr": said["qr"], "faces": {role: list(names) for role, names in faces.roles.items()}}
    pdf = _compiler(faces.fonts).compile(
        input=TEMPLATE,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _compiler(fonts: "typst.Fonts") -> "typst.Compiler":
    import typst

    return typst.Compiler(font_paths=fonts, ignore_system_fonts=True, root=str(TEMPLATE.parent))
