"""The form of the notebooks, and that a changed value is found out; what their cells give is compared by nbval."""

import ast
import base64
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from contextlib import redirect_stdout, suppress
from pathlib import Path

import pytest
from IPython.core.formatters import DisplayFormatter
from PIL import Image, ImageChops

import xinhua_analysis as xa
from xinhua_analysis import report
from xinhua_analysis.bundled import NEXT_PLAN, NEXT_YEAR, SEEDS, SUMMARY
from xinhua_analysis.context import fact, plans
from xinhua_analysis.evidence import actions_with_figures, firsts, honours
from xinhua_analysis.story import Story
from xinhua_analysis.telling.drawing import Chart
from xinhua_analysis.telling.wording import english, findings, known

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "notebooks"
AREAS = {1: "01-economy", 2: "02-life-circle", 3: "03-livelihood", 4: "04-governance", 5: "05-safety"}
NAMES = [
    "00-the-document",
    *AREAS.values(),
    "06-across-areas",
    "07-what-is-not-said",
    "08-how-it-was-read",
    "any-summary",
    "two-summaries",
]
LONGEST = 10  # lines of a code cell
HANZI = r"[\u3400-\u9fff\uf900-\ufaff]"

NOTEBOOKS = {name: json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8")) for name in NAMES}
every_notebook = pytest.mark.parametrize("name", NAMES)
every_area = pytest.mark.parametrize("name", AREAS.values())


def source(cell):
    return "".join(cell["source"])


def cells(name, kind):
    return [cell for cell in NOTEBOOKS[name]["cells"] if cell["cell_type"] == kind]


def tags(cell):
    return cell["metadata"].get("tags", [])


def outputs(name, kind="text/plain"):
    """Everything of one kind that the cells of a notebook gave, and what they printed."""
    found = []
    for output in (output for cell in cells(name, "code") for output in cell["outputs"]):
        found += ["".join(output.get("data", {}).get(kind, "")), "".join(output.get("text", ""))]
    return [words for words in found if words]


def is_told(cell):
    """Whether a code cell is prose: a sentence made from rows."""
    return cell["cell_type"] == "code" and bool(re.search(r"\.(?:tell|finding)\(", source(cell)))


def test_all_notebooks_are_there_and_no_other():
    assert sorted(path.stem for path in FOLDER.glob("*.ipynb")) == NAMES


# Order


FOLDED = "jp-MarkdownHeadingCollapsed"


@every_notebook
def test_the_first_cell_has_a_title_in_two_languages(name):
    first = NOTEBOOKS[name]["cells"][0]
    assert first["cell_type"] == "markdown"
    assert re.match(rf"# [A-Z][^\n]*\n\n\*\*[^*\n]*{HANZI}[^*\n]*\*\*\n\n\S", source(first))


@every_notebook
def test_the_first_code_sets_up_and_finding_and_chart_follow(name):
    code = [cell for cell in cells(name, "code") if "parameters" not in tags(cell)]
    assert "import xinhua_analysis as xa" in source(code[0])
    assert re.search(r"^report = xa\.(load|read)\(", source(code[0]), flags=re.M)
    assert tags(code[1])[0] == "finding"
    assert f'.finding(\n    "{name}"' in source(code[1])
    assert re.match(r"charts\.", source(code[2]))
    assert [cell["id"] for cell in code if "finding" in tags(cell)] == [code[1]["id"]]
    assert [name for name in NAMES for cell in cells(name, "code") if "lede" in tags(cell)] == ["00-the-document"]


@every_area
def test_an_area_is_told_in_the_order_that_readers_know(name):
    heads = [(source(cell).partition("\n")[0], FOLDED in cell["metadata"]) for cell in cells(name, "markdown")]
    heads = [(words, folded) for words, folded in heads if words.startswith("## ")]
    due = ["## What the text cannot tell", "## The passage, sentence by sentence", "## Tables and checks"]
    assert [words for words, _ in heads[-3:]] == due
    assert [folded for _, folded in heads] == [False] * (len(heads) - 2) + [True] * 2
    assert 2 <= len(heads) - len(due) <= 6


@every_area
def test_an_area_is_ten_minutes_and_shows_little_at_once(name):
    listed = NOTEBOOKS[name]["cells"]
    folded = next(at for at, cell in enumerate(listed) if FOLDED in cell["metadata"])
    assert 12 <= folded <= 25
    tables = [cell for cell in listed[:folded] if re.search(r"\.table\(|DataFrame", source(cell))]
    assert len(tables) <= 2


def test_no_chart_is_shown_twice():
    calls = [(name, source(cell)) for name in NAMES if name != "any-summary" for cell in cells(name, "code")]
    drawn = [call for _, call in calls if call.startswith("charts.")]
    assert sorted(set(drawn)) == sorted(drawn)


@every_notebook
def test_prose_stands_between_code(name):
    listed = NOTEBOOKS[name]["cells"]
    bare = [cell["cell_type"] == "code" and not is_told(cell) and "parameters" not in tags(cell) for cell in listed]
    assert [listed[at]["id"] for at in range(1, len(listed)) if bare[at] and bare[at - 1]] == []


@every_notebook
def test_code_cells_are_short(name):
    long = {cell["id"]: len(source(cell).splitlines()) for cell in cells(name, "code")}
    assert {id_: lines for id_, lines in long.items() if lines > LONGEST} == {}
    defines = [node for cell in cells(name, "code") for node in ast.walk(ast.parse(source(cell)))]
    assert [
        node for node in defines if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda | ast.Assert)
    ] == []


