"""Where the rows of a report stand in an edited or moved text: found again, reworded, doubled or gone; never guessed.

A sentence is found where its words stand once in either text; one whose words stand more often (but as often as
before), or differ from another's only by digits, where its neighbours on both sides are the same. A sentence that is
nowhere may have been reworded: then it is most like one between the same neighbours, and that one like no other.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, namedtuple
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import itemgetter

from ..columns import TABLES, Record, Records

_UNIT = re.compile(r"[^。；;！？!?\n]*[^。；;！？!?\s][^。；;！？!?\n]*[。；;！？!?”’）]*")
_DIGITS = re.compile(r"[\d零一二三四五六七八九十百千万亿两]+")
_ALIKE, _CLEAR = 0.6, 0.15  # of their pairs of characters; and how much less any other may be alike
_NEAR = 8  # sentences between the same neighbours that are looked at


# A row and where it stands now; ``new_text`` is its words there, of a changed row the whole sentence's.
Anchor = namedtuple("Anchor", "table id status text start stop new_start new_stop new_text")


class _Cut:
    """A text in sentences: where each stands, its words without white space, and where no white space is."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [found.span() for found in _UNIT.finditer(text)]
        self.solid = [at for at, character in enumerate(text) if not character.isspace()]
        self.words = ["".join(text[start:stop].split()) for start, stop in self.spans]
        self.standing = frozenset(self.words)
        self.bare = [_DIGITS.sub("0", words) for words in self.words]
        around = ["", *self.words, ""]
        self.thrice = list(zip(around, around[1:], around[2:], strict=False))

    def at(self, place: int) -> int:
        """The sentence that holds a place of the text; -1 if none does."""
        found = bisect_right(self.spans, place, key=itemgetter(0)) - 1
        return found if found >= 0 and place < self.spans[found][1] else -1

    def answering(self, at: int, other: _Cut, to: int, place: int) -> int:
        """The place in a sentence of another text that answers to one of a sentence here that has the same words."""
        on = bisect_left(self.solid, place) - bisect_left(self.solid, self.spans[at][0])
        return other.solid[bisect_left(other.solid, other.spans[to][0]) + on]


def _single(keys: Sequence[object]) -> dict[object, int]:
    """Where each key stands that stands once."""
    times = Counter(keys)
    return {key: at for at, key in enumerate(keys) if times[key] == 1}


def _standing(old: _Cut, new: _Cut) -> dict[int, int]:
    """The sentences that stand in both texts, each with its place in the new one."""
    (here, there), (near, far) = (tuple(_single(getattr(cut, key)) for cut in (old, new)) for key in ("bare", "thrice"))
    times = Counter(old.words), Counter(new.words)
    found: dict[int, int] = {}
    for at, (own, bare, thrice) in enumerate(zip(old.words, old.bare, old.thrice, strict=True)):
        to = there.get(bare, -1) if bare in here else -1
        if to >= 0 and new.words[to] == own:
            found[at] = to
        elif times[0][own] == times[1][own] and thrice in near and thrice in far:
            found[at] = far[thrice]
    return found


def _reworded(old: _Cut, new: _Cut, found: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Sentences that were reworded where they stood: alike, and like no other between the same neighbours."""
    taken = set(found.values())
    for before, after in pairwise([-1, *sorted(found), len(old.words)]):
        olds, begin, end = range(before + 1, after), found.get(before, -1), found.get(after, len(new.words))
        news = [to for to in range(begin + 1, min(end, begin + _NEAR + 1)) if to not in taken]
        if not 0 < len(olds) <= _NEAR or not end - begin <= _NEAR + 1:
            continue
        like = {(at, to): likeness(old.words[at], new.words[to]) for at in olds for to in news}
        for pair, own in like.items():
            rivals = (like[other] for other in like if other != pair and (other[0] == pair[0] or other[1] == pair[1]))
            if own >= max(_ALIKE, max(rivals, default=0.0) + _CLEAR):
                yield pair


def likeness(old: str, new: str) -> float:
    """How alike the words are: the share of pairs of characters that both have (Dice).

    >>> likeness("社区生活圈", "社区美好生活圈")
    0.6
    """
    a, b = (Counter(words[at : at + 2] for at in range(len(words) - 1)) for words in (old, new))
    return 2 * (a & b).total() / max(1, a.total() + b.total())


def verify(text: str, records: Records, other: str) -> tuple[Anchor, ...]:
    """Each row (of a section the heading), and where it is in another text: exact, moved, changed, ambiguous or gone.

    >>> from xinhua_analysis import parse
    >>> report = parse("完工16台。开工23台。新建5处。")
    >>> rows = verify(report.text, {"figures": report.records("figures")}, "另说一句。完工16台。开工24台。")
    >>> [(row.id, row.status, row.new_start, row.new_text) for row in rows]
    [('f001', 'moved', 7, '16台'), ('f002', 'changed', 11, '开工24台。'), ('f003', 'gone', None, '')]
    """
    old, new = _Cut(text), _Cut(other)
    found = _standing(old, new)
    changed = dict(_reworded(old, new, found))
    return tuple(_anchor(old, new, found, changed, table, row) for table in TABLES for row in records.get(table, ()))


def _anchor(old: _Cut, new: _Cut, found: dict[int, int], changed: dict[int, int], table: str, row: Record) -> Anchor:
    solid = bisect_left(old.solid, row.start)
    first = old.at(old.solid[solid] if solid < len(old.solid) else row.start)
    is_heading = table == "sections" and first >= 0
    start, stop = old.spans[first] if is_heading else (row.start, row.stop)
    last, own = old.at(stop - 1), old.text[start:stop]
    if old.text == new.text:
        return Anchor(table, row.id, "exact", own, start, stop, start, stop, own)
    steps = {found.get(at, -1) - at for at in range(first, last + 1)}  # a row may hold several sentences
    if first in found and len(steps) == 1:
        begin = old.answering(first, new, found[first], start)
        end = old.answering(last, new, found[last], stop - 1) + 1
        status = "exact" if (begin, end) == (start, stop) else "moved"
        return Anchor(table, row.id, status, own, start, stop, begin, end, new.text[begin:end])
    if first in changed and first == last:
        begin, end = new.spans[changed[first]]
        return Anchor(table, row.id, "changed", own, start, stop, begin, end, new.text[begin:end])
    status = "ambiguous" if first >= 0 and old.words[first] in new.standing else "gone"
    return Anchor(table, row.id, status, own, start, stop, None, None, "")
