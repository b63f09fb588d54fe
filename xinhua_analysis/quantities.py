"""A number with its unit, as written and as an exact value: approximators, magnitudes, ranges, fractions, units.

What a mention of a statistic says by itself. Writing of numbers: GB/T 15835; what belongs to a mention and what
an approximator means: the annotation guide. Digits may be ASCII or full-width, numerals Arabic, Chinese or mixed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from . import lexicon

# ---------------------------------------------------------------- values

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
STEPS = {"十": 10, "百": 100, "千": 1000}
MAGNITUDES = {"亿": 10**8, "万": 10**4}
LONGEST = 30  # digits; a longer run is a code, not a quantity
_DROPPED = {ord(c): None for c in " \t\r\n\u3000\u200b\xa0,，余多几"} | {ord("．"): "."}


def value_of(written: str) -> Decimal:
    """The exact value of a written number: Arabic, Chinese or mixed; approximators inside it do not count.

    >>> [str(value_of(s)) for s in ("10.2万", "3亿4千万", "五万万多", "１２．５", "二〇二三", "十五", "1.7万亿")]
    ['102000', '340000000', '500000000', '12.5', '2023', '15', '1700000000000']
    """
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
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


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


# ---------------------------------------------------------------- a quantity: approximator, number, unit, approximator

GAP = r"[ \t\r\n\u3000\u200b\xa0]{0,8}"  # hard-wrapped pages break between number and unit
HAN = "零〇一二两三四五六七八九十百千万亿"
ARABIC = r"\d+(?:,\d{3})*(?:[.．]\d+)?"
_MAG = rf"{GAP}[多余]?(?:[十百千万亿](?![瓦克米伏分])){{1,4}}"  # 41.7万千瓦: the 千 is the unit's
NUMBER = (
    rf"(?:{ARABIC}(?:{_MAG}(?:(?:\d{{1,4}}|[一二三四五六七八九]){_MAG})*)?"  # 10.2万, 3亿4千万, 14亿多
    rf"|[{HAN}]+(?:点[零〇一二三四五六七八九]+[万亿]*)?(?:[多余][十百千万亿]+)?)"  # 四千二百多万, 十二点五
)
_number = re.compile(rf"({NUMBER})({GAP}[余多])?")
_parts = re.compile(rf"([{HAN}]+|\d+)分之({NUMBER})(?:[至到—]({NUMBER}))?(?![{HAN}]*分之)")  # 三分之二, 百分之四到五
_minus = re.compile(r"(?<![0-9A-Za-z%％）)年月日])[-−－]$")
_range = re.compile(rf"{GAP}(?:[—–～~\-－至到]|——|--){GAP}(?=[\d{HAN}])")
_before = {
    "approx": ("大约", "约"),
    "at_least": ("不少于", "不低于", "至少", "超过", "超", "逾"),
    "at_most": ("不超过", "将近", "不足", "近"),
}
_BEFORE = sorted(((word, bound) for bound, words in _before.items() for word in words), key=lambda pair: -len(pair[0]))
# 签约16台 and 附近3个 hold no approximator: the character belongs to the word before it.
_NOT_BEFORE = {"约": "签预节制违履公条合契邀相特纪签", "近": "附最接靠临邻亲远新", "超": "赶反高", "逾": ""}
_after = re.compile(rf"{GAP}(?:(左右|上下)|(及?以上|余|多)|(及?以下|以内|之内))")
_BOUNDS = ("approx", "at_least", "at_most")
_WITH_GE = ("百分点", "工作日", "位次", "名次", "季度", "小时", "星期", "月", "点")  # 3个月, 2个百分点
SCALE = {
    "%": Decimal("0.01"),
    "‰": Decimal("0.001"),
    "百分点": Decimal("0.01"),
    "点": Decimal("0.01"),
    "成": Decimal("0.1"),
}
_NORMAL_UNIT = {"％": "%"}
_broken = re.compile(rf"[^\W\d]{{1,3}}\s{GAP}[^\W\d]{{1,3}}?(?<=[米里顷次户元瓦吨])")
_LONGEST_UNIT = max(map(len, lexicon.entries("units")))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, as written and as a value: what a mention of a statistic says by itself."""

    start: int
    stop: int
    number_text: str
    unit_text: str
    value: Decimal
    high: Decimal | None
    unit: str
    bound: str


def unit_stop(text: str, pos: int) -> int:
    """Where the unit that starts at ``pos`` ends (``pos`` itself when there is none): the longest, compounds whole.

    >>> text = "元/平方米/年"; unit_stop(text, 0) == len(text)
    True
    """
    units = lexicon.mapping("units", "unless_followed_by")
    if (broken := _broken.match(text, pos)) and "".join(broken[0].split()) in units:  # hard-wrapped: 平⏎方米
        return broken.end()
    if text[pos : pos + 1] == "个" and text.startswith(_WITH_GE, pos + 1):
        pos += 1
    for length in range(_LONGEST_UNIT, 0, -1):
        unless = units.get(text[pos : pos + length])
        if unless is not None and (text[pos + length : pos + length + 1] or " ") not in unless:
            stop = pos + length
            break
    else:
        return pos
    if text[stop : stop + 1] in ("/", "／"):  # 元/平方米/年, 批次/千人
        per = stop + 1 + (text[stop + 1 : stop + 2] in tuple("十百千万亿"))
        return unit_stop(text, per) if unit_stop(text, per) > per else stop
    if text[stop : stop + 1] in ("（", "("):  # a double unit: 台（套）
        inner = unit_stop(text, stop + 1)
        if inner > stop + 1 and text[inner : inner + 1] in ("）", ")"):
            return inner + 1
    return stop


