"""Sections: which marks of ``headings`` are headings, and what each governs.

One pass over the lines finds the headings; the text is never changed. Sections tile the text. A heading must open a
line. 一、 and （一） are nearly always one; the weaker markers (1. (1) ① 第一， 一是) only in their turn, with a short
title, and not in a row inside a paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..labels import NO_ANNEX
from ..language.lines import BLANK, HAN_DIGITS, Line, ends_in, is_prose, neighbours, sentence_stop
from ..language.stages import announces
from ..lexicon import Patterns
from ..passages import WHITE
from ..records import Section
from .head import find_body
from .headings import BRACKETS, COUNTED, FIRM, LEVELS, OF_A_TIME, HeadingMark, mark_of

_DEEPEST = 8
LONGEST_TITLE = 60  # a title; what is longer is a statement that carries a number


@dataclass(slots=True)
class _Heading:
    start: int
    mark: HeadingMark
    title: str
    level: int = 0


# ---------------------------------------------------------------- headings

_P = Patterns(__name__, HAN_DIGITS=HAN_DIGITS, BLANK=BLANK)


def _is_title(title: str, most: int) -> bool:
    """Whether the words behind a marker can be a title: short, and stating no count."""
    return 0 < len(title) <= most and not COUNTED.search(_P.QUOTED.sub("", title))


def _runs_on(line: Line, mark: HeadingMark) -> bool:
    """Whether the next number follows in the same paragraph: 一是宣传到位。二是… is a list and no heading."""
    core = mark.number.strip(BRACKETS + "第是要")
    if core.isdecimal():
        zero = ord(core[0]) - int(core[0])
        following = "".join(chr(zero + int(digit)) for digit in str(mark.value + 1))
    elif core in HAN_DIGITS and mark.value < 10:
        following = HAN_DIGITS[mark.value]
    elif len(core) == 1:
        following = chr(ord(core) + 1)
    else:
        return False
    marker = line.text[: mark.offset].rstrip(WHITE).replace(core, following)
    return any(end + marker in line.text for end in ("；;，," if mark.kind in FIRM else "；;，,。"))


def _in_turn(line: Line, mark: HeadingMark, last: dict[str, int], below: bool) -> bool:
    """Whether the number is the first or comes next, and opens a paragraph; keeps count in ``last``.

    ``below`` says that the line before is a heading.
    """
    firm = mark.kind in FIRM
    step = 3 if firm or mark.kind == "item" else 1  # a heading may be missing, or lost in a broken line
    if mark.value != 1 and not 0 < mark.value - last.get(mark.kind, 0) <= step:
        title = line.text[mark.offset : sentence_stop(line.text, mark.offset, len(line.text))]
        if not firm or not _is_title(title, 40):  # （五）教育。 of a text that begins in the middle
            return False
    last[mark.kind] = mark.value
    return firm or below or line.parted or not is_prose(line.before) or ends_in(line.before, "。！？!?；;：:…")


def _title_stop(line: Line, mark: HeadingMark) -> int:
    """Where the heading ends within its line: behind 。, behind ： (学习方面：…), or at the line's end; 0 for none."""
    text, offset, firm = line.text, mark.offset, mark.kind in FIRM
    stop = sentence_stop(text, offset, len(text))
    title, whole = text[offset:stop], stop == len(text)
    most = LONGEST_TITLE if whole else 40
    colon = _P.COLON.match(text, offset)
    leads = colon is not None and _is_title(colon.group(), 23)
    if firm:
        return colon.end() if colon and leads and not _is_title(title, most) else stop
    if colon:
        return colon.end() if leads else 0
    if whole and title.endswith("。"):  # 1.举办招聘会，发布岗位。 on a line of its own is a statement
        most = 0 if "，" in title else 20
    return stop if _is_title(title, most) else 0


def _mark_of(line: Line, body: int) -> HeadingMark | None:
    """The mark of a line below the head of the page, by the first rule that takes it; no item (；), no row (|)."""
    if line.start < body or line.text[-1] in "；;" or line.row or line.text.count("|") > 1:
        return None
    return mark_of(line._replace(before="") if line.start == body else line)


