"""The card of a text that nobody has annotated: how sure its rows are, and what was left over (docs/coverage.md)."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator, Sequence
from html import escape
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple, cast

from ..columns import COVERED, Record, Records, frame
from ..language.quantities import is_fraction
from ..records import Figure, Numeral, Sentence
from ..tables.numeral_page import Pattern
from ..tables.numerals import ARABIC_RULES, SPELLED_RULES
from .review import Doubt, doubts

if TYPE_CHECKING:
    import pandas as pd


class Count(NamedTuple):
    """A measure with how many of its pieces are known; ``share`` is None where there is nothing to count.

    >>> str(Count("units", 3, 4, 0.75)), str(Count("units", 0, 0, None))
    ('3 of 4', 'not stated')
    """

    measure: str
    known: int
    total: int
    share: float | None

    def __str__(self) -> str:
        return f"{self.known} of {self.total}" if self.total else "not stated"


# A piece of the text that a measure does not explain: the row that it is, its span, and why.
LeftOver = namedtuple("LeftOver", "measure table id start stop text detail")

# The last pattern of each list takes whatever the rules before it did not explain.
_LAST_RESORTS = [rule.reason for rule in (ARABIC_RULES[-1], SPELLED_RULES[-1]) if isinstance(rule, Pattern)]


def _looked_at(records: Records) -> Iterator[tuple[str, str, Record, str]]:
    """Measure, table and row of every piece, and why it is left over: nothing where it is known."""
    told = ("figures", "actions", "names", "claims", "partners")
    gave = {getattr(row, "sentence_id", "") for table in told for row in records[table]}
    for sentence in cast("tuple[Sentence, ...]", records["sentences"]):
        if sentence.kind == "body":
            yield "sentences", "sentences", sentence, "gave no row" * (sentence.id not in gave)
    for row in cast("tuple[Numeral, ...]", records["numerals"]):
        yield "numerals", "numerals", row, row.reason if row.reason in _LAST_RESORTS else ""
    for figure in cast("tuple[Figure, ...]", records["figures"]):  # a fraction needs no unit (三分之二)
        is_known = figure.unit_family not in ("none", "other") or is_fraction(figure.number_text)
        yield "units", "figures", figure, "" if is_known else "no unit known"


# How far the share of right figures lies from the mean of their confidence beyond chance, as a standard deviation of
# held-out documents; a test holds it to tests/gold/confidence_unseen.csv.
BETWEEN = 0.05
_WIDE = 1.645  # standard deviations on either side that hold nine in ten


def interval(figures: int, said: float, spread: float, open_: int) -> tuple[float, float]:
    """From where to where the share of right figures lies in nine texts of ten.

    ``said`` is the sum of confidence p, ``spread`` of p (1 - p), the variance that chance alone gives; ``open_`` counts
    the figures that nobody has reviewed, whose confidence may be too high or too low throughout a text.

    >>> [round(bound, 2) for bound in interval(100, 80.0, 16.0, 100)]
    [0.69, 0.91]
    """
    mean, reach = said / figures, _WIDE * sqrt(spread + (BETWEEN * open_) ** 2) / figures
    return max(mean - reach, 0.0), min(mean + reach, 1.0)


class Coverage(NamedTuple):
    """How well a text was understood: ``estimate`` and ``interval``, the rows by doubt, the measures; shown as a card.

    ``counts`` are the measures, ``pieces`` what they leave over, ``doubts`` the rows that nobody has reviewed, the
    least sure first, each with its sentence: all as records. ``estimate`` is the share of figures whose subject and
    action are expected to be both right, from 0 to 1, and ``interval`` from where to where it lies in nine texts of
    ten; both None where there is no figure.

    >>> from xinhua_analysis import parse
    >>> card = parse("新建加梯16台。").coverage()
    >>> card.interval[0] <= card.estimate <= card.interval[1]
    True
    """

    counts: tuple[Count, ...]
    pieces: tuple[LeftOver, ...]
    doubts: tuple[Doubt, ...]
    estimate: float | None
    interval: tuple[float, float] | None

    @property
    def measures(self) -> pd.DataFrame:
        """Columns measure, known, total, share: pieces explained, pieces in all; a share that is not stated is NaN.

        >>> from xinhua_analysis import parse
        >>> parse("完工16台。").coverage().measures.set_index("measure").loc["units", ["known", "total"]].tolist()
        [1, 1]
        """
        return frame(Count._fields, self.counts)

    @property
    def left_over(self) -> pd.DataFrame:
        """Columns measure, table, id, start, stop, text, detail: each piece left over, measure by measure.

        >>> from xinhua_analysis import parse
        >>> parse("一、民生\\n完工加梯16台、9527。").coverage().left_over[["measure", "id", "text"]]
            measure    id  text
        0  numerals  n003  9527
        """
        return frame(LeftOver._fields, self.pieces)

    def __repr__(self) -> str:
        stated = ", ".join(f"{count.measure} {count}" for count in self.counts)
        return f"<Coverage {expected(self)}: {stated}; {len(self.pieces)} left over>"

    def _repr_html_(self) -> str:
        return format_coverage_card(self)


def coverage(records: Records) -> Coverage:
    """Goes through all measures of a text's records, and weighs how sure its figures are.

    >>> from xinhua_analysis.tables import read_records
    >>> [count for count in coverage(read_records("完工16台。")).counts if count.measure == "numerals"]
    [Count(measure='numerals', known=1, total=1, share=1.0)]
    """
    pieces, counts = list(_looked_at(records)), []
    for name in COVERED:
        known = [not why for measure, *_, why in pieces if measure == name]
        counts.append(Count(name, sum(known), len(known), sum(known) / len(known) if known else None))
    figures = cast("tuple[Figure, ...]", records["figures"])
    said = [row.confidence for row in figures]
    spread, open_ = sum(p * (1 - p) for p in said), sum(not row.reviewed for row in figures)
    sure = (sum(said) / len(said), interval(len(said), sum(said), spread, open_)) if said else (None, None)
    left = (
        LeftOver(name, table, row.id, row.start, row.stop, row.text, why) for name, table, row, why in pieces if why
    )
    return Coverage(tuple(counts), tuple(left), doubts(records), *sure)


def expected(card: Coverage) -> str:
    """The estimate with its interval, in words.

    >>> from xinhua_analysis import parse
    >>> expected(parse("没有数字。").coverage())
    'not stated'
    """
    if card.estimate is None or card.interval is None:
        return "not stated"
    return f"{card.estimate:.2f} ({card.interval[0]:.2f} to {card.interval[1]:.2f})"


SHOWN = 8  # rows of a list on the card; the card's records have all
_WIDEST = 60  # characters of a piece on the card


def format_coverage_card(card: Coverage) -> str:
    """The card as static escaped HTML for light and dark: the estimate, the rows to look at, and what was left over."""
    about = "of the figures: subject and action are expected to be both right (in nine texts of ten between the two)"
    told = [(f"{one.confidence:.2f}", one.id, one.read, one.sentence) for one in card.doubts]
    lists = _list(f"least sure, to be looked at first: {len(told)}", told)
    for count in card.counts:
        meaning, chinese = COVERED[count.measure]
        left = [(piece.id, piece.text, piece.detail) for piece in card.pieces if piece.measure == count.measure]
        lists += _list(f"{count.measure} {chinese}: {count} {meaning}", left)
    return f"<div><strong>{expected(card)}</strong> {about}{lists}</div>"


def _list(summary: str, rows: Sequence[Sequence[str]]) -> str:
    items = "".join(f"<li>{' · '.join(map(_cut_short, row))}</li>" for row in rows[:SHOWN])
    more = f"<li>… and {len(rows) - SHOWN} more</li>" if len(rows) > SHOWN else ""
    listed = f'<ul lang="zh">{items}{more}</ul>'
    return f"<details><summary>{summary}</summary>{listed}</details>" if rows else f"<div>{summary}</div>"


def _cut_short(words: str) -> str:
    plain = " ".join(words.split())
    return escape(plain if len(plain) <= _WIDEST else f"{plain[: _WIDEST - 1]}…")
