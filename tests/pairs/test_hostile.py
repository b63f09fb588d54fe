"""Texts of any kind are compared, followed, verified and proofed without trouble, within bounds."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import xinhua_analysis as xa
from xinhua_analysis.pairs import matching
from xinhua_analysis.pairs.writing import as_files

ODD = [
    "。",
    "，，，",
    "16",
    "完工16台",
    "“”《》（）",
    "一、\n二、\n",
    "从16台到0台，增长5%",
    "0.0%",
    "\u200b\ufeff完\u00ad工16台。",
    "a" * 999,
]
PIECES = [
    "完工16台",
    "计划开工",
    "增长5%",
    "五年来",
    "“甲”",
    "更名为",
    "其中",
    "合计8个",
    "\n",
    "。",
    "，",
    "一、",
    "0",
    "<b>",
    "=1+1",
]


@pytest.mark.parametrize(("one", "other"), list(product(ODD, ODD[:5])))
def test_odd_texts(one, other):
    old, new = xa.parse(one), xa.parse(other)
    as_files(xa.compare(old, new))
    as_files(xa.follow(old, new))
    old.verify(new)
    xa.proof(old)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=30),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=30),
)
def test_any_words(one, other):
    old, new = xa.parse("".join(["工作总结", *one])), xa.parse("".join(["工作总结", *other]))
    found = xa.compare(old, new)
    for side, report in (("old_id", old), ("new_id", new)):
        stood = {getattr(row, side) for row in found.records("figures")} - {""}
        assert stood == {row.id for row in report.records("figures")}
    assert xa.follow(old, new).records() is not None
    xa.proof(old)
    for row in old.verify(new.text).query("status in ('exact', 'moved')").itertuples():
        assert "".join(new.text[row.new_start : row.new_stop].split()) == "".join(row.text.split())


def test_too_many_figures_are_refused(monkeypatch):
    monkeypatch.setattr(matching, "_MOST", 3)
    report = xa.parse("完工1台，开工2台。")
    with pytest.raises(xa.TroubleError, match="too many"):
        xa.compare(report, report)
