"""Our figures beside those of other readers: writes the tables of docs/benchmarks.md (`make bench-peers`).

``python tools/peer_scores.py PYTHON [READERS]``: PYTHON is the interpreter of the environment that holds the peers. Of
READERS (default: all) the cells are measured and written, all others stay; for our own line alone no peer is needed:
``python tools/peer_scores.py - xinhua_analysis``. The gold texts of ../shared are measured where they are.
"""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import figure_scores
import peers

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
SHARED = ROOT.parent / "shared" / "dev-gold"
OURS = "xinhua_analysis"
ROUNDS = 3  # a reader is started anew each time: the best start, all turns
PERCENT = ("%", "百分点", "个百分点")

# The line of a reader in the tables, and its licence.
LINES = {
    OURS: ("xinhua_analysis", "MIT"),
    "rjieba": ("rjieba + rules", "MIT"),
    "jieba": ("jieba + rules", "MIT"),
    "jiojio": ("jiojio (JioNLP) + rules", "GPL-3.0"),
    "jionlp": ("JioNLP", "Apache-2.0, needs jiojio (GPL-3.0)"),
    "recognizers": ("Recognizers-Text", "MIT"),
    "recognizers-units": ("Recognizers-Text, known units", "MIT"),
}

# Phrases that show what each does, and their figures by the conventions of our gold.
EXAMPLES = {
    "建成“15分钟社区生活圈”3个": "3 个",
    "完成72户老旧房屋修缮": "72 户",
    "12345热线办结工单1860件": "1860 件",
    "全区总投资3亿4千万元": "340000000 元",
    "增速比上年提高2个百分点": "0.02 百分点",
    "每户补贴20—30元": "20—30 元",
    "第二轮走访覆盖三千余户": "3000 户",
    "60岁以上老人参加体检": "",
    "在地铁10号线旁的2幢楼设点": "2 幢",
    "三分之二的小区设了车棚": "0.6667",
    "合同价壹佰万元": "1000000 元",
    "3月5日走访商户": "",
}
Row = dict[str, Any]
Figure = list[Any]  # start, stop, value, high, unit


def read_shared(letter: str) -> list[tuple[str, list[Row]]]:
    """The gold texts of ../shared whose names begin with a letter; none where it is not there."""
    gold = SHARED / "gold.jsonl"
    lines = gold.read_text(encoding="utf-8").splitlines() if gold.exists() else []
    items = [item for item in map(json.loads, lines) if item["id"].startswith(letter)]
    return [((SHARED / "texts" / f"{item['id']}.txt").read_bytes().decode("utf-8"), item["numbers"]) for item in items]


SETS = figure_scores.SETS | {
    "more grassroots †": lambda: read_shared("r"),
    "report excerpts †": lambda: read_shared("g"),
}


def near(gold: str, found: str) -> bool:
    """Whether two units are the same or near: one holds the other (人次, 余人次), or both are of percent."""
    gold, found = figure_scores.plain(gold), figure_scores.plain(found)
    if gold in PERCENT or found in PERCENT:
        return gold in PERCENT and found in PERCENT
    return gold == found or bool(gold and found and (gold in found or found in gold))


def agrees(row: Row, figure: Figure) -> bool:
    """Whether a figure overlaps one of gold and has its value; of a range either end is enough."""
    start, stop, value, high, _ = figure
    due = [number for number in (row["value"], row["high"]) if number is not None]
    same = any(figure_scores.same_number(number, end) for number in due for end in (value, high) if end is not None)
    return same and start < row["end"] and row["start"] < stop


def score(numbers: list[Row], figures: list[Figure]) -> Counter[str]:
    """Counts of one text: gold, value (found with it), unit (and with a near unit), false.

    What else lies over a gold figure that was found, the other end of a range say, is not counted as false.
    """
    gold, used, hit = [row for row in numbers if row["kind"] == "statistic"], [], []
    counts = Counter(gold=len(gold), value=0, unit=0, false=0)
    for row in gold:
        fits = [figure for figure in figures if figure not in used and agrees(row, figure)]
        fits.sort(key=lambda figure: not near(row["unit"], figure[4]))
        if fits:
            used.append(fits[0])
            hit.append(row)
            counts.update(value=1, unit=near(row["unit"], fits[0][4]))
    for figure in figures:
        over = any(figure[0] < row["end"] and row["start"] < figure[1] for row in hit)
        counts["false"] += figure not in used and not over
    return counts


def quality(texts: list[tuple[str, list[Row]]], found: list[list[Figure]]) -> dict[str, str]:
    """The cells of a reader on one set; F1 is of what was found with the right value (and unit)."""
    counts, size = Counter[str](), sum(len(text) for text, _ in texts)
    for (_, numbers), figures in zip(texts, found, strict=True):
        counts += score(numbers, figures)
    total = counts["gold"] + counts["value"] + counts["false"]
    return {
        "gold": str(counts["gold"]),
        "value F1": f"{2 * counts['value'] / total:.3f}",
        "value recall": f"{counts['value'] / counts['gold']:.3f}",
        "value + unit F1": f"{2 * counts['unit'] / total:.3f}",
        "false": str(counts["false"]),
        "false in 1,000 characters": f"{1000 * counts['false'] / size:.1f}",
    }


