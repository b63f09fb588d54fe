"""Charts draw what the tables say, in type that can be read: lengths, labels, hatching, no clipped word."""

import io
import re
from itertools import combinations

import matplotlib
import pandas as pd
import pytest
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from PIL import Image

import xinhua_analysis as xa
from xinhua_analysis import charts, context
from xinhua_analysis.bundled import NEXT_YEAR
from xinhua_analysis.evidence import actions_with_figures, firsts, honours, ladders, leaves
from xinhua_analysis.telling import drawing
from xinhua_analysis.telling.drawing import FILLS, SAID

LONG = "".join(
    f"{'一二三四五六七八九十'[n % 10]}、第{n}项全面深化改革创新工作迈上新台阶\n"
    f"(一)民生工程。完工{n}台,服务{n * 7}人次,获评全市先进。\n"
    for n in range(1, 90)
)
TEXTS = {
    "bundled": None,
    "no figure": "某街道工作总结\n一、民生\n持续推进各项工作。",
    "no heading": "完工16台,新建3个。",
    "no word known": "$x^2$ 龘龘。",
    "long": LONG,
    "wide": f"一、{'特别长的标题' * 12}\n(一){'又一个标题' * 15}。完工{'9' * 12}台,{'很长的对象名称' * 9}达到3.5%。",
}
NEXT = xa.read(NEXT_YEAR)
# Of the bundled summary alone: what is sorted by hand, and what stands outside it.
BY_HAND = {"life_circle_aims": charts.life_circle_aims, "beside_plans": charts.beside_plans}
QUARTERS = pd.DataFrame({"quarter": [1, 2], "figures": [700, 700], "said": [0.5, 0.95], "right": [0.6, 0.9]})
ANY = {
    "counted_actions": charts.counted_actions,
    "counted_actions of an area": lambda report: charts.counted_actions(
        report, min(1, int(report.sections["area"].max()))
    ),
    "figures_by_section": charts.figures_by_section,
    "text_ribbon": charts.text_ribbon,
    "unit_panels": charts.unit_panels,
    "unit_panels of an area": lambda report: charts.unit_panels(report, 3),
    "stage_ladder": lambda report: charts.stage_ladder(report, (ladders(report) or [report.figures[:1]])[0]["id"]),
    "compared": lambda report: charts.compared(report, report.figures.query("unit == '份'")["id"]),
    "claims_by_level": charts.claims_by_level,
    "stage_bars": charts.stage_bars,
    "ledger": charts.ledger,
    "dumbbells": lambda report: charts.dumbbells(xa.compare(report, NEXT)),
    "dumbbells of some": lambda report: charts.dumbbells(xa.compare(report, NEXT), report.figures["id"][:12]),
    "said_and_right": lambda _: charts.said_and_right(QUARTERS),
}
CHARTS = ANY | BY_HAND
REPORTS = {name: xa.load() if text is None else xa.parse(text) for name, text in TEXTS.items()}
every_chart = pytest.mark.parametrize("chart", CHARTS)
every_drawing = pytest.mark.parametrize(
    ("chart", "text"), [(chart, text) for text in TEXTS for chart in (CHARTS if text == "bundled" else ANY)]
)


@pytest.fixture(scope="module")
def drawn():
    """Charts by chart and text, each made once and laid out."""
    made = {}

    def draw(chart, text="bundled"):
        if (chart, text) not in made:
            made[chart, text] = CHARTS[chart](REPORTS[text])
            FigureCanvasAgg(made[chart, text].figure).draw()
        return made[chart, text]

    return draw


@pytest.fixture(scope="module")
def read_again():
    return xa.load()


def words(chart):
    return [item for item in chart.figure.findobj(Text) if item.get_text().strip() and item.get_visible()]


def boxes(chart):
    return [(item.get_text(), item.get_window_extent()) for item in words(chart)]


def bars(axes):
    return [patch for patch in axes.patches if isinstance(patch, Rectangle)]


# Type


@every_drawing
def test_no_word_is_clipped(drawn, chart, text):
    made = drawn(chart, text)
    sheet = made.figure.bbox
    out = [
        told
        for told, box in boxes(made)
        if box.x0 < sheet.x0 - 1 or box.x1 > sheet.x1 + 1 or box.y0 < sheet.y0 - 1 or box.y1 > sheet.y1 + 1
    ]
    assert out == []


