"""What a person has checked stays checked: rows the least sure first, and corrections of them (docs/review.md)."""

from __future__ import annotations

import csv
import io
from collections import defaultdict, namedtuple
from collections.abc import Iterator, Sequence
from reprlib import repr as shorten
from typing import Any, cast

from ..columns import COLUMNS, TABLES, Records
from ..records import Figure, LookupFailed, ReadError, Sentence
from .checks import Finding

MOST_OF_REVIEW = 2**20  # characters
REVIEWED = COLUMNS["reviewed"].tables  # those that tell how sure they are
# The columns that may be corrected: what is chosen among words of the text, and what is read from the choice.
_CHOSEN = ("subject", "action", "verb", "object", "beneficiary", "stage", "direction", "compared_with", "share_of")
CORRECTED = {table: [name for name in TABLES[table] if name in _CHOSEN] for table in REVIEWED}


# A line of a sheet: a row with how it was read and its sentence; the last three cells are for who looks at it.
Doubt = namedtuple(
    "Doubt",
    "table id confidence start stop text read sentence_start sentence column value why",
    defaults=("", "", ""),
)
SHEET = Doubt._fields
Corrections = dict[int, Doubt]  # line of the sheet → what a person has filled in


def doubts(records: Records) -> tuple[Doubt, ...]:
    """The rows that nobody has reviewed, the least sure first.

    >>> from xinhua_analysis.tables import read_records
    >>> {one.table: one.read for one in doubts(read_records("新建加梯16台。"))}["figures"]
    'subject: 加梯 · action: 新建 · stage: completed'
    """
    found = list[Doubt]()
    for table, row, sentence in _with_sentences(records):
        if not row.reviewed:
            read = " · ".join(f"{name}: {cell}" for name in CORRECTED[table] if (cell := getattr(row, name)))
            own = (row.confidence, row.start, row.stop, row.text)
            found.append(Doubt(table, row.id, *own, read, sentence.start, sentence.text))
    return tuple(sorted(found, key=lambda one: (one.confidence, one.start)))


def _with_sentences(records: Records) -> Iterator[tuple[str, Any, Sentence]]:
    sentences = {row.id: cast("Sentence", row) for row in records["sentences"]}
    return ((table, row, sentences[row.sentence_id]) for table in REVIEWED for row in cast("Any", records[table]))


def read_corrections(text: str, source: str) -> Corrections:
    """The filled-in lines of a sheet as CSV; ReadError with the line for what no sheet of ours can hold.

    >>> read_corrections("name\\n", "a.csv")
    Traceback (most recent call last):
    xinhua_analysis.records.ReadError: a.csv: line 1: the columns are not those of a review; see docs/review.md
    """
    rows, found = csv.reader(io.StringIO(text, newline=""), strict=True), Corrections()
    try:
        if len(text) > MOST_OF_REVIEW:
            raise ReadError(f"has more than {MOST_OF_REVIEW:,} characters")
        if sorted(header := next(rows, [])) != sorted(SHEET):
            raise ReadError("the columns are not those of a review")
        for row in filter(None, rows):
            if len(row) != len(header):
                raise ReadError(f"has {len(row)} cells, not {len(header)}")
            cells = {name: cell.removeprefix("'") for name, cell in zip(header, row, strict=True)}
            if cells["column"] or cells["value"] or cells["why"]:
                found[rows.line_num] = _correction(cells)
    except (ReadError, csv.Error, ValueError) as error:
        message = f"line {max(rows.line_num, 1)}: {error}"
        raise ReadError(message, source=source, hint="see docs/review.md") from None
    return found


def _correction(cells: dict[str, Any]) -> Doubt:
    table, column, value = cells["table"], cells["column"], cells["value"]
    if table not in REVIEWED:
        raise ReadError(f"the table is {shorten(table)}, not one of {', '.join(REVIEWED)}")
    if (column or value) and column not in CORRECTED[table]:
        raise ReadError(f"the column is {shorten(column)}, not one of {', '.join(CORRECTED[table])}")
    words = COLUMNS[column].words.get(table, ()) if column else ()
    if words and value not in (words if column == "stage" else ["", *words]):
        raise ReadError(f"{column} is {shorten(value)}, not one of {', '.join(words)}")
    if not cells["why"].strip():
        raise ReadError("it is not said why")
    return Doubt(**cells | {name: int(cells[name]) for name in ("start", "stop", "sentence_start")})


def apply_review(text: str, records: Records, corrections: Corrections) -> tuple[Records, tuple[Finding, ...]]:
    """The records with the rows that were reviewed, and a finding for each correction that does not fit the text."""
    rows, found = dict[str, Any](), defaultdict[object, list[str]](list)
    done, refused = dict[tuple[str, str], int](), list[Finding]()
    for table, row, sentence in _with_sentences(records):
        rows[row.id] = row
        found[table, row.text, sentence.text, row.start - sentence.start].append(row.id)
    for line, one in corrections.items():
        ids = found[one.table, one.text, one.sentence, one.start - one.sentence_start]
        id_ = next((id_ for id_ in ids if rows[id_].start == one.start), ids[0] if len(ids) == 1 else "")
        try:
            if not id_:
                raise LookupFailed(f"{len(ids) or 'no'} row {shorten(one.text)} in {shorten(one.sentence)}")
            if before := done.get((id_, one.column)):
                raise LookupFailed(f"line {before} says it already")
            rows[id_] = _corrected(text, rows[id_], one)
            done[id_, one.column] = line
        except LookupFailed as error:
            refused.append(Finding(one.table, id_, "review", f"line {line}: {error}"))
    return records | {table: tuple(rows[row.id] for row in records[table]) for table in REVIEWED}, tuple(refused)


def _corrected(text: str, row: Any, one: Doubt) -> Any:
    """The row with the value that is due, marked as reviewed; LookupFailed where its words stand nowhere near."""
    changed: dict[str, Any] = {one.column: one.value} if one.column else {}
    at, start = None, row.start - (one.start - one.sentence_start)  # of the sentence, where it stands now
    if one.value and one.table not in COLUMNS[one.column].words:
        # Nearest to the row in the sentence, else last before: a subject may come from there.
        places = (start + place for place in range(len(one.sentence)) if one.sentence.startswith(one.value, place))
        at = min(places, key=lambda place: abs(place - row.start), default=text.rfind(one.value, 0, start))
        if at < 0:
            raise LookupFailed(f"{shorten(one.value)} stands neither in the sentence nor before it")
    if f"{one.column}_start" in TABLES[one.table]:
        if at is None and one.column == "verb":
            raise LookupFailed("an action without a verb is none")
        changed |= {f"{one.column}_start": at, f"{one.column}_stop": None if at is None else at + len(one.value)}
    return row._replace(**changed, confidence=1.0, reviewed=one.why)


def gold_of(text: str, id_: str, figures: Sequence[Figure]) -> dict[str, Any]:
    """The reviewed figures as a row of gold, as ``tests/gold`` has it (``docs/training.md``)."""
    numbers = [
        {"mention": row.text, "start": row.start, "end": row.stop, "kind": "statistic"}
        | {name: getattr(row, name) for name in ("unit", "bound", "subject", "action")}
        | {name: None if (value := getattr(row, name)) is None else float(value) for name in ("value", "high")}
        for row in figures
        if row.reviewed
    ]
    return {"id": id_, "kind": "reviewed", "text": text, "numbers": numbers}
