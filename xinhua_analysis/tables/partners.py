"""The bodies that acted with the office, a row for each mention, and their roles.

Conventions: ``docs/annotation-of-mentions.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..language.verbs import OPENS, any_of, masked, one_of
from ..records import Partner, Sentence
from .names import NAME_HEADS, clause_end, clause_stop, placed

_BODIES = [head for head, row in NAME_HEADS.items() if row["kind"] in ("organisation", "profession")]
_any_body = re.compile(any_of(tuple(_BODIES)))
_body = re.compile(f"(?:{any_of(tuple(_BODIES))})(?![协商议]?会(?!计))")
_profession = any_of(tuple(h for h, row in NAME_HEADS.items() if row["kind"] == "profession"))
# 引进A、B; 由A主办、B承办; 律师参与; 与A共建, 与A共同举办. 创新联合会 and 农商联合银行 are names.
_role = re.compile(
    "|".join(f"{word}(?![会体国]|银行)" for word in ("联合", "会同", "携手", "引进", "引入", "整合", "邀请"))
    + "|共同|主办|承办|协办|指导|支持|共建|参与"
)
_TOGETHER, _BEHIND_IT = ("联合", "共同", "携手", "共建"), ("会同", "引进", "引入", "整合", "邀请")
_by = re.compile(r"由([^由]{2,60})$")
_with = re.compile(
    r"[与和同跟](?:(?<=与)|(?<![^，,。；;：:\s].)(?![步时期]))([^与，,。；;：:\s]{2,40}?)(?:结对|合作|签约)?$"
)
_after = re.compile(r"[^\n]*(?:主办|承办|协办)[、，,]([^，,。；;：:\s]{2,40})$")  # 由A主办、|B|承办
_person = re.compile(f"(?:{_profession})$")
_and = re.compile(r"[、与和及]|以及")
_closed = re.compile(rf"等|{one_of(OPENS)}(?!会|中心)")  # 卫生服务中心 is a body


def _bodies(plain: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The bodies of a list, up to the first part that ends in none: 司法所、派出所与律师事务所|等基层力量."""
    if not _any_body.search(plain, start, stop):
        return
    closed = _closed.search(plain, start + 1, stop)
    limit = closed.start() if closed else stop
    at = start
    for mark in [*_and.finditer(plain, start, limit), None]:
        end = mark.start() if mark else limit
        heads = list(_body.finditer(plain, at, end))
        if not heads:
            return
        yield at, heads[-1].end()
        at = mark.end() if mark else end


def _region(plain: str, cue: re.Match[str]) -> tuple[int, int]:
    """Where the bodies stand: behind 联合, between 由 and 主办, before 参与."""
    at, word = cue.start(), cue[0]
    if word in ("主办", "承办", "协办") and (mark := _after.match(plain, max(0, at - 62), at)):
        return mark.span(1)
    if word == "共同" and plain[at + 2 : at + 4] not in OPENS:
        return at, at
    floor = max(0, at - 62)
    for end in clause_end.finditer(plain, floor, at):
        floor = end.end() if end.end() < at else floor
    frame = _person if word == "参与" else _with if word in _TOGETHER else _by
    mark = frame.search(plain, floor, at) if word not in _BEHIND_IT else None
    if not mark and word in ("联合", "携手", *_BEHIND_IT):
        return cue.end(), clause_stop(plain, cue.end())
    return mark.span(mark.lastindex or 0) if mark else (at, at)


def read_partners(text: str, sentences: tuple[Sentence, ...]) -> tuple[Partner, ...]:
    """Every body that acted with the office, a row for each mention, with the word that tells its role.

    >>> s = Sentence("s0-01", 0, 14, "", "body", "s0"),
    >>> [(p.name, p.role) for p in read_partners("联合桃源商会、建工集团开展义诊。", s)]
    [('桃源商会', '联合'), ('建工集团', '联合')]
    """
    plain = masked(text)
    found = []
    for cue in _role.finditer(plain):
        for start, stop in _bodies(plain, *_region(plain, cue)):
            name = text[start:stop]
            found.append(Partner("", start, stop, name, name, cue[0], "", ""))
    return tuple(placed(found, "p", sentences))
