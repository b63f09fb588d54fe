"""The English of the bundled summary, sentence by sentence: complete, in order, its statistics as placeholders."""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

import xinhua_analysis as xa

TRANSLATION = Path(__file__).parents[2] / "seeds" / "translation.csv"
HANZI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
PLACEHOLDER = re.compile(r"\{(f[0-9]{3})\}")
NUMBER = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")


@pytest.fixture(scope="module")
def rows():
    with TRANSLATION.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def report():
    return xa.load()


def numbers(text):
    """The numbers that stand in digits in a text, placeholders aside."""
    return [Decimal(number.replace(",", "")) for number in NUMBER.findall(PLACEHOLDER.sub("", text))]


def of_sentence(table, row):
    """The rows of a table that belong to the sentence of a row of the translation."""
    return table[table["sentence_id"] == row["sentence_id"]]


def no_statistics(report, row):
    """The numerals of a sentence that are no statistics: dates, ordinals, parts of names."""
    ledger = of_sentence(report.numerals, row)
    return ledger[ledger["kind"] != "statistic"]


def test_the_file_is_plain_utf8_with_its_header():
    data = TRANSLATION.read_bytes()
    assert data.startswith(b"sentence_id,english\n")
    assert b"\r" not in data
    assert data.endswith(b"\n")


def test_every_sentence_has_its_row_in_order(report, rows):
    sentences = report.sentences[report.sentences["kind"].isin(["head", "heading", "body"])]
    assert [row["sentence_id"] for row in rows] == list(sentences["id"])


def test_no_english_is_empty(rows):
    assert [row["sentence_id"] for row in rows if not row["english"].strip()] == []


def test_no_english_holds_hanzi(rows):
    assert [row["english"] for row in rows if HANZI.search(row["english"])] == []


def test_the_placeholders_are_the_figures_of_the_sentence_each_once(report, rows):
    written = {row["sentence_id"]: sorted(PLACEHOLDER.findall(row["english"])) for row in rows}
    assert written == {row["sentence_id"]: sorted(of_sentence(report.figures, row)["id"]) for row in rows}


def test_braces_are_used_for_nothing_else(rows):
    assert [row["english"] for row in rows if set("{}") & set(PLACEHOLDER.sub("", row["english"]))] == []


def test_no_value_of_a_statistic_is_typed(report, rows):
    """A value may stand in digits only as often as a name, date or ordinal of the same sentence holds that number."""
    typed = []
    for row in rows:
        elsewhere = [number for text in no_statistics(report, row)["text"] for number in numbers(text)]
        for figure in of_sentence(report.figures, row).to_dict("records"):
            values = {Decimal(str(figure["value"])), *numbers(figure["number_text"])}
            if any(numbers(row["english"]).count(value) > elsewhere.count(value) for value in values):
                typed.append((row["sentence_id"], figure["id"]))
    assert typed == []


def test_numbers_are_typed_only_where_the_text_has_one_that_is_no_statistic(report, rows):
    assert [row["english"] for row in rows if numbers(row["english"]) and no_statistics(report, row).empty] == []
