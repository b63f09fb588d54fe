"""The English of the bundled summary: every heading, subject, name and act of its tables has a gloss."""

import csv
import re
from pathlib import Path

import pytest

import xinhua_analysis as xa

GLOSSES = Path(__file__).parents[2] / "seeds" / "glosses.csv"
KINDS = [
    "document",
    "heading",
    "topic",
    "subject",
    "action",
    "unit",
    "name",
    "claim",
    "partner",
    "verb",
    "object",
    "beneficiary",
    "place",
    "word",
]
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


@pytest.mark.parametrize("field", ["verb", "object", "beneficiary"])
def test_every_part_of_an_act_has_a_gloss(report, glosses, field):
    assert uncovered(report.actions[field], glosses, field) == []


@pytest.mark.parametrize("field", ["object", "beneficiary"])
def test_the_gloss_of_a_part_of_an_act_repeats_no_statistic(report, glosses, field):
    english = {row["chinese"]: row["english"] for row in glosses if row["kind"] == field}
    repeated = []
    for act in report.actions.to_dict("records"):
        inside = report.figures[report.figures["sentence_id"] == act["sentence_id"]]
        for figure in inside.to_dict("records"):
            number = re.match(r"[0-9.]+", figure["number_text"]).group()
            if figure["text"] in act[field] and number in re.findall(r"[0-9.]+", english[act[field]]):
                repeated.append((act[field], number))
    assert repeated == []


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
