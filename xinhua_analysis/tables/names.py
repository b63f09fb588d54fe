"""Named things: programmes, platforms, publications, bodies, places, events.

A name is what stands in “…” or 《…》, and what ends in the head of a name (研究会, 路, 大会) behind a part of its own.
The kind of a quoted name is told by the words around it: “…”手册, 打造“…”小程序, 服务站“…”.
Conventions: ``docs/annotation-of-mentions.md``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple, TypeVar

from .. import lexicon
from ..language.patterns import any_of, masked
from ..language.tokens import VERBS, Words, is_known, kind_of
from ..records import Claim, Name, Partner, Sentence
from .sentences import home_finder


class FoundName(NamedTuple):
    """A name before it becomes a row; ``sure`` is false where only the absence of a cue made it an expression."""

    start: int
    stop: int
    kind: str
    sure: bool = True


def _cues(where: str) -> dict[str, str]:
    return {row["cue"]: row["kind"] for row in lexicon.rows("name_cues") if row["where"] == where}


_BEHIND, _BEFORE, _INSIDE, _LIST = map(_cues, ("behind", "before", "inside", "list"))
_TITLED = tuple(row["cue"] for row in lexicon.rows("claim_cues") if row["kind"] == "honour")
HEADS = {row["head"]: row for row in lexicon.rows("name_heads")}
_quoted = re.compile(r"《[^《》\n]{1,80}》|“[^“”\n]{1,120}”")
_behind = re.compile(any_of(_BEHIND))
_phrase = re.compile(r"(?:等?\d*[个项家类]?)(?:的(?=\w))?([^，,。；;：:、“”《》\s的和与及暨已将在向被由达到]{0,18})")
_made = re.compile(
    f"(?:{any_of([*lexicon.entries('word_classes', 'class', 'makes'), '首批', '首个'])})(?:了|\\d+[个项处])?$"
)
_edition = re.compile(
    r"(?:第[一二三四五六七八九十百\d]{1,4}届|首届)[^\s，,。；;：:、“”《》的]{2,24}?(?:节|展|会|赛|坛|周|大典)(?:暨\w{2,16}?(?:节|展|会|赛|坛|周))?(?![议场员展日庆])"
)
_party = re.compile(
    r"党的[一二十]{1,2}[一二三四五六七八九]?大|十[一二三四五六七八九]届[一二三四五六七]中全会|二十[一二]?届[一二三四五六七]中全会"
)
_founded = re.compile(r"(?:成立|组建)了?[^\W\d]{2,40}$")
generic = re.compile(f"(?:{any_of(lexicon.entries('generics'))})++")
_five_years = re.compile(r"十?[一二三四五六七八九]五")  # “十四五”规划, “八五”普法
_formula = re.compile(r"\d+[+＋Nn]|[^\d+＋]{2,}[+＋].")

# ---------------------------------------------------------------- names in quotation marks


def in_quotes(text: str, plain: str) -> Iterator[FoundName]:
    """Every “…” and 《…》, with the kind that the words around it tell."""
    marks = list(_quoted.finditer(text))
    found: list[FoundName] = []
    for mark in reversed(marks):
        kind = "publication" if mark[0][0] == "《" else _quoted_kind(text, mark, found[-1] if found else None)
        found.append(FoundName(*mark.span(), kind or "expression", bool(kind)))
    known = {text[f.start : f.stop]: f.kind for f in found if f.sure}
    for f in reversed(found):
        yield f if f.sure else f._replace(kind=known.get(text[f.start : f.stop], f.kind))


def _quoted_kind(text: str, mark: re.Match[str], following: FoundName | None) -> str:
    """The kind of a “…”, empty where nothing tells; in a list “…”、“…” all are what the last is."""
    start, stop = mark.span()
    content, before = text[start + 1 : stop - 1], text[max(0, start - 8) : start]
    if _five_years.fullmatch(content):
        return "programme"
    if before.endswith(_TITLED):  # an honour's title
        return "programme"
    if before.endswith("以") and text.startswith("为", stop):  # 以“…”为主题
        return "expression"
    listed = following if following and text[stop : following.start] in ("、", "") else None
    behind = _behind_kind(text, stop)
    inside = _by_ending(_INSIDE, content)
    if listed:
        return inside or (listed.kind if listed.sure else "")
    if behind in ("publication", "platform", "organisation", "place", "event", "meeting"):
        return behind
    if inside:
        return inside
    if behind:
        return behind
    if cue := _by_ending(_BEFORE, before):
        return cue
    if _formula.match(content):
        return "mechanism"
    return "programme" if _made.search(before) else ""


def _by_ending(cues: dict[str, str], words: str) -> str:
    """The kind of the longest cue that the words end in, empty if none."""
    return next((cues[words[-n:]] for n in range(min(len(words), 6), 0, -1) if words[-n:] in cues), "")


def _behind_kind(text: str, stop: int) -> str:
    """What the noun phrase behind the marks says: its last cue, “…”儿童主题|公园."""
    phrase = _phrase.match(text, stop)
    cues = _behind.findall(phrase[1]) if phrase else []
    return _BEHIND[cues[-1]] if cues else ""


# ---------------------------------------------------------------- names without marks

_LENGTHS: dict[str, list[int]] = {}  # how long the heads are that end in a character, longest first
for _length, _end in sorted({(-len(head), head[-1]): 0 for head in HEADS}):
    _LENGTHS.setdefault(_end, []).append(-_length)
_NO_PART = frozenset("PXAEQLHU了T，；。：、的“K^C")  # kinds of words that no name goes over
_NO_HEAD = _NO_PART - frozenset("“C") | frozenset("DOM")
_NOUNS, _NO_SPEECH = frozenset("nNGgjftDB"), frozenset("pucrdqmy")
_SYLLABLES = ("a", "n", "ng", "ag", "nr", "b", "j", "z", "g")
_AND = ("和", "与", "及", "暨", "以及")
_WAYS = "通进入出环连村组机断小大老旧新修"  # 通村|路, 断头|路
_TOWNS, _FLOWS, _WATERS, _LAND = "社村镇乡县市区街口", "水流两沿河段大岸上", "河江湖", "山湖河江岛溪湾岭峰"
_OPENING, _NEAR, _WORDS = 80, 400, 24  # characters, characters, words
_scope_word = re.compile(r"(?:[全本我各该]|辖)[国省市区县州镇乡村街社区]")
_nation = re.compile("国家|中国|全国|中央|国务院")
_of_level = re.compile("(?:全?[国省市区县州]|国家)级?$")


def head_at(text: str, stop: int, floor: int = 0) -> str:
    """The longest head of a name that ends at ``stop``; empty where none does.

    >>> head_at("东海人民医院", 6), head_at("东海人民", 4)
    ('医院', '')
    """
    for length in _LENGTHS.get(text[stop - 1 : stop], ()):
        if length <= stop - floor and (head := text[stop - length : stop]) in HEADS:
            return head
    return ""


@lru_cache(maxsize=1 << 14)
def is_proper(word: str, speech: str) -> bool:
    """Whether a word is a name by itself: by its part of speech, or as a noun that the dictionary does not hold.

    >>> is_proper("岚桥", "nr"), is_proper("智造", "n"), is_proper("科技", "n"), is_proper("社区", "ns")
    (True, False, False, False)
    """
    if len(word) < 2 or generic.fullmatch(word) or kind_of(word, "n") != "n":
        return False
    named = speech[:2] in ("nr", "ns", "nt", "nz") or (len(word) > 2 and word[-1] in "省市县州镇乡") or word[0] == "城"
    return named or (speech[0] in "nj" and not is_known(word) and word[0] not in "由与在被")


def propers(words: Words, first: int, stop: int) -> list[int]:
    """The words of a run that are names by themselves."""
    return [at for at in range(first, stop) if is_proper(words.text[at], words.speech[at])]


def phrase_first(words: Words, last: int, floor: int, whole: bool = False) -> int:
    """The first word of the noun phrase whose last word is ``last``: behind the last mark, verb or preposition.

    >>> from xinhua_analysis.language.tokens import cut_words
    >>> words = Words.none()
    >>> cut_words(words, "街道协调推进杨宅路", 0, 9)
    >>> "".join(words.text[phrase_first(words, len(words.text) - 1, 0) :])
    '杨宅路'
    """
    at, floor = last, max(floor, last - _WORDS)
    while at > floor and words.stop[at - 1] == words.start[at] and not (whole and at < last and words.kind[at] == "O"):
        before = _over(words, at - 1, floor, whole)
        if before == at:
            break
        at = before
    word, speech = words.text[at], words.speech[at - 1]
    if len(word) == 2 and word[1] in "县市区镇乡" and len(words.text[at - 1]) == 1 and speech in _SYLLABLES:
        return at - 1  # 长|陵县, which the segmenter does not know
    return at


def _over(words: Words, at: int, floor: int, whole: bool) -> int:
    """The first word of the part of a phrase that ends with the word at ``at``; ``at + 1`` where that is no part."""
    kind, speech, word = words.kind[at], words.speech[at], words.text[at]
    if (
        kind == "O" or word.startswith("第") or (whole and (kind == "M" or word == "分钟"))
    ):  # 15分钟社区生活圈公众开放周
        return at
    if word in ("）", ")"):
        return next((n for n in range(at - 1, max(floor, at - 6), -1) if words.text[n] in "(（"), at + 1)
    if word in _AND:
        return _over_and(words, at, whole)
    if kind in VERBS or speech[0] == "v":  # 东海|老年|教育|中心; but 改造|东海公园
        noun_before = at > floor and words.stop[at - 1] == words.start[at] and words.kind[at - 1] in _NOUNS | {"C"}
        nominal = (kind in "Ggv" or speech == "vn") and not is_proper(words.text[at + 1], words.speech[at + 1])
        on_road = kind == "v" and words.text[at + 1] in ("路", "街", "大道")  # 前进|路
        return at if on_road or (nominal and noun_before and (whole or words.kind[at - 1] != "C")) else at + 1
    return at + (kind in _NO_PART or speech[0] in _NO_SPEECH or bool(_scope_word.match(word) and not whole))


def _over_and(words: Words, at: int, whole: bool) -> int:
    """The same for 和: 治理|和|信访工作联席会议; 安|和|社工服务中心, which the segmenter does not know."""
    left, kind, before = words.text[at - 1], words.kind[at - 1], words.kind[at - 2]
    if words.text[at] == "和" and len(left) == 1 and left.isalpha() and kind not in "PC":
        return at - 1 if before in _NO_PART or before in VERBS else at + 1
    return at if whole and kind in "nNGDvg" and not head_at(left, len(left)) else at + 1


class Phrase(NamedTuple):
    """A run of words that ends in a head, from the word ``first`` to ``last``, and the row of the head."""

    text: str
    words: Words
    first: int
    last: int
    row: dict[str, str]

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands in the text; a preposition that the segmenter left on it is no part (与岚州|师范学院)."""
        word = self.words.text[self.first]
        swallowed = len(word) > 2 and word[0] in "由与被在" and not is_known(word)
        return self.words.start[self.first] + swallowed, self.words.stop[self.last]

    @property
    def own(self) -> str:
        """What stands before the head."""
        return self.text[self.words.start[self.first] : self.words.stop[self.last] - len(self.row["head"])]

    @property
    def proper(self) -> list[str]:
        """The parts of speech of the words that are names by themselves."""
        words, head, last = self.words, self.row["head"], self.last
        found = propers(words, self.first, last + 1)
        held = len(words.text[last]) - len(head)
        if held > 0 and self.row["kind"] == "place" and len(head) == 1 and last not in found:
            return []  # 牛桥浜路|道路
        # 危桥, 人民法庭: a word that holds its head is proper if more than a character of it is its own; but 柳江
        weak = held > 0 and (generic.fullmatch(words.text[last][:held]) or (held == 1 and head not in _WATERS))
        told = [words.speech[at] for at in found if not (at == last and weak) and words.text[at] not in head]
        joined = "和" in words.text[self.first : last]  # 景和传媒
        return [*told, *(["nz"] if joined or (len(self.own) > 2 and self.own[-1] in _LAND) else [])]  # 落霞山|景区

    @property
    def behind(self) -> str:
        """The character behind it."""
        stop = self.words.stop[self.last]
        return self.text[stop : stop + 1]

    @property
    def goes_on(self) -> bool:
        """Whether a common noun follows without a gap: 公园|绿地."""
        words, after = self.words, self.last + 1
        nominal = words.kind[after] in "nN" and words.start[after] == words.stop[self.last]
        return nominal and not is_proper(words.text[after], words.speech[after])

    @property
    def told(self) -> bool:
        """Whether it stands at the head of the text, or again nearby: the report's own town."""
        start, stop = self.span
        near = self.text[max(0, start - _NEAR) : start], self.text[stop : stop + _NEAR]
        return start < _OPENING or any(self.text[start:stop] in part for part in near)


