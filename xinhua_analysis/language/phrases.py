"""Phrases in a row of tagged words: the noun that is meant, the verb that is meant, and what neither holds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .. import lexicon
from .tagging import MATTERS, NONE, PERSONS, VERB_TAGS, Span, Word


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
    acts = "DHL" if doing else VERB_TAGS
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
