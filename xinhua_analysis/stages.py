"""How far a thing has got: planned, started, ongoing, completed, or only stated.

A section of plans makes all in it planned; else an adverb says it (拟 力争 · 持续 · 成功), else the verb
(``verbs.csv``). A contract signed (签约) is planned: stages are steps of a ladder and are never added up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from . import lexicon
from .records import Section

# 下一步工作打算, 2024年工作思路, 今年重点任务; not 率先发布…行动规划, 完成年度目标
_plan = re.compile(
    r"下一?步|下一?阶段|明年|今后|^(?!.*(?:完成|实现|落实|发布|制定)).*"
    r"(?:计划|安排|打算|思路|目标|设想|展望|(?:工作|重点|主要|目标)任务|总体要求|工作重点)(?:[和与及]\w{0,6})?$"
)
_VERBS, _KINDS = lexicon.mapping("verbs", "stage"), lexicon.mapping("verbs", "kind")
_NEGATIONS = lexicon.entries("function_words", "kind", "negation")
_ADVERBS = {word: stage for word, stage in lexicon.mapping("adverbs", "stage").items() if stage}
# 将 and 要 are words of intent only right before a verb, so not in adverbs.csv; 明年 and 今后 are words of time.
_ADVERBS |= dict.fromkeys(("将", "要", "明年", "今后", "下一步"), "planned")


@cache
def is_plan(title: str) -> bool:
    """Whether a heading announces what is still to be done.

    >>> [is_plan(title) for title in ("下一步工作打算", "2024年工作思路", "全面完成年度目标")]
    [True, True, False]
    """
    return bool(_plan.search(title))


def planned_sections(sections: Sequence[Section]) -> frozenset[str]:
    """The ids of sections that tell what is planned: under a heading of plans, at whatever depth."""
    planned: dict[str, bool] = {}
    for section in sections:
        planned[section.id] = is_plan(section.title) or planned.get(section.parent_id, False)
    return frozenset(id_ for id_, is_planned in planned.items() if is_planned)


def said_stage(adverbs: Iterable[str]) -> str:
    """The stage that adverbs give, empty if none does: a plan before an end, an end before a course.

    >>> said_stage(["积极", "持续"]), said_stage(["成功"]), said_stage(["积极"])
    ('ongoing', 'completed', '')
    """
    stages = [_ADVERBS[adverb] for adverb in adverbs if adverb in _ADVERBS]
    return min(stages, key=("planned", "completed", "ongoing").index) if stages else ""


@cache
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
    if counted and any(_KINDS.get(part) in ("do", "noun") for part in (verb, verb[-2:], verb[:2])):
        stage = verb_stage(verb)
        return "completed" if stage == "stated" else stage
    parts = (verb, verb[:2], verb[-2:], verb[-1:]) if verb not in _VERBS else (verb,)
    return next((_VERBS[part] for part in parts if _VERBS.get(part, "stated") != "stated"), "stated")
