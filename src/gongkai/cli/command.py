"""The command line in two languages: click, with its help and its complaints taken from wording.toml.

A help text or a metavar that is a code of this package's wording is said in the language asked for;
any other is printed as it stands. Each command `name` has `help_name`, `about_name` and, one to a
line, `examples_name`.
"""

import errno
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any

import click

from gongkai.cli.wrapping import width_of, wrapped
from gongkai.errors import Lang, say

LANGS: tuple[Lang, ...] = ("zh", "en")
_TERM_MOST = 26  # a longer option stands on a line of its own


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


class Argument(click.Argument):
    """An argument whose metavar is a wording code; what it may be stands at `arg_` and its name."""


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
    """A command whose help and complaints speak the language of the run."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; raises InputError first where --out would replace what it reads.

        Every path of a command line is read, but for --out.
        """
        out = ctx.params.get("out")
        if out is not None:
            from gongkai.cli import destination

            destination.refuse(out, destination.inputs_of(ctx))
        return super().invoke(ctx)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write("\n".join(self.page(ctx, formatter.width)) + "\n")

    def page(self, ctx: click.Context, width: int) -> Iterator[str]:
        """Yield the lines of the help."""
        arguments = [p for p in self.params if isinstance(p, click.Argument)]
        options = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
        words = [*map(_usage, arguments), *self.takes(), tell("usage_options")]
        yield tell("usage", line=" ".join([ctx.command_path, *words]))
        yield ""
        for line in told(self.help).splitlines():
            yield from _indented(line, 2, width)
        rows = [(word, told(f"arg_{p.name}")) for p in arguments for word in [_word(p)]]
        yield from _section("arguments", rows, width)
        yield from self.more(width)
        yield from _section("options", [(_spelt(p), told(p.help)) for p in options], width)
        examples = self.examples()
        if examples:
            yield from ("", tell("heading", name=tell("examples")))
            yield from (f"  {line}" for line in examples)

    def takes(self) -> list[str]:
        """Return the words of the usage between arguments and options."""
        return []

    def more(self, width: int) -> Iterator[str]:
        """Yield what stands between arguments and options."""
        yield from ()

    def examples(self) -> list[str]:
        """Return command lines to learn from."""
        name = f"examples_{self.name}"
        return [] if told(name) == name else told(name).strip().splitlines()

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.allow_extra_args = True
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # so that the complaint can name the command
            raise
        if rest and not isinstance(self, click.Group) and not ctx.resilient_parsing:
            raise click.UsageError(tell("too_many", name=rest[0], command=ctx.command_path), ctx)
        return rest

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "opt_help"
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
        command.name = cmd_name
        if not any(p.name == "lang" for p in command.params):
            command.params.append(lang_option())
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in self.lazy:
            from difflib import get_close_matches

            close = get_close_matches(args[0], self.lazy, n=1)
            code = "no_such_command_like" if close else "no_such_command"
            facts = {"name": args[0], "like": close[0] if close else "", "known": _list(self.lazy)}
            raise click.UsageError(tell(code, **facts), ctx)
        return super().resolve_command(ctx, args)

    def takes(self) -> list[str]:
        return [tell("word_command")]

    def more(self, width: int) -> Iterator[str]:
        yield from _section("commands", [(n, tell(f"about_{n}")) for n in self.lazy], width)


