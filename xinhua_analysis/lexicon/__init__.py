"""The open classes of the language, read from the files beside: one row an entry, each with a witness phrase.

A row is added by editing the CSV: the first column is the entry, ``witness`` a phrase of the genre in which it stands.
Closed classes (digits, magnitudes, brackets) are in the code that uses them. ``patterns.csv`` holds what takes more
than a word to say: each row a regular expression of one module, what it means, and a witness in which it is found.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
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
    """
    key = next(iter(rows(name)[0]))
    return tuple(sorted((row[key] for row in rows(name) if not column or row[column] == value), key=lambda e: -len(e)))


def words(of: str) -> tuple[str, ...]:
    """The words of a class of ``word_classes.csv``, longest first.

    >>> words("empty")
    ('进行', '予以', '给予', '加以', '实行')
    """
    return entries("word_classes", "class", of)


def any_of(phrases: Iterable[str]) -> str:
    """A pattern for the longest of many plain words, branching on the first character: a miss costs one look.

    >>> any_of(("开展", "开", "办"))
    '开(?:展|)|办(?:)'
    """
    heads: dict[str, list[str]] = {}
    for word in sorted(phrases, key=lambda word: -len(word)):
        heads.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{head}(?:{'|'.join(tails)})" for head, tails in heads.items())


class Patterns:
    """The patterns of one module by their names, from ``patterns.csv``, each compiled when it is first asked for.

    ``{name}`` in one stands for ``words`` that the module gives, another pattern above it, a class of words
    (``word_classes.csv``) or all entries of a lexicon.

    >>> Patterns("xinhua_analysis.labels").URL.match("https://a.cn/1。")[0]
    'https://a.cn/1'
    """

    def __init__(self, module: str, **words: str) -> None:
        self.words = words
        for row in rows("patterns"):
            if module.endswith(f".{row['module']}"):
                words[row["name"]] = self.filled(row["pattern"])

    def filled(self, pattern: str) -> str:
        """A pattern with the words that its ``{names}`` stand for."""
        return _NAMED.sub(lambda of: self.words.get(of[1]) or any_of(words(of[1]) or entries(of[1])), pattern)

    def __getattr__(self, name: str) -> re.Pattern[str]:
        if name not in vars(self)["words"]:
            raise AttributeError(name)
        found = vars(self)[name] = re.compile(self.words[name])
        return found


_NAMED = re.compile(r"\{([A-Za-z]\w*)\}")
