"""The ledger: every numeral of a text in exactly one row, with its kind and the rule that decided it.

A numeral is a run of digits (ASCII, full-width) or of Chinese number characters. A number that its writing breaks
(1、68亿元; 12 345人) is one row, whose reason is ``DOUBTFUL``, and no part of it a statistic. At each numeral
the rules are tried in order, the first that answers owns the span: a ``Pattern`` for what a regular expression can see,
a function for what needs more. Chinese numerals inside idioms (统一, 进一步, 一批) are no numerals. To add a rule, put
its pattern with an example above it where it belongs in ``ARABIC_RULES`` or ``SPELLED_RULES``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from .. import lexicon
from ..bounds import Along
from ..language.numbers import ARABIC, DASH, HAN
from ..records import Numeral, Section, Sentence
from .numeral_page import SPELLS, Found, Page, Pattern, Rule, numeral_begins, see_page
from .numeral_rules import (
    AND_MORE,
    COMPOUND,
    DOUBTFUL,
    NO_UNIT,
    POWERS,
    behind_an_abbreviation,
    broken_number,
    half_of_a_time,
    heading_marker,
    idiom,
    in_a_quoted_name,
    protected_name,
    ratio_of_an_indicator,
    spelled_statistic,
    statistic,
    year_in_a_name,
)
from .sentences import home_finder, read_rows, stretches

# ---------------------------------------------------------------- the rules, in order

_THRESHOLD = (
    "(?:周?岁|万?亿?美?元|万?[人户吨]|蒸吨|亩|[平立]方米|摄氏度|[层米天年分级℃]|度(?!电)|公里|兆瓦|千瓦|小时|工作日)"
)
_TO = rf"\s?(?:[至到]|[{DASH}]{{1,2}})\s?"
_LETTERS = "|".join(unit for unit in lexicon.entries("units") if unit[0].isascii() and unit != "P")  # kW, m³
_CLASSED = "(?=(?:重[大点])?(?:项目|企业|楼宇|园区|产业|集群|基地|大户|工程|商户|镇|村))"
_NOUN = r"[^\s，。；、：:）)”的,;]"
_NOT_CUT = "(?<![短缩减长][为至到])"
_TIMES = "[一两三四五六七八九]"
_LASTED = "[时达为续需仅了到短长前]"
_COUNTING = ("count", "person", "household", "organisation", "person_time", "occasion")
_THINGS_COUNTED = "个(?!百分|千分|[小月点基工半])|" + "|".join(
    row["unit"] for row in lexicon.rows("units") if row["unit_family"] in _COUNTING and row["unit"] != "个"
)
_SIZES = "(?:兆瓦|千瓦|万?吨|亿?元|[米人位分年日寸]|公里|千伏|英寸)"
_NOT_LASTED = "(?<![到至为在短少长了达约加建设时续近超过前])"
_ITS_RATE = r"(?=[^\s，。；、,;\d]{1,6}(?<![效功频几])率|全?覆盖(?:[，。；、,;]|$))"
_THEN = "[来内间前后]|以[来内前后]"
_WITHIN = rf"{ARABIC}\s?(?:小时|分钟|个?工作日|[天日米]|公里)[之以]?内"
_MONTH = "(?:1[0-2]|0?[1-9])"
_DAY_OF = rf"(?:19|20)\d\d[/.．{DASH}]\d{{1,2}}[/.．{DASH}]\d{{1,2}}(?!\d)"  # a year
_DAYS = "(?![4-9４-９]\\d|[3３][2-9２-９])\\d{1,2}"  # of a month: 45日 is how long
_COLON = "[:：∶﹕︰]"
_MEASURES = "(?:元|亩|平方|公里|公顷|[万千]?[吨米瓦]|倍|个百分点)"
_CODES = "|".join(lexicon.entries("word_classes", "class", "code"))
_HOTLINE = r"(?:12345|12348|12315|12333|12328|12369|12350|12388|12393|96\d{3,4}|11[0249]|12[02])(?!\d)"
_CALLED = '(?=热线|平台|工单|指挥|政务|便民|服务|电话|中心|报警|接|转|[”"])'
_TH = r"(?:(?<=第)|(?<=第\s))"  # a soft line end may stand behind 第
_name, _date, _ordinal = (partial(Pattern, kind) for kind in ("name", "date", "ordinal"))
ARABIC_RULES: tuple[Pattern | Rule, ...] = (
    heading_marker,
    # 2024-02-02, 2023/5/1-10/31
    _date("calendar date", rf"{_DAY_OF}(?:{_TO}(?:{_DAY_OF}|{_MONTH}[/.．]\d{{1,2}}(?!\d)))?"),
    # 2023.1-2023.12, 2023-3至5
    _date(
        "calendar date",
        rf"(?:19|20)\d\d[/.．{DASH}]{_MONTH}{_TO}(?:(?:19|20)\d\d[/.．{DASH}])?{_MONTH}(?=[，。；、,;）)\s”年的起间止期]|$)",
    ),
    # 5·21, 3·15; not 1·68亿元
    _name("dotted day in a name", rf"\d{{1,2}}[·•]\d{{1,2}}(?![\d万亿%％]|{_MEASURES})"),
    # 2×10**6, 2×10^-3, 5E4元, 3%o, 3.万元, 300（含）人
    _name(DOUBTFUL, POWERS),
    # 3m×4m, 1+3+17, 8+4, 7×24小时; not 2000+人
    _name(
        "formula of a name",
        r"\d+(?:m(?=×))?(?:\s?[+＋×xX]\s?(?:\d++(?!\^)|[NnXx]))+(?:小时)?|\d+(?<!0)[+＋](?=[一-龥])",
    ),
    _name("formula of a name", r"(?<=[+＋×NnXx])(?<!(?:[上去]年|[同环]比|同期)[+＋])\d++(?![.．]\d|[%％‰])(?:小时)?"),
    in_a_quoted_name,
    year_in_a_name,
    behind_an_abbreviation,
    ratio_of_an_indicator,
    # 第1至3季度, 1-3季度, 前3季度; not 连续3季度
    _date("quarter", rf"(?<=第)\d{_TO}\d季度", head=1),
    _date("quarter", rf"(?<![续期时近])[1-4１-４](?:(?:{_TO}|[、和])[1-4１-４])?季度"),
    # 公元前221年, 2020—2023年, 2022—2023学年, 2020届, 2023年度, 2023年12月31日, １９７９年
    _date("year", rf"[12１２]\d{{3}}{_TO}(?:[12１２]?\d{{1,3}}\s?年度?|[12１２]\d{{3}}\s?(?:学年|[届级]))"),
    _date("year", r"[12１２]\d{3}\s?(?:年(?:度|\s?(?:\d{1,2}|元)\s?月(?:份|\s?\d{1,2}\s?日)?)?|届|学年)|\d\d年(?=代)"),
    _date("year", r"(?<=公元前)\d{1,4}年"),
    # 1998、1999年
    _date("year", r"(?:19|20)\d\d(?=(?:[、和](?:19|20)\d\d){1,6}年)"),
    # 1—5月, 4月25日, 15日
    _date("month or day", rf"\d{{1,2}}(?:{_TO}|/)\d{{1,2}}\s?月份?|\d{{1,2}}\s?月(?:份|\s?\d{{1,2}}\s?日)?"),
    _date("month or day", rf"{_NOT_CUT}{_DAYS}(?:{_TO}{_DAYS})?\s?日(?![元均内常]|[以之].|[缩压减延][短缩减长])"),
    _date(  # 9:30, 8时30分
        "time of day",
        rf"\d{{1,2}}(?:[:：][0-5]\d(?:[:：][0-5]\d)?(?![\d.．:：])|[时点]\d{{1,2}}分|[时点]?{_TO}\d{{1,2}}[时点](?!\d)"
        r"|时(?![间代速机期长]))",
    ),
    # 20世纪60年代
    _date("century", r"\d{1,2}\s?世纪"),
    # 2.31:1, 1∶3.4, 1.1:50.3:48.6
    _name("ratio", rf"{ARABIC}(?:\s?{_COLON}\s?{ARABIC}){{2,8}}"),
    _name("ratio", rf"{ARABIC}∶{ARABIC}|(?:1{_COLON}{ARABIC}|{ARABIC}{_COLON}1)(?![\d.．])"),
    # 第18届, 第2轮, 第5
    _ordinal("第 and a number", rf"{_TH}{ARABIC}(?:(?:{_TO}|[、和/]){ARABIC}){{0,8}}[届轮批次期位名季条章号]?", head=1),
    # 前10位, 前50强, 前1%
    _ordinal("place in a ranking", rf"(?:(?<=[前列])|(?<=前\s))(?<![目之此以先提]前){ARABIC}\s?[位名强%％]", head=1),
    # 1. 2、 (3)
    _ordinal("number of a list", r"(?<![^\n。；;\s])(?<![\u4e00-\u9fff][ \u3000\xa0])\d{1,2}(?=[.．、](?!\d))"),
    _ordinal("number of a list", r"\d{1,2}(?=[.．]\d{1,2}月\d{1,2}日)"),  # 3.8月1日
    _ordinal(  # 3.10种有色金属 at the head of a paragraph: no decimal counts days or things
        "number of a list",
        rf"(?<![^\n\u3000])(?<![^。；：;:\n\u3000\u2029]\n)\d{{1,2}}(?=[.．]\d+(?:{_THINGS_COUNTED}))",
    ),
    # (3), 1)环城北路
    _ordinal(
        "number of a list",
        r"(?<=[(（])(?<![\d%][(（])\d{1,2}(?=[)）])|(?<![^\n。；;:：，,、\s])\d{1,2}(?=[)）][\u4e00-\u9fff])",
    ),
    # 5G, 6G, 5A级, 4K, 3D, 1080P; GB, km, kWh and the like are units, and P of 8200P
    _name(
        "joined to a letter",
        rf"\d+(?:[.．]\d+)?(?!(?:{_LETTERS})(?![A-Za-z]))(?!(?<=\d\d\d)(?<!720|480)(?<!1080|2160|1440)P(?![A-Za-z]))[A-Za-z](?![A-Za-z]*PS)(?![BbWwVv])[A-Za-z]*级?",
    ),
    _name("joined to a letter", r"(?:(?<=[A-Za-zＡ-Ｚ])|(?<=[A-Za-zＡ-Ｚ][-－]))\d+(?:[-.]\d+)*"),
    # 11340100MB1A23456X, 20231109kg01
    _name("joined to a letter", rf"\d{{4,}}(?!(?:{_LETTERS})(?![A-Za-z\d]))[A-Za-z]{{1,4}}\d[A-Za-z\d]*"),
    # 2.0版, 500强, 5星级, 217号, 1088弄, 10号线
    _name(
        "number of a version, address or class",
        rf"{ARABIC}\s?(?:版|强|星级|号|弄|路(?=公交|车|线)|国(?=集团)|国道|省道|线|代|度角|室|栋楼(?=[\d一二三四东西南北]))",
    ),
    # 1—8栋: which houses, not how many; 编号20240105批次, 工号10086名, 20231231批次: codes; 北纬30°15′
    _name(
        "number of a version, address or class",
        rf"1{_TO}\d{{1,3}}\s?[栋幢]|(?<=\d[栋幢座])\d{{1,2}}单元|(?<=号楼)\d{{1,2}}单元|(?:(?<={_CODES})|(?<=[:：为])(?<=(?:{_CODES}).))\d{{4,}}(?=[\u4e00-\u9fff])"
        r"|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d*(?=号?[批期件份名次宗起例单笔卷])"
        rf"|(?<=[纬经]){ARABIC}(?=[°度])|(?<=\d°)\d+(?:[.．]\d+)?(?=[′'])",
    ),
    # 12345热线
    _name("hotline", _HOTLINE + _CALLED),
    # 24小时服务, 365天不打烊
    _name("round the clock", r"24\s?小时|365\s?天(?=[^，。；、\d]{0,4}(?:不打烊|无休|在线|全天|不间断|服务|值守))"),
    # 15分钟社区生活圈, 乡村3公里”服务圈
    _name("service radius", rf"{ARABIC}\s?(?:分钟|公里|小时|米|刻钟)(?=[^，。；、]{{0,12}}(?:圈|通勤|直达|可达))"),
    # 30秒接通率, 500米站点覆盖率, 1小时覆盖
    _name("service radius", rf"{_NOT_LASTED}{ARABIC}\s?(?:分钟|小时|秒|米|公里|个月|[天日]){_ITS_RATE}"),
    # 25兆瓦级, 亿元级, 15年一遇, 30亿级企业, 5亿规模企业, 7度设防, 3层楼房
    _name(
        "class of size",
        rf"{ARABIC}[千万亿]?\s?(?:{_SIZES}级|年一遇)|{ARABIC}[百千]?[万亿](?:级|元?规模{_CLASSED})"
        rf"|{ARABIC}(?:度(?=设防)|层(?=高楼|楼房|小楼|住宅|洋房|别墅|建筑(?!面)))|[2-9]件套(?=[\u4e00-\u9fff]{{2}})",
    ),
    # 110千伏变电站, 7kW充电桩, 15厘米厚沥青, 800米外迁建
    _name(
        "class of size",
        rf"{ARABIC}\s?(?:(?:千伏|kV)(?=[^，。；、]{{0,6}}(?:站|线|工程|输|变|网))|(?:千瓦|[kK]W|伏|V)(?=[直交流快慢超充]{{0,4}}电?桩)"
        r"|(?:[厘毫]?米|公分)(?:厚|[高宽深](?![度层程差速处于达出]))(?=的?[\u4e00-\u9fff]{2})"
        r"|(?:米|公里)(?=开外|外(?![墙立围环径电网])|处(?![理置])))",
    ),
    # 60岁以上老人, 30亿元以上项目; but 新增100户以上。达20%以上
    _name(
        "threshold of a class",
        rf"(?<![达到在为是超增占均有于长]){ARABIC}[万亿]?\s?{_THRESHOLD}(?:及|[（(]不?含[^）)\s]{{0,4}}[）)])?以[上下内]的?(?=[^\s，。；、：:）)”的,;])",
    ),
    # 为65岁以上老人体检, 锻炼3次以上的人口, 低于85分的单位
    _name(
        "threshold of a class",
        rf"(?<![达到]){ARABIC}\s?(?:周?岁及?以[上下](?=的?{_NOUN})|(?:次|个?月)及?以[上下](?=的{_NOUN}))",
    ),
    _name("threshold of a class", rf"(?<=[低高少多]于)(?<!不..){ARABIC}[万亿]?\s?(?:{_THRESHOLD}|%)(?=的)"),
    # 过10亿元的重大增长点, 满4年, 65岁老人; thresholds are round: 投资达1860万元的公路 is measured
    _name(
        "threshold of a class",
        rf"(?<=[过超满逾达])(?<!了超)(?<!了超过)(?!\d\d+[1-9]0*(?!\d)){ARABIC}[万亿]?\s?(?:周?岁|[亿万]?元|公里|米|平方米)(?=的[^，。；]{{2}})",
    ),
    # 招引超10亿元项目8宗
    _name("threshold of a class", rf"(?<=[超过]){ARABIC}[万亿]?元{_CLASSED}"),
    _name("threshold of a class", rf"(?<![到达为至]){ARABIC}(?:{_TO}{ARABIC})?\s?周?岁(?=[\u4e00-\u9fff—-])"),
    _name("threshold of a class", rf"(?<=满){ARABIC}\s?(?:周?岁|年|个月)"),
    # 48小时内办结, 50米内换乘; but 缩短到3分钟以内, 响应时间10分钟以内。
    _name(
        "threshold of a class",
        rf"(?<![到至为在])(?!(?:(?<=[用耗历]时)|(?<=时间)|(?<=时[长限])|(?<=[工周]期)){_WITHIN}[，。；、,;\s]){_WITHIN}",
    ),
    # 每10万人口, 每50公里, 每3天
    _name("base of a rate", rf"(?<=每){ARABIC}[万亿]?(?:\s?(?:[天日周年]|个?月|小时|分钟|季度))?"),
    # 3天1轮, 平均2.5天一次, 一年2次
    _name("frequency", rf"{ARABIC}\s?(?:[天日周年]|个?月|季度)(?=(?:\d+|{_TIMES})[轮次报调查更])"),
    _name("frequency", r"(?:(?<=[\d一][天日周月年])|(?<=季度))\d+[轮次]"),
    # 7大产业集群, 10种有色金属产量
    _name("class of a programme", "10种有色金属(?=产量)|1[%‰](?=人口(?:抽样|变动))"),
    _name("class of a programme", rf"{ARABIC}大(?!类|项|件|块|卡|方面|板块)"),
    # 近10年, 7年来, 5年内; but 连续4年 is a statistic
    _date(
        "stretch of years",
        rf"(?<![续长短快缩期前满达了\d年])(?<!历时)(?!\d+(?:[.．]|年零?\d+个月))(?:\d{{1,2}}{_TO}(?=\d{{1,2}}年[内来间后]))?{ARABIC}多?余?\s?(?:年(?![均半])|周年)(?:[来内间前后期]|以来|中间)?",
    ),
    _date("stretch of months", rf"(?<=前){ARABIC}\s?个月", head=1),
    _date("stretch of months", rf"{ARABIC}\s?个多?月(?={_THEN})|(?<=近)(?<!{_LASTED}近){ARABIC}\s?个月"),
    _name(DOUBTFUL, r"\d*[\u00bc-\u00be\u2150-\u215e][百千万亿]*"),
    _name(DOUBTFUL, AND_MORE),
    broken_number,
    statistic,
    _name(DOUBTFUL, COMPOUND.replace("N", r"\d+(?:\.\d+)?")),
    # whatever is left: a code, a bare number
    _name(NO_UNIT, rf"{ARABIC}(?![\d.．])|\d[\d.．]*\d|\d"),
)
_HAN_YEAR = "[一二][零〇○一二三四五六七八九]{3}"
_DAY = "[一二三四五六七八九十]{1,3}"
_ATTRIBUTES = "(?:投资|产值|总值|营收|收入|规模|税收|资产|总额)"
SPELLED_RULES: tuple[Pattern | Rule, ...] = (
    heading_marker,
    _name(NO_UNIT, rf"[{HAN}]{{17,}}"),
    # 二〇二三年, 十八世纪六十年代, 十月一日, 四月初, 三季度
    _date("year", rf"{_HAN_YEAR}年(?:度|(?:{_DAY}|元)月(?:{_DAY}日)?)?"),
    _date("century", rf"{_DAY}世纪(?:{_DAY}年代)?"),
    _date("year", rf"{_HAN_YEAR}{_TO}{_HAN_YEAR}年"),
    _date("month or day", rf"[一二三四五六七八九十]{{1,2}}月?{_TO}[一二三四五六七八九十]{{1,2}}月份?"),
    _date("month or day", rf"[一二三四五六七八九十]{{1,2}}月(?:份|[初底末]|[上中下]旬|{_DAY}日)"),
    _date("quarter", rf"[一二三四](?:(?:{_TO}|[、和])[一二三四])?季度"),
    # 第十八届, 十二届六次全会
    _ordinal(
        "第 and a number",
        rf"{_TH}[{HAN}]+(?:(?:{_TO}|[、和])[{HAN}]+(?=[届轮批次期条章])){{0,8}}[届轮批次期位名季条章]?",
        head=1,
    ),
    _ordinal(
        "session of a congress",
        rf"(?!两)[{HAN}]+(?:届|次(?=(?:[、和][{HAN}]+次){{0,4}}(?:全会|全体|会议|党代会|代表)))",
    ),
    # 前三名
    _ordinal("place in a ranking", rf"(?<=[前列])[{HAN}]+[位名强]", head=1),
    # 一是…二是…, 一要…二要…, （三）
    _ordinal("number of a list", rf"(?<![^\n\s。；;：:，,]){_DAY}(?=是|要(?![素点件害闻]))"),
    _ordinal("number of a list", rf"(?<=[(（]){_DAY}(?=[)）])"),
    in_a_quoted_name,
    half_of_a_time,
    # 〇九班
    _name("part of a name", rf"(?:〇|(?<![清归为从减降])零){_TIMES}{{1,3}}(?![{HAN}点])"),
    idiom,
    protected_name,
    _name(DOUBTFUL, AND_MORE),
    _name(  # 亿元以上项目, 产值超亿元的企业; but 达千亿元以上。
        "threshold of a class",
        rf"(?<![达到在为是超增占均有于长])[{HAN}]*[百千万亿](?:美?元|亩|头|只|吨|人|户)及?以上的?(?=[^\s，。、；：:）)”的,;])",
    ),
    # 每十万人口, 七个工作日内
    _name("base of a rate", rf"(?<=每)(?:[二两三四五六七八九十](?![{HAN}])|[{HAN}]{{2,}})"),
    _name(
        "threshold of a class", rf"(?<![到至为在{HAN}])[{HAN}]+(?:个半)?(?:小时|分钟|个?工作日|[天日]|个?星期)[之以]?内"
    ),
    _name("threshold of a class", rf"(?<=满)[{HAN}]+(?:周?岁|个月)"),
    _name("service radius", rf"{_NOT_LASTED}(?<![{HAN}])[{HAN}]+(?:分钟|小时|秒|公里|个月|天){_ITS_RATE}"),
    _name("threshold of a class", rf"(?<={_ATTRIBUTES}[过超满逾达])[{HAN}]*[百千万亿]元(?=的[^，。；]{{2}})"),
    _name("threshold of a class", rf"(?<=[超过])[{HAN}]*[百千万亿]元{_CLASSED}"),
    # 五个一工作法, 五十亿级产业
    _name("class of a programme", r"[三四五六七八九十]个一(?=[\u4e00-\u9fff])"),
    _name("class of size", rf"[{HAN}]+(?:(?:万?吨|亿?元)?级|年一遇)"),
    _name("frequency", rf"[{HAN}]+(?:[天日周年]|个?月|季度)(?={_TIMES}[轮次])|(?<=一[天日周月年]){_TIMES}[轮次]"),
    _date("stretch of months", rf"(?<=[前头])(?<![目此提]前)[{HAN}]+个月", head=1),
    _date("stretch of months", rf"[{HAN}]+个多?月(?={_THEN})|(?<=近)(?<!{_LASTED}近)[{HAN}]+个月"),
    # 三年行动, 二十六年间, 五大工程, 三个“一号工程”
    _name("class of a programme", rf"[{HAN}]+(?:年|个月)(?=行动|计划|规划|攻坚|方案|活动|专项)"),
    _date("stretch of years", rf"(?<=前)(?<![目此提]前)[{HAN}]+年", head=1),
    _date(
        "stretch of years",
        rf"(?<![续期时长短])(?<!提前)(?!一年(?![来内半多间]))[{HAN}]+多?年(?!半)(?:[来内间前后]|以来|中间)?",
    ),
    _name("class of a programme", r"[二两三四五六七八九十]+(?:大(?![类项件块]|方面)|[个项](?=“))"),
    spelled_statistic,
    _name(DOUBTFUL, COMPOUND.replace("N", f"[{HAN}]+")),
    # 三所联动, 五保对象
    _name("part of a name", "[二三四五六七八九十][一二三四五六七八九十百千]+|[二两三四五六七八九](?=[\u4e00-\u9fff])"),
)


def _one_pattern(rules: Sequence[Pattern | Rule]) -> tuple[Rule, ...]:
    """The same rules, each run of patterns tried as one expression: one look instead of thirty."""
    steps: list[Rule] = []
    for _, group in groupby(rules, type):
        run = list(group)
        patterns = [rule for rule in run if isinstance(rule, Pattern)]
        steps += [_one_of(patterns)] if patterns else [rule for rule in run if not isinstance(rule, Pattern)]
    return tuple(steps)


def _one_of(patterns: Sequence[Pattern]) -> Rule:
    joined = re.compile("|".join(f"({pattern.pattern})" for pattern in patterns))

    def rule(page: Page, pos: int) -> Found | None:
        match = joined.match(page.text, pos)
        if not match:
            return None
        kind, reason, _, head = patterns[(match.lastindex or 1) - 1]
        head += page.text[pos - head : pos].isspace()  # 第⏎3批
        return Found(match.start() - head, match.end(), kind, reason)

    return rule


_ARABIC, _SPELLED = _one_pattern(ARABIC_RULES), _one_pattern(SPELLED_RULES)


def find_numerals(text: str, sections: Sequence[Section] = (), along: Along = iter) -> tuple[Found, ...]:
    """Every numeral of a text from left to right, each character in one at the most, with the rule that decided it.

    >>> [(found.kind, found.reason) for found in find_numerals("2023年举办活动600余场,“五社联动”统一推进。")]
    [('date', 'year'), ('statistic', 'number and unit'), ('name', 'inside a quoted name')]
    """
    numerals = tuple(along(_numerals(see_page(text, sections))))
    return tuple(_in_cells(text, sections, numerals)) if "\t" in text else numerals


def _numerals(page: Page) -> Iterator[Found]:
    text, pos, owned = page.text, 0, 0
    while match := numeral_begins.search(text, pos):
        at = match.start()
        rules = _SPELLED if text[at] in SPELLS else _ARABIC
        found = next(filter(None, (rule(page, at) for rule in rules)), None)
        if found is None or not found.reason:  # an idiom, or 一 that counts nothing
            pos = match.end()
            continue
        if found.start < owned:  # 近10年前5名: the numeral before holds the 前 already
            found = found._replace(start=owned)
        yield found
        pos = owned = max(found.stop, match.end())


def _in_cells(text: str, sections: Sequence[Section], numerals: Sequence[Found]) -> Iterator[Found]:
    """The numerals, those without a unit that stand alone in a cell told as such: their table tells what they count.

    >>> [found.reason for found in find_numerals("项目\\t金额（单位：万元）\\n加梯\\t160\\n绿道\\t23台")]
    ['alone in a cell of a table, in 万元', 'number and unit']
    """
    cells = ((start, stop) for start, stop, kind, _ in stretches(text, sections) if kind == "cell")
    units = _units_of_cells(text)
    start, stop = next(cells, (len(text), len(text)))
    for found in numerals:
        while stop <= found.start and stop < len(text):
            start, stop = next(cells, (len(text), len(text)))
        around = text[start : found.start] + text[found.stop : stop]
        alone = start <= found.start and found.stop <= stop and not any(map(str.isalnum, around))
        if alone and found.kind == "name":
            unit = f", in {units[start]}" if start in units else ""
            found = found._replace(kind="cell", reason=f"alone in a cell of a table{unit}")
        yield found


# 金额（单位：万元） · 数量(台) · 单位：件
_unit_of_column = re.compile(r"[（(](?:单位[：:])?([^\W\d]{1,4}|[%％])[）)]$|单位[：:]\s*([^\W\d]{1,4}|[%％])")


def _units_of_cells(text: str) -> dict[int, str]:
    """The unit of each cell that the head of its column, or else a line above the table, tells."""
    units: dict[int, str] = {}
    for rows in read_rows(text):
        first = rows[0][0]
        above = _unit_of_column.search(text[max(0, first - 40) : first].strip().rpartition("\n")[2])
        heads: dict[int, str] = {-1: next(filter(None, above.groups()))} if above else {}
        for start, stop, cells in rows:
            at = start
            for column, words in enumerate(text[start:stop].split("\t")):
                cell = words.strip()
                if found := _unit_of_column.search(cell):
                    heads[column if sum(map(bool, cells)) > 1 else -1] = found[1] or found[2]
                elif cell and (unit := heads.get(column) or heads.get(-1)):
                    units[at + words.index(cell)] = unit
                at += len(words) + 1
    return units


def read_ledger(text: str, found: Sequence[Found], sentences: Sequence[Sentence]) -> tuple[Numeral, ...]:
    """The ledger of a text: what was found, as rows ``n001 …`` with the section and sentence of each.

    >>> from xinhua_analysis.records import Sentence
    >>> read_ledger("第18届。", find_numerals("第18届。"), [Sentence("s0-01", 0, 5, "第18届。", "body", "s0")])[0].text
    '第18届'
    """
    rows, home = [], home_finder(sentences)
    for n, item in enumerate(found, 1):
        sentence = home(item.start)
        mention = text[item.start : item.stop]
        place = (sentence.section_id, sentence.id)
        rows.append(Numeral(f"n{n:03d}", item.start, item.stop, mention, item.kind, item.reason, *place))
    return tuple(rows)
