"""Sentences made from rows: what they say, where their numbers lead, and what they refuse."""

import re
from html.parser import HTMLParser

import pandas as pd
import pytest

import xinhua_analysis as xa
from xinhua_analysis.context import fact
from xinhua_analysis.evidence import actions_with_figures, firsts, given, ladders, level, longest_gap
from xinhua_analysis.story import Story
from xinhua_analysis.telling.wording import english, number
from xinhua_analysis.trust import checks

REPORT = xa.load()
SUMMARY = Story(REPORT)


def figure(text):
    return xa.parse(text).records("figures")[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("完工16台。", "16"),
        ("面积10.2万平方米。", "102,000"),
        ("增长5.3%。", "5.3%"),
        ("达100%。", "100%"),
        ("举办活动600余场。", "more than 600"),
        ("举办活动60多场。", "more than 60"),
        ("服务居民100人以上。", "at least 100"),
        ("约300人。", "about 300"),
        ("不超过30天。", "at most 30"),
        ("每周3至5次。", "3–5"),
        ("投资0.05亿元。", "5,000,000"),
        ("增长0.1个百分点。", "0.1"),
    ],
)
def test_a_number_in_words(text, words):
    assert number(figure(text)) == words


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("{f006} lifts", "16 [f006] lifts"),
        ("{加梯 完工} lifts", "16 [f006] lifts"),
        ("{加梯 签约 planned}", "16 [f008]"),
        ("{c003}", "就业服务站 (employment service station) [c003]"),
        ("{k07} lifts", "150 [k07] lifts"),
        ("{k26}", "plan of work for 2024 [k26]"),
        ("in {n001}", "in 2023 [n001]"),
        ("{k29} square kilometres", "2.2 [k29] square kilometres"),
        ("{燃气报警器} homes", "822 [f022] homes"),
        ("{bare:row|rows}", "2 rows"),
        ("{s3.1}", "宜居环境巩固提升 (Liveable environment consolidated and improved) [s3.1]"),
        ("in {s3.1-02}", "in sentence s3.1-02"),
        ("{n:lift|lifts}", "3 lifts [f006…f008]"),
        ("{n:sheep}", "3 sheep [f006…f008]"),
        ("{one:lift|lifts}", "1 lift [f006]"),
        ("{none:lift|lifts}", "No lifts"),
        ("there are {none:lift|lifts}", "there are no lifts"),
        ("there are {none}", "there are none"),
        ("Done. {none:lift|lifts}", "Done. No lifts"),
        ("{one:list}", "16 [f006]"),
        ("{n:list}", "16 [f006], 23 [f007] and 16 [f008]"),
        ("{none:list}", "none"),
        ("{all} of", "45 [f001…f045] of"),
        ("a {{brace}}", "a {brace}"),
    ],
)
def test_a_sentence_is_filled_from_rows(sentence, told):
    lifts = SUMMARY.figures.query("subject.str.contains('加梯')")
    rows = {"n": lifts, "one": lifts[:1], "none": lifts[:0], "all": SUMMARY.figures, "bare": lifts[["text"]][:2]}
    assert SUMMARY.tell(sentence, **rows).text == told


@pytest.mark.parametrize(
    ("sentence", "rows", "message"),
    [
        ("{加梯}", {}, "names 3 figures"),
        ("{火箭}", {}, "names no figure"),
        ("{f999}", {}, "no row"),
        ("{n}", {"n": 5}, "must be made from rows"),
    ],
)
def test_what_is_not_made_from_rows_is_refused(sentence, rows, message):
    with pytest.raises(xa.SummaryError, match=message):
        SUMMARY.tell(sentence, **rows)


def test_words_name_figures_of_the_area_only():
    with pytest.raises(xa.LookupFailed, match="names no figure"):
        Story(REPORT, area=1).tell("{加梯 完工}")


class Links(HTMLParser):
    """The links of a piece of HTML, and whether its elements close."""

    def __init__(self, html):
        super().__init__()
        self.links, self.open = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        if tag == "a":
            self.links.append(dict(attrs))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_each_number_leads_to_its_words_on_the_source_page():
    parsed = Links(SUMMARY.tell("{f006} of {n}", n=SUMMARY.figures[:3]).html)
    assert parsed.open == []
    assert [link["data-id"] for link in parsed.links] == ["f006", "f001", "f003"]
    assert all(link["href"] == REPORT.cite(link["data-id"]).link for link in parsed.links)
    assert all(link["title"].startswith(link["data-id"]) for link in parsed.links)


def test_without_an_address_there_is_a_name_and_no_link():
    (link,) = Links(Story(xa.parse("完工16台。")).tell("{f001}").html).links
    assert "href" not in link


