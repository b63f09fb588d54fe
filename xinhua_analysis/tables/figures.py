"""What each statistic counts, what was done to it, how far that has got, and what it is compared with or a part of.

The words of a sentence are cut once (``language.tokens``); which of them governs a figure and which it counts is chosen
by trained weights among all candidates (``language.candidates``). The stage is read from the verb and its adverbs. What
a figure is compared with, and the whole that it is a part of, are words of the same sentence, by the rules in
``COMPARED`` and ``PARTS``, the first that answers: to add one, write a function of a ``Setting`` that gives a span or
``NONE``, and put it there.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from .. import lexicon
from ..bounds import Along
from ..language.acts import explain_act
from ..language.candidates import Chosen, choose, explain
from ..language.quantities import NOT_COUNTED, is_fraction
from ..language.stages import Stages
from ..language.structure import Counted, Lines
from ..language.tokens import NONE, STOPS, Mark, Span, Words, cut_lines, worded
from ..language.weights import table
from ..lexicon import Patterns
from ..records import Action, Figure, Section, Sentence
from .numeral_page import Found

_UNIT_FAMILIES = lexicon.mapping("units", "unit_family")
_MARKED = {"date": "T", "ordinal": "O"}
_DIRECTIONS = lexicon.mapping("verbs", "direction")
_TURNED = {"rise": "fall", "fall": "rise"}
_NEGATIONS = lexicon.entries("function_words", "kind", "negation")
_RATES = lexicon.words("rate")
_SHARES = ("share", "permille", "tenth")
_LISTED = 15  # figures of a sentence that are looked back on
_BASE = 14  # characters between 从 and the number, time of the base included
_NEAR = 40  # characters that are looked back on where a clause is long

_P = Patterns(__name__)


def count_lines(text: str, found: Sequence[Found], sentences: Sequence[Sentence]) -> Lines:
    """The sentences with figures as columns of words; ``found`` is what ``find_numerals`` gave.

    >>> from xinhua_analysis.tables.numerals import find_numerals
    >>> text = "举办活动600余场。"
    >>> lines = count_lines(text, find_numerals(text), [Sentence("s0-01", 0, 10, text, "body", "s0")])
    >>> [figure.family for figure in lines.figures], lines.kinds
    (['occasion'], '^^DgU。^^')
    """
    words, lines = cut_lines(text, sentences, [_mark(text, item) for item in found])
    counted = {item.start: item.quantity for item in found if item.quantity}
    figures = [
        Counted(at, quantity.unit, _family(quantity.unit), line)
        for line in lines
        for at, kind in enumerate(words.kind[line.first : line.last], line.first)
        if kind == "U" and (quantity := counted[words.start[at]])
    ]
    return Lines(words, lines, figures)


def _mark(text: str, found: Found) -> Mark:
    """A numeral as one word; an item's number takes its 是 or its point with it, and is no word of the clause."""
    if found.quantity:
        return found.start, found.stop, "U"
    if "list" in found.reason or "heading" in found.reason:
        start = found.start - (text[found.start - 1 : found.start] in tuple("（("))  # （一）力争
        return start, found.stop + (text[found.stop : found.stop + 1] in tuple("是、.．）)")), "："
    return found.start, found.stop, _MARKED.get(found.kind, "M")


def choose_figures(text: str, found: Sequence[Found], sentences: Sequence[Sentence], along: Along = iter) -> Chosen:
    """The words of the sentences, and for each figure the verb and the span that are chosen."""
    return choose(count_lines(text, found, sentences), table(), along)


def stages_of(text: str, chosen: Chosen, sections: Sequence[Section]) -> Stages:
    """The stages of a text's acts, told a count or not."""
    lines = chosen.lines
    pairs = [pair for pair in zip(lines.figures, chosen.figures, strict=True) if pair[0].family not in NOT_COUNTED]
    return Stages(text, lines, sections, (place for figure, choice in pairs for place in (figure.at, choice.act)))


def _family(unit: str) -> str:
    unit = unit if unit in _UNIT_FAMILIES else unit.partition("（")[0].partition("(")[0].partition("/")[0]
    return _UNIT_FAMILIES.get(unit, "occasion" if unit.endswith("次") else "other" if unit else "none")


