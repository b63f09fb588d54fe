"""What comes with the library, and what lies beside a summary in its folder: all that somebody typed for it.

What that may be, ``TYPED`` names and docs/next-year.md tells.
"""

from __future__ import annotations

import csv
from functools import cache
from hashlib import sha256
from pathlib import Path

# A wheel holds them beside the modules, a checkout in folders of its own.
PACKAGE = Path(__file__).parent


def _found(inside: str, beside: str) -> Path:
    return next((folder for folder in (PACKAGE / inside, PACKAGE.parent / beside) if folder.is_dir()), PACKAGE / inside)


SEEDS = _found("seeds", "seeds")
SUMMARY, GLOSSES = SEEDS / "000_191eb5bed6b7048b.txt", SEEDS / "glosses.csv"
CONTEXT, AIMS = SEEDS / "context.csv", SEEDS / "life_circle_aims.csv"
_EXAMPLE = _found("example", "data/example-next-year")
NEXT_YEAR, NEXT_PLAN = _EXAMPLE / "summary-2024.txt", _EXAMPLE / "plan-2024.txt"  # made up, as they say themselves
NOTEBOOKS = _found("templates", "notebooks")
TEMPLATE = NOTEBOOKS / "any-summary.ipynb"
TYPED = ("address", "glosses.csv", "translation.csv", "findings.csv", "context.csv", "life_circle_aims.csv")


def packaged(name: str) -> str:
    """The words of a file that stands beside the modules: a style sheet, a frame of a page.

    >>> packaged("telling/page.html").splitlines()[0]
    '<!doctype html>'
    """
    return (PACKAGE / name).read_text("utf-8")


def is_bundled(digest: str) -> bool:
    """Whether a text is the bundled summary, by its SHA-256."""
    return digest == sha256(SUMMARY.read_bytes()).hexdigest()


@cache
def typed(folder: Path | None, name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a CSV file beside a summary, without its header; none where there is no such file.

    >>> typed(SEEDS, "translation.csv")[0], typed(None, "translation.csv")
    (('s0-01', 'Xinhua Road Sub-district: work summary for 2023'), ())
    """
    if folder is None or not (folder / name).is_file():
        return ()
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return tuple(map(tuple, csv.reader(file)))[1:]
