"""What may govern a figure and what it may count: every candidate, then the one that the weights choose.

A verb or any other word of meaning near the figure may govern it, and so may none; any run of up to nine words that
begins and ends with one may be its subject. A first look keeps the likeliest spans, a second chooses among them, given
the verb. The softmax of the two scores says how sure the choice is.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..bounds import Along
from .features import ANOTHER, FEATURES, Pairs, keys
from .structure import Column, Lines, Trait, kinds_among, words_among
from .tokens import VERBS
from .traits import Runs
from .weights import Table, scores

Scores = NDArray[np.float64]
_NEVER = -1e6  # of the score
_NO_ACT, _NO_SPAN, _ADVERBS = "U，；。：、()“的了TOMKCXqp^", "U，；。：^", "Ap"
_NO_END, _NO_START = "U，；。：、的了CcuXp^P(", "U，；。：、的了Ccu^P)"
_JOINING = frozenset(("等", "和", "与", "及", "以及", "并", "或", "—", "…", "~", "·"))
_BASES = frozenset(("由", "从"))
ACT_BACK, ACT_ON, SPAN_BACK, SPAN_ON, LONGEST, KEPT = 26, 8, 28, 10, 9, 12


Likely = list[tuple[int, float]]  # for each figure the place of a candidate, -1 for none, and how likely it is


class Choice(NamedTuple):
    """What was chosen for a figure: the verb's place among the words (0: none), the span, how likely both are right."""

    act: int
    first: int
    last: int
    confidence: float
    verb: tuple[int, int]  # its first and last word, with the verbs that are one with it


class Chosen(NamedTuple):
    """What the weights chose in a text: for each figure, and which word ends the verb that a word begins."""

    lines: Lines
    figures: Sequence[Choice]
    ends: dict[int, int]


def acts(lines: Lines) -> Pairs:
    """Every word that may govern a figure."""
    low, high = _near(lines)
    may = ~kinds_among(lines.kind[low:high], _NO_ACT) | words_among(lines.word[low:high], _BASES)
    places = np.flatnonzero(may) + low
    f, at = _reached(lines, places, places, ACT_BACK, ACT_ON)
    return Pairs(lines, f, places[at], places[at])


def _near(lines: Lines) -> tuple[int, int]:
    """From where to where among the words the candidates of the figures may stand."""
    if not lines.figures:
        return 0, 0
    first, last = lines.figures[0], lines.figures[-1]
    dealt = lines.dealt[lines.dealt[:, 1] > 0, 0].tolist()
    return min([max(first.line.back, first.at - SPAN_BACK), *dealt]), min(last.line.last, last.at + SPAN_ON)


def _reached(lines: Lines, first: Column, last: Column, back: int, on: int) -> tuple[Column, Column]:
    """Figures, and the places of the candidates within reach of each; ``first`` stands in order."""
    lows = np.array([max(figure.line.back, figure.at - back) for figure in lines.figures], dtype=np.int64)
    if back == SPAN_BACK:
        lows = np.where(lines.dealt[:, 1] > 0, np.minimum(lows, lines.dealt[:, 0]), lows)
    highs = [min(figure.line.last, figure.at + on) for figure in lines.figures]
    starts, stops = np.searchsorted(first, lows), np.searchsorted(first, highs)
    many = np.maximum(stops - starts, 0)
    f = np.repeat(np.arange(len(many)), many)
    at = np.arange(len(f)) + (starts - np.cumsum(many) + many)[f]
    inside = last[at] < np.array(highs, dtype=np.int64)[f]
    return f[inside], at[inside]


def _noun_runs(lines: Lines, low: int, reached: NDArray[np.bool_]) -> tuple[Column, Column]:
    """The first and last words of the runs that may be a subject, from ``low`` on; none goes over a stop."""
    many = len(reached)
    kinds, words = lines.kind[low : low + many], lines.word[low : low + many]
    may = reached & ~words_among(words, _JOINING)
    begins = may & ~kinds_among(kinds, _NO_START)
    dealt = lines.dealt[lines.dealt[:, 1] > 0, 0] - low
    begins[dealt] |= kinds_among(kinds[dealt], _ADVERBS)  # 按时|办结率, 同|城
    ends = np.append(may & ~kinds_among(kinds, _NO_END), [False] * LONGEST)
    over = np.append(kinds_among(kinds, _NO_SPAN), [True] * LONGEST)
    depth = np.append((kinds == ord("(")).astype(np.int64) - (kinds == ord(")")), [0] * LONGEST)
    open_, inside, found = np.zeros_like(kinds), begins, np.empty((many, LONGEST), dtype=bool)
    for n in range(LONGEST):
        open_ = open_ + depth[n : n + many]
        inside = inside & ~over[n : n + many] & (open_ >= 0)
        np.logical_and(inside, ends[n : n + many], out=found[:, n])
    first, more = np.divmod(np.flatnonzero(found), LONGEST)
    return first + low, first + more + low


