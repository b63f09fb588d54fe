"""What may govern a figure and what it may count: every candidate, then the one that the weights choose.

A verb or any other word of meaning near the figure may govern it, and so may none; any run of up to ten words that
begins and ends with one may be its subject. A first look keeps the likeliest spans, a second chooses among them, given
the verb. The softmax of the two scores says how sure the choice is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .. import lexicon
from .features import FEATURES, Column, Lines, Pairs, keys
from .tokens import STOPS, VERBS, Words
from .weights import Table

Scores = NDArray[np.float64]
_NO_ACT = frozenset("U，；。：、()“的了TOMKCqp^")
_NO_END = frozenset("U，；。：、的(了Ccup^P")
_NO_START = (_NO_END - {"("}) | {")", "A"}
_NO_SPAN = frozenset("U，；。：^")
_JOINING = frozenset(("等", "和", "与", "及", "以及", "并", "或"))
_BASES = frozenset(("由", "从"))
ACT_BACK, ACT_ON, SPAN_BACK, SPAN_ON, LONGEST, KEPT = 36, 10, 40, 14, 10, 12


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
    f, at = _reached(lines, places, places, ACT_BACK, ACT_ON)
    return Pairs(lines, f, places[at], places[at])


def _reached(lines: Lines, first: Column, last: Column, back: int, on: int) -> tuple[Column, Column]:
    """Figures, and the places of the candidates within reach of each; ``first`` stands in order."""
    lows = [max(figure.line.back, figure.at - back) for figure in lines.figures]
    highs = [min(figure.line.last, figure.at + on) for figure in lines.figures]
    starts, stops = np.searchsorted(first, lows), np.searchsorted(first, highs)
    reach = [np.arange(start, stop) for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)]
    f = np.repeat(np.arange(len(reach)), [len(places) for places in reach])
    at = np.concatenate(reach) if reach else np.zeros(0, dtype=np.int64)
    inside = last[at] < np.array(highs, dtype=np.int64)[f] if len(at) else np.zeros(0, dtype=bool)
    return f[inside], at[inside]


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


class Spans(NamedTuple):
    """Runs of words paired with each figure that reaches them; the runs alone; which run each pair has."""

    pairs: Pairs
    alone: Pairs
    which: Column


def spans(lines: Lines) -> Spans:
    """Every run of words that may be a figure's subject."""
    found = [run for line in lines.lines for run in _runs(lines, line.first, line.last)]
    first, last = np.ascontiguousarray(np.array(found, dtype=np.int64).reshape(-1, 2).T)
    f, at = _reached(lines, first, last, SPAN_BACK, SPAN_ON)
    return Spans(Pairs(lines, f, first[at], last[at]), Pairs(lines, np.zeros_like(first), first, last), at)


def none(lines: Lines, act: Column | None = None) -> Pairs:
    """For each figure the candidate that there is none."""
    return Pairs(lines, np.arange(len(lines.at)), lines.at, lines.at, act)


def grouped(pairs: Pairs, many: int) -> Column:
    """Where each figure's candidates begin, and where the last one's end: candidates stand figure by figure."""
    return np.searchsorted(pairs.f, np.arange(many + 1))


def first_look(every: Spans, table: Table) -> Scores:
    """A score of each span by itself, made once for all figures that reach it, and by its place to the figure."""
    alone = table(keys(every.alone, "span")).sum(axis=0)
    out: Scores = alone[every.which] + table(keys(every.pairs, "span at")).sum(axis=0)
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


def act_span(lines: Lines, act: int) -> tuple[int, int]:
    """Where a verb stands in the text, with the verbs joined to it on either side and what negates it.

    组织|开展, 优化|完善, 尚|未|开工
    """
    words, first, last = lines.words, act, act
    while _joined(words, first - 1):
        first -= 1
    while words.kind[first - 1] == "X" or words.text[first - 1] in _STILL:
        first -= 1
    while _joined(words, last):
        last += 1
    return words.start[first], words.stop[last]


