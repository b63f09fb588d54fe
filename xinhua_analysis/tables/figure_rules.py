"""The rules that read what a figure counts and what was done to it.

Four shapes carry nearly all figures of the genre: 新建3个充电场所 (verb, figure, noun) · 举办活动600余场 (verb, noun,
figure) · 安置率达100% (noun, verb, figure) · 外资1017万美元 (noun, figure); and a figure that lacks one of the parts
takes it from the figure or clause before it. The rules stand in order in ``RULES``: to add one, write a function of a
``Context`` and give it a place there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from ..language.phrases import (
    COMMANDERS,
    PIVOTS,
    cut_word,
    indicator,
    last_item,
    noun_behind,
    noun_phrase,
    span,
    strip,
    tail_noun,
    verb_span,
)
from ..language.tagging import HEADS, NONE, VERB_TAGS, Span, Word
from .figure_context import (
    CLASSES,
    COUNTED,
    LOOSE,
    PART_WORDS,
    PERSON_WORDS,
    Context,
    FigureReading,
    core_of,
    worked_on,
)

SPENT = "spent"  # 投资100万元, and nothing beside it in the clause
SPENT_HERE = "spent on what follows"
TOPIC = "topic"  # the rule of the last resort
_LISTING = ("verb, noun, figure", "noun, verb, figure", "verb, figure, noun")


# ---------------------------------------------------------------- the rules


def elided(c: Context) -> FigureReading | None:
    """、3.9亿元 and 累计14个: nothing of its own, so all comes from the figure before."""
    if c.before and c.family == "share" and [word.tag for word in c.left] == ["的"]:  # 完成任务数8亿元的91%
        return FigureReading(c.before.subject, c.before.action, "elided")
    if c.core:
        return None
    if any(word.text in ("比", "较", "相比") for word in c.left):  # 较上年的300户: only compared with
        return FigureReading(c.known, NONE, "compared with")
    if not c.before or c.counted(True):
        return None
    part = any(word.text in PART_WORDS for word in c.left) and c.right and c.right[0].tag == "D"  # 其中3门入选精品课
    alone = not c.left and not c.listed  # 1万余人实现了饮水安全; 8个竣工、3个投产, but 、7个提档升级村
    alone = alone or (all(word.tag in "、C" for word in c.left) and all(word.tag in "DGA了" for word in c.right))
    if alone and c.right and c.right[0].tag == "D":
        return FigureReading(c.before.subject, verb_span(c.right, 0), "elided")
    if part or (c.right and c.right[0].tag == "H"):
        return FigureReading(c.before.subject, (c.right[0].start, c.right[0].stop), "elided")
    return FigureReading(c.before.subject, c.before.action if c.listed or not c.left else NONE, "elided")


def from_to(c: Context) -> FigureReading | None:
    """由1680元提到2760元, 从67%提高到73%: the verb stands behind the first figure."""
    left = strip(c.left, "", "AT的")
    if not left or left[-1].text not in ("从", "由", "自"):
        return None
    verb = next((word for word in c.right if word.tag in "HDL"), None)
    noun = indicator(core_of(left[:-1]))
    subject = span(noun) if noun else (c.known if c.listed else c.topic)
    return FigureReading(subject, (verb.start, verb.stop) if verb else NONE, "from … to")


def for_whom(c: Context) -> FigureReading | None:
    """为822户高龄独居老人安装报警器 · 对192家建筑工程进行备案监管: the verb stands behind those it is done for."""
    near = bool(c.left) and c.left[-1].text in ("为", "对", "给", "向", "将", "把")
    far = bool(c.left) and c.left[-1].tag in "N的" and any(word.text in ("对", "将", "把") for word in c.left)
    if not near and not far:
        return None
    verbs = [i for i, word in enumerate(c.right) if word.tag in "DH"]
    verbs = verbs or [i for i, word in enumerate(c.right) if i and word.tag == "G" and c.right[i - 1].tag in "NA"]
    noun = noun_phrase(c.right[: verbs[0]]) if verbs else []
    return FigureReading(span(noun), _full_verb(c.right, verbs[0]), "for whom") if noun else None


def _full_verb(words: list[Word], at: int) -> Span:
    """进行备案监管: behind a verb without meaning of its own the verbal noun is the action."""
    gerunds = [i for i in range(at + 1, len(words)) if words[i].tag == "G"]
    if words[at].text not in CLASSES["empty"] or not gerunds:
        return words[at].start, words[at].stop
    first = gerunds[-1]
    while words[first - 1].tag == "G" and words[first - 1].stop == words[first].start:
        first -= 1
    return words[first].start, words[gerunds[-1]].stop


def gerund_governs(c: Context) -> FigureReading | None:
    """利用闲置空间建设2.5万个停车位: a verbal noun right before the figure, and a counted noun behind."""
    if not c.core or c.core[-1].tag != "G" or c.behind_etc or not c.is_count:
        return None
    behind = c.counted(True)
    if not behind:
        return None
    action = verb_span(c.core, len(c.core) - 1)
    if c.core[0].tag in "DH" and c.core[0].start < action[0] and behind[-1].text.endswith(CLASSES["measure"]):
        action = verb_span(c.core, 0)  # 实施促进就业发展20条措施
    return FigureReading(span(behind), action, "verb, figure, noun")


def sum_before(c: Context) -> FigureReading | None:
    """完成业委会组建共21家: what only sums up gives way to the verb before it."""
    if not c.core or c.core[-1].text not in CLASSES["sum"] or not any(word.tag in "DHL" for word in c.core[:-1]):
        return None
    return read(replace(c, left=c.core[:-1], core=core_of(c.core[:-1])))


def _without_sum(words: list[Word]) -> list[Word]:
    """粮食产量前三年共|增加: what only sums up is no part of the noun."""
    summed = len(words) > 1 and words[-1].text in CLASSES["sum"]
    return strip(words[:-1], "", LOOSE) if summed else words


def verb_before(c: Context) -> FigureReading | None:
    """新增142人 · 安置率达100% · 生猪出栏10.6万头 · 新建3个充电场所: a verb right before the figure."""
    if not c.core or c.core[-1].tag not in "DHL" or c.behind_etc:
        return None
    verb = c.core[-1]
    received = len(c.core) > 2 and verb.tag == "D" and c.core[0].text in ("获", "受", "获得", "得到")
    if received and c.core[1].tag == "N":  # 获省领导|批示9篇
        return FigureReading(span([verb]), span(c.core[:1]), "received")
    action = verb_span(c.core, len(c.core) - 1)
    without = verb.text == "连续" and c.right and c.right[0].text.startswith(("未发生", "没有发生", "无"))
    if without and (absent := noun_behind(c.right[1:], True)):  # 连续三年未发生火灾
        return FigureReading(span(absent), action, "absent")
    behind = c.counted(not verb.text.endswith(PIVOTS))
    if behind:
        later = c.verb_behind(behind)
        weak = verb.text in ("有", "共有", "共", "是", "为") and later != NONE  # 每年有上千万农村人口转移到城镇
        return FigureReading(span(behind), later if weak else action, "verb, figure, noun")
    before = _without_sum(strip([word for word in c.core if word.stop <= action[0]], "ATC了、", LOOSE))
    if verb.text in ("有", "共有") and c.right and c.right[0].tag in "DH":  # 有两项入选省重点
        action = (c.right[0].start, c.right[0].stop)
    noun = indicator(before) if verb.tag in "HL" else tail_noun(before)
    noun = cut_word(noun, _than) if verb.text in ("高", "低") else noun
    if any(word.text == "占" for word in before[1:]):  # 绿电占发电量的比重: the whole is its name
        noun = strip(last_item(before), "ATC")
    if noun:
        return FigureReading(span(noun), action, "noun, verb, figure")
    return FigureReading(c.known if verb.tag in "HL" or c.topic == NONE else c.topic, action, "verb, figure")


_than = re.compile("(?<=..)比")  # 增速|比城镇居民高两个百分点


def gerund_before(c: Context) -> FigureReading | None:
    """带动就业2519人 · 高校毕业生就业创业1943人 · 宣讲5次: a verbal noun right before the figure."""
    core = c.core
    if not core or core[-1].tag != "G" or c.behind_etc or c.counted(True):
        return None
    verbs = [i for i, word in enumerate(core[:-1]) if word.tag in "DHL"]
    if verbs and verbs[-1] == len(core) - 2 and core[-2].text.endswith(COMMANDERS):  # 责令整改21家
        return FigureReading(c.known if c.known != NONE else c.topic, (core[-2].start, core[-1].stop), "verb, figure")
    if verbs:
        at = verbs[0] if core[verbs[0]].text in CLASSES["result"] else verbs[-1]  # 实现城镇新增就业26万人
        whole = indicator(strip(core[:at], "", "ATC")) if core[at].text in CLASSES["result"] else []
        acted = c.is_count and c.family != "money" and at == len(core) - 2
        if acted and whole and not whole[-1].text.endswith(PERSON_WORDS):  # 绿肥年内完成播种800亩
            return FigureReading(span(whole), span(core[at:]), "noun, verb, verbal noun, figure")
        named = (
            at > 0 and core[at].text == "新增" and core[at - 1].text.endswith(("城镇", "城乡"))
        )  # 城镇新增就业 is a name
        again = core[at].text in CLASSES["result"] and at == len(core) - 2 and c.family in COUNTED
        if again and c.before and c.before.family == c.family:  # 排查排污口563个,完成整治491个
            return FigureReading(c.before.subject, span(core[at:]), "verb, figure")
        return FigureReading(
            span(noun_phrase(core[0 if named else at + 1 :])), verb_span(core, at), "verb, verbal noun, figure"
        )
    first = len(core) - 1
    while first and core[first - 1].tag == "G" and core[first - 1].stop == core[first].start:
        first -= 1
    done = first > 1 and core[first - 1].tag == "A" and indicator(strip(core[: first - 1], "", LOOSE))
    if done and c.is_count:  # 消费券先发行300万元, 业务线上办理320件
        return FigureReading(span(done), span(core[first:]), "noun, adverb, verb, figure")
    noun = noun_phrase(last_item(core[:first]))
    return _gerund_in_list(c, noun, first) or _gerund_itself(c, noun, first)


def _gerund_in_list(c: Context, noun: list[Word], first: int) -> FigureReading | None:
    """办理结婚登记…、离婚登记986对 goes on with the verb of the list; 完工16台、签约16台 has its own."""
    if not c.listed or not c.before:
        return None
    if noun and c.before.action != NONE:
        return FigureReading(span(noun_phrase(c.core)), c.before.action, "verbal noun in a list")
    if not noun and len(c.core) > 1:
        return FigureReading(span(c.core), c.before.action, "verbal noun in a list")
    return None if noun else FigureReading(c.before.subject, (c.core[first].start, c.core[-1].stop), "verb, figure")


def _gerund_itself(c: Context, noun: list[Word], first: int) -> FigureReading:
    core, last = c.core, c.core[-1]
    if first and core[first - 1].tag == "Q":  # 各类学习50场次: a noun
        return FigureReading(span(noun_phrase(core)), NONE, "quantifier, verbal noun")
    action = (core[first].start, last.stop)
    alone = len(core) == 1 and c.family in COUNTED and (not c.before or c.before.family == c.family)
    alone = alone or (len(core) == 1 and len(c.left) > 1 and c.left[-2].text == "先")  # 今年先发行10亿元
    if alone and c.topic != NONE and last.text not in CLASSES["indicator"]:  # 排查隐患516处，整改509处
        return FigureReading(c.topic, action, "verb, figure")
    if noun and c.family == "money" and noun[-1].text.endswith("均"):  # 亩均投资2400元
        return FigureReading(span(noun_phrase(core)), NONE, "indicator")
    if noun and c.family == "money" and last.text in CLASSES["spent"]:  # 上下水改造投入130万元
        return FigureReading(span(noun_phrase(core[:-1])), (last.start, last.stop), "spent on")
    if len(c.left) < 3 and len(core) == 1 and c.family == "money" and last.text in CLASSES["outlay"]:
        return _spent(c)
    if last.text in CLASSES["indicator"]:  # 一般公共预算支出5亿元 is named, not done; 支出 alone is the topic's
        return FigureReading(
            c.topic if len(core) == 1 and c.topic != NONE else span(noun_phrase(core)), NONE, "indicator"
        )
    if noun and noun[-1].text.endswith(PERSON_WORDS) and c.family in ("person", "household", "count", "organisation"):
        return FigureReading(span(noun), action, "persons, verbal noun, figure")
    return FigureReading(span(noun_phrase(core)), action, "verbal noun, figure")


def _spent(c: Context) -> FigureReading:
    """投入80万元用于管网维修; else for the topic, or for what ``_spent_ahead`` finds behind."""
    used = bool(c.right) and c.right[0].text == "用于"
    noun = noun_behind(c.right[1:], True) if used else worked_on(c.right)
    known = c.known if c.known != NONE else span(c.core)
    return FigureReading(span(noun) if noun else known, span(c.core), SPENT_HERE if noun else SPENT)


def share_of(c: Context) -> FigureReading | None:
    """高新技术产业产值占规上工业比重超过50%: the share is of what stands before 占."""
    words = [word.text for word in c.core]
    if "占" not in words or c.core[-1].tag in VERB_TAGS or c.counted(True):
        return None
    at = words.index("占")
    owner = span(indicator(strip(c.core[:at], "", "ATC"))) if at else c.known
    return FigureReading(owner, (c.core[at].start, c.core[at].stop), "share of a whole")


def share_of_target(c: Context) -> FigureReading | None:
    """投资完成年度目标的105%, 为年度任务的113%: the share is that of what stands before, or of the topic."""
    core = strip(c.core, "", "的")
    verb = next((i for i, word in enumerate(core) if word.tag in "DHL"), None)
    if c.family != "share" or verb is None or not core[-1].text.endswith(CLASSES["target"]) or c.core[-1].tag != "的":
        return None
    owner = span(indicator(strip(core[:verb], "", "ATC"))) if verb else c.known
    return FigureReading(owner, verb_span(c.core, verb), "share of a target") if owner != NONE else None


def compared(c: Context) -> FigureReading | None:
    """增速高于全市平均水平1.2个百分点: what is compared stands before the verb, or is the topic."""
    verb = next((i for i, word in enumerate(c.core) if word.text in CLASSES["comparing"]), None)
    if verb is None or verb == len(c.core) - 1 or c.is_count:
        return None
    owner = span(indicator(strip(c.core[:verb], "", "ATC"))) if verb else c.known
    return FigureReading(owner, span([c.core[verb]]), "compared") if owner != NONE else None


def headless(c: Context) -> FigureReading | None:
    """符合条件的29人全部安置: those of the topic to whom the clause before 的 applies."""
    relative = len(c.left) > 1 and c.left[-1].tag == "的" and any(word.tag in "DHL" for word in c.left)
    if not relative or c.family not in (*COUNTED, "person") or c.known == NONE or c.counted(False):
        return None
    action = c.verb_behind([])
    return FigureReading(c.known, action, "headless") if action != NONE else None


def noun_before(c: Context) -> FigureReading | None:
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
    if not behind and phrase[-1].text in CLASSES["pace"] and len(phrase) == 1:  # 达到3万元、同比增幅15%
        return FigureReading(c.known, NONE, "pace of the topic")
    handed = c.is_count and not behind and phrase[-1].text.endswith(CLASSES["body"]) and c.family != "organisation"
    if handed and any(word.text in CLASSES["handing"] for word in c.core):  # 移送公安机关6件
        return FigureReading(c.known, action, "handed over")
    if action != NONE and not behind and _whereto.match(phrase[0].text):  # 安置到企业28名: where to, not whom
        return FigureReading(c.known, action, "moved to")
    if action == NONE:
        action = _later_action(c, behind)
        level = not behind and len(phrase[-1].text) < 5 and phrase[-1].text.endswith("级")
        if level and c.topic != NONE:  # 申报并通过的人才项目，国家级4个、省级12个
            return FigureReading(
                c.known if c.listed else c.topic, c.topic_verb if action == NONE else action, "level of the topic"
            )
    return FigureReading(span(phrase), action, "noun behind" if behind else "verb, noun, figure")


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
    if c.family in ("share", "money", "points") and core[-1].text.endswith(CLASSES["indicated"]):  # 督导完成率
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
    attribute = c.left[-1].text.endswith(CLASSES["attribute"])  # 面积, 金额: of something else
    parallel = c.before.family == c.family and c.is_count and c.before.rule in _LISTING and not attribute
    return c.before.action if c.listed or parallel or c.left[0].tag == "的" else NONE


_whereto = re.compile("到(?![位期账岗达])")


def only_behind(c: Context) -> FigureReading | None:
    """17个党支部换届到位 · 80％的中小学纳入教联体: only a noun behind the figure."""
    phrase = c.counted(False)
    if not phrase:
        return None
    action = c.verb_behind(phrase)
    alone = len(phrase) > 1 and phrase[-1].tag == "G" and phrase[-2].tag == "N" and c.right[-1] == phrase[-1]
    if alone and action == NONE and not c.listed and c.family == "person":  # 318名退役军人|签约
        return FigureReading(span(noun_phrase(phrase[:-1])), span(phrase[-1:]), "figure, noun, verbal noun")
    rest = [word for word in c.right if word.start >= phrase[-1].stop]
    if action == NONE and c.listed and c.before and (not rest or rest[0].tag == "、"):
        action = c.before.action
    return FigureReading(span(phrase), action, "figure, noun")


def left_over(c: Context) -> FigureReading:
    """Nothing around it: the topic of the sentence, with the verb that follows."""
    return FigureReading(c.known, c.verb_behind([]), TOPIC)


RULES: tuple[Callable[[Context], FigureReading | None], ...] = (
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


def read(context: Context) -> FigureReading:
    """The reading of the first rule that answers; ``left_over`` always does."""
    for rule in RULES[:-1]:
        if reading := rule(context):
            return reading
    return left_over(context)
