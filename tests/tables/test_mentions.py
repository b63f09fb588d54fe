"""Names, claims and partners: one-line cases by what they show; the floors of the gold; sound rows on any text."""

from itertools import pairwise

import gold_scores
import pytest
from hypothesis import given
from hypothesis import strategies as st
from misses import known_misses, written

import xinhua_analysis as xa
from xinhua_analysis.records import Sentence
from xinhua_analysis.tables import read_claims, read_partners
from xinhua_analysis.tables.figures import count_lines
from xinhua_analysis.tables.names import read_names
from xinhua_analysis.tables.numerals import find_numerals

READERS = (read_names, read_claims, read_partners)


def read(reader, text):
    sentences = (Sentence("s1-01", 0, len(text), text, "body", "s1"),)
    lines = count_lines(text, find_numerals(text), sentences)
    return reader(text, sentences, lines if reader is read_names else lines.words)


def names(text):
    return [(row.text, row.kind) for row in read(read_names, text)]


def cases(*rows):
    return pytest.mark.parametrize(("text", "expected"), rows, ids=[row[0] for row in rows])


@cases(
    ("开展“清风”行动。", [("“清风”", "programme")]),
    ("打造“邻里通”小程序。", [("“邻里通”", "platform")]),
    ("发布“暖心”服务手册。", [("“暖心”", "publication")]),
    ("印发《垃圾分类指南》。", [("《垃圾分类指南》", "publication")]),
    ("成立“银龄”志愿联盟。", [("“银龄”", "organisation")]),
    ("改造“星空”儿童公园。", [("“星空”", "place")]),
    ("举办“金秋”系列讲座。", [("“金秋”", "event")]),
    ("深化“四方联动”机制。", [("“四方联动”", "mechanism")]),
    ("建立“上下贯通,左右协同”的组织体系。", [("“上下贯通,左右协同”", "mechanism")]),
    ("以“共建家园”为主题召开会议。", [("“共建家园”", "expression")]),
    ("加大“引进来”力度。", [("“引进来”", "expression")]),
    ("设立助餐服务站“悦食·小灶”。", [("“悦食·小灶”", "programme")]),
    ("实施“春苗”、“夏荷”等6个治理项目。", [("“春苗”", "programme"), ("“夏荷”", "programme")]),
    ("推进“乐享”计划,“乐享”深入人心。", [("“乐享”", "programme"), ("“乐享”", "programme")]),
    ("获评“文明示范社区”。", [("“文明示范社区”", "programme")]),
    ("发布《“美好”指南》。", [("《“美好”指南》", "publication")]),
)
def test_names_in_quotation_marks(text, expected):
    assert names(text) == expected


@cases(
    ("引进东海市水产研究院。", [("东海市水产研究院", "organisation")]),
    ("由东海市摄影协会主办。", [("东海市摄影协会", "organisation")]),
    ("联合宏远集团打造园区。", [("宏远集团", "organisation")]),
    ("在桃源居委会设立站点。", [("桃源居委会", "organisation")]),
    ("桃源街道坚持引领。", [("桃源街道", "organisation")]),
    ("拓宽青石路、杏花路路面。", [("青石路", "place"), ("杏花路", "place")]),
    ("青石路17号。", [("青石路", "place")]),
    ("举办东海市智能制造大会。", [("东海市智能制造大会", "event")]),
    ("举办首届邻里节。", [("首届邻里节", "event")]),
    ("贯彻党的二十大精神。", [("党的二十大", "meeting")]),
    ("力争6月底前完成东海县人民医院建设。", [("东海县人民医院", "organisation")]),
    ("期末前完成东海县人民医院建设。", [("东海县人民医院", "organisation")]),
    ("扶持神东煤炭、汇能电力等企业。", [("神东煤炭", "organisation"), ("汇能电力", "organisation")]),
    ("走访岚芯微电、赛微电子等12家企业。", [("岚芯微电", "organisation"), ("赛微电子", "organisation")]),
    ("改造前进路、中山路。", [("前进路", "place"), ("中山路", "place")]),
    ("改造桃花里、水文宿舍等4个小区。", [("桃花里", "place"), ("水文宿舍", "place")]),
    ("沿中山北路增设充电桩。", [("中山北路", "place")]),
    ("梅岭县应急管理局开展检查。", [("梅岭县应急管理局", "organisation")]),
    ("引导种植、养殖等企业入会。", []),
    ("服务规上工业、高新技术等企业。", []),
    ("联合公安、城管等单位整治。", []),
    ("改造老旧、破损等道路。", []),
)
def test_names_without_marks(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "改造12个老旧小区。",
        "新增道路3条。",
        "发挥行业协会作用。",
        "完善居委会督导。",
        "举办6场动员大会。",
        "打通断头路径。",
        "各居委会开展走访。",
        "推进思路创新。",
        "开展线路巡查。",
    ],
)
def test_generic_words_are_no_names(text):
    assert names(text) == []


