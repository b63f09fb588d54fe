"""Named things: programmes, platforms, publications, bodies, places, events.

A name is what stands in “…” or 《…》, and what ends in the head of a name (研究会, 路, 大会) behind a part of its own.
The kind of a quoted name is told by the words around it: “…”手册, 打造“…”小程序, 服务站“…”.
Conventions: ``docs/annotation-of-mentions.md``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Container, Iterator
from functools import lru_cache
from typing import NamedTuple, TypeVar

from .. import lexicon
from ..language.tokens import VERBS, Words, is_known, kind_of
from ..language.verbs import any_of, masked, verbs_used
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


_BEHIND, _BEFORE, _INSIDE = _cues("behind"), _cues("before"), _cues("inside")
_TITLED = tuple(row["cue"] for row in lexicon.rows("claim_cues") if row["kind"] == "honour")
HEADS = {row["head"]: row for row in lexicon.rows("name_heads")}
_quoted = re.compile(r"《[^《》\n]{1,80}》|“[^“”\n]{1,120}”")
_behind = re.compile(any_of(_BEHIND))
_phrase = re.compile(r"(?:等?\d*[个项家类]?)(?:的(?=\w))?([^，,。；;：:、“”《》\s的和与及暨已将在向被由达到]{0,18})")
_made = re.compile(f"(?:{any_of([*verbs_used('makes'), '首批', '首个'])})(?:了|\\d+[个项处])?$")
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

_LONGEST, _ENDS = max(map(len, HEADS)), frozenset([head[-1] for head in HEADS])
_NO_PART = frozenset("PXAEQLHU了T，；。：、的“K^C")  # kinds of words that no name goes over
_NO_HEAD = _NO_PART - frozenset("“C") | frozenset("DOM")
_NO_SPEECH = frozenset("pucrdqmy")
_AND = ("和", "与", "及", "暨", "以及")
_scope_word = re.compile(r"(?:[全本我各该]|辖)[国省市区县州镇乡村街社区]")
_seat_word = re.compile("国家|中国|中央|国务院|[省市区县州旗]")
_ordinal = re.compile(r"\w第[一二三四五六七八九十\d]{1,3}$")
_OPENING, _NEAR, _WORDS = 80, 400, 24  # characters, characters, words
_nation = re.compile("国家|中国|全国|中央|国务院")


@lru_cache(maxsize=1 << 14)
def is_proper(word: str, speech: str) -> bool:
    """Whether a word is a name by itself: by its part of speech, or as a noun that the dictionary does not hold.

    >>> is_proper("岚桥", "nr"), is_proper("智造", "n"), is_proper("科技", "n"), is_proper("社区", "ns")
    (True, True, False, False)
    """
    if len(word) < 2 or generic.fullmatch(word) or kind_of(word, "n") != "n":
        return False
    named = speech[:2] in ("nr", "ns", "nt", "nz") or (len(word) > 2 and word[-1] in "省市县州镇乡") or word[0] == "城"
    return named or (speech[0] in "nj" and not is_known(word) and word[0] not in "由与在被")


def phrase_first(words: Words, last: int, floor: int, whole: bool = False) -> int:
    """The first word of the noun phrase whose last word is ``last``: behind the last mark, verb or preposition.

    >>> words = Words.none()
    >>> cut_words(words, "街道协调推进杨宅路", 0, 9)
    >>> words.text[phrase_first(words, len(words.text) - 1, 0) :]
    ['杨宅', '路']
    """
    at, floor = last, max(floor, last - _WORDS)
    while at > floor and words.stop[at - 1] == words.start[at] and (at == last or words.kind[at] != "O" or not whole):
        before = _part(words, at - 1, floor, whole)
        if before == at:
            break
        at = before
    rest = [is_proper(*pair) for pair in zip(words.text[at : last + 1], words.speech[at : last + 1], strict=True)]
    while at < last and _leads(words, at) and any(rest) and not whole:
        at += 1
    return at


def _leads(words: Words, at: int) -> bool:
    """Whether a word before a proper one is no part of the name: 街道|东海公园; but 市|东海医院, 国家|深海中心."""
    word = words.text[at]
    return words.kind[at] in "GB" or (bool(generic.fullmatch(word)) and not _seat_word.fullmatch(word))


def _part(words: Words, at: int, floor: int, whole: bool) -> int:
    """The first word of the part of a phrase that ends with the word at ``at``; ``at + 1`` where that is no part."""
    kind, speech, word = words.kind[at], words.speech[at], words.text[at]
    if kind == "O" or (whole and (kind == "M" or word == "分钟")):  # 15分钟社区生活圈公众开放周
        return at
    if word and word in ")）":
        return next((n for n in range(at - 1, max(floor, at - 6), -1) if words.text[n] in "(（"), at + 1)
    if word in _AND:  # 安|和|社工服务中心: a name that the segmenter does not know
        left, right = words.text[at - 1], words.kind[at - 2]
        parted = right in _NO_PART or right in VERBS
        lone = word == "和" and len(left) == 1 and left.isalpha() and words.kind[at - 1] not in "PC" and parted
        joins = whole and words.kind[at - 1] in "nNGDvg" and not head_at(left, len(left), 0, HEADS)
        return at - 1 if lone else at if joins else at + 1
    if kind in VERBS or speech[0] == "v":
        named = is_proper(words.text[at + 1], words.speech[at + 1])
        if kind == "v" and words.text[at + 1] in _ROADS:  # 前进|路
            return at
        nominal = kind in "Ggv" or speech == "vn"
        behind = "nNGgjftDBC" if whole else "nNGgjftDB"
        goes_on = at > floor and words.stop[at - 1] == words.start[at] and words.kind[at - 1] in behind
        return at if nominal and goes_on and not named else at + 1
    if kind in _NO_PART or speech[0] in _NO_SPEECH or (_scope_word.match(word) and not whole):
        return at + 1
    return at


class _Span(NamedTuple):
    """A run of words that ends in a head: its first and last word, where the head begins, and the head's row."""

    first: int
    last: int
    head: int
    row: dict[str, str]


