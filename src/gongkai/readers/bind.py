"""Put what was printed into the statutory cells: by the header's columns, else by counting.

Where the header gives every column its place, a value belongs to the column it stands under. Where
only the order is known, as many values as columns are taken in order; more, fewer or run-together
values make the row doubtful (see `doubtful`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gongkai.characters import squeeze
from gongkai.figures import BLANK, UNREADABLE, Figure, Status
from gongkai.forms.evaluate import relations
from gongkai.forms.filled import Cell, Issue, Misprint, Origin
from gongkai.forms.form import Address, Form
from gongkai.readers.document import GridCell
from gongkai.readers.doubtful import (
    DoubtfulRow,
    Piece,
    adds_up,
    doubtful_row,
    has_sums,
    plain_reading,
    readings_of,
    settle,
)
from gongkai.readers.headers import (
    Header,
    header_of,
    learned_header,
    other_edition_header,
)
from gongkai.readers.labels import is_misprint, likeness
from gongkai.readers.locate import FoundRow, PrintedRow, find_rows, says
from gongkai.readers.numerals import figure_of, is_value, money_unit
from gongkai.readers.single import find_single_rows
from gongkai.readers.torn import torn_readings

_CLEAR = 0.85  # a piece of a label less like the official one may be that of another row


@dataclass
class Binding:
    """The statutory cells found in a document, and what was noticed on the way."""

    form: Form
    cells: dict[Address, Cell] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    misprints: dict[tuple[str, str], Misprint] = field(default_factory=dict)
    rows_found: int = 0
    likeness: float = 0.0
    foreign_rows: int = 0  # rows of table two under a header of another edition
    doubtful: list[tuple[DoubtfulRow, FoundRow]] = field(default_factory=list)

    @property
    def covered(self) -> int:
        """How many cells of the edition have something printed for them."""
        return len(self.cells) + sum(len(row.addresses) for row, _ in self.doubtful)

    @property
    def fits(self) -> bool:
        """Whether every row of the edition was found and no header speaks for another edition."""
        wanted = sum(len(table.leaf_rows) for table in self.form.tables)
        return self.rows_found == wanted and not self.foreign_rows


def bind(rows: Sequence[PrintedRow], form: Form) -> Binding:
    """Read printed rows as the tables of `form`; call `settle_rows` on the edition that fits."""
    found = find_rows(rows, form)
    binding = Binding(form)
    headers: dict[tuple[str, int], Header | None] = {}
    taken = {id(row.printed) for row in found}
    everything = [*found, *_single_rows(rows, form, taken)]
    owners = {id(row.printed): row for row in everything}
    for row in everything:
        binding.rows_found += not row.line.heading
        binding.likeness += row.likeness
        if row.line.heading:
            _note_filled_heading(row, binding)
            continue
        header = _header(rows, row, everything, headers)
        if row.table.section == 2 and _foreign(rows, row, everything, form):
            binding.foreign_rows += 1
            _note_once(binding, "readers.other_edition_table", row, table=row.table.title)
            continue
        _note_misprints(row, header, binding)
        _bind_row(rows, row, header, owners, binding)
    return binding


def _single_rows(rows: Sequence[PrintedRow], form: Form, taken: set[int]) -> Iterable[FoundRow]:
    """Yield the row of every table that has one row without a label (table four)."""
    for table in form.tables:
        if len(table.leaf_rows) == 1 and not table.leaf_rows[0].label:
            printed = find_single_rows([r for r in rows if id(r) not in taken], table)
            twins = tuple(r for r in printed[1:] if says(r) != says(printed[0]))
            if printed:
                yield FoundRow(printed[0], table, table.leaf_rows[0], 1.0, twins)


def _header(
    rows: Sequence[PrintedRow],
    row: FoundRow,
    found: Sequence[FoundRow],
    headers: dict[tuple[str, int], Header | None],
) -> Header | None:
    """Return the header over a row, that of an earlier page where the table runs on."""
    key = (row.table.id, row.printed.grid)
    if key not in headers:
        header = header_of(_above(rows, row, found), row.table)
        mine = [f.printed for f in found if (f.table.id, f.printed.grid) == key]
        if row.printed.exact and header is not None:
            keep = sum(1 for printed in mine if header.place(printed) is not None)
            trusted = 2 * keep > len(mine)  # else its spans are wrong
        else:
            trusted = False
        if not trusted and not row.printed.lossy:
            learned = learned_header(mine, row.table)
            cells = header.cells if header is not None else ()
            header = replace(learned, cells=cells) if learned is not None else header
        if header is None:
            earlier = [h for (t, _), h in headers.items() if t == row.table.id and h is not None]
            width = _width(rows, row.printed.grid)
            header = next((h for h in reversed(earlier) if h.width == width), None)
        headers[key] = header
    return headers[key]


def _above(
    rows: Sequence[PrintedRow], row: FoundRow, found: Sequence[FoundRow]
) -> list[PrintedRow]:
    """Return the printed rows between the last row of another table and this one, in its grid.

    A small table whose header stands in a grid of its own (a split page) sees the grid before it.
    """
    last_other = max(
        (
            (f.printed.grid, f.printed.index)
            for f in found
            if f.table.id != row.table.id
            and (f.printed.grid, f.printed.index) < (row.printed.grid, row.printed.index)
        ),
        default=(-1, -1),
    )
    here = (row.printed.grid, row.printed.index)
    matched = {id(f.printed) for f in found}
    own = [
        r
        for r in rows
        if last_other < (r.grid, r.index) < here
        and id(r) not in matched
        and r.grid == row.printed.grid
    ]
    if any(r.labels for r in own) or not row.printed.exact:
        return own
    return [r for r in rows if last_other < (r.grid, r.index) < here and id(r) not in matched]


def _foreign(
    rows: Sequence[PrintedRow], row: FoundRow, found: Sequence[FoundRow], form: Form
) -> bool:
    """Whether the header over a row of table two is that of another edition."""
    cells = [cell for above in _above(rows, row, found) for cell in above.cells]
    cells += row.printed.labels[:-1]  # in a flattened table the header runs into its first row
    return other_edition_header(cells, row.table, form)


def _width(rows: Sequence[PrintedRow], grid: int) -> int:
    return max(
        (c.column + c.column_span for r in rows if r.grid == grid for c in r.cells), default=0
    )


def _bind_row(
    rows: Sequence[PrintedRow],
    row: FoundRow,
    header: Header | None,
    owners: dict[int, FoundRow],
    binding: Binding,
) -> None:
    table, printed = row.table, row.printed
    columns = table.leaf_columns
    addresses = [Address(table.id, row.line.id, column.id) for column in columns]
    kinds = [binding.form.kind(address) for address in addresses]
    placed = None
    if header is not None and (printed.exact or (header.learned and not printed.lossy)):
        placed = header.place(printed)
    if placed is not None and header is not None:
        torn = torn_readings(rows, row, placed, header, owners)
        if len(torn) == 1:
            _put_plain(binding, row, addresses, torn[0])
        elif torn:
            binding.doubtful.append((doubtful_row(addresses, kinds, torn), row))
        else:
            _put_plain(binding, row, addresses, [Piece(cell.text, cell) for cell in placed])
        return
    cells = printed.values
    if not cells:
        doubt = "readers.row_without_values"
        _note(binding, doubt, row)
        if _is_left_empty(rows, row, owners):
            size = len(columns)
            empty = Piece("", printed.labels[-1])
            _put(binding, row, addresses, [BLANK] * size, [empty] * size, doubt)
        return
    rules = relations(binding.form.id)
    plain = plain_reading(cells, addresses, kinds, rules)
    if plain is not None:
        _put_plain(binding, row, addresses, plain)
        return
    readings = readings_of(cells, len(columns))
    off_header = printed.exact and header is not None and has_sums(addresses, rules)
    off_header = off_header and (bool(printed.labels) or len(printed.cells) != len(columns))
    uncertain = printed.loose or off_header or (printed.lossy and _is_uneven(row, owners))
    if uncertain and len(readings) == 1 and not adds_up(readings, addresses, kinds, rules):
        readings = ()
    if len(readings) == 1:
        _put_plain(binding, row, addresses, readings[0])
    elif not readings:
        pieces = [Piece(" ".join(c.text for c in cells), cells[0])] * len(columns)
        _put(binding, row, addresses, [UNREADABLE] * len(columns), pieces, "readers.ambiguous_row")
        _note(
            binding,
            "readers.ambiguous_row",
            row,
            wanted=len(columns),
            found=_count(cells, len(columns)),
        )
    else:
        binding.doubtful.append((doubtful_row(addresses, kinds, readings), row))


def _is_left_empty(rows: Sequence[PrintedRow], row: FoundRow, owners: dict[int, FoundRow]) -> bool:
    """Whether a row without values, its cells told apart, is empty and neither cut off nor torn.

    Another row of the form follows, none of them has too many values, and no values stand alone.
    """
    here = row.printed
    grid = [r for r in rows if r.grid == here.grid and (r.filled or id(r) in owners)]
    found = [owners[id(r)] for r in grid if id(r) in owners]
    return (
        not (here.exact or here.lossy)
        and len(found) == len(grid)
        and any(f.printed.index > here.index for f in found)
        and all(len(f.printed.values) <= len(f.table.leaf_columns) for f in found)
    )


def _is_uneven(row: FoundRow, owners: dict[int, FoundRow]) -> bool:
    """Whether another row of the table, printed where empty cells leave no trace, is not whole."""
    width = len(row.table.leaf_columns)
    return width > 1 and any(
        found.table.id == row.table.id
        and found.printed.grid == row.printed.grid
        and not found.line.heading
        and len(found.printed.values) != width
        for found in owners.values()
    )


def _put_plain(
    binding: Binding, row: FoundRow, addresses: Sequence[Address], pieces: Sequence[Piece]
) -> None:
    """Put in a row that reads in one way."""
    figures = [
        figure_of(piece.text, kind=binding.form.kind(address))
        for piece, address in zip(pieces, addresses, strict=True)
    ]
    doubt = None
    if row.printed.lossy and row.likeness < _CLEAR:
        doubt = "readers.label_unclear"
        label = "".join(cell.text.strip() for cell in row.printed.labels[-2:])
        _note(binding, doubt, row, printed=label)
    _put(binding, row, addresses, figures, pieces, doubt)


def _count(cells: Sequence[GridCell], wanted: int) -> int:
    """Return how many values are printed; empty cells at the ends count only where all are few."""
    if len(cells) == 1 and cells[0].glued:
        return len(cells[0].text.split())
    if len(cells) <= wanted:
        return len(cells)
    filled = [i for i, cell in enumerate(cells) if squeeze(cell.text)]
    return filled[-1] - filled[0] + 1 if filled else len(cells)


def _put(
    binding: Binding,
    row: FoundRow,
    addresses: Sequence[Address],
    figures: Sequence[Figure],
    pieces: Sequence[Piece],
    doubt: str | None = None,
) -> None:
    """Put in a row; where the report prints it again with another figure, neither is taken."""
    if row.twins:
        doubt = "readers.row_twice"
        other = "；".join(map(_raw, row.twins))
        _note(binding, doubt, row, taken=_raw(row.printed), other=other)
    for number, (address, figure, piece) in enumerate(zip(addresses, figures, pieces, strict=True)):
        origin, sure = (piece.cell.origin, piece.cell.sure) if piece.cell else (None, None)
        raw = piece.text.strip()
        kind = binding.form.kind(address)
        others = [_said_again(twin, number, len(addresses)) for twin in row.twins]
        if any(figure_of(other, kind=kind) != figure for other in others):
            figure, raw = UNREADABLE, "；".join([raw, *others])
        binding.cells[address] = Cell(address, figure, raw, origin, doubt, sure)
        if kind == "money" and figure.is_number and (unit := money_unit(raw)):
            said = (("cell", binding.form.label(address)), ("raw", raw), ("unit", unit))
            binding.issues.append(Issue("readers.unit_not_of_form", said, address, origin))
        if figure.status is Status.UNREADABLE and doubt is None:
            facts = (("cell", binding.form.label(address)), ("raw", raw))
            binding.issues.append(Issue("readers.unreadable_cell", facts, address, origin))


def _said_again(twin: PrintedRow, number: int, width: int) -> str:
    """Return what a row printed again has for a column, all it has where that cannot be told."""
    filled = [cell for cell in twin.values if cell.text.strip()]
    cells = filled if len(filled) == width else list(twin.values)
    return cells[number].text.strip() if len(cells) == width else _raw(twin)


def settle_rows(binding: Binding) -> None:
    """Choose between the readings of the doubtful rows and put in what they agree on."""
    sure: Mapping[Address, Figure] = {
        address: cell.figure for address, cell in binding.cells.items()
    }
    doubtful = [row for row, _ in binding.doubtful]
    settled = settle(doubtful, sure, relations(binding.form.id))
    for (_, row), result in zip(binding.doubtful, settled, strict=True):
        wanted = len(result.addresses)
        printed = _count(row.printed.values, wanted)
        glued = any(cell.glued for cell in row.printed.values)
        unclear = any(
            f.status is Status.UNREADABLE and (p.cell is None or figure_of(p.text).is_number)
            for f, p in zip(result.figures, result.pieces, strict=True)
        )
        if unclear:
            code = "readers.ambiguous_row"
        elif result.by_sums:
            code = "readers.settled_by_sums"
        else:
            code = "readers.row_too_long"
        if printed < wanted and not glued:
            code = "readers.row_too_short"
        quiet = code == "readers.row_too_long" and _only_blank_surplus(row.printed, wanted)
        pieces = [
            Piece(_raw(row.printed), p.cell or row.printed.values[0])
            if f.status is Status.UNREADABLE
            else p
            for f, p in zip(result.figures, result.pieces, strict=True)
        ]
        _put(binding, row, result.addresses, result.figures, pieces, None if quiet else code)
        if not quiet:
            _note(binding, code, row, wanted=wanted, found=printed)


def _raw(printed: PrintedRow) -> str:
    return " ".join(cell.text.strip() for cell in printed.values).strip()


def _only_blank_surplus(printed: PrintedRow, wanted: int) -> bool:
    return sum(1 for cell in printed.values if squeeze(cell.text)) <= wanted


def _note_misprints(row: FoundRow, header: Header | None, binding: Binding) -> None:
    """Note the row's label, and those of the header over it, where they are not the form's."""
    pairs = []
    if row.line.label and row.printed.labels:  # words in place of a figure follow the label
        own = max(reversed(row.printed.labels), key=lambda cell: likeness(cell.text, row.line))
        pairs.append((row.line, own))
    if header is not None and header.cells and row.table.section == 2:
        pairs += zip(row.table.leaf_columns, header.cells, strict=True)
    for line, cell in pairs:
        if is_misprint(cell.text, line):
            misprint = Misprint(row.table.id, cell.text.strip(), line.label, cell.origin)
            binding.misprints.setdefault((row.table.id, line.id), misprint)


def _note_filled_heading(row: FoundRow, binding: Binding) -> None:
    if any(is_value(cell.text) for cell in row.printed.values):
        _note(binding, "readers.heading_row_filled", row)


def _note(binding: Binding, code: str, row: FoundRow, **facts: object) -> None:
    label = "/".join(row.table.row_path(row.line.id)) or row.table.title or "表四"
    first = Address(row.table.id, row.line.id, row.table.leaf_columns[0].id)
    said = (("row", label), *facts.items())
    address = None if row.line.heading else first
    binding.issues.append(Issue(code, said, address, _place(row.printed)))


def _note_once(binding: Binding, code: str, row: FoundRow, **facts: object) -> None:
    issue = Issue(code, tuple(facts.items()), None, None)
    if issue not in binding.issues:
        binding.issues.append(issue)


def _place(printed: PrintedRow) -> Origin | None:
    return next((cell.origin for cell in printed.cells if cell.origin is not None), None)
