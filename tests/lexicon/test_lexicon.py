"""Each row of a lexicon carries its witness: a phrase of the genre in which the entry stands."""

import csv
import importlib
import io
import re
from pathlib import Path

import pytest

import xinhua_analysis as xa
from xinhua_analysis import labels, lexicon
from xinhua_analysis.language.lines import neighbours
from xinhua_analysis.tables import headings, numerals
from xinhua_analysis.tables.numeral_page import see_page

LEXICON = Path(__file__).parents[2] / "xinhua_analysis" / "lexicon"
FILES = sorted(LEXICON.glob("*.csv"))


def faults(text: str) -> list[str]:
    """What is wrong with one lexicon, a line each.

    The entry is the first column. Where a column is named ``pattern``, it need not stand in its witness.

    >>> faults("unit,witness\\n台,加装电梯16台\\n")
    []
    """
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    if "witness" not in header:
        return ["line 1: no column named witness"]
    found, seen = [], set()
    for line, row in enumerate(rows, start=2):
        if len(row) != len(header):
            found.append(f"line {line}: {len(row)} cells under {len(header)} columns")
            continue
        witness = row.pop(header.index("witness"))
        if tuple(row) in seen:
            found.append(f"line {line}: {row} stands twice")
        seen.add(tuple(row))
        if not witness.strip():
            found.append(f"line {line}: {row[0]!r} has no witness")
        elif "pattern" not in header and (not row[0] or row[0] not in witness):
            found.append(f"line {line}: {row[0]!r} does not stand in its witness {witness!r}")
    return found


def test_there_is_a_lexicon():
    assert FILES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_row_has_its_witness(path):
    assert faults(path.read_bytes().decode("utf-8")) == []


def patterns():
    """Every row of a pattern, as ``pytest`` shall call it, with the pattern."""
    for row in lexicon.rows("patterns"):
        found = importlib.import_module(f"xinhua_analysis.{row['module']}")._P
        yield pytest.param(getattr(found, row["name"]), row["witness"], id=f"{row['module']}.{row['name']}")
    for row in lexicon.rows("levels"):
        yield pytest.param(re.compile(row["pattern"]), row["witness"], id=row["witness"])
    for row in lexicon.rows("sources"):
        yield pytest.param(re.compile(labels._P.filled(row["pattern"])), row["witness"], id=row["witness"])


@pytest.mark.parametrize(("pattern", "witness"), [*patterns()])
def test_a_pattern_is_found_in_its_witness(pattern, witness):
    assert pattern.search(witness)


@pytest.mark.parametrize("row", lexicon.rows("numeral_rules"), ids=lambda row: row["witness"])
def test_a_rule_of_numerals_reads_its_witness(row):
    """A pattern owns a numeral of it, before all rules below; a function answers somewhere in it."""
    witness, rule = row["witness"], numerals._rule(row)
    page = see_page(witness, xa.parse(witness).records("sections"))
    if row["kind"] == "rule":
        assert any(rule(page, at) for at in range(len(witness)))
        return
    starts = [found.start for found in numerals.find_numerals(witness) if found[2:4] == rule[:2]]
    heads = range(2 + rule.head)  # a soft line end may stand behind the head
    assert any(re.compile(rule.pattern).match(page.text, start + head) for start in starts for head in heads)


@pytest.mark.parametrize("row", lexicon.rows("heading_kinds"), ids=lambda row: row["kind"])
def test_a_kind_of_heading_marks_its_witness(row):
    assert headings.mark_of(next(neighbours(row["witness"]))).kind == row["kind"]


def test_a_pattern_tells_what_it_means():
    assert [row["name"] for row in lexicon.rows("patterns") if not row["meaning"]] == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("unit,family\n台,device\n", "line 1: no column named witness"),
        ("unit,witness\n台,\n", "line 2: '台' has no witness"),
        ("unit,witness\n台,完成16部\n", "line 2: '台' does not stand in its witness '完成16部'"),
        ("unit,witness\n,完成16部\n", "line 2: '' does not stand in its witness '完成16部'"),
        ("unit,witness\n台,16台\n部,2部\n台,23台\n", "line 4: ['台'] stands twice"),
        ("unit,family,witness\n台,16台\n", "line 2: 2 cells under 3 columns"),
    ],
)
def test_a_faulty_lexicon_is_found_out(text, fault):
    assert faults(text) == [fault]


def test_a_pattern_need_not_stand_in_its_witness():
    assert faults("reason,pattern,witness\nhouse number,\\d+号,番禺路217号\n") == []
