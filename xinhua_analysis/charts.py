"""Charts of a report: one function a chart, each giving a matplotlib figure and the same in words.

Chinese stands as written, its English under it. Labels stand at the bars; nothing hangs on colour alone. No chart puts
two units on one axis. How they are drawn: ``telling/drawing.py``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import cast

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from .columns import MEANINGS, NOT_STATED, VOCABULARY
from .evidence import EVIDENCE, actions_with_figures, longest_gap, section_counts, top_sections
from .records import Action, Claim, Figure, LookupFailed, Name, Numeral, Section, TotalError
from .report import Report
from .story import number
from .telling.aligned import counted
from .telling.drawing import (
    FAINT,
    FILLS,
    INK,
    MARGIN,
    MOST_PANELS,
    MOST_ROWS,
    SAID,
    STAGES,
    WIDTH,
    Bar,
    Chart,
    bar_chart,
    draw_bars,
    empty_sheet,
    hatched,
    in_style,
    in_words,
    inches_wide,
    noted,
    place_axes,
    row_height,
    shorten,
    tell_row,
    write_label,
    write_words,
)
from .telling.glosses import english


def _sections(report: Report) -> dict[str, Section]:
    return {row.id: row for row in cast("tuple[Section, ...]", report.records("sections"))}


def _areas(report: Report) -> dict[str, int]:
    return {row.id: row.area for row in _sections(report).values()}


def _chapters(report: Report, areas: Iterable[int]) -> list[Section]:
    """The chapters to draw of rows that stand in these work areas: the opening only where one of them stands in it."""
    has_opening = 0 in areas
    return [top for top in top_sections(report) if top.area or has_opening]


def _figures(report: Report, area: int | None = None) -> list[Figure]:
    areas = _areas(report)
    rows = cast("tuple[Figure, ...]", report.records("figures"))
    return [row for row in rows if area is None or areas[row.section_id] == area]


def _heading(section: Section, chapter: str = "") -> tuple[str, str]:
    """The label of a section: its number and title as written, and their English."""
    if not section.title:
        return "–", "before the first heading" if section.id == "s0" else ""
    return " ".join(filter(None, [chapter, section.number, section.title])), english(section.title, "heading")


# The charts


def evidence_grid(report: Report, area: int | None = None) -> Chart:
    """Sections by how many rows of each table they hold; where there is none of a kind, the blank is seen.

    Of one work area or of all; in words, a line a section. Of a summary with very many sections, the first forty.
    """
    sections, found = _sections(report), section_counts(report)
    rows = [row for row in found.to_dict("records") if area in (None, row["area"])]
    if area is not None and area not in {section.area for section in sections.values()}:
        raise LookupFailed(f"no work area {area!r}", hint="the column area of the table sections has them")
    headed = [row for row in rows if row["area"]] or rows
    without = sum(not row["figures"] for row in headed)
    title = f"Of {counted(len(headed), 'section')}, {without} {'holds' if without == 1 else 'hold'} no figure"
    if len(headed) == without:
        title = "No section holds a figure"
    elif not without:
        title = f"{'The one section holds' if len(headed) == 1 else f'All {len(headed)} sections hold'} figures"
    opening = "" if len(headed) == len(rows) else "The opening (–) is drawn, and not counted as a section."
    labels = []
    for row in rows:
        section = sections[str(row["id"])]
        parent = sections.get(section.parent_id)
        labels.append(_heading(section, parent.number if parent else ""))
    cells = [[int(row[column]) for column in EVIDENCE] for row in rows]
    return _grid(title, labels, EVIDENCE, cells, [int(row["area"]) for row in rows], opening)


def names_grid(report: Report) -> Chart:
    """Work areas by the kinds of named things that they hold."""
    names = cast("tuple[Name, ...]", report.records("names"))
    words = tuple(VOCABULARY["names", "kind"])
    areas = _areas(report)
    title = "Nothing is named"
    if names:
        area, most = max(Counter(areas[row.section_id] for row in names).items(), key=lambda item: (item[1], -item[0]))
        top = next(top for top in top_sections(report) if top.area == area)
        where = f"chapter {top.number} ({area})" if top.number else "what stands before the first heading"
        title = f"Named things stand most in {where}: {most} of {len(names)}"
    return _area_grid(report, [(areas[row.section_id], row.kind) for row in names], words, title)


def stages_grid(report: Report) -> Chart:
    """Work areas by the stages of their actions: how far the office says that the work is."""
    acts = cast("tuple[Action, ...]", report.records("actions"))
    stated = sum(row.stage == "stated" for row in acts)
    title = f"Of {counted(len(acts), 'action')}, {stated:,} {_do(stated)} not say how far the work is"
    title = title if acts else "No actions are told"
    areas = _areas(report)
    return _area_grid(report, [(areas[row.section_id], row.stage) for row in acts], STAGES, title)


def _area_grid(report: Report, found: Sequence[tuple[int, str]], words: Sequence[str], title: str) -> Chart:
    """Chapters by words of a vocabulary: how many rows of a chapter have the word; rows as (work area, word)."""
    tops = _chapters(report, [area for area, _ in found]) or top_sections(report)
    labels, times = [_heading(top) for top in tops], Counter(found)
    cells = [[times[top.area, word] for word in words] for top in tops]
    return _grid(title, labels, words, cells, [0] * len(cells))


def _grid(
    title: str,
    labels: Sequence[tuple[str, str]],
    columns: Sequence[str],
    cells: Sequence[Sequence[int]],
    groups: Sequence[int],
    also: str = "",
) -> Chart:
    """Counts as squares, deeper where there are more in a column; none is an empty hatched square."""
    note = "Deeper blue: more, within a column. Hatched: none."
    more = f"The first {MOST_ROWS} of {len(labels)}." if len(labels) > MOST_ROWS else ""
    labels, cells = labels[:MOST_ROWS], cells[:MOST_ROWS]
    wide, label = (WIDTH - 2 * MARGIN - 4.1) / len(columns), 4.1
    head, is_narrow = (0.6, True) if wide < 0.75 else (0.45, False)
    step = max(row_height([Bar(*words, 0, "") for words in labels], label), 0.34)
    with in_style():
        figure = empty_sheet(
            title,
            noted(" ".join(filter(None, [note, also, more])), *(chinese for chinese, _ in labels)),
            step * len(labels) + head,
        )
        axes = place_axes(figure, MARGIN + label, 0, wide * len(columns), step * len(labels) + head)
        axes.set_xlim(0, len(columns))
        for place, column in enumerate(columns):
            write_words(axes, place + 0.5, 0.12, _chinese(column), fontsize=9, ha="center", va="center")
            y = 0.31 + 0.15 * (is_narrow and place % 2)
            write_words(axes, place + 0.5, y, column, fontsize=8, color=FAINT, ha="center", va="center")
            most = max((row[place] for row in cells), default=0) or 1
            for line, row in enumerate(cells):
                _square(axes, place, head + line * step, step, row[place], most)
        for line, (chinese, meaning) in enumerate(labels):
            write_label(axes, head + (line + 0.5) * step, chinese, meaning, label)
            if line and groups[line] != groups[line - 1]:  # a new chapter
                left = -label / inches_wide(axes)
                axes.plot([left, 1], [head + line * step] * 2, transform=axes.get_yaxis_transform(), color=FAINT,
                          linewidth=0.8, clip_on=False)  # fmt: skip
    lines = [
        tell_row(*words, ", ".join(f"{column} {count}" for column, count in zip(columns, row, strict=True)))
        for words, row in zip(labels, cells, strict=True)
    ]
    return Chart(figure, in_words(title, lines, " ".join(filter(None, [also, more]))))


_SHORT = {
    "programme": "项目", "platform": "平台", "publication": "出版物", "organisation": "机构", "place": "地点",
    "event": "活动", "mechanism": "机制", "meeting": "会议", "expression": "说法", "planned": "计划", "started": "启动",
    "ongoing": "进行", "completed": "完成", "stated": "陈述",
}  # fmt: skip


def _chinese(column: str) -> str:
    return MEANINGS[column].chinese if column in MEANINGS else _SHORT.get(column, column)


def _square(axes: Axes, place: int, top: float, step: float, count: int, most: int) -> None:
    if not count:
        axes.add_patch(hatched(place + 0.03, top + 0.03, 0.94, step - 0.06))
        return
    share = 0.12 + 0.88 * count / most
    blue = tuple(1 - share * (1 - channel) for channel in (0, 0x72 / 255, 0xB2 / 255))
    axes.add_patch(Rectangle((place + 0.03, top + 0.03), 0.94, step - 0.06, facecolor=blue, edgecolor="none"))
    colour = "white" if share > 0.72 else INK  # where white on this blue has more contrast than ink
    write_words(axes, place + 0.5, top + step / 2, f"{count:,}", fontsize=10, color=colour, ha="center", va="center")


_LANES = ("figures", "claims", "names", "actions")


def text_ribbon(report: Report) -> Chart:
    """The text as a ribbon, from its first to its last character, with a tick where a row of a table begins.

    The longest stretch without a figure is hatched. In words: chapters with their offsets, and that stretch.
    """
    length, (start, stop) = len(report.text), longest_gap(report)
    share = 100 * (stop - start) / length
    title = f"The longest stretch without a figure: {stop - start:,} characters, {share:.0f}% of the text"
    tops = top_sections(report)
    ends = [*(top.start for top in tops[1:]), length]
    band, lane, label = 0.5, 0.48, 1.35
    height = band + lane * len(_LANES)
    with in_style():
        figure = empty_sheet(title, "Place in the text, in characters. Hatched: no figure.", height + 0.4)
        axes = place_axes(figure, MARGIN + label, 0, WIDTH - 2 * MARGIN - label - 0.25, height + 0.3)
        axes.set_xlim(0, length)
        write_label(axes, band / 2 - 0.03, "章", "chapter", label)
        for place, (top, end) in enumerate(zip(tops, ends, strict=True)):
            shade = ("#eeeeee", "#dfdfdf")[place % 2]
            axes.add_patch(Rectangle((top.start, 0), end - top.start, band - 0.06, facecolor=shade, edgecolor="none"))
            if (end - top.start) / length > 0.03:
                middle = (top.start + end) / 2
                write_words(axes, middle, 0.14, shorten(top.number, 6) or "–", ha="center", va="center")
                write_words(axes, middle, 0.33, str(top.area), fontsize=8, color=FAINT, ha="center", va="center")
        axes.add_patch(hatched(start, band, stop - start, lane - 0.14))
        for place, table in enumerate(_LANES):
            y, rows = band + lane * place, report.records(table)
            axes.vlines([row.start for row in rows], y, y + lane - 0.14, color=SAID, linewidth=1.1)
            write_label(axes, y + lane / 2 - 0.07, _chinese(table), f"{len(rows):,} {table}", label)
        for at in range(0, length + 1, _distance(length)):
            axes.vlines(at, height, height + 0.06, color=FAINT, linewidth=0.8)
            write_words(axes, at, height + 0.18, f"{at:,}", fontsize=8, color=FAINT, ha="center", va="center")
    lines = [
        tell_row(*_heading(top), f"{top.start:,} to {end:,}: ")
        + ", ".join(f"{table} {sum(top.start <= row.start < end for row in report.records(table))}" for table in _LANES)
        for top, end in zip(tops, ends, strict=True)
    ]
    return Chart(figure, in_words(title, lines, f"No figure from {start:,} to {stop:,}."))


def _distance(length: int) -> int:
    """A round distance between ticks, so that there are about six."""
    rough = max(length / 6, 1)
    magnitude = 10 ** (len(str(int(rough))) - 1)
    return int(next(times * magnitude for times in (1, 2, 5, 10) if times * magnitude >= rough))


def stage_ladder(report: Report, ids: Iterable[str]) -> Chart:
    """Figures of one unit by stage, from planned to completed: rungs of a ladder, never one sum.

    ``ids`` are the figures' ids, as in ``figures["id"]``. TotalError if they are of unlike units.
    """
    wanted = frozenset([ids] if isinstance(ids, str) else ids)
    if unknown := sorted(wanted - {row.id for row in _figures(report)}):
        raise LookupFailed(f"no figure {unknown[0]!r}", hint="ids stand in the first column of the table figures")
    rows = sorted((row for row in _figures(report) if row.id in wanted), key=lambda row: STAGES.index(row.stage))
    units = list(dict.fromkeys(row.unit for row in rows))
    if len(units) > 1:
        raise TotalError(f"figures of unlike unit: {', '.join(units)}", hint="choose figures of one unit")
    few = ", ".join(f"{number(row)} {row.stage}" for row in rows[:5])
    title = f"{few if len(rows) < 6 else counted(len(rows), 'figure')}: a ladder, not a sum" if rows else "No ladder"
    return bar_chart(title, _FULLER, [_figure_bar(row, row.stage) for row in rows])


_FULLER = "Fill: planned (empty), started, ongoing, completed (full); grey: stated, not how far."


def _figure_bar(row: Figure, stage: str = "") -> Bar:
    chinese = f"{row.subject} {row.action}".strip() or row.text
    meaning = ", ".join(filter(None, [english(row.subject, "subject"), english(row.action, "action")]))
    told = f"{stage}: {meaning}" if stage and meaning else stage or meaning
    value = max(float(row.value), 0)  # below zero no bar is drawn: the words say it
    return Bar(chinese, told, value, row.text, FILLS[row.stage])


def unit_panels(report: Report, area: int | None = None) -> Chart:
    """Small multiples: the figures of an area, a panel for each unit with an axis of its own.

    Units of one family follow each other; figures keep the order of the text. Of very many figures, the first eighty.
    """
    figures = _figures(report, area)
    shown = figures[:MOST_PANELS]
    families = list(dict.fromkeys(row.unit_family for row in shown))
    times = Counter((row.unit, row.subject) for row in shown)
    grouped: dict[tuple[str, str, str], list[Bar]] = {}
    for row in sorted(shown, key=lambda row: families.index(row.unit_family)):
        # Measure words count things of any kind: only numbers of one subject share an axis.
        subject = row.subject if row.unit_family == "count" and times[row.unit, row.subject] > 1 else ""
        grouped.setdefault((row.unit_family, row.unit, subject), []).append(_figure_bar(row))
    units = len(dict.fromkeys(row.unit for row in figures))
    title = f"{counted(len(figures), 'figure')} in {counted(units, 'unit')}, each unit on an axis of its own"
    if len(figures) < 2:
        title = f"One figure only: {figures[0].text}" if figures else "No figure to draw"
    more = f"Drawn: the first {MOST_PANELS} of {len(figures)}." if len(figures) > MOST_PANELS else ""
    note = f"{_FULLER} A square compares with nothing. {more}"
    label, head, steps = 2.35, 0.36, {key: row_height(bars, 2.35) for key, bars in grouped.items()}
    columns = _columns([head + steps[key] * len(bars) + 0.08 for key, bars in grouped.items()])
    lines = list[str]()
    with in_style():
        figure = empty_sheet(
            title, noted(note, *(row.subject for row in shown)), max([0.1, *(end for _, _, end in columns)])
        )
        for (key, bars), (column, top, _) in zip(grouped.items(), columns, strict=True):
            (family, unit, subject), step, left = key, steps[key], MARGIN + column * WIDTH / 2
            said = " · ".join(filter(None, [f"{unit or '–'} {english(unit, 'unit')}".strip(), family]))
            axes = place_axes(figure, left + label, top + head, WIDTH / 2 - label - 0.2, step * len(bars))
            place = {"transform": axes.get_yaxis_transform(), "color": SAID, "fontsize": 9, "va": "center"}
            write_words(axes, -label / inches_wide(axes), -0.16, shorten(said, 68), **place)
            draw_bars(axes, bars, step, label, is_scaled=len(bars) > 1 and (bool(subject) or family != "count"))
            lines += [said, *(f"  {tell_row(bar.chinese, bar.english, bar.words)}" for bar in bars)]
    return Chart(figure, in_words(title, lines, more))


def _columns(heights: Sequence[float]) -> list[tuple[int, float, float]]:
    """Places of panels in two columns, in order, the first filled to about half: column, top, bottom."""
    half, places, column, top = sum(heights) / 2, list[tuple[int, float, float]](), 0, 0.0
    for height in heights:
        if column == 0 and top and top + height / 2 > half:
            column, top = 1, 0.0
        places.append((column, top, top + height))
        top += height
    return places


def claims_by_scope(report: Report) -> Chart:
    """The "firsts" of a report by the scope that they are claimed for; those that name no scope are hatched."""
    claims = cast("tuple[Claim, ...]", report.records("claims"))
    firsts = [row for row in claims if row.kind == "first"]
    found: dict[str, list[str]] = {}
    for row in firsts:
        found.setdefault(row.scope, []).append(row.id)
    silent = len(found.get(NOT_STATED, []))
    title = f"Of {counted(len(firsts), 'first')}, {silent} {_do(silent)} not say where" if firsts else "No firsts"
    bars = []
    for scope in sorted(found, key=lambda scope: (scope == NOT_STATED, -len(found[scope]))):
        ids, count = found[scope], len(found[scope])
        words = f"{count}   {' '.join(ids[:8])}{' …' if count > 8 else ''}"
        if scope == NOT_STATED:
            bars.append(Bar("未写明", NOT_STATED, 0, words, silent=count))
        else:
            bars.append(Bar(scope, english(scope, "claim"), count, words))
    return bar_chart(title, "Hatched: the text names no scope.", bars)


def counted_actions(report: Report) -> Chart:
    """Chapters by their actions, and how many of these carry a number; those that carry none are hatched."""
    acts = actions_with_figures(report)
    where = acts["section_id"].map(_areas(report))
    bare = int((acts["figures"] == 0).sum())
    title = f"Of {counted(len(acts), 'action')}, {bare:,} {'carries' if bare == 1 else 'carry'} no number"
    title = title if len(acts) else "No actions are told"
    bars = []
    for top in _chapters(report, list(where)):
        here = acts["figures"][where == top.area]
        having = int((here > 0).sum())
        bars.append(Bar(*_heading(top), having, f"{having} of {len(here)}", silent=len(here) - having))
    note = "Actions: what the office says that it did, does or will do. Hatched: without a number."
    return bar_chart(title, note, bars)


def _do(count: int) -> str:
    return "does" if count == 1 else "do"


def ledger(report: Report) -> Chart:
    """Every numeral of the text by the rule that classed it: the statistics, and what was passed over and why."""
    numerals = cast("tuple[Numeral, ...]", report.records("numerals"))
    kinds = VOCABULARY["numerals", "kind"]
    counts = Counter((row.kind, row.reason) for row in numerals)
    taken = sum(row.kind == "statistic" for row in numerals)
    title = f"Of {counted(len(numerals), 'numeral')}, {counted(taken, 'figure')}; each other has its reason"
    bars = [
        Bar(kinds[kind][1], f"{kind}: {why}", count, f"{count}", SAID if kind == "statistic" else FILLS["stated"])
        for (kind, why), count in sorted(counts.items(), key=lambda item: (list(kinds).index(item[0][0]), -item[1]))
    ]
    return bar_chart(title, "Blue: rows of the table figures.", bars)
