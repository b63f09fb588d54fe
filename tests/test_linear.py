"""Work that grows as the text does: counted in calls, which are the same on every machine, and held to a wide limit.

``make test-hold`` measures the same with megabytes and a clock.
"""

import pytest
from counting import growth_of_text
from hostile_texts import PIECES

import xinhua_analysis as xa
from xinhua_analysis.tables import read_records

SUMMARY = xa.load().text


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_twice_the_text_takes_at_most_a_little_more_than_twice_the_calls(piece):
    read_records(piece)
    assert growth_of_text(read_records, piece * (600 // len(piece))) <= 2.2


def test_twice_the_summary_takes_at_most_a_little_more_than_twice_the_calls():
    assert growth_of_text(read_records, SUMMARY) <= 2.2


def test_what_is_quadratic_is_found_out():
    assert growth_of_text(lambda words: [max(a, b) for a in words for b in words], "x" * 50) > 3
