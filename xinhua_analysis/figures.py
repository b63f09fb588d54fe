"""What each statistic counts (subject), what was done to it (action), and how far that has got (stage).

Read clause by clause from the words around the mention. Four shapes carry nearly all figures of the genre:
新建3个充电场所 (verb, figure, noun) · 举办活动600余场 (verb, noun, figure) · 安置率达100% (noun, verb, figure) ·
外资1017万美元 (noun, figure); and a figure that lacks one of the parts takes it from the figure or clause before it.
The module's rules stand in order in ``RULES``: to add one, write a function of a ``Context`` and give it a place there.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from . import lexicon
from .clauses import (
    COMMANDERS,
    HEADS,
    NONE,
    PIVOTS,
    SCOPE,
    STOPS,
    VERBS,
    Clause,
    Span,
    Word,
    cut_word,
    first_verb,
    indicator,
    last_item,
    noun_behind,
    noun_phrase,
    span,
    split_clauses,
    strip,
    tag_words,
    tail_noun,
    verb_span,
    worded,
)
from .numerals import Found
from .quantities import Quantity
from .records import Figure, Section, Sentence
from .stages import opens_plan, planned_sections, said_stage, stage_at

# Units that are not measure words: a noun right behind them is not what they count (增长5%的速度 aside).
MEASURES = ("share", "points", "permille", "time", "multiple", "tenth", "score")
_UNIT_FAMILIES = lexicon.mapping("units", "unit_family")
_CLASSES = {
    name: lexicon.entries("word_classes", "class", name) for name in lexicon.mapping("word_classes", "class").values()
}
_PERSONS, _RATES = _CLASSES["person"], _CLASSES["rate"]
_AFTER = ("后", "前", "时", "以来", "期间", "内", "之后", "之前")  # 撤并为两个后
_COUNTED = ("count", "household", "place", "organisation")
_LOOSE = "ATCP了、"
_PART_WORDS = ("其中", "其余")
SPENT = "spent"  # 投资100万元, and nothing beside it in the clause
SPENT_HERE = "spent on what follows"
TOPIC = "topic"  # the rule of the last resort
_LISTING = ("verb, noun, figure", "noun, verb, figure", "verb, figure, noun")


class Reading(NamedTuple):
    """What was understood of a figure, and by which rule."""

    subject: Span
    action: Span
    rule: str
    family: str = ""


@dataclass(slots=True)
class Context:
    """What a figure may look at: the words to its left and right in the clause, and what came before."""

    left: list[Word]
    right: list[Word]
    family: str
    listed: bool  # joined by 、 or a bracket to the figure before
    before: Reading | None
    topic: Span
    topic_verb: Span
    core: list[Word]  # the left without its introduction: time, adverbs, prepositional phrases (在…, 按…, 比1949年)

    @property
    def is_count(self) -> bool:
        """Whether the unit is a measure word, so that what is counted may follow it."""
        return self.family not in MEASURES

    @property
    def known(self) -> Span:
        """The subject of the figure before, else the topic."""
        return self.before.subject if self.before else self.topic

    @property
    def behind_etc(self) -> bool:
        """Whether 等 stands right before the figure: 雄商等6条高铁."""
        return bool(self.left) and self.left[-1].text == "等"

    def counted(self, governed: bool) -> list[Word]:
        """The counted noun behind the figure, where its unit lets a noun follow."""
        right = self.right
        pair = len(right) > 1 and right[0].tag in "DHG" and right[0].stop == right[1].start
        if pair and right[1].text.startswith(_PERSONS):  # 包保干部, 监管对象
            return right[:2] if self.is_count else []
        if right and right[0].text[0] in "（(":  # 其他作物5000亩（包括间套种）
            return []
        if not right or right[0].text in _AFTER or right[0].tag in "、CPTL" or right[0].text[0] in "到至赴":
            return []
        if right[0].tag in "DHA" and not any(word.tag == "的" for word in right[:-1]):
            return []
        if self.family == "share" and _names_owner(self.core, right):
            return noun_behind(right, governed)
        if not self.is_count and (right[0].tag != "的" or (len(right) > 1 and right[1].text.startswith(_RATES))):
            return []
        return noun_behind(right, governed)

    def verb_behind(self, phrase: list[Word]) -> Span:
        """The verb that follows the counted noun, or the figure itself."""
        return first_verb(strip([w for w in self.right if not phrase or w.start >= phrase[-1].stop], "A"))


def _names_owner(core: list[Word], right: list[Word]) -> bool:
    """Whether what a share is of follows it: 85%以上|商铺|达到标准, 集聚全市30%以上|企业."""
    if right[0].tag != "N" or len(right[0].text) < 2:
        return False
    verb = next((i for i, word in enumerate(right) if word.tag not in "NG"), 0)
    return SCOPE.fullmatch(core[-1].text) is not None if core else right[verb].tag in "DHLA"


def _core(left: list[Word]) -> list[Word]:
    words = strip(_without_agent(_without_comparison(left)), "ATC了、", "ATCP了")
    if len(words) > 2 and words[-1].tag == "的" and words[-2].tag == "T":  # 是上年的1.6倍
        words = strip(words[:-1], "", "AT")
    if len(words) > 2 and words[0].text == "为" and words[-1].tag in "DHG":  # 为经营主体减负超3000亿元
        words = words[1:]
    while words and words[0].tag == "P":
        verb = next((i for i, w in enumerate(words) if w.tag in "DHL"), None)
        words = words[1:] if verb is None or words[0].text in ("为", "对", "给", "向", "与", "将") else words[verb:]
        words = strip(words, "ATC了、", "ATCP了")
    return words


def _without_agent(words: list[Word]) -> list[Word]:
    """我局共|排查重大隐患: behind 共, a verb with its object governs."""
    for i, word in enumerate(words[:-2]):
        verb, noun = words[i + 1 : i + 3]
        if word.text in _CLASSES["sum"] and f"{verb.tag}{noun.tag}" in ("GN", "GQ", "DN", "DQ", "DG"):
            return words[i + 1 :]
    return words


def _without_comparison(words: list[Word]) -> list[Word]:
    """Drop 比1949年, 较上年 before a verb."""
    if not any(word.tag in "PA" for word in words):
        return words
    kept: list[Word] = []
    skipping = False
    last = max((at for at, word in enumerate(words) if word.tag in VERBS), default=0)
    for at, word in enumerate(words):
        if word.tag in "PA" and word.text in ("比", "较", "相比", "同"):
            skipping = True
        elif skipping and word.tag in (VERBS if at >= last else "DHL"):  # 较全市人均支出|低12元
            skipping = False
        if not skipping:
            kept.append(word)
    return kept or words


# ---------------------------------------------------------------- the rules


def elided(c: Context) -> Reading | None:
    """、3.9亿元 and 累计14个: nothing of its own, so all comes from the figure before."""
    if c.before and c.family == "share" and [word.tag for word in c.left] == ["的"]:  # 完成任务数8亿元的91%
        return Reading(c.before.subject, c.before.action, "elided")
    if c.core:
        return None
    if any(word.text in ("比", "较", "相比") for word in c.left):  # 较上年的300户: only compared with
        return Reading(c.known, NONE, "compared with")
    if not c.before or c.counted(True):
        return None
    part = any(word.text in _PART_WORDS for word in c.left) and c.right and c.right[0].tag == "D"  # 其中3门入选精品课
    alone = not c.left and not c.listed  # 1万余人实现了饮水安全; 8个竣工、3个投产, but 、7个提档升级村
    alone = alone or (all(word.tag in "、C" for word in c.left) and all(word.tag in "DGA了" for word in c.right))
    if alone and c.right and c.right[0].tag == "D":
        return Reading(c.before.subject, verb_span(c.right, 0), "elided")
    if part or (c.right and c.right[0].tag == "H"):
        return Reading(c.before.subject, (c.right[0].start, c.right[0].stop), "elided")
    return Reading(c.before.subject, c.before.action if c.listed or not c.left else NONE, "elided")


def from_to(c: Context) -> Reading | None:
    """由1680元提到2760元, 从67%提高到73%: the verb stands behind the first figure."""
    left = strip(c.left, "", "AT的")
    if not left or left[-1].text not in ("从", "由", "自"):
        return None
    verb = next((word for word in c.right if word.tag in "HDL"), None)
    noun = indicator(_core(left[:-1]))
    subject = span(noun) if noun else (c.known if c.listed else c.topic)
    return Reading(subject, (verb.start, verb.stop) if verb else NONE, "from … to")


def for_whom(c: Context) -> Reading | None:
    """为822户高龄独居老人安装报警器 · 对192家建筑工程进行备案监管: the verb stands behind those it is done for."""
    near = bool(c.left) and c.left[-1].text in ("为", "对", "给", "向", "将", "把")
    far = bool(c.left) and c.left[-1].tag in "N的" and any(word.text in ("对", "将", "把") for word in c.left)
    if not near and not far:
        return None
    verbs = [i for i, word in enumerate(c.right) if word.tag in "DH"]
    verbs = verbs or [i for i, word in enumerate(c.right) if i and word.tag == "G" and c.right[i - 1].tag in "NA"]
    noun = noun_phrase(c.right[: verbs[0]]) if verbs else []
    return Reading(span(noun), _full_verb(c.right, verbs[0]), "for whom") if noun else None


def _full_verb(words: list[Word], at: int) -> Span:
    """进行备案监管: behind a verb without meaning of its own the verbal noun is the action."""
    gerunds = [i for i in range(at + 1, len(words)) if words[i].tag == "G"]
    if words[at].text not in _CLASSES["empty"] or not gerunds:
        return words[at].start, words[at].stop
    first = gerunds[-1]
    while words[first - 1].tag == "G" and words[first - 1].stop == words[first].start:
        first -= 1
    return words[first].start, words[gerunds[-1]].stop


def gerund_governs(c: Context) -> Reading | None:
    """利用闲置空间建设2.5万个停车位: a verbal noun right before the figure, and a counted noun behind."""
    if not c.core or c.core[-1].tag != "G" or c.behind_etc or not c.is_count:
        return None
    behind = c.counted(True)
    if not behind:
        return None
    action = verb_span(c.core, len(c.core) - 1)
    if c.core[0].tag in "DH" and c.core[0].start < action[0] and behind[-1].text.endswith(_CLASSES["measure"]):
        action = verb_span(c.core, 0)  # 实施促进就业发展20条措施
    return Reading(span(behind), action, "verb, figure, noun")


def sum_before(c: Context) -> Reading | None:
    """完成业委会组建共21家: what only sums up gives way to the verb before it."""
    if not c.core or c.core[-1].text not in _CLASSES["sum"] or not any(word.tag in "DHL" for word in c.core[:-1]):
        return None
    return read(replace(c, left=c.core[:-1], core=_core(c.core[:-1])))


def _without_sum(words: list[Word]) -> list[Word]:
    """粮食产量前三年共|增加: what only sums up is no part of the noun."""
    summed = len(words) > 1 and words[-1].text in _CLASSES["sum"]
    return strip(words[:-1], "", _LOOSE) if summed else words


def verb_before(c: Context) -> Reading | None:
    """新增142人 · 安置率达100% · 生猪出栏10.6万头 · 新建3个充电场所: a verb right before the figure."""
    if not c.core or c.core[-1].tag not in "DHL" or c.behind_etc:
        return None
    verb = c.core[-1]
    received = len(c.core) > 2 and verb.tag == "D" and c.core[0].text in ("获", "受", "获得", "得到")
    if received and c.core[1].tag == "N":  # 获省领导|批示9篇
        return Reading(span([verb]), span(c.core[:1]), "received")
    action = verb_span(c.core, len(c.core) - 1)
    without = verb.text == "连续" and c.right and c.right[0].text.startswith(("未发生", "没有发生", "无"))
    if without and (absent := noun_behind(c.right[1:], True)):  # 连续三年未发生火灾
        return Reading(span(absent), action, "absent")
    behind = c.counted(not verb.text.endswith(PIVOTS))
    if behind:
        later = c.verb_behind(behind)
        weak = verb.text in ("有", "共有", "共", "是", "为") and later != NONE  # 每年有上千万农村人口转移到城镇
        return Reading(span(behind), later if weak else action, "verb, figure, noun")
    before = _without_sum(strip([word for word in c.core if word.stop <= action[0]], "ATC了、", _LOOSE))
    if verb.text in ("有", "共有") and c.right and c.right[0].tag in "DH":  # 有两项入选省重点
        action = (c.right[0].start, c.right[0].stop)
    noun = indicator(before) if verb.tag in "HL" else tail_noun(before)
    noun = cut_word(noun, _than) if verb.text in ("高", "低") else noun
    if any(word.text == "占" for word in before[1:]):  # 绿电占发电量的比重: the whole is its name
        noun = strip(last_item(before), "ATC")
    if noun:
        return Reading(span(noun), action, "noun, verb, figure")
    return Reading(c.known if verb.tag in "HL" or c.topic == NONE else c.topic, action, "verb, figure")


_than = re.compile("(?<=..)比")  # 增速|比城镇居民高两个百分点


def gerund_before(c: Context) -> Reading | None:
    """带动就业2519人 · 高校毕业生就业创业1943人 · 宣讲5次: a verbal noun right before the figure."""
    core = c.core
    if not core or core[-1].tag != "G" or c.behind_etc or c.counted(True):
        return None
    verbs = [i for i, word in enumerate(core[:-1]) if word.tag in "DHL"]
    if verbs and verbs[-1] == len(core) - 2 and core[-2].text.endswith(COMMANDERS):  # 责令整改21家
        return Reading(c.known if c.known != NONE else c.topic, (core[-2].start, core[-1].stop), "verb, figure")
    if verbs:
        at = verbs[0] if core[verbs[0]].text in _CLASSES["result"] else verbs[-1]  # 实现城镇新增就业26万人
        whole = indicator(strip(core[:at], "", "ATC")) if core[at].text in _CLASSES["result"] else []
        acted = c.is_count and c.family != "money" and at == len(core) - 2
        if acted and whole and not whole[-1].text.endswith(_PERSONS):  # 绿肥年内完成播种800亩
            return Reading(span(whole), span(core[at:]), "noun, verb, verbal noun, figure")
        named = (
            at > 0 and core[at].text == "新增" and core[at - 1].text.endswith(("城镇", "城乡"))
        )  # 城镇新增就业 is a name
        again = core[at].text in _CLASSES["result"] and at == len(core) - 2 and c.family in _COUNTED
        if again and c.before and c.before.family == c.family:  # 排查排污口563个,完成整治491个
            return Reading(c.before.subject, span(core[at:]), "verb, figure")
        return Reading(
            span(noun_phrase(core[0 if named else at + 1 :])), verb_span(core, at), "verb, verbal noun, figure"
        )
    first = len(core) - 1
    while first and core[first - 1].tag == "G" and core[first - 1].stop == core[first].start:
        first -= 1
    done = first > 1 and core[first - 1].tag == "A" and indicator(strip(core[: first - 1], "", _LOOSE))
    if done and c.is_count:  # 消费券先发行300万元, 业务线上办理320件
        return Reading(span(done), span(core[first:]), "noun, adverb, verb, figure")
    noun = noun_phrase(last_item(core[:first]))
    return _gerund_in_list(c, noun, first) or _gerund_itself(c, noun, first)


def _gerund_in_list(c: Context, noun: list[Word], first: int) -> Reading | None:
    """办理结婚登记…、离婚登记986对 goes on with the verb of the list; 完工16台、签约16台 has its own."""
    if not c.listed or not c.before:
        return None
    if noun and c.before.action != NONE:
        return Reading(span(noun_phrase(c.core)), c.before.action, "verbal noun in a list")
    if not noun and len(c.core) > 1:
        return Reading(span(c.core), c.before.action, "verbal noun in a list")
    return None if noun else Reading(c.before.subject, (c.core[first].start, c.core[-1].stop), "verb, figure")


def _gerund_itself(c: Context, noun: list[Word], first: int) -> Reading:
    core, last = c.core, c.core[-1]
    if first and core[first - 1].tag == "Q":  # 各类学习50场次: a noun
        return Reading(span(noun_phrase(core)), NONE, "quantifier, verbal noun")
    action = (core[first].start, last.stop)
    alone = len(core) == 1 and c.family in _COUNTED and (not c.before or c.before.family == c.family)
    alone = alone or (len(core) == 1 and len(c.left) > 1 and c.left[-2].text == "先")  # 今年先发行10亿元
    if alone and c.topic != NONE and last.text not in _CLASSES["indicator"]:  # 排查隐患516处，整改509处
        return Reading(c.topic, action, "verb, figure")
    if noun and c.family == "money" and noun[-1].text.endswith("均"):  # 亩均投资2400元
        return Reading(span(noun_phrase(core)), NONE, "indicator")
    if noun and c.family == "money" and last.text in _CLASSES["spent"]:  # 上下水改造投入130万元
        return Reading(span(noun_phrase(core[:-1])), (last.start, last.stop), "spent on")
    if len(c.left) < 3 and len(core) == 1 and c.family == "money" and last.text in _CLASSES["outlay"]:
        return _spent(c)
    if last.text in _CLASSES["indicator"]:  # 一般公共预算支出5亿元 is named, not done; 支出 alone is the topic's
        return Reading(c.topic if len(core) == 1 and c.topic != NONE else span(noun_phrase(core)), NONE, "indicator")
    if noun and noun[-1].text.endswith(_PERSONS) and c.family in ("person", "household", "count", "organisation"):
        return Reading(span(noun), action, "persons, verbal noun, figure")
    return Reading(span(noun_phrase(core)), action, "verbal noun, figure")


def _spent(c: Context) -> Reading:
    """投入80万元用于管网维修; else for the topic, or for what ``_spent_ahead`` finds behind."""
    used = bool(c.right) and c.right[0].text == "用于"
    noun = noun_behind(c.right[1:], True) if used else _worked_on(c.right)
    known = c.known if c.known != NONE else span(c.core)
    return Reading(span(noun) if noun else known, span(c.core), SPENT_HERE if noun else SPENT)


def _worked_on(words: list[Word]) -> list[Word]:
    """对老桥进行加固 → 老桥 · 在镇区开展路面维修 → 路面维修; empty where nothing is done."""
    verb = next((i for i, word in enumerate(words) if word.tag in "DG"), None)
    if verb is None:
        return []
    whom = verb and words[0].text in ("对", "给", "为")
    noun = noun_phrase(words[1:verb]) if whom else _topic(words)
    return noun if any(word.tag == "N" for word in noun) else []


def share_of(c: Context) -> Reading | None:
    """高新技术产业产值占规上工业比重超过50%: the share is of what stands before 占."""
    words = [word.text for word in c.core]
    if "占" not in words or c.core[-1].tag in VERBS or c.counted(True):
        return None
    at = words.index("占")
    owner = span(indicator(strip(c.core[:at], "", "ATC"))) if at else c.known
    return Reading(owner, (c.core[at].start, c.core[at].stop), "share of a whole")


def share_of_target(c: Context) -> Reading | None:
    """投资完成年度目标的105%, 为年度任务的113%: the share is that of what stands before, or of the topic."""
    core = strip(c.core, "", "的")
    verb = next((i for i, word in enumerate(core) if word.tag in "DHL"), None)
    if c.family != "share" or verb is None or not core[-1].text.endswith(_CLASSES["target"]) or c.core[-1].tag != "的":
        return None
    owner = span(indicator(strip(core[:verb], "", "ATC"))) if verb else c.known
    return Reading(owner, verb_span(c.core, verb), "share of a target") if owner != NONE else None


def compared(c: Context) -> Reading | None:
    """增速高于全市平均水平1.2个百分点: what is compared stands before the verb, or is the topic."""
    verb = next((i for i, word in enumerate(c.core) if word.text in _CLASSES["comparing"]), None)
    if verb is None or verb == len(c.core) - 1 or c.is_count:
        return None
    owner = span(indicator(strip(c.core[:verb], "", "ATC"))) if verb else c.known
    return Reading(owner, span([c.core[verb]]), "compared") if owner != NONE else None


def headless(c: Context) -> Reading | None:
    """符合条件的29人全部安置: those of the topic to whom the clause before 的 applies."""
    relative = len(c.left) > 1 and c.left[-1].tag == "的" and any(word.tag in "DHL" for word in c.left)
    if not relative or c.family not in (*_COUNTED, "person") or c.known == NONE or c.counted(False):
        return None
    action = c.verb_behind([])
    return Reading(c.known, action, "headless") if action != NONE else None


def noun_before(c: Context) -> Reading | None:
    """举办各类活动600余场 · 外资1017万美元 · 省级12个: a noun right before the figure, or behind it."""
    if not c.core:
        return None
    action = _governor(c)
    pivot = any(word.tag in "DHL" and word.text.endswith(PIVOTS) for word in c.core)
    behind = c.counted(action != NONE and not pivot)
    own = c.core if action != NONE and c.core[0].tag != "G" else _object_of(c)
    phrase = behind or last_item(tail_noun(own))
    if not phrase:
        return None
    if not behind and phrase[-1].text in _CLASSES["pace"] and len(phrase) == 1:  # 达到3万元、同比增幅15%
        return Reading(c.known, NONE, "pace of the topic")
    handed = c.is_count and not behind and phrase[-1].text.endswith(_CLASSES["body"]) and c.family != "organisation"
    if handed and any(word.text in _CLASSES["handing"] for word in c.core):  # 移送公安机关6件
        return Reading(c.known, action, "handed over")
    if action != NONE and not behind and _whereto.match(phrase[0].text):  # 安置到企业28名: where to, not whom
        return Reading(c.known, action, "moved to")
    if action == NONE:
        action = _later_action(c, behind)
        level = not behind and len(phrase[-1].text) < 5 and phrase[-1].text.endswith("级")
        if level and c.topic != NONE:  # 申报并通过的人才项目，国家级4个、省级12个
            return Reading(
                c.known if c.listed else c.topic, c.topic_verb if action == NONE else action, "level of the topic"
            )
    return Reading(span(phrase), action, "noun behind" if behind else "verb, noun, figure")


def _governor(c: Context) -> Span:
    """The verb that governs the noun: the last behind the last 的, else the first (领办居民反映的事项)."""
    core = c.core
    cut = max((i for i, word in enumerate(core) if word.tag == "的"), default=-1)
    verbs = [i for i, word in enumerate(core) if word.tag in "DHL" or (word.tag == "G" and _acts(c, i))]
    if not verbs:
        return NONE
    if c.behind_etc:  # 滨河路延伸、城北路改扩建等8个项目: what heads no object is a member of the list
        verbs = [i for i in verbs if i + 1 < len(core) and core[i + 1].tag not in "、C"][:1]
        if not verbs:
            return NONE
    later = [i for i in verbs if i > cut]
    at = later[-1] if later else verbs[0]
    start, stop = verb_span(core, at)
    if core[at].text.endswith(COMMANDERS) and at + 2 < len(core) and core[at + 1].tag == "G":  # 督促整改安全隐患2980处
        stop = core[at + 1].stop
    return start, stop


def _acts(c: Context, at: int) -> bool:
    """A verbal noun acts before 的 (法人登记的福利院) and at the head of a clause (服务群众3.4万人次)."""
    return (at + 1 < len(c.core) and c.core[at + 1].tag == "的") or (at == 0 and _object_of(c) is not c.core)


def _object_of(c: Context) -> list[Word]:
    """服务群众3.4万人次 → 群众; but 培训项目30个 is a noun, save in a list of verbs."""
    core = c.core
    if c.family in ("share", "money", "points") and core[-1].text.endswith(_CLASSES["indicated"]):  # 督导完成率
        return core
    if len(core) < 2 or core[0].tag != "G" or core[1].tag not in "NQG" or core[-1].tag != "N" or len(core[1].text) < 2:
        return core
    if core[0].text == "投入" and core[-1].text.endswith(("资金", "经费")):
        return core[1:]
    in_list = bool(c.listed and c.before and c.before.rule == "verb, noun, figure") or core[0].text == "投入"
    return core[1:] if in_list == core[1].text.startswith(HEADS) else core


def _later_action(c: Context, behind: list[Word]) -> Span:
    """Without a verb before: the verb behind (市级任务100%完成), else that of the list which the figure goes on."""
    leads = bool(c.right) and c.right[0].text in ("另", "另外", "并")  # 特困家庭243户另发救助金12万元
    later = c.verb_behind(behind) if behind or (c.right and c.right[0].tag in "ADHG" and not leads) else NONE
    if later != NONE or behind or not c.before:
        return later
    attribute = c.left[-1].text.endswith(_CLASSES["attribute"])  # 面积, 金额: of something else
    parallel = c.before.family == c.family and c.is_count and c.before.rule in _LISTING and not attribute
    return c.before.action if c.listed or parallel or c.left[0].tag == "的" else NONE


_whereto = re.compile("到(?![位期账岗达])")


def only_behind(c: Context) -> Reading | None:
    """17个党支部换届到位 · 80％的中小学纳入教联体: only a noun behind the figure."""
    phrase = c.counted(False)
    if not phrase:
        return None
    action = c.verb_behind(phrase)
    alone = len(phrase) > 1 and phrase[-1].tag == "G" and phrase[-2].tag == "N" and c.right[-1] == phrase[-1]
    if alone and action == NONE and not c.listed and c.family == "person":  # 318名退役军人|签约
        return Reading(span(noun_phrase(phrase[:-1])), span(phrase[-1:]), "figure, noun, verbal noun")
    rest = [word for word in c.right if word.start >= phrase[-1].stop]
    if action == NONE and c.listed and c.before and (not rest or rest[0].tag == "、"):
        action = c.before.action
    return Reading(span(phrase), action, "figure, noun")


def left_over(c: Context) -> Reading:
    """Nothing around it: the topic of the sentence, with the verb that follows."""
    return Reading(c.known, c.verb_behind([]), TOPIC)


RULES: tuple[Callable[[Context], Reading | None], ...] = (
    elided,
    from_to,
    for_whom,
    gerund_governs,
    sum_before,
    verb_before,
    gerund_before,
    share_of,
    share_of_target,
    compared,
    headless,
    noun_before,
    only_behind,
    left_over,
)


def read(context: Context) -> Reading:
    """The reading of the first rule that answers; ``left_over`` always does."""
    for rule in RULES[:-1]:
        if reading := rule(context):
            return reading
    return left_over(context)


# ---------------------------------------------------------------- a sentence: clause by clause, figure by figure


def read_sentence(words: Sequence[Word], families: dict[int, str], topic: Span = NONE) -> dict[int, Reading]:
    """Mention start → reading, for every figure of one sentence; ``topic`` is what the sentence before ended on."""
    told: list[tuple[Clause, list[Reading]]] = []
    before: Reading | None = None
    same: dict[str, Reading] = {}
    verb = NONE
    passed: list[list[Word]] = []  # clauses without a figure since the last one with
    readings: list[Reading] = []
    earlier: list[Reading] = []
    for clause in split_clauses(words):
        if not clause.groups:
            passed.append(clause.words)
            told.append((clause, []))
            continue
        topic, verb = _told(passed, topic, verb)
        if before and passed and _names_topic(passed[-1], topic):
            before = before._replace(subject=topic)
        passed.clear()
        earlier, readings = [*earlier[-8:], *readings], []
        for n in range(len(clause.groups)):
            context = _context(clause, n, families, before, (topic, verb))
            if any(word.text in _PART_WORDS for word in context.left[:2]):  # part of the last figure of its kind
                context.before = same.get(context.family, before)
            before = same[context.family] = read(context)._replace(family=context.family)
            topic = before.subject if before.subject != NONE else topic
            readings.append(before)
        readings = _deal_out(clause, _share_back(readings), earlier)
        before = readings[-1]
        topic = before.subject if before.subject != NONE else topic
        told.append((clause, readings))
    _spent_ahead(told)
    return _by_start(told, families)


def _by_start(told: list[tuple[Clause, list[Reading]]], families: dict[int, str]) -> dict[int, Reading]:
    """Mention start → reading; figures that touch share one."""
    out: dict[int, Reading] = {}
    for clause, readings in told:
        for group, reading in zip(clause.groups, readings, strict=True):
            starts = [clause.words[i].start for i in group]
            out |= {start: _shared(reading, families[starts[0]], families[start]) for start in starts}
    return out


def _spent_ahead(told: list[tuple[Clause, list[Reading]]]) -> None:
    """投资90万元，新建泵站一座: a sum that opens a sentence went into what is done right behind it."""
    for (clause, readings), (after, following) in pairwise([*told, (_NOTHING, [])]):
        if not readings or readings[0].rule not in (SPENT, SPENT_HERE):
            continue
        subject = NONE
        if len(readings) > 1:
            subject = _done_to(readings[1])
        elif clause.opens and readings[0].rule == SPENT:
            subject = _done_to(following[0]) if following else span(_worked_on(after.words))
        if subject != NONE:
            readings[0] = readings[0]._replace(subject=subject)


def _done_to(reading: Reading) -> Span:
    """The subject of a figure that tells what was done, not what it cost or by how much it grew."""
    return reading.subject if reading.rule in _DOING and reading.family != "money" else NONE


_NOTHING = Clause([], inside=False, opens=False)
_DOING = ("verb, figure, noun", "verb, noun, figure", "noun behind", "for whom", "verb, verbal noun, figure")


def _shared(reading: Reading, first: str, family: str) -> Reading:
    """Figures that touch share a reading: 23处|38个公园; but 连续3年|超过2万人, a stretch of time keeps its verb."""
    return reading._replace(action=NONE) if first == "time" != family else reading


def _told(clauses: list[list[Word]], topic: Span, verb: Span) -> tuple[Span, Span]:
    """The topic and verb that clauses without a figure leave to the next: those of the last that names a thing."""
    if clauses:
        verb = next((span([word]) for word in reversed(clauses[-1]) if word.tag in "DH"), NONE)
    for words in reversed(clauses):
        noun = _topic(words)
        if noun and noun[-1].stop - noun[0].start > 1:
            return span(noun), verb
    return topic, verb


def _names_topic(words: list[Word], topic: Span) -> bool:
    """Whether a clause opens with the topic: 居民的存款，全县平均每人达到3万元; but 扣除价格因素，实际增长5%."""
    named = [word for word in words if word.stop <= topic[1]]
    if not named or topic[0] < words[0].start:
        return False
    lead = [word.tag for word in named if word.stop <= topic[0]]
    if lead[-1:] == ["的"] and named[-1] == words[-1]:  # 向山区运送的化肥，增加60吨
        return True
    return all(word.tag in "NGQ的、CAT" for word in named)


def _topic(words: list[Word]) -> list[Word]:
    """What a clause without a figure is about: 提速推进既有多层住宅加梯工作 · 老旧小区改造稳步推进 · 整治违法停车."""
    core = _core(strip(words, tail="、"))
    before = strip(core, "", "DHA")
    if core and core[0].tag in "DH" and core[-1].tag == "D":  # 加快推进电梯加装: the last verb is pushed on
        return noun_phrase(core[next((i for i, word in enumerate(core) if word.tag not in "DHA"), 0) :])
    core = before if before and before[-1].tag in "NG" else core
    heads = len(core) > 1 and core[0].tag == "G" and core[1].tag in "NG"
    return tail_noun(core[1:] if heads else core)


def _context(
    clause: Clause, n: int, families: dict[int, str], before: Reading | None, topic: tuple[Span, Span]
) -> Context:
    words, group = clause.words, clause.groups[n]
    start = clause.groups[n - 1][-1] + 1 if n else 0
    stop = clause.groups[n + 1][0] if n + 1 < len(clause.groups) else len(words)
    left, right = words[start : group[0]], words[group[-1] + 1 : stop]
    if n:  # what follows the figure before it, up to 、, is that figure's
        left = left[next((i for i, word in enumerate(left) if word.tag in "、C"), 0) :]
    if stop < len(words):  # and what leads to the next figure is the next one's
        alike = words[stop].text[-1] == words[group[-1]].text[-1]  # 6条街巷和9条支路
        right = right[
            : next((i for i, w in enumerate(right) if i and (w.tag == "、" or (alike and w.tag == "C"))), None)
        ]
    goes_on = n > 0 and not any(word.tag in VERBS for word in left)  # 新开工2个小区10.2万平方米
    within = clause.inside or any(word.text == "其中" for word in left[:2])
    listed = goes_on or within or bool(n and left[0].tag in "、C")
    return Context(left, right, families.get(words[group[-1]].start, ""), listed, before, *topic, _core(left))


def _share_back(readings: list[Reading]) -> list[Reading]:
    """4个国控断面、7个省控断面全部达标: the verb behind the last of a list is that of all."""
    shared = readings[-1:]
    for reading in reversed(readings[:-1]):
        alike = reading.rule == shared[0].rule == "figure, noun" and reading.action == NONE
        shared.insert(0, reading._replace(action=shared[0].action) if alike else reading)
    return shared


def _deal_out(clause: Clause, readings: list[Reading], earlier: list[Reading]) -> list[Reading]:
    """Lists under 分别: 能源、旅游投资分别增长5%、8% gives each figure the member in its place."""
    mark = next((i for i, word in enumerate(clause.words) if word.text.startswith("分别")), None)
    if mark is None:
        return readings
    following = [n for n, group in enumerate(clause.groups) if group[0] > mark]
    items = [noun_phrase(item) or item for item in _items(_core(strip(clause.words[:mark], "ATCP", "ATCP")))]
    # 刑事警情827起、治安警情3914起，分别下降15.1%、9.8%: the list is that of the clause before
    subjects = [span(item) for item in items if item] or _named_last(earlier, len(following))
    if any(stop - start < 2 for start, stop in subjects):  # 一、二、三产业增加值 is one indicator
        return readings
    if len(subjects) != len(following) or len(subjects) < 2:
        return readings
    action = readings[following[0]].action
    for subject, n in zip(subjects, following, strict=True):
        readings[n] = readings[n]._replace(subject=subject, action=action, rule="dealt out under 分别")
    return readings


def _named_last(earlier: list[Reading], many: int) -> list[Span]:
    """The last things named, over the clauses before: 案件512件，罚没款687万元，同比分别增长18%、26%."""
    named = dict.fromkeys(reading.subject for reading in reversed(earlier))
    return list(named)[:many][::-1]


def _items(words: list[Word]) -> Iterator[list[Word]]:
    """The members of a list under 、和与及; a verb that heads one is not part of it."""
    item: list[Word] = []
    for word in words:
        if word.tag == "、" or (word.tag == "C" and word.text != "等"):
            yield item
            item = []
        elif word.tag == "U":  # 6条街区、8个市场营业收入分别增长5%、4%
            item = []
        elif item or word.tag not in "DH":
            item.append(word)
    yield item


# ---------------------------------------------------------------- from the ledger to figures


def read_figures(
    text: str, found: Sequence[Found], sections: Sequence[Section], sentences: Sequence[Sentence]
) -> tuple[Figure, ...]:
    """All statistics of a text as figures ``f001 …``; ``found`` is what ``find_numerals`` gave.

    The columns of comparison are still empty: ``comparisons`` reads them, from figure to figure.

    >>> from xinhua_analysis.numerals import find_numerals
    >>> text = "举办各类活动600余场。"
    >>> figure, = read_figures(text, find_numerals(text), (), [Sentence("s0-01", 0, 11, text, "body", "s0")])
    >>> figure.action, figure.subject, figure.value, figure.unit, figure.bound, figure.stage
    ('举办', '各类活动', Decimal('600'), '场', 'at_least', 'completed')
    """
    return tuple(figure for figure, _ in trace_figures(text, found, sections, sentences))


def trace_figures(
    text: str, found: Sequence[Found], sections: Sequence[Section], sentences: Sequence[Sentence]
) -> Iterator[tuple[Figure, str]]:
    """Every figure with the name of the rule that read its subject and action."""
    number = 0
    plans = planned_sections(sections)
    topic, section, at = NONE, "", 0
    for sentence in sentences:
        inside, at = _within(found, at, sentence)
        topic, section = (topic if section == sentence.section_id else NONE), sentence.section_id
        counted = {item.start: item.quantity for item in inside if item.quantity}
        if not counted:
            continue
        begin, end = _reach(text, sentence, list(counted.values()))
        words = tag_words(text, begin, end, _known(text, begin, end, inside))
        said, plan = _adverbs(words), opens_plan(sentence.text)
        families = {start: _family(quantity) for start, quantity in counted.items()}
        readings = read_sentence(words, families, topic)
        for start, quantity in counted.items():
            number += 1
            reading = readings[start]
            topic = reading.subject if reading.subject != NONE else topic
            stage = "planned" if section in plans else said_stage(said[start])
            stage = "planned" if plan and stage != "completed" else stage  # 计划完工6台，已完工2台
            stage = stage if stage == "planned" or reading.action != NONE else ""
            stage = stage or stage_at(text, *reading.action, families[start] not in MEASURES)
            yield _figure(text, sentence, quantity, reading, (f"f{number:03d}", families[start], stage)), reading.rule


_stop = re.compile(f"[{STOPS}]")


def _reach(text: str, sentence: Sentence, counted: Sequence[Quantity]) -> tuple[int, int]:
    """What of a sentence must be read: from the clause before the first figure to the end of the last one's clause."""
    stops = [mark.end() for mark in _stop.finditer(text, sentence.start, counted[0].start)]
    end = _stop.search(text, counted[-1].stop, sentence.stop)
    return stops[-2] if len(stops) > 1 else sentence.start, end.end() if end else sentence.stop