@every_notebook
def test_two_lines_are_there_to_be_changed(name):
    """Only where they can be changed: the book leaves them out."""
    asked, tried = [cell for cell in NOTEBOOKS[name]["cells"] if "in-lab" in tags(cell)]
    assert source(asked).startswith("**Try it**")
    assert len(source(tried).splitlines()) == 2
    assert re.match(r"\w+ = .+  # or ", source(tried))
    assert tried["outputs"]


# Outputs


@every_notebook
def test_every_cell_ran_in_order_and_none_failed(name):
    code = cells(name, "code")
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    kinds = [output["output_type"] for cell in code for output in cell["outputs"]]
    assert "error" not in kinds
    assert [output for cell in code for output in cell["outputs"] if output.get("name") == "stderr"] == []


@every_notebook
def test_every_cell_that_shows_something_has_its_output(name):
    for cell in cells(name, "code"):
        last = ast.parse(source(cell)).body[-1]
        shows = isinstance(last, ast.Expr) and "sys.path" not in source(cell)
        assert bool(cell["outputs"]) == (shows or isinstance(last, ast.Try)), cell["id"]


@every_notebook
def test_outputs_name_no_machine_and_no_moment(name):
    words = "\n".join([*outputs(name), *outputs(name, "text/html")])
    assert re.findall(r"0x[0-9a-f]{6,}|ipykernel|site-packages|\.venv|/(?:usr|opt|Users)/|[A-Z]:\\\\", words) == []
    assert str(ROOT) not in words


@every_notebook
def test_charts_carry_their_words(name):
    for cell in cells(name, "code"):
        if re.search(r"^charts\.", source(cell), flags=re.M):
            (output,) = cell["outputs"]
            assert set(output["data"]) == {"image/png", "text/plain"}
            assert output["metadata"]["image/png"]["alt"] == "".join(output["data"]["text/plain"])


@every_notebook
def test_outputs_are_words_and_not_what_python_writes(name):
    """No dictionary, no list of strings, no NaN; of nothing, Chinese says 没有 and not 0个."""
    words = "\n".join([*outputs(name), *outputs(name, "text/html")])
    assert re.findall(r"(?m)^\s*[\[{]['\"].*|>\s*[nN]a[nN]\s*<|\b[nN]a[nN]\b(?=\s)", words) == []
    told = [line for given in outputs(name) for line in given.splitlines()[:2] if re.search(HANZI, line)]
    assert [line for line in told if re.search(r"(?<![\d.,])0(?: \[[^\]]*\])?[个项家条节张]", line)] == []


FORMATTER = DisplayFormatter(active_types=["text/html", "text/plain"])


def shown(given):
    """The words of an output: the page's before the terminal's, where pandas asks how wide a terminal is."""
    return "".join(given.get("text/html") or given.get("text/plain") or given.get("text") or "")