class Spans(NamedTuple):
    """Runs of words paired with each figure that reaches them; the runs alone; which run each pair has."""

    pairs: Pairs
    alone: Pairs
    which: Column


def spans(lines: Lines) -> Spans:
    """Every run of words that may be a figure's subject."""
    counted = {figure.line.first for figure in lines.figures}
    low, high = _near(lines)
    begin = bisect_right(lines.lines, low, key=lambda line: line.last)
    near = list(itertools.takewhile(lambda line: line.first < high, itertools.islice(lines.lines, begin, None)))
    reached = np.zeros(high - low, dtype=bool)  # of the words near these figures, not of all of a long text
    for n, line in enumerate(near):
        if line.first in counted:  # and what stands before it, where it may look back on that
            reached[max(0, (line.back if n else line.first) - low) : line.last - low] = True
    first, last = _noun_runs(lines, low, reached)
    f, at = _reached(lines, first, last, SPAN_BACK, SPAN_ON)
    pairs = Pairs(lines, f, first[at], last[at])
    own = np.flatnonzero(pairs.trait("dealt") != ANOTHER)  # 能源、旅游投资分别增长5%、|8%: not 能源
    if len(own) < len(at):
        pairs, at = pairs.only(own), at[own]
    return Spans(pairs, Pairs(lines, np.zeros_like(first), first, last), at)


def none(lines: Lines, act: Column | None = None) -> Pairs:
    """For each figure the candidate that there is none."""
    return Pairs(lines, np.arange(len(lines.at)), lines.at, lines.at, act)


def grouped(pairs: Pairs, many: int) -> Column:
    """Where each figure's candidates begin, and where the last one's end: candidates stand figure by figure."""
    return np.searchsorted(pairs.f, np.arange(many + 1))


def first_look(every: Spans, table: Table) -> Scores:
    """A score of each span by itself, made once for all figures that reach it, and by its place to the figure."""
    alone: Scores = scores(table, every.alone, "span")
    return alone[every.which] + scores(table, every.pairs, "span at")


def likeliest(pairs: Pairs, looked: Scores) -> Pairs:
    """The few spans of each figure that a first look keeps."""
    edges, f = grouped(pairs, len(pairs.lines.at)), pairs.f
    wide = np.full((len(edges) - 1, max(KEPT, np.diff(edges).max(initial=0))), _NEVER)
    wide[f, np.arange(len(f)) - edges.take(f)] = looked
    least = np.partition(wide, -KEPT, axis=1)[:, -KEPT].take(f)  # of those that are kept
    kept, like = looked > least, np.flatnonzero(looked == least)
    place = np.arange(len(like)) - np.searchsorted(f[like], f[like])  # of those that are as likely the first
    kept[like] = place < KEPT - np.bincount(f[kept], minlength=len(edges) - 1)[f[like]]
    return pairs.only(np.flatnonzero(kept))


def best(pairs: Pairs, scored: Scores, no: Scores) -> Likely:
    """For each figure the place of its likeliest candidate, -1 for none, and how likely it is."""
    return likeliest_of(grouped(pairs, len(no)), scored, no)


def likeliest_of(edges: Column, scored: Scores, no: Scores) -> Likely:
    """The same of candidates that stand in groups from edge to edge."""
    starts = edges[:-1] + np.arange(len(no))  # where a group begins with the score of none put in its front
    every = np.insert(scored, edges[:-1], no)
    group = np.repeat(np.arange(len(no)), np.diff(edges) + 1)
    most = np.maximum.reduceat(every, starts) if len(no) else no
    total = np.add.reduceat(np.exp(every - most[group]), starts) if len(no) else no
    tops = np.flatnonzero(every == most[group])
    top = tops[np.searchsorted(tops, starts)]
    at = np.where(top == starts, -1, top - np.arange(len(no)) - 1)
    return list(zip(at.tolist(), (1 / total).tolist(), strict=True))


