"""Where a verb stands in plain text, and what may stand before it: the words that names and claims look for.

Text in “…”, 《…》 and (…) is masked first, so that no rule cuts there or finds a verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from .. import lexicon
from .stages import said_stage


def any_of(words: Iterable[str]) -> str:
    """A pattern for the longest of many plain words, branching on the first character: a miss costs one look.

    >>> any_of(("开展", "开", "办"))
    '开(?:展|)|办(?:)'
    """
    heads: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: -len(word)):
        heads.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{head}(?:{'|'.join(tails)})" for head, tails in heads.items())


def one_of(words: Iterable[str]) -> str:
    """The same inside a larger pattern: where no word begins with the character there, one look says so.

    >>> one_of(("开展", "开", "办"))
    '(?:(?=[办开])(?:开(?:展|)|办(?:)))'
    """
    words = tuple(words)
    return f"(?:(?=[{''.join(sorted({word[0] for word in words}))}])(?:{any_of(words)}))"


def verbs_used(use: str) -> dict[str, str]:
    """The verbs of ``predicates.csv`` that have one use, with all their uses.

    >>> verbs_used("leads")["试点"]
    'leads'
    """
    return {verb: uses for verb, uses in PREDICATES.items() if use in uses.split()}


PREDICATES = lexicon.mapping("predicates", "uses")
OPENS, SPLITS = verbs_used("opens"), verbs_used("splits")
ADVERBS = lexicon.mapping("adverbs", "stage")
PREPOSITIONS = lexicon.mapping("prepositions", "use")
VERBS = {verb: kind for verb, kind in lexicon.mapping("verbs", "kind").items() if kind in ("do", "noun")}
VERBS = dict.fromkeys(PREDICATES, "do") | VERBS
# How long the verbs are that begin with the same two characters, longest first.
_LENGTHS: dict[str, list[int]] = {}
for _length in sorted({len(verb): 0 for verb in VERBS if len(verb) > 1}, reverse=True):
    for _verb in VERBS:
        if len(_verb) == _length and _length not in _LENGTHS.setdefault(_verb[:2], []):
            _LENGTHS[_verb[:2]].append(_length)

# What may stand before the verb: 一是, (1), 2023年, 6月底前, 年底前, adverbs, 创造性地
_lead = re.compile(
    rf"(?:({one_of(ADVERBS)})|[一二三四五六七八九十]是|[\s•·—　]+"
    r"|[到至]?(?:\d{4}|今|本)年(?:度|[底末初中内])?(?:[之以]?前)?|年[底末初中](?:[之以]?前)?|(?<=年)[度底末初中](?:[之以]?前)?|第?[一二三四]季度[末内]?(?:[之以]?前)?"
    r"|\d{1,2}月(?:份|[上中下]旬|[底末初中]|\d{1,2}日)?(?:[之以]?前|内)?"
    r"|[(（]?\d{1,2}[)）.．、](?!\d)|[^\W\d]{2,3}地(?![区方产铁下]))*"
)
_framed = re.compile(r"[在于为对向从将把]|[到至](?=\d)")  # 力争|在年底前完成; not 争取|到资金
_LEADS_IN = frozenset("到至今本年第一二三四五六七八九十" + "".join(word[0] for word in ADVERBS))
_held = re.compile(r"“[^“”\n]{1,120}”|《[^《》\n]{1,80}》|\([^()（）\n]{1,60}[)）]|（[^()（）\n]{1,60}[)）]")


@lru_cache(maxsize=1)
def masked(text: str) -> str:
    """The text with what stands in “…”, 《…》 or (…) made unreadable, so that no rule cuts there or finds a verb.

    >>> masked("完善“左右贯通,五社联动”机制")
    '完善“□□□□□□□□□”机制'
    """
    return _held.sub(lambda held: f"{held[0][0]}{'□' * (len(held[0]) - 2)}{held[0][-1]}", text)


def verb_at(text: str, at: int, stop: int) -> int:
    """Where the verb that starts at ``at`` ends: the longest of the lexicon; ``at`` itself where none does.

    >>> verb_at("组织开展培训", 0, 6)
    4
    """
    for length in _LENGTHS.get(text[at : at + 2], ()):
        if at + length <= stop and text[at : at + length] in VERBS:
            return at + length
    # one character is a verb only before a number: 办|8场
    return at + 1 if at + 1 < stop and text[at + 1].isdigit() and text[at] in VERBS else at


def pass_adverbs(text: str, at: int, stop: int) -> tuple[int, str]:
    """Where the adverbs at the head of a part end, and the stage that they give.

    >>> pass_adverbs("积极持续推进", 0, 6)
    (4, 'ongoing')
    """
    head = text[at : at + 1]
    if head not in _LEADS_IN and head.isalpha() and "地" not in text[at + 2 : at + 4]:
        return at, ""
    lead = _lead.match(text, at, stop)
    if lead is None or lead.end() == at:
        return at, ""
    end, last = lead.end(), lead[1]
    if last in VERBS and text.endswith(last, at, end) and not (ADVERBS[last] and _framed.match(text, end, stop)):
        # 加快 and 严格 are adverbs only before a verb: 加快|招商引资步伐
        then = verb_at(text, end, stop)
        if text[end:then] not in PREDICATES and text[end : end + 2] not in PREDICATES:
            end -= len(last)
    return end, adverbs_stage(lead[0][:60])


@lru_cache(maxsize=4096)
def adverbs_stage(adverbs: str) -> str:
    """The stage of a run of adverbs."""
    return said_stage(match[0] for match in _staged.finditer(adverbs))


_staged = re.compile(any_of(word for word, stage in ADVERBS.items() if stage))
