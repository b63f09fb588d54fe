"""What became of a plan: the made-up plan beside its year's summary, and the rules of its outcomes."""

import csv
from operator import itemgetter
from pathlib import Path

import pytest

import xinhua_analysis as xa

FOLDER = Path(__file__).parents[2] / "data" / "example-next-year"
FOUND = xa.follow(xa.read(FOLDER / "plan-2024.txt"), xa.read(FOLDER / "summary-2024.txt"))
STARTS = {row.start: row.id for table in ("figures", "actions") for row in FOUND.old.records(table)}
ROWS = {row.plan_id: row for row in FOUND.records()}


def gold(name):
    with open(FOLDER / f"gold-{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    "row",
    [row for row in gold("figures") if row["old"] == "plan-2024" and row["relation"] in ("promise", "silent")],
    ids=itemgetter("what"),
)
def test_every_promise_with_a_number_is_answered_as_the_gold_says(row):
    results = {row.start: row.id for row in FOUND.new.records("figures")}
    promise = ROWS[STARTS[int(row["old_start"])]]
    due = results[int(row["new_start"])] if row["new_start"] else ""
    assert (promise.outcome, promise.result_id) == (row["outcome"], due), row["what"]


@pytest.mark.parametrize("row", gold("words"), ids=itemgetter("plan_text"))
def test_every_promise_without_a_number_is_answered_as_the_gold_says(row):
    span = range(int(row["plan_start"]), int(row["plan_stop"]))
    (promise,) = (ROWS[id_] for start, id_ in STARTS.items() if start in span and id_ in ROWS)
    assert promise.outcome == row["outcome"]
    assert promise.result_text in row["result_text"]
    assert bool(promise.result_text) == bool(row["result_text"])


def test_nothing_is_said_to_be_not_done():
    silent = [row for row in FOUND.records() if row.outcome == "silent"]
    assert silent
    assert {row.reason for row in silent} == {"no result found in this report"}
    assert {(row.result_id, row.attained, row.distance) for row in silent} == {("", None, None)}


def test_columns_begin_with_plan_result_and_outcome():
    assert list(FOUND.promises)[:3] == ["plan_id", "result_id", "outcome"]
    assert all(column in xa.COLUMNS for column in FOUND.promises)


@pytest.mark.parametrize(
    ("target", "result", "outcome"),
    [
        ("完工16台", "完工16台", "done"),
        ("完工16台以上", "完工16台", "done"),
        ("完工16台以上", "完工17台", "exceeded"),
        ("完工16台", "完工15台", "missed"),
        ("完工100台左右", "完工97台", "done"),
        ("完工100台左右", "完工103台", "done"),
        ("完工100台左右", "完工96台", "missed"),
        ("完工100台左右", "完工104台", "exceeded"),
        ("案件控制在300件以内", "案件300件", "done"),
        ("案件控制在300件以内", "案件301件", "missed"),
        ("城镇调查失业率5.5%左右", "城镇调查失业率5.2%", "done"),
        ("城镇调查失业率5.5%左右", "城镇调查失业率5.6%", "done"),
        ("城镇调查失业率5.5%左右", "城镇调查失业率5.9%", "missed"),
        ("事故起数下降5%", "事故起数下降7%", "exceeded"),
        ("举办活动600场", "举办活动超700场", "exceeded"),
        ("举办活动700场", "举办活动近700场", "cannot be told"),
        ("举办活动800场", "举办活动超700场", "cannot be told"),
        ("税收增长5%", "税收下降1%", "missed"),
        ("力争2027年建成公园16个", "建成公园12个", "cannot be told"),
    ],
)
def test_rules_of_outcomes(target, result, outcome):
    plan = xa.parse(f"某镇2024年工作计划\n一、工作\n{target}。")
    summary = xa.parse(f"某镇2024年工作总结\n一、工作\n{result}。")
    (row,) = (row for row in xa.follow(plan, summary).records() if row.target is not None)
    assert row.outcome == outcome


def test_the_plan_may_be_the_last_part_of_last_year_s_report():
    old = "某镇2023年工作总结\n一、工作回顾\n加梯完工16台。\n二、2024年工作计划\n加梯完工20台以上。开工30台。"
    new = "某镇2024年工作总结\n一、工作回顾\n加梯完工21台，累计完工60台。"
    found = xa.follow(xa.parse(old), xa.parse(new))
    assert [(row.plan_text, row.outcome) for row in found.records()] == [
        ("加梯完工20台以上", "exceeded"),
        ("开工30台", "silent"),
    ]
