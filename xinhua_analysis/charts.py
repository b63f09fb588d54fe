"""Charts of a report: one function a chart, each giving a matplotlib figure and the same in words.

One style. Blue is what the text says, in steps from planned (empty) to completed (full). Orange-red, always hatched, is
what the text does not say. Chinese stands as written, its English under it. Labels stand at the bars; nothing hangs on
colour alone. No chart puts two units on one axis.
"""

from __future__ import annotations

import io
import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from textwrap import wrap
from typing import Any, NamedTuple, cast

# What it says of its caches on first use would stand on stderr, where a notebook shows it and a test of it fails.
logging.getLogger("matplotlib").setLevel(logging.ERROR)

import matplotlib
import matplotlib.style
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Sheet
from matplotlib.ft2font import FT2Font
from matplotlib.patches import Rectangle
from PIL import Image

from .columns import MEANINGS, NOT_STATED, VOCABULARY
from .evidence import EVIDENCE, actions_with_figures, longest_gap, section_counts, top_sections
from .glosses import english
from .records import Action, Claim, Figure, LookupFailed, Name, Numeral, Section, TotalError
from .report import Report
from .story import number
from .words import counted, width

FONT = Path(__file__).parent / "fonts" / "XinhuaAnalysisSans.otf"
FAMILY = "Xinhua Analysis Sans"

# Asked in this order for a glyph that our subset lacks: the Chinese fonts of Linux, macOS and Windows.
INSTALLED = ("Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "SimSun")

SAID, SILENT = "#0072b2", "#d55e00"  # Okabe and Ito's blue and vermilion
INK, FAINT = "#1a1a1a", "#5a5a5a"
HATCH = "////"

# The further the work, the fuller the bar; what is only stated is not on the ladder.
STAGES = tuple(VOCABULARY["", "stage"])
_FILL = {"planned": "#ffffff", "started": "#cfe3f1", "ongoing": "#7fb8d8", "completed": SAID, "stated": "#dddddd"}

WIDTH = 9.0  # inches; at 96 pixels to the inch what a notebook has room for
_DPI, _COLOURS = 192, 64
_ROWS, _PANELS = 40, 80  # rows that a chart can hold and still be read; panels have two columns

_STYLE: dict[str, Any] = {
    "font.family": [FAMILY],
    "font.size": 10,
    "text.parse_math": False,  # a $ of the text is a $
    "text.color": INK,
    "axes.unicode_minus": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.bottom": False,
    "axes.spines.left": False,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "hatch.linewidth": 0.8,
    "hatch.color": SILENT,
}


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure and the same in words; a notebook shows the picture, and tests compare the words."""

    figure: Sheet
    text: str

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text

    def png(self) -> bytes:
        """The picture, at two pixels for each of the page's; the same bytes for the same rows."""
        drawn, file = io.BytesIO(), io.BytesIO()
        with _style():
            self.figure.savefig(drawn, format="png", dpi=_DPI, pil_kwargs={"compress_level": 1})
        picture = Image.open(drawn).convert("RGB")
        # Few colours are enough for bars and type, and take a quarter of the room in a notebook.
        picture.quantize(_COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
        return file.getvalue()

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, object], dict[str, object]]:
        wide, high = (round(side * _DPI / 2) for side in self.figure.get_size_inches())
        about = {"alt": self.text, "width": wide, "height": high}
        return {"image/png": self.png(), "text/plain": self.text}, {"image/png": about}


class Bar(NamedTuple):
    """A bar: its label in two languages, its length, the words at its end, its fill, and the hatched part behind it."""

    chinese: str
    english: str
    value: float
    words: str
    fill: str = SAID
    silent: float = 0


def _style() -> AbstractContextManager[None]:
    _register()
    # from the defaults, so that no matplotlibrc of the reader's changes a picture
    return matplotlib.style.context(["default", _STYLE])


@cache
def _register() -> None:
    font_manager.fontManager.addfont(FONT)


