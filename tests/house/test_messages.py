"""The English of the portal is whole: every string of every app, said once, with its facts."""

import ast
import os
import re
import shutil
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import make_messages as made  # noqa: E402

FOLDERS = made.folders()
CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]")
FACT = re.compile(r"%\((\w+)\)[\d.]*[sd]|%[sd]")
# Chinese that an English sentence may hold: a term in brackets or quotation marks, the number of an
# instrument, how a date is written, and the headings and values that a file to import must have.
TERMS = re.compile(r"\([^()]*\)|“[^”]*”|\S*〔\d{4}〕\d+号|\d{4}年\d{1,2}月\d{1,2}日")
IN_FILES = (
    *("国家级", "省级", "市级", "县级", "乡镇级", "人民政府", "政府办公厅（室）", "工作部门"),
    *("派出机关", "派出机构", "法律、法规授权的组织", "党政综合办公室"),
    *("公开事项", "公开内容（要素）", "公开依据", "公开时限", "公开主体"),
)
SPACE = "\u3000"


def kept(folder: Path) -> list[Message]:
    """Return the messages of a catalogue as committed."""
    return made.messages(made.read(folder))


def key(message: Message) -> tuple[str, str]:
    """Return what Django looks a message up by."""
    return message.context or "", str(message.id)


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
def folder(request: pytest.FixtureRequest) -> Path:
    """Each folder with a catalogue in turn."""
    path: Path = request.param
    return path


def test_every_app_that_says_something_has_a_catalogue(folder: Path) -> None:
    path = folder / made.CATALOGUE
    assert path.is_file() and path.with_suffix(".mo").is_file(), "run scripts/make_messages.py"


def test_the_catalogue_holds_what_the_sources_say_and_nothing_else(folder: Path) -> None:
    if shutil.which("xgettext") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("needs xgettext (package gettext)")
    said = {key(one) for one in made.messages(made.extract(folder))}
    assert said
    assert {key(one) for one in kept(folder)} == said, "run scripts/make_messages.py"


def test_no_string_is_without_english_or_guessed(folder: Path) -> None:
    assert [one.id for one in kept(folder) if one.fuzzy or not all(made.strings(one))] == []


def test_numbers_have_both_forms(folder: Path) -> None:
    for one in kept(folder):
        assert len(made.strings(one)) == (2 if isinstance(one.id, tuple) else 1), one.id


def test_the_facts_of_a_sentence_stand_in_both_languages(folder: Path) -> None:
    for one in kept(folder):
        ids = one.id if isinstance(one.id, tuple) else (one.id,)
        facts = {found[0] for each in ids for found in FACT.finditer(each)}
        names = {FACT.sub(r"\1", fact) for fact in facts}
        for words in made.strings(one):
            assert {found[1] or "" for found in FACT.finditer(words)} == names, one.id
            assert words.replace("%%", "").count("%") == len(FACT.findall(words)), one.id


def test_english_is_english(folder: Path) -> None:
    for one in kept(folder):
        for words in made.strings(one):
            rest = TERMS.sub("", words).replace(SPACE, " ")
            for term in sorted(IN_FILES, key=len, reverse=True):
                rest = rest.replace(term, "")
            assert not CHINESE.search(rest), words


def test_what_django_reads_is_what_is_written(folder: Path) -> None:
    text = (folder / made.CATALOGUE).read_bytes()
    assert (folder / made.CATALOGUE).with_suffix(".mo").read_bytes() == made.compiled(text)
    assert made.as_text(made.merged(read_po(BytesIO(text), locale="en"), made.read(folder))) == text


def test_a_catalogue_names_nobody_and_no_machine(folder: Path) -> None:
    text = (folder / made.CATALOGUE).read_text(encoding="utf-8")
    assert "Project-Id-Version: gongkai" in text
    assert not re.search(r"^#:|Date:|Translator|[\w.]+@[\w.]+\.\w|/home/|/tmp/", text, re.MULTILINE)


def test_a_string_is_said_one_way_in_all_apps() -> None:
    catalogues = {folder.name: made.read(folder) for folder in FOLDERS}
    assert made.disagreements(catalogues) == {}


def test_no_string_hides_from_the_extraction_under_another_name() -> None:
    hidden = re.compile(r"import \w*gettext\w* as (?!_\b)\w+")
    sources = (ROOT / "src" / "portal").rglob("*.py")
    assert [str(f) for f in sources if hidden.search(f.read_text(encoding="utf-8"))] == []


def said_on_import(tree: ast.AST, now: set[str]) -> Iterator[int]:
    """Yield the lines where a module translates while it is imported: one language for everybody."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for part in (*node.decorator_list, node.args):
                yield from said_on_import(part, now)
        elif not isinstance(node, ast.Lambda):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Name) and called.id in now:
                yield node.lineno
            yield from said_on_import(node, now)


def test_nothing_is_translated_when_a_module_is_imported() -> None:
    early = []
    for path in sorted((ROOT / "src" / "portal").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        now = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
            for alias in node.names
            if alias.name in ("gettext", "pgettext", "ngettext", "npgettext")
        }
        early += [f"{path.relative_to(ROOT)}:{line}" for line in said_on_import(tree, now)]
    assert early == []
