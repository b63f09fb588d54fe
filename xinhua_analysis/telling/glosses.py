"""English for Chinese words: the glosses of the bundled summary, which other summaries share in part."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path

from ..bundled import FINDINGS, GLOSSES, SUMMARY, TRANSLATION
from ..records import Figure

# Values are kept in base magnitude (5.3% is 0.053), and told as they are read.
_SCALES = {"share": (100, "%"), "points": (100, ""), "permille": (1000, "‰"), "tenth": (10, "")}
BOUNDS = {"approx": "about ", "at_least": "at least ", "at_most": "at most "}


@cache
def _rows(path: Path) -> tuple[tuple[str, ...], ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(map(tuple, csv.reader(file)))[1:]


@cache
def known() -> Mapping[tuple[str, str], str]:
    """Every gloss: (Chinese, kind) → English; with an empty kind the first of any.

    >>> known()["就业岗位", "subject"]
    'job opening'
    """
    found = {(chinese, kind): meaning for chinese, meaning, kind in _rows(GLOSSES)}
    for chinese, meaning, _ in _rows(GLOSSES):
        found.setdefault((chinese, ""), meaning)
    return found


def english(words: str, kind: str = "") -> str:
    """The English of a Chinese word, of a kind (heading, subject, name, …) or of any; empty where none is known.

    >>> english("就业岗位"), english("安装", "action"), english("没有这个词")
    ('job opening', 'install', '')
    """
    return known().get((words, kind), "")


def bilingual(words: str, kind: str = "") -> str:
    """Words as written, behind them their English in brackets where it is known.

    >>> bilingual("就业岗位"), bilingual("没有这个词")
    ('就业岗位 (job opening)', '没有这个词')
    """
    meaning = english(words, kind)
    return f"{words} ({meaning})" if meaning else words


@cache
def _bundled() -> str:
    return sha256(SUMMARY.read_bytes()).hexdigest()


@cache
def findings() -> Mapping[str, tuple[str, str]]:
    """The sentences of findings, in English and Chinese, by the notebook that tells them; numbers stand in braces.

    >>> findings()["05-safety"][0][:29]
    '{sheets} inspection forms wer'
    """
    return {name: (in_english, chinese) for name, in_english, chinese in _rows(FINDINGS)}


def is_bundled(digest: str) -> bool:
    """Whether a text is the bundled summary, of which glosses, translation and context are; by its SHA-256."""
    return digest == _bundled()


def translation(digest: str) -> dict[str, str]:
    """The English of a summary by sentence id, ``{f006}`` where the number of that figure stands; by its SHA-256.

    Only the bundled summary has one; of another it is empty.

    >>> from xinhua_analysis import load
    >>> "{f006}" in translation(load().sha256)["s3.1-03"], translation("")
    (True, {})
    """
    return dict(_rows(TRANSLATION)) if is_bundled(digest) else {}  # type: ignore[arg-type]


def number(figure: Figure) -> str:
    """The number of a figure in English words: thousands set apart, its bound said, without unit.

    >>> from xinhua_analysis import load
    >>> [number(load().row(id)) for id in ("f003", "f027", "f030")]
    ['102,000', '100%', 'more than 600']
    """
    bound = BOUNDS.get(figure.bound, "")
    if figure.bound == "at_least" and re.search(r"[余多]|超过?", figure.text):
        bound = "more than "
    scale, sign = _SCALES.get(figure.unit_family, (1, ""))
    ends = [plain(value * scale) for value in (figure.value, figure.high) if value is not None]
    return f"{bound}{'–'.join(ends)}{sign}"


def plain(value: Decimal) -> str:
    words = f"{value:,f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def in_english(digest: str, sentence_id: str, figures: Mapping[str, Figure]) -> str:
    """A sentence of a summary in English, the numbers of its figures filled in; empty where it is not known.

    >>> from xinhua_analysis import load
    >>> figures = {row.id: row for row in load().records("figures")}
    >>> in_english(load().sha256, "s3.1-03", figures)[-60:]
    'ey housing: 16 lifts finished, 23 started and 16 signed for.'
    """
    sentence = translation(digest).get(sentence_id, "")
    return re.sub(r"\{(f\d+)\}", lambda found: number(figures[found[1]]), sentence)
