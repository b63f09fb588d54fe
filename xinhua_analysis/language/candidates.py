"""What may govern a figure and what it may count: every candidate, then the one that the weights choose.

A verb or any other word of meaning near the figure may govern it, and so may none; any run of up to ten words that
begins and ends with one may be its subject. A first look keeps the likeliest spans, a second chooses among them, given
the verb. The softmax of the two scores says how sure the choice is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .features import Column, Lines, Pairs, keys
from .weights import Table

Scores = NDArray[np.float64]
_NO_ACT = frozenset("U，；。：、()“的了TOMKCqp^")
_NO_END = frozenset("U，；。：、的(了Ccup^P")
_NO_START = (_NO_END - {"("}) | {")", "A"}
_NO_SPAN = frozenset("U，；。：^")
_JOINING = frozenset(("等", "和", "与", "及", "以及", "并", "或"))
_BASES = frozenset(("由", "从"))
ACT_BACK, ACT_ON, SPAN_BACK, SPAN_ON, LONGEST, KEPT = 36, 10, 40, 14, 10, 16


class Choice(NamedTuple):
    """What was chosen for a figure: the verb's place among the words (0: none), the span, how likely both are right."""

    act: int
    first: int
    last: int
    confidence: float


def acts(lines: Lines) -> Pairs:
    """Every word that may govern a figure."""
    texts = lines.words.text
    allowed = [k not in _NO_ACT or w in _BASES for k, w in zip(lines.kinds, texts, strict=True)]
    places = np.flatnonzero(allowed)
    return _paired(lines, places, places, ACT_BACK, ACT_ON)


def _paired(lines: Lines, first: Column, last: Column, back: int, on: int) -> Pairs:
    """The candidates within reach of each figure; ``first`` in order."""
    many = range(len(lines.figures))
    lows = [max(figure.line.back, figure.at - back) for figure in lines.figures]
    highs = [min(figure.line.last, figure.at + on) for figure in lines.figures]
    starts, stops = np.searchsorted(first, lows), np.searchsorted(first, highs)
    reach = [np.arange(start, stop) for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)]
    f = np.repeat(np.arange(len(many)), [len(places) for places in reach])
    at = np.concatenate(reach) if reach else np.zeros(0, dtype=np.int64)
    inside = last[at] < np.array(highs, dtype=np.int64)[f] if len(at) else np.zeros(0, dtype=bool)
    f, at = f[inside], at[inside]
    return Pairs(lines, f, first[at], last[at])


def _runs(lines: Lines, low: int, high: int) -> Iterator[tuple[int, int]]:
    """The spans of one sentence that may be a subject."""
    kinds, texts = lines.kinds, lines.words.text
    ends = [kinds[b] not in _NO_END and texts[b] not in _JOINING for b in range(low, high)]
    for a in range(low, high):
        if kinds[a] in _NO_START or texts[a] in _JOINING:
            continue
        depth = 0
        for b in range(a, min(high, a + LONGEST)):
            depth += (kinds[b] == "(") - (kinds[b] == ")")
            if kinds[b] in _NO_SPAN or depth < 0:
                break
            if ends[b - low]:
                yield a, b


def spans(lines: Lines, reach: list[tuple[int, int]]) -> Pairs:
    """Every run of words that may be a figure's subject; ``reach`` are the sentences, first word and last."""
    found = [run for low, high in reach for run in _runs(lines, low, high)]
    first, last = np.array(found, dtype=np.int64).reshape(-1, 2).T
    return _paired(lines, first, last, SPAN_BACK, SPAN_ON)


def none(lines: Lines, act: Column | None = None) -> Pairs:
    """For each figure the candidate that there is none."""
    return Pairs(lines, np.arange(len(lines.at)), lines.at, lines.at, act)


def grouped(pairs: Pairs, many: int) -> Column:
    """Where each figure's candidates begin, and where the last one's end: candidates stand figure by figure."""
    return np.searchsorted(pairs.f, np.arange(many + 1))


def first_look(pairs: Pairs, weigh: Callable[[NDArray[np.uint64]], Scores]) -> Scores:
    """A score of each span by itself, made once for all figures that reach it, and by its place to the figure."""
    _, once, which = np.unique(pairs.a * 64 + (pairs.b - pairs.a), return_index=True, return_inverse=True)
    alone = weigh(keys(pairs.only(once), "span")).sum(axis=0)
    out: Scores = alone[which] + weigh(keys(pairs, "span at")).sum(axis=0)
    return out


def likeliest(pairs: Pairs, scores: Scores) -> Pairs:
    """The few spans of each figure that a first look keeps."""
    edges = grouped(pairs, len(pairs.lines.at)).tolist()
    kept = [
        np.sort(np.argsort(-scores[low:high], kind="stable")[:KEPT]) + low
        for low, high in zip(edges, edges[1:], strict=False)
    ]
    return pairs.only(np.concatenate(kept) if kept else np.zeros(0, dtype=np.int64))


def best(pairs: Pairs, scores: Scores, no: Scores) -> list[tuple[int, float]]:
    """For each figure the place of its likeliest candidate, -1 for none, and how likely it is."""
    edges = grouped(pairs, len(no)).tolist()
    chosen = []
    for low, high, other in zip(edges, edges[1:], no.tolist(), strict=False):
        own = scores[low:high]
        top = int(own.argmax()) if high > low else -1
        most = max(float(own[top]), other) if high > low else other
        total = float(np.exp(own - most).sum()) + float(np.exp(other - most))
        chosen.append((-1 if most == other else low + top, 1 / total))
    return chosen


def choose(lines: Lines, reach: list[tuple[int, int]], table: Table) -> list[Choice]:
    """For each figure the verb and the span that the weights choose."""
    verbs = acts(lines)
    governed = best(verbs, table(keys(verbs, "action")).sum(axis=0), table(keys(none(lines), "no action")).sum(axis=0))
    act = np.array([verbs.a[at] if at >= 0 else 0 for at, _ in governed], dtype=np.int64)
    every = spans(lines, reach)
    few = likeliest(every, first_look(every, table))
    few = Pairs(lines, few.f, few.a, few.b, act[few.f])
    no = table(keys(none(lines, act), "no subject")).sum(axis=0)
    named = best(few, table(keys(few, "subject")).sum(axis=0), no)
    return [
        Choice(int(v), int(few.a[at]) if at >= 0 else 0, int(few.b[at]) if at >= 0 else -1, p * q)
        for v, (_, p), (at, q) in zip(act, governed, named, strict=True)
    ]