def test_hostile_words_stay_words():
    report = xa.parse("一、<script>alert(1)</script>\n安装3个“<img src=x onerror=alert(1)>亭”。")
    story = Story(report)
    for told in (story.tell("{s1}: <b>{f001}"), story.table("sections"), story.table("figures"), story.checks()):
        assert "<script" not in told.html
        assert "<img" not in told.html
    assert "&lt;b&gt;" in story.tell("<b>{f001}").html


def test_a_table_of_another_text_shows_its_words():
    story = Story(xa.parse("一、民生\n完工16台。"))
    told = story.table("figures", "id", "text", "value", "action", "stage").text.splitlines()[1]
    assert re.split(r" {2,}", told) == ["f001", "16台", "16", "完工 (finish the works on)", "completed"]


def test_a_long_table_says_what_it_leaves_out():
    told = SUMMARY.table("actions")
    assert told.text.endswith("149 more rows: report.actions")
    assert told.html.count("<tr>") == 61


def test_any_other_frame_is_shown_with_its_english_and_without_what_is_missing():
    frame = pd.DataFrame({"old_id": ["小区", None], "share": [0.5, float("nan")], "year": [2023, 2024]})
    told = SUMMARY.table(frame)
    assert [re.split(r" {2,}", line) for line in told.text.splitlines()] == [
        ["old id", "share", "year"],
        ["小区 (residential compound)", "0.5", "2023"],
        ["", "2024"],
    ]
    named = SUMMARY.table(frame.set_index("year"), "year", "share")
    assert named.text.splitlines()[1].split() == ["2023", "0.5"]
    assert "nan" not in f"{told.html}{named.html}".lower()


def test_the_verb_of_a_figure_names_what_was_given_to_those_it_counts():
    cells = SUMMARY.table(SUMMARY.figures.query("id in ('f017', 'f022')"), "id", "action").text.splitlines()[1:]
    assert [re.split(r" {2,}", line)[1] for line in cells] == ["完成 (complete)", "安装燃气报警器 (install gas alarms)"]


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("为822户高龄独居老人安装燃气报警器。", ["燃气报警器"]),
        ("为192家企业减免租金300万元。", ["租金300万元", ""]),
        ("为高龄独居老人安装燃气报警器822个。", [""]),
        ("安装12处电动自行车棚智慧消防设施。", [""]),
        ("向36名学生发放助学金,慰问老人200名。", ["助学金", ""]),
    ],
)
def test_what_was_given_to_whom_a_figure_counts(text, things):
    report = xa.parse(text)
    assert [given(report).get(row.id, "") for row in report.records("figures")] == things


def test_words_are_rows_with_their_english_and_how_often_they_stand():
    told = SUMMARY.words("向好", "同比").text.splitlines()
    assert [line.split() for line in told] == [
        ["word", "english", "times"],
        ["向好", "improving", "1"],
        ["同比", "on", "the", "year", "before", "0"],
    ]


def test_an_empty_table_says_so():
    told = Story(REPORT, area=2).table("figures")
    assert (told.text, told.html) == ("No figures.", "<p>No figures.</p>")


def test_an_area_that_is_not_there():
    with pytest.raises(xa.LookupFailed, match="areas 1 to 5"):
        Story(REPORT, area=6)
    with pytest.raises(AttributeError, match="no 'wonders'"):
        _ = Story(REPORT).wonders


def test_areas_share_out_the_rows():
    for table in xa.TABLES:
        parts = [getattr(Story(REPORT, area), table)["id"].tolist() for area in range(6)]
        assert [id_ for part in parts for id_ in part] == getattr(SUMMARY, table)["id"].tolist()


def test_the_passage_of_an_area_is_its_text_and_its_english():
    story = Story(REPORT, area=1)
    html = story.passage().html
    shown = re.findall(r'<span class="xa-text" lang="zh">(.*?)</span></p>', html, flags=re.S)
    assert "".join(re.sub(r"<[^>]+>", "", words) for words in shown) == re.sub(r"\s", "", story.text)
    assert [line.split()[0] for line in story.passage().text.splitlines()] == story.sentences["id"].tolist()


def test_the_english_has_its_numbers_from_rows():
    told = Story(REPORT, area=3).passage()
    assert "16 [f006]" in told.text
    linked = sorted(link["data-id"] for link in Links(told.html).links if link["data-id"].startswith("f"))
    assert linked == Story(REPORT, area=3).figures["id"].tolist()


