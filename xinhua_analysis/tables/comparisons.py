"""Which way a figure moved, what it is compared with, and what it is a part of: three columns of ``figures``.

The direction is the verb's (增长 rises, 下降 falls, 持平 is level). What a figure is compared with, and the whole that
it is a part of, are words of the same sentence, in a few shapes: 同比增长5.3% · 较上年提高2个百分点 ·
高于全市平均1.2个百分点 · 是上年的3倍 · 从67%提高到73% · 由14个并为7个; 占全市总量的12% · 80%的小区 ·
完成年度目标的105.86% · 其中青年30人.
The rules stand in ``COMPARED`` and ``PARTS``, the first that answers is taken: to add one, write a function of a
``Setting`` that gives a span or ``NONE``, and give it a place there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from .. import lexicon
from ..language.quantities import NOT_COUNTED, is_fraction
from ..language.tokens import NONE, STOPS, Span, Words, worded
from ..lexicon import Patterns
from ..records import Figure, Sentence

_DIRECTIONS = lexicon.mapping("verbs", "direction")
_TURNED = {"rise": "fall", "fall": "rise"}
_NEGATIONS = lexicon.entries("function_words", "kind", "negation")
_RATES = lexicon.words("rate")
_SHARES = ("share", "permille", "tenth")
_LISTED = 15  # figures of a sentence that are looked back on
_BASE = 14  # characters between 从 and the number, time of the base included
_NEAR = 40  # characters that are looked back on where a clause is long

_P = Patterns(__name__)


class Setting(NamedTuple):
    """A figure in its setting: the figures of its sentence up to it, itself the last, and where its words begin."""

    text: str
    words: Words  # of the whole text
    figures: Sequence[Figure]
    sentence: int  # where the sentence begins
    clause: int  # where the clause begins
    begin: int  # where its own words begin: with the clause, or behind the figure before it in the clause
    head: Span  # what 与…相比， at the head of the sentence names
    bases: Sequence[Figure]  # the figures of the clause that something moved from: 从67%、70%

    @property
    def figure(self) -> Figure:
        """The figure itself."""
        return self.figures[-1]

    @property
    def before(self) -> Figure | None:
        """The figure before it in the clause."""
        return self.figures[-2] if self.begin > self.clause else None

    @property
    def verb(self) -> int:
        """Where its verb begins, if that stands among its own words; else where the figure begins."""
        at = self.figure.action_start
        return at if at is not None and self.begin <= at < self.figure.start else self.figure.start


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
    found = _of(p)
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
    found = _P.beyond.search(p.text, max(p.begin, p.figure.start - _NEAR), p.figure.start)
    return _trimmed(p.text, *found.span(1)) if found else NONE


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
    return _of(p) if _is_share(p.figure) else NONE


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
    counts = [f for f in p.figures[:-1] if f.stop <= at and f.subject and f.unit_family not in NOT_COUNTED]
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


def _of(p: Setting) -> Span:
    """The noun before 的 right before the figure, behind a verb of being or doing: 完成年度目标的105.86%."""
    found = _P.multiple_of.search(p.text, max(p.begin, p.figure.start - _NEAR), p.figure.start)
    return _trimmed(p.text, *found.span(1)) if found else NONE


def _trimmed(text: str, start: int, stop: int) -> Span:
    """A span without loose words at its edges; NONE if less than two characters are left."""
    head = _P.loose_before.match(text, start, stop)
    tail = _P.loose_behind.search(text, start, stop)
    found = worded(text, (head.end() if head else start, tail.start() if tail else stop))
    return found if found[1] - found[0] > 1 else NONE


# ---------------------------------------------------------------- figure by figure


def read_comparisons(
    text: str, figures: Iterable[Figure], sentences: Sequence[Sentence], words: Words
) -> Iterator[Figure]:
    """The same figures with ``direction``, ``compared_with`` and ``share_of``, these two with their spans.

    A member of a list takes what was said of the member before it (同比分别增长5%、8%); a figure that only tells from
    where a thing moved (从67%) has no direction; a written minus turns the direction (增长-2.3%).

    >>> import xinhua_analysis as xa
    >>> figures = xa.parse("税收同比增长5.3%，占全市税收的12%，增速高于全市平均1.2个百分点。").records("figures")
    >>> [(figure.direction, figure.compared_with, figure.share_of) for figure in figures]
    [('rise', '同比', ''), ('', '', '全市税收'), ('', '全市平均', '')]
    """
    starts = {sentence.id: sentence.start for sentence in sentences}
    inside: list[Figure] = []  # the figures of the sentence, up to this one
    bases: list[Figure] = []
    clause, head = 0, NONE
    for figure in figures:
        start = starts[figure.sentence_id]
        goes_on = bool(inside) and inside[-1].sentence_id == figure.sentence_id
        inside = [*inside[-_LISTED:], figure] if goes_on else [figure]
        begin, head = (inside[-2].stop, head) if goes_on else (start, NONE)
        clause = clause if goes_on else start
        for stop, after in _of_kind(words, STOPS, begin, figure.start):
            found = None if head != NONE else _P.with_.match(text, clause, stop)
            head = _trimmed(text, *found.span(1)) if found and found.end() == stop else head
            clause = begin = after
        bases = bases if begin > clause else []
        setting = Setting(text, words, inside, start, clause, begin, head, bases)
        if _moved_from(setting):
            bases = [*bases[-_LISTED:], figure] if bases and bases[-1] is setting.before else [figure]
        else:
            inside[-1] = _with_comparison(setting)
        yield inside[-1]


def _with_comparison(setting: Setting) -> Figure:
    """The figure with its three columns; the record itself where there is nothing to tell."""
    figure, before = setting.figure, setting.before
    direction, compared, part = direction_of(figure.action), NONE, NONE
    if _may_compare(setting):
        compared = _first_span(COMPARED, setting)
        part = _first_span(PARTS, setting) if compared == NONE else NONE
    if before and before.unit == figure.unit and compared == part == NONE and _is_joined(setting):
        compared = _next(setting.text, before.compared_with_start or 0, before.compared_with_stop or 0)
        part = before.share_of_start or 0, before.share_of_stop or 0
    if not direction and compared == part == NONE:
        return figure
    return figure._replace(
        direction=_TURNED.get(direction, direction) if figure.value < 0 else direction,
        compared_with=setting.text[slice(*compared)],
        compared_with_start=compared[0] if compared != NONE else None,
        compared_with_stop=compared[1] if compared != NONE else None,
        share_of=setting.text[slice(*part)],
        share_of_start=part[0] if part != NONE else None,
        share_of_stop=part[1] if part != NONE else None,
    )


def _may_compare(setting: Setting) -> bool:
    """A cheap look first: most counts stand behind no word with which a rule could begin."""
    figure, start = setting.figure, max(setting.sentence, setting.begin - _NEAR)
    told = setting.bases or setting.head != NONE or figure.unit_family in NOT_COUNTED or _is_share(figure)
    return bool(told or _P.compares.search(setting.text, start, figure.start))


def _moved_from(setting: Setting) -> bool:
    """从67%…到 (or a further member of its list), 比上年的300户: what something moved from has not moved itself."""
    text, stop = setting.text, setting.figure.start
    start = max(setting.begin, stop - _BASE)
    listed = bool(setting.bases) and setting.bases[-1] is setting.before and _is_joined(setting)
    onward = (listed or _P.base.search(text, start, stop)) and _P.onward.match(text, setting.figure.stop)
    return bool(onward or _P.than_figure.search(text, start, stop))


def _is_joined(setting: Setting) -> bool:
    """A member of a list: nothing but 、 or 和 between it and the figure before."""
    return bool(_P.joined.fullmatch(setting.text, setting.begin, setting.figure.start))


def _next(text: str, start: int, stop: int) -> Span:
    """环比、同比分别增长2%、5%: the second member of a list has the second word."""
    following = _P.same_period.match(text, stop + 1) if text.startswith("、", stop) else None
    return following.span() if following and _P.same_period.fullmatch(text, start, stop) else (start, stop)


def _first_span(rules: Sequence[Callable[[Setting], Span]], setting: Setting) -> Span:
    return next((found for rule in rules if (found := rule(setting)) != NONE), NONE)
