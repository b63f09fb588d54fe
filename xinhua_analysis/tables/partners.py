"""The bodies that acted with the office, a row for each mention, and their roles.

A role (``roles.csv``) says where its bodies stand: behind it (联合|A、B|开展), between 与 and it (与|A|共建), between
由 or 在 and it, or right before it (|A|承办). A body is a part of a list that ends in the head of one, or is proper.
Conventions: ``docs/annotation-of-mentions.md``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import repeat

from .. import lexicon
from ..language.phrases import HEADS, generic, head_at, masked, phrase_first, propers
from ..language.tokens import STOPS, VERBS, Span, Words
from ..lexicon import Patterns
from ..records import Partner, Sentence
from .sentences import placed

_ROLES = {row["role"]: row["bodies"].split() for row in lexicon.rows("roles")}
_BODIES = {head: row["kind"] for head, row in HEADS.items() if row["kind"] in ("organisation", "profession")}
_NO_BODY = frozenset("DHLEPAXUQ了的“K") | frozenset(STOPS)  # kinds of words that end a list of bodies
_P = Patterns(__name__)
_OFFICE = lexicon.words("own_office")
_LEVELS = "国省市区县州旗镇乡"
_COLLECTIVE = lexicon.words("any_body")
_by, _CLAUSE = re.compile("[由在]"), "，,；;。：:\n"


def _bodies(text: str, words: Words, start: int, stop: int) -> Iterator[Span]:
    """The bodies of a list: 司法所、派出所与律师事务所; where the last has a head, all are bodies: 公安、消防部门."""
    parts, begin = [], start
    for mark in [*_P.and_.finditer(text, start, stop), None]:
        end = full = mark.start() if mark else stop
        if mark and (end - begin == 1 or words.start[bisect_left(words.start, end)] != end):
            continue  # 安|和|社工服务中心, 北京|协和|医院
        if end > begin:
            end = min(end, _list_stop(words, begin))
            parts.append((begin, end, _body_stop(text, words, begin, end)))
            if end < full and mark:  # the list ends within
                break
        begin = mark.end() if mark else end
    shared = bool(parts) and parts[-1][2] > parts[-1][0]
    for begin, end, headed in parts:
        named = propers(words, bisect_left(words.start, begin), bisect_left(words.start, end))
        found = headed if headed > begin else end if end - begin > 1 and (shared or named) else begin
        body = text[begin:found]
        known = body[:1] in tuple(_LEVELS) and len(body) > 3  # 县人民医院
        if body and body not in _OFFICE and (known or not (body.endswith(_COLLECTIVE) and generic.fullmatch(body))):
            yield begin, found


def _body_stop(text: str, words: Words, start: int, stop: int) -> int:
    """Behind the first body's head that a verb follows, else the last; ``start`` where there is none."""
    first, last = bisect_right(words.stop, start), bisect_right(words.stop, stop)
    found = [at for at in range(first, last) if words.text[at] and head_at(text, words.stop[at], start) in _BODIES]
    acting = (at for at in found if words.kind[at + 1] in VERBS and not {at + 1, at + 2} & {*found})
    return words.stop[next(acting, found[-1])] if found else start


def _list_stop(words: Words, start: int) -> int:
    """Where a list of bodies that begins at ``start`` ends: before a verb, a preposition, 等 or a mark."""
    first = at = min(bisect_right(words.stop, start), len(words.text) - 1)
    last = min(first + 40, len(words.text) - 1)
    while at < last and words.text[at][:1] != "等":
        ends = words.kind[at] in _NO_BODY and words.text[at] != "所" and not _unknown(words, at)  # 司法|所
        if ends and not (at > first and words.text[at] in HEADS and propers(words, at - 1, at)):  # 宏达|包装
            break
        at += 1
    return words.start[at]


def _unknown(words: Words, at: int) -> bool:
    """Whether a verb is a character of a name that no dictionary holds: 华|育|旭|鑫, 国|铁|建."""
    beside = (n for n in (at - 1, at + 1) if words.kind[n] not in _NO_BODY)
    return words.kind[at] in VERBS and len(words.text[at]) == 1 and any(len(words.text[n]) == 1 for n in beside)


def _lists(plain: str, words: Words, cue: re.Match[str], clause: int) -> Iterator[Span]:
    """Where the bodies of a role may stand, the likeliest first."""
    wanted, (begin, end) = _ROLES[cue[0]], cue.span()
    if "with" in wanted and (marks := list(_P.with_.finditer(plain, clause, begin))):
        yield marks[-1].end(), min(_list_stop(words, marks[-1].end()), begin)
    if "by" in wanted and (marks := list(_by.finditer(plain, clause, begin))):
        earlier = [role.end() for role in _P.role.finditer(plain, marks[-1].end(), begin)]
        yield max([marks[-1].end(), *earlier]), begin
    at = bisect_left(words.start, begin)
    if "before" in wanted:
        floor, first = bisect_left(words.start, clause), at
        while first > floor and (first == at or words.text[first - 1] in ("、", "和", "与", "及")):
            first = phrase_first(words, first - 1 - (first < at), floor)
        yield words.start[first], begin
    if "behind" in wanted:
        yield end, _list_stop(words, end)
    if "people" in wanted and _BODIES.get(words.text[at - 1]) == "profession":
        yield words.start[at - 1], begin


def read_partners(text: str, sentences: tuple[Sentence, ...], words: Words) -> tuple[Partner, ...]:
    """Every body that acted with the office, a row for each mention, with the word that tells its role.

    >>> import xinhua_analysis as xa
    >>> [(p.name, p.role) for p in xa.parse("联合桃源商会、建工集团开展义诊。").records("partners")]
    [('桃源商会', '联合'), ('建工集团', '联合')]
    """
    plain, found = masked(text), list[tuple[Span, str]]()  # bodies, with their roles
    for cue in _P.role.finditer(plain):
        clause = max(0, cue.start() - 60)
        clause = max(clause, 1 + max(map(plain.rfind, _CLAUSE, repeat(clause), repeat(cue.start()))))
        lists = (list(_bodies(plain, words, *span)) for span in _lists(plain, words, cue, clause))
        found += [(body, cue[0]) for body in next(filter(None, lists), [])]
    for mark in _P.with_.finditer(plain):  # 与|北辰医院|组建|医联体: the verb behind is the role
        stop = _list_stop(words, mark.end())
        at = bisect_left(words.start, stop)
        bodies = _bodies(plain, words, mark.end(), stop) if words.kind[at] == "D" else ()
        found += [(body, words.text[at]) for body in bodies if head_at(text, body[1], body[0]) in _BODIES]
    once = {stop: (start, stop, role) for (start, stop), role in reversed(found)}  # the first that was found counts
    rows = [Partner("", a, b, text[a:b], text[a:b], role, "", "") for a, b, role in once.values()]
    return tuple(placed(rows, "p", sentences))
