"""What the charts are drawn with: a sheet, axes in inches, bars, labels in two languages, and the same in words.

One style. Blue is what the text says, in steps from planned (empty) to completed (full). Orange-red, always hatched, is
what the text does not say. A character that our font lacks is drawn by a Chinese font of the machine, or told.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from textwrap import wrap
from typing import Any, NamedTuple

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

from ..columns import VOCABULARY
from .aligned import width
from .wording import counted

FONT = Path(__file__).parents[1] / "fonts" / "XinhuaAnalysisSans.otf"
FAMILY = "Xinhua Analysis Sans"

# Asked in this order for a glyph that our subset lacks: the Chinese fonts of Linux, macOS and Windows.
INSTALLED = ("Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "SimSun")

SAID, SILENT = "#0072b2", "#d55e00"  # Okabe and Ito's blue and vermilion
INK, FAINT = "#1a1a1a", "#5a5a5a"
HATCH = "////"

# The further the work, the fuller the bar; what is only stated is not on the ladder.
STAGES = tuple(VOCABULARY["", "stage"])
FILLS = {"planned": "#ffffff", "started": "#cfe3f1", "ongoing": "#7fb8d8", "completed": SAID, "stated": "#dddddd"}

# So narrow that type can be read on a telephone; elsewhere 120 pixels are shown to the inch.
WIDTH = 5.0  # inches
_DPI, _COLOURS = 240, 64
MOST_ROWS = 40  # rows that a chart can hold and still be read

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
        with in_style():
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
    """A bar: its label in two languages, its parts (length and fill; ``SILENT`` is hatched), the words at its end."""

    chinese: str
    english: str
    parts: Sequence[tuple[float, str]]
    words: str


class Title(NamedTuple):
    """What a chart says, in two languages."""

    english: str
    chinese: str = ""


def in_style() -> AbstractContextManager[None]:
    """The one style of all charts, for as long as something is drawn."""
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


def printed(words: str) -> str:
    """Words as a chart can hold them: one line of printable characters, 〓 for what no font draws."""
    missing = undrawable(words)
    line = " ".join("".join(c if c.isprintable() or c.isspace() else "" for c in words).split())
    return "".join("〓" if c in missing else c for c in line)


def shorten(words: str, most: int) -> str:
    """One line of at most so many places; a hanzi takes two, and so does a quotation mark, as this font draws it."""
    words = printed(words)
    places = [width(c) + (c in "“”‘’…—") for c in words]
    if sum(places) <= most:
        return words
    kept = sum(total <= most - 2 for total in accumulate(places))
    return f"{words[:kept]}…"


def write_words(axes: Axes | Sheet, x: float, y: float, words: str, **told: Any) -> None:
    """Words at a place, each character in a font that has it."""
    axes.text(x, y, words, fontfamily=_families(words), **told)


# A chart on its sheet: title above, note below, one row after the other. Measures in inches.

LABELS, MARGIN, _FOOT = 2.05, 0.1, 0.12
_HANZI = re.compile(r"[\u2e80-\uffef]")
_LINE = 14  # small letters of a label to the inch; of a title or note, see _lines_drawn
_TITLE, _SUBTITLE, _NOTE = (12.0, 0.22), (9.5, 0.19), (8.5, 0.16)  # points, and inches from line to line


def _lines_drawn(words: str, points: float) -> list[str]:
    """Words in lines as wide as the sheet; a hanzi takes a little more than two letters."""
    most, lines = int((WIDTH - 2 * MARGIN) / points * (138 if _HANZI.search(words) else 150)), [""]
    for piece in re.findall(r"[^\s\u2e80-\uffef“”]+\s*|.", printed(words)):
        if width(lines[-1]) + width(piece.rstrip()) + sum(c in "“”" for c in lines[-1] + piece) > most:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines if line.strip()]


def empty_sheet(title: Title, note: str, height: float, legend: Legend = ()) -> tuple[Sheet, float]:
    """An empty figure with title, note and what fills mean; and how far down the title reaches."""
    above = [(line, *_TITLE, INK) for line in _lines_drawn(title.english, _TITLE[0])]
    above += [(line, *_SUBTITLE, FAINT) for line in _lines_drawn(title.chinese, _SUBTITLE[0])]
    below, boxes = _lines_drawn(note, _NOTE[0]), _boxes(legend)
    rows = max((line for _, line, _, _ in boxes), default=-1) + 1
    head = 0.22 + sum(step for _, _, step, _ in above)
    figure = Sheet(figsize=(WIDTH, head + _ROW * rows + height + _FOOT + _NOTE[1] * len(below)))
    high, at = figure.get_figheight(), 0.1
    for line, points, step, colour in above:
        write_words(figure, MARGIN / WIDTH, 1 - at / high, line, fontsize=points, color=colour, va="top")
        at += step
    for place, line in enumerate(reversed(below)):
        y = (0.06 + _NOTE[1] * place) / high
        write_words(figure, MARGIN / WIDTH, y, line, fontsize=_NOTE[0], color=FAINT, va="bottom")
    if boxes:
        axes = place_axes(figure, MARGIN, head - 0.06, WIDTH - 2 * MARGIN, _ROW * rows)
        axes.set_xlim(0, WIDTH - 2 * MARGIN)
        for x, row, fill, words in boxes:
            axes.add_patch(filled(x, _ROW * row + 0.03, 0.14, 0.14, fill))
            write_words(axes, x + 0.19, _ROW * row + 0.1, words, fontsize=8.5, va="center")
    return figure, head + _ROW * rows


Legend = Sequence[tuple[str, str]]  # fills, and what they mean
_ROW = 0.21


def _boxes(legend: Legend) -> list[tuple[float, int, str, str]]:
    """Where the boxes of a legend stand: how far to the right, in which line; their fill and words."""
    at, line, places = 0.0, 0, []
    for fill, words in legend:
        wide = 0.36 + width(words) * 0.066
        if at and at + wide > WIDTH - 2 * MARGIN:
            at, line = 0.0, line + 1
        places.append((at, line, fill, words))
        at += wide
    return places


def place_axes(figure: Sheet, left: float, top: float, wide: float, height: float) -> Axes:
    """Axes without frame, placed in inches from the upper left corner; y runs downwards in inches."""
    high = figure.get_figheight()
    axes = figure.add_axes((left / WIDTH, 1 - (top + height) / high, wide / WIDTH, height / high))
    axes.set_ylim(height, 0)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.patch.set_visible(False)
    return axes


def inches_wide(axes: Axes) -> float:
    """How wide axes are."""
    return float(axes.get_position().width * WIDTH)


def wrapped(words: str, letters: int, most: int = 2) -> list[str]:
    """English words in at most so many lines, of at most so many letters."""
    lines = wrap(printed(words), letters)
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1][: letters - 1]}…"]


def write_label(axes: Axes, y: float, chinese: str, meaning: str, wide: float) -> None:
    """A label to the left of the axes: its English, and small under it the Chinese as written, in ``wide`` inches."""
    told = {"transform": axes.get_yaxis_transform(), "ha": "left", "va": "center"}
    left, lines = -wide / inches_wide(axes), wrapped(meaning, int(wide * _LINE))
    places = [(line, 9.5, INK) for line in lines]
    if chinese:
        points, colour = (8.5, FAINT) if lines else (9.5, INK)
        places.append((shorten(chinese, int(wide * (15.6 if lines else 14))), points, colour))
    up = 0.085 * (len(places) - 1)
    for place, (line, points, colour) in enumerate(places):
        write_words(axes, left, y - up + 0.17 * place, line, fontsize=points, color=colour, **told)


def row_height(bars: Sequence[Bar], wide: float = LABELS) -> float:
    """The height of a row, by the longest label."""
    lines = max((len(wrapped(bar.english, int(wide * _LINE))) + bool(bar.chinese) for bar in bars), default=1)
    return (0.3, 0.3, 0.44, 0.6)[lines]


def draw_bars(axes: Axes, bars: Sequence[Bar], step: float, longest: float = 0, wide: float = LABELS) -> None:
    """Horizontal bars from zero, each with its label to the left and its words at its end."""
    longest = longest or max((sum(value for value, _ in bar.parts) for bar in bars), default=0) or 1
    room = max((width(bar.words) for bar in bars), default=0) * 0.074 + 0.12
    axes.set_xlim(0, longest * inches_wide(axes) / max(inches_wide(axes) - room, 0.5))
    axes.axvline(0, color=INK, linewidth=0.8)
    for row, bar in enumerate(bars):
        y, end = (row + 0.5) * step, 0.0
        for value, fill in bar.parts:
            if value:
                axes.add_patch(filled(end, y - 0.1, value, 0.2, fill))
            end += value
        gap = 0.05 * axes.get_xlim()[1] / inches_wide(axes)
        write_words(axes, end + gap, y, printed(bar.words), fontsize=9, va="center")
        write_label(axes, y, bar.chinese, bar.english, wide)


def filled(x: float, y: float, wide: float, height: float, fill: str) -> Rectangle:
    """A box; one of what the text does not say is hatched."""
    if fill == SILENT:
        return Rectangle((x, y), wide, height, facecolor="white", edgecolor=SILENT, hatch=HATCH, linewidth=0.8)
    return Rectangle((x, y), wide, height, facecolor=fill, edgecolor=SAID, linewidth=0.8)


def bar_chart(title: Title, note: str, bars: Sequence[Bar], legend: Legend = ()) -> Chart:
    """A chart of bars under each other, each with its label and its words; of very many, the first forty."""
    shown = list(bars)[:MOST_ROWS]
    note = f"{note} The first {MOST_ROWS} of {len(bars)}." if len(bars) > len(shown) else note
    step = row_height(shown)
    with in_style():
        words = noted(note, *(f"{bar.chinese}{bar.words}" for bar in shown))
        figure, top = empty_sheet(title, words, step * max(len(shown), 1), legend)
        if shown:
            left = MARGIN + LABELS
            draw_bars(place_axes(figure, left, top, WIDTH - left - MARGIN, step * len(shown)), shown, step)
    return Chart(figure, in_words(title, [tell_row(bar.chinese, bar.english, bar.words) for bar in shown], note))


def noted(note: str, *words: str) -> str:
    """A note with, behind it, how many characters of the words no font here draws."""
    missing = undrawable("".join(words))
    told = f"〓: no font here draws {counted(len(missing), 'character')}; install a Chinese font." if missing else ""
    return f"{note} {told}".strip()


def tell_row(chinese: str, meaning: str, words: str) -> str:
    """A row of a chart in words: its label in two languages, and what it says."""
    label = " ".join(chinese.split())
    return f"{label} ({meaning}): {words}" if meaning else f"{label}: {words}"


def in_words(title: Title, lines: Sequence[str], note: str) -> str:
    """A chart in words: its title in two languages, a line a row, its note."""
    return "\n".join([*filter(None, title), *(f"  {line}" for line in lines), *([note] if note else [])])
