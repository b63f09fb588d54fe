"""What every reader of files gives: passages of text with their places in the file, and what it says of itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

# White is what Unicode calls so, and the zero-width characters that web pages leave behind.
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
WHITE = "".join(c for c in map(chr, range(0x3001)) if c.isspace()) + ZERO_WIDTH
_NO_TAB = WHITE.replace("\t", "")
# Fonts call hanzi that are radicals too by the code of the radical, and programs copy that into the PDF: U+2F00 for 一,
# 居⺠ for 居民. Unicode tells the hanzi of Kangxi radicals (戶 for 户 among them), but not of the block beside.
_KANGXI = "".join(map(chr, range(0x2F00, 0x2FD6)))
RADICALS = str.maketrans(
    _KANGXI + "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    unicodedata.normalize("NFKC", _KANGXI).replace("戶", "户")
    + "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
)
_radical = re.compile("[\u2e80-\u2fd5]")
_UNSEEN = str.maketrans("", "", ZERO_WIDTH + "\u00ad")


def seen(words: str) -> str:
    """Words as a reader sees them, without zero-width characters and soft hyphens: neither parts a number.

    >>> seen("完工1\u200b6\u00ad台")
    '完工16台'
    """
    return words.translate(_UNSEEN)


def in_hanzi(words: str) -> str:
    """Words with the hanzi that radicals stand for, as long as they were.

    >>> in_hanzi("\u2f00、居\u2ea0生活")
    '一、居民生活'
    """
    return words.translate(RADICALS) if _radical.search(words) else words


_GAP = r"[ \u3000\xa0\u2002-\u2009]+"
_LETTERS = rf"(?:(?:[\u4e00-\u9fff]|\d+年?){_GAP})"
# 2023 年 工 作 报 告 · 某镇 2023 年 工 作 报 告
_SPACED = re.compile(rf"(?:[\u4e00-\u9fff]{{2,12}}{_GAP}(?={_LETTERS}{{3}}))?{_LETTERS}+[\u4e00-\u9fff]")


def closed_up(words: str) -> str:
    """Words whose letters are parted, as one: 政 府 工 作 报 告.

    >>> closed_up("2023 年 工 作 总 结")
    '2023年工作总结'
    """
    words = words.strip(WHITE)
    return "".join(words.split()) if _SPACED.fullmatch(words) else words


NOTE = re.compile(r"[\[〔［【]\d{1,3}[\]〕］】]")  # [1]
_RAISED = str.maketrans("0123456789+-−－", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def raised(words: str, above: bool = True) -> str:
    """Digits set above the line, or below it, as characters that say so: 10<sup>5</sup> is not 105; no mark of a note.

    >>> raised("2"), raised("2", above=False), raised("[2]"), raised("注2")
    ('²', '₂', '', '注2')
    """
    if NOTE.fullmatch(words):
        return ""
    table = _RAISED if above else _LOWERED
    return words.translate(table) if all(ord(character) in table for character in words) else words


class Passage(NamedTuple):
    """A paragraph, a line or the row of a table; ``close`` says that it follows without a blank line.

    The cells of a ``row`` are parted by tabs, as many as the table has columns: an empty cell, or one that a wider
    cell covers, keeps its tab.
    """

    text: str
    where: str  # "page 3", "paragraph 12", "table 1 row 2", "/html/body/div[2]/p[5]"
    close: bool = False
    row: bool = False


class Place(NamedTuple):
    """Where a stretch of the text stands in the file: ``text[start:stop]`` was read at ``where``."""

    start: int
    stop: int
    where: str


class Witness(NamedTuple):
    """Something that a file says of itself: where it says so (a label, an element, a ``meta``), and its words."""

    source: str
    words: str


def join(passages: Iterable[Passage]) -> tuple[str, tuple[Place, ...]]:
    """The text of passages, a blank line between paragraphs, and the place of each; white edges are left out.

    >>> join([Passage("总结", "page 1"), Passage(" 一、民生", "page 1"), Passage("16台", "page 2", close=True)])
    ('总结\\n\\n一、民生\\n16台\\n', (Place(start=0, stop=2, where='page 1'), Place(start=4, stop=8, where='page 1'), \
Place(start=9, stop=12, where='page 2')))
    """
    parts: list[str] = []
    places: list[Place] = []
    at = 0
    for passage in passages:
        words = passage.text.strip(_NO_TAB if passage.row else WHITE)
        if not words.strip(WHITE):
            continue
        gap = ("\n" if passage.close else "\n\n") if parts else ""
        places.append(Place(at + len(gap), at + len(gap) + len(words), passage.where))
        parts += [gap, words]
        at = places[-1].stop
    return "".join([*parts, "\n"] if parts else []), tuple(places)
