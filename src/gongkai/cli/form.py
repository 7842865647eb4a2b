"""`gongkai form`: the statutory form itself, its cells and what must add up."""

from typing import Any

import click

from gongkai.characters import numeral
from gongkai.cli.command import Argument, Command, file_options, tell
from gongkai.cli.destination import sink
from gongkai.cli.output import screen, table, titles, write_json, write_rows
from gongkai.errors import InputError
from gongkai.forms.evaluate import openings, relations
from gongkai.forms.form import EDITIONS, Form, load


@click.command(cls=Command, help="help_form")
@click.argument(
    "edition", required=False, default=EDITIONS[-1], metavar="word_edition", cls=Argument
)
@file_options(("table", "json", "csv", "xlsx", "docx"))
def form(edition: str, form: str, out: str | None) -> None:
    """Print one edition of the form."""
    shape = load(edition)
    if form == "json":
        write_json(_document(shape), out)
    elif form == "table":
        _print(shape, out)
    elif form == "docx":
        _write_empty(shape, out)
    else:
        header = titles("form_header")
        write_rows(header, _cells(shape), form=form, out=out)


def _write_empty(form: Form, out: str | None) -> None:
    """Write an empty report as a Word document: its parts, what part one must review, its tables."""
    from gongkai.figures import BLANK
    from gongkai.forms.filled import Paragraph, Section, filled
    from gongkai.writers import docx

    if out is None:
        raise InputError("cli.file_needs_out", format="docx")
    sections = []
    for part in form.sections:
        heads = enumerate(part.aspects, start=1)
        lines = tuple(Paragraph(f"（{numeral(n)}）{aspect.label}。") for n, aspect in heads)
        sections.append(Section(part.number, part.title, paragraphs=lines))
    report = filled(form, dict.fromkeys(form.addresses, BLANK), sections=tuple(sections))
    with sink(out) as file:
        file.write(docx.write(report))


def _cells(form: Form) -> list[tuple[str, ...]]:
    sums = {r.right[0]: r.code for r in relations(form.id) if r.kind == "sum"}
    return [
        (
            str(address),
            "/".join(form.table(address.table).row_path(address.row)),
            "/".join(form.table(address.table).column_path(address.column)),
            form.kind(address),
            sums.get(address, ""),
        )
        for address in form.addresses
    ]


def _document(form: Form) -> dict[str, Any]:
    cells = [
        {
            "address": address,
            "row": list(form.table(address.split("/")[0]).row_path(address.split("/")[1])),
            "column": list(form.table(address.split("/")[0]).column_path(address.split("/")[2])),
            "kind": kind,
        }
        for address, _, _, kind, _ in _cells(form)
    ]
    return {
        "version": 1,
        "edition": form.id,
        "basis": form.basis,
        "report_years": {"from": form.first_year, "to": form.last_year},
        "cells": cells,
        "relations": [
            {
                "code": r.code,
                "kind": r.kind,
                "left": [str(a) for a in r.left],
                "right": [str(a) for a in r.right],
            }
            for r in relations(form.id)
        ],
        "openings": [
            {"address": str(here), "last_year": str(there)} for here, there in openings(form)
        ],
    }


def _print(form: Form, out: str | None) -> None:
    with screen(out) as console:
        last = form.last_year
        years = f"{form.first_year}–{last}" if last else tell("years_from", first=form.first_year)
        console.print(tell("form_title", edition=form.id, years=years, cells=len(form.addresses)))
        for shape in form.tables:
            title = tell("form_table", section=shape.section, title=shape.title, id=shape.id)
            console.print(title, style="bold")
            columns = " | ".join("/".join(shape.column_path(c.id)) for c in shape.leaf_columns)
            console.print(tell("form_columns", columns=columns))
            rows = (
                (row.id, "" if not row.sum else row.code, "/".join(shape.row_path(row.id)))
                for row in shape.leaf_rows
            )
            table(console, titles("form_rows_header"), rows)
            for balance in shape.balances:
                left = " + ".join(shape.row(r).label for r in balance.left)
                right = " + ".join(shape.row(r).label for r in balance.right)
                console.print(f"{balance.code}: {left} = {right}")
            console.print()
