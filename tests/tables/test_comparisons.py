"""Which way a figure moved, what it is compared with and what it is a part of: the figure in brackets, and its columns.

The sentences are made up in the manner of the genre, under the rule that reads them.
"""

import pytest
from misses import known_misses

import xinhua_analysis as xa
from xinhua_analysis.tables.figures import COMPARED, PARTS

# text, direction, compared_with, share_of
CASES = [
    # Nothing is told
    ("新建[3个]便民服务点。", "", "", ""),
    ("新增停车泊位[46个]。", "", "", ""),
    ("加快建设[2个]项目。", "", "", ""),
    ("安置率达[100%]。", "", "", ""),
    ("党员占比[30%]。", "", "", ""),
    ("占地[50亩]。", "", "", ""),
    ("开展技能比武[12场]。", "", "", ""),
    ("举办足球比赛[8场]。", "", "", ""),
    ("在较大的[3个]小区设点。", "", "", ""),
    ("评比表彰项目[3个]。", "", "", ""),
    ("建立联络站[5个]、6个分站。", "", "", ""),
    ("由街道筹集[12台]设备。", "", "", ""),
    ("信访案件未下降[5%]。", "", "", ""),
    # The verb's direction
    ("居民人均可支配收入增长[4.4%]。", "rise", "", ""),
    ("警情下降[12%]。", "fall", "", ""),
    ("财政收入增长[-2.3%]。", "fall", "", ""),
    ("登记失业率保持在[3%]。", "level", "", ""),
    ("公用经费压减[5%]。", "fall", "", ""),
    ("工业、投资、消费分别增长[3%]、4%、5%。", "rise", "", ""),
    ("工业、投资、消费分别增长3%、4%、[5%]。", "rise", "", ""),
    # The word itself
    ("税收收入同比增长[5.3%]。", "rise", "同比", ""),
    ("纠纷数环比下降[2%]。", "fall", "环比", ""),
    ("完成税收[12亿元]，同比增长5%。", "", "", ""),
    ("完成税收12亿元，同比增长[5%]。", "rise", "同比", ""),
    ("失业保险支出、就业补助支出同比分别增长5%和[8%]。", "rise", "同比", ""),
    ("网签面积环比、同比分别增长[51.3%]、15.3%。", "rise", "环比", ""),
    ("网签面积环比、同比分别增长51.3%、[15.3%]。", "rise", "同比", ""),
    # 比 or 较, and a verb
    ("绿化覆盖率较上年提高[2个百分点]。", "rise", "上年", ""),
    ("案件比去年同期下降[12%]。", "fall", "去年同期", ""),
    ("补助标准比2019年增加[150元]。", "rise", "2019年", ""),
    ("补助标准比2019年将增加[150元]。", "rise", "2019年", ""),
    ("办件时间比全市平均水平缩短[3天]。", "fall", "全市平均水平", ""),
    ("加梯数比上年多[3台]。", "rise", "上年", ""),
    ("赤字率比去年预算高[0.2个百分点]。", "", "去年预算", ""),
    ("比上年的[300户]增加50户。", "", "", ""),
    ("比上年的300户增加[50户]。", "rise", "上年的300户", ""),
    ("空气质量较好，优良天数增加[6天]。", "rise", "", ""),
    # Above and below
    ("增速高于全市平均[1.2个百分点]。", "", "全市平均", ""),
    ("增幅低于全区[0.6个百分点]。", "", "全区", ""),
    ("进度快于序时进度[5个百分点]。", "", "序时进度", ""),
    ("每户高于[50元]。", "", "", ""),
    # So many times as much
    ("新启动改造项目21个，是计划任务的[2.1倍]。", "", "计划任务", ""),
    ("游客量为上年同期的[105%]。", "", "上年同期", ""),
    ("投入相当于2012年的[3倍]。", "", "2012年", ""),
    ("受理量翻了[一番]。", "rise", "", ""),
    # From … to
    ("参保率从[67%]提高到73%。", "", "", ""),
    ("参保率从67%提高到[73%]。", "rise", "67%", ""),
    ("社区由14个并为[7个]。", "fall", "14个", ""),
    ("补贴由2018年的200元增加到2023年的[320元]。", "rise", "200元", ""),
    ("补贴、津贴分别从200元、[270元]提高到209元、280元。", "", "", ""),
    ("补贴、津贴分别从200元、270元提高到[209元]、280元。", "rise", "200元", ""),
    ("补贴、津贴分别从200元、270元提高到209元、[280元]。", "rise", "270元", ""),
    ("由区里新建站点3家、[5家]书屋。", "", "", ""),
    # Said first
    ("与2019年相比，客流增长[12%]，营业额增长15%。", "rise", "2019年", ""),
    ("与2019年相比，客流增长12%，营业额增长[15%]。", "rise", "2019年", ""),
    ("与2019年相比，客流增长12%，新开店[3家]。", "", "", ""),
    # A share of
    ("党员志愿者占志愿者总数的[12%]。", "", "", "志愿者总数"),
    ("服务业增加值占地区生产总值比重达[55%]。", "", "", "地区生产总值"),
    ("粮食产量占全国[约40%]。", "", "", "全国"),
    ("出口占全省比重提升至[47.5%]。", "rise", "", "全省"),
    ("民营企业、外资企业出口分别占全省的50.6%、[41.9%]。", "", "", "全省"),
    ("[80%]的小区实现智能安防。", "", "", "小区"),
    ("[三分之二]的村建成示范村。", "", "", "村"),
    ("实现[100%]的覆盖率。", "", "", ""),
    ("在递增[7.9%]的基础上再增长。", "rise", "", ""),
    ("完成年度目标的[105.86%]。", "", "", "年度目标"),
    ("投资完成工程概算的[64.6%]。", "", "", "工程概算"),
    # 其中
    ("办结诉求300件，其中网上诉求[100件]。", "", "", "诉求"),
    ("办结诉求300件，其中网上诉求100件、电话诉求[150件]。", "", "", "诉求"),
    ("补充教师60名（其中女性[12名]）。", "", "", "教师"),
    ("补充教师60名（其中女性12名）、培训干部[20名]。", "", "", ""),
    ("举办活动300场，其中[500人]参加。", "", "", ""),
    ("税收增长5%，其中增值税增长[8%]。", "rise", "", ""),
    ("办结诉求100件，其中群众满意[300件]。", "", "", ""),  # more than the whole: no part of it
]


