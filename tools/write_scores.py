"""Writes the scores of ``figure_scores`` and ``gold_scores`` to ``tests/gold/``, for notebook 08 and for `git diff`.

``make score`` runs it; a test holds the files to what is measured.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import figure_scores
import gold_scores


def in_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as a CSV file, scores with three decimals."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerows([header, *([f"{cell:.3f}" if isinstance(cell, float) else cell for cell in row] for row in rows)])
    return file.getvalue().encode()


def files() -> dict[str, bytes]:
    """The files by name: the F1 of figures by gold set, what differs there line by line, and the scores by table."""
    of_sets = {name: figure_scores.scores(name) for name in figure_scores.SETS}
    of_tables = {
        table: [result[name] for name in ("gold", "found", "f1")] for table, result in gold_scores.scores().items()
    }
    measures = [*figure_scores.MEASURES, "kinds"]
    return {
        "scores_of_figures.csv": in_csv(
            ["set", *measures], ([name, *(rates[key] for key in measures)] for name, (rates, _) in of_sets.items())
        ),
        "differences_of_figures.csv": in_csv(
            ["set", "difference"], ((name, line) for name, (_, lines) in of_sets.items() for line in lines)
        ),
        "scores_of_tables.csv": in_csv(
            ["table", "gold", "found", "f1"], ([table, *cells] for table, cells in of_tables.items())
        ),
    }


if __name__ == "__main__":
    for name, content in files().items():
        (figure_scores.GOLD / name).write_bytes(content)
