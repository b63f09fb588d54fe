"""English for Chinese words: the glosses of the bundled summary, which others share in part, and of those loaded."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ..bundled import SEEDS, typed

_folders = [SEEDS]  # whose glosses are known


def add_glosses(folder: Path) -> None:
    """Adds the glosses beside another summary; of a word that is known already the English stays."""
    if folder not in _folders:
        _folders.append(folder)
        known.cache_clear()


@cache
def known() -> Mapping[tuple[str, str], str]:
    """Every gloss: (Chinese, kind) → English; with an empty kind the first of any.

    >>> known()["就业岗位", "subject"]
    'job opening'
    """
    rows = [row for folder in _folders for row in typed(folder, "glosses.csv")]
    found = {(chinese, kind): meaning for chinese, meaning, kind in reversed(rows)}
    for chinese, meaning, _ in rows:
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


def findings(folder: Path | None) -> Mapping[str, tuple[str, str]]:
    """The sentences of findings, in English and Chinese, by the notebook that tells them; numbers stand in braces.

    That of the notebook for any summary is told of every text, the others of the summary in that folder.

    >>> findings(SEEDS)["05-safety"][0][:29], list(findings(None))
    ('{sheets} inspection forms wer', ['any-summary'])
    """
    of_any = [row for row in typed(SEEDS, "findings.csv") if row[0] == "any-summary"]
    return {name: (in_english, chinese) for name, in_english, chinese in (*of_any, *typed(folder, "findings.csv"))}
