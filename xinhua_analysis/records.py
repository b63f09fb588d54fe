"""The nouns of the library: immutable records with exact values, and the one family of errors.

Every record is a span of the source: ``report.text[record.start:record.stop] == record.text``.
Offsets are half-open and count Unicode code points of the unaltered text.
The field names are the column names of the tables, declared with their meaning in ``columns.COLUMNS``.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

# What this program leaves in all that it writes, by which it knows its own: in JSON, and in the head of a page.
PROGRAM = "xinhua_analysis"
GENERATOR = '<meta name="generator" content="xinhua-analysis">'


class SummaryError(Exception):
    """Base of every error that this library raises on purpose: says what is wrong, where, and what to do.

    >>> str(SummaryError("no text", source="a.txt", hint="give a file that holds a summary"))
    'a.txt: no text; give a file that holds a summary'
    """

    def __init__(self, message: str, *, source: str = "", position: int | None = None, hint: str = ""):
        where = f"{source}: " if source else ""
        at = "" if position is None else f" at position {position}"
        then = f"; {hint}" if hint else ""
        super().__init__(f"{where}{message}{at}{then}")
        self.source, self.position, self.hint = source, position, hint

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows of the error: the sentence, without the way to it."""
        return [f"{type(self).__name__}: {self}"]


def reason(error: Exception) -> str:
    """What went wrong, in the system's words, without the number of the error and the path.

    >>> reason(FileNotFoundError(2, "No such file or directory", "a.txt")), reason(ValueError("embedded null byte"))
    ('No such file or directory', 'embedded null byte')
    """
    return getattr(error, "strerror", None) or str(error)


class ReadError(SummaryError):
    """A file or text that cannot be read as a summary."""


class TroubleError(ReadError):
    """A file that was not read for a trouble that may pass: of the disk, of memory, or a bound of time."""


class SaveError(SummaryError):
    """A data package that cannot be written where it was asked for."""


class LookupFailed(SummaryError):
    """An id or a table name that the report does not hold."""


class TotalError(SummaryError):
    """Figures that must not be added: of unlike units, unit families or stages."""


class Section(NamedTuple):
    """A heading and what it governs, up to the next heading of any level: sections tile the text.

    ``id`` is ``s0`` for what stands before the first heading (head of the page and preamble), else the path of
    positions, ``s3`` or ``s3.1``; ``number`` is as written (三 or (一)), ``area`` the number of its level-one heading.
    """

    id: str
    start: int
    stop: int
    text: str
    level: int
    number: str
    title: str
    parent_id: str
    area: int


class Sentence(NamedTuple):
    """A natural sentence; ``kind`` tells the head of the page, a heading, and body text apart.

    ``id`` is the section's with the sentence's place in it: ``s3.1-02``.
    """

    id: str
    start: int
    stop: int
    text: str
    kind: str  # head | heading | body
    section_id: str


class Numeral(NamedTuple):
    """One numeral of the text, taken as a statistic or not, and the reason: a row of the ledger."""

    id: str
    start: int
    stop: int
    text: str
    kind: str  # statistic | date | ordinal | name
    reason: str
    section_id: str
    sentence_id: str


class Figure(NamedTuple):
    """A statistic: how many of what, and what was done to it; what matters first, places in the text last."""

    id: str
    value: Decimal
    unit: str
    subject: str
    action: str
    stage: str  # planned | started | ongoing | completed | stated
    confidence: float  # 0 to 1: how likely subject and action are both right
    text: str
    high: Decimal | None
    bound: str  # exact | approx | at_least | at_most
    unit_family: str
    direction: str  # rise | fall | level, or empty
    compared_with: str
    share_of: str
    number_text: str
    unit_text: str
    section_id: str
    sentence_id: str
    start: int
    stop: int
    subject_start: int | None
    subject_stop: int | None
    action_start: int | None
    action_stop: int | None
    compared_with_start: int | None = None
    compared_with_stop: int | None = None
    share_of_start: int | None = None
    share_of_stop: int | None = None
    reviewed: str = ""  # why, if a person has looked at the row


class Action(NamedTuple):
    """Something the office says that it did, does or will do: a verb, its object, and for whom."""

    id: str
    start: int
    stop: int
    text: str
    verb: str
    verb_start: int
    verb_stop: int
    object: str
    stage: str
    beneficiary: str
    confidence: float
    section_id: str
    sentence_id: str
    reviewed: str = ""


class Name(NamedTuple):
    """A named thing: a programme, platform, publication, organisation, place, event, mechanism or meeting."""

    id: str
    start: int
    stop: int
    text: str
    kind: str
    section_id: str
    sentence_id: str


class Claim(NamedTuple):
    """A "first" or an honour, with the cue that says so and the scope that it is claimed for."""

    id: str
    start: int
    stop: int
    text: str
    kind: str  # first | honour
    cue: str
    scope: str
    what: str
    giver: str
    section_id: str
    sentence_id: str


class Partner(NamedTuple):
    """A body that acted with the office, and its role."""

    id: str
    start: int
    stop: int
    text: str
    name: str
    role: str
    section_id: str
    sentence_id: str
