"""Numbers of many writings in sentences: read whole and exactly, or not at all, and then a doubtful row says so.

``READ`` gives what a sentence holds as (value, high, unit, bound), ``REFUSED`` sentences without a figure,
``IN_PIECES`` those whose ledger says so. What is generated below them knows its value by construction.
"""

import re
from bisect import bisect_right
from decimal import Decimal
from itertools import accumulate

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import xinhua_analysis as xa
from xinhua_analysis import lexicon
from xinhua_analysis.language.numbers import DASHES, STRANGE
from xinhua_analysis.tables.numeral_rules import DOUBTFUL

READ = [
    # Spelled numbers and ranges
    ("走访农户十七八户。", [(17, 18, "户", "exact")]),
    ("招募志愿者二十五六人。", [(25, 26, "人", "exact")]),
    ("走访企业一两百家。", [(100, 200, "家", "exact")]),
    ("走访企业三四百家。", [(300, 400, "家", "exact")]),
    ("安置一百二三十户。", [(120, 130, "户", "exact")]),
    ("补助七八万元。", [(70000, 80000, "元", "exact")]),
    ("服务两三千人。", [(2000, 3000, "人", "exact")]),
    ("投入三五百万元。", [(3000000, 5000000, "元", "exact")]),
    ("占比七八成。", [("0.7", "0.8", "成", "exact")]),
    ("服务两万五人。", [(25000, None, "人", "exact")]),
    ("投入三千六元。", [(3600, None, "元", "exact")]),
    ("安置一百五户。", [(150, None, "户", "exact")]),
    ("安置一百零五户。", [(105, None, "户", "exact")]),
    ("投入三万零五百元。", [(30500, None, "元", "exact")]),
    ("培训三至五百人。", [(300, 500, "人", "exact")]),
    ("培训五到二十人。", [(5, 20, "人", "exact")]),
    # Mixed writings
    ("补助3万5元。", [(35000, None, "元", "exact")]),
    ("补助3亿零5百万元。", [(305000000, None, "元", "exact")]),
    ("补助3 亿 5 千万元。", [(350000000, None, "元", "exact")]),
    ("补助3仟元。", [(3000, None, "元", "exact")]),
    ("补助12萬元。", [(120000, None, "元", "exact")]),
    ("补助1万2千元。", [(12000, None, "元", "exact")]),
    ("登记12万3456人。", [(123456, None, "人", "exact")]),
    ("补助1亿2000万元。", [(120000000, None, "元", "exact")]),
    ("铺设管网5万米。", [(50000, None, "米", "exact")]),
    ("拨付补助资金壹拾万零叁仟肆佰伍拾叁元。", [(103453, None, "元", "exact")]),
    ("捐款伍万元。", [(50000, None, "元", "exact")]),
    ("捐款叁仟伍佰元整。", [(3500, None, "元", "exact")]),
    ("罚款12万3456.78元。", [("123456.78", None, "元", "exact")]),
    ("罚款12万零345.6元。", [("120345.6", None, "元", "exact")]),
    ("产粮12万3456.5吨。", [("123456.5", None, "吨", "exact")]),
    ("投资1亿2000.5万元。", [(120005000, None, "元", "exact")]),
    # Separators
    ("投入12，345元。", [(12345, None, "元", "exact")]),
    ("投入1，234，567元。", [(1234567, None, "元", "exact")]),
    ("投入1,234,567.8元。", [("1234567.8", None, "元", "exact")]),
    ("投入12\u2009345元。", [(12345, None, "元", "exact")]),
    ("第一，345元已到位。", [(345, None, "元", "exact")]),
    ("PM2.5下降。累计1200户，12个小区。", [(1200, None, "户", "exact"), (12, None, "个", "exact")]),
    ("投入.5万元。", [(5000, None, "元", "exact")]),
    # Fractions, shares, points
    ("发生率为百万分之五。", [("0.000005", None, "", "exact")]),
    ("发生率为万分之三。", [("0.0003", None, "", "exact")]),
    ("发生率为十万分之2.5。", [("0.000025", None, "", "exact")]),
    ("占全区百分之十五点五。", [("0.155", None, "%", "exact")]),
    ("占全区百分之百。", [(1, None, "%", "exact")]),
    ("占全区百分之十七八。", [("0.17", "0.18", "%", "exact")]),
    ("全区十分之一二手房完成核验。", [("0.1", "0.2", "", "exact")]),
    ("占1/1000。", [("0.001", None, "", "exact")]),
    ("占3／4。", [("0.75", None, "", "exact")]),
    ("孕产妇死亡率3.85/10万。", [("3.85", None, "/10万", "exact")]),
    ("办结率提高到九成八，投诉下降三成五。", [("0.98", None, "成", "exact"), ("0.35", None, "成", "exact")]),
    ("占比三成半。", [("0.35", None, "成", "exact")]),
    ("占比九成以上。", [("0.9", None, "成", "at_least")]),
    ("利率下降15个基点。", [("0.0015", None, "基点", "exact")]),
    ("利率下降五个BP，再降25bp。", [("0.0005", None, "BP", "exact"), ("0.0025", None, "bp", "exact")]),
    ("利率下降15基点。", [("0.0015", None, "基点", "exact")]),
    # Halves
    ("增长一倍半。", [("1.5", None, "倍", "exact")]),
    ("增长2倍半。", [("2.5", None, "倍", "exact")]),
    ("缩短三个半小时。", [("3.5", None, "小时", "exact")]),
    ("用时1个半小时。", [("1.5", None, "小时", "exact")]),
    ("缩短两天半。", [("2.5", None, "天", "exact")]),
    ("流转五亩半，", [("5.5", None, "亩", "exact")]),
    ("缩短两个多月。", [(2, None, "个月", "at_least")]),
    ("用时3个多小时。", [(3, None, "小时", "at_least")]),
    ("答题4分半钟。", [("4.5", None, "分钟", "exact")]),
    (
        "占税收的一半以上，超一半，降至全市平均的一半。",
        [("0.5", None, "", b) for b in ("at_least", "at_least", "exact")],
    ),
    ("建成43个多部门联办事项。", [(43, None, "个", "exact")]),
    ("投入3个亿。", [(300000000, None, "", "exact")]),
    ("新购5吨半挂车3辆。", [(5, None, "吨", "exact"), (3, None, "辆", "exact")]),
    # Signs
    ("同比增长负3%。", [("-0.03", None, "%", "exact")]),
    ("同比增长﹣3%。", [("-0.03", None, "%", "exact")]),
    ("同比增长－3.5%。", [("-0.035", None, "%", "exact")]),
    ("同比增长负百分之三。", [("-0.03", None, "%", "exact")]),
    ("最低气温零下12摄氏度。", [(-12, None, "摄氏度", "exact")]),
    ("最低气温零下三至五度。", [(-5, -3, "度", "exact")]),
    ("最低气温零下5到2度。", [(-5, -2, "度", "exact")]),
    ("由零下三度升至零上五度。", [(-3, None, "度", "exact"), (5, None, "度", "exact")]),
    ("坡度25°，气温-5°~3°。", [(25, None, "°", "exact"), (-5, 3, "°", "exact")]),
    ("全年-3%~1%。", [("-0.03", "0.01", "%", "exact")]),
    ("产量同比+5.3%，价格+12%。", [("0.053", None, "%", "exact"), ("0.12", None, "%", "exact")]),
    ("为企业降本减负1.5亿元以上。", [(150000000, None, "元", "at_least")]),
    # Ranges of all dashes
    *((f"投资20{dash}30亿元。", [(2000000000, 3000000000, "元", "exact")]) for dash in "－—―‐−∼─~–至到～-〜‑‒"),
    *((f"增长5%{dash}8%。", [("0.05", "0.08", "%", "exact")]) for dash in ("——", "—", "至", "～", "-")),
    ("补助8000至1万元。", [(8000, 10000, "元", "exact")]),
    ("补助500—1000万元。", [(5000000, 10000000, "元", "exact")]),
    # A range joins equal units only
    ("合格率提升9.5个百分点至53.8%。", [("0.095", None, "百分点", "exact"), ("0.538", None, "%", "exact")]),
    ("新建3个至5个。", [(3, 5, "个", "exact")]),
    ("补助50元至1万元。", [(50, 10000, "元", "exact")]),
    ("补助50元至80元/人。", [(50, 80, "元/人", "exact")]),
    # Round numbers with 来, and what is a little more
    ("多收40来斤。", [(40, None, "斤", "approx")]),
    ("灌溉三百来亩。", [(300, None, "亩", "approx")]),
    ("投入三十来万元。", [(300000, None, "元", "approx")]),
    ("培训12来沪人员，3人来访。", [(3, None, "人", "exact")]),
    ("补助六百元出头。", [(600, None, "元", "at_least")]),
    ("清零901个。", [(901, None, "个", "exact")]),
    ("重载率由五成二升到六成八。", [("0.52", None, "成", "exact"), ("0.68", None, "成", "exact")]),
    # Levels without a unit
    ("CMI值1.08，同期上浮0.05，性别比107.3。", [(v, None, "", "exact") for v in ("1.08", "0.05", "107.3")]),
    ("差异系数控制在0.45以内。", [("0.45", None, "", "at_most")]),
    ("生师比16.16:1，床护比1∶0.52。", [("16.16", None, "", "exact"), ("1.9231", None, "", "exact")]),
    # Units whole
    ("排查300余个（处）。", [(300, None, "个（处）", "at_least")]),
    ("投劳1.2万个工日。", [(12000, None, "工日", "exact")]),
    ("检查工地312个次。", [(312, None, "个次", "exact")]),
    ("诱虫3只/灯·夜。", [(3, None, "只/灯·夜", "exact")]),
    ("上座18.6万座次，走访3村次。", [(186000, None, "座次", "exact"), (3, None, "村次", "exact")]),
    ("新建4条次干道。", [(4, None, "条", "exact")]),
    ("浊度0.08NTU，带宽500Mbps。", [("0.08", None, "NTU", "exact"), (500, None, "Mbps", "exact")]),
    ("网购电价3分/千瓦时以上。", [(3, None, "分/千瓦时", "at_least")]),
    ("浓度28.5微克每立方米。", [("28.5", None, "微克每立方米", "exact")]),
    ("补助8元/人·次。", [(8, None, "元/人·次", "exact")]),
    ("每批检出4.2批次/千人。", [("4.2", None, "批次/千人", "exact")]),
    ("售价3元/500克。", [(3, None, "元/500克", "exact")]),
    ("吸纳2300万省外劳动力。", [(23000000, None, "", "exact")]),
    ("开行班列3.05万列。", [(30500, None, "列", "exact")]),
    ("班列开行突破万列。", [(10000, None, "列", "at_least")]),
    ("进出口重回万亿元。", [(1000000000000, None, "元", "exact")]),
    ("税收翻两番。", [(2, None, "番", "exact")]),
    # A count is no year
    ("新增养老床位2000张。", [(2000, None, "张", "exact")]),
    ("新增2000张养老床位。", [(2000, None, "张", "exact")]),
    ("栽植树木2000株。", [(2000, None, "株", "exact")]),
    ("完成加梯2012部。", [(2012, None, "部", "exact")]),
    ("检测样品1980组。", [(1980, None, "组", "exact")]),
    ("举办培训2018期。", [(2018, None, "期", "exact")]),
    ("班列开行超2000列。", [(2000, None, "列", "at_least")]),
    ("服务1950人次，2024上海城市空间艺术季开幕。", [(1950, None, "人次", "exact")]),
    # A list's number before a count, and a decimal of a broken line
    ("推进改革。\n8.6个专项落地。\n9.12场活动举办。", [(6, None, "个", "exact"), (12, None, "场", "exact")]),
    ("据统计，全县户均人口为\n2.5人。", [("2.5", None, "人", "exact")]),
    # Small factors, halves, squares of units, letters
    ("损失率降到0.5‱，占比3‱。", [("0.00005", None, "‱", "exact"), ("0.0003", None, "‱", "exact")]),
    ("利率下调半个百分点。", [("0.005", None, "百分点", "exact")]),
    ("捐赠半吨大米，每人节水半升。", [("0.5", None, "吨", "exact"), ("0.5", None, "升", "exact")]),
    ("新修半公里道路。", [("0.5", None, "公里", "exact")]),
    ("压缩半个多小时。", [("0.5", None, "小时", "at_least")]),
    ("七八成群众满意。", [("0.7", "0.8", "成", "exact")]),
    ("面积30㎢，长35㎞。", [(30, None, "㎢", "exact"), (35, None, "㎞", "exact")]),
    ("海拔3500m，最高25°C。", [(3500, None, "m", "exact"), (25, None, "°C", "exact")]),
    # A level of time is no class
    ("响应时间10分钟以内。", [(10, None, "分钟", "at_most")]),
    ("平均用时5日之内。", [(5, None, "日", "at_most")]),
    ("用时3天以内，", [(3, None, "天", "at_most")]),
    ("工期由5－6个月缩短至3—4个月。", [(5, 6, "个月", "exact"), (3, 4, "个月", "exact")]),
    # A soft line end, and none
    ("安装路灯86\n盏、摄像头40个。", [(86, None, "盏", "exact"), (40, None, "个", "exact")]),
    ("出动人力\n8000\n余人次,出动车辆。", [(8000, None, "人次", "at_least")]),
    ("全年深入推进重点区域环境整治提升行动，共整治36\n个小区的楼道堆物。", [(36, None, "个", "exact")]),
    ("全年深入推进重点区域环境整治，共整治楼道堆物等各类问题36\n处以及小区乱点。", [(36, None, "处", "exact")]),
    ("规章\t11个\n行政许可\t8件\n", [(11, None, "个", "exact"), (8, None, "件", "exact")]),
    ("完成 12 个项目，投资 3 万 元。", [(12, None, "个", "exact"), (30000, None, "元", "exact")]),
    # A measure word whose noun begins as another word goes on
    *(
        (f"全年新增{count}{unit}{noun}。", [(count, None, unit, "exact")])
        for count, unit, noun in (
            (20, "台", "风机"),
            (35, "间", "隔离房"),
            (12, "种", "植物"),
            (3, "场", "地质灾害演练"),
            (5, "次", "数据核查"),
            (300, "本", "科普读物"),
            (12, "家", "属地企业"),
            (2, "支", "部队"),
            (12, "项", "目标任务"),
            (9, "家", "具备条件的企业"),
            (12, "部", "长篇小说"),
            (12, "列", "多式联运班列"),
            (30, "家", "余杭企业"),
        )
    ),
    ("拨付300万元余款，沿5米多高的围墙。", [(3000000, None, "元", "exact"), (5, None, "米", "at_least")]),
    ("建成1个中心、5个站、23个点。", [(n, None, "个", "exact") for n in (1, 5, 23)]),
    ("存栏2000来头。", [(2000, None, "头", "approx")]),
    # Two digits beside each other of whatever is counted
    ("召开六、七次会。", [(6, 7, "次", "exact")]),
    ("增长两、三倍，用时两、三个月。", [(2, 3, "倍", "exact"), (2, 3, "个月", "exact")]),
    ("新建步道三、四百千米。", [(300, 400, "千米", "exact")]),
    ("走访20一30户，增长5%一8%。", [(20, 30, "户", "exact"), ("0.05", "0.08", "%", "exact")]),
    # A year, month or quarter before a count is none of its frequency; a time ahead is no stretch
    (
        "2023年3次召开会议，5月2轮排查，三季度4次检查。",
        [(3, None, "次", "exact"), (2, None, "轮", "exact"), (4, None, "次", "exact")],
    ),
    ("提前3个月完工。", [(3, None, "个月", "exact")]),
    ("新装监控60路、80路，补建30路和45路探头。", [(n, None, "路", "exact") for n in (60, 80, 30, 45)]),
    ("投资增速为—8.6%，净增+12家。", [("-0.086", None, "%", "exact"), (12, None, "家", "exact")]),
    ("增长百分之 五。", [("0.05", None, "%", "exact")]),
    ("产值1万2500亿元。", [(1250000000000, None, "元", "exact")]),
    # Nobody sees these, nor the end of a full line inside a unit
    *(
        (f"完成3{unseen}户，投入3亿{unseen}5千万元。", [(3, None, "户", "exact"), (350000000, None, "元", "exact")])
        for unseen in "\u200b\u2060\ufeff\xad"
    ),
    ("全年深入推进重点区域环境整治提升行动，满意率提高3个百\n分点，较快。", [("0.03", None, "百分点", "exact")]),
    ("全年深入推进重点区域环境整治提升行动，共检查沿街商户30户\n次，较多。", [(30, None, "户次", "exact")]),
    ("全年深入推进重点区域环境整治提升行动，节约用电30亿千\n瓦时，较多。", [(3000000000, None, "千瓦时", "exact")]),
]