def read_figures(text: str, found: Sequence[Found], chosen: Chosen, stages: Stages) -> Iterator[Figure]:
    """All statistics of a text as figures ``f001 …``; ``found`` is what ``find_numerals`` gave.

    ``chosen`` is what ``choose_figures`` gave, ``stages`` what ``stages_of``. A member of a list takes what was said of
    the member before it (同比分别增长5%、8%); one that only tells from where a thing moved (从67%) has no direction;
    a written minus turns the direction (增长-2.3%).

    >>> from xinhua_analysis.tables.numerals import find_numerals
    >>> text = "举办活动600余场。"
    >>> chosen = choose_figures(text, find_numerals(text), [Sentence("s0-01", 0, 10, text, "body", "s0")])
    >>> figure, = read_figures(text, find_numerals(text), chosen, stages_of(text, chosen, ()))
    >>> figure.action, figure.subject, figure.value, figure.unit, figure.bound, figure.stage
    ('举办', '活动', Decimal('600'), '场', 'at_least', 'completed')
    >>> import xinhua_analysis as xa
    >>> figures = xa.parse("税收同比增长5.3%，占全市税收的12%，增速高于全市平均1.2个百分点。").records("figures")
    >>> [(figure.direction, figure.compared_with, figure.share_of) for figure in figures]
    [('rise', '同比', ''), ('', '', '全市税收'), ('', '全市平均', '')]
    """
    inside: list[Figure] = []  # the figures of the sentence before this one
    bases: list[Figure] = []
    clause, head, words = 0, NONE, chosen.lines.words
    for figure, sentence in _uncompared(text, found, chosen, stages):
        start = sentence.start
        if inside and inside[-1].sentence_id == figure.sentence_id:
            inside, begin = inside[-_LISTED:], inside[-1].stop
        else:
            inside, begin, clause, head = [], start, start, NONE
        for stop, after in _of_kind(words, STOPS, begin, figure.start):
            named = None if head != NONE else _P.with_.match(text, clause, stop)
            head = _trimmed(text, *named.span(1)) if named and named.end() == stop else head
            clause = begin = after
        before, bases = (inside[-1], bases) if begin > clause else (None, [])
        at = figure.action_start
        verb = at if at is not None and begin <= at < figure.start else figure.start
        setting = Setting(text, words, figure, inside, before, start, clause, begin, verb, head, bases)
        if _moved_from(setting):
            bases = [*bases[-_LISTED:], figure] if bases and bases[-1] is before else [figure]
        else:
            figure = _with_comparison(setting)
        inside.append(figure)
        yield figure


def _uncompared(text: str, found: Sequence[Found], chosen: Chosen, stages: Stages) -> Iterator[tuple[Figure, Sentence]]:
    """The figures of which nothing is compared yet, each with its sentence."""
    counted, words = {item.start: item.quantity for item in found if item.quantity}, chosen.lines.words
    for number, (figure, choice) in enumerate(zip(chosen.lines.figures, chosen.figures, strict=True), 1):
        q, sentence, subject, action = counted[words.start[figure.at]], figure.line.sentence, NONE, NONE
        if choice.last >= 0:
            subject = worded(text, (words.start[choice.first], words.stop[choice.last]))
        if choice.act:
            action = worded(text, (words.start[choice.verb[0]], words.stop[choice.verb[1]]))
        stage = stages.of(choice.act or figure.at, action, figure.at + 1)
        (a, b), (c, d) = subject, action
        said = q.value, q.unit, text[a:b], text[c:d], stage, choice.confidence, text[q.start : q.stop], q.high, q.bound
        home = q.number_text, q.unit_text, sentence.section_id, sentence.id, q.start, q.stop
        places = *((a, b) if b else (None, None)), *((c, d) if d else (None, None))
        yield Figure(f"f{number:03d}", *said, figure.family, "", "", "", *home, *places), sentence


def _with_comparison(p: Setting) -> Figure:
    """The figure with its three columns; the record itself where there is nothing to tell."""
    figure, before = p.figure, p.before
    direction, compared, part = direction_of(figure.action), NONE, NONE
    # a cheap look first: most counts stand behind no word with which a rule could begin
    told = p.bases or p.head != NONE or figure.unit_family in NOT_COUNTED or _is_share(figure)
    if told or _P.compares.search(p.text, max(p.sentence, p.begin - _NEAR), figure.start):
        compared = next((found for rule in COMPARED if (found := rule(p)) != NONE), NONE)
        if compared == NONE:
            part = next((found for rule in PARTS if (found := rule(p)) != NONE), NONE)
    if before and before.unit == figure.unit and compared == part == NONE and _is_joined(p):
        compared = before.compared_with_start or 0, before.compared_with_stop or 0
        if compared[1] and (second := _P.second_period.match(p.text, compared[0])):  # 环比、同比分别增长2%、5%
            compared = second.span(1)
        part = before.share_of_start or 0, before.share_of_stop or 0
    if not direction and compared == part == NONE:
        return figure
    (a, b), (c, d) = compared, part
    return figure._replace(
        direction=_TURNED.get(direction, direction) if figure.value < 0 else direction,
        compared_with=p.text[a:b],
        share_of=p.text[c:d],
        compared_with_start=a if b else None,
        compared_with_stop=b or None,
        share_of_start=c if d else None,
        share_of_stop=d or None,
    )


