"""docs/benchmarks.md: its tables are whole, and our own line in them is what is measured now; no peer is run here."""

import re
from functools import cache

import figure_scores
import peer_scores
import peers
import pytest

LOCK = (peer_scores.ROOT / "tools" / "requirements-peers.lock").read_text(encoding="utf-8")
AGAIN = "write it anew: .venv/bin/python tools/peer_scores.py - xinhua_analysis"
PAGE = peer_scores.PAGE.read_text(encoding="utf-8")


@cache
def ours():
    read = peers.ours()
    return peer_scores.qualities(peer_scores.OURS, [read(text) for text in peer_scores.given()])


@pytest.mark.parametrize("table", peer_scores.TABLES, ids=lambda table: table[0])
def test_a_table_has_every_line_and_cell(table):
    first, columns, rows = table
    cells = peer_scores.parse(PAGE, first)
    assert list(cells) == [(row, column) for row in rows for column in columns]
    assert all(cells.values())
    if first != "phrase":  # there a dash says that nothing was found
        assert [place for place, cell in cells.items() if cell == "–"] == []


@pytest.mark.parametrize("number", range(3), ids=[table[0] for table in peer_scores.TABLES])
def test_our_line_is_what_we_score_now(number):
    cells = peer_scores.parse(PAGE, peer_scores.TABLES[number][0])
    wrong = {place: (cells.get(place), now) for place, now in ours()[number].items() if cells.get(place) != now}
    assert not wrong, AGAIN


def test_false_figures_and_shares_fit_together():
    cells = peer_scores.parse(PAGE, "gold: read by")
    for row in peer_scores.DETAILS[2]:
        gold, f1, recall, unit, false, _ = (float(cells[row, column]) for column in peer_scores.DETAILS[1])
        assert f1 == pytest.approx(2 * recall * gold / (gold + recall * gold + false), abs=0.0011)
        assert unit <= f1 <= 1
        name, _, line = row.partition(": ")
        assert peer_scores.parse(PAGE, "read by")[line, name] == f"{f1:.3f} / {unit:.3f}"


def test_versions_are_those_of_the_lock():
    cells = peer_scores.parse(PAGE, "read by")
    for name, (line, _) in peer_scores.LINES.items():
        if name != peer_scores.OURS:
            due = [re.search(rf"^{package}==(\S+)", LOCK, re.M)[1] for package in peers.READERS[name][1]]
            assert cells[line, "version"] == ", ".join(due)


def test_the_page_says_how_each_was_run():
    section = PAGE.partition("## What each was run as")[2].partition("\n## ")[0]
    assert [line for line, _ in peer_scores.LINES.values() if f"**{line}**" not in section] == []


@pytest.mark.parametrize("name", figure_scores.SETS)
def test_no_stricter_than_the_score_of_figures(name):
    cells, (strict, _) = ours()[1], figure_scores.scores(name)
    line = f"{name}: {peer_scores.OURS}"
    assert float(cells[line, "value F1"]) >= round(strict["value"], 3)
    assert float(cells[line, "value + unit F1"]) >= round(strict["unit"], 3)


GOLD = [
    {"kind": "statistic", "start": 4, "end": 10, "value": 20.0, "high": 30.0, "unit": "人次"},
    {"kind": "date", "start": 20, "end": 25, "value": 2023.0, "high": None, "unit": ""},
    {"kind": "statistic", "start": 30, "end": 34, "value": 0.05, "high": None, "unit": "%"},
]
CASES = [
    ("all", [[4, 10, 20, 30, "人次"], [30, 34, 0.05, None, "百分点"]], (2, 2, 0)),
    ("either end of a range, a near unit", [[8, 9, 30, None, "余人"]], (1, 0, 0)),
    ("one holds the other", [[8, 9, 30, None, "人"]], (1, 1, 0)),
    ("the other end is not false", [[4, 6, 20, None, ""], [7, 10, 30, None, "人次"]], (1, 1, 0)),
    ("a wrong value is false", [[4, 10, 2000, None, "人次"]], (0, 0, 1)),
    ("a value elsewhere is false", [[40, 44, 20, None, "人次"]], (0, 0, 1)),
    ("a date is false", [[20, 25, 2023, None, "年"]], (0, 0, 1)),
    ("no unit", [[30, 33, 0.05, None, ""]], (1, 0, 0)),
    ("percent is not another unit", [[30, 33, 0.05, None, "个"]], (1, 0, 0)),
]


@pytest.mark.parametrize(("figures", "due"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_counts(figures, due):
    counts = peer_scores.score(GOLD, figures)
    assert (counts["value"], counts["unit"], counts["false"]) == due
    assert counts["gold"] == 2


TAGGED = [
    ("新建/v 16/m 台/ns", [(16, None, "台")]),
    ("服务/v 2000/m 余人次/m", [(2000, None, "人次")]),
    ("面积/n 10.2/m 万平方米/m", [(102000, None, "平方米")]),
    ("补贴/v 20/m —/x 30/m 元/q", [(20, 30, "元")]),
    ("提高/v 2/m 个/q 百分点/n", [(0.02, None, "百分点")]),
    ("增长/v 5.3/m %/x", [(0.053, None, "%")]),
    ("百分之五/m", [(0.05, None, "%")]),
    ("三/m 亿/m 四千万元/m", [(340000000, None, "元")]),
    ("历时/v 8/m 个月/q", [(8, None, "个月")]),
    ("2023/m 年/q", []),
    ("第二轮/m 走访/v", []),
    ("一个/m 小区/n", []),
    ("“/x 15/m 分钟/q ”/x", []),
    ("拨打/v 12345/m 热线/n", []),
    ("72/m 户老旧/a", []),
]


@pytest.mark.parametrize(("tagged", "due"), TAGGED, ids=[case[0] for case in TAGGED])
def test_the_rules_around_a_tagger(tagged, due):
    words = [tuple(word.split("/")) for word in tagged.split()]
    found = peers.by_tags(words, "".join(word for word, _ in words))
    assert [(value, high, unit) for _, _, value, high, unit in found] == [
        (pytest.approx(value), high, unit) for value, high, unit in due
    ]


def test_new_cells_leave_the_others():
    first, columns, rows = peer_scores.SUMMARY
    page = f"words\n\n{peer_scores.render(first, columns, rows, {(rows[1], columns[0]): 'kept'})}\nmore\n"
    page = peer_scores.write(page, ({(rows[0], columns[0]): "new"}, {}, {}))
    cells = peer_scores.parse(page, first)
    assert (cells[rows[0], columns[0]], cells[rows[1], columns[0]]) == ("new", "kept")
    assert page.startswith("words\n\n| read by |")
    assert page.endswith("|\n\nmore\n")
