"""Every sentence a person reads stands in a wording file, in both languages, and is really said."""

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "gongkai"
FILES = sorted(SOURCE.rglob("wording.toml"))
CODE = re.compile(r"^[a-z]+\.[A-Za-z0-9_]+$")
# Facts that are words themselves: each language puts them its own way (who: 第三方, limit: third_party).
WORDS = frozenset({"name", "who", "limit", "channel", "day", "weekday"})


def package_of(path: Path) -> str:
    """Return the package a wording file speaks for; the top level is ``core``."""
    return "core" if path.parent == SOURCE else path.parent.name


@cache
def sentences() -> dict[str, dict[str, str]]:
    """Return every sentence by its code."""
    return {
        f"{package_of(path)}.{name}": entry
        for path in FILES
        for name, entry in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }


def facts_of(template: str) -> set[str]:
    """Return the facts a template tells: ``{start.year}`` is `start`, ``{name_en}`` is `name`."""
    named = (name for _, name, _, _ in string.Formatter().parse(template) if name is not None)
    return {re.split(r"[.\[]", name)[0].removesuffix("_en").removesuffix("_zh") for name in named}


def used_codes() -> Iterator[tuple[str, str]]:
    """Yield every code named in the source as (code, file); ``cases.kind_*`` for an f-string."""
    packages = {package_of(path) for path in FILES}
    for path in sorted(SOURCE.rglob("*.py")):
        for text in strings_of(ast.parse(path.read_text(encoding="utf-8"))):
            if CODE.match(text.replace("*", "x")) and text.split(".")[0] in packages:
                yield text, path.relative_to(SOURCE).as_posix()


def strings_of(node: ast.AST) -> Iterator[str]:
    """Yield every string of the source; what an f-string fills in is a ``*``."""
    if isinstance(node, ast.JoinedStr):
        parts = (p.value if isinstance(p, ast.Constant) else "*" for p in node.values)
        yield "".join(str(part) for part in parts)
        node = ast.Tuple([p for p in node.values if not isinstance(p, ast.Constant)], ast.Load())
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from strings_of(child)


def matches(code: str, used: str) -> bool:
    """Whether the code named in the source, perhaps with a ``*``, is this one."""
    return re.fullmatch(re.escape(used).replace(r"\*", "[A-Za-z0-9_]+"), code) is not None


@pytest.mark.parametrize("code", sorted(sentences()))
def test_a_sentence_says_the_same_in_both_languages(code: str) -> None:
    entry = sentences()[code]
    assert set(entry) == {"zh", "en"}
    assert entry["zh"].strip() and entry["en"].strip()
    assert facts_of(entry["zh"]) ^ facts_of(entry["en"]) <= WORDS


def test_every_code_the_source_names_has_its_sentence() -> None:
    known = sentences()
    silent = [(used, where) for used, where in used_codes() if not _known(used, known)]
    assert silent == []


def _known(used: str, known: dict[str, dict[str, str]]) -> bool:
    return any(matches(code, used) for code in known)


def test_every_sentence_is_said_somewhere() -> None:
    used = {code for code, _ in used_codes()}
    idle = [code for code in sentences() if not any(matches(code, each) for each in used)]
    assert idle == []
