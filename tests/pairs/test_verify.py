"""Rows found again in an edited text: never at a wrong place, whatever was deleted, put in, reworded or doubled."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import xinhua_analysis as xa
from xinhua_analysis.telling.anchors import verify

REPORT = xa.load()
SENTENCES = re.findall(r"[^。；\n]*[。；\n]+", REPORT.text)
STARTS = [sum(map(len, SENTENCES[:at])) for at in range(len(SENTENCES))]
TABLES = ("figures", "actions", "names", "claims", "partners", "numerals")
PUT_IN = ["另做了若干项工作。", "本年度新增事项3项。", "完工16台。", "持续推进各项工作，取得新成效。\n"]


def anchors(report, text):
    return list(verify(report.text, {table: report.records(table) for table in xa.TABLES}, text))


def reworded(words, at):
    """The sentence without two of its characters, and with two others."""
    at = 1 + at % max(1, len(words) - 4)
    return words[:at] + "相关" + words[at + 2 :]


def renumbered(words, at):
    return re.sub(r"\d", lambda found: str((int(found[0]) + 1 + at) % 10), words)


KINDS = ("delete", "insert", "reword", "double", "digits", "move")


@st.composite
def edited(draw):
    """A text made by edits, as pieces (words, old sentence that it comes from or -1), and what was touched."""
    edits = draw(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 10**6), st.integers(0, 10**6)), max_size=12))
    pieces, touched = [(words, at) for at, words in enumerate(SENTENCES)], set()
    for kind, where, how in edits:
        at = where % len(pieces)
        words, source = pieces[at]
        if kind == "insert":
            pieces.insert(at, (PUT_IN[how % len(PUT_IN)], -1))
        elif kind == "move":
            pieces.insert(how % len(pieces), pieces.pop(at))
        else:
            touched.add(source)
            change = {"reword": reworded, "digits": renumbered}.get(kind)
            pieces[at : at + 1] = (
                [(change(words, how), source)] if change else [(words, source)] * 2 * (kind == "double")
            )
    return pieces, touched


def wrong_and_missed(pieces, touched):
    """Rows that stand at a wrong place, and untouched ones that were not found, and how many are untouched."""
    places, at = {}, 0
    for words, source in pieces:
        places.setdefault(source, []).append((at, words))
        at += len(words)
    wrong, missed, untouched = [], [], 0
    for row in anchors(REPORT, "".join(words for words, _ in pieces)):
        if row.table not in TABLES:
            continue
        source = max(at for at, start in enumerate(STARTS) if start <= row.start)
        own = places.get(source, [])
        if row.status in ("exact", "moved"):
            due = [
                begin + row.start - STARTS[source] for begin, words in own if words.strip() == SENTENCES[source].strip()
            ]
            wrong += [row] * ([row.new_start] != due or row.new_text != row.text)
        elif row.status == "changed":
            wrong += [row] * (not any(begin <= row.new_start < begin + len(words) for begin, words in own))
        untouched += source not in touched
        missed += [row] * (source not in touched and row.status not in ("exact", "moved"))
    return wrong, missed, untouched


TOLD = [0, 0]


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(edited())
def test_no_row_stands_at_a_wrong_place(case):
    wrong, missed, untouched = wrong_and_missed(*case)
    TOLD[0] += len(missed)
    TOLD[1] += untouched
    assert not wrong, wrong[:3]


def test_nearly_all_untouched_rows_are_found():
    assert TOLD[1] > 50_000
    assert TOLD[0] <= 0.01 * TOLD[1]


def test_the_same_text_is_exact():
    assert set(REPORT.verify(REPORT)["status"]) == {"exact"}


def test_all_moves_behind_a_new_head():
    rows = anchors(REPORT, "新页眉。\n" + REPORT.text)
    assert {row.status for row in rows if row.start > 60} == {"moved"}
    assert all(row.new_start == row.start + 5 for row in rows if row.status == "moved")


@pytest.mark.parametrize("white", ["\n", "  ", "\u3000"])
def test_lines_may_be_broken_anew(white):
    text = REPORT.text.replace("加梯工作", f"加梯{white}工作").replace("完工16台", f"完工{white}16台")
    row = next(row for row in anchors(REPORT, text) if row.text == "16台")
    assert (row.status, row.new_text) == (("moved", "16台") if white != "\n" else (row.status, row.new_text))
    assert row.new_start is None or text[row.new_start : row.new_stop] == row.new_text


@pytest.mark.parametrize(
    ("text", "status", "new"),
    [
        ("甲工作好。完工16台。乙工作好。", "exact", "16台"),
        ("前言。甲工作好。完工16台。乙工作好。", "moved", "16台"),
        ("甲工作好。完工18台。乙工作好。", "changed", "完工18台。"),
        ("甲工作好。完工16台。完工16台。乙工作好。", "ambiguous", ""),
        ("甲工作好。乙工作好。", "gone", ""),
        ("", "gone", ""),
    ],
)
def test_statuses(text, status, new):
    (row,) = (row for row in anchors(xa.parse("甲工作好。完工16台。乙工作好。"), text) if row.table == "figures")
    assert (row.status, row.new_text) == (status, new)


def test_a_row_of_several_sentences_stands_only_where_all_of_them_do():
    old, new = xa.parse("开工\n更名为\n完工16台完工16台"), "开工\n完工16台\n完工16台完工16台"
    for row in anchors(old, new):
        if row.status in ("exact", "moved"):
            assert "".join(new[row.new_start : row.new_stop].split()) == "".join(row.text.split())


def test_a_row_that_ends_outside_of_any_sentence_is_not_guessed_at():
    rows = anchors(
        xa.parse("一、来源\n根据《\n著作权法\n》第五条，不适用，在\n大陆\n。\n"),
        "前言。\n根据《\n著作权法\n》第五条，不适用，在\n大陆\n。",
    )
    assert {row.status for row in rows} <= {"moved", "changed", "ambiguous", "gone"}


def test_columns_are_declared():
    assert all(column in xa.COLUMNS for column in REPORT.verify("完工16台。"))


# W3C Web Annotation selectors


def test_selectors_quote_the_text_and_lead_back_to_the_row():
    for row in REPORT.records("figures"):
        position, quote = REPORT.cite(row.id).selectors
        assert (position["type"], position["start"], position["end"]) == ("TextPositionSelector", row.start, row.stop)
        whole = quote["prefix"] + quote["exact"] + quote["suffix"]
        assert quote["exact"] == row.text
        assert REPORT.text.count(whole) == 1
        assert REPORT.text.index(whole) + len(quote["prefix"]) == row.start


def test_annotations_are_a_page_of_the_model():
    page = xa.annotate(REPORT, ["figures", "claims"])
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert len(page["items"]) == len(REPORT.records("figures")) + len(REPORT.records("claims"))
    assert {item["target"]["source"] for item in page["items"]} == {REPORT.source_url}
    with pytest.raises(xa.LookupFailed):
        xa.annotate(REPORT, ["none"])