REFUSED = [
    "指标\t数量\n规章\t11\n行政许可\t8\n件均费用\t5\n户均面积\t7\n",
    "编号\t类别\n0012\t分类\n",
    "新建公园12\n\n个别路段仍有积水。",
    "新建公园12\n个别路段仍有积水。",
    "规章 11 行政许可 8 件均费用 5\n户均面积 7\n",
    "规章 11\n行政许可 8\n件均费用 5\n",
    "规章  11  行政许可",
    "新建公园约\n\n12\n\n万人空巷。",
    *(f"1{dash}10月，三年计划（2021{dash}2023年）印发。" for dash in "－—―‐−∼─~–至～-〜‑‒"),
    "2018——2022年实施。",
    "２０２１－２０２３年实施。",
    "1－3季度，一至三季度，一至十月，二〇二一—二〇二三年。",
    "2023－12－31印发。",
    "三次产业结构比由1.1:50.3:48.6调整为0.7:50.7:48.6。",
    "三次产业比例为2.5：38.6：58.9。",
    "三次产业比例为10∶40∶50。",
    "三五成群，前3季度，成千上万户，一又三分之二倍。",
    "服务数十万居民。",
    "好几十个小区完成改造。",
    "几十家企业入驻。",
    "服务好几百万人。",
    "服务几十万人次。",
    "培训十几万人。",
    "数千家企业参展。",
    "安置百二十户，二十5人，一百 二十户，三亿\n五千万元，约三、五户，三.五亿元。",
    "安置三百百户。",
    "每人补助三五七元。",
    "服务居民万万千个。",
    "今年已过去近5个月。",
    "误差±3%。",
    "位于北纬30°15′，建成360°全景展厅。",
    "收集0012件。",
    "10的4次方，1.5×10^4元，10＾4元，10⁴元，于12/31完成，12/31前完成。",
    "志愿者队伍十分壮大。",
    *(
        f"2024{name}成功举办。"
        for name in ("上海城市空间艺术季", "成都世园会", "园林博览会", "世界人工智能大会", "国际赛")
    ),
    "服务一千多三百人，公元前221年建城，1/10月开展，2023/1/1-10/31开展。",
    "第\n3批项目开工，第\n3届运动会，获全市前\n3名，完成第3/5期。",
    "48小时内办结的事项，3口之家，每半天一趟。",
    "毕业生为2020届，印发2025版指南，2023年结束，2024级新生。",
    "三千百元，五万三亿元，3千万万元，三万三百三十万元，百分之三.五，百分之三百分之五。",
    "1一10月，2021一2023年实施，12路等线路改道，每季度2次巡查，位于东经120度35分。",
    "8小时外监督，推行8小时工作制，涉及12家电、5部门、3种植户、8家属和12镇街道，1期建成。",
]

