"""Hypothesis strategies that compose summaries from a grammar of the genre, and know what they put in.

A summary is a title, numbered chapters, below them sections, items and points, each with sentences. A piece of it is
words with what is to be found in them: its offsets count from the start of the piece and move as pieces are joined.
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from hypothesis import strategies as st

HAN = "零一二三四五六七八九十"


@dataclass(frozen=True)
class Expected:
    """A row that is to be found: its table, its span, and its cells."""

    table: str
    start: int
    stop: int
    cells: dict


@dataclass(frozen=True)
class Piece:
    """Words, and the rows to be found in them."""

    words: str
    rows: tuple[Expected, ...] = ()

    def __add__(self, other):
        at = len(self.words)
        moved = tuple(replace(row, start=row.start + at, stop=row.stop + at) for row in other.rows)
        return Piece(self.words + other.words, self.rows + moved)

    def planned(self):
        """The same in a chapter of plans: every figure and action is planned."""
        return Piece(
            self.words,
            tuple(replace(r, cells=r.cells | {"stage": "planned"}) if r.table == "figures" else r for r in self.rows),
        )


def joined(pieces):
    return sum(pieces, Piece(""))


def in_han(number):
    """A number below a hundred as it is spelled out."""
    tens, ones = divmod(number, 10)
    return HAN[number] if number < 11 else (HAN[tens] if tens > 1 else "") + "十" + (HAN[ones] if ones else "")


# ---------------------------------------------------------------- figures

counts = st.integers(1, 99_999)
numbers = st.one_of(
    counts.map(lambda n: (str(n), Decimal(n))),
    st.integers(1000, 9_999_999).map(lambda n: (f"{n:,}", Decimal(n))),
    counts.map(lambda n: (str(n).translate(str.maketrans("0123456789", "０１２３４５６７８９")), Decimal(n))),
    st.tuples(st.integers(1, 999), st.integers(1, 9), st.sampled_from([("万", 4), ("亿", 8), ("千万", 7)])).map(
        lambda n: (f"{n[0]}.{n[1]}{n[2][0]}", Decimal(f"{n[0]}.{n[1]}").scaleb(n[2][1]))
    ),
    st.integers(11, 99).map(lambda n: (in_han(n), Decimal(n))),
)
bounds = st.sampled_from(
    [
        *(("", "", "exact"),) * 4,
        *(("约", "", "approx"), ("近", "", "at_most"), ("超过", "", "at_least"), ("逾", "", "at_least")),
        *(("不少于", "", "at_least"), ("", "以上", "at_least"), ("", "左右", "approx")),
    ]
)
# What is done, to what, counted in what: words of the genre, none of any one document.
deeds = st.sampled_from(
    [
        *(("新建", "社区食堂", "个"), ("举办", "文体活动", "场"), ("改造", "老旧住房", "户"), ("安装", "充电桩", "台")),
        *(
            ("走访", "困难家庭", "户"),
            ("受理", "群众来信", "件"),
            ("服务", "居民群众", "人次"),
            ("修缮", "屋面", "平方米"),
        ),
        *(
            ("发放", "补助资金", "元"),
            ("整治", "安全隐患", "处"),
            ("培训", "社区工作者", "名"),
            ("开展", "联合检查", "次"),
        ),
    ]
)


def figure(value, unit, bound, high=None):
    return {"value": value, "unit": unit, "bound": bound, "high": high}


@st.composite
def counted(draw):
    """新建社区食堂近12个, or 新建近12个社区食堂."""
    (verb, noun, unit), (written, value), (before, after, bound) = draw(deeds), draw(numbers), draw(bounds)
    mention = Piece(f"{before}{written}{unit}{after}")
    mention = Piece(mention.words, (Expected("figures", 0, len(mention.words), figure(value, unit, bound)),))
    parts = (verb, noun, mention) if after or draw(st.booleans()) else (verb, mention, noun)
    return joined(part if isinstance(part, Piece) else Piece(part) for part in parts)


@st.composite
def ranges(draw):
    """每场惠及20—30人次."""
    low = draw(counts)
    high = low + draw(counts)
    words = f"{low}{draw(st.sampled_from(['—', '-', '至', '～']))}{high}人次"
    row = Expected("figures", 0, len(words), figure(Decimal(low), "人次", "exact", Decimal(high)))
    return Piece("每场活动参与居民") + Piece(words, (row,))


@st.composite
def comparisons(draw):
    """社会消费品零售总额同比增长5.3%; 群众满意率达到百分之九十五."""
    tenths = draw(st.integers(1, 999))
    whole = draw(st.integers(11, 99))
    written, value = draw(
        st.sampled_from(
            [
                (f"{tenths // 10}.{tenths % 10}%", Decimal(tenths).scaleb(-3)),
                (f"百分之{in_han(whole)}", Decimal(whole).scaleb(-2)),
            ]
        )
    )
    lead = draw(st.sampled_from(["社会消费品零售总额同比增长", "一般公共预算收入较上年增长", "群众满意率达到"]))
    return Piece(lead) + Piece(written, (Expected("figures", 0, len(written), figure(value, "%", "exact")),))


# ---------------------------------------------------------------- what is no figure


@st.composite
def dated(draw):
    """2023年5月12日，"""
    words = f"{draw(st.integers(1990, 2029))}年{draw(st.integers(1, 12))}月{draw(st.integers(1, 28))}日"
    return Piece(words, (Expected("numerals", 0, len(words), {"kind": "date"}),)) + Piece("，召开动员部署会")


@st.composite
def named(draw):
    """打造“暖心驿站”服务品牌."""
    words = f"“{draw(st.text('暖心邻里同行春风和谐阳光银龄', min_size=2, max_size=6))}”"
    return Piece("打造") + Piece(words, (Expected("names", 0, len(words), {}),)) + Piece("服务品牌")


@st.composite
def firsts(draw):
    """建成全市首个社区托育中心."""
    scope, cue = (
        draw(st.sampled_from(["全市", "全区", "全国", "全省"])),
        draw(st.sampled_from(["首个", "首家", "首批"])),
    )
    what = draw(st.sampled_from(["社区托育中心", "智慧养老驿站", "零工市场"]))
    row = Expected("claims", 0, len(scope + cue + what), {"kind": "first", "cue": cue, "scope": scope, "what": what})
    return Piece("建成") + Piece(scope + cue + what, (row,))


@st.composite
def allied(draw):
    """联合区卫生服务中心开展义诊活动."""
    body = draw(st.sampled_from(["区红十字会", "社区卫生服务中心", "市中心医院", "辖区派出所"]))
    row = Expected("partners", 0, len(body), {"name": body, "role": "联合"})
    return Piece("联合") + Piece(body, (row,)) + Piece("开展义诊活动")


clauses = st.one_of(counted(), counted(), counted(), ranges(), comparisons(), dated(), named(), firsts(), allied())
sentences = st.lists(clauses, min_size=1, max_size=3).map(
    lambda found: joined(Piece("；") + piece if at else piece for at, piece in enumerate(found)) + Piece("。")
)
bodies = st.lists(sentences, min_size=1, max_size=3).map(joined)


# ---------------------------------------------------------------- headings

_titles = st.sampled_from(
    ["强化民生保障", "优化营商环境", "提升治理效能", "守牢安全底线", "深化党建引领", "改善人居环境"]
)
_plans = st.sampled_from(["下一步工作打算", "明年工作思路", "下一阶段重点任务"])
MARKERS = {
    "chapter": lambda n: (f"{in_han(n)}、", in_han(n)),
    "section": lambda n: (f"（{in_han(n)}）",) * 2,
    "item": lambda n: (f"{n}.", str(n)),
    "circled": lambda n: (chr(0x245F + n),) * 2,
}


@dataclass
class Composed:
    """A summary: its words, and what is to be found in it, headings in the order of the text."""

    piece: Piece
    headings: list[tuple[str, str, int]] = field(default_factory=list)  # number, title, level

    @property
    def text(self):
        return self.piece.words

    def add(self, piece):
        self.piece += piece


def _heading(draw, summary, kind, number, level, title):
    """A heading on a line of its own, or run in: （一）强化民生保障。全年…"""
    marker, shown = MARKERS[kind](number)
    run_in = kind != "chapter" and draw(st.booleans())
    summary.headings.append((shown, title, level))
    summary.add(Piece(f"{marker}{title}{'。' if run_in else chr(10)}"))


def _paragraph(draw, summary, planned):
    body = draw(bodies)
    summary.add((body.planned() if planned else body) + Piece(draw(st.sampled_from(["\n", "\n\n", "\r\n"]))))


@st.composite
def summaries(draw):
    """A summary of two to four chapters; the last may tell what is planned."""
    year = draw(st.integers(2000, 2029))
    summary = Composed(Piece(f"某街道{year}年工作总结\n\n"))
    _paragraph(draw, summary, False)
    deeper = draw(st.sampled_from([(), ("section",), ("section", "item"), ("section", "item", "circled")]))
    count = draw(st.integers(2, 4))
    for chapter in range(1, count + 1):
        planned = chapter == count and draw(st.booleans())
        _heading(draw, summary, "chapter", chapter, 1, draw(_plans if planned else _titles))
        _paragraph(draw, summary, planned)
        _below(draw, summary, deeper, 2, planned)
    return summary


def _below(draw, summary, kinds, level, planned):
    """Two headings of the next kind with what stands below them."""
    if kinds:
        for number in (1, 2):
            _heading(draw, summary, kinds[0], number, level, draw(_titles))
            _paragraph(draw, summary, planned)
            _below(draw, summary, kinds[1:], level + 1, planned and level < 3)
