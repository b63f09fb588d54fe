"""Facts from outside and the five aims: typed by hand, so held whole: every row, every reason, every source."""

import csv
import re

import pytest

import xinhua_analysis as xa
from xinhua_analysis import context
from xinhua_analysis.bundled import AIMS, CONTEXT, SEEDS

REPORT = xa.load()
ROWS = list(context.facts(REPORT).values())
SURE = ("copy of the page read", "reprint read", "one undated page")  # what was read of the source of a fact
BASES = ("planned", "done", "count", "scheme", "document")
HOSTED = re.compile(r"https?://[\w.-]+\.[a-z]+/\S+")


def header(path):
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(next(csv.reader(file)))


def test_the_files_are_plain_utf8_with_their_headers():
    for path, columns in ((CONTEXT, context.Fact._fields), (AIMS, context.Aim._fields)):
        assert header(path) == columns
        assert b"\r" not in path.read_bytes()


# Facts


def test_every_fact_says_what_where_when_who_and_how_sure():
    for row in ROWS:
        assert all((row.what, row.english, row.place, row.source)), row.id
        assert HOSTED.fullmatch(row.address), row.id
        assert row.how_sure in SURE, row.id
        assert row.basis in BASES, row.id
        assert bool(row.value) == bool(row.unit), row.id
        assert re.fullmatch(r"(?:20\d\d)?", row.year), row.id
        assert re.fullmatch(r"(?:20\d\d-\d\d-\d\d)?", row.published), row.id
        assert not row.value or float(row.value) > 0, row.id


def test_facts_are_numbered_in_order_and_no_row_of_a_text_has_such_an_id():
    assert [row.id for row in ROWS] == [f"k{number + 1:02}" for number in range(len(ROWS))]
    assert not any(row.id.startswith("k") for table in xa.TABLES for row in REPORT.records(table))


def test_what_is_undated_says_so_and_no_weak_fact_is_a_plan():
    for row in ROWS:
        assert (row.how_sure == "one undated page") == (not row.year), row.id
        assert row.basis != "planned" or row.how_sure == "copy of the page read", row.id


def test_a_fact_stands_beside_figures_of_its_unit():
    """家 and 个 count the same places, 户 and 个 households and their committees; else the unit is one."""
    figures = {row.id: row for row in REPORT.records("figures")}
    alike = [{"个", "家"}]
    for row in ROWS:
        for id_ in row.beside.split():
            units = {row.unit, figures[id_].unit}
            assert len(units) == 1 or units in alike, (row.id, id_)


def test_at_least_eight_figures_have_an_answer_to_is_that_much():
    assert len({row.id for row in context.plans(REPORT)}) >= 8


def test_an_even_share_is_the_plan_by_its_sub_districts():
    for row in context.plans(REPORT):
        fact, among = context.fact(REPORT, row.fact), context.sharers(REPORT, row.fact)
        assert (fact.place, among.basis) == (among.place, "count")
        assert row.share == float(fact.value) / float(among.value)
        value = REPORT.figures.set_index("id")["value"][row.id]
        assert row.times * row.share == pytest.approx(value)


def test_a_fact_that_is_none_and_a_place_without_sub_districts_are_refused():
    with pytest.raises(xa.LookupFailed, match="no fact 'k99'"):
        context.fact(REPORT, "k99")
    with pytest.raises(xa.LookupFailed, match="how many sub-districts"):
        context.sharers(REPORT, "k16")


# Aims


def test_every_figure_and_programme_has_one_aim_and_a_reason():
    rows = context.aims(REPORT)
    due = list(REPORT.records("figures"))
    due += [row for row in REPORT.records("names") if row.kind == "programme"]
    assert [(row.id, row.text) for row in rows] == [(row.id, row.text) for row in due]
    for row in rows:
        assert row.aim in context.AIMS, row.id
        assert len(row.reason.split()) >= 3, row.id
        assert context.fact(REPORT, row.source).basis == "scheme", row.id


def test_one_name_has_one_aim():
    rows = [row for row in context.aims(REPORT) if row.id.startswith("m")]
    assert len({(row.text, row.aim, row.reason) for row in rows}) == len({row.text for row in rows})


def test_the_circle_of_the_commerce_ministry_is_kept_apart():
    (row,) = [row for row in context.aims(REPORT) if row.text == "“一刻钟便民生活圈”"]
    assert row.aim == "none"


def test_the_aims_share_out_the_figures():
    found = [id_ for aim in context.AIMS for id_ in context.figures_for(REPORT, aim)["id"]]
    assert sorted(found) == REPORT.figures["id"].tolist()
    with pytest.raises(xa.LookupFailed, match="no aim '宜商'"):
        context.figures_for(REPORT, "宜商")


@pytest.mark.parametrize("ask", [context.aims, context.plans])
def test_of_another_text_nothing_is_known_and_the_first_difference_is_named(ask):
    changed = xa.parse(REPORT.text.replace("4009个", "4008个"))
    changed.folder = SEEDS
    with pytest.raises(xa.LookupFailed, match="f025 is 4009个 there, here 4008个"):
        ask(changed)
    with pytest.raises(xa.LookupFailed, match=r"nothing was sorted by hand|no plan from outside"):
        ask(xa.parse("完工16台。"))