IN_PIECES = [
    ("占比2\n/3。", "2\n/3"),
    ("占比2/\n3。", "2/\n3"),
    ("惠及居民12\u00ad345人。", "12\u00ad345"),
    ("投入3\u00ad5万元。", "3\u00ad5万"),
    ("增长3.\t5%。", "5"),
    ("新增床位1\u20280张。", "0"),
    ("误差为10⁻⁶米。", "10⁻⁶"),
    ("新建3□8个公园。", "3□8"),
    ("新建3\ufffd个公园。", "3\ufffd"),
    ("增长5.■%。", "5.■"),
    ("产值12□万元。", "12□"),
    ("用时1小时零5分。", "1小时零5分"),
    ("慰问三百\u2060二十户。", "三百\u2060二十"),
    ("分别增长5.1和8.2个百分点。", "5.1和8.2"),
    ("菌落达10的6次方个。", "10的6次方"),
    ("产能3×10的五次方吨。", "3×10的五次方"),
    ("投资1·68亿元。", "1·68亿"),
    ("流转12·5亩。", "12·5"),
    ("检出限为2×10^-3毫克。", "2×10^-3"),
    ("检出限为2×10-3毫克。", "2×10-3"),
    ("产值达5E4元。", "5E4"),
    ("精度2e-3毫米。", "2e-3"),
    ("投资两亿半。", "两亿半"),
    ("总投资1亿半，", "1亿半"),
    ("投资一亿半元。", "一亿半"),
    ("投入3.万元。", "3."),
    ("300（含）人以上。", "300（含）"),
    ("罚款3万5.5元。", "3万5.5"),
    ("投资1亿又500万元。", "1亿又500万"),
    ("面积3又1/3亩。", "3又1/3"),
    ("增长二又三分之一倍。", "二又三分之一"),
    ("投资2×10**6元。", "2×10**6"),
    ("处理2.5x10^6吨。", "2.5x10^6"),
    ("盐度为3%o。", "3%o"),
    ("出生率6.2％O，", "6.2％O"),
    ("投入12 000万元。", "12 000万"),
    ("新增4 009个。", "4 009"),
    ("清运垃圾3\u3000050吨。", "3\u3000050"),
    ("历时3小时20分完工。", "3小时20分"),
    ("历时3年5个月。", "3年5个月"),
    ("最快3分20秒到场。", "3分20秒"),
    ("亩产一千斤半。", "一千斤半"),
    ("投资1½亿元。", "1½亿"),
    ("发放资金1、68亿元。", "1、68亿"),
    ("惠及居民12 345人。", "12 345"),
    ("惠及居民１２ ３４５人。", "１２ ３４５"),
    ("惠及居民12\u3000345人。", "12\u3000345"),
    ("惠及居民1,0000人。", "1,0000"),
    ("惠及居民1,00人。", "1,00"),
    ("惠及居民12，34人。", "12，34"),
    ("惠及居民1,234，567人。", "1,234，567"),
    ("惠及居民12'345人。", "12'345"),
    ("投入10^4元。", "10^4"),
    ("投入1.234.567元。", "1.234.567"),
    ("投入1. 68亿元。", "1. 68亿"),
    ("投入1 .68亿元。", "1 .68亿"),
    ("投入1。68亿元。", "68亿"),
    ("投入1‧68亿元。", "1‧68亿"),
    ("投入1 ,234万元。", "1 ,234万"),
    ("投入1\n.68亿元。", ".68亿"),
    ("投入三点5亿元。", "5亿"),
    ("服务5、6、8个社区。", "5、6、8"),
    ("服务3-5-7个社区。", "3-5-7"),
    ("每期2 0至30人。", "2 0至30"),
    ("涉及楼房18 3栋。", "18 3"),
    ("服务12-8个社区。", "12-8"),
    ("血压100/80毫米。", "100/80"),
    ("惠及居民1\n0人。", "0"),
    ("投入1亿2元。", "1亿2"),
    ("服务数10万人。", "10万"),
    ("惠及居民12,\n345人。", "345"),
    ("票价下调1角5分。", "1角5分"),
    ("每度电补四角五分钱。", "四角五分"),
    *(
        (f"全年共{number}{unit}。", number)
        for unit in ("路", "日元", "点次", "人次")
        for number in ("12 345", "6,12", "5，66")
    ),
]


