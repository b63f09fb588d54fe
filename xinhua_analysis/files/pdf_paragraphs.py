"""Paragraphs of a PDF: runs of text put into columns and lines, lines rejoined."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ..labels import are_offices
from ..passages import Passage

_PART = re.compile("第[一二三四五六七八九十]{1,3}(?:[章节篇]|部分)")
_FEW = 5  # lines, that do not tell where the edges of a page are
_HEADING = re.compile(
    r"第[一二三四五六七八九十]{1,3}[章节部]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]"
)


class Run(NamedTuple):
    """Words that stand close together on one line, and their edges in points from the left and the foot of the page."""

    left: float
    bottom: float
    right: float
    top: float
    words: str
    aside: tuple[float, ...] = ()  # of a character that lies on its side: its edges on the sheet turned to it

    @property
    def height(self) -> float:
        """The size of its font, nearly."""
        return max(self.top - self.bottom, 1.0)

    @property
    def middle(self) -> tuple[float, float]:
        """The point that tells in which cell it stands."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


class PaperLine(NamedTuple):
    """A line of a column, with what is to be known of the column: its edges, and the usual way to the next line."""

    run: Run
    page: int
    column: int  # 0 if it crosses both or there is one, 1 and 2 left and right, -1 for the row of a table
    left: float
    right: float
    pitch: float
    onto: int = 0  # the page where the row of a table ends


