"""What the weights see of a run of words by itself: named traits, each a column of numbers, one for each candidate."""

from __future__ import annotations

import numpy as np

from .structure import Column, Lines, Trait, packed, run_of

# Traits that say what stands where: a column of the words or figures, a place (``a`` the first word of a candidate,
# ``b`` its last, ``i`` the figure, ``f`` which figure), and how many words from there.
STANDING = {
    "word": ("word", "b", 0),  # 养老|床位 → 床位
    "kind": ("kind", "b", 0),
    "speech": ("speech", "b", 0),
    "ending": ("ending", "b", 0),  # the last character: 满意率 → 率
    "ending2": ("ending2", "b", 0),  # the last two of its last word
    "first": ("word", "a", 0),
    "first_kind": ("kind", "a", 0),
    "first_speech": ("speech", "a", 0),
    "opening": ("opening", "a", 0),  # the first character
    "before": ("kind", "a", -1),  # 新建|充电场所 → D
    "before2": ("kind", "a", -2),
    "before_word": ("word", "a", -1),
    "after": ("kind", "b", 1),
    "after_word": ("word", "b", 1),
    "unit": ("unit", "f", 0),  # as written: 台
    "units": ("unit_class", "f", 0),  # 台 is count, % pct
    "left": ("kind", "i", -1),  # 新建|3个 → D
    "left2": ("kind", "i", -2),
    "right1": ("kind", "i", 1),  # 3个|小区 → n
    "right2": ("kind", "i", 2),
    "left_word": ("word", "i", -1),
    "right_word": ("word", "i", 1),
}


class Runs:
    """Candidates: ``a`` and ``b`` are the first and last word of each.

    Every method without an argument is a trait, before one of ``STANDING``: one number a candidate.
    """

    def __init__(self, lines: Lines, a: Column, b: Column):
        self.lines, self.a, self.b = lines, a, b
        self._kept: dict[str, Column] = {}

    def trait(self, name: str) -> Column:
        """The column of a trait, made once."""
        if name not in self._kept:
            if own := getattr(self, name, None):
                self._kept[name] = np.asarray(own())
            else:
                column, place, more = STANDING[name]
                self._kept[name] = getattr(self.lines, column).take(getattr(self, place) + more)
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

    def length(self) -> Trait:
        """How many characters its last word has."""
        return np.minimum(self.lines.length[self.b], 5)
