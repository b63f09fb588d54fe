"""What is compared of two figures: named features, a matrix of one number for every pair of them.

A feature is a function of the traits of the old figures and of the new ones; how much it weighs is learned from gold by
``tools/train_pairs.py``. What no reader would ever put side by side is closed grammar, in ``FORBIDDEN``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .traits import NEW, Trait

Matrix = NDArray[np.floating]
Truths = NDArray[np.bool_]
Told = Callable[[Trait], object]

_TOTAL = re.compile("总[数量]|增[至到]|达到")
_BODIES = re.compile("企业|主体|公司|机构|商户|巨人|工厂|店")


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

    def halves(self, told: Told, kind: type) -> tuple[NDArray[Any], NDArray[Any]]:
        """Something of the old figures, as a column, and of the new ones, as a row."""
        values: NDArray[Any] = np.array([told(trait) for trait in self.all], dtype=kind)
        return values[: len(self.old), None], values[None, len(self.old) :]

    def equal(self, told: Told) -> Truths:
        """Where both figures have the same of something."""
        codes: dict[object, int] = {}
        old, new = self.halves(lambda trait: codes.setdefault(told(trait), len(codes)), int)
        return np.asarray(old == new)

    def have(self, told: Told) -> tuple[Truths, Truths]:
        """Where the old figure has something, as a column, and the new one, as a row."""
        return self.halves(lambda trait: bool(told(trait)), bool)

    def _table(self, field: str, long: int, other: str) -> tuple[Matrix, Matrix]:
        """The pieces of two fields' words, weighed: a row a figure, a column a piece of the first."""
        rows = [[dict.fromkeys(pieces(getattr(one, name), long)) for one in self.all] for name in (field, other)]
        columns = {piece: at for at, piece in enumerate(dict.fromkeys(piece for row in rows[0] for piece in row))}
        tables = [np.zeros((len(self.all), len(columns) or 1), dtype=np.float32) for _ in rows]
        for table, row in zip(tables, rows, strict=True):
            for at, found in enumerate(row):
                for piece in found:
                    if piece in columns:
                        table[at, columns[piece]] = self._rarity.get(piece, 1.0)
        return tables[0], tables[1]

    @cache  # noqa: B019 - as long-lived as the comparison
    def cosine(self, field: str, long: int = 2) -> Matrix:
        """The cosine of the pieces of a field's words."""
        table, _ = self._table(field, long, field)
        table = table / np.maximum(np.sqrt((table * table).sum(axis=1, keepdims=True)), 1e-9)
        return np.asarray(table[: len(self.old)] @ table[len(self.old) :].T)

    @cache  # noqa: B019 - as above
    def held(self, part: str) -> tuple[Matrix, Matrix]:
        """How much of a part of the old figure's words stands near the new figure, and the other way round."""
        (own, near), at = self._table(part, 1, "around"), len(self.old)
        share, near = own / np.maximum(own.sum(axis=1, keepdims=True), 1e-9), (near > 0).astype(np.float32)
        return np.asarray(share[:at] @ near[at:].T), np.asarray(near[:at] @ share[at:].T)


def _opposed(both: Sides, told: Told) -> Truths:
    old, new = both.have(told)
    return np.asarray(old & new & ~both.equal(told))


def _one_sided(both: Sides, told: Told) -> Truths:
    old, new = both.have(told)
    return np.asarray(old ^ new)


def _neighbours(both: Sides) -> Matrix:
    """How alike the figures before, or those behind, are, where they stand in the same sentence: a list told again."""
    alike = both.cosine("own")
    out = np.zeros_like(alike)
    old, new = (
        np.array([a.figure.sentence_id == b.figure.sentence_id for a, b in pairwise(side)], dtype=bool)
        for side in (both.old, both.new)
    )
    inside = old[:, None] & new[None, :]
    out[1:, 1:] = alike[:-1, :-1] * inside
    out[:-1, :-1] = np.maximum(out[:-1, :-1], alike[1:, 1:] * inside)
    return np.asarray(out)


def _act_of_a_neighbour(both: Sides) -> Truths:
    """完工16台、开工23台 beside 完工23台: another act, which the one's own sentence tells of a neighbour."""
    sides = []
    for side in (both.old, both.new):
        acts: dict[tuple[str, str], set[str]] = {}
        for one in side:
            acts.setdefault((one.figure.sentence_id, one.figure.unit), set()).add(one.action)
        sides.append([(one.action, acts[one.figure.sentence_id, one.figure.unit] - {""}) for one in side])
    return np.array([[a != b and (b in x or a in y) for b, y in sides[1]] for a, x in sides[0]], dtype=bool)


