"""Natural sentences: the head of the page, headings, body text and rows of tables."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from ..language.lines import INK, PAGE_BREAK, cells_of_row, ends_in, gap_before, is_row, lines_of, sentence_stop
from ..lexicon import Patterns
from ..passages import WHITE
from ..records import Claim, Name, Partner, Section, Sentence
from .head import find_body
from .sections import LONGEST_TITLE

# ---------------------------------------------------------------- sentences

_P = Patterns(__name__)
_BULLET = re.compile(r"[•·●▪◆■*\-—－]")


def _carries_on(text: str, before: str, stop: int, start: int, line: str, joined: bool) -> bool:
    """Whether a line goes on with the sentence of the line before: 出动人力 / 8000 / 余人次,出动车辆.

    ``joined`` says that the line before went on with another already.
    """
    if ends_in(before, "。！？!?；;：:…") or _BULLET.match(line):
        return False
    blank, indent = gap_before(text, stop, start)
    if blank or indent:
        return not indent and PAGE_BREAK in text[stop:start]
    if PAGE_BREAK in text[stop:start] or _P.SEAM.match(f"{before[-1]}\n{line[:5]}"):
        return True
    if max(map(before.rfind, "（(“《")) > max(map(before.rfind, "）)”》")):
        return True
    if joined and _P.PROSE.search(line):
        return True
    return bool(len(before) > 25 or _P.PROSE.search(before)) and len(line) <= 80


def _heading_stop(text: str, owner: Section, stop: int) -> int:
    """Where the heading of a section ends, with its 。 or ：."""
    if not owner.title:
        return stop
    stop = text.index(owner.title, owner.start + len(owner.number)) + len(owner.title)
    return stop + (text[stop : stop + 1] in ("。", "：", ":"))


def stretches(text: str, sections: Sequence[Section]) -> Iterator[tuple[int, int, str, int]]:
    """Headings, lines of the head, cells, and paragraphs in order: start, stop, kind, and the place of the section.

    What belongs together stands in one of them: no sentence, number or unit goes over a tab of a table, an empty line,
    or a line end that is no soft break inside a paragraph.

    >>> from xinhua_analysis.tables.sections import read_sections
    >>> text = "规章\\t11\\n行政许可\\t8\\n\\n全年完工16\\n台、开工23台。"
    >>> [(text[start:stop], kind) for start, stop, kind, _ in stretches(text, read_sections(text))]
    [('规章', 'cell'), ('11', 'cell'), ('行政许可', 'cell'), ('8', 'cell'), ('全年完工16\\n台、开工23台。', 'body')]
    """
    body, place, at, stop, before, joined = find_body(text), 0, -1, 0, "", False
    for start, line in lines_of(text):
        end = start + len(line)
        heads = place + 1 < len(sections) and start >= sections[place + 1].start
        row = not heads and is_row(text, start, line)
        joined = at >= 0 and not heads and not row and _carries_on(text, before, stop, start, line, joined)
        if at >= 0 and not joined:
            yield at, stop, "body", place
            at = -1
        if row:
            for first, last in cells_of_row(text, start, line):
                prose = _P.STATEMENT.search(text, first, last)
                yield first, last, "head" if start < body else "body" if prose else "cell", place
        elif heads:
            place += 1
            cut = min(_heading_stop(text, sections[place], end), end)
            yield start, cut, "heading" if len(sections[place].title) <= LONGEST_TITLE else "body", place
            rest = INK.search(text, cut, end)
            at = rest.start() if rest else -1
        elif start < body:
            yield start, end, "head", place
        elif at < 0:
            at = start
        stop, before = end, line
    if at >= 0:
        yield at, stop, "body", place


def read_sentences(text: str, sections: Sequence[Section]) -> tuple[Sentence, ...]:
    """Cut the text into natural sentences, each in its section: ordered, disjoint, leaving out white space only.

    A sentence ends at 。！？ with the quotation marks behind it, and at the end of its paragraph; ；ends none within a
    line. Full stops inside a quotation that goes on end none. Lines that were broken by force are joined. Title and
    label lines of the page are of kind ``head``, each heading is a sentence of kind ``heading``, each cell of a table
    one of kind ``cell`` unless it states something; the rest is ``body``.

    >>> from xinhua_analysis.tables.sections import read_sections
    >>> text = "一、经济\\n(一)指标向好。全年增长5%。完工16\\n台、开工23台。"
    >>> for sentence in read_sentences(text, read_sections(text)):
    ...     print(sentence.id, sentence.kind, sentence.text.replace("\\n", "/"))
    s1-01 heading 一、经济
    s1.1-01 heading (一)指标向好。
    s1.1-02 body 全年增长5%。
    s1.1-03 body 完工16/台、开工23台。
    """
    found: list[Sentence] = []
    count = last = 0
    for start, stop, kind, place in stretches(text, sections):
        owner = sections[place].id
        count, last = (count if place == last else 0), place
        at = start
        while at < stop:
            end = sentence_stop(text, at, stop) if kind == "body" else stop
            count += 1
            found.append(Sentence(f"{owner}-{count:02d}", at, end, text[at:end], kind, owner))
            following = INK.search(text, end, stop)
            at = following.start() if following else stop
    return tuple(found)


def home_finder(sentences: Sequence[Sentence]) -> Callable[[int], Sentence]:
    """Gives a function from a place in the text to its sentence: the last that begins no later, else the first.

    >>> from xinhua_analysis.tables.sections import read_sections
    >>> text = "完工16台。开工23台。"
    >>> home_finder(read_sentences(text, read_sections(text)))(9).id
    's0-02'
    """
    starts = [sentence.start for sentence in sentences]
    return lambda at: sentences[max(bisect_right(starts, at) - 1, 0)]


def read_rows(text: str) -> Iterator[list[tuple[int, int, list[str]]]]:
    """The tables of a text: for each its rows, where one begins and ends and the words of its cells.

    >>> [[cells for *_, cells in rows] for rows in read_rows("一、受理\\n\\n项目\\t件数\\n其他\\t\\n\\t5\\n\\n完。")]
    [[['项目', '件数'], ['其他', ''], ['', '5']]]
    """
    rows: list[tuple[int, int, list[str]]] = []
    for start, line in lines_of(text):
        if not is_row(text, start, line):
            continue
        first, last = text.rfind("\n", 0, start) + 1, text.find("\n", start)
        whole = text[first : last if last >= 0 else len(text)].rstrip("\r")
        if rows and text[rows[-1][1] : first].strip("\r") != "\n":
            yield rows
            rows = []
        rows.append((first, first + len(whole), [cell and cell.strip(WHITE) for cell in whole.split("\t")]))
    if rows:
        yield rows


Row = TypeVar("Row", Claim, Name, Partner)


def placed(rows: list[Row], letter: str, sentences: tuple[Sentence, ...]) -> Iterator[Row]:
    """The rows in the order of the text with their ids, section and sentence; what no sentence holds is left out."""
    number, home = 0, home_finder(sentences)
    for row in sorted(rows, key=lambda row: (row.start, -row.stop)):
        sentence = home(row.start)
        if row.stop <= sentence.stop:
            number += 1
            yield row._replace(id=f"{letter}{number:03}", section_id=sentence.section_id, sentence_id=sentence.id)
