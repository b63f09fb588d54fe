"""Where the rows of a report stand in an edited or moved text: found again, reworded, doubled or gone; never guessed.

Both texts are cut into sentences, white space left out. A sentence is found where its words stand once in either text;
one whose words stand more often (but as often as before), or differ from another's only by digits, where its neighbours
on both sides are the same. A sentence that is nowhere may have been reworded: then it is most like one between the same
neighbours, and that one like no other. All is looked up in tables: the time grows with the texts and no faster.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, namedtuple
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..columns import TABLES, Record, Records

_UNIT = re.compile(r"[^。；;！？!?\n]*[^。；;！？!?\s][^。；;！？!?\n]*[。；;！？!?”’）]*")
_DIGITS = re.compile(r"[\d零一二三四五六七八九十百千万亿两]+")
_ALIKE, _CLEAR = 0.6, 0.15  # of their pairs of characters; and how much less any other may be alike
_NEAR = 8  # sentences between the same neighbours that are looked at


# A row and where it stands now; ``new_text`` is its words there, of a changed row the whole sentence's.
Anchor = namedtuple("Anchor", "table id status text start stop new_start new_stop new_text")


class _Cut:
    """A text in sentences: where each stands, its words without white space, and how often these stand."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [found.span() for found in _UNIT.finditer(text)]
        self.starts = [start for start, _ in self.spans]
        self.solid = [at for at, character in enumerate(text) if not character.isspace()]
        self.words = ["".join(text[start:stop].split()) for start, stop in self.spans]
        around = ["", *self.words, ""]
        self.thrice = list(zip(around, around[1:], around[2:], strict=False))
        bare = [_DIGITS.sub("0", words) for words in self.words]
        times = Counter(bare)
        self.standing = frozenset(self.words)
        self.single = [times[words] == 1 for words in bare]

    def at(self, place: int) -> int:
        """The sentence that holds a place of the text; -1 if none does."""
        found = bisect_right(self.starts, place) - 1
        return found if found >= 0 and place < self.spans[found][1] else -1


def _single(keys: Sequence[object]) -> dict[object, int]:
    """Where each key stands that stands once."""
    times = Counter(keys)
    return {key: at for at, key in enumerate(keys) if times[key] == 1}


def _standing(old: _Cut, new: _Cut) -> dict[int, int]:
    """The sentences that stand in both texts, each with its place in the new one."""
    words, thrice = (_single(old.words), _single(new.words)), (_single(old.thrice), _single(new.thrice))
    times = Counter(old.words), Counter(new.words)
    found: dict[int, int] = {}
    for at, own in enumerate(old.words):
        to = words[1].get(own) if own in words[0] else None
        if to is not None and old.single[at] and new.single[to]:
            found[at] = to
        elif times[0][own] == times[1][own] and old.thrice[at] in thrice[0] and old.thrice[at] in thrice[1]:
            found[at] = thrice[1][old.thrice[at]]
    return found


def _reworded(old: _Cut, new: _Cut, found: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Sentences that were reworded where they stood: alike, and like no other between the same neighbours."""
    taken = set(found.values())
    anchors = [-1, *sorted(found), len(old.words)]
    for before, after in pairwise(anchors):
        begin, end = found.get(before, -1), found.get(after, len(new.words))
        olds = range(before + 1, after)
        news = [to for to in range(begin + 1, end) if to not in taken] if 0 < end - begin <= _NEAR + 1 else []
        if not news or not 0 < len(olds) <= _NEAR:
            continue
        like = [[likeness(old.words[at], new.words[to]) for to in news] for at in olds]
        for row, at in enumerate(olds):
            for column, to in enumerate(news):
                others = [*like[row][:column], *like[row][column + 1 :]]
                others += [line[column] for line in [*like[:row], *like[row + 1 :]]]
                if like[row][column] >= max(_ALIKE, max(others, default=0.0) + _CLEAR):
                    yield at, to


def likeness(old: str, new: str) -> float:
    """How alike the words are: the share of pairs of characters that both have (Dice).

    >>> likeness("社区生活圈", "社区美好生活圈")
    0.6
    """
    a, b = (Counter(words[at : at + 2] for at in range(len(words) - 1)) for words in (old, new))
    return 2 * (a & b).total() / max(1, a.total() + b.total())


def _answering(old: _Cut, new: _Cut, at: int, to: int, place: int) -> int:
    """The place in a found sentence that answers to one of the old: as many characters that are no white space on."""
    on = bisect_left(old.solid, place) - bisect_left(old.solid, old.spans[at][0])
    return new.solid[bisect_left(new.solid, new.spans[to][0]) + on]


def verify(text: str, records: Records, other: str) -> tuple[Anchor, ...]:
    """Each row of a report's tables, and where it stands in another text: exact, moved, changed, ambiguous or gone.

    A section stands where its heading does.

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
    if first in found and last in found and found[last] - found[first] == last - first:
        begin, end = (
            _answering(old, new, first, found[first], start),
            _answering(old, new, last, found[last], stop - 1) + 1,
        )
        status = "exact" if (begin, end) == (start, stop) else "moved"
        return Anchor(table, row.id, status, own, start, stop, begin, end, new.text[begin:end])
    if first in changed and first == last:
        begin, end = new.spans[changed[first]]
        return Anchor(table, row.id, "changed", own, start, stop, begin, end, new.text[begin:end])
    status = "ambiguous" if first >= 0 and old.words[first] in new.standing else "gone"
    return Anchor(table, row.id, status, own, start, stop, None, None, "")