def _within(found: Sequence[Found], at: int, sentence: Sentence) -> tuple[list[Found], int]:
    """The numerals of a sentence, and where those of the next one start."""
    inside = []
    while at < len(found) and found[at].start < sentence.stop:
        if found[at].start >= sentence.start:
            inside.append(found[at])
        at += 1
    return inside, at


def _adverbs(words: Sequence[Word]) -> dict[int, list[str]]:
    """For each figure the adverbs and words of time before it in its clause."""
    said: list[str] = []
    found: dict[int, list[str]] = {}
    last = -1
    for word in words:
        if word.tag in STOPS or (word.tag in VERBS and said and said is found.get(last)):
            said = []  # 已完工10台、在建6台: a verb behind a figure has adverbs of its own
        elif word.tag in "AT":
            said = [*said[-7:], word.text]
        elif word.tag == "U":
            found[word.start] = said
            last = word.start
    return found


_quotation = re.compile(r"“[^“”\n]{1,60}”|《[^《》\n]{1,60}》")


def _known(text: str, start: int, stop: int, inside: Sequence[Found]) -> list[tuple[int, int, str]]:
    """What is tagged beforehand: the numerals, and each quotation without a figure as one noun (“一年基本恢复”)."""
    marks = [_mark(text, item) for item in inside if start <= item.start < stop]
    quotes = [_quoted(text, match) for match in _quotation.finditer(text, start, stop)]
    quotes = _clear_of(quotes, [mark for mark in marks if mark[2] == "U"])
    return sorted(quotes + _clear_of(marks, quotes))


