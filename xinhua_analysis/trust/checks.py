"""What must hold of every report: a list of invariants, each a function that yields the rows that break it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from reprlib import repr as shorten
from typing import NamedTuple

from ..columns import COLUMNS, SPANNED, TABLES, Record, Records
from ..language.tokens import worded
from ..tables.numeral_rules import DOUBTFUL

NOTE = "note"
LOST = "\ufffd"


class Finding(NamedTuple):
    """A row that breaks an invariant, or a note on the whole text (``invariant`` is then ``note``)."""

    table: str
    id: str
    invariant: str
    detail: str


Faults = Iterator[tuple[str, str, str]]  # table, id, detail


def _all_rows(records: Records) -> Iterator[tuple[str, Record]]:
    return ((table, row) for table in TABLES for row in records[table])


def span_in_range(text: str, records: Records) -> Faults:
    """Spans lie in the text and do not run backwards."""
    for table, row in _all_rows(records):
        if not 0 <= row.start <= row.stop <= len(text):
            yield table, row.id, f"[{row.start}, {row.stop}) is no span of a text of {len(text)} characters"


def text_is_slice(text: str, records: Records) -> Faults:
    """A row's text, and each of its words that has a span of its own, are what the source says there."""
    for table, row in _all_rows(records):
        for column in ("text", *SPANNED):
            prefix = "" if column == "text" else f"{column}_"
            word, start = getattr(row, column, ""), getattr(row, f"{prefix}start", None)
            found = "" if start is None else text[start : getattr(row, f"{prefix}stop")]
            if word != found:
                yield table, row.id, f"{column} is {shorten(word)}, the source has {shorten(found)}"


def ids_unique(text: str, records: Records) -> Faults:
    """An id stands once in the whole report."""
    times = Counter(row.id for _, row in _all_rows(records))
    return ((table, row.id, f"stands {times[row.id]} times") for table, row in _all_rows(records) if times[row.id] > 1)


def rows_in_order(text: str, records: Records) -> Faults:
    """Rows follow the text, and their ids count along."""

    def place(row: Record) -> list[list[int]]:
        # s3-02 comes before s3.1-01: the section's path first, then the sentence.
        return [[int(digits) for digits in re.findall(r"\d+", part)] for part in row.id.split("-")]

    for table in TABLES:
        for before, row in pairwise(records[table]):
            if row.start < before.start or place(row) <= place(before):
                yield table, row.id, f"comes after {before.id}"


def sections_tile(text: str, records: Records) -> Faults:
    """Every character belongs to exactly one section."""
    at = 0
    for row in records["sections"]:
        if row.start != at:
            yield "sections", row.id, f"starts at {row.start}, where {at} is due"
        at = row.stop
    if at != len(text):
        yield "sections", "", f"sections end at {at}, the text at {len(text)}"


def sentences_apart(text: str, records: Records) -> Faults:
    """No two sentences overlap."""
    for before, row in pairwise(records["sentences"]):
        if row.start < before.stop:
            yield "sentences", row.id, f"starts at {row.start}, before {before.id} has ended"


def digits_owned_once(text: str, records: Records) -> Faults:
    """Every digit lies in exactly one row of the ledger."""
    owners = Counter(at for row in records["numerals"] for at in range(max(row.start, 0), min(row.stop, len(text))))
    for at, character in enumerate(text):
        if character.isdecimal() and owners[at] != 1:
            yield "numerals", "", f"{character!r} at {at} lies in {owners[at]} rows"


def figures_are_statistics(text: str, records: Records) -> Faults:
    """Every figure is a statistic of the ledger, and every statistic a figure."""
    statistics = [row for row in records["numerals"] if getattr(row, "kind", "") == "statistic"]
    sides = ("figures", records["figures"], statistics), ("numerals", statistics, records["figures"])
    for table, rows, others in sides:
        spans = Counter((row.start, row.stop) for row in others)
        for row in rows:
            if spans[row.start, row.stop] != 1:
                yield table, row.id, f"{row.text!r} has {spans[row.start, row.stop]} rows on the other side"