def read(text):
    """The figure at the brackets, from the text without them."""
    start, stop = text.index("["), text.index("]") - 1
    report = xa.parse(text.replace("[", "").replace("]", ""))
    assert report.check().query("invariant != 'note'").empty
    return next(row for row in report.records("figures") if (row.start, row.stop) == (start, stop))


@pytest.mark.parametrize(("text", "direction", "compared_with", "share_of"), CASES)
def test_a_comparison_is_read(text, direction, compared_with, share_of):
    figure = read(text)
    assert (figure.direction, figure.compared_with, figure.share_of) == (direction, compared_with, share_of)


@pytest.mark.parametrize(("text", "column", "expected"), known_misses("comparisons"))
def test_a_known_miss(text, column, expected):
    assert getattr(read(text), column) == expected


def said(figure):
    return figure.direction, figure.compared_with, figure.share_of


def test_every_rule_has_a_case(monkeypatch):
    """Without any one rule some case fails: none is there for nothing."""
    for rules in (COMPARED, PARTS):
        for rule in rules:
            name = "COMPARED" if rules is COMPARED else "PARTS"
            kept = tuple(other for other in rules if other is not rule)
            monkeypatch.setattr(f"xinhua_analysis.tables.figures.{name}", kept)
            assert any(said(read(text)) != tuple(expected) for text, *expected in CASES), rule.__name__
        monkeypatch.undo()


def test_a_part_is_not_added_to_its_whole():
    figures = xa.parse("办结诉求300件，其中网上诉求100件、电话诉求150件。").figures
    with pytest.raises(xa.TotalError, match=r"a part and its whole \(诉求\)"):
        xa.total(figures)
    assert xa.total(figures[figures["share_of"] == ""]) == 300
    assert xa.total(figures[figures["share_of"] != ""]) == 250
