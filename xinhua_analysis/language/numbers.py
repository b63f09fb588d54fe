"""A written number: how it may be written (Arabic, Chinese, mixed, capital), and its exact value."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from ..lexicon import Patterns

# ---------------------------------------------------------------- values

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
# Each magnitude takes what stands before it and adds what stands behind: 亿 parts a number first, 十 last.
MAGNITUDES = {"亿": 10**8, "万": 10**4, "千": 1000, "百": 100, "十": 10}
LONGEST = 16  # characters; a longer run is a code, not a quantity
BLANKS = " \r\n\u3000\u200b\xa0\xad\u2060\ufeff"  # inside a number, or between it and its unit; a tab parts cells
CAPITALS = "壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億"  # as on cheques: 壹拾万零叁仟元; 3仟元
COLONS = frozenset(":：∶﹕︰")  # of ratios
THIN = "\u2005\u2006\u2007\u2009\u202f"  # parts thousands
_PLAIN = str.maketrans(
    dict(zip("０１２３４５６７８９．", "0123456789.", strict=True))
    | dict(zip(CAPITALS, "一二二三三四五六六七八九十百千万亿", strict=True))
    | {"廿": "二十", "卅": "三十"}
    | dict.fromkeys(f"{BLANKS}余多来、", "")
)
_P = Patterns(__name__, THIN=THIN)
_marks = str.maketrans("", "", f",，{THIN}")
UNBROKEN = str.maketrans("", "", BLANKS)  # 平⏎方米 is 平方米


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
    plain = _P.grouped.sub(lambda group: group[0].translate(_marks), written).translate(_PLAIN)
    pair = None if _P.positional.fullmatch(plain) else _P.digit_pair.search(plain)
    if pair and "点" not in plain[: pair.start()]:
        low, high = DIGITS[pair[1]], DIGITS[pair[2]]
        if high - low != 1 and pair[0] != "三五":
            return ()
        both = [_magnitude_value(plain[: pair.start()] + digit + plain[pair.end() :]) for digit in pair.groups()]
    else:
        both = [_magnitude_value(plain)]
    return () if None in both else tuple(value for value in both if value is not None)


def _magnitude_value(plain: str) -> Decimal | None:
    """The value of a number without marks and approximators; None if it is not well formed."""
    if _P.arabic.fullmatch(plain):
        return Decimal(plain)
    for mark, magnitude in MAGNITUDES.items():
        # 亿 and 万 may stand twice (五万万), the others only once
        head, found, tail = plain.rpartition(mark) if magnitude > 1000 else plain.partition(mark)
        if found:
            return _with_magnitude(head, magnitude, tail)
    if len(plain) == 1 or _P.positional.fullmatch(plain):
        return Decimal("".join(str(DIGITS[c]) for c in plain)) if set(plain) <= DIGITS.keys() else None
    whole, point, fraction = plain.partition("点")
    value = _magnitude_value(whole) if point and fraction and set(fraction) <= DIGITS.keys() else None
    return None if value is None else Decimal(f"{value}.{''.join(str(DIGITS[c]) for c in fraction)}")


def _with_magnitude(head: str, magnitude: int, tail: str) -> Decimal | None:
    """四千 + 二百: a head alone may be missing (百余户, 万元, 十五), and a last digit counts tenths (两万五)."""
    twice = magnitude == 10**4 and "万" in head and len(head) > 2
    if (not head and tail and magnitude > 10) or tail[:1] in tuple("百千万亿") or twice or _P.tenths.search(head):
        return None  # 三千百, 三万三百三十万, 三万四亿
    many = _magnitude_value(head) if head else Decimal(1)
    if len(tail) == 1 and tail not in MAGNITUDES:  # 一百五 is 150
        rest = _magnitude_value(tail)
        rest = None if rest is None or (tail.isdecimal() and magnitude > 10**4) else rest * (magnitude // 10)
    else:
        rest = _magnitude_value(tail.lstrip("零〇")) if tail else Decimal(0)
    broken = bool(tail) and ("." in head or "点" in head or ("." in tail and not _P.all_places.match(tail)))
    if many is None or rest is None or rest >= magnitude or broken:
        return None
    most = 10**4 if _P.arabic.fullmatch(head) and magnitude > 10 else 10  # 12.5百万, but not 二十百
    return None if magnitude < 10**4 and many >= most else exact_value(many * magnitude) + rest


def exact_value(number: Decimal) -> Decimal:
    """The same value without an exponent or trailing zeros behind the point (10.20E+4 → 102000)."""
    return number if number.as_tuple().exponent == 0 else Decimal(f"{number.normalize():f}")


# ---------------------------------------------------------------- the written parts of a quantity

GAP = f"[{BLANKS}]{{0,8}}"  # hard-wrapped pages break between number and unit
HAN = "零〇一二两三四五六七八九十百千万亿廿卅"
_CLASSES: dict[str, str] = {}
for _code in (*range(0x80), *range(0xA0, 0xFFFE)):
    _class = unicodedata.category(chr(_code))
    if _class in ("Pd", "Pc", "Po", "Sm", "Sk", "Cf", "Zs", "Lm", "Mn", "Me") or (
        _class == "So" and (0x2500 <= _code < 0x2800 or _code == 0xFFFD)  # □ ■ ★ �, but ℃ and ㎡ are units
    ):
        _CLASSES[_class] = _CLASSES.get(_class, "") + chr(_code)
DASHES = _CLASSES["Pd"] + "~～∼−─━⁓⁻ーㅡ"  # ー is what an input method of Chinese types
DASH = re.escape(DASHES)  # of ranges, in a character class
# No mark that may stand between two quantities, whatever it is: 3٫5万元, 3﹐456元, 20→30个, 3□5个
STRANGE = (set("".join(_CLASSES.values())) | set(DASHES + "‚")) - set('，；。！？：、,;!:"＂%％‰‱+＋×\ufe0f\u20e3')
_IN_PIECES = STRANGE - set(f".．·••{BLANKS}{THIN}")  # the marks of these that break a number: 1。68亿, 约三、五个
BROKEN = _IN_PIECES | set(f"。.．、点·\t\u2029\x1f{BLANKS}")  # what a number may be broken at: 1⏎0人, 一百 二十户
JOINS = tuple(f"{DASHES}至到与和{BLANKS}")  # what a range may be joined with
INSIDE = re.escape("".join(sorted(STRANGE)))  # in a character class
ARABIC = (
    r"\d++(?:"
    + "".join(rf"{mark}(?<!\d{{4}}.)\d{{3}}(?:{mark}\d{{3}}){{0,5}}(?!\d)|" for mark in (",", "，", f"[{THIN}]"))
    + r")(?:[.．]\d++|)"
)  # 12,000 and 12，000; digits are never given back: no rule goes on with one; a branch that begins in a mark is cheap
HAN_DIGIT = "[一二两三四五六七八九]"
_KILO = f"{GAP}[瓦克米伏乏焦帕赫升卡]"  # behind 千 of 千瓦
_MAGNITUDE = rf"{GAP}[多余来]?(?:[十百万亿拾佰仟萬億](?!分[点之])|千(?!{_KILO}|分点)){{1,4}}"
_AND = rf"(?:{GAP}零?(?:\d{{1,4}}(?:[.．]\d{{1,4}})?|{HAN_DIGIT})(?:千(?={_KILO})|{_MAGNITUDE}))"  # 1万2千米
# 三百千米, 十五千瓦 hold a unit in 千, as no number goes on with 千 there; 三千米 are three thousand
_THOUSAND = rf"千(?!(?:(?<=[十百千万亿零〇]千)|(?<=[十百零〇]{HAN_DIGIT}千)|(?<=[十百]{HAN_DIGIT}{{2}}千)){_KILO})"
_SPELLED = f"{HAN.replace('千', '')}几佰仟萬億"  # no possessive group here: of Python 3.11.2's a part stays behind
# A spelled number is the longest run of its characters: 几 and 数 in it make it vague, other writings break it.
NUMBER = (
    rf"(?:(?:{ARABIC}|[.．]\d+)(?:{_MAGNITUDE}{_AND}{{0,4}}(?:{_MAGNITUDE})?)?"  # 10.2万, 3亿4千万, 2千多亿
    rf"|(?:(?:[{_SPELLED}]++|{_THOUSAND})+(?![{_SPELLED}]|{_THOUSAND})|[{CAPITALS}][{CAPITALS}万亿零〇]*)"
    rf"(?:点[零〇一二三四五六七八九]+[万亿]*)?(?:[多余来](?:[十百万亿]|千(?!{_KILO}))+)?)(?![壹贰叁肆伍陆柒捌玖])"
)
PARTS = {"ARABIC": ARABIC, "BLANKS": BLANKS, "DASH": DASH, "GAP": GAP, "HAN": HAN, "HAN_DIGIT": HAN_DIGIT}
# for the patterns of the lexicon
PARTS |= {"INSIDE": INSIDE, "KILO": _KILO, "NUMBER": NUMBER, "THIN": THIN, "CAPITALS": CAPITALS}
PARTS |= {"in_pieces": re.escape("".join(sorted(_IN_PIECES))), "han": HAN.replace("万", "").replace("亿", "")}
