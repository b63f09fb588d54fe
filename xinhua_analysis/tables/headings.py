"""Marks of headings: what may number one (一、, (一), 1., 第一章), and what stands on a line of its own.

To teach a new kind: give its pattern a place in ``NUMBERED``, and the kind a level in ``LEVELS``.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import numeric

from ..language.lines import BLANK, HAN_DIGITS, HAN_NUMBER, Line, ends_in
from ..language.numbers import ends_of
from ..language.stages import is_plan
from ..lexicon import Patterns

# Levels of the numbered kinds; those from 4 on take 4 and below, in this order, as far as a document uses them.
LEVELS = {"chapter": 1, "section": 2, "item": 3, "1.1": 4, "1.1.1": 5, "1.1.1.1": 6}
LEVELS |= {"ordinal": 7, "subitem": 8, "circled": 9, "point": 10}
FIRM = frozenset({"part", "chapter", "section", "1.1.1", "1.1.1.1"})  # headings by their marker alone


class HeadingMark(NamedTuple):
    """What a rule saw: the kind of heading, its number as written and its value, and where the title begins."""

    kind: str
    number: str = ""
    value: int = 0
    offset: int = 0


# The kinds that number their headings, in the order in which they are tried; the last group that matched is the number.
NUMBERED = {
    # 第一部分 2023年工作总结 · 第二章总则 · 上篇: stands above 一、
    "part": re.compile(
        rf"(第[{HAN_DIGITS}]{{1,3}}(?:部分|[篇编章](?!章))(?=[^，。；：、]{{2,16}}$|{BLANK}|[：:、]|$)"
        rf"|[上中下]篇(?={BLANK}|[：:、]|$))(?:{BLANK}|[：:、])*"
    ),
    # 一、全力加快恢复重振 · 十一．其他 · 壹、成效 · Ⅰ、成效; alone on its line 一 成效 · 一，成效
    # not 一、二、三产业增加值, not 一、二季度增长, not 二十、三十户
    "chapter": re.compile(
        rf"(?!.十、.十)({HAN_NUMBER}|[壹贰叁肆伍陆柒捌玖拾Ⅰ-Ⅻ])(?:[ \u3000]?[、．.]"
        rf"(?![{HAN_DIGITS}]+(?:[、，]|季度(?!.{{0,12}}(?:工作|情况|总结|计划|安排|打算)$)|产业|[线级期类审批号楼]))"
        rf"|[，：:\u3000 ](?=[^{HAN_DIGITS}\d\W][^\W\d]{{2,24}}$)(?!.{{0,3}}[年月日季]|.[级线类])){BLANK}*"
    ),
    # （一）主要经济指标 · (十二) 强化监督 · 【一】 · ㈠ · 第一节 组织建设, with text behind it or alone on its line
    "section": re.compile(
        rf"([（(〔【\[][ \u3000]?{HAN_NUMBER}[ \u3000]?[）)〕】\]]|[㈠-㈩]"
        rf"|第[{HAN_DIGITS}]{{1,3}}节(?={BLANK}|[：:、]))[：:、．.]?{BLANK}*"
    ),
    # 1.先说指标。 · 1、产量。 · １．城乡低保 · 2.2024年计划 · ⒈; not 1.5万人, not 3.15活动
    "item": re.compile(rf"(\d{{1,3}})[ \u3000]?[.．、](?!\d(?!\d{{3}}年)){BLANK}*|([⒈-⒛]){BLANK}*"),
    # 1.6.2. 加强监管 · 1.1 总体情况; not 1.5 万人
    **{
        kind: re.compile(
            rf"(\d{{1,2}}(?:[.．]\d{{1,2}}){{{dots}}})(?:[.．、]|{BLANK}){may}{BLANK}*(?=[^\W\d])(?![百千万亿])"
        )
        for kind, dots, may in (("1.1", 1, ""), ("1.1.1", 2, "?"), ("1.1.1.1", 3, "?"))
    },
    # 第一，全国动员 · 第二、既抓生产; not 第一、第二产业
    "ordinal": re.compile(rf"(第[{HAN_DIGITS}]{{1,3}})[，,、：:](?!第){BLANK}*"),
    # (1)党建引领。 · （２）… · 1)… · ⑴, below 1., or below （一）
    "subitem": re.compile(rf"([（(]\d{{1,2}}[）)]|\d{{1,2}}[）)]|[⑴-⒇])[、.]?{BLANK}*"),
    # ①统筹推进, below (1), or where there is none
    "circled": re.compile(rf"([①-⑳])[、.]?{BLANK}*"),
    # 一是抓宣传到位。 · 二要抓培训。 at the start of a paragraph; not 三要素
    "point": re.compile(rf"([{HAN_DIGITS}]{{1,3}}[是要])(?![素点件害])(?:{BLANK}|[，,：:])*"),
}
_P = Patterns(__name__, BLANK=BLANK, HAN_DIGITS=HAN_DIGITS)
OWN_LINE = _P.OWN_LINE
OF_A_TIME = _P.OF_A_TIME
COUNTED = _P.COUNTED
BRACKETS = "（()）〔〕【】[] \u3000"


def _number_value(number: str) -> int:
    """The value of a number as written, 0 if it has none.

    >>> [_number_value(number) for number in ("十二", "（三）", "第二十", "⑤", "１２", "一百零三", "1.6.2")]
    [12, 3, 20, 5, 12, 103, 2]
    """
    core = re.split("[.．]", number.strip(BRACKETS + "第是要部分篇编章节"))[-1]
    if core.isdecimal():
        return int(core)
    ends = ends_of(core) or [numeric(core, 0) if len(core) == 1 else 0]
    return int(ends[0]) if len(ends) == 1 else 0


def announces(title: str) -> bool:
    """Whether words alone head what is still to be done, and nothing that was done.

    >>> [announces(title) for title in ("下一步打算：", "2023年工作总结和2024年工作打算")]
    [True, False]
    """
    return is_plan(title) and not re.search("总结|回顾|情况", title)


def plain(line: Line) -> HeadingMark | None:
    """2024年工作回顾: a short line without number or end mark, between paragraphs of body text."""
    text, after = line.text, line.after
    if ahead := announces(text):
        text = text.strip("：:•●▪◆■★ ")
    most = 40 if line.alone or OF_A_TIME.search(text) else 20
    if not 3 <= len(text) <= most or _P.NO_TITLE.search(text) or not _P.HAN.search(text):
        return None
    if "，" in text and (not line.alone or COUNTED.search(text)):  # 全年收到申请26件，均按时答复
        return None
    follows = not line.before or ends_in(line.before, "。！？!?") or OWN_LINE.match(line.before)
    longer = len(after) > len(text) * (1 if line.alone else 2) and (ends_in(after, "。！？!?") or len(after) >= 30)
    longer = longer or (ahead and ends_in(after, "。；;"))
    return HeadingMark("plain") if follows and (longer or OWN_LINE.match(after)) else None


def mark_of(line: Line) -> HeadingMark | None:
    """The mark of a line that opens with a heading: by the first kind that takes it, an unnumbered one last."""
    if len(line.text) < 40 and _P.CLOSING.match(line.text):
        return HeadingMark("closing")
    for kind, pattern in NUMBERED.items():
        if match := pattern.match(line.text):
            number = match.group(match.lastindex or 0)
            return HeadingMark(kind, number, _number_value(number), match.end())
    return plain(line)
