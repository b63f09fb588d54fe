"""PDF: runs of text put back into lines, columns and paragraphs, without page numbers and running heads."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from ..bounds import Watch
from ..passages import Passage
from ..records import ReadError, TroubleError
from .grids import DrawnGrid, grids

_CHILD = Path(__file__).with_name("pdf_child.py")
_MOST_SECONDS = 90  # on the clock, where many processes share a core
_TROUBLE = {
    "encrypted": ("is an encrypted PDF", "open it with its password and print it to a PDF without one"),
    "damaged": ("is a damaged PDF", "get the file again, or open it in a viewer and copy its text into a .txt file"),
    "large": ("is a PDF of more pages, characters or memory than a summary has", "split it, or check the file"),
    "stopped": ("is a PDF that takes more memory or time than a summary does", "split it, or check the file"),
}
_NEEDS_OCR = "run a text recognition (OCR) program over it and read what that saves"
# - 3 - · 第3页 共10页 · 第3页（共10页） · 3/10 · — 3 — · Page 3 of 10
_PAGE_NUMBER = re.compile(
    r"[-—–－·•~～\s]*(?:第\s*|[Pp]age\s*)?\d{1,4}(?:\s*页)?(?:\s*(?:[,，/／（(]|of)?\s*共?\s*\d{1,4}\s*页?[）)]?)?"
    r"[-—–－·•~～\s]*"
)
# What a browser prints above and below a page: 2024/2/2 10:30 工作总结 · https://www.example.gov.cn/1.html 1/3
_PRINTED = re.compile(
    r"\d{1,4}/\d{1,2}/\d{1,4}[,，]?\s*(?:上午|下午|[AP]M)?\s*\d{1,2}:\d{2}.*|(?:https?|file)://\S+?\s*\d{1,4}/\d{1,4}"
)
# Fonts call hanzi that are radicals too by the code of the radical, and programs copy that into the PDF: U+2F00 for 一,
# 居⺠ for 居民. Unicode tells the hanzi of Kangxi radicals (戶 for 户 among them), but not of the block beside.
_KANGXI = "".join(map(chr, range(0x2F00, 0x2FD6)))
_RADICALS = str.maketrans(
    _KANGXI + "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    unicodedata.normalize("NFKC", _KANGXI).replace("戶", "户")
    + "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
)
_HEADING = re.compile(
    r"第[一二三四五六七八九十]{1,3}[章节部]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]"
)


class _Run(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float
    words: str

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 1.0)


class _Line(NamedTuple):
    """A line of a column, with what is to be known of the column: its edges, and the usual way to the next line."""

    run: _Run
    page: int
    column: int  # 0 if it crosses both or there is one, 1 and 2 left and right, -1 for the row of a table
    left: float
    right: float
    pitch: float


def read_paper(data: bytes, name: str, watch: Watch) -> list[Passage]:
    """The paragraphs of a PDF, each with its page: columns one after the other, lines rejoined.

    The PDF is read by a process of its own with bounded memory and time. Raises ``ReadError`` for what is encrypted,
    damaged, hostile, or holds pictures and no text.
    """
    found = _pages(data, name, watch)
    watch.look(size=4 * sum(len(run[4]) for page in found for run in page["runs"]))
    pages = [
        [_Run(left, bottom, right, top, words.translate(_RADICALS)) for left, bottom, right, top, words in page["runs"]]
        for page in found
    ]
    words = "".join(run.words for page in pages for run in page)
    if len(words) < 5 * max(len(pages) // 2, 1):
        raise ReadError("is a PDF of pictures without text", source=name, hint=_NEEDS_OCR)
    strange = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or c < " " for c in words)
    if strange * 5 > len(words):
        raise ReadError("is a PDF whose fonts do not say which characters they draw", source=name, hint=_NEEDS_OCR)
    parted = [_tables(page, grids(drawn["lines"])) for page, drawn in zip(pages, found, strict=True)]
    kept = _without_running_heads([_rows(free) for free, _ in parted])
    lines: list[_Line] = []
    for number, (page, (_, rows)) in enumerate(zip(kept, parted, strict=True), 1):
        lines += _with_tables(_lines([run for row in page for run in row], number, rows), rows, number)
    return _paragraphs(lines)


def _pages(data: bytes, name: str, watch: Watch) -> list[Any]:
    """The runs of every page, read by the child process."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-P", str(_CHILD)]
    seconds = max(min(_MOST_SECONDS, watch.left()), 0)
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, env=environment, check=False)
        result = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):  # it came to its bounds: PDFium ends itself where memory does
        watch.look()
        result = {"error": "stopped"}
    except OSError as error:
        raise TroubleError(f"is a PDF, and no process can be started to read it ({error})", source=name) from None
    if "error" in result:
        message, hint = _TROUBLE[result["error"]]
        raise (TroubleError if result["error"] == "stopped" else ReadError)(message, source=name, hint=hint)
    pages: list[Any] = result["pages"]
    return pages