def _moved_from(p: Setting) -> bool:
    """从67%…到 (or a further member of its list), 比上年的300户: what something moved from has not moved itself."""
    stop = p.figure.start
    start = max(p.begin, stop - _BASE)
    listed = p.bases and p.bases[-1] is p.before and _is_joined(p)
    onward = (listed or _P.base.search(p.text, start, stop)) and _P.onward.match(p.text, p.figure.stop)
    return bool(onward or _P.than_figure.search(p.text, start, stop))


def _is_joined(p: Setting) -> bool:
    """A member of a list: nothing but 、 or 和 between it and the figure before."""
    return bool(_P.joined.fullmatch(p.text, p.begin, p.figure.start))


def why_row(text: str, found: Sequence[Found], sentences: Sequence[Sentence], row: Figure | Action) -> str:
    """What a figure or an action could have been: the candidates, and the features that spoke most for the chosen."""
    if isinstance(row, Action):
        return f"{row.text}:\n{explain_act(text, choose_figures(text, found, sentences), table(), row.verb_start)}"
    lines = count_lines(text, found, sentences)
    place = next(n for n, one in enumerate(lines.figures) if lines.words.start[one.at] == row.start)
    return explain(text, lines, table(), place)


class Setting(NamedTuple):
    """A figure in its setting: what stands before it, and where its words begin."""

    text: str
    words: Words  # of the whole text
    figure: Figure
    figures: Sequence[Figure]  # those before it in the sentence
    before: Figure | None  # the one before it in the clause
    sentence: int  # where the sentence begins
    clause: int  # where the clause begins
    begin: int  # where its own words begin: with the clause, or behind the figure before it in the clause
    verb: int  # where its verb begins, if that stands among its own words; else where the figure begins
    head: Span  # what 与…相比， at the head of the sentence names
    bases: Sequence[Figure]  # the figures of the clause that something moved from: 从67%、70%


@cache
def direction_of(verb: str) -> str:
    """Which way a verb says that a thing moved, by the longest verb of the lexicon at its end; empty if none is said.

    >>> [direction_of(verb) for verb in ("增长", "持续下降", "持平", "加快建设", "未下降", "")]
    ['rise', 'fall', 'level', '', '', '']
    """
    tails = (verb[at:] for at in range(len(verb)))
    return "" if verb.startswith(_NEGATIONS) else next((_DIRECTIONS[tail] for tail in tails if tail in _DIRECTIONS), "")


# ---------------------------------------------------------------- what it is compared with


def from_base(p: Setting) -> Span:
    """从67%提高到73%, 由14个并为7个, 从12人、15人增加到16人、20人: the figure that it moved from."""
    if p.before is None or not p.bases:
        return NONE
    if p.before is p.bases[-1] and _P.to.fullmatch(p.text, p.begin, p.figure.start):
        return p.bases[0].start, p.bases[0].stop
    passed = [base.start for base in p.bases[:-1]]  # a list goes on with the base behind that of its last member
    if p.before.compared_with_start in passed and _P.joined.fullmatch(p.text, p.begin, p.figure.start):
        base = p.bases[passed.index(p.before.compared_with_start) + 1]
        return base.start, base.stop
    return NONE


def same_period(p: Setting) -> Span:
    """同比增长5.3%, 环比下降2%: the word itself."""
    return next((found.span() for found in _P.same_period.finditer(p.text, p.begin, p.figure.start)), NONE)


def multiple(p: Setting) -> Span:
    """是2012年的3倍, 为上年同期的105%: what it is so many times as much as."""
    found = _right_before(p, _P.multiple_of)
    is_time = _is_share(p.figure) and _P.time.search(p.text, *found)
    return found if p.figure.unit_family == "multiple" or is_time else NONE


