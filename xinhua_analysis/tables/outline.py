"""Outline of a summary: head of the page, sections, natural sentences.

One pass over the lines finds the headings; the text is never changed. Sections tile the text, and every character
that is not white belongs to exactly one sentence. A heading must open a line. 一、 and （一） are nearly always one;
the weaker markers (1. (1) ① 第一， 一是) only in their turn, with a short title, and not in a row inside a paragraph.

The module ends in ``RULES``, the ordered tuple of its heading rules: a rule takes a ``Line`` and returns a ``Mark``
when the line opens with its kind of heading. To teach a new kind: write such a function, give it a place in ``RULES``
and its kind a level in ``LEVELS``.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple
from unicodedata import numeric

from ..labels import GENRE, YEAR, in_foot, in_head, is_label, number_in, told, year_told
from ..passages import WHITE, ZERO_WIDTH, Witness
from ..records import Section, Sentence

# Levels of the numbered kinds; the last four take 4 and below, in this order, as far as a document uses them.
LEVELS = {"chapter": 1, "section": 2, "item": 3, "ordinal": 4, "subitem": 5, "circled": 6, "point": 7}
_FIRM = frozenset({"part", "chapter", "section"})  # headings by their marker alone
_DEEPEST = 8
_LONGEST = 60  # a title; what is longer is a statement that carries a number

_W = rf"[\s{ZERO_WIDTH}]"
_INK = re.compile(_W.replace("[", "[^"))
_LINE = re.compile(rf"{_INK.pattern}[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]*")
_PAGE_BREAK = "\u200b"  # on a line of its own where a scanned page ended, be it in the middle of a sentence
_CLOSERS = "”’」』）)》】\"'"
_H = "一二三四五六七八九十"
_N = rf"(?:[{_H[:9]}]百零?[{_H}]{{0,3}}|[{_H}]{{1,3}})"  # 十二, 一百零三

# ---------------------------------------------------------------- lines


class Line(NamedTuple):
    """A line that is not blank, without the white space at its ends, and what stands around it."""

    start: int
    text: str
    before: str  # the line before, "" when none
    after: str
    parted: bool  # a blank line or an indent parts it from the line before
    alone: bool  # blank lines on both sides
    row: bool = False  # of a table, its cells parted by tabs


class Mark(NamedTuple):
    """What a rule saw: the kind of heading, its number as written and its value, and where the title begins."""

    kind: str
    number: str = ""
    value: int = 0
    offset: int = 0


@dataclass(slots=True)
class _Heading:
    start: int
    mark: Mark
    title: str
    level: int = 0


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Start and text of each line that is not blank."""
    return ((m.start(), m.group().rstrip(WHITE)) for m in _LINE.finditer(text))


def _gap(text: str, stop: int, start: int) -> tuple[bool, bool]:
    """Whether a blank line, and whether an indent, stands between two lines."""
    white = text[stop:start]
    if white == "\n":
        return False, False
    breaks = max(white.count("\n"), white.count("\r")) - white.count(_PAGE_BREAK)
    indent = white[max(white.rfind("\n"), white.rfind("\r")) + 1 :]
    return breaks > 1, len(indent) > 1 or indent in ("\u3000", "\u2003", "\t")


def _neighbours(text: str) -> Iterator[Line]:
    """Each line with what stands around it."""
    start, line, before, blank, indent = -1, "", "", True, True
    for start_after, after in _lines(text):
        if line:
            blank_after, indent_after = _gap(text, start + len(line), start_after)
            yield Line(start, line, before, after, blank or indent, blank and blank_after, _is_row(text, start, line))
            before, blank, indent = line, blank_after, indent_after
        start, line = start_after, after
    if line:
        yield Line(start, line, before, "", blank or indent, blank, _is_row(text, start, line))


# 一、⇥主要工作: Word sets a tab behind the number of a heading
_TABBED_MARKER = re.compile(rf"[（(〔【\[]?第?[\d{_H}]{{1,4}}[、．.）)〕】\]章节篇编部分]{{1,2}}\t+[^\t]*")


