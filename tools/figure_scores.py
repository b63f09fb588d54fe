"""Scores of figures and of the ledger against hand-made gold: the summary, and short texts in the grassroots register.

``python tools/figure_scores.py`` prints a line of F1 scores for each set and lists what differs. A gold figure is
found where a figure of the same value overlaps it; the other measures compare fields of the two. ``subject~`` is
content if one holds the other; an action likewise. ``kinds`` is the share of gold numerals of the right kind.
"""

from __future__ import annotations

import csv
import json
import math
import sys
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "gold"
sys.path.insert(0, str(ROOT))

import xinhua_analysis as xa  # noqa: E402

SUMMARY = ROOT / "seeds" / "000_191eb5bed6b7048b.txt"
MEASURES = ("value", "unit", "bound", "span", "subject~", "subject", "action")
Row = dict[str, Any]


def read_seed() -> list[tuple[str, list[Row]]]:
    """The summary with its gold figures."""
    with (GOLD / "seed_figures.csv").open(encoding="utf-8", newline="") as file:
        rows: list[Row] = list(csv.DictReader(file))
    for row in rows:
        row |= {"start": int(row["start"]), "end": int(row["end"]), "value": float(row["value"]), "high": None}
    return [(SUMMARY.read_bytes().decode("utf-8"), [row | {"kind": "statistic"} for row in rows])]


def read_grassroots() -> list[tuple[str, list[Row]]]:
    """The short texts, each with all its gold numerals."""
    lines = (GOLD / "grassroots.jsonl").read_text(encoding="utf-8").splitlines()
    return [(item["text"], item["numbers"]) for item in map(json.loads, lines)]


SETS = {"seed": read_seed, "grassroots": read_grassroots}


def plain(words: str) -> str:
    """Words without quotation marks, brackets, blanks and differences of width."""
    return "".join(c for c in unicodedata.normalize("NFKC", words) if c not in " \n\t“”\"'‘’《》()")


def same_number(gold: float | None, found: Any) -> bool:
    """Whether two values are the same, or both missing."""
    if gold is None or found is None:
        return gold is None and found is None
    return math.isclose(gold, float(found), rel_tol=1e-6, abs_tol=1e-12)


def holds(one: str, other: str) -> bool:
    """Whether one of two words is within the other; a single character is too little."""
    return min(len(one), len(other)) >= 2 and (one in other or other in one)


def compare(gold: Row, found: Any) -> dict[str, bool]:
    """Which measures hold for a gold figure and the one found in its place."""
    subject, action = plain(found.subject), plain(found.action)
    subjects, due = [plain(words) for words in gold["subject"].split("|")], plain(gold["action"])
    unit = plain(gold["unit"]) == plain(found.unit)
    return {
        "value": True,
        "unit": unit,
        "bound": unit and gold["bound"] == found.bound,
        "span": (gold["start"], gold["end"]) == (found.start, found.stop),
        "subject~": subject in subjects or any(holds(words, subject) for words in subjects),
        "subject": subject in subjects,
        "action": action == due or bool(action and due and (action in due or due in action)),
    }


def score_text(text: str, numbers: list[Row]) -> tuple[Counter[str], list[str]]:
    """Counts of hits, gold, found and kinds in one text, and a line for each difference."""
    report, counts, errors = xa.parse(text), Counter[str](), []
    left = list(report.records("figures"))
    gold = [row for row in numbers if row["kind"] == "statistic"]
    counts.update(gold=len(gold), found=len(left))
    for row in gold:
        places = (f for f in left if f.start < row["end"] and row["start"] < f.stop)
        match = next(
            (f for f in places if same_number(row["value"], f.value) and same_number(row["high"], f.high)), None
        )
        if match is None:
            errors.append(f"- {row['mention']} {row['subject']}")
            continue
        left.remove(match)
        right = compare(row, match)
        counts.update(measure for measure in MEASURES if right[measure])
        for measure in ("unit", "bound", "span", "subject", "action"):
            if not right[measure]:
                found = match.text if measure == "span" else getattr(match, measure)
                due = row["mention" if measure == "span" else measure]
                errors.append(f"~ {measure}: {row['mention']} | gold {due or '-'} | found {found or '-'}")
    errors += [f"+ {f.text} {f.subject}" for f in left]
    kinds = {at: row.kind for row in report.records("numerals") for at in range(row.start, row.stop)}
    for row in numbers:
        at = next((at for at in range(row["start"], row["end"]) if text[at].isdecimal()), None)
        if at is not None:
            counts["numerals"] += 1
            counts["kinds"] += kinds.get(at) == row["kind"]
            if kinds.get(at) != row["kind"]:
                errors.append(f"~ kind: {row['mention']} | gold {row['kind']} | found {kinds.get(at, '-')}")
    return counts, errors


@cache
def scores(name: str) -> tuple[dict[str, float], list[str]]:
    """F1 of each measure and the share of right kinds for a set of gold texts, and its differences."""
    counts, errors = Counter[str](), list[str]()
    for text, numbers in SETS[name]():
        more, differences = score_text(text, numbers)
        counts += more
        errors += differences
    rates = {measure: 2 * counts[measure] / (counts["gold"] + counts["found"]) for measure in MEASURES}
    return rates | {"kinds": counts["kinds"] / counts["numerals"]}, errors


def main() -> None:
    """Print the scores of every set, then what differs."""
    results = {name: scores(name) for name in SETS}
    print(f"{'set':<12}" + "".join(f"{measure:>10}" for measure in (*MEASURES, "kinds")))
    for name, (rates, _) in results.items():
        print(f"{name:<12}" + "".join(f"{rate:>10.3f}" for rate in rates.values()))
    for name, (_, errors) in results.items():
        for error in errors:
            print(name, error)


if __name__ == "__main__":
    main()
