"""What stands in front changes nothing: one verb, one noun and one count read alike in fifteen contexts.

Verbs and nouns are drawn from word lists of their own, which training never sees side by side; every pair is put
behind every context, in three orders, with units of several families. The reading of a pair alone counts nothing:
subject, action and the row of actions must be the very words, in nineteen of twenty sentences.
"""

import re
from collections import Counter
from itertools import product
from pathlib import Path

import pytest

import xinhua_analysis as xa

GOLD = Path(__file__).parent / "gold"

CONTEXTS = (
    "",
    "全镇",
    "全县",
    "我局",
    "辖区",
    "各社区",
    "及时",
    "全面",
    "集中",
    "1-6月",
    "全年",
    "今年以来，",
    "累计",
    "我街道",
    "上半年，",
)
PAIRS = (
    ("清掏", "化粪池", "个"),
    ("检修", "庭院灯", "盏"),
    ("回收", "渔网", "吨"),
    ("慰问", "老艺人", "名"),
    ("劝返", "学生", "人"),
    ("疏浚", "河道", "公里"),
    ("筹建", "驿站", "座"),
    ("收治", "伤员", "人次"),
    ("登记", "车辆", "辆"),
    ("铺设", "草皮", "平方米"),
    ("粉刷", "院墙", "平方米"),
    ("代办", "证件", "件"),
    ("嫁接", "果树", "株"),
    ("试种", "花椒", "亩"),
    ("拍摄", "短片", "部"),
    ("捐赠", "图书", "册"),
    ("配备", "灭火器", "具"),
    ("约谈", "商户", "家"),
    ("撤换", "招牌", "块"),
    ("孵化", "团队", "个"),
    ("加固", "堤坝", "米"),
    ("抽查", "餐馆", "家"),
    ("迁移", "电杆", "根"),
    ("录制", "课程", "节"),
    ("聘请", "顾问", "名"),
    ("清退", "摊位", "个"),
    ("种植", "油茶", "公顷"),
    ("修葺", "凉亭", "座"),
    ("调停", "争端", "件"),
    ("翻译", "剧本", "部"),
    ("出租", "店铺", "间"),
    ("翻新", "座椅", "张"),
    ("救助", "流浪者", "人"),
    ("印制", "画册", "本"),
    ("放养", "鱼苗", "万尾"),
    ("测绘", "地块", "宗"),
    ("拆迁", "棚屋", "间"),
    ("接通", "光缆", "公里"),
    ("打捞", "浮萍", "吨"),
    ("核发", "许可证", "份"),
)
ORDERS = (
    "{context}{verb}{noun}{count}。",
    "{context}{verb}{count}{noun}。",
    "{context}共{verb}{noun}{count}，群众满意。",
)


def sentences():
    for (verb, noun, unit), context, order in product(PAIRS, CONTEXTS, ORDERS):
        yield verb, noun, context, order.format(context=context, verb=verb, noun=noun, count=f"37{unit}")


def due(text, verb):
    """The object of the verb: all that follows it in its clause."""
    return re.split("[，。]", text[text.index(verb) + len(verb) :])[0]


@pytest.fixture(scope="module")
def read():
    found = []
    for verb, noun, context, text in sentences():
        report = xa.parse(text)
        figure = next(row for row in report.records("figures") if row.text.startswith("37"))
        acts = [(row.verb, row.object) for row in report.records("actions")]
        right = verb == figure.action, noun == figure.subject, [(verb, due(text, verb))] == acts
        found.append((*right, context, text, figure.action, figure.subject, acts))
    return found


@pytest.mark.parametrize("part", [0, 1, 2], ids=("action", "subject", "row of actions"))
def test_what_stands_in_front_changes_nothing(read, part):
    wrong = [row[4:] for row in read if not row[part]]
    assert len(wrong) <= 0.05 * len(read), wrong[:20]


def test_no_context_is_worse_than_the_others(read):
    wrong = Counter(row[3] for row in read if not all(row[:3]))
    assert max(wrong.values(), default=0) <= 0.15 * len(read) / len(CONTEXTS), wrong


NO_READING = (
    "pairs",
    "names_rich",
    "names_of_offices",
    "names_of_all_fields",
    "names_in_thin_prose",
)  # which train no reading of verbs


def test_the_pairs_are_new_to_training():
    files = (path for path in sorted(GOLD.glob("*.jsonl")) if path.stem not in NO_READING)
    known = "".join(path.read_text(encoding="utf-8") for path in files)
    assert [(verb, noun) for verb, noun, _ in PAIRS if f"{verb}{noun}" in known] == []
