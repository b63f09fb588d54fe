"""Makes the font of the charts, and of pages where a machine has none: a subset of Noto Sans CJK SC, renamed.

``make font`` runs it; it needs Debian's package fonts-noto-cjk, fontTools (which comes with matplotlib), and brotli for
WOFF2, the form that browsers take. The same source gives the same bytes. Kept are GB 2312, which holds the characters
of everyday print, ASCII and Latin-1, the punctuation of both scripts, full-width forms, and the signs that reports use
(①, ℃, ㎡, ‰).

The family has a name of its own, so that a Noto that is installed is not picked in its place; nor may a changed copy
carry the trademark.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
FACE = "Noto Sans CJK SC"
FAMILY = "Xinhua Analysis Sans"
MADE = Path(__file__).parents[1] / "xinhua_analysis" / "fonts" / "XinhuaAnalysisSans.otf"

BLOCKS = (
    (0x20, 0x7E),  # ASCII
    (0xA0, 0xFF),  # Latin-1
    (0x2010, 0x2027),  # dashes, quotation marks, ellipsis
    (0x2030, 0x203B),  # per mille, primes, reference mark
    (0x2150, 0x216B),  # fractions, Roman numerals
    (0x2190, 0x2193),  # arrows
    (0x2460, 0x2473),  # ① to ⑳
    (0x3000, 0x3017),  # 、。〈〉《》「」『』【】〓
    (0x3220, 0x3229),  # ㈠ to ㈩
    (0xFF01, 0xFF5E),  # full-width forms
)
# The last are used in reports (勠力同心, 蹚出新路) but stand outside GB 2312.
SIGNS = "ı℃℅№™Ω×÷±≈≠≤≥∞∶√■□▲△▼▽◆◇○●★☆✓✗㎎㎏㎜㎝㎞㎡㎥〇・￥勠蹚槃"


def characters() -> list[int]:
    """The code points that the subset holds."""
    rows = (bytes([row, cell]) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    gb2312 = "".join(pair.decode("gb2312", errors="ignore") for pair in rows)
    blocks = (point for first, last in BLOCKS for point in range(first, last + 1))
    return sorted({*map(ord, gb2312), *map(ord, SIGNS), *blocks})


def subset(font: TTFont) -> None:
    """Leaves the glyphs of ``characters`` and what draws them, without hints and layout features."""
    options = Options()
    options.layout_features, options.hinting, options.desubroutinize = [], False, False
    options.name_IDs, options.notdef_outline, options.drop_tables = (
        ["*"],
        True,
        ["GPOS", "GSUB", "BASE", "VORG", "vhea", "vmtx"],
    )
    cutter = Subsetter(options)
    cutter.populate(unicodes=characters())
    cutter.subset(font)


def rename(font: TTFont) -> None:
    """Gives the subset its own family name, in every name record and in the CFF table."""
    plain = FAMILY.replace(" ", "")
    told = {1: FAMILY, 2: "Regular", 3: f"{plain}-Regular", 4: FAMILY, 6: f"{plain}-Regular"}
    kept = (0, 5, 13, 14)  # copyright, version, licence and its address
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in kept and record.platformID == 3]
    for name_id, words in told.items():
        names.setName(words, name_id, 3, 1, 0x409)
    cff = font["CFF "].cff
    cff.fontNames = [f"{plain}-Regular"]
    top = cff.topDictIndex[0]
    top.FullName, top.FamilyName = FAMILY, FAMILY
    top.rawDict.pop("Notice", None)


def main() -> int:
    """Writes the font; exit status 1 if its source or brotli is not installed."""
    if not SOURCE.is_file():
        print("make_font: Noto Sans CJK is missing; on Debian: apt-get install fonts-noto-cjk", file=sys.stderr)
        return 1
    if not find_spec("brotli"):
        print("make_font: brotli, which packs WOFF2, is missing; pip install brotli", file=sys.stderr)
        return 1
    faces = TTCollection(SOURCE, lazy=True).fonts
    font = next(face for face in faces if face["name"].getDebugName(1) == FACE)
    font.recalcTimestamp = False  # the same bytes at any time
    subset(font)
    rename(font)
    MADE.parent.mkdir(exist_ok=True)
    font.save(MADE)
    font.flavor = "woff2"
    font.save(MADE.with_suffix(".woff2"))
    for path in (MADE, MADE.with_suffix(".woff2")):
        print(f"{path.name}: {len(font.getBestCmap())} characters, {path.stat().st_size / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
