"""Marked text and citations: the text comes through unharmed, marks nest, links find their words."""

import html
import re
import tracemalloc
from datetime import date, datetime
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from counting import calls, growth
from hostile_files import clauses
from hypothesis import given
from hypothesis import strategies as st

import xinhua_analysis as xa
from xinhua_analysis.book.cells import clean
from xinhua_analysis.columns import TABLES
from xinhua_analysis.records import LookupFailed, Name, SummaryError
from xinhua_analysis.telling.cite import _stands_first, reference, text_fragment
from xinhua_analysis.telling.show import Mark, format_card, format_link, format_marks, format_page, mark

TEXT = "某街道2023年工作总结\n一、民生<温度>\n完工16台、开工23台。\n二、治理\n完工16台、开工23台。\n"
ABOUT = {"title": "<b>总结", "issuer": "某&街道", "published": "2024-02-02", "source_url": "", "sha256": "0" * 64}

spans = st.tuples(st.integers(-3, 40), st.integers(-3, 40), st.sampled_from(list(TABLES)), st.text("<>\"'&a\r\n"))
marks = st.lists(spans.map(lambda span: Mark(*span, f"id {span[3]}")))


class Nesting(HTMLParser):
    """Reads HTML strictly: every element closed in its turn; keeps the text and each mark's reach."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.text, self.opened, self.reach = "", [], []

    def handle_starttag(self, tag, attributes):
        self.opened.append((tag, dict(attributes), len(self.text)))

    def handle_endtag(self, tag):
        opened, attributes, start = self.opened.pop()
        assert opened == tag
        self.reach.append((attributes, start, len(self.text)))

    def handle_data(self, data):
        self.text += data


def nesting(source):
    parser = Nesting()
    parser.feed(source)
    parser.close()
    assert parser.opened == []
    return parser


def stripped(source):
    return html.unescape(re.sub(r"<[^<>]*>", "", source))


@given(st.text(st.characters() | st.sampled_from("<>&\"'\r\n;#")), marks)
def test_the_text_comes_back_whole(text, marks):
    assert stripped(format_marks(text, marks)) == text


@given(st.text("ab<&\n", max_size=30), marks, st.integers(0, 30), st.integers(0, 30))
def test_a_passage_comes_back_whole(text, marks, start, stop):
    start, stop = sorted((min(start, len(text)), min(stop, len(text))))
    assert stripped(format_marks(text, marks, start, stop)) == text[start:stop]


@given(st.text("ab", min_size=40, max_size=40), marks)
def test_marks_nest_and_each_covers_its_span(text, marks):
    marks = [m._replace(id=str(place), tooltip=str(place)) for place, m in enumerate(marks)]
    found = nesting(format_marks(text, marks))
    assert found.text == text
    for m in marks:
        covered = sorted(at for a, start, stop in found.reach if a["title"] == m.tooltip for at in range(start, stop))
        assert covered == list(range(max(m.start, 0), m.stop))
        labels = [stop for a, _, stop in found.reach if a["title"] == m.tooltip and "data-id" in a]
        assert labels == ([m.stop] if covered else [])  # the id stands once, where the mark ends


@given(st.text(st.sampled_from("<>&\"'=a/")), st.text(st.sampled_from("<>&\"' a=")))
def test_nothing_of_the_input_becomes_markup(text, words):
    made = format_marks(text, [Mark(0, len(text), "names", words, words)])
    ours = r'<span style="[^"<>]*" title="[^"<>]*"( data-id="[^"<>]*")?>|</span>'
    assert all(re.fullmatch(ours, tag) for tag in re.findall(r"<[^>]*>?", made))


def test_overlapping_marks_are_cut_and_go_on():
    made = format_marks("abcdef", [Mark(0, 4, "names", "n1", "N"), Mark(2, 6, "figures", "f1", "F")])
    assert [(a["title"], start, stop) for a, start, stop in nesting(made).reach] == [
        ("F", 2, 4),
        ("N", 0, 4),
        ("F", 4, 6),
    ]


def test_many_marks_take_no_square_of_work():
    def many(length):
        return "字" * length, [Mark(at, at + 3, "names", "n", "n") for at in range(0, length, 2)]

    text, marks = many(20_000)
    assert stripped(format_marks(text, marks)) == text
    assert growth(lambda made: format_marks(*made), lambda times: many(1000 * times)) <= 2.2


def test_a_tooltip_holds_the_row(report):
    figure = report.records("figures")[0]
    words = mark("figures", figure).tooltip
    assert words.startswith(figure.id)
    for cell in (str(figure.value), figure.unit, figure.subject, figure.action, figure.stage):
        assert cell in words


@pytest.mark.parametrize(("sure", "dotted"), [(0.49, True), (0.5, False), (1.0, False)])
def test_a_row_less_likely_right_than_not_has_a_dotted_line_above(report, sure, dotted):
    figure = report.records("figures")[0]._replace(confidence=sure)
    made = format_marks(report.text, [mark("figures", figure)], figure.start, figure.stop)
    line = "border-top:2px dotted #0072b2"  # as dark as the line below, on light and dark, in grey and in print
    assert (line in made) == dotted
    assert clean(made) == made  # a cleaned page keeps it
    assert f"confidence: {sure}" in made


def test_the_legend_tells_what_the_dotted_line_means(report):
    assert "less likely right than not 存疑" in str(report.show("figures"))
    assert "less likely" not in str(report.show("names"))


@pytest.fixture(scope="module")
def report():
    return xa.load()


def test_show_has_a_legend_and_no_script(report):
    made = str(report.show(TABLES))
    assert all(f">{table} " in made for table in TABLES)
    assert not re.search(r"<script|javascript:|https?://|url\(|@import|\son\w+=", made)
    assert repr(report.show()) == f"<Marked {len(report.records('figures'))} figures in the text>"
    assert report.show()._repr_html_() == str(report.show())


def test_show_of_a_chapter_holds_its_parts(report):
    chapter = [section for section in report.records("sections") if section.id == "s3" or section.parent_id == "s3"]
    body = str(report.show("figures", "s3")).split('lang="zh">')[-1]
    assert stripped(body) == "".join(section.text for section in chapter)


@pytest.mark.parametrize("call", [lambda r: r.show("figure"), lambda r: r.show(section_id="s99")])
def test_show_says_what_it_does_not_know(report, call):
    with pytest.raises(LookupFailed, match=r"no table 'figure'|no section 's99'"):
        call(report)


def test_each_table_has_its_own_line_without_colour():
    lines = [re.search(r"border-bottom:(.*?) #", format_marks("a", [Mark(0, 1, t, "i", "i")]))[1] for t in TABLES]
    assert len(dict.fromkeys(lines)) == len(TABLES)


def test_a_page_is_whole_and_escaped(report):
    page = format_page(ABOUT, report.show())
    assert "<b>" not in page
    assert "&lt;b&gt;总结" in page
    assert page.startswith("<!doctype html>")
    assert nesting(re.sub(r"<(!doctype|meta|br)[^>]*>", "", page)).opened == []


def test_a_card_links_only_to_the_web():
    assert "no source address" in format_card(ABOUT, {"figures": 3})
    assert "某&amp;街道" in format_card(ABOUT, {"figures": 3})
    assert "<td>3</td>" in format_card(ABOUT, {"figures": 3})
    assert format_link("https://a.cn/?a=1&b=2", "x") == '<a href="https://a.cn/?a=1&amp;b=2">x</a>'
    assert "href" not in format_link("javascript:alert(1)", "x")
    assert "href" in format_link("HTTPS://a.cn", "x")


# Citations


def directive(fragment):
    """Prefix, start, end, suffix of a text fragment."""
    assert fragment.startswith(":~:text=")
    parts = fragment.removeprefix(":~:text=").split(",")
    prefix = unquote(parts.pop(0)[:-1]) if parts[0].endswith("-") else ""
    suffix = unquote(parts.pop()[1:]) if parts[-1].startswith("-") else ""
    return prefix, unquote(parts[0]), unquote(parts[1]) if len(parts) > 1 else "", suffix


def found_by(text, fragment):
    """Where a browser would mark: the first place that has the context; white space may stand between."""
    prefix, start, end, suffix = map(re.escape, directive(fragment))
    tail = rf".*?{end}" if end else ""
    match = re.search(rf"{prefix}\s*(?P<hit>{start}{tail})\s*{suffix}", text, re.DOTALL)
    return match.span("hit")


def test_every_sentence_of_the_summary_is_found_by_its_link(report):
    for sentence in report.records("sentences"):
        fragment = text_fragment(report.text, sentence.start, sentence.stop)
        assert found_by(report.text, fragment) == (sentence.start, sentence.stop), sentence.id


def test_the_double_of_a_sentence_is_told_by_what_stands_around_it():
    report = xa.parse("一、甲\n开工3台。一类，完工16台。二类，完工16台。\n")
    text, words = report.text, "完工16台。"
    at = text.rindex(words)
    fragment = text_fragment(text, at, at + len(words))
    assert directive(fragment) == ("二类，", words, "", "")
    assert found_by(text, fragment) == (at, at + len(words))


def test_a_suffix_tells_what_a_prefix_cannot():
    text = "甲。\n同样，前文。\n甲。\n同样，后文。"
    at = text.rindex("同样")
    assert directive(text_fragment(text, at, at + 2))[3] == "，后文。"


@given(st.text(st.sampled_from("甲乙,-&%，。\n 1")), st.integers(0, 20), st.integers(0, 20))
def test_a_fragment_never_raises_and_is_all_encoded(text, start, stop):
    start, stop = sorted((min(start, len(text)), min(stop, len(text))))
    fragment = text_fragment(text, start, stop)
    whole = r":~:text=([\w.~%]+-,)?[\w.~%]+(,[\w.~%]+)?(,-[\w.~%]+)?"
    assert re.fullmatch(whole, fragment, re.ASCII) or not text[start:stop].strip()


@given(st.text(st.sampled_from("甲乙，"), max_size=60), st.integers(0, 60), st.integers(1, 30))
def test_what_stands_earlier_is_found_as_by_a_search_from_the_start(text, start, size):
    words = text[start : start + size]
    assert not words or _stands_first(text, start, start + len(words)) == (text.find(words) == start)


def test_a_citation_quotes_refers_and_links(report):
    figure = next(row for row in report.records("figures") if row.text == "23台")
    cited = report.cite(figure.id, accessed=date(2025, 1, 2))
    assert cited.mention == "23台"
    assert cited.quotation == report.row(figure.sentence_id).text
    assert cited.reference == (
        "上海市长宁区人民政府新华路街道办事处. 新华路街道2023年工作总结[EB/OL]. (2024-02-02)[2025-01-02]. "
        "https://zwgk.shcn.gov.cn/xxgk/jhzj-xhljdzdgz/2024/59/72248.html."
    )
    assert cited.link.startswith(report.source_url + "#:~:text=")
    assert str(cited).splitlines()[-1] == cited.link
    assert html.unescape(re.search('href="([^"]*)"', cited._repr_html_())[1]) == cited.link
    assert repr(cited) == f"<Citation {figure.id} '23台'>"


def test_without_an_address_there_is_no_link():
    cited = xa.parse("某街道2023年工作总结\n\n一、民生\n完工16台。").cite("s1")
    assert cited.link == ""
    assert str(cited).endswith("no link: the report has no source_url")
    assert "href" not in cited._repr_html_()


@pytest.mark.parametrize("sentence", clauses(8000), ids=["same", "unlike"])
def test_a_sentence_of_many_clauses_takes_no_square_of_searches_or_memory(sentence):
    text = f"一、民生\n{sentence}完工16台。"
    end = text.index("完工")
    for start, stop in ((5, len(text)), (5, end), (end, len(text))):
        assert found_by(text, text_fragment(text, start, stop)) == (start, stop)
        # A search reads the text once; all the tails of a long sentence are not looked for one by one.
        assert calls(lambda span: text_fragment(text, *span), (start, stop), "find") < 100
    tracemalloc.start()
    text_fragment(text, 5, len(text))
    assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    tracemalloc.stop()


def test_the_least_tail_that_tells_the_end_is_taken():
    text = "甲乙丙，" * 6 + "丁，" + "甲乙丙，" * 6 + "戊。"
    start, stop = 0, text.rindex("戊")
    assert directive(text_fragment(text, start, stop))[2] == "甲乙丙，" * 6


@pytest.mark.parametrize("accessed", ["2024-03-01", 3, True, (2024, 3, 1)])
def test_a_day_that_is_none_is_refused(report, accessed):
    with pytest.raises(SummaryError, match="accessed is no date"):
        report.cite("f001", accessed)


def test_a_moment_is_cited_as_its_day(report):
    assert "[2024-03-01]. " in report.cite("f001", datetime(2024, 3, 1, 12, 30)).reference


def test_what_the_head_does_not_say_is_left_out():
    assert reference(dict.fromkeys(ABOUT, "")) == "[无题名][EB/OL]."


def test_an_address_with_a_fragment_keeps_it():
    report = xa.parse("一、民生\n完工16台。", source_url="https://a.cn/1#top")
    assert report.cite("s1").link.startswith("https://a.cn/1#top:~:text=")


def test_rows_of_every_table_can_be_cited(report):
    for table in TABLES:
        for row in report.records(table):
            assert report.cite(row.id).mention == row.text


def test_an_unknown_id_says_where_ids_are(report):
    with pytest.raises(LookupFailed, match="no row 'f999'; ids stand in"):
        report.cite("f999")


def test_a_mark_outside_the_vocabulary_of_html_is_still_text():
    name = Name("n001", 0, 2, "\x00<", "place", "s0", "s0-01")
    assert stripped(format_marks(name.text, [mark("names", name._replace(kind="<i>"))])) == name.text


def test_a_table_named_twice_is_marked_once():
    report = xa.parse("完工16台。")
    assert str(report.show(["figures", "figures"])) == str(report.show("figures"))
