"""What the weights see of a candidate: named traits, each a column of numbers, and the features made of them.

A trait is a method of one sentence with an example of the genre; a feature is a row of ``FEATURES``: the names of the
traits whose values it joins. To add one, write the trait, name it in a feature, and train.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from functools import lru_cache
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from .tokens import STOPS, VERBS, Line, Words

Column = NDArray[np.int64]
Trait = Any  # a column of whole numbers, or a list of them, as numpy gives it
spelled: dict[int, str] | None = None  # filled while training, so that weights can be written with their words

# What of a word's kind tells on the way between two words; adverbs and particles tell nothing.
_WAY = {"g": "V", "v": "V", "D": "V", "G": "g", "N": "n", "K": "n", "t": "T", "M": "m", "Q": "q", "P": "p", "C": "、"}
_WAY |= {"c": "、", "X": "x", "O": "o", "^": "。", "E": "e"} | dict.fromkeys("AaB了u“", "-")
_TOLD = {"U": "□", "M": "□", "O": "□", "K": "“”"}  # of these the kind tells all
_repeated = re.compile(r"(.)\1+")
_UNIT_CLASSES = {"share": "pct", "permille": "pct", "tenth": "pct", "points": "pt"}
_OWN_CLASS: tuple[str, ...] = (
    "money",
    "person",
    "person_time",
    "household",
    "time",
    "multiple",
    "score",
    "none",
    "count",
)
_OWN_CLASS += ("organisation", "place", "occasion")
_LISTING = ("分别", "依次", "各")
_JOINING = ("和", "与", "及", "以及")


@lru_cache(maxsize=1 << 16)
def code(word: str) -> int:
    """A word as a number, the same in every run."""
    number = crc32(word.encode("utf-8", "surrogatepass")) + 1_000_000
    if spelled is not None:
        spelled[number] = word
    return number


@lru_cache(maxsize=1 << 14)
def way(kinds: str) -> str:
    """The kinds between two words without what tells nothing and without repeats: nnAV → nV."""
    return _repeated.sub(r"\1", kinds.replace("-", ""))


def unit_class(family: str) -> str:
    """The family of a unit, the families of measures as one.

    >>> unit_class("share"), unit_class("household"), unit_class("length")
    ('pct', 'household', 'measure')
    """
    return _UNIT_CLASSES.get(family) or (family if family in _OWN_CLASS else "measure")


# The sets of kinds that are counted along the words, and for each kind the sets that hold it, as bits.
_COUNTED = ("，", "；。：^", "U", "、", "()", VERBS, "C", "的", STOPS)
_SETS = {kind: sum(1 << n for n, some in enumerate(_COUNTED) if kind in some) for kind in "".join(_COUNTED)}


@lru_cache(maxsize=1 << 16)
def _coded(word: str, kind: str) -> tuple[int, int, int, int, int]:
    """A word, its first, last and last two characters as numbers, and its length."""
    told = _TOLD.get(kind) or "".join(word.split())
    return code(told), code(word[:1]), code(word[-1:]), code(word[-2:]), len(word)


class Counted(NamedTuple):
    """A figure among the words: where it stands, its unit and the family of that, and the line of its sentence."""

    at: int
    unit: str
    family: str
    line: Line


def _codes(words: Sequence[str]) -> Column:
    return np.array([code(word) for word in words], dtype=np.int64)


class Lines:
    """The words of a text as columns, with what can be told of each word without a candidate."""

    def __init__(self, words: Words, lines: Sequence[Line], figures: Sequence[Counted]):
        self.words, self.lines, self.figures = words, lines, figures
        self.kinds = "".join(words.kind)
        self.ways = "".join([_WAY.get(kind, kind) for kind in words.kind])
        self.kind = np.frombuffer(self.kinds.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
        pairs = zip(words.text, words.kind, strict=True)
        coded = np.array([_coded(word, kind) for word, kind in pairs], dtype=np.int64)
        self.word, self.opening, self.ending, self.ending2, self.length = coded.T
        self.speech = _codes(words.speech)
        self.begins, self.ends = np.array(words.start, dtype=np.int64), np.array(words.stop, dtype=np.int64)
        self._sets = np.array([_SETS.get(kind, 0) for kind in words.kind], dtype=np.int64)
        self.commas, self.stops = self._sum("，"), self._sum("；。：^")
        self.counts, self.lists, self.brackets = self._sum("U"), self._sum("、"), self._sum("()")
        self.verbs, self.joins, self.des = self._sum(VERBS), self._sum("C"), self._sum("的")
        is_stop = self._is(STOPS)
        place = np.arange(len(is_stop))
        self.clause = np.maximum.accumulate(np.concatenate(([0], np.where(is_stop, place + 1, 0)[:-1])))
        opened = np.concatenate(([0], np.where(self.kind == ord("("), place + 1, 0)[:-1]))
        self.opener = np.maximum(self.clause, np.maximum.accumulate(opened))
        self.clause_end = np.minimum.accumulate(np.where(is_stop, place, len(is_stop))[::-1])[::-1]
        self.at = np.array([figure.at for figure in figures], dtype=np.int64)
        self.own = np.array([figure.line.first for figure in figures], dtype=np.int64)
        self.unit = _codes([figure.unit for figure in figures])
        self.unit_class = _codes([unit_class(figure.family) for figure in figures])
        dealt = [dealt_out(self, figure) for figure in figures]
        self.dealt = np.array(dealt, dtype=np.int64).reshape(-1, 2)

    def part(self, start: int, stop: int) -> Lines:
        """The same words with some of the figures."""
        some = copy(self)
        some.figures = self.figures[start:stop]
        some.at, some.own, some.dealt = self.at[start:stop], self.own[start:stop], self.dealt[start:stop]
        some.unit, some.unit_class = self.unit[start:stop], self.unit_class[start:stop]
        return some

    def _is(self, kinds: str) -> Trait:
        return (self._sets & (1 << _COUNTED.index(kinds))) != 0

    def _sum(self, kinds: str) -> Trait:
        """How many words of some kinds stand before each place."""
        return np.concatenate(([0], np.cumsum(self._is(kinds))))


def dealt_out(lines: Lines, figure: Counted) -> tuple[int, int]:
    """Where the member of a list under 分别 stands that a figure is dealt: 能源、旅游投资分别增长5%、|8% → 旅游投资."""
    words, kinds, at = lines.words, lines.kinds, figure.at
    begin = max(int(lines.clause[at]), at - 24)
    mark = next((k for k in range(at - 1, begin - 1, -1) if words.text[k].startswith(_LISTING)), -1)
    if mark < 0:
        return 0, 0
    place, many = kinds.count("U", mark, at), kinds.count("U", mark, min(at + 24, int(lines.clause_end[at])))
    first = max(int(lines.clause[mark]), mark - 40)
    cuts = [k for k in range(first + 1, mark) if kinds[k] == "、" or words.text[k] in _JOINING]
    if many < 2:
        return 0, 0
    if "U" not in kinds[first:mark] and len(cuts) == many - 1:
        edges = [first - 1, *cuts, mark]
        stop = edges[place + 1]
        while stop > first and kinds[stop - 1] in "AaBPpC":
            stop -= 1
        return edges[place] + 1, stop
    low = max(figure.line.first, mark - 60)
    earlier = [k for k in range(low, mark) if kinds[k] == "U"]
    if len(earlier) < many:
        return 0, 0
    stop = earlier[place - many]
    return max((k + 1 for k in range(low, stop) if kinds[k] in "，；。：、U"), default=stop), stop


class Pairs:
    """Candidates, each with its figure: ``f`` which figure, ``a`` and ``b`` its first and last word.

    Every method without an argument is a trait: one number a candidate.
    """

    def __init__(self, lines: Lines, f: Column, a: Column, b: Column, act: Column | None = None):
        self.lines, self.f, self.a, self.b = lines, f, a, b
        self.i = lines.at[f]
        self.right = a > self.i
        self.near = np.where(self.right, a, b)
        self.low, self.high = np.minimum(self.near, self.i), np.maximum(self.near, self.i)
        self.act = np.zeros_like(f) if act is None else act  # 0: no verb governs
        self._kept: dict[str, Column] = {}

    def trait(self, name: str) -> Column:
        """The column of a trait, made once."""
        if name not in self._kept:
            made = getattr(self, name)()
            self._kept[name] = np.ascontiguousarray(made, dtype=np.int64)
        return self._kept[name]

    def only(self, at: Column) -> Pairs:
        """Some of the candidates."""
        return Pairs(self.lines, self.f[at], self.a[at], self.b[at], self.act[at])

    def _between(self, sums: Column, most: int) -> Trait:
        return np.minimum(sums[self.high] - sums[self.low + 1], most)

    # ---- the figure

    def one(self) -> Trait:
        """Always 1: how likely nothing is."""
        return np.ones_like(self.f)

    def unit(self) -> Trait:
        """The unit as written: 台."""
        return self.lines.unit[self.f]

    def units(self) -> Trait:
        """The class of the unit: 台 is count, % pct."""
        return self.lines.unit_class[self.f]

    def left(self) -> Trait:
        """The kind of the word before the figure: 新建|3个 → D."""
        return self.lines.kind[self.i - 1]

    def left2(self) -> Trait:
        """The kind of the word before that."""
        return self.lines.kind[self.i - 2]

    def right1(self) -> Trait:
        """The kind of the word behind the figure: 3个|小区 → n."""
        return self.lines.kind[self.i + 1]

    def right2(self) -> Trait:
        """The kind of the word behind that."""
        return self.lines.kind[self.i + 2]

    def left_word(self) -> Trait:
        """The word before the figure."""
        return self.lines.word[self.i - 1]

    def right_word(self) -> Trait:
        """The word behind the figure."""
        return self.lines.word[self.i + 1]

    def lead(self) -> Trait:
        """The way from the head of the clause to the figure: 全年举办活动|600场 → TVn."""
        n = self.lines
        return [code(way(n.ways[max(a, i - 14) : i])[-6:]) for a, i in zip(n.clause[self.i], self.i, strict=True)]

    def tail(self) -> Trait:
        """The way from the figure to the end of its clause."""
        n = self.lines
        stops = np.minimum(n.clause_end[self.i], self.i + 9)
        return [code(way(n.ways[i + 1 : stop])[:4]) for i, stop in zip(self.i, stops, strict=True)]

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

    def gap(self) -> Trait:
        """The same, 6 for more."""
        return np.minimum(self.high - self.low - 1, 6)

    def gap4(self) -> Trait:
        """The same, 3 for more."""
        return np.minimum(self.high - self.low - 1, 3)

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
        return [code(path[-7:] if left else path[:6]) for path, left in zip(self._ways(), ~self.right, strict=True)]

    def near_way(self) -> Trait:
        """Its last four steps next to the figure; behind the figure its first four."""
        return [code(path[-4:] if left else path[:4]) for path, left in zip(self._ways(), ~self.right, strict=True)]

    def _ways(self) -> list[str]:
        if not hasattr(self, "_way_strings"):
            n = self.lines.ways
            starts = np.where(self.right, self.low + 1, np.maximum(self.low + 1, self.high - 14))
            stops = np.where(self.right, np.minimum(self.high, self.low + 15), self.high)
            self._way_strings = [way(n[a:b]) for a, b in zip(starts.tolist(), stops.tolist(), strict=True)]
        return self._way_strings

    def clause_way(self) -> Trait:
        """The way from the head of its own clause to the candidate."""
        n = self.lines
        heads = np.maximum(n.clause[self.a], self.a - 12)
        return [code(way(n.ways[h:a])[-5:]) for h, a in zip(heads.tolist(), self.a.tolist(), strict=True)]

    def opens(self) -> Trait:
        """Whether it opens its clause."""
        return (self.lines.clause[self.a] == self.a).astype(np.int64)

    def behind(self) -> Trait:
        """The way from the candidate to the end of its clause."""
        n = self.lines
        ends = np.minimum(n.clause_end[self.b], self.b + 9)
        return [code(way(n.ways[b + 1 : e])[:4]) for b, e in zip(self.b.tolist(), ends.tolist(), strict=True)]

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

    # ---- the span

    def size(self) -> Trait:
        """How many words it has."""
        return self.b - self.a + 1

    def letters(self) -> Trait:
        """How many characters it has, 12 for more."""
        return np.minimum(self.lines.ends[self.b] - self.lines.begins[self.a], 12)

    def inner_verbs(self) -> Trait:
        """How many verbs are among its words."""
        return np.minimum(self.lines.verbs[self.b + 1] - self.lines.verbs[self.a], 3)

    def inner_lists(self) -> Trait:
        """How many 、 are among its words, 5 more with a conjunction."""
        marks = np.minimum(self.lines.lists[self.b + 1] - self.lines.lists[self.a], 2)
        return marks + 5 * (self.lines.joins[self.b + 1] > self.lines.joins[self.a])

    def holds_de(self) -> Trait:
        """Whether 的 is among its words."""
        return (self.lines.des[self.b + 1] > self.lines.des[self.a]).astype(np.int64)

    def pattern(self) -> Trait:
        """The kinds of its words, of up to four: 养老|服务|中心 → GGn."""
        kinds = self.lines.kinds
        spans = zip(self.a.tolist(), self.b.tolist(), strict=True)
        return [code(kinds[a : b + 1] if b - a < 4 else str(b - a)) for a, b in spans]

    def dealt(self) -> Trait:
        """What 分别 deals the figure: 1 this or a part of it, 2 another, 0 nothing is dealt out."""
        low, high = self.lines.dealt[self.f].T
        return np.where(high == 0, 0, np.where((low <= self.a) & (self.b < high), 1, 2))

    def dealt_end(self) -> Trait:
        """Whether it ends where what 分别 deals the figure ends."""
        return (self.lines.dealt[self.f, 1] == self.b + 1) + 2 * (self.lines.dealt[self.f, 1] > 0)

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
        cases = [v == 0, v == a, v == b, (a < v) & (v < b), v == a - 1, v == b + 1, v < a]
        return np.select(cases, range(7), 7) + 10 * (v > self.i) * (v > 0)

    def act_ending(self) -> Trait:
        """The last character of the verb."""
        return np.where(self.act > 0, self.lines.ending[self.act], code(""))

    def act_before(self) -> Trait:
        """The kind of the word before the verb."""
        return np.where(self.act > 0, self.lines.kind[self.act - 1], 0)

    def act_commas(self) -> Trait:
        """How many commas lie between span and verb; 5 a figure."""
        low = np.where(self.act < self.a, self.act, np.minimum(self.b, self.act))
        high = np.where(self.act < self.a, self.a, np.maximum(self.b, self.act))
        commas, counts = (np.minimum(n[high] - n[low], 2) for n in (self.lines.commas, self.lines.counts))
        return np.where(self.act > 0, commas + 5 * counts, 0)


def _rows_of(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row.split("+")) for row in text.split())


FEATURES: dict[str, tuple[tuple[str, ...], ...]] = {
    # which word governs the figure
    "action": _rows_of(
        "word kind speech length ending opening kind+speech before+kind kind+after before+kind+after before_word "
        "after_word side+distance side+commas+figures+verbs side+commas+figures side+brackets side+stops "
        "side+verbs+kind side+commas+kind side+distance+kind side+way side+kind+near_way units+side+distance "
        "units+kind+side units+word units+side+commas+verbs unit+word side+verbs_before+commas "
        "side+verbs_before+kind side+verbs_behind+kind side+opens side+clause_way side+right1+gap4 side+left+gap4 "
        "side+left+right1+verbs side+right1+right2+kind side+left2+left+verbs+kind side+figures_before+figures "
        "side+word side+commas+figures+head brackets+figures+head"
    ),
    # that no word does
    "no action": _rows_of(
        "one units left left2+left right1 right1+right2 left+right1 left_word right_word units+left units+right1 "
        "unit clause_verbs lead tail clause_figures head head+left"
    ),
    # a first look at every span, to keep a few
    "span": _rows_of("before+first_kind kind+after size word first inner_verbs size+letters after_word before_word"),
    "span at": _rows_of("side+gap+commas+units side+commas+figures+stops side+size dealt"),
    # which span is counted or measured
    "subject": _rows_of(
        "side+gap side+commas+figures+verbs+listed side+brackets side+commas+figures side+stops units+side+gap "
        "units+side+commas+figures side+commas+verbs+units size inner_verbs letters holds_de inner_lists "
        "size+inner_verbs side+size pattern side+pattern+after kind word ending first_kind first opening speech "
        "first_speech units+ending unit+word unit+ending ending2 before before_word after after_word "
        "before+first_kind before+first before_word+first_kind kind+after word+after kind+after_word "
        "before+after+side side+after+gap4 side+before+gap3 before2+before+first_kind before_word+first "
        "word+after_word side+way side+kind+near_way side+right1+gap3 side+left+gap3 side+left+right1+gap3 "
        "side+right1+right2+gap3 side+clause_way side+opens+commas side+behind side+figures_before dealt "
        "dealt_end side+commas+figures+head act_at+side act_at+side+gap3 act_at+side+act_kind "
        "act_at+side+act_word act_at+act_commas+side act_at+side+units act_at+side+pattern act_at+side+before "
        "act_word+word act_at+side+after"
    ),
    # that nothing is said to be
    "no subject": _rows_of(
        "one units left left2+left right1 right1+right2 left+right1 unit act_kind units+act_kind act_word"
    ),
    # whether a verb that governs a figure is an act of the office
    "office": _rows_of(
        "one act_kind act_word act_ending act_before act_before+act_kind act_at act_kind+act_at units+act_at units"
        " act_kind+units word ending ending2 first first_kind before head size side+gap3 opens act_word+act_at"
    ),
}


_MIX = np.uint64(0x9E3779B97F4A7C15)


def keys(pairs: Pairs, family: str, rows: slice = slice(None)) -> NDArray[np.uint64]:
    """The features of each candidate as numbers: a row a feature of ``FEATURES[family]``, a column a candidate."""
    some = FEATURES[family][rows]
    out = np.empty((len(some), len(pairs.f)), dtype=np.uint64)
    for row, names in zip(out, some, strict=True):
        row[:] = key(family, names, [pairs.trait(name) for name in names])
    return out


def key(family: str, names: tuple[str, ...], values: Sequence[Column]) -> NDArray[np.uint64]:
    """One number for a feature and the values of its traits."""
    mixed = values[0].view(np.uint64) ^ np.uint64(code(f"{family}:{'+'.join(names)}"))
    mixed *= _MIX
    for column in values[1:]:
        mixed ^= column.view(np.uint64)
        mixed *= _MIX
    return mixed
