"""The ledger: every numeral of a text in exactly one row, with its kind and the rule that decided it.

A numeral is a run of digits (ASCII, full-width) or of Chinese number characters. A number that its writing breaks
(1、68亿元; 12 345人) is one row, whose reason is ``DOUBTFUL``, and no part of it a statistic. At each numeral
the rules are tried in order, the first that answers owns the span: a ``Pattern`` for what a regular expression can see,
a function for what needs more. Chinese numerals inside idioms (统一, 进一步, 一批) are no numerals. To add a rule, put
a ``Pattern`` with an example above it where it belongs in ``ARABIC_RULES`` or ``SPELLED_RULES``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from typing import NamedTuple

from .. import lexicon
from ..language.quantities import (
    ARABIC,
    CAPITALS,
    DASH,
    GAP,
    HAN,
    Quantity,
    goes_on,
    is_bare,
    is_fraction,
    number_stop,
    read_quantity,
    unit_stop,
)
from ..records import Numeral, Section, Sentence
from .outline import home_finder, stretches


class Found(NamedTuple):
    """What a rule says of the numeral at hand: its span, its kind, and why."""

    start: int
    stop: int
    kind: str
    reason: str
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A text with what the rules need to know of it: where its headings' markers and its quoted names stand.

    ``text`` is the source but for the white space that parts a number from what follows: no quantity goes over it.
    """

    text: str
    markers: dict[int, int]
    quote_starts: tuple[int, ...]
    quote_stops: tuple[int, ...]
    points_end: bool  # sentences end in ASCII points

    def in_quotes(self, pos: int) -> bool:
        """Whether a position lies inside “…”, 《…》 or 〔…〕."""
        at = bisect_right(self.quote_starts, pos) - 1
        return at >= 0 and pos < self.quote_stops[at]


class Pattern(NamedTuple):
    """A rule in one regular expression, matched at the numeral; ``head`` characters before it join the mention."""

    kind: str
    reason: str
    pattern: str
    head: int = 0


Rule = Callable[[Page, int], Found | None]

_SPELLS = frozenset(HAN + CAPITALS)
_quotes = re.compile(r"“[^“”。！？\n]{1,60}”|《[^《》。]{1,60}》|「[^「」。\n]{1,30}」|〔[^〔〕\n]{1,12}〕")


_point_ends = re.compile(r"[\u4e00-\u9fff]\.(?:[\u4e00-\u9fff\n]|$)")


def read_page(text: str, sections: Sequence[Section]) -> Page:
    """The text with its heading markers and quoted names located."""
    markers = {}
    for section in sections:
        if section.number:
            at = text.index(section.number, section.start)
            inside = [i for i in range(at, at + len(section.number)) if _candidate.match(text, i)]
            if inside:
                markers[inside[0]] = inside[-1] + 1
    quotes = [(match.start(), match.end()) for match in _quotes.finditer(text)]
    return Page(
        parted(text),
        markers,
        tuple(start for start, _ in quotes),
        tuple(stop for _, stop in quotes),
        bool(_point_ends.search(text)),
    )


_PARTING, _CELL = "\u2029", "\x1f"  # stand for white space that parts lines or paragraphs, and cells
_FULL = 20  # characters of a line that may have been broken because it was full
_white = re.compile(r"[\s\u200b]+")
_AHEAD = frozenset(f"0123456789{HAN}{CAPITALS}余多来约近超逾足过于")
_BEHIND = frozenset("以左上及余多%％")
_clause_mark, _mark = re.compile("[，。；,;]"), re.compile("[，。；,;：、]")
_own_cell = re.compile(r"\s\S+$")
_cells = re.compile(r"\s\d[\d.,]*(?=\s|$)")
_magnitudes = re.compile(rf"[{HAN}]*[余多]?")
_closed = re.compile(r"[，。；：、,;:％%）)（(\s]|以[上下内]|左右|上下|$")


def parted(text: str) -> str:
    """The text with a mark of its own where white space behind a number parts it from what follows.

    A tab, an empty line and blanks in a row always do. A line end does not inside a paragraph: where a full line was
    broken, or where the unit behind it closes a clause.

    >>> text = parted("规章\\t11\\n行政许可 8\\n\\n件均费用。新建绿道2\\n公里。")
    >>> [(at, text[at + 1]) for at, character in enumerate(text) if character == "\\u2029"]
    [(5, '行'), (12, '\\n')]
    """
    pieces, done, start, last = list[str](), 0, 0, 0
    for white in _white.finditer(text):
        start, last = max(start, text.rfind("\n", last, white.start()) + 1), white.start()
        ahead = text[last - 1 : last]
        follows = ahead in _AHEAD or ahead.isdecimal() or text[white.end() : white.end() + 1] in _BEHIND
        if follows and _parts(text, white, start):
            pieces += [text[done:last], _PARTING if "\n" in white[0] or "\r" in white[0] else _CELL]
            done = last + 1
    return "".join([*pieces, text[done:]])


