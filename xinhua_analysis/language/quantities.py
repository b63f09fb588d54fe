"""A number with its unit, as written and as an exact value: approximators, magnitudes, ranges, fractions, units.

What a mention of a statistic says by itself. Writing of numbers: GB/T 15835; what belongs to a mention and what
an approximator means: the annotation guide. Digits may be ASCII or full-width, numerals Arabic, Chinese or mixed.
What cannot be read whole is not read in part: a number that breaks the grammar has no value.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from .. import lexicon
from ..lexicon import Patterns
from .numbers import BLANKS, BROKEN, DIGITS, JOINS, LONGEST, MAGNITUDES, PARTS, UNBROKEN, ends_of, exact_value, value_of
from .units import NARROW, UNIT_LENGTHS, WITH_GE, unit_stop

# Units that are not measure words: a noun right behind them is not what they count (增长5%的速度 aside).
NOT_COUNTED = ("share", "points", "permille", "time", "multiple", "tenth", "score")
PAIRS = tuple(f"{one}、{other}" for one, other in (*pairwise("一二三四五六七八九"), "一两", "两三"))
_COUNTED = tuple("人户件次总基个倍家批级指")  # 服务人数千余人: a noun in 数, not 数千
_TENTHS = tuple("成米元块毛角斤吨亩度丈尺")
_STEPS = {"年月": 12, "天小时": 24, "小时分": 60, "分秒": 60, "公里米": 1000, "吨公斤": 1000}
_STEPS |= {"米厘米": 100, "米公分": 100} | dict.fromkeys(("元角", "元毛", "块角", "块毛", "亩分", "斤两"), 10)
_STEPS |= {"元分": 100, "角分": 1}  # 1角5分 is told in neither of its units
# 3个百分点 are 百分点, but 3个月, 3个次 and 3个（处） stay
_WITHOUT_GE = ("个点", *(f"个{unit}" for unit in WITH_GE if unit != "月"))
_SCALES = {"%": 2, "‰": 3, "百分点": 2, "千分点": 3, "点": 2, "成": 1, "基点": 4, "BP": 4, "bp": 4, "‱": 4}
_SIGNS = frozenset("-−－﹣–—+＋负下¥￥")
_P = Patterns(
    __name__,
    **PARTS,
    BEGINS_UNIT=re.escape("".join(UNIT_LENGTHS)),
    pairs="|".join(PAIRS),
    same="|".join(f"{pair[0]}[十百千万亿]{{1,2}}{pair[1:]}" for pair in PAIRS),
)
EDGE = _P.EDGE
_BLANK = frozenset(BLANKS)
_BOUNDS = {word: bound for bound in ("at_least", "at_most", "approx") for word in lexicon.words(bound)}
_BEFORE = sorted(_BOUNDS, key=lambda word: -len(word))
_BOUNDS |= {"突破": "at_least", "高于": "at_least", "低于": "at_most"}  # verbs of their clause
_LAST_OF_BEFORE = {word[-1] for word in _BEFORE}
_LAST_OF_LIGHT, _FIRST_OF_AFAR = frozenset("有为占达到需要在是合计"), frozenset("至最起突高低约")
_LAST_OF_NEGATED = frozenset("破超过出逾于了")
_MAY_FOLLOW = frozenset(f"{BLANKS}左上有余多出+＋及以之（(不")


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
    return _P.BARE.match(text, pos) is not None and text[pos - 1 : pos] not in ("¥", "￥")


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
    if text.startswith("一半", pos) and _P.half.match(text, pos):
        return _ratio(text, (pos, pos + 2), [Decimal("0.5")])
    if text[pos] == "半":
        return _with_tail(text, (pos, pos + 1, *_unit(text, pos + 1)), (Decimal("0.5"),))
    if "分之" in text[pos : pos + 10] and (parts := _P.parts.match(text, pos)):
        return _fraction(text, parts)
    slash = _P.slash.match(text, pos)
    if slash and int(slash[1]) < int(slash[2]):
        return _written_fraction(text, slash)
    number = _number_at(text, pos)
    if not number or len(number[0]) > LONGEST:
        return None
    written, stop = number
    values = ends_of(written)
    unit_at, end = _unit(text, stop)
    end -= text[unit_at:end] == "个点" and not _P.moved.search(text, max(0, pos - 6), pos)  # 5个站、23个|点
    upper = _upper(text, end)
    moves = upper and text[pos - 1 : pos] in ("从", "由") and not upper[2][2]  # 由5至6个; not 由5－6个月缩短
    if upper and not moves and (both := _range(written, upper[0], _sign(text, pos), upper[2])):
        upper_at, upper_end = _unit(text, upper[1])
        joins = end == unit_at or _is_same(text[unit_at:end], text[upper_at:upper_end])
        if joins and (not upper[2][1] or text.startswith("之间", upper_end)):
            values, stop, unit_at, end = both, upper[1], upper_at, upper_end
    if end == unit_at:
        unit_at = end = stop
    return _with_tail(text, (pos, stop, unit_at, end), values) if values else None


def _is_part(text: str, pos: int) -> bool:
    """Whether the number at ``pos`` is vague, an error bar, or the end of another: 数十万, ±3, 1⏎0人, 一又三分之二."""
    before = text[pos - 1 : pos]
    if before in ("几", "±", "又") or text.endswith(("成千上", "成百上", "分之"), 0, pos):
        return True
    if before == "数" and _P.vague.match(text, pos) and text[pos - 2 : pos - 1] not in _COUNTED:
        return True
    return goes_on(text, pos)


def goes_on(text: str, pos: int) -> bool:
    """Whether the number at ``pos`` goes on from another that ends before white space or a mark: 1⏎0人, 1。68亿元.

    >>> goes_on("惠及居民1\\n0人", 6), goes_on("惠及居民\\n10人", 5)
    (True, False)
    """
    if text[pos - 1 : pos] not in BROKEN:
        return False
    before = text[max(0, pos - 5) : pos]
    return bool(_P.broken_off.search(before)) or (text[pos] in "十百千万亿" and bool(_P.after_digit.search(before)))


def number_stop(text: str, pos: int) -> int:
    """Where the characters of the number at ``pos`` end, be it well formed or not: 1亿2, 3亿5千亿.

    >>> number_stop("3亿5千亿元", 0)
    5
    """
    number = _number_at(text, pos)
    return number[1] if number else pos


def _number_at(text: str, pos: int) -> tuple[str, int] | None:
    """The number at ``pos`` as written, and where it ends with its approximator; None where there is none."""
    if pair := _P.pair.match(text, pos):
        return pair[0].replace(f"{pair[1]}、", "、", 1), pair.end()
    number = _P.number.match(text, pos)
    if not number:
        return None
    last = _P.last.match(text, number.end(1)) if number.end() == number.end(1) else None
    if last and _unit(text, last.end())[1] > last.end():  # 3万5元, but not 3万三农干部
        return text[pos : last.end()], last.end()
    return number[1], number.end()


def _unit(text: str, pos: int) -> tuple[int, int]:
    """Start and stop of the unit behind a number; the same twice where there is none."""
    gap = _P.gap.match(text, pos) if text[pos : pos + 1] in tuple(BLANKS) else None
    start = gap.end() if gap else pos
    rate = _P.rate.match(text, start) if text[start : start + 1] in ("/", "／") else None
    if rate:
        return start, rate.end() if unit_stop(text, rate.end()) == rate.end() else start
    return start, unit_stop(text, start)


def _upper(text: str, pos: int) -> tuple[str, int, re.Match[str]] | None:
    """The upper number of a range, its end, and what joins it: 20—30个, 5%至8%."""
    to = _P.to.match(text, pos) if text[pos : pos + 1] in JOINS else None
    upper = _number_at(text, to.end()) if to else None
    return (*upper, to) if to and upper and len(upper[0]) <= LONGEST else None


def _is_same(unit: str, upper: str) -> bool:
    """Whether two units may join a range: 3个至5个, 50元至80元/人; not 提升9.5个百分点至53.8%."""
    one, other = ("".join(text.split()).replace("％", "%").lstrip("个") for text in (unit, upper))
    return bool(upper) and (one == other or other.startswith(f"{one or '个'}/"))


def _range(lower: str, upper: str, sign: tuple[int, int], to: re.Match[str]) -> tuple[Decimal, ...]:
    """Both ends of a range, ascending, the lower without its sign; a magnitude is shared: 3—5万 is 30000 to 50000."""
    lows, highs = ends_of(lower), ends_of(upper)
    if not lows or not highs or (upper[0] in "百千万亿" and lower[0] not in "百千万亿"):
        return ()  # 百余 may follow 百, but 7至亿元 is no range
    minus = to[3] and to[3] not in "+＋零上" and (sign[0] or not to[2])  # -3%—-1%; in 3%--5% a dash of two strokes
    minus = minus or (sign[0] == 2 and not to[3] and to.string[to.start() - 1].isnumeric())  # 零下三至五度
    low, high = lows[0], -highs[-1] if minus else highs[-1]
    shared = (_P.magnitude if set(lower) & MAGNITUDES.keys() else _P.any_magnitude).search(upper)
    if shared and not set(lower) & set("万亿萬億") and low * value_of(shared[0]) <= high:
        low *= value_of(shared[0])
    if minus and high < low * sign[1]:  # 零下5至零下8度, 1%~-3%
        low, high = high * sign[1], low * sign[1]
    return (low, high) if low * sign[1] <= high else ()


def _with_tail(text: str, at: tuple[int, int, int, int], values: tuple[Decimal, ...]) -> Quantity | None:
    """A quantity, with what stands inside or behind its unit: 三个半小时, 一倍半, 九成八; None for 九成八居民."""
    pos, stop, unit_at, end = at
    unit = text[unit_at:end]
    more: Decimal | None = Decimal("0.5")
    if text.startswith("个", stop) and (inside := _P.inside.match(text, stop)):  # 三个半小时, 两个多月, 3个亿
        if text[inside.end() - 1] == "亿":
            return _quantity(text, (pos, inside.end(), inside.end(), inside.end()), tuple(v * 10**8 for v in values))
        at, unit = (pos, stop + 2, stop + 2, inside.end()), "个月" if text[inside.end() - 1] == "月" else ""
        if not inside[1]:
            return _quantity(text, at, values, unit)
    elif unit == "分" and text.startswith("半钟", end):
        unit = "分钟"
    elif unit and text.startswith("半", end) and _P.whole_half.match(text, end):
        unit = ""
    elif (smaller := _P.smaller.match(text, end)) and (step := _STEPS.get(unit.removesuffix("钟") + smaller[2])):
        at = (pos, smaller.end(), smaller.end(), max(smaller.end(), unit_stop(text, smaller.start(2))))
        more, unit = _of_a_step(smaller, step), unit + text[at[2] : at[3]]  # 3元5角/吨
    elif unit in _TENTHS and (tenth := _P.tenth.match(text, end)):
        behind = text[tenth.end() : tenth.end() + 1]
        moves = text[pos - 1 : pos] in ("由", "从") and behind in tuple("提升降增减回下上")  # 由五成二升到六成八
        if not moves and (unit_stop(text, tenth.end()) > tenth.end() or behind in tuple("年月日星级届.．、GAK")):
            return _quantity(text, at, values)  # 八成五星级酒店
        at = (pos, tenth.end(), tenth.end(), tenth.end())
        digits = "".join(str(DIGITS.get(digit, digit)) for digit in tenth[0])
        more = Decimal(f"0.{digits}") if moves or EDGE.match(text, tenth.end()) else None
    else:
        return _quantity(text, at, values)
    large = _P.large if "半" in text[stop : end + 1] else _P.magnitude
    if more is None or len(values) > 1 or values[0] % 1 or large.search(text[pos:stop]):
        return None
    return _quantity(text, at, (values[0] + more,), unit)


def _of_a_step(smaller: re.Match[str], step: int) -> Decimal | None:
    """What a smaller unit adds: 12元|5角3分, 2小时|30分; None where it does not say it exactly, 3小时|20分."""
    values, more = ends_of(smaller[1]), value_of(smaller[3] or "0") / 100
    if len(values) != 1 or values[0] >= step or (smaller[3] and (step, smaller[4]) != (10, "分")):
        return None
    more += values[0] / step
    return more if (more * 10**4) % 1 == 0 else None


def _quantity(text: str, at: tuple[int, int, int, int], values: tuple[Decimal, ...], unit: str = "") -> Quantity:
    """Put value, unit and bound together; the mention grows over the approximators on both sides."""
    pos, number_stop, unit_at, end = at
    unit_text, written = text[unit_at:end], text[pos:number_stop]
    unit = unit or unit_text.translate(UNBROKEN)
    if not unit and text[pos - 1 : pos] in tuple("¥￥") and text[end : end + 1] not in tuple("/／"):  # not ￥20/斤
        unit = "元"
    unit = _narrow(unit)
    sign, factor = _sign(text, pos)
    start, before = _approximator_before(text, pos - sign)
    if not written.strip("十百千万亿") and text.endswith(("上", "过"), 0, start):  # 上千万农村人口
        before = before or "at_least"
    over = "余" in written or "多" in written or written[-1] in "+＋"
    inner = "at_least" if over else "approx" if "来" in written else ""
    half = (2 if unit == "分钟" else 1) if text.startswith("半", end) and values[0] % 1 != 0 else 0
    stop, after = _approximator_after(text, end + half, unit_text or ("%" if is_fraction(written) else ""))
    scale = _SCALES.get(unit, 0)
    values = tuple(exact_value(value.scaleb(-scale) if scale else value) for value in values)
    value, high = factor * values[0], (values[1] if len(values) > 1 else None)
    number_text, bound = text[pos - sign : number_stop], before or inner or after or "exact"
    return Quantity(start, stop, number_text, unit_text, value, high, unit, bound)


@lru_cache(maxsize=1 << 10)
def _narrow(unit: str) -> str:
    """A unit in narrow letters, without a 个 that says nothing."""
    unit = unit.translate(NARROW)
    return unit[1:] if unit[:1] == "个" and unit.startswith(_WITHOUT_GE) else unit


def _sign(text: str, pos: int) -> tuple[int, int]:
    """The length of the sign before a number, and its factor: -3%, 负3%, 零下5摄氏度, +3%, ￥3; 0 and 1 for none."""
    sign = _P.signs.search(text[max(0, pos - 4) : pos]) if text[pos - 1 : pos] in _SIGNS else None
    return (len(sign[0]), 1 if sign[0] in "+＋¥￥" else -1) if sign else (0, 1)


def _written_fraction(text: str, slash: re.Match[str]) -> Quantity | None:
    """近1/3 → 0.3333 without a unit; 7/24小时 is no fraction."""
    unit = unit_stop(text, slash.end())
    closed = unit > slash.end() and EDGE.match(text, unit)
    return None if closed else _ratio(text, slash.span(), [_divided(Decimal(slash[1]), Decimal(slash[2]))])


def read_ratio(text: str, pos: int) -> Quantity | None:
    """The quantity of X∶1 or 1∶X, without a unit: what it is a ratio of, the text tells before it.

    >>> [str(read_ratio(text, 0).value) for text in ("2.04∶1", "1:0.52")]
    ['2.04', '1.9231']
    """
    ratio = _P.to_one.match(text, pos)
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
    if _P.no_share.match(text, stop):
        return None
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
    start, stop = at
    return _quantity(text, (start, stop, stop, stop), tuple(values))._replace(unit=unit)


# ---------------------------------------------------------------- how far to trust it: 约300户, 20%以上


def _approximator_before(text: str, pos: int) -> tuple[int, str]:
    """Start and bound of the approximator that ends at ``pos`` (约300, 近3亿元, 不少于5次)."""
    near = pos
    while pos - near < 8 and text[near - 1 : near] in _BLANK:  # 约⏎300户
        near -= 1
    light = _P.light.search(text, max(0, near - 5), near) if text[near - 1 : near] in _LAST_OF_LIGHT else None
    near = light.start() if light else near
    if text[near - 1 : near] in _LAST_OF_NEGATED and (negated := _P.negated.search(text, max(0, near - 9), near)):
        return negated.start(), "at_most" if negated[1] else "at_least"
    if text[near - 1 : near] in _LAST_OF_BEFORE:
        for word in _BEFORE:
            at = near - len(word)
            if at >= 0 and text.startswith(word, at) and not (at and _P.other_word.match(text, near - 2, near)):
                return pos if light else at, _BOUNDS[word]
    window = max(0, pos - 8), pos
    far = None if _FIRST_OF_AFAR.isdisjoint(text[slice(*window)]) else _P.afar.search(text, *window)
    return pos, _BOUNDS[far[far.lastindex or 0]] if far else ""


def _approximator_after(text: str, pos: int, unit: str) -> tuple[int, str]:
    """Stop and bound of the approximator that starts at ``pos`` (20%以上, 3亿元多, 5000亿元左右)."""
    after = _P.after.match(text, pos) if text[pos : pos + 1] in _MAY_FOLLOW else None
    if not after:
        return pos, ""
    behind = text[after.end() : after.end() + 1] or "。"
    if after[2] in ("余", "多") and (not unit or behind in "种样元数方层"):
        return pos, ""
    if after[2] in ("余", "多") and behind >= "一" and not _P.goes_on.match(behind):
        return pos, ""  # 43个多部门联办事项, 300万元余款; but 2米多高
    return after.end(), "approx" if after[1] else "at_least" if after[2] else "at_most"
