"""Values, units and bounds of single mentions: one line, one number."""

import re
from decimal import Decimal

import pytest
from misses import known_misses

from xinhua_analysis.language import quantities
from xinhua_analysis.language.numbers import HAN, value_of
from xinhua_analysis.language.quantities import read_quantity
from xinhua_analysis.language.units import unit_stop

# number, value
NUMBERS = [
    ("600", 600),
    ("1,017", 1017),
    ("12,345,678", 12345678),
    ("38.5", "38.5"),
    ("８０００", 8000),
    ("１２．５", "12.5"),
    ("10.2万", 102000),
    ("7000亿", 700000000000),
    ("1.7万亿", 1700000000000),
    ("3亿4千万", 340000000),
    ("2.50万", 25000),
    ("2900多万", 29000000),
    ("二", 2),
    ("两", 2),
    ("十", 10),
    ("十五", 15),
    ("二十三", 23),
    ("一百零五", 105),
    ("一〇五", 105),
    ("四百一十五", 415),
    ("一千零五十", 1050),
    ("三万六千", 36000),
    ("十一万", 110000),
    ("十万零五百", 100500),
    ("一亿零三百万", 103000000),
    ("二千四百万", 24000000),
    ("四千二百多万", 42000000),
    ("五万万多", 500000000),
    ("三万亿", 3000000000000),
    ("十二点五万", 125000),
    ("三点一四", "3.14"),
    ("二〇二三", 2023),
    ("百", 100),
    ("千万", 10000000),
    ("2\n万", 20000),
]

# text, mention, value, unit
VALUES = [
    ("接待来访8000人次。", "8000人次", 8000, "人次"),
    ("新增3，000户。", "3，000户", 3000, "户"),
    ("新增廿三户。", "廿三户", 23, "户"),
    ("引资1,017万美元。", "1,017万美元", 10170000, "美元"),
    ("总产３２．５万吨。", "３２．５万吨", 325000, "吨"),
    ("投入3亿4千万元。", "3亿4千万元", 340000000, "元"),
    ("投入二千四百万元。", "二千四百万元", 24000000, "元"),
    ("建卡两万三千户。", "两万三千户", 23000, "户"),
    # Shares, points, tenths: in base magnitude
    ("增长5.3%。", "5.3%", "0.053", "%"),
    ("增长１２．５％。", "１２．５％", "0.125", "%"),
    ("安置率达100%。", "100%", 1, "%"),
    ("百分之四点九。", "百分之四点九", "0.049", "%"),
    ("出生率5.6‰。", "5.6‰", "0.0056", "‰"),
    ("千分之三。", "千分之三", "0.003", "‰"),
    ("提高2个百分点。", "2个百分点", "0.02", "百分点"),
    ("提高5百分点。", "5百分点", "0.05", "百分点"),
    ("占比三成。", "三成", "0.3", "成"),
    ("占比7成。", "7成", "0.7", "成"),
    ("三分之二。", "三分之二", "0.6667", ""),
    ("四分之三。", "四分之三", "0.75", ""),
    # Multiples stay as written; a fall is no minus, a written minus is one
    ("达1.8倍。", "1.8倍", "1.8", "倍"),
    ("翻一番。", "一番", 1, "番"),
    ("下降3.1%。", "3.1%", "0.031", "%"),
    ("增长-3.1%。", "-3.1%", "-0.031", "%"),
    ("增长−1.5个百分点。", "−1.5个百分点", "-0.015", "百分点"),
    ("利润-3.2万元。", "-3.2万元", -32000, "元"),
    ("气温－2℃。", "－2℃", -2, "℃"),
    # Units: the longest, without 个 before a unit of its own, magnitudes of the unit kept in it
    ("连续6个月。", "6个月", 6, "个月"),
    ("连续16个季度。", "16个季度", 16, "季度"),
    ("压至3个工作日。", "3个工作日", 3, "工作日"),
    ("服务1.5小时。", "1.5小时", "1.5", "小时"),
    ("培训36课时。", "36课时", 36, "课时"),
    ("走访12户次。", "12户次", 12, "户次"),
    ("装机41.7万千瓦。", "41.7万千瓦", 417000, "千瓦"),
    ("蓄水970万立方米。", "970万立方米", 9700000, "立方米"),
    ("面积5平方千米。", "5平方千米", 5, "平方千米"),
    ("补助8元/人·次。", "8元/人·次", 8, "元/人·次"),
    ("收费12.6元/平方米/年。", "12.6元/平方米/年", "12.6", "元/平方米/年"),
    ("达4.2批次/千人。", "4.2批次/千人", "4.2", "批次/千人"),
    ("浓度33微克/立方米。", "33微克/立方米", 33, "微克/立方米"),
    ("配备12台（套）。", "12台（套）", 12, "台（套）"),
    ("接访86件（批）次。", "86件（批）次", 86, "件（批）次"),
    ("抓好四个方面。", "四个方面", 4, "方面"),
    ("校准天平52把。", "52把", 52, "把"),
    ("办证6120本(张)。", "6120本(张)", 6120, "本(张)"),
    ("共2900万家庭。", "2900万", 29000000, ""),
    # 家庭, 人才, 名胜 are nouns: no 家, 人, 名
    ("涉及12家庭。", "12", 12, ""),
    ("引进12人才。", "12", 12, ""),
    ("共有12名胜。", "12", 12, ""),
    # Hard-wrapped pages
    ("接待8000\n余\n人次。", "8000\n余\n人次", 8000, "人次"),
    ("拆除9400平\n方米。", "9400平\n方米", 9400, "平方米"),
    ("总产2.1\n万吨。", "2.1\n万吨", 21000, "吨"),
    ("增收1800元\n以上。", "1800元\n以上", 1800, "元"),
    ("投入 2 万 元。", "2 万 元", 20000, "元"),
    ("100来个。", "100来个", 100, "个"),
    ("2千多亿元。", "2千多亿元", 200000000000, "元"),
    ("上升0.5个点。", "0.5个点", "0.005", "点"),
    ("100㎡。", "100㎡", 100, "㎡"),
    ("时速60km。", "60km", 60, "km"),
    ("布设6个点位。", "6个", 6, "个"),
    ("每斤提价2毛钱。", "2毛", 2, "毛"),
    ("税率由3档减。", "3档", 3, "档"),
    ("夺得5金。", "5金", 5, "金"),
    ("服务5金融机构。", "5", 5, ""),
    ("1200个体工商户。", "1200", 1200, ""),
    ("减排3.6万吨二氧化碳当量。", "3.6万吨二氧化碳当量", 36000, "吨二氧化碳当量"),
    ("送餐3.2万餐。", "3.2万餐", 32000, "餐"),
    ("拍摄视频12集。", "12集", 12, "集"),
    ("吞吐量86万TEU。", "86万TEU", 860000, "TEU"),
    ("能量达60兆电子伏。", "60兆电子伏", 60, "兆电子伏"),
]

