"""Charts of a report: one function a chart, each giving a matplotlib figure and the same in words.

Each title is a finding, in English and Chinese, made from the rows. Labels stand at the bars, Chinese as written under
its English; nothing hangs on colour alone. No chart puts two units on one axis, and every axis begins at zero. How they
are drawn: ``telling/drawing.py``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from . import context
from .columns import MEANINGS, VOCABULARY
from .context import AIMS
from .evidence import actions_with_figures, firsts, honours, leaves, longest_gap, top_sections
from .records import Action, Figure, LookupFailed, Numeral, Section, TotalError
from .report import Report
from .telling.drawing import (
    FAINT,
    FILLS,
    INK,
    LABELS,
    MARGIN,
    SAID,
    SILENT,
    STAGES,
    WIDTH,
    Bar,
    Chart,
    Title,
    bar_chart,
    draw_bars,
    empty_sheet,
    filled,
    in_style,
    in_words,
    inches_wide,
    noted,
    place_axes,
    row_height,
    shorten,
    tell_row,
    wrapped,
    write_label,
    write_words,
)
from .telling.glosses import english
from .telling.wording import counted, number

if TYPE_CHECKING:
    import pandas as pd

_MOST_FIGURES = 80  # that small multiples can hold and still be read


def _sections(report: Report) -> dict[str, Section]:
    return {row.id: row for row in cast("tuple[Section, ...]", report.records("sections"))}


def _areas(report: Report) -> dict[str, int]:
    return {row.id: row.area for row in _sections(report).values()}


def _figures(report: Report, area: int | None = None) -> list[Figure]:
    areas = _areas(report)
    rows = cast("tuple[Figure, ...]", report.records("figures"))
    return [row for row in rows if area is None or areas[row.section_id] == area]


def _heading(section: Section, chapter: str = "") -> tuple[str, str]:
    """The label of a section: its number and title as written, and their English, short where that is known."""
    if not section.title:
        return ("开头", "opening") if section.id == "s0" else ("–", "")
    meaning = english(section.title, "topic") or english(section.title, "heading")
    return " ".join(filter(None, [chapter, section.number, section.title])), meaning


def _drawn_parts(report: Report, area: int | None) -> list[Section]:
    """What is drawn row by row: the chapters, or the sections of one; the opening only where rows stand in it."""
    if area is None:
        return [top for top in top_sections(report) if top.area or report.records("actions")]
    rows = [row for row in _sections(report).values() if row.area == area]
    if not rows:
        raise LookupFailed(f"no work area {area!r}", hint="the column area of the table sections has them")
    held = dict.fromkeys(leaves(report)["id"])
    return [row for row in rows if row.id in held] or rows


def _within(report: Report, part: Section, by_area: bool) -> set[str]:
    """The ids of the sections that a row of a chart stands for."""
    return {row.id for row in _sections(report).values() if (row.area == part.area if by_area else row.id == part.id)}


# The charts


def counted_actions(report: Report, area: int | None = None) -> Chart:
    """Chapters, or the sections of one, by their actions: how many carry a number; the rest is hatched."""
    acts = actions_with_figures(report)
    bars, having, told = list[Bar](), 0, 0
    for part in _drawn_parts(report, area):
        here = acts[acts["section_id"].isin(_within(report, part, area is None))]
        if here.empty and not part.area:
            continue
        some = int((here["figures"] > 0).sum())
        having, told = having + some, told + len(here)
        bars.append(Bar(*_heading(part), [(some, SAID), (len(here) - some, SILENT)], f"{some} of {len(here)}"))
    carry = "carries" if having == 1 else "carry"
    title = Title(
        f"Of {counted(told, 'action')}, {having or 'none'} {carry} a number", f"{told}项举措中，{having}项带有数字"
    )
    title = title if told else Title("No actions are told", "没有写到举措")
    note = "Actions: what the office says that it did, does or will do."
    return bar_chart(title, note, bars, [(SAID, "with a number 有数字"), (SILENT, "without 无数字")])


def figures_by_section(report: Report) -> Chart:
    """Sections by how many figures they hold; where there are none, a hatched mark says so."""
    times, areas = Counter(row.section_id for row in _figures(report)), _areas(report)
    chapters = {top.area: top for top in top_sections(report)}
    rows = [_sections(report)[id_] for id_ in leaves(report)["id"]]
    bars = []
    for row in rows:
        chapter = chapters[row.area].number if row.area and row.level > 1 else ""
        chinese, meaning = _heading(row, chapter)
        count = times[row.id]
        mark = [(count, SAID)] if count else [(max(times.values(), default=1) / 40, SILENT)]
        bars.append(Bar(chinese, meaning, mark, f"{count}" if count else "none"))
    bare, total = sum(not times[row.id] for row in rows), sum(times.values())
    most = max(Counter(areas[row.section_id] for row in _figures(report)).values(), default=0)
    share = round(100 * most / total) if total else 0
    title = Title(
        f"{share}% of the figures stand in one chapter; {bare or 'none'} of {counted(len(rows), 'section')} hold none",
        f"{share}%的统计数集中在一章；{len(rows)}节中{bare}节一个也没有",
    )
    title = title if total else Title("No section holds a figure", "没有统计数")
    return bar_chart(title, "", bars)


_LANES = ("figures", "claims", "names", "actions")


def text_ribbon(report: Report) -> Chart:
    """The text as a ribbon, from its first to its last character, with a tick where a row of a table begins.

    The longest stretch without a figure is hatched. In words: chapters with their offsets, and that stretch.
    """
    length, (start, stop) = len(report.text), longest_gap(report)
    share = f"{100 * (stop - start) / length:.0f}%"
    title = Title(
        f"The longest stretch without a figure: {stop - start:,} characters, {share} of the text",
        f"最长的一段没有统计数的文字：{stop - start:,}字，占全文{share}",
    )
    tops = top_sections(report)
    ends = [*(top.start for top in tops[1:]), length]
    band, lane, label = 0.36, 0.4, 0.95
    height = band + lane * len(_LANES)
    with in_style():
        figure, head = empty_sheet(title, "Place in the text, in characters. Hatched: no figure.", height + 0.3)
        axes = place_axes(figure, MARGIN + label, head, WIDTH - 2 * MARGIN - label - 0.12, height + 0.26)
        axes.set_xlim(0, length)
        write_label(axes, band / 2 - 0.03, "章", "chapters", label)
        for place, (top, end) in enumerate(zip(tops, ends, strict=True)):
            shade = ("#eeeeee", "#dfdfdf")[place % 2]
            axes.add_patch(Rectangle((top.start, 0), end - top.start, band - 0.06, facecolor=shade, edgecolor="none"))
            if (end - top.start) / length > 0.06:
                where = (top.start + end) / 2, (band - 0.06) / 2
                write_words(axes, *where, shorten(top.number, 6) or "–", ha="center", va="center", fontsize=9)
        axes.add_patch(filled(start, band, stop - start, lane - 0.12, SILENT))
        _lanes(report, axes, band, lane, label)
    lines = [
        tell_row(*_heading(top), f"{top.start:,} to {end:,}: ")
        + ", ".join(f"{table} {sum(top.start <= row.start < end for row in report.records(table))}" for table in _LANES)
        for top, end in zip(tops, ends, strict=True)
    ]
    return Chart(figure, in_words(title, lines, f"No figure from {start:,} to {stop:,}."))


def _lanes(report: Report, axes: Axes, band: float, lane: float, label: float) -> None:
    """A lane of ticks for each table, and the scale under them."""
    height, length = band + lane * len(_LANES), len(report.text)
    for place, table in enumerate(_LANES):
        y, rows = band + lane * place, report.records(table)
        axes.vlines([row.start for row in rows], y, y + lane - 0.12, color=SAID, linewidth=0.9)
        write_label(axes, y + lane / 2 - 0.06, MEANINGS[table].chinese, f"{len(rows):,} {table}", label)
    for at in range(0, length + 1, _distance(length)):
        axes.vlines(at, height, height + 0.05, color=FAINT, linewidth=0.8)
        write_words(axes, at, height + 0.15, f"{at:,}", fontsize=8.5, color=FAINT, ha="center", va="center")


def _distance(length: int) -> int:
    """A round distance between ticks, so that there are about four."""
    rough = max(length / 4, 1)
    magnitude = 10 ** (len(str(int(rough))) - 1)
    return int(next(times * magnitude for times in (1, 2, 5, 10) if times * magnitude >= rough))


_STAGES = {
    "planned": "planned, signed for 计划、签约",
    "started": "started 启动",
    "ongoing": "ongoing 进行",
    "completed": "completed 完成",
    "stated": "left open 未写明",
}


def _legend(stages: Iterable[str]) -> list[tuple[str, str]]:
    found = frozenset(stages)
    return [(FILLS[stage], words) for stage, words in _STAGES.items() if stage in found]


def stage_bars(report: Report) -> Chart:
    """Chapters by their actions, stacked by stage: how far the office says that the work is."""
    acts = cast("tuple[Action, ...]", report.records("actions"))
    areas, bars = _areas(report), list[Bar]()
    for top in top_sections(report):
        times = Counter(row.stage for row in acts if areas[row.section_id] == top.area)
        if times or top.area:
            words = f"{times['completed']} of {sum(times.values())}"
            bars.append(Bar(*_heading(top), [(times[stage], FILLS[stage]) for stage in STAGES], words))
    done = sum(row.stage == "completed" for row in acts)
    are = "is" if done == 1 else "are"
    title = Title(
        f"Of {counted(len(acts), 'action')}, {done or 'none'} {are} told as completed",
        f"{len(acts)}项举措中，{done}项写为完成",
    )
    title = title if acts else Title("No actions are told", "没有写到举措")
    note = "At the end of a bar: completed, of all. Left open: the verb does not say how far the work is."
    return bar_chart(title, note, bars, _legend(row.stage for row in acts))


def _chosen(report: Report, ids: Iterable[str]) -> list[Figure]:
    """The figures that ids name; LookupFailed if one is missing, TotalError if they are of unlike units."""
    wanted = frozenset([ids] if isinstance(ids, str) else ids)
    rows = [row for row in _figures(report) if row.id in wanted]
    if unknown := sorted(wanted - {row.id for row in rows}):
        raise LookupFailed(f"no figure {unknown[0]!r}", hint="ids stand in the first column of the table figures")
    units = list(dict.fromkeys(row.unit for row in rows))
    if len(units) > 1:
        raise TotalError(f"figures of unlike unit: {', '.join(units)}", hint="choose figures of one unit")
    return rows


_SIGNED = {"签约": "signed for"}  # a stage of plans in which more is done than planned


def stage_ladder(report: Report, ids: Iterable[str]) -> Chart:
    """Figures of one unit by stage, from planned to completed: rungs of a ladder, never one sum.

    ``ids`` are the figures' ids, as in ``figures["id"]``. TotalError if they are of unlike units.
    """
    rows = sorted(_chosen(report, ids), key=lambda row: STAGES.index(row.stage))
    few = ", ".join(f"{number(row)} {_SIGNED.get(row.action, row.stage)}" for row in rows[:5])
    title = Title(
        f"{few if len(rows) < 6 else counted(len(rows), 'figure')}: a ladder, not a sum",
        f"{'、'.join(f'{row.action}{row.text}' for row in rows[:5])}：是先后各步，不能相加",
    )
    title = title if rows else Title("No ladder", "没有分步的统计数")
    return bar_chart(title, "", [_figure_bar(row) for row in rows], _legend(row.stage for row in rows))


def compared(report: Report, ids: Iterable[str]) -> Chart:
    """Figures of one unit beside each other, the largest first, on one axis from zero.

    TotalError if they are of unlike units.
    """
    rows = sorted(_chosen(report, ids), key=lambda row: -row.value)
    title = Title("No figure to draw", "没有统计数")
    if rows:
        most = english(rows[0].subject, "subject") or rows[0].subject
        times = f"{rows[0].value / rows[1].value:.1f}" if len(rows) > 1 and rows[1].value else ""
        title = Title(
            f"{most[:1].upper()}{most[1:]}: {number(rows[0])}" + (f", {times} times the next" if times else ""),
            f"{rows[0].subject}{rows[0].text}" + (f"，是其次的{times}倍" if times else ""),
        )
    return bar_chart(title, "", [_figure_bar(row) for row in rows])


def _figure_bar(row: Figure) -> Bar:
    chinese = f"{row.subject} {row.action}".strip() or row.text
    meaning = ", ".join(filter(None, [english(row.subject, "subject"), english(row.action, "action")]))
    value = max(float(row.value), 0)  # below zero no bar is drawn: the words say it
    return Bar(chinese, meaning, [(value, FILLS[row.stage])], row.text)


def unit_panels(report: Report, area: int | None = None) -> Chart:
    """Small multiples: the figures of an area, a panel for each unit with an axis of its own from zero.

    Units of one family follow each other; figures keep the order of the text. Of very many figures, the first eighty.
    """
    figures = _figures(report, area)
    shown = figures[:_MOST_FIGURES]
    families = list(dict.fromkeys(row.unit_family for row in shown))
    grouped: dict[tuple[str, str], list[Bar]] = {}
    for row in sorted(shown, key=lambda row: families.index(row.unit_family)):
        grouped.setdefault((row.unit_family, row.unit), []).append(_figure_bar(row))
    units = len(dict.fromkeys(row.unit for row in figures))
    title = Title(
        f"{counted(len(figures), 'figure')} in {counted(units, 'unit')}, each unit on an axis of its own",
        f"{len(figures)}个统计数，{units}种单位，各用各的坐标",
    )
    if len(figures) < 2:
        title = Title(f"One figure only: {figures[0].text}" if figures else "No figure to draw")
    more = f"Drawn: the first {_MOST_FIGURES} of {len(figures)}." if len(figures) > _MOST_FIGURES else ""
    steps, head, lines = {key: row_height(bars) for key, bars in grouped.items()}, 0.3, list[str]()
    height = sum(head + steps[key] * len(bars) for key, bars in grouped.items())
    with in_style():
        words = noted(more, *(row.subject for row in shown))
        figure, top = empty_sheet(title, words, height, _legend(row.stage for row in shown))
        for (family, unit), bars in grouped.items():
            step = steps[family, unit]
            said = " · ".join(filter(None, [f"{unit or '–'} {english(unit, 'unit')}".strip(), family]))
            axes = place_axes(figure, MARGIN + LABELS, top + head, WIDTH - LABELS - 2 * MARGIN, step * len(bars))
            place = {"transform": axes.get_yaxis_transform(), "color": SAID, "fontsize": 9, "va": "center"}
            write_words(axes, -LABELS / inches_wide(axes), -0.12, shorten(said, 68), **place)
            draw_bars(axes, bars, step)
            lines += [said, *(f"  {tell_row(bar.chinese, bar.english, bar.words)}" for bar in bars)]
            top += head + step * len(bars)
    return Chart(figure, in_words(title, lines, more))


_LEVELS = {"country": "全国", "province": "省级", "city": "市级", "district": "区级", "community": "社区"}


def claims_by_level(report: Report) -> Chart:
    """Firsts and honours by the level of government that they hold for or come from, each in a box of its own."""
    found = {"first": firsts(report), "honour": honours(report)}
    named = [
        (level, kind, what)
        for kind, rows in found.items()
        for level, what in zip(rows["level"], rows["what"], strict=True)
    ]
    levels = [level for level in (*_LEVELS, *dict.fromkeys(level for level, _, _ in named)) if level]
    rows = {level: [(kind, what) for place, kind, what in named if place == level] for level in dict.fromkeys(levels)}
    rows = {level: boxes[:8] for level, boxes in rows.items() if boxes}
    one, other = (len(rows) for rows in found.values())
    above = next((level for level in _LEVELS if level in rows), "")
    title = Title(
        f"{counted(one, 'first')} and {counted(other, 'honour')}" + (f", none above the {above}" if above else ""),
        f"“首”字{one}项，荣誉{other}项" + (f"，最高为{_LEVELS[above]}" if above else ""),
    )
    label, high, wide = 0.85, 0.62, (WIDTH - 2 * MARGIN - 0.85) / 2
    tall = {level: high * ((len(boxes) + 1) // 2) + 0.1 for level, boxes in rows.items()}
    fills = {"first": FILLS["started"], "honour": "#ffffff"}
    note = noted("", *(what for _, _, what in named))
    with in_style():
        legend = [(fills["first"], "first 首个、率先"), (fills["honour"], "honour 荣誉")]
        figure, top = empty_sheet(title, note, sum(tall.values()), legend)
        for level, boxes in rows.items():
            axes = place_axes(figure, MARGIN + label, top, WIDTH - 2 * MARGIN - label, tall[level])
            axes.set_xlim(0, 2 * wide)
            write_label(axes, high / 2, _LEVELS.get(level, ""), level, label)
            for place, (kind, what) in enumerate(boxes):
                _claim_box(axes, place % 2 * wide, place // 2 * high, (wide - 0.06, high - 0.06), what, fills[kind])
            top += tall[level]
    lines = [tell_row(what, english(what, "claim"), f"{kind}, {level}") for level, kind, what in named]
    return Chart(figure, in_words(title, lines, note))


def _claim_box(axes: Axes, x: float, y: float, size: tuple[float, float], chinese: str, fill: str) -> None:
    """A claim: two lines of English and one of Chinese in a box."""
    axes.add_patch(filled(x, y, *size, fill))
    lines = wrapped(english(chinese, "claim"), int(size[0] * 15.2), 2)
    for place, line in enumerate(lines):
        write_words(axes, x + 0.06, y + 0.13 + 0.155 * place, line, fontsize=8.5, va="center")
    at = y + 0.13 + 0.155 * len(lines)
    write_words(axes, x + 0.06, at, shorten(chinese, int(size[0] * 15)), fontsize=8.5, color=FAINT, va="center")


def life_circle_aims(report: Report) -> Chart:
    """The five aims of the life circle by the figures and programmes that serve them, a dot for each.

    Only of the bundled summary; LookupFailed for another.
    """
    times = Counter((row.aim, "figure" if row.id.startswith("f") else "programme") for row in context.aims(report))
    five = [aim for aim in AIMS if aim != "none"]
    counts = {aim: times[aim, "figure"] for aim in five}
    most, all_ = max(counts, key=lambda aim: counts[aim]), sum(counts.values())
    bare = [aim for aim in five if not counts[aim]]
    title = Title(
        f"Of {all_} figures for the five aims, {counts[most]} are for {AIMS[most]}"
        + (f"; {' and '.join(AIMS[aim] for aim in bare)} is only named" if bare else ""),
        f"归入五宜的{all_}个统计数中，{most}占{counts[most]}个" + (f"；{'、'.join(bare)}只有名称" if bare else ""),
    )
    note = (
        f"{times['none', 'figure']} figures and {times['none', 'programme']} mentions of programmes serve none of the"
        " five, as inspections, law and committees do. Sorted by hand; the text does not say what serves which aim."
    )
    step, label = 0.46, 1.45
    with in_style():
        legend = [(SAID, "a figure 统计数"), ("#ffffff", "a programme, only named 只有名称")]
        figure, top = empty_sheet(title, note, step * len(five), legend)
        axes = place_axes(figure, MARGIN + label, top, WIDTH - 2 * MARGIN - label, step * len(five))
        axes.set_xlim(0, WIDTH - 2 * MARGIN - label)
        for line, aim in enumerate(five):
            y = (line + 0.5) * step
            write_label(axes, y, aim, f"good for {AIMS[aim]}", label)
            fills = [SAID] * times[aim, "figure"] + ["#ffffff"] * times[aim, "programme"]
            for place, fill in enumerate(fills):
                axes.plot(0.09 + 0.19 * place, y, "o", markersize=9, markerfacecolor=fill, markeredgecolor=SAID)
            words = f"{counts[aim]} + {times[aim, 'programme']}"
            write_words(axes, 0.09 + 0.19 * len(fills), y, words, fontsize=9, va="center")
    lines = [tell_row(aim, AIMS[aim], f"figures {counts[aim]}, programmes {times[aim, 'programme']}") for aim in five]
    return Chart(figure, in_words(title, lines, note))


_NEAR = 0.25  # of an even share


def beside_plans(report: Report) -> Chart:
    """Figures as multiples of an even share of what city and district planned, a dot for each plan.

    From outside the text, and only for the bundled summary; LookupFailed for another.
    """
    plans = context.plans(report)
    groups = {id_: [row for row in plans if row.id == id_] for id_ in dict.fromkeys(row.id for row in plans)}
    near = sum(any(abs(row.times - 1) <= _NEAR for row in rows) for rows in groups.values())
    title = Title(
        f"{near} of {len(groups)} works come within a quarter of an even share of a plan of district or city",
        f"{len(groups)}项工作中，{near}项与区、市计划的平均份额相差不超过四分之一",
    )
    among = dict.fromkeys(f"{english(row.place, 'place')} {context.sharers(row.fact).value}" for row in plans)
    note = (
        "From outside the text. Share: the number planned, divided by the sub-districts of the place"
        f" ({', '.join(among)}). Sub-districts differ in size, and a plan is no result."
    )
    records = {row.id: row for row in _figures(report)}
    bars = {id_: _figure_bar(records[id_]) for id_ in groups}
    step, above, most = row_height(list(bars.values())), 0.24, max(row.times for row in plans)
    with in_style():
        legend = [(SAID, "plan of the same year 同年"), ("#ffffff", "of the year before or after 上年、下年")]
        figure, top = empty_sheet(title, note, step * len(groups) + above, legend)
        axes = place_axes(figure, MARGIN + LABELS, top, WIDTH - 2 * MARGIN - LABELS, step * len(groups) + above)
        axes.set_xlim(-0.08, inches_wide(axes) - 0.08)
        for at in range(int(most) + 1):
            x, colour = at * _REACH / most, INK if at == 1 else "#cccccc"
            axes.vlines(x, above, step * len(groups) + above, color=colour, linewidth=0.8)
            write_words(axes, x, above - 0.1, f"×{at}", fontsize=8.5, color=FAINT, ha="center", va="center")
        for x, words in zip(_BESIDE, ("here", "share"), strict=True):
            write_words(axes, x, above - 0.1, words, fontsize=8.5, color=FAINT, ha="right", va="center")
        for line, (id_, rows) in enumerate(groups.items()):
            y = above + (line + 0.5) * step
            write_label(axes, y, bars[id_].chinese, bars[id_].english, LABELS)
            _plans(axes, y, number(records[id_]), rows, _REACH / most, report.year or 0)
    lines = [tell_row(bar.chinese, bar.english, f"{bar.words}; {_shares(groups[id_])}") for id_, bar in bars.items()]
    return Chart(figure, in_words(title, lines, note))


_REACH, _BESIDE = 1.35, (2.05, 2.7)  # inches: of the multiples, and where the columns behind them end


def _plans(axes: Axes, y: float, here: str, rows: Sequence[context.Plan], scale: float, year: int) -> None:
    """A dot for each plan beside a figure, then the figure's number and the share of the plan nearest in time."""
    for row in rows:
        fill = SAID if row.year == year else "#ffffff"
        axes.plot(row.times * scale, y, "o", markersize=8, markerfacecolor=fill, markeredgecolor=SAID)
    nearest = min(rows, key=lambda row: (abs(row.year - year), row.year))
    for x, words in zip(_BESIDE, (here, _rounded(nearest.share)), strict=True):
        write_words(axes, x, y, words, fontsize=9, ha="right", va="center")


