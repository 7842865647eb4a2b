"""The command line in two languages: click, with its help and its complaints taken from wording.toml.

A help text that is a code of this package's wording is said in the language asked for; any other is
printed as it stands.
"""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import click

from gongkai.errors import Lang, say

LANGS: tuple[Lang, ...] = ("zh", "en")


def language() -> Lang:
    """Return the language of this run: what --lang said, else Chinese."""
    context = click.get_current_context(silent=True)
    given = (context.find_root().obj or {}) if context else {}
    return "en" if given.get("lang") == "en" else "zh"


def tell(name: str, /, **facts: object) -> str:
    """Return a sentence of this package in the language of this run."""
    return say(f"cli.{name}", language(), **facts)


def told(text: str | None) -> str:
    """Return a help text: the sentence it is the code of, else the text itself."""
    if not text:
        return ""
    try:
        return tell(text)
    except KeyError:
        return text


class Option(click.Option):
    """An option whose help is a wording code."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        code, self.help = self.help, told(self.help)
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = code


def _speak(context: click.Context, _: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        context.find_root().obj["lang"] = value
    return value


def lang_option() -> Option:
    """Return --lang, which every command takes, before or after its name."""
    return Option(
        ["--lang"],
        type=click.Choice(LANGS),
        is_eager=True,
        expose_value=False,
        callback=_speak,
        help="opt_lang",
    )


class Command(click.Command):
    """A command whose help speaks the language of the run."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=tell("usage"))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.indentation():
            for line in told(self.help).splitlines():
                formatter.write_paragraph()
                formatter.write_text(line)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [r for p in self.get_params(ctx) if (r := p.get_help_record(ctx)) is not None]
        if records:
            with formatter.section(tell("options")):
                formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = tell("opt_help")
        return option


class Group(Command, click.Group):
    """A group that imports a command only when it is called."""

    def __init__(self, *args: Any, lazy: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.lazy:
            return None
        module, _, attribute = self.lazy[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        if not any(p.name == "lang" for p in command.params):
            command.params.append(lang_option())
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in self.lazy:
            raise click.UsageError(
                tell("no_such_command", name=args[0], known="、".join(self.lazy)), ctx
            )
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        Command.format_options(self, ctx, formatter)
        with formatter.section(tell("commands")):
            formatter.write_dl([(name, tell(f"about_{name}")) for name in self.lazy])


def complaint(error: click.UsageError) -> str:
    """Return what is wrong with a command line, as one sentence in the language of the run."""
    match error:
        case click.NoSuchOption():
            return tell("no_such_option", name=error.option_name)
        case click.MissingParameter(param=param) if param is not None:
            return tell("missing", name=param.human_readable_name)
        case click.BadParameter(param=param) if param is not None:
            name = param.opts[-1] if isinstance(param, click.Option) else param.human_readable_name
            return tell("bad_value", name=name, reason=error.message)
    return error.message


def file_options(
    formats: Sequence[str], *, default: str = "table"
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add --format and --out."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in (
            click.option("--out", type=click.Path(), cls=Option, help="opt_out"),
            click.option(
                "--format",
                "form",
                type=click.Choice(formats),
                default=default,
                cls=Option,
                help="opt_format",
            ),
        ):
            function = option(function)
        return function

    return decorate


def many_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the files, --name for standard input, and --jobs."""
    for option in (
        click.option("--jobs", type=click.IntRange(1, 256), cls=Option, help="opt_jobs"),
        click.option("--name", default="", cls=Option, help="opt_name"),
        click.argument("files", nargs=-1, required=True, type=click.Path()),
    ):
        function = option(function)
    return function