# ---------------------------------------------------------------- verbs of several words

_MAY_JOIN = VERBS + "E"
_RESULTS = frozenset("为到至于成去出起在由入给好清")
_BETWEEN = frozenset("、和与及")
_STILL = ("尚", "仍", "还")


class Joins(Runs):
    """Words that may be one verb: a verb and the next, or its result, or another behind 、."""

    def between(self) -> Trait:
        """The kind of what stands between: 吊销|、|注销, 0 for nothing."""
        return np.where(self.b - self.a > 1, self.lines.kind[self.a + 1], 0)

    def together(self) -> Trait:
        """The length of the first, in characters, and that the second is as long."""
        first, second = self.lines.length[self.a], self.lines.length[self.b]
        return np.minimum(first, 4) + 10 * (first == second)


def joins(lines: Lines) -> Joins:
    """Every two words that may be one verb."""
    verbs = lines.verb_places
    then = verbs + 1 + words_among(lines.word[verbs + 1], _BETWEEN)
    joins = kinds_among(lines.kind[then], _MAY_JOIN) | words_among(lines.word[then], _RESULTS)
    some = joins & (lines.ends[then - 1] == lines.begins[then])
    return Joins(lines, verbs[some], then[some])


_JOINED = -0.8  # of the score: the gold of figures names the shortest verb, that of actions the whole one


def verb_ends(lines: Lines, table: Table) -> dict[int, int]:
    """For each word that is one verb with a later one, that later one."""
    pairs = joins(lines)
    yes = scores(table, pairs, "joined") > _JOINED
    return dict(zip(pairs.a[yes].tolist(), pairs.b[yes].tolist(), strict=True))


def end_of(at: int, ends: dict[int, int]) -> int:
    """The last word of the verb that a word begins."""
    while at in ends:
        at = ends[at]
    return at


def verb_of(lines: Lines, act: int, ends: dict[int, int]) -> tuple[int, int]:
    """The first and last word of the verb that a word belongs to, with what negates it.

    组织|开展, 优化|完善, 尚|未|开工
    """
    words, first, last = lines.words, act, end_of(act, ends)
    while ends.get(first - 1) == first:
        first -= 1
    while words.kind[first - 1] == "X" or words.text[first - 1] in _STILL:
        first -= 1
    return first, last


# ---------------------------------------------------------------- the choice


_OPEN = 0.1  # how likely a second verb must be, so that it is asked what would be counted then
_OF_VERB = 0.7  # the power of how likely the verb is, beside how likely the span is: found on documents held out


class _Decided(NamedTuple):
    """All verbs; the few likeliest spans, with their figure's verb; that verb, how likely it is; the best spans."""

    acts: Pairs
    few: Pairs
    act: Column
    governed: list[float]
    named: Likely


def _decide(lines: Lines, table: Table) -> _Decided:
    """The likeliest verb of each figure, or the next one, where the span that goes with it is so much likelier."""
    verbs, every = acts(lines), spans(lines)
    few = likeliest(every.pairs, first_look(every, table))
    scored, no = scores(table, verbs, "action"), scores(table, none(lines), "no action")
    governed = best(verbs, scored, no)
    act = _places(verbs, governed)
    second = _next_best(verbs, scored, no, governed)
    then = np.flatnonzero([q > _OPEN for _, q in second])
    other = _places(verbs, second)[then]
    named, others = _named(few, table, act, then, other)
    for f, verb, (at, q) in zip(then.tolist(), other.tolist(), others, strict=True):
        if second[f][1] ** _OF_VERB * q > governed[f][1] ** _OF_VERB * named[f][1]:
            act[f], governed[f], named[f] = verb, second[f], (at, q)
    return _Decided(verbs, Pairs(lines, few.f, few.a, few.b, act[few.f]), act, [p for _, p in governed], named)


def _places(verbs: Pairs, chosen: Likely) -> Column:
    return np.array([verbs.a[at] if at >= 0 else 0 for at, _ in chosen], dtype=np.int64)


def _next_best(verbs: Pairs, scored: Scores, no: Scores, chosen: Likely) -> Likely:
    """For each figure the likeliest verb but the chosen one."""
    scored, no = scored.copy(), no.copy()
    for f, (at, _) in enumerate(chosen):
        if at >= 0:
            scored[at] = _NEVER
        else:
            no[f] = _NEVER
    return [(at, (1 - p) * q) for (at, q), (_, p) in zip(best(verbs, scored, no), chosen, strict=True)]


