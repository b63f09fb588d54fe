"""Which lines of a web page are its article: not menus, bars, lists of links and the foot, by their own words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import accumulate

from ..labels import are_offices, bare, in_foot, is_author, is_label, is_of_contents, is_whole_title, parts_of
from ..lexicon import Patterns
from ..passages import WHITE

_P = Patterns(__name__)
PAGE_WORDS = _P.PAGE_WORDS


@dataclass(slots=True)
class PageLine:
    """A line of the page: its words, how many of its characters are links, and where it stands."""

    text: str
    linked: int
    where: str
    close: bool
    heading: bool
    dropped: bool = False
    row: bool = False  # of a table, its cells parted by tabs

    @property
    def weight(self) -> int:
        """How much prose it is: a sentence counts in full, words without a mark of a sentence little, links nothing."""
        own = max(len(self.text) - self.linked, 0)
        return own * 10 if own >= 12 and _P.PROSE.search(self.text) else own


@dataclass(slots=True)
class PageBlock:
    """An element that is no part of a line, and the lines in it: ``lines[first:last]``."""

    tag: str
    where: str
    parent: int
    first: int
    around: bool
    last: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    spans: tuple[int, int] = (1, 1)  # of a cell: how many columns and rows it takes
    covered: dict[int, int] = field(default_factory=dict)  # of a table: column → rows that a cell above still covers
    columns: int = 0  # of a table: in how many a cell begins; a cell may say that it reaches over more
    lonely: dict[int, tuple[str, str]] = field(default_factory=dict)  # of a table: line → its row, which holds no other


def table_of(where: str) -> str:
    """The path of the table that a row stands in: /html/body/table[1] of /html/body/table[1]/tbody[1]/tr[2]."""
    return where[: where.find("]", where.rfind("/table["))]


def is_of_page(line: str) -> bool:
    """Whether a whole line is words of the page: 【打印】【关闭窗口】."""
    return len(line) < 200 and all(map(PAGE_WORDS.fullmatch, filter(None, re.split(r"(?<=[】\]])\s*", line.lstrip()))))


def drop_around(lines: list[PageLine], blocks: list[PageBlock]) -> None:
    """Mark what stands around the article: blocks named so, blocks of links, and lines of the page's own words."""
    prose = [*accumulate((line.weight for line in lines), initial=0)]  # what lies between two is a difference
    linked = [*accumulate((line.linked for line in lines), initial=0)]
    size = [*accumulate((len(line.text) for line in lines), initial=0)]
    edges = [0] * (len(lines) + 1)
    for block in blocks[1:]:
        here = slice(block.first, block.last)
        links, characters = (sums[here.stop] - sums[here.start] for sums in (linked, size))
        of_links = links * 10 >= characters * 6 and links > 0
        # A page whose whole text stands in <div class="nav-content">, or hidden until a script shows it, is still read.
        if (block.around or of_links) and (prose[here.stop] - prose[here.start]) * 2 < prose[-1]:
            edges[here.start] += 1
            edges[here.stop] -= 1
    for line, depth in zip(lines, accumulate(edges), strict=False):
        line.dropped = depth > 0 or is_of_page(line.text)


def drop_foot(lines: list[PageLine]) -> None:
    """Mark the foot of a page that has no element of its own: the last lines, if one is of a page for certain."""
    first, certain = len(lines), False
    for line in reversed(lines):
        of_page = _P.FOOT.search(line.text) is not None
        if len(line.text) > 160 or "。" in line.text or not (of_page or line.dropped or _P.CONTACT.match(line.text)):
            break
        first, certain = first - 1, certain or of_page
    for line in lines[first:]:
        line.dropped = line.dropped or certain


def tables_below(lines: list[PageLine]) -> list[PageLine]:
    """The tables below the article, outside its element, each with the lines that name it: 附件1, 单位：万元."""
    found: list[PageLine] = []
    named: list[PageLine] = []
    sizes = Counter(table_of(line.where) for line in lines if line.row)
    for line in lines:
        in_table = sizes[table_of(line.where)] > 1  # a row of one cell too: 合计3台
        if in_table and not line.dropped and not _P.CONTACT.match(line.text):
            found += [*named, line]
            named = []
        elif not line.dropped:
            named = [*named, line] if len(line.text) < 60 and _P.TABLE_NAME.fullmatch(line.text) else []
    return found


def article_of(lines: list[PageLine], blocks: list[PageBlock], weights: list[int]) -> PageBlock:
    """The smallest block that holds nine tenths of the prose, and follows none of the block that it is in.

    A page whose elements are never closed (<div>第一段。<div>第二段。) is no deeper with every paragraph.
    """
    whole, found = weights[-1], blocks[0]
    for at, block in enumerate(blocks):  # a block stands behind the one that it is in
        inside = at == 0 or blocks[block.parent] is found
        # A single long paragraph is not the article, though it may hold most of its prose.
        if inside and block.last - block.first > 1 and (weights[block.last] - weights[block.first]) * 10 >= whole * 9:
            if any(_is_prose_of(found, line) for line in lines[found.first : block.first]):
                break
            found = block
    return found


def _is_prose_of(block: PageBlock, line: PageLine) -> bool:
    """Whether a line is a sentence of a block itself, and of no other block in it."""
    own = block.where in (line.where, line.where.rpartition("/p[")[0])
    return own and line.text.endswith("。") and _is_plain(line)


def lines_above(lines: list[PageLine], kept: list[PageLine], title: str | None) -> list[PageLine]:
    """The title and the lines of origin and date that stand above the article, outside its element."""
    wanted = bare(title or "") or None
    if wanted in [bare(line.text) for line in kept[:4]]:
        return []
    titles = [at for at, line in enumerate(lines) if bare(line.text) == wanted] or [
        at for at, line in enumerate(lines) if line.heading and _is_plain(line) and not is_of_contents(line.text, False)
    ]
    office = 0  # lines above a title without an element of its own: 某县水利局 / 2023年工作总结
    if not titles:
        titles = [at for at, line in enumerate(lines) if _is_plain(line) and is_whole_title(line.text)]
        office = sum(are_offices(line.text) for at in titles[-1:] for line in lines[:at][-1:])
    if not titles:
        return []
    under = [line for line in lines[titles[-1] + 1 :] if len(line.text) < 200]
    labels = [it for it in under if is_label(it.text) or (_is_plain(it) and (is_author(it.text) or it.text[0] == "—"))]
    for line in labels:
        clean_label(line)
    return [*lines[titles[-1] - office : titles[-1] + 1], *labels]


def _is_plain(line: PageLine) -> bool:
    return not line.dropped and not line.linked


def signed_below(lines: list[PageLine]) -> list[PageLine]:
    """Who signed and when, directly below the article, outside its element."""
    last = [line for line in lines if not line.dropped][:2]
    return last if any(said.source == "signature" for said in in_foot(line.text for line in last)) else []


def clean_label(line: PageLine) -> None:
    """Leave out of a line of labels what the page offers to do: 发布时间：2024-02-02  浏览次数：8次  【打印】."""
    if not is_label(line.text) or len(line.text) >= 200:
        return
    parts = [part.strip(WHITE) for part in parts_of(line.text)]
    kept = [part for part in parts if not PAGE_WORDS.fullmatch(part)]
    line.text = "  ".join(kept) if len(kept) < len(parts) else line.text
