"""Marks of headings: what may number one (一、, (一), 1., 第一章), and what stands on a line of its own.

To teach a new kind: give it a row in ``heading_kinds.csv``, at its place and with its level.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import numeric

from ..language.lines import BLANK, HAN_DIGITS, HAN_NUMBER, Line, ends_in
from ..language.numbers import ends_of
from ..language.stages import announces
from ..lexicon import Patterns, rows

_P = Patterns(__name__, BLANK=BLANK, HAN_DIGITS=HAN_DIGITS, HAN_NUMBER=HAN_NUMBER)
OWN_LINE, OF_A_TIME, COUNTED = _P.OWN_LINE, _P.OF_A_TIME, _P.COUNTED
_KINDS = {row["kind"]: row for row in rows("heading_kinds")}
# The kinds that number their headings, in the order in which they are tried; the last group that matched is the number.
NUMBERED = {kind: re.compile(_P.filled(row["pattern"])) for kind, row in _KINDS.items()}
# Levels of the numbered kinds; those from 4 on take 4 and below, in this order, as far as a document uses them.
LEVELS = {kind: int(row["level"]) for kind, row in _KINDS.items() if row["level"]}
FIRM = frozenset(kind for kind, row in _KINDS.items() if row["firm"])  # headings by their marker alone
BRACKETS = "（()）〔〕【】[] \u3000"


class HeadingMark(NamedTuple):
    """What a rule saw: the kind of heading, its number as written and its value, and where the title begins."""

    kind: str
    number: str = ""
    value: int = 0
    offset: int = 0


def _number_value(number: str) -> int:
    """The value of a number as written, 0 if it has none.

    >>> [_number_value(number) for number in ("十二", "（三）", "第二十", "⑤", "１２", "一百零三", "1.6.2")]
    [12, 3, 20, 5, 12, 103, 2]
    """
    core = re.split("[.．]", number.strip(BRACKETS + "第是要部分篇编章节"))[-1]
    ends = ends_of(core) or [numeric(core, 0) if len(core) == 1 else 0]
    return int(ends[0]) if len(ends) == 1 else 0


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
    follows = not line.before or ends_in(line.before, "。！？!?" + "：" * line.alone) or OWN_LINE.match(line.before)
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
