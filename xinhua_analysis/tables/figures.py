"""What each statistic counts (subject), what was done to it (action), and how far that has got (stage).

The words of a sentence are tagged here and its rows made; ``figure_walk`` reads it clause by clause, by the rules of
``figure_rules``, which see what ``figure_context`` gives them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from .. import lexicon
from ..language.phrases import worded
from ..language.quantities import NOT_COUNTED, Quantity
from ..language.stages import opens_plan, planned_sections, said_stage, stage_at
from ..language.tagging import NONE, STOPS, VERB_TAGS, Word, tag_words
from ..records import Figure, Section, Sentence
from .figure_context import FigureReading
from .figure_walk import read_sentence
from .numerals import Found

_UNIT_FAMILIES = lexicon.mapping("units", "unit_family")


# ---------------------------------------------------------------- from the ledger to figures


def read_figures(
    text: str, found: Sequence[Found], sections: Sequence[Section], sentences: Sequence[Sentence]
) -> tuple[Figure, ...]:
    """All statistics of a text as figures ``f001 …``; ``found`` is what ``find_numerals`` gave.

    The columns of comparison are still empty: ``comparisons`` reads them, from figure to figure.

    >>> from xinhua_analysis.tables.numerals import find_numerals
    >>> text = "举办各类活动600余场。"
    >>> figure, = read_figures(text, find_numerals(text), (), [Sentence("s0-01", 0, 11, text, "body", "s0")])
    >>> figure.action, figure.subject, figure.value, figure.unit, figure.bound, figure.stage
    ('举办', '各类活动', Decimal('600'), '场', 'at_least', 'completed')
    """
    return tuple(figure for figure, _ in trace_figures(text, found, sections, sentences))


def trace_figures(
    text: str, found: Sequence[Found], sections: Sequence[Section], sentences: Sequence[Sentence]
) -> Iterator[tuple[Figure, str]]:
    """Every figure with the name of the rule that read its subject and action."""
    number = 0
    plans = planned_sections(sections)
    topic, section, at = NONE, "", 0
    for sentence in sentences:
        inside, at = _within(found, at, sentence)
        topic, section = (topic if section == sentence.section_id else NONE), sentence.section_id
        counted = {item.start: item.quantity for item in inside if item.quantity}
        if not counted:
            continue
        begin, end = _reach(text, sentence, list(counted.values()))
        words = tag_words(text, begin, end, _known(text, begin, end, inside))
        said, plan = _adverbs(words), opens_plan(sentence.text)
        families = {start: _family(quantity) for start, quantity in counted.items()}
        readings = read_sentence(words, families, topic)
        for start, quantity in counted.items():
            number += 1
            reading = readings[start]
            topic = reading.subject if reading.subject != NONE else topic
            stage = "planned" if section in plans else said_stage(said[start])
            stage = "planned" if plan and stage != "completed" else stage  # 计划完工6台，已完工2台
            stage = stage if stage == "planned" or reading.action != NONE else ""
            stage = stage or stage_at(text, *reading.action, families[start] not in NOT_COUNTED)
            yield _figure(text, sentence, quantity, reading, (f"f{number:03d}", families[start], stage)), reading.rule


_stop = re.compile(f"[{STOPS}]")


def _reach(text: str, sentence: Sentence, counted: Sequence[Quantity]) -> tuple[int, int]:
    """What of a sentence must be read: from the clause before the first figure to the end of the last one's clause."""
    stops = [mark.end() for mark in _stop.finditer(text, sentence.start, counted[0].start)]
    end = _stop.search(text, counted[-1].stop, sentence.stop)
    return stops[-2] if len(stops) > 1 else sentence.start, end.end() if end else sentence.stop


def _within(found: Sequence[Found], at: int, sentence: Sentence) -> tuple[list[Found], int]:
    """The numerals of a sentence, and where those of the next one start."""
    inside = []
    while at < len(found) and found[at].start < sentence.stop:
        if found[at].start >= sentence.start:
            inside.append(found[at])
        at += 1
    return inside, at


