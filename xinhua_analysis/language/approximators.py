"""The words before and behind a quantity that say how far to trust it: 约300户, 不少于5次, 20%以上, 至多支持50万元."""

from __future__ import annotations

import re

from .. import lexicon
from .numbers import BLANKS, GAP, HAN
from .units import COUNTING, FAMILIES

EDGE = re.compile(r"[，。；、,;.）)\s”」]|以[上下内]|左右|上下|[的多]|$")  # what closes a quantity
_BLANK = frozenset(BLANKS)
_BOUNDS = {
    word: bound
    for bound in ("at_least", "at_most", "approx")
    for word in lexicon.entries("word_classes", "class", bound)
}
_BEFORE = sorted(_BOUNDS, key=lambda word: -len(word))
_BOUNDS |= {"突破": "at_least", "高于": "at_least", "低于": "at_most"}  # verbs of their clause
_LAST_OF_BEFORE = {word[-1] for word in _BEFORE}
_LAST_OF_NEGATED = frozenset("破超过出逾于了")
_GRANTS = "|".join(lexicon.entries("word_classes", "class", "grants"))
# What stays outside the mention: 至多支持50万元, 最高奖励5万元, and the action of 突破7000亿元; not 甚至多达, 最多时
_afar = re.compile(
    rf"(?:(?<![甚乃以])(至多|最多|至少|最少|起码)[^\W\d_的时为]{{1,4}}|(最[高低])(?:可|给予|可给予)?(?:{_GRANTS})"
    r"|(突破|[高低]于)了?|(约)占[^\W\d_]{1,6})$"
)
# 签约16台, 附近3个 and 彩超7台 hold no approximator: the character belongs to the word before it. 印制约300份 does.
# 合格率最高94% is measured; 奖补最高5万元 a limit.
_other_word = re.compile(
    "(?:[签违履公条契邀相特纪爽赴践毁]|(?<!干)预|(?<!调)节|(?<![研印编绘录管])制|(?<![整联配混])合|(?<![化调破疏缓])解"
    "|(?<!手)续)约|[附最靠临邻亲远新]近|[赶反高彩BＢ]超|[^率值额重比超]过|(?<!占)比过|(?<=[甚乃以])至多|(?<=[来赶])不及|(?<=高)不下"
    rf"|[\d%％℃元米个][~～]|(?<!{_GRANTS})(?<!(?:{_GRANTS})[，,])最[高低]"
)
# 不得超过3%, 未突破12家, 不应少于5个: a negation turns the bound; 不得低于, but 低于 alone is the verb of its clause
_negated = re.compile(
    "(?:不(?:[得能会再可宜许准应]|应当|可以|允许)?|[从尚并均仍还]?未(?:[曾能再])?|没有?)再?"
    "(?:(突破|超[过出]?|逾|[大高多]于)|[小低少]于)了?$"
)
_light = re.compile("(?:(?<=[约近概])|(?<=差不多))(?:有|为|占|达到?|需要?|在|是|合|计)$")  # 约有300人, 约占全区30%
_WITH = "(?:[（(]不?含(?:本数)?[)）]|及)?"  # 200户（含）以上
_after = re.compile(  # 500件多; not 比上年500件多80件
    rf"{GAP}(?:(左右|上下)|({_WITH}[以之]上|有?余|多(?![\d{HAN}])|出头|[+＋](?![\d\u4e00-\u9fff]))|{_WITH}[以之][下内](?!属)|不到(?=[，。；、,;）)]|$))"
)
_MAY_FOLLOW = frozenset(f"{BLANKS}左上有余多出+＋及以之（(不")


def approximator_before(text: str, pos: int) -> tuple[int, str]:
    """Start and bound of the approximator that ends at ``pos`` (约300, 近3亿元, 不少于5次)."""
    near = pos
    while pos - near < 8 and text[near - 1 : near] in _BLANK:  # 约⏎300户
        near -= 1
    light = _light.search(text, max(0, near - 5), near)
    near = light.start() if light else near
    if text[near - 1 : near] in _LAST_OF_NEGATED and (negated := _negated.search(text, max(0, near - 9), near)):
        return negated.start(), "at_most" if negated[1] else "at_least"
    if text[near - 1 : near] in _LAST_OF_BEFORE:
        for word in _BEFORE:
            at = near - len(word)
            if at >= 0 and text.startswith(word, at) and not (at and _other_word.match(text, near - 2, near)):
                return pos if light else at, _BOUNDS[word]
    far = _afar.search(text, max(0, pos - 8), pos)
    return pos, _BOUNDS[far[far.lastindex or 0]] if far else ""


def approximator_after(text: str, pos: int, unit: str) -> tuple[int, str]:
    """Stop and bound of the approximator that starts at ``pos`` (20%以上, 3亿元多, 5000亿元左右)."""
    after = _after.match(text, pos) if text[pos : pos + 1] in _MAY_FOLLOW else None
    if not after:
        return pos, ""
    behind = text[after.end() : after.end() + 1] or "。"
    if after[2] in ("余", "多") and (not unit or behind in "种样元数方层"):
        return pos, ""
    if after[2] == "多" and FAMILIES.get(unit) in COUNTING and behind >= "一" and not EDGE.match(behind):
        return pos, ""  # 43个多部门联办事项
    return after.end(), "approx" if after[1] else "at_least" if after[2] else "at_most"
