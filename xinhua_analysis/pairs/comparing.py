"""One year's summary beside the next: figures, names, claims and headings, with what only one of them states."""

from __future__ import annotations

import csv
import os
import re
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache, cached_property
from itertools import groupby, pairwise
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..columns import frame
from ..lexicon import Patterns
from ..records import Figure, LookupFailed, ReadError, reason
from ..report import Report
from .matching import Match, forbidden_by, match, pieces
from .traits import Trait, traits

if TYPE_CHECKING:
    import pandas as pd


_Path = str | os.PathLike[str]
NOT_IN_NEW, NOT_IN_OLD = "not stated in the new", "not stated in the old"
_LAST_YEAR = "上年|去年|上一年|同比|同期"
_P = Patterns(__name__, LAST_YEAR=_LAST_YEAR)
# Words and kind of a row, and how many pairs of characters two must share to be one, reworded.
_WORDS: dict[str, tuple[Callable[[Any], tuple[str, str]], float]] = {
    "names": (lambda row: (row.text, row.kind), 0.6),
    "claims": (lambda row: (row.what or row.text, row.kind), 0.6),
    "sections": (lambda row: (row.title, str(row.level)), 0.45),
}
_MANY = 200  # others that hold one pair of characters: what more hold tells nothing
_WAYS = {"faster": "rise", "falls slower": "rise", "slower": "fall", "falls faster": "fall"}
_NOT_NOMINAL = ("money", "share")  # growth told of money is often real growth: it need not be that of the sums


# Two figures that tell the same quantity, or one that has none beside it.
FigurePair = namedtuple(
    "FigurePair",
    "old_id new_id relation old_text new_text old_subject new_subject old_value new_value unit old_bound new_bound "
    "change change_unit percent movement stated agrees confidence reason",
    defaults=("", "", "", "", "", "", "", None, None, "", "", "", None, "", None, "", "", "", None, ""),
)
# A name, claim or heading of two years: kept, renamed (both forms), new or dropped.
WordPair = namedtuple("WordPair", "old_id new_id relation old_text new_text kind reason")
# What could not be settled, and the rows that it may be.
Unsettled = namedtuple("Unsettled", "old_id detail candidates")


def movement(old: Trait, new: Trait) -> tuple[Decimal | None, str, Decimal | None, str]:
    """Change, its unit, relative change, and which way a quantity moved; empty where the two cannot be compared."""
    a, b, x, y = old.figure, new.figure, old.value, new.value
    counted = {a.unit_family, b.unit_family} <= {"count", "organisation", "occasion", "household"}
    if a.high is not None or b.high is not None or not (counted or old.unit == new.unit):
        return None, "", None, ""
    if {a.bound, b.bound} - {"exact", "approx"}:
        rises = y > x and b.bound != "at_most" and a.bound != "at_least"
        falls = y < x and b.bound != "at_least" and a.bound != "at_most"
        return None, "", None, "rise" if rises else "fall" if falls else ""
    if old.measure == "growth":
        turned = "turned to a rise" if x < 0 < y else "turned to a fall" if y < 0 < x else ""
        pace = "level" if x == y else "faster" if abs(y) > abs(x) else "slower"
        return (y - x) * 100, "百分点", None, turned or (f"falls {pace}" if x < 0 and x != y else pace)
    way = "level" if x == y else "rise" if y > x else "fall"
    if old.measure != "amount":
        return (y - x) * 100, "百分点", None, way
    return y - x, b.unit, (y / x - 1).quantize(Decimal("0.0001")) if x > 0 else None, way


def _stated(text: str, own: Trait, after: Trait | None) -> tuple[str, Decimal | None]:
    """Which way the new text says that a quantity moved since last year, and by what part if it says so."""
    row = own.figure
    if after and after.figure.sentence_id == row.sentence_id and after.figure.start < row.stop + 16:
        is_step = after.measure in ("growth", "points") and own.measure != after.measure
        if is_step and after.figure.direction and re.search(_LAST_YEAR, after.figure.compared_with):
            return after.figure.direction, after.figure.value if own.measure == "amount" else None
    if said := _P.SAID.match(text, row.stop + (text[row.stop : row.stop + 1] in "，,、")):
        return ("rise" if said[1] else "fall"), None
    return (row.direction if own.measure != "growth" and row.direction != "level" else ""), None


Words = tuple[str, str, str]  # id, words, kind


