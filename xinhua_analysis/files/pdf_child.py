"""A program of its own: reads a PDF from standard input, writes the runs of text and the lines of its pages as JSON.

Its memory and time are bounded, because a PDF can hold what makes any reader of PDF use them up, loop or crash.
"""

from __future__ import annotations

import json
import sys
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import suppress
from ctypes import byref, c_double, c_float, c_int, c_uint
from itertools import pairwise
from math import inf
from typing import Any

import pypdfium2
from pypdfium2 import raw

MOST_MEMORY = 2**30  # bytes of address space; a paper of a hundred pages takes a fifth of it
MOST_SECONDS = 20  # of the processor; a paper of a hundred pages takes two
MOST_PAGES = 2000
MOST_CHARACTERS = 2_000_000
MOST_LINES = 100_000  # straight lines in all; a page of an official form draws a thousand
_WHITE = 242  # of 255: a colour from there on, as that which #eee is not, is that of the paper
_DEEPEST_FORM = 4  # a picture of a page in one, as when a program puts pages onto others
_THINNEST, _THICKEST = 0.01, 2.5  # points: a filled shape so narrow is a line

Run = list[Any]  # left, bottom, right, top, words


def _bound() -> None:
    """Bounds on memory and time, where the system knows them."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # because Windows has no such module

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def _runs(textpage: Any, lines: list[list[float]]) -> list[Run]:
    """The characters of a page as runs: on one baseline, without a gap as wide as a character or a line in it."""
    runs: list[Run] = []
    steep = sorted(((left + right) / 2, bottom, top) for left, bottom, right, top in lines if right - left < 2.5)
    white = written = False  # white stood before; it stands in the file, and was not put there for a gap
    boxes = [_box(textpage, at) for at in range(textpage.count_chars())]
    on_its_side = 2 * sum(len(box) > 4 for box in boxes) > sum(len(box) == 4 for box in boxes)
    for at, box in enumerate(boxes):
        character = textpage.get_text_range(at, 1, errors="replace")[:1] or "\ufffd"
        if character in "\x02\ufffe\xad":  # so PDFium gives a hyphen, mostly at the end of a line: 街道-居委
            character = "-"
        if character.isspace():
            white, written = True, written or raw.FPDFText_IsGenerated(textpage, at) == 0
            continue
        if not box:
            continue
        left, bottom, right, top = box[4:] if on_its_side and len(box) > 4 else box[:4]
        if len(box) > 4 and not on_its_side:  # in a narrow cell, which it stands in, or along an edge
            runs.append([*box[:4], character, box[4:]])
            continue
        last = runs[-1] if runs and len(runs[-1]) == 5 else None
        height = top - bottom
        near = last is not None and abs(bottom - last[1]) < height * 0.4 and -height < left - last[2] < height * 0.8
        if last is not None and near and not _between(steep, last[2], left, bottom + height / 2):
            latin = character.isascii() and last[4][-1].isascii()
            parted = white and left - last[2] > height * 0.1 and (written or latin)
            last[4] += " " * parted + character
            last[2], last[3] = max(last[2], right), max(last[3], top)
        else:
            runs.append([left, bottom, right, top, character])
        white = written = False
    return runs


def _between(steep: list[tuple[float, float, float]], left: float, right: float, at: float) -> bool:
    """Whether an upright line, as those between cells, passes between two characters."""
    first, last = bisect_left(steep, (left - 1,)), bisect_left(steep, (right + 1,))
    return any(bottom <= at <= top for _, bottom, top in steep[first : min(last, first + 99)])


def _drawn_lines(page: Any, most: int) -> list[list[float]]:
    """The straight lines seen on a page: left, bottom, right, top.

    A browser draws the whole frame of a table on each page that the table crosses, and shows of it what the page holds.
    What is white, or drawn without a width, is no line, as that which Word lays behind its text.
    """
    lines: list[list[float]] = []
    outer = [pypdfium2.PdfMatrix()]  # how the page shows what the forms hold that stand open, each in the one before
    for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM], max_depth=_DEEPEST_FORM):
        if drawn.type == raw.FPDF_PAGEOBJ_FORM:
            outer[drawn.level + 1 :] = [drawn.get_matrix().multiply(outer[drawn.level])]
            continue
        shown, fill, stroke = outer[drawn.level], c_int(), c_int()
        raw.FPDFPath_GetDrawMode(drawn, byref(fill), byref(stroke))
        stroked = bool(stroke.value) and _is_seen(drawn, raw.FPDFPageObj_GetStrokeColor)
        if not stroked and not (fill.value and _is_seen(drawn, raw.FPDFPageObj_GetFillColor)):
            continue
        clip = raw.FPDFPageObj_GetClipPath(drawn)
        low, high = -inf, inf
        for path in range(raw.FPDFClipPath_CountPaths(clip)):
            corners = range(min(raw.FPDFClipPath_CountPathSegments(clip, path), most))
            ys = [shown.on_point(*_point(raw.FPDFClipPath_GetPathSegment(clip, path, at)))[1] for at in corners]
            low, high = max(low, min(ys, default=low)), min(high, max(ys, default=high))
        for left, bottom, right, top in (_strokes if stroked else _fills)(drawn, shown, most):
            if low - 0.1 <= top and bottom <= high + 0.1:
                lines.append([left, max(bottom, low), right, min(top, high)])
        if len(lines) > most:
            return []
    return lines


def _is_seen(drawn: Any, colour_of: Any) -> bool:
    """Whether a colour is told from the paper."""
    channels = [c_uint() for _ in range(4)]
    known = colour_of(drawn, *map(byref, channels))
    *colours, solid = (channel.value for channel in channels)
    return not known or (min(colours) < _WHITE and solid > 0)


def _paths(drawn: Any, shown: Any, most: int) -> Iterator[list[tuple[tuple[float, float], bool]]]:
    """The points of each path that is drawn at once, and whether a straight piece leads to each."""
    matrix = drawn.get_matrix().multiply(shown)
    points: list[tuple[tuple[float, float], bool]] = []
    for at in range(min(raw.FPDFPath_CountSegments(drawn), most)):
        segment = raw.FPDFPath_GetPathSegment(drawn, at)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append((matrix.on_point(*_point(segment)), kind == raw.FPDF_SEGMENT_LINETO))
    if points:
        yield points


def _strokes(drawn: Any, shown: Any, most: int) -> Iterator[list[float]]:
    """The straight pieces of what is drawn along its edges."""
    for path in _paths(drawn, shown, most):
        for (before, _), (here, straight) in pairwise(path):
            if straight:
                yield [*map(min, before, here), *map(max, before, here)]


def _fills(drawn: Any, shown: Any, most: int) -> Iterator[list[float]]:
    """The lines that are filled: narrow shapes, and the sides of a frame; others are grounds behind words or cells."""
    inner: list[float] = []
    for path in _paths(drawn, shown, most):
        xs, ys = zip(*(point for point, _ in path), strict=True)
        box = [min(xs), min(ys), max(xs), max(ys)]
        left, bottom, right, top = box
        narrow = min(right - left, top - bottom)
        if _THINNEST < narrow <= _THICKEST:
            yield box
        elif narrow > _THICKEST and inner and max(abs(a - b) for a, b in zip(box, inner, strict=True)) < 2 * _THICKEST:
            yield from ([left, y, right, y] for y in (bottom, top))
            yield from ([x, bottom, x, top] for x in (left, right))
        inner = box


def _point(segment: Any) -> tuple[float, float]:
    x, y = c_float(), c_float()
    raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
    return x.value, y.value


def _box(textpage: Any, at: int) -> tuple[float, ...]:
    """The place of a character: from its baseline to the height of its font; none if it is written aslant.

    The boxes that PDFium gives are of the ink where a font calls 一 by the code of its radical, and differ from font to
    font within a line; the baseline is the same in all. What is aslant is a watermark. Where a character lies on its
    side, its place on the sheet turned to it follows.
    """
    x, y, matrix = c_double(), c_double(), raw.FS_MATRIX()
    left, bottom, right, top = textpage.get_charbox(at, loose=True)
    known = raw.FPDFText_GetCharOrigin(textpage, at, byref(x), byref(y)) and raw.FPDFText_GetMatrix(
        textpage, at, byref(matrix)
    )
    size = raw.FPDFText_GetFontSize(textpage, at)
    along, across = abs(matrix.a), abs(matrix.b)
    if not known or not along + across:
        return left, bottom, right, top
    if across < along / 10:
        return min(left, x.value), y.value, right, y.value + size * abs(matrix.d)
    if along < across / 10:
        turn = 1 if matrix.b > 0 else -1
        ends, base = sorted([turn * bottom, turn * top]), -turn * x.value
        return left, bottom, right, top, ends[0], base, ends[1], base + size * abs(matrix.c)
    return ()


def _read(data: bytes) -> dict[str, Any]:
    try:
        paper = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return {"error": "encrypted" if "assword" in str(error) else "damaged"}
    if len(paper) > MOST_PAGES:
        return {"error": "large"}
    pages, characters, lines = [], 0, 0
    for number in range(len(paper)):
        try:
            page = paper[number]
            textpage = page.get_textpage()
        except pypdfium2.PdfiumError:
            return {"error": "damaged"}
        characters += textpage.count_chars()
        if characters > MOST_CHARACTERS:
            return {"error": "large"}
        drawn = _drawn_lines(page, MOST_LINES - lines)
        lines += len(drawn)
        pages.append({"runs": _runs(textpage, drawn), "lines": drawn})
    return {"pages": pages}


if __name__ == "__main__":
    _bound()
    try:
        result = _read(sys.stdin.buffer.read())
    except MemoryError:
        result = {"error": "large"}
    json.dump(result, sys.stdout)
