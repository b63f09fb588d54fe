"""How well the card of coverage ranks texts: estimate beside truth, on summaries, other texts and damaged copies.

``python tools/coverage_scores.py`` prints Spearman's rank correlation with its 95 % interval for each group of texts.
The truth of a text is the mean of the F1 of its figures by the seven measures of ``figure_scores``.
``other_kinds.jsonl`` holds texts that are no summaries. A damaged copy keeps the gold of its source, each mention where
its characters have gone. The weights were chosen on the odd half of the texts (by the number in their id) with all of
their copies; the rest shows what they are worth.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from figure_scores import GOLD, MEASURES, ROOT, Row, read_grassroots, score_text

import xinhua_analysis as xa
from xinhua_analysis.columns import COVERED
from xinhua_analysis.trust.coverage import WEIGHTS

SHARED = ROOT.parent / "shared" / "dev-gold"
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
RESAMPLES = 1000
BANDS = (0, 0.8, 0.85, 0.9, 1.0)


class Text(NamedTuple):
    """A text with its gold: ``source`` is the id of what it is, or is a copy of; ``group`` what it is shown under."""

    group: str
    source: str
    how: str
    text: str
    numbers: list[Row]


# ---------------------------------------------------------------- the texts


def read_jsonl(path: Path) -> list[Row]:
    """The rows of a gold file; a text that is not in its row stands in the folder ``texts`` beside it."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        row.setdefault("text", "")
        row["text"] = row["text"] or (path.parent / "texts" / f"{row['id']}.txt").read_bytes().decode("utf-8")
    return rows


@cache
def letters() -> str:
    """The hanzi of the summaries, each once: what a swapped character may become."""
    return "".join(sorted({character for text, _ in read_grassroots() for character in text if character >= "\u4e00"}))


def damage(row: Row, how: str, rate: float) -> tuple[str, list[Row]]:
    """A copy with about ``rate`` of its characters swapped, deleted, blanked, or of its marks lost; and its gold."""
    dice, copy, place = random.Random(f"{row['id']} {how} {rate}"), list[str](), list[int]()
    for character in row["text"]:
        place.append(len(copy))
        hit = character != "\n" and dice.random() < rate and (how != "unmarked" or character in MARKS)
        if not hit:
            copy.append(character)
        elif how == "swapped":
            copy.append(dice.choice(LOOKALIKES if character.isdigit() else letters()))
        elif how == "blanked":
            copy.append("□")
    place.append(len(copy))
    numbers = [number | {"start": place[number["start"]], "end": place[number["end"]]} for number in row["numbers"]]
    return "".join(copy), numbers


def with_copies(group: str, rows: list[Row]) -> Iterator[Text]:
    """Each text whole, then its damaged copies."""
    for row in rows:
        yield Text(group, row["id"], "whole", row["text"], row["numbers"])
        for how, rate in DAMAGES:
            yield Text(f"{group}, damaged", row["id"], f"{how} {rate:.0%}", *damage(row, how, rate))


@cache
def texts() -> tuple[Text, ...]:
    """All texts of the repository; where the development gold is at hand, that too."""
    found = [*with_copies("summaries", read_jsonl(GOLD / "grassroots.jsonl"))]
    for row in read_jsonl(GOLD / "other_kinds.jsonl"):
        group = "other kinds, written later" if row["later"] else "other kinds"
        found.append(Text(group, row["id"], "whole", row["text"], row["numbers"]))
    if SHARED.is_dir():
        found += with_copies("development", read_jsonl(SHARED / "gold.jsonl"))
    return tuple(found)


# ---------------------------------------------------------------- estimate and truth


def truth(text: str, numbers: list[Row]) -> float:
    """The mean F1 of all measures; NaN where neither gold nor reading has a figure."""
    counts, _ = score_text(text, numbers)
    figures = counts["gold"] + counts["found"]
    return sum(2 * counts[measure] / figures for measure in MEASURES) / len(MEASURES) if figures else np.nan


