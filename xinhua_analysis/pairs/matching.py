"""Which figure of an old report and which of a new one tell the same quantity: by trained weights, one to one.

A feature gives a number for every pair of figures; ``weights.tsv``, by ``tools/train_pairs.py``, has a line for each.
A pair's *confidence* is how much its score outweighs that of all rivals of either figure and of no pair at all.
"""

from __future__ import annotations

from collections import Counter, namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..records import TroubleError
from .traits import Trait

FILE = Path(__file__).with_name("weights.tsv")
RELATIONS = ("results", "target and result", "targets")
NO_PAIR = "no pair"  # the weight that a pair has to outweigh
LIKELY = 0.5
_RIVAL = 0.35  # of the chosen one's odds: a candidate that is told beside it
_TWICE = 1.5  # how much less a value told twice may score where it stands first
_NEVER = -60.0
_MOST = 2_000_000  # pairs of figures: some 300 MB

Matrix = NDArray[np.floating]
Truths = NDArray[np.bool_]
Told = Callable[[Trait], object]


def pieces(words: str, long: int) -> list[str]:
    """The pieces of some words: single characters, or two that touch.

    >>> pieces("老年 助餐", 2), pieces("助餐", 1)
    (['老年', '助餐'], ['助', '餐'])
    """
    return [word[at : at + long] for word in words.split() for at in range(len(word) + 1 - long)]


class Sides:
    """The figures of both reports, and how alike the words of any two are: a piece weighs more, the rarer it is."""

    def __init__(self, old: Sequence[Trait], new: Sequence[Trait]) -> None:
        self.old, self.new, self.all = old, new, (*old, *new)
        wides = dict.fromkeys(trait.wide for trait in self.all)
        times = Counter(piece for wide in wides for long in (1, 2) for piece in dict.fromkeys(pieces(wide, long)))
        self._rarity = {piece: log(1 + (len(wides) + 1) / count) for piece, count in times.items()}

    def halves(self, told: Told, kind: type = bool) -> tuple[NDArray[Any], NDArray[Any]]:
        """Something of the old figures, as a column, and of the new ones, as a row."""
        values: NDArray[Any] = np.array([kind(told(trait)) for trait in self.all], dtype=kind)
        return values[: len(self.old), None], values[None, len(self.old) :]

    def differ(self, told: Told) -> Truths:
        """Where both figures have not the same of something."""
        codes: dict[object, int] = {}
        return np.asarray(np.not_equal(*self.halves(lambda trait: codes.setdefault(told(trait), len(codes)), int)))

    def oppose(self, told: Told) -> Truths:
        """Where both figures have something, and not the same."""
        return np.asarray(np.logical_and(*self.halves(told)) & self.differ(told))

    def _table(self, field: str, long: int, of: str = "") -> Matrix:
        """The pieces of a field's words, weighed: a row a figure, a column a piece of it, or ``of`` another field's."""
        words = dict.fromkeys(piece for one in self.all for piece in pieces(getattr(one, of or field), long))
        columns = {piece: at for at, piece in enumerate(words)}
        table = np.zeros((len(self.all), len(words)), dtype=np.float32)
        for at, one in enumerate(self.all):
            for piece in pieces(getattr(one, field), long):
                if piece in columns:
                    table[at, columns[piece]] = self._rarity.get(piece, 1.0)
        return table

    def cosine(self, field: str, long: int) -> Matrix:
        """The cosine of the pieces of a field's words."""
        table = self._table(field, long)
        table, at = table / np.maximum(np.sqrt((table * table).sum(axis=1, keepdims=True)), 1e-9), len(self.old)
        return np.asarray(table[:at] @ table[at:].T)

    @cache  # noqa: B019 - as long-lived as the comparison
    def held(self, part: str) -> tuple[Matrix, Matrix]:
        """How much of a part of the old figure's words stands near the new figure, and the other way round."""
        own, near, at = self._table(part, 1), self._table("around", 1, part) > 0, len(self.old)
        share, near = own / np.maximum(own.sum(axis=1, keepdims=True), 1e-9), near.astype(np.float32)
        return np.asarray(share[:at] @ near[at:].T), np.asarray(near[:at] @ share[at:].T)