def _is_row(text: str, start: int, line: str) -> bool:
    """Whether a line is the row of a table: words on both sides of a tab, or on one beside such a row.

    >>> text = "项目\\t件数\\n一、受理\\t\\n二、办理\\t5\\n二、\\t下一步打算"
    >>> [_is_row(text, start, line) for start, line in _lines(text)]
    [True, True, True, False]
    """
    if "\t" in line:
        return _TABBED_MARKER.fullmatch(line) is None
    stop = start + len(line)
    if text[stop : stop + 1] != "\t" and text[max(start - 1, 0) : start] != "\t":
        return False
    first, last = text.rfind("\n", 0, start), text.find("\n", stop)
    above = text[text.rfind("\n", 0, max(first, 0)) + 1 : max(first, 0)]
    below = text[last : text.find("\n", last + 1)] if last >= 0 else ""
    return text[stop : stop + 2] == "\t\t" or "\t" in above.lstrip() or "\t" in below.strip("\n").lstrip()


def _cells(text: str, start: int, line: str) -> Iterator[tuple[int, int]]:
    """Where each cell of a row that holds words begins and ends."""
    for cell in line.split("\t"):
        words = cell.strip(WHITE)
        if words:
            at = start + cell.index(words)
            yield at, at + len(words)
        start += len(cell) + 1


def _ends_in(line: str, marks: str) -> bool:
    """Whether a line ends in one of the marks, be it inside closing quotes: …稳中有进。”."""
    return line.rstrip(_CLOSERS)[-1:] in tuple(marks)


def read_rows(text: str) -> Iterator[list[tuple[int, int, list[str]]]]:
    """The tables of a text: for each its rows, where one begins and ends and the words of its cells.

    >>> [[cells for *_, cells in rows] for rows in read_rows("一、受理\\n\\n项目\\t件数\\n其他\\t\\n\\t5\\n\\n完。")]
    [[['项目', '件数'], ['其他', ''], ['', '5']]]
    """
    rows: list[tuple[int, int, list[str]]] = []
    for start, line in _lines(text):
        if not _is_row(text, start, line):
            continue
        first, last = text.rfind("\n", 0, start) + 1, text.find("\n", start)
        whole = text[first : last if last >= 0 else len(text)].rstrip("\r")
        if rows and text[rows[-1][1] : first].strip("\r") != "\n":
            yield rows
            rows = []
        rows.append((first, first + len(whole), [cell.strip(WHITE) for cell in whole.split("\t")]))
    if rows:
        yield rows


# ---------------------------------------------------------------- where a sentence ends

# A quotation or bracket closed within 400 characters keeps its full stops to itself: “一评（评实效）、二续”; else the
# marks that end a sentence, with what they close: 稳中有进。” · 出发！; but no ? of an address (http://a.cn/?id=1).
_TAIL = "[。！？!?”’」』）)》】]*"
_STOP = re.compile(
    r"“[^“”]{0,400}”|（[^（）]{0,400}）|\([^()]{0,400}\)|《[^《》]{0,400}》|「[^「」]{0,400}」|『[^『』]{0,400}』"
    rf'|"[^"]{{0,60}}"|。{_TAIL}|！{_TAIL}|？{_TAIL}|!(?![A-Za-z\d=&/]){_TAIL}|\?(?![A-Za-z\d=&/]){_TAIL}'
)
_GOES_ON = frozenset("，,、；;：:。的地得等之和是—…") | frozenset(_CLOSERS)  # “先看后办。”的做法


def _quote_ends(text: str, quote: str, stop: int, limit: int) -> bool:
    """Whether a sentence ends with this quotation: 他说：“先看。”再办 does, “先看。”的做法, “我来啦！”项目 do not."""
    if quote[0] not in '“「『"' or quote[-2] not in "。！？!?":
        return False
    if stop >= limit:
        return True
    return text[stop] not in _GOES_ON if quote[-2] == "。" else text[stop] in WHITE


def _sentence_stop(text: str, start: int, stop: int) -> int:
    """Where the sentence that begins at ``start`` ends, at the latest at ``stop``."""
    for match in _STOP.finditer(text, start, stop):
        found = match.group()
        if found[0] in "。！？!?" or _quote_ends(text, found, match.end(), stop):
            return match.end()
    return stop


# ---------------------------------------------------------------- heading rules

