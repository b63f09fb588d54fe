"""Where a unit ends, by the lexicon of units and what may not follow them."""

from __future__ import annotations

from .. import lexicon
from ..lexicon import Patterns
from .numbers import BLANKS

WITH_GE = lexicon.words("with_ge")  # 3个月, 2个百分点
_P = Patterns(__name__, BLANKS=BLANKS)
# How long the units are that begin with the same character, longest first: most characters begin none.
UNIT_LENGTHS: dict[str, list[int]] = {}
for _unit_text in lexicon.entries("units"):
    if len(_unit_text) not in UNIT_LENGTHS.setdefault(_unit_text[0], []):
        UNIT_LENGTHS[_unit_text[0]].append(len(_unit_text))
FAMILIES = lexicon.mapping("units", "unit_family")
_MEASURES = ("money", "mass", "volume", "energy", "length")
COUNTING = frozenset(("count", "person", "household", "organisation", "administrative"))
_NO_TIMES = frozenset("干生要级元中新高区序品第日年数等贫声优氯轮会")  # 4条次干道 are no 条次
# 5个体育公园 and 12家长三角企业 hold a unit, 12个体工商户 and 12家长 hold none
_THOUGH = {"体": "育系检验能", "长": "三江期途", "方": "案便法式针向", "电": "商网力子梯动", "熟": "练悉", "分": "析布"}
_THOUGH["群"] = "众体"  # 七成群众


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
    if per and (letters := _P.letters.match(text, per.end())):  # km/h
        return letters.end()
    if per and (per[0] != "每" or parts < 3 or FAMILIES.get(text[pos:stop]) in _MEASURES):
        many, held = _P.many.match(text, per.end()), text[per.end() : per.end() + 1] in tuple("（(")  # 元/（人·年）
        for at in (per.end() + held, *([many.end()] if many else [])):
            whole = unit_stop(text, at, parts - 1)
            if whole > at and (not held or text[whole : whole + 1] in tuple("）)")):
                return whole + held
        if per[0] in "/／" and (unknown := _P.unknown.match(text, per.end())):
            return unknown.end()
    if text.startswith(("（", "("), stop):  # a double unit: 台（套）
        inner = unit_stop(text, stop + 1, parts - 1)
        if inner > stop + 1 and text.startswith(("）", ")"), inner):
            return inner + 1 + (text[inner + 1 : inner + 2] == "次")  # 件（批）次
    return stop


def _one_unit(text: str, pos: int) -> int:
    """Where the longest unit of the lexicon that starts at ``pos`` ends, be it broken by a line end (平⏎方米)."""
    units = lexicon.mapping("units", "unless_followed_by")
    start = pos + (text[pos] == "个" and text.startswith(WITH_GE, pos + 1))
    for length in UNIT_LENGTHS.get(text[start], ()):
        stop = start + length
        unless = units.get(text[start:stop])
        if unless is not None and stop <= len(text) and not _is_blocked(text, stop, unless):
            times = text[stop : stop + 1] == "次" and FAMILIES[text[start:stop]] in COUNTING  # 61座次, 3村次
            return stop + (times and text[stop + 1 : stop + 2] not in _NO_TIMES)
    broken = None if text[pos + 1 : pos + 4].isalnum() else _P.broken.match(text, pos)
    unless = units.get("".join(broken[0].split())) if broken else None
    return pos if broken is None or unless is None or _is_blocked(text, broken.end(), unless) else broken.end()


def _is_blocked(text: str, stop: int, unless: str) -> bool:
    """Whether the character behind a unit makes it part of a noun: 12家|庭."""
    after = text[stop : stop + 1] or " "
    return after in unless and (text[stop + 1 : stop + 2] or " ") not in _THOUGH.get(after, "")
