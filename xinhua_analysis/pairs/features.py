"""What is compared of two figures: traits of each, and named features, a matrix of one number for every pair of them.

A feature is a function of the traits of the old figures and of the new ones; how much it weighs is learned from gold by
``tools/train_pairs.py``. What no reader would ever put side by side is closed grammar, in ``FORBIDDEN``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise
from math import log
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .. import lexicon
from ..records import Figure
from ..report import Report

Matrix = NDArray[np.floating]
Truths = NDArray[np.bool_]
Told = Callable[["Trait"], object]

_NEAR, _BEHIND, _WIDE = 26, 12, 300  # characters before and behind a figure that tell what it is; of its sentence
_END = re.compile(r"[，。；：！？,;:!?\n]")
_LETTERS = re.compile(r"[\u3400-\u9fffA-Za-z]+")
_LIST = re.compile(r"[、和及与]|分别\S{0,4}?")
_AND = re.compile("[、和及与]")
_JOINED = re.compile("[和及与（(]")
_SOME = "[两二三四五六七八九十]"
# 五年来, 近三年, “十四五”以来, 年均, 连续五年, 两年平均: several years
_YEARS = re.compile(
    f"(?:过去|[这近]){_SOME}年|{_SOME}年[来间]|连续{_SOME}年|{_SOME}年平均|年均(?!浓度)|"
    "“十[一二三四五]五”(?!规划)[^，。；]{0,4}(?:来|期|间|年)"
)
_MANY_YEARS = re.compile("[三五]年来|过去[三五]年|[这后来]五年")
_ONE_YEAR = re.compile(r"^[一二三四五六七八九十]+、|一年|[今去]年|20\d\d年(?!以来)")
_SUMMED = re.compile("累计|至今|以来|截至(?![^，。；]{0,7}[底末])|总计")
_PART = re.compile(
    "[0-9一1][0-9]?[—–~至-][0-9]{1,2}月|前[一二三两]个?季度|[一二三四]季度|[上下]半年|前[0-9一二三四五六七八九十]{1,2}个?月"
)
_ALL_YEAR = re.compile("[全今本]年|年[底末内]")
_LEVEL = re.compile(
    "[达超破为占]|[^遇得等]到$|至$|[增升提扩降减缩].{0,2}[至到]|总[数量额]|余额|[拥保共]有|[存保][栏量]"
)
_FLOW = re.compile(
    "新[增建改设认培装开引成]|净增|增加(?!值)|[完落]成|[完竣]工|开[工展行]|实施|举办|办理|引进|获|成交|发放|培训|改造|搬迁|治理|"
    "建成(?!区)|稳定|出栏"
)
_RATE = re.compile("增速|[增降涨]幅|增长率")
_TOTAL = re.compile("总[数量]|增[至到]|达到")
_NEW = re.compile("新[增建设认培装开]|净增|增[设加](?!到|至)")
_GIVEN = "国省市区县镇乡"
_OVERALL = re.compile(f"全([{_GIVEN}])(?!重点)")
_RANK = re.compile(f"([{_GIVEN}])(?:家级?|级|重点|区域)")
_SCOPE = re.compile("(?:中心|主)?城区|市区|市本级|县[城域]|城镇|农村|规模以上|限额以上|高校|民营|民间|国有|其中")
_BODIES = re.compile("企业|主体|公司|机构|商户|巨人|工厂|店")
_SIGNED = ("签约", "签订", "签署", "签")  # a step of the ladder: told as done, though the work itself is to come
_INTENT = re.compile("计划|力争|目标|拟|将(?!军)|确保")
_BARE = re.compile("总(?:量|数|额|规模|值)|规模|占比|比重|产值|其中")  # of what was told before: 总量2.4万亿元
_MOSTLY = 0.75  # of a part's figures: then it is a plan, or a review, and a figure of it is what the others are


class Trait(NamedTuple):
    """What is known of one figure: its words, and what kind of quantity it is."""

    figure: Figure
    subject: str
    own: str  # the words since the figure before it, and the subject
    near: str  # the words around it
    around: str  # these and the subject
    wide: str  # its sentence
    action: str
    measure: str  # growth | points | share | amount
    period: str  # year | part | years | sum
    told: str  # level | flow, or empty
    overall: str  # 全市, 全国, as far as this is not the whole of the report itself
    rank: str  # 国家级, 省级
    scope: str  # 城区, 规模以上
    joined: bool  # 加装及更新: two things told as one
    base: bool  # of 从A到B the A
    target: bool

    @property
    def value(self) -> Decimal:
        """The value, of a growth rate that tells a fall below zero."""
        falls = self.measure == "growth" and self.figure.direction == "fall"
        return -self.figure.value if falls else self.figure.value


@cache
def _other_names() -> tuple[re.Pattern[str], dict[str, str]]:
    names = sorted(lexicon.entries("synonyms"), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names))), lexicon.mapping("synonyms", "means")


def canonical(words: str) -> str:
    """Words without marks and digits, each quantity under one name.

    >>> canonical("“规上”工业、GDP 5%")
    '规模以上 工业 地区生产总值'
    """
    pattern, means = _other_names()
    return pattern.sub(lambda found: means[found[0]], " ".join(_LETTERS.findall(words)))


def traits(report: Report, is_plan: bool = False, renamed: Mapping[str, str] | None = None) -> list[Trait]:
    """The traits of a report's figures, in order; ``is_plan``: all are targets; ``renamed``: names of things now."""
    text, figures, whole = report.text, report.records("figures"), _own_level(report)
    begins, ends = _lines_of_years(text)
    bases = frozenset(row.compared_with_start for row in figures)
    names = [(a.strip("“”《》"), b.strip("“”《》")) for a, b in (renamed or {}).items()]

    def now(words: str) -> str:
        for name, other in names:
            words = words.replace(name, other)
        return canonical(words)

    wides = {row.id: (row.start, now(row.text[:_WIDE])) for row in report.records("sentences")}
    is_target, subjects = _planned(report), _subjects(figures, text)
    found, before = list[Trait](), 0
    for at, row in enumerate(figures):
        start, wide = wides[row.sentence_id]
        clause, left, right = _around(text, row, start)
        told = text[max(clause, min(before, row.start)) : row.start]
        said, before = f"{row.subject} {row.action} {told}", row.stop
        subject, near, measure = now(subjects[at]), now(f"{left} {right}"), _measure(row, said)
        is_years = bisect_right(begins, row.start) > bisect_right(ends, row.start) or _YEARS.search(told)
        trait = Trait(
            figure=row,
            subject=subject,
            own=f"{now(told)} {subject}",
            near=near,
            around=f"{near} {subject}",
            wide=wide,
            action=canonical(row.action),
            measure=measure,
            period=_period(said, left, wide, bool(is_years)),
            told=_told(row, said, told),
            overall=([level for level in _OVERALL.findall(told + row.subject) if level != whole] or [""])[-1],
            rank=(_RANK.findall(said) or ["全" if whole and f"全{whole}" in said else ""])[-1],
            scope=" ".join(sorted(set(_SCOPE.findall(canonical(told + row.subject))))),
            joined=bool(_JOINED.search(told[-_NEAR:] + row.subject)),
            base=row.start in bases,
            target=is_plan or is_target(row, told),
        )
        found.append(trait)
    return found