# 第一部分 工作回顾 · 第二章 · 上篇
_PART = re.compile(rf"(第[{_H}]{{1,3}}(?:部分|[篇编章])|[上中下]篇)(?={_W}|[：:、]|$)(?:{_W}|[：:、])*")
# 附件1 · 附件2 名词解释 · 名词解释 · 结束语
_CLOSING = re.compile(
    rf"附[件录表](?:{_W}*[\d{_H}]{{1,3}})?(?:{_W}+[^。：:，]{{2,20}})?[：:]?$"
    r"|(?:相关|有关|部分)?(?:名词|术语|词语)(?:解释|注释|说明)$|结束语$|结语$"
)
# 一、全力加快恢复重振 · 十一．其他; not 一、二、三产业增加值, not 一、二季度
_CHAPTER = re.compile(rf"({_N})[ \u3000]?[、．.](?![{_H}]+(?:[、，]|季度|产业|[线级期类审批号楼])){_W}*")
# （一）主要经济指标 · (十二) 强化监督 · 【一】 · ㈠ · 第一节 组织建设
_SECTION = re.compile(
    rf"([（(〔【\[][ \u3000]?{_N}[ \u3000]?[）)〕】\]]|[㈠-㈩]|第[{_H}]{{1,3}}节(?={_W}|[：:、]))[：:、．.]?{_W}*"
)
# 1.先说指标。 · 1、产量。 · １．城乡低保 · 2.2024年计划 · ⒈; not 1.5万人, not 3.15活动
_ITEM = re.compile(rf"(\d{{1,3}})[ \u3000]?[.．、](?!\d(?!\d{{3}}年)){_W}*|([⒈-⒛]){_W}*")
# 第一，全国动员 · 第二、既抓生产; not 第一、第二产业
_ORDINAL = re.compile(rf"(第[{_H}]{{1,3}})[，,、：:](?!第){_W}*")
# (1)党建引领。 · （２）… · 1)… · ⑴
_SUBITEM = re.compile(rf"([（(]\d{{1,2}}[）)]|\d{{1,2}}[）)]|[⑴-⒇])[、.]?{_W}*")
# ①统筹推进
_CIRCLED = re.compile(rf"([①-⑳])[、.]?{_W}*")
# 一是抓宣传到位。 · 二要抓培训。; not 三要素
_POINT = re.compile(rf"([{_H}]{{1,3}}[是要])(?![素点件害])(?:{_W}|[，,：:])*")
_BRACKETS = "（()）〔〕【】[] \u3000"


def _value(number: str) -> int:
    """The value of a number as written.

    >>> [_value(number) for number in ("十二", "（三）", "第二十", "⑤", "１２", "一百零三")]
    [12, 3, 20, 5, 12, 103]
    """
    core = number.strip(_BRACKETS + "第是要部分篇编章节")
    if core.isdecimal():
        return int(core)
    hundreds, beyond, core = core.rpartition("百")
    if beyond:
        return int(numeric(hundreds) * 100) + (_value(core.lstrip("零")) if core else 0)
    if len(core) == 1:
        return int(numeric(core, 0))
    tens, _, ones = core.partition("十")
    return int((numeric(tens[0]) if tens else 1) * 10 + (numeric(ones[0]) if ones else 0))


def _marked(kind: str, pattern: re.Pattern[str], line: Line) -> Mark | None:
    """The mark of a numbered heading, when the line opens with the pattern."""
    match = pattern.match(line.text)
    if match is None:
        return None
    number = match.group(match.lastindex or 0)
    return Mark(kind, number, _value(number), match.end())


def part(line: Line) -> Mark | None:
    """第一部分 2023年工作总结: stands above 一、."""
    return _marked("part", _PART, line)


def closing(line: Line) -> Mark | None:
    """附件1, 名词解释, 结束语: unnumbered, yet of the first level; an annex counts its own 一、 anew."""
    return Mark("closing") if len(line.text) < 40 and _CLOSING.match(line.text) else None


def chapter(line: Line) -> Mark | None:
    """一、全力加快恢复重振."""
    return _marked("chapter", _CHAPTER, line)


def section(line: Line) -> Mark | None:
    """(一)主要经济指标持续向好。 with the text behind it, or on a line of its own."""
    return _marked("section", _SECTION, line)


def item(line: Line) -> Mark | None:
    """1.城乡低保。 with a short title."""
    return _marked("item", _ITEM, line)


def ordinal(line: Line) -> Mark | None:
    """第一，全员动员，齐抓共管."""
    return _marked("ordinal", _ORDINAL, line)


def subitem(line: Line) -> Mark | None:
    """(1)党建引领。 below 1., or below （一）."""
    return _marked("subitem", _SUBITEM, line)


