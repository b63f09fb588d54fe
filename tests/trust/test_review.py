"""What a person has checked stays checked: found again where the text moved, refused with a reason, and made gold."""

import csv
import io
import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from test_properties import few

import xinhua_analysis as xa
from xinhua_analysis.__main__ import main
from xinhua_analysis.saving.formats import csv_bytes
from xinhua_analysis.trust.review import CORRECTED, MOST_OF_REVIEW, REVIEWED, SHEET, gold_of, read_corrections

ROOT = Path(__file__).parents[2]
TEXT = "一、民生\n推进加梯。完工16台、签约20台。开展巡查8次。\n二、治理\n推进加梯。完工16台、签约20台。\n"
HEAD = "某街道2023年工作总结\n\n"


def lines_of(report):
    """The sheet of a report, a dictionary a line, actions too."""
    sheet = [row._asdict() for row in report.coverage().doubts]
    for row in report.records("actions"):
        sentence = report.row(row.sentence_id)
        place = {"sentence_start": sentence.start, "sentence": sentence.text, "confidence": "", "read": ""}
        sheet.append(
            {"table": "actions"} | {name: getattr(row, name) for name in ("id", "start", "stop", "text")} | place
        )
    return [dict.fromkeys(("column", "value", "why"), "") | line for line in sheet]


