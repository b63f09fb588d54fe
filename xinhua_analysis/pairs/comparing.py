"""One year's summary beside the next: figures, names, claims and headings, with what only one of them states.

Three relations stand apart: a result beside a result, a target beside its result, a target beside a target. What a
report does not state is a row of its own, never a zero.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, namedtuple
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..columns import frame
from ..records import LookupFailed, ReadError, reason
from ..report import Report
from .features import forbidden_by, pieces
from .matching import Match, match
from .traits import Trait, traits

if TYPE_CHECKING:
    import os

    import pandas as pd


NOT_IN_NEW, NOT_IN_OLD = "not stated in the new", "not stated in the old"
_LAST_YEAR = "上年|去年|上一年|同比|同期"
_SAID = re.compile(f"(?:[比较与](?:{_LAST_YEAR})|同比)[^，。；\\d]{{0,6}}?(?:([增升多高])|([减降少低]))")
_RENAMED = re.compile("”?(?:计划|活动|项目|品牌|平台|行动)?(?:正式)?(?:更名|改名|改称|升级|迭代|调整|提升)[为成]“?")
_EDITION = re.compile(
    r"第[\d一二三四五六七八九十]+[届季批轮期]|首[届季批轮期]|\d+(?:\.\d+)?版?|20\d\d年?|[（(][^（）()]*[）)]"
)
_NAMELESS = re.compile(r"[^\w]+")
_ALIKE = {"names": 0.6, "claims": 0.6, "sections": 0.45}  # of their pairs of characters, and two may be one, reworded
_MANY = 40  # names that hold one pair of characters
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


# ---------------------------------------------------------------- two values


def movement(old: Trait, new: Trait) -> tuple[Decimal | None, str, Decimal | None, str]:
    """Change, its unit, relative change, and which way a quantity moved; empty where the two cannot be compared.

    Percentages differ by 百分点; a relative change is given of amounts alone. A growth rate is faster or slower, and
    where it turned, that is said. Of bounds (突破60%) a change is not known, only its direction where they leave one.
    """
    a, b = old.figure, new.figure
    counted = {a.unit_family, b.unit_family} <= {"count", "organisation", "occasion", "household"}
    is_one = counted or a.unit.replace("每", "/") == b.unit.replace("每", "/")
    if a.high is not None or b.high is not None or not is_one:
        return None, "", None, ""
    x, y = (-one.value if old.measure == "growth" and one.direction == "fall" else one.value for one in (a, b))
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
    if said := _SAID.match(text, row.stop + (text[row.stop : row.stop + 1] in "，,、")):
        return ("rise" if said[1] else "fall"), None
    return (row.direction if own.measure != "growth" and row.direction != "level" else ""), None


def _agrees(stated: str, size: Decimal | None, moved: str, percent: Decimal | None, family: str) -> str:
    """Whether the numbers agree with what is stated; of money only the direction is asked."""
    if not stated or not moved:
        return ""
    ways = {"faster": "rise", "falls slower": "rise", "slower": "fall", "falls faster": "fall"}
    if ways.get(moved, moved.rpartition(" ")[2]) != stated:
        return "no"
    if size is None or percent is None or family in _NOT_NOMINAL:
        return "yes"
    return "yes" if abs(abs(percent) - size) <= Decimal("0.01") else "no"


# ---------------------------------------------------------------- two lists of words


Words = tuple[str, str, str]  # id, words, kind


def pair_words(
    old: Iterable[Words], new: Iterable[Words], renamed: Iterable[tuple[str, str]] = (), least: float = 0.6
) -> list[WordPair]:
    """Rows of two years as pairs: the same words, a name that is said to be another's, another edition, likeness.

    >>> rows = pair_words([("m1", "“Hello老友亭”", ""), ("m2", "首届花会", "")], [("m7", "第二届花会", "")])
    >>> [(row.old_id, row.new_id, row.relation) for row in rows]
    [('m1', '', 'dropped'), ('m2', 'm7', 'renamed')]
    """
    olds, news = dict[str, Words](), dict[str, Words]()
    for rows, side in ((olds, old), (news, new)):
        for row in side:
            rows.setdefault(_NAMELESS.sub("", row[1]), row)
        rows.pop("", None)
    told = {_NAMELESS.sub("", a): _NAMELESS.sub("", b) for a, b in renamed}
    bases = [{name: _NAMELESS.sub("", _EDITION.sub("", row[1])) for name, row in side.items()} for side in (olds, news)]
    editions = {base: name for name, base in bases[1].items() if len(base) > 1}
    found: dict[str, tuple[str, str]] = {}
    for why, answers in (
        ("said to be renamed", [(name, told.get(name, "")) for name in olds]),
        ("", [(name, name) for name in olds]),
        ("another edition", [(name, editions.get(bases[0][name], "")) for name in olds]),
        ("alike", list(_alike(list(olds), list(news), least))),
    ):
        taken = {other for other, _ in found.values()}
        for name, other in answers:
            if name not in found and other in news and other not in taken:
                found[name] = other, why
                taken.add(other)
    pairs = []
    for name, (id_, words, kind) in olds.items():
        other, why = found.get(name, ("", ""))
        other_id, other_words, _ = news.get(other, ("", "", ""))
        relation = "dropped" if not other else "renamed" if why else "kept"
        pairs.append(WordPair(id_, other_id, relation, words, other_words, kind, why))
    taken = {other for other, _ in found.values()}
    left = [row for name, row in news.items() if name not in taken]
    return pairs + [WordPair("", id_, "new", "", words, kind, "") for id_, words, kind in left]


def _alike(olds: list[str], news: list[str], least: float) -> Iterator[tuple[str, str]]:
    """The names that share the most of their pairs of characters first (Dice); what many names hold tells nothing."""
    sides = [[dict.fromkeys(pieces(name, 2)) for name in names] for names in (olds, news)]
    holders: dict[str, list[int]] = {}
    for place, own in enumerate(sides[1]):
        for piece in own:
            holders.setdefault(piece, []).append(place)
    scored = []
    for at, own in enumerate(sides[0]):
        shared = Counter(place for piece in own for place in holders.get(piece, ())[:_MANY])
        scored += [(-2 * times / (len(own) + len(sides[1][to])), at, to) for to, times in shared.items()]
    return ((olds[at], news[to]) for score, at, to in sorted(scored) if score <= -least)


def renamings(report: Report) -> list[tuple[str, str]]:
    """What a report says that it renamed: “人人营造师”计划升级为“人人营造家”.

    >>> from xinhua_analysis import parse
    >>> renamings(parse("“老友亭”更名为“老友驿亭”。"))
    [('“老友亭”', '“老友驿亭”')]
    """
    names = report.records("names")
    return [(a.text, b.text) for a, b in pairwise(names) if _RENAMED.fullmatch(report.text, a.stop, b.start)]


# ---------------------------------------------------------------- the comparison


class Comparison:
    """Two reports beside each other, in tidy tables that are made once.

    ``figures``: old_id new_id relation old_text new_text old_subject new_subject old_value new_value unit old_bound
    new_bound change change_unit percent movement stated agrees confidence reason; ``names``, ``claims``, ``sections``:
    old_id new_id relation old_text new_text kind reason; ``unsettled``: old_id detail candidates. Each figure of either
    report stands there, each name once; the unmatched have an empty id on the other side.
    """

    def __init__(self, old: Report, new: Report, decisions: Iterable[tuple[str, str, str]] = (), is_plan: bool = False):
        self.old, self.new, self._is_plan = old, new, is_plan
        self.renamed = renamings(new)
        said = dict(self.renamed)
        self.old_traits, self.new_traits = traits(old, is_plan, said), traits(new)
        self._refused: list[Unsettled] = []
        decided = self._decided(decisions)
        self.matches = match(self.old_traits, self.new_traits, decided["confirm"], decided["cut"])

    def _decided(self, rows: Iterable[tuple[str, str, str]]) -> dict[str, list[tuple[int, int]]]:
        places = [{one.figure.id: at for at, one in enumerate(side)} for side in (self.old_traits, self.new_traits)]
        decided: dict[str, list[tuple[int, int]]] = {"confirm": [], "cut": []}
        for decision, old, new in rows:
            if decision not in decided:
                raise LookupFailed(f"no decision {decision!r}", hint="write confirm or cut")
            if old not in places[0] or new not in places[1]:
                raise LookupFailed(f"no figures {old!r} and {new!r}", hint="take ids from the table figures")
            at, to = places[0][old], places[1][new]
            why = ", ".join(forbidden_by(self.old_traits[at], self.new_traits[to]))
            if decision == "confirm" and why:
                self._refused.append(Unsettled(old, f"confirmed by hand, but never matched: {why}", new))
            else:
                decided[decision].append((at, to))
        return decided

    @cached_property
    def rows(self) -> tuple[FigurePair, ...]:
        """The pairs of figures and the unmatched ones as records, numbers exact, in the order of the old report."""
        old, new = ({one[side] for one in self.matches} for side in (1, 2))
        told = [(found.old, self._row(found)) for found in self.matches]
        told += [(at, _alone(one, NOT_IN_NEW)) for at, one in enumerate(self.old_traits) if at not in old]
        gone = (_alone(one, NOT_IN_OLD) for at, one in enumerate(self.new_traits) if at not in new)
        return (*(row for _, row in sorted(told, key=itemgetter(0))), *gone)

    def _row(self, found: Match) -> FigurePair:
        a, b = self.old_traits[found.old], self.new_traits[found.new]
        change, unit, percent, moved = movement(a, b)
        after = self.new_traits[found.new + 1] if found.new + 1 < len(self.new_traits) else None
        stated, size = _stated(self.new.text, b, after) if found.relation == "results" else ("", None)
        agrees = _agrees(stated, size, moved, percent, b.figure.unit_family)
        x, y = a.figure, b.figure
        sides = x.text, y.text, x.subject, y.subject, x.value, y.value, y.unit, x.bound, y.bound
        moves = change, unit, percent, moved, stated, agrees
        return FigurePair(x.id, y.id, found.relation, *sides, *moves, found.confidence, found.reason)

    def words(self, table: str) -> list[WordPair]:
        """The rows of names, claims or sections as pairs."""
        told: dict[str, Callable[[Any], Words]] = {
            "names": lambda row: (row.id, row.text, row.kind),
            "claims": lambda row: (row.id, row.what or row.text, row.kind),
            "sections": lambda row: (row.id, row.title, str(row.level)),
        }
        if table not in told:
            raise LookupFailed(f"no words are compared of {table!r}", hint=f"choose one of {' '.join(told)}")
        sides = [[told[table](row) for row in report.records(table)] for report in (self.old, self.new)]
        return pair_words(sides[0], sides[1], self.renamed, _ALIKE[table])

    figures: cached_property[pd.DataFrame] = cached_property(lambda self: frame(FigurePair._fields, self.rows))
    names: cached_property[pd.DataFrame] = cached_property(lambda self: frame(WordPair._fields, self.words("names")))
    claims: cached_property[pd.DataFrame] = cached_property(lambda self: frame(WordPair._fields, self.words("claims")))
    sections: cached_property[pd.DataFrame] = cached_property(
        lambda self: frame(WordPair._fields, self.words("sections"))
    )
    unsettled: cached_property[pd.DataFrame] = cached_property(
        lambda self: frame(Unsettled._fields, self.unsettled_rows)
    )

    @cached_property
    def unsettled_rows(self) -> tuple[Unsettled, ...]:
        """What could not be settled, as records."""
        return tuple(self._unsettled())

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
        alone = sum(row.relation in (NOT_IN_NEW, NOT_IN_OLD) for row in self.rows)
        return f"<Comparison {self.old.year} and {self.new.year}: {len(self.matches)} pairs, {alone} figures alone>"


def _alone(one: Trait, relation: str) -> FigurePair:
    row, side = one.figure, "old" if relation == NOT_IN_NEW else "new"
    told = {f"{side}_{name}": getattr(row, name) for name in ("id", "text", "subject", "value", "bound")}
    return FigurePair(relation=relation, unit=row.unit, **told)


def read_decisions(path: str | os.PathLike[str]) -> list[tuple[str, str, str]]:
    """The pairs that a user confirmed or cut: a CSV file with the columns decision (confirm or cut), old_id, new_id."""
    try:
        rows = list(csv.DictReader(io.StringIO(Path(path).read_text(encoding="utf-8-sig"), newline="")))
        return [(row["decision"].strip(), row["old_id"].strip(), row["new_id"].strip()) for row in rows]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ReadError(
            f"cannot be read: {reason(error)}", source=str(path), hint="name a CSV file in UTF-8"
        ) from error
    except (KeyError, AttributeError) as error:
        hint = "give the columns decision, old_id and new_id"
        raise ReadError("is no file of decided pairs", source=str(path), hint=hint) from error