def test_another_summary_is_shown_as_written():
    told = Story(xa.parse("一、民生\n完工16台。")).passage()
    assert told.text == "s1-01 一、民生\ns1-02 完工16台。"
    assert "xa-told" not in told.html


# In Chinese


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("完工{f006}", "完工16台 [f006]"),
        ("活动{f030}", "活动600余场 [f030]"),
        ("{n}个", "3 [f006…f008]个"),
        ("{none}个", "0个"),
        ("{none:有#个|没有给出数字}", "没有给出数字"),
        ("{n:有#个|没有给出数字}", "有3 [f006…f008]个"),
        ("{n001}的总结", "2023年 [n001]的总结"),
        ("面积{k29}", "面积2.2平方公里 [k29]"),
        ("人口{k28}", "人口85000人 [k28]"),
        ("{sum}份", "2037 [f033 f035]份"),
        ("{c003}", "就业服务站 [c003]"),
        ("{two:list}", "16台 [f006]、23台 [f007]"),
        ("{ratio}人次", "至少62.5 [f039 f038]人次"),
        ("计划{k07}", "计划150台 [k07]"),
        ("见{k26}", "见《新华路街道2024年工作要点》 [k26]"),
    ],
)
def test_the_same_rows_are_told_in_chinese(sentence, told):
    lifts = SUMMARY.figures.query("subject.str.contains('加梯')")
    ratio = SUMMARY.ratio("培训教育 受益", "培训教育 场")
    forms = SUMMARY.total(SUMMARY.figures.query("subject.str.contains('检查单')"))
    both = SUMMARY.tell("{n}", sentence, n=lifts, two=lifts[:2], none=lifts[:0], ratio=ratio, sum=forms)
    assert both.text.splitlines() == ["3 [f006…f008]", told]
    assert '<div class="xa-told xa-zh" lang="zh"' in both.html
    assert "xa-zh" not in SUMMARY.tell("{n}", n=lifts).html


def test_a_fact_from_outside_is_marked_and_leads_to_its_source():
    html = SUMMARY.tell("Outside, {k07} were planned.").html
    (link,) = Links(html).links
    assert link["href"] == fact(REPORT, "k07").address
    assert link["title"].startswith("k07 · from outside the text: ")
    assert 'class="xa-outside"' in html
    assert "data-id" not in link  # no row of the text


def test_a_finding_has_the_sentences_of_its_notebook():
    story = Story(REPORT, area=2)
    with pytest.raises(xa.LookupFailed, match="no finding of 'nowhere'"):
        story.finding("nowhere")
    with pytest.raises(xa.LookupFailed, match="names no figure"):
        story.finding("02-life-circle")  # its rows are not given


def test_checks_name_each_invariant():
    lines = SUMMARY.checks().text.splitlines()
    assert len(lines) == 13
    assert all(line.endswith("none") for line in lines[1:])
    assert Story(REPORT, area=1).checks().text.startswith("12 invariants hold for ")


@pytest.mark.parametrize(
    ("upper", "lower", "words"),
    [
        ("咨询 接待 人次", "咨询 批", "1.8"),
        ("培训教育 受益", "培训教育 场", "at least 62.5"),
    ],
)
def test_a_ratio_keeps_the_bound(upper, lower, words):
    assert SUMMARY.ratio(upper, lower).words == words


@pytest.mark.parametrize(("upper", "lower"), [("来访", "各类活动"), ("复查", "安全生产检查单"), ("咨询 批", "调解")])
def test_unlike_things_have_no_ratio(upper, lower):
    with pytest.raises(xa.TotalError, match="unlike things"):
        SUMMARY.ratio(upper, lower)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("咨询200余人次、100批。", "at least 2"),
        ("咨询200人次、近100批。", "at least 2"),
        ("咨询200余人次、近100批。", "at least 2"),
        ("咨询200余人次、100余批。", "about 2"),
        ("咨询约200人次、100批。", "about 2"),
    ],
)
def test_the_bounds_of_a_ratio(text, words):
    assert Story(xa.parse(text)).ratio("200", "100").words == words


def test_sums():
    sheets = SUMMARY.figures.query("subject.str.contains('检查单')")
    assert SUMMARY.total(sheets).words == "2,037"
    with pytest.raises(xa.TotalError):
        SUMMARY.total(SUMMARY.figures)


def test_numbers_sort_by_value():
    lengths = [SUMMARY.length(Story(REPORT, area).sections) for area in range(1, 6)]
    assert [min(lengths).words, max(lengths).words] == ["670", "1,010"]


def test_rows_that_follow_each_other_are_told_as_a_stretch():
    figures = SUMMARY.figures.set_index("id", drop=False).loc[["f001", "f003", "f004", "f005", "f009", "f010"]]
    assert SUMMARY.tell("{n}", n=figures).text == "6 [f001 f003…f005 f009 f010]"