def _rows(runs: Iterable[_Run]) -> list[list[_Run]]:
    """Runs of one height on the page, from the top down, each row from left to right."""
    rows: list[list[_Run]] = []
    for run in sorted(runs, key=lambda run: (-run.bottom, run.left)):
        if rows and rows[-1][0].bottom - run.bottom < run.height * 0.4:
            rows[-1].append(run)
        else:
            rows.append([run])
    return [sorted(row) for row in rows]


def _without_running_heads(pages: list[list[list[_Run]]]) -> list[list[list[_Run]]]:
    """Pages without page numbers, and without the rows at top and bottom that stand on two pages in five or more."""

    def key(row: list[_Run]) -> str:
        return re.sub(r"\d+", "#", "".join(run.words for run in row))

    edges = Counter(word for page in pages for word in dict.fromkeys(map(key, [*page[:2], *page[2:][-2:]])))
    least = max(2, len(pages) * 2 / 5)

    def is_running(row: list[_Run], above: list[list[_Run]]) -> bool:
        if key(row) in map(key, above):  # the title of a first page, which the running head repeats
            return False
        words = "".join(run.words for run in row)
        return edges[key(row)] >= least or (
            len(words) < 200 and bool(_PAGE_NUMBER.fullmatch(words) or _PRINTED.fullmatch(words))
        )

    kept = []
    for page in pages:
        first, last = 0, len(page)
        while first < min(2, last) and is_running(page[first], page[:first]):
            first += 1
        while last > first and len(page) - last < 2 and is_running(page[last - 1], page[:first]):
            last -= 1
        kept.append(page[first:last])
    return kept


def _tables(runs: list[_Run], found: list[DrawnGrid]) -> tuple[list[_Run], list[_Run]]:
    """The runs of a page that stand in no table, and the rows of its tables, their cells parted by tabs."""
    free: list[_Run] = []
    cells: dict[tuple[int, int, int], list[_Run]] = {}
    for run in runs:
        middle = (run.left + run.right) / 2, (run.bottom + run.top) / 2
        places = ((at, *cell) for at, grid in enumerate(found) if (cell := grid.cell_at(*middle)))
        cells.setdefault(next(places, (-1, -1, -1)), []).append(run)
    free = cells.pop((-1, -1, -1), [])
    rows: list[_Run] = []
    for at, row in dict.fromkeys((at, row) for at, row, _ in sorted(cells)):
        grid = found[at]
        words = [
            "".join(run.words for line in _rows(cells.get((at, row, c), ())) for run in line)
            for c in range(len(grid.columns) - 1)
        ]
        rows.append(_Run(grid.columns[0], grid.rows[row + 1], grid.columns[-1], grid.rows[row], "\t".join(words)))
    return free, rows


def _with_tables(lines: list[_Line], rows: list[_Run], page: int) -> list[_Line]:
    """The lines of a page with the rows of its tables where they stand: before the first line that is lower."""
    for row in rows:
        below = (at for at, line in enumerate(lines) if "\t" not in line.run.words and line.run.top < row.top)
        at = next(below, len(lines))
        lines = [*lines[:at], _Line(row, page, -1, row.left, row.right, 0.0), *lines[at:]]
    return lines