@cache
def _drawn_by(path: str) -> frozenset[int]:
    """The characters that a font draws; none if it has gone since matplotlib listed it, or cannot be read."""
    try:
        return frozenset(FT2Font(path).get_charmap())
    except (OSError, RuntimeError):
        return frozenset()


@cache
def _installed() -> Mapping[str, str]:
    """The Chinese fonts of this machine: family → file."""
    found = {font.name: font.fname for font in font_manager.fontManager.ttflist if font.name in INSTALLED}
    return {family: found[family] for family in INSTALLED if family in found}


def _lacking(words: str) -> list[str]:
    """The characters of some words that our font cannot draw; blanks aside."""
    ours = _drawn_by(str(FONT))
    return sorted({c for c in words if ord(c) not in ours and c.isprintable() and not c.isspace()})


def _families(words: str) -> list[str]:
    """Our font, and for characters that it lacks an installed one that has them."""
    lacking = [ord(c) for c in _lacking(words)]
    others = _installed().items() if lacking else []
    return [FAMILY, *(family for family, path in others if any(c in _drawn_by(path) for c in lacking))]


def undrawable(words: str) -> str:
    """The characters of some words that no font here can draw; a chart puts 〓 in their place and says so.

    >>> undrawable("完工16台"), undrawable("\U0003ffff")
    ('', '')
    """
    lacking = _lacking(words)
    fonts = [_drawn_by(path) for path in _installed().values()] if lacking else []
    return "".join(c for c in lacking if not any(ord(c) in font for font in fonts))


def _clean(words: str) -> str:
    """Words as a chart can hold them: one line of printable characters, 〓 for what no font draws."""
    missing = undrawable(words)
    line = " ".join("".join(c if c.isprintable() or c.isspace() else "" for c in words).split())
    return "".join("〓" if c in missing else c for c in line)


def _cut(words: str, most: int) -> str:
    """One line of at most so many places; a hanzi takes two, and so does a quotation mark, as this font draws it."""
    words = _clean(words)
    places = [width(c) + (c in "“”‘’…—") for c in words]
    if sum(places) <= most:
        return words
    kept = sum(total <= most - 2 for total in accumulate(places))
    return f"{words[:kept]}…"


def _write(axes: Axes | Sheet, x: float, y: float, words: str, **told: Any) -> None:
    axes.text(x, y, words, fontfamily=_families(words), **told)


# A chart on its sheet: title above, note below, one row after the other. Measures in inches.

_LABELS, _MARGIN, _HEAD, _FOOT = 3.5, 0.15, 0.5, 0.36
_LINE = 15.5  # small letters of a label to the inch


def _sheet(title: str, note: str, height: float) -> Sheet:
    """An empty figure with a title, and a note at its foot."""
    lines = wrap(_clean(note), 130) or [""]
    figure = Sheet(figsize=(WIDTH, _HEAD + height + _FOOT + 0.16 * (len(lines) - 1)))
    high = figure.get_figheight()
    _write(figure, _MARGIN / WIDTH, 1 - 0.1 / high, _cut(title, 100), fontsize=12.5, va="top")
    for line, words in enumerate(reversed(lines)):
        _write(figure, _MARGIN / WIDTH, (0.1 + 0.16 * line) / high, words, fontsize=8.5, color=FAINT, va="bottom")
    return figure


def _axes(figure: Sheet, left: float, top: float, wide: float, height: float) -> Axes:
    """Axes without frame, placed in inches from the upper left corner under the title; y runs downwards in inches."""
    high = figure.get_figheight()
    axes = figure.add_axes((left / WIDTH, 1 - (_HEAD + top + height) / high, wide / WIDTH, height / high))
    axes.set_ylim(height, 0)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.patch.set_visible(False)
    return axes


def _inches(axes: Axes) -> float:
    return float(axes.get_position().width * WIDTH)


def _meaning(words: str, wide: float) -> list[str]:
    """An English label in at most three lines."""
    lines = wrap(_clean(words), int(wide * _LINE))
    return lines if len(lines) < 4 else [*lines[:2], f"{lines[2][:-1]}…"]


