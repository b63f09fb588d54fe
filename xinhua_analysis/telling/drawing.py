"""What the charts are drawn with: a sheet, axes in inches, bars, labels in two languages, and the same in words.

One style. Blue is what the text says, in steps from planned (empty) to completed (full). Orange-red, always hatched, is
what the text does not say. A character that our font lacks is drawn by a Chinese font of the machine, or told.
"""

from __future__ import annotations

import io
import logging
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
from .aligned import counted, width

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

WIDTH = 9.0  # inches; at 96 pixels to the inch what a notebook has room for
_DPI, _COLOURS = 192, 64
MOST_ROWS, MOST_PANELS = 40, 80  # rows that a chart can hold and still be read; panels have two columns

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
    """A bar: its label in two languages, its length, the words at its end, its fill, and the hatched part behind it."""

    chinese: str
    english: str
    value: float
    words: str
    fill: str = SAID
    silent: float = 0


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


def _clean(words: str) -> str:
    """Words as a chart can hold them: one line of printable characters, 〓 for what no font draws."""
    missing = undrawable(words)
    line = " ".join("".join(c if c.isprintable() or c.isspace() else "" for c in words).split())
    return "".join("〓" if c in missing else c for c in line)


def shorten(words: str, most: int) -> str:
    """One line of at most so many places; a hanzi takes two, and so does a quotation mark, as this font draws it."""
    words = _clean(words)
    places = [width(c) + (c in "“”‘’…—") for c in words]
    if sum(places) <= most:
        return words
    kept = sum(total <= most - 2 for total in accumulate(places))
    return f"{words[:kept]}…"


def write_words(axes: Axes | Sheet, x: float, y: float, words: str, **told: Any) -> None:
    """Words at a place, each character in a font that has it."""
    axes.text(x, y, words, fontfamily=_families(words), **told)


# A chart on its sheet: title above, note below, one row after the other. Measures in inches.

_LABELS, MARGIN, _HEAD, _FOOT = 3.5, 0.15, 0.5, 0.36
_LINE = 15.5  # small letters of a label to the inch


def empty_sheet(title: str, note: str, height: float) -> Sheet:
    """An empty figure with a title, and a note at its foot."""
    lines = wrap(_clean(note), 130) or [""]
    figure = Sheet(figsize=(WIDTH, _HEAD + height + _FOOT + 0.16 * (len(lines) - 1)))
    high = figure.get_figheight()
    write_words(figure, MARGIN / WIDTH, 1 - 0.1 / high, shorten(title, 100), fontsize=12.5, va="top")
    for line, words in enumerate(reversed(lines)):
        write_words(figure, MARGIN / WIDTH, (0.1 + 0.16 * line) / high, words, fontsize=8.5, color=FAINT, va="bottom")
    return figure


def place_axes(figure: Sheet, left: float, top: float, wide: float, height: float) -> Axes:
    """Axes without frame, placed in inches from the upper left corner under the title; y runs downwards in inches."""
    high = figure.get_figheight()
    axes = figure.add_axes((left / WIDTH, 1 - (_HEAD + top + height) / high, wide / WIDTH, height / high))
    axes.set_ylim(height, 0)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.patch.set_visible(False)
    return axes


def inches_wide(axes: Axes) -> float:
    """How wide axes are."""
    return float(axes.get_position().width * WIDTH)


def _meaning(words: str, wide: float) -> list[str]:
    """An English label in at most three lines."""
    lines = wrap(_clean(words), int(wide * _LINE))
    return lines if len(lines) < 4 else [*lines[:2], f"{lines[2][:-1]}…"]


def write_label(axes: Axes, y: float, chinese: str, meaning: str, wide: float) -> None:
    """A label to the left of the axes: Chinese as written, its English small under it, in ``wide`` inches."""
    told = {"transform": axes.get_yaxis_transform(), "ha": "left", "va": "center"}
    left, lines = -wide / inches_wide(axes), _meaning(meaning, wide)
    up = 0.085 * len(lines)
    write_words(axes, left, y - up, shorten(chinese, int(wide * 13.6)), fontsize=10, **told)
    for place, line in enumerate(lines):
        write_words(axes, left, y - up + 0.17 * (place + 1), line, fontsize=8.5, color=FAINT, **told)


def row_height(bars: Sequence[Bar], wide: float) -> float:
    """The height of a row, by the longest label."""
    return (0.3, 0.44, 0.6, 0.76)[max((len(_meaning(bar.english, wide)) for bar in bars), default=0)]


def draw_bars(axes: Axes, bars: Sequence[Bar], step: float, wide: float, is_scaled: bool = True) -> None:
    """Horizontal bars from zero, each with its label to the left and its words at its end.

    Where lengths would compare what cannot be compared, every bar is the same short mark.
    """
    if not is_scaled:
        bars = [bar._replace(value=int(bar.value > 0), silent=0) for bar in bars]
    longest = max((bar.value + bar.silent for bar in bars), default=0) or 1
    room = max((width(bar.words) for bar in bars), default=0) * 0.078 + 0.15
    most = max(inches_wide(axes) - room, 0.5) if is_scaled else 0.22
    axes.set_xlim(0, longest * inches_wide(axes) / most)
    axes.axvline(0, color=INK, linewidth=0.8)
    for row, bar in enumerate(bars):
        y = (row + 0.5) * step
        end = bar.value + bar.silent
        if bar.value:
            axes.add_patch(Rectangle((0, y - 0.11), bar.value, 0.22, facecolor=bar.fill, edgecolor=SAID, linewidth=1))
        if bar.silent:
            axes.add_patch(hatched(bar.value, y - 0.11, bar.silent, 0.22))
        gap = 0.05 * axes.get_xlim()[1] / inches_wide(axes)
        write_words(axes, end + gap, y, _clean(bar.words), fontsize=9.5, va="center")
        write_label(axes, y, bar.chinese, bar.english, wide)


def hatched(x: float, y: float, wide: float, height: float) -> Rectangle:
    """What the text does not say: a hatched box."""
    return Rectangle((x, y), wide, height, facecolor="white", edgecolor=SILENT, hatch=HATCH, linewidth=0.8)


def bar_chart(title: str, note: str, bars: Sequence[Bar]) -> Chart:
    """A chart of bars under each other, each with its label and its words; of very many, the first forty."""
    shown = list(bars)[:MOST_ROWS]
    note = f"{note} The first {MOST_ROWS} of {len(bars)}." if len(bars) > len(shown) else note
    step = row_height(shown, _LABELS)
    with in_style():
        figure = empty_sheet(
            title, noted(note, *(f"{bar.chinese}{bar.words}" for bar in shown)), step * max(len(shown), 1)
        )
        left = MARGIN + _LABELS
        if shown:
            draw_bars(place_axes(figure, left, 0, WIDTH - left - MARGIN, step * len(shown)), shown, step, _LABELS)
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


def in_words(title: str, lines: Sequence[str], note: str) -> str:
    """A chart in words: its title, a line a row, its note."""
    return "\n".join([title, *(f"  {line}" for line in lines), *([note] if note else [])])
