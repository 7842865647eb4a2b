"""How much is tried: all of it in CI; a part of it at a desk, where somebody waits for the answer."""

import os

PART = 5


def most(number: int) -> int:
    """Return how many of so many random examples are tried here."""
    return number if os.environ.get("CI") else -(-number // PART)
