"""Actions: the conventions, stages, whom it was done for; the floors of the gold; sound rows on any text.

``gold/conventions_of_actions.jsonl`` holds short sentences by what they show. The weights are trained on them, so that
they show that the conventions are held to, and nothing of texts unseen.
"""

import json
from pathlib import Path

import gold_scores
import pytest
from hypothesis import given
from hypothesis import strategies as st
from misses import MISS, known_misses, written

import xinhua_analysis as xa
from xinhua_analysis.records import Section, Sentence
from xinhua_analysis.tables.actions import read_actions
from xinhua_analysis.tables.figures import choose_figures, stages_of
from xinhua_analysis.tables.numerals import find_numerals

CONVENTIONS = Path(__file__).parents[1] / "gold" / "conventions_of_actions.jsonl"
# Of the conventions, those that the weights do not hold to yet.
MISSED: dict[str, str] = {}


def read(text, title="", kind="body"):
    """The rows of one sentence."""
    section = Section("s1", 0, len(text), text, 1, "", title, "", 1)
    chosen = choose_figures(text, find_numerals(text), (Sentence("s1-01", 0, len(text), text, kind, "s1"),))
    return tuple(read_actions(text, chosen, stages_of(text, chosen, (section,))))


def pairs(text):
    return [(row.verb, row.object) for row in read(text)]


def conventions():
    for row in map(json.loads, CONVENTIONS.read_text(encoding="utf-8").splitlines()):
        marks = MISS(reason=MISSED[row["text"]]) if row["text"] in MISSED else ()
        expected = [(act["verb"], act["object"]) for act in row["actions"]]
        yield pytest.param(row["text"], expected, marks=marks, id=row["text"])


@pytest.mark.parametrize(("text", "expected"), list(conventions()))
def test_a_convention(text, expected):
    assert pairs(text) == expected


@pytest.mark.parametrize(
    ("text", "title", "stage"),
    [
        ("启动征收。", "", "started"),
        ("持续推进征收。", "", "ongoing"),
        ("持续开展走访。", "", "ongoing"),
        ("坚持党建引领。", "", "ongoing"),
        ("举办讲座4场。", "", "completed"),
        ("成功扶持企业7家。", "", "completed"),
        ("率先持续滚动实施改造。", "", "ongoing"),
        ("试点开展评估。", "", "started"),
        ("推动形成新格局。", "", "ongoing"),
        ("焕新升级公园。", "", "completed"),
        ("打造服务圈。", "", "stated"),
        ("形成工作机制。", "", "stated"),
        ("形成了工作机制。", "", "completed"),
        ("打造了服务圈。", "", "completed"),
        ("持续推进了征收。", "", "ongoing"),
        ("引进某市研究院。", "", "completed"),
        ("达成合作意向。", "", "completed"),
        ("将开展走访。", "", "planned"),
        ("力争完成改造。", "", "planned"),
        ("力争6月底前完成泵站建设。", "", "planned"),
        ("计划投资800万元。", "", "planned"),
        ("争取到资金3亿元。", "", "completed"),
        ("明年建成驿站。", "", "planned"),
        ("深入学习贯彻会议精神。", "", "stated"),
        ("全年持续深入开展走访。", "", "ongoing"),
        ("举办讲座4场。", "下一步工作打算", "planned"),
        ("举办讲座4场。", "2024年工作思路", "planned"),
        ("举办讲座4场。", "率先发布行动规划", "completed"),
    ],
)
def test_stage(text, title, stage):
    assert [row.stage for row in read(text, title)] == [stage]


def test_what_a_thing_shall_cost_is_no_plan_of_what_follows():
    report = xa.parse("新引进项目11个，计划总投资5亿元，外资到账30万美元。")
    assert [row.stage for row in report.records("figures")] == ["completed", "planned", "completed"]


@pytest.mark.parametrize(
    "text",
    [
        "对12家工程进行备案监管。",
        "对9户家庭实施改造。",
        "对86家商户开展检查。",
        "接待来访8000人次。",
        "推进12个小区收尾。",
    ],
)
def test_a_figure_and_its_action_have_one_stage(text):
    report = xa.parse(text)
    (figure,), (act,) = report.records("figures"), report.records("actions")
    assert figure.stage == act.stage != "stated"


def test_a_plan_holds_for_the_rest_of_its_sentence():
    assert [row.stage for row in read("下一步建成驿站2个,新增床位30张。")] == ["planned", "planned"]


@pytest.mark.parametrize(
    ("text", "beneficiary"),
    [
        ("为82户老人安装报警器。", "82户老人"),
        ("向困难家庭发放慰问金。", "困难家庭"),
        ("为老人免费提供午餐。", "老人"),
        ("惠及居民300户。", "居民300户"),
        ("开展培训32场、受益2000余人次。", "2000余人次"),
        ("开展培训32场。", ""),
    ],
)
def test_beneficiary(text, beneficiary):
    assert [row.beneficiary for row in read(text)] == [beneficiary]


@pytest.mark.parametrize(("text", "column", "expected"), known_misses("actions"))
def test_a_known_miss(text, column, expected):
    assert written(pairs(text)) == expected


def test_headings_hold_no_actions():
    assert read("推进改造", kind="heading") == ()


@given(st.text("将把为在推进开展、,，。“”《》(3个的以并对了工作 \n", max_size=60))
def test_rows_are_sound_on_any_text(text):
    for row in read(text):
        assert 0 <= row.start <= row.verb_start < row.verb_stop <= row.stop <= len(text) or row.start < row.verb_start
        assert text[row.start : row.stop] == row.text
        assert text[row.verb_start : row.verb_stop] == row.verb
        assert 0 <= row.confidence <= 1


@pytest.mark.parametrize(
    "text",
    [
        "“",
        "《",
        "、",
        "一",
        "将",
        "推进",
        "在",
        "(",
        "并",
        "对标",
        "开展、",
        "和推进",
        "成立甲乙",
        "将积极",
        "未",
        "年底前",
        "投入3元",
    ],
)
def test_a_hostile_text_is_read_in_linear_time(text):
    read(text * 20_000)


def test_floor_of_the_gold():
    found = gold_scores.compare("actions")
    assert found["f1"] >= 0.97, found["misses"] + found["false"]
    assert min(found["fields"].values()) >= 0.95, found["unlike"]


def test_offices_without_end_do_not_exhaust_the_stack():
    assert read("我们将" * 20_000 + "开展巡查。") is not None
