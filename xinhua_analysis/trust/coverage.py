"""The portability card: how well a text was understood, told from its rows alone, without gold.

A measure goes through pieces of the text (sentences, clauses, numerals, figures) and says of each why it is left over,
or nothing where the rules and lexicons explain it. What has no such piece is not stated, which is not the same as full.
The estimate is a mean of shares, weighed so that it ranks texts as gold ranks them: ``docs/coverage.md``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import groupby, pairwise
from operator import or_
from typing import TYPE_CHECKING, NamedTuple, cast

from .. import lexicon
from ..columns import COVERED, LEFT_OVER_COLUMNS, MEASURE_COLUMNS, Records, frame
from ..language.quantities import is_fraction
from ..language.tokens import KNOWN_VERBS, Words, cut_words, worded
from ..language.verbs import masked, plain_clauses
from ..records import Figure, Numeral, Sentence
from ..tables.numeral_page import Pattern
from ..tables.numerals import ARABIC_RULES, SPELLED_RULES

if TYPE_CHECKING:
    import pandas as pd


class Count(NamedTuple):
    """A measure with how many of its pieces are known; ``share`` is None where there is nothing to count."""

    measure: str
    known: int
    total: int
    share: float | None


class LeftOver(NamedTuple):
    """A piece of the text that a measure does not explain: the row it belongs to, its own span, and why."""

    measure: str
    table: str
    id: str
    start: int
    stop: int
    text: str
    detail: str


class Piece(NamedTuple):
    """A piece that a measure looks at; ``why`` says why it is left over, empty where it is known."""

    table: str
    id: str
    start: int
    stop: int
    why: str
    size: int = 1


Pieces = Iterator[Piece]

# ---------------------------------------------------------------- the measures


def _body_sentences(records: Records) -> list[Sentence]:
    return [row for row in cast("tuple[Sentence, ...]", records["sentences"]) if row.kind == "body"]


def headings(text: str, records: Records) -> Pieces:
    """Sentences under a heading: without headings, rows belong to no work area and plans are not told from results."""
    for row in _body_sentences(records):
        yield Piece("sentences", row.id, row.start, row.stop, "stands under no heading" * (row.section_id == "s0"))


def sentences(text: str, records: Records) -> Pieces:
    """Sentences that gave a row to any table."""
    tables = ("figures", "actions", "names", "claims", "partners")
    gave = {getattr(row, "sentence_id", "") for table in tables for row in records[table]}
    for row in _body_sentences(records):
        yield Piece("sentences", row.id, row.start, row.stop, "gave no row" * (row.id not in gave))


@cache
def _letter_pairs() -> frozenset[str]:
    """Two letters side by side in an entry of the lexicons, or in the witness of one: a sample of the genre's words."""
    rows = (row for path in sorted(lexicon.FOLDER.glob("*.csv")) for row in lexicon.rows(path.stem))
    phrases = (phrase for row in rows for phrase in (next(iter(row.values())), row.get("witness", "")))
    return frozenset(one + other for phrase in phrases for one, other in pairwise(phrase) if (one + other).isalpha())


_letters = re.compile(r"[^\W\d_]+")


def words(text: str, records: Records) -> Pieces:
    """Letters that the lexicons know beside the letter before or behind; a run of others is one piece."""
    pairs, plain = _letter_pairs(), _without_numerals(text, records)
    for row in _body_sentences(records):
        for letters in _letters.finditer(plain, row.start, row.stop):
            at, end = letters.span()
            joined = [plain[i : i + 2] in pairs for i in range(at, end - 1)]
            for known, run in groupby(map(or_, [False, *joined], [*joined, False])):
                size = len(list(run))
                yield Piece("sentences", row.id, at, at + size, _UNKNOWN * (not known), size)
                at += size


def _without_numerals(text: str, records: Records) -> str:
    """The text with its numerals, units included, made blank: they have measures of their own."""
    parts, at = list[str](), 0
    for row in records["numerals"]:
        parts += [text[at : row.start], " " * (row.stop - max(at, row.start))]
        at = max(at, row.stop)
    return "".join([*parts, text[at:]])


_UNKNOWN = "in no word or witness of the lexicons"
_CLAUSE = 3  # letters; what is shorter is the member of a list


def verbs(text: str, records: Records) -> Pieces:
    """Clauses with a verb of the lexicon; what stands only in quotation marks or brackets is no clause."""
    plain = masked(text)
    for row in _body_sentences(records):
        for at, _, end in plain_clauses(plain, row.start, row.stop):
            if sum(map(str.isalpha, plain[at:end])) >= _CLAUSE:
                cut_words(found := Words.none(), text, at, end)
                why = "" if any(kind in KNOWN_VERBS for kind in found.kind) else "no verb known"
                yield Piece("sentences", row.id, *worded(text, (at, end)), why)


