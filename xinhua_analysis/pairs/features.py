"""What is compared of two figures: traits of each, and named features, a matrix of one number for every pair of them.

A feature is a function of the traits of the old figures and of the new ones; how much it weighs is learned from gold by
``tools/train_pairs.py``. What no reader would ever put side by side is closed grammar, in ``FORBIDDEN``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .. import lexicon
from ..records import Figure
from ..report import Report

Matrix = NDArray[np.floating]
Truths = NDArray[np.bool_]

_NEAR, _BEHIND, _WIDE = 26, 12, 300  # characters before and behind a figure that tell what it is; of its sentence
_END = re.compile(r"[，。；：！？,;:!?\n]")
_LETTERS = re.compile(r"[\u3400-\u9fffA-Za-z]+")
_LIST = re.compile(r"[、和及与]|分别\S{0,4}?")
# 五年来, 近三年, “十四五”以来, 年均: several years
_YEARS = re.compile(
    "(?:过去|[这近])[两二三四五六七八九十]年|[两二三四五六七八九十]年[来间]|"
    "“十[一二三四五]五”(?!规划)[^，。；]{0,4}(?:来|期|间|年)|年均(?!浓度)"
)
_MANY_YEARS = re.compile("[三五]年来|过去[三五]年|这五年")
_ONE_YEAR = re.compile(r"^[一二三四五六七八九十]+、|一年|[今去]年|20\d\d年(?!以来)")
_SUMMED = re.compile("累计|至今|以来|截至(?![^，。；]{0,7}[底末])|总计")
_PART = re.compile(
    "[0-9一1][0-9]?[—–~至-][0-9]{1,2}月|前[一二三两]个?季度|[一二三四]季度|[上下]半年|前[0-9一二三四五六七八九十]{1,2}个?月"
)
_ALL_YEAR = re.compile("[全今本]年|年[底末内]")
_LEVEL = re.compile("[达超破为占]|[增升提扩降减缩扩].{0,2}[至到]|总[数量额]|余额|[拥保共]有")
_FLOW = re.compile(
    "新[增建改设认培装开引成]|净增|增加(?!值)|[完落]成|[完竣]工|开[工展行]|实施|举办|办理|引进|获|成交|发放|培训|改造|搬迁|治理|建成|稳定"
)
_RATE = re.compile("增速|[增降涨]幅|增长率")
_TOTAL = re.compile("总[数量]|增[至到]|达到")
_NEW = re.compile("新[增建设认培装开]|净增|增[设加]")
_GIVEN = "国省市区县镇乡"
_OVERALL = re.compile(f"全([{_GIVEN}])")
_RANK = re.compile(f"([{_GIVEN}])(?:家级?|级|重点|区域)")
_BODIES = re.compile("企业|主体|公司|机构|商户|巨人|工厂|店")
_SIGNED = ("签约", "签订", "签署", "签")  # a step of the ladder: told as done, though the work itself is to come


class Trait(NamedTuple):
    """What is known of one figure: its words, and what kind of quantity it is."""

    figure: Figure
    subject: str
    head: str  # the last two characters of the subject, and what stands before them
    modifiers: str
    near: str  # the words around it
    around: str  # these and the subject
    wide: str  # its sentence
    action: str
    measure: str  # growth | points | share | amount
    period: str  # year | part | years | sum
    told: str  # level | flow, or empty
    overall: str  # 全市, 全国, as far as this is not the whole of the report itself
    rank: str  # 国家级, 省级
    place: tuple[int, int]  # in a list of figures, and the length of that
    part: bool  # a part of a whole
    base: bool  # of 从A到B the A
    target: bool


@cache
def _other_names() -> tuple[re.Pattern[str], dict[str, str]]:
    return re.compile("|".join(map(re.escape, lexicon.entries("synonyms")))), lexicon.mapping("synonyms", "means")


def canonical(words: str) -> str:
    """Words without marks and digits, each quantity under one name.

    >>> canonical("“规上”工业、GDP 5%")
    '规模以上 工业 地区生产总值'
    """
    pattern, means = _other_names()
    return pattern.sub(lambda found: means[found[0]], " ".join(_LETTERS.findall(words)))


def traits(report: Report, is_plan: bool = False, renamed: Mapping[str, str] | None = None) -> list[Trait]:
    """The traits of a report's figures, in order; ``is_plan``: all are targets; ``renamed``: names of things now."""
    own = _own_level(report)
    begins, ends = _lines_of_years(report.text)
    figures = report.records("figures")
    bases = frozenset(row.compared_with_start for row in figures)
    names = [(a.strip("“”《》"), b.strip("“”《》")) for a, b in (renamed or {}).items()]

    def now(words: str) -> str:
        for name, other in names:
            words = words.replace(name, other)
        return canonical(words)

    sentences = report.records("sentences")
    wides = {row.id: (row.start, now(row.text[:_WIDE])) for row in sentences}
    found, before = list[Trait](), 0
    for row in figures:
        start, wide = wides[row.sentence_id]
        clause, left, right = _around(report.text, row, start)
        told = report.text[max(clause, min(before, row.start)) : row.start]
        words = now(row.subject), now(f"{left} {right}"), wide
        is_years = bisect_right(begins, row.start) > bisect_right(ends, row.start)
        found.append(_trait(row, words, (left, told), own, is_years, row.start in bases, is_plan))
        before = row.stop
    return _listed(found, report.text)


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


