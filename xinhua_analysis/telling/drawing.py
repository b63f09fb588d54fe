"""What the charts are drawn with: a sheet, axes in inches, bars, labels in two languages, and the same in words.

Blue is what the text says; orange-red, always hatched, what it does not say.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
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
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure as Sheet
from matplotlib.ft2font import FT2Font
from matplotlib.patches import Rectangle
from PIL import Image

from ..columns import VOCABULARY
from .aligned import width
from .wording import counted

FONT = Path(__file__).parents[1] / "fonts" / "XinhuaAnalysisSans.otf"
FAMILY = "Xinhua Analysis Sans"
font_manager.fontManager.addfont(FONT)

# Asked in this order for a glyph that our subset lacks: the Chinese fonts of Linux, macOS and Windows.
INSTALLED = ("Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "SimSun")

SAID, SILENT = "#0072b2", "#d55e00"  # Okabe and Ito's blue and vermilion
INK, FAINT = "#1a1a1a", "#5a5a5a"
HATCH = "////"

# The further the work, the fuller the bar; what is only stated is not on the ladder.
STAGES = tuple(VOCABULARY["", "stage"])
GREYS = ("#eeeeee", "#dddddd", "#cccccc")  # of grounds and lines
FILLS = {"planned": "#ffffff", "started": "#cfe3f1", "ongoing": "#7fb8d8", "completed": SAID, "stated": "#dddddd"}

# So narrow that the smallest letters stand 11 pixels high on a telephone of 390; elsewhere 120 are shown to the inch.
WIDTH, MARGIN = 3.6, 0.1  # inches
ROOM = WIDTH - 2 * MARGIN
_DPI = 240
MOST_ROWS = 40  # rows that a chart can hold and still be read


class Chart(NamedTuple):
    """A figure and the same in words; a notebook shows the picture, and tests compare the words."""

    figure: Sheet
    text: str

    def __repr__(self) -> str:
        return self.text

    def png(self) -> bytes:
        """The picture, at two pixels for each of the page's; the same bytes for the same rows."""
        drawn, file = io.BytesIO(), io.BytesIO()
        with in_style():
            self.figure.savefig(drawn, format="png", dpi=_DPI, pil_kwargs={"compress_level": 1})
        picture = Image.open(drawn).convert("RGB")
        picture.quantize(palette=_palette(), dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
        return file.getvalue()

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, object], dict[str, object]]:
        wide, high = (round(side * _DPI / 2) for side in self.figure.get_size_inches())
        about = {"alt": self.text, "width": wide, "height": high}
        return {"image/png": self.png(), "text/plain": self.text}, {"image/png": about}


@cache
def _palette() -> Image.Image:
    """The colours of a chart and their way to white: few are enough for bars and type, and take a quarter of the room.

    Not the commonest of each picture, by which a small hatched mark would turn brown.
    """
    shades: list[tuple[float, ...]] = [to_rgb(colour) for colour in dict.fromkeys((*FILLS.values(), *GREYS))]
    for ink in map(to_rgb, (INK, FAINT, SAID, SILENT)):
        shades += [tuple(1 - (1 - part) * step / 14 for part in ink) for step in range(1, 15)]
    found = Image.new("P", (1, 1))
    found.putpalette([round(255 * part) for shade in shades for part in shade])
    return found


class Title(NamedTuple):
    """What a chart says, in two languages."""

    english: str
    chinese: str = ""


def in_style() -> AbstractContextManager[None]:
    """The one style of all charts, for as long as something is drawn."""
    # from the defaults, so that no matplotlibrc of the reader's changes a picture
    return matplotlib.style.context(["default", Path(__file__).with_name("charts.mplstyle")])


@cache
def _drawn_by(path: str) -> frozenset[int]:
    """The characters that a font draws; none if it has gone since matplotlib listed it, or cannot be read."""
    try:
        return frozenset(FT2Font(path).get_charmap())
    except (OSError, RuntimeError):
        return frozenset()


@cache
def _installed() -> Mapping[str, str]:
    """The Chinese fonts of this machine that can be read: family → file."""
    found = {font.name: font.fname for font in font_manager.fontManager.ttflist if font.name in INSTALLED}
    return {family: found[family] for family in INSTALLED if family in found and _drawn_by(found[family])}


def undrawable(words: str) -> str:
    """The characters of some words that no font here can draw; a chart puts 〓 in their place and says so.

    >>> undrawable("完工16台"), undrawable("\U0003ffff")
    ('', '')
    """
    fonts = (str(FONT), *_installed().values())
    seen = sorted({c for c in words if c.isprintable() and not c.isspace()})
    return "".join(c for c in seen if not any(ord(c) in _drawn_by(path) for path in fonts))


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
    """Words at a place, each character in the first font that has it, 〓 for what none has."""
    axes.text(x, y, printed(words), fontfamily=[FAMILY, *_installed()], **told)


_FOOT = 0.12
_HANZI = re.compile(r"[\u2e80-\uffef]")
_TITLE, _SUBTITLE, _NOTE = (12.0, 0.22), (9.5, 0.19), (8.5, 0.16)  # points, and inches from line to line