def _cells(lines: Sequence[Line]) -> list[bool]:
    """Whether each line is a cell of a table copied cell by cell: 一、本年新收申请 / 3, and what heads such cells."""
    found = [False] * (len(lines) + 1)
    for n in reversed(range(len(lines))):
        line = lines[n]
        deeper = found[n + 1] and line.text[0] in HAN_DIGITS and lines[n + 1].text[0] in "（("  # 三、结果 / （一）公开
        if _P.NUMBERED.match(line.text):
            found[n] = not line.row and (deeper or bool(_P.ALONE.match(line.after)))
        elif found[n + 1]:  # 申请人情况 above such cells
            found[n] = len(line.text) <= 20 and not line.text.startswith("附")
    return found[:-1]


def _annexes(lines: Sequence[Line]) -> list[bool]:
    """Whether each line lists annexes at the foot: 附件：1.走访情况表 / 2.矛盾台账; not where prose follows it."""
    items = [bool(_P.ANNEX.match(at.text)) and not (len(at.after) > 20 and ends_in(at.after, "。！？")) for at in lines]
    found = [False]
    for line, item, next_item in zip(lines, items, [*items[1:], False], strict=False):
        opens = _P.ANNEXES.match(line.text)
        rest = line.text[opens.end() :] if opens else ""
        found.append((bool(_P.ANNEX.match(rest)) if rest else next_item) if opens else item and found[-1])
    return found[1:]


def _contents(lines: Sequence[Line]) -> list[bool]:
    """Whether each line is of a table of contents: titles that stand again below, under 目录 or before the first again.

    一、主要工作……1 is known by its leader, too.
    """
    cut = [_P.LEADER.sub("", line.text) if line.text[-1].isdecimal() else line.text for line in lines]
    bare = ["".join(words.split()) for words in cut]
    last = {words: n for n, words in enumerate(bare)}
    entry = [
        words != line.text or (last[title] > n and not is_prose(title) and not ends_in(title, "。；;！？!?"))
        for n, (line, words, title) in enumerate(zip(lines, cut, bare, strict=True))
    ]
    found, n = [False] * len(lines), 0
    while n < len(lines):
        opens = bare[n] in ("目录", "目次")
        stop = n + opens
        while stop < len(lines) and entry[stop]:
            stop += 1
        if stop > n + 1 and (opens or bare[stop : stop + 1] == bare[n : n + 1]):
            found[n:stop] = [True] * (stop - n)
        n = max(stop, n + 1)
    return found


def _candidates(text: str) -> list[_Heading]:
    """Every line that a rule takes for a heading, in order."""
    body = find_body(text)
    found: list[_Heading] = []
    last: dict[str, int] = {}
    below = False
    lines = list(neighbours(text))
    for line, *elsewhere in zip(lines, _cells(lines), _annexes(lines), _contents(lines), strict=True):
        mark = None if any(elsewhere) else _mark_of(line, body)
        if mark and mark.kind == "closing" and NO_ANNEX.fullmatch(line.after):
            mark = None  # 附件： of none
        if mark and mark.kind == "plain" and below and not line.parted and ends_in(line.before, "，,、"):
            mark = None  # 一、坚持党建引领， / 推动工作落实: the heading goes on
        stop = len(line.text) if mark else 0
        if mark and mark.number:
            fits = _in_turn(line, mark, last, below) and not _runs_on(line, mark)
            stop = _title_stop(line, mark) if fits else 0
        below = stop > 0
        if mark and stop:
            found.append(_Heading(line.start, mark, _P.FINAL.sub("", line.text[mark.offset : stop].strip(WHITE))))
    return found


def _settle(headings: list[_Heading]) -> list[_Heading]:
    """Decide which unnumbered headings are of the first level, and drop those before the first numbered one."""
    chapters = [h for h in headings if h.mark.kind == "chapter"]
    again = sum(h.mark.value == 1 for h in chapters) > 1
    named = [h for h in headings if h.mark.kind == "plain" and OF_A_TIME.search(h.title)]
    over = bool(headings) and headings[0].mark.kind == "plain" and not chapters
    top = min((LEVELS.get(h.mark.kind, _DEEPEST) for h in headings), default=0)
    coming = [0]  # behind each heading, the number of the next of the top kind: 0 where none follows
    for heading in reversed(headings):
        coming.append(heading.mark.value if LEVELS.get(heading.mark.kind) == top else coming[-1])
    kept: list[_Heading] = []
    for k, heading in enumerate(headings):
        if heading.mark.kind == "plain":
            after = headings[k + 1].mark if k + 1 < len(headings) else heading.mark
            opens = again and after.kind == "chapter" and after.value == 1  # 2024年工作打算 before a second 一、
            opens = opens or (coming[-k - 2] < 2 and announces(heading.title))  # or behind the last chapter
            if opens and kept and kept[-1].mark.kind == "closing":
                continue  # 附件 / 民生实事清单 / 一、: the annex's own title
            if over or opens or (len(named) > 1 and heading in named):
                heading.mark = HeadingMark("part")
            elif not kept:
                continue
        kept.append(heading)
    return kept


