"""What a PDF draws below its words: which shapes are the lines of a table, and how its cells are read."""

from itertools import pairwise

import pytest
from made_files import printed
from test_pdf import PARAGRAPH, WHOLE, upright

import xinhua_analysis as xa
from xinhua_analysis.files.reading import read_text

LINES = [(left, base - 6, left + 12 * len(words), base + 14) for left, base, words in PARAGRAPH]
# What a word processor draws behind each line of prose: left, bottom, right, top
GROUNDS = {
    "white": lambda a, b, c, d: f"1 g {a} {b} {c - a} {d - b} re f ",
    "white of three colours": lambda a, b, c, d: f"1 1 1 rg {a} {b} {c - a} {d - b} re f* ",
    "nearly white": lambda a, b, c, d: f".96 .97 .98 rg {a} {b} {c - a} {d - b} re f ",
    "white of four inks": lambda a, b, c, d: f"0 0 0 0 k {a} {b} {c - a} {d - b} re f ",
    "grey": lambda a, b, c, d: f".85 g {a} {b} {c - a} {d - b} re f ",
    "marked yellow": lambda a, b, c, d: f"1 1 0 rg {a} {b} {(c - a) / 2} {d - b} re f ",
    "white with a white edge": lambda a, b, c, d: f"1 g 1 G {a} {b} {c - a} {d - b} re B ",
    "without width": lambda a, b, c, d: f"0 g {a} {b} 0 {d - b} re f {c} {b} 0 {d - b} re f {a} {b} {c - a} 0 re f ",
    "not painted": lambda a, b, c, d: f"{a} {b} {c - a} {d - b} re n ",
    "white, word by word": lambda a, b, c, d: "".join(
        f"1 g {a + at * (c - a) / 5} {b} {(c - a) / 5} {d - b} re f " for at in range(5)
    ),
}


@pytest.mark.parametrize("ground", GROUNDS.values(), ids=list(GROUNDS))
def test_grounds_behind_prose_are_no_table(ground):
    data = printed([upright(*PARAGRAPH)], under=["".join(ground(*line) for line in LINES)])
    assert read_text(data).text == WHOLE + "\n"


COLUMNS, ROWS = (62, 200, 330, 460), (760, 730, 700)
CELLS = [["事项", "数量", "备注"], ["受理", "26", ""]]
WORDS = upright(
    *((COLUMNS[at] + 4, 740 - 30 * n, words) for n, row in enumerate(CELLS) for at, words in enumerate(row))
)
SIDES = [(COLUMNS[0], y, COLUMNS[-1], y) for y in ROWS] + [(x, ROWS[-1], x, ROWS[0]) for x in COLUMNS]
SQUARES = [(a, b, c, d) for d, b in pairwise(ROWS) for a, c in pairwise(COLUMNS)]


def pieces(long, gap):
    """Each side of the table as small filled pieces."""
    for a, b, c, d in SIDES:
        for at in range(int(max(c - a, d - b) / (long + gap))):
            x, y = (a + at * (long + gap), b) if c > a else (a, b + at * (long + gap))
            yield f"{x} {y} {long if c > a else 0.5} {0.5 if c > a else long} re f "


BORDERS = {
    "drawn": "".join(f"{a} {b} m {c} {d} l S " for a, b, c, d in SIDES),
    "drawn in dashes": "[3 2] 0 d " + "".join(f"{a} {b} m {c} {d} l S " for a, b, c, d in SIDES),
    "filled": "".join(f"{a} {b} {max(c - a, 0.5)} {max(d - b, 0.5)} re f " for a, b, c, d in SIDES),
    "filled grey": ".93 g " + "".join(f"{a} {b} {max(c - a, 0.5)} {max(d - b, 0.5)} re f " for a, b, c, d in SIDES),
    "dots": "".join(pieces(0.5, 0.5)),
    "wide dots": "".join(pieces(0.75, 2.5)),
    "dashes": "".join(pieces(3, 3)),
    "long dashes": "".join(pieces(9, 4)),
    "cell by cell": "".join(f"{a} {b} {c - a} {d - b} re S " for a, b, c, d in SQUARES),
    "cells on a white ground": "".join(f"1 g 0 G {a} {b} {c - a} {d - b} re B " for a, b, c, d in SQUARES),
    "frames filled between two edges": "".join(
        f"{a} {b} {c - a} {d - b} re {a + 0.7} {b + 0.7} {c - a - 1.4} {d - b - 1.4} re f* " for a, b, c, d in SQUARES
    ),
}


@pytest.mark.parametrize("drawn", BORDERS.values(), ids=list(BORDERS))
@pytest.mark.parametrize("ground", ["", "1 g 62 700 398 60 re f 0 g ", ".8 g 62 730 398 30 re f 0 g "])
@pytest.mark.parametrize("form", [False, True])
def test_borders_of_a_table(drawn, ground, form):
    (found,) = xa.read(printed([WORDS], under=[ground + drawn], form=form)).tables()
    assert found.cells.to_numpy().tolist() == CELLS


def stacked(words, left, top, step=13, turn=None):
    """Characters one below the other, or on their side, as fonts for upright text have them."""
    place = turn or (1, 0, 0, 1)
    return [(*place, left, top - step * at, character, 10) for at, character in enumerate(words)]


UP, DOWN = (0, 1, -1, 0), (0, -1, 1, 0)
UPRIGHT = {
    "one column": stacked("本年结果", 90, 745),
    "two columns, the right one first": [*stacked("本年办理", 110, 745), *stacked("的结果", 90, 745)],
    "two columns that are near": [*stacked("本年办理", 102, 745), *stacked("的结果", 90, 745)],
    "on its side, downwards": [(*DOWN, 90, 755, "本年办理的结果", 8)],
    "on its side, in two columns": [(*DOWN, 110, 755, "本年办理", 8), (*DOWN, 90, 755, "的结果", 8)],
    "on its side, upwards": [(*UP, 90, 702, "本年结果", 8)],
    "with digits": [(*DOWN, 90, 758, "2023年结果", 8)],
}
SAID = ["本年结果", "本年办理的结果", "本年办理的结果", "本年办理的结果", "本年办理的结果", "本年结果", "2023年结果"]


@pytest.mark.parametrize(("words", "said"), list(zip(UPRIGHT.values(), SAID, strict=True)), ids=list(UPRIGHT))
def test_upright_words_of_a_cell(words, said):
    sides = [(62, 760, 460, 760), (200, 730, 460, 730), (62, 700, 460, 700), *SIDES[3:]]
    cells = [row for row in WORDS if row[4] > 200]
    drawn = "".join(f"{a} {b} m {c} {d} l S " for a, b, c, d in sides)
    report = xa.read(printed([[*upright(*PARAGRAPH[4:]), *words, *cells]], under=[drawn]))
    assert report.tables()[0].cells.to_numpy().tolist() == [[said, "数量", "备注"], ["", "26", ""]]