def _end(pattern: re.Pattern[str], text: str, pos: int) -> int:
    """Where what a pattern finds at ``pos`` ends: there, if it finds nothing."""
    match = pattern.match(text, pos)
    return match.end() if match else pos


def _parts(text: str, white: re.Match[str], start: int) -> bool:
    """Whether the white space in the line that begins at ``start`` parts a number from what follows it."""
    gap, before = white[0], text[max(start, white.start() - 40) : white.start()]
    behind = (text[white.end() : white.end() + 40].splitlines() or [""])[0]
    breaks = max(gap.count("\n"), gap.count("\r"))
    if "\u200b" in gap:  # a page break, or a character that nobody sees
        return False
    if "\t" in gap + before.lstrip() + behind or breaks > 1 or (len(gap) > 1 and not gap.endswith(("\n", "\r"))):
        return True
    if _closed.match(behind, unit_stop(behind, _end(_magnitudes, behind, 0))):  # 余人次， and 万 at a line's end
        return False
    in_cell = _own_cell.search(before) is not None
    if breaks:
        return in_cell or white.start() - start < _FULL or not _clause_mark.search(before + behind)
    return in_cell and not _mark.search(before + behind) and len(_cells.findall(before + gap + behind)) > 1


# ---------------------------------------------------------------- rules that need more than a pattern

_year = re.compile(r"(?:[1１][9９]|[2２][0０])\d\d(?!\d)")
_not_in_a_name = re.compile(
    r"[ \u3000]?(?:[年届万亿余多百千]|来[个户人名家次]|[至到]\d|左右|上下|以[上下内]|$|[^\u4e00-\u9fff])"
)
_OPENS_NAME = lexicon.entries("word_classes", "class", "opens_name")
_CARRIED = frozenset("国省市县区乡镇村校院厂园地成金银铜方横环款周")  # begin names: 2024成都…, 2024园林…, 2024款


def year_in_a_name(page: Page, pos: int) -> Found | None:
    """2024上海城市空间艺术季; but 2000张 and 2012部 are counts, as whatever else has a measure word."""
    text, year = page.text, _year.match(page.text, pos)
    if year is None or _not_in_a_name.match(text, year.end()) or _is_level(text, pos, year.end()):
        return None
    at = year.end() + (text[year.end()] in " \u3000")
    stop = at if text.startswith(_OPENS_NAME, at) else unit_stop(text, at)
    carried = stop == at + 1 and text[at] in _CARRIED and not _closed.match(text, stop)
    return None if stop > at and not carried else Found(pos, year.end(), "name", "year in a name")


def heading_marker(page: Page, pos: int) -> Found | None:
    """一、 (二) 1. at the head of a section."""
    stop = page.markers.get(pos)
    return Found(pos, stop, "ordinal", "number of a heading") if stop else None


def in_a_quoted_name(page: Page, pos: int) -> Found | None:
    """“1+3+17” “十四五” 《2023年目录》: numerals inside a quoted name count nothing."""
    if not page.in_quotes(pos):
        return None
    match = _run.match(page.text, pos)
    return Found(pos, match.end(), "name", "inside a quoted name") if match else None


_run = re.compile(rf"\d[\d.．,:：·]*\d|\d|[{HAN}]+")
_LEVEL = lexicon.entries("word_classes", "class", "level")
DOUBTFUL = "doubtful: no number as it is written"
_NO_UNIT = "no unit: not a quantity"
_blanks = "[ \u3000\xa0\u200b\u2000-\u200a\u202f]"
_pieces = re.compile(
    rf"\d+(?:(?:{_blanks}{{1,2}}[,，.．、]?{_blanks}?|[,，.．、·•‧・﹒'’＇^＾_*=/／∕⁄:：∶至到{DASH}]{{1,2}}{_blanks}{{0,2}})\d+)++"
)