def _lines_drawn(words: str, points: float) -> list[str]:
    """Words in lines as wide as the sheet; a hanzi takes a little more than two letters."""
    most, lines = int(ROOM / points * (138 if _HANZI.search(words) else 150)), [""]
    for piece in re.findall(r"[^\s\u2e80-\uffef“”]+\s*|.[，。；：、）]?", printed(words)):
        if width(lines[-1]) + width(piece.rstrip()) + sum(c in "“”" for c in lines[-1] + piece) > most:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines if line.strip()]


@contextmanager
def sheet(
    title: Title, note: str, rows: Sequence[str], tall: float, legend: Legend = (), dots: bool = False, drawn: str = ""
) -> Iterator[tuple[Chart, float]]:
    """A chart with title, note and what fills mean, to be drawn on in our style; and how far down the title reaches.

    In words it is title, a line a row, note. Under the picture stand ``drawn``, or else the note, and how many
    characters of the rows no font here draws.
    """
    missing = undrawable("".join(rows))
    told = f"〓: no font here draws {counted(len(missing), 'character')}; install a Chinese font." if missing else ""
    above = [(line, *_TITLE, INK) for line in _lines_drawn(title.english, _TITLE[0])]
    above += [(line, *_SUBTITLE, FAINT) for line in _lines_drawn(title.chinese, _SUBTITLE[0])]
    below, boxes = _lines_drawn(f"{drawn or note} {told}", _NOTE[0]), _boxes(legend)
    lines = max((line for _, line, _, _ in boxes), default=-1) + 1
    head = 0.22 + sum(step for _, _, step, _ in above)
    with in_style():
        figure = Sheet(figsize=(WIDTH, head + _ROW * lines + tall + _FOOT + _NOTE[1] * len(below)))
        high, at = figure.get_figheight(), 0.1
        for line, points, step, colour in above:
            write_words(figure, MARGIN / WIDTH, 1 - at / high, line, fontsize=points, color=colour, va="top")
            at += step
        for place, line in enumerate(reversed(below)):
            y = (0.06 + _NOTE[1] * place) / high
            write_words(figure, MARGIN / WIDTH, y, line, fontsize=_NOTE[0], color=FAINT, va="bottom")
        if boxes:
            axes = place_axes(figure, head - 0.06, _ROW * lines)
            axes.set_xlim(0, ROOM)
            for x, row, fill, words in boxes:
                if dots:
                    draw_dot(axes, x + 0.07, _ROW * row + 0.1, fill)
                else:
                    axes.add_patch(filled(x, _ROW * row + 0.03, 0.14, 0.14, fill))
                write_words(axes, x + 0.19, _ROW * row + 0.1, words, fontsize=8.5, va="center")
        in_words = [*filter(None, title), *(f"  {row}" for row in rows), *filter(None, [note])]
        yield Chart(figure, "\n".join(in_words)), head + _ROW * lines


Legend = Sequence[tuple[str, str]]  # fills, and what they mean
_ROW = 0.21


def _boxes(legend: Legend) -> list[tuple[float, int, str, str]]:
    """Where the boxes of a legend stand: how far to the right, in which line; their fill and words."""
    at, line, places = 0.0, 0, []
    for fill, words in legend:
        wide = 0.36 + width(words) * 0.066
        if at and at + wide > ROOM:
            at, line = 0.0, line + 1
        places.append((at, line, fill, words))
        at += wide
    return places


def draw_dot(axes: Axes, x: float, y: float, fill: str) -> None:
    """A dot; of what the text does not say, a hatched box."""
    if fill == SILENT:
        inch = (axes.get_xlim()[1] - axes.get_xlim()[0]) / ROOM
        axes.add_patch(filled(x - 0.09 * inch, y - 0.08, 0.18 * inch, 0.16, fill))
    else:
        axes.plot(x, y, "o", markersize=8, markerfacecolor=fill, markeredgecolor=SAID, clip_on=False)


def place_axes(figure: Sheet, top: float, height: float) -> Axes:
    """Axes without frame, as wide as the sheet, placed in inches from its top; y runs downwards in inches."""
    high = figure.get_figheight()
    axes = figure.add_axes((MARGIN / WIDTH, 1 - (top + height) / high, ROOM / WIDTH, height / high))
    axes.set_ylim(height, 0)
    axes.set_axis_off()
    return axes


def filled(x: float, y: float, wide: float, height: float, fill: str) -> Rectangle:
    """A box; one of what the text does not say is hatched."""
    if fill == SILENT:
        return Rectangle((x, y), wide, height, facecolor="white", edgecolor=SILENT, hatch=HATCH, linewidth=0.8)
    return Rectangle((x, y), wide, height, facecolor=fill, edgecolor=SAID, linewidth=0.8)


def wrapped(words: str, letters: int) -> list[str]:
    """English words in at most two lines, of at most so many letters."""
    return wrap(printed(words), letters, max_lines=2, placeholder="…")
