"""PDF: its runs of text without page numbers and running heads, and its tables, also those that cross page edges."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from operator import eq
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from ..bounds import Watch
from ..lexicon import Patterns
from ..passages import Passage, Witness, in_hanzi
from ..records import ReadError, TroubleError
from .grids import DrawnGrid, grids, stacked
from .pdf_paragraphs import PaperLine, Run, in_columns, in_rows, paragraphs

_CHILD = Path(__file__).with_name("pdf_child.py")
_MOST_SECONDS = 90  # on the clock, where many processes share a core
_TROUBLE = {
    "encrypted": ("is an encrypted PDF", "open it with its password and print it to a PDF without one"),
    "damaged": ("is a damaged PDF", "get the file again, or open it in a viewer and copy its text into a .txt file"),
    "large": ("is a PDF of more pages, characters or memory than a summary has", "split it, or check the file"),
    "stopped": ("is a PDF that takes more memory or time than a summary does", "split it, or check the file"),
}
_NEEDS_OCR = "run a text recognition (OCR) program over it and read what that saves"
_P = Patterns(__name__)


class _Part(NamedTuple):
    """What a page, counted from nought, holds of a table."""

    page: int
    grid: DrawnGrid
    runs: list[Run]


def read_paper(data: bytes, name: str, watch: Watch) -> tuple[list[Passage], list[Witness]]:
    """The paragraphs of a PDF, each with its page: columns one after the other, lines rejoined; and what is set large.

    Raises ``ReadError`` for what is encrypted, damaged, hostile, or holds pictures and no text.
    """
    found = _pages(data, name, watch)
    watch.look(size=4 * sum(len(run[4]) for page in found for run in page["runs"]))
    pages = [[Run._make([*run[:4], in_hanzi(run[4]), tuple(*run[5:])]) for run in page["runs"]] for page in found]
    words = "".join(run.words for page in pages for run in page)
    if len(words) < 5 * max(len(pages) // 2, 1):
        raise ReadError("is a PDF of pictures without text", source=name, hint=_NEEDS_OCR)
    strange = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or c < " " for c in words)
    if strange * 5 > len(words):
        raise ReadError("is a PDF whose fonts do not say which characters they draw", source=name, hint=_NEEDS_OCR)
    free, tables = _tables(pages, [grids(page["lines"]) for page in found])
    rows: dict[int, list[PaperLine]] = defaultdict(list)
    for table in tables:
        for row in _table_rows(table, free):
            rows[row.page].append(row)
    lines: list[PaperLine] = []
    for number, kept in enumerate(_without_running_heads(free), 1):
        runs = [run for row in kept for run in row]
        lines += _with_tables(in_columns(runs, number, [row.run for row in rows[number]]), rows[number])
    passages, body = paragraphs(lines), median([line.run.height for line in lines] or [0.0])
    large = tuple(line.run.words for line in lines[:9] if line.run.height > body * 1.15)
    return passages, [Witness("<h2>", one.text) for one in passages[:9] if one.text.startswith(large)]


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


def _without_running_heads(runs: list[list[Run]]) -> list[list[list[Run]]]:
    """The rows of pages without page numbers, and those at top and bottom that stand on two pages in five or more."""
    pages = [in_rows(page) for page in runs]

    def key(row: list[Run]) -> str:
        return re.sub(r"\d+", "#", "".join(run.words for run in row))

    edges = Counter(word for page in pages for word in dict.fromkeys(map(key, [*page[:2], *page[2:][-2:]])))
    least = max(2, len(pages) * 2 / 5)

    def is_running(row: list[Run], above: list[list[Run]]) -> bool:
        if key(row) in map(key, above):  # the title of a first page, which the running head repeats
            return False
        words = "".join(run.words for run in row)
        return edges[key(row)] >= least or (
            len(words) < 200 and bool(_P.PAGE_NUMBER.fullmatch(words) or _P.PRINTED.fullmatch(words))
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


def _tables(pages: list[list[Run]], drawn: list[list[DrawnGrid]]) -> tuple[list[list[Run]], list[list[_Part]]]:
    """The runs of each page that stand in no table, and the tables: a part for each page on which one goes on.

    What stands below the last line of a page in a cell that goes on is the cell's: a browser lets words run over.
    """
    parts = [[_Part(page, grid, []) for grid in found] for page, found in enumerate(drawn)]
    free: list[list[Run]] = [[] for _ in pages]
    for page, runs in enumerate(pages):
        by_columns = sorted(parts[page], key=lambda part: -len(part.grid.columns))
        for run in runs:
            held = next((part.runs for part in by_columns if part.grid.cell_at(*run.middle)), None)
            if held is None:
                held, run = free[page], Run._make([*run.aside, run.words, ()]) if run.aside else run
            held.append(run)
    kept = _without_running_heads(free)
    tables: list[list[_Part]] = []
    for part in (part for own in parts for part in own):
        page, grid = part.page, part.grid
        last = tables[-1][-1] if tables else part
        if part is parts[page][0] and last.page == page - 1 and last.grid.goes_on(grid):
            over = [run for row in kept[page - 1] for run in row if run.bottom < last.grid.rows[-1]]
            above = kept[page] and kept[page][0][0].bottom > grid.rows[0]
            if not above and all(last.grid.is_open(run.left, run.right) for run in over):
                gone = set(over)
                free[page - 1] = [run for run in free[page - 1] if run not in gone]
                last.runs.extend(over)
                tables[-1].append(part)
                continue
        tables.append([part])
    return free, tables


def _table_rows(parts: list[_Part], free: list[list[Run]]) -> Iterator[PaperLine]:
    """The rows of a table, their cells parted by tabs; what proves to be none goes back among the ``free`` runs."""
    said = [_row_words(part) for part in parts]
    heads = [0] + [[*map(eq, said[0], own), False].index(False) for own in said[1:]]
    grid, moved = stacked([(part.grid, head) for part, head in zip(parts, heads, strict=True)])
    if len(grid.rows) < 3 or len(grid.columns) < 3:  # a box, sides of a drawing, or more squares than a table has
        for part in parts:
            free[part.page] += part.runs
        return
    held: dict[int, dict[int, list[Run]]] = defaultdict(lambda: defaultdict(list))
    pages: dict[int, list[int]] = defaultdict(list)
    for part, head, (right, up) in zip(parts, heads, moved, strict=True):
        own: dict[tuple[int, int], list[Run]] = defaultdict(list)
        for run in part.runs:
            x, y = run.middle
            if y < part.grid.rows[head] and (cell := grid.cell_at(x + right, y + up)):
                own[cell].append(run._replace(right=run.right + right))
        for row, column in sorted(own):
            held[row][column] += _as_read(own[row, column])
            pages[row].append(part.page)
    words: dict[int, dict[int, tuple[str, bool]]] = {}
    for row, cells in sorted(held.items()):
        words[row] = {column: _words_of_cell(runs, grid.columns) for column, runs in cells.items()}
        above = words.get(row - 1, {})
        if above and pages[row][0] > pages[row - 1][-1] and _is_cut(above, words[row], grid, row):
            above |= {column: (above[column][0] + more, full) for column, (more, full) in words.pop(row).items()}
            pages[row - 1] += pages[row]
    for row, told in words.items():
        right, up = moved[pages[row][0] - parts[0].page]
        left, edge = grid.columns[0] - right, grid.columns[-1] - right
        line = "\t".join(told.get(column, ("",))[0] for column in range(len(grid.columns) - 1))
        run = Run(left, grid.rows[row + 1] - up, edge, grid.rows[row] - up, line)
        yield PaperLine(run, pages[row][0] + 1, -1, left, edge, 0.0, pages[row][-1] + 1)


def _is_upright(runs: list[Run]) -> bool:
    """Whether the words of a cell run from the top down: each character stands by itself."""
    return len(runs) > 2 and all(len(run.words) == 1 for run in runs) and any(run.words > "\u2e80" for run in runs)


def _as_read(runs: list[Run]) -> list[Run]:
    """The runs of a cell in reading order: upright columns, the right one first, stand in the file as they are read."""
    return runs if _is_upright(runs) else [run for line in in_rows(runs) for run in line]


def _words_of_cell(runs: list[Run], columns: list[float]) -> tuple[str, bool]:
    """The words of a cell, and whether its last line leaves no room for more."""
    words, full, gap = "", False, "" if _is_upright(runs) else " "
    for run in runs:
        if not full and words[-1:].isdecimal() and run.words[0].isdecimal():
            words += gap  # 26 / 30 in a cell are two numbers
        words += run.words
        room = columns[bisect_left(columns, run.right, 0, len(columns) - 1)] - run.right
        full = len(run.words) > 3 and room < run.height * 1.3
    return words, full


_OPENS = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[、.．）)]")


def _is_cut(above: dict[int, tuple[str, bool]], row: dict[int, tuple[str, bool]], grid: DrawnGrid, number: int) -> bool:
    """Whether a page edge cuts a row, though lines close it on both pages: all that it says goes on."""
    return len(above) > 1 and all(
        column in above
        and above[column][1]
        and above[column][0][-1] not in "。；！？"
        and not _OPENS.match(words)
        and grid.wide(number, column) == grid.wide(number - 1, column)
        for column, (words, _) in row.items()
    )


def _row_words(part: _Part) -> list[str]:
    """What the rows say, to tell a head that is repeated."""
    words = [""] * len(part.grid.rows)
    for run in (run for line in in_rows(part.runs) for run in line):
        words[(part.grid.cell_at(*run.middle) or (-1,))[0]] += run.words
    return words[:-1]


def _with_tables(lines: list[PaperLine], rows: list[PaperLine]) -> list[PaperLine]:
    """The lines of a page with the rows of its tables where they stand: before the first line that is lower."""
    for row in rows:
        below = (at for at, line in enumerate(lines) if "\t" not in line.run.words and line.run.top < row.run.top)
        lines.insert(next(below, len(lines)), row)
    return lines
