"""Phrases that name: heads of names (研究会, 路), words that are names by themselves, where a noun phrase begins."""

from __future__ import annotations

import re
from functools import lru_cache

from .. import lexicon
from .tokens import VERBS, Words, kind_of

HEADS = {row["head"]: row for row in lexicon.rows("name_heads")}
generic = re.compile(f"(?:{lexicon.any_of(lexicon.entries('generics'))})++")
HEAD_LENGTHS: dict[str, list[int]] = {}  # how long the heads are that end in a character, longest first
for _length, _end in sorted({(-len(head), head[-1]): 0 for head in HEADS}):
    HEAD_LENGTHS.setdefault(_end, []).append(-_length)
_NO_PART = frozenset("PXAEQLHU了T，；。：、的“K^C")  # kinds of words that no name goes over
_NOUNS, _NO_SPEECH = frozenset("nNGgjftDB"), frozenset("pucrdqmy")
_SYLLABLES = ("a", "n", "ng", "ag", "nr", "b", "j", "z", "g")
_WORDS = 24  # of a phrase at most
_scope_word = re.compile(r"(?:[全本我各该]|辖)[国省市区县州镇乡村街社区]")


def head_at(text: str, stop: int, floor: int = 0) -> str:
    """The longest head of a name that ends at ``stop``; empty where none does.

    >>> head_at("东海人民医院", 6), head_at("东海人民", 4)
    ('医院', '')
    """
    for length in HEAD_LENGTHS.get(text[stop - 1 : stop], ()):
        if length <= stop - floor and (head := text[stop - length : stop]) in HEADS:
            return head
    return ""


@lru_cache(maxsize=1 << 14)
def is_proper(word: str, speech: str) -> bool:
    """Whether a word is a name by itself, by its part of speech.

    >>> is_proper("岚桥", "nr"), is_proper("科技", "n"), is_proper("社区", "ns")
    (True, False, False)
    """
    if len(word) < 2 or generic.fullmatch(word) or kind_of(word, "n") != "n":
        return False
    return speech[:2] in ("nr", "ns", "nt", "nz") or (len(word) > 2 and word[-1] in "省市县州镇乡") or word[0] == "城"


def propers(words: Words, first: int, stop: int) -> list[int]:
    """The words of a run that are names by themselves, or two of one character side by side: 佳|家|照护."""
    ones = [len(word) == 1 and word.isalpha() for word in words.text[first:stop]]
    pairs = zip(range(first, stop), ones, [*ones[1:], False], strict=False)
    return [at for at, one, then in pairs if is_proper(words.text[at], words.speech[at]) or (one and then)]


def phrase_first(words: Words, last: int, floor: int) -> int:
    """The first word of the noun phrase whose last word is ``last``: behind the last mark, verb or preposition.

    >>> from xinhua_analysis.language.tokens import Sentence, cut_lines
    >>> words, _ = cut_lines("街道协调推进杨宅路", [Sentence("s0-01", 0, 9, "", "body", "s0")], [])
    >>> "".join(words.text[phrase_first(words, len(words.text) - 3, 0) :])
    '杨宅路'
    """
    at, floor = last, max(floor, last - _WORDS)
    while at > floor and words.stop[at - 1] == words.start[at]:
        before = _over(words, at - 1, floor)
        if before == at:
            break
        at = before
    word, speech = words.text[at], words.speech[at - 1]
    if len(word) == 2 and word[1] in "县市区镇乡" and len(words.text[at - 1]) == 1 and speech in _SYLLABLES:
        return at - 1  # 长|陵县, which the segmenter does not know
    return at


def _over(words: Words, at: int, floor: int) -> int:
    """The first word of the part of a phrase that ends with the word at ``at``; ``at + 1`` where that is no part."""
    kind, speech, word = words.kind[at], words.speech[at], words.text[at]
    if kind == "O" or word.startswith("第"):
        return at
    if word in ("）", ")"):
        return next((n for n in range(at - 1, max(floor, at - 6), -1) if words.text[n] in "(（"), at + 1)
    if word == "和":  # 安|和|社工服务中心, which the segmenter does not know
        left, before = words.text[at - 1], words.kind[at - 2]
        joined = len(left) == 1 and left.isalpha() and words.kind[at - 1] not in "PC"
        return at - 1 if joined and (before in _NO_PART or before in VERBS) else at + 1
    if kind in VERBS or speech[0] == "v":  # 东海|老年|教育|中心; but 改造|东海公园
        noun_before = at > floor and words.stop[at - 1] == words.start[at] and words.kind[at - 1] in _NOUNS
        nominal = (kind in "Ggv" or speech == "vn") and not is_proper(words.text[at + 1], words.speech[at + 1])
        return at if nominal and noun_before else at + 1
    return at + (kind in _NO_PART or speech[0] in _NO_SPEECH or bool(_scope_word.match(word)))


_held = re.compile(r"“[^“”\n]{1,120}”|《[^《》\n]{1,80}》|\([^()（）\n]{1,60}[)）]|（[^()（）\n]{1,60}[)）]")


@lru_cache(maxsize=1)
def masked(text: str) -> str:
    """The text with what stands in “…”, 《…》 or (…) made unreadable, so that no rule cuts there or finds a verb.

    >>> masked("完善“左右贯通,五社联动”机制")
    '完善“□□□□□□□□□”机制'
    """
    return _held.sub(lambda held: f"{held[0][0]}{'□' * (len(held[0]) - 2)}{held[0][-1]}", text)