def claims(text):
    return [(row.kind, row.cue, row.scope, row.what, row.giver) for row in read(read_claims, text)]


@cases(
    ("建成全市首个托育中心。", [("first", "首个", "全市", "托育中心", "")]),
    ("设立首家助餐点“悦食”。", [("first", "首家", "not stated", "助餐点", "")]),
    ("打造为东海区首条无障碍道路。", [("first", "首条", "东海区", "无障碍道路", "")]),
    ("落地社区首个“智能回收箱”。", [("first", "首个", "社区", "“智能回收箱”", "")]),
    ("在全区率先推出积分制。", [("first", "率先", "全区", "推出积分制", "")]),
    ("举办首届邻里节。", [("first", "首届", "not stated", "邻里节", "")]),
    ("获评上海市文明单位。", [("honour", "获评", "not stated", "上海市文明单位", "上海市")]),
    ("桃源路被评为市特色道路。", [("honour", "被评为", "not stated", "市特色道路", "市")]),
    ("荣获先进集体称号。", [("honour", "荣获", "not stated", "先进集体称号", "")]),
    ("通过国家卫生城市验收。", [("honour", "验收", "not stated", "国家卫生城市", "国家")]),
    ("完成市林长办现场验收。", []),  # an inspection without a title is an event
    ("道路改造工程通过市级验收。", []),
    (
        "获评东海区首批“示范社区”。",
        [
            ("honour", "获评", "not stated", "东海区首批“示范社区”", "东海区"),
            ("first", "首批", "东海区", "“示范社区”", ""),
        ],
    ),
    ("率先在全市推行积分制。", [("first", "率先", "全市", "推行积分制", "")]),
    ("首次在全省范围内推出互认。", [("first", "首次", "全省", "推出互认", "")]),
    ("全市卫生健康系统首家互联网医院。", [("first", "首家", "全市卫生健康系统", "互联网医院", "")]),
    (
        "获评全省首批健康促进县。",
        [("honour", "获评", "not stated", "全省首批健康促进县", "全省"), ("first", "首批", "全省", "健康促进县", "")],
    ),
    ("全省首批医养结合试点建设有序推进。", [("first", "首批", "全省", "医养结合试点建设", "")]),
    ("首批医养结合试点建设全面启动。", [("first", "首批", "not stated", "医养结合试点建设", "")]),
    ("支持东部率先发展。", []),
    ("获得一致通过。", []),
    ("发挥先发优势,先行先试。", []),
    ("首创性改革。", []),
    ("推进竣工后的验收工作。", []),
)
def test_claims(text, expected):
    assert claims(text) == expected


def partners(text):
    return [(row.name, row.role) for row in read(read_partners, text)]


