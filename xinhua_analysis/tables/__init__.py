"""The reading of a text into rows: a module a table; ``read_records`` calls them in their order."""

from __future__ import annotations

from ..columns import Records
from ..language.quantities import NOT_COUNTED
from .actions import read_actions
from .claims import read_claims
from .comparisons import read_comparisons
from .names import read_names
from .numerals import find_numerals, read_ledger
from .outline import read_sections, read_sentences
from .partners import read_partners


def read_records(text: str) -> Records:
    """All eight tables of a text, as records: the one place where the readers are called, each after what it needs."""
    from .counted_acts import with_counted_acts  # because of numpy, as below
    from .figures import choose_figures, read_figures  # because numpy, which choosing takes, needs 0.1 s to import

    sections = read_sections(text)
    sentences = read_sentences(text, sections)
    found = find_numerals(text, sections)
    chosen = choose_figures(text, found, sentences)
    figures = read_figures(text, found, sections, sentences, chosen)
    figures = read_comparisons(text, figures, sentences)
    counts = [figure.start for figure in figures if figure.unit_family not in NOT_COUNTED]
    actions = read_actions(text, sections, sentences, counts)
    return {
        "sections": sections,
        "sentences": sentences,
        "numerals": read_ledger(text, found, sentences),
        "figures": figures,
        "actions": with_counted_acts(text, chosen, figures, actions),
        "names": read_names(text, sentences),
        "claims": read_claims(text, sentences),
        "partners": read_partners(text, sentences),
    }
