"""What comes with the library: the bundled summary, its glosses, and the notebook for any summary."""

from __future__ import annotations

from pathlib import Path

# A wheel holds them beside the modules, a checkout in folders of its own.
PACKAGE = Path(__file__).parent


def _found(inside: str, beside: str) -> Path:
    return next((folder for folder in (PACKAGE / inside, PACKAGE.parent / beside) if folder.is_dir()), PACKAGE / inside)


SEEDS = _found("seeds", "seeds")
SUMMARY, GLOSSES, TRANSLATION = SEEDS / "000_191eb5bed6b7048b.txt", SEEDS / "glosses.csv", SEEDS / "translation.csv"
FINDINGS = SEEDS / "findings.csv"
CONTEXT, AIMS = SEEDS / "context.csv", SEEDS / "life_circle_aims.csv"
SUMMARY_URL = "https://zwgk.shcn.gov.cn/xxgk/jhzj-xhljdzdgz/2024/59/72248.html"
TEMPLATE = _found("templates", "notebooks") / "any-summary.ipynb"
_EXAMPLE = _found("example", "data/example-next-year")
NEXT_YEAR, NEXT_PLAN = _EXAMPLE / "summary-2024.txt", _EXAMPLE / "plan-2024.txt"  # made up, as they say themselves
