"""Time that grows as the text does: counted in calls, which are the same on every machine, and held to a wide limit.

``make test-hold`` measures the same with megabytes and a clock.
"""

import sys
import time

import pytest
from hostile_texts import PIECES

from xinhua_analysis.tables import read_records

every_piece = pytest.mark.parametrize("piece", PIECES, ids=repr)


def calls(work, argument):
    """How many functions are called meanwhile, be they written in Python or in C."""
    count = 0

    def see(frame, event, _):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(see)
    try:
        work(argument)
    finally:
        sys.setprofile(None)
    return count


def growth(work, argument):
    """How many times the calls for twice as much are those for once, what any work costs left out."""
    once, twice, four_times = (calls(work, argument * times) for times in (1, 2, 4))
    return (four_times - twice) / max(twice - once, 100)


@every_piece
def test_twice_the_text_takes_at_most_a_little_more_than_twice_the_calls(piece):
    read_records(piece)
    assert growth(read_records, piece * (600 // len(piece))) <= 2.2


def test_what_is_quadratic_is_found_out():
    assert growth(lambda words: [max(a, b) for a in words for b in words], "x" * 50) > 3


@every_piece
def test_a_hostile_text_is_read_soon(piece):
    began = time.process_time()
    read_records(piece * (10_000 // len(piece)))
    assert time.process_time() - began < 2