def _joined(words: Words, at: int) -> bool:
    """Whether a word and the next are one verb: two verbs of two characters, or a verb and where it leads (送|去)."""
    kinds, first, second = words.kind, words.text[at], words.text[at + 1]
    if words.stop[at] != words.start[at + 1] or kinds[at] not in VERBS or len(first) > 2:
        return False
    if kinds[at + 1] == "G" and kinds[at] in "DG":  # 督促|整改|隐患; 进行|备案|监管，
        return first.endswith(_COMMANDERS) or (kinds[at] == "G" and kinds[at + 2] in STOPS)
    return second in _RESULTS or (kinds[at] in "DH" and kinds[at + 1] in "DH" and len(first) == len(second) == 2)


_COMMANDERS = lexicon.entries("word_classes", "class", "commander")
_RESULTS = ("为", "到", "至", "于", "成", "去", "出", "起")
_STILL = ("尚", "仍", "还")


class _Scored(NamedTuple):
    """Candidates with the weight of each feature, and the same that there is none."""

    pairs: Pairs
    weights: Scores
    no: Scores


def _acts_scored(lines: Lines, table: Table) -> _Scored:
    pairs = acts(lines)
    return _Scored(pairs, table(keys(pairs, "action")), table(keys(none(lines), "no action")))


def _spans_scored(lines: Lines, table: Table, act: Column) -> _Scored:
    every = spans(lines)
    few = likeliest(every.pairs, first_look(every, table))
    few = Pairs(lines, few.f, few.a, few.b, act[few.f])
    return _Scored(few, table(keys(few, "subject")), table(keys(none(lines, act), "no subject")))


def _best(scored: _Scored) -> list[tuple[int, float]]:
    return best(scored.pairs, scored.weights.sum(axis=0), scored.no.sum(axis=0))


def _taken(scored: _Scored, chosen: list[tuple[int, float]]) -> Column:
    """The verb that is chosen for each figure."""
    return np.array([scored.pairs.a[at] if at >= 0 else 0 for at, _ in chosen], dtype=np.int64)


def choose(lines: Lines, table: Table) -> list[Choice]:
    """For each figure the verb and the span that the weights choose."""
    if not lines.figures:
        return []
    verbs = _acts_scored(lines, table)
    governed = _best(verbs)
    act = _taken(verbs, governed)
    named = _spans_scored(lines, table, act)
    chosen = zip(act.tolist(), governed, _best(named), strict=True)
    few = named.pairs
    return [
        Choice(v, int(few.a[at]), int(few.b[at]), round(p * q, 2)) if at >= 0 else Choice(v, 0, -1, round(p * q, 2))
        for v, (_, p), (at, q) in chosen
    ]


_TOLD, _SPOKE = 3, 4  # candidates, and features of the chosen one, that are told


def explain(text: str, lines: Lines, table: Table, figure: int) -> str:
    """The likeliest verbs and spans of one figure, and which features spoke most for the chosen ones."""
    verbs = _acts_scored(lines, table)
    named = _spans_scored(lines, table, _taken(verbs, _best(verbs)))
    told = [text[slice(*_reach(lines, figure))] + ":"]
    for field, family, scored in (("action", "action", verbs), ("subject", "subject", named)):
        told += _told(text, lines, field, family, scored, figure)
    return "\n".join(told)


def _reach(lines: Lines, figure: int) -> tuple[int, int]:
    """The clause of a figure in the text, up to the figure."""
    at = lines.figures[figure].at
    return lines.words.start[int(lines.clause[at])], lines.words.stop[at]


def _told(text: str, lines: Lines, field: str, family: str, scored: _Scored, figure: int) -> Iterator[str]:
    pairs, own = scored.pairs, np.flatnonzero(scored.pairs.f == figure)
    scores = np.append(scored.weights[:, own].sum(axis=0), scored.no[:, figure].sum())
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    order = np.argsort(-shares, kind="stable")[:_TOLD].tolist()
    named = [text[lines.begins[pairs.a[n]] : lines.ends[pairs.b[n]]] for n in own] + ["(none)"]
    yield f"  {field}: " + ", ".join(f"{named[n]} {shares[n]:.2f}" for n in order)
    is_none = order[0] == len(own)
    column = scored.no[:, figure] if is_none else scored.weights[:, own[order[0]]]
    rows = FEATURES[f"no {family}" if is_none else family]
    most = np.argsort(-np.abs(column), kind="stable")[:_SPOKE].tolist()
    yield "    by " + ", ".join(f"{' + '.join(rows[n])} {column[n]:+.2f}" for n in most)