# What the row of a head asks of what stands before it, and of what follows
_NEEDS: dict[str, Callable[[Phrase], object]] = {
    "": lambda n: len(n.own) > 1 and (n.proper or not (n.goes_on or n.behind.isdigit() or generic.fullmatch(n.own))),
    "proper": lambda n: n.proper,
    "place": lambda n: n.proper and n.behind not in _TOWNS and (len(n.own) > 1 or not n.goes_on or n.behind in _FLOWS),
    "common": lambda n: n.proper or (len(n.own) == 2 and not generic.fullmatch(n.own) and n.own[0] not in _WAYS),
    "coined": lambda n: n.proper and 2 <= len(n.own) <= 8 and (not n.goes_on or n.behind in "等、，"),
    "own": lambda n: n.proper and 2 <= len(n.own) <= 4 and n.told,
    "seated": lambda n: _nation.match(n.own) or (n.first < n.last and propers(n.words, n.first, n.first + 1)),
    "dot": lambda n: "·" in n.own,
    "founded": lambda n: _founded.search(n.text[max(0, n.span[0] - 6) : n.span[1] - len(n.row["head"])]),
    "ordinal": lambda n: re.search(r"\w第[一二三四五六七八九十\d]{1,3}$", n.own),
    "free": lambda n: len(n.own) > 1,
    "partner": lambda n: False,
}


