"""The English of the bundled summary: every heading, subject and name of its tables has a gloss."""

import csv
import re
from pathlib import Path

import pytest

import xinhua_analysis as xa

GLOSSES = Path(__file__).parents[1] / "seeds" / "glosses.csv"
KINDS = ["document", "heading", "subject", "action", "unit", "name", "claim", "partner"]
HANZI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@pytest.fixture(scope="module")
def glosses():
    with GLOSSES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def report():
    return xa.load()


def uncovered(words, glosses, kind):
    """The words of a table that no gloss of the kind translates."""
    known = {row["chinese"] for row in glosses if row["kind"] == kind}
    return sorted({word for word in words if isinstance(word, str) and word and word != "not stated"} - known)


def test_the_file_is_plain_utf8_with_its_header():
    data = GLOSSES.read_bytes()
    assert data.startswith(b"chinese,english,kind\n")
    assert b"\r" not in data
    assert data.endswith(b"\n")


def test_every_heading_has_a_gloss(report, glosses):
    assert uncovered(report.sections["title"], glosses, "heading") == []


def test_every_subject_of_a_figure_has_a_gloss(report, glosses):
    assert uncovered(report.figures["subject"], glosses, "subject") == []


def test_every_name_has_a_gloss(report, glosses):
    assert uncovered(report.names["text"], glosses, "name") == []


def test_no_english_is_empty(glosses):
    assert [row["chinese"] for row in glosses if not row["english"].strip()] == []


def test_no_english_holds_hanzi(glosses):
    assert [row["english"] for row in glosses if HANZI.search(row["english"])] == []


def test_no_word_stands_twice_under_one_kind(glosses):
    keys = [(row["chinese"], row["kind"]) for row in glosses]
    assert sorted(key for key in set(keys) if keys.count(key) > 1) == []


def test_the_kinds_stand_in_their_order(glosses):
    places = [KINDS.index(row["kind"]) for row in glosses]
    assert places == sorted(places)
