"""What the weights see of a run of words by itself: named traits, each a column of numbers, one for each candidate."""

from __future__ import annotations

import numpy as np

from .structure import Column, Lines, Trait, packed, run_of


class Runs:
    """Candidates: ``a`` and ``b`` are the first and last word of each.

    Every method without an argument is a trait: one number a candidate.
    """

    def __init__(self, lines: Lines, a: Column, b: Column):
        self.lines, self.a, self.b = lines, a, b
        self._kept: dict[str, Column] = {}

    def trait(self, name: str) -> Column:
        """The column of a trait, made once."""
        if name not in self._kept:
            self._kept[name] = np.asarray(getattr(self, name)())
        return self._kept[name]

    def one(self) -> Trait:
        """Always 1: how likely nothing is."""
        return np.ones_like(self.a)

    def clause_way(self) -> Trait:
        """The way from the head of its own clause to the candidate."""
        n = self.lines
        return n.ways.between(np.maximum(n.clause[self.a], self.a - 12), self.a, 5, last=True)

    def opens(self) -> Trait:
        """Whether it opens its clause."""
        return (self.lines.clause[self.a] == self.a).astype(np.int64)

    def behind(self) -> Trait:
        """The way from the candidate to the end of its clause."""
        n = self.lines
        return n.ways.between(self.b + 1, np.minimum(n.clause_end[self.b], self.b + 9), 4, last=False)

    def figures_before(self) -> Trait:
        """How many figures stand before it in its clause."""
        return np.minimum(self.lines.counts[self.a] - self.lines.counts[self.lines.clause[self.a]], 2)

    def verbs_before(self) -> Trait:
        """How many verbs stand before it in its clause."""
        return np.minimum(self.lines.verbs[self.a] - self.lines.verbs[self.lines.clause[self.a]], 2)

    def verbs_behind(self) -> Trait:
        """How many verbs stand behind it in its clause."""
        last = self.lines.clause_end[self.b]
        return np.minimum(self.lines.verbs[last] - self.lines.verbs[np.minimum(self.b + 1, last)], 2)

    def size(self) -> Trait:
        """How many words it has."""
        return self.b - self.a + 1

    def letters(self) -> Trait:
        """How many characters it has, 12 for more."""
        return np.minimum(self.lines.ends[self.b] - self.lines.begins[self.a], 12)

    def inner_verbs(self) -> Trait:
        """How many verbs are among its words."""
        return np.minimum(self.lines.verbs[self.b + 1] - self.lines.verbs[self.a], 3)

    def pattern(self) -> Trait:
        """The kinds of its words, of up to four, else how many follow the first: 养老|服务|中心 → GGn."""
        many = self.b - self.a + 1
        return np.where(many < 5, run_of(self.lines.last_kinds, self.b + 1, many), packed("4") + many - 5)

    # ---- its own words

    def word(self) -> Trait:
        """Its last word: 养老|床位 → 床位."""
        return self.lines.word[self.b]

    def kind(self) -> Trait:
        """The kind of its last word."""
        return self.lines.kind[self.b]

    def speech(self) -> Trait:
        """The part of speech of its last word."""
        return self.lines.speech[self.b]

    def length(self) -> Trait:
        """How many characters its last word has."""
        return np.minimum(self.lines.length[self.b], 5)

    def ending(self) -> Trait:
        """Its last character: 满意率 → 率."""
        return self.lines.ending[self.b]

    def ending2(self) -> Trait:
        """The last two characters of its last word."""
        return self.lines.ending2[self.b]

    def first(self) -> Trait:
        """Its first word."""
        return self.lines.word[self.a]

    def first_kind(self) -> Trait:
        """The kind of its first word."""
        return self.lines.kind[self.a]

    def first_speech(self) -> Trait:
        """The part of speech of its first word."""
        return self.lines.speech[self.a]

    def opening(self) -> Trait:
        """Its first character."""
        return self.lines.opening[self.a]

    def before(self) -> Trait:
        """The kind of the word before it: 新建|充电场所 → D."""
        return self.lines.kind[self.a - 1]

    def before2(self) -> Trait:
        """The kind of the word before that."""
        return self.lines.kind[self.a - 2]

    def before_word(self) -> Trait:
        """The word before it."""
        return self.lines.word[self.a - 1]

    def after(self) -> Trait:
        """The kind of the word behind it."""
        return self.lines.kind[self.b + 1]

    def after_word(self) -> Trait:
        """The word behind it."""
        return self.lines.word[self.b + 1]