def run_cell(cell, known):
    """What a code cell shows within this process, in words, and the chart that it draws, if any."""
    *before, last = ast.parse(source(cell)).body
    value = None
    with redirect_stdout(io.StringIO()) as printed:
        if isinstance(last, ast.Expr):
            exec(compile(ast.Module(before, []), cell["id"], "exec"), known)
            value = eval(compile(ast.Expression(last.value), cell["id"], "eval"), known)
        else:
            exec(compile(ast.Module([*before, last], []), cell["id"], "exec"), known)
    if isinstance(value, Chart):
        return value.text, value
    return printed.getvalue() + (shown(FORMATTER.format(value)[0]) if value is not None else ""), None


def kept(cell):
    """What a code cell shows in the notebook as it is committed, in words."""
    return "".join(shown(output.get("data", output)) for output in cell["outputs"])


@every_notebook
def test_committed_outputs_are_what_is_told_and_drawn(name):
    """nbval compares no pictures: here the charts of a notebook are drawn again, and may differ by a shade at most."""
    known = {}
    for cell in cells(name, "code"):
        words, chart = run_cell(cell, known)
        assert words == kept(cell)
        if not chart:
            continue
        drawn, committed = chart.png(), base64.b64decode("".join(cell["outputs"][0]["data"]["image/png"]))
        pictures = [Image.open(io.BytesIO(each)).convert("L") for each in (drawn, committed)]
        assert pictures[0].size == pictures[1].size
        if drawn != committed:
            shades = ImageChops.difference(*pictures).histogram()
            assert sum(shades[40:]) < 0.001 * sum(shades), cell["id"]


@every_notebook
def test_nothing_is_kept_from_comparison(name):
    raw = (FOLDER / f"{name}.ipynb").read_text(encoding="utf-8")
    assert re.findall(r"(?i)nbval|raises-exception", raw) == []
    assert set(NOTEBOOKS[name]["metadata"]) == {"kernelspec", "language_info"}
    ids = [cell["id"] for cell in NOTEBOOKS[name]["cells"]]
    assert len(ids) == len(dict.fromkeys(ids))


def test_notebooks_are_compared_strictly():
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert '"--nbval"' in settings
    assert re.findall(r"nbval-lax|nbval-skip|nbval-sanitize", settings) == []


# Prose

# English names that hold numbers are no numbers: 15-minute community life circle.
GLOSSES = sorted(dict.fromkeys(known().values()), key=len, reverse=True)
CARDINALS = (
    "two three four five six seven eight nine ten eleven twelve dozen hundred thousand million half twice thrice"
)
NUMBER = re.compile(rf"\d|\b(?:{'|'.join(CARDINALS.split())})\b", re.I)


def numbers_in(prose):
    """Numbers of a text that are typed: not in code, addresses, Chinese words, or the English of a name."""
    prose = re.sub(r"\]\([^)]*\)|`[^`]*`|\{[^}]*\}", " ", prose)
    for gloss in GLOSSES:
        prose = prose.replace(gloss, " ")
    prose = re.sub(rf"[“《\w·+]*{HANZI}[\w“”·+、，。]*", " ", prose)
    prose = re.sub(r"GB/T \d+|15-minute(?: community)?(?: life circle)?|1\+3\+17", " ", prose)
    return NUMBER.findall(prose)


TELLERS = ("tell", "finding")


def literals(cell):
    """The words of the sentences that a cell tells."""
    calls = [node for node in ast.walk(ast.parse(source(cell))) if isinstance(node, ast.Call)]
    told = [(call.func.attr, call.args[0].value) for call in calls if getattr(call.func, "attr", "") in TELLERS]
    return [findings(SEEDS)[words][0] if teller == "finding" else words for teller, words in told]


@every_notebook
def test_no_number_is_typed_in_prose(name):
    prose = {cell["id"]: source(cell) for cell in cells(name, "markdown")}
    for cell in cells(name, "code"):
        if is_told(cell):
            (prose[cell["id"]],) = literals(cell)
    assert {id_: numbers_in(words) for id_, words in prose.items() if numbers_in(words)} == {}


