"""Claims to be first or honoured, a row for each cue (首个, 率先, 获评), read from ``claim_cues.csv``.

首 before any measure word is a cue too (首趟, 首宗). What an honour's cue needs beside it stands in ``needs``: a title
(获得|先进集体), or a title or level (获批|国家级开发区), or 被 before (被确定为).
Conventions: ``docs/annotation-of-mentions.md``.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from .. import lexicon
from ..columns import NOT_STATED
from ..language.phrases import masked, phrase_first, propers
from ..language.tokens import VERBS, Words
from ..lexicon import Patterns
from ..records import Claim, Sentence
from .sentences import placed

_CUES = {row["cue"]: row for row in lexicon.rows("claim_cues")}
_COUNTS = ("count", "organisation", "place", "occasion", "household")
_MEASURES = "".join(
    unit for unit, of in lexicon.mapping("units", "unit_family").items() if of in _COUNTS and len(unit) < 2
)
_P = Patterns(__name__, MEASURES=_MEASURES)
_BREAKS = frozenset(word for use in ("splits", "breaks") for word in lexicon.words(use))
_DONE = lexicon.words("first_done")  # behind these what was done, to the end of the clause


def _first_claim(text: str, plain: str, words: Words, cue: re.Match[str], stop: int) -> Claim | None:
    """首个就业服务站, 全市率先实施…, 率先在全市实施…: the scope stands right before the cue or right behind."""
    start, scope = _scope_before(text, words, cue.start())
    joint = _P.joint.match(plain, cue.end())
    what = joint.end() if joint else cue.end()
    done = cue[0] in _DONE
    if done and scope == NOT_STATED and (behind := _P.scope_behind.match(plain, what, stop)):
        what, scope = behind.end(), behind[1]
    end = stop if done else _noun_stop(words, what, stop)
    if end <= what or (scope == NOT_STATED and (cue[0][0] == "第" or cue[0] == "首发")):  # 第一批主题教育
        return None
    return Claim("", start, end, text[start:end], "first", cue[0], scope, text[what:end], "", "", "")


def _scope_before(text: str, words: Words, at: int) -> tuple[int, str]:
    """Where the claim begins, and its scope: 全市|首个, 长宁区|首批, 浙江|首家; else where the cue stands."""
    if mark := _P.scope.search(text, max(0, at - 14), at):
        return mark.start(), mark[0]
    place = bisect_left(words.start, at) - 1
    if words.stop[place] == at:
        first = phrase_first(words, place, max(0, place - 2))
        said = text[words.start[first] : at]
        is_place = words.speech[place] == "ns" or said[-1:] in tuple("省市区县州镇乡")
        if is_place and 1 < len(said) < 7 and propers(words, first, place + 1):
            return words.start[first], said
    return at, NOT_STATED


def _noun_stop(words: Words, start: int, stop: int) -> int:
    """The end of the noun phrase behind 首个: before a quoted name, a verb, an adverb, a number, 、 or at ``stop``."""
    first = at = bisect_left(words.start, start)
    while words.start[at] < stop and words.stop[at] > words.start[at]:
        if at > first and _ends_noun(words, at, stop):
            return words.start[at]
        at += 1
    return stop


def _ends_noun(words: Words, at: int, stop: int) -> bool:
    """Whether a word ends the noun phrase before it: a verb does where no 的 makes an attribute of it."""
    kind, speech = words.kind[at], words.speech[at]
    if kind in "E" and words.start[at + 1] < stop:  # 备案|全覆盖|道路
        return words.kind[at + 1] not in "nN"
    if kind == "B":  # 全面|启动; but 综合|服务|中心
        return words.kind[at + 1] in "DHL" and words.stop[at + 1] == stop
    is_verb = kind in VERBS or (kind == "P" and speech == "v")  # 医养|结合|试点
    if not is_verb or kind in "Gg":
        return kind in "APXUMTK“、《E了" or speech in ("d", "ad") or words.text[at][:1].isdigit()
    behind = words.kind[at + 1 : bisect_left(words.start, stop)]
    # 投入|运营, 吸引|620人, 落户|我区; but 助餐|点, 结合|试点
    acts = "U" in behind or (len(behind) == 1 and behind[0] in VERBS) or words.text[at + 1][:1] in tuple("我本全")
    if "的" in behind or (behind and words.text[at] not in _BREAKS and not acts):
        return False
    return kind != "v" or not behind or behind[0] not in "nN"


def _honour(text: str, plain: str, words: Words, cue: re.Match[str], stop: int) -> Claim | None:
    """获评上海市…优质校: what keeps the giver's words; 获得 and 授予 only with the name of an honour."""
    begin, what = cue.start(), cue.end()
    tail = _P.tail.search(text, what, stop)
    stop = tail.start() if tail else stop
    given = _P.given.search(plain, max(0, begin - 50), begin)
    passive = cue[0][0] == "被" or plain[begin - 1 : begin] == "被" or bool(given)
    said, needs, level = text[what:stop], _CUES[cue[0]]["needs"], _P.level.match(text, what, stop)
    # 获得|先进集体, 获批|国家级开发区, but not 获批|资金
    titled = (_P.titled.search(said) or (needs == "title" and level)) and not _P.no_title.search(said)
    honours = _P.given_award.search(said) if needs == "award" else titled or needs in ("", "passive" if passive else "")
    if not said or not honours or plain[begin - 2 : begin] in ("唯一", "首批"):
        return None
    giver = text[slice(*given.span(1))] if given else level[1] if level else ""
    fields = "honour", text[begin : cue.end()], NOT_STATED, said, giver
    return Claim("", begin, stop, text[begin:stop], *fields, "", "")