def _kind_levels(headings: list[_Heading]) -> dict[str, int]:
    """The level of each numbered kind in this document: as in ``LEVELS``, raised so that its top kind is level 1."""
    used = [kind for kind in LEVELS if any(h.mark.kind == kind for h in headings)]
    deep = [kind for kind in used if LEVELS[kind] >= 4]
    level = {kind: 4 + deep.index(kind) if kind in deep else LEVELS[kind] for kind in used}
    return {kind: level[kind] - level[used[0]] + 1 for kind in used}


def _set_levels(headings: list[_Heading]) -> None:
    """Give each heading its level: by the kind of its marker, one deeper in a part or an annex."""
    levels, inside = _kind_levels(headings), 0
    coming: dict[int, int] = {}  # the value of the next heading of the same kind
    following: dict[str, int] = {}
    for k in reversed(range(len(headings))):
        mark = headings[k].mark
        coming[k], following[mark.kind] = following.get(mark.kind, 0), mark.value
    standing: list[tuple[_Heading, int]] = []  # the headings that stand open, each with the number that comes next
    for k, heading in enumerate(headings):
        kind = heading.mark.kind
        if kind == "plain":
            heading.level = min(standing[-1][0].level + 1 if standing else 1, _DEEPEST)
            continue
        if kind in ("part", "closing"):
            heading.level = inside = 1
        else:
            heading.level = _level(heading.mark, standing, levels[kind] + inside)
        while standing and standing[-1][0].level >= heading.level:
            standing.pop()
        standing.append((heading, coming[k]))


def _level(mark: HeadingMark, standing: list[tuple[_Heading, int]], level: int) -> int:
    """The level of a numbered heading below those that stand open.

    A series that begins inside a list of a deeper kind which goes on behind it is nested there: 第一，(一)(二) 第二，.
    """
    for other, coming in reversed(standing):
        if other.mark.kind == mark.kind and mark.value != 1:
            return other.level
        if mark.value == 1 and level <= other.level < _DEEPEST and coming == other.mark.value + 1 > 1:
            return other.level + 1
    return level


def read_sections(text: str) -> tuple[Section, ...]:
    """Cut the text into sections: what stands before the first heading (``s0``), then one section a heading.

    Sections tile the text: joined they are the text again. A section begins with its heading's first character and
    runs to the next heading of any level. Level 1 is 一、 (or the highest kind that the document uses), below it come
    （一）, 1., (1) and ①; 第一， and 一是 count where they open a paragraph. Short unnumbered lines between paragraphs
    are headings too, with an empty number. ``parent_id`` is the nearest earlier heading of a lower level, or empty.

    >>> text = "一、经济\\n(一)指标向好。全年增长5%。\\n二、民生\\n开工23台。"
    >>> [(s.id, s.level, s.number, s.title, s.area) for s in read_sections(text)[1:]]
    [('s1', 1, '一', '经济', 1), ('s1.1', 2, '(一)', '指标向好', 1), ('s2', 1, '二', '民生', 2)]
    """
    headings = _settle(_candidates(text))
    _set_levels(headings)
    stops = [h.start for h in headings] + [len(text)]
    sections = [Section("s0", 0, stops[0], text[: stops[0]], 0, "", "", "", 0)]
    path: list[tuple[int, str]] = []
    children: dict[str, int] = {}
    area = 0
    for h, stop in zip(headings, stops[1:], strict=True):
        start, mark = h.start, h.mark
        while path and path[-1][0] >= h.level:
            path.pop()
        parent = path[-1][1] if path else ""
        children[parent] = place = children.get(parent, 0) + 1
        name = f"{parent}.{place}" if parent else f"s{place}"
        path.append((h.level, name))
        area += h.level == 1
        sections.append(Section(name, start, stop, text[start:stop], h.level, mark.number, h.title, parent, area))
    return tuple(sections)
