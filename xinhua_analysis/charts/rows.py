"""Charts of rows: a label in two languages across the sheet, under it a bar or dots, the words at the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Sheet

from ..telling import drawing
from ..telling.aligned import width
from ..telling.drawing import FAINT, GREYS, INK, MOST_ROWS, ROOM, SAID, Chart, Legend, Title, write_words


class Bar(NamedTuple):
    """A row: its label, lengths of bars or places of dots with fills, words at its end, and those only in its twin."""

    chinese: str
    english: str
    parts: Sequence[tuple[float, str]]
    words: str
    aside: str = ""


_LINE, _BETWEEN = 0.17, 0.32  # inches: of a line of a label, and of the mark with what parts it from the next row
_LETTERS, _PLACES = 15, 15.6  # to the inch, of English, and of the smaller Chinese, of which a hanzi takes two


def _label_lines(row: Bar) -> list[tuple[str, str]]:
    """The lines of a label, English and Chinese: side by side where there is room for most of both."""
    lines = drawing.wrapped(row.english, int(ROOM * _LETTERS))
    beside = ROOM - 0.2 - width("".join(lines)) / _LETTERS
    if min(width(row.chinese) / _PLACES, 1.4) <= beside:
        return [("".join(lines), drawing.shorten(row.chinese, int(beside * _PLACES)))]
    under = drawing.shorten(row.chinese, int(ROOM * (_PLACES if lines else _LETTERS)))
    return [*((line, "") for line in lines), *([("", under)] if under else [])]


def rows_height(rows: Sequence[Bar]) -> float:
    """How high rows are together."""
    return sum(_LINE * len(lines) + _BETWEEN for lines in map(_label_lines, rows))


def place_rows(figure: Sheet, top: float, rows: Sequence[Bar]) -> tuple[Axes, list[float]]:
    """Axes with the labels of rows, and how far down in them each row's mark stands."""
    axes, at, marks = drawing.place_axes(figure, top, rows_height(rows)), 0.0, []
    for lines in map(_label_lines, rows):
        for english, chinese in lines:
            place = {"transform": axes.get_yaxis_transform(), "va": "center"}
            write_words(axes, 0, at + 0.09, english, fontsize=9.5, **place)
            is_beside = bool(english)
            colour, points = (FAINT, 8.5) if is_beside or len(lines) > 1 else (INK, 9.5)
            told = {"fontsize": points, "color": colour, "ha": "right" if is_beside else "left"}
            write_words(axes, float(is_beside), at + 0.09, chinese, **told, **place)
            at += _LINE
        marks.append(at + 0.13)
        at += _BETWEEN
    return axes, marks


def draw_bars(figure: Sheet, top: float, bars: Sequence[Bar]) -> None:
    """Horizontal bars from zero under their labels, each with its words at its end."""
    axes, marks = place_rows(figure, top, bars)
    longest = max((sum(value for value, _ in bar.parts) for bar in bars), default=0) or 1
    room = max((width(bar.words) for bar in bars), default=0) * 0.074 + 0.12
    axes.set_xlim(0, longest * ROOM / max(ROOM - room, 0.5))
    axes.vlines([0] * len(bars), [y - 0.12 for y in marks], [y + 0.12 for y in marks], color=INK, linewidth=1)
    for y, bar in zip(marks, bars, strict=True):
        end = 0.0
        for value, fill in bar.parts:
            if value:
                axes.add_patch(drawing.filled(end, y - 0.09, value, 0.18, fill))
            end += value
        write_words(axes, end + 0.05 * axes.get_xlim()[1] / ROOM, y, bar.words, fontsize=9, va="center")


def bar_chart(title: Title, note: str, bars: Sequence[Bar], legend: Legend = ()) -> Chart:
    """A chart of bars under each other, each with its label and its words; of very many, the first forty."""
    shown = bars[:MOST_ROWS]
    note = f"{note} The first {MOST_ROWS} of {len(bars)}.".strip() if len(bars) > len(shown) else note
    with drawing.sheet(title, note, tell_rows(shown), rows_height(shown) or 0.3, legend) as (chart, top):
        if shown:
            draw_bars(chart.figure, top, shown)
    return chart


def dot_chart(
    title: Title,
    note: str,
    rows: Sequence[Bar],
    legend: Legend,
    ticks: Mapping[float, str],
    head: str = "",
    is_joined: bool = False,
) -> Chart:
    """A chart of dots on one axis from zero with named ``ticks``, each row's words to the right, under a ``head``."""
    above = 0.24 if ticks else 0.0
    height = above + (rows_height(rows) or 0.3)
    with drawing.sheet(title, note, tell_rows(rows), height, legend, dots=True) as (chart, top):
        if rows:
            axes, marks = place_rows(chart.figure, top + above, rows)
            reach = ROOM - 0.3 - max(width(row.words) for row in rows) * 0.074
            inch = max([*ticks, *(x for row in rows for x, _ in row.parts)]) / reach
            axes.set_xlim(-0.1 * inch, (ROOM - 0.1) * inch)
            for x, words in ticks.items():
                axes.vlines([x] * len(marks), [y - 0.13 for y in marks], [y + 0.13 for y in marks], color=GREYS[2])
                write_words(axes, x, -0.12, words, fontsize=8.5, color=FAINT, ha="center", va="center")
            write_words(axes, (ROOM - 0.1) * inch, -0.12, head, fontsize=8.5, color=FAINT, ha="right", va="center")
            for y, row in zip(marks, rows, strict=True):
                if is_joined:
                    axes.plot([x for x, _ in row.parts], [y] * len(row.parts), color=SAID, linewidth=1.5)
                for x, fill in row.parts:
                    drawing.draw_dot(axes, x, y, fill)
                write_words(axes, (ROOM - 0.1) * inch, y, row.words, fontsize=9, ha="right", va="center")
    return chart


def tell_row(chinese: str, meaning: str, words: str) -> str:
    """A row of a chart in words: its label in two languages, and what it says."""
    label = " ".join(chinese.split())
    return f"{label} ({meaning}): {words}" if meaning else f"{label}: {words}"


def tell_rows(rows: Sequence[Bar]) -> list[str]:
    """Rows in words, a line each."""
    return [tell_row(row.chinese, row.english, f"{row.words}{row.aside}") for row in rows]
