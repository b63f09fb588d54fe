"""How Hypothesis runs here: the same examples every time, and no clock, so that a busy machine fails no test."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "steady",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],  # it asks a clock, too
)
settings.load_profile("steady")