def figures(text):
    """The figures of a text as (value, high, unit, bound)."""
    return [(f.value, f.high, f.unit, f.bound) for f in xa.parse(text).records("figures")]


def exact(rows):
    number = {None: None}
    return [(Decimal(str(v)), number.get(h, h) and Decimal(str(h)), unit, bound) for v, h, unit, bound in rows]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_a_number_is_read_whole(text, expected):
    assert figures(text) == exact(expected)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_number_of_its_own_is_no_figure(text):
    assert figures(text) == []


@pytest.mark.parametrize(("text", "pieces"), IN_PIECES)
def test_a_number_in_pieces_is_told_as_doubtful(text, pieces):
    report = xa.parse(text)
    assert [(row.text, row.kind) for row in report.records("numerals") if row.reason == DOUBTFUL] == [(pieces, "name")]
    assert figures(text) == []
    told = [finding for finding in report.findings() if finding.table == "numerals"]
    assert [(finding.invariant, finding.detail.split(" is ")[0]) for finding in told] == [("note", repr(pieces))]


# ---------------------------------------------------------------- every unit with a number that could be a year

UNITS = [row["unit"] for row in lexicon.rows("units")]
NO_COUNT = {"年", "月", "日", "届", "世纪", "刻钟", "岁", "周岁", "周年", "P", "兆"}  # 2000年 is a date, 2000P a name


# 2024市重点项目, 2024成都…, 2024园艺…: behind a year they begin a name unless a clause ends with them
SCALES = {
    "%": 2,
    "％": 2,
    "﹪": 2,
    "‰": 3,
    "百分点": 2,
    "千分点": 3,
    "成": 1,
    "基点": 4,
    "BP": 4,
    "bp": 4,
    "‱": 4,
}
BEGINS_NAMES = set(
    "国省市县区乡镇村校院厂园地成金银铜方横环款周客票案讲管段夜晚出发证味题问句幕手股板炉窑坛叶宿缸壶篮稿"
)


def with_number(unit, number):
    yield f"全年共完成{number}{unit}。"
    yield f"新增设施{number}{unit}，其中居民区{number}{unit}。"
    yield f"达{number}{unit}以上；"
    if unit not in BEGINS_NAMES:
        yield f"安排{number}{unit}任务。"
        yield f"{number}{unit}物资发放到位，{number}{unit}任务完成。"


def each_read(texts):
    """The figures of each text, all read as parts of one: alone, each of thousands takes ten times as long."""
    starts, found = list(accumulate((len(text) + 2 for text in texts), initial=0)), [[] for _ in texts]
    for row in xa.parse("\n\n".join(texts)).records("figures"):
        found[bisect_right(starts, row.start) - 1].append(row)
    return found


def alone(texts):
    return [xa.parse(text).records("figures") for text in texts]


# Each unit among all others, and one of each family alone
EACH, FEW = (
    (each_read, UNITS),
    (alone, list({row["unit_family"]: row["unit"] for row in lexicon.rows("units")}.values())),
)


@pytest.mark.parametrize(("read", "units"), [EACH, FEW], ids=["among others", "alone"])
@pytest.mark.parametrize("number", [1900, 1980, 2012, 2099])
def test_a_count_between_1900_and_2099_is_no_year(number, read, units):
    texts = {text: unit for unit in units if unit not in NO_COUNT for text in with_number(unit, number)}
    wrong = {}
    for (text, unit), found in zip(texts.items(), read(list(texts)), strict=True):
        value, read_so = Decimal(number).scaleb(-SCALES.get(unit, 0)), [figure.value for figure in found]
        wrong |= {text: read_so} if read_so != [value] * text.count(str(number)) else {}
    assert wrong == {}


# ---------------------------------------------------------------- composed numbers, their values known

# No mark between digits frees the tail of a number, whatever it is; a dash of any kind joins a range.
STRANGE_MARKS = sorted(STRANGE - {*"/∕⁄／"})


@pytest.mark.parametrize(("before", "behind"), [("投入3", "456元。"), ("全县共有12", "34个，"), ("（增长1", "68%）")])
def test_no_strange_mark_frees_the_tail_of_a_number(before, behind):
    tail = Decimal(re.match(r"\d+", behind)[0]).scaleb(-2 if "%" in behind else 0)
    text = "\n".join(f"{before}{mark}{behind}" for mark in STRANGE_MARKS)
    assert len(STRANGE_MARKS) > 500
    assert [text[f.start - 2 : f.stop] for f in xa.parse(text).records("figures") if f.value == tail] == []


@pytest.mark.parametrize("dash", sorted(set(DASHES) - {*"⁻〰゠"}))
def test_every_dash_joins_a_range(dash):
    assert figures(f"新建站点20{dash}30个。") == exact([(20, 30, "个", "exact")])


DIGITS, CAPITALS = "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"
WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


def in_han(number, digits=DIGITS, steps="十百千", magnitudes="万亿"):
    """A whole number below 10**12 as it is spelled: 一万零五, 十二, 三千零五十万."""
    if number >= 10**4:
        for magnitude, mark in ((10**8, magnitudes[1]), (10**4, magnitudes[0])):
            high, low = divmod(number, magnitude)
            if high:
                zero = digits[0] if low and low < magnitude // 10 else ""
                return (
                    in_han(high, digits, steps, magnitudes) + mark + zero + (in_han(low, digits, steps) if low else "")
                )
    written, places = "", [(1000, steps[2]), (100, steps[1]), (10, steps[0]), (1, "")]
    for place, mark in places:
        digit, rest = number // place % 10, number % place
        if digit:
            written += ("" if (digit, place, written) == (1, 10, "") else digits[digit]) + mark
        elif written and rest and written[-1] != digits[0]:
            written += digits[0]
    return written or digits[0]