def circled(line: Line) -> Mark | None:
    """①统筹推进。 below (1), or where there is none."""
    return _marked("circled", _CIRCLED, line)


def point(line: Line) -> Mark | None:
    """一是抓宣传到位。 at the start of a paragraph."""
    return _marked("point", _POINT, line)


_HAN = re.compile(r"[\u4e00-\u9fff]")
# 一、2024年工作回顾 on a line of its own
_OWN_LINE = re.compile(rf"(?:[{_H}]{{1,3}}[、．.]|[（(][{_H}]{{1,3}}[）)])[^。；：:]{{0,40}}$")
# No unnumbered heading: marks inside, a bullet or dash in front, half a bracket, 2022年1月5日, …会议上
_NO_TITLE = re.compile(
    r"[。！？!?；;：:…|]|[，,、]$|^[•·●▪◆■*\-—－+）)》”’」』，,、]|[（(“《][^）)”》]*$|会[议議]上$|^\d{4}年\d{1,2}月\d"
    r"|[^\d]\d{1,3}$"  # 新建公园12: what it counts is lost, and it is no title
)


# “十四五”时期发展成就和2025年工作回顾 … 2026年重点任务: parts of a report, though nothing numbers them
_OF_A_TIME = re.compile(
    "^[^，。；]{0,24}(?:\\d{4}年|十[一二三四五六七八九]?五)[^，。；]{0,16}(?:回顾|总结|任务|安排|打算|重点|要求|目标|工作)$"
)


def plain(line: Line) -> Mark | None:
    """2024年工作回顾: a short line without number or end mark, between paragraphs of body text."""
    text, after = line.text, line.after
    most = 40 if line.alone or _OF_A_TIME.search(text) else 20
    if not 3 <= len(text) <= most or _NO_TITLE.search(text) or not _HAN.search(text):
        return None
    if "，" in text and (not line.alone or _COUNT.search(text)):  # 全年收到申请26件，均按时答复
        return None
    follows = not line.before or _ends_in(line.before, "。！？!?") or _OWN_LINE.match(line.before)
    longer = len(after) > len(text) * (1 if line.alone else 2) and (_ends_in(after, "。！？!?") or len(after) >= 30)
    return Mark("plain") if follows and (longer or _OWN_LINE.match(after)) else None


# ---------------------------------------------------------------- headings

_QUOTED = re.compile(r"“[^“”]*”")
_COUNT = re.compile(r"\d(?![\d年月日届号.．])")  # 4场; not 2023年, not 第18届
_COLON = re.compile(r"[^，,。；;：:]{1,22}[：:](?!$)")  # 学习方面：组织集中学习12次
_FINAL = re.compile("[。：:]$")


def _is_title(title: str, most: int) -> bool:
    """Whether the words behind a marker can be a title: short, and stating no count."""
    return 0 < len(title) <= most and not _COUNT.search(_QUOTED.sub("", title))


def _runs_on(line: Line, mark: Mark) -> bool:
    """Whether the next number follows in the same paragraph: 一是宣传到位。二是… is a list and no heading."""
    core = mark.number.strip(_BRACKETS + "第是要")
    if core.isdecimal():
        zero = ord(core[0]) - int(core[0])
        following = "".join(chr(zero + int(digit)) for digit in str(mark.value + 1))
    elif core in _H and mark.value < 10:
        following = _H[mark.value]
    elif len(core) == 1:
        following = chr(ord(core) + 1)
    else:
        return False
    marker = line.text[: mark.offset].rstrip(WHITE).replace(core, following)
    return any(end + marker in line.text for end in ("；;，," if mark.kind in _FIRM else "；;，,。"))


def _is_prose(line: str) -> bool:
    """Whether a line without an end mark is broken off prose rather than a short line of its own."""
    return len(line) > 40 or "，" in line or "," in line


def _in_turn(line: Line, mark: Mark, last: dict[str, int], below: bool) -> bool:
    """Whether the number is the first or comes next, and opens a paragraph; keeps count in ``last``.

    ``below`` says that the line before is a heading.
    """
    firm = mark.kind in _FIRM
    step = 3 if firm or mark.kind == "item" else 1  # a heading may be missing, or lost in a broken line
    if mark.value != 1 and not 0 < mark.value - last.get(mark.kind, 0) <= step:
        title = line.text[mark.offset : _sentence_stop(line.text, mark.offset, len(line.text))]
        if not firm or not _is_title(title, 40):  # （五）教育。 of a text that begins in the middle
            return False
    last[mark.kind] = mark.value
    return firm or below or line.parted or not _is_prose(line.before) or _ends_in(line.before, "。！？!?；;：:…")