@every_notebook
def test_a_finding_stands_in_chinese_too_with_the_same_rows(name):
    """Without a typed number, and with every row that the English tells of what the office did."""
    english, chinese = findings(SEEDS)[name]
    fields = [re.findall(r"\{([^}:]+)", words) for words in (english, chinese)]
    assert sorted(set(fields[0])) == sorted(set(fields[1]))
    assert (
        re.findall(r"[0-9]|[二三四五六七八九十百千两]+[个项家份户台章节条]", re.sub(r"\{[^}]*\}|“[^”]*”", "", chinese))
        == []
    )
    assert unglossed(english) == []


def test_every_finding_has_its_notebook():
    assert sorted(findings(SEEDS)) == NAMES


@every_notebook
def test_what_comes_from_outside_says_so(name):
    sentences = [words for cell in cells(name, "code") if is_told(cell) for words in literals(cell)]
    sentences += [findings(SEEDS)[name][1].replace("原文以外", "outside")]
    told = re.compile(r"\{(?:k\d+|share|alarms|homes)[:}]")
    assert [words for words in sentences if told.search(words) and not re.search(r"(?i)outside", words)] == []


@pytest.mark.parametrize("prose", ["16 lifts", "the three lists", "half of them", "Twelve bodies", "5.3%"])
def test_a_typed_number_is_found_out(prose):
    assert numbers_in(prose)


@pytest.mark.parametrize("prose", ["{f006} lifts", "`f006`", "a second round", "[next](03-x.ipynb)", "第15届 (a fair)"])
def test_what_is_no_typed_number_is_let_through(prose):
    assert numbers_in(prose) == []


def unglossed(prose):
    """Chinese words in prose that neither stand in brackets behind English nor have English in brackets behind them.

    A line that is Chinese alone, in bold, is the title once more.
    """
    prose = re.sub(rf"(?m)^\*\*[^*\n]*{HANZI}[^*\n]*\*\*$", "", prose)
    prose = re.sub(r"\]\([^)]*\)|`[^`]*`|\{[^}]*\}", " ", prose).replace("\n", " ")
    found = []
    for match in re.finditer(rf"[“《]?{HANZI}(?:[\w“”《》·+、，;；]|(?<={HANZI})\(\w+\))*", prose):
        before, after = prose[: match.start()], prose[match.end() :]
        bracketed = before.rfind("(") > before.rfind(")")
        if not bracketed and not after.startswith(" ("):
            found.append(match[0])
    return found


@every_notebook
def test_every_chinese_word_has_its_english(name):
    prose = {cell["id"]: source(cell) for cell in cells(name, "markdown")}
    prose |= {cell["id"]: literals(cell)[0] for cell in cells(name, "code") if is_told(cell)}
    assert {id_: unglossed(words) for id_, words in prose.items() if unglossed(words)} == {}


@pytest.mark.parametrize(("prose", "left"), [("加梯 is", ["加梯"]), ("加梯 (lifts)", []), ("lifts (加梯, 完工)", [])])
def test_a_chinese_word_without_english_is_found_out(prose, left):
    assert unglossed(prose) == left


@every_notebook
def test_links_lead_somewhere(name):
    prose = "\n".join(source(cell) for cell in cells(name, "markdown"))
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", prose)
    assert [target for target in targets if not (FOLDER / target).exists()] == []
    if name != "any-summary":
        assert "index.md" in targets


# What is told

REPORT = xa.load()


def figures_of(area):
    return Story(REPORT, area).figures


# What a title says, asked of the tables.
HOLDS = {
    "00-the-document": lambda: 2 * (actions_with_figures(REPORT)["figures"] > 0).sum() < len(REPORT.actions),
    "01-economy": lambda: figures_of(1).query("section_id == 's1.1'").empty,
    "02-life-circle": lambda: figures_of(2).empty,
    "03-livelihood": lambda: (
        {"台", "户"} <= {*figures_of(3)["unit"]} and "money" not in {*figures_of(3)["unit_family"]}
    ),
    "04-governance": lambda: len(Story(REPORT, 4).claims) > 0 and (figures_of(4)["share_of"] == "").all(),
    "05-safety": lambda: {*figures_of(5).query("subject == '安全隐患'")["action"]} == {"督促整改"},
    "06-across-areas": lambda: min(len(figures_of(n)) for n in (3, 5)) > max(len(figures_of(n)) for n in (1, 2, 4)),
    "07-what-is-not-said": lambda: (
        "money" not in {*REPORT.figures["unit_family"]}
        and (REPORT.figures["compared_with"] == "").all()
        and not re.search("存在问题|不足|短板", REPORT.text)
    ),
    "08-how-it-was-read": lambda: REPORT.check().empty,
}