def _planned(report: Report) -> Callable[[Figure, str], bool]:
    """Whether a figure is a target: by its stage, or where most of its part of the report are, or are not, by that.

    预计 tells what is expected of the year that ends; 争取资金6亿元 in a review is no target.
    """
    areas: dict[str, list[bool]] = {}
    for row in report.records("figures"):
        areas.setdefault(row.section_id.split(".")[0], []).append(row.stage == "planned")
    shares = {area: sum(rows) / len(rows) for area, rows in areas.items()}

    def is_target(row: Figure, told: str) -> bool:
        share = shares[row.section_id.split(".")[0]]
        if share > _MOSTLY and row.stage != "completed":
            return True
        by_itself = row.stage == "planned" and not row.action.startswith(_SIGNED) and "预计" not in told
        return by_itself and (share > 1 - _MOSTLY or bool(_INTENT.search(told)))

    return is_target


def _subjects(figures: Sequence[Figure], text: str) -> list[str]:
    """What each figure counts: of 城镇和农村居民收入分别增长5%、7% its own; of 总量2.4万亿元 what was told before."""
    found: list[str] = []
    runs: list[list[Figure]] = []
    for row in figures:
        if not runs or not _LIST.fullmatch(text, runs[-1][-1].stop, row.start):
            runs.append([])
        runs[-1].append(row)
    for place, size, row in ((at, len(run), row) for run in runs for at, row in enumerate(run)):
        parts = _AND.split(row.subject)
        before = figures[len(found) - 1] if found else row
        if 1 < size == len(parts):
            found.append(parts[place] + parts[-1][len(parts[place]) :])
        elif before is not row and before.sentence_id == row.sentence_id and _BARE.fullmatch(row.subject):
            found.append(before.subject + row.subject)
        else:
            found.append(row.subject)
    return found


