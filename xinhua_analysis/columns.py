"""The tables and their columns, declared once: for the frames, the data package, the codebook and the tests.

The same column has the same name, type and meaning in every table that holds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from .records import Action, Claim, Figure, Name, Numeral, Partner, Section, Sentence

if TYPE_CHECKING:
    import pandas as pd

Record = Section | Sentence | Numeral | Figure | Action | Name | Claim | Partner
Records = dict[str, tuple[Record, ...]]


class Table(NamedTuple):
    """What a table is: the record that its rows are made from, and what a row means, in English and Chinese."""

    record: type[Record]
    meaning: str
    chinese: str
    explained: str


class Column(NamedTuple):
    """What a column holds: pandas type, unit, meaning, Chinese name and explanation, and the tables that have it."""

    type: str
    unit: str
    meaning: str
    chinese: str
    explained: str
    tables: tuple[str, ...]


MEANINGS: dict[str, Table] = {
    "sections": Table(Section, "a heading and what it governs", "章节", "标题及其统领的文字"),
    "sentences": Table(Sentence, "a natural sentence", "句子", "自然句"),
    "numerals": Table(Numeral, "a numeral, counted as a statistic or not", "数字总账", "每个数字,不论是否统计数"),
    "figures": Table(Figure, "a statistic", "统计数", "统计数及其对象、动作、阶段"),
    "actions": Table(Action, "something the office says that it did, does or will do", "举措", "街道自述的一项举措"),
    "names": Table(Name, "a named thing", "名称", "有名称的事物"),
    "claims": Table(Claim, 'a "first" or an honour', "首创与荣誉", "一项“首”或荣誉"),
    "partners": Table(Partner, "a body that acted with the office", "合作方", "与街道共同行动的单位"),
}

TABLES: dict[str, tuple[str, ...]] = {name: table.record._fields for name, table in MEANINGS.items()}

FINDING_COLUMNS = ("table", "id", "invariant", "detail")
MEASURE_COLUMNS = ("measure", "known", "total", "share")
LEFT_OVER_COLUMNS = ("measure", "table", "id", "start", "stop", "text", "detail")

NOT_STATED = "not stated"  # a scope that the text does not give

# The closed vocabularies; ("", column) holds for every table.
# fmt: off
# Word → what it means, in English and Chinese.
VOCABULARY: dict[tuple[str, str], dict[str, tuple[str, str]]] = {
    ("", "stage"): {
        "planned": ("intended, or signed for only", "计划中，或仅签约"),
        "started": ("begun", "已启动"),
        "ongoing": ("going on", "进行中"),
        "completed": ("ended, or an act told with a count", "已完成，或有数量的行为"),
        "stated": ("told, not how far: a level, a share, what was not done", "仅作陈述：水平、占比、未做成的事等"),
    },
    ("", "direction"): {
        "rise": ("the verb says that it rose", "上升"),
        "fall": ("the verb says that it fell", "下降"),
        "level": ("the verb says that it stayed", "持平"),
    },
    ("", "bound"): {
        "exact": ("the number itself", "确数"),
        "approx": ("about", "约数"),
        "at_least": ("that or more", "不少于"),
        "at_most": ("that or less", "不超过"),
    },
    ("sentences", "kind"): {
        "head": ("head of the page", "页首"), "heading": ("heading", "标题"), "body": ("text", "正文"),
        "cell": ("cell of a table that states nothing", "表格单元格"),
    },
    ("numerals", "kind"): {
        "statistic": ("a count or measure: a row of figures", "统计数"),
        "date": ("date or stretch of time", "日期"),
        "ordinal": ("place in an order", "序数"),
        "name": ("part of a name, number or class", "名称中的数字"),
        "cell": ("number alone in a cell of a table", "表格单元格中的数"),
    },
    ("names", "kind"): {
        "programme": ("project, plan, action, campaign", "项目、计划、行动"),
        "platform": ("app, system, hotline", "平台"),
        "publication": ("book, manual, list, plan document", "出版物、文件"),
        "organisation": ("body, alliance, centre", "机构"),
        "place": ("road, estate, park", "地点"),
        "event": ("festival, contest, conference", "活动"),
        "mechanism": ("way of working", "机制"),
        "meeting": ("meeting of a body", "会议"),
        "expression": ("words in quotation marks that name nothing", "引号内的说法，并非名称"),
    },
    ("claims", "kind"): {
        "first": ("said to be the first", "首创"),
        "honour": ("award, title, inspection passed", "荣誉"),
    },
}
# fmt: on

_OFFSET = "code points of the source"

# fmt: off
_DECLARED: dict[str, tuple[str, str, str, str, str]] = {
    "id": ("str", "", "stable name of the row, unique in the report: f007, s3.1", "编号", "行的固定编号，全文唯一"),
    "start": ("int64", _OFFSET, "where the row's span begins", "起点", "在原文中的起始位置（含）"),
    "stop": ("int64", _OFFSET, "where the row's span ends, itself outside", "终点", "在原文中的终止位置（不含）"),
    "text": ("str", "", "the characters of the source from start to stop", "原文", "原文中从起点到终点的文字"),
    "level": ("int64", "", "depth of the heading: 1 for 一、, 2 for (一), 0 before the first heading",
              "层级", "标题层级：一、为1，（一）为2，首个标题之前为0"),
    "number": ("str", "", "number of the heading as written", "序号", "标题的序号，照原文"),
    "title": ("str", "", "words of the heading", "标题", "标题文字"),
    "parent_id": ("str", "", "section that holds this one; empty at the top", "上级章节", "所属上级章节的编号"),
    "area": ("int64", "", "place of the level-one heading, from 1; 0 before it", "工作领域", "一级标题的次序"),
    "section_id": ("str", "", "section in which the row stands", "章节编号", "所在章节"),
    "sentence_id": ("str", "", "sentence in which the row stands", "句子编号", "所在句子"),
    "kind": ("str", "", "sort of the row, from the table's own vocabulary", "类别", "该行的类别，各表有各自的词表"),
    "reason": ("str", "", "why the numeral has its kind: the rule that decided", "理由", "归入该类别的规则"),
    "number_text": ("str", "", "number as written, with its magnitude", "数字原文", "数字照原文，含万、亿"),
    "unit_text": ("str", "", "unit as written", "单位原文", "单位照原文"),
    "value": ("float64", "unit", "number in base magnitude: 10.2万 is 102000, 5.3% is 0.053; of a range the lower",
              "数值", "换算成基本量级的数：10.2万记102000，5.3%记0.053；区间记下限"),
    "high": ("float64", "unit", "upper value of a range; else missing", "上限", "区间的上限，非区间则缺"),
    "unit": ("str", "", "measure word or unit, without magnitude", "单位", "量词或单位，不含万、亿"),
    "unit_family": ("str", "", "what the unit counts: 人 person, 人次 person_time; families are never added up",
                    "单位类", "单位所属的类，不同类不得相加"),
    "bound": ("str", "", "how the value limits what is meant", "界限", "约数、下限、上限或确数"),
    "subject": ("str", "", "what is counted or measured; empty if not stated", "对象", "统计的对象，原文未写明则空"),
    "subject_start": ("Int64", _OFFSET, "where the subject begins; else missing", "对象起点", "对象的起始位置"),
    "subject_stop": ("Int64", _OFFSET, "where the subject ends; else missing", "对象终点", "对象的终止位置"),
    "action": ("str", "", "verb that governs the figure; empty if not stated", "动作", "支配该数的动词，未写明则空"),
    "action_start": ("Int64", _OFFSET, "where the action begins; else missing", "动作起点", "动作的起始位置"),
    "action_stop": ("Int64", _OFFSET, "where the action ends; else missing", "动作终点", "动作的终止位置"),
    "stage": ("str", "", "how far the work is; stages are never added up", "阶段", "工作进展阶段，不同阶段不得相加"),
    "direction": ("str", "", "which way it moved, by the verb; empty if no movement is told",
                  "升降", "动词所示的升降，未言升降则空"),
    "compared_with": ("str", "", "what it is compared with, in the text's words: 同比, 上年; empty if not stated",
                      "对比基准", "与何者相比，照原文，未写明则空"),
    "compared_with_start": ("Int64", _OFFSET, "where that begins; else missing", "基准起点", "对比基准的起始位置"),
    "compared_with_stop": ("Int64", _OFFSET, "where that ends; else missing", "基准终点", "对比基准的终止位置"),
    "share_of": ("str", "", "the whole that it is a part of: 占…的12%, 其中…; empty if not stated; parts are not "
                 "added to their whole", "所属整体", "该数是何者的一部分，照原文，未写明则空；部分与整体不得相加"),
    "share_of_start": ("Int64", _OFFSET, "where that begins; else missing", "整体起点", "所属整体的起始位置"),
    "share_of_stop": ("Int64", _OFFSET, "where that ends; else missing", "整体终点", "所属整体的终止位置"),
    "confidence": ("float64", "", "how likely subject and action are both right, 0 to 1", "可信度",
                   "对象与动作均正确的可能性，0至1"),
    "reviewed": ("str", "", "why a person who has looked at the row holds it to be right; empty if nobody has",
                 "复核", "人工复核的理由，未复核则空"),
    "verb": ("str", "", "verb of doing", "动词", "举措的动词"),
    "verb_start": ("int64", _OFFSET, "where the verb begins", "动词起点", "动词的起始位置"),
    "verb_stop": ("int64", _OFFSET, "where the verb ends", "动词终点", "动词的终止位置"),
    "object": ("str", "", "what it was done to; empty if not stated", "宾语", "举措的对象，原文未写明则空"),
    "beneficiary": ("str", "", "whom it was done for; empty if not stated", "受益者", "为谁而做，原文未写明则空"),
    "cue": ("str", "", "word that makes the claim: 首个, 率先, 获评", "提示词", "表明首创或荣誉的词"),
    "scope": ("str", "", 'where the claim holds, as written; else "not stated"', "范围", "范围，未写明记 not stated"),
    "what": ("str", "", "what is first, or what was given", "内容", "首创的内容，或所获荣誉"),
    "giver": ("str", "", "who gave the honour; empty if not stated", "授予方", "荣誉的授予方，原文未写明则空"),
    "name": ("str", "", "name of the body", "单位名称", "合作单位的名称"),
    "role": ("str", "", "how it took part, in the text's word: 主办, 引进, 联合", "角色", "以何种方式参与，照原文用词"),
    "table": ("str", "", "table of the row that is meant", "表", "所指的行所在的表"),
    "invariant": ("str", "", "what should hold; `note` where nothing is wrong", "不变式", "不成立的不变式"),
    "detail": ("str", "", "what was found", "详情", "具体情况"),
    "measure": ("str", "", "what of the text is measured", "度量", "所度量的方面"),
    "known": ("int64", "", "pieces of the text that are explained", "已解", "能解释的数量"),
    "total": ("int64", "", "pieces of the text in all", "总数", "全部数量"),
    "share": ("float64", "", "known in total, 0 to 1; missing where there is nothing to measure", "占比",
              "已解占总数之比，无可度量则缺"),
}

# What each measure of a report's coverage counts, and its Chinese name.
COVERED: dict[str, tuple[str, str]] = {
    "sentences": ("sentences that gave a row of any table", "句子"),
    "numerals": ("numerals that a rule explains, not the last resort", "数字"),
    "units": ("figures with a unit that is known", "单位"),
}
# fmt: on

COLUMNS: dict[str, Column] = {
    name: Column(*declared, tuple(table for table, columns in TABLES.items() if name in columns))
    for name, declared in _DECLARED.items()
}


def written(value: object) -> str:
    """A cell in words: numbers exact and without exponent, nothing where nothing is stated.

    >>> [written(value) for value in ("16台", Decimal("1E+2"), -5, None)]
    ['16台', '100', '-5', '']
    """
    return "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)


def vocabulary(table: str, column: str) -> tuple[str, ...]:
    """The words that a column may hold in a table; empty where any word may stand.

    >>> vocabulary("claims", "kind")
    ('first', 'honour')
    """
    return tuple(VOCABULARY.get(("", column)) or VOCABULARY.get((table, column), {}))


def frame(columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    """A frame of some records whose fields are ``columns``, typed as ``COLUMNS`` says; a missing number is NaN or NA.

    >>> from xinhua_analysis.records import Name
    >>> frame(Name._fields, [Name("m001", 3, 7, "平武小区", "place", "s1", "s1-01")])[["id", "text", "kind"]]
         id  text   kind
    0  m001  平武小区  place
    """
    import numpy as np  # because pandas takes 0.4 s to import, and reports are read and shown without it
    import pandas as pd  # because of the same

    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    typed = [(name, COLUMNS[name].type, column) for name, column in zip(columns, values, strict=True)]
    # Python's own strings hold any text; Arrow's refuse lone surrogates, and cost twice the time on small tables.
    # All words of a table in one array, then cut: one conversion instead of one a column.
    words = pd.array(
        [word for _, kind, column in typed if kind == "str" for word in column],
        pd.StringDtype("python", na_value=np.nan),
    )
    arrays: dict[str, Any] = {}
    at, size = 0, len(rows)
    for name, kind, column in typed:
        arrays[name] = words[at : at + size] if kind == "str" else _numbers(kind, column)
        at += size * (kind == "str")
    return pd.DataFrame(arrays, copy=False)


def _numbers(kind: str, values: Sequence[Any]) -> Any:
    import numpy as np  # because of the same
    import pandas as pd  # because of the same

    if kind == "float64":
        return np.array([np.nan if value is None else float(value) for value in values], dtype=kind)
    if kind == "Int64":
        missing = np.array([value is None for value in values], dtype=bool)
        return pd.arrays.IntegerArray(np.array([value or 0 for value in values], dtype="int64"), missing)
    return np.array(values, dtype=kind)
