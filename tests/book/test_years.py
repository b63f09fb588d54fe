"""The notebooks on a following year, made up: what holds is told, what does not says so, and nothing is of 2023."""

import csv
import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest

import xinhua_analysis as xa
from xinhua_analysis.book import years
from xinhua_analysis.bundled import SEEDS, TYPED
from xinhua_analysis.story import Story
from xinhua_analysis.telling import wording
from xinhua_analysis.telling.wording import findings

ROOT = Path(__file__).parents[2]
MADE_UP = ROOT / "data" / "example-next-year" / "summary-2024.txt"
NAMES = sorted(findings(SEEDS).keys() - {"two-summaries"})
ADDRESS = "https://a.cn/made-up"
# What somebody types for the year; the second finding names what this text does not hold.
FINDINGS = {
    "03-livelihood": ("{加梯 完工 23台} lifts were finished, of {all:figure|figures}.", "加梯完工{加梯 完工 23台}。"),
    "05-safety": ("{飞行汽车} flying cars were checked.", "检查{飞行汽车}。"),
}


def write(path, *rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of the year with a part of what can be typed for it, told once."""
    place = tmp_path_factory.mktemp("next year 明年")
    shutil.copy(MADE_UP, place / "summary.txt")
    (place / "address").write_text(ADDRESS, encoding="utf-8")
    report = xa.load(place)
    heading = next(row for row in report.records("sentences") if row.kind == "heading")
    figure = report.records("figures")[0]
    write(place / "findings.csv", ("notebook", "english", "chinese"), *[(n, *told) for n, told in FINDINGS.items()])
    write(
        place / "glosses.csv",
        ("chinese", "english", "kind"),
        (report.records("sections")[1].title, "Steady", "heading"),
    )
    write(
        place / "translation.csv",
        ("sentence_id", "english"),
        (heading.id, "One: steady growth."),
        (figure.sentence_id, f"A rise of {{{figure.id}}}."),
        ("s3.1-02", "{f001} lifts."),  # of another sentence, as a file left from another year would be
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wording, "_folders", [SEEDS])
        wording.known.cache_clear()
        missing = years.write_year(str(place))
    wording.known.cache_clear()
    return place, missing


@pytest.fixture(scope="module")
def notebooks(folder):
    return {name: nbformat.read(folder[0] / "notebooks" / f"{name}.ipynb", as_version=4) for name in NAMES}


def told(notebook, tag=""):
    cells = [cell for cell in notebook.cells if not tag or tag in cell.metadata.get("tags", ())]
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    return "\n".join(
        output.get("data", {}).get("text/plain", "") + output.get("text", "") + output.get("evalue", "")
        for output in outputs
    )


def test_the_text_of_the_year_says_that_it_is_made_up():
    assert "虚构" in MADE_UP.read_text(encoding="utf-8").splitlines()[0]


def test_all_ten_are_told_of_the_year_and_none_of_another(folder, notebooks):
    report = xa.load(folder[0])
    assert report.source_url == ADDRESS
    words = json.dumps(notebooks, ensure_ascii=False)
    assert "既有多层住宅加梯工作,完工16台" not in words
    assert "4009" not in words
    assert f"{report.title}" in words
    for name in NAMES:
        assert 'xa.load("..")' in "".join(cell.source for cell in notebooks[name].cells)


@pytest.mark.parametrize("area", range(1, 6))
def test_a_chapter_is_headed_by_its_own_heading(folder, notebooks, area):
    report = xa.load(folder[0])
    title = next(row.title for row in report.records("sections") if row.area == area and row.level == 1)
    name = next(name for name in NAMES if name.startswith(f"0{area}"))
    first = notebooks[name].cells[0].source
    assert f"\n\n**{title}**\n\n" in first
    assert first.startswith("# Chapter 1: Steady\n" if area == 1 else f"# Chapter {area}: {title}\n")
    assert [id_ for id_ in Story(report, area).figures["id"] if id_ not in told(notebooks[name])] == []


def test_a_notebook_of_no_chapter_is_headed_by_the_title(folder, notebooks):
    title = xa.load(folder[0]).title
    assert notebooks["00-the-document"].cells[0].source == f"# The document\n\n**{title}**"
    assert notebooks["any-summary"].cells[0].source.startswith("# Any summary")


def test_no_prose_of_another_year_is_left(notebooks):
    """Each Markdown cell is that of any year, a folded section, or was made for this one."""
    for name in NAMES[:-1]:
        before = {cell.source: cell for cell in nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", 4).cells}
        folded = False
        for cell in notebooks[name].cells[1:]:
            if cell.cell_type == "markdown" and cell.source in before:
                folded = folded or years.COLLAPSED in cell.metadata
                assert folded or years.ANY_YEAR in cell.metadata.get("tags", ()), cell.source


def test_a_finding_that_holds_is_told_and_one_that_does_not_says_so(folder, notebooks):
    figures = len(xa.load(folder[0]).figures)
    holds = told(notebooks["03-livelihood"], "finding").splitlines()
    assert re.sub(r" \[[^\]]*\]", "", holds[0]) == f"23 lifts were finished, of {figures} figures."
    assert re.fullmatch(r"加梯完工23台 \[f\d+\]。", holds[1])
    fails = told(notebooks["05-safety"], "finding")
    assert fails.startswith("'飞行汽车' names no figure")
    assert "flying" not in fails
    assert "no finding of '01-economy' was typed for this text" in told(notebooks["01-economy"], "finding")
    assert str(figures) in told(notebooks["any-summary"], "finding")


def test_what_needs_facts_from_outside_says_that_there_are_none(notebooks):
    assert "no plan from outside is known for this text" in told(notebooks["03-livelihood"])
    assert "nothing was sorted by hand" in told(notebooks["02-life-circle"])


def test_what_is_missing_is_said(folder):
    missing = folder[1]
    assert [line for line in missing if line.endswith(" is missing")] == [
        f"{name} is missing" for name in TYPED if name in ("context.csv", "life_circle_aims.csv")
    ]
    sentences = len(xa.load(folder[0]).sentences)
    assert f"1 of {sentences} sentences are of another text" in missing
    assert f"{sentences - 2} of {sentences} sentences have no English" in missing
    assert "chapter 6 has no notebook" in missing
    assert sum("no finding is told" in line for line in missing) == len(NAMES) - 2
    assert any(
        line.startswith("03-livelihood: written of another text and left out: Is that much?") for line in missing
    )


def test_the_book_of_the_year_stands_beside_its_own_source(folder):
    book = folder[0] / "book"
    source = (book / "source.html").read_text(encoding="utf-8")
    assert "One: steady growth." in source
    assert "A rise of 5.2%." in source
    assert " lifts." not in source
    assert "Steady" in (book / "index.html").read_text(encoding="utf-8")


def test_a_notebook_that_is_there_is_run_and_kept(tmp_path, monkeypatch, request):
    """What somebody wrote into it stays; a chapter that the text lacks is left out and named."""
    (tmp_path / "summary.txt").write_text("某街道2025年工作总结\n\n一、经济\n引进企业3家。\n", encoding="utf-8")
    monkeypatch.setattr(wording, "_folders", [SEEDS])
    request.addfinalizer(wording.known.cache_clear)  # what it keeps was read of these folders alone
    for name in ("rerun", "index_md", "write_book"):
        monkeypatch.setattr(years, name, lambda *_: "")
    missing = years.write_year(str(tmp_path))
    assert [line for line in missing if "the text has no chapter" in line] == [
        f"{name}: the text has no chapter {area}" for area, name in enumerate(NAMES[2:6], 2)
    ]
    mine = tmp_path / "notebooks" / "01-economy.ipynb"
    mine.write_text(mine.read_text(encoding="utf-8").replace("Write here", "I wrote here"), encoding="utf-8")
    years.write_year(str(tmp_path))
    assert "I wrote here" in mine.read_text(encoding="utf-8")


@pytest.mark.parametrize("names", [[], ["a.txt", "b.txt"]])
def test_a_folder_without_one_summary_is_refused(tmp_path, names):
    for name in names:
        (tmp_path / name).write_text("完工16台。", encoding="utf-8")
    with pytest.raises(xa.ReadError, match=rf"holds {len(names)} summaries; call the one to be read summary\.txt"):
        xa.load(tmp_path)