def _adverbs(words: Sequence[Word]) -> dict[int, list[str]]:
    """For each figure the adverbs and words of time before it in its clause."""
    said: list[str] = []
    found: dict[int, list[str]] = {}
    last = -1
    for word in words:
        if word.tag in STOPS or (word.tag in VERB_TAGS and said and said is found.get(last)):
            said = []  # 已完工10台、在建6台: a verb behind a figure has adverbs of its own
        elif word.tag in "AT":
            said = [*said[-7:], word.text]
        elif word.tag == "U":
            found[word.start] = said
            last = word.start
    return found


_quotation = re.compile(r"“[^“”\n]{1,60}”|《[^《》\n]{1,60}》")


def _known(text: str, start: int, stop: int, inside: Sequence[Found]) -> list[tuple[int, int, str]]:
    """What is tagged beforehand: the numerals, and each quotation without a figure as one noun (“一年基本恢复”)."""
    marks = [_mark(text, item) for item in inside if start <= item.start < stop]
    quotes = [_quoted(text, match) for match in _quotation.finditer(text, start, stop)]
    quotes = _clear_of(quotes, [mark for mark in marks if mark[2] == "U"])
    return sorted(quotes + _clear_of(marks, quotes))


def _quoted(text: str, match: re.Match[str]) -> tuple[int, int, str]:
    """A quotation is a noun; “八一”期间 is a time."""
    time = next((word for word in ("期间", "前后", "前夕") if text.startswith(word, match.end())), "")
    return match.start(), match.end() + len(time), "T" if time else "N"


def _clear_of(marks: list[tuple[int, int, str]], others: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The marks that overlap none of the others, which stand in order and apart."""
    starts = [start for start, _, _ in others]
    last_before = (bisect_left(starts, stop) - 1 for _, stop, _ in marks)
    return [mark for mark, at in zip(marks, last_before, strict=True) if at < 0 or others[at][1] <= mark[0]]


def _mark(text: str, found: Found) -> tuple[int, int, str]:
    """The tag of a numeral among the words; an item's number takes its 是 or its point with it."""
    if found.quantity:
        return found.start, found.stop, "U"
    if "list" in found.reason or "heading" in found.reason:
        start = found.start - (text[found.start - 1 : found.start] in tuple("（("))  # （一）力争
        return start, found.stop + (text[found.stop : found.stop + 1] in tuple("是、.．）)")), "T"
    return found.start, found.stop, "T" if found.kind == "date" else "N"


def _family(quantity: Quantity) -> str:
    unit = quantity.unit
    unit = unit if unit in _UNIT_FAMILIES else unit.partition("（")[0].partition("(")[0].partition("/")[0]
    return _UNIT_FAMILIES.get(unit, "other" if unit else "none")


def _figure(text: str, sentence: Sentence, q: Quantity, reading: FigureReading, own: tuple[str, str, str]) -> Figure:
    (a, b), (c, d) = worded(text, reading.subject), worded(text, reading.action)
    return Figure(
        id=own[0],
        start=q.start,
        stop=q.stop,
        text=text[q.start : q.stop],
        number_text=q.number_text,
        unit_text=q.unit_text,
        value=q.value,
        high=q.high,
        unit=q.unit,
        unit_family=own[1],
        bound=q.bound,
        subject=text[a:b],
        subject_start=a if b else None,
        subject_stop=b if b else None,
        action=text[c:d],
        action_start=c if d else None,
        action_stop=d if d else None,
        stage=own[2],
        direction="",
        compared_with="",
        compared_with_start=None,
        compared_with_stop=None,
        share_of="",
        share_of_start=None,
        share_of_stop=None,
        section_id=sentence.section_id,
        sentence_id=sentence.id,
    )