def _title_stop(line: Line, mark: Mark) -> int:
    """Where the heading ends within its line: behind 。, behind ： (学习方面：…), or at the line's end; 0 for none."""
    text, offset, firm = line.text, mark.offset, mark.kind in _FIRM
    stop = _sentence_stop(text, offset, len(text))
    title, whole = text[offset:stop], stop == len(text)
    most = _LONGEST if whole else 40
    colon = _COLON.match(text, offset)
    leads = colon is not None and _is_title(colon.group(), 23)
    if firm:
        return colon.end() if colon and leads and not _is_title(title, most) else stop
    if colon:
        return colon.end() if leads else 0
    if whole and title.endswith("。"):  # 1.举办招聘会，发布岗位。 on a line of its own is a statement
        most = 0 if "，" in title else 20
    return stop if _is_title(title, most) else 0


def _mark(line: Line, body: int) -> Mark | None:
    """The mark of a line below the head of the page, by the first rule that takes it; a list item ends in ；."""
    if line.start < body or line.text[-1] in "；;" or line.row:
        return None
    own = line._replace(before="") if line.start == body else line
    return next(filter(None, (rule(own) for rule in RULES)), None)


def _candidates(text: str) -> list[_Heading]:
    """Every line that a rule takes for a heading, in order."""
    body = find_body(text)
    found: list[_Heading] = []
    last: dict[str, int] = {}
    below = False
    for line in _neighbours(text):
        mark = _mark(line, body)
        if mark and mark.kind == "plain" and below and not line.parted and _ends_in(line.before, "，,、"):
            mark = None  # 一、坚持党建引领， / 推动工作落实: the heading goes on
        stop = len(line.text) if mark else 0
        if mark and mark.number:
            fits = _in_turn(line, mark, last, below) and not _runs_on(line, mark)
            stop = _title_stop(line, mark) if fits else 0
        below = stop > 0
        if mark and stop:
            found.append(_Heading(line.start, mark, _FINAL.sub("", line.text[mark.offset : stop].strip(WHITE))))
    return found


def _settle(headings: list[_Heading]) -> list[_Heading]:
    """Decide which unnumbered headings are of the first level, and drop those before the first numbered one."""
    chapters = [h for h in headings if h.mark.kind == "chapter"]
    again = sum(h.mark.value == 1 for h in chapters) > 1
    named = [h for h in headings if h.mark.kind == "plain" and _OF_A_TIME.search(h.title)]
    over = bool(headings) and headings[0].mark.kind == "plain" and not chapters
    kept: list[_Heading] = []
    for k, heading in enumerate(headings):
        if heading.mark.kind == "plain":
            after = headings[k + 1].mark if k + 1 < len(headings) else heading.mark
            opens = again and after.kind == "chapter" and after.value == 1  # 2024年工作打算 before a second 一、
            if opens and kept and kept[-1].mark.kind == "closing":
                continue  # 附件 / 民生实事清单 / 一、: the annex's own title
            if over or opens or (len(named) > 1 and heading in named):
                heading.mark = Mark("part")
            elif not kept:
                continue
        kept.append(heading)
    return kept


def _kind_levels(headings: list[_Heading]) -> dict[str, int]:
    """The level of each numbered kind in this document: as in ``LEVELS``, raised so that its top kind is level 1."""
    used = [kind for kind in LEVELS if any(h.mark.kind == kind for h in headings)]
    deep = [kind for kind in used if LEVELS[kind] >= 4]
    level = {kind: 4 + deep.index(kind) if kind in deep else LEVELS[kind] for kind in used}
    return {kind: level[kind] - level[used[0]] + 1 for kind in used}


