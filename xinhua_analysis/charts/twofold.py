"""Charts of two summaries: each quantity of one year and the next, with what only one of them states."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..evidence import given
from ..records import Figure
from ..telling.drawing import (
    INK,
    LABELS,
    MARGIN,
    MOST_ROWS,
    SAID,
    SILENT,
    WIDTH,
    Bar,
    Chart,
    Title,
    empty_sheet,
    filled,
    in_style,
    in_words,
    noted,
    place_axes,
    row_height,
    tell_row,
    write_label,
    write_words,
)
from ..telling.wording import counted
from .bars import figure_bar

if TYPE_CHECKING:
    from ..pairs.comparing import Comparison, FigurePair

_MOST_TIMES = 2.0  # of the old value: what is above is drawn at the edge, with its number


def _drawn_pairs(found: Comparison, most: int = MOST_ROWS) -> list[tuple[FigurePair, Bar]]:
    """Pairs of results that are amounts, by how much they moved; below them the old figures that stand alone."""
    figures = {row.id: row for row in found.old.records("figures") if isinstance(row, Figure)}
    gone = [row for row in found.rows if row.old_id and not row.new_id][: most // 4]
    pairs = [row for row in found.rows if row.relation == "results" and row.percent is not None]
    pairs, room = sorted(pairs, key=lambda row: -(row.percent or 0)), most - len(gone)
    if len(pairs) > room:  # those that moved most, up and down
        pairs = [*pairs[: room - room // 2], *pairs[len(pairs) - room // 2 :]]
    return [(row, figure_bar(figures[row.old_id], given(found.old))) for row in (*pairs, *gone)]


def _moved_title(found: Comparison) -> Title:
    pairs = [row for row in found.rows if row.relation == "results"]
    rose, fell = (sum(row.movement == way for row in pairs) for way in ("rise", "fall"))
    gone = sum(bool(row.old_id) and not row.new_id for row in found.rows)
    english = f"Of {counted(len(pairs), 'figure')} told in both years, {rose} rose and {fell} fell"
    chinese = f"两年都说的{len(pairs)}个数量中，{rose}个上升，{fell}个下降"
    return Title(f"{english}; {gone} are not stated again", f"{chinese}；{gone}个未再提")


def dumbbells(found: Comparison, most: int = MOST_ROWS) -> Chart:
    """Each amount of the new year in times the old one's, a dot for either; those not stated again are hatched.

    At ``most`` so many rows: those that moved most, up and down; a quarter is kept for what is not stated again.
    """
    rows = _drawn_pairs(found, most)
    note = "Open dot: the old year; full dot: the new, in times the old value: no two units share a scale."
    note += f" Drawn: the {len(rows)} that moved most, up and down, or are gone." if len(rows) == most else ""
    step, wide = row_height([bar for _, bar in rows]), WIDTH - 2 * MARGIN - LABELS
    with in_style():
        words = noted(note, *(bar.chinese for _, bar in rows))
        figure, top = empty_sheet(
            _moved_title(found), words, step * max(len(rows), 1), [(SILENT, "not stated again 未再提")]
        )
        axes = place_axes(figure, MARGIN + LABELS, top, wide, step * max(len(rows), 1))
        axes.set_xlim(0, _MOST_TIMES * wide / (wide - 1.9))
        for line, (row, bar) in enumerate(rows):
            y = (line + 0.5) * step
            write_label(axes, y, bar.chinese, bar.english, LABELS)
            if not row.new_id:
                axes.add_patch(filled(0.9, y - 0.08, 0.2, 0.16, SILENT))
            else:
                times = min(1 + float(row.percent or 0), _MOST_TIMES)
                axes.plot([1, times], [y, y], color=SAID, linewidth=1.5)
                axes.plot(1, y, "o", markersize=8, markerfacecolor="#ffffff", markeredgecolor=SAID)
                axes.plot(times, y, "o", markersize=8, markerfacecolor=SAID, markeredgecolor=SAID)
            words = f"{row.new_text} ({row.percent:+.0%})" if row.percent is not None else _pair_told(row)
            write_words(axes, axes.get_xlim()[1], y, words, fontsize=9, ha="right", va="center")
    return Chart(
        figure, in_words(_moved_title(found), [tell_row(b.chinese, b.english, _pair_told(r)) for r, b in rows], note)
    )


def slopes(found: Comparison, ids: Sequence[str]) -> Chart:
    """Chosen figures of the old year as slopes to the new one's, each on a scale of its own from zero."""
    rows = [(row, bar) for row, bar in _drawn_pairs(found) if row.old_id in list(ids)]
    note = "Each slope has a scale of its own, from zero at its foot; where the new year is silent, it stops."
    step, wide = 0.6, WIDTH - 2 * MARGIN - LABELS
    title = Title(
        f"{counted(len(rows), 'figure')} of the old year and what became of them", f"旧年{len(rows)}个数的去向"
    )
    with in_style():
        words = noted(note, *(bar.chinese for _, bar in rows))
        figure, top = empty_sheet(title, words, step * max(len(rows), 1), [(SILENT, "not stated again 未再提")])
        axes = place_axes(figure, MARGIN + LABELS, top, wide, step * max(len(rows), 1))
        axes.set_xlim(0, wide)
        for line, (row, bar) in enumerate(rows):
            foot, y = (line + 0.92) * step, (line + 0.5) * step
            write_label(axes, y, bar.chinese, bar.english, LABELS)
            values = [float(value) for value in (row.old_value, row.new_value) if value is not None]
            heights = [foot - 0.84 * step * value / (max(values) or 1) for value in values]
            axes.plot([0.8, 1.8][: len(heights)], heights, "o-", color=SAID, markersize=6)
            axes.plot([0.8, 1.8], [foot, foot], color=INK, linewidth=0.5)
            if not row.new_id:
                axes.add_patch(filled(1.72, y - 0.08, 0.16, 0.16, SILENT))
            write_words(axes, 0.68, y, row.old_text, fontsize=9, ha="right", va="center")
            write_words(axes, 2.0, y, row.new_text or "not stated", fontsize=9, va="center")
    return Chart(figure, in_words(title, [tell_row(b.chinese, b.english, _pair_told(r)) for r, b in rows], note))


def _pair_told(row: FigurePair) -> str:
    if not row.new_id:
        return f"{row.old_text}, not stated again"
    return f"{row.old_text} → {row.new_text}" + (f" ({row.percent:+.0%})" if row.percent is not None else "")
