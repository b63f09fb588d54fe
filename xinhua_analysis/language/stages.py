"""How far a thing has got: planned, started, ongoing, completed, or only stated.

A section of plans makes all in it planned; else an adverb says it (拟 力争 · 持续 · 成功), else the verb
(``verbs.csv``). A contract signed (签约) is planned: stages are steps of a ladder and are never added up.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from .. import lexicon
from ..labels import number_in, title_of, year_in
from ..lexicon import Patterns
from ..passages import WHITE
from ..records import Section
from .numbers import value_of
from .tokens import NONE, VERBS, Span

if TYPE_CHECKING:
    from .structure import Lines  # not at run time, because of numpy

_P = Patterns(__name__)
_LONGEST = 200  # characters of a heading that are looked at
_VERBS, _KINDS = lexicon.mapping("verbs", "stage"), lexicon.mapping("verbs", "kind")
_NEGATIONS = lexicon.entries("function_words", "kind", "negation")
_AIMS_AT = lexicon.words("aims_at")
_ADVERBS = {word: stage for word, stage in lexicon.mapping("adverbs", "stage").items() if stage}
# 将 and 要 are words of intent only right before a verb, so not in adverbs.csv; 明年 and 今后 are words of time.
_ADVERBS |= dict.fromkeys(("将", "要", "明年", "今后", "下一步"), "planned")


@lru_cache(maxsize=4096)
def is_plan(title: str) -> bool:
    """Whether a heading announces what is still to be done.

    >>> [is_plan(title) for title in ("下一步工作打算", "【2024年工作思路】", "全面完成年度目标")]
    [True, True, False]
    """
    return bool(_P.plan.search(title[:_LONGEST].strip("【】：: ")))


def announces(title: str) -> bool:
    """Whether words alone head what is still to be done, and nothing that was done.

    >>> [announces(title) for title in ("下一步打算：", "2023年工作总结和2024年工作打算")]
    [True, False]
    """
    return is_plan(title) and not _P.looks_back.search(title)


class Plans:
    """Where a text tells what is planned: in sections, at whatever depth, and in sentences that open so.

    What a chapter tells of is named in its heading, or else in its first words (2026年是“十五五”开局之年): a later time
    than the one looked back on makes it a plan. Once the plans have begun, so is each chapter that turns to nothing
    else (2024年工作安排, 加强自身建设). A chapter that looks both ways (2025年工作回顾和2026年工作安排) is a plan from
    where a heading or a sentence in it turns to what is to come; any section from where it announces a list of plans
    (下一步，我们要抓好以下几点：), and so are the sections that are this list.
    """

    def __init__(self, sections: Sequence[Section]):
        lines = sections[0].text[:2000].splitlines() if sections else []
        lines = [line.strip() for line in lines if 0 < len(line.strip()) <= 60][:24]
        title = title_of(lines)
        year = year_told(title, lines) or 0
        # the last month looked back upon, counted from the year 0 on; 0 if the text does not say
        self.told = next((last for _, last in _named(title) if (last - 1) // 12 == year), 12 * year + 12 if year else 0)
        # the sections of plans, each with where in the text that begins
        self.starts: dict[str, int] = {"": 0} if _P.whole.search(title) else {}
        self._reviewed = self._begun = False  # whether a chapter looked back, and whether the plans have begun
        self._ahead: bool | None = None  # in a chapter that looks both ways, whether it has turned
        announced, listed = False, 0  # whether a list of plans follows, and the level of its sections
        for section in sections:
            listed = section.level if announced else listed * (section.level >= listed)
            announced = self._read(section, bool(listed))

    def opened(self, sentence: str) -> bool:
        """Whether a sentence opens with words of a plan or of a time to come, which hold to its end.

        >>> [Plans(()).opened(text) for text in ("下一步，新增车位40个。", "年度目标：新增车位40个。", "新增车位。")]
        [True, True, False]
        """
        if _P.opens_plan.match(sentence):
            return True
        opening = _P.opens_time.match(sentence) if self.told else None  # 展望2024年, 到2030年, 下半年
        return bool(opening and any(first > self.told for first, _ in self._times(opening[0])))

    def _read(self, section: Section, listed: bool) -> bool:
        """Note whether a section tells plans, and from where on; give whether it announces a list at its end."""
        plan = self._chapter(section) if section.level == 1 else is_plan(section.title)
        if self._ahead is None and (plan or listed or section.parent_id in self.starts):
            self.starts[section.id] = section.start
            return False
        turn, announced = self._turn(section)
        if turn is not None:
            self.starts[section.id] = turn
        if self._ahead is not None:
            self._ahead, self._begun = turn is not None, self._begun or turn is not None
        return announced

    def _chapter(self, section: Section) -> bool:
        """Whether a chapter tells plans alone; ``_ahead`` is set where it looks both ways."""
        plan, review = is_plan(section.title), bool(_P.review.search(section.title[:_LONGEST]))
        named, told = self._times(section.title), self.told
        times = named or self._times(_opening(section))[:1]
        if review and not plan:
            self.told = told = told or max((last for _, last in times), default=0)
        later = bool(told and any(first > told for first, _ in times))
        past = not named or (any(last <= told for _, last in named) if told else len(named) > 1)
        self._ahead = False if (review and plan and past) or (later and named and past) else None
        if self._ahead is False:
            self.told = told or min((last for _, last in named), default=0)
        aside = review or _P.aside.search(section.title)
        plan = plan or (later and not review) or (self._begun and not aside)
        self._reviewed = self._reviewed or self._ahead is False or (review and not plan)
        self._begun = self._begun or (plan and self._ahead is None and (self._reviewed or later))
        return plan

    def _turn(self, section: Section) -> tuple[int | None, bool]:
        """Where a section turns to what is to come, if it does, and whether a list of plans follows it."""
        title, text = section.title, section.text
        if self._ahead is not None and section.level > 1:
            times = self._times(title) or self._times(_opening(section))[:1]
            past = bool(self.told and times and all(last <= self.told for _, last in times))
            if is_plan(title) or (self._ahead and not past and not _P.review.search(title)):
                return section.start, False
        if self._ahead is None and "：" not in text and ":" not in text:
            return None, False
        for found in _P.sentences.finditer(text, text.find(title) + len(title)):
            words = found[0].strip()
            # 下一步要做好三件事：, not 现将工作情况和下一步打算报告如下：
            told = words[:_LONGEST] if words.endswith(("：", ":")) else ""
            announces = (_P.turns.search(told) or self.opened(told)) and not _P.looks_back.search(told)
            first = self._times(words[:24])[:1] if self._ahead is not None else []
            turns = self._ahead is not None and _P.turns.match(words)
            if announces or turns or (self.told and any(month > self.told for month, _ in first)):
                return section.start + found.start(), bool(announces) and not text[found.end() :].strip()
        return None, False

    def _times(self, words: str) -> list[tuple[int, int]]:
        return _named(words, (self.told - 1) // 12 if self.told else 0)


_PARTS = {"上半年": (1, 6), "下半年": (7, 12), "前三季度": (1, 9)}
_PARTS |= {f"{number}季度": (3 * n + 1, 3 * n + 3) for n, number in enumerate("一二三四")}


def _named(words: str, year: int = 0) -> list[tuple[int, int]]:
    """The times that words name, first and last month of each; ``year`` is that of 下半年 without one.

    >>> [[divmod(month - 1, 12) for month in time] for time in _named("2024年1—6月和“十四五”时期工作回顾")]
    [[(2024, 0), (2024, 5)], [(2021, 0), (2025, 11)]]
    >>> [[divmod(month - 1, 12) for month in time] for time in _named("下半年工作", 2024)]
    [[(2024, 6), (2024, 11)]]
    """
    found = []
    for named, part, since, month, alone, plan in _P.times.findall(words):
        of = number_in(named) if named else 1951 + 5 * int(value_of(plan)) if plan else year
        first, last = _PARTS.get(part or alone, (int(since or month or 1), int(month or 12)))
        if of:
            found.append((12 * of + first, 12 * (of + 4 * bool(plan)) + last))
    return found


def _opening(section: Section) -> str:
    """The first words below a heading, in which its chapter may say what it tells of."""
    start = section.text.find(section.title) + len(section.title)
    return section.text[start : start + 60].strip("。：:" + WHITE).partition("\n")[0][:24]


@lru_cache(maxsize=4096)
def verb_stage(verb: str, counted: bool = False, ended: bool = False) -> str:
    """The stage of a verb; of two joined the first's, else the last's: 推动|形成 is ongoing, 焕新|升级 completed.

    Where the verb itself says nothing, an act told with a count is completed (``counted``: 接待来访8000人次), and so
    is one with 了 behind it (``ended``: 形成了…机制).

    >>> verb_stage("完工"), verb_stage("开工"), verb_stage("签约"), verb_stage("推进实施"), verb_stage("达")
    ('completed', 'started', 'planned', 'ongoing', 'stated')
    >>> verb_stage("提供"), verb_stage("提供", counted=True), verb_stage("达到", counted=True), verb_stage("未完成")
    ('stated', 'completed', 'stated', 'stated')
    >>> verb_stage("形成", ended=True), verb_stage("形成"), verb_stage("推进", ended=True)
    ('completed', 'stated', 'ongoing')
    """
    if verb.startswith(_NEGATIONS):  # 未完成: what was not done is no step of the ladder
        return "stated"
    if verb.startswith(_AIMS_AT) and len(verb) > 3:  # 争取建成: a target
        return "planned"
    joined = verb[:2], verb[-2:], *(verb[-1:] for _ in verb[2:3] if verb[:-1] in _VERBS)
    stages = (_VERBS.get(part, "stated") for part in ((verb,) if verb in _VERBS else joined))
    stage = next((stage for stage in stages if stage != "stated"), "stated")
    counted = counted and all(_KINDS.get(part) not in ("change", "link") for part in (verb, *joined[:2]))
    return "completed" if stage == "stated" and (counted or ended) else stage


_WILL = ("将", "要")  # of intent only right before a verb: not 将28个小区纳入改造
_AIMS = frozenset(word for word, stage in _ADVERBS.items() if stage == "planned")
_WILLED = frozenset("DEA")
_MEANT = frozenset(VERBS + "EA")  # what follows a word of intent: 力争|完成, 拟|再|新建
_SAID = frozenset((*lexicon.entries("adverbs"), *_WILL))


class Stages:
    """How far the acts of a text have got, each told from its verb, its adverbs, its sentence and its section."""

    def __init__(self, text: str, lines: Lines, sections: Sequence[Section], counted: Iterable[int]):
        self.text, self.lines = text, lines
        self.plans = Plans(sections)
        self.counted = sorted({*counted, len(lines.kinds)})  # counts and the words that govern them, and the end
        self.firsts = [line.first for line in lines.lines]
        self.clause: list[int] = lines.clause.tolist()
        self.opens = dict[int, int]()  # from which word on a sentence tells a plan, of those asked for
        kind, word = lines.words.kind, lines.words.text
        self.aims = [  # 计划总投资5亿元 is what a thing shall cost, and no plan of what follows
            k
            for k in lines.places_of(_AIMS)
            if kind[k + 1] in (_WILLED if word[k] in _WILL else _MEANT) and word[k + 1] != "总投资"
        ]

    def of(self, at: int, verb: Span, stop: int) -> str:
        """The stage of the verb that a word belongs to, ``verb`` its place; what it governs ends before ``stop``."""
        n = bisect_right(self.firsts, at) - 1
        if n not in self.opens:
            self.opens[n] = self._planned_from(n)
        if self.opens[n] < 0 or self._is_aim(at):
            return "planned"
        said = self._said(at)
        if self.opens[n] < at and said != "completed":  # 计划完工6台，已完工2台
            return "planned"
        if verb == NONE or self._is_denied(at):
            return "planned" if "计划" in self.lines.words.text[at - 2 : at] else "stated"  # 计划|总投资|5亿元
        counted = self.counted[bisect_left(self.counted, at)] < max(at + 1, stop)
        return said or verb_stage(self.text[slice(*verb)], counted, self.text.startswith("了", verb[1]))

    def _is_aim(self, at: int) -> bool:
        """Whether a figure is what an aim is set to: 控制目标定为|10户以下."""
        first, start = self.clause[at], self.lines.words.start
        return bool(_P.aim.search(self.text, start[first], start[int(self.lines.clause_end[at])]))

    def _is_denied(self, at: int) -> bool:
        """Whether a negation stands before the verbs that lead to this one: 尚未|完成|改造."""
        kind, at = self.lines.words.kind, at - 1
        while kind[at] in _MEANT or kind[at] in "aB":
            at -= 1
        return kind[at] == "X"

    def _planned_from(self, n: int) -> int:
        """The word of a sentence from which on it tells a plan: before its first where it opens so, else one like 力争.

        -1 where its section tells plans.
        """
        line = self.lines.lines[n]
        start = line.sentence.start
        if self.plans.starts.get(line.sentence.section_id, start + 1) <= start:
            return -1
        first = line.first - 1 if self.plans.opened(line.sentence.text) else line.last
        return next((k for k in self.aims if line.first <= k < first), first)

    def _said(self, at: int) -> str:
        """The stage that adverbs and words of time before a word give in its clause, back to the figure before it."""
        words, near, stages = self.lines.words, True, list[str]()
        for k in range(at - 1, max(self.clause[at], at - 16) - 1, -1):
            kind, text = words.kind[k], words.text[k]
            if kind == "U":
                break
            if text in _ADVERBS and (
                near if text in _WILL else kind in "AaTE" or (text in _SAID and words.kind[k + 1] in VERBS)
            ):
                stages.append(_ADVERBS[text])
            near = near and kind in "AaBET"
        # a plan before an end, an end before a course
        return min(stages, key=("planned", "completed", "ongoing").index, default="")


def year_told(title: str, lines: Iterable[str]) -> int | None:
    """The year that a document looks back on, by its title and head: a report to a congress is named after the next.

    >>> year_told("某街道2023年工作总结", []), year_told("2025年某省政府工作报告", [])
    (2023, 2024)
    >>> year_told("政府工作报告", ["——2023年3月5日在第十四届全国人民代表大会第一次会议上"])
    2022
    >>> year_told("某县计划执行情况与2025年计划草案的报告", [])
    2024
    """
    year, beside = year_in(title), _P.beside.search(title)
    if year and not _P.WORK_REPORT.search(title):
        return year - bool(beside and not year_in(title[: beside.end()]))
    given = _P.OCCASION.search("\n".join(lines))
    year = year or (number_in(given[1] or given[2]) if given else None)
    return year and year - 1
