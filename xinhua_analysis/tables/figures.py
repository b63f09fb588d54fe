"""What each statistic counts (subject), what was done to it (action), how sure that is, and how far the work has got.

The words of a sentence are cut once (``language.tokens``); which of them governs a figure and which it counts is chosen
by trained weights among all candidates (``language.candidates``). The stage is read from the verb and its adverbs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .. import lexicon
from ..bounds import Along
from ..language.candidates import Choice, Chosen, choose, explain
from ..language.quantities import NOT_COUNTED, Quantity
from ..language.stages import Stages
from ..language.structure import Counted, Lines
from ..language.tokens import NONE, Line, Mark, Span, Words, cut_lines, worded
from ..language.weights import table
from ..records import Figure, Section, Sentence
from .numeral_page import Found

_UNIT_FAMILIES = lexicon.mapping("units", "unit_family")
_MARKED = {"date": "T", "ordinal": "O"}


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
    return Lines(words, lines, list(_counted(words, lines, counted)))


def _counted(words: Words, lines: Sequence[Line], counted: dict[int, Quantity]) -> Iterator[Counted]:
    for line in lines:
        for at, kind in enumerate(words.kind[line.first : line.last], line.first):
            if kind == "U":
                quantity = counted[words.start[at]]
                yield Counted(at, quantity.unit, _family(quantity), line)


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


def read_figures(
    text: str,
    found: Sequence[Found],
    sections: Sequence[Section],
    sentences: Sequence[Sentence],
    chosen: Chosen | None = None,
    stages: Stages | None = None,
) -> Iterator[Figure]:
    """All statistics of a text as figures ``f001 …``; ``found`` is what ``find_numerals`` gave.

    The columns of comparison are still empty: ``comparisons`` reads them, from figure to figure. ``chosen`` is what
    ``choose_figures`` gave, if that was called already.

    >>> from xinhua_analysis.tables.numerals import find_numerals
    >>> text = "举办活动600余场。"
    >>> figure, = read_figures(text, find_numerals(text), (), [Sentence("s0-01", 0, 10, text, "body", "s0")])
    >>> figure.action, figure.subject, figure.value, figure.unit, figure.bound, figure.stage
    ('举办', '活动', Decimal('600'), '场', 'at_least', 'completed')
    """
    counted = {item.start: item.quantity for item in found if item.quantity}
    lines, choices, _ = chosen = chosen or choose_figures(text, found, sentences)
    stages = stages or stages_of(text, chosen, sections)
    for number, (figure, choice) in enumerate(zip(lines.figures, choices, strict=True), 1):
        subject, action = _spans(text, lines, choice)
        stage = stages.of(choice.act or figure.at, action, figure.at + 1)
        own = f"f{number:03d}", figure.family, stage, choice.confidence
        yield _figure(text, figure.line.sentence, counted[lines.words.start[figure.at]], subject, action, own)


def why_figure(text: str, found: Sequence[Found], sentences: Sequence[Sentence], figure: Figure) -> str:
    """The candidates of a figure, the likeliest first, and the features that spoke most for the chosen ones."""
    lines = count_lines(text, found, sentences)
    place = next(n for n, one in enumerate(lines.figures) if lines.words.start[one.at] == figure.start)
    return explain(text, lines, table(), place)


def _spans(text: str, lines: Lines, choice: Choice) -> tuple[Span, Span]:
    """Subject and action in the text."""
    words = lines.words
    subject = worded(text, (words.start[choice.first], words.stop[choice.last])) if choice.last >= 0 else NONE
    return subject, _verb_span(text, words, choice)


def _verb_span(text: str, words: Words, choice: Choice) -> Span:
    return worded(text, (words.start[choice.verb[0]], words.stop[choice.verb[1]])) if choice.act else NONE


def _family(quantity: Quantity) -> str:
    unit = quantity.unit
    unit = unit if unit in _UNIT_FAMILIES else unit.partition("（")[0].partition("(")[0].partition("/")[0]
    return _UNIT_FAMILIES.get(unit, "occasion" if unit.endswith("次") else "other" if unit else "none")


def _figure(
    text: str, sentence: Sentence, q: Quantity, subject: Span, action: Span, own: tuple[str, str, str, float]
) -> Figure:
    """A figure of which nothing is compared yet, its cells in the order of the columns."""
    (a, b), (c, d), (id_, family, stage, confidence) = subject, action, own
    said = q.value, q.unit, text[a:b], text[c:d], stage, confidence, text[q.start : q.stop], q.high, q.bound, family
    home = q.number_text, q.unit_text, sentence.section_id, sentence.id
    places = q.start, q.stop, *((a, b) if b else (None, None)), *((c, d) if d else (None, None))
    return Figure(id_, *said, "", "", "", *home, *places)
