"""What each statistic counts (subject), what was done to it (action), how sure that is, and how far the work has got.

The words of a sentence are cut once (``language.tokens``); which of them governs a figure and which it counts is chosen
by trained weights among all candidates (``language.candidates``). The stage is read from the verb and its adverbs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .. import lexicon
from ..bounds import Along
from ..language.acts import explain_act
from ..language.candidates import Chosen, choose, explain
from ..language.quantities import NOT_COUNTED
from ..language.stages import Stages
from ..language.structure import Counted, Lines
from ..language.tokens import NONE, Mark, cut_lines, worded
from ..language.weights import table
from ..records import Action, Figure, Section, Sentence
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


def read_figures(text: str, found: Sequence[Found], chosen: Chosen, stages: Stages) -> Iterator[Figure]:
    """All statistics of a text as figures ``f001 …``; ``found`` is what ``find_numerals`` gave.

    The columns of comparison are still empty: ``comparisons`` reads them, from figure to figure. ``chosen`` is what
    ``choose_figures`` gave, ``stages`` what ``stages_of``.

    >>> from xinhua_analysis.tables.numerals import find_numerals
    >>> text = "举办活动600余场。"
    >>> chosen = choose_figures(text, find_numerals(text), [Sentence("s0-01", 0, 10, text, "body", "s0")])
    >>> figure, = read_figures(text, find_numerals(text), chosen, stages_of(text, chosen, ()))
    >>> figure.action, figure.subject, figure.value, figure.unit, figure.bound, figure.stage
    ('举办', '活动', Decimal('600'), '场', 'at_least', 'completed')
    """
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
        yield Figure(f"f{number:03d}", *said, figure.family, "", "", "", *home, *places)


def why_row(text: str, found: Sequence[Found], sentences: Sequence[Sentence], row: Figure | Action) -> str:
    """What a figure or an action could have been: the candidates, and the features that spoke most for the chosen."""
    if isinstance(row, Action):
        return f"{row.text}:\n{explain_act(text, choose_figures(text, found, sentences), table(), row.verb_start)}"
    lines = count_lines(text, found, sentences)
    place = next(n for n, one in enumerate(lines.figures) if lines.words.start[one.at] == row.start)
    return explain(text, lines, table(), place)


def _family(unit: str) -> str:
    unit = unit if unit in _UNIT_FAMILIES else unit.partition("（")[0].partition("(")[0].partition("/")[0]
    return _UNIT_FAMILIES.get(unit, "occasion" if unit.endswith("次") else "other" if unit else "none")
