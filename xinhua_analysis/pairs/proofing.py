"""What an office should ask itself before it publishes: rules, each a function that yields doubtful places.

A rule asks where a careful editor would, and is silent where the text may be right: parts may be some of several, an
edition (首届) claims to be first of nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, namedtuple
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING

from ..columns import NOT_STATED, frame
from ..lexicon import Patterns
from ..records import Figure
from ..report import Report

if TYPE_CHECKING:
    import pandas as pd

_P = Patterns(__name__)
_PAIRS = ("“”", "《》", "（）", "()", "【】")
_MARKS = {"，": ",", "；": ";", "：": ":", "（": "(", "）": ")"}
_HAN = "[\u3400-\u9fff”》]"
_LONG = 5  # characters of a name that may be another's, misspelled; of the words around a figure told twice


# A doubtful place: the rule, the line of the text, the words, and what to ask.
Query = namedtuple("Query", "rule line start stop text ask")
Asked = Iterator[tuple[int, int, str]]


def sums(report: Report) -> Asked:
    """共300件，其中网上200件、窗口150件; 甲3个、乙4个，合计8个: parts above their whole, or not its sum."""
    wholes = {(row.subject_start, row.unit): row for row in report.records("figures") if row.share_of_start is None}
    parts: dict[tuple[int | None, str], list[Figure]] = {}
    for row in report.records("figures"):
        if row.share_of_start is not None and row.unit_family not in ("share", "points"):
            parts.setdefault((row.share_of_start, row.unit), []).append(row)
    for key, rows in parts.items():
        whole = wholes.get(key)
        if whole and whole not in rows and sum(row.value for row in rows) > whole.value and whole.bound == "exact":
            yield whole.start, rows[-1].stop, f"the parts add up to more than {whole.text}: which number is right?"
    run: list[Figure] = []
    for row in report.records("figures"):
        is_whole = len(run) > 1 and _P.SUM.search(report.text, max(run[-1].stop, row.start - 12), row.start)
        if is_whole and {one.unit for one in run} == {row.unit} and sum(one.value for one in run) != row.value:
            yield run[0].start, row.stop, f"the parts before do not add up to {row.text}: which number is right?"
        same = run and (run[-1].unit, run[-1].sentence_id, run[-1].bound) == (row.unit, row.sentence_id, "exact")
        run = [*run, row] if same and _P.LISTED.fullmatch(report.text, run[-1].stop, row.start) else [row]


def growth(report: Report) -> Asked:
    """从200户增加到230户，增长20%; 从20个增加到15个: growth that the two values do not give."""
    by_start = {row.start: row for row in report.records("figures")}
    for row, told in zip_longest(report.records("figures"), report.records("figures")[1:]):
        base = by_start.get(row.compared_with_start or -1)
        if base is None or base.unit != row.unit or base.value <= 0 or row.unit_family == "share":
            continue
        if row.value != base.value and row.direction == ("fall" if row.value > base.value else "rise"):
            yield base.start, row.stop, f"{row.action} contradicts {base.text} and {row.text}: which is right?"
        between = report.text[row.stop : told.start] if told else ""
        if told and told.unit_family == "share" and told.direction and len(between) < 8 and "均" not in between:
            part = abs(row.value / base.value - 1)
            question = f"{base.text} and {row.text} give {part:.1%}, not {told.text}: which is right?"
            yield from [(base.start, told.stop, question)] if abs(part - told.value) > Decimal("0.02") else []


def spellings(report: Report) -> Asked:
    """“社区生活圈”, then “社区美好生活圈”: a name in quotes with two characters more, or one other, and no number."""
    names = (row for row in report.records("names") if row.text[0] in "“《")
    seen = {_P.OTHER.sub("", row.text)[:40]: row for row in reversed(list(names))}
    cuts: dict[str, str] = {}
    asked: dict[tuple[str, str], None] = {}
    for words in (words for words in reversed(seen) if len(words) >= _LONG):
        for n, begin in [(size, at) for size in (0, 1, 2) for at in range(len(words) + 1 - size)]:
            other = cuts.setdefault(words[:begin] + words[begin + n :], words)
            first, later = sorted((seen[words], seen[other]), key=lambda one: one.start)
            is_other = len(other) == len(words) and (n == 2 or first.sentence_id == later.sentence_id)
            if other == words or is_other or (other, words) in asked:
                continue
            asked[other, words] = None
            is_renamed = later.start - first.stop < 20 and _P.RENAMES.search(report.text, first.stop, later.start)
            if not is_renamed and _P.COUNTED.sub("", words) != _P.COUNTED.sub("", other):
                yield later.start, later.stop, f"is this {first.text}, which stands before it? one name for one thing"


def two_values(report: Report) -> Asked:
    """The same clause twice, with two values."""
    begins = [0, *(found.end() for found in _P.CUT.finditer(report.text))]
    held = Counter(bisect_right(begins, row.start) for row in report.records("figures"))
    seen: dict[tuple[str, str], Figure] = {}
    for row in report.records("figures"):
        place = bisect_right(begins, row.start)
        begin, end = begins[place - 1], begins[place] if place < len(begins) else len(report.text)
        clause = report.text[begin : row.start].strip(), report.text[row.stop : end].strip("，。；！？,;!? ")
        if held[place] == 1 and sum(map(len, clause)) >= _LONG and begin <= (row.subject_start or -1) < end:
            first = seen.setdefault(clause, row)
            if first.value != row.value and (first.unit, first.stage) == (row.unit, row.stage):
                yield row.start, row.stop, f"the same words gave {first.text} before: which number is right?"


def bases_of_growth(report: Report) -> Asked:
    """Growth without its base, where the text mostly gives one."""
    shares = (row for row in report.records("figures") if row.unit_family == "share")
    rows, term = [row for row in shares if row.direction in ("rise", "fall")], re.compile("[年月季]")
    bare = [row for row in rows if not (row.compared_with or term.search(report.text, row.start - 20, row.start))]
    for row in bare if 4 * len(bare) < len(rows) else ():
        yield row.start, row.stop, "compared with when? the text says so elsewhere"


def doubtful_numerals(report: Report) -> Asked:
    """服务老人4200，…: a number without a unit; 1、68亿元: one that can be read in two ways."""
    for row in report.records("numerals"):
        if row.reason.startswith("doubtful"):
            yield row.start, row.stop, "which number is meant?"
        elif row.reason.startswith("no unit") and _P.BARE.fullmatch(report.text, row.start - 2, row.stop + 1):
            yield row.start, row.stop, "what is counted here? give the unit"


def claims(report: Report) -> Asked:
    """A first without scope, an honour without giver."""
    for row in report.records("claims"):
        if row.kind == "first" and row.scope == NOT_STATED and not _P.NO_FIRST.match(row.text):
            yield row.start, row.stop, "the first of where? name the scope"
        if row.kind == "honour" and not row.giver and row.scope == NOT_STATED and not _P.GIVER.search(row.text):
            yield row.start, row.stop, "given by whom? name the giver"


def empty_headings(report: Report) -> Asked:
    """主要经济指标持续向好, and no number below: a heading that promises numbers and gives none."""
    starts = [row.start for row in report.records("figures")]
    for row in report.records("sections"):
        if _P.OF_NUMBERS.search(row.title) and bisect_right(starts, row.start) == bisect_right(starts, row.stop):
            start = row.start + max(0, row.text.find(row.title))
            yield start, start + len(row.title), "the heading speaks of numbers: where are they?"


def punctuation(report: Report) -> Asked:
    """A few marks of one width behind hanzi in a text of the other; quotes and brackets without their other half."""
    for full, half in _MARKS.items():
        found = [[one.end() - 1 for one in re.finditer(_HAN + re.escape(mark), report.text)] for mark in (full, half)]
        rare, common = sorted(found, key=len)
        if rare and len(common) >= 5 * len(rare):
            what = f"{report.text[rare[0]]} stands {len(rare)} times, its like of the other width {len(common)} times"
            yield rare[0] - 1, rare[0] + 1, what
    for left, right in map(tuple, _PAIRS):
        opened: list[int] = []
        for one in re.finditer(f"[{re.escape(left + right)}]", report.text):
            if one[0] == left:
                opened.append(one.start())
            elif opened:
                opened.pop()
            elif not _P.ITEM.search(report.text, max(0, one.start() - 4), one.end()):
                yield one.start(), one.end(), f"{right} closes nothing"
        yield from ((place, place + 1, f"{left} is not closed") for place in opened)


RULES: Mapping[str, Callable[[Report], Asked]] = {
    "sum": sums,
    "growth": growth,
    "spelling": spellings,
    "two values": two_values,
    "base": bases_of_growth,
    "numeral": doubtful_numerals,
    "claim": claims,
    "heading": empty_headings,
    "punctuation": punctuation,
}


def proof(report: Report) -> pd.DataFrame:
    """What an office should ask itself before it publishes: columns rule line start stop text ask, in the text's order.

    >>> from xinhua_analysis import load, parse
    >>> proof(load())[["line", "text"]].to_numpy().tolist()[0]
    [9, '主要经济指标持续向好']
    >>> proof(parse("户数从200户增加到230户，增长20%。"))["ask"].tolist()
    ['200户 and 230户 give 15.0%, not 20%: which is right?']
    """
    text, lines = report.text, [found.end() for found in re.finditer("\n", report.text)]
    asked = sorted((start, stop, name, ask) for name, rule in RULES.items() for start, stop, ask in rule(report))
    return frame(Query._fields, [(name, bisect_right(lines, a) + 1, a, b, text[a:b], ask) for a, b, name, ask in asked])