wholes = st.one_of(st.integers(2, 99), st.integers(100, 9999), st.integers(10**4, 10**7))
decimals = st.tuples(st.integers(0, 9999), st.integers(1, 99)).map(lambda n: Decimal(f"{n[0]}.{n[1]}"))
magnitudes = st.sampled_from([("万", 4), ("亿", 8), ("千万", 7), ("百万", 6), ("万亿", 12), ("萬", 4), ("億", 8)])
arabic = st.one_of(
    wholes.map(lambda n: (str(n), Decimal(n))),
    wholes.map(lambda n: (str(n).translate(WIDE), Decimal(n))),
    decimals.map(lambda n: (str(n), n)),
    decimals.map(lambda n: (str(n).translate(WIDE), n)),
    st.tuples(st.integers(1000, 10**9), st.sampled_from([",", "，", "\u2009", "\u202f"])).map(
        lambda n: (f"{n[0]:,}".replace(",", n[1]), Decimal(n[0]))
    ),
    st.tuples(decimals, magnitudes).map(lambda n: (f"{n[0]}{n[1][0]}", n[0].scaleb(n[1][1]))),
    st.tuples(st.integers(1, 999), st.integers(1, 9)).map(
        lambda n: (f"{n[0]}亿{n[1]}千万", Decimal(n[0] * 10**8 + n[1] * 10**7))
    ),
)
spelled = st.one_of(
    wholes.filter(lambda n: n != 2).map(lambda n: (in_han(n), Decimal(n))),
    st.integers(11, 10**8).map(lambda n: (in_han(n, CAPITALS, "拾佰仟"), Decimal(n))).filter(lambda n: len(n[0]) < 17),
    st.tuples(st.integers(1, 9), st.integers(1, 9), st.sampled_from([("百", 100), ("千", 1000), ("万", 10000)])).map(
        lambda n: (f"{DIGITS[n[0]]}{n[2][0]}{DIGITS[n[1]]}", Decimal(n[0] * n[2][1] + n[1] * n[2][1] // 10))
    ),
)
pairs = st.tuples(
    st.integers(1, 8), st.sampled_from([("", 1), ("十", 10), ("百", 100), ("千", 1000), ("万", 10**4)])
).map(lambda n: (DIGITS[n[0]] + DIGITS[n[0] + 1] + n[1][0], Decimal(n[0] * n[1][1]), Decimal((n[0] + 1) * n[1][1])))
measures = st.sampled_from(["人", "户", "元", "个", "平方米", "人次", "公里", "吨", "件", "场", "万元"])
frames = st.sampled_from(
    [
        ("全年共完成", "。"),
        ("其中新增", "，增幅明显。"),
        ("（共", "）"),
        ("占地：", "；"),
        ("新建", "、改建一批。"),
        ("达", "以上。"),
    ]
)
few = settings(derandomize=True, deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))


def scaled(unit):
    return (unit.lstrip("万"), 10**4) if unit.startswith("万") else (unit, 1)


@few
@given(st.one_of(arabic, spelled), measures, frames)
def test_a_composed_number_has_its_value(number, unit, frame):
    (written, value), (bare, times) = number, scaled(unit)
    if times > 1 and not written[-1].isdecimal():
        return  # 3万万元
    assert [(v, u) for v, _, u, _ in figures(f"{frame[0]}{written}{unit}{frame[1]}")] == [(value * times, bare)]


@few
@given(pairs, st.sampled_from(["人", "户", "个", "场"]), frames)
def test_a_composed_pair_of_digits_is_a_range(pair, unit, frame):
    written, low, high = pair
    assert [(v, h) for v, h, *_ in figures(f"{frame[0]}{written}{unit}{frame[1]}")] == [(low, high)]


@few
@given(arabic, arabic, st.sampled_from([*"－—―‐−∼─~–至到～-〜‑‒", "——"]), st.sampled_from(["人", "户", "平方米", "吨"]))
def test_a_composed_range_has_both_ends(one, other, dash, unit):
    low, high = sorted((one, other), key=lambda number: number[1])
    if any(not written[-1].isdecimal() for written, _ in (low, high)) or low == high or low[1] == 1:
        return  # a magnitude is shared: test_a_number_is_read_whole
    text = f"每年安排{low[0]}{dash}{high[0]}{unit}。"
    assert [(v, h) for v, h, *_ in figures(text)] == [(low[1], high[1])]


@few
@given(
    st.integers(1, 999),
    st.sampled_from([",", "，", " ", "\u3000", "、", "'", "^", ". ", " .", "\n", "。", ", ", "/", "·"]),
    st.sampled_from(["0", "00", "12", "68", "3456", "70000", "5678"]),
    st.sampled_from(["人", "亿元", "户", "万平方米", "余场", "%", "个百分点"]),
    frames,
)
def test_no_piece_of_a_broken_number_is_a_figure(head, gap, tail, unit, frame):
    if gap in "/·" and head < int(tail):
        return
    assert figures(f"{frame[0]}{head}{gap}{tail}{unit}{frame[1]}") == []


# ---------------------------------------------------------------- every unit behind white space that parts

PARTED = [
    "指标\t数量\n规章\t11\n{}类事项\t8\n{}类文件\t5\n",
    "规章\t11\t{}类事项\t8\n",
    "规章  11  {}类事项  8\n",
    "规章 11 {}类事项 8 {}类文件 5\n",
    "规章 11\n{}类事项 8\n",
    "规章\n11\n{}类事项\n8\n",
    "规章：11\n{}类事项：8\n",
    "本年新收政府信息公开申请（含上年结转）的总数量11\n{}类事项、文件8\n",
    "新建公园12\n\n{}类工作仍有不足。",
    "新建公园12\n{}类工作仍有不足。",
    "新建公园12\n\u3000\u3000{}类工作仍有不足。",
    "新建公园约\n\n12\r\n\r\n{}类工作仍有不足。",
    "全年深入推进重点区域环境整治提升行动，共整治楼道12\n\n{}类工作仍有不足。",
]


@pytest.mark.parametrize(("read", "units"), [EACH, FEW], ids=["among others", "alone"])
@pytest.mark.parametrize("layout", PARTED)
def test_no_unit_is_taken_over_what_parts(layout, read, units):
    units = [unit for unit in units if unit not in ("%", "％", "‰", "P")]
    found = zip(units, read([layout.replace("{}", unit) for unit in units]), strict=True)
    assert {unit: rows for unit, rows in found if rows} == {}


# ---------------------------------------------------------------- kinds, each over contexts and units

COUNTED = {row["unit"] for row in lexicon.rows("units") if row["unit_family"] in ("count", "person", "household")}
WHOLE = sorted(unit for unit in COUNTED if len(unit) == 1 and unit not in "层档首")  # 层次, 档次, 首次 are nouns


@pytest.mark.parametrize("letters", ["GDP", "LED", "AED", "MRI", "LNG", "IPO", "SCI"])
@pytest.mark.parametrize(("number", "value"), [("12.3亿", 1230000000), ("34", 34), ("5900", 5900)])
@pytest.mark.parametrize("unit", ["元", "台", "盏", "家", "吨"])
def test_capitals_before_a_whole_quantity_are_a_noun(letters, number, value, unit):
    for text in (f"全年{letters}{number}{unit}。", f"新增{letters}{number}{unit}，完成100%。"):
        assert figures(text)[0] == (Decimal(value), None, unit, "exact"), text


NAMED = [
    "PM2.5",
    "ISO9001",
    "5G",
    "G60",
    "A4",
    "T3",
    "CBD2号",
    "APP2.0版",
    "IPv6",
    "5A级",
    "COVID-19",
    "TOP10",
    "DN300",
    "H7N9",
]


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("noun", ["企业", "高速", "浓度", "认证", "家庭", "管道", "楼", "项目", "日均值", "年均浓度"])
def test_a_code_stays_a_name(name, noun):
    assert figures(f"推进{name}{noun}。") == []


@pytest.mark.parametrize(
    "word", ["爽约", "解约", "签约", "预约", "履约", "节约", "续约", "毁约", "赴约", "践约", "彩超", "附近"]
)
@pytest.mark.parametrize("unit", ["名", "场次", "家", "个"])
def test_an_approximator_is_not_taken_out_of_a_word(word, unit):
    assert figures(f"全年{word}96{unit}。") == [(Decimal(96), None, unit, "exact")]


@pytest.mark.parametrize("before", ["化解", "调解", "整合", "联合", "印制", "研制", "调节", "手续"])
@pytest.mark.parametrize("unit", ["件", "份", "个"])
def test_an_approximator_behind_a_verb_is_one(before, unit):
    assert figures(f"全年{before}约96{unit}。") == [(Decimal(96), None, unit, "approx")]


@pytest.mark.parametrize("one", ["元", "个", "%", "天", "百分点", "公里", "户", "人"])
@pytest.mark.parametrize("other", ["元", "个", "%", "天", "百分点", "公里", "户", "人"])
def test_a_range_joins_equal_units_only(one, other):
    found = figures(f"全年安排3{one}至5{other}。")
    assert [high is not None for _, high, *_ in found] == ([True] if one == other else [False, False])


@pytest.mark.parametrize("unit", WHOLE)
def test_times_behind_a_measure_word_are_a_unit(unit):
    assert [u for _, _, u, _ in figures(f"全年完成36{unit}次。")] == [f"{unit}次"]


@pytest.mark.parametrize("unit", ["斤", "亩", "户", "个", "人", "元", "车", "天"])
@pytest.mark.parametrize(("number", "value"), [("40", 40), ("2600", 2600), ("三百", 300), ("十", 10), ("二十", 20)])
def test_a_round_number_with_lai_is_approximate(number, value, unit):
    assert figures(f"全年达{number}来{unit}。") == [(Decimal(value), None, unit, "approx")]


@pytest.mark.parametrize("unit", ["小时", "月", "星期", "工作日", "学时"])
@pytest.mark.parametrize(("inside", "value", "bound"), [("多", 2, "at_least"), ("半", "2.5", "exact")])
def test_what_stands_inside_a_unit_of_time(unit, inside, value, bound):
    for number in ("2", "两"):
        said = "个月" if unit == "月" else unit  # the guide: 5个月 → 个月, 0.5个工作日 → 工作日
        assert figures(f"历时{number}个{inside}{unit}。") == [(Decimal(value), None, said, bound)]


# ---------------------------------------------------------------- one number in two units, two numbers beside a stroke


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("12元5角", "12.5", "元"),
        ("8元6角3分", "8.63", "元"),
        ("三百元五角", "300.5", "元"),
        ("两块五毛", "2.5", "块"),
        ("4元2角/吨", "4.2", "元/吨"),
        ("7块5", "7.5", "块"),
        ("37度8", "37.8", "度"),
        ("2丈6", "2.6", "丈"),
        ("1米68", "1.68", "米"),
        ("两米二五", "2.25", "米"),
        ("4小时15分", "4.25", "小时"),
        ("1小时30分钟", "1.5", "小时"),
        ("7公里250米", "7.25", "公里"),
        ("2天6小时", "2.25", "天"),
        ("三亩七分", "3.7", "亩"),
        ("2斤4两", "2.4", "斤"),
        ("3毛5", "3.5", "毛"),
        ("3吨40公斤", "3.04", "吨"),
        ("4万零70户", 40070, "户"),
        ("2亿零3万元", 200030000, "元"),
    ],
)
def test_a_number_in_two_units_is_one(written, value, unit):
    for text in (f"全年达{written}。", f"平均为{written}，其中最多的有3人。"):
        assert figures(text)[0] == (Decimal(value), None, unit, "exact"), text


