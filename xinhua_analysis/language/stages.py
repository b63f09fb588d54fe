"""How far a thing has got: planned, started, ongoing, completed, or only stated.

A section of plans makes all in it planned; else an adverb says it (拟 力争 · 持续 · 成功), else the verb
(``verbs.csv``). A contract signed (签约) is planned: stages are steps of a ladder and are never added up.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from .. import lexicon
from ..labels import number_in, title_of, year_in
from ..records import Section
from .numbers import value_of
from .tokens import NONE, VERBS, Span

# 下一步工作打算, 2024年工作思路, 今年重点任务; not 率先发布…行动规划, 完成年度目标
if TYPE_CHECKING:
    from .structure import Lines  # not at run time, because of numpy

_plan = re.compile(
    r"下一?步|下一?阶段|明年|今后|^(?!.*(?:完成|实现|落实|发布|制定)).*"
    r"(?:计划|安排|打算|思路|目标|设想|展望|(?:工作|重点|主要|目标)任务|总体要求|工作重点|(?:努力|改进)方向)(?:建议)?(?:[和与及]\w{0,6})?$"
    r"|对(?:今|明)年.*建议$"
)
# 下一步，新增车位40个 · 年度目标：… · 我们将继续… · 2024年，计划…: what a sentence opens with holds to its end
_opens_plan = re.compile(
    r"(?:下一?步|下一?阶段|明年|来年|今后|接下来)|[^，,。；：:]{0,16}(?:目标|计划|打算|思路)(?:是|为)?[：:]"
    r"|(?:\d{4}年[，,]?|[^，,。；\d]{0,4}[，,])?(?:计划(?!生育|总)|力争|争取(?![到得来]))"
    r"|(?:[^，,。；]{0,8}[，,])?(?:我们|\w{0,4}[市区县镇乡局道委办])将(?:继续|进一步|重点|着力|大力|全面|深入|加快|努力|坚持)"
)
_turns = re.compile("下一?步|下一?阶段|明年|来年|今后|接下来")
_LONGEST = 200  # characters of a heading that are looked at
_review = re.compile("回顾|总结|完成情况|工作情况|成效|成绩|成就")
_whole = re.compile(
    r"^(?!.*(?:总结|情况|回顾)).*(?:工作(?:要点|规划|计划|安排|打算|思路|方案)|任务清单|(?:实施|行动)方案|行动计划)$"
)  # the title of a page that tells plans alone
_aside = re.compile(r"情况|成效|成绩|做法|问题|不足|困难|体会|经验|建议|支持|附[件录表]|解释|说明|结束语|结语")
# 2025年, “十五五”时期, 第十五个五年规划: the plan of five years that begins in 2026 is the fifteenth
_times = re.compile(
    r"(?<![-—–~～至\d])(\d{4})年(?![-—–~～至])|(?:第?(十[一二三四五六七八九]?)(?:个)?五(?:年规划|”|(?=时期|期间|规划|开局|收官|发展|主要|工作|目标)))"
)
_VERBS, _KINDS = lexicon.mapping("verbs", "stage"), lexicon.mapping("verbs", "kind")
_NEGATIONS = lexicon.entries("function_words", "kind", "negation")
_ADVERBS = {word: stage for word, stage in lexicon.mapping("adverbs", "stage").items() if stage}
# 将 and 要 are words of intent only right before a verb, so not in adverbs.csv; 明年 and 今后 are words of time.
_ADVERBS |= dict.fromkeys(("将", "要", "明年", "今后", "下一步"), "planned")


@lru_cache(maxsize=4096)
def is_plan(title: str) -> bool:
    """Whether a heading announces what is still to be done.

    >>> [is_plan(title) for title in ("下一步工作打算", "2024年工作思路", "全面完成年度目标")]
    [True, True, False]
    """
    return bool(_plan.search(title[:_LONGEST]))


def planned_sections(sections: Sequence[Section]) -> dict[str, int]:
    """The ids of sections that tell what is planned, at whatever depth, each with where in the text that begins.

    What a chapter tells of is named in its heading, or else in its first words (2026年是“十五五”开局之年): a later time
    than the one looked back on makes it a plan. Once the plans have begun, so is each chapter that turns to nothing
    else (2024年工作安排, 加强自身建设). A chapter that looks both ways (2025年工作回顾和2026年工作安排) is a plan from
    where a heading or a sentence in it turns to what is to come.
    """
    planned: dict[str, int] = {}
    if sections and _whole.search(title_of(_first_lines(sections[0].text))):
        planned[""] = 0
    told = _told(sections[0].text) if sections else 0  # the year looked back upon
    reviewed = begun = False  # whether a chapter looked back, and whether the plans have begun
    ahead: bool | None = None  # in a chapter that looks both ways, whether it has turned
    for section in sections:
        plan = is_plan(section.title)
        if section.level == 1:
            review = bool(_review.search(section.title[:_LONGEST]))
            named = _named(section.title)
            times = named or _named(_opening(section))[:1]
            if review and not plan:
                told = told or max((last for _, last in times), default=0)
            later = bool(told and any(first > told for first, _ in times))
            past = not named or (any(last <= told for _, last in named) if told else len(named) > 1)
            ahead = False if (review and plan and past) or (later and named and past) else None
            if ahead is False:
                told = told or min((last for _, last in named), default=0)
            plan = plan or (later and not review) or (begun and not review and not _aside.search(section.title))
            reviewed = reviewed or ahead is False or (review and not plan)
            begun = begun or (plan and ahead is None and (reviewed or later))
        if ahead is None:
            if plan or section.parent_id in planned:
                planned[section.id] = section.start
        elif (turn := _turn(section, told, ahead)) is not None:
            planned[section.id], ahead, begun = turn, True, True
        else:
            ahead = False
    return planned


_sentences = re.compile(r"[^。！？!?\n]+")


def _turn(section: Section, told: int, ahead: bool) -> int | None:
    """Where a section of a chapter that looks both ways turns to what is to come; ``ahead`` says the one before did."""
    title, body = section.title, section.text.find(section.title) + len(section.title)
    if section.level > 1:
        times = _named(title) or _named(_opening(section))[:1]
        past = bool(told and times and all(last <= told for _, last in times))
        if is_plan(title) or (ahead and not past and not _review.search(title)):
            return section.start
    for found in _sentences.finditer(section.text, body):
        opening = found[0].strip()[:24]
        if _turns.match(opening) or (told and any(first > told for first, _ in _named(opening)[:1])):
            return section.start + found.start()
    return None


def in_plan(planned: dict[str, int], section_id: str, start: int) -> bool:
    """Whether what begins at a place of a section stands where plans are told; ``planned`` is of ``planned_sections``.

    >>> in_plan({"s2": 90}, "s2", 120), in_plan({"s2": 90}, "s2", 80), in_plan({"s2": 90}, "s1", 10)
    (True, False, False)
    """
    return planned.get(section_id, start + 1) <= start


def _named(words: str) -> list[tuple[int, int]]:
    """The times that words name, first and last year of each.

    >>> _named("2025年和“十四五”时期工作回顾"), _named("关于第十五个五年规划纲要的说明")
    ([(2025, 2025), (2021, 2025)], [(2026, 2030)])
    """
    found = []
    for year, plan in _times.findall(words):
        first = int(year) if year else 1951 + 5 * int(value_of(plan))
        found.append((first, first if year else first + 4))
    return found


def _opening(section: Section) -> str:
    """The first words below a heading, in which its chapter may say what it tells of."""
    start = section.text.find(section.title) + len(section.title)
    return section.text[start : start + 60].strip()[:24]


def _told(head: str) -> int:
    """The year that the head of a text says it looks back on, 0 if it does not."""
    lines = _first_lines(head)
    return year_told(title_of(lines), lines) or 0


def _first_lines(head: str) -> list[str]:
    return [line.strip() for line in head[:2000].splitlines() if 0 < len(line.strip()) <= 60][:24]


def opens_plan(sentence: str) -> bool:
    """Whether a sentence opens with words of a plan, which hold to its end.

    >>> [opens_plan(text) for text in ("下一步，新增车位40个。", "年度目标：新增车位40个。", "新增车位40个。")]
    [True, True, False]
    """
    return bool(_opens_plan.match(sentence))


def said_stage(adverbs: Iterable[str]) -> str:
    """The stage that adverbs give, empty if none does: a plan before an end, an end before a course.

    >>> said_stage(["积极", "持续"]), said_stage(["成功"]), said_stage(["积极"])
    ('ongoing', 'completed', '')
    """
    stages = [_ADVERBS[adverb] for adverb in adverbs if adverb in _ADVERBS]
    return min(stages, key=("planned", "completed", "ongoing").index) if stages else ""


@lru_cache(maxsize=4096)
def verb_stage(verb: str, counted: bool = False) -> str:
    """The stage of a verb; of two joined the first's, else the last's: 推动|形成 is ongoing, 焕新|升级 completed.

    With ``counted``, an act told with a count is completed where the verb itself says nothing: 接待来访8000人次.

    >>> verb_stage("完工"), verb_stage("开工"), verb_stage("签约"), verb_stage("推进实施"), verb_stage("达")
    ('completed', 'started', 'planned', 'ongoing', 'stated')
    >>> verb_stage("提供"), verb_stage("提供", counted=True), verb_stage("达到", counted=True), verb_stage("未完成")
    ('stated', 'completed', 'stated', 'stated')
    """
    if verb.startswith(_NEGATIONS):  # 未完成: what was not done is no step of the ladder
        return "stated"
    if verb.startswith(("争取", "力争", "确保")) and len(verb) > 3:  # 争取建成: a target
        return "planned"
    if counted and all(_KINDS.get(part) not in ("change", "link") for part in (verb, verb[-2:], verb[:2])):
        stage = verb_stage(verb)
        return "completed" if stage == "stated" else stage
    parts = (
        (verb,)
        if verb in _VERBS
        else (verb, verb[:2], verb[-2:], *(verb[-1:] for _ in verb[2:3] if verb[:-1] in _VERBS))
    )
    return next((_VERBS[part] for part in parts if _VERBS.get(part, "stated") != "stated"), "stated")


def stage_at(text: str, start: int, stop: int, counted: bool = False) -> str:
    """The stage of the verb that stands at a place; with 了 behind it an open one is done: 形成了…机制.

    >>> stage_at("形成了机制", 0, 2), stage_at("形成机制", 0, 2), stage_at("持续推进了", 2, 4)
    ('completed', 'stated', 'ongoing')
    """
    stage = verb_stage(text[start:stop], counted)
    done = stage == "stated" and start < stop and text.startswith("了", stop) and not text.startswith(_NEGATIONS, start)
    return "completed" if done else stage


_WILL = ("将", "要")  # of intent only right before a verb: not 将28个小区纳入改造
_AIMS = frozenset(word for word, stage in _ADVERBS.items() if stage == "planned")
_WILLED = frozenset("DEA")
_MEANT = frozenset(VERBS + "EA")  # what follows a word of intent: 力争|完成, 拟|再|新建
_SAID = frozenset((*lexicon.entries("adverbs"), *_WILL))


class Stages:
    """How far the acts of a text have got, each told from its verb, its adverbs, its sentence and its section."""

    def __init__(self, text: str, lines: Lines, sections: Sequence[Section], counted: Iterable[int]):
        self.text, self.lines = text, lines
        self.plans = planned_sections(sections)
        self.counted = frozenset(counted)  # counts and the words that govern them
        self.firsts = [line.first for line in lines.lines]
        self.opens = dict[int, int]()  # from which word on a sentence tells a plan, of those asked for
        kind = lines.words.kind
        word = lines.words.text
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
        if self.opens[n] < 0:
            return "planned"
        said = said_stage(self._adverbs(at))
        if self.opens[n] < at and said != "completed":  # 计划完工6台，已完工2台
            return "planned"
        if verb == NONE or self._is_denied(at):
            return "planned" if "计划" in self.lines.words.text[at - 2 : at] else "stated"  # 计划|总投资|5亿元
        return said or stage_at(self.text, *verb, not self.counted.isdisjoint(range(at, max(at + 1, stop))))

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
        if in_plan(self.plans, line.sentence.section_id, line.sentence.start):
            return -1
        first = line.first - 1 if opens_plan(line.sentence.text) else line.last
        return next((k for k in self.aims if line.first <= k < first), first)

    def _adverbs(self, at: int) -> Iterator[str]:
        """The adverbs and words of time before a word in its clause, back to the figure before it."""
        words, near = self.lines.words, True
        for k in range(at - 1, max(int(self.lines.clause[at]), at - 16) - 1, -1):
            kind, text = words.kind[k], words.text[k]
            if kind == "U":
                return
            if near if text in _WILL else kind in "AaTE" or (text in _SAID and words.kind[k + 1] in VERBS):
                yield text
            near = near and kind in "AaBET"


# 2024年政府工作报告, 政府工作报告（2024年）; not 2024年政府工作报告任务完成情况
_WORK_REPORT = re.compile(r"政府工作报告(?=[（(》]|$)")
# ——2023年3月5日在第十四届全国人民代表大会第一次会议上
_OCCASION = re.compile(r"(\d{4}|[〇○零一二三四五六七八九十]{4})年[\d一二三四五六七八九十]{1,3}月[^。\n]{0,40}代表大会")


def year_told(title: str, lines: Iterable[str]) -> int | None:
    """The year that a document looks back on, by its title and head: a report to a congress is named after the next.

    >>> year_told("某街道2023年工作总结", []), year_told("2025年某省政府工作报告", [])
    (2023, 2024)
    >>> year_told("政府工作报告", ["——2023年3月5日在第十四届全国人民代表大会第一次会议上"])
    2022
    """
    year = year_in(title)
    if year and not _WORK_REPORT.search(title):
        return year
    given = next(filter(None, map(_OCCASION.search, lines)), None)
    year = year or (number_in(given[1]) if given else None)
    return year and year - 1
