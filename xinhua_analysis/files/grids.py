"""Tables of a PDF, by the lines drawn around their cells: squares that no line parts are one cell."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

_NEAR = 2.5  # points: lines no further apart are one, ends no further apart touch
_SHORTEST = 6.0  # points: what is shorter is part of a drawing
_LONGEST_DASH, _WIDEST_GAP, _FEWEST_DASHES = 15.0, 5.0, 4
_MOST_CROSSINGS = 200_000  # looked at on a page; an official form has two thousand
_MOST_SQUARES = 20_000

Segment = Sequence[float]  # left, bottom, right, top of a straight line


class _Stroke(NamedTuple):
    """A line along one axis: where it stands on the other, and from where to where it runs."""

    at: float
    first: float
    last: float

    @property
    def long(self) -> float:
        """How long it is."""
        return self.last - self.first

    def reaches(self, along: float) -> bool:
        """Whether the line runs past another."""
        return self.first - _NEAR <= along <= self.last + _NEAR


class DrawnGrid(NamedTuple):
    """A table: edges of columns from the left and of rows from the top, and of each square the first of its cell's.

    The lines ``across`` and ``down`` made them.
    """

    columns: list[float]
    rows: list[float]
    cells: dict[tuple[int, int], tuple[int, int]]
    across: list[_Stroke]
    down: list[_Stroke]

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """The cell in which a point lies; None outside the table."""
        row = bisect_right(self.rows, -y, key=lambda edge: -edge) - 1
        return self.cells.get((row, bisect_right(self.columns, x) - 1))

    def wide(self, row: int, column: int) -> int:
        """How many columns the cell takes that begins there."""
        return sum(self.cells.get((row, at)) == (row, column) for at in range(column, len(self.columns)))

    def surrounds(self, other: DrawnGrid) -> bool:
        """Whether the other stands within, as all of a page does within its frame."""
        return self is not other and self.rows[0] >= other.rows[0] and self.rows[-1] <= other.rows[-1]

    def is_open(self, left: float, right: float) -> bool:
        """Whether a cell that reaches so far has no line at the foot of the table, as where a page edge cuts it."""
        foot, x = self.rows[-1] + 0.01, (left + right) / 2
        cell = self.cell_at(left, foot)
        drawn = any(line.at < foot + _NEAR and line.reaches(x) for line in self.across)
        return cell is not None and cell == self.cell_at(right, foot) and not drawn

    def goes_on(self, other: DrawnGrid) -> bool:
        """Whether the table may go on with one of the next page, wherever that stands on its sheet.

        Both are of one width; the columns of one are among those of the other, or no line ends its row at the top.
        """
        right = self.columns[0] - other.columns[0]
        few, many = sorted([self.columns, [at + right for at in other.columns]], key=len)
        among = all(any(abs(one - other) <= _NEAR for other in many) for one in few)
        is_open = all(line.at < other.rows[0] - _NEAR for line in other.across)
        return abs(few[-1] - many[-1]) <= _NEAR and (among or is_open)


def grids(segments: Iterable[Segment]) -> list[DrawnGrid]:
    """The tables of a page, from the top, of the straight lines on it; also of a single row, as a page edge may leave.

    >>> lines = [(0, y, 90, y) for y in (0, 20, 40)] + [(x, 0, x, 40) for x in (0, 90)] + [(30, 0, 30, 20)]
    >>> found, = grids(lines)
    >>> [found.cell_at(*point) for point in ((10, 30), (60, 30), (10, 10), (60, 10), (99, 10))]
    [(0, 0), (0, 0), (1, 0), (1, 1), None]
    """
    flat: list[_Stroke] = []
    steep: list[_Stroke] = []
    for left, bottom, right, top in segments:
        if top - bottom <= _NEAR:
            flat.append(_Stroke((bottom + top) / 2, left, right))
        if right - left <= _NEAR:
            steep.append(_Stroke((left + right) / 2, bottom, top))
    across, down = (
        _lines_joined([*(line for line in one if line.long >= _SHORTEST), *_dashed(one)]) for one in (flat, steep)
    )
    if len(across) * len(down) > _MOST_CROSSINGS:
        return []
    found = [grid for group in _touching(across, down) if len((grid := _grid(*group)).columns) > 1]
    found.sort(key=lambda grid: -grid.rows[0])
    frames = [one for one in found if len(one.columns) < 3 and any(one.surrounds(other) for other in found)]
    return [grid for grid in found if grid not in frames]


def stacked(parts: Sequence[tuple[DrawnGrid, int]]) -> tuple[DrawnGrid, list[tuple[float, float]]]:
    """The parts of a table that goes on over page edges as one, each below the one before, and how far each is moved.

    Each part comes with the number of rows at its top that are left out: its head, where that is repeated. Where no
    line is drawn at the edge, as between the lines of a cell, the squares above and below it are one cell.
    """
    across: list[_Stroke] = []
    down: list[_Stroke] = []
    moved: list[tuple[float, float]] = []
    bottom = 0.0
    for grid, head in parts:
        top, left = grid.rows[head], parts[0][0].columns[0]
        right, up = left - grid.columns[0], bottom - top if moved else 0.0
        moved.append((right, up))
        below = top - _NEAR if head else top + _NEAR
        across += [_Stroke(at + up, a + right, b + right) for at, a, b in grid.across if at < below]
        down += [_Stroke(at + right, a + up, min(b, top) + up) for at, a, b in grid.down if a < top - _NEAR]
        bottom = grid.rows[-1] + up
    return _grid(_lines_joined(across), _lines_joined(down), len(parts)), moved


def _dashed(pieces: Iterable[_Stroke]) -> Iterator[_Stroke]:
    """Lines that are drawn as many small pieces, dots or dashes, one behind the other."""
    chains: list[list[_Stroke]] = []
    for piece in sorted(piece for piece in pieces if piece.long < _LONGEST_DASH):
        last = chains[-1][-1] if chains else piece
        if chains and piece.at - last.at < 0.1 and piece.first - last.last < _WIDEST_GAP:
            chains[-1].append(piece)
        else:
            chains.append([piece])
    for chain in chains:
        if len(chain) >= _FEWEST_DASHES:
            yield _Stroke(chain[0].at, chain[0].first, max(piece.last for piece in chain))


def _lines_joined(lines: list[_Stroke]) -> list[_Stroke]:
    """Lines that lie on each other, or go on where another ends, as one."""
    joined: list[_Stroke] = []
    for own in _by_place(lines).values():
        for at, line in enumerate(own):
            if at and line.first <= joined[-1].last + _NEAR:
                joined[-1] = _Stroke(min(joined[-1].at, line.at), joined[-1].first, max(joined[-1].last, line.last))
            else:
                joined.append(line)
    return joined


def _by_place(lines: Iterable[_Stroke]) -> dict[float, list[_Stroke]]:
    """The lines that are near to each other, from the first to the last, by the least of their places."""
    lines = list(lines)
    places = _edges_of(line.at for line in lines)
    found: dict[float, list[_Stroke]] = {place: [] for place in places}
    for line in sorted(lines, key=lambda line: line.first):
        found[places[bisect_right(places, line.at) - 1]].append(line)
    return found


def _edges_of(places: Iterable[float]) -> list[float]:
    """Places from the least to the greatest, those that are near to each other once, by the least of them."""
    ordered = sorted(places)
    return ordered[:1] + [place for before, place in pairwise(ordered) if place - before > _NEAR]


def _touching(across: list[_Stroke], down: list[_Stroke]) -> Iterator[tuple[list[_Stroke], list[_Stroke]]]:
    """Lines that touch each other, directly or by others, table by table."""
    lines, edge = [*across, *down], len(across)
    groups: dict[int, list[int]] = {}

    def join(one: int, other: int) -> None:
        into, own = sorted((groups.setdefault(at, [at]) for at in (one, other)), key=len, reverse=True)
        if into is not own:
            into += own
            groups.update(dict.fromkeys(own, into))

    for one, flat in enumerate(across):
        for other, steep in enumerate(down, edge):
            if steep.reaches(flat.at) and flat.reaches(steep.at):
                join(one, other)
    # The sides of a cell that is as high as its page are touched by no line: they are as long as those of the others.
    ends = _edges_of(end for line in down for end in line[1:])
    sides: dict[tuple[int, int], int] = {}
    for at in sorted(range(edge, len(lines)), key=lambda at: at not in groups):
        beside = sides.setdefault((bisect_right(ends, lines[at].first), bisect_right(ends, lines[at].last)), at)
        if at not in groups:
            join(at, beside)
    for group in {id(own): sorted(own) for own in groups.values()}.values():
        first = bisect_left(group, edge)
        yield [lines[at] for at in group[:first]], [lines[at] for at in group[first:]]


def _grid(across: list[_Stroke], down: list[_Stroke], pages: int = 1) -> DrawnGrid:
    upright, level = _by_place(down), _by_place(across)
    columns, rows = list(upright), list(level)[::-1]
    top, bottom = max(line.last for line in down), min(line.first for line in down)
    if not rows or top > rows[0] + _NEAR:  # a page edge cuts the row, and no line ends it there
        rows.insert(0, top)
    if bottom < rows[-1] - _NEAR:
        rows.append(bottom)
    wide, high = len(columns) - 1, len(rows) - 1
    cells: dict[tuple[int, int], tuple[int, int]] = {}
    if wide * high > _MOST_SQUARES * min(pages, 10):
        return DrawnGrid([], [], cells, [], [])
    for row in range(high):  # from the top left, so that a cell is named by its first square
        for column in range(wide):
            above, before = cells.get((row - 1, column)), cells.get((row, column - 1))
            ends = _parted(upright.get(columns[column + 1], ()), rows[row + 1], rows[row])
            alike = above and above[1] == column and ends == (cells.get((row - 1, column + 1)) != above)
            if before and not _parted(upright.get(columns[column], ()), rows[row + 1], rows[row]):
                cells[row, column] = before
            elif above and alike and not _parted(level.get(rows[row], ()), columns[column], columns[column + 1]):
                cells[row, column] = above
            else:
                cells[row, column] = (row, column)
    return DrawnGrid(columns, rows, cells, across, down)


def _parted(lines: Sequence[_Stroke], low: float, high: float) -> bool:
    """Whether one of the lines on an edge, from the first to the last, runs along the side of a square."""
    inner = min(2 * _NEAR, (high - low) / 4)
    at = bisect_right(lines, high - inner, key=lambda line: line.first)
    return at > 0 and lines[at - 1].last >= low + inner
