"""Where a unit ends, by the lexicon of units and what may not follow them."""

from __future__ import annotations

from string import ascii_letters

from .. import lexicon
from ..lexicon import Patterns
from .numbers import BLANKS, UNBROKEN
from .tokens import is_cut_at

WITH_GE = lexicon.words("with_ge")  # 3个月, 2个百分点
_P = Patterns(__name__, BLANKS=BLANKS)
# How long the units are that begin with the same character, longest first: most characters begin none.
UNIT_LENGTHS: dict[str, list[int]] = {}
_FULL_WIDTH = {ord(letter): ord(letter) + 0xFEE0 for letter in ascii_letters}
NARROW = {wide: narrow for narrow, wide in _FULL_WIDTH.items()} | dict.fromkeys(map(ord, "％﹪"), "%")
_UNLESS = {  # what may not follow a unit; ｋｍ is one as km
    unit.translate(_FULL_WIDTH): "".join(map(chr, _FULL_WIDTH.values()))
    for unit in lexicon.entries("units")
    if unit[0] in ascii_letters
} | lexicon.mapping("units", "unless_followed_by")
for _unit_text in sorted(_UNLESS, key=lambda unit: -len(unit)):
    if len(_unit_text) not in UNIT_LENGTHS.setdefault(_unit_text[0], []):
        UNIT_LENGTHS[_unit_text[0]].append(len(_unit_text))
FAMILIES = lexicon.mapping("units", "unit_family")
_MEASURES = ("money", "mass", "volume", "energy", "length")
COUNTING = frozenset(("count", "person", "household", "organisation", "administrative"))
_NO_TIMES = frozenset("干生要级元中新高区序品第日年数等贫声优氯轮会")  # 4条次干道 are no 条次
_ORDERED = ("期", *lexicon.words("place_in_order"))  # 1期建成
# 5个体育公园, 12种植物 and 12家长三角企业 hold a unit, 12个体工商户 and 12家长 none, as the dictionary says; but
_THOUGH = {"体": "检验能", "电": "商", "风": "机电", "隔": "音", "理": "疗", "属": "地", "信": "访", "准": "确"}


def unit_stop(text: str, pos: int, parts: int = 3) -> int:
    """Where the unit that starts at ``pos`` ends (``pos`` itself when there is none): the longest, compounds whole.

    A compound has at most as many ``parts``.

    >>> [unit_stop(unit, 0) for unit in ("元/平方米", "台（套）", "个百分点", "家庭", "微克每立方米", "元/500克")]
    [5, 4, 4, 0, 6, 6]
    """
    if text[pos : pos + 1] not in UNIT_LENGTHS:
        return pos
    stop = _one_unit(text, pos)
    if stop == pos or not parts:
        return stop
    per = _P.per.match(text, stop)  # 元/平方米/年, 批次/千人, 元/人·次
    if per and (last := _P.last.match(text, per.end())):
        return last.end()
    if per and (per[0] != "每" or parts < 3 or FAMILIES.get(text[pos:stop]) in _MEASURES):
        many = _P.many.match(text, per.end())
        for at in (per.end(), *([many.end()] if many else [])):
            whole = unit_stop(text, at, parts - 1)
            if whole > at:
                return whole
        if per[0] in "/／" and (unknown := _P.unknown.match(text, per.end())):
            return unknown.end()
    if text.startswith(("（", "("), stop):  # a double unit: 台（套）
        inner = unit_stop(text, stop + 1, parts - 1)
        if inner > stop + 1 and text.startswith(("）", ")"), inner):
            return inner + 1 + (text[inner + 1 : inner + 2] == "次")  # 件（批）次
    return stop


def _one_unit(text: str, pos: int) -> int:
    """Where the longest unit of the lexicon that starts at ``pos`` ends, be it broken by a line end (平⏎方米)."""
    broken = None if text[pos + 1 : pos + 4].isalnum() else _P.broken.match(text, pos)
    if broken and not broken[0].isprintable() and _is_unit(text, pos, broken.end()):  # 30人⏎次, 3个百⏎分点
        return broken.end()
    start = pos + (text[pos] == "个" and text.startswith(WITH_GE, pos + 1))
    for length in UNIT_LENGTHS.get(text[start], ()):
        stop = start + length
        unless = _UNLESS.get(text[start:stop])
        if unless is not None and stop <= len(text) and not _is_blocked(text, start, stop, unless):
            times = text[stop : stop + 1] == "次" and FAMILIES.get(text[start:stop]) in COUNTING  # 61座次, 3村次
            return stop + (times and text[stop + 1 : stop + 2] not in _NO_TIMES)
    return broken.end() if broken and _is_unit(text, pos, broken.end()) else pos


def _is_unit(text: str, pos: int, stop: int) -> bool:
    unit = text[pos:stop].translate(UNBROKEN)
    unless = _UNLESS.get(unit, _UNLESS.get(unit.removeprefix("个")))
    return unless is not None and not _is_blocked(text, pos, stop, unless)


def _is_blocked(text: str, start: int, stop: int, unless: str) -> bool:
    """Whether the character behind a unit makes it part of a noun: 12家|庭."""
    after = text[stop : stop + 1] or " "
    if after not in unless or (text[stop + 1 : stop + 2] or " ") in _THOUGH.get(after, ""):
        return False
    unit = text[start:stop]
    if min(unit[0], after) < "一" or FAMILIES.get(unit) == "administrative" or unit in _ORDERED:  # 12镇街道
        return True
    return not is_cut_at(text[start : stop + 7], stop - start)
