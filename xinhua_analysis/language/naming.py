"""Which runs of words are names without marks (锦澜江大桥, 仁康药业): weights decide, as for subjects.

A first look keeps the words that may end a name; a second chooses for each among all beginnings and that it ends none.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .phrases import HEADS, head_at
from .structure import Column, Lines, Trait, Ways, code, kinds_among, of_head, run_of
from .traits import Runs
from .weights import Table, scores

_NO_END, _NO_PART, _NO_START = "，；。：、^UT了的(“KpX", "，；。：、^UKT“", "了的)pXPCA"
_LONGEST, _LIST, _AT_ONCE = 7, 24, 8192  # words
MAYBE, LIKELY = -3.5, 0.5  # the score of an end, of a name there


class Spots:
    """The words of a text, what each is to a name, and the head of a name that each ends, with its kind and needs."""

    def __init__(self, text: str, lines: Lines):
        self.text, self.lines, self.state = text, lines, lines.state
        self.head, self.kind, self.needs, self.length, longer = heads = lines.heads.copy()
        for n in np.flatnonzero(longer).tolist():  # 服务|中心
            heads[:4, n] = of_head(head_at(text, lines.words.stop[n]))
        self.outlines = Ways(lines.whole)
        self.summed = np.full_like(self.state, code(""))
        self.listed = _summed(lines)
        for n, listed in self.listed.items():
            self.summed[n] = code(listed)


class Ends(Runs):
    """Runs of words by how they begin and end: the candidates of the first look are single words."""

    def __init__(self, spots: Spots, a: Column, b: Column):
        super().__init__(spots.lines, a, b)
        self.spots = spots

    def head(self) -> Trait:
        """The head of a name that it ends in: 澄溪大桥 → 大桥."""
        return self.spots.head[self.b]

    def head_kind(self) -> Trait:
        """What such a head names: 大桥 → place."""
        return self.spots.kind[self.b]

    def needs(self) -> Trait:
        """What such a head asks of the words before it: 药业 → coined."""
        return self.spots.needs[self.b]

    def state_before(self) -> Trait:
        """What the word before it is: 打通|青石路 → D."""
        return self.spots.state[self.a - 1]

    def state_after(self) -> Trait:
        """What the word behind it is: 青石路|路面 → n."""
        return self.spots.state[self.b + 1]

    def state_first(self) -> Trait:
        """What its first word is."""
        return self.spots.state[self.a]


class Names(Ends):
    """Runs of words that may be a name; ``f`` is which end each has."""

    def __init__(self, spots: Spots, f: Column, a: Column, b: Column):
        super().__init__(spots, a, b)
        self.f = f

    def states(self) -> Trait:
        """What its words are: 澄溪|水利|局 → !n*."""
        return run_of(self.lines.last_states, self.b + 1, self.b - self.a + 1)

    def outline(self) -> Trait:
        """The same, all that is proper, a verb or a noun as one: 长陵|东海|水产 → Pn."""
        return self.spots.outlines.between(self.a, self.b + 1, _LONGEST, last=True)

    def own(self) -> Trait:
        """How many characters stand before its head, 6 for more."""
        return np.minimum(self.lines.ends[self.b] - self.lines.begins[self.a] - self.spots.length[self.b], 6)

    def listed(self) -> Trait:
        """Whether 、 stands before it (1), behind it (2), 等 behind it (4)."""
        kind, mark = self.lines.kind, ord("、")
        summed = self.lines.word[self.b + 1] == code("等")
        return (kind[self.a - 1] == mark) + 2 * (kind[self.b + 1] == mark) + 4 * summed

    def summed(self) -> Trait:
        """What 等 sums up behind it in its clause: 神东煤炭、汇能电力等|企业."""
        return self.spots.summed[self.b]


def _summed(lines: Lines) -> dict[int, str]:
    """For the words that 等 follows in their clause the word of a kind behind it, empty where there is none."""
    found, words = dict[int, str](), lines.words
    for at in np.flatnonzero(lines.word[:-4] == code("等")).tolist():
        behind = next(n for n in range(at + 1, at + 4) if words.kind[n] not in "UMQjm" or n == at + 3)
        behind += words.kind[behind + 1] in tuple("ngG")
        for before in range(at - 1, max(at - _LIST, -1), -1):
            found[before] = "".join(words.text[behind].split())
            if words.kind[before] in "，；。：^" or words.text[before] == "等":
                break
    return found


def ends(spots: Spots, start: int = 0, stop: int | None = None) -> Ends:
    """Every word that may end a name, of some words."""
    at = np.flatnonzero(~kinds_among(spots.lines.kind[start:stop], _NO_END)) + start
    return Ends(spots, at, at)


def runs(spots: Spots, last: Column) -> Names:
    """Every run of words that ends in one of some words and goes over no mark."""
    first = last[:, None] - np.arange(_LONGEST)
    kind = spots.lines.kind[np.maximum(first, 0)]
    inside = np.logical_and.accumulate((first >= 0) & ~kinds_among(kind, _NO_PART), axis=1)
    f, more = np.nonzero(inside & ~kinds_among(kind, _NO_START))
    return Names(spots, f, last[f] - more, last[f])


def choose_names(text: str, lines: Lines, table: Table) -> Iterator[tuple[int, int, str, str]]:
    """The names without marks, none over another, the likeliest first: where, its head's kind, what 等 calls it."""
    spots = Spots(text, lines)
    for start in range(0, len(spots.state), _AT_ONCE):
        first = ends(spots, start, start + _AT_ONCE)
        names = runs(spots, first.b[scores(table, first, "name end") > MAYBE])
        good = np.exp(scores(table, names, "name"))
        ended = np.bincount(names.f, weights=good)[names.f] if len(good) else good
        sure = np.flatnonzero(ended / (1 + ended) >= LIKELY)
        taken: set[int] = set()
        for n in sure[np.argsort(-good[sure] / (1 + ended[sure]), kind="stable")].tolist():
            a, b = int(names.a[n]), int(names.b[n])
            if taken.isdisjoint(range(a, b + 1)):
                taken.update(range(a, b + 1))
                head = text[lines.words.stop[b] - int(spots.length[b]) : lines.words.stop[b]]
                kind = HEADS[head]["kind"] if head else ""
                yield lines.words.start[a], lines.words.stop[b], kind, spots.listed.get(b, "")
