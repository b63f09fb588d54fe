"""What the office is asked before it publishes: each rule over several contexts, and what a rule must leave alone."""

import pytest

import xinhua_analysis as xa
from xinhua_analysis.pairs.proofing import RULES

ASKED = [
    ("sum", "受理诉求300件，其中网上200件、窗口150件"),
    ("sum", "新建充电桩30个、车棚20个，合计60个"),
    ("growth", "参保户数从200户增加到230户，增长30%"),
    ("growth", "驿站由20个增加到15个"),
    ("spelling", "打造“幸福社区生活圈”。推进“幸福社区美好生活圈”"),
    ("spelling", "举办“梧桐书香节”。再办“梧桐书香季”"),
    ("two values", "街道全年举办各类文化活动35场。一是丰富生活。街道全年举办各类文化活动38场"),
    ("numeral", "服务老人4200，获得好评"),
    ("numeral", "完成投资1、68亿元"),
    ("claim", "建成首个儿童友好图书馆"),
    ("claim", "荣获“优秀组织奖”"),
    ("punctuation", "举办“社区节，反响热烈"),
    ("punctuation", "开展走访（含电话，受到欢迎"),
]
LET_THROUGH = [
    "受理诉求300件，其中网上200件、窗口100件",
    "受理诉求300余件，其中网上200件、窗口150件",
    "新建充电桩30个、车棚20个，合计50个",
    "参保户数从200户增加到230户，增长15%",
    "收入从200亿元增加到2023年的400亿元，年均增长15%",
    "驿站由20个减少到15个",
    "举办“梧桐书香节”第1季。再办“梧桐书香节”",
    "上线“幸福通2.0”。升级“幸福通3.0”",
    "“人人营造师”计划升级为“人人营造家”",
    "全年举办培训35场。计划举办培训38场",
    "服务老人4200人，获得好评",
    "惠及2900多万家庭",
    "占全区1/3，居首位",
    "建成全市首个儿童友好图书馆",
    "举办首届社区节，首次突破100场",
    "荣获市级“优秀组织奖”",
    "举办“社区节”，反响热烈",
]
CONTEXTS = ["{}。", "加大力度，{}。", "持续推进重点工作。{}，取得新成效。"]


def rules(words):
    return xa.proof(xa.parse(f"某街道2023年工作总结\n一、工作情况\n{words}"))["rule"].tolist()


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize(("rule", "words"), ASKED)
def test_a_doubtful_place_is_asked_about(rule, words, context):
    assert rule in rules(context.format(words))


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize("words", LET_THROUGH)
def test_what_may_be_right_is_let_through(words, context):
    assert rules(context.format(words)) == []


def test_growth_without_its_base_is_asked_about_where_others_have_one():
    based = "。".join(f"{what}同比增长{n}%" for n, what in enumerate(("税收", "投资", "消费", "出口", "产值"), 3))
    assert rules(f"{based}。客流增长9%。") == ["base"]
    assert rules("税收增长3%。客流增长9%。") == []


def test_a_heading_that_promises_numbers():
    text = "某街道2023年工作总结\n一、主要经济指标持续向好\n{}。"
    assert xa.proof(xa.parse(text.format("经济稳中有进")))["rule"].tolist() == ["heading"]
    assert xa.proof(xa.parse(text.format("税收增长5%"))).empty


def test_mixed_widths_are_told_once():
    text = "一、工作\n" + "推进工作，" * 9 + "推进工作,推进工作。"
    assert rules(text) == ["punctuation"]


# What is asked of the bundled summary, and why a careful editor would ask it too: a heading that speaks of indicators
# over a passage without a number; the one plan under two names; the one title under two names.
BUNDLED = [
    ("heading", 9, "主要经济指标持续向好"),
    ("spelling", 17, "“15分钟社区美好生活圈”"),
    ("spelling", 35, "“全过程人民民主实践示范社区”"),
]


def test_the_bundled_summary():
    found = xa.proof(xa.load())[["rule", "line", "text"]]
    assert [tuple(row) for row in found.to_numpy().tolist()] == BUNDLED


def test_each_query_quotes_its_place():
    for report in (xa.load(), xa.parse("一、指标完成情况\n共300件，其中甲200件、乙150件。首个驿站建成。")):
        for query in xa.proof(report).itertuples():
            assert report.text[query.start : query.stop] == query.text
            assert report.text.count("\n", 0, query.start) + 1 == query.line
            assert query.rule in RULES
    assert all(column in xa.COLUMNS for column in xa.proof(xa.load()))
