"""Train the weights from the gold: what governs a figure, what it counts, what is an act or a name; score them.

    python tools/train.py              write xinhua_analysis/language/weights.tsv from all gold (four minutes)
    python tools/train.py --folds 5    train five times without a fifth of the documents each, score those, and write
                                       tests/gold/{scores,quarters,confidence}_unseen.csv: the scores, and how true
                                       the confidence is, by quarters and document by document
    python tools/train.py --words      write xinhua_analysis/lexicon/words.csv: words of 2 or 3 characters that three
                                       documents of the gold count or do and no dictionary holds; train anew then
    python tools/train.py --curve      the same with an eighth, a quarter, half and all of the training documents,
                                       and tests/gold/curve_unseen.csv

Gold: every ``tests/gold/*.jsonl`` whose rows hold ``text`` and ``numbers`` with subjects, ``actions`` or ``names``; the
summary's figures, actions and names; and any file named with ``--also GOLD.jsonl TEXTS`` (a folder of texts by id). A
model is a softmax over the candidates of one figure or of one end of a name, or over yes and no, fitted to the
likelihood of the right ones; the same gold gives the same file.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, vstack

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from xinhua_analysis import lexicon  # noqa: E402
from xinhua_analysis.language import acts, candidates, naming, structure, tokens, weights  # noqa: E402
from xinhua_analysis.language.features import FEATURES, Pairs, keys  # noqa: E402
from xinhua_analysis.language.structure import Lines  # noqa: E402
from xinhua_analysis.language.traits import Runs  # noqa: E402
from xinhua_analysis.records import Action  # noqa: E402
from xinhua_analysis.tables.actions import read_actions  # noqa: E402
from xinhua_analysis.tables.figures import count_lines, stages_of  # noqa: E402
from xinhua_analysis.tables.numerals import find_numerals  # noqa: E402
from xinhua_analysis.tables.sections import read_sections  # noqa: E402
from xinhua_analysis.tables.sentences import read_sentences  # noqa: E402

GOLD, SUMMARY = ROOT / "tests" / "gold", ROOT / "seeds" / "000_191eb5bed6b7048b.txt"
PUBLISHED = ROOT / "data" / "figures.csv"
NOT_OURS = ("other_kinds",)  # texts of other genres, kept for what must not be read
RUNS, STEPS, BATCH, RATE, RIDGE, GRAIN = 3, 1200, 300, 0.01, 1e-5, 0.05
# The least use of a weight that is kept: of verbs and subjects; of the first look, which only keeps the likeliest
# spans; of questions with little gold, which are acts, verbs of two words, names.
LEAST, LOOK, FEW = 1.0, 10.0, 0.6
Row = dict[str, Any]
MEASURES = ("subject~", "subject", "action", "both")


class Sure(NamedTuple):
    """How sure a figure of a document is, and whether subject and action are both right."""

    confidence: float
    right: bool
    set: str
    document: str


# ---------------------------------------------------------------- gold


class Document(NamedTuple):
    """A text with its gold statistics."""

    set: str
    id: str
    text: str
    gold: list[Row]


def read_gold(also: Sequence[tuple[Path, Path]] = ()) -> list[Document]:
    """All gold documents, file by file in the order of their names."""
    found = [
        Document(path.stem, item["id"], item["text"], _statistics(item["numbers"]))
        for path in sorted(GOLD.glob("*.jsonl"))
        if path.stem not in NOT_OURS
        for item in map(json.loads, path.read_text(encoding="utf-8").splitlines())
        if "numbers" in item
    ]
    for path, texts in also:
        for item in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            text = item.get("text") or (texts / f"{item['id']}.txt").read_bytes().decode("utf-8")
            found.append(Document(path.stem, item["id"], text, _statistics(item["numbers"])))
    return found


def read_summary() -> Document:
    """The summary with its figures as they are published, which its gold accepts (``tests/gold/seed_figures.csv``)."""
    with PUBLISHED.open(encoding="utf-8-sig", newline="") as file:
        rows = [row | {"start": int(row["start"]), "end": int(row["stop"])} for row in csv.DictReader(file)]
    return Document("summary", "seed", SUMMARY.read_bytes().decode("utf-8"), rows)


def _statistics(numbers: Sequence[Row]) -> list[Row]:
    return [row for row in numbers if row["kind"] == "statistic"]


def plain(words: str) -> str:
    """Words without marks of quotation, brackets, blanks and differences of width."""
    return "".join(c for c in unicodedata.normalize("NFKC", words) if c not in " \n\t\u3000“”\"'‘’《》()")


def subject_right(gold: str, said: str, whole: bool = True) -> bool:
    """Whether a subject is one of the gold's; not whole: one holds the other, and the answer is not twice as long.

    >>> subject_right("老年助餐点|助餐点", "助餐点")
    True
    >>> subject_right("小区", "旧小区"), subject_right("小区", "旧小区", whole=False)
    (False, True)
    """
    said = plain(said)
    for due in map(plain, gold.split("|")):
        near = min(len(said), len(due)) >= 2 and (said in due or (due in said and len(said) <= 2 * len(due) + 2))
        if said == due or (not whole and near):
            return True
    return not gold and not said


def action_right(gold: str, said: str) -> bool:
    """Whether an action is one of the gold's, part of one, or at most two characters longer."""
    said = plain(said)
    pairs = [(due, said) for due in map(plain, gold.split("|"))]
    return any(a == b or (a and b and (b in a or (a in b and len(b) <= len(a) + 2))) for a, b in pairs)


