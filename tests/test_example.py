"""The made-up following year says on its face that it is made up, and its gold points at what it says."""

import csv
from pathlib import Path

import pytest

import xinhua_analysis as xa

FOLDER = Path(__file__).parents[1] / "data" / "example-next-year"
TEXTS = {name: (FOLDER / f"{name}.txt").read_bytes().decode() for name in ("plan-2024", "summary-2024")}
TEXTS["summary-2023"] = xa.load().text


def rows(name):
    with open(FOLDER / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", ["plan-2024", "summary-2024"])
def test_it_is_labelled_as_made_up(name):
    report = xa.parse(TEXTS[name])
    assert "虚构示例" in report.title
    assert "虚构" in TEXTS[name][: TEXTS[name].index("\n\n2024年")]
    assert report.year == 2024
    assert report.findings() == ()


@pytest.mark.parametrize("name", ["gold-figures", "gold-words", "gold-names"])
def test_gold_is_what_the_texts_say(name):
    for row in rows(name):
        sides = {side: row.get(f"{side}_text") for side in ("old", "new", "plan", "result")}
        for side, words in sides.items():
            if words:
                old = row.get("old", "summary-2023") if side == "old" else "summary-2024"
                text = TEXTS["plan-2024" if side == "plan" else old]
                assert text[int(row[f"{side}_start"]) : int(row[f"{side}_stop"])] == words


def test_every_figure_of_the_gold_is_read():
    starts = {name: {figure.start for figure in xa.parse(text).records("figures")} for name, text in TEXTS.items()}
    for row in rows("gold-figures"):
        for name, start in ((row["old"], row["old_start"]), ("summary-2024", row["new_start"])):
            if start:
                assert int(start) in starts[name]