def _trait(
    row: Figure,
    words: tuple[str, str, str],
    behind: tuple[str, str],
    own: str,
    is_years: bool,
    is_base: bool,
    is_plan: bool,
) -> Trait:
    (subject, around, wide), (left, told) = words, behind
    said = f"{row.subject} {row.action} {told}"
    growth = row.unit_family in ("share", "tenth") and (
        (row.direction in ("rise", "fall") and not re.search("[至到破超]", row.action)) or _RATE.search(said)
    )
    measure = "growth" if growth else row.unit_family if row.unit_family in ("points", "share") else "amount"
    overall = [level for level in _OVERALL.findall(told + row.subject) if level != own]
    level = _LEVEL.search(row.action or told[-2:]) or _LEVEL.search(told[-6:])
    flow = _FLOW.search(said) or row.stage == "completed"  # an act told with a count
    return Trait(
        figure=row,
        subject=subject,
        head=subject[-2:],
        modifiers=subject[:-2],
        near=around,
        around=f"{around} {subject}",
        wide=wide,
        action=canonical(row.action),
        measure=measure,
        period=_period(f"{told}{row.subject}{row.action}", left, wide, is_years or bool(_YEARS.search(told))),
        told="level" if level and not _NEW.search(row.action) else "flow" if flow else "",
        overall=overall[-1] if overall else "",
        rank=(_RANK.findall(said) or ["全" if own and f"全{own}" in said else ""])[-1],
        place=(0, 1),
        part=bool(row.share_of) and measure == "amount",
        base=is_base,
        target=is_plan or (row.stage == "planned" and not row.action.startswith(_SIGNED)),
    )


def _period(said: str, left: str, wide: str, is_years: bool) -> str:
    if _PART.search(left) and not _ALL_YEAR.search(said):
        return "part"
    if _SUMMED.search(said) and not _ALL_YEAR.search(wide):
        return "sum"
    return "years" if is_years else "year"


def _listed(found: list[Trait], text: str) -> list[Trait]:
    """Tells each figure its place in a list: 分别增长5%、8%."""
    out: list[Trait] = []
    run: list[Trait] = []
    for trait in [*found, None]:
        joined = run and trait and _LIST.fullmatch(text, run[-1].figure.stop, trait.figure.start)
        if not joined:
            out += [one._replace(place=(at, len(run))) for at, one in enumerate(run)]
            run = []
        run += [trait] if trait else []
    return out


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
        self._tables: dict[tuple[str, int], Matrix] = {}
        self._held: dict[str, tuple[Matrix, Matrix]] = {}
        self._columns: dict[int, dict[str, int]] = {1: {}, 2: {}}
        for trait in self.all:
            for long, words in ((1, f"{trait.around} {trait.action}"), (2, trait.near)):
                for piece in pieces(words, long):
                    self._columns[long].setdefault(piece, len(self._columns[long]))

    def equal(self, told: Callable[[Trait], object]) -> Truths:
        """Where both figures have the same of something."""
        codes: dict[object, int] = {}
        coded = np.array([codes.setdefault(told(trait), len(codes)) for trait in self.all], dtype=int)
        return np.asarray(coded[: len(self.old), None] == coded[None, len(self.old) :])

    def have(self, told: Callable[[Trait], object]) -> tuple[Truths, Truths]:
        """Where the old figure has something, as a column, and the new one, as a row."""
        has = np.array([bool(told(trait)) for trait in self.all], dtype=bool)
        return has[: len(self.old), None], has[None, len(self.old) :]

    def _table(self, field: str, long: int) -> Matrix:
        """The pieces of a field's words, weighed: a row a figure, a column a piece."""
        if (field, long) not in self._tables:
            columns = self._columns[long]
            table = np.zeros((len(self.all), len(columns) or 1), dtype=np.float32)
            for at, trait in enumerate(self.all):
                for piece in pieces(getattr(trait, field), long):
                    table[at, columns[piece]] = self._rarity.get(piece, 1.0)
            self._tables[field, long] = table
        return self._tables[field, long]

    def cosine(self, field: str, long: int) -> Matrix:
        """The cosine of the words of a field."""
        table = self._table(field, long)
        table = table / np.maximum(np.sqrt((table * table).sum(axis=1, keepdims=True)), 1e-9)
        return np.asarray(table[: len(self.old)] @ table[len(self.old) :].T)

    def held(self, part: str) -> tuple[Matrix, Matrix]:
        """How much of a part of the old subject stands near the new figure, and the other way round."""
        if part not in self._held:
            table, at = self._table(part, 1), len(self.old)
            used = np.flatnonzero(table.any(axis=0))
            share = table[:, used] / np.maximum(table.sum(axis=1, keepdims=True), 1e-9)
            wide = (self._table("around", 1)[:, used] > 0).astype(np.float32)
            self._held[part] = np.asarray(share[:at] @ wide[at:].T), np.asarray(wide[:at] @ share[at:].T)
        return self._held[part]


