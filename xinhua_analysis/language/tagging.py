"""A stretch of text as a row of tagged words.

No parser and no dictionary of nouns: verbs and function words come from the lexicon, longest first; every other run of
characters is noun material. A verb that only helps to make a noun (安全生产检查单, 责任状签订率) is folded into it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from .. import lexicon
from .quantities import BLANKS

Span = tuple[int, int]
NONE: Span = (0, 0)

# ---------------------------------------------------------------- words

# N noun material · D do, G noun (gerund), H change, L link: verbs by their kind in verbs.csv · A adverb · T time
# X negation · B adverb or noun · P preposition · C conjunction · Q quantifier · 的 · 了 · U a figure · marks
VERB_TAGS = "DGHL"
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
    if tag in VERB_TAGS and (after[:1] == "了" or (character == "获" and after[:1] == "“")):  # 跑了外省技工院校26家
        return True
    if tag == "C":
        return character in "和与暨"
    if tag in VERB_TAGS and (at_edge or _where.fullmatch(text, noun, pos)):  # 开党建会, 局里开党建会
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
_FOLDED = f"{VERB_TAGS}AB"
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
            if tag in VERB_TAGS:  # 未完成, 尚未开工: one word, of what was not done
                folded[-1] = Word(before.start, word.stop, tag, before.text + word.text)
                continue
            folded[-1] = before._replace(tag="A")
        if word.text in ("少", "多") and after is not None and after.tag in "DG":  # 少转移四百余人
            tag = "A"
        elif tag in _FOLDED:
            tag = "N" if _part_of_noun(word, before, after) else "A" if tag == "B" else tag
        if word.text == "将" and (
            after is None or after.tag not in f"{VERB_TAGS}AB"
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
    if word.tag not in VERB_TAGS or len(word.text) < 2 or after.tag != "N":
        return False
    if len(after.text) == 1 and after.text in _NOUN_ENDINGS:
        return True
    if word.text in RESULTS:  # 企业|完成|产值1.2亿元
        return False
    papers = after.text.endswith(tuple("书单证表册函")) and word.text not in _ISSUING  # 企业|签订|责任书
    if behind_noun and (word.tag == "G" or after.text.startswith(HEADS) or papers):
        return True
    return word.tag == "G" and after.text.startswith("人员")
