"""How Hypothesis runs here: the same examples every time, and no clock, so that a busy machine fails no test.

And in any terminal: pandas cuts a printed frame to its width.
"""

import os

from hypothesis import HealthCheck, settings

os.environ["COLUMNS"] = "80"

settings.register_profile(
    "steady",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],  # it asks a clock, too
)
settings.load_profile("steady")
