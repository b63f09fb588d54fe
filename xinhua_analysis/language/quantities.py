"""A number with its unit, as written and as an exact value: approximators, magnitudes, ranges, fractions, units.

What a mention of a statistic says by itself. Writing of numbers: GB/T 15835; what belongs to a mention and what
an approximator means: the annotation guide. Digits may be ASCII or full-width, numerals Arabic, Chinese or mixed.
What cannot be read whole is not read in part: a number that breaks the grammar has no value.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from typing import NamedTuple

from .numbers import (
    ARABIC,
    BLANKS,
    DASH,
    GAP,
    HAN,
    HAN_DIGIT,
    LONGEST,
    MAGNITUDES,
    NUMBER,
    THIN,
    ends_of,
    exact_value,
    value_of,
)
from .units import COUNTING, FAMILIES, UNIT_LENGTHS, WITH_GE, unit_stop

# Units that are not measure words: a noun right behind them is not what they count (增长5%的速度 aside).
NOT_COUNTED = ("share", "points", "permille", "time", "multiple", "tenth", "score")
_BEGINS_UNIT = re.escape("".join(UNIT_LENGTHS))
_number = re.compile(rf"({NUMBER})(?:{GAP}[余多]|(?<=[0０十百千万亿])来(?=[{_BEGINS_UNIT}])(?![来电信稿客样]))?")
_last = re.compile(
    rf"(?<=[十百千万亿])(?:[1-9]\d{{0,3}}|{HAN_DIGIT})(?![\d.．{HAN}年月日届号岁天周小])"
)  # 3万5, 12万3456
_slash = re.compile(
    r"(?<![期于自在])([1-9]\d?)[/／∕⁄]([1-9]\d{0,5})(?![\d/／.．十百千万亿前后起止晚])"
)  # 1/3; not 12/31前
_rate = re.compile(r"[/／](?:(?:10{0,2})?[千万]|[十百]万|10{3,6})人?(?![\d.．])")  # 3.85/10万
_parts = re.compile(
    rf"([{HAN}]+|\d+)分之({NUMBER})(?:(?:[至到]|[{DASH}]{{1,2}})(?:\1分之)?({NUMBER})(?!分之))?"
)  # 三分之二, 百分之四到五
_to = re.compile(rf"{GAP}(?:[至到]|[{DASH}]{{1,2}}){GAP}(?=[\d{HAN}])")
_half = re.compile(
    "(?:(?<=[近超逾约的达占到了至为足])|(?<=超过))一半(?![是还])|一半(?=以[上下]|左右)"
)  # 近一半, 目标的一半
_gap = re.compile(GAP)
_MAY_JOIN = tuple(f"{DASH[1:]}至到{BLANKS}")
_magnitude = re.compile("[万亿萬億]+$")
_any_magnitude = re.compile("[百千万亿佰仟萬億]+$")
# What stands before a number that goes on: 1⏎0人, 12，⏎345户, 1。68亿, 一百 二十户, 约三、五个, 三点5亿, 3亿.5万
_broken_off = re.compile(
    r"\d(?:。|[,，.．、]?\r?[\n\u2029][.．]?)$|[二三四五六七八九十百千万亿]\s$|[\u4e00-\u9fff][二三四五六七八九]、$"
    r"|\S[\d零一二两三四五六七八九十百千万亿][点.．·]$|\d[\^＾]$"
)
_GOES_ON = frozenset("。.．、点·^＾ \n\u2029\u3000\xa0\u200b")  # its last characters
_after_digit = re.compile(r"\d\s$")
_vague = re.compile("[十百千万亿]|10+[万亿]?")
_COUNTED = tuple("人户件次总基个倍家批级指")  # 服务人数千余人: a noun in 数, not 数千
_edge = re.compile(r"[，。；、,;.）)\s”」]|以[上下内]|左右|上下|[的多]|$")
_tenth = re.compile(rf"[1-9一二三四五六七八九](?![\d.．{HAN}])")  # 九成八
_HALVES = "小时|百分点|[学课]时|工作日|月|世纪|星期"  # 三个半小时; not 三个半天, which may be three
_inside = re.compile(rf"个(?:(半)|[多来])(?:{_HALVES})|个[多来]?亿(?={_edge.pattern})")
_TENTHS = ("成", "米", "元", "斤", "吨", "亩")
_WHOLE = ("倍", "番", "成")  # 一倍半
_signs = re.compile(r"(?<![0-9A-Za-z%％）)年月日])[-−－﹣–+＋]$|(?<![减胜正担欺抱辜肩背自肇债承])负$|零下$")
_BOUNDS = {
    **dict.fromkeys(("不少于", "不低于", "至少", "超过", "超", "逾", *"≥＞>"), "at_least"),
    **dict.fromkeys(("不超过", "不高于", "不多于", "将近", "不足", "不到", "近", *"≤＜<"), "at_most"),
    **dict.fromkeys(("大约", "约", "≈"), "approx"),
}
# 3个百分点 are 百分点, but 3个月, 3个次 and 3个（处） stay
_WITHOUT_GE = ("个点", *(f"个{unit}" for unit in WITH_GE if unit != "月"))
_BEFORE = sorted(_BOUNDS, key=lambda word: -len(word))
_LAST_OF_BEFORE = {word[-1] for word in _BEFORE}
# 签约16台, 附近3个 and 彩超7台 hold no approximator: the character belongs to the word before it. 印制约300份 does.
_other_word = re.compile(
    "(?:[签违履公条契邀相特纪爽赴践毁]|(?<!干)预|(?<!调)节|(?<![研印编绘录管])制|(?<![整联配混])合|(?<![化调破疏缓])解"
    "|(?<!手)续)约|[附最接靠临邻亲远新]近|[赶反高彩BＢ]超"
)
_after = re.compile(rf"{GAP}(?:(左右|上下)|(及?以上|余|多|出头|[+＋](?!\d))|(?:及?以下|以内|之内))")
_SCALES = {"%": 2, "‰": 3, "百分点": 2, "千分点": 3, "点": 2, "成": 1, "基点": 4, "BP": 4, "bp": 4}
_BLANK = frozenset(BLANKS)
_MAY_FOLLOW = frozenset(f"{BLANKS}左上余多出+＋及以之")
_SIGNS = frozenset("-−－﹣–+＋负下")
# A number that stands by itself: behind it no unit begins, no magnitude, approximator, fraction or upper number, and
# no change of a level (从5下降至4).
_BARE = re.compile(
    rf"(?:\d++|[{HAN.replace('万', '').replace('亿', '')}]++){GAP}+"
    rf"(?![{BLANKS}{THIN}0,，.．点余多来十百千万亿拾佰仟萬億几分半左右上下回提升降增减压扩缩调改至到{DASH}/／∕⁄{_BEGINS_UNIT}])"
)


def is_fraction(number_text: str) -> bool:
    """Whether a number is written as a fraction, which needs no unit.

    >>> [is_fraction(number) for number in ("三分之二", "1/3", "一半", "30")]
    [True, True, True, False]
    """
    return "分之" in number_text or number_text == "一半" or any(slash in number_text for slash in "/／∕⁄")


def is_bare(text: str, pos: int) -> bool:
    """Whether the number at ``pos`` stands by itself, so that it is no quantity: one look instead of a reading.

    >>> [is_bare(text, 0) for text in ("3、", "十）", "3个", "3万", "三分之一", "3-5")]
    [True, True, False, False, False, False]
    """
    return _BARE.match(text, pos) is not None


def _approximator_before(text: str, pos: int) -> tuple[int, str]:
    """Start and bound of the approximator that ends at ``pos`` (约300, 近3亿元, 不少于5次)."""
    near = pos
    while pos - near < 8 and text[near - 1 : near] in _BLANK:  # 约⏎300户
        near -= 1
    if text[near - 1 : near] in _LAST_OF_BEFORE:
        for word in _BEFORE:
            at = near - len(word)
            if at >= 0 and text.startswith(word, at) and not (at and _other_word.match(text, near - 2, near)):
                return at, _BOUNDS[word]
    return pos, ""


def _approximator_after(text: str, pos: int, unit: str) -> tuple[int, str]:
    """Stop and bound of the approximator that starts at ``pos`` (20%以上, 3亿元多, 5000亿元左右)."""
    after = _after.match(text, pos) if text[pos : pos + 1] in _MAY_FOLLOW else None
    if not after:
        return pos, ""
    behind = text[after.end() : after.end() + 1] or "。"
    if after[2] in ("余", "多") and (not unit or behind in "种样元数方层"):
        return pos, ""
    if after[2] == "多" and FAMILIES.get(unit) in COUNTING and behind >= "一" and not _edge.match(behind):
        return pos, ""  # 43个多部门联办事项
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
    """The quantity whose number starts at ``pos``, approximators included; None where no number can be read whole.

    >>> quantity = read_quantity("接待近1.2万人次", 3)
    >>> quantity.value, quantity.unit, quantity.bound
    (Decimal('12000'), '人次', 'at_most')
    """
    if _is_part(text, pos):
        return None
    if text.startswith("一半", pos) and _half.match(text, pos):
        return _ratio(text, (pos, pos + 2), [Decimal("0.5")])
    if "分之" in text[pos : pos + 10] and (parts := _parts.match(text, pos)):
        return _fraction(text, parts)
    slash = _slash.match(text, pos)
    if slash and int(slash[1]) < int(slash[2]):
        unit = unit_stop(text, slash.end())  # 7/24小时 is no fraction
        return None if unit > slash.end() and _edge.match(text, unit) else _written_fraction(text, slash)
    number = _number_at(text, pos)
    if not number or len(number[0]) > LONGEST:
        return None
    written, stop = number
    numbers = [written]
    unit_at, end = _unit(text, stop)
    upper = _upper(text, end) if text[pos - 1 : pos] not in ("从", "由") else None
    if upper and _values([written, upper[0]]):
        upper_at, upper_end = _unit(text, upper[1])
        if end == unit_at or _is_same(text[unit_at:end], text[upper_at:upper_end]):
            numbers, stop, unit_at, end = [written, upper[0]], upper[1], upper_at, upper_end
    if end == unit_at:
        unit_at = end = stop
    values = _values(numbers)
    return _with_half(text, (pos, stop, unit_at, end), values) if values else None


def _is_part(text: str, pos: int) -> bool:
    """Whether the number at ``pos`` is vague, an error bar, or the end of another: 数十万, ±3, 1⏎0人, 一又三分之二."""
    before = text[pos - 1 : pos]
    if before in ("几", "±", "又") or text.endswith(("成千上", "成百上"), 0, pos):
        return True
    if before == "数" and _vague.match(text, pos) and text[pos - 2 : pos - 1] not in _COUNTED:
        return True
    return goes_on(text, pos)


def goes_on(text: str, pos: int) -> bool:
    """Whether the number at ``pos`` goes on from another that ends before white space or a mark: 1⏎0人, 1。68亿元.

    >>> goes_on("惠及居民1\\n0人", 6), goes_on("惠及居民\\n10人", 5)
    (True, False)
    """
    if text[pos - 1 : pos] not in _GOES_ON:
        return False
    before = text[max(0, pos - 5) : pos]
    return bool(_broken_off.search(before)) or (text[pos] in "十百千万亿" and bool(_after_digit.search(before)))


def number_stop(text: str, pos: int) -> int:
    """Where the characters of the number at ``pos`` end, be it well formed or not: 1亿2, 3亿5千亿.

    >>> number_stop("3亿5千亿元", 0)
    5
    """
    number = _number_at(text, pos)
    return number[1] if number else pos


def _number_at(text: str, pos: int) -> tuple[str, int] | None:
    """The number at ``pos`` as written, and where it ends with its approximator; None where there is none."""
    number = _number.match(text, pos)
    if not number:
        return None
    last = _last.match(text, number.end(1)) if number.end() == number.end(1) else None
    if last and _unit(text, last.end())[1] > last.end():  # 3万5元, but not 3万三农干部
        return text[pos : last.end()], last.end()
    return number[1], number.end()


def _unit(text: str, pos: int) -> tuple[int, int]:
    """Start and stop of the unit behind a number; the same twice where there is none."""
    gap = _gap.match(text, pos) if text[pos : pos + 1].isspace() or text[pos : pos + 1] == "\u200b" else None
    start = gap.end() if gap else pos
    rate = _rate.match(text, start) if text[start : start + 1] in ("/", "／") else None
    if rate:
        return start, rate.end() if unit_stop(text, rate.end()) == rate.end() else start
    return start, unit_stop(text, start)


def _upper(text: str, pos: int) -> tuple[str, int] | None:
    """The upper number of a range: 20—30个, 5%至8%."""
    to = _to.match(text, pos) if text[pos : pos + 1] in _MAY_JOIN else None
    upper = _number_at(text, to.end()) if to else None
    return upper if upper and len(upper[0]) <= LONGEST else None


def _is_same(unit: str, upper: str) -> bool:
    """Whether two units may join a range: 3个至5个, 50元至80元/人; not 提升9.5个百分点至53.8%."""
    one, other = ("".join(text.split()).replace("％", "%").lstrip("个") for text in (unit, upper))
    return bool(upper) and (one == other or other.startswith(f"{one or '个'}/"))


def _values(numbers: list[str]) -> tuple[Decimal, ...]:
    """The values of a number or of a range, which ascends; its ends share a magnitude: 3—5万 is 30000 to 50000."""
    ends = [ends_of(number) for number in numbers]
    if len(ends) == 1:
        return ends[0]
    if not ends[0] or not ends[-1] or (numbers[-1][0] in "百千万亿" and numbers[0][0] not in "百千万亿"):
        return ()  # 百余 may follow 百, but 7至亿元 is no range
    (low, *_), (*_, high) = ends
    shared = (_magnitude if set(numbers[0]) & MAGNITUDES.keys() else _any_magnitude).search(numbers[-1])
    if shared and not set(numbers[0]) & set("万亿萬億") and low * value_of(shared[0]) <= high:
        low *= value_of(shared[0])
    return (low, high) if low <= high else ()


def _with_half(text: str, at: tuple[int, int, int, int], values: tuple[Decimal, ...]) -> Quantity | None:
    """A quantity, with what stands inside or behind its unit: 三个半小时, 一倍半, 九成八; None for 九成八居民."""
    pos, stop, unit_at, end = at
    unit = text[unit_at:end]
    if text.startswith("个", stop) and (inside := _inside.match(text, stop)):  # 三个半小时, 两个多月, 3个亿
        if text[inside.end() - 1] == "亿":
            return _quantity(text, (pos, inside.end(), inside.end(), inside.end()), tuple(v * 10**8 for v in values))
        at, unit = (pos, stop + 2, stop + 2, inside.end()), "个月" if text[inside.end() - 1] == "月" else ""
        if not inside[1]:
            return _quantity(text, at, values, unit)
        more = Decimal("0.5")
    elif unit == "分" and text.startswith("半钟", end):
        more, unit = Decimal("0.5"), "分钟"
    elif unit and text.startswith("半", end) and (unit in _WHOLE or _edge.match(text, end + 1)):
        more, at = Decimal("0.5"), (pos, stop, unit_at, end)
    elif unit in _TENTHS and (tenth := _tenth.match(text, end)):
        return _with_tenth(text, at, values, tenth)
    else:
        return _quantity(text, at, values)
    if len(values) > 1 or values[0] != int(values[0]) or _magnitude.search(text[pos:stop]):
        return None
    return _quantity(text, at, (values[0] + more,), unit if unit in ("分钟", "个月") else "")


def _with_tenth(
    text: str, at: tuple[int, int, int, int], values: tuple[Decimal, ...], tenth: re.Match[str]
) -> Quantity | None:
    """九成八, 3米5: a digit behind the unit counts tenths of it, unless it belongs to what follows (八成五星级酒店)."""
    pos, stop, unit_at, end = at
    behind = text[tenth.end() : tenth.end() + 1]
    moves = text[pos - 1 : pos] in ("由", "从") and behind in tuple("提升降增减回下上")  # 由五成二升到六成八
    if not moves and (unit_stop(text, tenth.end()) > tenth.end() or behind in tuple("年月日星级届.．、")):
        return _quantity(text, at, values)
    if not (moves or _edge.match(text, tenth.end())) or len(values) > 1 or _magnitude.search(text[pos:stop]):
        return None
    more, at = value_of(tenth[0]) / 10, (pos, tenth.end(), tenth.end(), tenth.end())
    return _quantity(text, at, (values[0] + more,), text[unit_at:end])


def _quantity(text: str, at: tuple[int, int, int, int], values: tuple[Decimal, ...], unit: str = "") -> Quantity:
    """Put value, unit and bound together; the mention grows over the approximators on both sides."""
    pos, number_stop, unit_at, end = at
    unit_text, written = text[unit_at:end], text[pos:number_stop]
    unit = unit or ("".join(unit_text.split()) if len(unit_text) > 1 else unit_text)
    unit = "%" if unit == "％" else unit[1:] if unit[:1] == "个" and unit.startswith(_WITHOUT_GE) else unit
    sign, factor = _sign(text, pos)
    start, before = _approximator_before(text, pos - sign)
    # the word stays outside the mention where it is the action, 突破7000亿元, or belongs to the noun, 上千万农村人口
    if text.endswith("突破", 0, start) or (not written.strip("十百千万亿") and text.endswith(("上", "过"), 0, start)):
        before = before or "at_least"
    inner = "at_least" if "余" in written or "多" in written else "approx" if "来" in written else ""
    half = (2 if unit == "分钟" else 1) if text.startswith("半", end) and values[0] % 1 != 0 else 0
    stop, after = _approximator_after(text, end + half, unit_text)
    scale = _SCALES.get(unit, 0)
    values = tuple(exact_value(value.scaleb(-scale) if scale else value) for value in values)
    value, high = factor * values[0], (values[1] if len(values) > 1 else None)
    number_text, bound = text[pos - sign : number_stop], before or inner or after or "exact"
    return Quantity(start, stop, number_text, unit_text, value, high, unit, bound)


def _sign(text: str, pos: int) -> tuple[int, int]:
    """The length of the sign before a number, and its factor: -3%, 负3%, 零下5摄氏度, +3%; 0 and 1 for none."""
    sign = _signs.search(text[max(0, pos - 2) : pos]) if text[pos - 1 : pos] in _SIGNS else None
    return (len(sign[0]), 1 if sign[0] in "+＋" else -1) if sign else (0, 1)


def _written_fraction(text: str, slash: re.Match[str]) -> Quantity:
    """近1/3 → 0.3333 without a unit."""
    return _ratio(text, slash.span(), [_divided(Decimal(slash[1]), Decimal(slash[2]))])


_to_one = re.compile(rf"(?<![\d.．])({ARABIC})\s?[:：∶﹕︰]\s?({ARABIC})(?!\s?[:：∶﹕︰]|\d)")


def read_ratio(text: str, pos: int) -> Quantity | None:
    """The quantity of X∶1 or 1∶X, without a unit: what it is a ratio of, the text tells before it.

    >>> [str(read_ratio(text, 0).value) for text in ("2.04∶1", "1:0.52")]
    ['2.04', '1.9231']
    """
    ratio = _to_one.match(text, pos)
    if not ratio or "1" not in ratio.groups():
        return None
    one, other = (value_of(part) for part in ratio.groups())
    return _ratio(text, ratio.span(), [one if other == 1 else _divided(one, other)])


def _fraction(text: str, parts: re.Match[str]) -> Quantity | None:
    """百分之五 → 0.05 with unit %, 三分之二 → 0.6667 without a unit, 十分之一二 → 0.1 to 0.2."""
    written = [part for part in parts.groups() if part]
    ends = [ends_of(part) if len(part) <= LONGEST else () for part in written]
    if not all(ends):
        return None
    (whole, *_), *shares = ends
    start, stop = parts.span()
    if shares[-1][0] < shares[0][0]:  # 百分之五到三: no range
        shares, stop = shares[:1], parts.end(2)
    values = shares[0] if len(shares) == 1 else (shares[0][0], shares[1][-1])
    unit = {"百": "%", "千": "‰"}.get(parts[1], "")
    if not unit and values[-1] > whole:
        return None
    return _ratio(text, (start, stop), [_divided(value, whole) for value in values], unit)


_PRECISE = Context(prec=200)  # digits: 亿亿亿 of sixteen characters is 10 to the 128th


def _divided(part: Decimal, whole: Decimal) -> Decimal:
    """A part of a whole: exact by a power of ten (百万分之五), else to four decimals or, if small, four digits."""
    share = _PRECISE.divide(part, whole or Decimal(1))
    if str(whole).strip("0") == "1":
        return share
    return share.quantize(Decimal(1).scaleb(min(-4, share.adjusted() - 3)), context=_PRECISE)


def _ratio(text: str, at: tuple[int, int], values: list[Decimal], unit: str = "") -> Quantity:
    """A fraction as a quantity, with its approximators: its number is all that is written, its unit none of that."""
    sign, factor = _sign(text, at[0])
    start, before = _approximator_before(text, at[0] - sign)
    stop, after = _approximator_after(text, at[1], "%")
    high = exact_value(values[1]) if len(values) > 1 else None
    bound = before or after or "exact"
    value = exact_value(factor * values[0])
    return Quantity(start, stop, text[at[0] - sign : at[1]], "", value, high, unit, bound)