def _label(axes: Axes, y: float, chinese: str, meaning: str, wide: float) -> None:
    """A label to the left of the axes: Chinese as written, its English small under it, in ``wide`` inches."""
    told = {"transform": axes.get_yaxis_transform(), "ha": "left", "va": "center"}
    left, lines = -wide / _inches(axes), _meaning(meaning, wide)
    up = 0.085 * len(lines)
    _write(axes, left, y - up, _cut(chinese, int(wide * 13.6)), fontsize=10, **told)
    for place, line in enumerate(lines):
        _write(axes, left, y - up + 0.17 * (place + 1), line, fontsize=8.5, color=FAINT, **told)


def _step(bars: Sequence[Bar], wide: float) -> float:
    """The height of a row, by the longest label."""
    return (0.3, 0.44, 0.6, 0.76)[max((len(_meaning(bar.english, wide)) for bar in bars), default=0)]


def _bars(axes: Axes, bars: Sequence[Bar], step: float, wide: float, is_scaled: bool = True) -> None:
    """Horizontal bars from zero, each with its label to the left and its words at its end.

    Where lengths would compare what cannot be compared, every bar is the same short mark.
    """
    if not is_scaled:
        bars = [bar._replace(value=int(bar.value > 0), silent=0) for bar in bars]
    longest = max((bar.value + bar.silent for bar in bars), default=0) or 1
    room = max((width(bar.words) for bar in bars), default=0) * 0.078 + 0.15
    most = max(_inches(axes) - room, 0.5) if is_scaled else 0.22
    axes.set_xlim(0, longest * _inches(axes) / most)
    axes.axvline(0, color=INK, linewidth=0.8)
    for row, bar in enumerate(bars):
        y = (row + 0.5) * step
        end = bar.value + bar.silent
        if bar.value:
            axes.add_patch(Rectangle((0, y - 0.11), bar.value, 0.22, facecolor=bar.fill, edgecolor=SAID, linewidth=1))
        if bar.silent:
            axes.add_patch(_hatched(bar.value, y - 0.11, bar.silent, 0.22))
        gap = 0.05 * axes.get_xlim()[1] / _inches(axes)
        _write(axes, end + gap, y, _clean(bar.words), fontsize=9.5, va="center")
        _label(axes, y, bar.chinese, bar.english, wide)


def _hatched(x: float, y: float, wide: float, height: float) -> Rectangle:
    return Rectangle((x, y), wide, height, facecolor="white", edgecolor=SILENT, hatch=HATCH, linewidth=0.8)


def _bar_chart(title: str, note: str, bars: Sequence[Bar]) -> Chart:
    shown = list(bars)[:_ROWS]
    note = f"{note} The first {_ROWS} of {len(bars)}." if len(bars) > len(shown) else note
    step = _step(shown, _LABELS)
    with _style():
        figure = _sheet(title, _noted(note, *(f"{bar.chinese}{bar.words}" for bar in shown)), step * max(len(shown), 1))
        left = _MARGIN + _LABELS
        if shown:
            _bars(_axes(figure, left, 0, WIDTH - left - _MARGIN, step * len(shown)), shown, step, _LABELS)
    return Chart(figure, _twin(title, [_told(bar.chinese, bar.english, bar.words) for bar in shown], note))


def _noted(note: str, *words: str) -> str:
    missing = undrawable("".join(words))
    told = f"〓: no font here draws {counted(len(missing), 'character')}; install a Chinese font." if missing else ""
    return f"{note} {told}".strip()


def _told(chinese: str, meaning: str, words: str) -> str:
    label = " ".join(chinese.split())
    return f"{label} ({meaning}): {words}" if meaning else f"{label}: {words}"


