"""Known misses, ``tests/gold/known_misses.csv``: what a reader would expect of a phrase and the rules do not see yet.

Each is a test that must fail: one that comes right fails the tests until its row becomes an ordinary case. Where a row
is due for each of several things, they stand under each other with `` · ``, and what is expected of each with `` | ``.
"""

import csv
from functools import partial
from pathlib import Path

import pytest

FILE = Path(__file__).parents[1] / "gold" / "known_misses.csv"
MISS = partial(pytest.mark.xfail, strict=True, raises=AssertionError)


def known_misses(table):
    """The misses of one table as strict xfails: phrase, column, what is expected of it."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["table"] == table]
    return [pytest.param(row["phrase"], row["column"], row["expected"], marks=MISS(reason=row["why"])) for row in rows]


def written(rows):
    """Rows found, as the file writes what is expected."""
    return " · ".join(" | ".join(row) for row in rows)