def _set_levels(headings: list[_Heading]) -> None:
    """Give each heading its level: by the kind of its marker, one deeper in a part or an annex."""
    levels, inside = _kind_levels(headings), 0
    coming: dict[int, int] = {}  # the value of the next heading of the same kind
    following: dict[str, int] = {}
    for k in reversed(range(len(headings))):
        mark = headings[k].mark
        coming[k], following[mark.kind] = following.get(mark.kind, 0), mark.value
    standing: list[tuple[_Heading, int]] = []  # the headings that stand open, each with the number that comes next
    for k, heading in enumerate(headings):
        kind = heading.mark.kind
        if kind == "plain":
            heading.level = min(standing[-1][0].level + 1 if standing else 1, _DEEPEST)
            continue
        if kind in ("part", "closing"):
            heading.level = inside = 1
        else:
            heading.level = _level(heading.mark, standing, levels[kind] + inside)
        while standing and standing[-1][0].level >= heading.level:
            standing.pop()
        standing.append((heading, coming[k]))


def _level(mark: Mark, standing: list[tuple[_Heading, int]], level: int) -> int:
    """The level of a numbered heading below those that stand open.

    A series that begins inside a list of a deeper kind which goes on behind it is nested there: 第一，(一)(二) 第二，.
    """
    for other, coming in reversed(standing):
        if other.mark.kind == mark.kind and mark.value != 1:
            return other.level
        if mark.value == 1 and level <= other.level < _DEEPEST and coming == other.mark.value + 1 > 1:
            return other.level + 1
    return level


def read_sections(text: str) -> tuple[Section, ...]:
    """Cut the text into sections: what stands before the first heading (``s0``), then one section a heading.

    Sections tile the text: joined they are the text again. A section begins with its heading's first character and
    runs to the next heading of any level. Level 1 is 一、 (or the highest kind that the document uses), below it come
    （一）, 1., (1) and ①; 第一， and 一是 count where they open a paragraph. Short unnumbered lines between paragraphs
    are headings too, with an empty number. ``parent_id`` is the nearest earlier heading of a lower level, or empty.

    >>> text = "一、经济\\n(一)指标向好。全年增长5%。\\n二、民生\\n开工23台。"
    >>> [(s.id, s.level, s.number, s.title, s.area) for s in read_sections(text)[1:]]
    [('s1', 1, '一', '经济', 1), ('s1.1', 2, '(一)', '指标向好', 1), ('s2', 1, '二', '民生', 2)]
    """
    headings = _settle(_candidates(text))
    _set_levels(headings)
    stops = [h.start for h in headings] + [len(text)]
    sections = [Section("s0", 0, stops[0], text[: stops[0]], 0, "", "", "", 0)]
    path: list[tuple[int, str]] = []
    children: dict[str, int] = {}
    area = 0
    for h, stop in zip(headings, stops[1:], strict=True):
        start, mark = h.start, h.mark
        while path and path[-1][0] >= h.level:
            path.pop()
        parent = path[-1][1] if path else ""
        children[parent] = place = children.get(parent, 0) + 1
        name = f"{parent}.{place}" if parent else f"s{place}"
        path.append((h.level, name))
        area += h.level == 1
        sections.append(Section(name, start, stop, text[start:stop], h.level, mark.number, h.title, parent, area))
    return tuple(sections)


# ---------------------------------------------------------------- sentences

# Where two lines meet inside a sentence: 出动人力,/车辆 · 关于/培训 · 8000/余人次 · 一百/亿元 · 共/150余次; not a year
_SEAM = re.compile(
    r"[，,、（(“「『《〈—\d的和与及在对为把将被由从向于以共约近]\n|[一二三四五六七八九十百千万亿两零〇]\n[百千万亿元余多]"
    r"|.\n(?:[，,、。；;：:）)》”’」』％%余]|\d(?![.．、]|\d{3}年))"
)
_BULLET = re.compile(r"[•·●▪◆■*\-—－]")
_STATEMENT = re.compile("[，。；！？]")  # a cell that tells something is read as any text
_PROSE = re.compile(r"[，,。；;、]|^[\d.．%％]+$")


def _carries_on(text: str, before: str, stop: int, start: int, line: str, joined: bool) -> bool:
    """Whether a line goes on with the sentence of the line before: 出动人力 / 8000 / 余人次,出动车辆.

    ``joined`` says that the line before went on with another already.
    """
    if _ends_in(before, "。！？!?；;：:…") or _BULLET.match(line):
        return False
    blank, indent = _gap(text, stop, start)
    if blank or indent:
        return not indent and _PAGE_BREAK in text[stop:start]
    if _PAGE_BREAK in text[stop:start] or _SEAM.match(f"{before[-1]}\n{line[:5]}"):
        return True
    if max(map(before.rfind, "（(“《")) > max(map(before.rfind, "）)”》")):
        return True
    if joined and _PROSE.search(line):
        return True
    return bool(len(before) > 25 or _PROSE.search(before)) and len(line) <= 80