# The last pattern of each list takes whatever the rules before it did not explain.
_LAST_RESORTS = [rule.reason for rule in (ARABIC_RULES[-1], SPELLED_RULES[-1]) if isinstance(rule, Pattern)]


def numerals(text: str, records: Records) -> Pieces:
    """Numerals that a rule explains, and not only the last resort."""
    for row in cast("tuple[Numeral, ...]", records["numerals"]):
        yield Piece("numerals", row.id, row.start, row.stop, row.reason if row.reason in _LAST_RESORTS else "")


def units(text: str, records: Records) -> Pieces:
    """Figures with a unit that the lexicon knows; a fraction needs none (三分之二)."""
    for row in cast("tuple[Figure, ...]", records["figures"]):
        is_known = row.unit_family not in ("none", "other") or is_fraction(row.number_text)
        yield Piece("figures", row.id, row.start, row.stop, "" if is_known else "no unit known")


_LONGEST = 12  # characters of a subject; what is longer is mostly a clause whose verb is not known


def subjects(text: str, records: Records) -> Pieces:
    """Figures whose subject was found beside them, more likely right than not, and no longer than a name is."""
    begins = {row.id: row.start for row in cast("tuple[Sentence, ...]", records["sentences"])}
    for row in cast("tuple[Figure, ...]", records["figures"]):
        why = ""
        if row.subject_start is None:
            why = "no subject"
        elif row.confidence < 0.5:
            why = f"only {row.confidence:.2f} sure of subject and action"
        elif row.subject_start < begins.get(row.sentence_id, 0):
            why = "subject taken from an earlier sentence"
        elif len(row.subject) > _LONGEST:
            why = f"subject of {len(row.subject)} characters"
        yield Piece("figures", row.id, row.start, row.stop, why)


_RATIOS = ("share", "points", "permille", "tenth")


def actions(text: str, records: Records) -> Pieces:
    """Figures that a verb governs; a ratio needs none (安置率100%)."""
    for row in cast("tuple[Figure, ...]", records["figures"]):
        is_known = row.action_start is not None or row.unit_family in _RATIOS
        yield Piece("figures", row.id, row.start, row.stop, "" if is_known else "no verb governs it")


MEASURES: tuple[Callable[[str, Records], Pieces], ...] = (
    headings,
    sentences,
    words,
    verbs,
    numerals,
    units,
    subjects,
    actions,
)

# Of all weighings by 1 to 3 the one that ranks half of the texts best (tools/coverage_scores.py); the rest measures it.
# Headings, sentences that gave a row, and verbs found by trained weights say little of how well figures are read: they
# are shown and weigh nothing.
WEIGHTS = {"numerals": 3, "units": 3, "words": 3, "subjects": 1, "verbs": 1}

# ---------------------------------------------------------------- the card


@dataclass(frozen=True, slots=True)
class Coverage:
    """How well a text was understood: ``counts`` of each measure, ``pieces`` left over, as records; shown as a card."""

    counts: tuple[Count, ...]
    pieces: tuple[LeftOver, ...]

    @property
    def estimate(self) -> float | None:
        """The weighed mean of the shares, from 0 to 1, to rank texts by; None if no share is stated.

        It is no share of right cells: the text with the higher estimate is likely to be read better, and no more.

        >>> from xinhua_analysis import parse
        >>> parse("完工16台。").coverage().estimate > parse("The 16 lifts.").coverage().estimate
        True
        """
        stated = [(count.share, WEIGHTS.get(count.measure, 0)) for count in self.counts if count.share is not None]
        weight = sum(each for _, each in stated)
        return sum(share * each for share, each in stated) / weight if weight else None

    @property
    def measures(self) -> pd.DataFrame:
        """Columns measure, known, total, share: pieces explained, pieces in all; a share that is not stated is NaN.

        >>> from xinhua_analysis import parse
        >>> parse("完工16台。").coverage().measures.set_index("measure").loc["units", ["known", "total"]].tolist()
        [1, 1]
        """
        return frame(MEASURE_COLUMNS, self.counts)

    @property
    def left_over(self) -> pd.DataFrame:
        """Columns measure, table, id, start, stop, text, detail: each piece left over, measure by measure.

        ``id`` is of the row that the piece is or stands in; ``start stop`` are the piece's own.

        >>> from xinhua_analysis import parse
        >>> parse("一、民生\\n完工加梯16台、9527。").coverage().left_over[["measure", "id", "text"]]
            measure    id  text
        0  numerals  n003  9527
        """
        return frame(LEFT_OVER_COLUMNS, self.pieces)

    def __repr__(self) -> str:
        stated = ", ".join(f"{count.measure} {fraction(count)}" for count in self.counts)
        return f"<Coverage {decimal(self.estimate)}: {stated}; {len(self.pieces)} left over>"

    def _repr_html_(self) -> str:
        return format_coverage_card(self)


