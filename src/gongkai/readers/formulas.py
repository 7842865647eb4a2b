"""The few formulas that reports use, worked out where the file keeps no result.

A program that writes `=SUM(D4:I4)` without calculating leaves the cell without a value; a
spreadsheet shows the sum as soon as it opens the file. Sums, products and differences of numbers
and cells of the same sheet are worked out likewise; anything else stays without a value.
"""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

Place = tuple[int, int]

_TOKEN = re.compile(
    r"\s*(?:(?P<range>\$?[A-Z]{1,2}\$?\d{1,5}:\$?[A-Z]{1,2}\$?\d{1,5})"
    r"|(?P<cell>\$?[A-Z]{1,2}\$?\d{1,5})(?![\w(.!])"
    r"|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<name>SUM(?=\())"
    r"|(?P<sign>[-+*(),]))"
)
_NAME = re.compile(r"\$?([A-Z]{1,2})\$?(\d{1,5})")
_MOST_TOKENS = 400
_MOST_CELLS = 5_000  # in one range
_DEEPEST = 60  # parentheses and formulas that refer to formulas, together


def evaluate(formulas: Mapping[Place, str], numbers: Mapping[Place, str]) -> dict[Place, str]:
    """Return the results of those formulas that can be worked out, as decimal strings.

    `formulas` are without “=”; `numbers` are the stored numbers of the other cells. A cell that
    refers to itself, to another sheet or to an unknown function has no result.
    """
    known: dict[Place, Decimal | None] = {}
    sheet = _Cells(formulas, numbers, known)
    for place in formulas:
        sheet.value(place, 0)
    return {p: format(v, "f") for p, v in known.items() if v is not None and p in formulas}


class _NoResultError(Exception):
    """The formula cannot be worked out."""


class _Cells:
    """The cells of one sheet: numbers, and formulas worked out when asked for."""

    def __init__(
        self,
        formulas: Mapping[Place, str],
        numbers: Mapping[Place, str],
        known: dict[Place, Decimal | None],
    ) -> None:
        self._formulas = formulas
        self._numbers = numbers
        self._known = known

    def value(self, place: Place, depth: int) -> Decimal | None:
        """Return the number in a cell: 0 for an empty one, None for one without a result."""
        if place in self._formulas:
            if place not in self._known:
                self._known[place] = None  # what a formula that refers to itself finds
                self._known[place] = self._worked_out(self._formulas[place], depth)
            return self._known[place]
        try:
            return Decimal(self._numbers.get(place, "0"))
        except InvalidOperation:
            return None

    def _worked_out(self, text: str, depth: int) -> Decimal | None:
        tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(text):
            match = _TOKEN.match(text, at)
            if match is None or len(tokens) > _MOST_TOKENS:
                return None
            tokens.append((str(match.lastgroup), match[str(match.lastgroup)]))
            at = match.end()
        try:
            formula = _Formula(tokens, self)
            result = formula.sum(depth)
            return result if formula.done and result.is_finite() else None
        except (_NoResultError, InvalidOperation):
            return None


class _Formula:
    """A formula being read from left to right."""

    def __init__(self, tokens: list[tuple[str, str]], cells: _Cells) -> None:
        self._tokens = tokens
        self._cells = cells
        self._at = 0

    @property
    def done(self) -> bool:
        """Whether everything was read."""
        return self._at == len(self._tokens)

    def _next(self) -> tuple[str, str]:
        return self._tokens[self._at] if not self.done else ("end", "")

    def _take(self, sign: str) -> bool:
        if self._next() == ("sign", sign):
            self._at += 1
            return True
        return False

    def sum(self, nesting: int) -> Decimal:
        """Read terms joined by + and -."""
        if nesting > _DEEPEST:
            raise _NoResultError
        total = self._product(nesting)
        while True:
            if self._take("+"):
                total += self._product(nesting)
            elif self._take("-"):
                total -= self._product(nesting)
            else:
                return total

    def _product(self, nesting: int) -> Decimal:
        result = self._factor(nesting)
        while self._take("*"):
            result *= self._factor(nesting)
        return result

    def _factor(self, nesting: int) -> Decimal:
        negative = False
        while self._next() in (("sign", "-"), ("sign", "+")):
            negative ^= self._next()[1] == "-"
            self._at += 1
        value = self._operand(nesting)
        return -value if negative else value

    def _operand(self, nesting: int) -> Decimal:
        kind, text = self._next()
        self._at += 1
        if kind == "number":
            return Decimal(text)
        if kind == "cell":
            return self._cell(_place(text), nesting)
        if (kind, text) == ("sign", "("):
            value = self.sum(nesting + 1)
        elif kind == "name" and self._take("("):
            value = self._argument(nesting)
            while self._take(","):
                value += self._argument(nesting)
        else:
            raise _NoResultError
        if not self._take(")"):
            raise _NoResultError
        return value

    def _argument(self, nesting: int) -> Decimal:
        kind, text = self._next()
        if kind != "range":
            return self.sum(nesting + 1)
        self._at += 1
        first, _, last = text.partition(":")
        (top, left), (bottom, right) = _place(first), _place(last)
        if (bottom - top + 1) * (right - left + 1) > _MOST_CELLS:
            raise _NoResultError
        return sum(
            (
                self._cell((row, column), nesting)
                for row in range(top, bottom + 1)
                for column in range(left, right + 1)
            ),
            Decimal(0),
        )

    def _cell(self, place: Place, nesting: int) -> Decimal:
        value = self._cells.value(place, nesting + 1)
        if value is None:
            raise _NoResultError
        return value


def _place(name: str) -> Place:
    match = _NAME.fullmatch(name)
    if match is None:
        raise _NoResultError
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1
