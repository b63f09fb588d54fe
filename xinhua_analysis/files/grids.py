"""Tables of a PDF, by the lines that are drawn around their cells.

A PDF knows no tables, but an office prints theirs with lines. Lines that touch make a grid; where none parts two of its
squares, they are one cell.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

_NEAR = 2.5  # points: lines no further apart are one, ends no further apart touch
_SHORTEST = 6.0  # points: what is shorter is part of a drawing
_MOST_CROSSINGS = 200_000  # looked at on a page; an official form has two thousand
_MOST_SQUARES = 20_000

Segment = Sequence[float]  # left, bottom, right, top of a straight line


class _Line(NamedTuple):
    """A line along one axis: where it stands on the other, and from where to where it runs."""

    at: float
    first: float
    last: float

    def passes(self, at: float, along: float) -> bool:
        """Whether the line stands at a place, and runs past another."""
        return abs(self.at - at) <= _NEAR and self.first - _NEAR <= along <= self.last + _NEAR


class Grid(NamedTuple):
    """A table: the edges of its columns from left to right and of its rows from the top, and the cell of each square.

    A cell is named by its first row and column.
    """

    columns: list[float]
    rows: list[float]
    cells: dict[tuple[int, int], tuple[int, int]]

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """The cell in which a point lies; None outside the table."""
        row = bisect_right(self.rows, -y, key=lambda edge: -edge) - 1
        return self.cells.get((row, bisect_right(self.columns, x) - 1))


def grids(segments: Iterable[Segment]) -> list[Grid]:
    """The tables of a page, from the straight lines on it.

    >>> lines = [(0, y, 90, y) for y in (0, 20, 40)] + [(x, 0, x, 40) for x in (0, 90)] + [(30, 0, 30, 20)]
    >>> found, = grids(lines)
    >>> [found.cell_at(*point) for point in ((10, 30), (60, 30), (10, 10), (60, 10), (99, 10))]
    [(0, 0), (0, 0), (1, 0), (1, 1), None]
    """
    flat: list[_Line] = []
    steep: list[_Line] = []
    for left, bottom, right, top in segments:
        if top - bottom <= _NEAR and right - left >= _SHORTEST:
            flat.append(_Line((bottom + top) / 2, left, right))
        elif right - left <= _NEAR and top - bottom >= _SHORTEST:
            steep.append(_Line((left + right) / 2, bottom, top))
    across, down = _joined(flat), _joined(steep)
    if len(across) * len(down) > _MOST_CROSSINGS:
        return []
    found = (_grid(*group) for group in _touching(across, down))
    return [grid for grid in found if len(grid.columns) > 2 and len(grid.rows) > 2]


def _joined(lines: list[_Line]) -> list[_Line]:
    """Lines that lie on each other, or go on where another ends, as one."""
    joined: list[_Line] = []
    places = _edges(line.at for line in lines)
    for line in sorted((places[bisect_right(places, line.at + _NEAR) - 1], *line[1:]) for line in lines):
        if joined and joined[-1].at == line[0] and line[1] <= joined[-1].last + _NEAR:
            joined[-1] = joined[-1]._replace(last=max(joined[-1].last, line[2]))
        else:
            joined.append(_Line(*line))
    return joined


def _edges(places: Iterable[float]) -> list[float]:
    """Places from the least to the greatest, those that are near to each other once."""
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > _NEAR:
            edges.append(place)
    return edges


def _touching(across: list[_Line], down: list[_Line]) -> Iterator[tuple[list[_Line], list[_Line]]]:
    """Lines that touch each other, directly or by others, table by table."""
    groups: dict[int, int] = {}

    def root(at: int) -> int:
        while groups.setdefault(at, at) != at:
            groups[at] = at = groups[groups[at]]
        return at

    for one, flat in enumerate(across):
        for other, steep in enumerate(down, len(across)):
            if steep.passes(steep.at, flat.at) and flat.passes(flat.at, steep.at):
                groups[root(other)] = root(one)
    for group in dict.fromkeys(map(root, list(groups))):
        of_group = [root(at) == group for at in range(len(across) + len(down))]
        yield (
            [line for line, inside in zip(across, of_group, strict=False) if inside],
            [line for line, inside in zip(down, of_group[len(across) :], strict=True) if inside],
        )


def _grid(across: list[_Line], down: list[_Line]) -> Grid:
    columns, rows = _edges(line.at for line in down), _edges(line.at for line in across)[::-1]
    wide, high = len(columns) - 1, len(rows) - 1
    cells: dict[tuple[int, int], tuple[int, int]] = {}
    if wide * high > _MOST_SQUARES:
        return Grid([], [], cells)
    for row in range(high):  # from the top left, so that a cell is named by its first square
        for column in range(wide):
            x, y = (columns[column] + columns[column + 1]) / 2, (rows[row] + rows[row + 1]) / 2
            above, before = cells.get((row - 1, column)), cells.get((row, column - 1))
            if before and not any(line.passes(columns[column], y) for line in down):
                cells[row, column] = before
            elif above and not any(line.passes(rows[row], x) for line in across):
                cells[row, column] = above
            else:
                cells[row, column] = (row, column)
    return Grid(columns, rows, cells)
