"""The door of the command line: `gongkai COMMAND ...`; every failure is one sentence and a code.

Exit codes: 0 clean, 1 a finding of level E (or a difference), 2 an input or command line that cannot
be used, 130 stopped by the user, 141 nobody reads the output any more.
"""

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from gongkai.cli.command import LANGS, Group, Option, complaint, denied, lang_option, language
from gongkai.cli.running import debugging
from gongkai.cli.visible import one_line
from gongkai.errors import GongkaiError, Lang, say

STOPPED, NOBODY_READS = 130, 141


@click.group(
    cls=Group,
    help="about",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    lazy={
        "read": "gongkai.cli.read:read",
        "check": "gongkai.cli.check:check",
        "write": "gongkai.cli.write:write",
        "compare": "gongkai.cli.compare:compare",
        "consolidate": "gongkai.cli.consolidate:consolidate",
        "redact": "gongkai.cli.redact:redact",
        "form": "gongkai.cli.form:form",
        "deadline": "gongkai.cli.deadline:command",
        "fee": "gongkai.cli.fee:command",
        "letter": "gongkai.cli.letter:command",
        "workdays": "gongkai.cli.workdays:command",
    },
)
@click.version_option(
    package_name="gongkai", message="%(prog)s %(version)s", cls=Option, help="opt_version"
)
@click.pass_context
def cli(context: click.Context) -> None:
    """Hold the commands together; alone, say what there is."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


cli.params.append(lang_option())


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; nothing is raised for bad input."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    lang = _lang(given)
    try:
        with cli.make_context("gongkai", given, obj={"lang": lang}) as context:
            try:
                code = cli.invoke(context)
            except click.UsageError as error:
                return _fail(complaint(error))
            except GongkaiError as error:
                return _fail(error.sentence(language()))
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.UsageError as error:
        return _fail(complaint(error))
    except BrokenPipeError:
        # Whoever read the output has gone; point it nowhere, so that closing it says nothing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOBODY_READS
    except (KeyboardInterrupt, click.Abort):
        _fail(say("cli.stopped", lang))
        return STOPPED
    except OSError as error:
        return _fail(say(denied(error), lang, name=error.filename or "-"))
    except Exception as error:
        # A fault of ours outside any one file: what was printed stays, and no clerk sees a traceback.
        if debugging():
            raise
        return _fail(say("cli.own_fault", lang, fault=f"{type(error).__name__}: {error}"))


def main() -> NoReturn:
    """Run the command line of this process."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by whoever called
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115
    signal.signal(signal.SIGTERM, _end)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    code = run()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = NOBODY_READS
    sys.exit(code)


def _end(number: int, _: object) -> None:
    """Leave as on any other way out: half-written files and converters go too."""
    sys.exit(128 + number)


def _lang(arguments: Sequence[str]) -> Lang:
    """Return the language a command line asks for, wherever --lang stands in it."""
    for index, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name != "--lang":
            continue
        value = value or (arguments[index + 1] if index + 1 < len(arguments) else "")
        for lang in LANGS:
            if value == lang:
                return lang
    return "zh"


def _fail(sentence: str) -> int:
    click.echo(f"gongkai: {one_line(sentence)}", err=True)
    return 2


if __name__ == "__main__":
    main()
