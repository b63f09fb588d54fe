"""The notebooks of the bundled summary, taken to another of the same street: what holds for any text, and no more.

What is typed for a text lies beside it, in one folder (``bundled.TYPED``). Prose in a notebook was written with one
text in view: of another it could be false, and is left out, section by section, but for those tagged ``any-year``.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ..bundled import NOTEBOOKS, SEEDS, TYPED, typed
from ..evidence import top_sections
from ..records import ReadError
from ..report import Report, load
from ..saving.whole import write_folder
from ..telling.aligned import in_markdown
from ..telling.wording import english, findings, translated
from .pages import COLLAPSED, index_md, write_book
from .running import FINDING, MAY_FAIL, find_notebooks, read_notebook, rerun, tags, to_bytes

if TYPE_CHECKING:
    from nbformat import NotebookNode

ANY_YEAR = "any-year"  # the tag of Markdown that is true of every text, or of the heading of such a section
_FOR_ANY, _OF_TWO = "any-summary", "two-summaries"  # the second sets the bundled one beside a made-up year
_AREA = re.compile(r"(?m)^\w+ = Story\(report, area=(\d+)\)")


def write_year(folder: str) -> list[str]:
    """Makes, in the folder of a summary, its ``notebooks`` and its ``book``; gives what is missing, a line each.

    Notebooks that are there stay as they were written, run anew. Raises ReadError, SaveError, NotebookError.
    """
    report, target = load(folder), str(Path(folder, "notebooks"))
    paths = [path for path in find_notebooks([str(NOTEBOOKS)]) if path.stem != _OF_TWO]
    if {path.stem for path in paths} != findings(SEEDS).keys() - {_OF_TWO}:
        raise ReadError("the notebooks are not in the installed package", hint="run it from a checkout")
    areas = {row.area for row in top_sections(report)}
    notebooks = {path: read_notebook(path) for path in paths}
    named = {path: (_AREA.search(cell.source) for cell in of.cells) for path, of in notebooks.items()}
    own = {path: next((int(area[1]) for area in found if area), None) for path, found in named.items()}
    told = {path: area for path, area in own.items() if area is None or area in areas}
    new = {path: notebooks[path] for path in told if not Path(target, path.name).exists()}
    left = {path.stem: _take(notebook, path.stem, report, told[path]) for path, notebook in new.items()}
    write_folder(target, {path.name: to_bytes(notebook) for path, notebook in new.items()}, force=True)
    rerun([target])
    write_folder(target, {"index.md": index_md(target).encode()})
    write_book(target, str(Path(folder, "book")), report)
    cells = [(path.stem, cell) for path in find_notebooks([target]) for cell in read_notebook(path).cells]
    outputs = [(name, out) for name, cell in cells if FINDING in tags(cell) for out in cell.outputs]
    failed = [(name, out.evalue) for name, out in outputs if out.output_type == "error"]
    missing = [*_typed_too_little(report), *(f"{name}: no finding is told: {why}" for name, why in failed)]
    missing += [f"{name}: written of another text and left out: {'; '.join(of)}" for name, of in left.items() if of]
    missing += [f"chapter {area} has no notebook" for area in sorted(areas - {0, *told.values()})]
    return missing + [f"{p.stem}: the text has no chapter {own[p]}" for p in paths if p not in told]


def _take(notebook: NotebookNode, name: str, report: Report, area: int | None) -> list[str]:
    """Makes a notebook one of this text, in place; gives the headings of what was left out."""
    from nbformat.v4 import new_markdown_cell  # because it is an extra

    for cell in notebook.cells:
        cell.source = cell.source.replace("xa.load()", 'xa.load("..")')
    if name == _FOR_ANY:
        return []
    kept, left, keeps, is_opening = list["NotebookNode"](), list[str](), True, True
    for cell in notebook.cells:
        if heading := re.match(r"## (.+)", cell.source) if cell.cell_type == "markdown" else None:
            keeps, is_opening = bool(cell.metadata.get(COLLAPSED)) or ANY_YEAR in tags(cell), False
            left += [] if keeps else [heading[1]]
        is_prose = is_opening and cell.cell_type == "markdown" and ANY_YEAR not in tags(cell)
        if (keeps and (not kept or not is_prose)) or _only_defines(cell):
            kept.append(cell)
    kept[0].source = _first_words(name, report, area)
    for cell in kept:
        if cell.cell_type == "code" and not _only_defines(cell):
            cell.metadata["tags"] = [*tags(cell), MAY_FAIL]
            if FINDING in tags(cell):
                story = re.split(r"\W", cell.source.partition(".finding(")[0])[-1]
                cell.source = f'{story}.finding("{name}")'
    if left:
        at = next((at for at, cell in enumerate(kept) if cell.source.startswith("## ")), len(kept))
        words = "Write here what this text says. Left out, as written of another: " + "; ".join(left)
        kept.insert(at, new_markdown_cell(words, id="left-out"))
    notebook.cells = kept
    return left


def _only_defines(cell: NotebookNode) -> bool:
    """Whether a cell shows nothing: what it defines, others may use."""
    return cell.cell_type == "code" and isinstance(ast.parse(cell.source).body[-1], ast.Assign | ast.ImportFrom)


def _first_words(name: str, report: Report, area: int | None) -> str:
    """The first cell: of a chapter its own heading, whatever it tells of."""
    if area is None:
        return f"# {name[3:].replace('-', ' ').capitalize()}\n\n**{in_markdown(report.title)}**"
    words = next(row.title for row in top_sections(report) if row.area == area)
    chinese, meaning = in_markdown(words), in_markdown(english(words, "heading"))
    return f"# Chapter {area}: {meaning or chinese}\n\n**{chinese}**\n\n{in_markdown(report.title)}"


def _typed_too_little(report: Report) -> list[str]:
    place, sentences = cast(Path, report.folder), report.records("sentences")
    known, rows = translated(place, report.records("figures")), typed(place, "translation.csv")
    missing = [f"{name} is missing" for name in TYPED if not (place / name).is_file()]
    counts = {"have no English": len(sentences) - len(known), "are of another text": len(rows) - len(known)}
    return missing + [f"{count} of {len(sentences)} sentences {told}" for told, count in counts.items() if count]
