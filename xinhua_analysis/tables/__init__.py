"""The reading of a text into rows: a module a table; ``read_records`` calls them in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from ..bounds import Watch
from ..columns import COLUMNS, MEANINGS, SPANNED, TABLES, Record, Records
from ..passages import in_hanzi
from .claims import read_claims
from .numerals import find_numerals, read_ledger
from .partners import read_partners
from .sections import read_sections
from .sentences import read_sentences


def read_records(text: str, watch: Watch | None = None) -> Records:
    """All eight tables of a text, as records: the one place where the readers are called, each after what it needs.

    Raises TroubleError where ``watch`` sees its bound passed.
    """
    from .actions import read_actions  # because numpy, which choosing takes, needs 0.1 s to import
    from .figures import choose_figures, read_figures, stages_of  # because of numpy, as above
    from .names import read_names  # because of numpy, as above

    watch = watch or Watch()
    tables: Records = {}

    known: dict[str, dict[Any, Any]] = {}

    def keep(table: str, made: Iterable[Record]) -> tuple[Any, ...]:
        tables[table] = rows = tuple(_sharing(table, made, known) if len(text) > _SHORT else made)
        watch.look(rows=len(rows))
        return watch.over(rows)

    watch.look(characters=len(text))
    text, source = in_hanzi(text), text
    sections = keep("sections", read_sections(text))
    sentences = keep("sentences", read_sentences(text, sections))
    found = watch.over(find_numerals(text, sections, watch.along))
    keep("numerals", read_ledger(text, found, sentences))
    chosen = choose_figures(text, found, sentences, watch.along)
    chosen = chosen._replace(figures=watch.over(chosen.figures))
    words, stages = chosen.lines.words, stages_of(text, chosen, sections)
    keep("figures", watch.along(read_figures(text, found, chosen, stages)))
    del found  # a third of what is held
    keep("actions", read_actions(text, chosen, stages, watch.along))
    keep("names", read_names(text, sentences, chosen.lines))
    keep("claims", read_claims(text, sentences, words))
    keep("partners", read_partners(text, sentences, words))
    if text != source:
        tables |= {table: tuple(_as_written(source, row) for row in rows) for table, rows in tables.items()}
    return tables


def _as_written(text: str, row: Record) -> Record:
    """The row with its words as the text has them, where it was read with radicals as the hanzi that they stand for."""
    starts = {"text": row.start} | {one: getattr(row, f"{one}_start", None) for one in SPANNED}
    words: dict[str, Any] = {
        one: text[at : at + len(getattr(row, one))] for one, at in starts.items() if at is not None
    }
    return row._replace(**words)


_AT_ONCE = 4096  # rows
_SHORT = 20000  # characters of a text whose rows take less than the sharing would save


def _sharing(table: str, made: Iterable[Record], known: dict[str, dict[Any, Any]]) -> Iterator[Record]:
    """The rows with words and numbers that are equal as one object, over all tables: less than half the memory."""
    made = iter(made)
    while rows := tuple(islice(made, _AT_ONCE)):
        columns: list[Iterable[Any]] = []
        for name, cells in zip(TABLES[table], zip(*rows, strict=True), strict=True):
            kind = COLUMNS[name].type.lower()
            names = map(repr, cells) if kind == "float64" else cells  # 1 and 1.0 are equal, and two cells
            shared = map(known.setdefault(kind, {}).setdefault, names, cells)
            columns.append(cells if name in ("id", "start", "stop") else shared)  # these are one object already
        yield from map(MEANINGS[table].record._make, zip(*columns, strict=True))
