"""Which figure of an old report and which of a new one tell the same quantity: by trained weights, one to one.

``weights.tsv`` holds a line a feature; ``tools/train_pairs.py`` writes it. A pair's *confidence* is how much its score
outweighs that of all rivals of either figure and of no pair at all; rivals that say the same value are no rivals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..records import TroubleError
from .features import FEATURES, Matrix, Sides, Truths, allowed
from .traits import Trait

FILE = Path(__file__).with_name("weights.tsv")
RELATIONS = ("results", "target and result", "targets")
NO_PAIR = "no pair"  # the weight that a pair has to outweigh
LIKELY = 0.5
_RIVAL = 0.35  # of the chosen one's odds: a candidate that is told beside it
_TWICE = 1.5  # how much less a value told twice may score where it stands first
_NEVER = -60.0
_MOST = 2_000_000  # pairs of figures: some 300 MB


class Match(NamedTuple):
    """Two figures that tell the same quantity, in one of the three ``RELATIONS``, by their places in the tables."""

    relation: str
    old: int
    new: int
    confidence: float
    reason: str
    rivals: tuple[int, ...]  # new figures of another value that are nearly as likely


@cache
def weights() -> NDArray[np.float64]:
    """The weights of the features in their order, and last that of no pair."""
    lines = (line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines())
    known = {name: float(weight) for name, weight in lines}
    return np.array([known[name] for name in (*FEATURES, NO_PAIR)])


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
            chance = _confidence(odds, *twins)
            for at, to in _assign(chance, here, twins[1]):
                rivals = np.flatnonzero((odds[at] > _RIVAL * odds[at, to]) & ~twins[1][to])
                why = "confirmed by hand" if decided.get((at, to)) else _reason(features[at, to], weight)
                sureness = round(float(chance[at, to]), 3)
                found.append(Match(relation, at, to, sureness, why, tuple(map(int, rivals))))
                left[at], left[:, to] = False, False
    return sorted(found, key=lambda pair: (pair.old, pair.new))


def _confidence(odds: Matrix, old: Truths, new: Truths) -> Matrix:
    across = odds / (1 + odds.sum(axis=1, keepdims=True) - odds @ new + odds)
    down = odds / (1 + odds.sum(axis=0, keepdims=True) - old @ odds + odds)
    return np.asarray(np.sqrt(across * down))


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
    told = [f"{name} {parts[name]:+.1f}" for name in (*ranked[:3], ranked[-1]) if abs(parts[name]) > 0.05]
    return ", ".join(told)