def _opposed(both: Sides, told: Callable[[Trait], object]) -> Matrix:
    old, new = both.have(told)
    return np.asarray(old & new & ~both.equal(told), dtype=np.float64)


def _one_sided(both: Sides, told: Callable[[Trait], object]) -> Matrix:
    old, new = both.have(told)
    return np.asarray(old ^ new, dtype=np.float64)


def _unlike_modifiers(both: Sides) -> Matrix:
    """普惠性幼儿园 beside 公办幼儿园: one head, and modifiers that neither sentence has of the other."""
    old, new = both.have(lambda t: t.modifiers)
    one, other = both.held("modifiers")
    alike = both.equal(lambda t: t.head)
    return np.asarray(alike & old & new & (one < 0.35) & (other < 0.35), dtype=np.float64)


def _far_apart(both: Sides) -> Matrix:
    """How far apart the values are: of amounts in steps of e, at most 4; of shares and growth in parts of 1."""
    old, new = (np.array([float(trait.figure.value) for trait in side]) for side in (both.old, both.new))
    with np.errstate(divide="ignore", invalid="ignore"):
        steps = np.abs(np.log(np.abs(new[None, :]) / np.abs(old[:, None])))
    return np.asarray(np.minimum(np.nan_to_num(steps, nan=0.0, posinf=4.0), 4.0) / 4)


FEATURES: dict[str, Callable[[Sides], Matrix]] = {
    "same characters of the subject": lambda b: b.cosine("subject", 1),
    "same head of the subject": lambda b: b.equal(lambda t: t.head).astype(float),
    "same modifiers of the subject": lambda b: b.cosine("modifiers", 1),
    "old subject near the new figure": lambda b: b.held("subject")[0],
    "new subject near the old figure": lambda b: b.held("subject")[1],
    "one head and unlike modifiers": _unlike_modifiers,
    "newly added on one side": lambda b: _one_sided(b, lambda t: _NEW.search(t.figure.subject + t.figure.action)),
    "same words near": lambda b: b.cosine("near", 2),
    "same action": lambda b: b.equal(lambda t: t.action).astype(float),
    "characters of the action shared": lambda b: b.cosine("action", 1),
    "same unit": lambda b: b.equal(lambda t: t.figure.unit).astype(float),
    "a level beside a flow": lambda b: _opposed(b, lambda t: t.told),
    "other stage": lambda b: _opposed(b, lambda t: "" if t.target else t.figure.stage),
    "same value": lambda b: b.equal(lambda t: t.figure.value).astype(float),
    "other place in a list": lambda b: 1.0 - b.equal(lambda t: t.place),
    "a rank on one side": lambda b: _one_sided(b, lambda t: t.rank),
    "a part on one side": lambda b: _one_sided(b, lambda t: t.part),
    "other period": lambda b: 1.0 - b.equal(lambda t: t.period),
    "values far apart": _far_apart,
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
    """A year with a part of it, or with several years, unless these tell a level reached at their end."""
    same = b.equal(lambda t: t.period)
    old, new = b.have(
        lambda t: t.period == "year" or (t.period == "years" and t.measure != "growth" and t.told != "flow")
    )
    return np.asarray(~same & ~(old & new))


def _falling_sums(b: Sides) -> Truths:
    """累计3.6万列 with 累计2.6万列: what is summed up since a day does not fall, so they count from different days."""
    old, new = b.have(lambda t: t.period == "sum")
    values = [np.array([float(trait.figure.value) for trait in side]) for side in (b.old, b.new)]
    return np.asarray(old & new & (values[0][:, None] > values[1][None, :]))


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
    "of another rank": lambda b: _opposed(b, lambda t: t.rank) > 0,
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
