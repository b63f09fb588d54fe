"""Two summaries beside each other: what is matched on the made-up pair, what never is, and how a change is told."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

import xinhua_analysis as xa
from xinhua_analysis.pairs import matching
from xinhua_analysis.pairs.comparing import NOT_IN_NEW, NOT_IN_OLD, movement, pair_words, read_decisions
from xinhua_analysis.pairs.matching import FEATURES, FORBIDDEN, forbidden_by
from xinhua_analysis.pairs.traits import traits

FOLDER = Path(__file__).parents[2] / "data" / "example-next-year"
OLD, NEW, PLAN = xa.load(), xa.read(FOLDER / "summary-2024.txt"), xa.read(FOLDER / "plan-2024.txt")
BOTH = xa.compare(OLD, NEW)


def gold(name):
    with open(FOLDER / f"gold-{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ids(report):
    return {row.start: row.id for table in ("figures", "names") for row in report.records(table)}


def pairs_of(rows, relation, old="summary-2023"):
    starts = ids(OLD if old == "summary-2023" else PLAN), ids(NEW)
    chosen = [row for row in rows if row["relation"] == relation and row.get("old", old) == old]
    return {(starts[0][int(row["old_start"])], starts[1][int(row["new_start"])]) for row in chosen}


# The made-up pair


def test_the_same_quantities_are_found():
    due = pairs_of(gold("figures"), "same")
    found = {(row.old_id, row.new_id) for row in BOTH.records("figures") if row.relation == "results"}
    hit = len(due & found)
    assert 2 * hit / (len(due) + len(found)) >= 0.97


def test_no_trap_is_taken():
    traps = pairs_of(gold("figures"), "trap")
    assert not [row for row in BOTH.records("figures") if (row.old_id, row.new_id) in traps]


def test_every_row_of_both_reports_stands_once():
    for side, report in (("old_id", OLD), ("new_id", NEW)):
        stood = [getattr(row, side) for row in BOTH.records("figures") if getattr(row, side)]
        assert sorted(stood) == sorted(row.id for row in report.records("figures"))


def test_the_unmatched_are_not_stated_and_never_zero():
    for row in BOTH.records("figures"):
        assert (row.relation == NOT_IN_NEW) == (not row.new_id) == (row.new_value is None)
        assert (row.relation == NOT_IN_OLD) == (not row.old_id) == (row.old_value is None)


def test_columns_begin_with_both_ids_and_are_declared():
    for table in (BOTH.figures, BOTH.names, BOTH.claims, BOTH.sections):
        assert list(table)[:2] == ["old_id", "new_id"]
        assert all(column in xa.COLUMNS for column in table)


def test_names_are_kept_renamed_dropped_or_new():
    rows = {(row.old_text, row.new_text): row.relation for row in BOTH.records("names")}
    assert [row for row in gold("names") if rows.get((row["old_text"], row["new_text"])) != row["relation"]] == []


def test_it_is_the_same_each_time():
    assert xa.compare(OLD, NEW).records("figures") == BOTH.records("figures")


# Closed grammar: what is never matched, over made-up contexts

APART = [
    ("税收增长5%", "税收提高5个百分点", "a percentage, a rate, a share or percentage points with another of them"),
    ("税收增长5%", "税收占比5%", "a percentage, a rate, a share or percentage points with another of them"),
    ("完工16台", "累计完工71台", "unlike periods"),
    ("完工16台", "五年来完工71台", "unlike periods"),
    ("完工16台", "1—10月完工13台", "unlike periods"),
    ("完工16台", "上半年完工13台", "unlike periods"),
    ("新增床位16张", "床位总数达到71张", "newly added with all there are"),
    ("服务老人822户", "服务老人846人", "unlike units"),
    ("发布岗位4009个", "全县发布岗位52000个", "of another whole place"),
    ("建成国家级园区2个", "建成省级园区3个", "of another rank"),
    ("累计开行列车3万列", "累计开行列车2万列", "unlike periods"),
    ("参保率从91%提高到95%", "参保率96%", "what something moved from"),
]


@pytest.mark.parametrize(("old", "new", "rule"), APART)
@pytest.mark.parametrize("lead", ["", "加大力度，", "持续推进重点工作。"])
def test_what_is_never_matched(old, new, rule, lead):
    sides = [
        traits(xa.parse(f"某镇{year}年工作总结\n一、工作\n{lead}{words}。"))
        for year, words in ((2023, old), (2024, new))
    ]
    assert rule in FORBIDDEN
    assert rule in list(forbidden_by(sides[0][0], sides[1][0]))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("新增企业16家", "新增企业18个"),
        ("活动16场", "活动18次"),
        ("经营主体920万户", "经营主体951万家"),
        ("全年累计整改16处", "整改18处"),
    ],
)
def test_what_differs_by_its_classifier_may_be_matched(old, new):
    sides = [
        traits(xa.parse(f"某镇{year}年工作总结\n一、工作\n{words}。")) for year, words in ((2023, old), (2024, new))
    ]
    assert not list(forbidden_by(sides[0][0], sides[1][0]))


@pytest.mark.parametrize(
    ("title", "whole"),
    [("某省{}年政府工作报告", "全省"), ("某自治区{}年政府工作报告", "全区"), ("{}年政府工作报告", "全国")],
)
def test_the_whole_of_the_report_itself_is_no_other_place(title, whole):
    said = ((2023, f"{whole}新增就业85万人"), (2024, "新增就业86万人，为" + whole + "第三"))
    old, new = (traits(xa.parse(f"{title.format(year)}\n一、工作\n{words}。")) for year, words in said)
    assert "of another whole place" not in list(forbidden_by(old[0], new[0]))


@pytest.mark.parametrize(
    ("old", "new"), [("计划完工16台", "计划完工18台"), ("完工16台", "计划完工18台"), ("计划完工16台", "完工18台")]
)
def test_relations_are_never_mixed(old, new):
    reports = [xa.parse(f"某镇{year}年工作总结\n一、加梯\n{words}。") for year, words in ((2023, old), (2024, new))]
    due = {(True, True): "targets", (True, False): "target and result"}.get((old[0] == "计", new[0] == "计"))
    relations = [row.relation for row in xa.compare(*reports).records("figures") if row.old_id and row.new_id]
    assert relations == ([due] if due else [])


# What is known of one figure


def known(words, title="一、工作", lead=""):
    return traits(xa.parse(f"某市2024年政府工作报告\n{title}\n{lead}{words}。"))


@pytest.mark.parametrize(
    ("words", "subjects"),
    [
        (
            "城镇和农村居民人均可支配收入，增长4.6%、7.2%",
            ["城镇居民人均可支配收入", "农村居民人均可支配收入"],
        ),
        pytest.param(
            "城镇和农村居民人均可支配收入分别为4万元和2万元",
            ["城镇居民人均可支配收入", "农村居民人均可支配收入"],
            marks=pytest.mark.xfail(strict=True, reason="the first member of a list is dealt without the shared head"),
        ),
        ("经营主体新增5万户，总量36万户", ["经营主体", "经营主体总量"]),
        ("粮食产量530亿斤", ["粮食产量"]),
    ],
)
def test_a_figure_has_its_own_subject_or_that_before_it(words, subjects):
    assert [one.subject for one in known(words)] == subjects


@pytest.mark.parametrize(
    ("words", "period", "told"),
    [
        ("经营主体从20万户增加到36万户", "year", "level"),
        ("专精特新企业累计达到342家", "sum", "level"),
        ("生猪存栏2160万头", "year", "level"),
        ("生猪出栏3240万头", "year", "flow"),
        ("粮食产量连续五年超520亿斤", "years", ""),
        ("生产总值两年平均增长5.3%", "years", ""),
        ("生产总值上半年增长1%、全年增长3.6%", "year", ""),
        ("建成区面积138平方公里", "year", ""),
    ],
)
def test_periods_and_levels(words, period, told):
    last = known(words)[-1]
    assert (last.period, last.told) == (period, told)


@pytest.mark.parametrize(("words", "due"), [("预计完成生产总值100亿元", False), ("力争完成生产总值100亿元", True)])
def test_what_is_expected_of_a_year_that_ends_is_no_target(words, due):
    told = "新增床位16张。加梯完工23台。新建公园5个。"
    assert known(words, lead=told)[-1].target is due


def test_what_stands_in_a_plan_is_a_target():
    title = "一、工作回顾\n加梯完工16台。\n二、2025年重点工作"
    lead = "力争开工23台。计划新增床位16张。计划新建公园5个。"
    assert [one.target for one in known("全年签约项目200个", title, lead)] == [False, True, True, True, True]


# A change and its words


@pytest.mark.parametrize(
    ("old", "new", "due"),
    [
        ("完工16台", "完工23台", (Decimal(7), "台", Decimal("0.4375"), "rise")),
        ("税收增长5%", "税收增长4%", (Decimal("-1.00"), "百分点", None, "slower")),
        ("税收增长5%", "税收增长6%", (Decimal("1.00"), "百分点", None, "faster")),
        ("税收增长5%", "税收下降1%", (Decimal("-6.00"), "百分点", None, "turned to a fall")),
        ("案件下降5%", "案件下降3%", (Decimal("2.00"), "百分点", None, "falls slower")),
        ("参保率达到91%", "参保率达到95%", (Decimal("4.00"), "百分点", None, "rise")),
        ("城镇化率突破60%", "城镇化率突破60%", (None, "", None, "")),
        ("活动600场", "活动超700场", (None, "", None, "rise")),
        ("活动超600场", "活动700场", (None, "", None, "")),
        ("新建5公里", "新建5平方米", (None, "", None, "")),
    ],
)
def test_how_a_quantity_moved(old, new, due):
    sides = [
        traits(xa.parse(f"某镇{year}年工作总结\n一、工作\n{words}。")) for year, words in ((2023, old), (2024, new))
    ]
    assert movement(sides[0][0], sides[1][0]) == due


@pytest.mark.parametrize(
    ("new", "stated", "agrees"),
    [
        ("整改隐患3120处，比上年增加4.7%", "rise", "yes"),
        ("整改隐患3120处，比上年有所减少", "fall", "no"),
        ("整改隐患2800处，比上年有所减少", "fall", "yes"),
        ("整改隐患3120处，同比增长40%", "rise", "no"),
        ("整改隐患3120处", "", ""),
    ],
)
def test_what_is_stated_and_whether_the_numbers_agree(new, stated, agrees):
    old = "某镇2023年工作总结\n一、安全\n全年整改隐患2980处。"
    row = xa.compare(xa.parse(old), xa.parse(f"某镇2024年工作总结\n一、安全\n全年{new}。")).records("figures")[0]
    assert (row.stated, row.agrees) == (stated, agrees)


# Decisions of a user


def decided(tmp_path, *rows):
    path = tmp_path / "pairs.csv"
    path.write_text("decision,old_id,new_id\n" + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def test_a_pair_can_be_cut_and_another_confirmed(tmp_path):
    row = next(row for row in BOTH.records("figures") if row.old_text == "16台")
    other = next(one for one in NEW.records("figures") if one.text == "30台")
    found = xa.compare(
        OLD, NEW, decided(tmp_path, f"cut,{row.old_id},{row.new_id}", f"confirm,{row.old_id},{other.id}")
    )
    again = next(one for one in found.records("figures") if one.old_id == row.old_id)
    assert (again.new_id, again.reason) == (other.id, "confirmed by hand")


def test_what_is_never_matched_cannot_be_confirmed(tmp_path):
    old = next(row for row in OLD.records("figures") if row.text == "822户")
    new = next(row for row in NEW.records("figures") if row.text == "846名")
    found = xa.compare(OLD, NEW, decided(tmp_path, f"confirm,{old.id},{new.id}"))
    assert next(row for row in found.records("figures") if row.old_id == old.id).new_id == ""
    assert found.unsettled["detail"].str.contains("never matched: unlike units").any()


@pytest.mark.parametrize("row", ["cut,f001,f999", "cut,f999,f001", "keep,f001,f001"])
def test_a_decision_that_means_nothing_is_an_error(tmp_path, row):
    with pytest.raises(xa.LookupFailed):
        xa.compare(OLD, NEW, decided(tmp_path, row))


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"\xff\xfe\x00", b"decision,old_id,new_id\ncut,f001\n"])
def test_a_file_of_no_decisions_is_an_error(tmp_path, content):
    path = tmp_path / "pairs.csv"
    path.write_bytes(content)
    with pytest.raises(xa.ReadError, match=r"pairs\.csv"):
        read_decisions(path)
    with pytest.raises(xa.ReadError):
        read_decisions(tmp_path / "none.csv")


# Doubts


def test_doubts_are_told_with_their_candidates():
    report = xa.parse("加梯工作\n完工16台。")
    told = xa.compare(report, report).unsettled
    assert list(told["detail"]) == [
        "the years are not stated and not stated",
        "the old report has no plan part: no target is followed",
    ]
    assert any(" " in row for row in BOTH.unsettled["candidates"])


def test_words_are_paired_one_to_one():
    rows = pair_words([("a", "甲乙丙丁", ""), ("b", "甲乙丙戊", "")], [("c", "甲乙丙己", "")])
    assert [row.relation for row in rows] == ["renamed", "dropped"]


# Weights


def test_weights_are_those_of_the_features():
    lines = matching.FILE.read_text(encoding="utf-8").splitlines()
    assert [line.split("\t")[0] for line in lines] == [*FEATURES, matching.NO_PAIR]


def test_an_empty_side_gives_no_pair():
    assert xa.compare(xa.parse("没有数字。"), NEW).matches == []
    assert xa.compare(xa.parse("没有数字。"), xa.parse("没有数字。")).figures.empty
