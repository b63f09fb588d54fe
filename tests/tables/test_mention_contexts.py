"""Claims and partners in sentences that are put together from parts: what stands around a cue changes nothing.

Every cue meets every scope, thing and front, every role every list of bodies and end; names are of no real place. In
nineteen of twenty sentences the row must be right to the character, whole fields and all.
"""

from itertools import product

import pytest

import xinhua_analysis as xa

FRONTS = ("", "全年", "今年以来，", "我镇", "街道先后", "经过努力，我局成功")
GIVERS = (
    ("", ""),
    ("被县政府", "县政府"),
    ("被省民政厅、市委组织部", "省民政厅、市委组织部"),
    ("被农业农村部", "农业农村部"),
)
TITLES = ("先进集体", "基层治理示范单位", "优秀组织奖", "工作突出集体", "文明窗口")
NAMED = ("评为", "授予", "命名为", "认定为", "确定为", "列为", "评选为", "表彰为")
GAINED = ("荣获", "获评", "获得", "斩获", "荣膺", "蝉联", "摘得", "入选", "获批", "上榜", "创成", "捧回")
LEVELS = (("省级", "省级"), ("全市", "全市"), ("国家", "国家"))
SCOPES = ("", "全国", "全省", "全市", "全区", "长陵县", "东海市")
FIRSTS = ("首个", "首家", "首座", "首条", "首批", "首张", "首笔", "首艘")
THINGS = ("零碳园区", "托育中心", "数字化实验室", "社区食堂", "网络货运企业")
TAILS = ("", "投入使用", "正式启用", "，居民反响良好")

LISTS = (
    ("县公安局",),
    ("市妇联", "市红十字会"),
    ("东海大学", "宏远集团"),
    ("司法所", "派出所", "律师事务所"),
    ("县人民医院",),
    ("桃源商会", "岚州师范学院"),
    ("区消防救援大队",),
    ("仁康药业", "省农业科学院"),
)
FRAMES = (
    ("联合{}开展义诊12场", "联合"),
    ("会同{}整治占道经营", "会同"),
    ("携手{}打造实训基地", "携手"),
    ("邀请{}授课6场", "邀请"),
    ("与{}共建实践基地", "共建"),
    ("与{}签订合作协议", "签订"),
    ("与{}联合举办培训班", "联合"),
    ("与{}结对帮扶", "结对"),
    ("依托{}推广新技术", "依托"),
    ("引进{}等机构3家", "引进"),
    ("由{}主办的大赛圆满落幕", "主办"),
    ("在{}指导下完成改造", "指导"),
    ("委托{}编制规划", "委托"),
    ("支持{}承办论坛", "承办"),
)
LEADS = ("", "全年", "上半年，", "我镇", "6月，街道", "为丰富文化生活，")


def share(made, table, told):
    """The share of sentences whose rows are those due, and the first sentences where they are not."""
    wrong = [(text, due, got) for text, due in made if (got := told(xa.parse(f"{text}。").records(table))) != due]
    return 1 - len(wrong) / len(made), wrong[:8]


def joined(names):
    return names[0] if len(names) == 1 else f"{'、'.join(names[:-1])}和{names[-1]}"


def honours_given():
    for front, (given, giver), cue, title in product(FRONTS, GIVERS[1:], NAMED, TITLES):
        yield f"{front}{given}{cue}2023年度{title}", [("honour", cue, giver, f"2023年度{title}")]


def honours_gained():
    for front, cue, (level, giver), title in product(FRONTS, GAINED, LEVELS, TITLES):
        yield f"{front}{cue}{level}{title}", [("honour", cue, giver, f"{level}{title}")]


def firsts():
    for front, scope, cue, thing, tail in product(("", "全年建成", "今年以来，"), SCOPES, FIRSTS, THINGS, TAILS):
        yield f"{front}{scope}{cue}{thing}{tail}", [("first", cue, scope or "not stated", thing)]


def partners():
    for lead, bodies, (frame, role) in product(LEADS, LISTS, FRAMES):
        yield lead + frame.format(joined(bodies)), [(body, role) for body in bodies]


@pytest.mark.parametrize("made", [honours_given, honours_gained], ids=lambda made: made.__name__)
def test_honours(made):
    right, wrong = share(list(made()), "claims", lambda rows: [(r.kind, r.cue, r.giver, r.what) for r in rows])
    assert right >= 0.95, wrong


def test_firsts():
    right, wrong = share(list(firsts()), "claims", lambda rows: [(r.kind, r.cue, r.scope, r.what) for r in rows])
    assert right >= 0.95, wrong


def test_partners():
    right, wrong = share(list(partners()), "partners", lambda rows: [(r.name, r.role) for r in rows])
    assert right >= 0.95, wrong
