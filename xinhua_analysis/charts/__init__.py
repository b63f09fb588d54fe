"""Charts of a report: one function a chart, each giving a matplotlib figure and the same in words.

Each title is a finding, in English and Chinese, made from the rows. A label stands over its bar, English with the
Chinese as written; nothing hangs on colour alone. No chart puts two units on one axis, and every axis begins at zero.
How they are drawn: ``telling/drawing.py``.
"""

from .bars import (
    compared,
    counted_actions,
    figures_by_section,
    ledger,
    said_and_right,
    stage_bars,
    stage_ladder,
    unit_panels,
)
from .scenes import beside_plans, claims_by_level, dumbbells, life_circle_aims, text_ribbon

__all__ = [
    "beside_plans",
    "claims_by_level",
    "compared",
    "counted_actions",
    "dumbbells",
    "figures_by_section",
    "ledger",
    "life_circle_aims",
    "said_and_right",
    "stage_bars",
    "stage_ladder",
    "text_ribbon",
    "unit_panels",
]