def broken_number(page: Page, pos: int) -> Found | None:
    """1、68亿元; 12 345人; 1,0000人; 5、6、8个: digits in pieces that are no number together, and are none apart.

    Only where a unit or a magnitude follows, so that a part of it would have been read; else a long code.
    """
    text, digits, pieces = page.text, _end(_digits, page.text, pos), _end(_pieces, page.text, pos)
    stop = max(digits, pieces, number_stop(text, pos))
    if _over_the_line.match(text, stop):
        return Found(pos, stop, "name", _NO_UNIT)
    if stop == digits and not goes_on(text, pos):
        return None
    quantity = read_quantity(text, pos)
    if quantity and quantity.stop >= stop:
        return None
    unit_at = _end(_gap, text, stop)
    many = _end(_magnitude, text, unit_at)
    if (many == unit_at == unit_stop(text, unit_at)) or text.startswith(_NOT_COUNTED, unit_at):
        if stop - pos > 40 or text.endswith(_LEVEL, 0, pos):  # a code; 达1/1 0
            return Found(pos, stop, "name", _NO_UNIT)
        return None
    return Found(pos, many if many > unit_at else stop, "name", DOUBTFUL)


_digits = re.compile(r"\d+(?:[.．]\d+)?")
_over_the_line = re.compile(  # behind the 1 of 1⏎0人; not before the number of a list, nor a date
    r"(?<=[百千万亿])[ \u3000]\d"
    r"|(?:。|[,，.．、]?[ \u3000]?\r?[\n\u2029])(?!\d\d?(?:[.．](?!\d)|[、)）])|\d+\s?[年月日])\d"
)
_gap = re.compile(GAP)
_magnitude = re.compile("[余多]?[十百千万亿拾佰仟萬億]+[余多]?|[余多]")
_NOT_COUNTED = tuple("年月日号届时点版级弄室路线")


def statistic(page: Page, pos: int) -> Found | None:
    """A number with a unit, or with a magnitude and a noun (2900多万家庭)."""
    if (is_bare(page.text, pos) and not page.text.endswith(_LEVEL, 0, pos)) or _follows_a_number(page.text, pos):
        return None
    quantity = read_quantity(page.text, pos)
    if quantity is None or (page.text[pos] in ".．" and not _opens_with_a_point(page, quantity)):
        return None
    if not quantity.unit_text and not quantity.unit:
        counted = re.search(r"[万亿千百余多]", quantity.number_text) or page.text.endswith(_LEVEL, 0, pos)
        if not (counted or is_fraction(quantity.number_text) or _is_bare_level(page.text, quantity)):
            return None
    return Found(quantity.start, quantity.stop, "statistic", "number and unit", quantity)


def _follows_a_number(text: str, pos: int) -> bool:
    """Whether the number at ``pos`` ends what cannot be read whole: 百二十户, 二十5人, 9七户; but 统一3个."""
    before = text[pos - 1 : pos]
    if before and before in HAN:
        return not _in_phrase(text, pos - 1, "idioms", "protected")
    return before.isdecimal() and text[pos] in _SPELLS


_divisible = frozenset(
    row["unit"]
    for row in lexicon.rows("units")
    if row["unit_family"] in ("share", "points", "money", "area", "length", "mass", "volume", "energy")
)


def _opens_with_a_point(page: Page, quantity: Quantity) -> bool:
    """.5万元, .8公里; not where points end sentences (越用越灵.24个居民区), nor of what is counted."""
    measured = quantity.unit in _divisible or re.search("[万亿]", quantity.number_text)
    return bool(measured) and not page.points_end


_changes = re.compile("[上回]升|下[降调]|回落|[提升降增减压扩缩调改]")


def _is_bare_level(text: str, quantity: Quantity) -> bool:
    """指数从5.8下降至5.4, 大约有50左右: a level without a unit."""
    about = text.endswith(("左右", "上下"), quantity.start, quantity.stop)
    return about or _is_level(text, quantity.start, quantity.stop)


def _is_level(text: str, start: int, stop: int) -> bool:
    return text.endswith(("从", "由"), 0, start) and bool(_changes.match(text, stop))