def _act_of_a_neighbour(both: Sides) -> Truths:
    """完工16台、开工23台 beside 完工23台: another act, which the one's own sentence tells of a neighbour."""
    acts: dict[tuple[bool, str, str], set[str]] = {}
    keys = [(at < len(both.old), one.figure.sentence_id, one.figure.unit) for at, one in enumerate(both.all)]
    for key, one in zip(keys, both.all, strict=True):
        acts.setdefault(key, set()).add(one.action)
    told = [(one.action, acts[key] - {"", one.action}) for key, one in zip(keys, both.all, strict=True)]
    old, new = told[: len(both.old)], told[len(both.old) :]
    return np.array([[b in x or a in y for b, y in new] for a, x in old], dtype=bool)


def _distances(both: Sides, of_amounts: bool) -> Matrix:
    """How far apart two values are: of amounts in steps of e, at most 4; of shares and growth as told, at most 0.5."""
    old, new = both.halves(lambda t: t.value, float)
    steps = np.abs(np.log1p(np.abs(new)) - np.log1p(np.abs(old)))
    here = np.logical_or(*both.halves(lambda t: t.measure == "amount")) == of_amounts
    return np.asarray(here * (np.minimum(steps, 4) / 4 if of_amounts else np.minimum(np.abs(new - old), 0.5)))


FEATURES: dict[str, Callable[[Sides], NDArray[Any]]] = {
    "old subject near the new figure": lambda b: b.held("subject")[0],
    "new subject near the old figure": lambda b: b.held("subject")[1],
    "subjects near each other's figure": lambda b: np.minimum(*b.held("subject")),
    "same characters of the subject": lambda b: b.cosine("subject", 1),
    "words near each other's figure": lambda b: np.minimum(*b.held("own")),
    "words alike": lambda b: b.cosine("own", 2),
    "the act of a neighbour": _act_of_a_neighbour,
    "amounts far apart": lambda b: _distances(b, True),
    "rates far apart": lambda b: _distances(b, False),
}


def _unlike_periods(both: Sides) -> Truths:
    """A year with a part of it, with several years, or a total to date, unless these tell a level reached at its end.

    Of targets, what is to be reached in five years stands beside no target of a year. What is summed up since a day
    does not fall: 累计3.6万列 and 累计2.6万列 count from different days.
    """
    years = both.halves(
        lambda t: t.period == "year" or (t.period == "years" and t.measure != "growth" and t.told != "flow")
    )
    total = both.halves(lambda t: t.told == "level" and t.period in ("year", "sum"))
    targets, sums = (np.logical_and(*both.halves(told)) for told in (lambda t: t.target, lambda t: t.period == "sum"))
    may = (np.logical_and(*years) | np.logical_and(*total)) & ~targets
    return np.asarray(
        (both.differ(lambda t: t.period) & ~may) | (sums & np.greater(*both.halves(lambda t: t.value, float)))
    )


FORBIDDEN: dict[str, Callable[[Sides], Truths]] = {
    "unlike units": lambda b: (
        b.differ(lambda t: t.kind) & b.differ(lambda t: t.unit) & b.differ(lambda t: t.figure.unit_family)
    ),
    "a percentage, a rate, a share or percentage points with another of them": lambda b: b.differ(lambda t: t.measure),
    "unlike periods": _unlike_periods,
    "of another whole place": lambda b: b.differ(lambda t: t.overall),
    "of another rank": lambda b: b.oppose(lambda t: t.rank),
    "newly added with all there are": lambda b: b.oppose(lambda t: t.extent),
    "what something moved from": lambda b: np.logical_or(*b.halves(lambda t: t.base)),
}


def allowed(both: Sides) -> Truths:
    """Which pairs break no rule of the closed grammar."""
    return np.asarray(~np.logical_or.reduce([rule(both) for rule in FORBIDDEN.values()]))


def forbidden_by(old: Trait, new: Trait) -> Iterator[str]:
    """The rules that keep two figures apart."""
    both = Sides([old], [new])
    return (name for name, rule in FORBIDDEN.items() if rule(both)[0, 0])


