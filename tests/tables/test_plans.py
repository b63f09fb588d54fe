"""Plans: what a text of a review tells of a time to come, in headings, lists and sentences of many forms."""

import pytest

import xinhua_analysis as xa

DONE, TO_DO = "新建驿站12个。", "新建驿站15个。"


def stages(text):
    """The stages of the figures 12个, which were done, and of 15个, which are to come."""
    figures = xa.parse(text).records("figures")
    return [{figure.stage for figure in figures if figure.text == count} for count in ("12个", "15个")]


# What a sentence opens with that tells of a time to come
AHEAD = [
    "展望2024年，",
    "面向2024年，",
    "2024年，",
    "2024年全镇",
    "到2024年底，",
    "到2025年，",
    "明年，",
    "来年，",
    "新的一年，",
    "在新的一年里，",
    "今后一年，",
    "未来三年，",
    "在接下来的工作中，",
    "“十五五”时期，",
    "我局2024年的工作目标是",
    "为此，2024年我局",
]
# ... and that tells of the time looked back on, or of nothing but its name
BACK = [
    "2023年，",
    "为2024年工作打下基础，",
    "2024年专项资金提前下达，",
    "2024年1月以来，",
    "截至2024年1月底，",
    "2023年至2024年采暖季，",
    "提前完成2024年目标，",
    "“十四五”以来，",
    "去年下半年，",
    "按照年初计划，",
    "围绕目标为12户群众服务，",
    "目标是明确的，",
]
TITLES = ["河东镇2023年工作总结", "河东县水务局二〇二三年度工作总结", "2024年河东县政府工作报告"]


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("opening", AHEAD)
def test_a_sentence_that_opens_with_a_time_to_come(title, opening):
    assert stages(f"{title}\n\n一年来，{DONE}\n\n{opening}{TO_DO}\n") == [{"completed"}, {"planned"}]


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("opening", BACK)
def test_a_sentence_that_opens_with_another_time(title, opening):
    assert stages(f"{title}\n\n{opening}{DONE}\n")[0] == {"completed"}


# Lines that announce plans below them, and such as announce a report; lists and sections that follow
LEADS = [
    "在接下来的工作中，我们要抓好以下几点：",
    "2024年，我局将重点抓好以下几个方面工作：",
    "为此，下一步要做好三方面工作：",
    "下一步工作：",
    "2024年工作打算：",
    "2024年重点工作计划：",
]
LISTS = ["一是{}\n二是培训干部。", "1.{}\n2.培训干部。", "（一）抓民生。{}\n（二）抓队伍。培训干部。", "一是抓民生。{}"]


@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize("form", LISTS)
@pytest.mark.parametrize("before", ["{}", "一是抓民生。{}", "1.抓民生。{}\n2.抓队伍。培训干部。", "一、工作成效\n{}"])
def test_a_list_that_a_line_announces(lead, form, before):
    text = f"河东镇2023年工作总结\n\n{before.format(DONE)}\n{lead}\n{form.format(TO_DO)}\n"
    assert stages(text) == [{"completed"}, {"planned"}]


@pytest.mark.parametrize(
    "lead",
    [
        "现将2023年工作情况和2024年工作打算汇报如下：",
        "现将今年工作开展情况及明年工作计划报告如下：",
        "按照全年工作计划，我们重点抓了以下工作：",
        "主要做法如下：",
    ],
)
def test_a_list_that_is_none_of_plans(lead):
    text = f"河东镇2023年工作总结\n\n{lead}\n一、2023年工作\n{DONE}\n二、2024年工作打算\n{TO_DO}\n"
    assert stages(text) == [{"completed"}, {"planned"}]


# Headings of plans without number, and the parts that they end
HEADINGS = ["下一步打算", "【2024年工作计划】", "明年工作思路：", "◆ 2024年工作计划", "今后工作安排"]
PARTS = [
    "一、成绩\n{}",
    "一、成绩\n{}\n二、问题\n人手不足。",
    "【工作成效】\n{}\n【存在问题】\n人手不足。",
    "{}",
    "一是抓民生。{}",
]


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_heading_of_plans_without_number(heading, part, gap):
    text = f"河东镇2023年工作总结\n\n{part.format(DONE)}{gap}{heading}\n{TO_DO}\n"
    assert stages(text) == [{"completed"}, {"planned"}]


@pytest.mark.parametrize(("one", "two"), [("一、", "二、"), ("（一）", "（二）")])
def test_a_heading_of_plans_inside_a_chapter_ends_with_it(one, two):
    text = f"河东镇2023年工作总结\n{one}党建工作\n{DONE}\n下一步打算：\n{TO_DO}\n{two}民生工作\n{DONE}\n"
    assert stages(text) == [{"completed"}, {"planned"}]


# A review of a part of a year: title, the chapter that looks back, and the one of the rest
PERIODS = [
    ("2024年上半年工作总结", "上半年工作", "下半年工作"),
    ("2024年1—6月工作总结", "上半年工作", "下半年工作"),
    ("2024年1至6月工作情况", "1至6月工作情况", "下半年重点工作"),
    ("2024年一季度工作总结及二季度工作安排", "一季度工作情况", "二季度工作安排"),
    ("2024年第一季度工作总结", "第一季度工作", "第二季度工作"),
    ("2024年前三季度工作总结和四季度工作打算", "前三季度工作", "四季度重点工作"),
    ("2024年1-11月工作总结", "工作情况", "2025年工作"),
    ("2024年6月份工作总结", "工作情况", "下半年工作"),
]


@pytest.mark.parametrize(("title", "back", "ahead"), PERIODS)
@pytest.mark.parametrize("office", ["河东镇", "河东县水务局"])
def test_a_review_of_a_part_of_a_year(title, back, ahead, office):
    text = f"{office}{title}\n一、{back}\n{DONE}\n二、{ahead}\n{TO_DO}\n"
    assert xa.parse(text).year == 2024
    assert stages(text) == [{"completed"}, {"planned"}]


@pytest.mark.parametrize("part", ["下半年", "二季度", "四季度"])
def test_a_part_of_the_year_that_is_looked_back_on(part):
    text = f"河东镇2024年工作总结\n一、上半年工作\n{DONE}\n二、{part}工作\n{DONE}\n{part}，{DONE}\n"
    assert stages(text)[0] == {"completed"}


@pytest.mark.parametrize("said", ["目标定为{}", "控制目标为{}", "目标设定为{}", "目标任务确定为{}", "工作目标设在{}"])
@pytest.mark.parametrize("aim", ["10户以下", "30场", "5件以内"])
def test_what_an_aim_is_set_to(said, aim):
    text = f"河东镇2024年工作总结\n将{said.format(aim)}，力争实现。新建驿站12个。\n"
    assert [figure.stage for figure in xa.parse(text).records("figures")] == ["planned", "completed"]


@pytest.mark.parametrize(
    "heading", ["高位谋划，统筹安排", "加强规划引领，优化布局", "贯彻落实“十四五”规划情况", "2024年重点任务落实情况"]
)
def test_a_heading_that_announces_nothing(heading):
    assert stages(f"河东镇2023年工作总结\n一、{heading}\n{DONE}\n")[0] == {"completed"}
