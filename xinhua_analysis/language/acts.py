"""Which words are acts of the office: every verb is a candidate, and weights decide.

A verb may govern a figure and be no act (出栏, 增长), and most acts govern none (优化营商环境). Two verbs side by side
may be one (推进|实施). Both are decided by trained weights.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .. import lexicon
from ..lexicon import Patterns
from .candidates import Chosen, end_of, spoke_most
from .features import keys
from .phrases import masked
from .structure import Column, Lines, Trait, code, kinds_among, words_among
from .tokens import STOPS, VERBS
from .traits import Runs
from .weights import Table, scores

Hidden = NDArray[np.bool_]  # which words stand in quotation marks or brackets
_NO = code("")  # where there is no such word


class Acts(Runs):
    """Verbs that may be acts; for each word ``governed`` is the figure that it governs, -1 for none."""

    def __init__(self, lines: Lines, at: Column, governed: Column, fronts: Column):
        super().__init__(lines, at, at)
        self.governed = governed
        self.head, self.stop = lines.clause[at], lines.clause_end[at]
        self.front = np.minimum(fronts[self.head], at)  # the first word that is more than scope and time
        self.left = np.where(self.front == at, self.head, at) - 1

    def before(self) -> Trait:
        """The kind of the word before it; behind words of scope and time alone, of the mark before its clause."""
        return self.lines.kind[self.left]

    def before2(self) -> Trait:
        """The kind of the word before that."""
        return self.lines.kind[self.left - 1]

    def before_word(self) -> Trait:
        """The word before it, or the mark."""
        return self.lines.word[self.left]

    def opens(self) -> Trait:
        """Whether it opens its clause, be it behind words of scope and time."""
        return (self.front == self.a).astype(np.int64)

    def clause_way(self) -> Trait:
        """The way to it from the head of its clause, without scope and time."""
        return self.lines.ways.between(np.maximum(self.front, self.a - 12), self.a, 5, last=True)

    def begins(self) -> Trait:
        """Where it begins in the text; no feature."""
        return self.lines.begins[self.a]

    def figure_behind(self) -> Trait:
        """The class of the unit of the first figure behind it in its clause, if any."""
        n = self.lines
        if not len(n.at):
            return np.full_like(self.a, _NO)
        first = np.searchsorted(n.at, self.a)
        at = np.minimum(first, len(n.at) - 1)
        return np.where((first < len(n.at)) & (n.at[at] < self.stop), n.unit_class[at], _NO)

    def governs(self) -> Trait:
        """Whether it governs a figure behind it (1), before it (2) or none (0)."""
        figure = self.governed[self.a]
        at = self.lines.at[figure] if len(self.lines.at) else self.a
        return np.where(figure < 0, 0, np.where(at > self.a, 1, 2))

    def verb_before(self) -> Trait:
        """The verb before it in its clause."""
        places = self.lines.verb_places
        last = np.searchsorted(places, self.a) - 1
        at = places[np.maximum(last, 0)] if len(places) else self.a
        return np.where((last >= 0) & (at >= self.head), self.lines.word[at], _NO)

    def mark(self) -> Trait:
        """The mark before its clause: ，, 。 or ；."""
        return self.lines.kind[self.head - 1]

    def head_word(self) -> Trait:
        """The word that opens its clause."""
        return self.lines.word[self.front]

    def clause_before(self) -> Trait:
        """How the clause before it in its sentence opens: 企业|投资建厂， → nV."""
        n = self.lines
        before = np.maximum(self.head - 1, 0)
        heads = n.clause[before]
        inside = n.commas[self.head] > n.commas[before]
        return np.where(inside, n.ways.between(heads, np.minimum(heads + 6, before), 2, last=False), 0)

    def sentence_verb(self) -> Trait:
        """The first verb of its sentence: 督查|企业落实责任，加大投入."""
        return self._first_verb(self.lines.opened[self.a])

    def verb_of_before(self) -> Trait:
        """The first verb of the clause before it."""
        return self._first_verb(self.lines.clause[np.maximum(self.head - 1, 0)])

    def _first_verb(self, start: Column) -> Trait:
        places = self.lines.verb_places
        at = places[np.minimum(np.searchsorted(places, start), len(places) - 1)] if len(places) else self.a
        return np.where(at < self.a, self.lines.word[at], _NO)

    def sentence_way(self) -> Trait:
        """How its sentence opens: 企业|投资建厂 → nV."""
        n = self.lines
        start = n.opened[self.a]
        return n.ways.between(start, np.minimum(start + 6, self.a), 3, last=False)

    def object_end(self) -> Trait:
        """The last word of its clause: 开展|各项工作 → 工作."""
        return np.where(self.stop - 1 > self.a, self.lines.word[self.stop - 1], _NO)

    def object_ending(self) -> Trait:
        """The last character of its clause."""
        return np.where(self.stop - 1 > self.a, self.lines.ending[self.stop - 1], _NO)

    def comma_number(self) -> Trait:
        """How many clauses of its sentence stand before its own, 3 for more."""
        n = self.lines
        return np.minimum(n.commas[self.a] - n.commas[n.opened[self.a]], 3)

    def after2(self) -> Trait:
        """The kind of the second word behind it."""
        return self.lines.kind[np.minimum(self.b + 2, len(self.lines.kind) - 1)]

    def left_in_clause(self) -> Trait:
        """How many words stand behind it in its clause, 4 for more."""
        return np.minimum(self.stop - self.b - 1, 4)


_P = Patterns(__name__)
_SEATS = frozenset(lexicon.words("seat"))
_OF_ALL, _OPENS_SCOPE = frozenset("各我本全"), frozenset("全我本辖各")


def behind_front(lines: Lines) -> Column:
    """For each word the first from there on that tells more than scope, time and manner."""
    kind, of_all = lines.kind, words_among(lines.word, _OF_ALL)
    scope = of_all | kinds_among(kind, "TABa")
    for at in np.flatnonzero(kinds_among(kind, "Nrn") & words_among(lines.opening, _OPENS_SCOPE)).tolist():
        scope[at] |= _P.scope.fullmatch(lines.words.text[at]) is not None
    scope[1:] |= words_among(lines.word[1:], _SEATS) & of_all[:-1]
    places = np.arange(len(scope), dtype=np.int32)
    found: Column = np.where(scope, np.int32(len(scope)), places)
    return np.minimum.accumulate(found[::-1])[::-1]


def candidates_of(lines: Lines, hidden: Hidden) -> Column:
    """The verbs of body sentences, but those in quotations and brackets."""
    at = np.flatnonzero(kinds_among(lines.kind, VERBS + "E"))
    told = ~hidden
    for line in lines.lines:
        if line.sentence.kind != "body":
            told[line.first : line.last] = False
    kept: Column = at[told[at]]
    return kept


def hidden_words(text: str, lines: Lines) -> Hidden:
    """Which words stand in quotation marks or brackets."""
    plain = np.frombuffer(f"{masked(text)}\n".encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    hidden: Hidden = plain[lines.begins] == ord("□")
    return hidden


def open_stops(lines: Lines, hidden: Hidden) -> list[int]:
    """Where the marks stand that end a clause."""
    stops: list[int] = np.flatnonzero(kinds_among(lines.kind, STOPS) & ~hidden).tolist()
    return stops


def governed_by(chosen: Chosen) -> Column:
    """For each word the first figure that it governs, -1 for none."""
    out = np.full(len(chosen.lines.kind), -1, dtype=np.int64)
    for n in range(len(chosen.figures) - 1, -1, -1):
        if chosen.figures[n].act:
            out[chosen.figures[n].act] = n
    return out


def _verbs_of(chosen: Chosen, hidden: Hidden) -> Iterator[Acts]:
    """The verbs that may be acts, so many at once: what their features take in memory is then bounded."""
    every, governed, fronts = candidates_of(chosen.lines, hidden), governed_by(chosen), behind_front(chosen.lines)
    for start in range(0, len(every), _AT_ONCE):
        yield Acts(chosen.lines, every[start : start + _AT_ONCE], governed, fronts)


def explain_act(text: str, chosen: Chosen, table: Table, start: int) -> str:
    """The verbs of a sentence, how likely each is an act, and which features spoke most for the one at a place."""
    lines = chosen.lines
    every = _verbs_of(chosen, hidden_words(text, lines))
    acts = next(some for some in every if start <= lines.begins[some.a[-1]])
    weights = table(keys(acts, "act"))
    place = int(np.flatnonzero(lines.begins[acts.a] == start)[0])
    near = np.flatnonzero(lines.opened[acts.a] == lines.opened[acts.a[place]])
    likely = (1 / (1 + np.exp(-weights[:, near].sum(axis=0)))).tolist()
    named = [lines.words.text[at] for at in acts.a[near].tolist()]
    told = ", ".join(f"{word} {sure:.2f}" for word, sure in zip(named, likely, strict=True))
    return f"  act: {told}\n{spoke_most('act', weights[:, place])}"


class Act(NamedTuple):
    """An act of the office among the words: its verb's first and last word, and how likely it is one."""

    first: int
    last: int
    confidence: float


LEAST, LEAST_COUNTED = -0.4, -0.6  # of the score; of a verb that governs a figure
_AT_ONCE = 4096


def choose_acts(chosen: Chosen, hidden: Hidden, table: Table) -> list[Act]:
    """The verbs that the weights take for acts of the office, in the order of the text."""
    found: list[Act] = []
    for acts in _verbs_of(chosen, hidden):
        scored = scores(table, acts, "act")
        likely = 1 / (1 + np.exp(-scored))
        kept = np.flatnonzero(scored > np.where(acts.governed[acts.a] < 0, LEAST, LEAST_COUNTED))
        for at, sure in zip(acts.a[kept].tolist(), likely[kept].tolist(), strict=True):
            if not found or at > found[-1].last:
                found.append(Act(at, end_of(at, chosen.ends), round(sure, 2)))
    return found