def _twin(title: str, lines: Sequence[str], note: str) -> str:
    return "\n".join([title, *(f"  {line}" for line in lines), *([note] if note else [])])


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
    more = f"The first {_ROWS} of {len(labels)}." if len(labels) > _ROWS else ""
    labels, cells = labels[:_ROWS], cells[:_ROWS]
    wide, label = (WIDTH - 2 * _MARGIN - 4.1) / len(columns), 4.1
    head, is_narrow = (0.6, True) if wide < 0.75 else (0.45, False)
    step = max(_step([Bar(*words, 0, "") for words in labels], label), 0.34)
    with _style():
        figure = _sheet(
            title,
            _noted(" ".join(filter(None, [note, also, more])), *(chinese for chinese, _ in labels)),
            step * len(labels) + head,
        )
        axes = _axes(figure, _MARGIN + label, 0, wide * len(columns), step * len(labels) + head)
        axes.set_xlim(0, len(columns))
        for place, column in enumerate(columns):
            _write(axes, place + 0.5, 0.12, _chinese(column), fontsize=9, ha="center", va="center")
            y = 0.31 + 0.15 * (is_narrow and place % 2)
            _write(axes, place + 0.5, y, column, fontsize=8, color=FAINT, ha="center", va="center")
            most = max((row[place] for row in cells), default=0) or 1
            for line, row in enumerate(cells):
                _square(axes, place, head + line * step, step, row[place], most)
        for line, (chinese, meaning) in enumerate(labels):
            _label(axes, head + (line + 0.5) * step, chinese, meaning, label)
            if line and groups[line] != groups[line - 1]:  # a new chapter
                left = -label / _inches(axes)
                axes.plot([left, 1], [head + line * step] * 2, transform=axes.get_yaxis_transform(), color=FAINT,
                          linewidth=0.8, clip_on=False)  # fmt: skip
    lines = [
        _told(*words, ", ".join(f"{column} {count}" for column, count in zip(columns, row, strict=True)))
        for words, row in zip(labels, cells, strict=True)
    ]
    return Chart(figure, _twin(title, lines, " ".join(filter(None, [also, more]))))


_SHORT = {
    "programme": "项目", "platform": "平台", "publication": "出版物", "organisation": "机构", "place": "地点",
    "event": "活动", "mechanism": "机制", "meeting": "会议", "expression": "说法", "planned": "计划", "started": "启动",
    "ongoing": "进行", "completed": "完成", "stated": "陈述",
}  # fmt: skip


def _chinese(column: str) -> str:
    return MEANINGS[column].chinese if column in MEANINGS else _SHORT.get(column, column)


def _square(axes: Axes, place: int, top: float, step: float, count: int, most: int) -> None:
    if not count:
        axes.add_patch(_hatched(place + 0.03, top + 0.03, 0.94, step - 0.06))
        return
    share = 0.12 + 0.88 * count / most
    blue = tuple(1 - share * (1 - channel) for channel in (0, 0x72 / 255, 0xB2 / 255))
    axes.add_patch(Rectangle((place + 0.03, top + 0.03), 0.94, step - 0.06, facecolor=blue, edgecolor="none"))
    colour = "white" if share > 0.72 else INK  # where white on this blue has more contrast than ink
    _write(axes, place + 0.5, top + step / 2, f"{count:,}", fontsize=10, color=colour, ha="center", va="center")


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
    with _style():
        figure = _sheet(title, "Place in the text, in characters. Hatched: no figure.", height + 0.4)
        axes = _axes(figure, _MARGIN + label, 0, WIDTH - 2 * _MARGIN - label - 0.25, height + 0.3)
        axes.set_xlim(0, length)
        _label(axes, band / 2 - 0.03, "章", "chapter", label)
        for place, (top, end) in enumerate(zip(tops, ends, strict=True)):
            shade = ("#eeeeee", "#dfdfdf")[place % 2]
            axes.add_patch(Rectangle((top.start, 0), end - top.start, band - 0.06, facecolor=shade, edgecolor="none"))
            if (end - top.start) / length > 0.03:
                middle = (top.start + end) / 2
                _write(axes, middle, 0.14, _cut(top.number, 6) or "–", ha="center", va="center")
                _write(axes, middle, 0.33, str(top.area), fontsize=8, color=FAINT, ha="center", va="center")
        axes.add_patch(_hatched(start, band, stop - start, lane - 0.14))
        for place, table in enumerate(_LANES):
            y, rows = band + lane * place, report.records(table)
            axes.vlines([row.start for row in rows], y, y + lane - 0.14, color=SAID, linewidth=1.1)
            _label(axes, y + lane / 2 - 0.07, _chinese(table), f"{len(rows):,} {table}", label)
        for at in range(0, length + 1, _distance(length)):
            axes.vlines(at, height, height + 0.06, color=FAINT, linewidth=0.8)
            _write(axes, at, height + 0.18, f"{at:,}", fontsize=8, color=FAINT, ha="center", va="center")
    lines = [
        _told(*_heading(top), f"{top.start:,} to {end:,}: ")
        + ", ".join(f"{table} {sum(top.start <= row.start < end for row in report.records(table))}" for table in _LANES)
        for top, end in zip(tops, ends, strict=True)
    ]
    return Chart(figure, _twin(title, lines, f"No figure from {start:,} to {stop:,}."))


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
    return _bar_chart(title, _FULLER, [_figure_bar(row, row.stage) for row in rows])


