"""The reading of a text into rows: a module a table; ``read_records`` calls them in their order."""

from __future__ import annotations

from ..columns import Records
from ..language.quantities import NOT_COUNTED
from .actions import read_actions
from .claims import read_claims
from .comparisons import read_comparisons
from .figures import read_figures
from .names import read_names
from .numerals import find_numerals, read_ledger
from .outline import read_sections, read_sentences
from .partners import read_partners


def read_records(text: str) -> Records:
    """All eight tables of a text, as records: the one place where the readers are called, each after what it needs."""
    sections = read_sections(text)
    sentences = read_sentences(text, sections)
    found = find_numerals(text, sections)
    figures = read_comparisons(text, read_figures(text, found, sections, sentences), sentences)
    counted = [figure for figure in figures if figure.unit_family not in NOT_COUNTED]
    # where a count stands or its verb: 对192家工程进行备案监管
    counts = sorted({at for row in counted for at in (row.start, row.action_start) if at is not None})
    return {
        "sections": sections,
        "sentences": sentences,
        "numerals": read_ledger(text, found, sentences),
        "figures": figures,
        "actions": read_actions(text, sections, sentences, counts),
        "names": read_names(text, sentences),
        "claims": read_claims(text, sentences),
        "partners": read_partners(text, sentences),
    }
