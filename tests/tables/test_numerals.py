"""The ledger: which numerals are statistics, and which are dates, places in an order, or parts of names.

A case gives a text, the mention, and its kind; one table for each list of rules, in their order. ``TRAPS`` hold
numerals that must yield no figure.
"""

import re

import pytest
from misses import known_misses, written

import xinhua_analysis as xa
from xinhua_analysis.tables.numerals import ARABIC_RULES, SPELLED_RULES, find_numerals

STATISTIC, DATE, ORDINAL, NAME = "statistic", "date", "ordinal", "name"

ARABIC = [
    ("1.兜底保障。", "1", ORDINAL),
    ("发布日期:2024-02-02", "2024-02-02", DATE),
    ("截至2023.12.31", "2023.12.31", DATE),
    ("2023至2025年。", "2023至2025年", DATE),
    ("参与居民1900至1950人次。", "1900至1950人次", STATISTIC),
    ("开展3·15宣传。", "3·15", NAME),
    ("做实1+3+17体系。", "1+3+17", NAME),
    ("推行8+X机制。", "8+X", NAME),
    ("实行7×24小时值守。", "7×24小时", NAME),
    ("“一核3圈”布局。", "3", NAME),
    ("《2023年目录》。", "2023", NAME),
    ("2024中国城市论坛。", "2024", NAME),
    ("2020—2023年间。", "2020—2023年", DATE),
    ("2022—2023学年。", "2022—2023学年", DATE),
    ("2023年度。", "2023年度", DATE),
    ("2023年12月31日。", "2023年12月31日", DATE),
    ("１９７９年起。", "１９７９年", DATE),
    ("1—5月。", "1—5月", DATE),
    ("4月25日。", "4月25日", DATE),
    ("月底前15日。", "15日", DATE),
    ("9:30开讲。", "9:30", DATE),
    ("8时30分。", "8时30分", DATE),
    ("2023.1-2023.12。", "2023.1-2023.12", DATE),
    ("2023-3至2023-5。", "2023-3至2023-5", DATE),
    ("1、2季度。", "1、2季度", DATE),
    ("10点到12点。", "10点到12点", DATE),
    ("上午9时。", "9时", DATE),
    ("前10个月增长。", "前10个月", DATE),
    ("3.8月1日，获奖。", "3", ORDINAL),
    ("3．10种有色金属。", "3", ORDINAL),
    ("3．10种有色金属。", "10种", STATISTIC),
    ("招引超10亿元项目8宗。", "10亿元", NAME),
    ("9时－17时。", "9时－17时", DATE),
    ("1－3季度。", "1－3季度", DATE),
    ("2019－2021届。", "2019－2021届", DATE),
    ("2023－12－31。", "2023－12－31", DATE),
    ("已过去近5个月。", "5个月", DATE),
    ("历时近5个月。", "近5个月", STATISTIC),
    ("每10万人口12例。", "10万", NAME),
    ("三次产业比2.5：38.6：58.9。", "2.5：38.6：58.9", NAME),
    ("资金1、68亿元。", "1、68亿", NAME),
    ("第1－3期。", "第1－3期", ORDINAL),
    ("第1、2期。", "第1、2期", ORDINAL),
    ("第18届。", "第18届", ORDINAL),
    ("第2轮行动。", "第2轮", ORDINAL),
    ("进入前10位。", "前10位", ORDINAL),
    ("；2.加强管理。", "2", ORDINAL),
    ("抓好：（3）强化监督。", "3", ORDINAL),
    ("5G基站。", "5G", NAME),
    ("创成4A级景区。", "4A级", NAME),
    ("G318线改造。", "318", NAME),
    ("PM2.5平均浓度。", "2.5", NAME),
    ("平台2.0版上线。", "2.0版", NAME),
    ("世界500强。", "500强", NAME),
    ("番禺路217号。", "217号", NAME),
    ("愚园路1088弄。", "1088弄", NAME),
    ("105国道。", "105国道", NAME),
    ("受理12345热线工单。", "12345", NAME),
    ("24小时自助。", "24小时", NAME),
    ("15分钟社区生活圈。", "15分钟", NAME),
    ("打造3公里服务圈。", "3公里", NAME),
    ("25兆瓦级机组。", "25兆瓦级", NAME),
    ("110千伏变电站。", "110千伏", NAME),
    ("60岁以上老人。", "60岁以上", NAME),
    ("30亿元以上项目。", "30亿元以上", NAME),
    ("过10亿元的重大增长点。", "10亿元", NAME),
    ("65岁老人。", "65岁", NAME),
    ("0—6岁儿童。", "0—6岁", NAME),
    ("满4年的职工。", "4年", NAME),
    ("48小时内办结。", "48小时内", NAME),
    ("3天1轮巡查。", "3天", NAME),
    ("3天1轮巡查。", "1轮", NAME),
    ("7大产业集群。", "7大", NAME),
    ("近10年。", "10年", DATE),
    ("7年来。", "7年来", DATE),
    ("5年内。", "5年内", DATE),
    ("3个月内。", "3个月", DATE),
    ("新建3处。", "3处", STATISTIC),
    ("10大类。", "10大类", STATISTIC),
    ("连续4年。", "4年", STATISTIC),
    ("压至6个月。", "6个月", STATISTIC),
    ("缩短到3分钟以内。", "3分钟以内", STATISTIC),
    ("达15日元。", "15日元", STATISTIC),
    ("惠及2900多万家庭。", "2900多万", STATISTIC),
    ("编号20230045。", "20230045", NAME),
    ("2型糖尿病。", "2", NAME),
    ("比例2:1。", "2:1", NAME),
    ("城乡收入比缩小至1∶3.4。", "1∶3.4", NAME),
    ("20世纪60年代建成。", "20世纪", DATE),
    ("20世纪60年代建成。", "60年", DATE),
    ("2020届毕业生。", "2020届", DATE),
    ("第1至3季度。", "第1至3季度", DATE),
    ("历时7年建成。", "7年", STATISTIC),
    ("2021、2022年。", "2021", DATE),
    ("出席20国集团峰会。", "20国", NAME),
    ("建成城市15分钟就业创业服务圈。", "15分钟", NAME),
    ("推进500千伏主网架建设。", "500千伏", NAME),
    ("指数从5.8下降至5.4。", "5.8", STATISTIC),
    ("每户大约有50左右。", "50左右", STATISTIC),
    ("改造28栋楼外立面。", "28栋", STATISTIC),
    ("新建5个体育公园。", "5个", STATISTIC),
    ("组建12家长三角联合体。", "12家", STATISTIC),
    ("勇夺3金2银。", "3金", STATISTIC),
    ("粉刷1—6栋外墙。", "1—6栋", NAME),
    ("1至12幢居民。", "1至12幢", NAME),
    ("投资达2430万元的渠道工程。", "2430万元", STATISTIC),
    ("产值超200亿元的园区。", "200亿元", NAME),
]

