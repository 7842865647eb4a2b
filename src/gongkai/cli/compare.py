"""`gongkai compare`: two years of one organ, or two organs, side by side."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import click

from gongkai.cli.command import Argument, Command, Option, file_options, language, tell
from gongkai.cli.output import (
    FORMATS,
    VERSION,
    loss_entry,
    prose,
    screen,
    table,
    titles,
    write_json,
    write_rows,
)
from gongkai.cli.read import report_of
from gongkai.consolidation.compare import Change, Comparison
from gongkai.figures import Figure
from gongkai.forms.filled import FilledForm


@click.command(cls=Command, help="help_compare")
@click.argument("one", metavar="word_one", type=click.Path(), cls=Argument)
@click.argument("other", metavar="word_other", type=click.Path(), cls=Argument)
@click.option("--template", multiple=True, type=click.Path(), cls=Option, help="opt_template")
@file_options(FORMATS)
def compare(one: str, other: str, template: tuple[str, ...], form: str, out: str | None) -> int:
    """Compare two files; exit code 1 where a figure carried over is not the same."""
    from gongkai.cli.evidence import template_text
    from gongkai.consolidation.compare import compare as compare_

    found = compare_(
        report_of(one), report_of(other), templates=[template_text(p) for p in template]
    )
    if form == "json":
        write_json(document(found), out)
    elif form == "table":
        _print(found, out)
    else:
        write_rows(titles("compare_header"), _rows(found), form=form, out=out)
    return 1 if any(o.holds is False for o in found.openings) else 0


def document(found: Comparison) -> dict[str, Any]:
    """Return the contract's shape (compare.schema.json)."""
    form = found.second.form
    return {
        "version": VERSION,
        "kind": str(found.kind),
        "first": _who(found.first),
        "second": _who(found.second),
        "openings": [
            {
                "address": str(o.address),
                "label": form.label(o.address),
                "closed": _figure(o.closed),
                "opened": _figure(o.opened),
                "holds": o.holds,
            }
            for o in found.openings
        ],
        "changes": [
            {
                "address": str(c.address),
                "label": form.label(c.address),
                "before": _figure(c.before),
                "after": _figure(c.after),
                "difference": None if c.difference is None else str(c.difference),
                "ratio": _ratio(c),
            }
            for c in found.changes
        ],
        "likeness": {
            "share": found.share,
            "sections": [
                {
                    "number": part.section,
                    "title": part.title,
                    "share": part.share,
                    "passages": [
                        {"text": p.text, "source": p.source, "likeness": p.likeness}
                        for p in part.passages
                    ],
                }
                for part in found.likeness
            ],
        },
        "losses": [loss_entry(loss) for loss in found.losses],
    }


def _who(report: FilledForm) -> dict[str, Any]:
    return {"authority": report.authority, "year": report.year, "edition": report.form.id}


def _figure(figure: Figure) -> dict[str, Any]:
    return {"status": str(figure.status), "value": figure.text}


def _ratio(change: Change) -> str | None:
    return None if change.ratio is None else f"{change.ratio:.3f}"


def _shown(figure: Figure) -> str:
    return figure.text or tell(f"status_{figure.status}")


def _rows(found: Comparison) -> Iterator[tuple[object, ...]]:
    for c in found.changes:
        label = found.second.form.label(c.address)
        ratio = None if c.ratio is None else Decimal(f"{c.ratio:.3f}")
        yield str(c.address), label, c.before.number, c.after.number, c.difference, ratio


def _print(found: Comparison, out: str | None) -> None:
    form = found.second.form
    with screen(out) as console:
        facts = {
            "one": found.first.authority or "?",
            "one_year": found.first.year or "?",
            "other": found.second.authority or "?",
            "other_year": found.second.year or "?",
        }
        console.print(tell(f"compare_{found.kind}", **facts), style="bold")
        for loss in found.losses:
            prose(console, loss.sentence(language()), indent=0)
        for o in found.openings:
            if o.holds is not True:
                code = "opening_broken" if o.holds is False else "opening_unknown"
                label = form.label(o.address)
                told = tell(code, label=label, closed=_shown(o.closed), opened=_shown(o.opened))
                prose(console, told, indent=0)
        if found.openings and all(o.holds for o in found.openings):
            console.print(tell("openings_hold"), style="green")
        console.print()
        if found.changes:
            rows = (
                (
                    _shown(c.before),
                    _shown(c.after),
                    f"×{c.ratio:.2f}" if c.ratio is not None else "",
                    form.label(c.address),
                )
                for c in found.changes
            )
            table(console, titles("changes_header"), rows)
        else:
            console.print(tell("no_changes"))
        console.print()
        console.print(tell("copied_share", share=f"{found.share:.0%}"), style="bold")
        copied = [(part.section, p.text) for part in found.likeness for p in part.passages]
        if copied:
            table(console, titles("copied_header"), copied)