@every_drawing
def test_no_two_words_overlap(drawn, chart, text):
    over = [
        (one, other)
        for (one, a), (other, b) in combinations(boxes(drawn(chart, text)), 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 1 and min(a.y1, b.y1) - max(a.y0, b.y0) > 3
    ]
    assert over == []


@every_chart
def test_all_type_is_the_fonts_that_come_with_the_package(drawn, chart):
    paths = {str(font_manager.findfont(item.get_fontproperties())) for item in words(drawn(chart))}
    assert paths == {str(drawing.FONT)}


@every_chart
def test_no_glyph_is_missing(drawn, chart):
    drawn_by_ours = set(map(chr, drawing._drawn_by(str(drawing.FONT))))
    assert sorted(set("".join(item.get_text() for item in words(drawn(chart)))) - drawn_by_ours - {"\n"}) == []


def test_a_chart_is_the_same_with_and_without_a_system_font(monkeypatch):
    before = charts.claims_by_level(xa.load()).png()
    ours = [font for font in font_manager.fontManager.ttflist if font.name in (drawing.FAMILY, "DejaVu Sans")]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", ours)
    drawing._installed.cache_clear()
    try:
        assert charts.claims_by_level(xa.load()).png() == before
    finally:
        drawing._installed.cache_clear()


def test_no_setting_of_the_reader_changes_a_chart():
    before = charts.counted_actions(xa.load()).png()
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "black", "savefig.dpi": 20, "text.color": "red"}):
        assert charts.counted_actions(xa.load()).png() == before


@every_chart
def test_the_same_rows_give_the_same_bytes(drawn, read_again, chart):
    assert drawn(chart).png() == CHARTS[chart](read_again).png()


def test_what_no_font_draws_is_named_and_replaced(monkeypatch):
    monkeypatch.setattr(drawing, "_installed", dict)
    report = xa.parse("一、民生\n(一)好。完工16台\U00030000梯。")
    made = charts.compared(report, report.figures["id"])
    noted = " ".join(item.get_text() for item in words(made))
    assert drawing.undrawable("\U00030000台") == "\U00030000"
    assert "\U00030000" not in noted
    FigureCanvasAgg(made.figure).draw()  # a missing glyph would warn, and a warning fails


def test_a_font_that_is_gone_is_done_without(monkeypatch):
    before = charts.claims_by_level(xa.load()).png()
    gone = [font_manager.FontEntry("gone/NotoSansCJK-Regular.ttc", name) for name in drawing.INSTALLED]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [*font_manager.fontManager.ttflist, *gone])
    monkeypatch.setattr(drawing, "_installed", drawing._installed.__wrapped__)
    assert charts.claims_by_level(xa.load()).png() == before
    assert drawing.undrawable("\U00030000") == "\U00030000"


def test_a_dollar_is_a_dollar(drawn):
    made = charts.counted_actions(xa.parse("一、$x^2$\n做好工作。"))
    (label, *_) = (item for item in words(made) if "$x^2$" in item.get_text())
    assert not label.get_parse_math()


def test_the_font_holds_gb_2312_and_comes_with_its_licence(monkeypatch):
    monkeypatch.setattr(drawing, "_installed", dict)
    hanzi = bytes(range(0xB0, 0xF8))
    pairs = (bytes([row, cell]).decode("gb2312", errors="ignore") for row in hanzi for cell in range(0xA1, 0xFF))
    assert drawing.undrawable("".join(pairs)) == ""
    assert "SIL Open Font License, Version 1.1" in (drawing.FONT.parent / "OFL.txt").read_text(encoding="utf-8")
    assert drawing.FONT.stat().st_size < 2_000_000


# What is drawn


def test_bars_are_as_long_as_the_values_on_an_axis_from_zero(drawn):
    figures = REPORTS["bundled"].figures.set_index("text")["value"]
    for chart in ("unit_panels", "compared", "stage_ladder"):
        for axes in drawn(chart).figure.axes:
            told = [item.get_text() for item in axes.texts if item.get_text() in figures.index]
            if told:
                assert axes.get_xlim()[0] == 0
                for text, bar in zip(told, bars(axes), strict=True):
                    assert bar.get_x() == 0
                    assert bar.get_width() in list(figures.loc[[text]])