def _heading_stop(text: str, owner: Section, stop: int) -> int:
    """Where the heading of a section ends, with its 。 or ：."""
    if not owner.title:
        return stop
    stop = text.index(owner.title, owner.start + len(owner.number)) + len(owner.title)
    return stop + (text[stop : stop + 1] in ("。", "：", ":"))


def stretches(text: str, sections: Sequence[Section]) -> Iterator[tuple[int, int, str, int]]:
    """Headings, lines of the head, cells, and paragraphs in order: start, stop, kind, and the place of the section.

    What belongs together stands in one of them: no sentence, number or unit goes over a tab of a table, an empty line,
    or a line end that is no soft break inside a paragraph.

    >>> text = "规章\\t11\\n行政许可\\t8\\n\\n全年完工16\\n台、开工23台。"
    >>> [(text[start:stop], kind) for start, stop, kind, _ in stretches(text, read_sections(text))]
    [('规章', 'cell'), ('11', 'cell'), ('行政许可', 'cell'), ('8', 'cell'), ('全年完工16\\n台、开工23台。', 'body')]
    """
    body, place, at, stop, before, joined = find_body(text), 0, -1, 0, "", False
    for start, line in _lines(text):
        end = start + len(line)
        heads = place + 1 < len(sections) and start >= sections[place + 1].start
        row = not heads and _is_row(text, start, line)
        joined = at >= 0 and not heads and not row and _carries_on(text, before, stop, start, line, joined)
        if at >= 0 and not joined:
            yield at, stop, "body", place
            at = -1
        if row:
            for first, last in _cells(text, start, line):
                prose = _STATEMENT.search(text, first, last)
                yield first, last, "head" if start < body else "body" if prose else "cell", place
        elif heads:
            place += 1
            cut = min(_heading_stop(text, sections[place], end), end)
            yield start, cut, "heading" if len(sections[place].title) <= _LONGEST else "body", place
            rest = _INK.search(text, cut, end)
            at = rest.start() if rest else -1
        elif start < body:
            yield start, end, "head", place
        elif at < 0:
            at = start
        stop, before = end, line
    if at >= 0:
        yield at, stop, "body", place


def read_sentences(text: str, sections: Sequence[Section]) -> tuple[Sentence, ...]:
    """Cut the text into natural sentences, each in its section: ordered, disjoint, leaving out white space only.

    A sentence ends at 。！？ with the quotation marks behind it, and at the end of its paragraph; ；ends none within a
    line. Full stops inside a quotation that goes on end none. Lines that were broken by force are joined. Title and
    label lines of the page are of kind ``head``, each heading is a sentence of kind ``heading``, each cell of a table
    one of kind ``cell`` unless it states something; the rest is ``body``.

    >>> text = "一、经济\\n(一)指标向好。全年增长5%。完工16\\n台、开工23台。"
    >>> for sentence in read_sentences(text, read_sections(text)):
    ...     print(sentence.id, sentence.kind, sentence.text.replace("\\n", "/"))
    s1-01 heading 一、经济
    s1.1-01 heading (一)指标向好。
    s1.1-02 body 全年增长5%。
    s1.1-03 body 完工16/台、开工23台。
    """
    found: list[Sentence] = []
    count = last = 0
    for start, stop, kind, place in stretches(text, sections):
        owner = sections[place].id
        count, last = (count if place == last else 0), place
        at = start
        while at < stop:
            end = _sentence_stop(text, at, stop) if kind == "body" else stop
            count += 1
            found.append(Sentence(f"{owner}-{count:02d}", at, end, text[at:end], kind, owner))
            following = _INK.search(text, end, stop)
            at = following.start() if following else stop
    return tuple(found)


def home_finder(sentences: Sequence[Sentence]) -> Callable[[int], Sentence]:
    """Gives a function from a place in the text to its sentence: the last that begins no later, else the first.

    >>> text = "完工16台。开工23台。"
    >>> home_finder(read_sentences(text, read_sections(text)))(9).id
    's0-02'
    """
    starts = [sentence.start for sentence in sentences]
    return lambda at: sentences[max(bisect_right(starts, at) - 1, 0)]


