"""Scores of actions, names, claims and partners against the hand-made gold of the summary.

``python tools/gold_scores.py`` prints a table and lists the misses (-), the false rows (+) and the unlike fields (~).
A row is hit when its span is the gold's to the character; a field is compared on the rows that are hit.
"""

from __future__ import annotations

import csv
import sys
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "gold"
sys.path.insert(0, str(ROOT))

import xinhua_analysis as xa  # noqa: E402

FIELDS = {
    "actions": ("verb", "verb_start", "verb_stop", "object", "stage", "beneficiary"),
    "names": ("kind",),
    "claims": ("kind", "cue", "scope", "what", "giver"),
    "partners": ("name", "role"),
}


def gold_rows(table: str) -> list[dict[str, str]]:
    """The gold of one table, as text cells."""
    with (GOLD / f"seed_{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def found_rows(table: str) -> tuple[Any, ...]:
    """What the library reads from the summary for one table."""
    return xa.load().records(table)


def _key(row: dict[str, str]) -> tuple[int, int, str]:
    # one 获评长宁区首批“…” holds two claims: the cue tells them apart
    return int(row["start"]), int(row["stop"]), row.get("cue", "")


def compare(table: str) -> dict[str, Any]:
    """Counts, rates and the rows that differ, for one table."""
    gold = {_key(row): row for row in gold_rows(table)}
    fields = FIELDS[table]
    found = {}
    for row in found_rows(table):
        cells = {name: str(getattr(row, name)) for name in ("start", "stop", "text", *fields)}
        found[_key(cells)] = cells
    hits = [key for key in gold if key in found]
    unlike = {name: [key for key in hits if gold[key][name] != found[key][name]] for name in fields}
    return {
        "gold": len(gold),
        "found": len(found),
        "hits": len(hits),
        "precision": len(hits) / max(len(found), 1),
        "recall": len(hits) / max(len(gold), 1),
        "f1": 2 * len(hits) / max(len(gold) + len(found), 1),
        "fields": {name: 1 - len(keys) / max(len(hits), 1) for name, keys in unlike.items()},
        "misses": [gold[key]["text"] for key in gold if key not in found],
        "false": [found[key]["text"] for key in found if key not in gold],
        "unlike": [
            f"{name}: {gold[key]['text']} | gold {gold[key][name] or '-'} | found {found[key][name] or '-'}"
            for name, keys in unlike.items()
            for key in keys
        ],
    }


def scores() -> dict[str, dict[str, Any]]:
    """The comparison of every table: gold, found, hits, precision, recall, f1, fields, misses, false, unlike."""
    return {table: compare(table) for table in FIELDS}


def main() -> None:
    """Print the scores and what differs."""
    results = scores()
    print(f"{'table':<10}{'gold':>6}{'found':>7}{'hits':>6}{'prec.':>8}{'recall':>8}{'F1':>8}  fields")
    for table, row in results.items():
        rates = "".join(f"{row[name]:>8.3f}" for name in ("precision", "recall", "f1"))
        fields = " ".join(f"{name} {value:.3f}" for name, value in row["fields"].items())
        print(f"{table:<10}{row['gold']:>6}{row['found']:>7}{row['hits']:>6}{rates}  {fields}")
    for table, row in results.items():
        for mark, name in (("-", "misses"), ("+", "false"), ("~", "unlike")):
            for text in row[name]:
                print(f"{table} {mark} {text}")


if __name__ == "__main__":
    main()
