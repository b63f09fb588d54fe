"""The trained weights: one reviewable file, looked up many at a time.

``weights.tsv`` holds for each feature a line ``family: trait+trait`` and below it a line a weight: the weight, and
behind tabs the values of the traits that weigh so much, parted by blanks; one that is as in the entry before is left
out. ``tools/train.py`` writes it from the gold; nothing in it is by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .features import keys, mixed, number_of
from .structure import code, packed, unpacked
from .traits import Runs

FILE = Path(__file__).with_name("weights.tsv")
# Traits whose values are words; those of all others are numbers, kinds among them as single characters.
_WORDED = (
    "unit units left_word right_word head word speech ending ending2 opening first first_speech "
    "act_word before_word after_word figure_behind verb_before "
    "head_word sentence_verb verb_of_before object_end object_ending "
    "head_kind needs summed"
)
_KINDED = "kind before before2 after after2 left left2 right1 right2 first_kind act_kind mark between "
_KINDED += "state_before state_after state_first"
_IN_LETTERS = "lead tail way near_way clause_way behind clause_before sentence_way pattern states outline"
WORDED, KINDED, _LETTERED = (frozenset(names.split(" ")) for names in (_WORDED, _KINDED, _IN_LETTERS))
_EMPTY = "∅"


def spell(name: str, value: int, words: dict[int, str]) -> str:
    """The value of a trait as it is written in the file."""
    if name in WORDED:
        return (words[value] if value else "") or _EMPTY
    if name in _LETTERED:
        return unpacked(value) or _EMPTY
    return (chr(value) if value else _EMPTY) if name in KINDED else str(value)


def _value(name: str, written: str) -> int:
    if name in WORDED:
        return code("" if written == _EMPTY else written)
    if name in _LETTERED:
        return packed("" if written == _EMPTY else written)
    return (0 if written == _EMPTY else ord(written)) if name in KINDED else int(written)


class Table:
    """Weights by key, in one open table: a key stands where its upper bits say, or close behind."""

    def __init__(self, found: NDArray[np.uint64], weights: NDArray[np.float64]):
        bits = max(8, int(len(found) * 16).bit_length())
        self.shift = np.uint64(64 - bits)
        home = (found >> self.shift).astype(np.int64)
        order = np.argsort(home, kind="stable")
        steps = np.arange(len(order))
        place = np.maximum.accumulate(home[order] - steps) + steps if len(order) else steps
        rows = np.zeros(((1 << bits) + len(found) + 1, 2), dtype=np.uint32)
        rows[place, 0], rows[place, 1] = _lower_half(found[order]), weights[order].astype(np.float32).view(np.uint32)
        self.rows = rows.view(np.uint64)[:, 0]  # lower half of a key, and its weight: found at one look

    def __call__(self, wanted: NDArray[np.uint64]) -> NDArray[Any]:
        """The weights of some keys, 0 for those that the table does not hold."""
        at, short = (wanted >> self.shift).view(np.int64), _lower_half(wanted)
        stands, weights = self._at(at)
        hit = stands == short
        out: NDArray[Any] = weights * hit
        left = np.flatnonzero((stands != 0) > hit)
        flat, short, at = out.reshape(-1), short.reshape(-1)[left], at.reshape(-1)[left]
        while len(left):
            at += 1
            stands, weights = self._at(at)
            hit = stands == short
            flat[left[hit]] = weights[hit]
            on = (stands != 0) > hit
            left, short, at = left[on], short[on], at[on]
        return out

    def _at(self, at: NDArray[np.int64]) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
        found = self.rows.take(at)
        return found.view(np.uint32)[..., ::2], found.view(np.float32)[..., 1::2]


def _lower_half(keys: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """The lower half of keys, never 0: with the place in the table, which the upper bits give, it tells them apart."""
    short = keys.astype(np.uint32)
    short |= np.uint32(1)
    return short


def scores(table: Table, pairs: Runs, family: str) -> NDArray[np.float64]:
    """The sum of the weights of each candidate's features."""
    total: NDArray[np.float64] = table(keys(pairs, family)).sum(axis=0, dtype=np.float64)
    return total


def shortened(rows: Iterable[Sequence[str]]) -> list[str]:
    """Rows of values as a line of the file holds them, those of the fewest different values sorted first.

    >>> shortened([["台", "新建"], ["台", "改造"], ["处", "改造"]])
    ['台 改造', ' 新建', '处 改造']
    """
    found = list(rows)
    columns = sorted(range(len(found[0])), key=lambda n: len({row[n] for row in found}))
    above, out = [""] * len(found[0]), []
    for row in sorted(found, key=lambda row: [row[n] for n in columns]):
        out.append(" ".join("" if own == last else own for own, last in zip(row, above, strict=True)))
        above = list(row)
    return out


def parse(lines: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...], list[list[str]], list[float]]]:
    """The features of a weights file: family, traits, the rows of their values and the weights."""
    head: tuple[str, tuple[str, ...]] | None = None
    rows: list[list[str]] = []
    weights: list[float] = []
    for line in lines:
        weight, *values = line.split("\t")
        if values:
            above: Sequence[str] = ()
            for value in values:
                cells = value.split(" ")
                above = [own or last for own, last in zip(cells, above, strict=True)] if above else cells
                rows.append(above)
            weights += [float(weight)] * len(values)
        elif line:
            if head and rows:
                yield *head, rows, weights
            family, _, names = line.partition(": ")
            head, rows, weights = (family, tuple(names.split("+"))), [], []
    if head and rows:
        yield *head, rows, weights


def build(features: Iterable[tuple[str, tuple[str, ...], list[list[str]], list[float]]]) -> Table:
    """The table of some features."""
    keys, weights = [np.zeros(0, dtype=np.uint64)], [np.zeros(0)]
    for family, names, rows, values in features:
        columns: Sequence[Sequence[str]] = list(zip(*rows, strict=True))
        traits = [
            np.array([_value(name, cell) for cell in column], dtype=np.int64).view(np.uint64)
            for name, column in zip(names, columns, strict=True)
        ]
        keys.append(mixed(np.uint64(number_of(family, names)), traits))
        weights.append(np.array(values))
    return Table(np.concatenate(keys), np.concatenate(weights))


@cache
def table() -> Table:
    """The weights of the package, read when first needed."""
    return build(parse(FILE.read_text(encoding="utf-8").split("\n")))
