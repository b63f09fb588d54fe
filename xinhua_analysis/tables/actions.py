"""Actions: what the office says that it did, one row for each verb of doing with its object.

Body sentences are cut into clauses (。；，：), a clause into parts under 、 where each part has a verb of its own.
At the head of a part adverbs are passed over (积极 持续), phrases too (为…, 在…, 通过…); there the verb must stand.
A clause that begins with a noun has another subject and is no action, but for the office and what acts in its place.
Conventions: ``docs/annotation-of-mentions.md``; verbs and their uses: ``lexicon/predicates.csv``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..bounds import Along
from ..language.stages import in_plan, opens_plan, planned_sections, stage_at, verb_stage
from ..language.verbs import (
    ADVERBS,
    GOVERNS,
    LEADS,
    OPENS,
    PREDICATES,
    PREPOSITIONS,
    SPLITS,
    VERBS,
    adverbs_stage,
    any_of,
    masked,
    pass_adverbs,
    plain_clauses,
    verb_at,
    verbs_used,
)
from ..records import Action, Section, Sentence

_COMMANDS, _BEFALLS = verbs_used("commands"), verbs_used("befalls")
# 经|排查发现, 就|热点研究; the first half of 经济, 就业 is none
_preposition = re.compile(
    rf"(?!经[济营费验]|就[业医诊读]|同[比期]|和谐|自然|用[地户水电]|从业|在[建册校编岗]|为民办)(?:{any_of(PREPOSITIONS)})"
)
# What was not done: 未|完成, 尚未|开工, 没有|建成; not 未成年, 未来
_negation = re.compile(r"(?:[尚还仍]?未(?!成年|来|知|雨)能?|没有|没能?(?![收落入])|无法|未曾|不[再得能予]|难以)")
_negated = re.compile(rf"{_negation.pattern}$")
_PREPOSED = "".join(dict.fromkeys(word[0] for word in PREPOSITIONS))
_opens, _splits = re.compile(any_of(OPENS)), re.compile(any_of(SPLITS))
# What shows that the word before it is a noun, no verb: 落实|工作, 管理|水平, 结案|率, 建立|的
_nominal = re.compile(
    r"工作|活动|项目|机制|体系|制度|能力|水平|质量|力度|成果|任务|事项|进度|领域|方式|模式|产业|行业|体制|效能|[率性量]|方面|情况|人数"
    r"|作用|面积|经验|办法|行动|方案|计划|业(?![委主务])|[等的、和与及并或至到后由]|意见|要求|需求|服务|中心|站|平台|队伍|人员|基地|对象|措施|资金"
    r"|成效|条件|阶段|总量|经费|满意度|大厅|贷款"
)
_grew = re.compile(r"[增减降升压缩提扩][^，。]{0,3}[至到为]\d")
_changed = re.compile(r"稳步|不断|持续|明显|更加|显著|得到|同比|分别|平均|均")
# 凯田路|成功举办, 服务站|接待: what acts for the office, or where it acted
_ours = re.compile(r"(?:站|中心|窗口|工作室|路|街|街区|广场|公园|小区|花园|园区)$")
_office = re.compile(
    r"(?:我们|[我本](?:街道|[局镇乡街区县市院委办校馆队所站])|全(?:街道|[省市县区州镇乡村街局院馆])(?!试点|首[批个家])|[^\W\d_]{0,6}?街道(?:党工委|办事处|办)?)(?:、办事处)?"
)
_SHORT = "稳促保惠优强解助抓防降减控补护育引聚拓破提增"
# 罚没|款, 服务|费, 接种|点: with these the verb is the first half of a noun
_NOUN_TAILS = frozenset("率性度量场金者款费点")
_noun_tail = re.compile(r"[率性度量场金者]|款(?![项式物])|费(?![用率])|点(?=\d|$)")
_SUMS = frozenset("0123456789约近超达资经")
_amount = re.compile(r"(?:资金|经费)?[约近超达]?\d[\d.,]*[余多]?[百千万亿]*元")
_couplet = re.compile(rf"([{_SHORT}])([^\W\d_]{{1,3}}?)([{_SHORT}])([^\W\d_]{{1,4}})$")
_result = re.compile(r"[^\W\d_][为成到在由至入给]")
_benefits = re.compile(r"(?:受益|惠及|覆盖|服务|参与|参加|参训)(?=[^，。、]{0,4}\d)")
_and = re.compile(r"(?:并|进而|从而|但)(?![举行联网入轨重存])")
_joins = re.compile(any_of([*SPLITS, "并", "进而", "从而", "但"]))

# ---------------------------------------------------------------- what the rules share


class Doing(NamedTuple):
    """A verb found, with its object and stage, before it becomes a row: spans of the text."""

    start: int
    stop: int
    verb: tuple[int, int]
    object: tuple[int, int]
    stage: str
    whom: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class ClauseState:
    """One sentence being read: its masked text, what was found, and what one clause leaves to the next.

    ``blocked`` is set where a clause states another subject: the bare verbs after it are not the office's.
    """

    text: str
    planned: bool
    blocked: bool = False
    found: list[Doing] = field(default_factory=list)

    def add(self, at: int, end: int, stop: int, stage: str, whom: tuple[int, int] = (0, 0)) -> bool:
        """One row, or two where a second verb with its own object follows the first object (整合A|成立B)."""
        text, verb = self.text, self.text[at:end]
        begin = end + (text[end : end + 1] == "了")
        governs = verb in GOVERNS or verb[:2] in GOVERNS
        second = None if governs else _second(text, begin + 2, stop)
        cut = second[0] if second else stop
        if verb == "惠及":
            whom = begin, cut
        staged = "planned" if self.planned else stage or stage_at(text, at, end)
        self.found.append(Doing(at, cut, (at, end), (begin, cut), staged, whom))
        if second and second[2] > second[1]:  # its object is not parted again
            end = _chain(text, second[1], second[2], stop)
            staged = "planned" if self.planned else stage_at(text, second[1], end)
            self.found.append(Doing(second[1], stop, (second[1], end), (end, stop), staged))
        return True


def _chain(text: str, at: int, end: int, stop: int) -> int:
    """Where the verbs end that are joined: 推进|实施, 支持|举办, 介入|研判; 落实|和|完善, 新办|、|换发."""
    for _ in range(3):
        joined = end + 1 < stop and text[end] in "和与、"
        if not joined and text[end - 2 : end] not in LEADS and text[at:end] not in LEADS:
            break
        verb = text[at:end]
        begin = pass_adverbs(text, end + 1, stop)[0] if joined else end
        then = verb_at(text, begin, stop)
        if then == stop > begin and not joined and verb not in OPENS and verb not in GOVERNS:
            return then
        known = text[begin:then] in OPENS or (joined and then > begin)
        if not known or then >= stop or _nominal.match(text, then, stop):
            break
        end = then
    return end


def _second(text: str, at: int, stop: int) -> tuple[int, int, int] | None:
    """Where the first object ends, and the second verb: 收集信息|并主动介入研判, 整合资源|成立联盟, 投资3亿元|新建."""
    if text[at - 2 : at - 1] in _SUMS and (amount := _amount.match(text, at - 2, stop)):
        begin = pass_adverbs(text, amount.end(), stop)[0]
        end = verb_at(text, begin, stop)
        if text[begin:end] in OPENS and end + 1 < stop and not _nominal.match(text, end, stop):
            return amount.end(), begin, end
    hint = _joins.search(text, at, stop)
    if not hint:  # so in most objects
        return None
    joined = _and.search(text, hint.start(), stop)
    if joined:
        begin = pass_adverbs(text, joined.start(), stop)[0]
        end = verb_at(text, begin, stop)
        if _negation.match(text, begin, stop):  # 收集线索|但未处置: the object ends, no second row
            return joined.start(), begin, begin
        if end > begin:
            return joined.start(), begin, end
    mark = _splits.search(text, hint.start(), stop)
    if mark and mark.end() + 1 < stop and text[mark.start() - 1] not in "“、和与及未" and text.find("的", at, stop) < 0:
        return None if _nominal.match(text, mark.end(), stop) else (mark.start(), *mark.span())
    return None


def _verb_behind(text: str, at: int, stop: int) -> tuple[int, int] | None:
    """The first verb with an object behind a phrase: not after 的, not before 的 and 工作."""
    for mark in _opens.finditer(text, at, stop):
        if (
            text[mark.start() - 1] not in "的“和与及、"
            and mark.end() < stop
            and not _nominal.match(text, mark.end(), stop)
        ):
            before = _adverbs_before(text, at, mark.start())[0]
            return None if _negated.search(text, max(at - 1, before - 3), before) else mark.span()
    return None


def _adverbs_before(text: str, start: int, stop: int) -> tuple[int, str]:
    """Where the adverbs begin that end at ``stop``, and their stage: 步行街|成功|举办, 率先|持续滚动|实施."""
    begin = stop
    while length := next((n for n in (4, 3, 2) if begin - n >= start and text[begin - n : begin] in ADVERBS), 0):
        begin -= length
    return begin, adverbs_stage(text[begin:stop]) if begin < stop else ""


# ---------------------------------------------------------------- the rules, each on one part of a clause


def couplet(now: ClauseState, at: int, stop: int, stage: str) -> bool:
    """稳岗促就业: two verbs of one character, each with its object; 对标对表: two halves that begin alike."""
    text = now.text
    if stop - at == 4 and text[at] == text[at + 2] and verb_at(text, at, at + 2) > at:
        return now.add(at, stop, stop, stage)
    found = _couplet.match(text, at, stop) if text[at] in _SHORT and stop - at < 10 else None
    if not found:
        return False
    first = text[at : verb_at(text, at, stop)]
    if len(first) > 2 or first in PREDICATES:
        return False
    for verb in (1, 3):
        now.add(found.start(verb), found.end(verb), found.end(verb + 1), stage)
    return True


def taken(now: ClauseState, at: int, stop: int, stage: str) -> bool:
    """将A成功打造为B, 把A发现在B: the object stands before the verb; 将开展… is a plan."""
    text, begin = now.text, at + 1
    if text[at] not in "将把":
        return False
    for mark in _result.finditer(text, begin + 2, stop):
        verb = mark.start() if mark[0] in _RESULTS else mark.start() - 1
        if verb > begin and (mark[0] in _RESULTS or text[verb : mark.end() - 1] in VERBS):
            object_stop, said = _adverbs_before(text, begin + 1, verb)
            now.blocked, stage = False, "planned" if now.planned else said or stage or "stated"
            now.found.append(Doing(begin, stop, (verb, mark.end()), (begin, object_stop), stage))
            return True
    if text[at] == "把":
        return True
    now.planned = True
    begin, stage = pass_adverbs(text, begin, stop)
    return begin >= stop or any(rule(now, begin, stop, stage) for rule in (phrase, verb_first, another_subject))


_RESULTS = ("交由", "列入", "纳入", "融入", "送到", "升为", "转为", "改为", "分为")


def phrase(now: ClauseState, at: int, stop: int, stage: str) -> bool:
    """为老人安装…, 在社区设立…, 通过排查发现…: the verb stands behind the phrase; a phrase alone is no action."""
    text = now.text
    mark = _preposition.match(text, at, stop) if text[at] in _PREPOSED else None
    if not mark or verb_at(text, at, stop) > mark.end():
        return False
    use, begin = PREPOSITIONS[mark[0]], mark.end()
    now.blocked = use == "doer"  # 由专家授课, 被纳入试点
    if now.blocked:
        return True
    frame = text.find("为", begin, stop) if mark[0] == "以" else -1  # 以…为主题|召开…
    found = _verb_behind(text, frame + 2 if frame > 0 else verb_at(text, begin, stop) + 1, stop)
    if found:
        whom, said = _adverbs_before(text, begin, found[0])
        now.add(found[0], _chain(text, *found, stop), stop, stage or said, (begin, whom) if use == "whom" else (0, 0))
    return True


def verb_first(now: ClauseState, at: int, stop: int, stage: str) -> bool:
    """开展培训: the verb at the head of the part."""
    text, end = now.text, verb_at(now.text, at, stop)
    if end == at:
        return False
    verb = text[at:end]
    if verb in _BEFALLS:
        return True
    if text[end : end + 1] in _NOUN_TAILS and _noun_tail.match(text, end, stop):
        return False
    if VERBS[verb] == "noun" and not _has_object(text, verb, end, stop):
        return False
    end = _chain(text, at, end, stop)
    if verb not in PREDICATES and (_nominal.match(text, end, stop) or _changed.search(text, end, stop)):
        return False
    if verb not in GOVERNS and _grew.search(text, end, stop):  # 开办企业时间压缩至0.5个工作日
        return True
    now.add(at, end, stop, stage)
    # 督查企业落实责任,加大投入: the firms' investment
    now.blocked = verb in _COMMANDS and end < stop and not any(map(str.isdigit, text[end:stop]))
    return True


def _has_object(text: str, verb: str, end: int, stop: int) -> bool:
    """A verb that is as often a noun needs an object of which nothing is said: 管理水平稳步提高 is no action."""
    if text.startswith(("资金", "经费"), end) and text[end + 2 : end + 3].isdigit():  # 投入资金300万元
        return verb in PREDICATES
    if stop - end < 2 or _nominal.match(text, end, stop) or _changed.search(text, end, stop):
        return False
    return verb in PREDICATES or text[end].isdigit()


def subject_first(now: ClauseState, at: int, stop: int, stage: str) -> bool:
    """我局开展…: the office, then any of the other rules; else another subject."""
    text, office = now.text, _office.match(now.text, at, stop)
    if office and office.end() < stop:
        begin, said = pass_adverbs(text, office.end(), stop)
        if begin < stop and any(rule(now, begin, stop, said or stage) for rule in RULES[:-1]):
            return True
    return another_subject(now, at, stop, stage)


def another_subject(now: ClauseState, at: int, stop: int, stage: str) -> bool:
    """服务站接待…, 步行街举办…: what acts for the office, or where; any other subject is not ours."""
    text = now.text
    found = _verb_behind(text, at + 2, stop)
    if not found:
        now.blocked = now.blocked or text.find("从", at, stop) >= 0  # 行动清单从…角度划分…
        return True
    who, said = _adverbs_before(text, at, found[0])
    if _ours.search(text, at, who):
        now.add(found[0], _chain(text, *found, stop), stop, stage or said)
    now.blocked = not text[found[1]].isdigit()
    return True


_MARKED = frozenset(_SHORT + "将把" + _PREPOSED)
RULES: tuple[Callable[[ClauseState, int, int, str], bool], ...] = (couplet, taken, phrase, verb_first, subject_first)

# ---------------------------------------------------------------- from sentences to rows


def _read_part(now: ClauseState, at: int, stop: int) -> None:
    """Try the rules on one part; after another subject only what has an adverb or a phrase of its own is read."""
    begin, stage = pass_adverbs(now.text, at, stop)
    if begin >= stop:
        return
    now.planned = now.planned or stage == "planned"
    if now.blocked and begin == at and not _preposition.match(now.text, at, stop):
        return
    head = now.text[begin]
    if head in "未没无不尚还仍难" and _negation.match(now.text, begin, stop):  # 未完成9个项目 was not done
        return
    # most parts begin with their verb: the rules for what else may stand there are tried only where it can
    if head in _MARKED or stop - begin == 4:
        for rule in RULES:
            if rule(now, begin, stop, stage):
                return
    elif not verb_first(now, begin, stop, stage):
        subject_first(now, begin, stop, stage)


def _is_clause(text: str, at: int, stop: int) -> bool:
    """Whether what follows 、 has a verb and an object of its own: 、开工23台, 、逐项对运行情况进行督导."""
    begin = pass_adverbs(text, at, stop)[0]
    end = verb_at(text, begin, stop)
    if _negation.match(text, begin, stop):  # 完成8个、未完成2个
        return True
    if end > begin:
        counted = text[begin:end] in SPLITS or any(map(str.isdigit, text[end:stop]))
        return end < stop and counted and not _nominal.match(text, end, stop)
    return begin > at and bool(_preposition.match(text, begin, stop)) and bool(_verb_behind(text, begin + 1, stop))


def _verb_alone(text: str, at: int, stop: int) -> bool:
    """Whether a part is a verb alone, which shares the object of the next: 新办、换发残疾人证1422本."""
    begin = pass_adverbs(text, at, stop)[0]
    return stop - begin < 4 and verb_at(text, begin, stop) == stop


def _governs(text: str, at: int, stop: int) -> bool:
    """Whether the object is a clause that runs on over 、: 助力企业掌握政策、获取服务, 把矛盾发现在早、化解在小."""
    begin = pass_adverbs(text, at, stop)[0]
    end = verb_at(text, begin, stop)
    return text[begin:end] in GOVERNS or (end == begin and bool(_preposition.match(text, begin, stop)))


def _read_parts(now: ClauseState, at: int, commas: list[int], clause_stop: int) -> None:
    """Read the parts of a clause: a new one begins at 、 where it can stand alone, else the object goes on."""
    text = now.text
    if commas and not _governs(text, at, clause_stop):
        for comma, then in zip(commas, [*commas[1:], clause_stop], strict=True):
            if whom := _benefits.match(text, comma + 1, then):  # 培训32场、受益2000余人次
                _read_part(now, at, comma)
                if now.found and now.found[-1].stop == comma:
                    now.found[-1] = now.found[-1]._replace(whom=(whom.end(), then))
                return
            if _is_clause(text, comma + 1, then) and not _verb_alone(text, at, comma):
                _read_part(now, at, comma)
                at = comma + 1
    _read_part(now, at, clause_stop)


def read_actions(
    text: str,
    sections: tuple[Section, ...],
    sentences: tuple[Sentence, ...],
    counts: Sequence[int] = (),
    along: Along = iter,
) -> tuple[Action, ...]:
    """All actions of the body sentences, in the order of the text; ``counts`` is where the counts of the text begin.

    >>> s = Section("s0", 0, 13, "", 0, "", "", "", 0), Sentence("s0-01", 0, 13, "", "body", "s0")
    >>> [(a.verb, a.object, a.stage) for a in read_actions("积极开展巡查,完工16台。", s[:1], s[1:])]
    [('开展', '巡查', 'stated'), ('完工', '16台', 'completed')]
    """
    plain, plans = masked(text), planned_sections(sections)
    rows: list[Action] = []
    for sentence in sentences:
        if sentence.kind != "body":
            continue
        in_section = in_plan(plans, sentence.section_id, sentence.start)
        now = ClauseState(plain, in_section or opens_plan(sentence.text))
        for at, commas, clause_stop in along(plain_clauses(plain, sentence.start, sentence.stop)):
            if commas:
                _read_parts(now, at, commas, clause_stop)
            else:
                _read_part(now, at, clause_stop)
        for start, stop, (verb, verb_stop), (what, what_stop), stage, (whom, whom_stop) in now.found:
            said, done, object_ = text[start:stop], text[verb:verb_stop], text[what:what_stop]
            count = bisect_left(counts, verb)
            if stage == "stated" and count < len(counts) and counts[count] < stop:  # 接待|来访8000人次
                stage = verb_stage(done, counted=True)
            place = text[whom:whom_stop], sentence.section_id, sentence.id
            number = f"a{len(rows) + 1:03}"
            rows.append(Action(number, start, stop, said, done, verb, verb_stop, object_, stage, *place))
    return tuple(rows)
