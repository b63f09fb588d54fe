"""Charts of bars: actions and figures by chapter, stage and unit; the ledger; how sure the reading is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..columns import VOCABULARY
from ..evidence import actions_with_figures, given, leaves, top_sections
from ..records import Figure, LookupFailed, Section, TotalError
from ..report import Report
from ..telling import drawing
from ..telling.drawing import FILLS, MOST_ROWS, SAID, SILENT, STAGES, Chart, Title
from ..telling.wording import counted, english, number
from .rows import Bar, bar_chart, dot_chart, draw_bars, rows_height, tell_rows

if TYPE_CHECKING:
    import pandas as pd


def _areas(report: Report) -> dict[str, int]:
    return {row.id: row.area for row in report.records("sections")}


def heading_of(section: Section, chapter: str = "") -> tuple[str, str]:
    """The label of a section: its number and title as written, and their English, short where that is known."""
    if not section.title:
        return ("开头", "opening") if section.id == "s0" else ("–", "")
    meaning = english(section.title, "topic") or english(section.title, "heading")
    return " ".join(filter(None, [chapter, section.number, section.title])), meaning


def counted_actions(report: Report, area: int | None = None) -> Chart:
    """Chapters, or the sections of one, by their actions: how many carry a number; the rest is hatched."""
    acts, areas, parts = actions_with_figures(report), _areas(report), top_sections(report)
    if area is not None:
        if not (rows := [row for row in report.records("sections") if row.area == area]):
            raise LookupFailed(f"no work area {area!r}", hint="the column area of the table sections has them")
        held = dict.fromkeys(leaves(report)["id"])
        parts = [row for row in rows if row.id in held] or rows
    bars, having, told = list[Bar](), 0, 0
    for part in parts:
        here = acts[acts["section_id"].map(areas) == part.area if area is None else acts["section_id"] == part.id]
        some, all_ = int((here["figures"] > 0).sum()), len(here)
        having, told = having + some, told + all_
        if all_ or part.area:
            bars.append(Bar(*heading_of(part), [(some, SAID), (all_ - some, SILENT)], f"{some} of {all_}"))
    carry = "carries" if having == 1 else "carry"
    words = f"Of {counted(told, 'action')}, {having or 'none'} {carry} a number", f"{told}项举措中，{having}项带有数字"
    title = Title(*words) if told else Title("No actions are told", "没有写到举措")
    note = "Actions: what the office says that it did, does or will do."
    return bar_chart(title, note, bars, [(SAID, "with a number 有数字"), (SILENT, "without 无数字")])


def figures_by_section(report: Report) -> Chart:
    """Sections by how many figures they hold; where there are none, a hatched mark says so."""
    times, areas = Counter(row.section_id for row in report.records("figures")), _areas(report)
    chapters, held = {top.area: top for top in top_sections(report)}, dict.fromkeys(leaves(report)["id"])
    rows, bars = [row for row in report.records("sections") if row.id in held], []
    for row in rows:
        chapter = chapters[row.area].number if row.area and row.level > 1 else ""
        chinese, meaning = heading_of(row, chapter)
        count = times[row.id]
        mark = [(count, SAID)] if count else [(max(times.values(), default=1) / 40, SILENT)]
        bars.append(Bar(chinese, meaning, mark, f"{count}" if count else "none"))
    bare, total = sum(not times[row.id] for row in rows), sum(times.values())
    most = max(Counter(areas[row.section_id] for row in report.records("figures")).values(), default=0)
    share = round(100 * most / total) if total else 0
    title = Title(
        f"{share}% of the figures stand in one chapter; {bare or 'none'} of {counted(len(rows), 'section')} hold none",
        f"{share}%的统计数集中在一章；{len(rows)}节中{bare}节一个也没有",
    )
    title = title if total else Title("No section holds a figure", "没有统计数")
    return bar_chart(title, "", bars)


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
    acts = report.records("actions")
    areas, bars = _areas(report), list[Bar]()
    for top in top_sections(report):
        times = Counter(row.stage for row in acts if areas[row.section_id] == top.area)
        if times or top.area:
            words = f"{times['completed']} of {sum(times.values())}"
            bars.append(Bar(*heading_of(top), [(times[stage], FILLS[stage]) for stage in STAGES], words))
    done = sum(row.stage == "completed" for row in acts)
    are = "is" if done == 1 else "are"
    words = f"Of {counted(len(acts), 'action')}, {done or 'none'} {are} told as completed"
    title = Title(words, f"{len(acts)}项举措中，{done}项写为完成")
    title = title if acts else Title("No actions are told", "没有写到举措")
    note = "At the end of a bar: completed, of all. Left open: the verb does not say how far the work is."
    return bar_chart(title, note, bars, _legend(row.stage for row in acts))


def _chosen(report: Report, ids: Iterable[str]) -> list[Figure]:
    """The figures that ids name; LookupFailed if one is missing, TotalError if they are of unlike units."""
    wanted = frozenset([ids] if isinstance(ids, str) else ids)
    rows = [row for row in report.records("figures") if row.id in wanted]
    if unknown := sorted(wanted - {row.id for row in rows}):
        raise LookupFailed(f"no figure {unknown[0]!r}", hint="ids stand in the first column of the table figures")
    units = list(dict.fromkeys(row.unit for row in rows))
    if len(units) > 1:
        raise TotalError(f"figures of unlike unit: {', '.join(units)}", hint="choose figures of one unit")
    return rows


def stage_ladder(report: Report, ids: Iterable[str]) -> Chart:
    """Figures by stage, from planned to completed, by their ``ids``: never one sum; TotalError if of unlike units."""
    rows = sorted(_chosen(report, ids), key=lambda row: STAGES.index(row.stage))
    few = ", ".join(f"{number(row)} {'signed for' if row.action == '签约' else row.stage}" for row in rows[:5])
    title = Title(
        f"{few if len(rows) < 6 else counted(len(rows), 'figure')}: a ladder, not a sum",
        f"{'、'.join(f'{row.action}{row.text}' for row in rows[:5])}：是先后各步，不能相加",
    )
    title = title if rows else Title("No ladder", "没有分步的统计数")
    things = given(report)
    return bar_chart(title, "", [figure_bar(row, things) for row in rows], _legend(row.stage for row in rows))


def compared(report: Report, ids: Iterable[str]) -> Chart:
    """Figures beside each other by their ``ids``, the largest first; TotalError if they are of unlike units."""
    rows = sorted(_chosen(report, ids), key=lambda row: -row.value)
    title = Title("No figure to draw", "没有统计数")
    if rows:
        most = english(rows[0].subject, "subject") or rows[0].subject
        times = f"{rows[0].value / rows[1].value:.1f}" if len(rows) > 1 and rows[1].value else ""
        title = Title(
            f"{most[:1].upper()}{most[1:]}: {number(rows[0])}" + (f", {times} times the next" if times else ""),
            f"{rows[0].subject}{rows[0].text}" + (f"，是其次的{times}倍" if times else ""),
        )
    things = given(report)
    return bar_chart(title, "", [figure_bar(row, things) for row in rows])


def figure_bar(row: Figure, things: Mapping[str, str]) -> Bar:
    """A figure as a bar: labelled by subject, action and what was ``given``, long as its value, full as its stage."""
    thing = things.get(row.id, "")
    chinese = f"{row.subject} {row.action}{thing}".strip() or row.text
    known = english(row.subject, "subject")  # a verb's English without its noun's says nothing
    known = f"{english(thing, 'object')} for {known}" if english(thing, "object") else known
    meaning = ", ".join(filter(None, [known, english(row.action, "action") if known or not row.subject else ""]))
    value = max(float(row.value), 0)  # below zero no bar is drawn: the words say it
    return Bar(chinese, meaning, [(value, FILLS[row.stage])], row.text)


def unit_panels(report: Report, area: int | None = None) -> Chart:
    """Small multiples: figures that count the same kind of thing in one unit, an axis a kind; none without its like."""
    areas = _areas(report)
    figures = [row for row in report.records("figures") if area is None or areas[row.section_id] == area]
    # What kind of thing is counted: the head of a Chinese noun stands last, 消防安全检查单.
    kinds = {row.id: (row.unit, row.subject.rstrip("”》）)")[-2:]) for row in figures}
    times = Counter(kinds.values())
    alike = [row for row in figures if row.subject and times[kinds[row.id]] > 1]
    shown, grouped, things = alike[:MOST_ROWS], dict[tuple[str, str], list[Bar]](), given(report)
    for row in shown:
        grouped.setdefault(kinds[row.id], []).append(figure_bar(row, things))
    title = Title(
        f"Of {counted(len(figures), 'figure')}, {len(alike) or 'none'} can be set beside another of their kind",
        f"{len(figures)}个统计数中，{len(alike)}个有同类可比",
    )
    title = title if figures else Title("No figure to draw", "没有统计数")
    note = "Each kind has a scale of its own." if len(grouped) > 1 else ""
    note = f"{note} Drawn: the first {MOST_ROWS} of {len(alike)}.".strip() if len(alike) > MOST_ROWS else note
    heads = [drawing.shorten(f"{unit or '–'} {english(unit, 'unit')}".strip(), 46) for unit, _ in grouped]
    panels, high = list(zip(heads, grouped.values(), strict=True)), 0.26
    lines = [line for head, bars in panels for line in (head, *(f"  {line}" for line in tell_rows(bars)))]
    height = sum(high + rows_height(bars) for _, bars in panels)
    with drawing.sheet(title, note, lines, height, _legend(row.stage for row in shown)) as (chart, top):
        for head, bars in panels:
            axes = drawing.place_axes(chart.figure, top, high)
            drawing.write_words(axes, 0, high / 2 + 0.03, head, color=SAID, fontsize=9, va="center")
            draw_bars(chart.figure, top + high, bars)
            top += high + rows_height(bars)
    return chart


def ledger(report: Report) -> Chart:
    """Every numeral of the text by the rule that classed it: the statistics, and what was passed over and why."""
    numerals, kinds = report.records("numerals"), VOCABULARY["numerals", "kind"]
    counts = Counter((row.kind, row.reason) for row in numerals)
    times = Counter(row.kind for row in numerals)
    found = [(kind, times[kind]) for kind in kinds if times[kind]]
    title = Title(
        f"{counted(len(numerals), 'numeral')}: "
        + ", ".join(counted(count, "figure" if kind == "statistic" else kind) for kind, count in found),
        f"{len(numerals)}个数字：" + "，".join(f"{kinds[kind][1]}{count}" for kind, count in found),
    )
    title = title if found else Title("No numeral is told", "没有数字")
    bars = [
        Bar(kinds[kind][1], f"{kind}: {why}", [(count, SAID if kind == "statistic" else FILLS["stated"])], f"{count}")
        for (kind, why), count in sorted(counts.items(), key=lambda item: (list(kinds).index(item[0][0]), -item[1]))
    ]
    return bar_chart(title, "Blue: rows of the table figures.", bars)


def said_and_right(quarters: pd.DataFrame) -> Chart:
    """Confidence said beside the share found right, the least sure first: columns quarter, figures, said, right."""
    apart = (quarters["said"] - quarters["right"]).abs().mean()
    title = Title(
        f"Confidence and the share found right lie on average {apart:.2f} apart on texts never seen",
        f"在训练未见的文本上，所说与所对平均相差{apart:.2f}",
    )
    rows = [
        Bar(f"第{n:.0f}组", f"quarter {n:.0f}", [(said, "#ffffff"), (right, SAID)], f"{said:.2f} / {right:.2f}")
        for n, said, right in quarters[["quarter", "said", "right"]].to_numpy().tolist()
    ]
    note = f"{quarters['figures'].sum():,} figures in four quarters of equal count, the least sure first."
    legend = [("#ffffff", "said 所说"), (SAID, "found right 所对")]
    return dot_chart(title, note, rows, legend, {0: "0", 0.5: "0.5", 1: "1"}, "said / right", is_joined=True)
