"""Head, sections and sentences, a line a case; every text is made up, but for the bundled summary."""

import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xinhua_analysis.language.lines import neighbours
from xinhua_analysis.passages import WHITE
from xinhua_analysis.tables.head import Head, find_body, read_head
from xinhua_analysis.tables.headings import NUMBERED, mark_of
from xinhua_analysis.tables.sections import read_sections
from xinhua_analysis.tables.sentences import read_sentences

SEED = (Path(__file__).parents[2] / "seeds" / "000_191eb5bed6b7048b.txt").read_bytes().decode("utf-8")


def tree(text):
    """The sections behind s0, a line each: id, number and title."""
    return [f"{s.id} {s.number} {s.title}".replace("  ", " ") for s in read_sections(text)[1:]]


def sentences(text, kind=None):
    """The sentences of a text, or those of one kind, with / for a line break."""
    found = read_sentences(text, read_sections(text))
    return [s.text.replace("\n", "/") for s in found if kind in (None, s.kind)]


# The bundled summary


def test_the_head_of_the_summary():
    assert read_head(SEED) == Head(
        title="新华路街道2023年工作总结",
        issuer="上海市长宁区人民政府新华路街道办事处",
        published=datetime.date(2024, 2, 2),
        year=2023,
        source_url="",
    )


def test_the_sections_of_the_summary():
    assert tree(SEED) == [
        "s1 一 全力加快恢复重振,辖区经济运行彰显厚度",
        "s1.1 (一) 主要经济指标持续向好",
        "s1.2 (二) 经济辐射能级持续提升",
        "s1.3 (三) 营商环境建设持续深化",
        "s2 二 充分发挥先发优势,生活圈全面推进增添亮度",
        "s2.1 (一) 率先发布新一轮“15分钟社区生活圈”行动规划",
        "s2.2 (二) 持续优化第二轮“15分钟社区生活圈”工作机制",
        "s2.3 (三) 有力推动第二轮“15分钟社区生活圈”落地实施",
        "s3 三 精准聚焦居民所盼,民生服务保障增添温度",
        "s3.1 (一) 宜居环境巩固提升",
        "s3.2 (二) 为民服务稳步推进",
        "s3.3 (三) 社会事业协调发展",
        "s4 四 着力破解瓶颈难题,推动社区治理更有精度",
        "s4.1 (一) 精细化管理效能不断提高",
        "s4.2 (二) 居民区治理水平不断优化",
        "s4.3 (三) 创新基层社会治理不断加强",
        "s5 五 积极应对风险挑战,安全发展工作保持力度",
        "s5.1 (一) 管控化解并举,社会稳定抓出新成效",
        "s5.2 (二) 细化监管流程,公共安全提升新高度",
        "s5.3 (三) 聚力法治保障,服务发展彰显新作为",
    ]


def test_the_levels_and_areas_of_the_summary():
    sections = read_sections(SEED)
    assert [s.level for s in sections] == [0] + [1, 2, 2, 2] * 5
    assert [s.area for s in sections] == [0] + [area for area in range(1, 6) for _ in range(4)]
    assert [s.parent_id for s in sections[1:5]] == ["", "s1", "s1", "s1"]


def test_the_sentences_of_the_summary():
    found = read_sentences(SEED, read_sections(SEED))
    assert [(s.id, s.kind) for s in found[:5]] == [
        ("s0-01", "head"),
        ("s0-02", "head"),
        ("s0-03", "head"),
        ("s0-04", "body"),
        ("s0-05", "body"),
    ]
    assert len(found) == 90
    assert sum(s.kind == "heading" for s in found) == 20
    assert found[-1].text == "公共法律服务站接待咨询98批172人次,律师参与居民区纠纷调解21次。"


# Headings: text, and the tree that it has

