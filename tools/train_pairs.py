"""Finds the weights of ``xinhua_analysis/pairs`` from gold: which figures of two reports tell the same quantity.

    python tools/train_pairs.py [--also GOLD.jsonl ...] [--test | --score]

Gold is the made-up pair of ``data/example-next-year``, the made-up pairs of ``tests/gold/pairs.jsonl``, whose texts
stand in it, and, with ``--also``, files of pairs of real reports, whose texts stand where they say, two folders above.
Each old figure of the gold chooses among all new ones and none, and each new one among the old: the weights are those
that make the gold's choices likeliest (softmax, with a penalty on their squares). ``--test`` writes nothing, but tells
for each document what weights give that were trained on all the others; ``--score`` what the present weights give.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

import xinhua_analysis as xa
from xinhua_analysis.pairs import matching
from xinhua_analysis.pairs.matching import FEATURES, Sides, allowed
from xinhua_analysis.pairs.traits import Trait, traits

EXAMPLE = Path(__file__).parents[1] / "data" / "example-next-year"
PAIRS = Path(__file__).parents[1] / "tests" / "gold" / "pairs.jsonl"
PENALTY = 1.0
OF = {"same": 0, "promise": 1, "plan": 2}
Pair = tuple[int | None, int | None]


class Gold(NamedTuple):
    """Two reports' figures and the gold of their pairs; ``whole``: every pair that is not in the gold is wrong."""

    name: str
    old: list[Trait]
    new: list[Trait]
    pairs: dict[str, list[Pair]]  # by relation; and unsure ones
    traps: list[tuple[Pair, Sequence[str]]]  # with the relations in which they are wrong
    silent: list[int | None]
    whole: bool


def place(side: Sequence[Trait], span: Sequence[int]) -> int | None:
    """The figure that shares characters with a span of the gold."""
    return next((at for at, one in enumerate(side) if one.figure.start < span[1] and one.figure.stop > span[0]), None)


