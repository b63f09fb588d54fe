"""Claims to be first or honoured, a row for each cue (首个, 率先, 获评).

Conventions: ``docs/annotation-of-mentions.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..columns import NOT_STATED
from ..language.verbs import ADVERBS, OPENS, SPLITS, masked, one_of, verbs_used
from ..records import Claim, Sentence
from .names import clause_stop, generic, name_start, placed

_cue = re.compile(
    r"首[个条批届期家次创座所例支部台单张款站位只套轮本间处艘架]|率先|唯一|第一[个家批条所座例支部]"
    r"|被评为|评为|获评|被授予|授予|荣获|荣膺|获颁|获批|入选|获得|验收"
)
_NO_FIRST = (
    "首次公开",
    "首次执行",
    "首位度",
    "首期款",
    "首期投",
    "首套房",
    "首部曲",
    "首创性",
    "首创精神",
    "首个工作日",
    "唯一性",
    "率先发展",
    "率先垂范",
    "率先示范",
)
_within = r"全(?:国|球|省|市|区|县|州|镇|乡|街道|系统|行业)|国内|世界|亚洲|[本我][国省市区县]"
_scope = re.compile(rf"(?:(?:{_within})(?:[^\W\d_]{{0,6}}(?:系统|行业))?|社区|街道)(?=(?:范围)?内?$)")
# 率先|在全市|推行…: the scope behind the cue
_scope_behind = re.compile(rf"[在于]((?:{_within})(?:[^\W\d_]{{0,6}}?(?:系统|行业))?)(?:范围)?[内中]?")
_level = re.compile(r"(?:全[国省市区县州]|国家|[^\W\d_首]{2,3}?(?:省|市|区|县)|[省市区县])(?!场|民)")
# 国家卫生城市, 平安示范社区, 文明单位: what is inspected is a title; 改造工程, …办公室 are works and bodies
_title = re.compile(r"(?:文明|卫生|园林|森林|双拥|示范|样板|标杆|先进|优秀|模范|品牌|星级)\w{0,8}$")
_prize = re.compile(r"称号|奖|荣誉|先进|优秀|示范|标兵|红旗|金牌|银牌|铜牌|冠军|第一")


def _first_claim(text: str, plain: str, cue: re.Match[str], stop: int) -> Claim | None:
    """首个就业服务站, 全市率先实施…, 率先在全市实施…: the scope stands right before the cue or right behind."""
    if plain.startswith(_NO_FIRST, cue.start()):
        return None
    start, scope = _scope_before(plain, cue.start())
    what = _behind_joint(plain, cue.end())
    done = cue[0] in ("率先", "首次", "首创")
    if done and scope == NOT_STATED and (behind := _scope_behind.match(plain, what, stop)):
        what, scope = behind.end(), behind[1]
    end = stop if done else _noun_stop(plain, what, stop)
    if end <= what:
        return None
    return Claim("", start, end, text[start:end], "first", cue[0], scope, text[what:end], "", "", "")


def _behind_joint(plain: str, at: int) -> int:
    """Behind what joins the cue to what is first: 首台(套)|…, 全市首个|由…."""
    at += 3 if plain[at : at + 3] in ("（□）", "(□)") else 0
    return at + 1 if plain[at : at + 1] in ("的", "由") else at


def _scope_before(plain: str, at: int) -> tuple[int, str]:
    """Where the claim begins, and its scope: 全市|首个, 长宁区|首批; else where the cue stands."""
    if mark := _scope.search(plain, max(0, at - 14), at):
        return mark.start(), mark[0]
    if plain[at - 1 : at] in tuple("省市区县州"):
        start = name_start(plain, max(0, at - 10), at - 1)
        if 2 <= at - start <= 6 and not generic.fullmatch(plain[start : at - 1]):
            return start, plain[start:at]
    return at, NOT_STATED


def _noun_stop(plain: str, at: int, stop: int) -> int:
    """The end of the noun phrase behind 首个: before a quoted name, a verb, 、 or the end of the clause."""
    for mark in _breaks.finditer(plain, at + 1, stop):
        if mark[0] != "“" or mark.start() > at:
            return _without_adverb(plain, at, mark.start())
    return stop


_breaks = re.compile(
    rf"[“、《]|(?<![的”]){one_of([*SPLITS, *verbs_used('breaks')])}(?![会的])"
    rf"|(?:全面|顺利|扎实|稳步|有序|正式|成功|正在|持续|加快|圆满|如期|陆续|已)(?={one_of(OPENS)})"
)


def _without_adverb(plain: str, at: int, stop: int) -> int:
    return next((stop - n for n in (4, 3, 2) if stop - n > at and plain[stop - n : stop] in ADVERBS), stop)


def _honour(text: str, plain: str, cue: re.Match[str], stop: int) -> Claim | None:
    """获评上海市…优质校: what keeps the giver's words; 获得 and 授予 only with the name of an honour."""
    what = cue.end()
    if what >= stop or (cue[0] in ("获得", "授予", "获批") and not _prize.search(text, what, stop)):
        return None
    level = _level.match(plain, what, stop)
    by = re.search(r"被([^\W\d_]{2,12})$", plain[max(0, cue.start() - 13) : cue.start()])
    giver = level[0] if level else by[1] if by else ""
    return Claim(
        "", cue.start(), stop, text[cue.start() : stop], "honour", cue[0], NOT_STATED, text[what:stop], giver, "", ""
    )