def in_rows(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs of one height on the page, from the top down, each row from left to right."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (-run.bottom, run.left)):
        if rows and rows[-1][0].bottom - run.bottom < run.height * 0.4:
            rows[-1].append(run)
        else:
            rows.append([run])
    return [sorted(row) for row in rows]


def _gutter(runs: list[Run]) -> float | None:
    """Where the white between two columns is, if there are two: hardly a run crosses it, and both sides hold prose."""
    if len(runs) < 8:
        return None
    lefts, rights = sorted(run.left for run in runs), sorted(run.right for run in runs)
    left, step = lefts[0], max((rights[-1] - lefts[0]) / 200, 0.01)
    edges = [left + at * step for at in range(61, 141)]
    crossing = [bisect_left(lefts, after) - bisect_left(rights, edge) for edge, after in pairwise(edges)]
    middle = edges[crossing.index(min(crossing))] + step / 2
    sides = [run for run in runs if run.right <= middle], [run for run in runs if run.left >= middle]
    count = sum(len(run.words) for run in runs)
    prose = all(len(side) >= 3 and sum(len(run.words) for run in side) > count * 0.2 for side in sides)
    wide = all(median(len(run.words) for run in side) >= 8 for side in sides if side)
    return middle if prose and wide and min(crossing) <= len(runs) * 0.15 else None


def in_columns(runs: list[Run], page: int, tables: list[Run]) -> list[PaperLine]:
    """The lines of a page in reading order: what crosses both columns parts the page into bands.

    The rows of its ``tables`` tell where the edges of a page are that holds few other lines.
    """
    gutter = _gutter(runs)
    bands: list[tuple[list[Run], list[Run], list[Run]]] = [([], [], [])]
    for row in in_rows(runs):
        for run in row:
            side = 0 if gutter is None or run.left < gutter < run.right else 1 if run.right <= gutter else 2
            if (side == 0) != bool(bands[-1][0]) and any(bands[-1]):
                bands.append(([], [], []))
            bands[-1][side].append(run)
    columns = [[run for band in bands for run in band[side]] for side in range(3)]
    edges = [_edges(columns[0], tables), *map(_edges, columns[1:])]
    found = []
    for band in bands:
        for side in range(3):
            found += [PaperLine(_merged(row), page, side, *edges[side]) for row in in_rows(band[side])]
    return found


def _edges(column: list[Run], tables: Sequence[Run] = ()) -> tuple[float, float, float]:
    """The left and right edge of a column, and the usual distance from line to line."""
    if not column:
        return 0.0, 0.0, 0.0
    rows = [_merged(row) for row in in_rows(column)]
    steps = [above.bottom - below.bottom for above, below in pairwise(rows)]
    left = _edge([(row.left, len(row.words)) for row in (*rows, *tables)])
    right = -_edge([(-row.right, len(row.words)) for row in (*rows, *tables)])
    # Where nearly all paragraphs are of one line, little text stands at the edge: a line that goes on from a full one.
    onward = [
        below.left
        for above, below in pairwise(rows)
        if above.right > right - above.height * 1.2 and not _ended(above) and "\t" not in above.words + below.words
    ]
    return min(left, median(onward or [left])), right, median(steps) if steps else 0.0


def _edge(ends: list[tuple[float, int]]) -> float:
    """The outermost end of lines, passing over a tenth of the text: a table may stand out from the column."""
    rest = sum(length for _, length in ends) / 10
    for end, length in sorted(ends):
        rest -= length
        if rest < 0:
            return end
    return 0.0


def _merged(row: list[Run]) -> Run:
    """The runs of a row as one, a tab where a wide gap parts them."""
    words = row[0].words
    for before, run in pairwise(row):
        gap = "\u3000" if _PART.fullmatch(words) else ""  # 第二部分　存在的问题
        words += ("\t" if run.left - before.right > run.height * 1.2 else gap) + run.words
    lefts, bottoms, rights, tops, *_ = zip(*row, strict=True)
    return Run(min(lefts), min(bottoms), max(rights), max(tops), words)


def _is_indented(line: PaperLine) -> bool:
    return line.run.left > line.left + line.run.height * 0.8


def _ended(run: Run) -> bool:
    return run.words[-1] in "。！？；：;:"


def _indents(lines: list[PaperLine]) -> bool:
    """Whether the paper indents paragraphs: of the lines after a sentence that ends well short, four in five are."""
    starts = [
        _is_indented(line)
        for before, line in pairwise(lines)
        if _ended(before.run) and before.run.right < before.right - before.run.height * 4
    ]
    return len(starts) > 2 and sum(starts) * 5 >= len(starts) * 4


def _goes_on(before: PaperLine, line: PaperLine, indents: bool) -> bool:
    """Whether a line goes on with the paragraph of the line before it; ``indents`` if the paper indents paragraphs."""
    last, run = before.run, line.run
    height, ended = last.height, _ended(last)
    if last.right < before.right - height * (1.2 if ended and not indents else 4) or _is_indented(line):
        return False  # the paragraph ended short of the edge; the next is indented
    if abs(run.height - height) > height * 0.15 or "\t" in last.words or "\t" in run.words:
        return False
    if (before.page, before.column) == (line.page, line.column) and last.bottom - run.bottom > before.pitch * 1.3:
        return False
    if before.page == line.page and bool(before.column) != bool(line.column):
        return False  # a heading over both columns
    # 二、 at the left edge may begin a heading; where paragraphs are indented it goes on with an enumeration.
    return indents or not (_HEADING.match(run.words) and ended)


def _is_title_on(before: PaperLine, line: PaperLine, body: float) -> bool:
    """Whether a line goes on with a title, larger than the body, that was parted for want of room, or in its middle."""
    last, run = before.run, line.run
    near = (before.page, before.column) == (line.page, line.column) and last.bottom - run.bottom < run.height * 2.1
    same = abs(run.height - last.height) < run.height * 0.05 and run.height > body * 1.15
    centred = abs(last.left + last.right - run.left - run.right) < run.height
    to_edge = last.right > before.right - run.height * 1.2
    full = abs(last.left - run.left) < run.height * 0.2 and to_edge
    begins = _ended(last) or _HEADING.match(run.words) or run.words[0] in "（(—" or "\t" in last.words + run.words
    red = not to_edge and (are_offices(run.words) or any(words.endswith("文件") for words in (last.words, run.words)))
    return near and same and (centred or full) and not (begins or red)  # 某局 / 某局文件 / 某局


def _steadied(lines: list[PaperLine]) -> list[PaperLine]:
    """The lines of pages that hold too few to tell the edges of the page by, as a last one does, with the paper's."""
    held = Counter(line.page for line in lines if line.column == 0)
    full = [line for line in lines if line.column == 0 and held[line.page] > _FEW]
    if not full:
        return lines
    left, right, pitch = (median(of_all) for of_all in zip(*(line[3:6] for line in full), strict=True))
    return [
        line._replace(left=min(line.left, left), right=max(line.right, right), pitch=pitch)
        if line.column == 0 and held[line.page] <= _FEW
        else line
        for line in lines
    ]


def paragraphs(lines: list[PaperLine]) -> list[Passage]:
    """Lines rejoined into paragraphs, over the ends of columns and pages too."""
    lines = _steadied(lines)
    indents, body = _indents(lines), median([line.run.height for line in lines if line.column >= 0] or [0.0])
    grouped: list[list[PaperLine]] = []
    for line in lines:
        if grouped and (_goes_on(grouped[-1][-1], line, indents) or _is_title_on(grouped[-1][-1], line, body)):
            grouped[-1].append(line)
        else:
            grouped.append([line])
    passages: list[Passage] = []
    for group in grouped:
        words = group[0].run.words
        parts = [words]
        for line in group[1:]:
            latin = re.fullmatch("[A-Za-z]{2}", parts[-1][-1] + line.run.words[0])
            parts += [" " + line.run.words if latin else line.run.words]
        first, last = group[0].page, max(group[-1].page, group[-1].onto)
        row = "\t" in words and bool(passages) and "\t" in passages[-1].text
        where = f"page {first}" + (f" to {last}" if last > first else "")
        passages.append(Passage("".join(parts), where, row, row=group[0].column < 0))
    return passages