def made_up() -> Iterator[Gold]:
    """The gold of the example: the bundled summary beside the following year's, and the plan beside it."""
    with open(EXAMPLE / "gold-figures.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    new = traits(xa.read(EXAMPLE / "summary-2024.txt"))
    for name, old in (
        ("summary-2023", traits(xa.load())),
        ("plan-2024", traits(xa.read(EXAMPLE / "plan-2024.txt"), True)),
    ):

        def at(row: dict[str, str], old: list[Trait] = old) -> Pair:
            spans = [[int(row[f"{side}_{end}"] or -9) for end in ("start", "stop")] for side in ("old", "new")]
            return place(old, spans[0]), place(new, spans[1])

        own = [row for row in rows if row["old"] == name]
        pairs = {kind: [at(row) for row in own if row["relation"] == kind] for kind in OF}
        traps = [(at(row), row["not_as"].split()) for row in own if row["relation"] == "trap"]
        silent = [at(row)[0] for row in own if row["relation"] == "silent"]
        yield Gold(name, old, new, pairs | {"unsure": []}, traps, silent, whole=True)


def written(path: Path) -> Iterator[Gold]:
    """The gold of a file of pairs: whole where the texts stand in it, else of real reports, two folders above it."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        whole = "text" in row["old"]
        read = (lambda side: xa.parse(side["text"])) if whole else lambda side: xa.read(path.parents[2] / side["file"])
        old, new = (traits(read(row[side])) for side in ("old", "new"))
        pairs = {k: [(place(old, one["old"]), place(new, one["new"])) for one in row[k]] for k in (*OF, "unsure")}
        traps = [((place(old, one["old"]), place(new, one["new"])), one["not_as"]) for one in row["trap"]]
        yield Gold(row["id"], old, new, pairs, traps, [place(old, one["old"]) for one in row["silent"]], whole)


def choices(gold: Gold) -> Iterator[tuple[np.ndarray, int]]:
    """Each choice: the features of what may be chosen, and the place of the right one, -1 if it is none."""
    both = Sides(gold.old, gold.new)
    features, kinds, may = matching.measured(both), matching.relations(both), allowed(both)
    for pair in gold.pairs["unsure"]:
        may[pair] = False
    for relation, kind in OF.items():
        here = may & (kinds == kind)
        right = [pair for pair in gold.pairs[relation] if None not in pair and here[pair]]
        for axis, many in enumerate(here.shape):
            chosen = {pair[axis]: pair[1 - axis] for pair in reversed(right)}  # of a value told twice the first
            silent = [at for at in gold.silent if at is not None] if kind == 1 and axis == 0 else []
            for at in range(many) if gold.whole else [*chosen, *silent]:
                rivals = np.flatnonzero(here[at] if axis == 0 else here[:, at])
                also = [pair[1 - axis] for pair in right if pair[axis] == at and pair[1 - axis] != chosen[at]]
                rivals = np.setdiff1d(rivals, also)
                if len(rivals):
                    own = features[at, rivals] if axis == 0 else features[rivals, at]
                    yield own, int(np.flatnonzero(rivals == chosen[at])[0]) if at in chosen else -1
    for pair, wrong in gold.traps:
        if None not in pair and may[pair] and any(OF[name] == kinds[pair] for name in wrong):
            yield features[pair][None], -1


def train(golds: Sequence[Gold]) -> np.ndarray:
    """The weights of the features, and last that of no pair."""
    made = [choice for gold in golds for choice in choices(gold)]
    table = np.concatenate([own for own, _ in made])
    table = np.hstack([table, np.ones((len(table), 1))])
    sizes = np.array([len(own) for own, _ in made])
    begins = np.cumsum(sizes) - sizes
    right = np.array([begin + at for begin, (_, at) in zip(begins, made, strict=True) if at >= 0])
    penalty = np.array([PENALTY] * len(FEATURES) + [0.01])

    def loss(weight: np.ndarray) -> tuple[float, np.ndarray]:
        odds = np.exp(np.clip(table @ weight, -40, 40))
        whole = 1 + np.add.reduceat(odds, begins)
        value = np.log(whole).sum() - (table[right] @ weight).sum() + (penalty * weight**2).sum() / 2
        return value, table.T @ (odds / np.repeat(whole, sizes)) - table[right].sum(axis=0) + penalty * weight

    options = {"maxiter": 5000, "ftol": 1e-13, "gtol": 1e-9}
    return minimize(loss, np.zeros(table.shape[1]), jac=True, method="L-BFGS-B", options=options).x


def tell(gold: Gold, weight: np.ndarray) -> dict[str, int]:
    """What some weights find of the gold and besides it, and how many traps they take; of a value told twice once."""
    found = matching.match(gold.old, gold.new, weight=weight)
    told = {
        name: {(one.old, one.new) for one in found if one.relation == matching.RELATIONS[at]} for name, at in OF.items()
    }
    counts = dict[str, int]()
    for name, pairs in gold.pairs.items():
        hit = told.get(name, set()) & set(pairs)
        ends = [{pair[side] for pair in hit} for side in (0, 1)]
        left = {pair for pair in pairs if None in pair or (pair[0] not in ends[0] and pair[1] not in ends[1])}
        counts |= {f"{name} hit": len(hit), f"{name} due": len(hit) + len(left)}
        counts[f"{name} told"] = len(told.get(name, set()) - set(gold.pairs["unsure"])) if gold.whole else 0
    counts["traps hit"] = sum(any(pair in told[name] for name in wrong) for pair, wrong in gold.traps)
    counts["silent hit"] = sum(any(at == pair[0] for pair in told["promise"]) for at in gold.silent)
    return counts | {"traps due": len(gold.traps), "silent due": len(gold.silent)}


def line(name: str, told: dict[str, int]) -> str:
    """Counts in words: found of what is due, and where all that is told is known, F1."""
    words = []
    for what in (*OF, "traps", "silent"):
        hit, due, all_ = (told.get(f"{what} {kind}", 0) for kind in ("hit", "due", "told"))
        words.append(f"{what} {hit}/{due}" + (f" F1 {2 * hit / (due + all_):.3f}" if all_ else ""))
    return f"{name}: {', '.join(words)}"


def main() -> None:
    """Trains on all gold and writes the weights, or tells how well a document's gold is found by the others'."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--also", type=Path, nargs="*", default=[], metavar="GOLD.jsonl", help="more gold of pairs")
    parser.add_argument("--test", action="store_true", help="leave each document out of training, tell what it gives")
    parser.add_argument("--score", action="store_true", help="tell what the present weights give")
    arguments = parser.parse_args()
    golds = [*made_up(), *(gold for path in (PAIRS, *arguments.also) for gold in written(path))]
    if arguments.test:
        told = [tell(gold, train([other for other in golds if other.new is not gold.new])) for gold in golds]
    else:
        if not arguments.score:
            weight = train(golds)
            named = zip((*FEATURES, matching.NO_PAIR), weight, strict=True)
            matching.FILE.write_text("".join(f"{name}\t{value:.3f}\n" for name, value in named), encoding="utf-8")
        told = [tell(gold, matching.weights()) for gold in golds]
    print(*(line(gold.name, counts) for gold, counts in zip(golds, told, strict=True)), sep="\n")
    print(
        line("all made up", sum((Counter(one) for gold, one in zip(golds, told, strict=True) if gold.whole), Counter()))
    )


if __name__ == "__main__":
    main()
