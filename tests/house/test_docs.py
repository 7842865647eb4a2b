"""What the pages say is what the program does: transcripts, links, commands, exit codes, contracts."""

import json
import re
import sys
from importlib import resources
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from make_transcript import BLOCK, PAGES, READMES, printed  # noqa: E402

TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in PAGES}
DOORS = {name: TEXTS[name] for name in READMES}
TRANSCRIPTS = [
    pytest.param(match[1], match[2], id=f"{name}: {match[1]}")
    for name, text in TEXTS.items()
    for match in BLOCK.finditer(text)
]
OURS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md")]


@pytest.mark.parametrize(("command", "shown"), TRANSCRIPTS)
def test_the_transcript_is_what_really_prints(command, shown):
    assert printed(command).strip() == shown.strip()


def test_both_readmes_show_the_same_commands_and_open_with_the_two_of_make():
    shown = [
        [re.sub(r"--lang \w+ ", "", match[1]) for match in BLOCK.finditer(text)]
        for text in DOORS.values()
    ]
    assert shown[0] == shown[1] and len(shown[0]) >= 4
    for text in DOORS.values():
        head = text[:900]
        assert head.index("make demo") < head.index("make test")


def test_every_guide_is_there_to_be_found_and_shows_what_it_says():
    guides = {path.name for path in (ROOT / "docs" / "guides").glob("*.md")}
    assert {Path(name).name for name in PAGES} - guides == set(READMES)
    for name, text in TEXTS.items():
        if name in READMES:
            assert [guide for guide in guides if f"docs/guides/{guide}" not in text] == []
        else:
            assert len(BLOCK.findall(text)) >= 2


COMMAND = re.compile(r"^(?:\$ )?(?:\.venv/bin/)?gongkai ((?!COMMAND|命令)[^\n#]+)", re.MULTILINE)


@pytest.mark.parametrize("name", PAGES)
def test_every_command_line_a_page_shows_can_be_used(name):
    """Those without a transcript too: their options are there, whatever the files are called."""
    import click

    from gongkai.cli.main import cli

    for match in COMMAND.finditer(TEXTS[name]):
        words = match[1].split()
        words = words[2:] if words[0] == "--lang" else words
        with cli.make_context("gongkai", [], obj={"lang": "zh"}) as context:
            command = cli.get_command(context, words[0])
            assert command is not None, match[0]
            if "--help" not in words:
                command.make_context(words[0], words[1:], parent=click.Context(cli, obj={}))


@pytest.mark.parametrize("name", PAGES)
def test_the_python_a_page_shows_runs(name, tmp_path, monkeypatch, capsys):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    for code in re.findall(r"```python\n(.*?)```", TEXTS[name], re.DOTALL):
        exec(compile(code, name, "exec"), {})
        assert capsys.readouterr().out


@pytest.mark.parametrize("name", ["clerk", "supervisor"])
def test_every_word_a_guide_shows_in_bold_is_on_a_screen_of_the_portal(name):
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for folder, kinds in (("portal", ("py", "html", "toml")), ("gongkai/law", ("toml",)))
        for kind in kinds
        for path in (ROOT / "src" / folder).rglob(f"*.{kind}")
    )
    words = re.findall(r"\*\*([^*]+)\*\*", TEXTS[f"docs/guides/{name}.md"])
    assert len(words) > 20
    said = set(re.findall(r"[\"'>]([^\"'<>{}]+)(?=[\"'<])", source))
    assert sorted(set(words) - said) == []


def test_the_pictures_are_small_enough_to_load_at_once():
    pictures = list((ROOT / "docs" / "pictures").glob("*.png"))
    assert len(pictures) == 5
    for path in pictures:
        assert path.stat().st_size < 150_000
        assert all(f"docs/pictures/{path.name}" in text for text in DOORS.values())


def test_every_command_of_the_command_line_is_in_both_readmes():
    from gongkai.cli.main import cli

    for text in DOORS.values():
        assert [name for name in cli.lazy if name not in text] == []


@pytest.mark.parametrize("path", OURS, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_to_a_file_of_ours_leads_somewhere(path):
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_every_target_of_make_is_real_and_says_what_it_does():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    declared = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert declared
    for target in declared[1].split():
        assert re.search(rf"^{target}:.*## ", makefile, re.MULTILINE), target


def test_ci_runs_exactly_make_test_after_the_system_packages():
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "make" in line and not line.startswith("#")] == [
        "make system",
        "exec make test",
    ]
    assert "export CI=true" in lines


def test_every_published_schema_is_described_and_carries_its_version():
    page = (ROOT / "docs" / "contracts.md").read_text(encoding="utf-8")
    folder = resources.files("gongkai.cli") / "schemas"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".json"))
    assert names
    for name in names:
        schema = json.loads((folder / name).read_text(encoding="utf-8"))
        kind = name.removesuffix(".schema.json")
        assert schema["$id"] == f"urn:gongkai:{kind}:{version_of(schema)}"
        assert name in page


def version_of(schema: dict[str, object]) -> int:
    """Return the version a schema asks for, or 1 where the document carries none."""
    properties = schema["properties"]
    assert isinstance(properties, dict)
    return int(properties.get("version", {}).get("const", 1))