@pytest.mark.parametrize("one", ["8栋", "141.2万元", "19批", "3座", "26场", "4.5亿元", "7处"])
@pytest.mark.parametrize("other", ["120户", "6840平方米", "19人次", "28兆瓦时", "3.2万人", "1208人", "15公里"])
def test_a_stroke_between_two_counts_parts_them(one, other):
    assert [f.text for f in xa.parse(f"全年完成{one}/{other}。").records("figures")] == [one, other]


@pytest.mark.parametrize(
    "rate",
    ["元/吨", "人/平方公里", "元/500克", "例/10万人", "批次/千人", "元/平方米/年", "t/万元", "μg/m3", "升/100公里"],
)
def test_a_rate_stays_one(rate):
    assert figures(f"平均为26{rate}。") == [(Decimal(26), None, rate, "exact")]


# ---------------------------------------------------------------- bounds: words before, between and behind

AT_LEAST = ["超过了", "超出", "超出了", "达到或超过", "多于", "至少", "起码", "突破", "突破了"]
AT_MOST = ["不满", "未满", "少于", "小于", "至多", "最多", "不到"]


@pytest.mark.parametrize(("words", "bound"), [(AT_LEAST, "at_least"), (AT_MOST, "at_most")])
@pytest.mark.parametrize(
    ("number", "value", "unit"),
    [("46家", 46, "家"), ("98%", "0.98", "%"), ("九成", "0.9", "成"), ("1.2万元", 12000, "元")],
)
def test_a_word_before_a_number_bounds_it(words, bound, number, value, unit):
    for word in words:
        assert figures(f"全年{word}{number}。") == [(Decimal(value), None, unit, bound)], word


NOT_OVER = [f"{no}{verb}" for no in ("不", "未", "没有") for verb in ("大于", "超过", "超", "突破", "高于", "多于")]
NOT_OVER += [
    "不得超过",
    "不能超过",
    "不会超过",
    "不再超过",
    "不应大于",
    "从未超过",
    "尚未超过",
    "未曾突破",
    "不得高于",
    "未达",
    "未达到",
    "≯",
    "≦",
]
NOT_UNDER = [f"{no}{verb}" for no in ("不", "不能", "不应", "不得", "未") for verb in ("小于", "少于", "低于")]
NOT_UNDER += ["不止", "不下于", "≮", "≧", "⩾"]


@pytest.mark.parametrize(
    ("word", "bound"), [(word, "at_most") for word in NOT_OVER] + [(word, "at_least") for word in NOT_UNDER]
)
@pytest.mark.parametrize(
    ("number", "value", "unit"),
    [("3%", "0.03", "%"), ("12家", 12, "家"), ("三成", "0.3", "成"), ("1.2万元", 12000, "元")],
)
def test_a_negation_turns_a_bound(word, bound, number, value, unit):
    assert figures(f"总量{word}{number}。") == [(Decimal(value), None, unit, bound)]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("参加2000人不到。", "at_most"),
        ("登记2000人不到场的。", "exact"),
        ("收入高于2000元。", "at_least"),
        ("每户至多补贴2000元。", "at_most"),
        ("每年最多支持2000元。", "at_most"),
        ("每月起码检查2000次。", "at_least"),
        ("年内至少走访2000户。", "at_least"),
        ("单项最低资助2000元。", "at_least"),
        ("对企业最高奖励2000元。", "at_most"),
        ("一次性奖补，最高2000元。", "at_most"),
        ("贷款额度最高2000元。", "at_most"),
        ("一天最高2000人。", "exact"),
        ("最多时有2000人。", "exact"),
        ("最低工资2000元。", "exact"),
        ("甚至多达2000人。", "exact"),
        ("产值过2000元。", "at_least"),
        ("通过2000件。", "exact"),
        ("改造2000户（含）以上。", "at_least"),
        ("补助2000元(含)以内。", "at_most"),
        ("新建绿地~2000公顷。", "approx"),
        ("较去年的2000件多80件。", "exact"),
        ("比上年2000户多三户。", "exact"),
        ("费用逼近2000元。", "at_most"),
        ("收入低于2000元。", "at_most"),
        ("费用接近2000元。", "at_most"),
        ("约有2000人参加。", "approx"),
        ("投资约为2000元。", "approx"),
        ("收入约达2000元。", "approx"),
        ("签约达2000元。", "exact"),
        ("附近有2000人。", "exact"),
        ("占比约在2000元。", "approx"),
        ("大概2000人参加。", "approx"),
        ("差不多有2000人参加。", "approx"),
        ("大于等于2000人。", "at_least"),
        ("小于或等于2000人。", "at_most"),
        ("规模不下2000元。", "at_least"),
        ("久居高不下2000天。", "exact"),
        ("未及2000人。", "at_most"),
        ("水位在2000米之上。", "at_least"),
        ("误差在2000毫米之下。", "at_most"),
        ("补助2000元（不含）以下。", "at_most"),
        ("到场2000人有余。", "at_least"),
    ],
)
def test_a_bound_is_that_of_its_number(text, bound):
    assert figures(text)[0][0::3] == (Decimal(2000), bound)


# ---------------------------------------------------------------- ranges, signs, halves, pairs


@pytest.mark.parametrize("unit", ["元", "户", "个", "天", "人"])
@pytest.mark.parametrize(
    ("joined", "low", "high"),
    [
        ("介于20{}与30{}之间", 20, 30),
        ("在20{}和30{}之间", 20, 30),
        ("介于20与30{}之间", 20, 30),
        ("-5{}至3{}", -5, 3),
        ("-5{}至-3{}", -5, -3),
        ("-5至3{}", -5, 3),
    ],
)
def test_a_range_is_one(unit, joined, low, high):
    assert figures(f"标准为{joined.replace('{}', unit)}。") == [(Decimal(low), Decimal(high), unit, "exact")]


