"""What is known of one figure, so far as it can tell which figure of another report is the same quantity."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import partial
from itertools import groupby
from statistics import fmean, mode
from typing import NamedTuple

from .. import lexicon
from ..lexicon import Patterns
from ..records import Figure
from ..report import Report

_NEAR, _BEHIND, _WIDE = 26, 12, 300  # characters before and behind a figure that tell what it is; of its sentence
_GIVEN, _OF, _QUOTES = "国省市区县镇乡", "街道|[省市区县镇乡]", "“”《》"
_P = Patterns(__name__, GIVEN=_GIVEN)
_CLASSED = ("count", "organisation", "occasion")  # 家, 个 and 场 differ by classifier only
_SIGNED = lexicon.words("signs")  # told as done, though the work itself is to come
_MOSTLY = 0.75  # of a part's figures: then it is a plan, or a review, and a figure of it is what the others are


class Trait(NamedTuple):
    """What is known of one figure: its words, and what kind of quantity it is."""

    figure: Figure
    subject: str
    own: str  # the words since the figure before it, and the subject
    around: str  # the words around it, and the subject
    wide: str  # its sentence
    action: str
    unit: str  # as one writes it: 微克/立方米
    kind: str  # the family of its unit; body where 家, 个 and 户 count the same
    measure: str  # growth | points | share | amount
    period: str  # year | part | years | sum
    told: str  # level | flow, or empty
    extent: str  # new | all, or empty: 新增, 总数
    overall: str  # 全市, 全国, as far as this is not the whole of the report itself
    rank: str  # 国家级, 省级
    base: bool  # of 从A到B the A
    target: bool

    @property
    def value(self) -> Decimal:
        """The value, of a growth rate that tells a fall below zero."""
        falls = self.measure == "growth" and self.figure.direction == "fall"
        return -self.figure.value if falls else self.figure.value


def canonical(words: str, renamed: Iterable[tuple[str, str]] = ()) -> str:
    """Words without marks and digits, each quantity under one name, ``renamed`` things under their new ones.

    >>> canonical("“规上”工业、GDP 5%")
    '规模以上 工业 地区生产总值'
    """
    for name, other in renamed:
        words = words.replace(name, other)
    means = lexicon.mapping("synonyms", "means")
    return _P.SYNONYM.sub(lambda found: means[found[0]], " ".join(_P.LETTERS.findall(words)))


def traits(report: Report, is_plan: bool = False, renamed: Iterable[tuple[str, str]] = ()) -> list[Trait]:
    """The traits of a report's figures, in order; ``is_plan``: all are targets; ``renamed``: names of things now."""
    text, figures, whole = report.text, report.records("figures"), _own_level(report)
    now = partial(canonical, renamed=[(a.strip(_QUOTES), b.strip(_QUOTES)) for a, b in renamed])
    sentences = {row.id: (row.start, now(row.text[:_WIDE])) for row in report.records("sentences")}
    in_years, bases = _within_years(text), {row.compared_with_start for row in figures}
    shares = {part: fmean(row.stage == "planned" for row in rows) for part, rows in groupby(figures, _part_of)}
    found, before = list[Trait](), 0
    for row, subject in zip(figures, map(now, _of_what(figures, text)), strict=True):
        start, wide = sentences[row.sentence_id]
        clause, left, right = _around(text, row, start)
        told, around = text[max(clause, min(before, row.start)) : row.start], f"{now(f'{left} {right}')} {subject}"
        before = row.stop
        said, levels = f"{row.subject} {row.action} {told}", _P.OVERALL.findall(told + row.subject)
        is_body = row.unit_family == "household" and _P.BODIES.search(around) is not None
        level = _level_or_flow(row, said, told)
        trait = Trait(
            figure=row,
            subject=subject,
            own=f"{now(told)} {subject}",
            around=around,
            wide=wide,
            action=canonical(row.action),
            unit=row.unit.replace("每", "/"),
            kind="body" if row.unit_family in _CLASSED or is_body else row.unit_family,
            measure=_measure(row, said),
            period=_period(said, left, wide, in_years(row.start) or bool(_P.YEARS.search(told))),
            told=level,
            extent=_extent(row, level),
            overall=([one for one in levels if one != whole] or [""])[-1],
            rank=(_P.RANK.findall(said) or ["全" if whole and f"全{whole}" in said else ""])[-1],
            base=row.start in bases,
            target=is_plan or _is_target(row, told, shares[_part_of(row)]),
        )
        found.append(trait)
    return found


