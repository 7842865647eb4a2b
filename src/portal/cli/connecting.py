"""Trying the interface of a running portal from a client's side."""

import unicodedata

import click


@click.command("api-client-check")
@click.argument("address", default="http://127.0.0.1:8000")
@click.option(
    "--key", default="", envvar="PORTAL_API_KEY", help="密钥；也可以放在环境变量PORTAL_API_KEY里。"
)
def api_client_check(address: str, key: str) -> None:
    """像接入的系统那样调用开放接口，逐项列出是否正常、怎么办；什么也不改动。"""
    from portal.api.check import check

    lines = list(check(address, key.strip()))
    width = max(_width(line.what) for line in lines)
    for line in lines:
        mark = "正常" if line.passed else "不对"
        click.echo(f"{mark}  {line.what}{' ' * (width - _width(line.what))}  {line.seen}")
        if line.todo:
            click.echo(f"      {line.todo}")
    wrong = sum(not line.passed for line in lines)
    click.echo(f"共{len(lines)}项，{f'{wrong}项不对' if wrong else '都正常'}。")
    if wrong:
        raise SystemExit(1)


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
