"""Named things, claims to be first or honoured, and the bodies that acted with the office.

A name is what stands in “…” or 《…》, and what ends in the head of a name (研究会, 路, 大会) behind a part of its own.
The kind of a quoted name is told by the words around it: “…”手册, 打造“…”小程序, 服务站“…”.
Conventions: ``docs/annotation-of-mentions.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeVar

from . import lexicon
from .actions import (
    ADVERBS,
    OPENS,
    PREDICATES,
    PREPOSITIONS,
    SPLITS,
    VERBS,
    any_of,
    masked,
    one_of,
    pass_adverbs,
    verb_at,
    verbs_used,
)
from .columns import NOT_STATED
from .outline import home_finder
from .records import Claim, Name, Partner, Sentence

# ---------------------------------------------------------------- words


class Found(NamedTuple):
    """A name before it becomes a row; ``sure`` is false where only the absence of a cue made it an expression."""

    start: int
    stop: int
    kind: str
    sure: bool = True


def _cues(where: str) -> dict[str, str]:
    return {row["cue"]: row["kind"] for row in lexicon.rows("name_cues") if row["where"] == where}


_BEHIND, _BEFORE, _INSIDE = _cues("behind"), _cues("before"), _cues("inside")
_HEADS = {row["head"]: row for row in lexicon.rows("name_heads")}
_NAMED = {head: row for head, row in _HEADS.items() if row["needs"] != "partner"}
_quoted = re.compile(r"《[^《》\n]{1,80}》|“[^“”\n]{1,120}”")
_behind = re.compile(any_of(_BEHIND))
_phrase = re.compile(r"(?:等?\d*[个项家类]?)(?:的(?=\w))?([^，,。；;：:、“”《》\s的和与及暨已将在向被由达到]{0,18})")
_made = re.compile(f"(?:{any_of([*verbs_used('makes'), '首批', '首个'])})(?:了|\\d+[个项处])?$")
_head = re.compile(f"{any_of(_NAMED)}|第[一二三四五六七八九十\\d]{{1,3}}季")
# 凯田路, 人民大街; not 道路, 路径, 步行街, 街道
_road = re.compile(
    r"路(?<![道公铁线思一出网电管马套丝水陆半支通退活后前末坡巡带开上让引之富新泥耕跑行颈\W]路)(?![径线面灯网程由演政况费基障途沿数边牌])"
    r"|大道(?!理)|街(?<![商步行老一条主美逛背临沿扫大\W]街)(?![道区镇坊头景角拍面])"
)
_edition = re.compile(
    r"(?:第[一二三四五六七八九十百\d]{1,4}届|首届)[^\s，,。；;：:、“”《》的]{2,24}?(?:节|展|会|赛|坛|周|大典)(?:暨\w{2,16}?(?:节|展|会|赛|坛|周))?(?![议场员展日庆])"
)
_party = re.compile(
    r"党的[一二十]{1,2}[一二三四五六七八九]?大|十[一二三四五六七八九]届[一二三四五六七]中全会|二十[一二]?届[一二三四五六七]中全会"
)
_founded = re.compile(r"(?:成立|组建)了?[^\W\d]{2,}$")
_generic = re.compile(f"(?:{any_of(lexicon.entries('generics'))})++")
_counted = re.compile(r"\d+[余多]?[个场家次项座处所名期台类种条届户人件栋幢片]|一批|更多|多家|若干|部分|各")
_five_years = re.compile(r"十?[一二三四五六七八九]五")  # “十四五”规划, “八五”普法
_formula = re.compile(r"\d+[+＋Nn]|[^\d+＋]{2,}[+＋].")
_issuer = re.compile(r"^[^\W\d_]{2,24}(?:局|办|委|院|厅|中心|馆|校|会|队|所|街道|政府|办事处)(?=20\d\d年|$)")
# Behind these a name begins; 第N届 begins it
_starts = (
    rf"第[一二三四五六七八九十百\d]{{1,4}}届|首届|{one_of([*SPLITS, *verbs_used('introduces')])}(?!会|银行)"
    "|[的等向由被把将从在于是我了]"
)
_opened, _opened_meeting = re.compile(rf"{_starts}|[与及和]"), re.compile(_starts)
# 期末|前|完成…医院: what a word of time leaves before a verb begins no name; 前进路, 中山路 do
_left = re.compile(rf"[前后中内末底](?={any_of(OPENS)})")

# ---------------------------------------------------------------- names in quotation marks


def in_quotes(text: str, plain: str) -> Iterator[Found]:
    """Every “…” and 《…》, with the kind that the words around it tell."""
    marks = list(_quoted.finditer(text))
    found: list[Found] = []
    for mark in reversed(marks):
        kind = "publication" if mark[0][0] == "《" else _quoted_kind(text, mark, found[-1] if found else None)
        found.append(Found(*mark.span(), kind or "expression", bool(kind)))
    known = {text[f.start : f.stop]: f.kind for f in found if f.sure}
    for f in reversed(found):
        yield f if f.sure else f._replace(kind=known.get(text[f.start : f.stop], f.kind))


def _quoted_kind(text: str, mark: re.Match[str], following: Found | None) -> str:
    """The kind of a “…”, empty where nothing tells; in a list “…”、“…” all are what the last is."""
    start, stop = mark.span()
    content, before = text[start + 1 : stop - 1], text[max(0, start - 8) : start]
    if _five_years.fullmatch(content):
        return "programme"
    if before.endswith("以") and text.startswith("为", stop):  # 以“…”为主题
        return "expression"
    listed = following if following and text[stop : following.start] in ("、", "") else None
    behind = _behind_kind(text, stop)
    inside = _by_ending(_INSIDE, content)
    if listed:
        return inside or (listed.kind if listed.sure else "")
    if behind in ("publication", "platform", "organisation", "place", "event", "meeting"):
        return behind
    if inside:
        return inside
    if behind:
        return behind
    if cue := _by_ending(_BEFORE, before):
        return cue
    if _formula.match(content):
        return "mechanism"
    return "programme" if _made.search(before) else ""


def _by_ending(cues: dict[str, str], words: str) -> str:
    """The kind of the longest cue that the words end in, empty if none."""
    return next((cues[words[-n:]] for n in range(min(len(words), 6), 0, -1) if words[-n:] in cues), "")


def _behind_kind(text: str, stop: int) -> str:
    """What the noun phrase behind the marks says: its last cue, “…”儿童主题|公园."""
    phrase = _phrase.match(text, stop)
    cues = _behind.findall(phrase[1]) if phrase else []
    return _BEHIND[cues[-1]] if cues else ""


# ---------------------------------------------------------------- names without marks


def headed(text: str, plain: str) -> Iterator[Found]:
    """上海市食品药品研究会, 平武小区, 城市更新大会: a head of ``name_heads.csv`` behind a part of its own."""
    last, before = 0, 0
    for mark in _head.finditer(plain):
        row, before_head = _NAMED.get(mark[0], _SEASON), plain[max(0, mark.start() - 16) : mark.start()]
        if not before_head[-1:].isalnum() and before_head[-1:] not in tuple("·)）"):
            continue
        if (row["needs"] == "dot" and "·" not in before_head) or (
            row["needs"] == "founded" and not _founded.search(before_head)
        ):
            continue
        begin = name_start(plain, max(last, mark.start() - 30), mark.start(), row["kind"] == "meeting")
        follows = plain[mark.end() : mark.end() + 1]
        if _proper(plain, begin, mark.start(), row["needs"]) and follows not in "长员史化位生校":
            # 促进会园区专委会 is one name: the longer one takes the place of the shorter
            joined = begin == last and row["kind"] == "organisation" and begin > before
            begin = before if joined else begin
            last, before = mark.end(), begin
            yield Found(begin, mark.end(), row["kind"])


_SEASON = {"kind": "event", "needs": ""}


def name_start(plain: str, floor: int, stop: int, whole: bool = False) -> int:
    """Where the name that ends at ``stop`` begins: behind the last mark, verb, preposition or 的.

    >>> name_start("协调推进杨宅路", 0, 7)
    4
    """
    at = stop
    while at > floor and (plain[at - 1].isalnum() or plain[at - 1] in "_·()（）□"):
        at -= 1
    for cut in (_opened_meeting if whole else _opened).finditer(plain, at, stop):
        at = cut.start() if cut[0][0] in "第首" else cut.end()
    return _passed(plain, at, stop)


def _passed(plain: str, at: int, stop: int) -> int:
    """Behind the adverbs, verbs and prepositions that open a phrase: 由|…, 持续推进|…, 在|…."""
    while at < stop:
        at += bool(_left.match(plain, at, stop))
        begin = pass_adverbs(plain, at, stop)[0]
        end = verb_at(plain, begin, stop)
        if VERBS.get(plain[begin:end]) != "do" and plain[begin : min(begin + 2, end)] not in PREDICATES:
            end = next((begin + n for n in (2, 1) if plain[begin : begin + n] in PREPOSITIONS), begin)
        if end == at:
            return begin
        end += plain[end : end + 1] == "好"  # 发挥好|…
        at = end
    return at


def _proper(plain: str, start: int, stop: int, needs: str) -> bool:
    """Whether what stands before the head is a part of its own: not 各|小区, 老旧|小区, 4场|大会, ”养老|联盟."""
    own = plain[start:stop]
    if len(own) < 2 or (plain[start - 1 : start] in ("”", "》") and start):
        return False
    if needs in ("founded", "dot"):
        return True
    if needs == "short" and len(own) > 4:
        return False
    if _counted.match(own):
        return False
    return needs == "free" or not _generic.fullmatch(own)


def roads(text: str, plain: str) -> Iterator[Found]:
    """番禺路, 人民大道: the road alone, without its number."""
    for mark in _road.finditer(plain):
        start = name_start(plain, max(0, mark.start() - 12), mark.start())
        own = plain[start : mark.start()]
        if (
            1 <= len(own) <= 5
            and not own[0].isdigit()
            and not _generic.fullmatch(own)
            and plain[mark.end() :][:2] != "街道"
        ):
            yield Found(start, mark.end(), "place")


def editions(text: str, plain: str) -> Iterator[Found]:
    """第十八届…节暨…展, 首届…大会."""
    for mark in _edition.finditer(plain):
        yield Found(*mark.span(), "meeting" if "代表大会" in mark[0] or "全会" in mark[0] else "event")


def congresses(text: str, plain: str) -> Iterator[Found]:
    """党的二十大, 二十届三中全会."""
    for mark in _party.finditer(plain):
        yield Found(*mark.span(), "meeting")


NAME_RULES = (in_quotes, editions, congresses, headed, roads)


def _settled(text: str, plain: str) -> list[Found]:
    """What the rules found, none inside another: the longer name wins, then the earlier rule."""
    found = [name for rule in NAME_RULES for name in rule(text, plain)]
    found.sort(key=lambda name: (name.start, -name.stop))
    kept: list[Found] = []
    for name in found:
        if not kept or name.start >= kept[-1].stop:
            kept.append(name)
    return kept


def read_names(text: str, sentences: tuple[Sentence, ...]) -> tuple[Name, ...]:
    """All named things, in the order of the text, each time that they are written."""
    rows, home = [], home_finder(sentences)
    for number, name in enumerate(_settled(text, masked(text)), start=1):
        sentence = home(name.start)
        said = text[name.start : name.stop], name.kind, sentence.section_id, sentence.id
        rows.append(Name(f"m{number:03}", name.start, name.stop, *said))
    return tuple(rows)


Row = TypeVar("Row", Claim, Partner)


def _placed(rows: list[Row], letter: str, sentences: tuple[Sentence, ...]) -> Iterator[Row]:
    """The rows in the order of the text with their ids, section and sentence; what no sentence holds is left out."""
    number, home = 0, home_finder(sentences)
    for row in sorted(rows, key=lambda row: (row.start, -row.stop)):
        sentence = home(row.start)
        if row.stop <= sentence.stop:
            number += 1
            yield row._replace(id=f"{letter}{number:03}", section_id=sentence.section_id, sentence_id=sentence.id)


# ---------------------------------------------------------------- claims

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
_prize = re.compile(r"称号|奖|荣誉|先进|优秀|示范|标兵|红旗|金牌|银牌|铜牌|冠军|第一")
# 国家卫生城市, 平安示范社区, 文明单位: what is inspected is a title; 改造工程, …办公室 are works and bodies
_title = re.compile(r"(?:文明|卫生|园林|森林|双拥|示范|样板|标杆|先进|优秀|模范|品牌|星级)\w{0,8}$")
_end = re.compile(r"[，,。；;：:！!?？\s]|$")


def _clause_stop(plain: str, at: int) -> int:
    """The end of the clause, sought no further than clauses are long: a text without stops is read in linear time."""
    end = _end.search(plain, at, at + 120)
    return end.start() if end else at


def _first(text: str, plain: str, cue: re.Match[str], stop: int) -> Claim | None:
    """首个就业服务站, 全市率先实施…, 率先在全市实施…: the scope stands right before the cue or right behind."""
    if plain.startswith(_NO_FIRST, cue.start()):
        return None
    start, scope = _scope_before(plain, cue.start())
    what = _opening(plain, cue.end())
    done = cue[0] in ("率先", "首次", "首创")
    if done and scope == NOT_STATED and (behind := _scope_behind.match(plain, what, stop)):
        what, scope = behind.end(), behind[1]
    end = stop if done else _noun_stop(plain, what, stop)
    if end <= what:
        return None
    return Claim("", start, end, text[start:end], "first", cue[0], scope, text[what:end], "", "", "")


def _opening(plain: str, at: int) -> int:
    """Behind what joins the cue to what is first: 首台(套)|…, 全市首个|由…."""
    at += 3 if plain[at : at + 3] in ("（□）", "(□)") else 0
    return at + 1 if plain[at : at + 1] in ("的", "由") else at


def _scope_before(plain: str, at: int) -> tuple[int, str]:
    """Where the claim begins, and its scope: 全市|首个, 长宁区|首批; else where the cue stands."""
    if mark := _scope.search(plain, max(0, at - 14), at):
        return mark.start(), mark[0]
    if plain[at - 1 : at] in tuple("省市区县州"):
        start = name_start(plain, max(0, at - 10), at - 1)
        if 2 <= at - start <= 6 and not _generic.fullmatch(plain[start : at - 1]):
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
        rule = _inspection if cue[0] == "验收" else _first if cue[0][0] in "首率唯第" else _honour
        claim = rule(text, plain, cue, _clause_stop(plain, cue.end()))
        if claim:
            found.append(claim)
    return tuple(_once(tuple(_placed(found, "c", sentences)), sentences))


def _once(claims: tuple[Claim, ...], sentences: tuple[Sentence, ...]) -> Iterator[Claim]:
    """A heading announces what its section tells: what is said again under it, with the same cue, is one claim."""
    headings = {sentence.id for sentence in sentences if sentence.kind != "body"}
    told = {(c.section_id, c.cue) for c in claims if c.sentence_id not in headings}
    kept = [c for c in claims if c.sentence_id not in headings or (c.section_id, c.cue) not in told]
    return (claim._replace(id=f"c{number:03}") for number, claim in enumerate(kept, start=1))


# ---------------------------------------------------------------- partners

_BODIES = [head for head, row in _HEADS.items() if row["kind"] in ("organisation", "profession")]
_any_body = re.compile(any_of(tuple(_BODIES)))
_body = re.compile(f"(?:{any_of(tuple(_BODIES))})(?![协商议]?会(?!计))")
_profession = any_of(tuple(h for h, row in _HEADS.items() if row["kind"] == "profession"))
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
    for end in _end.finditer(plain, floor, at):
        floor = end.end() if end.end() < at else floor
    frame = _person if word == "参与" else _with if word in _TOGETHER else _by
    mark = frame.search(plain, floor, at) if word not in _BEHIND_IT else None
    if not mark and word in ("联合", "携手", *_BEHIND_IT):
        return cue.end(), _clause_stop(plain, cue.end())
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
    return tuple(_placed(found, "p", sentences))