def test_no_axis_holds_two_units_or_two_kinds_of_thing(drawn):
    figures = REPORTS["bundled"].figures.assign(kind=lambda rows: rows["subject"].str[-2:]).set_index("text")
    told = []
    for axes in drawn("unit_panels").figure.axes:
        if here := [item.get_text() for item in axes.texts if item.get_text() in figures.index and bars(axes)]:
            assert len(here) > 1
            assert any(len(group) >= len(here) for _, group in figures.loc[here].groupby(["unit", "kind"]))
            told += here
    assert "362份" in told
    assert "4009个" not in told  # openings beside compounds and booths, all 个
    assert "3张" not in told


def test_no_letter_is_smaller_than_eleven_pixels_on_a_telephone(drawn):
    """Of 390 pixels, of which the margins of a page take 32."""
    for chart in CHARTS:
        made = drawn(chart)
        points = min(item.get_fontsize() for item in words(made))
        assert points / 72 * 358 / made.figure.get_figwidth() >= 11


def test_a_small_hatched_mark_keeps_its_colour_beside_many_others():
    """One box of seven rows: the commonest colours of the picture hold none of it."""
    report = REPORTS["bundled"]
    made = charts.dumbbells(xa.compare(report, NEXT), most=7)
    picture = Image.open(io.BytesIO(made.png())).convert("RGB")
    shades = {colour for _, colour in picture.getcolors(1 << 16)}
    assert {tuple(round(255 * part) for part in to_rgb(each)) for each in (SAID, drawing.SILENT)} <= shades


def test_a_comparison_refuses_unlike_units_and_begins_with_the_largest(drawn):
    with pytest.raises(xa.TotalError, match="unlike unit"):
        charts.compared(xa.load(), ["f002", "f003"])
    widths = [bar.get_width() for axes in drawn("compared").figure.axes for bar in bars(axes)]
    assert widths == sorted(widths, reverse=True) == [1675, 362, 191]


def test_a_ladder_refuses_unlike_units():
    with pytest.raises(xa.TotalError, match="unlike unit"):
        charts.stage_ladder(xa.load(), ["f002", "f003"])


def test_the_ladder_climbs_from_planned_to_completed():
    _, axes = charts.stage_ladder(REPORTS["bundled"], ["f006", "f007", "f008"]).figure.axes
    assert [to_rgb(bar.get_facecolor()) for bar in bars(axes)] == [
        to_rgb(drawing.FILLS[stage]) for stage in ("planned", "started", "completed")
    ]
    assert [bar.get_width() for bar in bars(axes)] == [16, 23, 16]


def test_sections_show_their_figures_and_hatch_their_silence(drawn):
    report, made = REPORTS["bundled"], drawn("figures_by_section")
    (axes,) = made.figure.axes
    counts = [report.figures["section_id"].eq(id_).sum() for id_ in leaves(report)["id"]]
    hatched = [bar for bar in bars(axes) if bar.get_hatch()]
    assert [bar.get_width() for bar in bars(axes) if not bar.get_hatch()] == [count for count in counts if count]
    assert len(hatched) == counts.count(0) == 7
    assert all(bar.get_width() < 1 for bar in hatched)  # no length: a mark
    assert made.text.count(": none") == 7


def test_stages_are_stacked_and_make_up_the_actions(drawn):
    report = REPORTS["bundled"]
    axes = drawn("stage_bars").figure.axes[1]
    rows = {}
    for bar in bars(axes):
        rows.setdefault(round(bar.get_y(), 3), []).append(bar)
    for stacked in rows.values():
        assert [bar.get_x() for bar in stacked] == [
            sum(b.get_width() for b in stacked[:n]) for n in range(len(stacked))
        ]
    assert sum(bar.get_width() for bar in bars(axes)) == len(report.actions)
    done = [bar.get_width() for bar in bars(axes) if to_rgb(bar.get_facecolor()) == to_rgb(FILLS["completed"])]
    assert sum(done) == report.actions["stage"].eq("completed").sum()


