"""A sentence as a row of tagged words, and its clauses: verbs, function words, figures and what lies between them.

No parser and no dictionary of nouns: verbs and function words come from the lexicon, longest first; every other run of
characters is noun material. A verb that only helps to make a noun (安全生产检查单, 责任状签订率) is folded into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from . import lexicon
from .quantities import BLANKS

Span = tuple[int, int]
NONE: Span = (0, 0)

# ---------------------------------------------------------------- words

# N noun material · D do, G noun (gerund), H change, L link: verbs by their kind in verbs.csv · A adverb · T time
# X negation · B adverb or noun · P preposition · C conjunction · Q quantifier · 的 · 了 · U a figure · marks
VERBS = "DGHL"
STOPS = "，,；;。：:！!？?"
BREAKS = "、（）()"
_MARKS = f"{STOPS}{BREAKS} 的"
_KINDS = {"do": "D", "noun": "G", "change": "H", "link": "L"}
_KINDS |= {"adverb": "A", "adverb_or_noun": "B", "preposition": "P", "time": "T", "conjunction": "C"}
_KINDS |= {"quantifier": "Q", "particle": "了", "negation": "X"}


class Word(NamedTuple):
    """A tagged stretch of the text."""

    start: int
    stop: int
    tag: str
    text: str


@cache
def _words() -> dict[str, tuple[tuple[str, str], ...]]:
    """First two characters → (word, tag), longest first; one character → itself. Function words win over verbs."""
    tags = {mark: mark for mark in STOPS + BREAKS} | dict.fromkeys(f"{BLANKS}\t|｜", " ")
    for row in lexicon.rows("function_words"):  # nouns guard what is in them: 来访, 产业
        word = row["word"]
        tags[word] = "的" if word == "的" else "N" if row["kind"] == "noun" else _KINDS[row["kind"]]
    for row in lexicon.rows("verbs"):
        tags.setdefault(row["verb"], _KINDS[row["kind"]])
    for adverb in lexicon.entries("adverbs"):  # longest first; one character alone is too often part of a noun
        if len(adverb) > 1:
            tags.setdefault(adverb, "A")
    table: dict[str, list[tuple[str, str]]] = {}
    for word, tag in sorted(tags.items(), key=lambda entry: -len(entry[0])):
        table.setdefault(word[:2], []).append((word, tag))
    return {head: tuple(found) for head, found in table.items()}


@cache
def _verbs() -> frozenset[str]:
    return frozenset(lexicon.entries("verbs"))


def tag_words(text: str, start: int, stop: int, known: Sequence[tuple[int, int, str]] = ()) -> list[Word]:
    """The words of ``text[start:stop]``; ``known`` are (start, stop, tag) stretches tagged beforehand, in order.

    >>> [(w.text, w.tag) for w in tag_words("全年举办各类活动600余场", 0, 13, [(8, 13, "U")])]
    [('全年', 'T'), ('举办', 'D'), ('各类', 'Q'), ('活动', 'N'), ('600余场', 'U')]
    """
    words: list[Word] = []
    pos = start
    for at, until, tag in (*known, (stop, stop, "")):
        _tag_between(words, text, pos, at, at if tag == "U" else 0)
        if tag:
            words.append(Word(at, until, tag, text[at:until]))
        pos = until
    return _fold(words)


def _tag_between(words: list[Word], text: str, pos: int, stop: int, figure: int) -> None:
    """Append the words of a stretch in which nothing is known beforehand; ``figure`` is where one follows, else 0."""
    table = _words()
    noun = pos
    while pos < stop:
        word, tag = "", ""
        for word, tag in table.get(text[pos : pos + 2], ()):  # noqa: B007 - the first that matches is kept
            if text.startswith(word, pos) and pos + len(word) <= stop:
                break
        else:
            word, tag = _anew(text, pos, stop) or table.get(text[pos], (("", ""),))[0]
            if word == "上" and pos + 1 == figure:  # 筹集善款上|百万元
                tag = "A"
            elif len(word) == 1 and tag not in _MARKS and not _stands_alone(text, pos, figure, tag, words, noun):
                tag = ""
        if not tag or tag == "N":
            pos += len(word) if tag == "N" else 1
            continue
        if noun < pos:
            words.append(Word(noun, pos, "N", text[noun:pos]))
        if tag != " ":
            words.append(Word(pos, pos + len(word), tag, word))
        pos = noun = pos + len(word)
    if noun < stop:
        words.append(Word(noun, stop, "N", text[noun:stop]))


def _anew(text: str, pos: int, stop: int) -> tuple[str, str] | None:
    """新认证, 新授信: any act done anew is an act."""
    if text[pos] == "新" and pos + 3 <= stop and text[pos + 1 : pos + 3] in _verbs():
        return text[pos : pos + 3], "D"
    return None


# ---------------------------------------------------------------- one character: a word, or part of a noun?

# 放了1.94亿元, 由每人每月680元, 由上年的6540件, 是每人446元
_before_figure = re.compile(
    r"[了过到有]?(?:(?:[上去前]年|年初|原来|原先|原定|此前|上年同期)的?)?"
    r"(?:平均)?(?:每[人户亩月年天日周家村个名吨])*(?:人均|户均|平均)?"
)
_ANYWHERE = "高低宽辖少达占增降升为是共有含超减花投用发出进放长播产获破至到由从在仅只均各计约自"
_AT_HEAD = "获为是有共遭受达含开修建办发查栽植种购签拆播产编印出进设征捐引招跑写送帮"
# What before (first) or behind (second) a character makes it part of a longer word: 存在, 在建; 方向, 向阳.
_IN_WORDS = {
    "占": ("抢侵强独", "比地道用"),
    "在": ("存现所实正潜内外", "建线校岗职册营编用逃押园读库"),
    "向": ("方导面意转去倾走流定双单", "阳日导心"),
    "等": ("平高中初同", "级次"),
    "长": ("林河湖田链街组排点校院局部处科市县镇乡村社队所站馆班厂行董会成增", "度途期效江征三久远足短年假龄"),
    "少": ("至不减多", ""),
}
# The same right before a figure: 林长30名, 最高3万元.
_WITH_FIGURES = {"长": _IN_WORDS["长"][0], "高": "最较新", "低": "最较"}
_where = re.compile("..?.?[里内](?<![那这哪城公千海英夜以年月])")
_bases = re.compile("上年|去年|前年|年初|同期|上月|常年|往年|历年|“|全[国省市]|五年|计划|一九|二〇|上一|过去|\\d")


def _pairs(text: str, pos: int, behind: str) -> bool:
    """Whether 及, 由 or 从 stands between what it joins: 队伍及40个, 里程由2012年的36公里; but 惠及, 理由."""
    joins = not behind if text[pos] == "及" else True
    return joins and text[pos - 1 : pos] not in tuple("以涉惠普波危不顾触遍累兼理事缘")


def _stands_alone(text: str, pos: int, figure: int, tag: str, words: list[Word], noun: int) -> bool:
    """Whether one character is a word of its own, and not inside a noun (体会, 对象, 产业)."""
    character, after = text[pos], text[pos + 1 : pos + 3]
    at_edge = noun == pos
    behind = "".join(text[pos + 1 : figure].split()) if 0 < figure - pos < 12 else "far"
    if character == "及" or (character in "由从" and after[:1].isdecimal()):
        return _pairs(text, pos, behind)
    if _before_figure.fullmatch(behind) and (at_edge or character in _ANYWHERE):  # 出374户, 只4户; but 林长30名
        return text[pos - 1 : pos] not in tuple(_WITH_FIGURES.get(character, ""))
    if character in "为是" and words and words[-1].stop == pos and words[-1].tag == "U":  # 169项为目标值指标
        return after[:1] != "民"  # 10件为民实事
    if tag == "X" or character == "先":  # 2件未办结, 先发行; but 未成年人, 先天
        return after in _verbs()
    if character in _IN_WORDS and (tag != "P" or character == "在" or not at_edge):
        left, right = _IN_WORDS[character]
        return text[pos - 1 : pos] not in tuple(left) and after[:1] not in tuple(right)
    if tag in VERBS and (after[:1] == "了" or (character == "获" and after[:1] == "“")):  # 跑了外省技工院校26家
        return True
    if tag == "C":
        return character in "和与暨"
    if tag in VERBS and (at_edge or _where.fullmatch(text, noun, pos)):  # 开党建会, 局里开党建会
        return character in _AT_HEAD and (not words or words[-1].tag in f"{STOPS}、AT")
    if character in "比较" and not at_edge:  # 重工业总产值比上年增长
        return bool(_bases.match(after))
    return at_edge or _before_verb(text, pos, after)


def _before_verb(text: str, pos: int, after: str) -> bool:
    """Whether a character inside a noun is an adverb before a verb: 项目已竣工, 我局共检查; but 公共服务."""
    if text[pos] == "共":
        return after in _verbs() and text[pos - 1 : pos] not in tuple("公中国")
    follows = after in _verbs() or after[:1] in tuple("在为是达由用花按")
    if text[pos] == "可":  # 产值可达3亿元; but 许可, 认可
        return follows and text[pos - 1 : pos] not in tuple("许认")
    return text[pos] in "已均都也又再还将了只仅拟" and follows


# ---------------------------------------------------------------- verbs inside nouns

# One character behind a verb that makes the two a noun: 推进会, 检查单, 转化率, 服务站.
_NOUN_ENDINGS = "会单书员率量额费站室队者区卡证器机品点线版类式型力权法案档表册图师生商户馆园院所校厂场部门课题款度性化"
_ISSUING = lexicon.entries("word_classes", "class", "issuing")
_FOLDED = f"{VERBS}AB"
HEADS = lexicon.entries("word_classes", "class", "compound")
MATTERS = lexicon.entries("word_classes", "class", "matter")
PERSONS = tuple(word for word in lexicon.entries("word_classes", "class", "person") if word != "企业")
RESULTS = lexicon.entries("word_classes", "class", "result")


def _fold(words: list[Word]) -> list[Word]:
    """Verbs inside nouns become noun material: 推进+会, 安全+生产+检查+单, 高标准+农田."""
    folded: list[Word] = []
    for i, word in enumerate(words):
        before = folded[-1] if folded and folded[-1].stop == word.start else None
        after = words[i + 1] if i + 1 < len(words) and words[i + 1].start == word.stop else None
        tag = word.tag
        if word.text in ("为", "至", "到", "成") and before and before.tag in "DGH" and after and after.tag == "U":
            folded[-1] = Word(before.start, word.stop, "H", before.text + word.text)  # 由38个优化为26个
            continue
        if before is not None and before.tag == "X":
            if tag in VERBS:  # 未完成, 尚未开工: one word, of what was not done
                folded[-1] = Word(before.start, word.stop, tag, before.text + word.text)
                continue
            folded[-1] = before._replace(tag="A")
        if word.text in ("少", "多") and after is not None and after.tag in "DG":  # 少转移四百余人
            tag = "A"
        elif tag in _FOLDED:
            tag = "N" if _part_of_noun(word, before, after) else "A" if tag == "B" else tag
        if word.text == "将" and (
            after is None or after.tag not in f"{VERBS}AB"
        ):  # 将新增 is to come, 将某路打造为 is not
            tag = "P"
        if tag == "N" and before is not None and before.tag == "N":
            folded[-1] = Word(before.start, word.stop, "N", before.text + word.text)
        else:
            folded.append(word if tag == word.tag else Word(word.start, word.stop, tag, word.text))
    return folded


# These are adverbs before a verbal noun too, at the head of a clause: 计划改造管网, 入户走访三千户.
_BEFORE_GERUNDS = ("计划", "网上", "线上", "线下", "入户", "上门", "联合", "自愿")


def _part_of_noun(word: Word, before: Word | None, after: Word | None) -> bool:
    behind_noun = before is not None and before.tag in "NG"
    if word.text == "组织":  # 创业组织, 社会组织
        return behind_noun and (after is None or after.tag != "N")
    if word.tag == "B":  # 专题研究, 集中供养, 人均100小时: an adverb only right before a verb or figure
        first = (before is None or before.tag in "TA") and word.text in _BEFORE_GERUNDS
        return after is None or after.tag not in ("DHGU" if first else "DHU")
    if word.tag == "A" and after is not None and after.tag == "N" and len(word.text) > 1:  # 成功率, 紧密型医共体
        return (len(after.text) == 1 and after.text in _NOUN_ENDINGS) or after.text[0] in "型性化式"
    if after is None or after.tag not in "NG":
        return False
    if after.text[0] == "化" and after.text[1:2] not in tuple("肥工学妆"):  # 规范化建档率; but 发放化肥
        return True
    if word.tag not in VERBS or len(word.text) < 2 or after.tag != "N":
        return False
    if len(after.text) == 1 and after.text in _NOUN_ENDINGS:
        return True
    if word.text in RESULTS:  # 企业|完成|产值1.2亿元
        return False
    papers = after.text.endswith(tuple("书单证表册函")) and word.text not in _ISSUING  # 企业|签订|责任书
    if behind_noun and (word.tag == "G" or after.text.startswith(HEADS) or papers):
        return True
    return word.tag == "G" and after.text.startswith("人员")


# ---------------------------------------------------------------- clauses


@dataclass(slots=True)
class Clause:
    """The words of one clause; ``groups`` are the figures in it, those that touch (23处38个) together."""

    words: list[Word]
    inside: bool  # within brackets
    opens: bool  # first of its sentence, or behind ；
    groups: list[list[int]] = field(default_factory=list)


def split_clauses(words: Sequence[Word]) -> Iterator[Clause]:
    """Cut a sentence at its stops, and at brackets that hold a figure (1120人（省定502人）)."""
    current: list[Word] = []
    inside, first = False, True
    for i, word in enumerate(words):
        opens = word.tag in "（(" and _holds_figure(words, i)
        closes = word.tag in "）)" and inside
        if word.tag in STOPS or opens or closes:
            yield _clause(current, inside, first)
            current, first = [], word.tag in "；;。：:"
            inside = (inside or opens) and not closes
        else:
            current.append(word)
    yield _clause(current, inside, first)


def _holds_figure(words: Sequence[Word], at: int) -> bool:
    for word in words[at + 1 : at + 80]:
        if word.tag in "）)":
            return False
        if word.tag == "U":
            return True
    return False


def _clause(words: list[Word], inside: bool, opens: bool) -> Clause:
    clause = Clause(_without_brackets(words) if any(word.tag in "（）()" for word in words) else words, inside, opens)
    for i, word in enumerate(clause.words):
        if word.tag == "U":
            if clause.groups and clause.groups[-1][-1] == i - 1:
                clause.groups[-1].append(i)
            else:
                clause.groups.append([i])
    return clause


def _without_brackets(words: list[Word]) -> list[Word]:
    """Brackets without a figure are part of the noun around them: 村（社区）微站; 组建（换届）is as nominal as 组建."""
    flat: list[Word] = []
    within = False
    for word in words:
        glued = bool(flat) and flat[-1].stop == word.start
        within = (within or word.tag in "（(") and glued and word.tag != "U"  # a figure is never part of a noun
        tag = "N" if within or word.tag in "）)" else word.tag
        if glued and tag == "N" and flat[-1].tag != "U" and (flat[-1].tag == "N" or within):
            kind = "G" if flat[-1].tag in "DHG" else "N"
            flat[-1] = Word(flat[-1].start, word.stop, kind, flat[-1].text + word.text)
        else:
            flat.append(Word(word.start, word.stop, tag, word.text))
        within = within and word.tag not in "）)"
    return flat


# ---------------------------------------------------------------- phrases


def span(words: Sequence[Word]) -> Span:
    """From the first to the last of some words; NONE where there are none."""
    return (words[0].start, words[-1].stop) if words else NONE


def strip(words: list[Word], head: str = "", tail: str = "") -> list[Word]:
    """The words without those at either end whose tag is among ``head`` or ``tail``."""
    a, b = 0, len(words)
    while a < b and words[a].tag in head:
        a += 1
    while b > a and words[b - 1].tag in tail:
        b -= 1
    return words[a:b]


# 收尾工作, 农民中, 农业总产值（包括村办工业）; 选派500名专家|到县级医院, 激励额度|可累加, 山区住户|圆了心愿
_tail = re.compile(
    r"(?:(?:收尾)?工作|[人户]均|现场|每[人户亩斤吨头个月年天]|收尾|[及和与就]|平均|(?<![高初集其空])中|里|（[^（）]{3,}）|\([^()]{3,}\))$"
)
_moved = re.compile(
    r"(?<=..)(?<![报达收得找])[到至赴](?![位期户达])|(?<=..)可(?=[累享获])|(?<=..).了(?!解)|(?<=..)[人户亩]均(?=.)|(?<=..)(?<![安健齐保周完双])全$"
)
_lead = re.compile(
    r"(?:[\d０-９.．,]+[^\s，。、]{1,4}?以[上下内]的?|[省市县区州]级(?:及|及其)?以上的?|起|全(?:市|省|区|县|镇|乡|村|街道|街|国|局|院|校|系统|旗|州|盟|辖区|域)|辖区内?|社区内|境内(?!外)|[我本外][市省区县镇乡村局]|及(?!时|格))(?!性)"
)
# 全国重点实验室, 全国民主法治示范村: the rank is part of the name
_title = re.compile(r"全[国省市区县](?:重点(?:实验室|文物)|百强|.{0,8}(?:示范|先进|文明|模范|优秀|试点))")
_LOOSE = "ATCP了的、"


def noun_phrase(words: list[Word]) -> list[Word]:
    """The shortest phrase that names the thing: behind the last 的, without what only introduces or closes it."""
    for i in range(len(words) - 2, -1, -1):
        if words[i].tag == "的":
            words = words[i + 1 :]
            break
    words = strip(words, _LOOSE, _LOOSE)
    if words and words[-1].text.endswith(("上", "中", "里", "内", "间")):  # 运动员|在全运会上
        at = next((i for i, word in enumerate(words) if i and word.text == "在"), len(words))
        words = strip(words[:at], "", _LOOSE)
    for i in range(len(words) - 2, 0, -1):
        if words[i].text == "等" and words[i + 1].tag in "NG":  # “春风行动”等招聘活动
            words = words[i + 1 :]
            break
        if words[i].tag == "Q":  # 现场、线上各类咨询
            words = words[i:]
            break
    if len(words) > 1 and words[-1].text in ("工作", "等"):
        words = words[: -2 if len(words) > 2 and words[-2].tag == "D" else -1]  # …装置安装工作
    words = cut_word(words, _tail)
    first = words[0] if words and words[0].tag == "N" else None
    lead = _lead.match(first.text) if first and not _title.match(first.text) else None
    if first and lead and (len(first.text) > lead.end() + 1 or len(words) > 1):
        rest = Word(first.start + lead.end(), first.stop, "N", first.text[lead.end() :])
        words = strip([rest, *words[1:]] if rest.text else words[1:], _LOOSE)
    return [] if len(words) == 1 and (words[0].text in _NO_NOUNS or SCOPE.fullmatch(words[0].text)) else words


SCOPE = re.compile("全[国省市区县镇乡村街][共平均]{0,2}")  # 全县平均每人达到3万元: where, not what
_NO_NOUNS = (*"前后至共第即约上下中内外其及为等", "以下", "大关", "台阶", "新台阶", "关口")


def cut_word(words: list[Word], pattern: re.Pattern[str]) -> list[Word]:
    """Shorten the last noun to where a pattern starts in it."""
    found = pattern.search(words[-1].text) if words and words[-1].tag == "N" else None
    if not found or found.start() < 2:
        return words
    last = words[-1]
    return [*words[:-1], Word(last.start, last.start + found.start(), "N", last.text[: found.start()])]


def last_item(words: list[Word]) -> list[Word]:
    """The last member of a list under 、: 零就业家庭、就业困难家庭安置率 → 就业困难家庭安置率."""
    for i in range(len(words) - 2, -1, -1):
        if words[i].tag == "、":
            return words[i + 1 :]
    return words


PIVOTS = lexicon.entries("word_classes", "class", "pivot")
COMMANDERS = lexicon.entries("word_classes", "class", "commander")


def tail_noun(words: list[Word]) -> list[Word]:
    """The noun phrase at the end of some words: what stands behind their last verb."""
    for i in range(len(words) - 2, -1, -1):
        nominal = i and words[i - 1].tag == "N" and i == len(words) - 2 and words[-1].text in ("工作", "活动")
        if words[i].tag in "DHL" and not nominal:  # 电梯加装工作
            governing = words[i].text.endswith(COMMANDERS)
            words = words[i + 1 :]
            joined = words[0].tag in "C、" and len(words) > 2 and words[1].tag == "G"
            if joined or (governing and words[0].tag == "G" and len(words) > 1):  # 新建和改造公厕, 督促整改安全隐患
                words = words[2:] if joined else words[1:]
            break
    return noun_phrase(words)


def indicator(words: list[Word]) -> list[Word]:
    """An indicator's whole name: 城镇新增就业, 办理时限; behind 带动 推动 实现 only their object."""
    heads = len(words) > 1 and words[0].tag in "DH" and words[0].text.endswith(PIVOTS)
    return noun_phrase(last_item(words[1:] if heads else words))