def spelled_statistic(page: Page, pos: int) -> Found | None:
    """两个小区, 十余场, 四千二百多万城镇劳动力; 一 and bare magnitudes only where something is really counted."""
    text = page.text
    if _follows_a_number(text, pos):
        return None
    quantity = None if is_bare(text, pos) else read_quantity(text, pos)
    if quantity is None or not (quantity.unit or re.search(r"[万亿]|分之", quantity.number_text)):
        return None
    spelled = lexicon.mapping("units", "spelled").get(quantity.unit_text.removeprefix("个"), "yes")
    reached = quantity.unit_text and _reached.search(text, max(0, quantity.start - 2), quantity.start)
    if spelled == "no" and not reached and not text.endswith(_LASTING, 0, quantity.start):
        return None
    if not quantity.unit and _goes_on_spelled.match(text, quantity.stop):
        return None
    number = quantity.number_text.strip("余多")
    if quantity.unit == "期" and len(number) == 1 and not text.endswith(_SERIES, 0, quantity.start):
        return None  # 三期拟补建探头, 新港三期 are the third stage; 培训班六期 is six courses
    if number == "二" or text.startswith("级", quantity.stop):  # 二轮 is the second; 五十亿级 a class
        return None
    if number == "一" and not _really_one(text, pos, quantity):
        return None
    alone = number.strip("百千万亿") == "" and quantity.bound == "exact"
    if alone and not reached and not text.endswith("上", 0, pos):  # 上百人
        return None
    return Found(quantity.start, quantity.stop, "statistic", "spelled-out number and unit", quantity)


_goes_on_spelled = re.compile(rf"\s[{HAN}\d]")  # 三亿⏎五千万元
_reached = re.compile("(?:达到|达|突破|重回|[跨迈站跃]上|跨[越过])$")  # 重回万亿元, 突破万列
_LASTING = lexicon.entries("word_classes", "class", "lasting")
_SERIES = lexicon.entries("word_classes", "class", "series")
_BUILT = lexicon.entries("word_classes", "class", "built")


def _really_one(text: str, pos: int, quantity: Quantity) -> bool:
    """新建一座桥, 购置泵车一台。 count one; 形成一个良好氛围 does not. 一倍, 一番 and 一成 always count."""
    unit = quantity.unit
    if unit in ("倍", "成", "百分点") or text.endswith(("翻", "翻了"), 0, pos):
        return True
    if unit in ("种", "次", "条", "批"):
        return False
    closes = unit in _THINGS and _closes.match(text, quantity.stop) and not _each.search(text, max(0, pos - 8), pos)
    return text.endswith(_BUILT, 0, pos) or bool(closes)


_THINGS = tuple("所座处台辆个名家部栋幢间套项份支块张艘架本册枚宗")
_closes = re.compile(r"[，。；、,;（(\n]|$")
_each = re.compile(r"[每各][^，。；]{0,7}$|[第同统唯合归不之进再更走近先高上下缺每各了的]$|(?:^|\W)$")


def idiom(page: Page, pos: int) -> Found | None:
    """统一, 进一步, 一批: no numeral at all, from ``idioms.csv``; an answer without a reason makes no row."""
    nothing = page.text[pos] in "零〇" and page.text[pos + 1 : pos + 2] != "点"  # 零部件, 零距离
    return Found(pos, pos + 1, "", "") if nothing or _in_phrase(page.text, pos, "idioms") else None


def protected_name(page: Page, pos: int) -> Found | None:
    """五社联动, 两旧一村, 十四五: names of the genre, from ``protected.csv``."""
    run = _run.match(page.text, pos)
    return Found(pos, run.end(), "name", "protected name") if run and _in_phrase(page.text, pos, "protected") else None


_share = re.compile(rf"[{HAN}\d]{{1,16}}分之[{HAN}\d]")


def _in_phrase(text: str, pos: int, *names: str) -> bool:
    """Whether a phrase of a lexicon covers the number character at ``pos``; a longer quantity wins: 十分 but 十分钟."""
    for pair, at in ((text[pos : pos + 2], pos), (text[pos - 1 : pos + 1], pos - 1)):
        for offset, phrase in (found for name in names for found in _phrases(name).get(pair, ())):
            if text.startswith(phrase, at - offset) and not _share.match(text, pos):
                quantity = None if is_bare(text, pos) else read_quantity(text, pos)
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


# ---------------------------------------------------------------- the rules, in order

