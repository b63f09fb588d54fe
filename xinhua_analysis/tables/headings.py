"""Marks of headings: what may number one (一、, (一), 1., 第一章), and what stands on a line of its own.

The module ends in ``RULES``, in their order: a rule takes a ``Line`` and returns a ``HeadingMark`` when the line opens
with its kind of heading. To teach a new kind: write such a function, give it a place in ``RULES`` and its kind a level
in ``LEVELS``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple
from unicodedata import numeric

from ..language.lines import BLANK, HAN_DIGITS, HAN_NUMBER, Line, ends_in

# Levels of the numbered kinds; the last four take 4 and below, in this order, as far as a document uses them.
LEVELS = {"chapter": 1, "section": 2, "item": 3, "ordinal": 4, "subitem": 5, "circled": 6, "point": 7}
FIRM = frozenset({"part", "chapter", "section"})  # headings by their marker alone


class HeadingMark(NamedTuple):
    """What a rule saw: the kind of heading, its number as written and its value, and where the title begins."""

    kind: str
    number: str = ""
    value: int = 0
    offset: int = 0


# ---------------------------------------------------------------- heading rules

# 第一部分 工作回顾 · 第二章总则 · 上篇
_PART = re.compile(
    rf"(第[{HAN_DIGITS}]{{1,3}}(?:部分|[篇编章](?!章))(?=[^，。；：、]{{2,16}}$|{BLANK}|[：:、]|$)"
    rf"|[上中下]篇(?={BLANK}|[：:、]|$))(?:{BLANK}|[：:、])*"
)
# 附件1 · 附件2 名词解释 · 名词解释 · 结束语
_CLOSING = re.compile(
    rf"附[件录表](?:{BLANK}*[\d{HAN_DIGITS}]{{1,3}})?(?:{BLANK}+[^。：:，]{{2,20}})?[：:]?$"
    r"|(?:相关|有关|部分)?(?:名词|术语|词语)(?:解释|注释|说明)$|结束语$|结语$"
)
# 一、全力加快恢复重振 · 十一．其他 · 壹、成效; not 一、二、三产业增加值, not 一、二季度
_CHAPTER = re.compile(
    rf"({HAN_NUMBER}|[壹贰叁肆伍陆柒捌玖拾])[ \u3000]?[、．.]"
    rf"(?![{HAN_DIGITS}]+(?:[、，]|季度|产业|[线级期类审批号楼])){BLANK}*"
)
# （一）主要经济指标 · (十二) 强化监督 · 【一】 · ㈠ · 第一节 组织建设
_SECTION = re.compile(
    rf"([（(〔【\[][ \u3000]?{HAN_NUMBER}[ \u3000]?[）)〕】\]]|[㈠-㈩]|第[{HAN_DIGITS}]{{1,3}}节(?={BLANK}|[：:、]))"
    rf"[：:、．.]?{BLANK}*"
)
# 1.先说指标。 · 1、产量。 · １．城乡低保 · 2.2024年计划 · ⒈; not 1.5万人, not 3.15活动
_ITEM = re.compile(rf"(\d{{1,3}})[ \u3000]?[.．、](?!\d(?!\d{{3}}年)){BLANK}*|([⒈-⒛]){BLANK}*")
# 第一，全国动员 · 第二、既抓生产; not 第一、第二产业
_ORDINAL = re.compile(rf"(第[{HAN_DIGITS}]{{1,3}})[，,、：:](?!第){BLANK}*")
# (1)党建引领。 · （２）… · 1)… · ⑴
_SUBITEM = re.compile(rf"([（(]\d{{1,2}}[）)]|\d{{1,2}}[）)]|[⑴-⒇])[、.]?{BLANK}*")
# ①统筹推进
_CIRCLED = re.compile(rf"([①-⑳])[、.]?{BLANK}*")
# 一是抓宣传到位。 · 二要抓培训。; not 三要素
_POINT = re.compile(rf"([{HAN_DIGITS}]{{1,3}}[是要])(?![素点件害])(?:{BLANK}|[，,：:])*")
BRACKETS = "（()）〔〕【】[] \u3000"


def _number_value(number: str) -> int:
    """The value of a number as written.

    >>> [_number_value(number) for number in ("十二", "（三）", "第二十", "⑤", "１２", "一百零三")]
    [12, 3, 20, 5, 12, 103]
    """
    core = number.strip(BRACKETS + "第是要部分篇编章节")
    if core.isdecimal():
        return int(core)
    hundreds, beyond, core = core.rpartition("百")
    if beyond:
        return int(numeric(hundreds) * 100) + (_number_value(core.lstrip("零")) if core else 0)
    if len(core) == 1:
        return int(numeric(core, 0))
    tens, _, ones = core.partition("十")
    return int((numeric(tens[0]) if tens else 1) * 10 + (numeric(ones[0]) if ones else 0))


def _marked(kind: str, pattern: re.Pattern[str], line: Line) -> HeadingMark | None:
    """The mark of a numbered heading, when the line opens with the pattern."""
    match = pattern.match(line.text)
    if match is None:
        return None
    number = match.group(match.lastindex or 0)
    return HeadingMark(kind, number, _number_value(number), match.end())


def part(line: Line) -> HeadingMark | None:
    """第一部分 2023年工作总结: stands above 一、."""
    return _marked("part", _PART, line)


def closing(line: Line) -> HeadingMark | None:
    """附件1, 名词解释, 结束语: unnumbered, yet of the first level; an annex counts its own 一、 anew."""
    return HeadingMark("closing") if len(line.text) < 40 and _CLOSING.match(line.text) else None


def chapter(line: Line) -> HeadingMark | None:
    """一、全力加快恢复重振."""
    return _marked("chapter", _CHAPTER, line)


def section(line: Line) -> HeadingMark | None:
    """(一)主要经济指标持续向好。 with the text behind it, or on a line of its own."""
    return _marked("section", _SECTION, line)


def item(line: Line) -> HeadingMark | None:
    """1.城乡低保。 with a short title."""
    return _marked("item", _ITEM, line)


def ordinal(line: Line) -> HeadingMark | None:
    """第一，全员动员，齐抓共管."""
    return _marked("ordinal", _ORDINAL, line)


def subitem(line: Line) -> HeadingMark | None:
    """(1)党建引领。 below 1., or below （一）."""
    return _marked("subitem", _SUBITEM, line)


def circled(line: Line) -> HeadingMark | None:
    """①统筹推进。 below (1), or where there is none."""
    return _marked("circled", _CIRCLED, line)


def point(line: Line) -> HeadingMark | None:
    """一是抓宣传到位。 at the start of a paragraph."""
    return _marked("point", _POINT, line)


_HAN = re.compile(r"[\u4e00-\u9fff]")
# 一、2024年工作回顾 on a line of its own
OWN_LINE = re.compile(rf"(?:[{HAN_DIGITS}]{{1,3}}[、．.]|[（(][{HAN_DIGITS}]{{1,3}}[）)])[^。；：:]{{0,40}}$")
# No unnumbered heading: marks inside, a bullet or dash in front, half a bracket, 2022年1月5日, …会议上
_NO_TITLE = re.compile(
    r"[。！？!?；;：:…|]|[，,、]$|^[•·●▪◆■*\-—－+）)》”’」』，,、]|[（(“《][^）)”》]*$|会[议議]上$|^\d{4}年\d{1,2}月\d"
    r"|[^\d]\d{1,3}$"  # 新建公园12: what it counts is lost, and it is no title
)


# “十四五”时期发展成就和2025年工作回顾 … 2026年重点任务: parts of a report, though nothing numbers them
OF_A_TIME = re.compile(
    "^[^，。；]{0,24}(?:\\d{4}年|十[一二三四五六七八九]?五)[^，。；]{0,16}(?:回顾|总结|任务|安排|打算|重点|要求|目标|工作)$"
)


def plain(line: Line) -> HeadingMark | None:
    """2024年工作回顾: a short line without number or end mark, between paragraphs of body text."""
    text, after = line.text, line.after
    most = 40 if line.alone or OF_A_TIME.search(text) else 20
    if not 3 <= len(text) <= most or _NO_TITLE.search(text) or not _HAN.search(text):
        return None
    if "，" in text and (not line.alone or COUNTED.search(text)):  # 全年收到申请26件，均按时答复
        return None
    follows = not line.before or ends_in(line.before, "。！？!?") or OWN_LINE.match(line.before)
    longer = len(after) > len(text) * (1 if line.alone else 2) and (ends_in(after, "。！？!?") or len(after) >= 30)
    return HeadingMark("plain") if follows and (longer or OWN_LINE.match(after)) else None


COUNTED = re.compile(r"\d(?![\d年月日届号.．])")  # 4场; not 2023年, not 第18届


RULES: tuple[Callable[[Line], HeadingMark | None], ...] = (
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
