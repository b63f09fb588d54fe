"""Each row of a lexicon carries its witness: a phrase of the genre in which the entry stands."""

import csv
import io
from pathlib import Path

import pytest

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