def _own_level(report: Report) -> str:
    """The level whose whole a report tells of: by its issuer or title, else the one that it names most (全省)."""
    named = re.findall("街道|[省市区县镇乡]", report.issuer) or re.findall("街道|[省市区县镇乡]", report.title)
    if named:
        return str(named[-1])
    said = Counter(_OVERALL.findall(report.text))
    return max(said, key=lambda level: (said[level], level), default="")


def _lines_of_years(text: str) -> tuple[list[int], list[int]]:
    """Where the lines of a review of several years begin and end: from one that opens with 五年来 to a heading."""
    lines, within = [], False
    for line in re.finditer(r"[^\n]+", text):
        head = line[0][:20]
        within = (within and not _ONE_YEAR.search(head)) or bool(_MANY_YEARS.search(head))
        lines += [line.span()] * within
    return [start for start, _ in lines], [stop for _, stop in lines]


def _around(text: str, row: Figure, sentence: int) -> tuple[int, str, str]:
    """Where a figure's clause begins, and the words before and behind that tell what it is."""
    start, long = max(sentence, row.start - _NEAR), max(sentence, row.start - _WIDE)
    end = _END.search(text, row.stop, row.stop + _BEHIND)
    stop = end.start() if end else min(len(text), row.stop + _BEHIND)
    clause = max((found.end() for found in _END.finditer(text, long, row.start)), default=long)
    return clause, text[start : row.start], text[row.stop : stop]


def _measure(row: Figure, said: str) -> str:
    grows = row.direction in ("rise", "fall") and not re.search("[至到破超]", row.action)
    if row.unit_family in ("share", "tenth") and (grows or _RATE.search(said)):
        return "growth"
    return row.unit_family if row.unit_family in ("points", "share") else "amount"


def _told(row: Figure, said: str, told: str) -> str:
    level = _LEVEL.search(row.action or told[-2:]) or _LEVEL.search(told[-6:])
    if level and not _NEW.search(row.action):
        return "level"
    return "flow" if _FLOW.search(said) or row.stage == "completed" else ""  # an act told with a count


def _period(said: str, left: str, wide: str, is_years: bool) -> str:
    parts = [max((one.end() for one in pattern.finditer(left)), default=-1) for pattern in (_PART, _ALL_YEAR)]
    if parts[0] > parts[1] and not _ALL_YEAR.search(said):
        return "part"
    if _SUMMED.search(said) and not _ALL_YEAR.search(wide):
        return "sum"
    return "years" if is_years else "year"


# ---------------------------------------------------------------- likeness of words


def pieces(words: str, long: int) -> list[str]:
    """The pieces of some words: single characters, or two that touch.

    >>> pieces("老年 助餐", 2), pieces("助餐", 1)
    (['老年', '助餐'], ['助', '餐'])
    """
    return [word[at : at + long] for word in words.split() for at in range(len(word) + 1 - long)]


