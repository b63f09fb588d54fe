"""What the READMEs and the unreleased part of the changelog state is what is measured; each failure names the cell."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import figure_scores
import gold_scores
import pytest

import xinhua_analysis as xa

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")
CHANGELOG = "CHANGELOG.md"
CELL_NAME = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")
EXAMPLE = re.compile(r"```python\n(.*?)```", re.S)


@cache
def measured():
    """(row, column) → the cell as it should be written; a row is the gold file that it links to, or a table's name."""
    cells = {(name, "rows"): str(len(xa.load().records(name))) for name in xa.TABLES}
    for row, name in (("seed_figures.csv", "seed"), ("grassroots.jsonl", "grassroots")):
        texts = figure_scores.SETS[name]()
        kinds = Counter(number["kind"] for _, numbers in texts for number in numbers)
        cells |= {(row, "texts"): str(len(texts)), (row, "gold"): str(kinds["statistic"])}
        cells |= {(row, measure): f"{rate:.3f}" for measure, rate in figure_scores.scores(name)[0].items()}
    for name, result in gold_scores.scores().items():
        row = f"seed_{name}.csv"
        cells |= {(row, count): str(result[count]) for count in ("gold", "found")}
        cells |= {(row, "f1"): f"{result['f1']:.3f}", (row, "fields"): f"{min(result['fields'].values()):.3f}"}
    return cells


def page(name):
    """The text of a file; of the changelog the part that is not released, which alone may still be changed."""
    text = (ROOT / name).read_text(encoding="utf-8")
    parts = re.split(r"^(?=## \[)", text, flags=re.M) if name == CHANGELOG else [text]
    return "".join(part for part in parts if name != CHANGELOG or "unreleased" in part.partition("\n")[0].lower())


def cells_of(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def stated(name):
    """(row, column) → the cell as it is written; of `before → after` in the changelog, the latter."""
    cells, header = {}, []
    for line in page(name).splitlines():
        if not line.startswith("|"):
            header = []
        elif not header:
            header = [(CELL_NAME.findall(cell) or [cell])[0] for cell in cells_of(line)]
        else:
            first, *others = cells_of(line)
            row = re.search(r"gold/([\w.]+)\)", first) or re.fullmatch(r"`(\w+)`", first)
            for column, cell in zip(header[1:], others, strict=True):
                if row and (row[1], column) in measured():
                    cells[row[1], column] = cell.split("→")[-1].strip()
    return cells


@pytest.mark.parametrize("name", [*READMES, CHANGELOG])
def test_counts_and_scores_are_those_measured(name):
    wrong = [
        f"{name}: row {row}, column {column}: write {measured()[row, column]} instead of {cell}"
        for (row, column), cell in stated(name).items()
        if cell != measured()[row, column]
    ]
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("name", READMES)
def test_no_count_or_score_is_left_out(name):
    assert [cell for cell in measured() if cell not in stated(name)] == []


@pytest.mark.parametrize("name", [*READMES, CHANGELOG])
def test_links_lead_somewhere(name):
    assert [target for target in LINK.findall(page(name)) if not (ROOT / target).exists()] == []


def test_both_readmes_show_the_same_code():
    english, chinese = (EXAMPLE.findall(page(name)) for name in READMES)
    assert english == chinese


@pytest.mark.parametrize("name", [*READMES, CHANGELOG])
def test_nothing_is_left_to_be_filled_in(name):
    assert re.findall(r"@@\w*@@|TODO|FIXME", page(name)) == []
