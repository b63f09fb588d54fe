"""Actions: one-line cases by what they show; the floors of the gold; sound rows on any text."""

import gold_scores
import pytest
from hypothesis import given
from hypothesis import strategies as st
from misses import known_misses, written

import xinhua_analysis as xa
from xinhua_analysis.records import Section, Sentence
from xinhua_analysis.tables import actions


def read(text, title=""):
    """The rows of one body sentence."""
    section = Section("s1", 0, len(text), text, 1, "", title, "", 1)
    return actions.read_actions(text, (section,), (Sentence("s1-01", 0, len(text), text, "body", "s1"),))


def pairs(text):
    return [(row.verb, row.object) for row in read(text)]


def cases(*rows):
    return pytest.mark.parametrize(("text", "expected"), rows, ids=[row[0] for row in rows])


@cases(
    ("开展巡查。", [("开展", "巡查")]),
    ("积极稳妥推进征收工作。", [("推进", "征收工作")]),
    ("加快项目建设。", [("加快", "项目建设")]),
    ("加快推进项目建设。", [("推进", "项目建设")]),
    ("形成了工作合力。", [("形成", "工作合力")]),
    ("全年开具文书32份。", [("开具", "文书32份")]),
    ("一是健全网格机制。", [("健全", "网格机制")]),
    ("创造性地开展宣讲。", [("开展", "宣讲")]),
    ("2023年新增停车泊位120个。", [("新增", "停车泊位120个")]),
    ("6月底前完成泵站建设。", [("完成", "泵站建设")]),
    ("12月中旬召开大会。", [("召开", "大会")]),
    ("今年底前完成改造。", [("完成", "改造")]),
    ("力争到2025年建成驿站2个。", [("建成", "驿站2个")]),
    ("力争在6月底前完成主体施工。", [("完成", "主体施工")]),
)
def test_adverbs_are_passed_over(text, expected):
    assert pairs(text) == expected


@cases(
    ("推进实施水管改造。", [("推进实施", "水管改造")]),
    ("支持举办文化节。", [("支持举办", "文化节")]),
    ("督促整改隐患12处。", [("督促整改", "隐患12处")]),
    ("推进工作落实。", [("推进", "工作落实")]),
    ("完善制度体系。", [("完善", "制度体系")]),
    ("落实和完善帮扶政策。", [("落实和完善", "帮扶政策")]),
    ("新办、换发证件20本。", [("新办、换发", "证件20本")]),
    ("对标对表。", [("对标对表", "")]),
    ("稳岗促就业。", [("稳", "岗"), ("促", "就业")]),
)
def test_verbs_joined_without_a_gap_are_one(text, expected):
    assert pairs(text) == expected


@cases(
    ("完工3台、开工5台、签约8台。", [("完工", "3台"), ("开工", "5台"), ("签约", "8台")]),
    ("完善台账、建立清单。", [("完善", "台账"), ("建立", "清单")]),
    ("举办4场讲座、6场展览。", [("举办", "4场讲座、6场展览")]),
    ("助力企业了解政策、获取服务。", [("助力", "企业了解政策、获取服务")]),
    ("完善“上下联动,左右贯通”机制,建立清单。", [("完善", "“上下联动,左右贯通”机制"), ("建立", "清单")]),
    ("发放补贴1,200元。", [("发放", "补贴1,200元")]),
    ("整合养老资源成立助老联盟。", [("整合", "养老资源"), ("成立", "助老联盟")]),
    ("收集线索并及时处置隐患。", [("收集", "线索"), ("处置", "隐患")]),
    ("形成推进项目建设的合力。", [("形成", "推进项目建设的合力")]),
    ("构建以驿站为核心,居民参与的服务格局。", [("构建", "以驿站为核心,居民参与的服务格局")]),
    ("计划投资800万元新建泵站。", [("计划投资", "800万元"), ("新建", "泵站")]),
    ("投入资金300万元改造泵站12座。", [("投入", "资金300万元"), ("改造", "泵站12座")]),
    ("计划投资800万元用于泵站建设。", [("计划投资", "800万元用于泵站建设")]),
    ("为居民接种疫苗2万剂次。", [("接种", "疫苗2万剂次")]),
)
def test_clauses_and_parts(text, expected):
    assert pairs(text) == expected


