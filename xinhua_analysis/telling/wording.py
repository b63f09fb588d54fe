"""English for Chinese words, by the glosses beside summaries; numbers and cells in words of both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from html import escape
from itertools import repeat
from math import isnan
from operator import attrgetter
from pathlib import Path
from typing import Any

from ..bundled import SEEDS, typed
from ..columns import FRAMES, MEANINGS, Record, written
from ..records import Figure

_CHINESE = re.compile(r"[〇\u3400-\u9fff\uf900-\ufaff“”《》、，。：；（）·]+")
_HANZI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")

# The column that a table's English is of and its kind of gloss; columns whose English stands behind the word.
GLOSSED = {table: told.glossed.split(":") for table, told in MEANINGS.items() if told.glossed}
_TOLD_BESIDE = [(table, *each.split(":")) for table, told in MEANINGS.items() for each in told.beside.split()]
_BESIDE = {(table, column): kind for table, column, kind in _TOLD_BESIDE}

# Values are kept in base magnitude (5.3% is 0.053), and told as they are read.
_SCALES = {"share": (100, "%"), "points": (100, ""), "permille": (1000, "‰"), "tenth": (10, "")}
BOUNDS = {"approx": "about ", "at_least": "at least ", "at_most": "at most "}
FIGURE = re.compile(r"\{(f\d+)\}")  # where its number stands in a translated sentence
_folders = [SEEDS]  # whose glosses are known


def add_glosses(folder: Path) -> None:
    """Adds the glosses beside another summary; of a word that is known already the English stays."""
    if folder not in _folders:
        _folders.append(folder)
        known.cache_clear()


@cache
def known() -> Mapping[tuple[str, str], str]:
    """Every gloss: (Chinese, kind) → English; with an empty kind the first of any.

    >>> known()["就业岗位", "subject"]
    'job opening'
    """
    rows = [row for folder in _folders for row in typed(folder, "glosses.csv")]
    of_any = {(chinese, ""): meaning for chinese, meaning, _ in reversed(rows)}
    return of_any | {(chinese, kind): meaning for chinese, meaning, kind in reversed(rows)}


def english(words: str, kind: str = "") -> str:
    """The English of a Chinese word, of a kind (heading, subject, name, …) or of any; empty where none is known.

    >>> english("就业岗位"), english("安装", "action"), english("没有这个词")
    ('job opening', 'install', '')
    """
    return known().get((words, kind), "")


def bilingual(words: str, kind: str = "") -> str:
    """Words as written, behind them their English in brackets where it is known.

    >>> bilingual("就业岗位"), bilingual("没有这个词")
    ('就业岗位 (job opening)', '没有这个词')
    """
    meaning = english(words, kind)
    return f"{words} ({meaning})" if meaning else words


def findings(folder: Path | None) -> Mapping[str, tuple[str, str]]:
    """The finding of each notebook in English and Chinese: of that for any summary, and of those of one in a folder.

    >>> findings(SEEDS)["05-safety"][0][:29], list(findings(None))
    ('{sheets} inspection forms wer', ['any-summary'])
    """
    of_any = [row for row in typed(SEEDS, "findings.csv") if row[0] == "any-summary"]
    return {name: (meaning, chinese) for name, meaning, chinese in (*of_any, *typed(folder, "findings.csv"))}


def number(figure: Figure) -> str:
    """The number of a figure in English words: thousands set apart, its bound said, without unit.

    >>> from xinhua_analysis import load
    >>> [number(load().row(id)) for id in ("f003", "f027", "f030")]
    ['102,000', '100%', 'more than 600']
    """
    bound = BOUNDS.get(figure.bound, "")
    if figure.bound == "at_least" and re.search(r"[余多]|超过?", figure.text):
        bound = "more than "
    scale, sign = _SCALES.get(figure.unit_family, (1, ""))
    ends = [grouped(value * scale) for value in (figure.value, figure.high) if value is not None]
    return f"{bound}{'–'.join(ends)}{sign}"


def translated(folder: Path | None, figures: Iterable[Figure]) -> dict[str, str]:
    """The English of a summary by sentence id, ``{f006}`` for the number of a figure that stands in it, or is left out.

    >>> from xinhua_analysis import load
    >>> report = load()
    >>> translated(report.folder, report.records("figures"))["s3.1-03"][-69:]
    'housing: {f006} lifts finished, {f007} started and {f008} signed for.'
    """
    where = {row.id: row.sentence_id for row in figures}
    rows = ((row[0], row[1]) for row in typed(folder, "translation.csv"))
    return {id_: words for id_, words in rows if all(where.get(named) == id_ for named in FIGURE.findall(words))}


def grouped(value: Decimal) -> str:
    """A number with its thousands set apart, without zeros that say nothing."""
    words = f"{value:,f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def bounded(value: Decimal, bound: str = "exact") -> str:
    """A number with what limits it: at least 600."""
    return f"{BOUNDS.get(bound, '')}{grouped(value)}"


def value_in_words(value: object) -> str:
    """A cell of any frame in words: nothing where it is missing."""
    if isinstance(value, float):
        return "" if isnan(value) else grouped(Decimal(str(round(value, 3))))
    return bilingual(value) if isinstance(value, str) else "" if value is None else str(value)


def in_chinese(text: str) -> str:
    """Escaped words in which runs of hanzi say that they are Chinese."""

    def marked(run: re.Match[str]) -> str:
        return f'<span lang="zh">{run[0]}</span>' if _HANZI.search(run[0]) else run[0]

    return _CHINESE.sub(marked, escape(text))


def shown_columns(table: str) -> list[str]:
    """The columns that a table shows if none is named."""
    glossed = GLOSSED.get(table, ("", ""))[0]
    return [told for own in MEANINGS[table].shown.split() for told in (own,) + ("english",) * (own == glossed)]


def cell_in_words(table: str, row: Record, column: str) -> str:
    """A cell in words; a word of a short list has its English behind it, a longer one in the column ``english``."""
    if column == "english":
        return next(in_english(table, [row]))
    if isinstance(row, Figure) and column == "value":
        return number(row._replace(bound="exact"))
    value = getattr(row, column)
    if isinstance(value, Decimal):
        return grouped(value)
    if column == "unit":
        meaning = english(value, "unit").partition(" (")[0]  # without what is said of the measure word
        return f"{value} ({meaning})" if meaning else str(value)
    return bilingual(value, _BESIDE[table, column]) if (table, column) in _BESIDE else written(value).strip()


def with_english(table: str, rows: Sequence[Record]) -> list[tuple[Any, ...]]:
    """Rows as the cells of their frame: as they are and, where the table has such a column, with their English.

    >>> from xinhua_analysis import load
    >>> with_english("partners", load().records("partners")[:1])[0][4:7]
    ('新华社上海分社', '主办', 'Shanghai Bureau of Xinhua News Agency')
    """
    if table not in GLOSSED:
        return list(rows)
    at, columns = FRAMES[table].index("english"), list(zip(*rows, strict=True))
    return list(zip(*columns[:at], in_english(table, rows), *columns[at:], strict=True))


def in_english(table: str, rows: Sequence[Record]) -> Iterator[str]:
    """The column ``english`` of a table that has one: of each row its English, of an action its verb's before it."""
    told = _meanings(rows, *GLOSSED.get(table, ("", "")))
    if table != "actions":
        return told
    both = zip(_meanings(rows, "verb", "verb"), told, strict=True)
    return (f"{verb}: {meaning}" if verb and meaning else verb or meaning for verb, meaning in both)


def _meanings(rows: Sequence[Record], of: str, kind: str) -> Iterator[str]:
    words = map(attrgetter(of), rows) if of else repeat("", len(rows))
    return map(known().get, zip(words, repeat(kind), strict=False), repeat(""))


def counted_noun(count: int, nouns: str) -> tuple[str, str]:
    """A count and its noun, ``lift|lifts``; none is "no lifts", or "none" without a noun.

    >>> counted_noun(0, "lift|lifts"), counted_noun(1, "lift|lifts"), counted_noun(1200, "")
    (('no', 'lifts'), ('1', 'lift'), ('1,200', ''))
    """
    one, _, many = nouns.partition("|")
    none = "no" if nouns else "none"
    return f"{count:,}" if count else none, one if count == 1 else many or one


def counted(count: int, one: str) -> str:
    """A count with its noun, whose plural ends in s; none is "no lifts".

    >>> counted(0, "lift"), counted(1, "lift"), counted(1200, "lift")
    ('no lifts', '1 lift', '1,200 lifts')
    """
    return " ".join(counted_noun(count, f"{one}|{one}s"))


def enumerated(words: Sequence[str]) -> str:
    """Words as a list in a sentence: a, b and c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
