"""A number with its unit, as written and as an exact value: approximators, magnitudes, ranges, fractions, units.

What a mention of a statistic says by itself. Writing of numbers: GB/T 15835; what belongs to a mention and what
an approximator means: the annotation guide. Digits may be ASCII or full-width, numerals Arabic, Chinese or mixed.
What cannot be read whole is not read in part: a number that breaks the grammar has no value.
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
# Each magnitude takes what stands before it and adds what stands behind: 亿 parts a number first, 十 last.
MAGNITUDES = {"亿": 10**8, "万": 10**4, "千": 1000, "百": 100, "十": 10}
LONGEST = 16  # characters; a longer run is a code, not a quantity
BLANKS = " \r\n\u3000\u200b\xa0"  # inside a number, or between it and its unit; a tab parts cells
CAPITALS = "壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億"  # as on cheques: 壹拾万零叁仟元; 3仟元
_THIN = "\u2005\u2006\u2007\u2009\u202f"  # parts thousands
_PLAIN = str.maketrans(
    dict(zip("０１２３４５６７８９．", "0123456789.", strict=True))
    | dict(zip(CAPITALS, "一二二三三四五六六七八九十百千万亿", strict=True))
    | {"廿": "二十", "卅": "三十"}
    | dict.fromkeys(f"{BLANKS}余多来", "")
)
_arabic = re.compile(r"(?:0|(?!0)\d+)(?:\.\d+)?|\.\d+")  # no leading zero: 0012 is a code
_grouped = re.compile(rf"(?<!\d)\d{{1,3}}([,，{_THIN}])\d{{3}}(?:\1\d{{3}})*(?!\d)")  # 12,000 and 12，000
_marks = str.maketrans("", "", f",，{_THIN}")
_positional = re.compile(
    "一[六七八九][零〇一二三四五六七八九]{2}|(?=.*[零〇])[零〇一二三四五六七八九]+"
)  # 一九七九, 一〇五
_digit_pair = re.compile("([一二两三四五六七八九])([一二两三四五六七八九])(?![零〇一二两三四五六七八九])")


def value_of(written: str) -> Decimal:
    """The exact value of a written number: Arabic, Chinese or mixed; approximators inside it do not count.

    The lower value of a spelled range (十七八). Raises ValueError for what is no number of the grammar (百二十).

    >>> [str(value_of(s)) for s in ("10.2万", "3亿4千万", "五万万多", "１２．５", "二〇二三", "两万五", "1.7万亿")]
    ['102000', '340000000', '500000000', '12.5', '2023', '25000', '1700000000000']
    """
    values = ends_of(written)
    if not values:
        raise ValueError(f"{written!r} is no number")
    return values[0]


def ends_of(written: str) -> tuple[Decimal, ...]:
    """The value of a written number, both values of a spelled range, none of what cannot be read whole.

    >>> [[str(end) for end in ends_of(written)] for written in ("3千", "十七八", "一两百", "百二十", "1,00")]
    [['3000'], ['17', '18'], ['100', '200'], [], []]
    """
    if written.isdecimal() and written[0] not in "0０":
        return (Decimal(written),)
    plain = _grouped.sub(lambda group: group[0].translate(_marks), written).translate(_PLAIN)
    pair = None if _positional.fullmatch(plain) else _digit_pair.search(plain)
    if pair and "点" not in plain[: pair.start()]:
        low, high = DIGITS[pair[1]], DIGITS[pair[2]]
        if high - low != 1 and pair[0] != "三五":
            return ()
        both = [_value(plain[: pair.start()] + digit + plain[pair.end() :]) for digit in pair.groups()]
    else:
        both = [_value(plain)]
    return () if None in both else tuple(value for value in both if value is not None)


def _value(plain: str) -> Decimal | None:
    """The value of a number without marks and approximators; None if it is not well formed."""
    if _arabic.fullmatch(plain):
        return Decimal(plain)
    for mark, magnitude in MAGNITUDES.items():
        # 亿 and 万 may stand twice (五万万), the others only once
        head, found, tail = plain.rpartition(mark) if magnitude > 1000 else plain.partition(mark)
        if found:
            return _with_magnitude(head, magnitude, tail)
    if len(plain) == 1 or _positional.fullmatch(plain):
        return Decimal("".join(str(DIGITS[c]) for c in plain)) if set(plain) <= DIGITS.keys() else None
    whole, point, fraction = plain.partition("点")
    value = _value(whole) if point and fraction and set(fraction) <= DIGITS.keys() else None
    return None if value is None else Decimal(f"{value}.{''.join(str(DIGITS[c]) for c in fraction)}")


def _with_magnitude(head: str, magnitude: int, tail: str) -> Decimal | None:
    """四千 + 二百: a head alone may be missing (百余户, 万元, 十五), and a last digit counts tenths (两万五)."""
    if not head and tail and magnitude > 10:
        return None
    many = _value(head) if head else Decimal(1)
    if len(tail) == 1 and tail not in MAGNITUDES:  # 一百五 is 150
        rest = _value(tail)
        rest = None if rest is None or (tail.isdecimal() and magnitude > 10**4) else rest * (magnitude // 10)
    else:
        rest = _value(tail.lstrip("零〇")) if tail else Decimal(0)
    if many is None or rest is None or rest >= magnitude or (tail and ("." in head + tail or "点" in head)):
        return None
    most = 10**4 if _arabic.fullmatch(head) and magnitude > 10 else 10  # 12.5百万, but not 二十百
    return None if magnitude < 10**4 and many >= most else _exact(many * magnitude) + rest


def _exact(number: Decimal) -> Decimal:
    """The same value without an exponent or trailing zeros behind the point (10.20E+4 → 102000)."""
    return number if number.as_tuple().exponent == 0 else Decimal(f"{number.normalize():f}")


# ---------------------------------------------------------------- the written parts of a quantity

GAP = f"[{BLANKS}]{{0,8}}"  # hard-wrapped pages break between number and unit
HAN = "零〇一二两三四五六七八九十百千万亿廿卅"
DASH = r"\-‐‑‒–—―−─~～〜∼－﹣"  # of ranges, in a character class
ARABIC = (
    rf"(?:\d{{1,3}}(?:(?:,\d{{3}}){{1,6}}|(?:，\d{{3}}){{1,6}}|(?:[{_THIN}]\d{{3}}){{1,6}}|[\u3000 ]0\d\d)(?!\d)|\d+)"
    r"(?:[.．]\d+)?"
)  # 12,000 and 12，000, 4 009
_DIGIT = "[一二两三四五六七八九]"
_MAGNITUDE = rf"{GAP}[多余]?(?:[十百万亿拾佰仟萬億](?!分[点之])|千(?!{GAP}[瓦克米伏]|分点)){{1,4}}"  # not of 千瓦
_AND = rf"(?:{GAP}零?(?:\d{{1,4}}|{_DIGIT}){_MAGNITUDE})"
# A spelled number is the longest run of its characters: 几 and 数 in it make it vague, other writings break it.
NUMBER = (
    rf"(?:(?:{ARABIC}|[.．]\d+)(?:{_MAGNITUDE}{_AND}{{0,4}}(?:{_MAGNITUDE})?)?"  # 10.2万, 3亿4千万, 2千多亿
    rf"|(?:[{HAN}几佰仟萬億]++|[{CAPITALS}][{CAPITALS}万亿零〇]*)"  # 四千二百多万, 十二点五
    r"(?:点[零〇一二三四五六七八九]+[万亿]*)?(?:[多余][十百千万亿]+)?)(?![壹贰叁肆伍陆柒捌玖])"
)
_number = re.compile(rf"({NUMBER})(?:{GAP}[余多]|来(?=[个户人名家次]))?")
_last = re.compile(rf"(?<=[十百千万亿])(?:[1-9]\d{{0,3}}|{_DIGIT})(?![\d.．{HAN}年月日届号岁天周小])")  # 3万5, 12万3456
_slash = re.compile(
    r"(?<![期于自在])([1-9]\d?)[/／∕⁄]([1-9]\d{0,5})(?![\d/／.．十百千万亿前后起止晚])"
)  # 1/3; not 12/31前
_rate = re.compile(r"[/／](?:(?:10{0,2})?[千万]|[十百]万|10{3,6})人?(?![\d.．])")  # 3.85/10万
_parts = re.compile(
    rf"([{HAN}]+|\d+)分之({NUMBER})(?:(?:[至到]|[{DASH}]{{1,2}})(?:\1分之)?({NUMBER})(?!分之))?"
)  # 三分之二, 百分之四到五
_to = re.compile(rf"{GAP}(?:[至到]|[{DASH}]{{1,2}}){GAP}(?=[\d{HAN}])")
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
_HALVES = re.compile("小时|百分点|[学课]时|工作日|月|世纪|星期")  # 三个半小时; not 三个半天, which may be three
_TENTHS = ("成", "米", "元", "斤", "吨", "亩")
_WHOLE = ("倍", "番", "成")  # 一倍半
_signs = re.compile(r"(?<![0-9A-Za-z%％）)年月日])[-−－﹣–+＋]$|(?<![减胜正担欺抱辜肩背自肇债承])负$|零下$")
_BOUNDS = {
    **dict.fromkeys(("不少于", "不低于", "至少", "超过", "超", "逾", *"≥＞>"), "at_least"),
    **dict.fromkeys(("不超过", "不高于", "不多于", "将近", "不足", "不到", "近", *"≤＜<"), "at_most"),
    **dict.fromkeys(("大约", "约", "≈"), "approx"),
}
_BEFORE = sorted(_BOUNDS, key=lambda word: -len(word))
_LAST_OF_BEFORE = {word[-1] for word in _BEFORE}
# 签约16台 and 附近3个 hold no approximator: the character belongs to the word before it.
_OTHER_WORD = {"约": "签预节制违履公条合契邀相特纪", "近": "附最接靠临邻亲远新", "超": "赶反高"}
_after = re.compile(rf"{GAP}(?:(左右|上下)|(及?以上|余|多|[+＋](?!\d))|(?:及?以下|以内|之内))")
_WITH_GE = (
    "方面",
    "基点",
    "BP",
    "bp",
    "百分点",
    "千分点",
    "工作日",
    "位次",
    "名次",
    "季度",
    "小时",
    "星期",
    "月",
)  # 3个月, 2个百分点
_SCALES = {"%": 2, "‰": 3, "百分点": 2, "千分点": 3, "点": 2, "成": 1, "基点": 4, "BP": 4, "bp": 4}
# 平⏎方米: a unit that a hard-wrapped page breaks in two
_broken = re.compile(rf"[^\W\d]{{1,3}}[{BLANKS}]{{1,9}}[^\W\d]{{1,3}}?(?<=[米里顷次户元瓦吨])")
_per = re.compile("[/／每·]")
_many = re.compile(r"[1-9]\d{0,4}[十百千万亿]*|[十百千万亿]+")
_letters = re.compile("[A-Za-zμ]{1,4}[²³]?(?![A-Za-z])")
_BLANK = frozenset(BLANKS)
# How long the units are that begin with the same character, longest first: most characters begin none.
_UNIT_LENGTHS: dict[str, list[int]] = {}
for _unit_text in lexicon.entries("units"):
    if len(_unit_text) not in _UNIT_LENGTHS.setdefault(_unit_text[0], []):
        _UNIT_LENGTHS[_unit_text[0]].append(len(_unit_text))
_MAY_FOLLOW = frozenset(f"{BLANKS}左上余多+＋及以之")
_SIGNS = frozenset("-−－﹣–+＋负下")
# A number that stands by itself: behind it no unit begins, no magnitude, approximator, fraction or upper number, and
# no change of a level (从5下降至4).
_BARE = re.compile(
    rf"(?:\d++|[{HAN.replace('万', '').replace('亿', '')}]++){GAP}+"
    rf"(?![{BLANKS}{_THIN}0,，.．点余多来十百千万亿拾佰仟萬億几分左右上下回提升降增减压扩缩调改至到{DASH}/／∕⁄{re.escape(''.join(_UNIT_LENGTHS))}])"
)
# 5个体育公园 and 12家长三角企业 hold a unit, 12个体工商户 and 12家长 hold none
_THOUGH = {"体": tuple("育系检验能"), "长": tuple("三江期途"), "方": tuple("案便法式针向"), "电": tuple("商网力子梯动")}


def is_fraction(number_text: str) -> bool:
    """Whether a number is written as a fraction, which needs no unit.

    >>> [is_fraction(number) for number in ("三分之二", "1/3", "30")]
    [True, True, False]
    """
    return "分之" in number_text or any(slash in number_text for slash in "/／∕⁄")


def is_bare(text: str, pos: int) -> bool:
    """Whether the number at ``pos`` stands by itself, so that it is no quantity: one look instead of a reading.

    >>> [is_bare(text, 0) for text in ("3、", "十）", "3个", "3万", "三分之一", "3-5")]
    [True, True, False, False, False, False]
    """
    return _BARE.match(text, pos) is not None


def unit_stop(text: str, pos: int, parts: int = 3) -> int:
    """Where the unit that starts at ``pos`` ends (``pos`` itself when there is none): the longest, compounds whole.

    A compound has at most as many ``parts``.

    >>> [unit_stop(unit, 0) for unit in ("元/平方米", "台（套）", "个百分点", "家庭", "微克每立方米", "元/500克")]
    [5, 4, 4, 0, 6, 6]
    """
    if text[pos : pos + 1] not in _UNIT_LENGTHS:
        return pos
    stop = _one_unit(text, pos)
    if stop == pos or not parts:
        return stop
    per = _per.match(text, stop)  # 元/平方米/年, 批次/千人, 元/人·次
    if per and (letters := _letters.match(text, per.end())):  # km/h
        return letters.end()
    if per and (per[0] != "每" or _is_measure(text[pos:stop])):
        many = _many.match(text, per.end())
        for at in (per.end(), *([many.end()] if many else [])):
            whole = unit_stop(text, at, parts - 1)
            if whole > at:
                return whole
    if text.startswith(("（", "("), stop):  # a double unit: 台（套）
        inner = unit_stop(text, stop + 1, parts - 1)
        if inner > stop + 1 and text.startswith(("）", ")"), inner):
            return inner + 1 + (text[inner + 1 : inner + 2] == "次")  # 件（批）次
    return stop


def _one_unit(text: str, pos: int) -> int:
    """Where the longest unit of the lexicon that starts at ``pos`` ends, be it broken by a line end (平⏎方米)."""
    units = lexicon.mapping("units", "unless_followed_by")
    start = pos + (text[pos] == "个" and text.startswith(_WITH_GE, pos + 1))
    for length in _UNIT_LENGTHS.get(text[start], ()):
        stop = start + length
        unless = units.get(text[start:stop])
        if unless is not None and stop <= len(text) and not _is_blocked(text, stop, unless):
            return stop
    broken = None if text[pos + 1 : pos + 4].isalnum() else _broken.match(text, pos)
    unless = units.get("".join(broken[0].split())) if broken else None
    return pos if broken is None or unless is None or _is_blocked(text, broken.end(), unless) else broken.end()


def _is_measure(unit: str) -> bool:
    return lexicon.mapping("units", "unit_family")[unit] in ("money", "mass", "volume", "energy", "length")


def _is_blocked(text: str, stop: int, unless: str) -> bool:
    """Whether the character behind a unit makes it part of a noun: 12家|庭."""
    after = text[stop : stop + 1] or " "
    return after in unless and text[stop + 1 : stop + 2] not in _THOUGH.get(after, ())


def _approximator_before(text: str, pos: int) -> tuple[int, str]:
    """Start and bound of the approximator that ends at ``pos`` (约300, 近3亿元, 不少于5次)."""
    near = pos
    while pos - near < 8 and text[near - 1 : near] in _BLANK:  # 约⏎300户
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
    """The quantity whose number starts at ``pos``, approximators included; None where no number can be read whole.

    >>> quantity = read_quantity("接待近1.2万人次", 3)
    >>> quantity.value, quantity.unit, quantity.bound
    (Decimal('12000'), '人次', 'at_most')
    """
    if _is_part(text, pos):
        return None
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
        if upper_end > upper_at or end == unit_at:
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
    if text.startswith("个半", stop) and (hours := _HALVES.match(text, stop + 2)):
        more, at = Decimal("0.5"), (pos, stop + 2, stop + 2, hours.end())
    elif unit and text.startswith("半", end) and (unit in _WHOLE or _edge.match(text, end + 1)):
        more, at = Decimal("0.5"), (pos, stop, unit_at, end)
    elif unit in _TENTHS and (tenth := _tenth.match(text, end)):
        return _with_tenth(text, at, values, tenth)
    else:
        return _quantity(text, at, values)
    if len(values) > 1 or values[0] != int(values[0]) or _magnitude.search(text[pos:stop]):
        return None
    return _quantity(text, at, (values[0] + more,))


def _with_tenth(
    text: str, at: tuple[int, int, int, int], values: tuple[Decimal, ...], tenth: re.Match[str]
) -> Quantity | None:
    """九成八, 3米5: a digit behind the unit counts tenths of it, unless it belongs to what follows (八成五星级酒店)."""
    pos, stop, unit_at, end = at
    if unit_stop(text, tenth.end()) > tenth.end() or text[tenth.end() : tenth.end() + 1] in tuple("年月日星级届.．、"):
        return _quantity(text, at, values)
    if not _edge.match(text, tenth.end()) or len(values) > 1 or _magnitude.search(text[pos:stop]):
        return None
    more, at = value_of(tenth[0]) / 10, (pos, tenth.end(), tenth.end(), tenth.end())
    return _quantity(text, at, (values[0] + more,), text[unit_at:end])


def _quantity(text: str, at: tuple[int, int, int, int], values: tuple[Decimal, ...], unit: str = "") -> Quantity:
    """Put value, unit and bound together; the mention grows over the approximators on both sides."""
    pos, number_stop, unit_at, end = at
    unit_text, written = text[unit_at:end], text[pos:number_stop]
    unit = unit or ("".join(unit_text.split()) if len(unit_text) > 1 else unit_text)
    unit = "%" if unit == "％" else unit.removeprefix("个") if len(unit) > 1 else unit
    sign, factor = _sign(text, pos)
    start, before = _approximator_before(text, pos - sign)
    # the word stays outside the mention where it is the action, 突破7000亿元, or belongs to the noun, 上千万农村人口
    if text.endswith("突破", 0, start) or (not written.strip("十百千万亿") and text.endswith(("上", "过"), 0, start)):
        before = before or "at_least"
    inner = "at_least" if "余" in written or "多" in written else "approx" if "来" in written else ""
    half = text.startswith("半", end) and values[0] % 1 != 0
    stop, after = _approximator_after(text, end + half, bool(unit_text))
    scale = _SCALES.get(unit, 0)
    values = tuple(_exact(value.scaleb(-scale) if scale else value) for value in values)
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
    stop, after = _approximator_after(text, at[1], has_unit=True)
    high = _exact(values[1]) if len(values) > 1 else None
    bound = before or after or "exact"
    value = _exact(factor * values[0])
    return Quantity(start, stop, text[at[0] - sign : at[1]], "", value, high, unit, bound)
