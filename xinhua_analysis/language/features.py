"""What the weights see of a candidate beside its figure: traits of the two, and the features made of all traits.

A trait is a row of ``STANDING``, or a method of one sentence with an example of the genre; a feature is a row of
``FEATURES``: the names of the traits whose values it joins. To add one, write the trait, name it in a feature, train.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .structure import Column, Lines, Trait, code, kinds_among
from .traits import Runs

ANOTHER = 6  # of the values of ``dealt``


class Pairs(Runs):
    """Candidates, each with its figure: ``f`` which figure, ``a`` and ``b`` its first and last word."""

    def __init__(self, lines: Lines, f: Column, a: Column, b: Column, act: Column | None = None):
        super().__init__(lines, a, b)
        self.f, self.i = f, lines.at[f]
        self.right = a > self.i
        self.near = np.where(self.right, a, b)
        self.low, self.high = np.minimum(self.near, self.i), np.maximum(self.near, self.i)
        self.act = np.zeros_like(f) if act is None else act  # 0: no verb governs

    def only(self, at: Column) -> Pairs:
        """Some of the candidates."""
        return Pairs(self.lines, self.f[at], self.a[at], self.b[at], self.act[at])

    def _between(self, sums: Column, most: int) -> Trait:
        return np.minimum(sums[self.high] - sums[self.low + 1], most)

    # ---- the figure

    def lead(self) -> Trait:
        """The way from the head of the clause to the figure: 全年举办活动|600场 → TVn."""
        n = self.lines
        return n.ways.between(np.maximum(n.clause[self.i], self.i - 14), self.i, 6, last=True)

    def tail(self) -> Trait:
        """The way from the figure to the end of its clause."""
        n = self.lines
        return n.ways.between(self.i + 1, np.minimum(n.clause_end[self.i], self.i + 9), 4, last=False)

    def head(self) -> Trait:
        """The word that opens the clause or bracket of the figure: 其中|网上100件 → 其中."""
        return self.lines.word[self.lines.opener[self.i]]

    def clause_verbs(self) -> Trait:
        """How many verbs stand before the figure in its clause."""
        return np.minimum(self.lines.verbs[self.i] - self.lines.verbs[self.lines.clause[self.i]], 3)

    def clause_figures(self) -> Trait:
        """How many figures stand before it in its clause."""
        return np.minimum(self.lines.counts[self.i] - self.lines.counts[self.lines.clause[self.i]], 2)

    # ---- where the candidate stands

    def side(self) -> Trait:
        """Behind the figure (1) or before it (0)."""
        return self.right.astype(np.int64)

    def distance(self) -> Trait:
        """How many words lie between, 8 for more."""
        return np.minimum(self.high - self.low - 1, 8)

    def gap3(self) -> Trait:
        """The same, 2 for more."""
        return np.minimum(self.high - self.low - 1, 2)

    def commas(self) -> Trait:
        """How many commas lie between."""
        return self._between(self.lines.commas, 3)

    def figures(self) -> Trait:
        """How many figures lie between."""
        return self._between(self.lines.counts, 3)

    def verbs(self) -> Trait:
        """How many verbs lie between."""
        return self._between(self.lines.verbs, 3)

    def listed(self) -> Trait:
        """How many 、 lie between."""
        return self._between(self.lines.lists, 2)

    def brackets(self) -> Trait:
        """How many brackets lie between: 新增235家（批发|21家."""
        return self._between(self.lines.brackets, 2)

    def stops(self) -> Trait:
        """How many ；。： lie between; 3 more in the sentence before."""
        return self._between(self.lines.stops, 2) + 3 * (self.a < self.lines.own[self.f])

    def way(self) -> Trait:
        """The way between candidate and figure: 举办|活动|600场 → n."""
        ways, out = self.lines.ways, np.empty_like(self.a)
        low, high, on = self.low + 1, self.high, self.right
        out[~on] = ways.between(np.maximum(low[~on], high[~on] - 14), high[~on], 7, last=True)
        out[on] = ways.between(low[on], np.minimum(high[on], low[on] + 14), 6, last=False)
        return out

    def near_way(self) -> Trait:
        """Its last four steps next to the figure; behind the figure its first four."""
        way, four = self.trait("way"), 1 << 24
        return np.where(self.right, way >> 6 * ((way >= four) + (way >= four << 6)), way & (four - 1))

    def dealt(self) -> Trait:
        """What 分别 deals the figure: 1 this, 2 its tail, 3 its head, 4 a part; 5 stands behind 分别, 6 is another.

        10 more for a member behind 、 or 和: nothing but the member stands in front of its words.
        """
        out = np.zeros_like(self.a)
        some = np.flatnonzero(self.lines.dealt[:, 1].take(self.f))
        if not len(some):
            return out
        (low, high, mark), a, b = self.lines.dealt[self.f[some]].T, self.a[some], self.b[some]
        begins, ends, inside = a == low, b + 1 == high, (low <= a) & (b < high)
        later = inside & kinds_among(self.lines.kind[low - 1], "、C")
        cases = [begins & ends, inside & ends, inside & begins, inside, a > mark]
        out[some] = np.select(cases, range(1, 6), ANOTHER) + 10 * later
        return out

    # ---- the span and the verb that governs the figure

    def act_word(self) -> Trait:
        """The verb that governs the figure."""
        return np.where(self.act > 0, self.lines.word[self.act], code(""))

    def act_kind(self) -> Trait:
        """Its kind, 0 where no verb governs."""
        return np.where(self.act > 0, self.lines.kind[self.act], 0)

    def act_at(self) -> Trait:
        """Where the verb stands to span and figure: in it, first or last; next before or behind; farther off."""
        a, b, v = self.a, self.b, self.act
        inside = np.where(v > b, np.where(v == b + 1, 5, 7), np.where(v == b, 2, 3))
        place = np.where(v > a, inside, np.where(v == a, 1, np.where(v == a - 1, 4, 6)))
        return np.where(v == 0, 0, place + 10 * (v > self.i))


def _rows_of(text: str) -> tuple[tuple[str, ...], ...]:
    """Features by how many traits they join: those of as many are made at once."""
    return tuple(sorted((tuple(row.split("+")) for row in text.split()), key=len))


FEATURES: dict[str, tuple[tuple[str, ...], ...]] = {
    # which word governs the figure
    "action": _rows_of(
        "word kind speech length ending opening kind+speech before+kind kind+after before+kind+after before_word "
        "after_word side+distance side+commas+figures+verbs side+commas+figures side+brackets side+stops "
        "side+verbs+kind side+commas+kind side+way units+side+distance units+kind+side units+word unit+word "
        "side+verbs_before+commas side+verbs_before+kind side+right1+gap3 side+left+gap3 side+left+right1+verbs "
        "side+figures_before+figures side+word side+commas+figures+head side+ending side+opening units+ending "
        "units+opening"
    ),
    # that no word does
    "no action": _rows_of(
        "one units left left2+left right1 right1+right2 left+right1 left_word right_word units+left units+right1 unit "
        "clause_verbs lead tail clause_figures head head+left"
    ),
    # a first look at every span, to keep a few
    "span": _rows_of("before+first_kind kind+after size word first size+letters"),
    "span at": _rows_of("side+distance+commas+units side+commas+figures+stops side+size dealt"),
    # which span is counted or measured
    "subject": _rows_of(
        "side+commas+figures+verbs+listed side+stops units+side+distance units+side+commas+figures "
        "side+commas+verbs+units letters dealt+size+inner_verbs pattern side+pattern+after word ending first "
        "opening units+ending unit+word unit+ending before_word after_word dealt+before+first_kind before+first "
        "before_word+first_kind word+after kind+after_word before+after+side side+after+gap3 side+before+gap3 "
        "before2+before+first_kind word+after_word side+kind+near_way side+left+gap3 dealt side+commas+figures+head "
        "act_at+side+gap3 act_at+side+act_kind act_at+side+act_word act_at+side+units act_at+side+pattern "
        "act_at+side+before act_word+word act_at+side+after"
    ),
    # that nothing is said to be
    "no subject": _rows_of("left+right1 units+act_kind act_word"),
    # a first look at every word that may end a name
    "name end": _rows_of(
        "word ending ending2 speech+after after_word before_word head state_first+state_before needs "
        "needs+state_first+state_before needs+state_before+state_after needs+state_first+state_after"
    ),
    # where a name begins, and whether it is one
    "name": _rows_of(
        "word ending ending2 head needs letters size own opening before_word after_word first before2+before "
        "state_before+states states states+state_after head+after head_kind+after listed listed+outline summed "
        "summed+outline outline needs+outline needs+outline+state_after head_kind+outline outline+state_after "
        "state_before+outline outline+ending letters+outline letters+needs needs+own needs+state_before "
        "needs+state_after ending+letters state_first+state_before opens+before state_before+state_after"
    ),
    # whether two words are one verb
    "joined": _rows_of(
        "word first first_kind+kind first+kind first_kind+word ending opening first_kind+kind+after first+after "
        "word+after before+first_kind+kind before+kind+after together together+first_kind+kind together+kind+after "
        "first_speech+speech+after between+first_kind+kind"
    ),
    # whether a verb is an act of the office
    "act": _rows_of(
        "word opening ending ending2 before2+before after+after2 before_word after_word kind+before+after "
        "clause_way+kind clause_way+mark behind+kind verbs_before+word figure_behind+kind governs verb_before+kind "
        "head_word+verbs_before clause_before+clause_way object_end object_ending object_end+kind "
        "comma_number+clause_way left_in_clause+after sentence_verb sentence_verb+comma_number verb_of_before+mark "
        "sentence_way+comma_number"
    ),
}


_MIX = np.uint64(0x9E3779B97F4A7C15)
_Group = tuple[slice, NDArray[np.uint64], list[NDArray[np.int64]]]


@cache
def _groups(family: str) -> tuple[list[str], list[_Group]]:
    """The traits of a family, and its features by how many traits they join: their rows, numbers, traits."""
    rows = FEATURES[family]
    names = list(dict.fromkeys(name for row in rows for name in row))
    found, start = list[_Group](), 0
    for many, group in groupby(rows, len):
        some = list(group)
        own = np.array([[number_of(family, row)] for row in some], dtype=np.uint64)
        traits = [np.array([names.index(row[part]) for row in some]) for part in range(many)]
        found.append((slice(start, start + len(some)), own, traits))
        start += len(some)
    return names, found


def keys(pairs: Runs, family: str) -> NDArray[np.uint64]:
    """The features of each candidate as numbers: a row a feature of ``FEATURES[family]``, a column a candidate."""
    names, groups = _groups(family)
    values = np.array([pairs.trait(name) for name in names], dtype=np.int64).view(np.uint64)
    out = np.empty((len(FEATURES[family]), len(pairs.a)), dtype=np.uint64)
    for rows, own, traits in groups:
        mixed(own, [values.take(part, axis=0) for part in traits], out[rows])
    return out


def number_of(family: str, names: tuple[str, ...]) -> int:
    """A feature as a number."""
    return code(f"{family}:{'+'.join(names)}") + (1 << 31)


def mixed(number: Any, values: Sequence[NDArray[np.uint64]], out: NDArray[np.uint64] | None = None) -> Any:
    """One number for a feature and the values of its traits."""
    out = np.bitwise_xor(values[0], number, out=out)
    out *= _MIX
    for column in values[1:]:
        out ^= column
        out *= _MIX
    return out
