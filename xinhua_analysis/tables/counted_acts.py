"""Acts that a figure tells of: where a verb governs a figure and no row of actions holds it, weights say if it is one.

The verb and what is counted are those of the figure (``language.candidates``): 城中村拆除厕所299个, 弱电线缆落地2413米.
What farmers, markets and readers do (出栏, 进场, 阅读), what an indicator does, and what is only noted, is no act of
the office.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np

from ..language.candidates import Choice
from ..language.features import Counted, Lines, Pairs
from ..language.tokens import STOPS
from ..language.weights import scores, table
from ..records import Action, Figure

FAMILY = "office"
LEAST = 1.0  # of the score: surer than even, for a wrong row costs more than a lacking one; seven were tried


class Told(NamedTuple):
    """Figures with one verb in common: their places among all, the row that they would make."""

    places: list[int]
    action: Action


def tellings(
    text: str, lines: Lines, choices: Sequence[Choice], figures: Sequence[Figure], actions: Sequence[Action]
) -> list[Told]:
    """The verbs of figures that lie in no row of actions, in the order of the text, each as the row it would make."""
    taken = [(row.start, row.stop) for row in actions]
    at, found = 0, []

    def act(place: int) -> tuple[str, int, str]:
        """What figures of one act have in common."""
        return figures[place].sentence_id, choices[place].act, figures[place].action

    for _, group in groupby(range(len(figures)), key=act):
        places = [n for n in group if _tells(lines, choices[n], lines.figures[n])]
        if not places or figures[places[0]].subject_start is None:
            continue
        row = _act_row(text, [figures[n] for n in places])
        while at < len(taken) and taken[at][1] <= row.start:
            at += 1
        if at == len(taken) or taken[at][0] >= row.stop:
            found.append(Told(places, row))
    return found


def _tells(lines: Lines, choice: Choice, figure: Counted) -> bool:
    """Whether verb, subject and figure stand in one clause of body text."""
    if figure.line.sentence.kind != "body":
        return False
    places = (choice.act, choice.first, choice.last, figure.at)
    between = lines.kinds[min(places) : max(places)]
    return choice.act > 0 <= choice.last and not any(kind in STOPS for kind in between)


def _act_row(text: str, figures: Sequence[Figure]) -> Action:
    """引来企业7家 → 引来, 企业7家; with the theme first its noun: 弱电线缆落地2413米 → 落地, 弱电线缆."""
    first = figures[0]
    verb, verb_stop, noun, noun_stop = (
        place or 0 for place in (first.action_start, first.action_stop, first.subject_start, first.subject_stop)
    )
    start, stop = min(verb, noun), max(verb_stop, noun_stop, *(figure.stop for figure in figures))
    what = (noun, noun_stop) if noun < verb else (verb_stop, stop)
    if noun < verb:
        stop = max(verb_stop, first.stop)
    begins = min(start, first.start) if first.start < verb else start
    home = first.section_id, first.sentence_id
    said = text[slice(*what)]
    return Action("", begins, stop, text[begins:stop], first.action, verb, verb_stop, said, first.stage, "", *home)


def pairs_of(lines: Lines, choices: Sequence[Choice], told: Sequence[Told]) -> Pairs:
    """The first figure of each telling with its subject and its verb, for the weights."""
    first = [one.places[0] for one in told]
    cells = [(n, choices[n].first, choices[n].last, choices[n].act) for n in first]
    f, a, b, act = np.ascontiguousarray(np.array(cells, dtype=np.int64).reshape(-1, 4).T)
    return Pairs(lines, f, a, b, act)


def with_counted_acts(
    text: str, chosen: tuple[Lines, Sequence[Choice]], figures: Sequence[Figure], actions: Sequence[Action]
) -> tuple[Action, ...]:
    """The rows of actions and those that only figures tell of, in the order of the text."""
    told = tellings(text, *chosen, figures, actions)
    if not told:
        return tuple(actions)
    likely = scores(table(), pairs_of(*chosen, told), FAMILY)
    more = [one.action for one, score in zip(told, likely.tolist(), strict=True) if score > LEAST]
    rows = sorted([*actions, *more], key=lambda row: (row.start, row.stop))
    return tuple(_numbered(rows))


def _numbered(rows: Sequence[Action]) -> Iterator[Action]:
    for number, row in enumerate(rows, 1):
        yield row._replace(id=f"a{number:03}")
