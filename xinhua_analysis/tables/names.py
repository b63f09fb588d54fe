"""Named things: programmes, platforms, publications, bodies, places, events.

A name is what stands in “…” or 《…》, and what ends in the head of a name (研究会, 路, 大会) behind a part of its own.
The kind of a quoted name is told by the words around it: “…”手册, 打造“…”小程序, 服务站“…”.
Conventions: ``docs/annotation-of-mentions.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeVar

from .. import lexicon
from ..language.verbs import (
    OPENS,
    PREDICATES,
    PREPOSITIONS,
    SPLITS,
    VERBS,
    any_of,
    masked,
    one_of,
    pass_adverbs,
    verb_at,
    verbs_used,
)
from ..records import Claim, Name, Partner, Sentence
from .outline import home_finder


class FoundName(NamedTuple):
    """A name before it becomes a row; ``sure`` is false where only the absence of a cue made it an expression."""

    start: int
    stop: int
    kind: str
    sure: bool = True


def _cues(where: str) -> dict[str, str]:
    return {row["cue"]: row["kind"] for row in lexicon.rows("name_cues") if row["where"] == where}


_BEHIND, _BEFORE, _INSIDE = _cues("behind"), _cues("before"), _cues("inside")
NAME_HEADS = {row["head"]: row for row in lexicon.rows("name_heads")}
_NAMED = {head: row for head, row in NAME_HEADS.items() if row["needs"] != "partner"}
_quoted = re.compile(r"《[^《》\n]{1,80}》|“[^“”\n]{1,120}”")
_behind = re.compile(any_of(_BEHIND))
_phrase = re.compile(r"(?:等?\d*[个项家类]?)(?:的(?=\w))?([^，,。；;：:、“”《》\s的和与及暨已将在向被由达到]{0,18})")
_made = re.compile(f"(?:{any_of([*verbs_used('makes'), '首批', '首个'])})(?:了|\\d+[个项处])?$")
_head = re.compile(f"{any_of(_NAMED)}|第[一二三四五六七八九十\\d]{{1,3}}季")
# 凯田路, 人民大街; not 道路, 路径, 步行街, 街道
_road = re.compile(
    r"路(?<![道公铁线思一出网电管马套丝水陆半支通退活后前末坡巡带开上让引之富新泥耕跑行颈\W]路)(?![径线面灯网程由演政况费基障途沿数边牌])"
    r"|大道(?!理)|街(?<![商步行老一条主美逛背临沿扫大\W]街)(?![道区镇坊头景角拍面])"
)
_edition = re.compile(
    r"(?:第[一二三四五六七八九十百\d]{1,4}届|首届)[^\s，,。；;：:、“”《》的]{2,24}?(?:节|展|会|赛|坛|周|大典)(?:暨\w{2,16}?(?:节|展|会|赛|坛|周))?(?![议场员展日庆])"
)
_party = re.compile(
    r"党的[一二十]{1,2}[一二三四五六七八九]?大|十[一二三四五六七八九]届[一二三四五六七]中全会|二十[一二]?届[一二三四五六七]中全会"
)
_founded = re.compile(r"(?:成立|组建)了?[^\W\d]{2,40}$")
generic = re.compile(f"(?:{any_of(lexicon.entries('generics'))})++")
_counted = re.compile(r"\d+[余多]?[个场家次项座处所名期台类种条届户人件栋幢片]|一批|更多|多家|若干|部分|各")
_five_years = re.compile(r"十?[一二三四五六七八九]五")  # “十四五”规划, “八五”普法
_formula = re.compile(r"\d+[+＋Nn]|[^\d+＋]{2,}[+＋].")
_issuer = re.compile(r"^[^\W\d_]{2,24}(?:局|办|委|院|厅|中心|馆|校|会|队|所|街道|政府|办事处)(?=20\d\d年|$)")
# Behind these a name begins; 第N届 begins it
_starts = (
    rf"第[一二三四五六七八九十百\d]{{1,4}}届|首届|{one_of([*SPLITS, *verbs_used('introduces')])}(?!会|银行)"
    "|[的等向由被把将从在于是我了]"
)
_opened, _opened_meeting = re.compile(rf"{_starts}|[与及和]"), re.compile(_starts)
# 期末|前|完成…医院: what a word of time leaves before a verb begins no name; 前进路, 中山路 do
_left = re.compile(rf"[前后中内末底](?={any_of(OPENS)})")

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


def headed(text: str, plain: str) -> Iterator[FoundName]:
    """上海市食品药品研究会, 平武小区, 城市更新大会: a head of ``name_heads.csv`` behind a part of its own."""
    last, before = 0, 0
    for mark in _head.finditer(plain):
        row, before_head = _NAMED.get(mark[0], _SEASON), plain[max(0, mark.start() - 16) : mark.start()]
        if not before_head[-1:].isalnum() and before_head[-1:] not in tuple("·)）"):
            continue
        if (row["needs"] == "dot" and "·" not in before_head) or (
            row["needs"] == "founded" and not _founded.search(before_head)
        ):
            continue
        begin = name_start(plain, max(last, mark.start() - 30), mark.start(), row["kind"] == "meeting")
        follows = plain[mark.end() : mark.end() + 1]
        if _proper(plain, begin, mark.start(), row["needs"]) and follows not in "长员史化位生校":
            # 促进会园区专委会 is one name: the longer one takes the place of the shorter
            joined = begin == last and row["kind"] == "organisation" and begin > before
            begin = before if joined else begin
            last, before = mark.end(), begin
            yield FoundName(begin, mark.end(), row["kind"])


_SEASON = {"kind": "event", "needs": ""}


def name_start(plain: str, floor: int, stop: int, whole: bool = False) -> int:
    """Where the name that ends at ``stop`` begins: behind the last mark, verb, preposition or 的.

    >>> name_start("协调推进杨宅路", 0, 7)
    4
    """
    at = stop
    while at > floor and (plain[at - 1].isalnum() or plain[at - 1] in "_·()（）□"):
        at -= 1
    for cut in (_opened_meeting if whole else _opened).finditer(plain, at, stop):
        at = cut.start() if cut[0][0] in "第首" else cut.end()
    return _passed(plain, at, stop)


def _passed(plain: str, at: int, stop: int) -> int:
    """Behind the adverbs, verbs and prepositions that open a phrase: 由|…, 持续推进|…, 在|…."""
    while at < stop:
        at += bool(_left.match(plain, at, stop))
        begin = pass_adverbs(plain, at, stop)[0]
        end = verb_at(plain, begin, stop)
        if VERBS.get(plain[begin:end]) != "do" and plain[begin : min(begin + 2, end)] not in PREDICATES:
            end = next((begin + n for n in (2, 1) if plain[begin : begin + n] in PREPOSITIONS), begin)
        if end == at:
            return begin
        end += plain[end : end + 1] == "好"  # 发挥好|…
        at = end
    return at


def _proper(plain: str, start: int, stop: int, needs: str) -> bool:
    """Whether what stands before the head is a part of its own: not 各|小区, 老旧|小区, 4场|大会, ”养老|联盟."""
    own = plain[start:stop]
    if len(own) < 2 or (plain[start - 1 : start] in ("”", "》") and start):
        return False
    if needs in ("founded", "dot"):
        return True
    if needs == "short" and len(own) > 4:
        return False
    if _counted.match(own):
        return False
    return needs == "free" or not generic.fullmatch(own)


def roads(text: str, plain: str) -> Iterator[FoundName]:
    """番禺路, 人民大道: the road alone, without its number."""
    for mark in _road.finditer(plain):
        start = name_start(plain, max(0, mark.start() - 12), mark.start())
        own = plain[start : mark.start()]
        if (
            1 <= len(own) <= 5
            and not own[0].isdigit()
            and not generic.fullmatch(own)
            and plain[mark.end() :][:2] != "街道"
        ):
            yield FoundName(start, mark.end(), "place")


def editions(text: str, plain: str) -> Iterator[FoundName]:
    """第十八届…节暨…展, 首届…大会."""
    for mark in _edition.finditer(plain):
        yield FoundName(*mark.span(), "meeting" if "代表大会" in mark[0] or "全会" in mark[0] else "event")


def congresses(text: str, plain: str) -> Iterator[FoundName]:
    """党的二十大, 二十届三中全会."""
    for mark in _party.finditer(plain):
        yield FoundName(*mark.span(), "meeting")


NAME_RULES = (in_quotes, editions, congresses, headed, roads)


def _settled(text: str, plain: str) -> list[FoundName]:
    """What the rules found, none inside another: the longer name wins, then the earlier rule."""
    found = [name for rule in NAME_RULES for name in rule(text, plain)]
    found.sort(key=lambda name: (name.start, -name.stop))
    kept: list[FoundName] = []
    for name in found:
        if not kept or name.start >= kept[-1].stop:
            kept.append(name)
    return kept


def read_names(text: str, sentences: tuple[Sentence, ...]) -> tuple[Name, ...]:
    """All named things, in the order of the text, each time that they are written."""
    rows, home = [], home_finder(sentences)
    for number, name in enumerate(_settled(text, masked(text)), start=1):
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