def noun_behind(words: list[Word], governed: bool) -> list[Word]:
    """The noun phrase at the head of some words; where a verb governs it, it may hold verbs (开展2起…决定法制审核)."""
    phrase: list[Word] = []
    for i, word in enumerate(words):
        if _ends_phrase(words, i, governed) and (phrase or word.tag not in "ATPL了"):
            break
        phrase.append(word)
    if not governed and len(phrase) > 1 and phrase[-1].tag == "G" and phrase[-2].tag == "N":
        behind = words[len(phrase) :]
        if behind and behind[0].tag in "DH":  # 17个党支部换届到位
            phrase = phrase[:-1]
    phrase = _until_they_act(phrase)
    phrase = cut_word(strip(_behind_attribute(phrase, governed), "ATC了的、", _LOOSE), _moved)
    if len(phrase) > 1 and phrase[-1].text in ("收尾", "就业"):  # 12个小区收尾工作
        phrase = phrase[:-1]
    return noun_phrase(phrase)


_goes = re.compile("(?<=..)赴(?=.)")


def _until_they_act(phrase: list[Word]) -> list[Word]:
    """招录10名协管员|充实力量, 5万元的项目|签约落地: what persons do, or what happens to a thing, is not its name."""
    for i, word in enumerate(phrase[1:], 1):
        goes = _goes.search(phrase[i - 1].text) if phrase[i - 1].tag == "N" else None
        if goes:  # 干部|赴乡镇挂职
            return [*phrase[: i - 1], *cut_word([phrase[i - 1]], _goes)]
        person = phrase[0].tag != "的" and phrase[i - 1].tag == "N" and phrase[i - 1].text.endswith(PERSONS)
        if word.tag in "DH" and person and not any(later.tag == "的" for later in phrase[i:]):
            return phrase[:i]
    happens = len(phrase) > 2 and phrase[0].tag == "的" and phrase[1].tag == "N" and phrase[-1].tag in "DH"
    return strip(phrase, "", "DHG") if happens else phrase