class Sides:
    """The figures of both reports, and how alike the words of any two are: a piece weighs more, the rarer it is."""

    def __init__(self, old: Sequence[Trait], new: Sequence[Trait]) -> None:
        self.old, self.new, self.all = old, new, (*old, *new)
        wides = dict.fromkeys(trait.wide for trait in self.all)
        times = Counter(piece for wide in wides for long in (1, 2) for piece in dict.fromkeys(pieces(wide, long)))
        self._rarity = {piece: log(1 + (len(wides) + 1) / count) for piece, count in times.items()}

    def halves(self, told: Told, kind: type) -> tuple[NDArray[Any], NDArray[Any]]:
        """Something of the old figures, as a column, and of the new ones, as a row."""
        values = np.array([told(trait) for trait in self.all], dtype=kind)
        return values[: len(self.old), None], values[None, len(self.old) :]

    def equal(self, told: Told) -> Truths:
        """Where both figures have the same of something."""
        codes: dict[object, int] = {}
        old, new = self.halves(lambda trait: codes.setdefault(told(trait), len(codes)), int)
        return np.asarray(old == new)

    def have(self, told: Told) -> tuple[Truths, Truths]:
        """Where the old figure has something, as a column, and the new one, as a row."""
        return self.halves(lambda trait: bool(told(trait)), bool)

    def _table(self, field: str, long: int, other: str) -> tuple[Matrix, Matrix]:
        """The pieces of two fields' words, weighed: a row a figure, a column a piece of the first."""
        rows = [[dict.fromkeys(pieces(getattr(one, name), long)) for one in self.all] for name in (field, other)]
        columns = {piece: at for at, piece in enumerate(dict.fromkeys(piece for row in rows[0] for piece in row))}
        tables = [np.zeros((len(self.all), len(columns) or 1), dtype=np.float32) for _ in rows]
        for table, row in zip(tables, rows, strict=True):
            for at, found in enumerate(row):
                for piece in found:
                    if piece in columns:
                        table[at, columns[piece]] = self._rarity.get(piece, 1.0)
        return tables[0], tables[1]

    @cache  # noqa: B019 - as long-lived as the comparison
    def cosine(self, field: str, long: int = 2) -> Matrix:
        """The cosine of the pieces of a field's words."""
        table, _ = self._table(field, long, field)
        table = table / np.maximum(np.sqrt((table * table).sum(axis=1, keepdims=True)), 1e-9)
        return np.asarray(table[: len(self.old)] @ table[len(self.old) :].T)

    @cache  # noqa: B019 - as above
    def held(self, part: str) -> tuple[Matrix, Matrix]:
        """How much of a part of the old figure's words stands near the new figure, and the other way round."""
        (own, near), at = self._table(part, 1, "around"), len(self.old)
        share, near = own / np.maximum(own.sum(axis=1, keepdims=True), 1e-9), (near > 0).astype(np.float32)
        return np.asarray(share[:at] @ near[at:].T), np.asarray(near[:at] @ share[at:].T)


def _opposed(both: Sides, told: Told) -> Truths:
    old, new = both.have(told)
    return np.asarray(old & new & ~both.equal(told))


def _one_sided(both: Sides, told: Told) -> Truths:
    old, new = both.have(told)
    return np.asarray(old ^ new)


def _neighbours(both: Sides) -> Matrix:
    """How alike the figures before, or those behind, are, where they stand in the same sentence: a list told again."""
    alike = both.cosine("own")
    out = np.zeros_like(alike)
    old, new = (
        np.array([a.figure.sentence_id == b.figure.sentence_id for a, b in pairwise(side)], dtype=bool)
        for side in (both.old, both.new)
    )
    inside = old[:, None] & new[None, :]
    out[1:, 1:] = alike[:-1, :-1] * inside
    out[:-1, :-1] = np.maximum(out[:-1, :-1], alike[1:, 1:] * inside)
    return np.asarray(out)


def _act_of_a_neighbour(both: Sides) -> Truths:
    """完工16台、开工23台 beside 完工23台: another act, which the one's own sentence tells of a neighbour."""
    sides = []
    for side in (both.old, both.new):
        acts: dict[tuple[str, str], set[str]] = {}
        for one in side:
            acts.setdefault((one.figure.sentence_id, one.figure.unit), set()).add(one.action)
        sides.append([(one.action, acts[one.figure.sentence_id, one.figure.unit] - {""}) for one in side])
    return np.array([[a != b and (b in x or a in y) for b, y in sides[1]] for a, x in sides[0]], dtype=bool)


def _apart(both: Sides, of_amounts: bool) -> Matrix:
    """How far apart two values are: of amounts in steps of e, of shares and growth as they are; at most 4, and 0.5."""
    old, new = both.halves(lambda t: float(t.value), float)
    with np.errstate(divide="ignore", invalid="ignore"):
        steps = np.nan_to_num(np.abs(np.log(np.abs(new) / np.abs(old))), nan=0.0, posinf=4.0)
    here = np.logical_or(*both.have(lambda t: t.measure == "amount")) == of_amounts
    return np.asarray(here * (np.minimum(steps, 4.0) / 4 if of_amounts else np.minimum(np.abs(new - old), 0.5)))


