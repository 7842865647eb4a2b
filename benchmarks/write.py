"""Seconds to write one report in each format, beside a named alternative in the same run.

    python benchmarks/write.py [REPORT]     # default: examples/, else a form of figures alone

Median of `ROUNDS` runs in one warm process; the first PDF and OFD of a process also load the fonts.
The alternatives get the same tables: LibreOffice turns our DOCX into PDF (its start included),
openpyxl and python-docx write the grid without prose.
"""

import argparse
import io
import itertools
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from gongkai.figures import number
from gongkai.forms.filled import FilledForm, Paragraph, filled
from gongkai.forms.form import load
from gongkai.forms.grid import PrintedTable
from gongkai.readers.read import read
from gongkai.writers import docx, html, ofd, pdf, xlsx
from gongkai.writers import json as json_writer
from gongkai.writers.layout import lay_out, shown

ROUNDS = 5
_TURNS = itertools.count(3000)  # typst remembers what it has set: every run gets another title


def seconds(
    work: Callable[[FilledForm], object], report: FilledForm, rounds: int = ROUNDS
) -> float:
    """Return the median time of several runs, each on a report that was not written before."""
    times = []
    for turn in range(rounds):
        title = f"示例镇人民政府{next(_TURNS)}年政府信息公开工作年度报告"
        sections = tuple(
            replace(s, paragraphs=tuple(Paragraph(f"{p.text}{turn}") for p in s.paragraphs))
            for s in report.sections
        )
        fresh = replace(report, title=title, sections=sections)
        start = time.perf_counter()
        work(fresh)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def sample(path: Path | None) -> FilledForm:
    """Return the report of a file, or a form whose every cell holds a number."""
    if path is not None:
        report = read(path.read_bytes(), name=path.name).report
        if report is None:
            raise SystemExit(f"no report in {path}")
        return report
    form = load("2021")
    figures = {address: number(index * 37) for index, address in enumerate(form.addresses)}
    return filled(form, figures, authority="示例镇人民政府", year=2024)


def tables(report: FilledForm) -> list[PrintedTable]:
    """Return the printed tables of a report."""
    return [block for block in lay_out(report).blocks if isinstance(block, PrintedTable)]


def with_openpyxl(report: FilledForm) -> bytes:
    """Write the grid with openpyxl."""
    import openpyxl

    book = openpyxl.Workbook()
    for table in tables(report):
        sheet = book.create_sheet()
        for line, row in enumerate(table.rows, start=1):
            for cell in row:
                sheet.cell(line, cell.column + 1, shown(report, cell))
                if cell.row_span > 1 or cell.column_span > 1:
                    sheet.merge_cells(
                        start_row=line,
                        end_row=line + cell.row_span - 1,
                        start_column=cell.column + 1,
                        end_column=cell.column + cell.column_span,
                    )
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_python_docx(report: FilledForm) -> bytes:
    """Write the grid with python-docx."""
    import docx as python_docx

    document = python_docx.Document()
    for table in tables(report):
        made = document.add_table(len(table.rows), table.width)
        for line, row in enumerate(table.rows):
            for cell in row:
                corner = made.cell(line, cell.column)
                end = made.cell(line + cell.row_span - 1, cell.column + cell.column_span - 1)
                corner.merge(end).text = shown(report, cell)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_libreoffice(report: FilledForm, folder: Path) -> None:
    """Turn our DOCX into a PDF with LibreOffice."""
    program = shutil.which("soffice")
    if program is None:
        raise SystemExit("LibreOffice (soffice) is missing")
    source = folder / "report.docx"
    source.write_bytes(docx.write(report))
    subprocess.run(
        [
            program,
            f"-env:UserInstallation=file://{folder}/profile",
            *("--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("report", nargs="?", type=Path)
    report = sample(parser.parse_args().report)
    start = time.perf_counter()
    pdf.write(report)
    first = time.perf_counter() - start
    ours = {
        "json": seconds(json_writer.write, report),
        "html": seconds(html.write, report),
        "docx": seconds(docx.write, report),
        "xlsx": seconds(xlsx.write, report),
        "pdf": seconds(pdf.write, report),
        "ofd": seconds(ofd.write, report),
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with_libreoffice(report, folder)  # makes its profile, which is not counted
        others = {
            "docx": ("python-docx", seconds(with_python_docx, report, 3)),
            "xlsx": ("openpyxl", seconds(with_openpyxl, report, 3)),
            "pdf": ("LibreOffice", seconds(lambda r: with_libreoffice(r, folder), report, 3)),
        }
    print(f"{'format':8}{'seconds':>10}  {'alternative':14}{'seconds':>10}{'ratio':>8}")
    for form, took in ours.items():
        other, their = others.get(form, ("", 0.0))
        beside = f"{their:10.4f}{their / took:7.0f}x" if other else ""
        print(f"{form:8}{took:10.4f}  {other:14}{beside}")
    print(f"first PDF of the process: {first:.3f} s")


if __name__ == "__main__":
    main()