_THRESHOLD = "(?:周?岁|万?亿?元|万?[人户吨]|蒸吨|亩|平方米|[层米天年分级]|公里|兆瓦|千瓦|小时|工作日)"
_TO = rf"\s?(?:[至到]|[{DASH}]{{1,2}})\s?"
_LETTERS = "|".join(unit for unit in lexicon.entries("units") if len(unit) > 1 and unit[0].isascii())  # kW, m³
_CLASSED = "(?=(?:重[大点])?(?:项目|企业|楼宇|园区|产业|集群|基地|大户|工程|商户|镇|村))"
_LASTED = "[时达为续需仅了到短长前]"
_COUNTING = ("count", "person", "household", "organisation", "person_time", "occasion")
_THINGS_COUNTED = "个(?!百分|千分|[小月点基工半])|" + "|".join(
    row["unit"] for row in lexicon.rows("units") if row["unit_family"] in _COUNTING and row["unit"] != "个"
)
_MONTH = "(?:1[0-2]|0?[1-9])"
_COLON = "[:：∶﹕︰]"
_HOTLINE = r"(?:12345|12348|12315|12333|12328|12369|12350|12388|12393|96\d{3,4}|11[0249]|12[02])(?!\d)"
_CALLED = '(?=热线|平台|工单|指挥|政务|便民|服务|电话|中心|报警|接|转|[”"])'
ARABIC_RULES: tuple[Pattern | Rule, ...] = (
    heading_marker,
    # 2024-02-02, 2023/5/1
    Pattern("date", "calendar date", rf"(?:19|20)\d\d[/.．{DASH}]\d{{1,2}}[/.．{DASH}]\d{{1,2}}(?!\d)"),
    # 2023.1-2023.12, 2023-3至5
    Pattern(
        "date",
        "calendar date",
        rf"(?:19|20)\d\d[/.．{DASH}]{_MONTH}{_TO}(?:(?:19|20)\d\d[/.．{DASH}])?{_MONTH}(?=[，。；、,;）)\s”年的起间止期]|$)",
    ),
    # 5·21, 3·15
    Pattern("name", "dotted day in a name", r"\d{1,2}[·•]\d{1,2}(?!\d)"),
    # 1+3+17, 8+4, 7×24小时
    Pattern(
        "name",
        "formula of a name",
        r"\d+(?:\s?[+＋×xX]\s?(?:\d++(?!\^)|[NnXx]))+(?:小时)?|\d+[+＋](?=[\u4e00-\u9fff])",
    ),
    Pattern("name", "formula of a name", r"(?<=[+＋×NnXx])\d++(?![.．]?\d*[%％‰])(?:小时)?"),
    in_a_quoted_name,
    year_in_a_name,
    # 第1至3季度, 1-3季度, 前3季度; not 连续3季度
    Pattern("date", "quarter", rf"(?<=第)\d{_TO}\d季度", head=1),
    Pattern("date", "quarter", rf"(?<![续期时近])[1-4１-４](?:(?:{_TO}|[、和])[1-4１-４])?季度"),
    # 2020—2023年, 2022—2023学年, 2020届, 2023年度, 2023年12月31日, １９７９年
    Pattern("date", "year", rf"[12１２]\d{{3}}{_TO}(?:[12１２]?\d{{1,3}}\s?年度?|[12１２]\d{{3}}\s?(?:学年|[届级]))"),
    Pattern(
        "date", "year", r"[12１２]\d{3}\s?(?:年(?:度|\s?\d{1,2}\s?月(?:份|\s?\d{1,2}\s?日)?)?|届|学年)|\d\d年(?=代)"
    ),
    # 1998、1999年
    Pattern("date", "year", r"(?:19|20)\d\d(?=(?:[、和](?:19|20)\d\d){1,6}年)"),
    # 1—5月, 4月25日, 15日
    Pattern("date", "month or day", rf"\d{{1,2}}{_TO}\d{{1,2}}\s?月份?|\d{{1,2}}\s?月(?:份|\s?\d{{1,2}}\s?日)?"),
    Pattern("date", "month or day", rf"\d{{1,2}}(?:{_TO}\d{{1,2}})?\s?日(?![元均内常])"),
    # 9:30, 8时30分
    Pattern(
        "date",
        "time of day",
        rf"\d{{1,2}}(?:[:：][0-5]\d(?:[:：][0-5]\d)?(?![\d.．:：])|[时点]\d{{1,2}}分|[时点]?{_TO}\d{{1,2}}[时点](?!\d)"
        r"|时(?![间代速机期长]))",
    ),
    # 20世纪60年代
    Pattern("date", "century", r"\d{1,2}\s?世纪"),
    # 2.31:1, 1∶3.4, 1.1:50.3:48.6
    Pattern("name", "ratio", rf"{ARABIC}(?:\s?{_COLON}\s?{ARABIC}){{2,8}}"),
    Pattern("name", "ratio", rf"{ARABIC}∶{ARABIC}|(?:1{_COLON}{ARABIC}|{ARABIC}{_COLON}1)(?![\d.．])"),
    # 第18届, 第2轮, 第5
    Pattern(
        "ordinal",
        "第 and a number",
        rf"(?<=第){ARABIC}(?:(?:{_TO}|[、和]){ARABIC}){{0,8}}[届轮批次期位名季条章号]?",
        head=1,
    ),
    # 前10位, 前50强
    Pattern("ordinal", "place in a ranking", rf"(?<=[前列]){ARABIC}\s?[位名强]", head=1),
    # 1. 2、 (3)
    Pattern(
        "ordinal", "number of a list", r"(?<![^\n。；;\s])(?<![\u4e00-\u9fff][ \u3000\xa0])\d{1,2}(?=[.．、](?!\d))"
    ),
    # 3.8月1日; 3.10种有色金属 at the head of a paragraph: no decimal counts days or things
    Pattern("ordinal", "number of a list", r"\d{1,2}(?=[.．]\d{1,2}月\d{1,2}日)"),
    Pattern(
        "ordinal",
        "number of a list",
        rf"(?<![^\n\u3000])(?<![^。；：;:\n\u3000\u2029]\n)\d{{1,2}}(?=[.．]\d+(?:{_THINGS_COUNTED}))",
    ),
    Pattern("ordinal", "number of a list", r"(?<=[(（])(?<![\d%][(（])\d{1,2}(?=[)）])"),
    # 5G, 6G, 5A级, 4K, 3D; GB, km, kWh and the like are units
    Pattern(
        "name",
        "joined to a letter",
        rf"\d+(?:[.．]\d+)?(?!(?:{_LETTERS})(?![A-Za-z]))[A-Za-z](?![A-Za-z]*PS)(?![BbWwVv])[A-Za-z]*级?",
    ),
    Pattern("name", "joined to a letter", r"(?:(?<=[A-Za-zＡ-Ｚ])|(?<=[A-Za-zＡ-Ｚ][-－]))\d+(?:[-.]\d+)*"),
    # 2.0版, 500强, 5星级, 217号, 1088弄, 10号线
    Pattern(
        "name",
        "number of a version, address or class",
        rf"{ARABIC}\s?(?:版|强|星级|号|弄|路(?=公交|车|线)|国(?=集团)|国道|省道|线|代|度角|室|栋楼(?=[\d一二三四东西南北]))",
    ),
    # 1—8栋: which houses, not how many
    Pattern("name", "number of a version, address or class", rf"1{_TO}\d{{1,3}}\s?[栋幢]"),
    # 12345热线
    Pattern("name", "hotline", _HOTLINE + _CALLED),
    # 24小时服务
    Pattern("name", "round the clock", r"24\s?小时"),
    # 15分钟社区生活圈, 乡村3公里”服务圈
    Pattern(
        "name", "service radius", rf"{ARABIC}\s?(?:分钟|公里|小时|米|刻钟)(?=[^，。；、]{{0,12}}(?:圈|通勤|直达|可达))"
    ),
    # 25兆瓦级, 亿元级, 110千伏变电站
    Pattern("name", "class of size", rf"{ARABIC}[万亿]?\s?(?:兆瓦|千瓦|万?吨|亿?元|[米人位分年日寸]|公里|千伏|英寸)级"),
    Pattern("name", "class of size", rf"{ARABIC}\s?千伏(?=[^，。；、]{{0,6}}(?:站|线|工程|输|变|网))"),
    # 60岁以上老人, 30亿元以上项目; but 新增100户以上。达20%以上
    Pattern(
        "name",
        "threshold of a class",
        rf"(?<![达到在为是超增占均有于长]){ARABIC}[万亿]?\s?{_THRESHOLD}及?以[上下内]的?(?=[^\s，。；、：:）)”的,;])",
    ),
    # 过10亿元的重大增长点, 满4年, 65岁老人; thresholds are round: 投资达1860万元的公路 is measured
    Pattern(
        "name",
        "threshold of a class",
        rf"(?<=[过超满逾达])(?!\d\d+[1-9]0*(?!\d)){ARABIC}[万亿]?\s?(?:周?岁|[亿万]?元|公里|米|平方米)(?=的[^，。；]{{2}})",
    ),
    # 招引超10亿元项目8宗
    Pattern("name", "threshold of a class", rf"(?<=[超过]){ARABIC}[万亿]?元{_CLASSED}"),
    Pattern("name", "threshold of a class", rf"(?<![到达为至]){ARABIC}(?:{_TO}{ARABIC})?\s?周?岁(?=[\u4e00-\u9fff—-])"),
    Pattern("name", "threshold of a class", rf"(?<=满){ARABIC}\s?(?:周?岁|年)"),
    # 48小时内办结, 50米内换乘; but 缩短到3分钟以内
    Pattern(
        "name", "threshold of a class", rf"(?<![到至为在]){ARABIC}\s?(?:小时|分钟|个?工作日|[天日米]|公里)[之以]?内"
    ),
    # 每10万人口
    Pattern("name", "base of a rate", r"(?<=每)10*[万亿]?(?=人|户|名|张|平方公里)"),
    # 3天1轮
    Pattern("name", "frequency", rf"{ARABIC}\s?(?:[天日周年]|个?月|季度)(?=\d+[轮次报调查更])"),
    Pattern("name", "frequency", r"(?:(?<=\d[天日周月年])|(?<=季度))\d+[轮次]"),
    # 7大产业集群
    Pattern("name", "class of a programme", rf"{ARABIC}大(?!类|项|件|块|卡|方面|板块)"),
    # 近10年, 7年来, 5年内; but 连续4年 is a statistic
    Pattern(
        "date",
        "stretch of years",
        rf"(?<![续长短快缩期前满达了\d年])(?<!历时){ARABIC}多?余?\s?(?:年(?!均)|周年)(?:[来内间前后期]|以来|中间)?",
    ),
    Pattern("date", "stretch of months", rf"(?<=前){ARABIC}\s?个月", head=1),
    Pattern("date", "stretch of months", rf"{ARABIC}\s?个月(?=[来内间前后以])|(?<=近)(?<!{_LASTED}近){ARABIC}\s?个月"),
    broken_number,
    statistic,
    # whatever is left: a code, a bare number
    Pattern("name", _NO_UNIT, rf"{ARABIC}(?![\d.．])|\d[\d.．]*\d|\d"),
)
_HAN_YEAR = "[一二][零〇○一二三四五六七八九]{3}"
_DAY = "[一二三四五六七八九十]{1,3}"
_ATTRIBUTES = "(?:投资|产值|营收|收入|规模|税收|资产|总额)"
SPELLED_RULES: tuple[Pattern | Rule, ...] = (
    heading_marker,
    Pattern("name", _NO_UNIT, rf"[{HAN}]{{17,}}"),
    # 二〇二三年, 十八世纪六十年代, 十月一日, 四月初, 三季度
    Pattern("date", "year", rf"{_HAN_YEAR}年(?:度|{_DAY}月(?:{_DAY}日)?)?"),
    Pattern("date", "century", rf"{_DAY}世纪(?:{_DAY}年代)?"),
    Pattern("date", "year", rf"{_HAN_YEAR}{_TO}{_HAN_YEAR}年"),
    Pattern("date", "month or day", rf"[一二三四五六七八九十]{{1,2}}月?{_TO}[一二三四五六七八九十]{{1,2}}月份?"),
    Pattern("date", "month or day", rf"[一二三四五六七八九十]{{1,2}}月(?:份|[初底末]|[上中下]旬|{_DAY}日)"),
    Pattern("date", "quarter", rf"[一二三四](?:{_TO}[一二三四])?季度"),
    # 第十八届, 十二届六次全会
    Pattern(
        "ordinal",
        "第 and a number",
        rf"(?<=第)[{HAN}]+(?:(?:{_TO}|[、和])[{HAN}]+(?=[届轮批次期条章])){{0,8}}[届轮批次期位名季条章]?",
        head=1,
    ),
    Pattern(
        "ordinal",
        "session of a congress",
        rf"(?!两)[{HAN}]+(?:届|次(?=(?:[、和][{HAN}]+次){{0,4}}(?:全会|全体|会议|党代会|代表)))",
    ),
    # 前三名
    Pattern("ordinal", "place in a ranking", rf"(?<=[前列])[{HAN}]+[位名强]", head=1),
    # 一是…二是…, 一要…二要…, （三）
    Pattern("ordinal", "number of a list", rf"(?<![^\n\s。；;：:，,]){_DAY}(?=是|要(?![素点件害闻]))"),
    Pattern("ordinal", "number of a list", rf"(?<=[(（]){_DAY}(?=[)）])"),
    in_a_quoted_name,
    idiom,
    protected_name,
    # 亿元以上项目, 产值超亿元的企业; but 达千亿元以上。
    Pattern(
        "name",
        "threshold of a class",
        rf"(?<![达到在为是超增占均有于长])[{HAN}]*[百千万亿](?:元|亩|头|只|吨|人|户)及?以上的?(?=[^\s，。、；：:）)”的,;])",
    ),
    Pattern("name", "threshold of a class", rf"(?<={_ATTRIBUTES}[过超满逾达])[{HAN}]*[百千万亿]元(?=的[^，。；]{{2}})"),
    Pattern("name", "threshold of a class", rf"(?<=[超过])[{HAN}]*[百千万亿]元{_CLASSED}"),
    # 五个一工作法, 五十亿级产业
    Pattern("name", "class of a programme", r"[三四五六七八九十]个一(?=[\u4e00-\u9fff])"),
    Pattern("name", "class of size", rf"[{HAN}]+(?:万?吨|亿?元)?级"),
    # 三年行动, 二十六年间, 五大工程, 三个“一号工程”
    Pattern("name", "class of a programme", rf"[{HAN}]+年(?=行动|计划|规划|攻坚|方案|活动|专项)"),
    Pattern("date", "stretch of years", rf"(?<=前)(?<![目此提]前)[{HAN}]+年", head=1),
    Pattern(
        "date",
        "stretch of years",
        rf"(?<![续期时长短])(?<!提前)(?!一年(?![来内半多间]))[{HAN}]+多?年(?:[来内间前后]|以来|中间)?",
    ),
    Pattern("name", "class of a programme", r"[二两三四五六七八九十]+(?:大(?![类项件块]|方面)|[个项](?=“))"),
    spelled_statistic,
    # 三所联动, 五保对象
    Pattern(
        "name",
        "part of a name",
        "[二三四五六七八九十][一二三四五六七八九十百千]+|[二两三四五六七八九](?=[\u4e00-\u9fff])",
    ),
)