# Two figures that tell the same quantity, in one of the three ``RELATIONS``, by their places in the tables; and new
# figures of another value that are nearly as likely.
Match = namedtuple("Match", "relation old new confidence reason rivals")


@cache
def weights() -> NDArray[np.float64]:
    """The weights of the features in their order, and last that of no pair."""
    return np.loadtxt(FILE, delimiter="\t", usecols=1, encoding="utf-8")


def measured(both: Sides) -> Matrix:
    """All features of all pairs: old figures × new figures × features."""
    return np.stack([feature(both) for feature in FEATURES.values()], axis=-1, dtype=np.float64)


def relations(both: Sides) -> NDArray[np.int64]:
    """The relation of each pair as a place in ``RELATIONS``; -1 for a result beside a target of the year after."""
    old, new = both.halves(lambda trait: trait.target)
    return np.where(old, np.where(new, 2, 1), np.where(new, -1, 0))


def match(
    old: Sequence[Trait],
    new: Sequence[Trait],
    decided: Mapping[tuple[int, int], bool] | None = None,
    weight: NDArray[np.float64] | None = None,
) -> list[Match]:
    """The pairs of two reports' figures, in the order of the old one; those ``decided`` by hand are kept or cut."""
    if not old or not new:
        return []
    if len(old) * len(new) > _MOST:
        raise TroubleError(f"{len(old)} figures beside {len(new)} are too many", hint="compare parts of the reports")
    weight, decided, both = weights() if weight is None else weight, decided or {}, Sides(old, new)
    features = measured(both)
    scores = np.where(allowed(both), features @ weight[:-1] + weight[-1], _NEVER)
    for pair, is_same in decided.items():
        scores[pair] = -_NEVER if is_same else _NEVER
    kinds, alike = relations(both), ~both.differ(lambda trait: trait.period)
    values = [np.array([f"{one.figure.value} {one.figure.unit}" for one in side]) for side in (old, new)]
    twins = [one[:, None] == one[None, :] for one in values]
    found: list[Match] = []
    for kind, relation in enumerate(RELATIONS):
        left = kinds == kind
        for told in (alike, ~alike):  # a review of several years answers only for silence
            here = np.where(left & told, scores, _NEVER)
            odds = np.exp(here)
            across = odds / (1 + odds.sum(axis=1, keepdims=True) - odds @ twins[1] + odds)
            down = odds / (1 + odds.sum(axis=0, keepdims=True) - twins[0] @ odds + odds)
            chance = np.sqrt(across * down)
            for at, to in _assign(chance, here, twins[1]):
                rivals = np.flatnonzero((odds[at] > _RIVAL * odds[at, to]) & ~twins[1][to])
                why = "confirmed by hand" if decided.get((at, to)) else _reason(features[at, to], weight)
                sureness = round(float(chance[at, to]), 3)
                found.append(Match(relation, at, to, sureness, why, tuple(map(int, rivals))))
                left[at], left[:, to] = False, False
    return sorted(found, key=lambda pair: (pair.old, pair.new))


def _assign(chance: Matrix, scores: Matrix, twice: Truths) -> list[tuple[int, int]]:
    """The likeliest pairs first, each figure once; of a value told twice the place where it is told first."""
    chosen, taken = dict[int, int](), dict[int, int]()
    for flat in np.argsort(-chance, axis=None, kind="stable"):
        at, to = divmod(int(flat), chance.shape[1])
        if chance[at, to] < LIKELY:
            break
        if at not in chosen and to not in taken:
            near = np.flatnonzero(twice[to] & (scores[at] > scores[at, to] - _TWICE))
            to = next(int(place) for place in near if place not in taken)
            chosen[at], taken[to] = to, at
    return list(chosen.items())


def _reason(features: NDArray[np.float64], weight: NDArray[np.float64]) -> str:
    """The features that spoke most for the pair, and the one that spoke most against it."""
    parts = dict(zip(FEATURES, features * weight[:-1], strict=True))
    ranked = sorted(parts, key=lambda name: -parts[name])
    return ", ".join(f"{name} {parts[name]:+.1f}" for name in (*ranked[:3], ranked[-1]) if abs(parts[name]) > 0.05)