def _inspection(text: str, plain: str, words: Words, cue: re.Match[str], stop: int) -> Claim | None:
    """通过国家卫生城市验收: the title stands between the verb and the cue; an inspection of works gives none."""
    begin = max(plain.rfind(c, max(0, cue.start() - 40), cue.start()) for c in ("完成", "通过", "，", ",", "。", "、"))
    if begin < 0 or plain[begin : begin + 2] not in ("完成", "通过"):
        return None
    what, level = begin + 2, _P.level.match(plain, begin + 2, cue.start())
    stop = what + len(_P.manner.sub("", plain[what : cue.start()]))
    if stop - what < 3 or not _P.inspected.search(plain, what, stop):
        return None
    giver = level[1] if level else ""
    fields = text[what : cue.end()], "honour", cue[0], NOT_STATED, text[what:stop], giver
    return Claim("", what, cue.end(), *fields, "", "")


_RULES = {"first": _first_claim, "honour": _honour, "before": _inspection}


def read_claims(text: str, sentences: tuple[Sentence, ...], words: Words) -> tuple[Claim, ...]:
    """Every first and every honour, in the order of the text; one row a cue.

    >>> import xinhua_analysis as xa
    >>> [(c.cue, c.scope, c.what) for c in xa.parse("建成全市首个托育中心。").records("claims")]
    [('首个', '全市', '托育中心')]
    """
    plain = masked(text)
    found = []
    for cue in _P.cue.finditer(plain):
        row = _CUES.get(cue[0], {"kind": "first", "needs": ""})
        rule = _RULES.get(row["needs"] if row["needs"] == "before" else row["kind"])
        # the end of the clause, sought no further than clauses are long: a text without stops is read in linear time
        end = _P.clause_end.search(plain, cue.end(), cue.end() + 120)
        if rule and (claim := rule(text, plain, words, cue, end.start() if end else cue.end())):
            found.append(claim)
    claims = list(placed(found, "c", sentences))
    # a heading announces what its section tells: what is said again under it, with the same cue, is one claim
    headings = {sentence.id for sentence in sentences if sentence.kind != "body"}
    told = {(claim.section_id, claim.cue) for claim in claims if claim.sentence_id not in headings}
    kept = [c for c in claims if c.sentence_id not in headings or (c.section_id, c.cue) not in told]
    return tuple(claim._replace(id=f"c{number:03}") for number, claim in enumerate(kept, start=1))