@cache
def measured() -> pd.DataFrame:
    """A row for each text: group, source, how, half, truth, estimate, and the share of each measure."""
    rows = []
    for text in texts():
        card = xa.parse(text.text).coverage()
        shares = {count.measure: count.share for count in card.counts}
        half = "odd" if int(text.source[1:]) % 2 else "even"
        rows.append((*text[:3], half, truth(text.text, text.numbers), card.estimate, *shares.values()))
    columns = ["group", "source", "how", "half", "truth", "estimate", *shares]
    return pd.DataFrame(rows, columns=columns).dropna(subset="truth").reset_index(drop=True)


def ranks(values: np.ndarray) -> np.ndarray:
    """The rank of each value; those that tie share the mean of theirs."""
    _, place, times = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(times) - (times - 1) / 2)[place]


def correlation(estimates: np.ndarray, truths: np.ndarray) -> float:
    """Spearman's rank correlation; NaN where either is the same everywhere."""
    one, other = ranks(estimates), ranks(truths)
    return float(np.corrcoef(one, other)[0, 1]) if len(one) > 2 and np.ptp(one) and np.ptp(other) else np.nan


def rho(rows: pd.DataFrame, column: str = "estimate") -> float:
    """The rank correlation of a column with the truth, where it is stated."""
    stated = rows[[column, "truth"]].dropna()
    return correlation(stated[column].to_numpy(), stated["truth"].to_numpy())


def interval(rows: pd.DataFrame) -> tuple[float, float]:
    """The 95 % bootstrap interval of ``rho``: sources are drawn, each with all of its copies."""
    estimates, truths = rows["estimate"].to_numpy(), rows["truth"].to_numpy()
    dice, places = np.random.default_rng(1), list(rows.groupby("source").indices.values())
    draws = (dice.integers(len(places), size=len(places)) for _ in range(RESAMPLES))
    drawn = (np.concatenate([places[at] for at in draw]) for draw in draws)
    low, high = np.nanpercentile([correlation(estimates[at], truths[at]) for at in drawn], [2.5, 97.5])
    return float(low), float(high)


def groups() -> dict[str, pd.DataFrame]:
    """The groups of texts that are shown, by name."""
    rows = measured()
    own = rows[~rows["group"].str.startswith("development")]
    first = own[own["group"] != "other kinds, written later"]
    parts = {f"{half} half": first[first["half"] == half] for half in ("odd", "even")}
    parts |= {group: rows[rows["group"] == group] for group in dict.fromkeys(rows["group"])}
    parts["whole, summaries and other kinds"] = own[own["how"] == "whole"]
    if len(own) < len(rows):
        parts["development, whole and damaged"] = rows[rows["group"].str.startswith("development")]
    return parts


def weighings() -> list[tuple[float, tuple[int, ...]]]:
    """Every weighing of the measures by 1 to 3 with its ``rho`` on the odd half, the best first."""
    rows = groups()["odd half"]
    shares = rows[list(WEIGHTS)].to_numpy()
    found = []
    for weights in product((1, 2, 3), repeat=len(WEIGHTS)):
        estimate = np.nansum(shares * weights, axis=1) / (~np.isnan(shares) * np.array(weights)).sum(axis=1)
        found.append((rho(rows.assign(estimate=estimate)), weights))
    return sorted(found, reverse=True)


def main() -> None:
    """Print the correlations, what the estimate is worth by bands, and where the weights stand among all weighings."""
    print(f"{'texts':<40}{'n':>5}{'truth':>14}{'rho':>7}   95 % interval")
    for name, part in groups().items():
        low, high = interval(part)
        told = f"{part['truth'].min():.2f} to {part['truth'].max():.2f}"
        print(f"{name:<40}{len(part):>5}{told:>14}{rho(part):>7.2f}   {low:.2f} to {high:.2f}")
    rows = measured()
    print(rows.groupby(pd.cut(rows["estimate"], BANDS), observed=True)["truth"].describe().round(2).to_string())
    print(
        pd.DataFrame({name: {m: rho(part, m) for m in COVERED} for name, part in groups().items()}).round(2).to_string()
    )
    print(f"weighings of {' '.join(WEIGHTS)}, the best on the odd half first:")
    for value, weights in weighings()[:5]:
        print(f"{value:.3f}", *weights)


if __name__ == "__main__":
    main()