_HANZI = re.compile("[\u4e00-\u9fff]{1,2}[^\\W\\da-zA-Z了着过到至在为得成]")  # not 翻了, 稳在: a verb and its result
_CLAUSE = re.compile(r"[^，、；。：（）\s]*")


def write_words(documents: Sequence[Document], least: int = 3) -> int:
    """The words of the gold that the dictionary cuts into characters, as ``words.csv``, each in a clause of it."""
    known, cut = {row["word"] for row in lexicon.rows("words")}, tokens._segmenter().cut
    found: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)  # by word and document: part of speech, clause
    for d in documents:
        for row, (field, speech) in itertools.product(d.gold, (("action", "v"), ("subject", "n"))):
            for word in filter(_HANZI.fullmatch, row[field].split("|")):
                at = d.text.find(word)
                begin = max(map(d.text.rfind, "，、；。：（）\n ", itertools.repeat(0), itertools.repeat(at))) + 1
                found[word][d.set + d.id] = (speech, _CLAUSE.match(d.text, begin)[0])
    kept = {word: told for word, told in sorted(found.items()) if len(told) >= least and word not in tokens._genre()}
    kept = {word: told for word, told in kept.items() if word in known or len(cut(word, False)) == len(word)}
    with (lexicon.FOLDER / "words.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("word", "speech", "witness"))
        for word, told in kept.items():
            out.writerow(
                (word, min(speech for speech, _ in told.values()), min((c for _, c in told.values()), key=len))
            )
    return len(kept)


# ---------------------------------------------------------------- candidates with what is right


class Prepared(NamedTuple):
    """A document's figures that the gold knows, with all candidates and which of them are right."""

    document: Document
    lines: Lines
    gold: list[Row | None]  # a figure each
    acts: Pairs
    acts_right: np.ndarray
    no_act_right: np.ndarray
    runs: candidates.Spans
    spans: Pairs
    spans_right: np.ndarray
    no_span_right: np.ndarray


def prepare(document: Document) -> Prepared:
    """Cut a document and mark the right candidates; where a word is right, none is not."""
    text = document.text
    sections = read_sections(text)
    lines = count_lines(text, find_numerals(text, sections), read_sentences(text, sections))
    begins, ends = lines.begins, lines.ends
    spots = [(int(begins[at]), int(ends[at])) for at in lines.at]
    gold = [next((g for g in document.gold if a < g["end"] and g["start"] < b), None) for a, b in spots]
    acts, runs = candidates.acts(lines), candidates.spans(lines)
    spans = runs.pairs

    def right(pairs: Pairs, judge: Any, field: str) -> tuple[np.ndarray, np.ndarray]:
        told = zip(pairs.f.tolist(), begins[pairs.a].tolist(), ends[pairs.b].tolist(), strict=True)
        good = np.array([bool(gold[f]) and judge(gold[f][field], text[a:b]) for f, a, b in told], dtype=bool)
        some = np.bincount(pairs.f[good], minlength=len(gold)) > 0
        empty = [
            bool(g) and judge(g[field], "") and not (n and g[field].split("|")[0])
            for g, n in zip(gold, some, strict=True)
        ]
        return good, np.array(empty, dtype=bool)

    return Prepared(
        document,
        lines,
        gold,
        acts,
        *right(acts, action_right, "action"),
        runs,
        spans,
        *right(spans, subject_right, "subject"),
    )


# ---------------------------------------------------------------- one softmax over candidates


class Problem(NamedTuple):
    """Rows of features, figure by figure, each figure's first row that there is none."""

    matrix: csr_matrix
    right: np.ndarray
    starts: np.ndarray
    names: list[tuple[str, int]]  # family, and number of its feature, of each column
    keys: np.ndarray


def stack(
    blocks: Sequence[tuple[str, np.ndarray]],
    order: np.ndarray,
    right: np.ndarray,
    starts: np.ndarray,
) -> Problem:
    """The rows of several families of features under one another, in ``order``; features seen once are left out."""
    flat = np.concatenate([block.ravel() for _, block in blocks])
    seen, inverse, counts = np.unique(flat, return_inverse=True, return_counts=True)
    number = np.cumsum(counts > 1) - 1
    kept = counts > 1
    matrices, at, names = [], 0, np.zeros(len(seen), dtype=[("block", "i4"), ("row", "i4")])
    for n, (_, block) in enumerate(blocks):
        columns = inverse[at : at + block.size].reshape(block.shape)
        at += block.size
        for row in range(block.shape[0]):
            names[columns[row]] = (n, row)
        good = kept[columns].T
        pointers = np.concatenate(([0], np.cumsum(good.sum(axis=1))))
        values = number[columns].T[good].astype(np.int32)
        matrices.append(csr_matrix((np.ones(len(values)), values, pointers), shape=(block.shape[1], int(kept.sum()))))
    told = [(blocks[n][0], row) for n, row in names[kept].tolist()]
    return Problem(vstack(matrices).tocsr()[order], right[order], starts, told, seen[kept])


def fit(problem: Problem, least: float) -> np.ndarray:
    """The weights: fitted, those of little use dropped, the rest fitted again."""
    matrix = problem.matrix.astype(np.float32)
    use = np.abs(_descend(matrix, problem)) * np.sqrt(np.bincount(matrix.indices, minlength=matrix.shape[1]))
    kept = np.flatnonzero(use >= least)
    out = np.zeros(matrix.shape[1])
    out[kept] = _descend(matrix[:, kept].tocsr(), problem)
    return np.round(out / GRAIN) * GRAIN


def _descend(matrix: csr_matrix, problem: Problem) -> np.ndarray:
    """The mean of RUNS descents, whose batches come in other orders: what one leans on by chance weighs less."""
    return sum(_steps(matrix, problem, seed) for seed in range(RUNS)) / RUNS


def _steps(matrix: csr_matrix, problem: Problem, seed: int) -> np.ndarray:
    """The weights after STEPS steps of Adam (Kingma and Ba 2015), each on a batch of figures, by turns in random order.

    Stopped early it spreads what it learns over many features, where a minimum with a ridge leans on the frequent ones.
    """
    starts = problem.starts
    ends = np.append(starts, matrix.shape[0])[1:]
    weights, mean, square = (np.zeros(matrix.shape[1], dtype=np.float32) for _ in range(3))
    random = np.random.default_rng(seed)
    turns = np.concatenate([random.permutation(len(starts)) for _ in range(STEPS * BATCH // len(starts) + 1)])
    for step in range(STEPS):
        batch = turns[step * BATCH : (step + 1) * BATCH]
        many = ends[batch] - starts[batch]
        first = np.cumsum(many) - many
        rows = np.repeat(starts[batch] - first, many) + np.arange(many.sum())
        some, right, group = matrix[rows], problem.right[rows], np.repeat(np.arange(BATCH), many)
        scores = some @ weights
        e = np.exp(scores - np.maximum.reduceat(scores, first)[group])
        good = e * right
        total, due = np.add.reduceat(e, first), np.add.reduceat(good, first)
        slope = (some.T @ ((e / total[group] - good / due[group]) / BATCH)).astype(np.float32) + RIDGE * weights
        mean += 0.1 * (slope - mean)
        square += 0.001 * (slope * slope - square)
        size = RATE * (1 - step / STEPS) * np.sqrt(1 - 0.999 ** (step + 1)) / (1 - 0.9 ** (step + 1))
        weights -= np.float32(size) * mean / (np.sqrt(square) + 1e-8)
    return weights


# candidates, which are right, is none right, the verbs taken
Part = tuple[Pairs, np.ndarray, np.ndarray, np.ndarray | None]


def problem(parts: Sequence[Part], families: tuple[str, ...], no: str | None) -> Problem:
    """The candidates of many documents as one problem, without figures that have no right candidate."""
    blocks: dict[str, list[np.ndarray]] = defaultdict(list)
    group, right, base = [], [], 0
    for pairs, good, empty, act in parts:
        many = len(pairs.lines.at)
        solved = (np.bincount(pairs.f[good], minlength=many) > 0) | (empty if no else False)
        kept = np.flatnonzero(solved[pairs.f])
        some = pairs.only(kept)
        blocks["+".join(families)].append(np.concatenate([keys(some, family) for family in families]))
        group.append((some.f + base) * 2 + 1), right.append(good[kept])
        if no:
            figures = np.flatnonzero(solved)
            blocks[no].append(keys(candidates.none(pairs.lines, act).only(figures), no))
            group.append((figures + base) * 2), right.append(empty[figures])
        base += many
    # blocks are stacked family by family: candidates of all documents, then the nones of all
    first = [n for n in range(len(group)) if not no or n % 2 == 0]
    last = [n for n in range(len(group)) if no and n % 2 == 1]
    groups, rights = (np.concatenate([column[n] for n in first + last]) for column in (group, right))
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.diff(groups[order] // 2, prepend=-1))
    stacked = [(name, np.concatenate(found, axis=1)) for name, found in blocks.items()]
    return stack(stacked, order, rights, starts)


class Model(NamedTuple):
    """What training gives: the weights as a table, and as rows to be written."""

    table: weights.Table
    rows: list[tuple[str, int, int, float]]  # family, number of the feature, key, weight


def _model(found: Sequence[tuple[Problem, np.ndarray]]) -> Model:
    rows = []
    for one, solved in found:
        for (families, row), number, weight in zip(one.names, one.keys.tolist(), solved.tolist(), strict=True):
            if weight:
                rows.append((*_feature(families, row), number, weight))
    return _table(rows)


def _table(rows: list[tuple[str, int, int, float]]) -> Model:
    found, solved = np.array([row[2] for row in rows], dtype=np.uint64), np.array([row[3] for row in rows])
    return Model(weights.Table(found, solved), rows)


def _feature(families: str, row: int) -> tuple[str, int]:
    for family in families.split("+"):
        if row < len(FEATURES[family]):
            return family, row
        row -= len(FEATURES[family])
    raise AssertionError(families)


def train(documents: Sequence[Prepared]) -> Model:
    """All weights from some documents: of verbs, then a first look at spans, then the choice among the likeliest."""
    verbs = problem([(d.acts, d.acts_right, d.no_act_right, None) for d in documents], ("action",), "no action")
    solved = [(verbs, fit(verbs, LEAST))]
    spans = [(d.spans, d.spans_right, d.no_span_right, None) for d in documents]
    looked = problem(spans, ("span", "span at"), None)
    solved.append((looked, fit(looked, LOOK)))
    table = _model(solved).table
    parts = []
    for d in documents:
        act = _right_act(d, table)
        scores = candidates.first_look(d.runs, table)
        few = candidates.likeliest(d.spans, scores + 0.0)
        few = _with_right(d, few, scores)
        good = np.isin(
            few.f << 40 | few.a << 8 | few.b - few.a,
            (d.spans.f << 40 | d.spans.a << 8 | d.spans.b - d.spans.a)[d.spans_right],
        )
        parts.append((Pairs(d.lines, few.f, few.a, few.b, act[few.f]), good, d.no_span_right, act))
    named = problem(parts, ("subject",), "no subject")
    return _model([*solved, (named, fit(named, LEAST))])


def _right_act(d: Prepared, table: weights.Table) -> np.ndarray:
    """For each figure the right verb that the weights like best; 0 where none is right."""
    scores = np.where(d.acts_right, table(keys(d.acts, "action")).sum(axis=0), -np.inf)
    edges = candidates.grouped(d.acts, len(d.gold))
    act = np.zeros(len(d.gold), dtype=np.int64)
    for n, (low, high) in enumerate(itertools.pairwise(edges)):
        if high > low and np.isfinite(scores[low:high].max()):
            act[n] = d.acts.a[low + scores[low:high].argmax()]
    return act


def _with_right(d: Prepared, few: Pairs, scores: np.ndarray) -> Pairs:
    """The likeliest spans, and where no right one is among them the likeliest right one."""
    number = d.spans.f << 40 | d.spans.a << 8 | d.spans.b - d.spans.a
    kept = set((few.f << 40 | few.a << 8 | few.b - few.a).tolist())
    good = np.flatnonzero(d.spans_right)
    have = {int(d.spans.f[n]) for n in good if int(number[n]) in kept}
    extra: dict[int, int] = {}
    for n in good:
        f = int(d.spans.f[n])
        if f not in have and (f not in extra or scores[n] > scores[extra[f]]):
            extra[f] = int(n)
    kept |= {int(number[n]) for n in extra.values()}
    return d.spans.only(np.flatnonzero(np.isin(number, np.array(sorted(kept), dtype=np.int64))))


# ---------------------------------------------------------------- verbs of several words, acts of the office


class Mentioned(NamedTuple):
    """A text with its gold actions, cut into words."""

    id: str
    text: str
    gold: list[Row]
    lines: Lines
    hidden: acts.Hidden


def read_mentioned() -> list[Mentioned]:
    """The texts whose actions are gold, the summary last."""
    files = sorted(GOLD.glob("*.jsonl"))
    items = [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    found = [(item["id"], item["text"], item["actions"]) for item in items if "actions" in item]
    with (GOLD / "seed_actions.csv").open(encoding="utf-8", newline="") as file:
        rows = [row | {place: int(row[place]) for place in PLACES} for row in csv.DictReader(file)]
    found.append(("seed", SUMMARY.read_bytes().decode("utf-8"), rows))
    return [Mentioned(id_, text, gold, *_cut(text)) for id_, text, gold in found]


THRICE = 3  # the gold of actions names verbs whole, that of figures at their shortest
OFTEN = 6  # the summary, one of 1,800 documents, all of whose rows must stay right
PLACES = ("start", "stop", "verb_start", "verb_stop")
Asked = tuple[Runs, np.ndarray]  # candidates; 1 right, 0 wrong, -1 not asked


# What stands in front changes nothing: whom or where the office speaks of, and when.
_SCOPES = "全市 我县 全区 我镇 辖区 各村 我办 全街道 各镇街 上半年 1-9月 全年 本年度 及时 集中 我局 各社区 全县"
SCOPES = tuple(_SCOPES.split(" "))


def in_scopes(mentioned: Sequence[Mentioned]) -> Mentioned:
    """Every other gold action that begins with its verb once more, a sentence behind a word of scope, by turns."""
    rows = [row for m in mentioned for row in m.gold if row["start"] == row["verb_start"] and row.get("required", True)]
    text, gold = "", []
    for n, row in enumerate(rows[::2]):
        text += SCOPES[n % len(SCOPES)]
        gold.append({"verb_start": len(text), "verb_stop": len(text) + row["verb_stop"] - row["verb_start"]})
        text += f"{row['text']}。"
    return Mentioned("scopes", text, gold, *_cut(text))


def _cut(text: str) -> tuple[Lines, list[bool]]:
    sections = read_sections(text)
    lines = count_lines(text, find_numerals(text, sections), read_sentences(text, sections))
    return lines, acts.hidden_words(text, lines)


def joins_of_figures(d: Prepared) -> Asked:
    """Which two words are one verb, of the verbs that govern figures: one in all answers of the gold, or in none."""
    lines, words = d.lines, d.lines.words
    pairs = candidates.joins(lines)
    right = np.full(len(pairs.a), -1)
    at = defaultdict(list)
    for n, (a, b) in enumerate(zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)):
        at[a].append(n), at[b].append(n)
    for f, v in zip(d.acts.f[d.acts_right].tolist(), d.acts.a[d.acts_right].tolist(), strict=True):
        due = [plain(one) for one in d.gold[f]["action"].split("|")]
        due = [one for one in due if words.text[v] in one]
        for n in at[v] if due else ():
            said = plain(d.document.text[words.start[pairs.a[n]] : words.stop[pairs.b[n]]])
            held = [said in one for one in due]
            right[n] = 1 if all(held) or right[n] == 1 else -1 if any(held) else 0
    return pairs, right


def joins_of_actions(m: Mentioned) -> Asked:
    """Which two words are one verb, of the verbs of actions."""
    words, pairs = m.lines.words, candidates.joins(m.lines)
    right = np.full(len(pairs.a), -1)
    for n, (a, b) in enumerate(zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)):
        for row in m.gold:
            if row["verb_start"] <= words.start[a] and words.stop[a] <= row["verb_stop"] and row.get("required", True):
                right[n] = words.stop[b] <= row["verb_stop"]
    return pairs, right


def asked_acts(m: Mentioned, table: weights.Table) -> Asked:
    """Which verbs are acts of the office; what the gold leaves open is not asked."""
    governed = acts.governed_by(candidates.choose(m.lines, table))
    verbs = acts.Acts(m.lines, acts.candidates_of(m.lines, m.hidden), governed, acts.behind_front(m.lines))
    right = np.zeros(len(verbs.a), dtype=np.int64)
    for n, at in enumerate(verbs.begins().tolist()):
        for row in m.gold:
            if row["verb_start"] == at:
                right[n] = 1
            if row["verb_start"] <= at < row["verb_stop"] and not row.get("required", True):
                right[n] = -1
    return verbs, right


def train_yes(family: str, asked: Sequence[Asked]) -> tuple[Problem, np.ndarray]:
    """The weights of a question with yes or no: a softmax of two, of which no has no features."""
    block = np.concatenate([keys(runs, family)[:, right >= 0] for runs, right in asked], axis=1)
    right = np.concatenate([right[right >= 0] for _, right in asked])
    many = len(right)
    both = [(family, block), ("", np.zeros((0, many), dtype=np.uint64))]
    order = np.argsort(np.tile(np.arange(many), 2), kind="stable")
    one = stack(both, order, np.concatenate([right, 1 - right]), np.arange(0, 2 * many, 2))
    return one, fit(one, FEW)


def train_actions(documents: Sequence[Prepared], mentioned: Sequence[Mentioned], model: Model) -> Model:
    """The model with the weights of verbs of several words and of acts."""
    asked = [joins_of_figures(d) for d in documents] + [joins_of_actions(m) for m in mentioned] * THRICE
    model = _with(model, train_yes("joined", asked))
    told = [*mentioned, in_scopes(mentioned)]
    return _with(model, train_yes("act", [asked_acts(m, model.table) for m in told]))


def _with(model: Model, found: tuple[Problem, np.ndarray]) -> Model:
    return _table([*model.rows, *_model([found]).rows])


# ---------------------------------------------------------------- names without marks


class Named(NamedTuple):
    """A text with its gold names without marks; ``right`` is for each word that may end one 1, 0, or -1: not asked."""

    set: str
    gold: list[Row]
    spots: naming.Spots
    ends: naming.Ends
    right: np.ndarray


def read_named() -> list[Named]:
    """The texts whose names are gold, the summary last."""
    items = [
        (path.stem, item["text"], item["names"])
        for path in sorted(GOLD.glob("*.jsonl"))
        for item in map(json.loads, path.read_text(encoding="utf-8").splitlines())
        if "names" in item
    ]
    with (GOLD / "seed_names.csv").open(encoding="utf-8", newline="") as file:
        rows = [row | {place: int(row[place]) for place in PLACES[:2]} for row in csv.DictReader(file)]
    items.append(("summary", SUMMARY.read_bytes().decode("utf-8"), rows))
    return [_named(name, text, [row for row in gold if row["text"][0] not in "“《"]) for name, text, gold in items]


def _named(name: str, text: str, gold: list[Row]) -> Named:
    spots = naming.Spots(text, _cut(text)[0])
    every = naming.ends(spots)
    asked = dict.fromkeys([stop for _, stop in _accepted(text, gold)], -1)
    asked |= dict.fromkeys([row["stop"] for row in gold if row.get("required", True)], 1)
    return Named(name, gold, spots, every, np.array([asked.get(n, 0) for n in every.lines.ends[every.b].tolist()]))


def _accepted(text: str, gold: Sequence[Row]) -> set[tuple[int, int]]:
    """The spans that are accepted for some names, written otherwise or not."""
    spans = {(row["start"], row["stop"]) for row in gold}
    others = [(row, other, text.find(other, max(0, row["start"] - 10))) for row in gold for other in row.get("alt", ())]
    return spans | {(at, at + len(other)) for row, other, at in others if 0 <= at < row["stop"]}


def train_names(named: Sequence[Named], model: Model) -> Model:
    """The model with the weights of names: of their ends, then of the runs that end there, or that none does."""
    model = _with(model, train_yes("name end", [(d.ends, d.right) for d in named]))
    blocks, group, right, base = [], [], [], 0
    for d in named:
        kept = (weights.scores(model.table, d.ends, "name end") > naming.MAYBE) | (d.right == 1)
        some, asked = naming.runs(d.spots, d.ends.b[kept]), d.right[kept]
        words, spans = d.spots.lines.words, _accepted(d.spots.text, d.gold)
        places = zip(some.a.tolist(), some.b.tolist(), strict=True)
        good = np.array([(words.start[a], words.stop[b]) in spans for a, b in places], dtype=bool)
        good &= asked[some.f] == 1
        solved = (asked == 0) | (np.bincount(some.f[good], minlength=len(asked)) > 0)
        rows, none = np.flatnonzero(solved[some.f]), np.flatnonzero(solved)
        blocks.append(keys(some, "name")[:, rows])
        group.append(np.concatenate([some.f[rows], none]) + base), right.append((good[rows], asked[none] == 0))
        base += len(asked)
    some_rows = [len(one) for one, _ in right]
    groups = [part for n, one in enumerate(group) for part in np.split(one, [some_rows[n]])]
    groups = np.concatenate(groups[::2] + groups[1::2])
    rights = np.concatenate([one for one, _ in right] + [one for _, one in right])
    order = np.argsort(groups, kind="stable")
    both = [("name", np.concatenate(blocks, axis=1)), ("", np.zeros((0, len(rights) - sum(some_rows)), np.uint64))]
    one = stack(both, order, rights, np.flatnonzero(np.diff(groups[order], prepend=-1)))
    return _with(model, (one, fit(one, FEW)))


def score_names(d: Named, table: weights.Table) -> Counter[str]:
    """Counts of due names, those found, names said, those right; what may be a name counts neither way."""
    said = {(a, b) for a, b, *_ in naming.choose_names(d.spots.text, d.spots.lines, table)}
    due = [row for row in d.gold if row.get("required", True)]
    found = [bool(_accepted(d.spots.text, [row]) & said) for row in due]
    optional = _accepted(d.spots.text, [row for row in d.gold if not row.get("required", True)])
    return Counter(
        due=len(due), found=sum(found), said=len(said - optional), right=len(said & _accepted(d.spots.text, due))
    )


def cross_validate_names(named: Sequence[Named], folds: int) -> dict[str, Counter[str]]:
    """Scores of each text's names by weights that were trained without it; and of a pen that none was trained on."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for fold in range(folds):
        model = train_names([d for n, d in enumerate(named) if n % folds != fold], _table([]))
        for d in named[fold::folds]:
            counts[d.set] += score_names(d, model.table)
    model = train_names([d for d in named if d.set != "names_rich"], _table([]))
    for d in (d for d in named if d.set == "names_rich"):
        counts["names_rich, another pen"] += score_names(d, model.table)
    return counts


def tell_names(counts: dict[str, Counter[str]]) -> str:
    """Recall and precision of names without marks, set by set."""
    return "\n".join(
        f"names of {name}: {c['due']} due, recall {c['found'] / c['due']:.3f}, precision {c['right'] / c['said']:.3f}"
        for name, c in counts.items()
    )


# ---------------------------------------------------------------- scores


def answers(d: Prepared, table: weights.Table) -> Iterator[tuple[Row, str, str, float]]:
    """Gold, subject and action said, and confidence, of each figure that the gold knows."""
    text, lines = d.document.text, d.lines
    for gold, choice in zip(d.gold, candidates.choose(lines, table).figures, strict=True):
        if gold:
            subject = text[lines.begins[choice.first] : lines.ends[choice.last]] if choice.last >= 0 else ""
            yield (
                gold,
                subject,
                text[lines.begins[choice.verb[0]] : lines.ends[choice.verb[1]]] if choice.act else "",
                choice.confidence,
            )


def score(documents: Sequence[Prepared], table: weights.Table) -> tuple[dict[str, Counter[str]], list[Sure]]:
    """Counts of right answers by set, and for each figure how sure and whether both are right."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    sure = []
    for d in documents:
        found = counts[d.document.set]
        found["gold"] += len(d.document.gold)
        for gold, subject, action, confidence in answers(d, table):
            whole, acts = subject_right(gold["subject"], subject), action_right(gold["action"], action)
            found["subject~"] += subject_right(gold["subject"], subject, whole=False)
            found["subject"] += whole
            found["action"] += acts
            found["both"] += whole and acts
            sure.append(Sure(confidence, whole and acts, d.document.set, d.document.id))
    return counts, sure


def meets(gold: Row, row: Action) -> bool:
    """Whether a row is the gold's: spans overlap, one verb holds the other, the objects share two characters."""
    if gold["start"] >= row.stop or row.start >= gold["stop"]:
        return False
    one, other = gold["object"], row.object
    shared = any(one[n : n + 2] in other for n in range(max(1, len(one) - 1)))
    held = gold["verb"] in row.verb or row.verb in gold["verb"]
    return held and (not one or not other or shared or min(len(one), len(other)) < 2)


def score_actions(m: Mentioned, table: weights.Table) -> Counter[str]:
    """Counts of due rows, those found, rows, those right, and of these each field."""
    chosen = candidates.choose(m.lines, table)
    stages = stages_of(m.text, chosen, read_sections(m.text))
    rows = list(read_actions(m.text, chosen, stages, acts=acts.choose_acts(chosen, m.hidden, table)))
    counts, left = Counter(due=sum(row.get("required", True) for row in m.gold), rows=len(rows)), list(m.gold)
    for row in rows:
        fits = [gold for gold in left if meets(gold, row)]
        if fits:
            gold = max(fits, key=lambda gold: (gold["verb"] == row.verb, gold["start"] == row.start))
            left.remove(gold)
            counts["right"] += 1
            counts["found"] += gold.get("required", True)
            for field in ("verb", "object", "stage"):
                counts[field] += getattr(row, field) in (gold.get(field), *gold.get(f"{field}_ok", ()))
    return counts


def tell_actions(counts: dict[str, Counter[str]]) -> str:
    """Recall, precision and the fields of the rows found, set by set."""
    lines = []
    for name, c in sorted(counts.items()):
        fields = " ".join(f"{field} {c[field] / c['right']:.3f}" for field in ("verb", "object", "stage"))
        lines.append(
            f"actions of {name}: {c['due']} due, recall {c['found'] / c['due']:.3f}, "
            f"precision {c['right'] / c['rows']:.3f}, {fields}"
        )
    return "\n".join(lines)


def quarters(sure: Sequence[Sure]) -> list[tuple[int, float, float]]:
    """The figures in four quarters of equal count, the least sure first: how many, how sure, how many right."""
    ordered = sorted(sure)
    parts = [ordered[n * len(ordered) // 4 : (n + 1) * len(ordered) // 4] for n in range(4)]
    return [(len(q), sum(one.confidence for one in q) / len(q), sum(one.right for one in q) / len(q)) for q in parts]


def calibration(sure: Sequence[Sure]) -> tuple[float, float]:
    """The mean difference of said and right over the quarters, and how well the order tells right ones."""
    ranks = np.argsort(np.argsort([one.confidence for one in sure], kind="stable"), kind="stable") + 1
    right = np.array([one.right for one in sure])
    many, wrong = int(right.sum()), int((~right).sum())
    area = (ranks[right].sum() - many * (many + 1) / 2) / (many * wrong) if many and wrong else float("nan")
    return sum(abs(said - right) for _, said, right in quarters(sure)) / 4, float(area)


def by_document(sure: Sequence[Sure]) -> list[list[str]]:
    """A row a document: its figures, how many of them were said and found to be right, and the sum of p (1 - p)."""
    found: dict[tuple[str, str], list[Sure]] = defaultdict(list)
    for one in sorted(sure, key=lambda one: (one.set, one.document)):
        found[one.set, one.document].append(one)
    rows = [["set", "document", "figures", "said", "spread", "right"]]
    for (name, document), some in found.items():
        said = [one.confidence for one in some]
        cells = sum(said), sum(p * (1 - p) for p in said)
        rows.append([name, document, str(len(some)), *(f"{x:.3f}" for x in cells), str(sum(one.right for one in some))])
    return rows


def table(counts: dict[str, Counter[str]]) -> list[list[str]]:
    """A row a set, its figures and the shares of right answers; all sets together last."""
    rows = [["set", "figures", *MEASURES]]
    for name, found in [*counts.items(), ("all", sum(counts.values(), Counter[str]()))]:
        rows.append([name, str(found["gold"]), *(f"{found[measure] / found['gold']:.3f}" for measure in MEASURES)])
    return rows


def tell(counts: dict[str, Counter[str]], sure: Sequence[Sure]) -> str:
    """The scores in lines, and how far confidence is true."""
    lines = ["".join(f"{cell:<14}" if not n else f"{cell:>10}" for n, cell in enumerate(row)) for row in table(counts)]
    error, area = calibration(sure)
    lines.append("said/right by quarter: " + " ".join(f"{said:.3f}/{right:.3f}" for _, said, right in quarters(sure)))
    lines.append(f"calibration error {error:.3f}, area under the curve {area:.3f}")
    return "\n".join(lines)


def cross_validate(
    documents: Sequence[Prepared], mentioned: Sequence[Mentioned], folds: int, share: int = 1
) -> tuple[dict[str, Counter[str]], list[Sure], dict[str, Counter[str]]]:
    """Scores of each document by weights that were trained without it, on every ``share``-th of the others.

    The summary is not scored for actions, and always trained on: its actions are most of the prose that there is.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    told: dict[str, Counter[str]] = defaultdict(Counter)
    sure: list[Sure] = []
    at = {d.document.text: n % folds for n, d in enumerate(documents)}
    home = [-1 if m.id == "seed" else at.get(m.text, n % folds) for n, m in enumerate(mentioned)]
    for fold in range(folds):
        rest = [d for n, d in enumerate(documents) if n % folds != fold][::share]
        known = [m for m, own in zip(mentioned, home, strict=True) if own != fold]
        model = train_actions(rest, known, train(rest))
        found, more = score([d for n, d in enumerate(documents) if n % folds == fold], model.table)
        for name, counter in found.items():
            counts[name] += counter
        for m in (m for m, own in zip(mentioned, home, strict=True) if own == fold):
            told["conventions" if m.id.startswith("v") else "texts"] += score_actions(m, model.table)
        sure += more
    return counts, sure, told


# ---------------------------------------------------------------- the file


def write(model: Model, documents: Sequence[Prepared], mentioned: Sequence[Mentioned], named: Sequence[Named]) -> str:
    """The weights as text: each feature with its rows, the strongest first."""
    words = structure.spelled or {}
    spelled: dict[int, list[str]] = {}
    wanted = {row[2] for row in model.rows}
    for family, some in _families(model, documents, mentioned, named):
        _spell(family, some, wanted, spelled, words)
    out = []
    for family, rows in FEATURES.items():
        for n, names in enumerate(rows):
            found: dict[float, list[list[str]]] = defaultdict(list)
            for values, w in sorted((spelled[at], w) for f, m, at, w in model.rows if (f, m) == (family, n)):
                found[w].append(values)
            out.append(f"{family}: {'+'.join(names)}")
            out += [
                "\t".join([f"{w:.4g}", *weights.shortened(found[w])]) for w in sorted(found, key=lambda w: (-abs(w), w))
            ]
    return "\n".join(out) + "\n"


def _families(
    model: Model, documents: Sequence[Prepared], mentioned: Sequence[Mentioned], named: Sequence[Named]
) -> Iterator[tuple[str, Runs]]:
    """Every family of features with the candidates that it was trained on."""
    for d in documents:
        act = _right_act(d, model.table)
        spans = Pairs(d.lines, d.spans.f, d.spans.a, d.spans.b, act[d.spans.f])
        yield from (("action", d.acts), ("no action", candidates.none(d.lines)), ("joined", candidates.joins(d.lines)))
        yield "no subject", candidates.none(d.lines, act)
        yield from ((family, spans) for family in ("span", "span at", "subject"))
    for m in [*mentioned, in_scopes(mentioned)]:
        yield from (("joined", candidates.joins(m.lines)), ("act", asked_acts(m, model.table)[0]))
    for d in named:
        yield from (("name end", d.ends), ("name", naming.runs(d.spots, d.ends.b)))


def _spell(family: str, some: Runs, wanted: set[int], spelled: dict[int, list[str]], words: dict[int, str]) -> None:
    """Find the values behind the keys, among some candidates."""
    for names, column in zip(FEATURES[family], keys(some, family), strict=True):
        values, first = np.unique(column, return_index=True)
        for number, at in zip(values.tolist(), first.tolist(), strict=True):
            if number in wanted and number not in spelled:
                spelled[number] = [weights.spell(name, int(some.trait(name)[at]), words) for name in names]


def write_scores(
    documents: Sequence[Prepared], mentioned: Sequence[Mentioned], folds: int, shares: Sequence[int]
) -> None:
    """Print the scores of texts unseen, trained on some shares of the gold, and write them to the gold folder."""
    curve = [["part of the gold", *MEASURES]]
    for share in shares:
        counts, sure, acted = cross_validate(documents, mentioned, folds, share)
        print(f"trained on one in {share}:\n{tell(counts, sure)}\n{tell_actions(acted)}", flush=True)
        curve.append([f"1/{share}" if share > 1 else "all", *table(counts)[-1][2:]])
    told = [["quarter", "figures", "said", "right"]]
    told += [
        [str(n), str(many), f"{said:.3f}", f"{right:.3f}"] for n, (many, said, right) in enumerate(quarters(sure), 1)
    ]
    files = {"scores": table(counts), "quarters": told, "confidence": by_document(sure)}
    for name, rows in (files | ({"curve": curve} if len(shares) > 1 else {})).items():
        content = "".join(f"{','.join(row)}\n" for row in rows)
        (GOLD / f"{name}_unseen.csv").write_text(content, encoding="utf-8", newline="\n")


def main() -> None:
    """Train, and write or score."""
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--folds", type=int, default=0)
    args.add_argument("--curve", action="store_true")
    args.add_argument("--words", action="store_true")
    args.add_argument("--also", nargs=2, action="append", type=Path, default=[], metavar=("GOLD", "TEXTS"))
    given = args.parse_args()
    if given.words:
        print(f"{write_words(read_gold())} words")
        return
    structure.spelled = {structure.code(""): ""}
    documents = [prepare(document) for document in read_gold([tuple(pair) for pair in given.also])]
    documents.append(prepare(read_summary()))
    mentioned, named = read_mentioned(), read_named()
    if given.folds or given.curve:
        write_scores(documents, mentioned, given.folds or 5, (8, 4, 2, 1) if given.curve else (1,))
        print(tell_names(cross_validate_names(named, given.folds or 5)))
        return
    model = train([*documents, *documents[-1:] * (OFTEN - 1)])
    model = train_names([*named, *named[-1:] * (THRICE - 1)], train_actions(documents, mentioned, model))
    weights.FILE.write_text(write(model, documents, mentioned, named), encoding="utf-8", newline="\n")
    print(f"{len(model.rows)} weights, {weights.FILE.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
