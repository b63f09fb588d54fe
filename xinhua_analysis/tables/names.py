"""Named things: programmes, platforms, publications, bodies, places, events.

A name is what stands in “…” or 《…》, and what trained weights choose among the words without marks (``naming``).
The kind of a quoted name is told by the words around it: “…”手册, 打造“…”小程序, 服务站“…”; of another by its head.
Conventions: ``docs/annotation-of-mentions.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .. import lexicon
from ..language.naming import choose_names
from ..language.structure import Lines
from ..language.weights import table
from ..lexicon import Patterns
from ..records import Name, Sentence
from .sentences import placed


class FoundName(NamedTuple):
    """A name before it becomes a row; ``sure`` is false where only the absence of a cue made it an expression."""

    start: int
    stop: int
    kind: str
    sure: bool = True


def _cues(where: str) -> dict[str, str]:
    return {row["cue"]: row["kind"] for row in lexicon.rows("name_cues") if row["where"] == where}


_BEHIND, _BEFORE, _INSIDE, _LIST = map(_cues, ("behind", "before", "inside", "list"))
_TITLED = tuple(row["cue"] for row in lexicon.rows("claim_cues") if row["kind"] == "honour")
_P = Patterns(__name__, behind_words=lexicon.any_of(_BEHIND))


def in_quotes(text: str) -> Iterator[FoundName]:
    """Every “…” and 《…》, with the kind that the words around it tell."""
    marks = list(_P.quoted.finditer(text))
    found: list[FoundName] = []
    for mark in reversed(marks):
        kind = "publication" if mark[0][0] == "《" else _quoted_kind(text, mark, found[-1] if found else None)
        found.append(FoundName(*mark.span(), kind or "expression", bool(kind)))
    known = {text[f.start : f.stop]: f.kind for f in found if f.sure}
    for f in reversed(found):
        yield f if f.sure else f._replace(kind=known.get(text[f.start : f.stop], f.kind))


def _quoted_kind(text: str, mark: re.Match[str], following: FoundName | None) -> str:
    """The kind of a “…”, empty where nothing tells; in a list “…”、“…” all are what the last is."""
    start, stop = mark.span()
    content, before = text[start + 1 : stop - 1], text[max(0, start - 8) : start]
    if _P.five_years.fullmatch(content) or before.endswith(_TITLED):  # or an honour's title
        return "programme"
    if before.endswith("以") and text.startswith("为", stop):  # 以“…”为主题
        return "expression"
    listed = following if following and text[stop : following.start] in ("、", "") else None
    inside = _by_ending(_INSIDE, content)
    if listed:
        return inside or (listed.kind if listed.sure else "")
    behind = _behind_kind(text, stop)
    if behind in ("publication", "platform", "organisation", "place", "event", "meeting"):
        return behind
    if said := inside or behind or _by_ending(_BEFORE, before):
        return said
    if _P.formula.match(content):
        return "mechanism"
    return "programme" if _P.made.search(before) else ""


def _by_ending(cues: dict[str, str], words: str) -> str:
    """The kind of the longest cue that the words end in, empty if none."""
    return next((cues[words[-n:]] for n in range(min(len(words), 6), 0, -1) if words[-n:] in cues), "")


def _behind_kind(text: str, stop: int) -> str:
    """What the noun phrase behind the marks says: its last cue, “…”儿童主题|公园."""
    phrase = _P.phrase.match(text, stop)
    cues = _P.behind.findall(phrase[1]) if phrase else []
    return _BEHIND[cues[-1]] if cues else ""


def read_names(text: str, sentences: tuple[Sentence, ...], lines: Lines) -> tuple[Name, ...]:
    """All named things, in the order of the text, each time that they are written; none lies inside another."""
    found = list(in_quotes(text))
    for start, stop, kind, listed in choose_names(text, lines, table()):
        name = text[start:stop]  # what has no known head is what 等 calls it, or an event, or a body
        said = "event" if _P.event.match(name) else "meeting" if _P.party.search(name) else "organisation"
        found.append(FoundName(start, stop, kind or _LIST.get(listed) or said))
    kept: list[Name] = []
    for start, stop, kind, _ in sorted(found, key=lambda name: (name.start, -name.stop)):
        if not kept or start >= kept[-1].stop:
            kept.append(Name("", start, stop, text[start:stop], kind, "", ""))
    return tuple(placed(kept, "m", sentences))