def _section(code: str, rows: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    """Yield a heading and a list of terms with what each means."""
    if not rows:
        return
    yield from ("", tell("heading", name=tell(code)))
    column = min(max(width_of(term) for term, _ in rows), _TERM_MOST) + 2
    for term, meaning in rows:
        lines = wrapped(meaning, width - column - 2)
        if width_of(term) > _TERM_MOST:
            yield f"  {term}"
            term = ""
        yield f"  {term}{' ' * (column - width_of(term))}{lines[0]}".rstrip()
        yield from (f"  {' ' * column}{line}" for line in lines[1:])


def _indented(text: str, indent: int, width: int) -> Iterator[str]:
    yield from (" " * indent + line for line in wrapped(text, width - indent))


def _word(param: click.Parameter) -> str:
    """Return the word that stands for a parameter's value."""
    if param.metavar:
        return told(param.metavar)
    if isinstance(param.type, click.Choice):
        return "|".join(map(str, param.type.choices))
    if isinstance(param.type, click.DateTime):
        return tell("word_day")
    if isinstance(param.type, click.Path):
        return tell("word_path")
    return "N"


def _usage(argument: click.Argument) -> str:
    word = _word(argument) + ("..." if argument.nargs != 1 else "")
    return word if argument.required else f"[{word}]"


def _spelt(option: click.Option) -> str:
    """Return how an option is written: `--out PATH`, `--may-make-rules / --no-rules`."""
    names = ", ".join(option.opts)
    if option.secondary_opts:
        return f"{names} / {', '.join(option.secondary_opts)}"
    return names if option.is_flag or option.count else f"{names} {_word(option)}"


def _list(names: Any) -> str:
    return tell("comma").join(names)


def complaint(error: click.UsageError) -> str:
    """Return what is wrong with a command line, as one sentence in the language of the run."""
    match error:
        case click.NoSuchOption():
            close = sorted(error.possibilities or ())
            code = "no_such_option_like" if close else "no_such_option"
            like = close[0] if close else ""
            return tell(code, name=error.option_name, like=like, command=_command(error))
        case click.MissingParameter(param=param) if param is not None:
            example = next(iter(getattr(error.cmd, "examples", list)()), "")
            name = param.opts[-1] if isinstance(param, click.Option) else _word(param)
            return tell("missing", name=name, example=example, command=_command(error))
        case click.BadParameter(param=param) if param is not None:
            name = param.opts[-1] if isinstance(param, click.Option) else _word(param)
            return tell("bad_value", name=name, reason=_reason(param, error))
        case click.BadOptionUsage():
            return tell("needs_value", name=error.option_name, command=_command(error))
    return error.message


def _command(error: click.UsageError) -> str:
    return error.ctx.command_path if error.ctx else "gongkai"


def _reason(param: click.Parameter, error: click.BadParameter) -> str:
    """Return what a value must be, where click says it in English only."""
    match param.type:
        case click.Choice() as choice:
            return tell("must_be_one_of", known=_list(map(str, choice.choices)))
        case click.DateTime():
            return tell("must_be_day")
        case click.IntRange() as range_:
            return tell("must_be_between", least=range_.min, most=range_.max)
        case click.types.IntParamType():
            return tell("must_be_number")
    return error.message


def file_options(
    formats: Sequence[str], *, default: str = "table"
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add --format and --out."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        listed = "csv" in formats
        format_help = "opt_format" if listed else "opt_format_json"
        if "docx" in formats:
            format_help = "opt_format_form"
        out_help = "opt_out" if listed else "opt_out_text"
        for option in (
            click.option("--out", type=click.Path(), cls=Option, help=out_help),
            click.option(
                "--format",
                "form",
                type=click.Choice(formats),
                default=default,
                cls=Option,
                help=format_help,
            ),
        ):
            function = option(function)
        return function

    return decorate


def many_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the files, --name for standard input, and --jobs."""
    files = {"nargs": -1, "required": True, "type": click.Path(), "metavar": "word_files"}
    for option in (
        click.option("--jobs", type=click.IntRange(1, 256), cls=Option, help="opt_jobs"),
        click.option("--name", default="", metavar="word_name", cls=Option, help="opt_name"),
        click.argument("files", cls=Argument, **files),
    ):
        function = option(function)
    return function


def denied(error: OSError) -> str:
    """Return the sentence for what the system refuses."""
    match error:
        case PermissionError():
            return "cli.not_writable"
        case FileNotFoundError():
            return "cli.no_such_file"
        case NotADirectoryError() | IsADirectoryError() | FileExistsError():
            return "cli.wrong_kind"
    return "cli.disk_full" if error.errno == errno.ENOSPC else "cli.system"
