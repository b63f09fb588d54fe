"""Notebooks run without a browser: each in a kernel that sees no settings of its user's, which gives the same bytes."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ..bundled import TEMPLATE
from ..records import ReadError, SummaryError, reason
from ..report import Report, load, read
from ..saving.whole import write_files
from ..telling.aligned import in_markdown, printable
from ..telling.show import headline

if TYPE_CHECKING:
    from nbformat import NotebookNode

PARAMETERS, FINDING, HEADLINE, LEDE, IN_LAB = "parameters", "finding", "headline", "lede", "in-lab"  # tags of cells
MAY_FAIL = "raises-exception"  # Jupyter's own: here, with an error of ours, which the notebook then shows
ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")  # the colours of tracebacks

_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_SECONDS = 300  # for one cell
# What a user's environment says about start-up files, warnings and how charts are drawn.
_NOT_PASSED_ON = re.compile("PYTHON(?!HOME$|UTF8$)|MPLBACKEND$")
_OWN_ERRORS = [SummaryError.__name__, *(error.__name__ for error in SummaryError.__subclasses__())]


class NotebookError(SummaryError):
    """A notebook that does not run through to its end."""


def tags(cell: NotebookNode) -> list[str]:
    """The tags of a cell."""
    found = cell.metadata.get("tags", [])
    return [tag for tag in found if isinstance(tag, str)] if isinstance(found, list) else []


def read_notebook(path: str | os.PathLike[str]) -> NotebookNode:
    """A notebook of format 4 from its file; ReadError if it is none."""
    import nbformat  # because it is an extra
    from nbformat import ValidationError  # because it is an extra

    try:
        notebook: NotebookNode = nbformat.reads(Path(path).read_text("utf-8"), as_version=4)
        nbformat.validate(notebook)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError, ValidationError) as error:
        what = f"cannot be read: {reason(error)}" if isinstance(error, OSError) else "is no notebook"
        raise ReadError(what, source=os.fspath(path), hint="name an .ipynb file") from error
    return notebook


def find_notebooks(paths: Sequence[str]) -> list[Path]:
    """The notebooks that paths name, those of a folder by name, the one for any summary last; ReadError if none."""
    found = []
    for path in map(Path, paths):
        inside = sorted(path.glob("[!.]*.ipynb"), key=lambda file: (file.name == TEMPLATE.name, file.name))
        if path.is_dir() and not inside:
            raise ReadError("holds no notebooks", source=str(path), hint="name a folder with .ipynb files")
        found += inside if path.is_dir() else [path]
    return list(dict.fromkeys(found))


def to_bytes(notebook: NotebookNode) -> bytes:
    """A notebook as its file holds it, always written in the same way."""
    import nbformat  # because it is an extra

    written: str = nbformat.writes(notebook, version=nbformat.NO_CONVERT)
    return f"{written}\n".encode()


def rerun(paths: Sequence[str]) -> list[Path]:
    """Runs notebooks, or all those of a folder, each in its folder, and writes the outputs into them; gives the paths.

    Raises NotebookError at the first that fails or writes to stderr: it and those after it stay as they were.
    """
    found = find_notebooks(paths)
    for path in found:
        notebook = read_notebook(path)
        with _private_folder(path.name) as private:
            run_cells(notebook, path.name, path.absolute().parent, private)
        write_files({str(path): to_bytes(notebook)}, force=True)
    return found


def stem(file: str | None) -> str:
    """What files made from a summary are called, before their ending.

    >>> stem("a/年报.2023年.txt"), stem(None)
    ('年报.2023年', 'summary')
    """
    return Path(file or "").name.removesuffix(".txt") or "summary"


def text_name(file: str) -> str:
    """The name under which a summary lies beside its notebook: one that Python would not import, nor a tool obey.

    >>> text_name("a/年报.docx"), text_name("pandas.py")
    ('年报.docx', 'pandas.py.txt')
    """
    name = Path(file).name
    return name if name.endswith((".txt", ".md", ".html", ".htm", ".docx", ".pdf")) else f"{name}.txt"


def run_template(file: str | None) -> tuple[NotebookNode, Report]:
    """Runs the notebook for any summary on a file, the bundled one if None; gives it with its outputs, and the report.

    It runs on a copy in a folder of its own. Raises ReadError before anything runs, and NotebookError.
    """
    if file == "-":
        hint = "save it as a file and name that"
        raise ReadError("a notebook needs a file to go back to", source="standard input", hint=hint)
    report = load() if file is None else read(file)
    notebook = read_notebook(TEMPLATE)
    with _private_folder(stem(file)) as private:
        inside = private / "summary"
        inside.mkdir()
        if file is not None:
            name = text_name(file)
            (inside / name).write_bytes(Path(file).read_bytes())
            next(cell for cell in notebook.cells if PARAMETERS in tags(cell)).source = f"file = {name!r}"
        _entitle(notebook, report)
        run_cells(notebook, stem(file), inside, private)
    return notebook, report


def _entitle(notebook: NotebookNode, report: Report) -> None:
    """Heads the notebook with the title of the summary, and drops links to notebooks that do not lie beside it."""
    prose = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    for cell in prose:
        cell.source = re.sub(r"\[([^\[\]]*)\]\((?!https?:)[^()]*\)", r"\1", cell.source)
    prose[0].source = f"# {in_markdown(headline(report.about))}"


@contextmanager
def _private_folder(name: str) -> Iterator[Path]:
    try:
        with TemporaryDirectory() as folder:
            yield Path(folder)
    except (OSError, RuntimeError) as error:  # RuntimeError: the kernel did not answer
        hint = "see whether there is room for temporary files"
        raise NotebookError(f"cannot be run: {reason(error)}", source=printable(name), hint=hint) from error


def run_cells(notebook: NotebookNode, name: str, folder: Path, private: Path) -> None:
    """Runs all cells of a notebook in a folder, its settings sought in ``private``; NotebookError names the cell."""
    from jupyter_client.kernelspec import KernelSpecManager  # because it is an extra
    from jupyter_client.manager import AsyncKernelManager  # because it is an extra
    from nbclient import NotebookClient  # because it is an extra
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError  # because it is an extra

    # A kernel of this very Python: what is installed for the user under the same name may be another.
    manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=KernelSpecManager(kernel_dirs=[]))
    # Killed at the end, as nothing of a kernel is kept: the polite way takes a second for each.
    # What is printed comes in several goes, which vary from run to run, and is kept as one.
    how = {"record_timing": False, "shutdown_kernel": "immediate", "coalesce_streams": True}
    client, quiet = NotebookClient(notebook, km=manager, timeout=_SECONDS, **how), subprocess.DEVNULL
    cells = [(at, cell) for at, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    for _, cell in cells:
        cell.outputs, cell.execution_count = [], None  # an empty cell is not run, and keeps nothing of an earlier run
        cell.metadata.pop("execution", None)  # JupyterLab's timings
    with client.setup_kernel(cleanup_kc=True, cwd=str(folder), env=_environment(private), stdout=quiet, stderr=quiet):
        for number, (at, cell) in enumerate(cells, 1):
            try:
                client.execute_cell(cell, at)
            except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
                words = getattr(error, "traceback", "") or str(error).partition("\n")[0]
                raise _failed(name, number, cell, words) from error
            for output in cell.outputs:
                if output.get("name") == "stderr":
                    raise _failed(name, number, cell, f"{output.text.strip()} (on stderr)")
                if output.output_type == "error" and output.ename not in _OWN_ERRORS:
                    raise _failed(name, number, cell, f"{output.ename}: {output.evalue}")
    notebook.metadata.clear()
    notebook.metadata.update(_METADATA)


def _environment(private: Path) -> dict[str, str]:
    """The environment of a kernel: this one's, but for what would change its outputs."""
    known = {name: value for name, value in os.environ.items() if not _NOT_PASSED_ON.match(name)}
    paths = [os.path.abspath(path) for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    style = private / "matplotlibrc"
    style.touch()
    private_ones = {"IPYTHONDIR": str(private / "ipython"), "MATPLOTLIBRC": str(style), "PYTHONSAFEPATH": "1"}
    quiet = {"PYDEVD_DISABLE_FILE_VALIDATION": "1", "PYTHONPATH": os.pathsep.join(paths)}
    return known | private_ones | quiet


def _failed(name: str, number: int, cell: NotebookNode, words: str) -> NotebookError:
    """The error of a cell, named by its place and its first line; of what went wrong, the last line."""
    begin, last = cell.source.strip().partition("\n")[0], ANSI.sub("", words).strip().rpartition("\n")[2]
    what = f"code cell {number} ({printable(begin)[:60]}) failed: {printable(last)[:500]}"
    return NotebookError(what, source=printable(name), hint="run it in JupyterLab to see all of it")
