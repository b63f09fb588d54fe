"""How true the estimate of coverage is: said beside right, and how often its interval holds, on texts not trained on.

``python tools/coverage_scores.py`` prints a row a group of texts: those of the gold, each read by weights that were
trained without it (``tests/gold/confidence_unseen.csv``, written by ``train.py --folds``); ``other_kinds.jsonl``, which
are no summaries and are never trained on; and damaged copies of the grassroots texts, as bad scanning makes them.
A damaged copy keeps the gold of its source, each mention where its characters have gone.
"""

from __future__ import annotations

import csv
import json
import random
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from figure_scores import GOLD, Row, compare

import xinhua_analysis as xa
from xinhua_analysis.trust.coverage import interval

MARKS = "，。；：、（）“”"
LOOKALIKES = "0123456789OlIS"  # what a scan makes of a digit
DAMAGES = (
    ("swapped", 0.03),
    ("swapped", 0.1),
    ("swapped", 0.25),
    ("deleted", 0.1),
    ("blanked", 0.06),
    ("unmarked", 0.8),
)


class Text(NamedTuple):
    """A text with its figures: how many, the sums of confidence p and of p (1 - p), and how many are right."""

    group: str
    figures: int
    said: float
    spread: float
    right: int

    @property
    def holds(self) -> bool:
        """Whether the share of right figures lies in the interval."""
        low, high = interval(self.figures, self.said, self.spread, self.figures)
        return low - 1e-9 <= self.right / self.figures <= high + 1e-9


def unseen() -> list[Text]:
    """The gold documents, read by weights trained without them; not the conventions, which are one sentence each."""
    with (GOLD / "confidence_unseen.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["set"] != "conventions"]
    return [
        Text(row["set"], int(row["figures"]), float(row["said"]), float(row["spread"]), int(row["right"]))
        for row in rows
    ]


def rows_of(name: str) -> list[Row]:
    """The rows of a gold file."""
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


def damage(row: Row, how: str, rate: float) -> tuple[str, list[Row]]:
    """A copy with about ``rate`` of its characters swapped, deleted, blanked, or of its marks lost; and its gold."""
    letters = sorted(
        {character for one in rows_of("grassroots.jsonl") for character in one["text"] if character >= "一"}
    )
    dice, copy, place = random.Random(f"{row['id']} {how} {rate}"), list[str](), list[int]()
    for character in row["text"]:
        place.append(len(copy))
        hit = character != "\n" and dice.random() < rate and (how != "unmarked" or character in MARKS)
        if not hit:
            copy.append(character)
        elif how == "swapped":
            copy.append(dice.choice(LOOKALIKES if character.isdigit() else letters))
        elif how == "blanked":
            copy.append("□")
    place.append(len(copy))
    numbers = [number | {"start": place[number["start"]], "end": place[number["end"]]} for number in row["numbers"]]
    return "".join(copy), numbers


def measure(group: str, text: str, numbers: list[Row]) -> Iterator[Text]:
    """What is said and right of a text; nothing where no figure is read."""
    figures, right = xa.parse(text).records("figures"), 0
    for one in figures:
        gold = next((n for n in numbers if n["start"] < one.stop and one.start < n["end"]), {"kind": ""})
        fits = compare(gold, one) if gold["kind"] == "statistic" else {"subject": False, "action": False}
        right += fits["subject"] and fits["action"]
    sure = [one.confidence for one in figures]
    if figures:
        yield Text(group, len(figures), sum(sure), sum(p * (1 - p) for p in sure), right)


@cache
def groups() -> dict[str, list[Text]]:
    """The groups of texts that are shown, by name."""
    found: dict[str, list[Text]] = defaultdict(list, {"unseen summaries": unseen()})
    for row in rows_of("other_kinds.jsonl"):
        found["other kinds"] += measure("", row["text"], row["numbers"])
    for how, rate in DAMAGES:
        for row in rows_of("grassroots.jsonl"):
            found[f"{how} {rate:.0%}"] += measure("", *damage(row, how, rate))
    return dict(found)


def row_of(texts: list[Text]) -> tuple[int, int, float, float, float]:
    """Texts, figures, the shares said and found to be right, and the share of texts in which the interval holds."""
    figures = sum(text.figures for text in texts)
    said, right = sum(text.said for text in texts), sum(text.right for text in texts)
    return len(texts), figures, said / figures, right / figures, sum(text.holds for text in texts) / len(texts)


def main() -> None:
    """Print a row a group."""
    print(f"{'texts':<20}{'n':>5}{'figures':>9}{'said':>7}{'right':>7}{'holds':>7}")
    for name, texts in groups().items():
        many, figures, *shares = row_of(texts)
        print(f"{name:<20}{many:>5}{figures:>9}" + "".join(f"{share:>7.2f}" for share in shares))


if __name__ == "__main__":
    main()
