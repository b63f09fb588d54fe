"""A text as the rules of numerals see it: its quotations and headings, and numbers that stand in pieces."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..language.numbers import CAPITALS, HAN, PARTS
from ..language.quantities import Quantity
from ..language.units import unit_stop
from ..lexicon import Patterns
from ..records import Section


class Found(NamedTuple):
    """What a rule says of the numeral at hand: its span, its kind, and why."""

    start: int
    stop: int
    kind: str
    reason: str
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A text with what the rules need to know of it: where its headings' markers and its quoted names stand.

    ``text`` is the source but for the white space that parts a number from what follows: no quantity goes over it.
    """

    text: str
    markers: dict[int, int]
    quotes: list[tuple[int, int]]
    points_end: bool  # sentences end in ASCII points

    def in_quotes(self, pos: int) -> bool:
        """Whether a position lies inside “…”, 《…》 or 〔…〕."""
        at = bisect_left(self.quotes, (pos + 1,)) - 1
        return at >= 0 and pos < self.quotes[at][1]


class Pattern(NamedTuple):
    """A rule in one regular expression, matched at the numeral; ``head`` characters before it join the mention."""

    kind: str
    reason: str
    pattern: str
    head: int = 0


Rule = Callable[[Page, int], Found | None]

SPELLS = frozenset(f"{HAN}{CAPITALS}半")
_P = Patterns(__name__, **PARTS)
closed_by = _P.closed_by
numeral_begins = _P.numeral_begins


def see_page(text: str, sections: Sequence[Section]) -> Page:
    """The text with its heading markers and quoted names located."""
    markers = {}
    for section in sections:
        if section.number:
            at = text.index(section.number, section.start)
            inside = [i for i in range(at, at + len(section.number)) if numeral_begins.match(text, i)]
            if inside:
                markers[inside[0]] = inside[-1] + 1
    quotes = [match.span() for match in _P.quotes.finditer(text)]
    return Page(parted(text), markers, quotes, bool(_P.point_ends.search(text)))


_LINE_ENDS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028"
_PARTING, _CELL = "\u2029", "\x1f"  # stand for white space that parts lines or paragraphs, and cells
_FULL = 20  # characters of a line that may have been broken because it was full
_AHEAD = frozenset(f"0123456789{HAN}{CAPITALS}余多来约近超逾足过于")
_BEHIND = frozenset("以左上及余多%％")
_clause_mark, _mark = re.compile("[，。；,;]"), re.compile("[，。；,;：、]")


def parted(text: str) -> str:
    """The text with a mark of its own where white space behind a number parts it from what follows.

    A tab, an empty line and blanks in a row always do. A line end does not inside a paragraph: where a full line was
    broken, or where the unit behind it closes a clause.

    >>> text = parted("规章\\t11\\n行政许可 8\\n\\n件均费用。新建绿道2\\n公里。")
    >>> [(at, text[at + 1]) for at, character in enumerate(text) if character == "\\u2029"]
    [(5, '行'), (12, '\\n')]
    """
    pieces, done, start, last, text = list[str](), 0, 0, 0, _P.typed_dash.sub("—", text)
    for end in _LINE_ENDS:
        text = text.replace(end, "\n")
    for white in _P.white.finditer(text):
        start, last = max(start, text.rfind("\n", last, white.start()) + 1), white.start()
        ahead = text[last - 1 : last]
        follows = ahead in _AHEAD or ahead.isdecimal() or text[white.end() : white.end() + 1] in _BEHIND
        if follows and _parts(text, white, start):
            pieces += [text[done:last], _PARTING if "\n" in white[0] or "\r" in white[0] else _CELL]
            done = last + 1
    return "".join([*pieces, text[done:]])


def pattern_end(pattern: re.Pattern[str], text: str, pos: int) -> int:
    """Where what a pattern finds at ``pos`` ends: there, if it finds nothing."""
    match = pattern.match(text, pos)
    return match.end() if match else pos


def _parts(text: str, white: re.Match[str], start: int) -> bool:
    """Whether the white space in the line that begins at ``start`` parts a number from what follows it."""
    gap, before = white[0], text[max(start, white.start() - 40) : white.start()]
    behind = (text[white.end() : white.end() + 40].splitlines() or [""])[0]
    breaks = max(gap.count("\n"), gap.count("\r"))
    if "\u200b" in gap:  # a page break, or a character that nobody sees
        return False
    if "\t" in gap or breaks > 1 or (len(gap) > 1 and not gap.endswith(("\n", "\r"))):
        return True
    if "\t" in before.lstrip() + behind:  # in a row; 26 30件 of two lines of a cell is no 30件
        return breaks > 0 or not (before[-1:].isdecimal() and behind[:1].isdecimal())
    if closed_by.match(
        behind, unit_stop(behind, pattern_end(_P.magnitudes, behind, 0))
    ):  # 余人次， and 万 at a line's end
        return False
    in_cell = _P.own_cell.search(before) is not None
    if breaks:
        return in_cell or white.start() - start < _FULL or not _clause_mark.search(before + behind)
    return in_cell and not _mark.search(before + behind) and len(_P.cells.findall(before + gap + behind)) > 1