@pytest.mark.parametrize("name", HOLDS)
def test_a_title_holds(name):
    assert HOLDS[name]()


def times(table, column):
    return getattr(REPORT, table)[column].value_counts()


PLANS = {row.id: row for row in plans(REPORT) if row.year == REPORT.year}
PROMISES = xa.follow(xa.load(NEXT_PLAN), xa.load(NEXT_YEAR)).promises
COMPARED = xa.compare(REPORT, xa.load(NEXT_YEAR))

# What a heading says that other rows could belie.
HEADINGS = {
    "Is that much? Alarms and adapted homes are more than an even share of the city's plan": lambda: (
        PLANS.keys() == {"f017", "f022"} and all(row.times > 1.25 for row in PLANS.values())
    ),
    "More actions are left open than are told as completed": lambda: (
        times("actions", "stage")["stated"] > times("actions", "stage")["completed"]
    ),
    "Firsts: more for the district than for the city": lambda: (
        firsts(REPORT)["level"].value_counts()["district"] > firsts(REPORT)["level"].value_counts()["city"]
    ),
    "Names: programmes lead": lambda: times("names", "kind").index[0] == "programme",
    "Partners: most are brought in or drawn together": lambda: (
        2 * times("partners", "role")[["引进", "整合"]].sum() > len(REPORT.partners)
    ),
    "Most numbers look exact, and may be rounded all the same": lambda: (
        2 * times("figures", "bound")["exact"] > len(REPORT.figures)
    ),
    "Few actions carry a word for whom": lambda: 20 * (REPORT.actions["beneficiary"] != "").sum() < len(REPORT.actions),
    "Words of degree: what goes on (持续, continuously) leads": lambda: (
        max(["持续", "各类", "有效", "不断", "一批", "大力", "更多企业"], key=REPORT.text.count) == "持续"
    ),
    "Most quantities are told again": lambda: (
        2 * (COMPARED.figures["relation"] == "results").sum() > len(REPORT.figures)
    ),
    "Most of the plan is told as kept; of some of it nothing is said": lambda: (
        2 * PROMISES["outcome"].isin(["done", "exceeded"]).sum() > len(PROMISES)
        and "silent" in PROMISES["outcome"].array
    ),
    "A fall that is a rise: words and numbers disagree": lambda: (
        COMPARED.figures.query("stated == 'fall' and movement == 'rise' and agrees == 'no'").shape[0] > 0
    ),
}


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_holds(heading):
    assert HEADINGS[heading]()
    assert any(f"{source(cell)}\n".startswith(f"## {heading}\n") for name in NAMES for cell in cells(name, "markdown"))


def test_what_two_summaries_show_of_the_made_up_year_has_its_english():
    renamed = COMPARED.names.query("relation == 'renamed'")
    shown = [*PROMISES["plan_text"], *PROMISES["result_text"], *renamed["old_text"], *renamed["new_text"]]
    assert [words for words in shown if words and not english(words)] == []


def test_the_section_with_most_firsts_and_honours():
    times = Counter([*firsts(REPORT)["section_id"], *honours(REPORT)["section_id"]])
    assert [section for section, count in times.items() if count == max(times.values())] == ["s4.1"]


def test_the_spending_is_that_of_firms_on_safety():
    assert re.findall(r"生产经营单位[^。]*?(..)投入", REPORT.text) == ["安全"]
    assert REPORT.text.count("投入") == 1


@pytest.mark.parametrize(("area", "name"), AREAS.items())
def test_every_section_of_the_summary_is_told_in_its_notebook(area, name):
    words = "\n".join(outputs(name))
    story = Story(REPORT, area)
    for table in ("figures", "claims", "partners"):
        assert [id_ for id_ in getattr(story, table)["id"] if not re.search(rf"\b{id_}\b", words)] == []
    assert [id_ for id_ in story.sentences["id"] if not re.search(rf"^{re.escape(id_)} ", words, flags=re.M)] == []