def _rounded(share: float) -> str:
    return f"{share:,.0f}" if share >= 10 else f"{share:.1f}".removesuffix(".0")


def _shares(rows: Sequence[context.Plan]) -> str:
    return ", ".join(f"{row.times:.1f} times {_rounded(row.share)} ({row.place} {row.year})" for row in rows)


def ledger(report: Report) -> Chart:
    """Every numeral of the text by the rule that classed it: the statistics, and what was passed over and why."""
    numerals = cast("tuple[Numeral, ...]", report.records("numerals"))
    kinds = VOCABULARY["numerals", "kind"]
    counts = Counter((row.kind, row.reason) for row in numerals)
    taken = sum(row.kind == "statistic" for row in numerals)
    title = Title(
        f"Of {counted(len(numerals), 'numeral')}, {counted(taken, 'figure')}; each other has its reason",
        f"{len(numerals)}个数字中，{taken}个是统计数，其余各有其因",
    )
    bars = [
        Bar(kinds[kind][1], f"{kind}: {why}", [(count, SAID if kind == "statistic" else FILLS["stated"])], f"{count}")
        for (kind, why), count in sorted(counts.items(), key=lambda item: (list(kinds).index(item[0][0]), -item[1]))
    ]
    return bar_chart(title, "Blue: rows of the table figures.", bars)


