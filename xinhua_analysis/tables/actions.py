"""Actions: what the office says that it did, one row for each verb of doing with its object.

The words are those that figures are read from (``language.tokens``); which verbs are acts of the office is chosen by
trained weights (``language.acts``). An object runs to the end of its clause, or to what leads to the next act.
Conventions: ``docs/annotation-of-mentions.md``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from .. import lexicon
from ..bounds import Along
from ..language.acts import Act, choose_acts, hidden_words, open_stops
from ..language.candidates import Choice, Chosen
from ..language.stages import Stages
from ..language.tokens import STOPS, Words
from ..language.weights import table
from ..records import Action

_HOW = frozenset(lexicon.entries("adverbs"))
_ADVERBS = "AaBETj"  # between an object and its verb: 监管|有效|覆盖到
_LEADS = _ADVERBS + "、Cc"  # what leads from an object to the next verb: 收集线索|并及时|处置
_LEADING = frozenset(_LEADS)
_PHRASES = ("对", "为", "向", "在", "将", "把", "给")
_WHOM, _TAKEN = ("为", "向", "给", "帮", "替"), ("将", "把")
_LEAD, _JOINING, _BARE = frozenset(_WHOM + _TAKEN), frozenset("PC"), frozenset("UAaT")
_OPENING = frozenset(STOPS + _LEADS)
_RESULTS = ("为", "成", "到", "在", "由", "入", "至", "给")
_BENEFITS = lexicon.words("benefits")
Run = tuple[int, int]  # the first word, and the one behind the last; equal where there is none


class Doing(NamedTuple):
    """An act among the words: where its clause and its object end, and what stands where."""

    act: Act
    head: int
    stop: int
    object: Run
    whom: Run = (0, 0)
    couplet: bool = False  # 稳岗|促就业: the first verb holds its object


def read_actions(
    text: str, chosen: Chosen, stages: Stages, along: Along = iter, acts: Sequence[Act] | None = None
) -> Iterator[Action]:
    """All actions of the body sentences, in the order of the text; ``chosen`` is what ``choose_figures`` gave.

    ``acts`` are those that the weights choose, if they were chosen already.

    >>> from xinhua_analysis import parse
    >>> [(a.verb, a.object, a.stage) for a in parse("积极开展巡查,完工16台。").records("actions")]
    [('开展', '巡查', 'stated'), ('完工', '16台', 'completed')]
    """
    words, hidden = chosen.lines.words, hidden_words(text, chosen.lines)
    acts = choose_acts(chosen, hidden, table()) if acts is None else acts
    themes = {choice.act: choice for choice in reversed(chosen.figures) if choice.act}
    firsts = [line.first for line in chosen.lines.lines]
    doings = _doings(words, acts, open_stops(chosen.lines, hidden), themes)
    for number, doing in enumerate(along(doings), 1):
        verb = words.start[doing.act.first], words.stop[doing.act.last]
        what, whom = _place(words, doing.object, verb[1]), _place(words, doing.whom, 0)
        if doing.couplet:
            verb, what = (verb[0], verb[0] + 1), (verb[0] + 1, verb[1])
        start, stop = min(verb[0], what[0]), max(verb[1], words.stop[doing.stop - 1])
        said = text[start:stop], text[slice(*verb)], *verb, text[slice(*what)]
        stage = stages.of(doing.act.first, verb, doing.stop)
        sentence = chosen.lines.lines[bisect_right(firsts, doing.act.first) - 1].sentence
        home = text[slice(*whom)], doing.act.confidence, sentence.section_id, sentence.id
        yield Action(f"a{number:03}", start, stop, *said, stage, *home)


def _place(words: Words, run: Run, otherwise: int) -> Run:
    """Where a run of words stands in the text."""
    return (words.start[run[0]], words.stop[run[1] - 1]) if run[0] < run[1] else (otherwise, otherwise)


def _doings(words: Words, acts: Sequence[Act], stops: Sequence[int], themes: dict[int, Choice]) -> Iterator[Doing]:
    """Each act with its clause and its object."""
    acts = [act for act in acts if not _benefits(words, act.first - 1)]
    at, head = 0, 0
    for act, then in pairwise([*acts, Act(len(words.start), 0, 0)]):
        while stops[at] < act.last:
            at, head = at + 1, stops[at] + 1
        if then.first == act.last + 1 < stops[at] and words.stop[then.first] - words.start[then.first] == 1:
            yield Doing(act, head, then.first, (0, 0), couplet=words.stop[act.last] - words.start[act.first] == 2)
            continue
        if then.first < stops[at]:
            stop = _before_next(words, act.last + 1, then.first)
        else:
            stop = _running_on(words, act.last + 1, stops[at : at + 2], then.first)
        yield _settled(words, act, head, stop, themes.get(act.first))
        head = max(head, stop)


def _before_next(words: Words, first: int, stop: int) -> int:
    """Where an object ends before the next act of its clause: 投入320万元|对2处单位实施…, 收集线索|并及时处置…."""
    if "P" in words.kind[first + 1 : stop]:
        led = (k for k in range(stop - 1, first, -1) if words.kind[k] == "P" and words.text[k] in _PHRASES)
        stop = next(led, stop)
    while stop > first and (words.kind[stop - 1] in _LEADING or words.text[stop - 1] in _HOW):
        stop -= 1
    return stop


def _running_on(words: Words, first: int, stops: Sequence[int], then: int) -> int:
    """Where an object ends at the end of its clause; before 、受益2000余人次; behind an attribute that a comma parts.

    构建以…为核心，…参与的…格局
    """
    stop = stops[0]
    said = words.text[first:stop]
    if said[:1] == ["以"] and "为" in said and "的" not in said and words.kind[stop] == "，" and stops[-1] <= then:
        return stops[-1] if "的" in words.text[stop : stops[-1]] else stop
    for k, kind in enumerate(words.kind[first + 1 : stop - 1], first + 1):
        if kind == "X" and words.kind[k - 1] in "、A":  # 完成8个、未完成2个; 收集线索但未处置
            return _before_next(words, first, k)
        if kind == "、" and _benefits(words, k):
            return k
    return stop


def _benefits(words: Words, at: int) -> bool:
    """Whether whom an act was good for stands here: 、|受益|2000余人次."""
    return words.kind[at] == "、" and words.text[at + 1] in _BENEFITS and "U" in words.kind[at + 2 : at + 4]


def _settled(words: Words, act: Act, head: int, stop: int, theme: Choice | None) -> Doing:
    """What stands before the verb decides where the object is: 将A|打造为B, A|改造12处, 为A|安装B."""
    first = act.last + 1
    first += words.text[first] == "了" and first < stop
    before = act.first
    while before > head and words.kind[before - 1] in _ADVERBS:
        before -= 1
    leads = not _LEAD.isdisjoint(words.text[head : before - 1])
    if leads and (led := _led(words, act, range(head, before), first, stop)):
        return led
    alone = first == stop and before > head
    if (alone or theme) and not _JOINING.intersection(words.kind[head:before]):
        if alone:
            return Doing(act, head, stop, (head, before))
        if theme and head <= theme.first <= theme.last < act.first and _BARE.issuperset(words.kind[first:stop]):
            return Doing(act, head, stop, (theme.first, theme.last + 1))
    if words.text[act.first] == "惠及":
        return Doing(act, head, stop, (first, stop), (first, stop))
    if _benefits(words, stop):
        return Doing(act, head, stop, (first, stop), (stop + 2, stop + 3))
    return Doing(act, head, stop, (first, stop))


def _led(words: Words, act: Act, ahead: range, first: int, stop: int) -> Doing | None:
    """What a word that leads stands before, ahead of the verb: 将|A|打造为B, 为|A|安装B."""
    head, before = ahead.start, ahead.stop
    taken = next((k for k in ahead[:-1] if words.text[k] in _TAKEN), -1)
    if taken >= 0:
        if words.text[first] in _RESULTS:
            act = act._replace(last=first)
        return Doing(act, head, max(stop, first), (taken + 1, before))
    whom = next((k for k in ahead[:-1] if words.text[k] in _WHOM and words.kind[k - 1] in _OPENING), -1)
    led = whom >= 0 and "以" not in words.text[head:whom]  # not 鉴定|为危房的
    return Doing(act, head, stop, (first, stop), (whom + 1, before)) if led else None