SECTIONS = [
    # every kind of marker, run in or on a line of its own, in half and full width
    ("一、经济\n增长5%。\n二、民生\n开工3台。", ["s1 一 经济", "s2 二 民生"]),
    ("一．经济\n增长。\n二. 民生\n开工。", ["s1 一 经济", "s2 二 民生"]),
    ("十、经济\n十一、民生\n二十、其他", ["s1 十 经济", "s2 十一 民生", "s3 二十 其他"]),
    ("一、经济。增长5%。\n二、民生。开工3台。", ["s1 一 经济", "s2 二 民生"]),
    ("\u3000\u3000一、经济\n\u3000\u3000增长。\n\u3000\u3000二、民生", ["s1 一 经济", "s2 二 民生"]),
    ("\xa0一、经济\n\t二、民生", ["s1 一 经济", "s2 二 民生"]),
    ("\u200b一、经济\n\ufeff二、民生", ["s1 一 经济", "s2 二 民生"]),
    ("一、经济\r\n增长。\r\n二、民生\r\n", ["s1 一 经济", "s2 二 民生"]),
    ("一、\n二、民生", ["s1 一 ", "s2 二 民生"]),
    ("一、学习方面：\n学习12次。", ["s1 一 学习方面"]),
    ("一、经济\n（一）向好。增长5%。\n(二) 提升\n明显。", ["s1 一 经济", "s1.1 （一） 向好", "s1.2 (二) 提升"]),
    ("一、经济\n(一）向好。增长。\n【二】提升。明显。", ["s1 一 经济", "s1.1 (一） 向好", "s1.2 【二】 提升"]),
    ("㈠向好。增长。\n㈡提升。明显。", ["s1 ㈠ 向好", "s2 ㈡ 提升"]),
    ("一、A\n1.先说。\n2、再说。\n３．后说。好。", ["s1 一 A", "s1.1 1 先说", "s1.2 2 再说", "s1.3 ３ 后说"]),
    ("一、A\n⒈先说。甲。\n⒉再说。乙。", ["s1 一 A", "s1.1 ⒈ 先说", "s1.2 ⒉ 再说"]),
    ("1.2024年计划\n再说。\n2.2025年计划", ["s1 1 2024年计划", "s2 2 2025年计划"]),
    ("一、A\n(1)党建。甲。\n（2）群团。乙。", ["s1 一 A", "s1.1 (1) 党建", "s1.2 （2） 群团"]),
    ("一、A\n1)党建。甲。\n2）群团。乙。", ["s1 一 A", "s1.1 1) 党建", "s1.2 2） 群团"]),
    ("一、A\n⑴党建。甲。\n⑵群团。乙。", ["s1 一 A", "s1.1 ⑴ 党建", "s1.2 ⑵ 群团"]),
    ("一、A\n①党建。甲。\n②群团。乙。", ["s1 一 A", "s1.1 ① 党建", "s1.2 ② 群团"]),
    ("一、A\n第一，抓生产\n甲。\n第二、搞活\n乙。", ["s1 一 A", "s1.1 第一 抓生产", "s1.2 第二 搞活"]),
    ("一、A\n一是调结构。甲。\n二是促改革。乙。", ["s1 一 A", "s1.1 一是 调结构", "s1.2 二是 促改革"]),
    ("一、A\n一要保护环境。甲。\n二要节能。乙。", ["s1 一 A", "s1.1 一要 保护环境", "s1.2 二要 节能"]),
    (
        "第一章总则\n一、A\n甲。\n第二章组成人员和职能\n一、B",
        ["s1 第一章 总则", "s1.1 一 A", "s2 第二章 组成人员和职能", "s2.1 一 B"],
    ),
    ("壹、甲\n（一）A\n甲。\n贰、乙\n（一）B", ["s1 壹 甲", "s1.1 （一） A", "s2 贰 乙", "s2.1 （一） B"]),
    ("第二篇章正在书写\n一、A\n甲。", ["s1 一 A"]),
    ("第一部分 甲\n一、A\n甲。\n第二部分 乙\n一、B", ["s1 第一部分 甲", "s1.1 一 A", "s2 第二部分 乙", "s2.1 一 B"]),
    # the title ends at 。 or at ： where the sentence is too long, or counts
    ("1.学习方面：学习12次。\n2.活动方面：活动8场。", ["s1 1 学习方面", "s2 2 活动方面"]),
    ("（一）学习方面：全年学习12次，参加120人次。", ["s1 （一） 学习方面"]),
    ("（一）坚持一个目标：高质量发展。全年增长。", ["s1 （一） 坚持一个目标：高质量发展"]),
    ("一、打造“百姓点单。政府办”品牌。全年开展。", ["s1 一 打造“百姓点单。政府办”品牌"]),
    ("（一）产量达到5万吨。增长5%。", ["s1 （一） 产量达到5万吨"]),
    # a tree with levels missing, in another order, or begun in the middle
    ("（一）学习。甲。\n（二）作风。乙。", ["s1 （一） 学习", "s2 （二） 作风"]),
    ("1.低保。甲。\n2.五保。乙。\n3.救灾。丙。", ["s1 1 低保", "s2 2 五保", "s3 3 救灾"]),
    ("（六）教育。新建3所。\n（七）卫生。新建5家。", ["s1 （六） 教育", "s2 （七） 卫生"]),
    ("（三）教育。甲。\n四、问题\n（一）人手。乙。", ["s1 （三） 教育", "s2 四 问题", "s2.1 （一） 人手"]),
    ("一、A\n1.甲。乙。\n二、B\n（一）丙\n1.戊", ["s1 一 A", "s1.1 1 甲", "s2 二 B", "s2.1 （一） 丙", "s2.1.1 1 戊"]),
    ("一、A\n（一）甲\n三、B\n（一）乙", ["s1 一 A", "s1.1 （一） 甲", "s2 三 B", "s2.1 （一） 乙"]),
    ("（一）甲\n①乙。丙。\n（1）丁。戊。\n①己。庚。", ["s1 （一） 甲", "s1.1 ① 乙", "s1.2 （1） 丁", "s1.2.1 ① 己"]),
    ("第一，甲\n（一）乙\n（二）丙\n第二，丁", ["s1 第一 甲", "s1.1 （一） 乙", "s1.2 （二） 丙", "s2 第二 丁"]),
    ("一、A\n甲。\n一、B\n乙。", ["s1 一 A", "s2 一 B"]),
    # unnumbered headings
    ("总结\n\n前言。\n\n工作回顾\n\n完成了任务。\n\n下步打算\n\n继续努力。", ["s1 工作回顾", "s2 下步打算"]),
    ("前言说明。\n工作回顾\n一年来，街道上下共同努力，完成了各项任务，成效显著。", ["s1 工作回顾"]),
    ("前言。\n回顾\n（一）A\n甲。\n打算\n（一）B\n乙。", ["s1 （一） A", "s2 （一） B"]),
    (
        "前言。\n工作回顾\n（一）A\n甲。\n工作打算\n（一）B",
        ["s1 工作回顾", "s1.1 （一） A", "s2 工作打算", "s2.1 （一） B"],
    ),
    ("一、A\n前言。\n\n关于培训问题\n\n培训情况总的来说是好的。\n\n二、B", ["s1 一 A", "s1.1 关于培训问题", "s2 二 B"]),
    ("前言。\n一、A\n甲。\n结束语\n各位代表！\n谢谢。", ["s1 一 A", "s2 结束语"]),
    ("（一）A\n甲。\n结束语\n谢谢。", ["s1 （一） A", "s2 结束语"]),
    ("一、A\n甲。\n附件\n实事清单\n一、修路\n二、建桥", ["s1 一 A", "s2 附件", "s2.1 一 修路", "s2.2 二 建桥"]),
    ("一、A\n甲。\n附件2 名词解释\n1.“两重”：重大战略。", ["s1 一 A", "s2 附件2 名词解释", "s2.1 1 “两重”"]),
    ("某镇总结\n\n工作回顾\n一、A\n甲。\n\n下步打算\n一、B", ["s1 工作回顾", "s1.1 一 A", "s2 下步打算", "s2.1 一 B"]),
    ("一、一季度工作\n甲。\n二、二季度工作安排\n乙。", ["s1 一 一季度工作", "s2 二 二季度工作安排"]),
    # a heading of plans, that ends the chapters
    ("一、A\n甲。\n\n下一步打算\n乙。", ["s1 一 A", "s2 下一步打算"]),
    ("一、A\n甲。\n下一步打算：\n乙。\n二、B\n丙。", ["s1 一 A", "s1.1 下一步打算", "s2 二 B"]),
    ("一是抓A。甲。\n2024年打算：\n一是抓B。乙。", ["s1 一是 抓A", "s2 2024年打算", "s2.1 一是 抓B"]),
    # numbers in parts
    ("1.1 经济\n向好。\n1.2 民生\n改善。", ["s1 1.1 经济", "s2 1.2 民生"]),
    ("1.6.2. 监管\n加强。\n1.6.3. 服务\n提升。", ["s1 1.6.2 监管", "s2 1.6.3 服务"]),
    ("一、A\n甲。\n1.1.1　B\n乙。\n1.1.1.1.C\n丙。", ["s1 一 A", "s1.1 1.1.1 B", "s1.1.1 1.1.1.1 C"]),
    # no headings
    ("1.5 万人参加。\n2.05 亿元到位。\n12.4 宣传日活动12场。", []),
    ("二十、三十户农户受益。", []),
    ("", []),
    (" \n\u3000\n", []),
    ("全年完成投资5亿元。", []),
    ("1.5万人参加。\n3.15活动举办。\n2023年，完成。", []),
    ("一、二、三产业分别增长1%、2%、3%。", []),
    ("一、二季度增长5%。", []),
    ("全年抓三件事：一、修路。二、建桥。", []),
    ("形成“一评（评实效）、二续”机制，\n（详见附件）", []),
    ("主要做法是：\n一、调整班次；\n二、增加站点；", []),
    ("一是宣传到位。发放2000份。二是组织到位。开展5场。", []),
    ("1、修路花了104万元。长1公里。2、改水投入130万元。3、建桥。", []),
    ("1.举办招聘会4场，发布岗位4009个。\n2.举办讲座6场。", []),
    ("1.加强宣传，发放资料。\n2.加强培训，提高能力。", []),
    ("三是抓落实。完成。", []),
    ("4.抓落实。完成。", []),
    ("三要素齐备。全部到位。", []),
    ("今年抓学习，共\n一是宣传到位\n", []),
    ("第一、第二产业增长。", []),
    ("项目\n数量\n招聘会\n4场\n", []),
    ("前言。\n\n各位代表：\n\n现在报告工作。", []),
    ("前言。\n\n街道办事处\n\n2024年1月5日\n", []),
    ("前言，主要有\n公约\n第三条。", []),
]