# text, mention, value, high, unit
RANGES = [
    ("新建20—30个。", "20—30个", 20, 30, "个"),
    ("新建20-30个。", "20-30个", 20, 30, "个"),
    ("新建20～30个。", "20～30个", 20, 30, "个"),
    ("新建20至30个。", "20至30个", 20, 30, "个"),
    ("新建20个至30个。", "20个至30个", 20, 30, "个"),
    ("新建20\n—\n30个。", "20\n—\n30个", 20, 30, "个"),
    ("增长5%至8%。", "5%至8%", "0.05", "0.08", "%"),
    ("增长12-15%。", "12-15%", "0.12", "0.15", "%"),
    ("回落1—2个百分点。", "1—2个百分点", "0.01", "0.02", "百分点"),
    ("百分之四到五。", "百分之四到五", "0.04", "0.05", "%"),
    ("百分之四至百分之五。", "百分之四至百分之五", "0.04", "0.05", "%"),
    ("补助3-5万元。", "3-5万元", 30000, 50000, "元"),
    ("补助3万—5万元。", "3万—5万元", 30000, 50000, "元"),
    ("压至三到五天。", "三到五天", 3, 5, "天"),
    ("达1.5至2倍。", "1.5至2倍", "1.5", 2, "倍"),
    # 从…到 and 由…至 are two statistics
    ("由14个至7个。", "14个", 14, None, "个"),
    ("从5%到8%。", "5%", "0.05", None, "%"),
    ("三五个。", "三五个", 3, 5, "个"),
    ("两三个。", "两三个", 2, 3, "个"),
    ("二三十个。", "二三十个", 20, 30, "个"),
    ("补助三至五亿元。", "三至五亿元", 300000000, 500000000, "元"),
    ("补助二十至三十万元。", "二十至三十万元", 200000, 300000, "元"),
]

