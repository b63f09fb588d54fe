"""Charts that are no bars: the text as a ribbon, claims in boxes, the aims of the life circle, plans from outside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from .. import context
from ..columns import MEANINGS
from ..context import AIMS
from ..evidence import firsts, given, honours, longest_gap, top_sections
from ..report import Report
from ..telling.drawing import (
    FAINT,
    FILLS,
    INK,
    LABELS,
    MARGIN,
    SAID,
    SILENT,
    WIDTH,
    Chart,
    Title,
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
from ..telling.glosses import english
from ..telling.wording import counted, number
from .bars import figure_bar, figures_of, heading_of

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
        tell_row(*heading_of(top), f"{top.start:,} to {end:,}: ")
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
    own = {id_: [row for row in rows if row.year == report.year] for id_, rows in groups.items()}
    same = [rows for rows in own.values() if rows]
    near = sum(any(abs(row.times - 1) <= _NEAR for row in rows) for id_, rows in groups.items() if not own[id_])
    beyond = sum(min(abs(row.times - 1) for row in rows) > _NEAR for rows in same)
    title = Title(
        f"Of {len(same)} works with a plan of the same year, {beyond or 'none'} lie more than a quarter off an even"
        f" share of it; of {len(groups) - len(same)} with another year's, {near} within a quarter",
        f"有同年计划的{len(same)}项中，{beyond}项与平均份额相差超过四分之一；"
        f"只有上下年计划的{len(groups) - len(same)}项中，{near}项不超过",
    )
    among = dict.fromkeys(f"{english(row.place, 'place')} {context.sharers(report, row.fact).value}" for row in plans)
    note = (
        "From outside the text. Share: the number planned, divided by the sub-districts of the place"
        f" ({', '.join(among)}). Sub-districts differ in size, and a plan is no result."
    )
    records = {row.id: row for row in figures_of(report)}
    bars = {id_: figure_bar(records[id_], given(report)) for id_ in groups}
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