def _ends_phrase(words: list[Word], at: int, governed: bool) -> bool:
    word, rest = words[at], words[at + 1 :]
    if word.tag == "、":
        return not governed or not rest or rest[0].tag in "DHLA" or any(w.tag == "U" for w in rest)
    if word.tag in "ATPL了":
        return True
    return not governed and word.tag in "DH" and not any(w.tag == "的" for w in rest)


def _behind_attribute(phrase: list[Word], governed: bool) -> list[Word]:
    """的农民的生活 → 农民 · 预增产值过10亿元的重大增长点 → 重大增长点 · 中国人的饭碗 → 中国人."""
    marks = [i for i, word in enumerate(phrase) if word.tag == "的"]
    if not marks:
        return phrase
    if marks[0] == 0:
        return phrase[1 : marks[1] if len(marks) > 1 else None]
    attribute = phrase[: marks[0]]
    head = phrase[marks[-1] + 1 :]
    matter = bool(head) and head[-1].text.endswith(MATTERS) and head[0].tag == "G"  # 97处供水工程的建设任务
    doing = matter or all(word.tag == "G" for word in head)
    acts = "DHL" if doing else VERBS
    heavy = any(word.tag in acts or any(c.isdecimal() for c in word.text) for word in attribute)
    words = head if heavy or (governed and not doing) else attribute
    cut = next((i for i, word in enumerate(words) if i and word.tag in "DHA"), None)
    return words[:cut]


