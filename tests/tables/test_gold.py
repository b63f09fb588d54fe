"""Scores against hand-made gold never fall below their floors: all of the summary, what is reached today elsewhere."""

import pytest
import write_scores
from figure_scores import GOLD, MEASURES, SETS, scores

# Measured less 0.01. The weights are trained on these texts: what is reached on texts unseen is in scores_unseen.csv.
FLOORS = {
    "seed": dict.fromkeys((*MEASURES, "kinds"), 1.0),
    "grassroots": {
        "value": 0.990,
        "unit": 0.988,
        "bound": 0.988,
        "span": 0.990,
        # a file of one size learns less by heart as the gold grows; held out .956 .887 .894
        "subject~": 0.965,
        "subject": 0.94,
        "action": 0.95,
        "kinds": 0.990,
    },
}


@pytest.fixture(scope="module", params=SETS)
def scored(request):
    return request.param, *scores(request.param)


def test_no_score_falls_below_its_floor(scored):
    name, rates, errors = scored
    below = {measure: rates[measure] for measure, floor in FLOORS[name].items() if rates[measure] < floor}
    assert below == {}, "\n".join(errors)


def test_every_measure_has_a_floor(scored):
    name, rates, _ = scored
    assert list(FLOORS[name]) == list(rates)


def test_the_scores_written_are_those_measured():
    measured = write_scores.files()
    assert {name: (GOLD / name).read_bytes() for name in measured} == measured, "write them anew: make score"
