"""Charts of a report: one function a chart, each giving a matplotlib figure and the same in words.

Nothing hangs on colour alone; no chart puts two units on one axis, and every axis begins at zero.
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
