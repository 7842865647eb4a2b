"""`gongkai fee --items N | --pages N`: the information processing fee with its working."""

import click

from gongkai.cli.command import Command, Option, file_options, language
from gongkai.errors import InputError


@click.command(cls=Command, help="help_fee")
@click.option("--items", metavar="N", cls=Option, help="opt_items")
@click.option("--pages", metavar="N", cls=Option, help="opt_pages")
@file_options(("table", "json"))
def command(items: str | None, pages: str | None, form: str, out: str | None) -> None:
    """Print the fee by one of the two tariffs."""
    from gongkai import fees
    from gongkai.cli.destination import sink
    from gongkai.cli.output import write_json

    if items is not None and pages is None:
        charge = fees.by_items(_number(items, fees.MOST["items"]), lang=language())
    elif pages is not None and items is None:
        charge = fees.by_pages(_number(pages, fees.MOST["pages"]), lang=language())
    else:
        raise InputError("core.fee_one_tariff")
    if form == "json":
        write_json({"amount": charge.amount, "working": list(charge.working)}, out)
    else:
        with sink(out) as file:
            file.write(("\n".join(charge.working) + "\n").encode())


def _number(text: str, most: int) -> int:
    """Return a number written in digits; raises InputError for anything else."""
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(most)):
        shown = text if len(text) <= 20 else text[:20] + "…"
        raise InputError("core.fee_number", number=shown, most=most)
    return int(text)
