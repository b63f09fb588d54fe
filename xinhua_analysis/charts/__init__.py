"""Charts of a report: one function a chart, each giving a matplotlib figure and the same in words.

Nothing hangs on colour alone; no chart puts two units on one axis, and every axis begins at zero.
"""

from .bars import compared as compared
from .bars import counted_actions as counted_actions
from .bars import figures_by_section as figures_by_section
from .bars import ledger as ledger
from .bars import said_and_right as said_and_right
from .bars import stage_bars as stage_bars
from .bars import stage_ladder as stage_ladder
from .bars import unit_panels as unit_panels
from .scenes import beside_plans as beside_plans
from .scenes import claims_by_level as claims_by_level
from .scenes import dumbbells as dumbbells
from .scenes import life_circle_aims as life_circle_aims
from .scenes import text_ribbon as text_ribbon
