"""The words of a text as columns of numbers: what can be told of each word before there is a candidate."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from functools import cache, lru_cache
from itertools import pairwise
from struct import Struct
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from .phrases import HEADS, generic, head_at, is_proper
from .tokens import MOST_KEPT, STOPS, VERBS, Line, Row, Words, is_known

Column = NDArray[Any]  # whole numbers, of 32 bits along the words of a text, of 64 along candidates
Trait = Any  # a column of whole numbers, or a list of them, as numpy gives it
spelled: dict[int, str] | None = None  # filled while training, so that weights can be written with their words

# What of a word's kind tells on the way between two words; adverbs and particles tell nothing.
_WAY = {"g": "V", "v": "V", "D": "V", "G": "g", "N": "n", "K": "n", "t": "T", "M": "m", "Q": "q", "P": "p", "C": "、"}
_WAY |= {"c": "、", "X": "x", "O": "o", "^": "。", "E": "e"} | dict.fromkeys("AaB了u“", "-")
_TOLD = {"U": "□", "M": "□", "O": "□", "K": "“”"}  # of these the kind tells all
_LETTERS = "VgnTmqp、xo。eHLrfjU，；：()的"  # what the kinds become
_LETTERS += "DGEABPCQ了NXMOK^vapctu“s!*1?45678"  # kinds that become others, what a word is to a name, lengths of runs
_MOST = 7  # letters of a way or a run that are packed
_WHOLE = str.maketrans("s!?gDGHLvNBj", "PPPvvvvvvnnn")  # of what a word is to a name: proper, verb, noun
_UNIT_CLASSES = {"share": "pct", "permille": "pct", "tenth": "pct", "points": "pt"}
_OWN_CLASS = {"money", "person", "person_time", "household", "time", "multiple", "score", "none", "count"}
_OWN_CLASS |= {"organisation", "place", "occasion"}


@lru_cache(maxsize=1 << 16)
def code(word: str) -> int:
    """A word as a number, the same in every run."""
    number = crc32(word.encode("utf-8", "surrogatepass")) - (1 << 31)
    if spelled is not None:
        spelled[number] = word
    return number


class Ways:
    """The kinds along the words, without what tells nothing and without repeats: nnAV → nV.

    >>> ways = Ways(np.array([packed(step) for step in ("T", "V", "n", "n", "", "n", "g", "。")]))
    >>> [unpacked(n) for n in ways.between(np.array([0, 3]), np.array([7, 6]), 3, last=True).tolist()]
    ['Vng', 'n']
    """

    def __init__(self, step: Column):
        places = np.flatnonzero(step)
        told = step[places]
        new = np.append(True, told[1:] != told[:-1])[: len(told)]
        steps, starts = told[new], places[new]
        self.starts = np.append(starts, len(step))
        self.told, self.count = np.zeros((2, len(step) + 1), dtype=np.int32)  # places that tell, steps that begin
        self.count[starts + 1] = 1
        np.cumsum(step > 0, out=self.told[1:])
        np.cumsum(self.count, out=self.count)  # ... before each place
        self.packed = lasts(steps)

    def between(self, start: Column, stop: Column, most: int, last: bool) -> Column:
        """The first or last steps from a place to before another, packed as one number."""
        stop = np.maximum(start, stop)
        low, high = self.count.take(start), self.count.take(stop)
        # a step that began before goes on here
        low -= self.told.take(np.minimum(self.starts.take(low), stop)) > self.told.take(start)
        many = np.minimum(high - low, most)
        return run_of(self.packed, high if last else low + many, many)


def lasts(letters: Column) -> Column:
    """The last letters before each place, and before the end, as one number."""
    found, letters = np.zeros(len(letters) + 1, dtype=np.int64), letters.astype(np.int64)
    for n in range(min(_MOST, len(letters))):
        found[n + 1 :] += letters[: len(letters) - n] << 6 * n
    return found


def run_of(last: Column, stop: Column, many: Column) -> Column:
    """So many letters before a place; ``last`` are those that ``lasts`` gave."""
    letters: Column = last.take(stop) & _MASKS.take(many, mode="clip")
    return letters


_MASKS = np.array([(1 << 6 * many) - 1 for many in range(_MOST + 1)], dtype=np.int64)


def packed(steps: str) -> int:
    """Letters of a way or a run as one number."""
    number = 0
    for step in steps:
        number = number * 64 + _LETTERS.index(step) + 1
    return number


def unpacked(number: int) -> str:
    """The letters that a number packs.

    >>> unpacked(packed("TVn")), unpacked(0)
    ('TVn', '')
    """
    return unpacked(number // 64) + _LETTERS[number % 64 - 1] if number else ""


def unit_class(family: str) -> str:
    """The family of a unit, the families of measures as one.

    >>> unit_class("share"), unit_class("household"), unit_class("length")
    ('pct', 'household', 'measure')
    """
    return _UNIT_CLASSES.get(family) or (family if family in _OWN_CLASS else "measure")


# The sets of kinds that are counted along the words, and for each kind the sets that hold it, as bits.
_COUNTED = ("，", "；。：^", "U", "、", "()", VERBS)
_SETS = {kind: sum(1 << n for n, some in enumerate(_COUNTED) if kind in some) for kind in "".join(_COUNTED)}


_columns = Struct("=18i")
_TAILS = frozenset(head[at:] for head in HEADS for at in range(1, len(head)))  # what a longer head may end in


@lru_cache(maxsize=64)
def _table_of(kinds: str) -> NDArray[np.bool_]:
    found = np.zeros(1 << 16, dtype=bool)
    found[[*map(ord, kinds)]] = True
    return found


def kinds_among(kind: Column, some: str) -> NDArray[np.bool_]:
    """Which of some kinds, as numbers, are among others.

    >>> kinds_among(np.array([*map(ord, "Dn，")]), "，。").tolist()
    [False, False, True]
    """
    among: NDArray[np.bool_] = _table_of(some).take(kind)
    return among


def _state(word: str, kind: str, speech: str) -> str:
    """What a word is to a name: s a place, ! proper, * generic, 1 one character, ? in no dictionary, else its kind."""
    if is_proper(word, speech):
        return "s" if speech[:2] == "ns" else "!"
    if generic.fullmatch(word):
        return "*"
    if len(word) == 1 and word.isalpha():
        return "1" if kind in "ngjvDGHNB" else kind
    return "?" if word.isalpha() and kind not in "UTOM" and not is_known(word) else kind


@cache
def of_head(head: str) -> tuple[int, int, int, int]:
    """As numbers the head of a name, what it names and needs, and its length; that of no head is 0."""
    told = (head, HEADS[head]["kind"], HEADS[head]["needs"] or "any") if head else ("", "", "")
    return code(told[0]), code(told[1]), code(told[2]), len(head)


class _Met(dict[Row, bytes]):
    """Of each word that was met what can be told of it alone, as numbers: a text says most words again."""

    def __missing__(self, row: Row) -> bytes:
        word, kind, speech = row
        told = _TOLD.get(kind) or "".join(word.split())
        own = code(told), code(word[:1]), code(word[-1:]), code(word[-2:]), code(speech), len(word)
        state = _state(word, kind, speech)
        letters = (_LETTERS.find(one) + 1 for one in (_WAY.get(kind, kind), kind, state, state.translate(_WHOLE)))
        name = ord(state), *of_head(head_at(word, len(word))), word in _TAILS
        if len(self) > MOST_KEPT:
            self.clear()
        self[row] = _columns.pack(*own, ord(kind), _SETS.get(kind, 0), *letters, *name)
        return self[row]


_met = _Met()


@lru_cache(maxsize=64)
def _codes_of(some: frozenset[str]) -> Column:
    """Words as numbers, each where its lowest bits say, which tell it from the others; another word elsewhere."""
    codes = np.array(sorted(map(code, some)), dtype=np.int32)
    many = next(1 << bits for bits in range(32) if len(np.unique(codes & ((1 << bits) - 1))) == len(codes))
    found = np.full(many, codes[0])
    found[codes & (many - 1)] = codes
    return found


def words_among(word: Column, some: frozenset[str]) -> NDArray[np.bool_]:
    """Which of some words, or of their first or last characters, as numbers, are among a few others."""
    codes = _codes_of(some)
    among: NDArray[np.bool_] = codes.take(word & (len(codes) - 1)) == word
    return among


class Counted(NamedTuple):
    """A figure among the words: where it stands, its unit and the family of that, and the line of its sentence."""

    at: int
    unit: str
    family: str
    line: Line


class Lines:
    """The words of a text as columns, with what can be told of each word without a candidate."""

    def __init__(self, words: Words, lines: Sequence[Line], figures: Sequence[Counted]):
        self.words, self.lines, self.figures = words, lines, figures
        self.kinds = "".join(words.kind)
        told = b"".join(map(_met.__getitem__, zip(words.text, words.kind, words.speech, strict=True)))
        columns = np.frombuffer(told, dtype=np.int32).reshape(-1, 18).T.copy()
        self.last_kinds, self.last_states = lasts(columns[9]), lasts(columns[10])
        self.whole, self.state, self.heads = columns[11], columns[12], columns[13:]  # what words are to a name
        self.word, self.opening, self.ending, self.ending2, self.speech, self.length, self.kind = columns[:7]
        self.ways = Ways(columns[8])
        self.begins, self.ends = np.array(words.start, dtype=np.int32), np.array(words.stop, dtype=np.int32)
        sums = np.zeros((len(_COUNTED), len(self.kind) + 1), dtype=np.int32)  # how many stand before each place
        np.cumsum((columns[7] >> np.arange(len(_COUNTED))[:, None]) & 1, axis=1, out=sums[:, 1:])
        self.commas, self.stops, self.counts, self.lists, self.brackets, self.verbs = sums
        self.verb_places = np.flatnonzero(kinds_among(self.kind, VERBS))
        firsts = np.array([0, *(line.first for line in lines), len(words.start)], dtype=np.int32)
        self.opened = np.repeat(firsts[:-1], np.diff(firsts))  # where the sentence of each word opens
        is_stop = kinds_among(self.kind, STOPS)
        place = np.arange(len(is_stop), dtype=np.int32)
        marks = (np.concatenate(([0], (place + 1) * some)) for some in (is_stop, self.kind == ord("(")))
        self.clause, opened = (np.maximum.accumulate(behind[:-1]).astype(np.int32) for behind in marks)
        self.opener = np.maximum(self.clause, opened)
        self.clause_end = np.minimum.accumulate(np.where(is_stop, place, np.int32(len(is_stop)))[::-1])[::-1]
        self.at = np.array([figure.at for figure in figures], dtype=np.int64)
        self.own = np.array([figure.line.first for figure in figures], dtype=np.int64)
        self.unit = np.array([code(figure.unit) for figure in figures], dtype=np.int64)
        self.unit_class = np.array([code(unit_class(figure.family)) for figure in figures], dtype=np.int64)
        dealt = dealt_out(self)
        self.dealt = np.array([dealt.get(figure.at, (0, 0, 0)) for figure in figures], dtype=np.int64).reshape(-1, 3)

    def places_of(self, some: frozenset[str]) -> list[int]:
        """Where some words stand."""
        places: list[int] = np.flatnonzero(words_among(self.word, some)).tolist()
        return places

    def part(self, start: int, stop: int) -> Lines:
        """The same words with some of the figures."""
        some = copy(self)
        some.figures = self.figures[start:stop]
        some.at, some.own, some.dealt = self.at[start:stop], self.own[start:stop], self.dealt[start:stop]
        some.unit, some.unit_class = self.unit[start:stop], self.unit_class[start:stop]
        return some


# What each figure is dealt, in order: 能源、旅游投资分别增长5%、8%; 产值6亿元、利润1亿元，分别增长5%、8%

Dealt = dict[int, tuple[int, int, int]]  # by a figure's place: first word of its member, place behind it, place of 分别
_DEALING = frozenset(("分别", "分别为", "分别是", "依次", "依次为", "各"))
_JOINING = frozenset(("和", "与", "及", "以及"))
_COMPARING = frozenset(("比", "较", "同比", "环比"))
_NOUNS = "nGNgK"
_NO_TOPICS = frozenset(("增速", "增幅", "降幅", "占比", "二者", "两者", "三者", "名义", "实际"))
_SPELLED = "十一两三四五六七八九"
_ON, _BACK = 40, 60  # words, behind and before 分别


def dealt_out(lines: Lines) -> Dealt:
    """The member of a list that each figure is dealt, of those that are dealt one."""
    found: Dealt = {}
    for mark in lines.places_of(_DEALING):
        if lines.words.text[mark] == "各" and lines.kinds[mark + 1] not in "UDHLv":
            continue  # 各镇新建
        end = int(lines.clause_end[mark])
        figures = _figures(lines, mark, min(end, mark + _ON))
        if len(figures) < 2 or "、" in lines.kinds[mark : figures[0]]:
            continue  # 分别高出全市、全省2个和3个百分点
        members = _members(lines, mark, len(figures), found)
        while members and len(figures) == len(members):
            found |= {at: (*member, mark) for at, member in zip(figures, members, strict=True)}
            begin, end = end + 1, int(lines.clause_end[min(end + 1, len(lines.kinds) - 1)])  # ，名义下降13%和8%
            over = begin - members[0][0] > _BACK or _topic(lines, begin, end)
            figures = [] if over else _figures(lines, begin, min(end, begin + _ON))
            mark = figures[0] if figures else end
    return found


def _figures(lines: Lines, begin: int, end: int) -> list[int]:
    return [k for k in range(begin, end) if lines.kinds[k] == "U"]


def _topic(lines: Lines, begin: int, end: int) -> bool:
    """Whether a clause says what its figures count (收入比缩小到; not 增速, 与上季度相比) or deals out itself."""
    for kind, word in zip(lines.kinds[begin:end], lines.words.text[begin:end], strict=True):
        if word in _COMPARING or word == "与":
            return False
        if (kind in _NOUNS and word not in _NO_TOPICS) or word in _DEALING:
            return True
    return False


def _members(lines: Lines, mark: int, many: int, known: Dealt) -> Sequence[tuple[int, int]]:
    """What stands before 分别, as many as the figures behind it: members of a list, or what earlier figures count."""
    low = max(int(lines.opened[mark]), mark - _BACK)
    low = max(low, lines.kinds.rfind("；", low, mark) + 1)
    begin, end = max(low, int(lines.clause[mark])), mark
    figures, listed = _figures(lines, begin, mark), _listed(lines, begin, mark, many)
    if listed:
        return listed
    if _topic(lines, begin, mark):
        if not figures:
            return []
        if _sums_up(lines, figures[0], many) and not lines.kinds[figures[0] + 2 : mark].strip("Aa"):
            figures, end = [], begin  # 三项指标再|分别
    listed = [] if figures or begin == low else _listed(lines, max(low, int(lines.clause[begin - 2])), begin - 1, many)
    found = [] if listed else [_counted_by(lines, low, at, known) for at in _figures(lines, low, end)[-many:]]
    return listed or (found if len(found) == many and all(low <= a < b for a, b in found) else [])


def _sums_up(lines: Lines, at: int, many: int) -> bool:
    return lines.kinds[at] in "UM" and lines.words.text[at][0] in f"{many}{_SPELLED[many % 10]}"


def _counted_by(lines: Lines, low: int, at: int, known: Dealt) -> tuple[int, int]:
    """What stands before a figure, or what it was dealt itself; touching pairs share it."""
    while at > low and lines.kinds[at - 1] == "U":
        at -= 1
    begin = next((k + 1 for k in range(at - 1, low - 1, -1) if lines.kinds[k] in "，：、U"), low)
    return known[at][:2] if at in known else (begin + (lines.kinds[begin] == "C"), at)


def _listed(lines: Lines, begin: int, end: int, many: int) -> list[tuple[int, int]]:
    """The members of a list in a clause, if it has so many; a number behind the last sums them up: 三大产业."""
    kinds, texts = lines.kinds, lines.words.text
    marks = [k for k in range(begin + 1, end) if kinds[k] == "、"]
    if len(marks) != many - 1:
        marks = [k for k in range(begin + 1, end) if kinds[k] == "、" or texts[k] in _JOINING]
    if len(marks) != many - 1:
        return []
    behind = range(marks[-1] + 2, end)
    end = next((k for k in behind if _sums_up(lines, k, many) or texts[k] in _COMPARING), end)
    while end > begin and kinds[end - 1] in "AaBPpCTf":
        end -= 1
    found = [(a + 1 + (kinds[a + 1] == "U"), b) for a, b in pairwise([begin - 1, *marks, end])]  # 6条街区、8个市场
    return [] if any(a >= b or "U" in kinds[a:b] for a, b in found) else found