@pytest.mark.parametrize("unit", ["%", "℃", "度", "毫米", "个百分点", "元"])
@pytest.mark.parametrize(
    ("joined", "low", "high"),
    [
        ("-3{}~-1{}", -3, -1),
        ("-3~-1{}", -3, -1),
        ("-3{}～−1{}", -3, -1),
        ("－3{}—－1{}", -3, -1),
        ("－3{}－－1{}", -3, -1),
        ("-3--1{}", -3, -1),
        ("负3{}至负1{}", -3, -1),
        ("零下3至零下1{}", -3, -1),
        ("零下3{}到零下1{}", -3, -1),
        ("零下3{}～零下8{}", -8, -3),
        ("零下3至8{}", -8, -3),
        ("零下8到3{}", -8, -3),
        ("零下3到零上8{}", -3, 8),
        ("零下30{}至40{}", -30, 40),
        ("-3{}—1{}", -3, 1),
        ("-3~+1{}", -3, 1),
        ("1{}--3{}", 1, 3),
        ("1{}~-3{}", -3, 1),
        ("1{}至-3{}", -3, 1),
        ("-1{}～-3{}", -3, -1),
    ],
)
def test_both_ends_of_a_range_may_have_a_sign(unit, joined, low, high):
    one, scale = unit.removeprefix("个") if "百分点" in unit else unit, SCALES.get(unit.removeprefix("个"), 0)
    ends = (Decimal(low).scaleb(-scale), Decimal(high).scaleb(-scale))
    assert figures(f"偏差为{joined.replace('{}', unit)}。") == [(*ends, one, "exact")]


@pytest.mark.parametrize("unit", ["人", "人次", "家", "个", "项", "元", "公里"])
@pytest.mark.parametrize(("number", "value"), [("2000+", 2000), ("50＋", 50), ("3万+", 30000), ("1,200+", 1200)])
def test_a_plus_before_a_unit_is_at_least(unit, number, value):
    assert figures(f"覆盖{number}{unit}。") == [(Decimal(value), None, unit, "at_least")]


@pytest.mark.parametrize("name", ["100+人才", "20+N", "8+人", "1+3+17体系", "50+社区"])
def test_a_plus_in_a_name_counts_nothing(name):
    assert figures(f"推行{name}模式。") == []


@pytest.mark.parametrize("sign", "¥￥")
@pytest.mark.parametrize(
    ("number", "value"), [("12000", 12000), ("5,000.00", 5000), ("1.2万", 12000), ("300元", 300), ("0.5", "0.5")]
)
def test_a_sign_of_money_is_a_unit(sign, number, value):
    assert figures(f"补助{sign}{number}。") == [(Decimal(value), None, "元", "exact")]
    assert figures(f"补助约{sign}{number}，另有8户。")[0] == (Decimal(value), None, "元", "approx")
    assert figures(f"单价{sign}26/斤。") == []


@pytest.mark.parametrize("joined", ["+3%~+5%", "+3%至+5%", "+3%—+5%"])
def test_a_range_of_two_pluses_is_exact(joined):
    assert figures(f"较上年{joined}。") == [(Decimal("0.03"), Decimal("0.05"), "%", "exact")]


def test_two_numbers_without_between_are_two():
    assert [h for _, h, *_ in figures("新建公园20个和30个广场。")] == [None, None]


@pytest.mark.parametrize("before", ["较上年", "比去年", "同比", "环比", "较上年同期"])
@pytest.mark.parametrize(
    ("number", "value"),
    [("+212人", 212), ("+4.1%", "0.041"), ("-3.5%", "-0.035"), ("-12件", -12), ("+3.2个百分点", "0.032")],
)
def test_a_sign_behind_what_it_compares_with_is_kept(before, number, value):
    assert [v for v, *_ in figures(f"总量{before}{number}。")] == [Decimal(value)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("办理时间缩短半小时。", "0.5", "小时"),
        ("工期提前半年完成。", "0.5", "年"),
        ("集中学习半天。", "0.5", "天"),
        ("耗时半小时到达。", "0.5", "小时"),
        ("每天阅读半个小时。", "0.5", "小时"),
        ("回收废纸半吨。", "0.5", "吨"),
        ("新建绿道半公里，", "0.5", "公里"),
        ("认养菜地半亩。", "0.5", "亩"),
        ("时限压缩半个工作日。", "0.5", "工作日"),
        ("停工半个月，", "0.5", "个月"),
        ("亩均增收一斤半。", "1.5", "斤"),
        ("人均流转一亩半。", "1.5", "亩"),
        ("接通时间降至两分半。", "2.5", "分"),
        ("积案减少一半。", "0.5", ""),
        *(
            (f"工程历时{n}{unit}半{verb}。", f"{v}.5", unit)
            for n, v in (("两", 2), ("3", 3))
            for unit in "年天"
            for verb in ("建成", "完成", "后通车")
        ),
    ],
)
def test_a_half_is_read(text, value, unit):
    assert figures(text) == [(Decimal(value), None, unit, "exact")]


@pytest.mark.parametrize(
    "text", ["打造半小时经济圈", "实行半天工作制", "前半年，半年来", "“半小时”服务", "大半天", "半斤八两"]
)
def test_a_half_in_a_name_is_none(text):
    assert figures(f"全镇{text}。") == []


@pytest.mark.parametrize("unit", ["人", "户", "个", "家", "亩"])
@pytest.mark.parametrize(
    ("pair", "low", "high"),
    [
        ("三、四百", 300, 400),
        ("五、六", 5, 6),
        ("十七、八", 17, 18),
        ("二、三十", 20, 30),
        ("三千、四千", 3000, 4000),
        ("六十、七十", 60, 70),
    ],
)
def test_a_pair_of_digits_may_have_a_mark_between(unit, pair, low, high):
    assert figures(f"全镇共有{pair}{unit}参与。") == [(Decimal(low), Decimal(high), unit, "exact")]


def test_a_pair_at_the_head_of_a_line_is_doubtful():
    report = xa.parse("一、主要工作\n\n三、四百人参与。\n")
    assert report.records("figures") == ()
    assert [row.text for row in report.records("numerals") if row.reason == DOUBTFUL] == ["四百人"]


# ---------------------------------------------------------------- codes and classes beside a count


@pytest.mark.parametrize(
    "named",
    [
        "编号20240105批次",
        "2023120501批次",
        "20240630批次",
        "订单号100200300件",
        "工号10086名",
        "30亿级企业",
        "5亿规模企业",
        "7kW充电桩",
        "60千瓦直流充电桩",
        "15厘米厚沥青",
        "1.5米高围栏",
        "坡度25度以上耕地",
        "烈度7度设防",
        "3层楼房",
        "800米外",
        "库容10万立方米以上水库",
        "365天不打烊窗口",
        "低于18℃的教室",
        "低于60%的企业",
        "6件套餐具",
        "〇九班",
        "2处长",
        "由六部分组成的报告",
        "全国1%人口抽样调查",
        "1)环城北路",
        "代码11340100MB1A23456X单位",
        "批号20231109kg01",
        "3号楼2单元加梯并",
        "500万元（含）以上项目",
        "60周岁（含）以上老人",
        "三、四季度",
    ],
)
def test_a_code_or_a_class_counts_nothing(named):
    for before in ("", "本年对"):
        text = f"一、概况\n\n{before}{named}抽检26吨。\n"
        assert figures(text) == [(Decimal(26), None, "吨", "exact")], text