def written(lines, columns=SHEET):
    """Lines as a CSV file."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows([columns, *([line[name] for name in columns] for line in lines)])
    return file.getvalue()


@pytest.fixture
def sheet(tmp_path):
    """Fills in a sheet of a text: each change is table, place among the rows of these words, column, value."""

    def fill(text, *changes, why="checked"):
        lines = lines_of(xa.parse(text))
        chosen = []
        for table, words, nth, column, value in changes:
            found = sorted(
                (line for line in lines if (line["table"], line["text"]) == (table, words)),
                key=lambda line: line["start"],
            )
            chosen.append(found[nth] | {"column": column, "value": value, "why": why})
        path = tmp_path / "summary.review.csv"
        path.write_text(written([*chosen, *lines]), encoding="utf-8-sig", newline="")
        return path

    return fill


# Applied


def test_a_correction_is_applied_and_shown(sheet):
    report = xa.parse(TEXT, review=sheet(TEXT, ("figures", "20台", 0, "subject", "加梯"), why="lifts <are> meant"))
    row = report.row("f002")
    assert (row.subject, row.confidence, row.reviewed) == ("加梯", 1.0, "lifts <are> meant")
    assert report.text[row.subject_start : row.subject_stop] == "加梯"
    assert report.refused == ()
    assert report.check().empty
    assert report.figures.set_index("id")["reviewed"].tolist() == ["", "lifts <are> meant", "", "", ""]
    assert "reviewed: lifts &lt;are&gt; meant" in str(report.show())
    assert report.why("f002").endswith("reviewed: lifts <are> meant")
    assert "f002" not in [row.id for row in report.coverage().doubts]
    assert report.coverage().estimate > xa.parse(TEXT).coverage().estimate


@pytest.mark.parametrize(
    ("column", "value", "span"),
    [
        ("subject", "加梯", "加梯"),  # from the sentence before
        ("subject", "", None),
        ("action", "完工", "完工"),
        ("share_of", "加梯", "加梯"),
        ("stage", "stated", "签约"),
        ("direction", "rise", "签约"),
        ("", "", "签约"),  # right as it stands
    ],
)
def test_every_column_that_is_chosen_can_be_corrected(sheet, column, value, span):
    report = xa.parse(TEXT, review=sheet(TEXT, ("figures", "20台", 1, column, value)))
    before, row = xa.parse(TEXT).row("f005"), report.row("f005")
    assert row.reviewed == "checked"
    assert report.check().empty
    changed = {name for name in row._fields if getattr(row, name) != getattr(before, name)}
    assert changed - {"confidence", "reviewed"} <= {column, f"{column}_start", f"{column}_stop"}
    if column:
        assert getattr(row, column) == value
        start = getattr(row, f"{column}_start", None)
        assert (report.text[start : start + len(span)] == span) if span and start is not None else start is None


def test_actions_can_be_corrected(sheet):
    changes = ("actions", "推进加梯", 0, "object", "加梯"), ("actions", "推进加梯", 0, "stage", "completed")
    report = xa.parse(TEXT, review=sheet(TEXT, *changes))
    row = report.records("actions")[0]
    assert (row.object, row.stage, row.reviewed) == ("加梯", "completed", "checked")
    assert report.check().empty


def test_of_words_that_stand_twice_the_nearest_are_meant(sheet):
    text = "一、民生\n服务老人，为老人办实事，惠及老人、老人家属30人。\n"
    row = xa.parse(text, review=sheet(text, ("figures", "30人", 0, "subject", "老人"))).row("f001")
    assert row.subject_start == text.rindex("老人")


def test_lines_not_filled_in_change_nothing(sheet):
    report = xa.parse(TEXT, review=sheet(TEXT))
    assert [report.records(table) for table in xa.TABLES] == [xa.parse(TEXT).records(table) for table in xa.TABLES]


# Where the text moved


def test_a_row_is_found_again_where_its_sentence_stands_now(sheet):
    path = sheet(TEXT, ("figures", "8次", 0, "subject", ""), ("figures", "16台", 0, "subject", "加梯"))
    moved = HEAD + TEXT.replace("\n二、治理\n推进加梯。完工16台、签约20台。", "\n二、治理\n推进加梯。")
    report = xa.parse(moved, review=path)
    assert report.refused == ()
    assert [row.text for row in report.records("figures") if row.reviewed] == ["16台", "8次"]


def test_of_a_sentence_that_stands_twice_the_one_in_its_place_is_meant(sheet):
    path = sheet(TEXT, ("figures", "20台", 1, "subject", "加梯"))
    assert [row.id for row in xa.parse(TEXT, review=path).records("figures") if row.reviewed] == ["f005"]
    report = xa.parse(HEAD + TEXT, review=path)
    assert [finding.detail for finding in report.refused] == ["line 2: 2 row '20台' in '完工16台、签约20台。'"]


def test_a_row_is_found_by_its_place_in_the_sentence(sheet):
    text = "一、民生\n签约24台、完工24台。\n"
    path = sheet(text, ("figures", "24台", 1, "stage", "ongoing"))
    assert [row.stage for row in xa.parse(HEAD + text, review=path).records("figures")] == ["planned", "ongoing"]


# Refused


@pytest.mark.parametrize(
    ("text", "change", "why"),
    [
        (
            TEXT.replace("20台", "21台"),
            ("figures", "20台", 0, "subject", "加梯"),
            "no row '20台' in '完工16台、签约20台。'",
        ),
        (TEXT, ("figures", "20台", 0, "subject", "电梯"), "'电梯' stands neither in the sentence nor before it"),
        (TEXT, ("actions", "推进加梯", 0, "verb", ""), "an action without a verb is none"),
    ],
)
def test_what_no_longer_fits_is_refused_with_a_reason_and_the_rest_is_applied(sheet, text, change, why):
    report = xa.parse(text, review=sheet(TEXT, change, ("figures", "8次", 0, "", "")))
    assert [(f.table, f.invariant, f.detail) for f in report.refused] == [(change[0], "review", f"line 2: {why}")]
    assert report.check()["detail"].tolist() == [f"line 2: {why}"]
    assert [row.text for row in report.records("figures") if row.reviewed] == ["8次"]


def test_what_is_said_twice_is_refused(sheet):
    same = ("figures", "20台", 0, "subject", "加梯")
    report = xa.parse(TEXT, review=sheet(TEXT, same, (*same[:4], "")))
    assert [finding.detail for finding in report.refused] == ["line 3: line 2 says it already"]
    assert report.row("f002").subject == "加梯"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"table": "names"}, "line 2: the table is 'names', not one of figures, actions"),
        ({"column": "id", "why": "x"}, "line 2: the column is 'id', not one of subject"),
        ({"column": "value", "value": "3", "why": "x"}, "line 2: the column is 'value'"),
        ({"value": "加梯", "why": "x"}, "line 2: the column is ''"),
        ({"column": "stage", "value": "done", "why": "x"}, "line 2: stage is 'done', not one of planned"),
        ({"column": "stage", "value": "", "why": "x"}, "line 2: stage is ''"),
        ({"column": "subject", "value": "加梯", "why": " "}, "line 2: it is not said why"),
        ({"start": "-", "why": "x"}, "line 2: invalid literal"),
        ({"start": "9" * 5000, "why": "x"}, "line 2: Exceeds the limit"),
    ],
)
def test_what_no_sheet_can_hold_is_an_error_with_its_line(change, why):
    figure = next(line for line in lines_of(xa.parse(TEXT)) if line["table"] == "figures")
    line = figure | {"why": "checked"} | change
    with pytest.raises(xa.ReadError, match=rf"^a\.csv: {why}"):
        read_corrections(written([line]), "a.csv")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "line 1: the columns"),
        ("id,name\n", "line 1: the columns"),
        (",".join((*SHEET, "id")) + "\n", "line 1: the columns"),
        (",".join(SHEET) + "\n1,2\n", "line 2: has 2 cells"),
        (",".join(SHEET) + '\n"a', "line 2: unexpected end"),
        (",".join(SHEET) + "\n" + "字" * 140_000, "line 2: field larger"),
        ("字" * (MOST_OF_REVIEW + 1), "line 1: has more than 1,048,576 characters"),
    ],
)
def test_what_is_no_sheet_is_an_error(content, why):
    with pytest.raises(xa.ReadError, match=rf"^a\.csv: {why}"):
        read_corrections(content, "a.csv")


def test_a_sheet_that_cannot_be_read_is_an_error(tmp_path):
    with pytest.raises(xa.ReadError, match="there is no such file"):
        xa.parse(TEXT, review=tmp_path / "none.csv")


@few
@given(
    st.text()
    | st.lists(st.lists(st.text("一a,\"'\n\x00="), max_size=12)).map(lambda rows: written([], SHEET) + f"{rows}")
)
def test_any_file_is_read_or_refused(content):
    with suppress(xa.ReadError):
        assert read_corrections(content, "a.csv") == {}


# Written


def test_what_a_spreadsheet_would_run_is_written_as_words_and_read_back(tmp_path):
    text = "一、民生\n=1+1签约20台。\n"
    report = xa.parse(text)
    doubts = [row._replace(why="=2+3") for row in report.coverage().doubts]
    content = csv_bytes(SHEET, doubts)
    assert b",'=1+1" in content
    assert content.endswith(b",'=2+3\r\n")
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert xa.parse(text, review=path).row("f001").reviewed == "=2+3"


def test_the_workbook_has_the_sheet(tmp_path):
    report = xa.parse(TEXT)
    report.save(tmp_path / "tables")
    rows = list(load_workbook(tmp_path / "tables" / "tables.xlsx")["review"].values)
    assert rows[0] == SHEET
    assert [row[:6] for row in rows[1:]] == [row[:6] for row in report.coverage().doubts]


def test_what_may_be_corrected_is_told_on_the_page():
    told = (ROOT / "docs" / "review.md").read_text(encoding="utf-8")
    assert REVIEWED == ("figures", "actions")
    assert all(f"`{' '.join(CORRECTED[table])}`" in told for table in REVIEWED)


# The command line, to gold


def test_from_the_list_to_gold(tmp_path, capsys):
    file, sheet, gold = (tmp_path / name for name in ("a.txt", "a.csv", "gold.jsonl"))
    file.write_text(TEXT, encoding="utf-8")
    assert main(["review", str(file)]) == 0
    assert {"f002", "f005"} < {line.split()[1] for line in capsys.readouterr().out.splitlines()[1:]}
    assert main(["review", str(file), "-o", str(sheet)]) == 0
    assert main(["review", str(file), "-o", str(sheet)]) == 0  # the same bytes
    lines = list(csv.DictReader(io.StringIO(sheet.read_text(encoding="utf-8-sig"))))
    assert tuple(lines[0]) == SHEET
    signed = next(line for line in lines if (line["table"], line["text"]) == ("figures", "20台"))
    signed |= {"column": "subject", "value": "加梯", "why": "checked"}
    sheet.write_text(written(lines), encoding="utf-8")
    assert main(["review", str(file), "-o", str(sheet)]) == 2  # never over what a person has written
    assert "was not made by this program" in capsys.readouterr().err
    assert main(["figures", str(file), "--review", str(sheet)]) == 0
    assert "checked" in capsys.readouterr().out
    assert main(["review", str(file), "--review", str(sheet), "--gold", str(gold)]) == 0
    (row,) = map(json.loads, gold.read_text(encoding="utf-8").splitlines())
    (number,) = row["numbers"]
    assert (row["text"], row["kind"]) == (TEXT, "reviewed")
    assert (number["mention"], number["subject"], number["action"], number["value"]) == ("20台", "加梯", "签约", 20)
    assert TEXT[number["start"] : number["end"]] == "20台"


def test_gold_has_the_form_of_the_gold_there_is(tmp_path, sheet):
    report = xa.parse(TEXT, review=sheet(TEXT, ("figures", "20台", 0, "", "")))
    row = gold_of(TEXT, "a", report.records("figures"))
    due = json.loads((ROOT / "tests" / "gold" / "bureaus.jsonl").read_text(encoding="utf-8").partition("\n")[0])
    assert set(row) == set(due)
    assert set(row["numbers"][0]) == set(next(n for n in due["numbers"] if n["kind"] == "statistic"))


def test_on_the_command_line_what_does_not_fit_is_told(tmp_path, capsys, sheet):
    file = tmp_path / "a.txt"
    file.write_text(TEXT.replace("20台", "21台"), encoding="utf-8")
    path = str(sheet(TEXT, ("figures", "20台", 0, "subject", "加梯")))
    assert main(["figures", str(file), "--review", path]) == 0
    assert "line 2: no row '20台'" in capsys.readouterr().err
    assert main(["check", str(file), "--review", path]) == 1
    assert main(["review", str(file), "--review", path, "--gold", str(tmp_path / "gold.jsonl")]) == 2
    assert "no figure is reviewed" in capsys.readouterr().err
