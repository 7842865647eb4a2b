"""How a command says that it cannot go on."""

from typing import NoReturn

import click


def fail(sentence: str, code: int = 2) -> NoReturn:
    """End the command with a sentence: 2 for what cannot be done, 1 for what does not hold."""
    click.echo(sentence, err=True)
    raise SystemExit(code)
