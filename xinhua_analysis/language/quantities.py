"""A number with its unit, as written and as an exact value: approximators, magnitudes, ranges, fractions, units.

What a mention of a statistic says by itself. Writing of numbers: GB/T 15835; what belongs to a mention and what
an approximator means: the annotation guide. Digits may be ASCII or full-width, numerals Arabic, Chinese or mixed.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from typing import NamedTuple

from .. import lexicon

# Units that are not measure words: a noun right behind them is not what they count (增长5%的速度 aside).
NOT_COUNTED = ("share", "points", "permille", "time", "multiple", "tenth", "score")

# ---------------------------------------------------------------- values

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
STEPS = {"十": 10, "百": 100, "千": 1000}
MAGNITUDES = {"亿": 10**8, "万": 10**4}
LONGEST = 16  # characters; a longer run is a code, not a quantity
BLANKS = " \t\r\n\u3000\u200b\xa0"  # inside a number, or between it and its unit
_DROPPED = {ord(c): None for c in f"{BLANKS},，余多几"} | {
    ord("．"): ".",
    ord("廿"): "二十",
    ord("卅"): "三十",
}


def value_of(written: str) -> Decimal:
    """The exact value of a written number: Arabic, Chinese or mixed; approximators inside it do not count.

    >>> [str(value_of(s)) for s in ("10.2万", "3亿4千万", "五万万多", "１２．５", "二〇二三", "十五", "1.7万亿")]
    ['102000', '340000000', '500000000', '12.5', '2023', '15', '1700000000000']
    """
    if written.isdecimal():
        return Decimal(written)
    plain = written.translate(_DROPPED)
    for mark, magnitude in MAGNITUDES.items():
        head, found, tail = plain.rpartition(mark)
        if found:
            return _exact((value_of(head) if head else Decimal(1)) * magnitude) + (value_of(tail) if tail else 0)
    if re.fullmatch(r"\d+(\.\d+)?", plain):
        return Decimal(plain)
    return _below_ten_thousand(plain)


def _exact(number: Decimal) -> Decimal:
    """The same value without an exponent or trailing zeros behind the point (10.20E+4 → 102000)."""
    return number if number.as_tuple().exponent == 0 else Decimal(f"{number.normalize():f}")


def _below_ten_thousand(plain: str) -> Decimal:
    """Chinese numerals below 万 (四千二百, 十五, 二〇二三, 4千, 三点五)."""
    whole, _, fraction = plain.partition("点")
    if not any(c in STEPS for c in whole):  # positional: 二〇二三
        figures = "".join(str(DIGITS[c]) if c in DIGITS else c for c in whole) or "0"
        decimals = "".join(str(DIGITS[c]) for c in fraction)
        return Decimal(f"{figures}.{decimals}" if decimals else figures)
    total, part = Decimal(f"0.{''.join(str(DIGITS[c]) for c in fraction)}" if fraction else 0), ""
    for c in whole:
        if c in STEPS:
            total += (_below_ten_thousand(part) if part.strip("零〇") else 1) * STEPS[c]
            part = ""
        else:
            part += c
    return total + (_below_ten_thousand(part) if part else 0)


# ---------------------------------------------------------------- the written parts of a quantity

GAP = f"[{BLANKS}]{{0,8}}"  # hard-wrapped pages break between number and unit
HAN = "零〇一二两三四五六七八九十百千万亿廿卅"
ARABIC = r"\d+(?:(?:,|[，\u3000 ](?=0))\d{3}(?!\d))*(?:[.．]\d+)?"  # 12,000 and 3，000, 4 009
_MAGNITUDE = rf"{GAP}[多余]?(?:[十百千万亿](?![瓦克米伏分])){{1,4}}"  # 41.7万千瓦: the 千 is the unit's
_AND = rf"(?:(?:\d{{1,4}}|[一二三四五六七八九]){_MAGNITUDE})"
NUMBER = (
    rf"(?:{ARABIC}(?:{_MAGNITUDE}{_AND}{{0,4}}(?:{_MAGNITUDE})?)?"  # 10.2万, 3亿4千万, 2千多亿
    rf"|[{HAN}]+(?:点[零〇一二三四五六七八九]+[万亿]*)?(?:[多余][十百千万亿]+)?)"  # 四千二百多万, 十二点五
)
_number = re.compile(rf"({NUMBER})(?:{GAP}[余多]|来(?=[个户人名家次]))?")
_slash = re.compile(r"(\d{1,2})/(\d{1,3})(?![\d/])")  # 1/3
_pair = re.compile(
    "([一二两三四五六七八])([二三四五六七八九])([十百千万亿]*)(?![零〇一二三四五六七八九])"
)  # 三五个, 二三十个
_parts = re.compile(rf"([{HAN}]+|\d+)分之({NUMBER})(?:[至到—](?:\1分之)?({NUMBER})(?!分之))?")  # 三分之二, 百分之四到五
_to = re.compile(rf"{GAP}(?:[—–～~\-－至到]|——|--){GAP}(?=[\d{HAN}])")
_gap = re.compile(GAP)
_MAY_JOIN = tuple(f"—–～~-－至到{BLANKS}")
_magnitude = re.compile("[万亿]+$")
_minus = re.compile(r"(?<![0-9A-Za-z%％）)年月日])[-−－]$")
_BOUNDS = {
    **dict.fromkeys(("不少于", "不低于", "至少", "超过", "超", "逾"), "at_least"),
    **dict.fromkeys(("不超过", "不高于", "不多于", "将近", "不足", "不到", "近"), "at_most"),
    **dict.fromkeys(("大约", "约"), "approx"),
}
_BEFORE = sorted(_BOUNDS, key=lambda word: -len(word))
_LAST_OF_BEFORE = {word[-1] for word in _BEFORE}
# 签约16台 and 附近3个 hold no approximator: the character belongs to the word before it.
_OTHER_WORD = {"约": "签预节制违履公条合契邀相特纪", "近": "附最接靠临邻亲远新", "超": "赶反高"}
_after = re.compile(rf"{GAP}(?:(左右|上下)|(及?以上|余|多|[+＋](?!\d))|(?:及?以下|以内|之内))")
_WITH_GE = ("方面", "百分点", "工作日", "位次", "名次", "季度", "小时", "星期", "月")  # 3个月, 2个百分点
_SCALES = {"%": 2, "‰": 3, "百分点": 2, "点": 2, "成": 1}
# 平⏎方米: a unit that a hard-wrapped page breaks in two
_broken = re.compile(rf"[^\W\d]{{1,3}}\s{GAP}[^\W\d]{{1,3}}?(?<=[米里顷次户元瓦吨])")
# How long the units are that begin with the same character, longest first: most characters begin none.
_UNIT_LENGTHS: dict[str, list[int]] = {}
for _unit_text in lexicon.entries("units"):
    if len(_unit_text) not in _UNIT_LENGTHS.setdefault(_unit_text[0], []):
        _UNIT_LENGTHS[_unit_text[0]].append(len(_unit_text))
_MAY_FOLLOW = frozenset(f"{BLANKS}左上余多+＋及以之")
_MINUS = frozenset("-−－")
# A number that stands by itself: behind it no unit begins, no magnitude, approximator, fraction or upper number, and
# no change of a level (从5下降至4).
_BARE = re.compile(
    rf"(?:\d++|[{HAN.replace('万亿', '')}]++){GAP}+"
    rf"(?![{BLANKS}0,，.．点余多来十百千万亿分左上下回提升降增减压扩缩调改—–～~\-－至到{re.escape(''.join(_UNIT_LENGTHS))}]|/\d{{1,3}}(?![\d/]))"
)
# 5个体育公园 and 12家长三角企业 hold a unit, 12个体工商户 and 12家长 hold none
_THOUGH = {"体": tuple("育系检验能"), "长": tuple("三江期途")}


def is_fraction(number_text: str) -> bool:
    """Whether a number is written as a fraction, which needs no unit.

    >>> [is_fraction(number) for number in ("三分之二", "1/3", "30")]
    [True, True, False]
    """
    return "分之" in number_text or "/" in number_text


def is_bare(text: str, pos: int) -> bool:
    """Whether the number at ``pos`` stands by itself, so that it is no quantity: one look instead of a reading.

    >>> [is_bare(text, 0) for text in ("3、", "十）", "3个", "3万", "三分之一", "3-5")]
    [True, True, False, False, False, False]
    """
    return _BARE.match(text, pos) is not None


def unit_stop(text: str, pos: int) -> int:
    """Where the unit that starts at ``pos`` ends (``pos`` itself when there is none): the longest, compounds whole.

    >>> [unit_stop(unit, 0) for unit in ("元/平方米", "台（套）", "个百分点", "家庭")]
    [5, 4, 4, 0]
    """
    if text[pos : pos + 1] not in _UNIT_LENGTHS:
        return pos
    units = lexicon.mapping("units", "unless_followed_by")
    start = pos + (text[pos] == "个" and text.startswith(_WITH_GE, pos + 1))
    for length in _UNIT_LENGTHS.get(text[start], ()):
        stop = start + length
        unless = units.get(text[start:stop])
        if unless is not None and stop <= len(text) and not _is_blocked(text, stop, unless):
            break
    else:
        broken = None if text[pos + 1 : pos + 4].isalnum() else _broken.match(text, pos)
        return broken.end() if broken and "".join(broken[0].split()) in units else pos
    if text.startswith(("/", "／"), stop):  # 元/平方米/年, 批次/千人
        per = stop + 1 + text.startswith(tuple("十百千万亿"), stop + 1)
        return unit_stop(text, per) if unit_stop(text, per) > per else stop
    if text.startswith(("（", "("), stop):  # a double unit: 台（套）
        inner = unit_stop(text, stop + 1)
        if inner > stop + 1 and text.startswith(("）", ")"), inner):
            return inner + 1 + (text[inner + 1 : inner + 2] == "次")  # 件（批）次
    return stop


def _is_blocked(text: str, stop: int, unless: str) -> bool:
    """Whether the character behind a unit makes it part of a noun: 12家|庭."""
    after = text[stop : stop + 1] or " "
    return after in unless and text[stop + 1 : stop + 2] not in _THOUGH.get(after, ())


def _approximator_before(text: str, pos: int) -> tuple[int, str]:
    """Start and bound of the approximator that ends at ``pos`` (约300, 近3亿元, 不少于5次)."""
    near = pos
    while pos - near < 8 and text[near - 1 : near].isspace():  # 约⏎300户
        near -= 1
    if text[near - 1 : near] in _LAST_OF_BEFORE:
        for word in _BEFORE:
            at = near - len(word)
            if at >= 0 and text.startswith(word, at) and not (at and text[at - 1] in _OTHER_WORD.get(word, "")):
                return at, _BOUNDS[word]
    return pos, ""


def _approximator_after(text: str, pos: int, has_unit: bool) -> tuple[int, str]:
    """Stop and bound of the approximator that starts at ``pos`` (20%以上, 3亿元多, 5000亿元左右)."""
    after = _after.match(text, pos) if text[pos : pos + 1] in _MAY_FOLLOW else None
    if not after or (
        after[2] in ("余", "多") and (not has_unit or text[after.end() : after.end() + 1] in "种样元数方层")
    ):
        return pos, ""
    return after.end(), "approx" if after[1] else "at_least" if after[2] else "at_most"


# ---------------------------------------------------------------- a quantity


class Quantity(NamedTuple):
    """A number with its unit, as written and as a value: what a mention of a statistic says by itself."""

    start: int
    stop: int
    number_text: str
    unit_text: str
    value: Decimal
    high: Decimal | None
    unit: str
    bound: str


def read_quantity(text: str, pos: int) -> Quantity | None:
    """The quantity whose number starts at ``pos``, approximators included; None where no number starts.

    >>> quantity = read_quantity("接待近1.2万人次", 3)
    >>> quantity.value, quantity.unit, quantity.bound
    (Decimal('12000'), '人次', 'at_most')
    """
    if "分之" in text[pos : pos + 8] and (parts := _parts.match(text, pos)):
        return _fraction(text, parts)
    slash = _slash.match(text, pos) if "/" in text[pos + 1 : pos + 3] else None
    if slash and int(slash[1]) < int(slash[2]) and not text[pos - 1 : pos].isdecimal():
        return _written_fraction(text, slash)
    number = _number.match(text, pos)
    if not number or len(number[1]) > LONGEST:
        return None
    numbers, stop = [number[1]], number.end()
    if number[1][0] in HAN and (pair := _pair.fullmatch(number[1])) and DIGITS[pair[1]] < DIGITS[pair[2]]:
        numbers = [pair[1] + pair[3], pair[2] + pair[3]]
    unit_at, end = _unit(text, stop)
    upper = _upper(text, end) if text[pos - 1 : pos] not in ("从", "由") else None
    if upper and _ascends(number[1], upper[1]):
        upper_at, upper_end = _unit(text, upper.end())
        if upper_end > upper_at or end == unit_at:
            numbers, stop, unit_at, end = [*numbers, upper[1]], upper.end(), upper_at, upper_end
    if end == unit_at:
        unit_at = end = stop
    return _quantity(text, (pos, stop, unit_at, end), numbers)


def _unit(text: str, pos: int) -> tuple[int, int]:
    """Start and stop of the unit behind a number; the same twice where there is none."""
    gap = _gap.match(text, pos) if text[pos : pos + 1].isspace() or text[pos : pos + 1] == "\u200b" else None
    start = gap.end() if gap else pos
    return start, unit_stop(text, start)


def _upper(text: str, pos: int) -> re.Match[str] | None:
    """The upper number of a range: 20—30个, 5%至8%."""
    to = _to.match(text, pos) if text[pos : pos + 1] in _MAY_JOIN else None
    upper = _number.match(text, to.end()) if to else None
    return upper if upper and len(upper[1]) <= LONGEST else None


def _values(numbers: list[str]) -> list[Decimal]:
    """The values of a number, or of both ends of a range, which share a magnitude: 3—5万 is 30000 to 50000."""
    values = [value_of(number) for number in numbers]
    shared = _magnitude.search(numbers[-1]) if len(values) > 1 else None
    if shared and not any(mark in numbers[0] for mark in MAGNITUDES):
        values[0] *= value_of(shared[0])
    return values


def _ascends(lower: str, upper: str) -> bool:
    first, second = _values([lower, upper])
    return first <= second


def _quantity(text: str, at: tuple[int, int, int, int], numbers: list[str]) -> Quantity:
    """Put value, unit and bound together; the mention grows over the approximators on both sides."""
    pos, number_stop, unit_at, end = at
    unit_text = text[unit_at:end]
    unit = "".join(unit_text.split()) if len(unit_text) > 1 else unit_text
    unit = "%" if unit == "％" else unit.removeprefix("个") if len(unit) > 1 else unit
    minus = text[pos - 1 : pos] in _MINUS and bool(_minus.search(text[max(0, pos - 2) : pos]))
    start, before = _approximator_before(text, pos - minus)
    # the word stays outside the mention where it is the action, 突破7000亿元, or belongs to the noun, 上千万农村人口
    if text.endswith("突破", 0, start) or (
        not numbers[0].strip("十百千万亿") and text.endswith(("上", "过"), 0, start)
    ):
        before = before or "at_least"
    written = text[pos:number_stop]
    inner = "at_least" if "余" in written or "多" in written else "approx" if written.endswith("来") else ""
    stop, after = _approximator_after(text, end, bool(unit_text))
    scale = _SCALES.get(unit, 0)
    values = _values(numbers)
    if scale or not numbers[0].isdecimal():  # digits alone are exact as they stand
        values = [_exact(value.scaleb(-scale) if scale else value) for value in values]
    value, high = (-values[0] if minus else values[0]), (values[1] if len(values) > 1 else None)
    number_text, bound = text[pos - minus : number_stop], before or inner or after or "exact"
    return Quantity(start, stop, number_text, unit_text, value, high, unit, bound)


def _written_fraction(text: str, slash: re.Match[str]) -> Quantity:
    """近1/3 → 0.3333 without a unit."""
    return _ratio(text, slash.span(), [_divided(Decimal(slash[1]), Decimal(slash[2]))])


def _fraction(text: str, parts: re.Match[str]) -> Quantity | None:
    """百分之五 → 0.05 with unit %, 三分之二 → 0.6667 without a unit."""
    written = [part for part in parts.groups() if part]
    if max(map(len, written)) > LONGEST:
        return None
    whole, *values = map(value_of, written)
    start, stop = parts.span()
    if values[-1] < values[0]:  # 百分之五到三: no range
        values, stop = values[:1], parts.end(2)
    unit = {"百": "%", "千": "‰"}.get(parts[1], "")
    values = [v.scaleb(-_SCALES[unit]) if unit else _divided(v, whole) for v in values]
    return _ratio(text, (start, stop), values, unit)


_PRECISE = Context(prec=200)  # digits: 亿亿亿 of sixteen characters is 10 to the 128th


def _divided(part: Decimal, whole: Decimal) -> Decimal:
    return _PRECISE.divide(part, whole or Decimal(1)).quantize(Decimal("0.0001"), context=_PRECISE)


def _ratio(text: str, at: tuple[int, int], values: list[Decimal], unit: str = "") -> Quantity:
    """A fraction as a quantity, with its approximators: its number is all that is written, its unit none of that."""
    start, before = _approximator_before(text, at[0])
    stop, after = _approximator_after(text, at[1], has_unit=True)
    high = _exact(values[1]) if len(values) > 1 else None
    bound = before or after or "exact"
    return Quantity(start, stop, text[slice(*at)], "", _exact(values[0]), high, unit, bound)
