"""What the pages state is what is measured, and what they name is there; each failure names what is wrong."""

import re
import shlex
from collections import Counter
from functools import cache
from pathlib import Path

import figure_scores
import gold_scores
import pytest

import xinhua_analysis as xa
from xinhua_analysis.__main__ import _parser

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")
CHANGELOG = "CHANGELOG.md"
DOCS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md"))
PAGES = [*READMES, CHANGELOG, "CONTRIBUTING.md", *DOCS]
# Every count and every score stands once in each language.
STATING = {"English": ("docs/tables.md", "docs/scores.md"), "Chinese": ("docs/zh/tables.md", "docs/zh/scores.md")}

LONGEST, MOST_WORDS = 120, 1100  # lines and words of a README
TOP = 40  # lines in which the two commands stand
HANZI_A_WORD = 1.6

CELL_NAME = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")
EXAMPLE = re.compile(r"```python\n(.*?)```", re.S)
SHELL = re.compile(r"```sh\n(.*?)```", re.S)
TARGET = re.compile(r"^([a-z][a-z-]*):", re.M)

every_page = pytest.mark.parametrize("name", PAGES)
every_readme = pytest.mark.parametrize("name", READMES)


@cache
def measured():
    """(row, column) → the cell as it should be written; a row is the gold file that it links to, or a table's name."""
    cells = {(name, "rows"): str(len(xa.load().records(name))) for name in xa.TABLES}
    for row, name in (("seed_figures.csv", "seed"), ("grassroots.jsonl", "grassroots")):
        texts = figure_scores.SETS[name]()
        kinds = Counter(number["kind"] for _, numbers in texts for number in numbers)
        cells |= {(row, "texts"): str(len(texts)), (row, "gold"): str(kinds["statistic"])}
        cells |= {(row, measure): f"{rate:.3f}" for measure, rate in figure_scores.scores(name)[0].items()}
    for name, result in gold_scores.scores().items():
        row = f"seed_{name}.csv"
        cells |= {(row, count): str(result[count]) for count in ("gold", "found")}
        cells |= {(row, "f1"): f"{result['f1']:.3f}", (row, "fields"): f"{min(result['fields'].values()):.3f}"}
    return cells


def page(name):
    """The text of a file; of the changelog the part that is not released, which alone may still be changed."""
    text = (ROOT / name).read_text(encoding="utf-8")
    parts = re.split(r"^(?=## \[)", text, flags=re.M) if name == CHANGELOG else [text]
    return "".join(part for part in parts if name != CHANGELOG or "unreleased" in part.partition("\n")[0].lower())


def cells_of(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def stated(name):
    """(row, column) → the cell as it is written; of `before → after` in the changelog, the latter."""
    cells, header = {}, []
    for line in page(name).splitlines():
        if not line.startswith("|"):
            header = []
        elif not header:
            header = [(CELL_NAME.findall(cell) or [cell])[0] for cell in cells_of(line)]
        else:
            first, *others = cells_of(line)
            row = re.search(r"gold/([\w.]+)\)", first) or re.fullmatch(r"`(\w+)`", first)
            for column, cell in zip(header[1:], others, strict=True):
                if row and (row[1], column) in measured():
                    cells[row[1], column] = cell.split("→")[-1].strip()
    return cells


@every_page
def test_counts_and_scores_are_those_measured(name):
    wrong = [
        f"{name}: row {row}, column {column}: write {measured()[row, column]} instead of {cell}"
        for (row, column), cell in stated(name).items()
        if cell != measured()[row, column]
    ]
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("language", STATING)
def test_no_count_or_score_is_left_out(language):
    written = {cell for name in STATING[language] for cell in stated(name)}
    assert [cell for cell in measured() if cell not in written] == []


@pytest.mark.parametrize("name", ["scores_unseen", "readers", "curve_unseen", "quarters_unseen"])
def test_scores_of_texts_unseen_are_those_measured(name):
    rows = (ROOT / "tests" / "gold" / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    written = page("docs/scores.md").splitlines()
    assert [line for line in (f"| {row.replace(',', ' | ')} |" for row in rows) if line not in written] == []


@every_page
def test_links_lead_somewhere(name):
    folder = (ROOT / name).parent
    assert [target for target in LINK.findall(page(name)) if not (folder / target).exists()] == []


def test_the_index_lists_every_page():
    for index in ("docs/index.md", "docs/zh/index.md"):
        folder = (ROOT / index).parent
        pages = {path.name for path in folder.glob("*.md")} - {"index.md"}
        listed = re.findall(r"^(?:\| |- )\[[^]]+\]\(([\w.-]+)\)", page(index), flags=re.M)
        assert sorted(listed) == sorted(pages)


@every_page
def test_every_command_named_is_one(name):
    for line in (line for block in SHELL.findall(page(name)) for line in block.splitlines()):
        if line.startswith("xinhua-analysis "):
            _parser().parse_args(shlex.split(line, comments=True)[1:])  # ends the test if it is not understood
    targets = set(TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    named = set(re.findall(r"(?:`|^)make ([a-z][a-z-]*)", page(name), flags=re.M))
    assert named - targets == set()


def words(text):
    """Words of a text, and hanzi reckoned as words."""
    hanzi = re.findall(r"[\u3400-\u9fff]", text)
    return len(re.sub(r"[\u3400-\u9fff]", " ", text).split()) + len(hanzi) / HANZI_A_WORD


@every_readme
def test_a_readme_is_short_and_its_two_commands_stand_at_the_top(name):
    lines = page(name).splitlines()
    assert len(lines) <= LONGEST
    assert words(page(name)) <= MOST_WORDS
    assert {line.split()[1] for line in lines[:TOP] if line.startswith("make ")} >= {"report", "test"}


def test_both_readmes_show_the_same_code():
    english, chinese = (EXAMPLE.findall(page(name)) for name in READMES)
    assert english == chinese


@every_page
def test_an_example_without_prompts_is_python(name):
    """The others run as doctests."""
    for example in (example for example in EXAMPLE.findall(page(name)) if ">>>" not in example):
        compile(example, name, "exec")


@every_page
def test_nothing_is_left_to_be_filled_in(name):
    assert re.findall(r"@@\w*@@|TODO|FIXME", page(name)) == []


def test_the_citation_is_of_this_version():
    """A version that the changelog calls unreleased has no date of release."""
    citation = page("CITATION.cff")
    version = re.search(r'^version = "(.+)"', page("pyproject.toml"), flags=re.M)[1]
    assert re.search(r"^version: (.+)", citation, flags=re.M)[1] == version
    changes = (ROOT / CHANGELOG).read_text(encoding="utf-8")
    released = re.findall(rf"^## \[{re.escape(version)}\] - (\d\S+)", changes, flags=re.M)
    assert re.findall(r"^date-released: (\S+)", citation, flags=re.M) == released
