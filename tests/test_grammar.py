"""What was put into a composed summary comes out: its headings, every figure with its span, and nothing else."""

from grammar import summaries
from hypothesis import HealthCheck, given, settings
from soundness import report_faults

import xinhua_analysis as xa

several = settings(derandomize=True, deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))


def found(report, table, expected):
    """The rows of a table that have the span of an expected row, by the cells that it names."""
    rows = [row for row in report.records(table) if (row.start, row.stop) == (expected.start, expected.stop)]
    return [{name: getattr(row, name) for name in expected.cells} for row in rows]


@several
@given(summaries())
def test_headings_come_out_as_they_went_in(summary):
    sections = xa.parse(summary.text).records("sections")
    assert [(row.number, row.title, row.level) for row in sections[1:]] == summary.headings


@several
@given(summaries())
def test_every_row_that_went_in_comes_out(summary):
    report = xa.parse(summary.text)
    for expected in summary.piece.rows:
        words = summary.text[expected.start : expected.stop]
        assert found(report, expected.table, expected) == [expected.cells], (expected.table, words)


@several
@given(summaries())
def test_no_figure_comes_out_that_did_not_go_in(summary):
    went_in = [(row.start, row.stop) for row in summary.piece.rows if row.table == "figures"]
    assert [(row.start, row.stop) for row in xa.parse(summary.text).records("figures")] == went_in


@several
@given(summaries())
def test_a_composed_summary_is_read_soundly(summary):
    report = xa.parse(summary.text)
    assert report_faults(report) == []
    assert report.check().empty
    assert report.title.startswith("某街道")
    assert report.year == int(report.title[3:7])