def _part_of(row: Figure) -> str:
    return row.section_id.split(".")[0]


def _is_target(row: Figure, told: str, share: float) -> bool:
    """Whether a figure is a target: by its stage, or where most of its part of the report are, or are not, by that."""
    if share > _MOSTLY and row.stage != "completed":
        return True
    # 预计 tells what is expected of the year that ends; 争取资金6亿元 in a review is no target.
    by_itself = row.stage == "planned" and not row.action.startswith(_SIGNED) and "预计" not in told
    return by_itself and (share > 1 - _MOSTLY or bool(_P.INTENT.search(told)))


def _of_what(figures: Sequence[Figure], text: str) -> list[str]:
    """What each figure counts: of 城镇和农村居民收入分别增长5%、7% its own; of 总量2.4万亿元 what was told before."""
    found: list[str] = []
    runs: list[list[Figure]] = []
    for row in figures:
        if not runs or not _P.LIST.fullmatch(text, runs[-1][-1].stop, row.start):
            runs.append([])
        runs[-1].append(row)
    before: Figure | None = None
    for place, size, row in ((at, len(run), row) for run in runs for at, row in enumerate(run)):
        parts = _P.AND.split(row.subject)
        follows = before is not None and before.sentence_id == row.sentence_id and _P.BARE.fullmatch(row.subject)
        if 1 < size == len(parts):
            found.append(parts[place] + parts[-1][len(parts[place]) :])
        else:
            found.append(before.subject + row.subject if before and follows else row.subject)
        before = row
    return found


def _own_level(report: Report) -> str:
    """The level whose whole a report tells of: by its issuer or title, else the one that it names most (全省)."""
    named = re.findall(_OF, report.issuer) or re.findall(_OF, report.title)
    return str(named[-1] if named else mode(_P.OVERALL.findall(report.text) or [""]))


def _within_years(text: str) -> Callable[[int], bool]:
    """Whether a place is in a review of several years: from a line that opens with 五年来 to a heading of one year."""
    starts, within = [0], [False]
    for line in re.finditer(r"[^\n]+", text):
        head = line[0][:20]
        starts.append(line.start())
        within.append((within[-1] and not _P.ONE_YEAR.search(head)) or bool(_P.MANY_YEARS.search(head)))
    return lambda place: within[bisect_right(starts, place) - 1]


def _around(text: str, row: Figure, sentence: int) -> tuple[int, str, str]:
    """Where a figure's clause begins, and the words before and behind that tell what it is."""
    start, long = max(sentence, row.start - _NEAR), max(sentence, row.start - _WIDE)
    end = _P.END.search(text, row.stop, row.stop + _BEHIND)
    stop = end.start() if end else min(len(text), row.stop + _BEHIND)
    clause = max((found.end() for found in _P.END.finditer(text, long, row.start)), default=long)
    return clause, text[start : row.start], text[row.stop : stop]


def _measure(row: Figure, said: str) -> str:
    rate = row.subject.endswith("率") and (row.action_start or 0) > row.start  # 赤字率4%、比上年提高1个百分点
    grows = row.direction in ("rise", "fall") and not rate and not re.search("[至到破超]", row.action)
    if row.unit_family in ("share", "tenth") and (grows or _P.RATE.search(said)):
        return "growth"
    return row.unit_family if row.unit_family in ("points", "share") else "amount"


def _level_or_flow(row: Figure, said: str, told: str) -> str:
    level = _P.LEVEL.search(row.action or told[-2:]) or _P.LEVEL.search(told[-6:])
    if level and not _P.NEW.search(row.action):
        return "level"
    return "flow" if _P.FLOW.search(said) or row.stage == "completed" else ""  # an act told with a count


def _extent(row: Figure, level: str) -> str:
    said = row.subject + row.action
    if level != "level" and _P.NEW.search(said):
        return "new"
    return "all" if _P.TOTAL.search(said) and not _P.NEW.search(row.subject) else ""


def _period(said: str, left: str, wide: str, is_years: bool) -> str:
    parts = [max((one.end() for one in pattern.finditer(left)), default=-1) for pattern in (_P.PART, _P.ALL_YEAR)]
    if parts[0] > parts[1] and not _P.ALL_YEAR.search(said):
        return "part"
    if _P.SUMMED.search(said) and not _P.ALL_YEAR.search(wide):
        return "sum"
    return "years" if is_years or _P.LASTING.search(left) else "year"