def test_every_first_and_honour_has_a_box_at_its_level(drawn):
    report, made = REPORTS["bundled"], drawn("claims_by_level")
    boxes = [len(bars(axes)) for axes in made.figure.axes[1:]]
    assert boxes == [0, 4, 4, 1]  # country, city, district, community
    assert sum(boxes) == len(firsts(report)) + len(honours(report))
    assert [line.rpartition(", ")[2] for line in made.text.splitlines() if line.startswith("  ")].count("city") == 4


def test_every_figure_that_serves_an_aim_has_a_full_dot(drawn):
    axes = drawn("life_circle_aims").figure.axes[1]
    fills = [to_rgb(line.get_markerfacecolor()) for line in axes.lines]
    served = [row for row in context.aims(REPORTS["bundled"]) if row.aim != "none"]
    assert fills.count(to_rgb(SAID)) == sum(row.id.startswith("f") for row in served)
    assert len(fills) == len(served)


def test_plans_are_drawn_as_multiples_of_their_share(drawn):
    axes = drawn("beside_plans").figure.axes[1]
    plans = context.plans(REPORTS["bundled"])
    drawn_at = sorted(float(line.get_xdata()[0]) for line in axes.lines)
    scale = drawn_at[-1] / max(row.times for row in plans)
    assert drawn_at == pytest.approx(sorted(row.times * scale for row in plans))
    assert sum(to_rgb(line.get_markerfacecolor()) == to_rgb(SAID) for line in axes.lines) == sum(
        row.year == REPORTS["bundled"].year for row in plans
    )
    assert "From outside the text." in drawn("beside_plans").text
    english, chinese, *_ = drawn("beside_plans").text.splitlines()
    most = sorted((row.times for row in plans if row.year == REPORTS["bundled"].year), reverse=True)[:3]
    assert [float(times) for times in re.findall(r"×([\d.]+)", english)] == [round(times, 1) for times in most]
    assert "the same year's plan" in english
    assert "同年" in chinese


@pytest.mark.parametrize("chart", BY_HAND)
def test_what_is_known_of_the_bundled_summary_is_not_drawn_of_another(chart):
    with pytest.raises(xa.LookupFailed):
        CHARTS[chart](REPORTS["long"])


def test_only_what_is_not_said_has_the_accent(drawn):
    for chart in CHARTS:
        for axes in drawn(chart).figure.axes:
            accented = [bar for bar in bars(axes) if to_rgb(bar.get_edgecolor()) == to_rgb(drawing.SILENT)]
            assert all(bar.get_hatch() for bar in accented)  # and can be told in grey
            assert [bar for bar in bars(axes) if bar.get_hatch() and bar not in accented] == []


def test_the_ribbon_has_a_tick_where_each_row_begins(drawn):
    (axes,) = drawn("text_ribbon").figure.axes
    ticks = [sorted(float(path[0][0]) for path in lines.get_segments()) for lines in axes.collections]
    for table in ("figures", "claims", "names", "actions"):
        assert sorted(map(float, REPORTS["bundled"].table(table)["start"])) in ticks
    (gap,) = (bar for bar in bars(axes) if bar.get_hatch())
    assert REPORTS["bundled"].text[int(gap.get_x()) - 2 : int(gap.get_x())] == "3张"


def test_the_silent_part_of_a_bar_is_what_carries_no_number(drawn):
    _, axes = drawn("counted_actions").figure.axes
    silent = sum(bar.get_width() for bar in bars(axes) if bar.get_hatch())
    assert silent == (actions_with_figures(REPORTS["bundled"])["figures"] == 0).sum()


def luminance(colour):
    parts = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour))
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