# text, mention, bound
BOUNDS = [
    ("建成300户。", "300户", "exact"),
    ("浏览量10万+。", "10万+", "at_least"),
    ("约300户。", "约300户", "approx"),
    ("大约300户。", "大约300户", "approx"),
    ("300户左右。", "300户左右", "approx"),
    ("300户上下。", "300户上下", "approx"),
    ("约3000余人。", "约3000余人", "approx"),
    ("近3亿元。", "近3亿元", "at_most"),
    ("将近300户。", "将近300户", "at_most"),
    ("近百家。", "近百家", "at_most"),
    ("近三成。", "近三成", "at_most"),
    ("不足300户。", "不足300户", "at_most"),
    ("不超过300户。", "不超过300户", "at_most"),
    ("300户以下。", "300户以下", "at_most"),
    ("300户及以下。", "300户及以下", "at_most"),
    ("300户以内。", "300户以内", "at_most"),
    ("300户之内。", "300户之内", "at_most"),
    ("超300户。", "超300户", "at_least"),
    ("超过300户。", "超过300户", "at_least"),
    ("逾300户。", "逾300户", "at_least"),
    ("至少300户。", "至少300户", "at_least"),
    ("不少于300户。", "不少于300户", "at_least"),
    ("不低于98%。", "不低于98%", "at_least"),
    ("300余户。", "300余户", "at_least"),
    ("300多户。", "300多户", "at_least"),
    ("30余万元。", "30余万元", "at_least"),
    ("30万余元。", "30万余元", "at_least"),
    ("14亿多人。", "14亿多人", "at_least"),
    ("600余", "600余", "at_least"),
    ("百余场。", "百余场", "at_least"),
    ("四十余个。", "四十余个", "at_least"),
    ("3公里多。", "3公里多", "at_least"),
    ("300户以上。", "300户以上", "at_least"),
    ("300户及以上。", "300户及以上", "at_least"),
    ("四分之三以上。", "四分之三以上", "at_least"),
    # 突破 and 上 stay outside: the action, and a part of the magnitude
    ("突破7000亿元。", "7000亿元", "at_least"),
    ("上百人。", "百人", "at_least"),
    ("上千万人。", "千万人", "at_least"),
    # No approximator: the character belongs to the word before it
    ("签约16台。", "16台", "exact"),
    ("违约3起。", "3起", "exact"),
    ("公约2份。", "2份", "exact"),
    ("节约3万元。", "3万元", "exact"),
    ("附近3个。", "3个", "exact"),
    ("最近3个。", "3个", "exact"),
    ("临近2个。", "2个", "exact"),
    ("赶超3家。", "3家", "exact"),
    # 余 and 多 of the word behind
    ("300户多层住宅。", "300户", "exact"),
    ("12个多元主体。", "12个", "exact"),
    ("约 300 户。", "约 300 户", "approx"),
    ("约\n300户。", "约\n300户", "approx"),
    ("不到300户。", "不到300户", "at_most"),
    ("不高于4%。", "不高于4%", "at_most"),
    ("1/3以上。", "1/3以上", "at_least"),
]


def read(text):
    """The quantity at the first number character of a text."""
    return read_quantity(text, re.search(rf"\d|[{HAN}]", text).start())


def exact(number):
    return None if number is None else Decimal(str(number))


@pytest.mark.parametrize(("number", "value"), NUMBERS)
def test_a_number_has_its_value(number, value):
    assert value_of(number) == exact(value)


@pytest.mark.parametrize(("text", "mention", "value", "unit"), VALUES)
def test_a_mention_has_its_value_and_unit(text, mention, value, unit):
    found = read(text)
    assert (text[found.start : found.stop], found.value, found.unit) == (mention, exact(value), unit)


@pytest.mark.parametrize(("text", "mention", "value", "high", "unit"), RANGES)
def test_a_range_has_both_its_ends(text, mention, value, high, unit):
    found = read(text)
    ends = found.value, found.high, found.unit
    assert (text[found.start : found.stop], *ends) == (mention, exact(value), exact(high), unit)


@pytest.mark.parametrize(("text", "mention", "bound"), BOUNDS)
def test_an_approximator_belongs_to_the_mention(text, mention, bound):
    found = read(text)
    assert (text[found.start : found.stop], found.bound) == (mention, bound)


@pytest.mark.parametrize(("text", "column", "expected"), known_misses("quantities"))
def test_a_known_miss(text, column, expected):
    found = read(text)
    assert (found and getattr(found, column)) == expected


def test_a_value_is_exact_and_plain():
    assert str(read("10.20万元。").value) == "102000"
    assert str(read("增长0.1%。").value) == "0.001"


@pytest.mark.parametrize("text", ["新建公园", "，3个", "1" * 31 + "元"])
def test_where_no_number_starts_there_is_no_quantity(text):
    assert read_quantity(text, 0) is None


@pytest.mark.parametrize(("text", "unit"), [("公里村道", "公里"), ("个月内", "个月"), ("家庭", ""), ("（套）", "")])
def test_a_unit_is_the_longest_that_is_no_part_of_a_noun(text, unit):
    assert text[: unit_stop(text, 0)] == unit


# What is looked at before a pattern is tried must let through all that the pattern finds.
@pytest.mark.parametrize("word", sorted({*re.findall("[一-鿿]+", quantities._P.light.pattern)}))
def test_what_may_follow_an_approximator_is_looked_for(word):
    found = [quantities._P.light.search(before + word) for before in ("约", "近", "大概", "差不多")]
    assert all(match[0][-1] in quantities._LAST_OF_LIGHT for match in found if match)


@pytest.mark.parametrize("tail", ["", "可", "了", "奖励", "支持", "占全区"])
def test_an_approximator_afar_is_looked_for(tail):
    words = re.findall("[一-鿿]+", quantities._P.afar.pattern)
    found = [quantities._P.afar.search(before + word + tail) for word in words for before in ("", "最", "高", "低")]
    assert any(found)
    assert not any(quantities._FIRST_OF_AFAR.isdisjoint(match[0]) for match in found if match)