@pytest.mark.parametrize(("area", "name"), AREAS.items())
def test_every_statistic_stands_in_a_sentence_or_a_chart(area, name):
    told = "\n".join("".join(cell["outputs"][0]["data"]["text/plain"]) for cell in cells(name, "code") if is_told(cell))
    figures = Story(REPORT, area).figures["id"]
    named = [id_ for id_ in figures if f"{id_}]" in told or f"[{id_}" in told or f" {id_} " in told]
    assert len(named) >= 0.6 * len(figures)


@every_notebook
def test_every_number_told_leads_to_its_sentence(name):
    for cell in cells(name, "code"):
        for output in cell["outputs"] if is_told(cell) else []:
            html = "".join(output["data"]["text/html"])
            bold = re.findall(r"<b>([^<]*)</b>", html)
            unlinked = re.findall(r"<b>([^<]*)</b>(?![^<]*<sup>)(?!.*?</a>)", html)
            assert [words for words in unlinked if NUMBER.search(words) and words != "0"] == []  # of no rows
            links = dict(re.findall(r'data-id="([^"]+)" title="[^"]*" href="([^"]+)"', html))
            assert all(link.replace("&amp;", "&") == REPORT.cite(id_).link for id_, link in links.items())
            outside = re.findall(r'class="xa-outside"[^>]*><a href="([^"]+)" title="(k\d+) ', html)
            assert all(link.replace("&amp;", "&") == fact(REPORT, id_).address for link, id_ in outside)
            assert links or outside or not bold


# A check that cannot fail is none: the notebooks are run on a summary in which some of the values were changed.

PLANTED = {
    "01-economy": ("3张清单", "4张清单", "4张"),
    "02-life-circle": ("第一轮先行先试", "第三轮先行先试", "第三轮"),
    "03-livelihood": ("4009个就业岗位", "4008个就业岗位", "4,008"),
    "04-governance": ("接待来访8000人次", "接待来访9000人次", "9,000"),
    "05-safety": ("安全隐患2980处", "安全隐患2890处", "2,890"),
    "06-across-areas": ("全市首个", "全区首个", "全区"),
    "07-what-is-not-said": ("安置率达100%", "安置率达90%", "90%"),
    "08-how-it-was-read": ("完工16台", "完工18台", "完工18台"),
}


@pytest.fixture
def planted(tmp_path, monkeypatch):
    """The summary with those values changed, which is now the one that is loaded, translation and all."""
    text = SUMMARY.read_bytes().decode()
    for there, put, _ in PLANTED.values():
        assert text.count(there) == 1
        text = text.replace(there, put)
    changed = shutil.copytree(SEEDS, tmp_path / "changed") / SUMMARY.name
    changed.write_bytes(text.encode())
    monkeypatch.setattr(report, "SEEDS", changed.parent)
    return changed


@every_notebook
def test_a_changed_value_changes_what_is_told(name, planted):
    first, *others = cells(name, "code")
    known, changed = {}, ""
    run_cell(first, known)  # it reads the summary without trouble
    for cell in others:
        with suppress(Exception):  # what a cell asks for may be gone with the value
            words, _ = run_cell(cell, known)
            changed += words * (words != kept(cell))
    assert changed
    if name in PLANTED:
        assert PLANTED[name][2] in changed


def test_nbval_finds_a_changed_value_out(planted, tmp_path):
    """The comparison itself, as the notebooks of this folder are compared, on a copy of package and notebook."""
    for name in ("xinhua_analysis", "seeds"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(planted, tmp_path / "seeds" / planted.name)
    shutil.copy(FOLDER / "01-economy.ipynb", tmp_path)
    # What stands on PYTHONPATH comes before what is installed: the kernel reads the changed summary.
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider", "-vv"]
    command += ["-c", os.devnull, "--rootdir", str(tmp_path), "01-economy.ipynb"]
    path = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = os.environ | {"PYTHONPATH": path, "NO_COLOR": "1"}
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, encoding="utf-8")
    assert ran.returncode == 1, ran.stdout[-2000:] + ran.stderr[-2000:]
    told = re.split(r"^_+ (.+?\.ipynb::Cell \d+) _+$", ran.stdout.partition("short test summary")[0], flags=re.M)
    failures = dict(zip(told[1::2], told[2::2], strict=True))
    assert "01-economy.ipynb::Cell 0" not in failures
    assert PLANTED["01-economy"][2] in "".join(failures.values())
