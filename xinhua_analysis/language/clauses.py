"""The clauses of a row of tagged words, and the figures in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .tagging import STOPS, Word


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
