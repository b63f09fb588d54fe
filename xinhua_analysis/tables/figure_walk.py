"""A sentence read clause by clause, figure by figure: what one leaves to the next, and lists under 分别."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..language.clauses import Clause, split_clauses
from ..language.phrases import noun_phrase, span, strip
from ..language.tagging import NONE, VERB_TAGS, Span, Word
from .figure_context import PART_WORDS, Context, FigureReading, core_of, topic_noun, worked_on
from .figure_rules import SPENT, SPENT_HERE, read


def read_sentence(words: Sequence[Word], families: dict[int, str], topic: Span = NONE) -> dict[int, FigureReading]:
    """Mention start → reading, for every figure of one sentence; ``topic`` is what the sentence before ended on."""
    told: list[tuple[Clause, list[FigureReading]]] = []
    before: FigureReading | None = None
    same: dict[str, FigureReading] = {}
    verb = NONE
    passed: list[list[Word]] = []  # clauses without a figure since the last one with
    readings: list[FigureReading] = []
    earlier: list[FigureReading] = []
    for clause in split_clauses(words):
        if not clause.groups:
            passed.append(clause.words)
            told.append((clause, []))
            continue
        topic, verb = _told(passed, topic, verb)
        if before and passed and _names_topic(passed[-1], topic):
            before = before._replace(subject=topic)
        passed.clear()
        earlier, readings = [*earlier[-8:], *readings], []
        for n in range(len(clause.groups)):
            context = _context(clause, n, families, before, (topic, verb))
            if any(word.text in PART_WORDS for word in context.left[:2]):  # part of the last figure of its kind
                context.before = same.get(context.family, before)
            before = same[context.family] = read(context)._replace(family=context.family)
            topic = before.subject if before.subject != NONE else topic
            readings.append(before)
        readings = _deal_out(clause, _share_back(readings), earlier)
        before = readings[-1]
        topic = before.subject if before.subject != NONE else topic
        told.append((clause, readings))
    _spent_ahead(told)
    return _by_start(told, families)


def _by_start(told: list[tuple[Clause, list[FigureReading]]], families: dict[int, str]) -> dict[int, FigureReading]:
    """Mention start → reading; figures that touch share one."""
    out: dict[int, FigureReading] = {}
    for clause, readings in told:
        for group, reading in zip(clause.groups, readings, strict=True):
            starts = [clause.words[i].start for i in group]
            out |= {start: _shared(reading, families[starts[0]], families[start]) for start in starts}
    return out


def _spent_ahead(told: list[tuple[Clause, list[FigureReading]]]) -> None:
    """投资90万元，新建泵站一座: a sum that opens a sentence went into what is done right behind it."""
    for (clause, readings), (after, following) in pairwise([*told, (_NOTHING, [])]):
        if not readings or readings[0].rule not in (SPENT, SPENT_HERE):
            continue
        subject = NONE
        if len(readings) > 1:
            subject = _done_to(readings[1])
        elif clause.opens and readings[0].rule == SPENT:
            subject = _done_to(following[0]) if following else span(worked_on(after.words))
        if subject != NONE:
            readings[0] = readings[0]._replace(subject=subject)


def _done_to(reading: FigureReading) -> Span:
    """The subject of a figure that tells what was done, not what it cost or by how much it grew."""
    return reading.subject if reading.rule in _DOING and reading.family != "money" else NONE


_NOTHING = Clause([], inside=False, opens=False)
_DOING = ("verb, figure, noun", "verb, noun, figure", "noun behind", "for whom", "verb, verbal noun, figure")


def _shared(reading: FigureReading, first: str, family: str) -> FigureReading:
    """Figures that touch share a reading: 23处|38个公园; but 连续3年|超过2万人, a stretch of time keeps its verb."""
    return reading._replace(action=NONE) if first == "time" != family else reading


def _told(clauses: list[list[Word]], topic: Span, verb: Span) -> tuple[Span, Span]:
    """The topic and verb that clauses without a figure leave to the next: those of the last that names a thing."""
    if clauses:
        verb = next((span([word]) for word in reversed(clauses[-1]) if word.tag in "DH"), NONE)
    for words in reversed(clauses):
        noun = topic_noun(words)
        if noun and noun[-1].stop - noun[0].start > 1:
            return span(noun), verb
    return topic, verb


def _names_topic(words: list[Word], topic: Span) -> bool:
    """Whether a clause opens with the topic: 居民的存款，全县平均每人达到3万元; but 扣除价格因素，实际增长5%."""
    named = [word for word in words if word.stop <= topic[1]]
    if not named or topic[0] < words[0].start:
        return False
    lead = [word.tag for word in named if word.stop <= topic[0]]
    if lead[-1:] == ["的"] and named[-1] == words[-1]:  # 向山区运送的化肥，增加60吨
        return True
    return all(word.tag in "NGQ的、CAT" for word in named)


def _context(
    clause: Clause, n: int, families: dict[int, str], before: FigureReading | None, topic: tuple[Span, Span]
) -> Context:
    words, group = clause.words, clause.groups[n]
    start = clause.groups[n - 1][-1] + 1 if n else 0
    stop = clause.groups[n + 1][0] if n + 1 < len(clause.groups) else len(words)
    left, right = words[start : group[0]], words[group[-1] + 1 : stop]
    if n:  # what follows the figure before it, up to 、, is that figure's
        left = left[next((i for i, word in enumerate(left) if word.tag in "、C"), 0) :]
    if stop < len(words):  # and what leads to the next figure is the next one's
        alike = words[stop].text[-1] == words[group[-1]].text[-1]  # 6条街巷和9条支路
        right = right[
            : next((i for i, w in enumerate(right) if i and (w.tag == "、" or (alike and w.tag == "C"))), None)
        ]
    goes_on = n > 0 and not any(word.tag in VERB_TAGS for word in left)  # 新开工2个小区10.2万平方米
    within = clause.inside or any(word.text == "其中" for word in left[:2])
    listed = goes_on or within or bool(n and left[0].tag in "、C")
    return Context(left, right, families.get(words[group[-1]].start, ""), listed, before, *topic, core_of(left))


def _share_back(readings: list[FigureReading]) -> list[FigureReading]:
    """4个国控断面、7个省控断面全部达标: the verb behind the last of a list is that of all."""
    shared = readings[-1:]
    for reading in reversed(readings[:-1]):
        alike = reading.rule == shared[0].rule == "figure, noun" and reading.action == NONE
        shared.insert(0, reading._replace(action=shared[0].action) if alike else reading)
    return shared


def _deal_out(clause: Clause, readings: list[FigureReading], earlier: list[FigureReading]) -> list[FigureReading]:
    """Lists under 分别: 能源、旅游投资分别增长5%、8% gives each figure the member in its place."""
    mark = next((i for i, word in enumerate(clause.words) if word.text.startswith("分别")), None)
    if mark is None:
        return readings
    following = [n for n, group in enumerate(clause.groups) if group[0] > mark]
    items = [noun_phrase(item) or item for item in _items(core_of(strip(clause.words[:mark], "ATCP", "ATCP")))]
    # 刑事警情827起、治安警情3914起，分别下降15.1%、9.8%: the list is that of the clause before
    subjects = [span(item) for item in items if item] or _named_last(earlier, len(following))
    if any(stop - start < 2 for start, stop in subjects):  # 一、二、三产业增加值 is one indicator
        return readings
    if len(subjects) != len(following) or len(subjects) < 2:
        return readings
    action = readings[following[0]].action
    for subject, n in zip(subjects, following, strict=True):
        readings[n] = readings[n]._replace(subject=subject, action=action, rule="dealt out under 分别")
    return readings


def _named_last(earlier: list[FigureReading], many: int) -> list[Span]:
    """The last things named, over the clauses before: 案件512件，罚没款687万元，同比分别增长18%、26%."""
    named = dict.fromkeys(reading.subject for reading in reversed(earlier))
    return list(named)[:many][::-1]


def _items(words: list[Word]) -> Iterator[list[Word]]:
    """The members of a list under 、和与及; a verb that heads one is not part of it."""
    item: list[Word] = []
    for word in words:
        if word.tag == "、" or (word.tag == "C" and word.text != "等"):
            yield item
            item = []
        elif word.tag == "U":  # 6条街区、8个市场营业收入分别增长5%、4%
            item = []
        elif item or word.tag not in "DH":
            item.append(word)
    yield item
