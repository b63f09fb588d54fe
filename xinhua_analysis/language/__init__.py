"""Text into lines, words, clauses and numbers; no table is known here."""