def _inspection(text: str, plain: str, cue: re.Match[str], stop: int) -> Claim | None:
    """通过国家卫生城市验收: the title stands between the verb and the cue; an inspection of works gives none."""
    begin = max(plain.rfind(c, max(0, cue.start() - 40), cue.start()) for c in ("完成", "通过", "，", ",", "。", "、"))
    if begin < 0 or plain[begin : begin + 2] not in ("完成", "通过"):
        return None
    what, level = begin + 2, _level.match(plain, begin + 2, cue.start())
    stop = _inspected(plain, what, cue.start())
    if stop - what < 3 or not _title.search(plain, what, stop):
        return None
    giver = level[0] if level else ""
    fields = text[what : cue.end()], "honour", "验收", NOT_STATED, text[what:stop], giver
    return Claim("", what, cue.end(), *fields, "", "")


def _inspected(plain: str, at: int, stop: int) -> int:
    """Where what was inspected ends: before 现场, 综合 and the like."""
    while plain[max(at, stop - 2) : stop] in (
        "现场",
        "综合",
        "实地",
        "专项",
        "市级",
        "区级",
        "省级",
        "考核",
        "评估",
        "复核",
        "达标",
    ):
        stop -= 2
    return stop


def read_claims(text: str, sentences: tuple[Sentence, ...]) -> tuple[Claim, ...]:
    """Every first and every honour, in the order of the text; one row a cue.

    >>> s = Sentence("s0-01", 0, 10, "", "body", "s0"),
    >>> [(c.cue, c.scope, c.what) for c in read_claims("建成全市首个托育中心。", s)]
    [('首个', '全市', '托育中心')]
    """
    plain = masked(text)
    found = []
    for cue in _cue.finditer(plain):
        rule = _inspection if cue[0] == "验收" else _first_claim if cue[0][0] in "首率唯第" else _honour
        claim = rule(text, plain, cue, clause_stop(plain, cue.end()))
        if claim:
            found.append(claim)
    return tuple(_once(tuple(placed(found, "c", sentences)), sentences))


def _once(claims: tuple[Claim, ...], sentences: tuple[Sentence, ...]) -> Iterator[Claim]:
    """A heading announces what its section tells: what is said again under it, with the same cue, is one claim."""
    headings = {sentence.id for sentence in sentences if sentence.kind != "body"}
    told = {(c.section_id, c.cue) for c in claims if c.sentence_id not in headings}
    kept = [c for c in claims if c.sentence_id not in headings or (c.section_id, c.cue) not in told]
    return (claim._replace(id=f"c{number:03}") for number, claim in enumerate(kept, start=1))
