"""Patterns of many words, and a text without what stands in brackets or marks: what names and claims look for.

Text in “…”, 《…》 and (…) is masked first, so that no rule cuts there or finds a verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


def any_of(words: Iterable[str]) -> str:
    """A pattern for the longest of many plain words, branching on the first character: a miss costs one look.

    >>> any_of(("开展", "开", "办"))
    '开(?:展|)|办(?:)'
    """
    heads: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: -len(word)):
        heads.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{head}(?:{'|'.join(tails)})" for head, tails in heads.items())


_held = re.compile(r"“[^“”\n]{1,120}”|《[^《》\n]{1,80}》|\([^()（）\n]{1,60}[)）]|（[^()（）\n]{1,60}[)）]")


@lru_cache(maxsize=1)
def masked(text: str) -> str:
    """The text with what stands in “…”, 《…》 or (…) made unreadable, so that no rule cuts there or finds a verb.

    >>> masked("完善“左右贯通,五社联动”机制")
    '完善“□□□□□□□□□”机制'
    """
    return _held.sub(lambda held: f"{held[0][0]}{'□' * (len(held[0]) - 2)}{held[0][-1]}", text)
