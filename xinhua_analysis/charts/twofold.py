"""The chart of two summaries: each quantity of one year and the next, with what only one of them states."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..evidence import given
from ..records import Figure
from ..telling.drawing import MOST_ROWS, SAID, SILENT, Chart, Title
from ..telling.wording import counted
from .bars import figure_bar
from .rows import dot_chart

if TYPE_CHECKING:
    from ..pairs.comparing import Comparison, FigurePair

_MOST_TIMES = 2.0  # of the old value: what is above is drawn at the edge, with its number


def _told_pairs(found: Comparison, ids: Iterable[str] | None) -> list[FigurePair]:
    """The old figures that are drawn with what the new year says of them: results beside results, or nothing."""
    wanted = None if ids is None else list(ids)
    rows = [row for row in found.records("figures") if row.old_id and (wanted is None or row.old_id in wanted)]
    return [row for row in rows if row.relation == "results" or not row.new_id]


def _most_moved(rows: list[FigurePair], most: int) -> list[FigurePair]:
    """Amounts by how much they moved, of many those that moved most, up and down; below them what is not told again."""
    gone = [row for row in rows if not row.new_id][: most // 4]
    pairs = sorted((row for row in rows if row.percent is not None), key=lambda row: -(row.percent or 0))
    if len(pairs) > (room := most - len(gone)):
        pairs = [*pairs[: room - room // 2], *pairs[len(pairs) - room // 2 :]]
    return [*pairs, *gone]


def dumbbells(found: Comparison, ids: Iterable[str] | None = None, most: int = MOST_ROWS) -> Chart:
    """Each amount of the new year in times the old one's, a dot for either; those not stated again are hatched.

    ``ids`` are the figures of the old year to draw, all if None. At ``most`` so many: those that moved most, up and
    down; a quarter is kept for what is not stated again.
    """
    told = _told_pairs(found, ids)
    shown = _most_moved(told, most)
    rose, fell = (sum(row.movement == way for row in told if row.new_id) for way in ("rise", "fall"))
    gone = sum(not row.new_id for row in told)
    moved = [(count, *words) for count, *words in ((rose, "rose", "上升"), (fell, "fell", "下降")) if count]
    title = Title(
        f"Of {counted(len(told) - gone, 'figure')} told in both years, "
        + (" and ".join(f"{count} {words}" for count, words, _ in moved) or "none moved")
        + (f"; {gone} are not stated again" if gone else ""),
        f"两年都说的{len(told) - gone}个数量中，"
        + ("，".join(f"{count}个{words}" for count, _, words in moved) or "没有升降")
        + (f"；{gone}个未再提" if gone else ""),
    )
    note = "Open dot: the old year; full dot: the new, in times the old value: no two units share a scale."
    note += f" Drawn: the {most} that moved most, up and down, or are gone." if len(shown) == most else ""
    figures, rows = {row.id: row for row in found.old.records("figures") if isinstance(row, Figure)}, []
    things = given(found.old)
    for row in shown:
        times = min(1 + float(row.percent or 0), _MOST_TIMES)
        dots = [(1.0, "#ffffff"), (times, SAID)] if row.new_id else [(1.0, SILENT)]
        by = f" ({row.percent:+.0%})" if row.percent is not None else ""
        words = f"{row.new_text}{by}" if row.new_id else f"{row.old_text}, not stated"
        aside = f", from {row.old_text}" if row.new_id else ""
        rows.append(figure_bar(figures[row.old_id], things)._replace(parts=dots, words=words, aside=aside))
    legend = [] if all(row.new_id for row in shown) else [(SILENT, "not stated again 未再提")]
    return dot_chart(title, note, rows, legend, {0: "×0", 1: "×1", 2: "×2"}, is_joined=True)