@pytest.mark.parametrize(
    ("written", "unit"),
    [("羊单位", "羊单位"), ("群", "群"), ("枪", "枪"), ("料", "料"), ("仓次", "仓次"), ("千升", "千升"), ("P", "P")]
    + [
        (unit, unit)
        for unit in (
            "人天",
            "单位",
            "章",
            "美金",
            "泰铢",
            "m2",
            "m3",
            "km2",
            "hm2",
            "t",
            "㎥",
            "㎎",
            "单元",
            "元每人每年",
            "元/（人·年）",
        )
    ],
)
def test_a_rarer_unit_is_read_whole(written, unit):
    for number, value in (("3268", 3268), ("1.2万", 12000)):
        assert figures(f"全年达{number}{written}。") == [(Decimal(value), None, unit, "exact")]


def test_letters_before_persons_are_a_noun():
    assert figures("安装反诈APP620人。") == [(Decimal(620), None, "人", "exact")]


@pytest.mark.parametrize(
    ("text", "value"), [("生师比31:1", 31), ("师生比例为1∶4", "0.25"), ("竞争比例达到31:1", 31), ("床护比达1∶2", "0.5")]
)
def test_a_ratio_of_an_indicator_is_its_value(text, value):
    assert figures(f"全县{text}。") == [(Decimal(value), None, "", "exact")]


# ---------------------------------------------------------------- what tells which, and not how many

AROUND = ("", "一、概况\n\n本年，", "街道结合实际，", "已建成广场26处。")
PLAIN = [(Decimal(26), None, "吨", "exact")]


def figures_around(text):
    """The figures of a text in each of a few contexts, what the contexts hold left out."""
    return [[row for row in figures(f"{around}{text}") if row[2] != "处"] for around in AROUND]


@pytest.mark.parametrize(
    "named",
    [
        *(
            f"{noun}{verb}{number}"
            for noun in ("合同编号", "邮政编码", "举报电话", "服务热线", "群号", "平台端口", "收款账号", "门牌号")
            for verb, number in (("为", "20230001"), ("由12改为", "308"), ("变更为", "96580"))
        ),
        "发短信至10639999",
        *(
            f"{place}{verb}"
            for verb in ("加装扶手", "已完工")
            for place in ("18幢、19幢", "3栋、5栋和7栋", "四组、五组")
        ),
        "2层、3层改建",
        "9床、10床换药",
        "3号楼1单元、2单元施工",
        "6幢502室修缮",
        "23栋东侧硬化",
        "3排5座观众",
        "地下2层车库",
        "桃园村4组道路",
        "开通5路、8路公交",
        "开通公交5、6、8路",
        "干部四处奔波",
        "志愿者四处张贴海报",
        "三番五次督促",
        *("三班倒生产", "3班倒生产", "四班三运转", "九年级三班演出", "九年级3班演出"),
        "第1 2届运动会",
        "第3 4批名单",
        "共28页，第12页",
        "第 2 页 共 8 页",
    ],
)
def test_a_code_a_place_or_an_idiom_counts_nothing(named):
    assert figures_around(f"{named}，回收26吨。") == [PLAIN] * len(AROUND)


@pytest.mark.parametrize("before", ["", "对", "凡"])
@pytest.mark.parametrize(
    "classed",
    [
        "超过15天未整改的商户",
        "库龄超过90天的商品",
        "欠费6个月以上用户",
        "逾期30日以上的贷款",
        "距离不足500米的站点",
        "借款额度在20万元以内的农户",
        "排放量大于100吨的企业",
        "有3个以上子女的家庭",
        "不足5人的村小",
        "满200人的企业",
        "职工超过100人的企业",
        "超500人次的活动",
        "年销售额超亿元的电商企业",
        "营收突破10亿元的企业",
        "1.5倍以上杠杆的企业",
    ],
)
def test_the_condition_of_a_class_counts_nothing(before, classed):
    assert figures_around(f"{before}{classed}约谈26吨。") == [PLAIN] * len(AROUND)


@pytest.mark.parametrize(
    ("counted", "value", "unit", "bound"),
    [
        ("投入超过500万元的资金", 5000000, "元", "at_least"),
        ("完成超过30个的项目", 30, "个", "at_least"),
        ("为超过2000人次的居民服务", 2000, "人次", "at_least"),
        ("组建超过500人的队伍", 500, "人", "at_least"),
        ("超过80%的企业达标", "0.8", "%", "at_least"),
        ("历时超过30天的活动", 30, "天", "at_least"),
        ("每天不少于2小时的活动时间", 2, "小时", "at_least"),
        ("有60%左右的家庭", "0.6", "%", "approx"),
        ("核定床位为120", 120, "", "exact"),
        ("热线接听量为8000", 8000, "", "exact"),
        ("账号增至3000个", 3000, "个", "exact"),
        ("共3栋", 3, "栋", "exact"),
        ("建成5栋、", 5, "栋", "exact"),
        ("两镇分别改造3栋、5栋", 3, "栋", "exact"),
        ("每层设12床、15床", 12, "床", "exact"),
        ("新增公园四处", 4, "处", "exact"),
        ("打造四处宣传阵地", 4, "处", "exact"),
        ("编印画册28页", 28, "页", "exact"),
        ("改造12单元", 12, "单元", "exact"),
        ("设立A1、A2、B3三个功能区", 3, "个", "exact"),
        ("建设H1、H2两条快速路", 2, "条", "exact"),
        ("同比增长—0.4%", "-0.004", "%", "exact"),
        ("人口同比—3%", "-0.03", "%", "exact"),
        ("占比98﹪", "0.98", "%", "exact"),
        ("全长１５ｋｍ", 15, "km", "exact"),
        ("容量５００ｋＶＡ", 500, "kVA", "exact"),
        ("票价8元6角5分", "8.65", "元", "exact"),
        ("票价3元5分", "3.05", "元", "exact"),
        *((f"价格2元/{per}", 2, f"元/{per}", "exact") for per in ("（平方米·采暖季）", "(人·年)", "（㎡·天）")),
    ],
)
def test_a_count_beside_such_words_is_kept(counted, value, unit, bound):
    for text in (f"{counted}。", f"街道结合实际，{counted}。"):
        assert figures(text)[0] == (Decimal(value), None, unit, bound), text


@pytest.mark.parametrize("unit", ["米", "克", "瓦", "瓦时", "伏"])
@pytest.mark.parametrize(
    ("number", "value", "kilo", "bound"),
    [
        ("三百余", 300, "千", "at_least"),
        ("二十多", 20, "千", "at_least"),
        ("百余", 100, "千", "at_least"),
        ("四百", 400, "千", "exact"),
        ("三十", 30, "千", "exact"),
        ("一百二十五", 125, "千", "exact"),
        ("十万", 100000, "千", "exact"),
        ("两千", 2000, "千", "exact"),
        ("3万5千", 35000, "千", "exact"),
        ("一万五千", 15000, "", "exact"),
        ("1万2千", 12000, "", "exact"),
    ],
)
def test_a_thousand_is_of_the_number_or_of_the_unit(unit, number, value, kilo, bound):
    assert figures(f"全年达{number}{kilo}{unit}。") == [(Decimal(value), None, f"{kilo}{unit}", bound)]


@pytest.mark.parametrize("unit", ["小时", "个小时", "天", "吨", "次", "公里"])
@pytest.mark.parametrize("verb", ["减为", "减少到", "降到", "改为", "压缩至", "增加到", "到达", "内到达"])
def test_half_of_a_unit_before_a_verb_is_read(unit, verb):
    assert figures(f"由5{unit}半{verb}2天半。")[0][0] == Decimal("5.5")


@pytest.mark.parametrize("half", ["半决赛", "半自动设备", "半封闭训练", "半成品", "半程马拉松"])
def test_a_half_of_a_noun_is_no_half_of_its_unit(half):
    assert [[row[0] for row in figures(f"举办3{unit}{half}。")] for unit in ("场", "天", "小时")] == [[Decimal(3)]] * 3
