"""Work that grows as the text does: counted in calls, which are the same on every machine, and held to a wide limit.

``make test-hold`` measures the same with megabytes and a clock.
"""

import pytest
from counting import growth_of_text
from hostile_texts import PIECES

import xinhua_analysis as xa
from xinhua_analysis.language import candidates
from xinhua_analysis.tables import read_records

SUMMARY = xa.load().text


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_twice_the_text_takes_at_most_a_little_more_than_twice_the_calls(piece):
    read_records(piece)
    assert growth_of_text(read_records, piece * (600 // len(piece))) <= 2.2


def test_twice_the_summary_takes_at_most_a_little_more_than_twice_the_calls():
    assert growth_of_text(read_records, SUMMARY) <= 2.2


def test_the_words_gone_through_for_spans_are_those_near_the_figures(monkeypatch):
    seen, runs = [], candidates._noun_runs

    def counted(lines, low, reached):
        seen.append(len(reached))
        return runs(lines, low, reached)

    monkeypatch.setattr(candidates, "_noun_runs", counted)
    totals = []
    for many in (1200, 2400):  # figures, of which 512 are chosen for at once
        seen.clear()
        xa.parse("完成3件，新建公园5个。" * (many // 2))
        totals.append(sum(seen))
    assert len(seen) > 2
    assert totals[1] <= 2.2 * totals[0]


def test_what_is_quadratic_is_found_out():
    assert growth_of_text(lambda words: [max(a, b) for a in words for b in words], "x" * 50) > 3