_FULLER = "Fill: planned (empty), started, ongoing, completed (full); grey: stated, not how far."


def _figure_bar(row: Figure, stage: str = "") -> Bar:
    chinese = f"{row.subject} {row.action}".strip() or row.text
    meaning = ", ".join(filter(None, [english(row.subject, "subject"), english(row.action, "action")]))
    told = f"{stage}: {meaning}" if stage and meaning else stage or meaning
    value = max(float(row.value), 0)  # below zero no bar is drawn: the words say it
    return Bar(chinese, told, value, row.text, _FILL[row.stage])


def unit_panels(report: Report, area: int | None = None) -> Chart:
    """Small multiples: the figures of an area, a panel for each unit with an axis of its own.

    Units of one family follow each other; figures keep the order of the text. Of very many figures, the first eighty.
    """
    figures = _figures(report, area)
    shown = figures[:_PANELS]
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
    more = f"Drawn: the first {_PANELS} of {len(figures)}." if len(figures) > _PANELS else ""
    note = f"{_FULLER} A square compares with nothing. {more}"
    label, head, steps = 2.35, 0.36, {key: _step(bars, 2.35) for key, bars in grouped.items()}
    columns = _columns([head + steps[key] * len(bars) + 0.08 for key, bars in grouped.items()])
    lines = list[str]()
    with _style():
        figure = _sheet(
            title, _noted(note, *(row.subject for row in shown)), max([0.1, *(end for _, _, end in columns)])
        )
        for (key, bars), (column, top, _) in zip(grouped.items(), columns, strict=True):
            (family, unit, subject), step, left = key, steps[key], _MARGIN + column * WIDTH / 2
            said = " · ".join(filter(None, [f"{unit or '–'} {english(unit, 'unit')}".strip(), family]))
            axes = _axes(figure, left + label, top + head, WIDTH / 2 - label - 0.2, step * len(bars))
            place = {"transform": axes.get_yaxis_transform(), "color": SAID, "fontsize": 9, "va": "center"}
            _write(axes, -label / _inches(axes), -0.16, _cut(said, 68), **place)
            _bars(axes, bars, step, label, is_scaled=len(bars) > 1 and (bool(subject) or family != "count"))
            lines += [said, *(f"  {_told(bar.chinese, bar.english, bar.words)}" for bar in bars)]
    return Chart(figure, _twin(title, lines, more))


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
    return _bar_chart(title, "Hatched: the text names no scope.", bars)


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
    return _bar_chart(title, note, bars)


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
        Bar(kinds[kind][1], f"{kind}: {why}", count, f"{count}", SAID if kind == "statistic" else _FILL["stated"])
        for (kind, why), count in sorted(counts.items(), key=lambda item: (list(kinds).index(item[0][0]), -item[1]))
    ]
    return _bar_chart(title, "Blue: rows of the table figures.", bars)
