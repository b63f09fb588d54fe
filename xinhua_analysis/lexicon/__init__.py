"""The open classes of the language, read from the files beside: one row an entry, each with a witness phrase.

A row is added by editing the CSV: the first column is the entry, ``witness`` a phrase of the genre in which it stands.
Closed classes (digits, magnitudes, brackets) are in the code that uses them.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """All rows of one lexicon file, in the order of the file.

    >>> [row["unit"] for row in rows("units") if row["unit_family"] == "person_time"]
    ['人次']
    """
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def mapping(name: str, column: str) -> dict[str, str]:
    """The entries of one lexicon file (its first column) with their value in ``column``.

    >>> mapping("units", "unit_family")["户"]
    'household'
    """
    key = next(iter(rows(name)[0]))
    return {row[key]: row[column] for row in rows(name)}


@cache
def entries(name: str, column: str = "", value: str = "") -> tuple[str, ...]:
    """The entries of one lexicon file, longest first; with ``column`` only those whose cell there is ``value``.

    >>> entries("units", "unit_family", "share")
    ('%', '％')
    >>> entries("word_classes", "class", "empty")
    ('进行', '予以', '给予', '加以', '实行')
    """
    key = next(iter(rows(name)[0]))
    return tuple(sorted((row[key] for row in rows(name) if not column or row[column] == value), key=lambda e: -len(e)))