# Fill, from and below which confidence, and what that is called.
_BANDS = (
    ("planned", 0.0, 0.5, "不足五成", "below .5: less likely right than not"),
    ("started", 0.5, 0.75, "五成至七成半", ".5 to .75"),
    ("ongoing", 0.75, 0.9, "七成半至九成", ".75 to .9"),
    ("completed", 0.9, 1.01, "九成以上", ".9 and more"),
)


def confidence(report: Report) -> Chart:
    """Figures by how sure it is that subject and action are both right, the least sure first."""
    sure, reach = [row.confidence for row in _figures(report)], report.coverage().interval or (0.0, 0.0)
    few, many = (f"{share * len(sure):.0f}" for share in reach)
    title = Title(
        f"Of {counted(len(sure), 'figure')}, {few} to {many} should be read right",
        f"{len(sure)}个统计数中，应有{few}至{many}个读对",
    )
    bars = []
    for fill, low, high, chinese, words in _BANDS:
        count = sum(low <= one < high for one in sure)
        bars.append(Bar(chinese, words, [(count, FILLS[fill])], f"{count}"))
    note = "By confidence 可信度: how likely subject and action are both right."
    return bar_chart(title if sure else Title("No figure is told", "没有统计数"), note, bars)


def said_and_right(quarters: pd.DataFrame) -> Chart:
    """Confidence said beside the share of figures found right, in quarters of equal count, the least sure first.

    ``quarters`` has the columns quarter, figures, said, right.
    """
    apart = (quarters["said"] - quarters["right"]).abs().mean()
    title = Title(
        f"Said and right lie {apart:.2f} apart on texts never seen",
        f"在训练未见的文本上，所说与所对平均相差{apart:.2f}",
    )
    bars = []
    for number_, said, right in quarters[["quarter", "said", "right"]].to_numpy().tolist():
        for name, chinese, share, fill in (("said", "所说", said, FILLS["started"]), ("right", "所对", right, SAID)):
            bars.append(
                Bar(f"第{number_:.0f}组{chinese}", f"quarter {number_:.0f}: {name}", [(share, fill)], f"{share:.2f}")
            )
    note = f"{quarters['figures'].sum():,} figures in four quarters of equal count, the least sure first."
    return bar_chart(title, note, bars, [(FILLS["started"], "said 所说"), (SAID, "right 所对")])