def headed(text: str, plain: str, words: Words) -> Iterator[FoundName]:
    """上海市食品药品研究会, 平武小区, 锦澜江大桥: a head of ``name_heads.csv`` behind a part of its own."""
    last: _Span | None = None
    for at, stop in enumerate(words.stop):
        if stop == words.start[at] or plain[stop - 1] not in _ENDS:
            continue
        row = HEADS.get(head_at(text, stop, 0, HEADS))
        if row is None or (words.kind[at] in _NO_HEAD and row["needs"] not in ("coined", "ordinal")):
            continue
        if row["needs"] == "whole":
            last = None
            yield FoundName(stop - len(row["head"]), stop, row["kind"])
            continue
        # 平武小区|幸福颂·生境花园 are two names, 鹤山社区|居委会 and 云湖|湿地公园 are one
        floor = 0
        if last:
            between = text[words.stop[last.last] : stop - len(row["head"])]
            apart = row["kind"] == last.row["kind"] == "place" and len(between) > 1 and not generic.fullmatch(between)
            # 瑞丰电子|建设|实训基地
            acted = last.row["needs"] == "coined" and any(kind in "DG" for kind in words.kind[last.last + 1 : at])
            floor = last.last + 1 if apart or acted else 0
        whole = row["kind"] in ("event", "meeting") or row["needs"] == "seated"
        head = stop - len(row["head"])
        first = min(at, bisect_left(words.start, head))
        span = _Span(phrase_first(words, first, floor, whole), at, head, row)
        if _is_name(text, words, span):
            last, first = span, words.text[span.first]
            swallowed = len(first) > 2 and first[0] in "由与被在" and not is_known(first)  # 与岚州|师范学院
            yield FoundName(words.start[span.first] + swallowed, stop, row["kind"])


def head_at(text: str, stop: int, floor: int, heads: Container[str]) -> str:
    """The longest of some heads that ends at ``stop``; empty where none does."""
    longest = min(_LONGEST, stop - floor)
    return next((text[stop - n : stop] for n in range(longest, 0, -1) if text[stop - n : stop] in heads), "")


class _Own(NamedTuple):
    """What stands before a head: its characters, its words, whether one is proper, how many words the name has."""

    own: str
    first: tuple[str, str]
    proper: list[str]  # the parts of speech of what is proper
    words: int
    before: str
    behind: str
    goes_on: bool  # a noun follows without a gap
    told: bool  # at the head of the text, or more than once


