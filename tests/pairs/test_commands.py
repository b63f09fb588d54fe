"""The commands for two summaries: what they print, what they write, and that they tell trouble in one line."""

import csv
from pathlib import Path

import pytest
from lxml import html
from openpyxl import load_workbook

import xinhua_analysis as xa
from xinhua_analysis.__main__ import main
from xinhua_analysis.pairs.writing import as_files

FOLDER = Path(__file__).parents[2] / "data" / "example-next-year"
OLD = str(next((Path(__file__).parents[2] / "seeds").glob("*.txt")))
PLAN, NEW = str(FOLDER / "plan-2024.txt"), str(FOLDER / "summary-2024.txt")


def test_compare_writes_tables_a_workbook_and_a_page(tmp_path, capsys):
    assert main(["compare", OLD, NEW, "-o", str(tmp_path / "out")]) == 0
    assert "pairs" in capsys.readouterr().out
    names = ["claims", "figures", "names", "sections", "unsettled"]
    found = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert found == sorted([*(f"{name}.csv" for name in names), "page.html", "tables.xlsx"])
    with open(tmp_path / "out" / "figures.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["old_id"] for row in rows] == xa.compare(xa.read(OLD), xa.read(NEW)).figures["old_id"].tolist()
    assert sorted(load_workbook(tmp_path / "out" / "tables.xlsx").sheetnames) == names
    page = (tmp_path / "out" / "page.html").read_text(encoding="utf-8")
    assert "not stated in the new" in page
    assert "<script" not in page


def test_each_row_of_the_page_leads_to_its_sentences():
    for found, reports in (
        (xa.compare(xa.load(), xa.read(NEW)), (xa.load(), xa.read(NEW))),
        (xa.follow(xa.read(PLAN), xa.read(NEW)), (xa.read(PLAN), xa.read(NEW))),
    ):
        page = html.fromstring(as_files(found)["page.html"].decode())
        sentences = {one.get("id"): one.text_content() for one in page.xpath("//article/span")}
        links = page.xpath("//td/a")
        for link in links:
            side, id_ = int(link.get("href")[2]), link.text_content().split()[0]
            row, sentence = reports[side].row(id_), sentences[link.get("href")[1:]]
            assert row.text[:8] in sentence
        due = {
            id_
            for row in found.records("figures" if "figures" in found.fields else "promises")
            for id_ in row[:2]
            if id_
        }
        assert due <= {link.text_content() for link in links}
        if found.records("unsettled"):  # warnings stand first, with their candidates
            assert all(row.detail in page.xpath("string(//table[1])") for row in found.records("unsettled"))


def test_the_same_bytes_each_time(tmp_path):
    for name in ("a", "b"):
        assert main(["follow", PLAN, NEW, "-o", str(tmp_path / name)]) == 0
    files = [{path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("a", "b")]
    assert files[0] == files[1]
    assert sorted(files[0]) == ["page.html", "promises.csv", "tables.xlsx", "unsettled.csv"]


def test_a_page_escapes_what_the_texts_say(tmp_path):
    for name, words in (("a", "16"), ("b", "17")):
        text = f"某街道<i>{name}</i>2023年工作总结\n一、“<script>x</script>”\n新建<b>驿站</b>{words}个。"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    assert main(["compare", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "-o", str(tmp_path / "out")]) == 0
    page = (tmp_path / "out" / "page.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "<b>驿站" not in page


def test_nothing_is_replaced_that_this_program_did_not_make(tmp_path, capsys):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "figures.csv").write_text("mine")
    assert main(["compare", OLD, NEW, "-o", str(tmp_path / "out")]) == 2
    assert "was not made by this program" in capsys.readouterr().err
    assert main(["compare", OLD, NEW, "-o", str(tmp_path / "out"), "--force"]) == 0


def test_verify_and_proof_print_their_rows(capsys):
    assert main(["verify", PLAN, PLAN]) == 0
    assert {line.split()[2] for line in capsys.readouterr().out.splitlines()[1:]} == {"exact"}
    assert main(["proof", OLD]) == 1
    assert "主要经济指标持续向好" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["compare", "follow", "verify", "proof"])
def test_trouble_is_told_in_one_line(command, tmp_path, capsys):
    files = [str(tmp_path / "none.txt")] * (1 if command == "proof" else 2)
    assert main([command, *files]) == 2
    assert capsys.readouterr().err.count("\n") == 1