@cases(
    ("结合主题教育要求,开展走访。", [("开展", "走访")]),
    ("以“平安”为主题召开居民大会。", [("召开", "居民大会")]),
    ("以提升效能为目标,优化流程。", [("优化", "流程")]),
    ("通过构建共享机制,完善路径。", [("完善", "路径")]),
    ("在桃源社区设立便民驿站。", [("设立", "便民驿站")]),
    ("对辖区30家企业进行检查。", [("进行", "检查")]),
    ("联合高校建立实训基地。", [("建立", "实训基地")]),
    ("将老厂房成功打造为文创园。", [("打造为", "老厂房")]),
    ("把矛盾发现在早、化解在小。", [("发现在", "矛盾")]),
    ("将名单交由居民审议,并获得一致通过。", [("交由", "名单")]),
)
def test_what_stands_before_the_verb(text, expected):
    assert pairs(text) == expected


@cases(
    ("未完成9个项目。", []),
    ("尚未开工。", []),
    ("没有完成任务。", []),
    ("我局未能建成泵站。", []),
    ("仍未解决停车难题。", []),
    ("服务站尚未完成改造。", []),
    ("在桃源社区未及时设立驿站。", []),
    ("完成8个、未完成2个。", [("完成", "8个")]),
    ("收集线索但未处置。", [("收集", "线索")]),
    ("不再新建厂房,改造3处。", [("改造", "3处")]),
    ("推进未成年人保护。", [("推进", "未成年人保护")]),
    ("不断完善台账。", [("完善", "台账")]),
    ("没收违法所得3万元。", [("没收", "违法所得3万元")]),
)
def test_what_was_not_done_is_no_action(text, expected):
    assert pairs(text) == expected


@cases(
    ("罚没款32.4万元。", []),
    ("罚没违法所得3万元。", [("罚没", "违法所得3万元")]),
    ("追回款项32万元。", [("追回", "款项32万元")]),
    ("减免费用3万元。", [("减免", "费用3万元")]),
    ("接种率达95%。", []),
    ("接种点12个。", []),
)
def test_the_first_half_of_a_noun_is_no_verb(text, expected):
    assert pairs(text) == expected


@cases(
    ("区域经济企稳回升。", []),
    ("经济运行保持平稳。", []),
    ("全县就业形势保持稳定。", []),
    ("全县新增床位120张。", [("新增", "床位120张")]),
    ("全市试点街道之一。", []),
    ("争取到上级资金。", [("争取到", "上级资金")]),
    ("管理水平稳步提高。", []),
    ("办结率达100%。", []),
    ("7个居民区获评先进集体。", []),
    ("克难奋进、为民实干。", []),
    ("由专家编写的报道展现了新貌,提高了知名度。", []),
    ("开办企业时间压缩至0.5个工作日。", []),
    ("督查企业落实责任,加大投入。", [("督查", "企业落实责任")]),
    ("我局组织开展培训4次。", [("组织开展", "培训4次")]),
    ("桃源街道坚持党建引领。", [("坚持", "党建引领")]),
    ("法律服务站接待群众30人次。", [("接待", "群众30人次")]),
    ("桃源路步行街成功举办花市,形成集聚地。", [("举办", "花市")]),
)
def test_who_acts(text, expected):
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
        ("力争建成驿站。", "", "planned"),
        ("力争6月底前完成泵站建设。", "", "planned"),
        ("计划投资800万元。", "", "planned"),
        ("明年建成驿站。", "", "planned"),
        ("深入学习贯彻会议精神。", "", "stated"),
        ("持续深入开展走访。", "", "ongoing"),
        ("举办讲座4场。", "下一步工作打算", "planned"),
        ("举办讲座4场。", "2024年工作思路", "planned"),
        ("举办讲座4场。", "率先发布行动规划", "completed"),
    ],
)
def test_stage(text, title, stage):
    assert [row.stage for row in read(text, title)] == [stage]


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
    text = "推进改造"
    sentence = Sentence("s1-01", 0, 4, text, "heading", "s1")
    assert actions.read_actions(text, (), (sentence,)) == ()


@given(st.text("将把为在推进开展、,，。“”《》(3个的以并对了工作 \n", max_size=60))
def test_rows_are_sound_on_any_text(text):
    for row in read(text):
        assert 0 <= row.start <= row.verb_start < row.verb_stop <= row.stop <= len(text) or row.start < row.verb_start
        assert text[row.start : row.stop] == row.text
        assert text[row.verb_start : row.verb_stop] == row.verb


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