def _is_name(name: Phrase) -> bool:
    """Whether what stands before the head is a part of its own: not 各|小区, 老旧|小区, 4场|大会, ”养老|联盟."""
    start, kind = name.words.start[name.first], name.row["kind"]
    before = name.text[max(0, start - 8) : start]
    if not name.own or before.endswith(("”", "》")):
        return False
    if kind not in ("event", "meeting") and (
        _of_level.sub("", before).endswith(_TITLED) or _scope_word.match(name.text, start)
    ):
        return False  # 获评|全国|…示范学校, 全市|…
    return bool(_NEEDS[name.row["needs"]](name))


def headed(text: str, plain: str, words: Words) -> Iterator[FoundName]:
    """上海市食品药品研究会, 平武小区, 锦澜江大桥: a head of ``name_heads.csv`` behind a part of its own."""
    last: Phrase | None = None
    for at in [at for at, word in enumerate(words.text) if word[-1:] in _LENGTHS]:
        stop = words.stop[at]
        head = head_at(plain, stop)
        if not head or (words.kind[at] in _NO_HEAD and HEADS[head]["needs"] not in ("coined", "ordinal")):
            continue
        row, begin = HEADS[head], stop - len(head)
        if row["needs"] == "whole":  # 司法部
            yield FoundName(begin, stop, row["kind"])
            continue
        last = last if last and at - last.last < _WORDS else None
        floor = last.last + 1 if last and _apart(last, words, row, at, text[words.stop[last.last] : begin]) else 0
        whole = row["kind"] in ("event", "meeting") or row["needs"] == "seated"
        first = phrase_first(words, min(at, bisect_left(words.start, begin)), floor, whole)
        if _is_name(name := Phrase(text, words, first, at, row)):
            last = name
            yield FoundName(*name.span, row["kind"])