def _gutter(runs: list[_Run]) -> float | None:
    """Where the white between two columns is, if there are two: hardly a run crosses it, and both sides hold prose."""
    if len(runs) < 8:
        return None
    left, right = min(run.left for run in runs), max(run.right for run in runs)
    steps = 200
    step = max((right - left) / steps, 0.01)
    cover = [0] * (steps + 2)
    for run in runs:
        cover[min(max(int((run.left - left) / step), 0), steps)] += 1
        cover[min(max(int((run.right - left) / step), 0), steps) + 1] -= 1
    crossing, best = 0, (len(runs), 0)
    for at in range(steps):
        crossing += cover[at]
        if steps * 0.3 < at < steps * 0.7:
            best = min(best, (crossing, at))
    middle = left + (best[1] + 0.5) * step
    sides = [run for run in runs if run.right <= middle], [run for run in runs if run.left >= middle]
    count = sum(len(run.words) for run in runs)
    prose = all(len(side) >= 3 and sum(len(run.words) for run in side) > count * 0.2 for side in sides)
    wide = all(median(len(run.words) for run in side) >= 8 for side in sides if side)
    return middle if prose and wide and best[0] <= len(runs) * 0.15 else None


def _lines(runs: list[_Run], page: int, tables: list[_Run]) -> list[_Line]:
    """The lines of a page in reading order: what crosses both columns parts the page into bands.

    The rows of its ``tables`` tell where the edges of a page are that holds few other lines.
    """
    gutter = _gutter(runs)
    bands: list[tuple[list[_Run], list[_Run], list[_Run]]] = [([], [], [])]
    for row in _rows(runs):
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
            found += [_Line(_merged(row), page, side, *edges[side]) for row in _rows(band[side])]
    return found


def _edges(column: list[_Run], tables: Sequence[_Run] = ()) -> tuple[float, float, float]:
    """The left and right edge of a column, and the usual distance from line to line."""
    if not column:
        return 0.0, 0.0, 0.0
    rows = [_merged(row) for row in _rows(column)]
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


def _merged(row: list[_Run]) -> _Run:
    """The runs of a row as one, a tab where a wide gap parts them."""
    words = row[0].words
    for before, run in pairwise(row):
        words += ("\t" if run.left - before.right > run.height * 1.2 else "") + run.words
    lefts, bottoms, rights, tops, _ = zip(*row, strict=True)
    return _Run(min(lefts), min(bottoms), max(rights), max(tops), words)


def _is_indented(line: _Line) -> bool:
    return line.run.left > line.left + line.run.height * 0.8


def _ended(run: _Run) -> bool:
    return run.words[-1] in "。！？；：;:"


def _indents(lines: list[_Line]) -> bool:
    """Whether the paper indents paragraphs: of the lines after a sentence that ends well short, four in five are."""
    starts = [
        _is_indented(line)
        for before, line in pairwise(lines)
        if _ended(before.run) and before.run.right < before.right - before.run.height * 4
    ]
    return len(starts) > 2 and sum(starts) * 5 >= len(starts) * 4


def _goes_on(before: _Line, line: _Line, indents: bool) -> bool:
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


def _is_title_on(before: _Line, line: _Line, body: float) -> bool:
    """Whether a line goes on with a title, larger than the body, that was parted for want of room, or in its middle."""
    last, run = before.run, line.run
    near = (before.page, before.column) == (line.page, line.column) and last.bottom - run.bottom < run.height * 1.9
    same = abs(run.height - last.height) < run.height * 0.05 and run.height > body * 1.15
    centred = abs(last.left + last.right - run.left - run.right) < run.height
    full = abs(last.left - run.left) < run.height * 0.2 and last.right > before.right - run.height * 1.2
    begins = _ended(last) or _HEADING.match(run.words) or run.words[0] in "（(—" or "\t" in last.words + run.words
    return near and same and (centred or full) and not begins


def _paragraphs(lines: list[_Line]) -> list[Passage]:
    """Lines rejoined into paragraphs, over the ends of columns and pages too."""
    indents, body = _indents(lines), median([line.run.height for line in lines if line.column >= 0] or [0.0])
    grouped: list[list[_Line]] = []
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
        first, last = group[0].page, group[-1].page
        row = "\t" in words and bool(passages) and "\t" in passages[-1].text
        where = f"page {first}" + (f" to {last}" if last > first else "")
        passages.append(Passage("".join(parts), where, row, row=group[0].column < 0))
    return passages