def coverage(text: str, records: Records) -> Coverage:
    """Goes through all measures of a text and its records.

    >>> from xinhua_analysis.tables import read_records
    >>> [count for count in coverage("完工16台。", read_records("完工16台。")).counts if count.measure == "numerals"]
    [Count(measure='numerals', known=1, total=1, share=1.0)]
    """
    counts, pieces = list[Count](), list[LeftOver]()
    for measure in MEASURES:
        name, found = measure.__name__, list(measure(text, records))
        total, known = sum(piece.size for piece in found), sum(piece.size for piece in found if not piece.why)
        counts.append(Count(name, known, total, known / total if total else None))
        pieces += [LeftOver(name, *p[:4], text[p.start : p.stop], p.why) for p in found if p.why]
    return Coverage(tuple(counts), tuple(pieces))


def percent(count: Count) -> str:
    """The share of a count in whole per cent, rounded down, so that only what is full reads 100 %.

    >>> percent(Count("units", 999, 1000, 0.999)), percent(Count("units", 0, 0, None))
    ('99 %', '')
    """
    return f"{100 * count.known // count.total} %" if count.total else ""


def decimal(estimate: float | None) -> str:
    """An estimate with two decimals, rounded down; no percentage, so that nobody takes it for one of right cells.

    >>> decimal(0.957), decimal(None)
    ('0.95', 'not stated')
    """
    return "not stated" if estimate is None else f"{int(estimate * 100 + 1e-9) / 100:.2f}"


def fraction(count: Count) -> str:
    """A count in words.

    >>> fraction(Count("units", 3, 4, 0.75)), fraction(Count("units", 0, 0, None))
    ('3 of 4', 'not stated')
    """
    return f"{count.known} of {count.total}" if count.total else "not stated"


# ---------------------------------------------------------------- as HTML

_SHOWN = 8  # pieces of a measure on the card; coverage.left_over has all
_WIDEST = 40  # characters of a piece on the card
_BAR = "display:inline-block;vertical-align:middle;width:8em;height:.7em;border:1px solid #8888"
_FILLED = "display:block;height:100%;background:#0072b2"


def format_coverage_card(card: Coverage) -> str:
    """The card as static escaped HTML for light and dark: a bar for each measure, and the first pieces left over."""
    rows = "".join(_row(count) for count in card.counts)
    about = "is the estimate, from 0 to 1: it ranks texts by how well their figures are read"
    table = f"<table><tr><th>measure</th><th>known</th><th>share</th><th></th><th></th></tr>{rows}</table>"
    lists = "".join(
        _list(count.measure, [p for p in card.pieces if p.measure == count.measure]) for count in card.counts
    )
    return f"<div><strong>{decimal(card.estimate)}</strong> {about}{table}{lists}</div>"


def _row(count: Count) -> str:
    meaning, chinese = COVERED[count.measure]
    filled = f'<span style="{_FILLED};width:{100 * (count.share or 0):.1f}%"></span>'
    bar = f'<span style="{_BAR}">{filled}</span>' if count.total else ""
    cells = (f'<td style="white-space:nowrap">{cell}</td>' for cell in (fraction(count), percent(count), bar))
    name = f'<th style="text-align:left;white-space:nowrap">{count.measure} <span lang="zh">{chinese}</span></th>'
    told = f'<td style="text-align:left">{meaning}</td>'
    return f"<tr>{name}{''.join(cells)}{told}</tr>"


def _list(measure: str, pieces: Sequence[LeftOver]) -> str:
    if not pieces:
        return ""
    items = "".join(
        f'<li>{piece.id} <span lang="zh">{_cut_short(piece.text)}</span> · {piece.detail}</li>'
        for piece in pieces[:_SHOWN]
    )
    more = f"<li>… and {len(pieces) - _SHOWN} more</li>" if len(pieces) > _SHOWN else ""
    return f"<details><summary>{measure}: {len(pieces)} left over</summary><ul>{items}{more}</ul></details>"


def _cut_short(words: str) -> str:
    plain = " ".join(words.split())
    return escape(plain if len(plain) <= _WIDEST else f"{plain[: _WIDEST - 1]}…")
