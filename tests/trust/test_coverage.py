"""The card of a text: what is in doubt, what is left over and where, and that estimate and interval are true."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import coverage_scores
import pytest
from hypothesis import given, settings
from test_properties import few, texts

import xinhua_analysis as xa
from xinhua_analysis.__main__ import format_coverage, main
from xinhua_analysis.book.cells import clean
from xinhua_analysis.columns import COVERED
from xinhua_analysis.passages import WHITE
from xinhua_analysis.trust.coverage import BETWEEN, interval

DOCS = Path(__file__).parents[2] / "docs" / "coverage.md"
POEM = "床前明月光，疑是地上霜。\n举头望明月，低头思故乡。"
HEADED = "某街道2022年工作总结\n\n一、民生\n完工16台、开工23台。\n"


def measured(text):
    """Measure → (known, total)."""
    return {count.measure: (count.known, count.total) for count in xa.parse(text).coverage().counts}


def left_over(text, measure):
    """The pieces that a measure leaves over: id, text, why."""
    return [
        (piece.id, piece.text, piece.detail) for piece in xa.parse(text).coverage().pieces if piece.measure == measure
    ]


# What is known, and what is left over


@pytest.mark.parametrize(
    ("text", "measure", "known", "total", "pieces"),
    [
        ("完工16台。天气晴朗。", "sentences", 1, 2, ["天气晴朗。"]),
        ("2023年第3次完工16台。", "numerals", 3, 3, []),
        ("新增5甏老酒、编号9527。", "numerals", 0, 2, ["5", "9527"]),
        ("三碗面。", "numerals", 0, 1, ["三"]),
        ("完工16台。", "units", 1, 1, []),
        ("增加3万甏酱菜。", "units", 0, 1, ["3万"]),
        ("三分之二的居民、1/3的商户签字。", "units", 2, 2, []),
    ],
)
def test_what_is_known_and_what_is_left_over(text, measure, known, total, pieces):
    assert measured(text)[measure] == (known, total)
    assert [piece for _, piece, _ in left_over(text, measure)] == pieces


@pytest.mark.parametrize(
    ("text", "measure", "why"),
    [
        ("三碗面。", "numerals", "part of a name"),
        ("编号9527。", "numerals", "no unit: not a quantity"),
    ],
)
def test_it_is_said_why(text, measure, why):
    assert [detail for _, _, detail in left_over(text, measure)] == [why]


# What is not stated


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("开展巡查。", ["numerals", "units"]),
        ("编号9527，发往各处。", ["units"]),
        ("。。。", ["numerals", "units"]),
    ],
)
def test_what_has_nothing_to_count_is_not_stated(text, measures):
    card = xa.parse(text).coverage()
    assert [count.measure for count in card.counts if count.total == 0] == measures
    assert [count.measure for count in card.counts if count.share is None] == measures
    table = card.measures
    assert table[table["share"].isna()]["measure"].tolist() == measures
    assert repr(card).count("not stated") == len(measures) + (card.estimate is None)


def test_without_figures_there_is_no_estimate():
    card = xa.parse(POEM).coverage()
    assert (card.estimate, card.interval) == (None, None)
    assert {doubt.table for doubt in card.doubts} <= {"actions"}  # 疑|是地上霜
    assert "<strong>not stated</strong>" in card._repr_html_()


# The estimate, and whether it is true


def test_the_estimate_is_the_mean_of_confidence_and_the_rows_come_by_doubt():
    report = xa.load()
    card, sure = report.coverage(), report.figures["confidence"]
    assert card.estimate == pytest.approx(sure.mean())
    assert card.interval[0] < card.estimate < card.interval[1]
    assert [row.confidence for row in card.doubts] == sorted([*sure, *report.actions["confidence"]])
    for row in card.doubts:
        assert row.sentence == report.text[row.sentence_start :][: len(row.sentence)]
        assert report.row(row.id).text == row.text == report.text[row.start : row.stop]
        assert row.text in row.sentence


def test_the_interval_narrows_with_figures_and_with_what_is_reviewed():
    def width(*counts):
        low, high = interval(*counts)
        return high - low

    assert width(10, 8, 1.6, 10) > width(40, 32, 6.4, 40) > width(40, 32, 6.4, 0) > width(40, 40, 0, 0) == 0
    assert interval(1, 0.9, 0.09, 1)[1] == 1  # no share above


def far(texts):
    """By how much texts lie further from what is said of them than chance alone would have it: a standard deviation."""
    beyond = [((text.right - text.said) / text.figures) ** 2 - text.spread / text.figures**2 for text in texts]
    return (sum(beyond) / len(beyond)) ** 0.5


def test_how_texts_differ_beyond_chance_is_measured_on_texts_unseen():
    texts = coverage_scores.unseen()
    assert len(texts) > 150
    assert abs(far(texts) - BETWEEN) < 0.015


@pytest.mark.parametrize("half", [0, 1])
def test_the_interval_of_one_half_of_the_unseen_texts_holds_in_the_other_as_often_as_it_says(half, monkeypatch):
    texts = coverage_scores.unseen()
    monkeypatch.setattr("xinhua_analysis.trust.coverage.BETWEEN", far(texts[half::2]))
    others = texts[1 - half :: 2]
    assert 0.84 <= sum(text.holds for text in others) / len(others) <= 0.96


def test_confidence_is_true_in_each_quarter():
    with (coverage_scores.GOLD / "quarters_unseen.csv").open(encoding="utf-8") as file:
        rows = [[float(cell) for cell in line.split(",")[2:]] for line in list(file)[1:]]
    assert len(rows) == 4
    assert sum(abs(said - right) for said, right in rows) / 4 <= 0.06


def test_the_page_states_what_is_measured():
    rows = {name: coverage_scores.row_of(texts) for name, texts in coverage_scores.groups().items()}
    stated = {}
    for line in DOCS.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0] in rows:
            stated[cells[0]] = tuple(float(cell) for cell in cells[1:])
    assert {name: tuple(round(cell, 2) for cell in row) for name, row in rows.items()} == stated


def test_the_estimate_falls_as_a_text_is_damaged_more():
    groups = coverage_scores.groups()
    said = [coverage_scores.row_of(groups[f"swapped {rate}"])[2] for rate in ("3%", "10%", "25%")]
    assert said == sorted(said, reverse=True)


# How it is measured


def test_gold_of_other_kinds_is_what_the_text_says():
    rows = coverage_scores.rows_of("other_kinds.jsonl")
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        stops = [number["end"] for number in row["numbers"]]
        assert [row["text"][n["start"] : n["end"]] for n in row["numbers"]] == [n["mention"] for n in row["numbers"]]
        assert all(stop <= number["start"] for stop, number in zip(stops, row["numbers"][1:], strict=False))


def test_a_damaged_copy_keeps_its_gold_where_the_characters_went():
    row = {"id": "n99", "text": "老人。\n完工16台。", "numbers": [{"start": 6, "end": 9, "mention": "16台"}]}
    for how in ("deleted", "blanked", "swapped"):
        copy, (number,) = coverage_scores.damage(row, how, 1.0)
        assert copy == {"deleted": "\n", "blanked": "□□□\n□□□□□□"}.get(how, copy)
        assert (number["start"], number["end"]) == ((1, 1) if how == "deleted" else (6, 9))
    unmarked, (number,) = coverage_scores.damage(row, "unmarked", 1.0)
    assert (unmarked, unmarked[number["start"] : number["end"]]) == ("老人\n完工16台", "16台")


# Any text


@pytest.mark.parametrize("kind", texts)
def test_of_any_text_shares_are_shares_and_pieces_stand_where_they_say(kind):
    @settings(few, max_examples=120)
    @given(texts[kind])
    def check(text):
        if not text.strip(WHITE) or re.search("[\ud800-\udfff]", text):
            return
        report = xa.parse(text)
        card = report.coverage()
        assert card == report.coverage()
        assert [count.measure for count in card.counts] == list(COVERED)
        for count in card.counts:
            assert 0 <= count.known <= count.total
            assert count.share is None or 0 <= count.share <= 1
            left = [piece for piece in card.pieces if piece.measure == count.measure]
            assert len(left) == count.total - count.known
        assert card.estimate is None or 0 <= card.interval[0] <= card.estimate <= card.interval[1] <= 1
        for piece in card.pieces:
            row = report.row(piece.id)
            assert row in report.records(piece.table)
            assert (row.start, row.stop) == (piece.start, piece.stop)
            assert text[piece.start : piece.stop] == piece.text
            assert piece.detail

    check()


def test_the_card_of_a_copy_in_another_process_is_the_same():
    code = "import xinhua_analysis as xa; print(repr(xa.load().coverage()))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told == f"{xa.load().coverage()!r}\n"


def test_a_card_is_made_and_shown_without_pandas():
    code = "import sys, xinhua_analysis as xa; xa.load().coverage()._repr_html_(); print('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


# Frames and cards


def test_the_frames_have_the_declared_columns():
    card = xa.parse("完工16台。").coverage()
    assert tuple(card.measures) == ("measure", "known", "total", "share")
    assert tuple(card.left_over) == ("measure", "table", "id", "start", "stop", "text", "detail")
    assert card.measures["measure"].tolist() == list(COVERED)
    assert xa.parse("一、民生\n开展巡查。").coverage().left_over.empty
    assert [str(kind) for kind in card.measures.dtypes[1:]] == ["int64", "int64", "float64"]


def test_each_measure_is_told_in_both_languages():
    for meaning, chinese in COVERED.values():
        assert meaning.isascii()
        assert not chinese.isascii()


class Elements(HTMLParser):
    """The elements of some HTML, and what it says."""

    def __init__(self):
        super().__init__()
        self.found, self.said = [], []

    def handle_starttag(self, tag, attrs):
        self.found.append(tag)

    def handle_data(self, data):
        self.said.append(data)


def shown(card):
    elements = Elements()
    elements.feed(card._repr_html_())
    return elements.found, "".join(elements.said)


def test_the_card_is_escaped():
    found, said = shown(xa.parse("<script>alert('1')</script>&<b>嬲</b>").coverage())
    assert sorted(set(found)) == ["details", "div", "li", "strong", "summary", "ul"]
    assert "<script>alert('1')</script>&<b>嬲</b>" in said


def test_the_card_tells_every_measure_and_the_first_pieces():
    _, said = shown(xa.parse("完工16台。" + "编号9527。" * 12).coverage())
    assert all(f"{measure} {chinese}" in said for measure, (_, chinese) in COVERED.items())
    assert "numerals 数字: 1 of 13 numerals that a rule explains" in said
    assert said.count("9527 · no unit") == 8
    assert "… and 4 more" in said


def test_a_long_piece_is_shortened_on_the_card():
    _, said = shown(xa.parse("嬲" * 100 + "。").coverage())
    assert "嬲" * 59 + "…" in said
    assert "嬲" * 60 not in said


def test_the_card_survives_a_cleaned_page():
    html = xa.load().coverage()._repr_html_()
    assert clean(html) == html


# The command line


def test_the_card_on_a_terminal(tmp_path, capsys):
    path = tmp_path / "summary.txt"
    path.write_text(HEADED + "编号9527\x1b。", encoding="utf-8")

    def run(*arguments):
        assert main(["coverage", *map(str, arguments)]) == 0
        return capsys.readouterr().out

    short = run(path)
    assert short == format_coverage(xa.read(path).coverage()) + "\n"
    assert [line.split()[0] for line in short.splitlines() if line] == [
        *("measure", *COVERED, "estimate", "confidence"),
        *(f"{row.confidence:.2f}" for row in xa.read(path).coverage().doubts),
    ]
    assert "9527" not in short
    long = run(path, "--left-over")
    assert long.startswith(short.rstrip())
    assert re.search(r"^numerals +n\d+ +\d+ +\d+ +9527 +no unit: not a quantity$", long, re.M)
    assert "\x1b" not in long


def test_the_card_on_a_terminal_with_nothing_left_over():
    card = xa.parse("一、民生\n开展巡查。").coverage()
    assert format_coverage(card, with_pieces=True) == format_coverage(card)