def told(figures: list[Figure]) -> str:
    """Figures in words: 20—30 元."""
    words = []
    for _, _, value, high, unit in sorted(figures):
        ends = [f"{round(end, 4):.12g}" for end in (value, high) if end is not None]
        words.append(f"{'—'.join(ends)} {unit}".strip())
    return ", ".join(words)


Cells = dict[tuple[str, str], str]


def qualities(name: str, found: list[list[Figure]]) -> tuple[Cells, Cells, Cells]:
    """The cells of a reader in the three tables that do not depend on the machine; found is in the order of `given`."""
    line, left = LINES[name][0], iter(found)
    summary, details = {}, {}
    for set_name, read in SETS.items():
        if texts := read():
            cells = quality(texts, [next(left) for _ in texts])
            summary[line, set_name] = f"{cells['value F1']} / {cells['value + unit F1']}"
            details |= {(f"{set_name}: {line}", column): cell for column, cell in cells.items()}
    examples = {(phrase, line): told(next(left)) or "–" for phrase in EXAMPLES}
    return summary, details, examples | {(phrase, "gold"): due or "–" for phrase, due in EXAMPLES.items()}


def given() -> list[str]:
    """All texts, those of the sets first and the seed before all."""
    return [text for read in SETS.values() for text, _ in read()] + list(EXAMPLES)


def costs(name: str, results: list[dict[str, Any]]) -> Cells:
    """The cells of a reader about its version and what it costs on this machine."""
    line, licence = LINES[name]
    turns = [turn * 1e3 for result in results for turn in result["turns"]]
    memory = max(result["memory"] or 0 for result in results)
    cells = {
        "version": ", ".join(results[0]["versions"].values()),
        "licence": licence,
        "ms, median": f"{statistics.median(turns):.1f}",
        "ms, best": f"{min(turns):.1f}",
        "start, s": f"{min(result['start'] for result in results):.2f}",
        "memory, MB": f"{memory:.0f}" if memory else "not known",
    }
    return {(line, column): cell for column, cell in cells.items()}


def run(python: str, name: str, texts: list[str]) -> dict[str, Any]:
    """What a reader gives in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        wanted, answered = Path(folder, "in.json"), Path(folder, "out.json")
        wanted.write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
        subprocess.run([python, peers.__file__, name, wanted, answered], check=True)
        answer: dict[str, Any] = json.loads(answered.read_text(encoding="utf-8"))
        return answer


# The tables: the heading of their first column, their other columns, and their rows.
SUMMARY = (
    "read by",
    [*SETS, "ms, median", "ms, best", "start, s", "memory, MB", "version", "licence"],
    [line for line, _ in LINES.values()],
)
DETAILS = (
    "gold: read by",
    ["gold", "value F1", "value recall", "value + unit F1", "false", "false in 1,000 characters"],
    [f"{name}: {line}" for name in SETS for line, _ in LINES.values()],
)
SAID = ("phrase", ["gold", *(line for line, _ in LINES.values())], list(EXAMPLES))
TABLES = (SUMMARY, DETAILS, SAID)


def parse(page: str, first: str) -> Cells:
    """(row, column) → cell of the table whose first column has this heading."""
    block = re.search(rf"^\| {re.escape(first)} \|.*\n\|[-:| ]+\|\n((?:\|.*\n)*)", page, re.M)
    if block is None:
        return {}
    rows = [[cell.strip() for cell in line.strip("|\n ").split("|")] for line in block[0].splitlines()]
    return {(row[0], name): cell for row in rows[2:] for name, cell in zip(rows[0][1:], row[1:], strict=True)}


def render(first: str, columns: list[str], rows: list[str], cells: Cells) -> str:
    """A table in Markdown; what was never measured is a dash."""
    lines = [[first, *columns], ["---", *["---" if first == "phrase" else "--:"] * len(columns)]]
    lines += [[row, *(cells.get((row, column), "–") for column in columns)] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def write(page: str, news: tuple[Cells, ...]) -> str:
    """The page with new cells in its tables; cells that are not new stay."""
    for (first, columns, rows), cells in zip(TABLES, news, strict=True):
        table = render(first, columns, rows, parse(page, first) | cells)
        page = re.sub(rf"(?:^\| {re.escape(first)} \|.*\n)(?:\|.*\n)*", lambda _, table=table: table, page, flags=re.M)
    return page


def main(python: str, *names: str) -> None:
    """Measure readers in turn and write their cells."""
    texts = given()
    for name in names or LINES:
        program = sys.executable if name == OURS else python
        results = [run(program, name, texts) for _ in range(ROUNDS)]
        summary, details, examples = qualities(name, results[0]["figures"])
        news = (summary | costs(name, results), details, examples)
        PAGE.write_text(write(PAGE.read_text(encoding="utf-8"), news), encoding="utf-8")
        print(LINES[name][0], *(f"{cell}" for cell in news[0].values()), sep="  ", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