@cases(
    ("由市文创协会主办的论坛。", [("市文创协会", "主办")]),
    ("引进水产研究院、家具商会。", [("水产研究院", "引进"), ("家具商会", "引进")]),
    ("联合宏远集团打造园区。", [("宏远集团", "联合")]),
    ("联合社区卫生服务中心开展义诊。", [("社区卫生服务中心", "联合")]),
    ("会同派出所与律师事务所等力量开展调解。", [("派出所", "会同"), ("律师事务所", "会同")]),
    ("律师参与调解21次。", [("律师", "参与")]),
    ("与市职业学院共建基地。", [("市职业学院", "共建")]),
    ("引进社区促进会园区专委会。", [("社区促进会园区专委会", "引进")]),
    ("与县教育局、县妇联联合开展筛查。", [("县教育局", "联合"), ("县妇联", "联合")]),
    ("与市红十字会共同举办培训班。", [("市红十字会", "共同")]),
    ("会同县公安局开展检查。", [("县公安局", "会同")]),
    ("携手县人民医院开展义诊。", [("县人民医院", "携手")]),
    (
        "由县教育局主办、县妇联协办、县人民医院承办的大赛。",
        [("县教育局", "主办"), ("县妇联", "协办"), ("县人民医院", "承办")],
    ),
    ("由县教育局主办,县人民医院承办。", [("县教育局", "主办"), ("县人民医院", "承办")]),
    ("同步推动学校建设,联合宏远集团打造园区。", [("宏远集团", "联合")]),
    ("与企业共同成长。", []),
    ("发挥行业协会联合组织作用。", []),
    ("整合社区资源。", []),
    ("居民参与自治。", []),
    ("获评市级示范。", []),
    ("农商联合银行开业。", []),
)
def test_partners(text, expected):
    assert partners(text) == expected


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("一、(一)率先推出积分制。\n全市率先推出积分制。", ["body"]),
        ("一、率先推出积分制\n建成首个托育中心。", ["heading", "body"]),  # another cue: nothing is told twice
        ("一、率先推出积分制\n在全区推出积分制。", ["heading"]),
    ],
)
def test_a_first_told_again_under_its_heading_is_one(text, sections):
    report = xa.parse(text)
    kinds = report.sentences.set_index("id")["kind"]
    assert [kinds[row.sentence_id] for row in report.records("claims")] == sections
    assert [row.id for row in report.records("claims")] == [f"c{n + 1:03}" for n in range(len(sections))]


@pytest.mark.parametrize(
    ("reader", "text", "column", "expected"),
    [
        pytest.param(reader, *miss.values, marks=miss.marks)
        for reader in (names, claims, partners)
        for miss in known_misses(reader.__name__)
    ],
)
def test_a_known_miss(reader, text, column, expected):
    assert written(reader(text)) == expected


@given(st.text("“”《》、，。首个路小区大会联合由主办律师参与获评区市第十届节暨展的(·)协会\n 3", max_size=60))
def test_rows_are_sound_on_any_text(text):
    for reader in READERS:
        rows = read(reader, text)
        assert [row.start for row in rows] == sorted(row.start for row in rows)
        for row in rows:
            assert 0 <= row.start < row.stop <= len(text)
            assert text[row.start : row.stop] == row.text
    spans = [(row.start, row.stop) for row in read(read_names, text)]
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@pytest.mark.parametrize(
    "text",
    [
        "“",
        "《",
        "、",
        "一",
        "将",
        "首个",
        "路",
        "大会",
        "由",
        "联合",
        "“”",
        "验收",
        "参与",
        "获评",
        "与",
        "主办、",
        "率先在",
        "全系统",
    ],
)
def test_a_hostile_text_is_read_in_linear_time(text):
    for reader in READERS:
        read(reader, text * 20_000)


@pytest.mark.parametrize("table", ["names", "claims", "partners"])
def test_floor_of_the_gold(table):
    found = gold_scores.compare(table)
    assert found["f1"] >= 0.97, found["misses"] + found["false"]
    assert min(found["fields"].values()) >= 0.95, found["unlike"]