def _own(text: str, words: Words, span: _Span) -> _Own:
    first, last, head, row = span
    start, stop = words.start[first], words.stop[last]
    tokens = list(zip(words.text[first : last + 1], words.speech[first : last + 1], strict=True))
    own, length = text[start:head], len(row["head"])
    # 道路, 危桥, 人民法庭: a word that holds its head is proper if the rest of it is more than one character, but 柳江
    held = len(tokens[-1][0]) - length
    if held > 0 and (generic.fullmatch(tokens[-1][0][:held]) or (held == 1 and row["head"] not in _WATERS)):
        tokens.pop()
    elif held <= 0:
        tokens = [token for token in tokens if token[0] not in row["head"]]
    proper = [token[1] for token in tokens if is_proper(*token) or token[0] == "和"]  # 景和传媒
    if len(own) > 2 and own[-1] in _LAND:  # 落霞山|景区
        proper.append("ns")
    if held > 0 and length == 1 and row["kind"] == "place" and not is_proper(words.text[last], words.speech[last]):
        proper = []  # 牛桥浜路|道路
    again = text[max(0, start - _NEAR) : start], text[stop : stop + _NEAR]
    told = start < _OPENING or any(text[start:stop] in part for part in again)
    goes_on = words.kind[last + 1] in "nN" and words.start[last + 1] == stop
    goes_on = goes_on and not is_proper(words.text[last + 1], words.speech[last + 1])  # 桃源小区|松风·花园
    behind = text[stop : stop + 1]
    return _Own(own, (words.text[first], words.speech[first]), proper, len(tokens), text[max(0, head - 44) : head], behind, goes_on, told)


_WAYS = "通进入出环连村组机断小大老旧新修"  # 通村|路, 断头|路
_ROADS = ("路", "街", "大道", "大街", "巷")
_WATERS, _LAND, _FLOWS = "河江湖", "山湖河江岛溪湾岭峰", "水流两沿河段大岸上"
# What the row of a head asks of what stands before it
_NEEDS: dict[str, Callable[[_Own], bool]] = {
    "proper": lambda o: bool(o.proper),
    "named": lambda o: any(speech != "n" for speech in o.proper),  # 城运|中心 is a short form
    "place": lambda o: bool(o.proper) and (o.behind not in "社村镇乡县市区街口") and (not o.goes_on or o.behind in _FLOWS or len(o.own) > 1),
    "common": lambda o: bool(o.proper) or (o.words == 1 and len(o.own) == 2 and not generic.fullmatch(o.own)),
    "road": lambda o: bool(o.proper) or (len(o.own) == 2 and not generic.fullmatch(o.own) and o.own[0] not in _WAYS),
    "coined": lambda o: bool(o.proper) and 2 <= len(o.own) <= 8 and (not o.goes_on or o.behind in "等、，"),  # 文化旅游|体育局
    "short": lambda o: 2 <= len(o.own) <= 4 and not generic.fullmatch(o.own),
    "own": lambda o: bool(o.proper) and 2 <= len(o.own) <= 4 and o.told,  # the report's own town is told at its head
    "seated": lambda o: bool(_nation.match(o.own)) or (1 < len(o.own) >= len(o.first[0]) and is_proper(*o.first)),
    "dot": lambda o: "·" in o.own,
    "founded": lambda o: bool(_founded.search(o.before)),
    "ordinal": lambda o: bool(_ordinal.search(o.own)),
    "free": lambda o: len(o.own) > 1,
    "": lambda o: len(o.own) > 1 and (bool(o.proper) or not (o.goes_on or o.behind.isdigit() or generic.fullmatch(o.own))),
    "partner": lambda o: False,
}


def _is_name(text: str, words: Words, span: _Span) -> bool:
    """Whether what stands before the head is a part of its own: not 各|小区, 老旧|小区, 4场|大会, ”养老|联盟."""
    start, kind = words.start[span.first], span.row["kind"]
    titled = kind != "event" and text[max(0, start - 4) : start].endswith(_TITLED)  # 获评|…示范学校
    scoped = kind not in ("event", "meeting") and _scope_word.match(text, start, words.stop[span.last])
    if start == span.head or text[max(0, start - 1) : start] in tuple("”》") or titled or scoped:
        return False
    return _NEEDS[span.row["needs"]](_own(text, words, span))


def editions(text: str, plain: str) -> Iterator[FoundName]:
    """第十八届…节暨…展, 首届…大会."""
    for mark in _edition.finditer(plain):
        yield FoundName(*mark.span(), "meeting" if "代表大会" in mark[0] or "全会" in mark[0] else "event")


def congresses(text: str, plain: str) -> Iterator[FoundName]:
    """党的二十大, 二十届三中全会."""
    for mark in _party.finditer(plain):
        yield FoundName(*mark.span(), "meeting")


def _settled(text: str, plain: str, words: Words) -> list[FoundName]:
    """What the rules found, none inside another: the longer name wins, then the earlier rule."""
    found = [name for rule in (in_quotes, editions, congresses) for name in rule(text, plain)]
    found += headed(text, plain, words)
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
