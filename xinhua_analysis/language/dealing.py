"""What each figure is dealt, in order: 能源、旅游投资分别增长5%、8%; 产值6亿元、利润1亿元，分别增长5%、8%."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .structure import Lines

Dealt = dict[int, tuple[int, int, int]]  # by a figure's place: first word of its member, place behind it, place of 分别
_DEALING = frozenset(("分别", "分别为", "分别是", "依次", "依次为", "各"))
_JOINING = frozenset(("和", "与", "及", "以及"))
_COMPARING = frozenset(("比", "较", "同比", "环比"))
_NOUNS = "nGNgK"
_NO_TOPICS = frozenset(("增速", "增幅", "降幅", "占比", "二者", "两者", "三者", "名义", "实际"))
_SPELLED = "十一两三四五六七八九"
_ON, _BACK = 40, 60  # words, behind and before 分别


def dealt_out(lines: Lines) -> Dealt:
    """The member of a list that each figure is dealt, of those that are dealt one."""
    found: Dealt = {}
    for mark, word in enumerate(lines.words.text):
        if word not in _DEALING or (word == "各" and lines.kinds[mark + 1] not in "UDHLv"):
            continue  # 各镇新建
        end = int(lines.clause_end[mark])
        figures = _figures(lines, mark, min(end, mark + _ON))
        if len(figures) < 2 or "、" in lines.kinds[mark : figures[0]]:
            continue  # 分别高出全市、全省2个和3个百分点
        members = _members(lines, mark, len(figures), found)
        while members and len(figures) == len(members):
            found |= {at: (*member, mark) for at, member in zip(figures, members, strict=True)}
            begin, end = end + 1, int(lines.clause_end[min(end + 1, len(lines.kinds) - 1)])  # ，名义下降13%和8%
            over = begin - members[0][0] > _BACK or _topic(lines, begin, end)
            figures = [] if over else _figures(lines, begin, min(end, begin + _ON))
            mark = figures[0] if figures else end
    return found


def _figures(lines: Lines, begin: int, end: int) -> list[int]:
    return [k for k in range(begin, end) if lines.kinds[k] == "U"]


def _topic(lines: Lines, begin: int, end: int) -> bool:
    """Whether a clause says what its figures count (收入比缩小到; not 增速, 与上季度相比) or deals out itself."""
    for kind, word in zip(lines.kinds[begin:end], lines.words.text[begin:end], strict=True):
        if word in _COMPARING or word == "与":
            return False
        if (kind in _NOUNS and word not in _NO_TOPICS) or word in _DEALING:
            return True
    return False


def _members(lines: Lines, mark: int, many: int, known: Dealt) -> Sequence[tuple[int, int]]:
    """What stands before 分别, as many as the figures behind it: members of a list, or what earlier figures count."""
    low = max(int(lines.opened[mark]), mark - _BACK)
    low = max(low, lines.kinds.rfind("；", low, mark) + 1)
    begin, end = max(low, int(lines.clause[mark])), mark
    figures, listed = _figures(lines, begin, mark), _listed(lines, begin, mark, many)
    if listed:
        return listed
    if _topic(lines, begin, mark):
        if not figures:
            return []
        if _sums_up(lines, figures[0], many) and not lines.kinds[figures[0] + 2 : mark].strip("Aa"):
            figures, end = [], begin  # 三项指标再|分别
    listed = [] if figures or begin == low else _listed(lines, max(low, int(lines.clause[begin - 2])), begin - 1, many)
    found = [] if listed else [_counted(lines, low, at, known) for at in _figures(lines, low, end)[-many:]]
    return listed or (found if len(found) == many and all(low <= a < b for a, b in found) else [])


def _sums_up(lines: Lines, at: int, many: int) -> bool:
    return lines.kinds[at] in "UM" and lines.words.text[at][0] in f"{many}{_SPELLED[many % 10]}"


def _counted(lines: Lines, low: int, at: int, known: Dealt) -> tuple[int, int]:
    """What stands before a figure, or what it was dealt itself; touching pairs share it."""
    while at > low and lines.kinds[at - 1] == "U":
        at -= 1
    begin = next((k + 1 for k in range(at - 1, low - 1, -1) if lines.kinds[k] in "，：、U"), low)
    return known[at][:2] if at in known else (begin + (lines.kinds[begin] == "C"), at)


def _listed(lines: Lines, begin: int, end: int, many: int) -> list[tuple[int, int]]:
    """The members of a list in a clause, if it has so many; a number behind the last sums them up: 三大产业."""
    kinds, texts = lines.kinds, lines.words.text
    marks = [k for k in range(begin + 1, end) if kinds[k] == "、"]
    if len(marks) != many - 1:
        marks = [k for k in range(begin + 1, end) if kinds[k] == "、" or texts[k] in _JOINING]
    if len(marks) != many - 1:
        return []
    behind = range(marks[-1] + 2, end)
    end = next((k for k in behind if _sums_up(lines, k, many) or texts[k] in _COMPARING), end)
    while end > begin and kinds[end - 1] in "AaBPpCTf":
        end -= 1
    found = [(a + 1 + (kinds[a + 1] == "U"), b) for a, b in pairwise([begin - 1, *marks, end])]  # 6条街区、8个市场
    return [] if any(a >= b or "U" in kinds[a:b] for a, b in found) else found
