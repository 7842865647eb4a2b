"""``gongkai fee --items N | --pages N``: the information processing fee with its working."""

import click

from gongkai.errors import GongkaiError, InputError, Lang


@click.command("fee", short_help="信息处理费 / the information processing fee")
@click.option(
    "--items",
    metavar="N",
    help="按件：同一申请人一个自然月内累计N件，合计应收 / all N applications of one month",
)
@click.option(
    "--pages", metavar="N", help="按量：一件申请提供N页，应收 / N pages on one application"
)
@click.option("--format", "shape", type=click.Choice(["table", "json"]), default="table")
@click.pass_context
def command(context: click.Context, items: str | None, pages: str | None, shape: str) -> None:
    """按《政府信息公开信息处理费管理办法》计算费用并列出算式；每件申请只能选择一种标准。

    --items N is the sum for all N applications of the same applicant in one calendar month, not
    the fee of the N-th alone. Exit 0, or 2 for a number that cannot be used.
    """
    lang: Lang = (context.obj or {}).get("lang", "zh")
    try:
        click.echo(_show(items, pages, shape, lang))
    except GongkaiError as error:
        click.echo(error.sentence(lang), err=True)
        context.exit(2)


def _show(items: str | None, pages: str | None, shape: str, lang: Lang) -> str:
    """Return what is printed."""
    import json

    from gongkai import fees

    if (items is None) == (pages is None):
        raise InputError("core.fee_one_tariff")
    if items is not None:
        charge = fees.by_items(_number(items, fees.MOST["items"]), lang=lang)
    else:
        charge = fees.by_pages(_number(pages or "", fees.MOST["pages"]), lang=lang)
    if shape == "json":
        data = {"amount": charge.amount, "working": list(charge.working)}
        return json.dumps(data, ensure_ascii=False, indent=2)
    return "\n".join(charge.working)


def _number(text: str, most: int) -> int:
    """Return a number written in digits; raises InputError for anything else."""
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(most)):
        shown = text if len(text) <= 20 else text[:20] + "…"
        raise InputError("core.fee_number", number=shown, most=most)
    return int(text)