def _quoted(text: str, match: re.Match[str]) -> tuple[int, int, str]:
    """A quotation is a noun; “八一”期间 is a time."""
    time = next((word for word in ("期间", "前后", "前夕") if text.startswith(word, match.end())), "")
    return match.start(), match.end() + len(time), "T" if time else "N"


def _clear_of(marks: list[tuple[int, int, str]], others: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The marks that overlap none of the others, which stand in order and apart."""
    starts = [start for start, _, _ in others]
    last_before = (bisect_left(starts, stop) - 1 for _, stop, _ in marks)
    return [mark for mark, at in zip(marks, last_before, strict=True) if at < 0 or others[at][1] <= mark[0]]


def _mark(text: str, found: Found) -> tuple[int, int, str]:
    """The tag of a numeral among the words; an item's number takes its 是 or its point with it."""
    if found.quantity:
        return found.start, found.stop, "U"
    if "list" in found.reason or "heading" in found.reason:
        start = found.start - (text[found.start - 1 : found.start] in tuple("（("))  # （一）力争
        return start, found.stop + (text[found.stop : found.stop + 1] in tuple("是、.．）)")), "T"
    return found.start, found.stop, "T" if found.kind == "date" else "N"


def _family(quantity: Quantity) -> str:
    unit = quantity.unit
    unit = unit if unit in _UNIT_FAMILIES else unit.partition("（")[0].partition("(")[0].partition("/")[0]
    return _UNIT_FAMILIES.get(unit, "other" if unit else "none")


def _figure(text: str, sentence: Sentence, q: Quantity, reading: Reading, own: tuple[str, str, str]) -> Figure:
    (a, b), (c, d) = worded(text, reading.subject), worded(text, reading.action)
    return Figure(
        id=own[0],
        start=q.start,
        stop=q.stop,
        text=text[q.start : q.stop],
        number_text=q.number_text,
        unit_text=q.unit_text,
        value=q.value,
        high=q.high,
        unit=q.unit,
        unit_family=own[1],
        bound=q.bound,
        subject=text[a:b],
        subject_start=a if b else None,
        subject_stop=b if b else None,
        action=text[c:d],
        action_start=c if d else None,
        action_stop=d if d else None,
        stage=own[2],
        direction="",
        compared_with="",
        compared_with_start=None,
        compared_with_stop=None,
        share_of="",
        share_of_start=None,
        share_of_stop=None,
        section_id=sentence.section_id,
        sentence_id=sentence.id,
    )
