"""English for Chinese words: the glosses of the bundled summary, which other summaries share in part."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from ..bundled import FINDINGS, GLOSSES, SUMMARY, TRANSLATION


@cache
def _csv_rows(path: Path) -> tuple[tuple[str, ...], ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(map(tuple, csv.reader(file)))[1:]


@cache
def known() -> Mapping[tuple[str, str], str]:
    """Every gloss: (Chinese, kind) → English; with an empty kind the first of any.

    >>> known()["就业岗位", "subject"]
    'job opening'
    """
    found = {(chinese, kind): meaning for chinese, meaning, kind in _csv_rows(GLOSSES)}
    for chinese, meaning, _ in _csv_rows(GLOSSES):
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
    return {name: (in_english, chinese) for name, in_english, chinese in _csv_rows(FINDINGS)}


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
    return dict(_csv_rows(TRANSLATION)) if is_bundled(digest) else {}  # type: ignore[arg-type]
