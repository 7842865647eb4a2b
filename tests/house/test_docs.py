"""What the pages say is what the program does: transcripts, links, commands, exit codes, contracts."""

import json
import re
import sys
from importlib import resources
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from make_transcript import BLOCK, PAGES, printed  # noqa: E402

READMES = {name: (ROOT / name).read_text(encoding="utf-8") for name in PAGES}
TRANSCRIPTS = [
    pytest.param(match[1], match[2], id=f"{name}: {match[1]}")
    for name, text in READMES.items()
    for match in BLOCK.finditer(text)
]
OURS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md")]


@pytest.mark.parametrize(("command", "shown"), TRANSCRIPTS)
def test_the_transcript_is_what_really_prints(command, shown):
    assert printed(command).strip() == shown.strip()


def test_both_readmes_show_the_same_commands_and_open_with_the_two_of_make():
    shown = [
        [re.sub(r"--lang \w+ ", "", match[1]) for match in BLOCK.finditer(text)]
        for text in READMES.values()
    ]
    assert shown[0] == shown[1] and len(shown[0]) >= 4
    for text in READMES.values():
        head = text[:900]
        assert head.index("make demo") < head.index("make test")


def test_every_command_of_the_command_line_is_in_both_readmes():
    from gongkai.cli.main import cli

    for text in READMES.values():
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