SPELLED = [
    ("一、民生保障\n改造小区。", "一", ORDINAL),
    ("（二）扩面提质。", "二", ORDINAL),
    ("二〇二三年。", "二〇二三年", DATE),
    ("一至十月。", "一至十月", DATE),
    ("三月至五月。", "三月至五月", DATE),
    ("二〇二一—二〇二三年。", "二〇二一—二〇二三年", DATE),
    ("第一至三期。", "第一至三期", ORDINAL),
    ("十月一日。", "十月一日", DATE),
    ("三季度。", "三季度", DATE),
    ("第十八届。", "第十八届", ORDINAL),
    ("十二届六次全会。", "十二届", ORDINAL),
    ("一是抓收入，二是抓支出。", "二", ORDINAL),
    ("“两旧一村”改造。", "两", NAME),
    ("五社联动。", "五", NAME),
    ("八五普法。", "八五", NAME),
    ("三年行动。", "三年", NAME),
    ("二十六年间。", "二十六年间", DATE),
    ("三年来。", "三年来", DATE),
    ("五大工程。", "五大", NAME),
    ("三个“一号工程”。", "三个", NAME),
    ("三大类。", "三大类", STATISTIC),
    ("两个小区。", "两个", STATISTIC),
    ("十余场。", "十余场", STATISTIC),
    ("三千余户。", "三千余户", STATISTIC),
    ("四百一十五个。", "四百一十五个", STATISTIC),
    ("百分之五。", "百分之五", STATISTIC),
    ("三分之一。", "三分之一", STATISTIC),
    ("上百人。", "百人", STATISTIC),
    ("近万户。", "近万户", STATISTIC),
    ("连续三年。", "三年", STATISTIC),
    ("历时两个月。", "两个月", STATISTIC),
    ("新建一座桥。", "一座", STATISTIC),
    ("翻了一番。", "一番", STATISTIC),
    ("新建学校一所。", "一所", STATISTIC),
    ("购置泵车一台、水泵两台。", "一台", STATISTIC),
    ("五保对象。", "五", NAME),
    ("三伏天。", "三", NAME),
    ("前三名。", "前三名", ORDINAL),
    ("五个一工作法。", "五个一", NAME),
    ("五十亿级产业。", "五十亿级", NAME),
    ("亿元以上项目。", "亿元以上", NAME),
    ("招引超亿元项目8宗。", "亿元", NAME),
    ("建成千亩以上专业村3个。", "千亩以上", NAME),
    ("产值超亿元的企业。", "亿元", NAME),
    ("发放超亿元的购物券。", "超亿元", STATISTIC),
    ("产值达千亿元以上。", "千亿元以上", STATISTIC),
    ("贷款超亿元。", "超亿元", STATISTIC),
    ("前三年增长。", "前三年", DATE),
    ("提前三年建成。", "三年", STATISTIC),
    ("区委七届五次、六次全会。", "五次", ORDINAL),
    ("培训两次、宣讲三次。", "两次", STATISTIC),
    ("一要压实责任，二要严格执法。", "二", ORDINAL),
    ("到二十世纪末。", "二十世纪", DATE),
    ("十八世纪六十年代。", "十八世纪六十年代", DATE),
    ("四月初。", "四月初", DATE),
    ("一九八○年。", "一九八○年", DATE),
    ("办好十五运会。", "十五", NAME),
    ("培训班六期。", "六期", STATISTIC),
]