@pytest.mark.parametrize(
    "contents",
    [
        "目录\n一、主要工作\n二、存在问题",
        "目　录\n一、主要工作…………1\n二、存在问题…………12",
        "目录\n一、主要工作......1\n（一）经济发展......1\n二、存在问题......3",
        "一、主要工作\n（一）经济发展\n二、存在问题",
        "一、主要工作 …… 1\n（一）经济发展 …… 1\n二、存在问题 …… 3",
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_table_of_contents_is_no_headings(contents, gap):
    body = "一、主要工作\n（一）经济发展\n引进企业3家。\n二、存在问题\n投入不足。"
    text = f"某县2023年工作总结\n\n{contents}{gap}{body}"
    assert tree(text) == ["s1 一 主要工作", "s1.1 （一） 经济发展", "s2 二 存在问题"]


def test_headings_that_return_in_each_part_stay():
    parts = "".join(
        f"{n}、{name}\n（一）做法\n开会3次。\n（二）问题\n不足。\n" for n, name in (("一", "城区"), ("二", "乡镇"))
    )
    assert len(tree(parts)) == 6


@pytest.mark.parametrize(("text", "expected"), SECTIONS)
def test_sections(text, expected):
    assert tree(text) == expected


CELLS = """申请人情况
一、本年新收数量
3
0
二、上年结转数量
0
三、本年度办理结果
（一）予以公开
2
四、结转下年度
0
"""


def test_cells_that_were_copied_one_a_line_are_no_headings():
    text = f"一、总体情况\n公开信息120条。\n二、收到申请情况\n{CELLS}三、复议情况\n无。\n四、存在问题\n人手不足。\n"
    titles = [section.title for section in read_sections(text)[1:]]
    assert titles == ["总体情况", "收到申请情况", "复议情况", "存在问题"]


LEVELS = [
    ("一、A\n（一）B\n1.C\n(1)D\n①E", [1, 2, 3, 4, 5]),
    ("一、A\n1.B\n①C", [1, 3, 4]),
    ("一、A\n第一，B\n一是C", [1, 4, 5]),
    ("（一）A\n1.B", [1, 2]),
    ("1.A\n①B", [1, 2]),
    ("①A\n②B", [1, 1]),
    ("第一章 A\n一、B\n（一）C", [1, 2, 3]),
    ("一、A\n附件\n一、B\n（一）C", [1, 1, 2, 3]),
]


@pytest.mark.parametrize(("text", "expected"), LEVELS)
def test_levels(text, expected):
    assert [s.level for s in read_sections(text)[1:]] == expected


def test_areas_count_headings_of_level_one():
    sections = read_sections("前言。\n（三）A\n甲。\n四、B\n（一）C\n五、D")
    assert [(s.id, s.parent_id, s.area) for s in sections] == [
        ("s0", "", 0),
        ("s1", "", 0),
        ("s2", "", 1),
        ("s2.1", "s2", 1),
        ("s3", "", 2),
    ]


def test_every_kind_of_heading_has_its_case():
    lines = (line for text, _ in SECTIONS + LEVELS for line in neighbours(text))
    assert {mark.kind for line in lines if (mark := mark_of(line))} == {*NUMBERED, "closing", "plain"}


# Sentences

SENTENCES = [
    ("完成16台。开工23台。", ["完成16台。", "开工23台。"]),
    ("完成16台；开工23台。", ["完成16台；开工23台。"]),
    ("完成16台！真好？是的!对吗?对", ["完成16台！", "真好？", "是的!", "对吗?", "对"]),
    ("真好！！！是的。", ["真好！！！", "是的。"]),
    ("增长5.3%。比上年高0.2个百分点。", ["增长5.3%。", "比上年高0.2个百分点。"]),
    ("见http://a.cn/?id=1&b=!x页面。好。", ["见http://a.cn/?id=1&b=!x页面。", "好。"]),
    ("\u3000\u3000甲。\u3000乙。\xa0\u200b\n\n丙。\ufeff", ["甲。", "乙。", "丙。"]),
    ("甲。\r\n乙。\r丙。\x0b丁", ["甲。", "乙。", "丙。", "丁"]),
    ("一年来，主要工作：\n完成16台", ["一年来，主要工作：", "完成16台"]),
    ("完成16台；\n开工23台", ["完成16台；", "开工23台"]),
    # quotations and brackets
    ("他说：“先看后办。”大家照办。", ["他说：“先看后办。”", "大家照办。"]),
    ("他说：“先看。后办。”大家照办。", ["他说：“先看。后办。”", "大家照办。"]),
    ("采用“先看后办。”的做法。好。", ["采用“先看后办。”的做法。", "好。"]),
    ("打造“点单。接单”模式。好。", ["打造“点单。接单”模式。", "好。"]),
    ("举办“妈妈，我来啦！”活动3场。好。", ["举办“妈妈，我来啦！”活动3场。", "好。"]),
    ("建成4站（见附件。）和3点。好。", ["建成4站（见附件。）和3点。", "好。"]),
    ("落到实处（见附件）。好。", ["落到实处（见附件）。", "好。"]),
    ("发布《怎么办？》手册。好。", ["发布《怎么办？》手册。", "好。"]),
    ("他说：「先看。」大家照办。", ["他说：「先看。」", "大家照办。"]),
    ('他说:"先看。"大家照办。', ['他说:"先看。"', "大家照办。"]),
    ("打造“点单模式。建成3站。开展5场。", ["打造“点单模式。", "建成3站。", "开展5场。"]),
    ("打造“点单模式。\n建成3站。”好。", ["打造“点单模式。", "建成3站。”", "好。"]),
    ("打造（点单模式。建成3站。", ["打造（点单模式。", "建成3站。"]),
    # lines that were broken by force
    ("出动人力\n8000\n余人次,出动车辆\n1000\n余车次。\n好。", ["出动人力/8000/余人次,出动车辆/1000/余车次。", "好。"]),
    ("接访，下发通知\n书320多份，停工通知\n书186份。", ["接访，下发通知/书320多份，停工通知/书186份。"]),
    ("达到一百\n亿元，增长。", ["达到一百/亿元，增长。"]),
    ("执行《\n居民公约\n》的规定。好。", ["执行《/居民公约/》的规定。", "好。"]),
    ("浓度（PM\n2.5\n）达标。", ["浓度（PM/2.5/）达标。"]),
    ("居民骨干对加装电梯有着很\n\u200b\n高的热情。", ["居民骨干对加装电梯有着很/\u200b/高的热情。"]),
    ("关于\n停车收费，\n作了调研。", ["关于/停车收费，/作了调研。"]),
    ("全年，完成投资\n\n开展活动。", ["全年，完成投资", "开展活动。"]),
    ("全年，完成投资\n\u3000\u3000开展活动。", ["全年，完成投资", "开展活动。"]),
    ("新增就业\n举办招聘会\n开展培训", ["新增就业", "举办招聘会", "开展培训"]),
    ("• 招聘会，4场\n• 讲座，6场", ["• 招聘会，4场", "• 讲座，6场"]),
    ("成效显著\n2023年，完成12项。", ["成效显著", "2023年，完成12项。"]),
    # headings
    ("一、经济\n增长5%。", ["一、经济", "增长5%。"]),
    ("(一)向好。增长5%。好。", ["(一)向好。", "增长5%。", "好。"]),
    ("1.学习方面：学习12次。", ["1.学习方面：", "学习12次。"]),
    ("一、经济\n二、民生", ["一、经济", "二、民生"]),
    ("完成，投资\n一、经济\n增长。", ["完成，投资", "一、经济", "增长。"]),
    ("一、\n经济增长。", ["一、", "经济增长。"]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences(text, expected):
    assert sentences(text) == expected


LONG = "抓好农田建设，" * 9 + "增加产量"
KINDS = [
    ("某镇工作总结\n发布日期：2024-01-05\n\n一年来，开展了工作。", "head", ["某镇工作总结", "发布日期：2024-01-05"]),
    ("某镇工作总结\n一、经济\n（一）向好。增长。", "heading", ["一、经济", "（一）向好。"]),
    ("某镇工作总结\n一、经济\n（一）向好。增长。", "body", ["增长。"]),
    (f"（一）{LONG}。另有。", "body", [f"（一）{LONG}。", "另有。"]),
]


@pytest.mark.parametrize(("text", "kind", "expected"), KINDS)
def test_kinds_of_sentences(text, kind, expected):
    assert sentences(text, kind) == expected


def test_the_place_of_a_sentence_is_in_its_id():
    text = "前言。\n一、经济\n（一）向好。增长。稳定。"
    assert [s.id for s in read_sentences(text, read_sections(text))] == [
        "s0-01",
        "s1-01",
        "s1.1-01",
        "s1.1-02",
        "s1.1-03",
    ]


# The head of the page: text, and the fields that are not empty

BODY = "\n\n一年来，街道完成了各项任务。\n"
HEADS = [
    ("某镇2022年工作总结" + BODY, {"title": "某镇2022年工作总结", "year": 2022}),
    ("某镇2022年度工作总结" + BODY, {"title": "某镇2022年度工作总结", "year": 2022}),
    ("某镇二〇二二年工作总结" + BODY, {"title": "某镇二〇二二年工作总结", "year": 2022}),
    ("某镇２０２２年工作总结" + BODY, {"title": "某镇２０２２年工作总结", "year": 2022}),
    ("某镇2022年工作总结和2023年工作计划" + BODY, {"title": "某镇2022年工作总结和2023年工作计划", "year": 2022}),
    ("某镇2018-2022年工作总结" + BODY, {"title": "某镇2018-2022年工作总结"}),
    ("某镇2018年至2022年工作总结" + BODY, {"title": "某镇2018年至2022年工作总结"}),
    ("某镇工作总结" + BODY, {"title": "某镇工作总结"}),
    ("某镇工作报告" + BODY + "一、2022年工作回顾\n好。", {"title": "某镇工作报告", "year": 2022}),
    ("2023年某省政府工作报告" + BODY + "一、2022年工作回顾\n好。", {"title": "2023年某省政府工作报告", "year": 2022}),
    ("2023年某省政府工作报告" + BODY, {"title": "2023年某省政府工作报告", "year": 2022}),
    ("某街道办事处\n2022年工作总结" + BODY, {"title": "某街道办事处2022年工作总结", "year": 2022}),
    ("工作总结\n工作总结" + BODY, {"title": "工作总结"}),
    ("工作总结\n发文机构：某街道办事处" + BODY, {"title": "工作总结", "issuer": "某街道办事处"}),
    ("工作总结\n• 发文机关:某局  索引号：A1" + BODY, {"title": "工作总结", "issuer": "某局"}),
    ("工作总结\n来源 : 某日报" + BODY, {"title": "工作总结", "issuer": "某日报"}),
    (
        "总结\n信息来源：某局 发布时间：2024-01-05" + BODY,
        {"title": "总结", "issuer": "某局", "published": (2024, 1, 5)},
    ),
    ("工作总结\n来源：某日报\n发布单位：某局" + BODY, {"title": "工作总结", "issuer": "某局"}),
    ("工作总结\n发布日期:2024-02-02" + BODY, {"title": "工作总结", "published": (2024, 2, 2)}),
    ("工作总结\n成文日期：2024年2月2日" + BODY, {"title": "工作总结", "published": (2024, 2, 2)}),
    ("工作总结\n成文日期：2024/2/1\n发布日期：2024.2.2" + BODY, {"title": "工作总结", "published": (2024, 2, 2)}),
    ("工作总结\n２０２４年２月２日" + BODY, {"title": "工作总结", "published": (2024, 2, 2)}),
    ("工作总结\n（二〇二四年二月十二日）" + BODY, {"title": "工作总结", "published": (2024, 2, 12)}),
    ("工作总结\n2024-02-02 10:30:00" + BODY, {"title": "工作总结", "published": (2024, 2, 2)}),
    ("工作总结\n发布日期:2024-13-45" + BODY, {"title": "工作总结"}),
    ("政府工作报告\n——2024年1月5日在大会上" + BODY, {"title": "政府工作报告"}),
    (
        "工作总结\n原文链接：https://a.gov.cn/1.html" + BODY,
        {"title": "工作总结", "source_url": "https://a.gov.cn/1.html"},
    ),
    ("成文日期：2024-02-22    主题分类：政务公开\n一年来，好。", {"published": (2024, 2, 22)}),
    ("一年来，街道完成了各项任务。", {}),
    ("一、经济\n增长。", {}),
    ("", {}),
]


@pytest.mark.parametrize(("text", "expected"), HEADS)
def test_head(text, expected):
    head = read_head(text)
    published = head.published and (head.published.year, head.published.month, head.published.day)
    found = {"title": head.title, "issuer": head.issuer, "published": published}
    found |= {"year": head.year, "source_url": head.source_url}
    assert {name: value for name, value in found.items() if value} == expected


BODIES = [
    ("工作总结\n\n一年来，好。", "一年来"),
    ("工作总结\n\n周某某\n\n各位代表：\n好。", "各位代表"),
    ("工作总结\n一、经济", "一、经济"),
    ("今年的专项行动共\n150余次,出动人力\n8000\n人。", "今年"),
    ("各位代表：\n好。", "各位代表"),
    ("工作总结", ""),
]


@pytest.mark.parametrize(("text", "start"), BODIES)
def test_where_the_body_begins(text, start):
    assert text[find_body(text) :].startswith(start)
    assert find_body(text) == (text.index(start) if start else len(text))


def test_the_head_may_be_told_where_the_body_begins():
    text = "某街道\n工作总结\n正文"
    assert read_head(text, text.index("正文")).title == "某街道工作总结"


# Any text at all

MARKERS = ["一、", "（一）", "(二)", "1.", "①", "第一，", "一是", "附件", "第一部分", "8000", "12人", "街道"]
WORDS = ["工作总结", "2023年", "发布日期:2024-02-02", "\n", "\n\n", "\r\n", "\u3000\u3000", " ", "\u200b", "\x0c"]
PIECES = st.sampled_from(MARKERS + WORDS + list("“”（）《。；：，！?"))
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join))


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_any_text_is_tiled_and_covered(text):
    sections = read_sections(text)
    assert "".join(s.text for s in sections) == text
    assert all(text[s.start : s.stop] == s.text for s in sections)
    assert len({s.id for s in sections}) == len(sections)
    known = {s.id: s for s in sections}
    assert all(known[s.parent_id].level < s.level for s in sections if s.parent_id)
    assert all(0 <= s.level <= 9 for s in sections)
    _check_sentences(text, sections)
    read_head(text)


def _check_sentences(text, sections):
    found = read_sentences(text, sections)
    known = {s.id: s for s in sections}
    stops = [0] + [s.stop for s in found]
    assert all(before <= s.start < s.stop for before, s in zip(stops, found, strict=False))
    assert all(text[s.start : s.stop] == s.text == s.text.strip(WHITE) for s in found)
    assert all(known[s.section_id].start <= s.start and s.stop <= known[s.section_id].stop for s in found)
    assert len({s.id for s in found}) == len(found)
    between = [text[a:b] for a, b in zip(stops, [s.start for s in found] + [len(text)], strict=True)]
    assert not "".join(between).strip(WHITE)


@given(st.lists(st.integers(0, len(SEED)), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_cuttings_of_the_summary(cuts):
    text = "".join(SEED[cut : cut + 900] for cut in cuts)
    assert "".join(s.text for s in read_sections(text)) == text
    _check_sentences(text, read_sections(text))


# Chapters beyond 一百, 第一节, a heading broken over two lines, a first heading without a number


def test_chapters_are_counted_beyond_a_hundred():
    numbers = "一二三四五六七八九"
    tens = ["", "十", *(f"{n}十" for n in numbers[1:])]
    names = [*[ten + one for ten in tens for one in ("", *numbers)][1:], "一百", "一百零一", "一百零二", "一百一十"]
    text = "\n".join(f"{name}、抓第{name}项工作\n召开会议。" for name in names)
    assert [s.number for s in read_sections(text)[1:]] == names


def test_a_chapter_holds_numbered_sections():
    text = "第一章 抓党建\n第一节 组织建设\n召开会议30次。\n第二节 队伍建设\n培训30人。\n第二章 抓民生\n新建食堂2家。"
    assert tree(text) == ["s1 第一章 抓党建", "s1.1 第一节 组织建设", "s1.2 第二节 队伍建设", "s2 第二章 抓民生"]


def test_a_heading_broken_after_a_comma_is_one_heading():
    text = (
        "一、坚持党建引领，\n推动工作落实\n今年以来，全镇认真落实各项要求，完成任务30项。\n二、改善民生\n新建食堂2家。"
    )
    assert tree(text) == ["s1 一 坚持党建引领，", "s2 二 改善民生"]


def test_the_first_of_the_headings_without_number():
    body = "全年召开会议30次，取得明显成效，各项任务全面完成。"
    text = f"某局2023年工作总结\n\n2023年工作开展情况\n{body}\n\n存在的问题\n{body}\n\n2024年工作计划\n{body}"
    assert tree(text) == ["s1 2023年工作开展情况", "s2 存在的问题", "s3 2024年工作计划"]


def test_the_first_of_them_below_a_preamble_that_ends_in_a_colon():
    text = f"某局2023年工作总结\n\n现将情况报告如下：\n\n主要工作\n\n{P}\n\n存在的问题\n\n{P}\n"
    assert tree(text) == ["s1 主要工作", "s2 存在的问题"]


@pytest.mark.parametrize(
    "rows",
    [
        "一、新收申请数量 | 1 | 0 |\n二、上年结转 | 0 | 0 |",
        "指标\t目标\t完成\n一、收入\t9\t8",
    ],
)
def test_rows_are_no_headings_and_indents_are_no_rows(rows):
    text = f"某局2023年工作总结\n\t一、主要工作\n{rows}\n\t（一）民生\n\t{P}\n\t二、下一步打算\n\t{P}\n"
    assert tree(text) == ["s1 一 主要工作", "s1.1 （一） 民生", "s2 二 下一步打算"]


P = "全年开展走访1985户，化解矛盾纠纷46起，群众满意度不断提升。"
UNUSUAL = [
    "一 甲工作/二 乙工作",
    "一　甲工作/二　乙工作",
    "【甲工作】/【乙工作】",
    "Ⅰ、甲工作/Ⅱ、乙工作",
    "一，甲工作/二，乙工作",
]


@pytest.mark.parametrize("headings", UNUSUAL)
@pytest.mark.parametrize("opening", ["", "2023年，各项工作取得较好成效。\n\n"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_the_first_heading_right_under_the_title(headings, opening, gap):
    one, two = headings.split("/")
    text = f"河东镇2023年工作总结\n\n{opening}{one}{gap}{P}{gap}{two}{gap}{P}\n"
    sections = read_sections(text)[1:]
    assert [section.text.split("\n")[0] for section in sections] == [one, two]
    assert [section.level for section in sections] == [1, 1]


NO_HEADINGS = ["一 二三产业融合", "一 月份工作", "一，全年走访46户", "一 季度情况"]


@pytest.mark.parametrize("line", NO_HEADINGS)
def test_a_hanzi_of_a_number_without_mark_is_no_chapter(line):
    mark = mark_of(next(neighbours(line)))
    assert mark is None or mark.kind == "plain"


FOOTS = [
    "附件：1.走访情况表\n2.矛盾台账",
    "附件：1. 走访情况表\n      2. 矛盾台账\n      3. 名单",
    "附件：\n\n1.走访情况表\n\n2.矛盾台账",
    "附件：1.走访情况表\n\n附件：2.矛盾台账",
    "附件：1、走访情况表\n2、矛盾台账\n\n河东镇人民政府\n2024年1月9日",
]


@pytest.mark.parametrize("foot", FOOTS)
def test_a_list_of_annexes_is_no_heading(foot):
    text = f"河东镇2023年工作总结\n\n一、甲工作\n\n{P}\n\n二、乙工作\n\n{P}\n\n"
    assert [section.number for section in read_sections(text + foot + "\n")[1:]] == ["一", "二"]
    assert read_sections(f"{text}附件：\n\n1.走访情况\n\n{P}\n")[3].title == "附件"