FEATURES: dict[str, Callable[[Sides], NDArray[Any]]] = {
    "old subject near the new figure": lambda b: b.held("subject")[0],
    "new subject near the old figure": lambda b: b.held("subject")[1],
    "subjects near each other's figure": lambda b: np.minimum(*b.held("subject")),
    "same characters of the subject": lambda b: b.cosine("subject", 1),
    "words near each other's figure": lambda b: np.minimum(*b.held("own")),
    "same words near": lambda b: b.cosine("near"),
    "neighbours alike": _neighbours,
    "the act of a neighbour": _act_of_a_neighbour,
    "same unit": lambda b: b.equal(lambda t: t.figure.unit),
    "same value, and one a target": lambda b: b.equal(lambda t: t.value) & _one_sided(b, lambda t: t.target),
    "a target on one side": lambda b: _one_sided(b, lambda t: t.target),
    "a bound on one side": lambda b: _one_sided(b, lambda t: not t.target and t.figure.bound.startswith("at_")),
    "other scope": lambda b: ~b.equal(lambda t: t.scope),
    "two things on one side": lambda b: _one_sided(b, lambda t: t.joined),
    "amounts far apart": lambda b: _apart(b, True),
    "rates far apart": lambda b: _apart(b, False),
}


# ---------------------------------------------------------------- closed grammar


def _unlike_units(b: Sides) -> Truths:
    """人 with 户, 元 with 家; but 家, 个 and 场 by classifier only, and 户 with 家 where bodies are counted."""
    same = b.equal(lambda t: t.figure.unit_family) | b.equal(lambda t: t.figure.unit.replace("每", "/"))
    classed = b.have(lambda t: t.figure.unit_family in ("count", "organisation", "occasion"))
    bodies = b.have(
        lambda t: (
            t.figure.unit_family == "organisation"
            or (t.figure.unit_family == "household" and _BODIES.search(t.around) is not None)
        )
    )
    return ~np.asarray(same | np.logical_and(*classed) | np.logical_and(*bodies))


def _unlike_periods(b: Sides) -> Truths:
    """A year with a part of it, with several years, or a total to date, unless these tell a level reached at its end.

    Of targets, what is to be reached in five years stands beside no target of a year.
    """
    years = b.have(lambda t: t.period == "year" or (t.period == "years" and t.measure != "growth" and t.told != "flow"))
    total = b.have(lambda t: t.told == "level" and t.period in ("year", "sum"))
    targets = np.logical_and(*b.have(lambda t: t.target))
    may = (np.logical_and(*years) | np.logical_and(*total)) & ~targets
    return np.asarray(~b.equal(lambda t: t.period) & ~may)


def _falling_sums(b: Sides) -> Truths:
    """累计3.6万列 with 累计2.6万列: what is summed up since a day does not fall, so they count from different days."""
    old, new = b.halves(lambda t: float(t.value), float)
    return np.asarray((old > new) & np.logical_and(*b.have(lambda t: t.period == "sum")))


def _totals(b: Sides) -> Truths:
    """新增 with 总数 or 增至."""
    old_new, new_new = b.have(lambda t: _NEW.search(t.figure.subject + t.figure.action) and t.told != "level")
    old_all, new_all = b.have(
        lambda t: _TOTAL.search(t.figure.subject + t.figure.action) and not _NEW.search(t.figure.subject)
    )
    return np.asarray((old_new & new_all) | (old_all & new_new))


FORBIDDEN: dict[str, Callable[[Sides], Truths]] = {
    "unlike units": _unlike_units,
    "a percentage, a rate, a share or percentage points with another of them": lambda b: ~b.equal(lambda t: t.measure),
    "unlike periods": _unlike_periods,
    "sums since different days": _falling_sums,
    "of another whole place": lambda b: ~b.equal(lambda t: t.overall),
    "of another rank": lambda b: _opposed(b, lambda t: t.rank),
    "newly added with all there are": _totals,
    "what something moved from": lambda b: np.logical_or(*b.have(lambda t: t.base)),
}


def allowed(both: Sides) -> Truths:
    """Which pairs break no rule of the closed grammar."""
    broken = [rule(both) for rule in FORBIDDEN.values()]
    return ~np.logical_or.reduce(broken) if broken[0].size else np.zeros((len(both.old), len(both.new)), dtype=bool)


def forbidden_by(old: Trait, new: Trait) -> Iterator[str]:
    """The rules that keep two figures apart."""
    both = Sides([old], [new])
    return (name for name, rule in FORBIDDEN.items() if rule(both)[0, 0])