def _named(few: Pairs, table: Table, act: Column, then: Column, other: Column) -> tuple[Likely, Likely]:
    """The likeliest span of each figure, given its verb, and of some figures, given another verb."""
    lines, many = few.lines, len(act)
    more = np.flatnonzero(np.isin(few.f, then))
    at = np.concatenate((np.arange(len(few.f)), more))
    edges = np.concatenate((grouped(few, many)[:-1], len(few.f) + np.searchsorted(few.f[more], then), [len(at)]))
    some, verbs = np.concatenate((np.arange(many), then)), np.concatenate((act, other))
    asked = Pairs(lines, few.f[at], few.a[at], few.b[at], np.repeat(verbs, np.diff(edges)))
    scored, i = scores(table, asked, "subject"), lines.at[some]
    no = scores(table, Pairs(lines, some, i, i, verbs), "no subject")
    found = [(int(at[place]) if place >= 0 else -1, q) for place, q in likeliest_of(edges, scored, no)]
    return found[:many], found[many:]


_SAID = 0.75  # the power of verb and span likely at once: the two go wrong together; found on documents held out
_AT_ONCE = 512  # figures: what their candidates take in memory is then bounded


def choose(lines: Lines, table: Table, along: Along = iter) -> Chosen:
    """For each figure the verb and the span that the weights choose; ``along`` may look at a clock meanwhile."""
    ends = verb_ends(lines, table)
    starts = along(range(0, len(lines.figures), _AT_ONCE))
    found = [choice for start in starts for choice in _choose(lines.part(start, start + _AT_ONCE), table, ends)]
    return Chosen(lines, found, ends)


def _choose(lines: Lines, table: Table, ends: dict[int, int]) -> list[Choice]:
    _, few, act, governed, named = _decide(lines, table)
    found = []
    for v, p, (at, q) in zip(act.tolist(), governed, named, strict=True):
        span = (int(few.a[at]), int(few.b[at])) if at >= 0 else (0, -1)
        found.append(Choice(v, *span, round((p * q) ** _SAID, 2), verb_of(lines, v, ends) if v else (0, -1)))
    return found


_TOLD, _SPOKE = 3, 4  # candidates, and features of the chosen one, that are told


def spoke_most(family: str, weights: Scores) -> str:
    """The features of a family that weighed most, in words."""
    most = np.argsort(-np.abs(weights), kind="stable")[:_SPOKE].tolist()
    return "    by " + ", ".join(f"{' + '.join(FEATURES[family][n])} {weights[n]:+.2f}" for n in most)


def explain(text: str, lines: Lines, table: Table, figure: int) -> str:
    """The likeliest verbs and spans of one figure, and which features spoke most for the chosen ones."""
    verbs, few, act, *_ = _decide(lines, table)
    told = [text[slice(*_reach(lines, figure))] + ":"]
    for family, pairs in (("action", verbs), ("subject", few)):
        told += _in_words_told(text, family, pairs.only(np.flatnonzero(pairs.f == figure)), none(lines, act), table)
    return "\n".join(told)


def _reach(lines: Lines, figure: int) -> tuple[int, int]:
    """The clause of a figure in the text, up to the figure."""
    at = lines.figures[figure].at
    return lines.words.start[int(lines.clause[at])], lines.words.stop[at]


def _in_words_told(text: str, family: str, pairs: Pairs, no: Pairs, table: Table) -> Iterator[str]:
    lines, figure = pairs.lines, int(pairs.f[0]) if len(pairs.f) else 0
    weights, absent = table(keys(pairs, family)), table(keys(no, f"no {family}"))[:, figure]
    scored = np.append(weights.sum(axis=0), absent.sum())
    shares = np.exp(scored - scored.max())
    shares /= shares.sum()
    order = np.argsort(-shares, kind="stable")[:_TOLD].tolist()
    named = [text[a:b] for a, b in zip(lines.begins[pairs.a], lines.ends[pairs.b], strict=True)] + ["(none)"]
    yield f"  {family}: " + ", ".join(f"{named[n]} {shares[n]:.2f}" for n in order)
    is_none = order[0] == len(pairs.f)
    yield spoke_most(f"no {family}", absent) if is_none else spoke_most(family, weights[:, order[0]])
