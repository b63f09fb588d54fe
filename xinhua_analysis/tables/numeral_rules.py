"""What a numeral is, by what stands around it: rules that need more than one regular expression."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from .. import lexicon
from ..language.numbers import COLONS, HAN, PARTS
from ..language.quantities import PAIRS, Quantity, goes_on, is_bare, is_fraction, number_stop, read_quantity, read_ratio
from ..language.units import COUNTING, FAMILIES, unit_stop
from ..lexicon import Patterns
from .numeral_page import SPELLS, Found, Page, closed_by, pattern_end

# ---------------------------------------------------------------- rules that need more than a pattern

_P = Patterns(__name__, **PARTS)
_OPENS_NAME = lexicon.words("opens_name")
_CARRIED = frozenset(lexicon.words("carries_name"))  # 2024|成都…, 2024|园林…, 2024|款


def year_in_a_name(page: Page, pos: int) -> Found | None:
    """2024上海城市空间艺术季; but 2000张 and 2012部 are counts, as whatever else has a measure word."""
    text, year = page.text, _P.year.match(page.text, pos) if page.text[pos] in "12１２" else None
    if year is None or _P.not_in_a_name.match(text, year.end()) or _is_level(text, pos, year.end()):
        return None
    at = year.end() + (text[year.end()] in " \u3000")
    stop = at if text.startswith(_OPENS_NAME, at) else unit_stop(text, at)
    carried = stop == at + 1 and text[at] in _CARRIED and not closed_by.match(text, stop)
    return None if stop > at and not carried else Found(pos, year.end(), "name", "year in a name")


def heading_marker(page: Page, pos: int) -> Found | None:
    """一、 (二) 1. at the head of a section."""
    stop = page.markers.get(pos)
    return Found(pos, stop, "ordinal", "number of a heading") if stop else None


def places_in_a_list(page: Page, pos: int) -> Found | None:
    """18幢、19幢加装电梯; 四组、五组; 3路、9路改线: which, not how many; not 监控60路、80路."""
    places = None if _LISTS.isdisjoint(page.text[pos : pos + 8]) else _P.places.match(page.text, pos)
    if places is None or _P.dealt_out.search(page.text, max(0, pos - 16), pos):
        return None
    if places[1] == "路" and _P.feeds.search(page.text, max(0, pos - 24), pos):
        return None
    return Found(pos, places.end(), "name", "number of a version, address or class")


def in_a_quoted_name(page: Page, pos: int) -> Found | None:
    """“1+3+17” “十四五” 《2023年目录》: numerals inside a quoted name count nothing."""
    if not page.in_quotes(pos):
        return None
    match = _P.run.match(page.text, pos)
    return Found(pos, match.end(), "name", "inside a quoted name") if match else None


_LISTS = frozenset("、和及与")
_NUMBERED = frozenset(lexicon.words("numbered"))
_DIVISIBLE = frozenset(("money", "area", "length", "mass", "volume", "energy", "share", "points"))
_MEASURED = COUNTING | _DIVISIBLE - {"points"} | {"information"}


def behind_an_abbreviation(page: Page, pos: int) -> Found | None:
    """GDP12.3亿元, AED34台: capitals and a whole quantity; not PM2.5, TOP10企业, G60 and CBD2号楼, which are names."""
    text = page.text
    letters = _P.abbreviation.search(text, max(0, pos - 10), pos) if "A" <= text[pos - 1 : pos] <= "Z" else None
    found = statistic(page, pos) if letters and letters[0] not in _NUMBERED else None
    quantity = found and found.quantity
    if quantity is None or FAMILIES.get(quantity.unit) not in _MEASURED - {"administrative"}:
        return None
    return None if text[quantity.stop - 1] in "上下内" and closed_by.match(text, quantity.stop) is None else found


def ratio_of_an_indicator(page: Page, pos: int) -> Found | None:
    """城乡收入比2.04∶1, 床位与护士之比由1∶0.36优化为1∶0.45; not 以3:2获胜, 比例尺1:500, 2.5∶38.6∶58.9."""
    ratio = read_ratio(page.text, pos) if not COLONS.isdisjoint(page.text[pos : pos + 8]) else None
    if ratio is None or not _P.of_ratio.search(page.text, max(0, pos - 16), pos):
        return None
    return Found(ratio.start, ratio.stop, "statistic", "ratio of an indicator", ratio)


_LEVEL = lexicon.words("level")
DOUBTFUL = "doubtful: no number as it is written"
NO_UNIT = "no unit: not a quantity"


def broken_number(page: Page, pos: int) -> Found | None:
    """1、68亿元; 12 345人; 1,0000人; 5、6、8个: digits in pieces that are no number together, and are none apart.

    Only where a unit or a magnitude follows, so that a part of it would have been read; else a long code.
    """
    text, digits, pieces = page.text, pattern_end(_P.digits, page.text, pos), pattern_end(_P.pieces, page.text, pos)
    stop = max(digits, pieces, number_stop(text, pos))
    if _P.over_the_line.match(text, stop):
        return Found(pos, stop, "name", NO_UNIT)
    if stop == digits and not goes_on(text, pos):
        return None
    quantity = read_quantity(text, pos)
    if quantity and quantity.stop >= stop:
        return None
    unit_at = pattern_end(_P.gap, text, stop)
    many = pattern_end(_P.magnitude, text, unit_at)
    counted = unit_stop(text, unit_at) - unit_at  # 12，34日元, but 5、6日
    route = stop > digits and text.startswith("路", unit_at)  # 公交5、6、8路, but 12 345路
    numbered = text.startswith(_NOT_COUNTED, unit_at) and counted < 2 and (not route or "、" in text[pos:stop])
    if (many == unit_at and not counted) or numbered:
        if stop - pos > 40 or text.endswith(_LEVEL, 0, pos) or route:  # a code; 达1/1 0
            return Found(pos, stop, "name", NO_UNIT)
        return None
    return Found(pos, many if many > unit_at else stop, "name", DOUBTFUL)


_NOT_COUNTED = lexicon.words("names_place_or_time")


def statistic(page: Page, pos: int) -> Found | None:
    """A number with a unit, or with a magnitude and a noun (2900多万家庭)."""
    text = page.text
    is_level = text.endswith(_LEVEL, 0, pos)
    if (is_bare(text, pos) and not is_level) or _follows_a_number(text, pos):
        return None
    quantity = read_quantity(text, pos)
    if quantity is None:
        return None
    if text[pos] in ".．":  # .5万元; not where points end sentences (越用越灵.24个居民区), nor of what is counted
        measured = FAMILIES.get(quantity.unit) in _DIVISIBLE or re.search("[万亿]", quantity.number_text)
        if page.points_end or not measured:
            return None
    if not quantity.unit_text and not quantity.unit:
        counted = is_level or re.search(r"[万亿千百余多]", quantity.number_text) or is_fraction(quantity.number_text)
        if _P.of_code.search(text, max(0, pos - 16), pos) or not (counted or _is_bare_level(text, quantity)):
            return None
    return _unless_a_condition(text, quantity, "number and unit")


def _unless_a_condition(text: str, quantity: Quantity, reason: str) -> Found:
    """The statistic of a quantity; of a condition (得分低于80分的，…) a threshold."""
    condition = "的" in text[quantity.stop : quantity.stop + 9] and _P.condition.match(text, quantity.stop)
    if condition or _is_of_a_class(text, quantity):
        return Found(quantity.start, quantity.stop, "name", "threshold of a class")
    return Found(quantity.start, quantity.stop, "statistic", reason, quantity)


_VERBS, _LASTING = lexicon.entries("verbs"), lexicon.words("lasting")
_LEADING = (*_VERBS, *_LASTING)  # what is counted behind them is no class
_PROPERTIES = _DIVISIBLE - {"share", "points"} | {"time", "multiple"}


def _is_of_a_class(text: str, quantity: Quantity) -> bool:
    """超过15天未整改的商户, 满200人的企业: what they are, not how many; 服务超过200人的队伍 is counted."""
    near = text[quantity.start - 1 : quantity.start] in tuple("满到达破")
    meets = _P.meets.search(text, max(0, quantity.start - 3), quantity.start) if near else None
    bounded = quantity.bound in ("at_least", "at_most") and text[quantity.start] not in "近将"
    classed = _P.classed_by.match(text, quantity.stop) if meets or bounded else None
    behind = text[quantity.stop - 1] in "上下内"
    if classed is None or not (classed[1] or behind):
        return False
    family = FAMILIES.get(quantity.unit)
    if family in ("person", "person_time"):
        begins = meets or _P.begins.search(text, max(0, quantity.start - 3), quantity.start)
        return classed[2] is None and begins is not None and (family == "person" or not begins.lastindex)
    if meets or family not in _PROPERTIES:  # 有3个以上子女的家庭
        has = behind and classed[1] not in (None, "的") and text.endswith("有", 0, quantity.start)
        return family in _PROPERTIES or has
    return not text.endswith(_LEADING, 0, quantity.start)


_HAN, _DIGITS = frozenset(HAN), frozenset("一二三四五六七八九")


def _follows_a_number(text: str, pos: int) -> bool:
    """Whether the number at ``pos`` ends what cannot be read whole: 百二十户, 二十5人, 9七户, 三五七元; but 统一3个."""
    before = text[pos - 1 : pos]
    if before and before in "零〇" and text[pos - 2 : pos - 1] not in SPELLS:
        return False  # 清零901个
    if before in _HAN or (before in ("余", "多") and text[pos - 2 : pos - 1] in tuple("十百千万亿")):  # 一千多三百
        return _DIGITS.issuperset(text[pos - 2 : pos + 1]) or not _in_phrase(text, pos - 1, "idioms", "protected")
    return before.isdecimal() and text[pos] in SPELLS and _P.label.search(text, max(0, pos - 5), pos) is None


_INDEX = lexicon.words("index")


def _is_bare_level(text: str, quantity: Quantity) -> bool:
    """指数从5.8下降至5.4, 大约有50左右, CMI值1.08, 控制在0.45以内: a level without a unit."""
    about = text.endswith(("左右", "上下"), quantity.start, quantity.stop)
    if "." in quantity.number_text and closed_by.match(text, quantity.stop):
        about = about or text.endswith(("以内", "以上", "以下"), quantity.start, quantity.stop)
        about = about or (text.endswith(_INDEX, 0, quantity.start) and not text[quantity.start - 2].isdecimal())
    return about or _is_level(text, quantity.start, quantity.stop)


def _is_level(text: str, start: int, stop: int) -> bool:
    return text.endswith(("从", "由"), 0, start) and bool(_P.changes.match(text, stop))


def spelled_statistic(page: Page, pos: int) -> Found | None:
    """两个小区, 十余场, 四千二百多万城镇劳动力; 一 and bare magnitudes only where something is really counted."""
    text = page.text
    if _follows_a_number(text, pos):
        return None
    quantity = None if is_bare(text, pos) else read_quantity(text, pos)
    if quantity is None or not (quantity.unit or re.search(r"[万亿]|分之|半", quantity.number_text)):
        return None
    reached = quantity.unit_text and _P.reached.search(text, max(0, quantity.start - 2), quantity.start)
    if not _may_be_spelled(text, pos, quantity) and not reached and not text.endswith(_LASTING, 0, quantity.start):
        return None
    if not quantity.unit and _P.goes_on_spelled.match(text, quantity.stop):
        return None
    if text.endswith(PAIRS, 0, pos + 1) or (
        "、" in quantity.number_text and (quantity.unit in _PLACES or FAMILIES.get(quantity.unit) not in _GUESSED)
    ):
        return Found(quantity.start, quantity.stop, "name", DOUBTFUL)  # 三、四百人 where 三、 begins a line; 一、二期
    number = quantity.number_text.strip("余多")
    if quantity.unit == "期" and number in "二三四五六七八九十" and not text.endswith(_SERIES, 0, quantity.start):
        return None  # 三期拟补建探头, 新港三期 are the third stage; 培训班六期 is six courses
    if (number == "二" and quantity.unit != "成") or text.startswith("级", quantity.stop):
        return None  # 二轮 is the second; 五十亿级 a class
    if number == "一" and not _really_one(text, pos, quantity):
        return None
    alone = number.strip("百千万亿") == "" and quantity.bound == "exact"
    if alone and not reached and not text.endswith("上", 0, pos):  # 上百人
        return None
    return _unless_a_condition(text, quantity, "spelled-out number and unit")


_PLACES = frozenset((*lexicon.words("place_in_order"), *"期年月日"))  # 三、四层 are places in an order
_GUESSED = _MEASURED | {"multiple", "tenth", "occasion", "person_time", "time"}  # 两、三倍, 六、七次
_spells = lexicon.mapping("units", "spelled")


def half_of_a_time(page: Page, pos: int) -> Found | None:
    """缩短半小时, 提前半年完工, 捐半吨大米; not 半小时经济圈, 半天工作制."""
    text = page.text
    quantity = read_quantity(text, pos) if text[pos] == "半" else None
    if quantity and not page.in_quotes(pos):
        closes = closed_by.match(text, quantity.stop) or text.startswith("时间", quantity.stop)
        weighs = quantity.unit in ("吨", "公斤", "升", "公里", "百分点") and not text.startswith("圈", quantity.stop)
        if weighs or text.endswith(_LASTING, 0, quantity.start) or (closes and quantity.unit not in "年月日"):
            return Found(quantity.start, quantity.stop, "statistic", "spelled-out number and unit", quantity)
    return Found(pos, pos + 1, "", "") if text[pos] == "半" else None


def _is_whole(quantity: Quantity) -> bool:
    return quantity.value == quantity.value.to_integral_value()  # a remainder of very many digits cannot be had


def _may_be_spelled(text: str, pos: int, quantity: Quantity) -> bool:
    """Whether a spelled number counts before its unit: 砍绿篱两段。 not 两段道路; 纠纷、诉求两类, not 水质优三类."""
    unit = quantity.unit_text
    if not _is_whole(quantity) or text[max(pos - 2, 0) : pos] in ("零上", "零下"):  # 两分半, 零下三度
        return True
    spelled = _spells.get(unit) or _spells.get(unit.removeprefix("个"), "yes")
    if spelled == "listed":
        return _P.listed.search(text, max(0, pos - 12), pos) is not None
    closes = spelled == "closing" and closed_by.match(text, quantity.stop)
    return spelled == "yes" or bool(closes) or "个" in quantity.number_text  # 两个多月


_SERIES = lexicon.words("series")
_BUILT = lexicon.words("built")


def _really_one(text: str, pos: int, quantity: Quantity) -> bool:
    """新建一座桥, 购置泵车一台。 count one; 形成一个良好氛围 does not. 一倍, 一番 and 一成 always count."""
    unit = quantity.unit
    if not _is_whole(quantity) or unit in ("倍", "成", "百分点") or text.endswith(("翻", "翻了"), 0, quantity.start):
        return True
    if unit in ("小时", "分钟", "天", "公里"):  # 控制在一小时以内, 早晚各一小时
        bounded = quantity.bound != "exact" or closed_by.match(text, quantity.stop)
        return bool(bounded) and text.endswith(tuple("在至到为各达短长"), 0, quantity.start)
    if unit in ("种", "次", "条", "批"):
        return False
    closes = unit in _THINGS and _P.closes.match(text, quantity.stop) and not _P.each.search(text, max(0, pos - 8), pos)
    return text.endswith(_BUILT, 0, pos) or bool(closes)


_COUNTS = (*_VERBS, *"了共有出计的等为、和")
_THINGS = lexicon.words("one_thing")


def idiom(page: Page, pos: int) -> Found | None:
    """统一, 进一步, 一批: no numeral at all, from ``idioms.csv``; an answer without a reason makes no row."""
    text = page.text
    nothing = text[pos] in "零〇" and text[pos + 1 : pos + 2] != "点"  # 零部件, 零距离
    everywhere = text.startswith("四处", pos) and text.startswith(_VERBS, pos + 2)  # 四处张贴海报; not 打造四处宣传阵地
    everywhere = everywhere and not text.endswith(_COUNTS, 0, pos)
    return Found(pos, pos + 1, "", "") if nothing or everywhere or _in_phrase(text, pos, "idioms") else None


def protected_name(page: Page, pos: int) -> Found | None:
    """五社联动, 两旧一村, 十四五: names of the genre, from ``protected.csv``."""
    run = _P.run.match(page.text, pos)
    return Found(pos, run.end(), "name", "protected name") if run and _in_phrase(page.text, pos, "protected") else None


def _in_phrase(text: str, pos: int, *names: str) -> bool:
    """Whether a phrase of a lexicon covers the number character at ``pos``; a longer quantity wins: 十分 but 十分钟."""
    for pair, at in ((text[pos : pos + 2], pos), (text[pos - 1 : pos + 1], pos - 1)):
        for offset, phrase in (found for name in names for found in _phrases(name).get(pair, ())):
            if text.startswith(phrase, at - offset) and not _P.share.match(text, pos):
                quantity = None if is_bare(text, pos) else read_quantity(text, pos)
                if quantity and quantity.bound != "exact" and text[pos] in "百千万亿":  # 上万家企业, but 进万家
                    return False
                return not (quantity and quantity.unit_text and quantity.stop > at - offset + len(phrase))
    return False


@cache
def _phrases(name: str) -> dict[str, tuple[tuple[int, str], ...]]:
    """For each pair of characters that holds a number, the phrases with the pair's place in them."""
    table: dict[str, list[tuple[int, str]]] = {}
    for phrase in lexicon.entries(name):
        for offset, pair in enumerate(map("".join, pairwise(phrase))):
            if pair[0] in HAN or pair[1] in HAN:
                table.setdefault(pair, []).append((offset, phrase))
    return {pair: tuple(found) for pair, found in table.items()}