def _distances(both: Sides, of_amounts: bool) -> Matrix:
    """How far apart two values are: of amounts in steps of e, at most 4; of shares and growth as they are, at most 0.5.

    From 1 to 2 of a thing is a smaller step than from 100 to 200.
    """
    old, new = both.halves(lambda t: float(t.value), float)
    steps = np.abs(np.log1p(np.abs(new)) - np.log1p(np.abs(old)))
    here = np.logical_or(*both.have(lambda t: t.measure == "amount")) == of_amounts
    return np.asarray(here * (np.minimum(steps, 4) / 4 if of_amounts else np.minimum(np.abs(new - old), 0.5)))


FEATURES: dict[str, Callable[[Sides], NDArray[Any]]] = {
    "old subject near the new figure": lambda b: b.held("subject")[0],
    "new subject near the old figure": lambda b: b.held("subject")[1],
    "subjects near each other's figure": lambda b: np.minimum(*b.held("subject")),
    "same characters of the subject": lambda b: b.cosine("subject", 1),
    "words near each other's figure": lambda b: np.minimum(*b.held("own")),
    "neighbours alike": _neighbours,
    "the act of a neighbour": _act_of_a_neighbour,
    "a bound on one side": lambda b: _one_sided(b, lambda t: not t.target and t.figure.bound.startswith("at_")),
    "two things on one side": lambda b: _one_sided(b, lambda t: t.joined),
    "amounts far apart": lambda b: _distances(b, True),
    "rates far apart": lambda b: _distances(b, False),
}


# ---------------------------------------------------------------- closed grammar


def _unlike_units(b: Sides) -> Truths:
    """人 with 户, 元 with 家; but 家, 个 and 场 by classifier only, and 户 with 家 where bodies are counted."""
    same = b.equal(lambda t: t.figure.unit_family) | b.equal(lambda t: t.figure.unit.replace("每", "/"))
    classed = b.have(lambda t: t.figure.unit_family in ("count", "organisation", "occasion"))
    bodies = b.have(
        lambda t: (
            t.figure.unit_family == "organisation"
            or (t.figure.unit_family == "household" and _BODIES.search(t.around) is not None)
        )
    )
    return ~np.asarray(same | np.logical_and(*classed) | np.logical_and(*bodies))


def _unlike_periods(b: Sides) -> Truths:
    """A year with a part of it, with several years, or a total to date, unless these tell a level reached at its end.

    Of targets, what is to be reached in five years stands beside no target of a year.
    """
    years = b.have(lambda t: t.period == "year" or (t.period == "years" and t.measure != "growth" and t.told != "flow"))
    total = b.have(lambda t: t.told == "level" and t.period in ("year", "sum"))
    targets = np.logical_and(*b.have(lambda t: t.target))
    may = (np.logical_and(*years) | np.logical_and(*total)) & ~targets
    return np.asarray(~b.equal(lambda t: t.period) & ~may)


def _falling_sums(b: Sides) -> Truths:
    """累计3.6万列 with 累计2.6万列: what is summed up since a day does not fall, so they count from different days."""
    old, new = b.halves(lambda t: float(t.value), float)
    return np.asarray((old > new) & np.logical_and(*b.have(lambda t: t.period == "sum")))


def _totals(b: Sides) -> Truths:
    """新增 with 总数 or 增至."""
    old_new, new_new = b.have(lambda t: NEW.search(t.figure.subject + t.figure.action) and t.told != "level")
    old_all, new_all = b.have(
        lambda t: _TOTAL.search(t.figure.subject + t.figure.action) and not NEW.search(t.figure.subject)
    )
    return np.asarray((old_new & new_all) | (old_all & new_new))


FORBIDDEN: dict[str, Callable[[Sides], Truths]] = {
    "unlike units": _unlike_units,
    "a percentage, a rate, a share or percentage points with another of them": lambda b: ~b.equal(lambda t: t.measure),
    "unlike periods": _unlike_periods,
    "sums since different days": _falling_sums,
    "of another whole place": lambda b: ~b.equal(lambda t: t.overall),
    "of another rank": lambda b: _opposed(b, lambda t: t.rank),
    "newly added with all there are": _totals,
    "what something moved from": lambda b: np.logical_or(*b.have(lambda t: t.base)),
}


def allowed(both: Sides) -> Truths:
    """Which pairs break no rule of the closed grammar."""
    broken = [rule(both) for rule in FORBIDDEN.values()]
    return ~np.logical_or.reduce(broken) if broken[0].size else np.zeros((len(both.old), len(both.new)), dtype=bool)


def forbidden_by(old: Trait, new: Trait) -> Iterator[str]:
    """The rules that keep two figures apart."""
    both = Sides([old], [new])
    return (name for name, rule in FORBIDDEN.items() if rule(both)[0, 0])
