"""Which member of a list each figure is dealt, in order: 能源、旅游投资分别增长5%、8%, 产值6亿元、利润1亿元，分别增长5%、8%."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .structure import Lines

Stretch = tuple[int, int]  # the first word, and the place behind the last
_DEALING = frozenset(("分别", "分别为", "分别是", "分别达", "依次", "依次为", "各"))
_JOINING = frozenset(("和", "与", "及", "以及"))
_COMPARING = frozenset(("比", "较", "同比", "环比"))
_NOUNS = "nGNgK"
_NO_TOPICS = frozenset(("增速", "增幅", "降幅", "占比", "二者", "两者", "三者", "名义", "实际"))
_SPELLED = "十一两三四五六七八九"
_ON, _BACK = 40, 60  # words, behind and before 分别


def dealt_out(lines: Lines) -> dict[int, tuple[Stretch, Stretch]]:
    """For each figure that is dealt one, by its place: the member of the list, and from where to where all stand."""
    found: dict[int, tuple[Stretch, Stretch]] = {}
    for mark in (k for k, word in enumerate(lines.words.text) if word in _DEALING):
        if lines.words.text[mark] == "各" and lines.kinds[mark + 1] not in "UDHLv":
            continue  # 各镇新建
        end = int(lines.clause_end[mark])
        figures = _figures(lines, mark, min(end, mark + _ON))
        listed = len(figures) > 1 and "、" in lines.kinds[mark : figures[0]]  # 分别高出全市、全省2个和3个百分点
        items = _members(lines, mark, len(figures), found) if len(figures) > 1 and not listed else []
        while items and len(figures) == len(items):
            found |= {at: (item, (items[0][0], items[-1][1])) for at, item in zip(figures, items, strict=True)}
            begin, end = end + 1, int(lines.clause_end[min(end + 1, len(lines.kinds) - 1)])
            figures = _figures(lines, begin, min(end, begin + _ON))  # ，下降13%和8%
            if not figures or _topic(lines, begin, end):
                break
    return found


def _figures(lines: Lines, begin: int, end: int) -> list[int]:
    return [k for k in range(begin, end) if lines.kinds[k] == "U"]


def _topic(lines: Lines, begin: int, end: int) -> bool:
    """Whether a clause names what its figures count: 收入比缩小到, but not 增速."""
    pairs = zip(lines.kinds[begin:end], lines.words.text[begin:end], strict=True)
    return any(kind in _NOUNS and word not in _NO_TOPICS for kind, word in pairs)


def _members(lines: Lines, mark: int, many: int, known: dict[int, tuple[Stretch, Stretch]]) -> list[Stretch]:
    """What stands before 分别, as many as the figures behind it: parts of a list, or what earlier figures count."""
    low, end = max(int(lines.opened[mark]), mark - _BACK), mark
    begin = max(low, int(lines.clause[mark]))
    found: list[Stretch] = []
    while len(found) < many:
        parts = [] if found else _parts(lines, begin, end, many)
        if parts:
            return parts
        figures = _figures(lines, begin, end)
        if end == mark and _topic(lines, begin, end):
            if not figures:
                return []
            if lines.words.text[figures[0]][0] in f"{many}{_SPELLED[many % 10]}":
                figures = []  # 三项指标分别
        found = [*_counted(lines, begin, figures, known), *found]
        if begin <= low or lines.kinds[begin - 1] not in "，：":
            break
        end = begin - 1
        begin = max(low, int(lines.clause[end - 1]))
    return found[-many:] if len(found) >= many else []


def _counted(
    lines: Lines, begin: int, figures: list[int], known: dict[int, tuple[Stretch, Stretch]]
) -> Iterator[Stretch]:
    """What stands before each figure of a clause, or what it was dealt itself; touching pairs share it."""
    item = (begin, begin)
    for at in figures:
        while begin < at and lines.kinds[begin] in "、C":
            begin += 1
        item = known[at][0] if at in known else (begin, at) if begin < at else item
        begin = at + 1
        yield item


def _parts(lines: Lines, begin: int, end: int, many: int) -> list[Stretch]:
    """The members of a list in a clause, if it has so many; 三个产业 may sum them up behind the last."""
    kinds, texts = lines.kinds, lines.words.text
    marks = [k for k in range(begin + 1, end) if kinds[k] == "、"]
    if len(marks) != many - 1:
        marks = [k for k in range(begin + 1, end) if kinds[k] == "、" or texts[k] in _JOINING]
    if len(marks) != many - 1:
        return []
    end = next((k for k in range(marks[-1] + 1, end) if texts[k] in _COMPARING), end)
    while end > begin and kinds[end - 1] in "AaBPpCTUf":
        end -= 1
    edges = [begin - 1, *marks, end]
    found = [(a + 1 + (kinds[a + 1] == "U"), b) for a, b in pairwise(edges)]  # 6条街区、8个市场
    counted = any("U" in kinds[a:b] for a, b in found[:-1])
    return [] if counted or any(a >= b for a, b in found) else found