def _approximator_before(text: str, pos: int) -> tuple[int, str]:
    """Start and bound of the approximator that ends at ``pos`` (约300, 近3亿元, 不少于5次)."""
    for word, bound in _BEFORE:
        at = pos - len(word)
        if text.startswith(word, at) and at >= 0 and not (at and text[at - 1] in _NOT_BEFORE.get(word, "")):
            return at, bound
    return pos, ""


def _second(text: str, pos: int, first_unit: str) -> re.Match[str] | None:
    """The upper number of a range (20—30个, 5%至8%); 从…到 and dates are none."""
    joined = _range.match(text, pos)
    return _number.match(text, joined.end()) if joined else None


def read_quantity(text: str, pos: int) -> Quantity | None:
    """The quantity whose number starts at ``pos``, approximators included; None where no number starts.

    >>> q = read_quantity("接待近1.2万人次以内", 3); q.value, q.unit, q.bound
    (Decimal('12000'), '人次', 'at_most')
    """
    parts = _parts.match(text, pos)
    match = None if parts else _number.match(text, pos)
    if parts:
        return _fraction(text, parts)
    if not match or len(match[1]) > LONGEST:
        return None
    low, high, stop = match[1], None, match.end()
    unit_at = _skip_gap(text, stop)
    end = unit_stop(text, unit_at)
    second = _second(text, end if end > unit_at else stop, "")
    if second and len(second[1]) <= LONGEST and text[max(0, pos - 1) : pos] not in ("从", "由"):
        second_at = _skip_gap(text, second.end())
        second_end = unit_stop(text, second_at)
        if second_end > second_at or end == unit_at:
            high, stop, unit_at, end = second[1], second.end(), second_at, second_end
    unit_text = text[unit_at:end] if end > unit_at else ""
    return _quantity(text, pos, stop, end if unit_text else stop, low, high, unit_text)


def _fraction(text: str, parts: re.Match[str]) -> Quantity:
    """百分之五 → 0.05 with unit %, 三分之二 → 0.6667 without a unit."""
    whole, part = value_of(parts[1]), value_of(parts[2])
    unit = {"百": "%", "千": "‰"}.get(parts[1], "")
    value = (part / (whole or 1)).quantize(Decimal("0.0001")) if not unit else part * SCALE[unit]
    high = value_of(parts[3]) * SCALE[unit] if parts[3] and unit else None
    start, before = _approximator_before(text, parts.start())
    after = _after.match(text, parts.end())
    bound = before or (_BOUNDS[(after.lastindex or 1) - 1] if after else "exact")
    return Quantity(start, after.end() if after else parts.end(), parts[0], "", value, high, unit, bound)


def _quantity(text: str, pos: int, number_stop: int, stop: int, low: str, high: str | None, unit_text: str) -> Quantity:
    """Put value, unit and bound together; the mention grows over the approximators on both sides."""
    unit = "".join(unit_text.split()).removeprefix("个") if len(unit_text) > 1 else unit_text
    unit = _NORMAL_UNIT.get(unit, unit)
    scale, magnitude = SCALE.get(unit, Decimal(1)), Decimal(1)
    if high and (tail := re.search(r"[万亿]+$", high)) and not re.search(r"[万亿]", low):  # 3—5万元 is 30000 to 50000
        magnitude = value_of(tail[0])
    minus = bool(_minus.search(text[max(0, pos - 2) : pos]))
    start, before = _approximator_before(text, pos - minus)
    if not before and (text.endswith("突破", 0, start) or (_bare(low) and text.endswith(("上", "过"), 0, start))):
        before = "at_least"  # the word stays outside the mention: it is the action, 突破7000亿元; 上千万农村人口
    after = _after.match(text, stop)
    inner = re.search(r"[余多]", text[pos:number_stop])
    if after and after[2] in ("余", "多") and (not unit_text or text[after.end() : after.end() + 1] in "种样元数方层"):
        after = None
    bound = before or ("at_least" if inner else _BOUNDS[(after.lastindex or 1) - 1] if after else "exact")
    value = _tidy(value_of(low) * magnitude * scale)
    upper = _tidy(value_of(high) * scale) if high else None
    number_text = text[pos - minus : number_stop]
    return Quantity(
        start, after.end() if after else stop, number_text, unit_text, -value if minus else value, upper, unit, bound
    )


def _bare(number: str) -> bool:
    """A magnitude without a digit: 千万, 百."""
    return not number.strip("十百千万亿")


def _tidy(number: Decimal) -> Decimal:
    return _exact(number)


def _skip_gap(text: str, pos: int) -> int:
    gap = _gap.match(text, pos)
    return gap.end() if gap else pos


_gap = re.compile(GAP)