def _apart(last: Phrase, words: Words, row: dict[str, str], at: int, between: str) -> bool:
    """平武小区|幸福颂·生境花园, 瑞丰电子|建设|实训基地: no name goes over the one before it; but 云湖|湿地公园."""
    if row["kind"] == last.row["kind"] == "place" and len(between) > 1:
        return not generic.fullmatch(between)
    return last.row["needs"] == "coined" and any(kind in "DG" for kind in words.kind[last.last + 1 : at])


def in_patterns(text: str, plain: str) -> Iterator[FoundName]:
    """第十八届…节暨…展, 首届…大会; 党的二十大, 二十届三中全会."""
    for mark in _edition.finditer(plain):
        yield FoundName(*mark.span(), "meeting" if mark[0].endswith(("代表大会", "全会")) else "event")
    for mark in _party.finditer(plain):
        yield FoundName(*mark.span(), "meeting")


_NO_MEMBER = frozenset("PXAU了T，；。：、的“K^CD()")  # kinds of words that end a member of a list


def in_lists(text: str, plain: str, words: Words) -> Iterator[FoundName]:
    """神东煤炭、汇能电力等企业, 桃花里、水文宿舍等4个小区: what 等 sums up tells what the names before it are."""
    for at in [at for at, word in enumerate(words.text) if word == "等"]:
        kind = next((_LIST[word] for word in words.text[at + 1 : at + 6] if word in _LIST), "")
        members = list(_members(words, at)) if kind else []
        if any(propers(words, *member) or 1 in map(len, words.text[slice(*member)]) for member in members):
            spans = [(words.start[first], words.stop[stop - 1]) for first, stop in members]
            yield from (FoundName(*span, kind) for span in spans if 2 < span[1] - span[0] < 9)