def _joined(rules: Sequence[Pattern | Rule]) -> tuple[Rule, ...]:
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
        return Found(match.start() - head, match.end(), kind, reason)

    return rule


_ARABIC, _SPELLED = _joined(ARABIC_RULES), _joined(SPELLED_RULES)
# A point before digits may open a number (.5万元), and capitals are numerals together: 伍万元, 壹拾; not 队伍
_candidate = re.compile(
    rf"[\d{HAN}]|(?<![\d{HAN}.．A-Za-z%％)）])[.．](?=\d)"
    rf"|[{CAPITALS}](?<![队退入]伍)(?<![大登着]陆)(?<![收捡]拾)[{CAPITALS}万亿零〇]+"
)


def find_numerals(text: str, sections: Sequence[Section] = ()) -> tuple[Found, ...]:
    """Every numeral of a text from left to right, each character in one at the most, with the rule that decided it.

    >>> [(found.kind, found.reason) for found in find_numerals("2023年举办活动600余场,“五社联动”统一推进。")]
    [('date', 'year'), ('statistic', 'number and unit'), ('name', 'inside a quoted name')]
    """
    page = read_page(text, sections)
    numerals: list[Found] = []
    pos = owned = 0
    while match := _candidate.search(text, pos):
        at = match.start()
        found = _first(_SPELLED if text[at] in _SPELLS else _ARABIC, page, at)
        if found is None or not found.reason:  # an idiom, or 一 that counts nothing
            pos = match.end()
            continue
        if found.start < owned:  # 近10年前5名: the numeral before holds the 前 already
            found = found._replace(start=owned)
        numerals.append(found)
        pos = owned = max(found.stop, match.end())
    return tuple(_in_cells(text, sections, numerals) if "\t" in text else numerals)


def _in_cells(text: str, sections: Sequence[Section], numerals: Sequence[Found]) -> Iterator[Found]:
    """The numerals, those without a unit that stand alone in a cell told as such: their table tells what they count."""
    cells = ((start, stop) for start, stop, kind, _ in stretches(text, sections) if kind == "cell")
    start, stop = next(cells, (len(text), len(text)))
    for found in numerals:
        while stop <= found.start and stop < len(text):
            start, stop = next(cells, (len(text), len(text)))
        around = text[start : found.start] + text[found.stop : stop]
        alone = start <= found.start and found.stop <= stop and not any(map(str.isalnum, around))
        if alone and found.kind == "name":
            found = found._replace(kind="cell", reason="alone in a cell of a table")
        yield found


def _first(rules: Sequence[Rule], page: Page, pos: int) -> Found | None:
    """What the first rule says that answers."""
    for rule in rules:
        if found := rule(page, pos):
            return found
    return None


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
