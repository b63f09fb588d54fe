"""Lines of a text with what stands around them, rows of tables, and where a sentence stops."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise
from typing import NamedTuple

from ..lexicon import Patterns
from ..passages import WHITE, ZERO_WIDTH

BLANK = rf"[\s{ZERO_WIDTH}]"
INK = re.compile(BLANK.replace("[", "[^"))
_LINE = re.compile(rf"{INK.pattern}[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]*")
PAGE_BREAK = "\u200b"  # on a line of its own where a scanned page ended, be it in the middle of a sentence
_CLOSERS = "”’」』）)》】\"'"
HAN_DIGITS = "一二三四五六七八九十"
HAN_NUMBER = rf"(?:[{HAN_DIGITS[:9]}]百零?[{HAN_DIGITS}]{{0,3}}|[{HAN_DIGITS}]{{1,3}})"  # 十二, 一百零三

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


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Start and text of each line that is not blank."""
    return ((m.start(), m.group().rstrip(WHITE)) for m in _LINE.finditer(text))


def gap_before(text: str, stop: int, start: int) -> tuple[bool, bool]:
    """Whether a blank line, and whether an indent, stands between two lines."""
    white = text[stop:start]
    if white == "\n":
        return False, False
    breaks = max(white.count("\n"), white.count("\r")) - white.count(PAGE_BREAK)
    indent = white[max(white.rfind("\n"), white.rfind("\r")) + 1 :]
    return breaks > 1, len(indent) > 1 or indent in ("\u3000", "\u2003", "\t")


def neighbours(text: str) -> Iterator[Line]:
    """Each line with what stands around it."""
    before, blank, indent = "", True, True
    for (start, line), (start_after, after) in pairwise(chain(lines_of(text), [(0, "")])):
        blank_after, indent_after = gap_before(text, start + len(line), start_after) if after else (True, True)
        yield Line(start, line, before, after, blank or indent, blank and blank_after, is_row(text, start, line))
        before, blank, indent = line, blank_after, indent_after


_P = Patterns(__name__, HAN_DIGITS=HAN_DIGITS)


def is_row(text: str, start: int, line: str) -> bool:
    """Whether a line is the row of a table: words on both sides of a tab, or on one beside such a row.

    >>> text = "项目\\t件数\\n一、受理\\t\\n二、办理\\t5\\n二、\\t下一步打算"
    >>> [is_row(text, start, line) for start, line in lines_of(text)]
    [True, True, True, False]
    """
    if "\t" in line:
        return _P.TABBED_MARKER.fullmatch(line) is None
    stop = start + len(line)
    if text[stop : stop + 1] != "\t" and text[max(start - 1, 0) : start] != "\t":
        return False
    first, last = text.rfind("\n", 0, start), text.find("\n", stop)
    above = text[text.rfind("\n", 0, max(first, 0)) + 1 : max(first, 0)]
    below = text[last : text.find("\n", last + 1)] if last >= 0 else ""
    rows = [row for row in (above, below.strip("\n")) if "\t" in row.lstrip()]
    # 指标⇥目标⇥完成 / ⇥（一）民生保障 is no row of two columns
    indents = text[max(start - 2, 0) : start] in ("\n\t", "\t") and text[stop : stop + 1] != "\t"
    return text[stop : stop + 2] == "\t\t" or any(not indents or row.count("\t") == 1 for row in rows)


def cells_of_row(text: str, start: int, line: str) -> Iterator[tuple[int, int]]:
    """Where each cell of a row that holds words begins and ends."""
    for cell in line.split("\t"):
        if cell and (words := cell.strip(WHITE)):
            at = start + cell.index(words)
            yield at, at + len(words)
        start += len(cell) + 1


def ends_in(line: str, marks: str) -> bool:
    """Whether a line ends in one of the marks, be it inside closing quotes: …稳中有进。”."""
    return line.rstrip(_CLOSERS)[-1:] in tuple(marks)


# ---------------------------------------------------------------- where a sentence ends

_GOES_ON = frozenset("，,、；;：:。的地得等之和是—…") | frozenset(_CLOSERS)  # “先看后办。”的做法


def _quote_ends(text: str, quote: str, stop: int, limit: int) -> bool:
    """Whether a sentence ends with this quotation: 他说：“先看。”再办 does, “先看。”的做法, “我来啦！”项目 do not."""
    if quote[0] not in '“「『"' or quote[-2] not in "。！？!?":
        return False
    if stop >= limit:
        return True
    return text[stop] not in _GOES_ON if quote[-2] == "。" else text[stop] in WHITE


def sentence_stop(text: str, start: int, stop: int) -> int:
    """Where the sentence that begins at ``start`` ends, at the latest at ``stop``."""
    for match in _P.STOP.finditer(text, start, stop):
        found = match.group()
        if found[0] in "。！？!?" or _quote_ends(text, found, match.end(), stop):
            return match.end()
    return stop


def is_prose(line: str) -> bool:
    """Whether a line without an end mark is broken off prose rather than a short line of its own."""
    return len(line) > 40 or "，" in line or "," in line