def test_many_stretches_are_folded_and_all_in_the_words():
    told = SUMMARY.tell("{n}", n=SUMMARY.figures[::2])
    assert told.text.count(" ") == 23
    assert "<details" in told.html
    assert "23 rows" in told.html


def test_a_conversion_and_a_stray_brace_are_refused():
    for sentence in ("{f006!r}", "{f006", "f006}"):
        with pytest.raises(xa.SummaryError):
            SUMMARY.tell(sentence)


def test_a_table_that_is_none_is_refused():
    with pytest.raises(xa.LookupFailed, match="no table"):
        SUMMARY.table("nonsense")


def test_a_share_is_shown_as_it_is_read():
    assert "100%" in SUMMARY.table(SUMMARY.figures.query("unit == '%'"), "id", "value").text


def test_a_citation_has_its_sentence_in_english():
    assert "3 [f001] lists" in SUMMARY.cite("f001").text
    assert len(Story(xa.parse("完工16台。")).cite("f001").text.splitlines()) == 2


def test_punctuation_without_hanzi_takes_no_time():
    SUMMARY.tell("、" * 200_000)  # was quadratic


# What stands where


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("建成全市首个公园。", [("首个", "city")]),
        ("建成上海市首个公园。", [("首个", "city")]),
        ("落地全区首家书店。", [("首家", "district")]),
        ("建成全省首条绿道。", [("首条", "province")]),
        ("举办首届邻里节,开通首期课程。", []),  # a series of one's own
        ("首批4家驿站开放。", []),
        ("获评东海区首批“示范社区”。", [("首批", "district")]),
        ("建成首个公园。", [("首个", "not stated")]),
    ],
)
def test_firsts_among_others_and_their_level(text, told):
    rows = firsts(xa.parse(text))
    assert list(zip(rows["cue"], rows["level"], strict=True)) == told


@pytest.mark.parametrize(
    ("scope", "name"),
    [("全国", "country"), ("国家级", "country"), ("全省", "province"), ("上海市", "city"), ("市", "city"),
     ("长宁区", "district"), ("桃源县", "district"), ("桃源镇", "community"), ("街道", "community"), ("", "not stated"),
     ("全球", "全球")],
)  # fmt: skip
def test_the_level_of_a_scope(scope, name):
    assert level(scope) == name


def test_each_figure_belongs_to_an_action_at_most_once():
    assert actions_with_figures(REPORT)["figures"].sum() <= len(REPORT.figures)


@pytest.mark.parametrize(
    ("text", "count"),
    [("完工16台。", 1), ("新建3个公园、2个广场。", 2), ("对192家工程进行备案监管。", 1), ("全年加强管理。", 0)],
)
def test_the_figures_of_an_action(text, count):
    assert actions_with_figures(xa.parse(text))["figures"].tolist() == [count]


def test_the_longest_gap_holds_no_figure():
    start, stop = longest_gap(REPORT)
    assert not ((REPORT.figures["start"] >= start) & (REPORT.figures["start"] < stop)).any()
    assert longest_gap(xa.parse("没有数字。")) == (0, 5)


def test_a_ladder_has_one_subject_and_unit_and_several_stages():
    for rows in ladders(REPORT):
        assert (rows["subject"].nunique(), rows["unit"].nunique()) == (1, 1)
        assert rows["stage"].nunique() > 1


def test_a_gloss_by_kind_or_by_any():
    assert english("安装", "action") == english("安装") == "install"
    assert english("安装", "partner") == ""


def test_a_broken_row_is_told(monkeypatch):
    broken = xa.load()
    finding = checks.Finding("figures", "f001", "text_is_slice", "planted")
    monkeypatch.setattr(broken, "findings", lambda: (finding,))
    for told in (Story(broken).checks(), Story(broken, area=1).checks()):
        assert [line for line in told.text.splitlines() if line.startswith("text is slice") and line.endswith("f001")]
    assert "invariants hold" in Story(broken, area=2).checks().text


def test_an_empty_table_with_one_column_more_is_known_by_its_columns():
    rows = actions_with_figures(REPORT)[:0]
    assert SUMMARY.table(rows).text == "No actions."


def test_a_level_beside_what_was_newly_done_is_no_ladder():
    assert ladders(xa.parse("新增学校16所，学校达80所。")) == []


def test_a_column_that_is_none_is_refused():
    with pytest.raises(xa.LookupFailed, match="no column 'nope'"):
        SUMMARY.table("figures", "nope")