# Numerals that count nothing, or no numerals at all
TRAPS = [
    "支持关键零部件发展",
    "服务零距离",
    "百" * 40 + "户",
    *(
        "15分钟社区生活圈",
        "“15分钟社区美好生活圈”",
        "一刻钟便民生活圈",
        "“一刻钟便民生活圈”",
        "亿元级项目",
        "百亿级产业",
    ),
    *(
        "地铁10号线",
        "5A级景区",
        "愚园路1088弄",
        "1+8+4模式",
        "“1+N”议事会",
        "12345热线",
        "96110预警",
        "110警情",
        "120急救分站",
    ),
    *(
        "“十四五”规划",
        "“十万个为什么”主题公园",
        "“两旧一村”改造",
        "两旧一村改造",
        "五社联动",
        "“五社联动”机制",
        "三所联动",
    ),
    *(
        "一网通办",
        "八五普法",
        "“八五”普法",
        "双减",
        "二十大精神",
        "五位一体",
        "三会一课",
        "四个意识",
        "两委班子",
        "一老一小",
    ),
    *(
        "统一部署",
        "进一步完善",
        "一批典型",
        "一系列活动",
        "一定成效",
        "一体推进",
        "之一",
        "唯一",
        "一次性",
        "一站式",
        "一把手",
    ),
    *(
        "第一书记",
        "万众一心",
        "千方百计",
        "五年来",
        "一个良好氛围",
        "二轮",
        "二手车",
        "百强县",
        "三甲医院",
        "三农",
        "零就业家庭",
    ),
    *(
        "八一建军节",
        "三八妇女节",
        "“八一”走访",
        "五一期间",
        "千万工程",
        "百日攻坚",
        "万元户",
        "沪府〔2023〕12号",
        "〔2023〕5号",
    ),
    *("每村配备一名。", "更上一个台阶。", "排查全覆盖，不漏一户一人。", "沿用旧的一套。"),
    *("机场三期、医院二期", "新港三期。", "保持两位数增长", "和平共处五项原则", "二者兼顾", "四通八达"),
    *("2020届毕业生", "90年代", "第三方", "前50强", "3星级", "Ⅲ级响应", "C919飞机", "3.0版", "14-18号", "021-12345678"),
]


def ledger(text):
    """The numerals of a text as (mention, kind)."""
    return [(row.text, row.kind) for row in xa.parse(text).records("numerals")]


@pytest.mark.parametrize(("text", "mention", "kind"), ARABIC + SPELLED)
def test_a_numeral_has_its_kind(text, mention, kind):
    assert (mention, kind) in ledger(text)


@pytest.mark.parametrize("text", TRAPS)
def test_a_trap_yields_no_figure(text):
    assert [mention for mention, kind in ledger(text) if kind == STATISTIC] == []


@pytest.mark.parametrize(("text", "column", "expected"), known_misses("numerals"))
def test_a_known_miss(text, column, expected):
    assert written(ledger(text)) == expected


def test_every_rule_is_shown_by_a_case():
    patterns = {rule.reason for rule in (*ARABIC_RULES, *SPELLED_RULES) if hasattr(rule, "reason")}
    shown = {found.reason for text, *_ in ARABIC + SPELLED for found in find_numerals(text)}
    assert sorted(patterns - shown) == []


@pytest.mark.parametrize("text", [text for text, *_ in ARABIC + SPELLED] + TRAPS + ["".join(TRAPS), "，".join(TRAPS)])
def test_every_digit_is_owned_once(text):
    rows = xa.parse(text).records("numerals")
    owned = [at for row in rows for at in range(row.start, row.stop)]
    assert owned == sorted(dict.fromkeys(owned))
    assert {match.start() for match in re.finditer(r"\d", text)} <= set(owned)