# ---------------------------------------------------------------- head of the page


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of the page states; empty or None where it states nothing."""

    title: str
    issuer: str
    published: datetime.date | None
    year: int | None
    source_url: str
    number: str = ""


_S = r"[ \t\u3000\xa0\u2003]*+"
_UNDER_TITLE = re.compile("(?:回顾|情况|成效|问题|打算|安排|做法|体会)$")
_OPENING = re.compile("[^，。；;：:！？!?]{1,45}(?=[。：:]|$)")
_LOOKS_BACK = re.compile(r"回顾|总结|情况|成效|成就|成绩|工作进展|这一年")
_LOOKS_AHEAD = re.compile(r"安排|打算|思路|目标|要求|建议|展望|计划(?!.{0,8}(?:完成|执行))|重点")


def find_body(text: str) -> int:
    """Find where the head of the page ends and the preamble begins: 0 when there is no head.

    The head is a title (a short first line that names the genre, or stands apart), label lines, dates and names.

    >>> find_body("新华路街道2023年工作总结\\n发布日期:2024-02-02\\n\\n2023年是关键之年。")
    32
    """
    title, loose, stop = "", 0, 0
    for line in islice(_neighbours(text), 24):
        words = line.text
        if len(words) > 200 or not is_label(words, line.before, line.after):
            if len(words) > 60 or _ends_in(words, "。！？!?；;：:…，,、"):
                return line.start
            if any(rule(line) for rule in RULES if rule is not plain):
                return line.start
            if not title:
                if not _is_page_title(line):
                    return line.start
                title = words
            elif words != title and (GENRE.search(title) or not GENRE.search(words)):
                loose += 1  # a name, an occasion: ——2022年1月5日在…会议上
                if loose > 4 or _opens_body(line, title):
                    return line.start
        stop = line.start + len(words)
    return stop


def _opens_body(line: Line, title: str) -> bool:
    """Whether a short line below the title opens the body: it states a count, or heads what follows it."""
    words = line.text
    if re.search(r"\d", words) and not re.search(r"\d{4}[年\-]", words):
        return True
    heads = line.parted and words not in title and _UNDER_TITLE.search(words)  # 2023年工作开展情况
    return bool((heads or _OWN_LINE.match(line.after)) and plain(line._replace(before="")))


def _is_page_title(line: Line) -> bool:
    """Whether a short first line is the title: it stands apart, or names the genre, or the line behind it does."""
    if re.search("[。！？；]", line.text):
        return False
    if line.after and (line.alone or is_label(line.after)):
        return True
    split = len(line.after) <= 30 and GENRE.search(line.after) and not _is_prose(line.after)
    return bool(GENRE.search(line.text) or split) and not _is_prose(line.text)


def _year_reviewed(lines: Iterable[str]) -> int | None:
    """The year of 一、2024年工作回顾."""
    openings = (match[0] for line in lines if (match := _OPENING.match(line)))
    back = (words for words in openings if _LOOKS_BACK.search(words) and not _LOOKS_AHEAD.search(words))
    year = next(filter(None, map(YEAR.search, back)), None)
    return number_in(year[1]) if year else None


def read_head(text: str, body_start: int | None = None, witnesses: Iterable[Witness] = ()) -> Head:
    """Read title, issuer, date of publication, year, address and number (文号) from what the document says of itself.

    ``body_start`` is where the preamble begins, by default ``find_body(text)``; ``witnesses`` tell what the file says
    outside its text. Each field is believed by the order of ``labels.SOURCES``. What is not stated stays empty or None:
    the day on which a report was given to a congress is no date of publication.

    >>> read_head("新华路街道2023年工作总结\\n• 发布日期:2024-02-02\\n\\n2023年是关键之年。").published
    datetime.date(2024, 2, 2)
    """
    stop = find_body(text) if body_start is None else body_start
    head, body = ([line for _, line in _lines(part)] for part in (text[:stop], text[stop:]))
    said = [*witnesses, *in_head(head), *in_foot(body)]
    title, issuer, url, number = (told(field, said) or "" for field in ("title", "issuer", "source_url", "number"))
    year = year_told(title, head) or _year_reviewed([*head[1:], *body])
    return Head(title, issuer, told("published", said), year, url, number)


RULES: tuple[Callable[[Line], Mark | None], ...] = (
    part,
    closing,
    chapter,
    section,
    item,
    ordinal,
    subitem,
    circled,
    point,
    plain,
)