def verb_span(words: list[Word], at: int) -> Span:
    """The span of the verb at ``at`` with a verb joined to it right before (组织开展, 尚未完成改造)."""
    i = at
    while i and words[i - 1].stop == words[i].start and words[i - 1].tag in "DH" and words[i].tag in "DHG":
        i -= 1
    return words[i].start, words[at].stop


def first_verb(words: list[Word]) -> Span:
    """The first verb behind a counted noun: 17个党支部换届到位, 十方面民生实事圆满完成."""
    for i, word in enumerate(words):
        if word.tag in "DH" or (word.tag == "G" and (i + 1 == len(words) or words[i + 1].tag in "ADHCP")):
            last = words[i + 1 : i + 2]  # 稳定发力: joined at the end; but 完成|整治
            joined = len(words) == i + 2 and last[0].tag == "D" and last[0].start == word.stop
            return word.start, last[0].stop if joined else word.stop
    return NONE


_PUNCTUATION = "，、。；：！？,;:!?"
_CLOSED_BY = dict(zip('“‘（(《〈「『【〔[{"', '”’）)》〉」』】〕]}"', strict=True))


def worded(text: str, at: Span) -> Span:
    """A span without the white space, punctuation and unpaired marks at its edges; NONE where nothing is left.

    >>> worded("（见附件", (0, 4)), worded("“两旧一村”", (0, 6)), worded("等、", (0, 2))
    ((1, 4), (0, 6), (0, 1))
    """
    start, stop = at
    if start == stop:
        return NONE
    while start < stop and not (text[start].isalnum() and text[stop - 1].isalnum()):
        loose = _unpaired(text[start:stop])
        if text[start].isspace() or text[start] in _PUNCTUATION or 0 in loose:
            start += 1
        elif text[stop - 1].isspace() or text[stop - 1] in _PUNCTUATION or stop - 1 - start in loose:
            stop -= 1
        else:
            break
    return (start, stop) if start < stop else NONE


def _unpaired(words: str) -> list[int]:
    opened: list[int] = []
    loose: list[int] = []
    for at, character in enumerate(words):
        if opened and character == _CLOSED_BY[words[opened[-1]]]:
            opened.pop()
        elif character in _CLOSED_BY:
            opened.append(at)
        elif character in _CLOSED_BY.values():
            loose.append(at)
    return loose + opened
