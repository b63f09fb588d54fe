"""What stands where: rows of one work area, and how much each section and act is borne out by numbers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter

import pandas as pd

from . import lexicon
from .columns import NOT_STATED
from .records import Action, Section
from .report import Report


def of_area(report: Report, table: str, area: int) -> pd.DataFrame:
    """The rows of a table that stand in a work area (1 is the first level-one heading; 0 what stands before it).

    >>> from xinhua_analysis import load
    >>> of_area(load(), "figures", 1)[["id", "text"]]
         id text
    0  f001   3张
    """
    rows, inside = report.table(table), [row.id for row in report.records("sections") if row.area == area]
    return rows[rows["id" if table == "sections" else "section_id"].isin(inside)].reset_index(drop=True)


def leaves(report: Report) -> pd.DataFrame:
    """The sections under a heading that hold text of their own; without headings, the text.

    >>> from xinhua_analysis import load
    >>> leaves(load())["id"].head(3).tolist()
    ['s1.1', 's1.2', 's1.3']
    """
    sections, sentences = report.sections, report.sentences
    rows = sections[sections["id"].isin(sentences[sentences["kind"] == "body"]["section_id"])]
    headed = rows[rows["area"] > 0]
    return (headed if len(headed) else rows).reset_index(drop=True)


def top_sections(report: Report) -> list[Section]:
    """The chapters: level-one headings, and before them what stands before the first.

    >>> from xinhua_analysis import load
    >>> [section.id for section in top_sections(load())]
    ['s0', 's1', 's2', 's3', 's4', 's5']
    """
    return [row for row in report.records("sections") if row.level <= 1]


def actions_with_figures(report: Report) -> pd.DataFrame:
    """The table of actions with one more column, ``figures``: how many figures an action holds, or the verb of which.

    >>> from xinhua_analysis import load, parse
    >>> int(actions_with_figures(load())["figures"].max())
    3
    >>> actions_with_figures(parse("对192家工程进行备案监管。"))[["verb", "figures"]].values.tolist()
    [['进行', 1]]
    """
    figures = report.records("figures")
    starts = [figure.start for figure in figures]
    verbs = Counter(figure.action_start for figure in figures)
    counts = []
    for act in report.records("actions"):
        inside = figures[bisect_left(starts, act.start) : bisect_left(starts, act.stop)]
        governed = sum(verbs[at] for at in range(act.start, act.stop))
        held = sum(row.action_start is None or not act.start <= row.action_start < act.stop for row in inside)
        counts.append(governed + held)
    actions = report.actions
    actions["figures"] = counts
    return actions


def given(report: Report) -> dict[str, str]:
    """Of figures that count for whom something was done, by id, what was done or given to them.

    >>> from xinhua_analysis import parse
    >>> given(parse("为822户高龄独居老人安装燃气报警器,向36名学生发放助学金。"))
    {'f001': '燃气报警器', 'f002': '助学金'}
    """
    acts: dict[str, list[Action]] = {}
    for act in report.records("actions"):
        acts.setdefault(act.sentence_id, []).append(act)
    pairs = ((row, act) for row in report.records("figures") for act in acts.get(row.sentence_id, ()))
    return {row.id: act.object for row, act in pairs if act.verb == row.action and row.text in act.beneficiary}


def firsts(report: Report) -> pd.DataFrame:
    """The claims to be first among others (首届 and the like are not), and in one more column the ``level`` of each.

    >>> from xinhua_analysis import load, parse
    >>> firsts(load())["level"].value_counts().to_dict()
    {'district': 3, 'city': 2, 'community': 1}
    >>> firsts(parse("举办首届邻里节,首批4家驿站开放,建成首个公园。"))[["cue", "level"]].values.tolist()
    [['首个', 'not stated']]
    """
    rows = report.claims.query("kind == 'first'")
    # what opens a series of one's own sets nobody behind, so no scope is due
    own = rows["cue"].isin(["首届", "首期"]) | ((rows["cue"] == "首批") & (rows["scope"] == NOT_STATED))
    rows = rows[~own].reset_index(drop=True)
    return rows.assign(level=[level(scope) for scope in rows["scope"]])


def honours(report: Report) -> pd.DataFrame:
    """The honours, with one more column: the ``level`` of who gave them.

    >>> from xinhua_analysis import load
    >>> honours(load())[["giver", "level"]].values.tolist()
    [['上海市', 'city'], ['市', 'city'], ['长宁区', 'district']]
    """
    rows = report.claims.query("kind == 'honour'").reset_index(drop=True)
    return rows.assign(level=[level(giver) for giver in rows["giver"]])


def level(scope: str) -> str:
    """The level of government that a scope or giver names: 全区 and 长宁区 are one; where none is known, the words.

    >>> [level(scope) for scope in ("全市", "上海市", "全区", "长宁区", "社区", "not stated")]
    ['city', 'city', 'district', 'district', 'community', 'not stated']
    """
    levels = (row["level"] for row in lexicon.rows("levels") if re.search(row["pattern"], scope))
    return next(levels, scope or NOT_STATED)


def longest_gap(report: Report) -> tuple[int, int]:
    """The longest stretch of text without a figure, as ``[start, stop)``.

    >>> from xinhua_analysis import parse
    >>> longest_gap(parse("完工16台。没有数字的一段话。"))
    (5, 15)
    """
    rows = report.records("figures")
    gaps = zip([0, *(row.stop for row in rows)], [*(row.start for row in rows), len(report.text)], strict=True)
    return max(gaps, key=lambda gap: gap[1] - gap[0])


def ladders(report: Report) -> list[pd.DataFrame]:
    """Figures of one sentence, subject and unit that stand at several stages, those with the most stages first.

    >>> from xinhua_analysis import load
    >>> [ladder["text"].tolist() for ladder in ladders(load())]
    [['2个', '5个', '12个'], ['16台', '23台', '16台']]
    """
    figures = report.figures
    figures = figures[figures["stage"] != "stated"]  # a level beside what was newly done is no rung
    groups = figures.groupby(["sentence_id", "subject", "unit"], sort=False)
    found = [rows for (_, subject, _), rows in groups if subject and rows["stage"].nunique() > 1]
    return sorted(found, key=lambda rows: (-rows["stage"].nunique(), -len(rows)))
