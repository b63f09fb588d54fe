"""Charts that are no bars: the text as a ribbon, claims in boxes, aims and plans from outside, two years in dots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from .. import context
from ..columns import MEANINGS
from ..evidence import firsts, given, honours, longest_gap, top_sections
from ..pairs.comparing import Comparison
from ..report import Report
from ..telling import drawing
from ..telling.drawing import FAINT, FILLS, GREYS, INK, MOST_ROWS, ROOM, SAID, SILENT, Chart, Title, write_words
from ..telling.wording import counted, english, number
from .bars import figure_bar, heading_of
from .rows import Bar, dot_chart, tell_row

_LANES = ("figures", "claims", "names", "actions")
_LANE, _TICKS = 0.48, 0.24  # inches: of a lane with its label, and of what stands under that


def text_ribbon(report: Report) -> Chart:
    """The text as a ribbon: a tick where a row of a table begins, hatched the longest stretch without a figure."""
    length, (start, stop) = len(report.text), longest_gap(report)
    share = f"{100 * (stop - start) / length:.0f}%"
    title = Title(
        f"The longest stretch without a figure: {stop - start:,} characters, {share} of the text",
        f"最长的一段没有统计数的文字：{stop - start}字，占全文{share}",
    )
    tops = top_sections(report)
    ends = [*(top.start for top in tops[1:]), length]
    lines = [
        tell_row(*heading_of(top), f"{top.start:,} to {end:,}: ")
        + ", ".join(f"{table} {sum(top.start <= row.start < end for row in report.records(table))}" for table in _LANES)
        for top, end in zip(tops, ends, strict=True)
    ]
    note, height = f"No figure from {start:,} to {stop:,}.", _LANE * (len(_LANES) + 1)
    drawn = "Place in the text, in characters. Hatched: no figure."
    with drawing.sheet(title, note, lines, height + 0.2, drawn=drawn) as (chart, head):
        axes = drawing.place_axes(chart.figure, head, height)
        axes.set_xlim(0, length)
        write_words(axes, 0, 0.08, "chapters 章", fontsize=9, va="center")
        for place, (top, end) in enumerate(zip(tops, ends, strict=True)):
            box = (top.start, 0.18), end - top.start, _TICKS
            axes.add_patch(Rectangle(*box, facecolor=GREYS[place % 2], edgecolor="none"))
            if (end - top.start) / length > 0.06:
                where = (top.start + end) / 2, 0.18 + _TICKS / 2
                write_words(axes, *where, drawing.shorten(top.number, 6) or "–", ha="center", va="center", fontsize=9)
        axes.add_patch(drawing.filled(start, _LANE + 0.18, stop - start, _TICKS, SILENT))
        _lanes(report, axes)
    return chart


def _lanes(report: Report, axes: Axes) -> None:
    """A lane of ticks for each table, and the scale under them."""
    height, length = _LANE * (len(_LANES) + 1), len(report.text)
    for place, table in enumerate(_LANES, 1):
        y, rows = _LANE * place, report.records(table)
        axes.vlines([row.start for row in rows], y + 0.18, y + 0.18 + _TICKS, color=SAID, linewidth=0.9)
        write_words(axes, 0, y + 0.08, f"{len(rows):,} {table} {MEANINGS[table].chinese}", fontsize=9, va="center")
    ticks = MaxNLocator(4, steps=[1, 2, 5, 10], integer=True).tick_values(0, length)
    for at in (int(at) for at in ticks if at <= length):
        axes.vlines(at, height - 0.02, height + 0.03, color=FAINT, linewidth=0.8, clip_on=False)
        side = "left" if at == 0 else "right" if at > 0.92 * length else "center"
        write_words(axes, at, height + 0.11, f"{at:,}", fontsize=8.5, color=FAINT, ha=side, va="center")


_LEVELS = {"country": "全国", "province": "省级", "city": "市级", "district": "区级", "community": "社区"}


def claims_by_level(report: Report) -> Chart:
    """Firsts and honours by the level of government that they hold for or come from, each in a box of its own."""
    found = {"first": firsts(report), "honour": honours(report)}
    rows = {kind: claims[["level", "what"]].to_numpy().tolist() for kind, claims in found.items()}
    named = [(level, kind, what) for kind, claims in rows.items() for level, what in claims]
    levels, wide = dict.fromkeys((*_LEVELS, *(level for level, _, _ in named))), int((ROOM - 0.14) * 15.2)
    boxed = [
        (level, (kind, *drawing.wrapped(english(what, "claim"), wide), drawing.shorten(what, wide)))
        for level, kind, what in named
    ]
    told = {level: [box for place, box in boxed if place == level][:8] for level in levels if level}
    told = {level: boxes for level, boxes in told.items() if boxes or (named and level == "country")}
    one, other = map(len, rows.values())
    above = next((level for level in _LEVELS if told.get(level)), "")
    title = Title(
        f"{counted(one, 'first')} and {counted(other, 'honour')}" + (f", none above the {above}" if above else ""),
        f"“首”字{one}项，荣誉{other}项" + (f"，最高为{_LEVELS[above]}" if above else ""),
    )
    tall = {level: 0.28 + sum(0.16 * len(lines) + 0.17 for _, *lines in boxes) for level, boxes in told.items()}
    fills = {"first": FILLS["started"], "honour": "#ffffff"}
    lines = [tell_row(what, english(what, "claim"), f"{kind}, {level}") for level, kind, what in named]
    legend = [(fills["first"], "first 首个、率先"), (fills["honour"], "honour 荣誉")]
    with drawing.sheet(title, "", lines, sum(tall.values()), legend) as (chart, top):
        for level, boxes in told.items():
            axes, y = drawing.place_axes(chart.figure, top, tall[level]), 0.24
            axes.set_xlim(0, ROOM)
            words = f"{level} {_LEVELS.get(level, '')}".strip() + (": none" if not boxes else "")
            write_words(axes, 0, 0.12, drawing.shorten(words, 46), fontsize=9.5, va="center")
            for kind, *lines in boxes:
                high = 0.16 * len(lines) + 0.1
                axes.add_patch(drawing.filled(0, y, ROOM, high, fills[kind]))
                for place, line in enumerate(lines):
                    at = y + 0.13 + 0.16 * place
                    colour = FAINT if line is lines[-1] else INK
                    write_words(axes, 0.07, at, line, fontsize=8.5, va="center", color=colour)
                y += high + 0.07
            top += tall[level]
    return chart


def life_circle_aims(report: Report) -> Chart:
    """The five aims of the life circle by what serves them, a dot for each; LookupFailed where nobody sorted that."""
    times = Counter((row.aim, "figure" if row.id.startswith("f") else "programme") for row in context.aims(report))
    five = [aim for aim in context.AIMS if aim != "none"]
    counts = {aim: times[aim, "figure"] for aim in five}
    most, all_ = max(counts, key=lambda aim: counts[aim]), sum(counts.values())
    bare = [aim for aim in five if not counts[aim]]
    title = Title(
        f"Of {all_} figures for the five aims, {counts[most]} are for {context.AIMS[most]}"
        + (f"; {' and '.join(context.AIMS[aim] for aim in bare)} is only named" if bare else ""),
        f"归入五宜的{all_}个统计数中，{most}占{counts[most]}个" + (f"；{'、'.join(bare)}只有名称" if bare else ""),
    )
    note = (
        f"{times['none', 'figure']} figures and {times['none', 'programme']} mentions of programmes serve none of the"
        " five, as inspections, law and committees do. Sorted by hand; the text does not say what serves which aim."
    )
    fills = {"figure": SAID, "programme": "#ffffff"}
    rows = []
    for aim in five:
        marks = [fill for kind, fill in fills.items() for _ in range(times[aim, kind])]
        words = f"{times[aim, 'figure']} + {times[aim, 'programme']}"
        rows.append(Bar(aim, f"good for {context.AIMS[aim]}", list(enumerate(marks)), words, " (figures, programmes)"))
    legend = [(SAID, "a figure 统计数"), ("#ffffff", "a programme, only named 只有名称")]
    return dot_chart(title, note, rows, legend, {})


def beside_plans(report: Report) -> Chart:
    """Figures as multiples of an even share of plans of city and district; LookupFailed where none was typed."""
    plans, year = context.plans(report), report.year or 0
    groups = {id_: [row for row in plans if row.id == id_] for id_ in dict.fromkeys(row.id for row in plans)}
    nearest = {id_: min(rows, key=lambda row: (abs(row.year - year), row.year)) for id_, rows in groups.items()}
    among = dict.fromkeys(f"{english(row.place, 'place')} {context.sharers(report, row.fact).value}" for row in plans)
    note = (
        "From outside the text. Share: the number planned, divided by the sub-districts of the place"
        f" ({', '.join(among)}). Sub-districts differ in size, and a plan is no result."
    )
    records, rows, things = {row.id: row for row in report.records("figures")}, [], given(report)
    for id_, found in groups.items():
        dots = [(row.times, SAID if row.year == report.year else "#ffffff") for row in found]
        words = f"{number(records[id_])} / {_rounded(nearest[id_].share)}"
        aside = "".join(f"; {row.times:.1f} times {_rounded(row.share)} ({row.place} {row.year})" for row in found)
        rows.append(figure_bar(records[id_], things)._replace(parts=dots, words=words, aside=aside))
    ticks = {float(at): f"×{at}" for at in range(int(max(row.times for row in plans)) + 1)}
    legend = [(SAID, "plan of the same year 同年"), ("#ffffff", "of the year before or after 上年、下年")]
    same = [row for row in nearest.values() if row.year == report.year]  # else of the nearest year's plan
    most = sorted(same or nearest.values(), key=lambda row: -row.times)[:3]
    told = [(things.get(row.id, records[row.id].subject), f"×{row.times:.1f}") for row in most]
    title = Title(
        f"Beside an even share of the {'same' if same else 'nearest'} year's plan: "
        + ", ".join(f"{english(words) or words} {times}" for words, times in told),
        f"与{'同年' if same else '最近一年'}计划的平均份额相比：" + "，".join(map("".join, told)),
    )
    return dot_chart(title, note, rows, legend, ticks, "here / share")


def _rounded(share: float) -> str:
    return f"{share:,.0f}" if share >= 10 else f"{share:.1f}".removesuffix(".0")


_MOST_TIMES = 2.0  # of the old value: what is above is drawn at the edge, with its number


def dumbbells(found: Comparison, ids: Iterable[str] | None = None, most: int = MOST_ROWS) -> Chart:
    """Each amount of the new year in times the old one's, a dot for either; those not stated again are hatched.

    ``ids`` are the figures of the old year to draw, all if None. At ``most`` so many: those that moved most, up and
    down; a quarter is kept for what is not stated again.
    """
    figures, rows, things = {row.id: row for row in found.old.records("figures")}, [], given(found.old)
    wanted = dict.fromkeys(figures if ids is None else ids)
    both = [row for row in found.records("figures") if row.old_id in wanted]
    told = [row for row in both if row.relation == "results" or not row.new_id]  # results beside results, or nothing
    silent, pairs = [row for row in told if not row.new_id], [row for row in told if row.percent is not None]
    pairs.sort(key=lambda row: -row.percent)
    if len(pairs) > (room := most - len(silent[: most // 4])):
        pairs = [*pairs[: room - room // 2], *pairs[len(pairs) - room // 2 :]]
    shown, gone = [*pairs, *silent[: most // 4]], len(silent)
    rose, fell = (sum(row.movement == way for row in told if row.new_id) for way in ("rise", "fall"))
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
    for row in shown:
        times = min(1 + float(row.percent or 0), _MOST_TIMES)
        dots = [(1.0, "#ffffff"), (times, SAID)] if row.new_id else [(1.0, SILENT)]
        by = f" ({row.percent:+.0%})" if row.percent is not None else ""
        words = f"{row.new_text}{by}" if row.new_id else f"{row.old_text}, not stated"
        aside = f", from {row.old_text}" if row.new_id else ""
        rows.append(figure_bar(figures[row.old_id], things)._replace(parts=dots, words=words, aside=aside))
    legend = [] if all(row.new_id for row in shown) else [(SILENT, "not stated again 未再提")]
    return dot_chart(title, note, rows, legend, {0: "×0", 1: "×1", 2: "×2"}, is_joined=True)
