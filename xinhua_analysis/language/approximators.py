"""The words before and behind a quantity that say how far to trust it: 约300户, 不少于5次, 20%以上, 至多支持50万元."""

from __future__ import annotations

from .. import lexicon
from ..lexicon import Patterns
from .numbers import BLANKS, PARTS

_P = Patterns(__name__, **PARTS)
EDGE = _P.EDGE
_BLANK = frozenset(BLANKS)
_BOUNDS = {word: bound for bound in ("at_least", "at_most", "approx") for word in lexicon.words(bound)}
_BEFORE = sorted(_BOUNDS, key=lambda word: -len(word))
_BOUNDS |= {"突破": "at_least", "高于": "at_least", "低于": "at_most"}  # verbs of their clause
_LAST_OF_BEFORE = {word[-1] for word in _BEFORE}
_LAST_OF_LIGHT, _FIRST_OF_AFAR = frozenset("有为占达到需要在是合计"), frozenset("至最起突高低约")
_LAST_OF_NEGATED = frozenset("破超过出逾于了")
_MAY_FOLLOW = frozenset(f"{BLANKS}左上有余多出+＋及以之（(不")


def approximator_before(text: str, pos: int) -> tuple[int, str]:
    """Start and bound of the approximator that ends at ``pos`` (约300, 近3亿元, 不少于5次)."""
    near = pos
    while pos - near < 8 and text[near - 1 : near] in _BLANK:  # 约⏎300户
        near -= 1
    light = _P.light.search(text, max(0, near - 5), near) if text[near - 1 : near] in _LAST_OF_LIGHT else None
    near = light.start() if light else near
    if text[near - 1 : near] in _LAST_OF_NEGATED and (negated := _P.negated.search(text, max(0, near - 9), near)):
        return negated.start(), "at_most" if negated[1] else "at_least"
    if text[near - 1 : near] in _LAST_OF_BEFORE:
        for word in _BEFORE:
            at = near - len(word)
            if at >= 0 and text.startswith(word, at) and not (at and _P.other_word.match(text, near - 2, near)):
                return pos if light else at, _BOUNDS[word]
    window = max(0, pos - 8), pos
    far = None if _FIRST_OF_AFAR.isdisjoint(text[slice(*window)]) else _P.afar.search(text, *window)
    return pos, _BOUNDS[far[far.lastindex or 0]] if far else ""


def approximator_after(text: str, pos: int, unit: str) -> tuple[int, str]:
    """Stop and bound of the approximator that starts at ``pos`` (20%以上, 3亿元多, 5000亿元左右)."""
    after = _P.after.match(text, pos) if text[pos : pos + 1] in _MAY_FOLLOW else None
    if not after:
        return pos, ""
    behind = text[after.end() : after.end() + 1] or "。"
    if after[2] in ("余", "多") and (not unit or behind in "种样元数方层"):
        return pos, ""
    if after[2] in ("余", "多") and behind >= "一" and not _P.goes_on.match(behind):
        return pos, ""  # 43个多部门联办事项, 300万元余款; but 2米多高
    return after.end(), "approx" if after[1] else "at_least" if after[2] else "at_most"