@every_chart
def test_type_stands_out_from_what_is_behind_it(drawn, chart):
    """4.5 to 1 is what WCAG 2 asks of small type; large counts in squares may have 3 to 1."""
    made = drawn(chart)
    for axes in made.figure.axes:
        for item in axes.texts:
            box = item.get_window_extent()
            middle = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
            behind = [bar for bar in bars(axes) if bar.get_window_extent().contains(*middle) and not bar.get_hatch()]
            ground = luminance(behind[-1].get_facecolor() if behind else "white")
            light, dark = sorted([luminance(item.get_color()), ground], reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= (3 if behind else 4.5), item.get_text()


# The twin in words


@every_drawing
def test_the_twin_says_what_is_drawn_and_nothing_of_the_machine(drawn, chart, text):
    made = drawn(chart, text)
    title = made.text.splitlines()[0]
    said = "".join(item.get_text() for item in made.figure.texts).replace(" ", "")
    assert drawing.printed(title).replace(" ", "") in said
    assert "0x" not in made.text
    assert made.text == str(made) == repr(made)


def test_a_notebook_gets_picture_and_words(drawn):
    made = drawn("stage_ladder")
    data, about = made._repr_mimebundle_()
    assert data["text/plain"] == about["image/png"]["alt"] == made.text
    assert data["image/png"].startswith(b"\x89PNG")
    assert about["image/png"]["width"] == 432


# What stands beside what


@pytest.mark.parametrize("chart", ["figures_by_section", "counted_actions", "ledger", "stage_ladder", "stage_bars"])
def test_label_bar_and_words_stand_in_one_row(drawn, chart):
    made = drawn(chart)
    axes = made.figure.axes[-1]  # the first may be what fills mean
    lines = [line.strip() for line in made.text.splitlines()[1:] if line.startswith("  ")]
    tops = sorted({round(bar.get_y(), 3) for bar in bars(axes)})
    assert len(tops) == len(lines)
    assert axes.get_xlim()[0] == 0
    for line, top in zip(lines, tops, strict=True):
        row = [bar for bar in bars(axes) if round(bar.get_y(), 3) == top]
        beside = [item.get_text() for item in axes.texts if -0.5 < item.get_position()[1] - top < 0.2]
        assert line.rpartition(": ")[2].split()[0] in " ".join(beside)
        assert any(words and line.startswith(words.rstrip("…")) for words in beside)
        assert [bar.get_x() for bar in row] == [sum(b.get_width() for b in row[:n]) for n in range(len(row))]


def test_numerals_are_as_long_as_their_counts(drawn):
    (axes,) = drawn("ledger").figure.axes
    counts = REPORTS["bundled"].numerals.groupby(["kind", "reason"]).size()
    assert sorted(bar.get_width() for bar in bars(axes)) == sorted(counts)


def test_the_further_the_work_the_fuller_the_bar():
    shades = [luminance(drawing.FILLS[stage]) for stage in ("planned", "started", "ongoing", "completed")]
    assert shades == sorted(shades, reverse=True)
    assert shades[0] == 1


def test_ticks_of_the_ribbon_say_where_they_stand(drawn):
    (axes,) = drawn("text_ribbon").figure.axes
    ticks = [item for item in axes.texts if re.fullmatch(r"[\d,]+", item.get_text()) and item.get_position()[1] > 1.5]
    assert ticks
    assert all(int(item.get_text().replace(",", "")) == item.get_position()[0] for item in ticks)


def test_a_note_is_wrapped_and_what_falls_below_zero_has_no_bar():
    report = xa.parse("一、工作\n增长-5%，投资-16万元。")
    drawn = [charts.compared(report, [id_]).figure.axes for id_ in report.figures["id"]]
    assert [bar for (axes,) in drawn for bar in bars(axes)] == []
    heights = []
    for times in (6, 60):
        with drawing.sheet(drawing.Title(""), "word " * times, [], 1) as (chart, _):
            heights.append(chart.figure.get_figheight())
    assert heights[0] < heights[1]


def test_what_is_not_there_cannot_be_drawn():
    with pytest.raises(xa.LookupFailed, match="no work area 99"):
        charts.counted_actions(xa.load(), 99)
    with pytest.raises(xa.LookupFailed, match="no figure 'f999'"):
        charts.stage_ladder(xa.load(), ["f999"])


def test_a_verb_is_told_in_english_only_with_what_it_counts():
    """投资完成 of a text without glosses is no bar called "complete"."""
    words = charts.compared(xa.parse("一、发展\n2024年，某某投资完成30亿元，新建驿站3个。"), ["f001"]).text
    assert "某某投资 完成: 30亿元" in words
    assert "(complete)" not in words