def _members(words: Words, stop: int) -> Iterator[tuple[int, int]]:
    """The members of a list that ends before a word, the last first: between 、 and 、 whole, the first as a phrase."""
    while True:
        first = stop - 1
        while words.kind[first] not in _NO_MEMBER and first > stop - 6:
            first -= 1
        if words.text[first] != "、":
            yield phrase_first(words, stop - 1, first), stop
            return
        yield first + 1, stop
        stop = first


def _settled(text: str, plain: str, words: Words) -> list[FoundName]:
    """What the rules found, none inside another: the longer name wins, then the earlier rule."""
    found = [
        *in_quotes(text, plain),
        *in_patterns(text, plain),
        *headed(text, plain, words),
        *in_lists(text, plain, words),
    ]
    found.sort(key=lambda name: (name.start, -name.stop))
    kept: list[FoundName] = []
    for name in found:
        if not kept or name.start >= kept[-1].stop:
            kept.append(name)
    return kept


def read_names(text: str, sentences: tuple[Sentence, ...], words: Words) -> tuple[Name, ...]:
    """All named things, in the order of the text, each time that they are written."""
    rows, home = [], home_finder(sentences)
    for number, name in enumerate(_settled(text, masked(text), words), start=1):
        sentence = home(name.start)
        said = text[name.start : name.stop], name.kind, sentence.section_id, sentence.id
        rows.append(Name(f"m{number:03}", name.start, name.stop, *said))
    return tuple(rows)


Row = TypeVar("Row", Claim, Partner)


def placed(rows: list[Row], letter: str, sentences: tuple[Sentence, ...]) -> Iterator[Row]:
    """The rows in the order of the text with their ids, section and sentence; what no sentence holds is left out."""
    number, home = 0, home_finder(sentences)
    for row in sorted(rows, key=lambda row: (row.start, -row.stop)):
        sentence = home(row.start)
        if row.stop <= sentence.stop:
            number += 1
            yield row._replace(id=f"{letter}{number:03}", section_id=sentence.section_id, sentence_id=sentence.id)


clause_end = re.compile(r"[，,。；;：:！!?？\s]|$")


def clause_stop(plain: str, at: int) -> int:
    """The end of the clause, sought no further than clauses are long: a text without stops is read in linear time."""
    end = clause_end.search(plain, at, at + 120)
    return end.start() if end else at
