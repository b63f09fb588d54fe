"""The reading of a text into rows: a module a table; ``read_records`` calls them in their order."""

from __future__ import annotations

from typing import Any

from ..bounds import Watch
from ..columns import Record, Records
from .claims import read_claims
from .comparisons import read_comparisons
from .names import read_names
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

    watch = watch or Watch()
    tables: Records = {}

    def keep(table: str, rows: tuple[Record, ...]) -> tuple[Any, ...]:
        tables[table] = rows
        watch.look(rows=len(rows))
        return watch.over(rows)

    watch.look(characters=len(text))
    sections = keep("sections", read_sections(text))
    sentences = keep("sentences", read_sentences(text, sections))
    found = find_numerals(text, sections)
    keep("numerals", read_ledger(text, found, sentences))
    chosen = choose_figures(text, found, sentences)
    stages = stages_of(text, chosen, sections)
    figures = read_figures(text, found, sections, sentences, chosen, stages)
    keep("figures", read_comparisons(text, figures, sentences))
    keep("actions", read_actions(text, chosen, stages))
    keep("names", read_names(text, sentences))
    keep("claims", read_claims(text, sentences))
    keep("partners", read_partners(text, sentences))
    return tables