def references_exist(text: str, records: Records) -> Faults:
    """A row stands in the section and sentence that it names; a section's parent exists."""
    for column, table in (("section_id", "sections"), ("sentence_id", "sentences"), ("parent_id", "sections")):
        known = {row.id: row for row in records[table]}
        for holder in COLUMNS[column].tables:
            for row in records[holder]:
                named, around = getattr(row, column), known.get(getattr(row, column))
                if not around and not (column == "parent_id" and named == ""):
                    yield holder, row.id, f"{column} {named!r} does not exist"
                outside = around and (row.start < around.start or row.start >= around.stop != row.stop)
                if outside and column != "parent_id":
                    yield holder, row.id, f"does not stand in {column} {named!r}"


def words_in_vocabulary(text: str, records: Records) -> Faults:
    """Stage, bound, direction and kind are words of their vocabularies; a direction may be empty."""
    for table, row in _all_rows(records):
        for column in ("stage", "bound", "direction", "kind"):
            words = COLUMNS[column].words.get(table, ()) + ("",) * (column == "direction")
            if column in TABLES[table] and getattr(row, column) not in words:
                yield table, row.id, f"{column} is {getattr(row, column)!r}, not one of {' '.join(words)}"


def ranges_ascend(text: str, records: Records) -> Faults:
    """The upper value of a range is not below the lower."""
    for row in records["figures"]:
        value, high = getattr(row, "value", 0), getattr(row, "high", None)
        if high is not None and high < value:
            yield "figures", row.id, f"high {high} is below value {value}"


def edges_are_words(text: str, records: Records) -> Faults:
    """A subject and an action begin and end in no white space, punctuation, or quotation mark or bracket unpaired."""
    for row in records["figures"]:
        for column in ("subject", "action"):
            words = getattr(row, column)
            if words and worded(words, (0, len(words))) != (0, len(words)):
                yield "figures", row.id, f"{column} {shorten(words)} begins or ends in a mark"


INVARIANTS: tuple[Callable[[str, Records], Faults], ...] = (
    span_in_range,
    text_is_slice,
    ids_unique,
    rows_in_order,
    sections_tile,
    sentences_apart,
    digits_owned_once,
    figures_are_statistics,
    references_exist,
    words_in_vocabulary,
    ranges_ascend,
    edges_are_words,
)


def findings(text: str, records: Records) -> tuple[Finding, ...]:
    """All rows that break an invariant, then notes on the text: no headings, lost characters, doubtful numbers.

    >>> from xinhua_analysis.records import Section
    >>> tables = {table: () for table in TABLES} | {"sections": (Section("s0", 0, 2, "正文", 0, "", "", "", 0),)}
    >>> [(finding.invariant, finding.detail) for finding in findings("正文12", tables)]  # doctest: +ELLIPSIS
    [('sections_tile', 'sections end at 2, the text at 4'), ('digits_owned_once', "'1' at 2 lies in 0 rows"), ...]
    """
    found = [Finding(at, row, rule.__name__, what) for rule in INVARIANTS for at, row, what in rule(text, records)]
    if [row.id for row in records["sections"]] == ["s0"]:
        found.append(Finding("sections", "s0", NOTE, "text has no headings: all of it is section s0"))
    if lost := text.count(LOST):  # a PDF, say, whose font does not tell which character it draws
        what = f"{lost} characters could not be read, each is U+FFFD here; the first at {text.index(LOST)}"
        found.append(Finding("sentences", "", NOTE, what))
    doubtful = (row for row in records["numerals"] if getattr(row, "reason", "") == DOUBTFUL)
    found += (Finding("numerals", row.id, NOTE, f"{shorten(row.text)} is {DOUBTFUL}; no figure") for row in doubtful)
    return tuple(found)
