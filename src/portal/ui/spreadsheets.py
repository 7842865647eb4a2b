"""Tables that a spreadsheet opens rightly: CSV, and XLSX."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _attachment(name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def csv_file(name: str, rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Return rows as a CSV attachment; text that a spreadsheet would take for a formula is quoted."""
    response = _attachment(name, "text/csv; charset=utf-8")
    response.write("\ufeff")  # by which a spreadsheet knows the encoding
    writer = csv.writer(response)
    for row in rows:
        writer.writerow([_safe(cell) for cell in row])
    return response


class _Line:
    """Gives a written line back."""

    def write(self, text: str) -> str:
        """Return the line."""
        return text


def csv_stream(name: str, rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """Return rows without bound as a CSV attachment, sent while they are made; numbers stay numbers."""

    def lines() -> Iterator[str]:
        writer = csv.writer(_Line())
        yield "\ufeff"
        for row in rows:
            yield writer.writerow(guarded(row))

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def xlsx_file(name: str, sheets: Iterable[tuple[str, Iterable[Sequence[object]]]]) -> HttpResponse:
    """Return sheets, each with its title, as an XLSX attachment; numbers stay numbers."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for title, rows in sheets:
        sheet = book.create_sheet(title[:31])
        for row in rows:
            sheet.append(guarded(row))
    content = io.BytesIO()
    book.save(content)
    response = _attachment(name, _XLSX)
    response.write(content.getvalue())
    return response


def guarded(row: Iterable[object]) -> list[object]:
    """Return a row in which no spreadsheet finds a formula; numbers stay numbers."""
    return [c if isinstance(c, int | float) else _safe(c) for c in row]


def _safe(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