def than(p: Setting) -> Span:
    """较上年提高2个百分点, 比2019年增加15个, 比上年的300户增加50户: what stands between 比 or 较 and the verb."""
    behind = p.before is not None and p.verb - p.begin < 2  # the verb right behind a figure: 300户增加50户
    begin = max(p.clause, p.begin - _NEAR) if behind else p.begin
    found = max((found.end() for found in _P.than.finditer(p.text, begin, p.verb)), default=0)
    if not found or p.verb - found >= _NEAR:
        return NONE
    told = p.verb < p.figure.start or _P.time.search(p.text, found, p.verb)  # 比上年多3户
    return _trimmed(p.text, found, p.verb) if told else NONE


def beyond(p: Setting) -> Span:
    """高于全市平均1.2个百分点: what stands between the verb and the figure."""
    return _right_before(p, _P.beyond)


def said_before(p: Setting) -> Span:
    """与2019年相比，游客增长12%: said at the head of the sentence, of all that moves in it."""
    return p.head if direction_of(p.figure.action) else NONE


COMPARED: tuple[Callable[[Setting], Span], ...] = (from_base, same_period, multiple, than, beyond, said_before)


# ---------------------------------------------------------------- what it is a part of


def taken_of(p: Setting) -> Span:
    """占全市总量的12%, 占地区生产总值比重达5%: what stands behind 占."""
    begin = max(p.begin, p.figure.start - _NEAR)
    found = max((found.end() for found in _P.taken.finditer(p.text, begin, p.figure.start)), default=0)
    if not found or not _is_share(p.figure) or p.text.startswith("比", found):  # 占比 says not of what
        return NONE
    word = _P.share_word.search(p.text, found, p.figure.start)
    end = word.start() if word else p.figure.start
    return _trimmed(p.text, found, next((start for start, _ in _of_kind(p.words, "HLAa", found + 1, end)), end))


def done_of(p: Setting) -> Span:
    """完成年度目标的105.86%, 达到全市总量的30%."""
    return _right_before(p, _P.multiple_of) if _is_share(p.figure) else NONE


def share_counted(p: Setting) -> Span:
    """80%的小区, 三分之二的村: the noun behind, unless that is the rate itself (100%的覆盖率)."""
    figure = p.figure
    behind = p.text.startswith("的", figure.stop) and figure.subject_start == figure.stop + 1
    moved = p.verb < figure.start and direction_of(figure.action)  # 递增7.9%的基础上
    if not behind or moved or not _is_share(figure) or figure.subject.endswith((*_RATES, "率")):
        return NONE
    return figure.stop + 1, figure.stop + 1 + len(figure.subject)


def among(p: Setting) -> Span:
    """办结300件，其中网上100件: the subject of a figure before 其中, of the same unit and not less."""
    figure = p.figure
    at = p.text.rfind("其中", max(p.sentence, figure.start - _NEAR), figure.start)
    if at < 0 or any(_of_kind(p.words, STOPS, at + 3, figure.start)) or any(_of_kind(p.words, ")", at, figure.start)):
        return NONE
    is_share = _is_share(figure) and "占" in p.text[at : figure.start]  # 其中青年占60%
    counts = [f for f in p.figures if f.stop <= at and f.subject and f.unit_family not in NOT_COUNTED]
    wholes = [f for f in counts if is_share or (f.unit == figure.unit and f.value >= figure.value)]
    return (wholes[-1].subject_start or 0, wholes[-1].subject_stop or 0) if wholes else NONE


PARTS: tuple[Callable[[Setting], Span], ...] = (taken_of, done_of, share_counted, among)


# ---------------------------------------------------------------- helpers of the rules


def _of_kind(words: Words, kinds: str, start: int, stop: int) -> Iterator[Span]:
    """The words of some kinds between two places of the text."""
    for at in range(bisect_left(words.start, start), bisect_left(words.start, stop)):
        if words.kind[at] in kinds and words.start[at] < words.stop[at]:
            yield words.start[at], words.stop[at]


def _is_share(figure: Figure) -> bool:
    return figure.unit_family in _SHARES or is_fraction(figure.number_text)


def _right_before(p: Setting, pattern: re.Pattern[str]) -> Span:
    """The noun that a pattern finds right before the figure: 高于全市平均1.2个百分点, 完成年度目标的105.86%."""
    found = pattern.search(p.text, max(p.begin, p.figure.start - _NEAR), p.figure.start)
    return _trimmed(p.text, *found.span(1)) if found else NONE


def _trimmed(text: str, start: int, stop: int) -> Span:
    """A span without loose words at its edges; NONE if less than two characters are left."""
    head = _P.loose_before.match(text, start, stop)
    tail = _P.loose_behind.search(text, start, stop)
    found = worded(text, (head.end() if head else start, tail.start() if tail else stop))
    return found if found[1] - found[0] > 1 else NONE