def pair_words(
    old: Iterable[Words], new: Iterable[Words], renamed: Iterable[tuple[str, str]] = (), least: float = 0.6
) -> list[WordPair]:
    """Rows of two years as pairs: the same words, a name that is said to be another's, another edition, alike (Dice).

    >>> rows = pair_words([("m1", "“Hello老友亭”", ""), ("m2", "首届花会", "")], [("m7", "第二届花会", "")])
    >>> [(row.old_id, row.new_id, row.relation) for row in rows]
    [('m1', '', 'dropped'), ('m2', 'm7', 'renamed')]
    """
    olds, news = dict[str, Words](), dict[str, Words]()
    for rows, side in ((olds, old), (news, new)):
        for row in side:
            rows.setdefault(_without_marks(row[1]), row)
        rows.pop("", None)
    told = {_without_marks(a): _without_marks(b) for a, b in renamed}
    bare = {name: _without_marks(_P.EDITION.sub("", row[1])) for name, row in (news | olds).items()}
    editions = {bare[name]: name for name in news if len(bare[name]) > 1}
    offers = [(name, told.get(name, ""), "said to be renamed") for name in olds] + [(name, name, "") for name in olds]
    offers += [(name, editions.get(bare[name], ""), "another edition") for name in olds]
    sizes, names = [len(dict.fromkeys(pieces(name, 2))) for name in news], (list(olds), list(news))
    shares = enumerate(held(*names, lambda times: 1))
    dice = [(-2 * own / (whole + sizes[to]), at, to) for at, (whole, found) in shares for to, own in found.items()]
    offers += [(names[0][at], names[1][to], "alike") for score, at, to in sorted(dice) if score <= -least]
    found, taken = dict[str, tuple[str, str]](), set[str]()
    for name, other, why in offers:
        if name not in found and other in news and other not in taken:
            found[name] = other, why
            taken.add(other)
    pairs = []
    for name, (id_, words, kind) in olds.items():
        other, why = found.get(name, ("", ""))
        other_id, other_words, _ = news.get(other, ("", "", ""))
        relation = "dropped" if not other else "renamed" if why else "kept"
        pairs.append(WordPair(id_, other_id, relation, words, other_words, kind, why))
    return pairs + [WordPair("", row[0], "new", "", *row[1:], "") for name, row in news.items() if name not in taken]


def _without_marks(words: str) -> str:
    return re.sub(r"\W+", "", words)


def held(
    wanted: Iterable[str], told: Iterable[str], weight: Callable[[int], float]
) -> Iterator[tuple[float, dict[int, float]]]:
    """Of each of some words the ``weight`` of their pairs of characters, and how much of it others hold, by place.

    >>> list(held(["社区生活圈"], ["美好生活圈", "社区食堂"], lambda times: 1))
    [(4.0, {1: 1, 0: 2})]
    """
    holders: dict[str, list[int]] = {}
    for place, words in enumerate(told):
        for piece in dict.fromkeys(pieces(words, 2)):
            holders.setdefault(piece, []).append(place)
    for words in wanted:
        whole, found = 0.0, dict[int, float]()
        for piece in dict.fromkeys(pieces(words, 2)):
            many = holders.get(piece, ())
            whole += weight(len(many))
            for place in many[:_MANY]:
                found[place] = found.get(place, 0) + weight(len(many))
        yield whole, found


def renamings(report: Report) -> list[tuple[str, str]]:
    """What a report says that it renamed: “人人营造师”计划升级为“人人营造家”.

    >>> from xinhua_analysis import parse
    >>> renamings(parse("“老友亭”更名为“老友驿亭”。"))
    [('“老友亭”', '“老友驿亭”')]
    """
    names = report.records("names")
    return [(a.text, b.text) for a, b in pairwise(names) if _P.RENAMED.fullmatch(report.text, a.stop, b.start)]


def framed(table: str) -> cached_property[pd.DataFrame]:
    """A table of ``records`` as a frame that is made once."""
    return cached_property(lambda self: frame(self.fields[table], self.records(table)))


