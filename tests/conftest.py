"""How Hypothesis runs here: the same examples every time, and no clock, so that a busy machine fails no test."""

from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")