class Comparison:
    """Two reports beside each other, in tidy tables that are made once; ``records`` gives them with exact numbers.

    ``figures``: old_id new_id relation old_text new_text old_subject new_subject old_value new_value unit old_bound
    new_bound change change_unit percent movement stated agrees confidence reason; ``names``, ``claims``, ``sections``:
    old_id new_id relation old_text new_text kind reason; ``unsettled``: old_id detail candidates. Each figure of either
    report stands there, each name once; the unmatched have an empty id on the other side.
    """

    fields: Mapping[str, tuple[str, ...]] = {
        "unsettled": Unsettled._fields,
        "figures": FigurePair._fields,
        **dict.fromkeys(_WORDS, WordPair._fields),
    }
    figures, names, claims, sections, unsettled = map(framed, ("figures", *_WORDS, "unsettled"))

    def __init__(self, old: Report, new: Report, decisions: _Path | None = None, is_plan: bool = False):
        self.old, self.new, self._is_plan = old, new, is_plan
        self.renamed = renamings(new)
        self.old_traits, self.new_traits = traits(old, is_plan, self.renamed), traits(new)
        self._refused: list[Unsettled] = []
        self.matches = match(
            self.old_traits, self.new_traits, self._decided(read_decisions(decisions) if decisions is not None else ())
        )

    @cache  # noqa: B019 - as long-lived as the comparison
    def records(self, table: str) -> tuple[Any, ...]:
        """The rows of a table: figures in the order of the old report, and then of the new; raises LookupFailed."""
        if table not in self.fields:
            raise LookupFailed(f"no table {table!r}", hint=f"choose one of {' '.join(self.fields)}")
        if table in _WORDS:
            told, least = _WORDS[table]
            old, new = ([(row.id, *told(row)) for row in side.records(table)] for side in (self.old, self.new))
            return tuple(pair_words(old, new, self.renamed, least))
        return tuple(self._figures() if table == "figures" else self._unsettled())

    def _decided(self, rows: Iterable[tuple[str, str, str]]) -> dict[tuple[int, int], bool]:
        places = [{one.figure.id: at for at, one in enumerate(side)} for side in (self.old_traits, self.new_traits)]
        decided: dict[tuple[int, int], bool] = {}
        for decision, old, new in rows:
            if decision not in ("confirm", "cut") or old not in places[0] or new not in places[1]:
                hint = "write confirm or cut, and take ids from the table figures"
                raise LookupFailed(f"no decision {decision!r} of figures {old!r} and {new!r}", hint=hint)
            pair = places[0][old], places[1][new]
            why = ", ".join(forbidden_by(self.old_traits[pair[0]], self.new_traits[pair[1]]))
            if decision == "confirm" and why:
                self._refused.append(Unsettled(old, f"confirmed by hand, but never matched: {why}", new))
            else:
                decided[pair] = decision == "confirm"
        return decided

    def _figures(self) -> Iterator[FigurePair]:
        found = {at: [self._row(pair) for pair in pairs] for at, pairs in groupby(self.matches, attrgetter("old"))}
        for at, one in enumerate(self.old_traits):
            yield from found.get(at) or [_alone(one.figure, NOT_IN_NEW)]
        taken = {pair.new for pair in self.matches}
        yield from (_alone(one.figure, NOT_IN_OLD) for at, one in enumerate(self.new_traits) if at not in taken)

    def _row(self, found: Match) -> FigurePair:
        a, b = self.old_traits[found.old], self.new_traits[found.new]
        x, y = a.figure, b.figure
        change, unit, percent, moved = movement(a, b)
        after = next(iter(self.new_traits[found.new + 1 : found.new + 2]), None)
        stated, size = _stated(self.new.text, b, after) if found.relation == "results" else ("", None)
        is_told = _WAYS.get(moved, moved.rpartition(" ")[2]) == stated
        if size is not None and percent is not None and y.unit_family not in _NOT_NOMINAL:
            is_told = is_told and abs(abs(percent) - size) <= Decimal("0.01")
        agrees = ("yes" if is_told else "no") if stated and moved else ""
        sides = x.text, y.text, x.subject, y.subject, x.value, y.value, y.unit, x.bound, y.bound
        moves = change, unit, percent, moved, stated, agrees
        return FigurePair(x.id, y.id, found.relation, *sides, *moves, found.confidence, found.reason)

    def _unsettled(self) -> Iterator[Unsettled]:
        years = self.old.year, self.new.year
        if None in years or years[0] + (not self._is_plan) > years[1]:  # type: ignore[operator]
            yield Unsettled("", f"the years are {years[0] or 'not stated'} and {years[1] or 'not stated'}", "")
        if not any(one.target for one in self.old_traits):
            yield Unsettled("", "the old report has no plan part: no target is followed", "")
        yield from self._refused
        for found in self.matches:
            if found.rivals:
                ids = " ".join(self.new_traits[at].figure.id for at in (found.new, *found.rivals))
                yield Unsettled(self.old_traits[found.old].figure.id, f"several candidates as {found.relation}", ids)

    def __repr__(self) -> str:
        alone = sum(not (row.old_id and row.new_id) for row in self.records("figures"))
        return f"<Comparison {self.old.year} and {self.new.year}: {len(self.matches)} pairs, {alone} figures alone>"


def _alone(row: Figure, relation: str) -> FigurePair:
    side = "old" if relation == NOT_IN_NEW else "new"
    told = {f"{side}_{name}": getattr(row, name) for name in ("id", "text", "subject", "value", "bound")}
    return FigurePair(relation=relation, unit=row.unit, **told)


def read_decisions(path: _Path) -> list[tuple[str, str, str]]:
    """The pairs that a user confirmed or cut: a CSV file with the columns decision (confirm or cut), old_id, new_id."""
    try:
        rows = csv.DictReader(Path(path).read_text(encoding="utf-8-sig").splitlines())
        return [(row["decision"].strip(), row["old_id"].strip(), row["new_id"].strip()) for row in rows]
    except (OSError, ValueError, LookupError, AttributeError, csv.Error) as error:
        told = f"cannot be read: {reason(error)}" if isinstance(error, OSError | ValueError) else "is no file of pairs"
        hint = "name a CSV file in UTF-8 with the columns decision, old_id and new_id"
        raise ReadError(told, source=str(path), hint=hint) from error
