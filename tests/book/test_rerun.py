"""Notebooks run without a browser: the same bytes each time, no settings of the user, failures told in one line."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from xinhua_analysis.__main__ import main
from xinhua_analysis.book.running import NotebookError, find_notebooks, read_notebook, rerun, stem
from xinhua_analysis.records import ReadError, SaveError
from xinhua_analysis.saving.whole import write_files, write_folder

ROOT = Path(__file__).parents[2]
SETTINGS = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def code(source, **metadata):
    cell = {"cell_type": "code", "id": f"c{len(source)}", "metadata": metadata, "source": source}
    return cell | {"execution_count": None, "outputs": []}


def write(path, *cells, **metadata):
    for at, cell in enumerate(cells):
        cell["id"] = f"cell-{at}"
    notebook = {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


ASKS = """\
import os, sys, matplotlib, pandas
settings = [os.path.exists(name) for name in ("asks.ipynb", "pandas.py")]
print(settings, "started" in globals(), pandas.__name__, matplotlib.get_backend(), matplotlib.rcParams["font.size"])"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """A folder whose notebook was run twice, where its user has settings of all kinds: its bytes after each time."""
    folder, home = tmp_path_factory.mktemp("我的 notebooks"), tmp_path_factory.mktemp("home")
    stale = code("  ") | {"execution_count": 7, "outputs": [{"output_type": "stream", "name": "stdout", "text": "old"}]}
    prints = code("for n in range(3):\n    print(n, flush=True)\n'总结'", tags=["finding"], execution={"iopub": "2024"})
    prose = {"cell_type": "markdown", "id": "", "metadata": {"tags": ["x"]}, "source": "# 总结"}
    path = write(folder / "asks.ipynb", prose, stale, prints, code(ASKS), kernelspec={"name": "r", "display_name": "R"})
    (folder / "pandas.py").write_text("raise SystemExit")
    (home / "profile_default" / "startup").mkdir(parents=True)
    for start in (home / "start.py", home / "profile_default" / "startup" / "start.py"):
        start.write_text("started = True")
    (home / "matplotlibrc").write_text("font.size: 33")
    names = {"IPYTHONDIR": home, "MPLCONFIGDIR": home, "MATPLOTLIBRC": home, "PYTHONSTARTUP": home / "start.py"}
    with pytest.MonkeyPatch.context() as patch:
        for name, place in names.items():
            patch.setenv(name, str(place))
        patch.setenv("MPLBACKEND", "svg")
        bytes_of = []
        for _ in range(2):
            assert rerun([str(folder)]) == [path]
            bytes_of.append(path.read_bytes())
    return bytes_of


def test_the_same_bytes_every_time(ran):
    assert ran[0] == ran[1]
    assert ran[0].endswith(b"}\n")
    assert b"\r" not in ran[0]
    assert "总结".encode() in ran[0]


def test_only_what_does_not_vary_is_kept(ran):
    notebook = json.loads(ran[0])
    assert notebook["metadata"] == {"kernelspec": SETTINGS, "language_info": {"name": "python"}}
    prose, empty, prints, asks = notebook["cells"]
    assert [cell["id"] for cell in notebook["cells"]] == ["cell-0", "cell-1", "cell-2", "cell-3"]
    assert [prose["metadata"], prints["metadata"]] == [{"tags": ["x"]}, {"tags": ["finding"]}]
    assert (empty["outputs"], empty["execution_count"]) == ([], None)
    assert [prints["execution_count"], asks["execution_count"]] == [1, 2]


def test_what_is_printed_in_several_goes_is_one_output(ran):
    printed, result = json.loads(ran[0])["cells"][2]["outputs"]
    assert "".join(printed["text"]) == "0\n1\n2\n"
    assert "".join(result["data"]["text/plain"]) == "'总结'"


def test_a_kernel_sees_nothing_of_its_users_settings(ran):
    told = "".join(json.loads(ran[0])["cells"][3]["outputs"][0]["text"])
    backend = "module://matplotlib_inline.backend_inline"
    assert told.split() == ["[True,", "True]", "False", "pandas", backend, "10.0"]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("1\n\n1/0", "code cell 1 (1) failed: ZeroDivisionError: division by zero; run it in JupyterLab"),
        ("raise ValueError('one\\ntwo\\x1b[31m')", "failed: two; run"),
        ("import sys\nprint('ha', file=sys.stderr)", "code cell 1 (import sys) failed: ha (on stderr)"),
        ("import os\nos._exit(1)", "failed: Kernel died"),
    ],
)
def test_a_notebook_that_fails_stays_as_it_was(tmp_path, source, told):
    path = write(tmp_path / "bad.ipynb", code(source), code("2"))
    before = path.read_bytes()
    with pytest.raises(NotebookError) as raised:
        rerun([str(path)])
    assert str(raised.value).startswith("bad.ipynb: ")
    assert told in str(raised.value)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["bad.ipynb"]


def test_an_interrupt_leaves_no_kernel(tmp_path):
    waits = "import os, time\nprint(os.getpid(), file=open('pid', 'w'), flush=True)\ntime.sleep(600)"
    path = write(tmp_path / "long.ipynb", code(waits))
    before = path.read_bytes()
    command = [sys.executable, "-m", "xinhua_analysis", "rerun", str(path)]
    # Where the tests run in the background of a script, an interrupt is ignored, and a child inherits that.
    heeds = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8", **heeds) as running:
        while not ((tmp_path / "pid").exists() and (tmp_path / "pid").read_text()) and running.poll() is None:
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        assert running.stderr.read() == "xinhua-analysis: interrupted\n"
        assert running.wait() == 130
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"cells": 1}', '{"nbformat": 4, "nbformat_minor": 5}', "[" * 9999]
)
def test_what_is_no_notebook_is_told(tmp_path, content):
    (tmp_path / "a.ipynb").write_text(content)
    with pytest.raises(ReadError, match="is no notebook; name"):
        read_notebook(tmp_path / "a.ipynb")


def test_notebooks_come_by_name_and_the_one_for_any_summary_last(tmp_path):
    with pytest.raises(ReadError, match="holds no notebooks"):
        find_notebooks([str(tmp_path)])
    for name in ("b", "any-summary", "a", "z"):
        (tmp_path / f"{name}.ipynb").touch()
    assert [path.stem for path in find_notebooks([str(tmp_path)])] == ["a", "b", "z", "any-summary"]


def test_a_missing_extra_is_told(monkeypatch, capsys, tmp_path):
    monkeypatch.setitem(sys.modules, "nbformat", None)
    assert main(["rerun", str(tmp_path / "a.ipynb")]) == 2
    assert capsys.readouterr().err == (
        'xinhua-analysis: nbformat is not installed; in the folder of the checkout: make env, or pip install ".[lab]"\n'
    )


def test_trouble_with_notebooks_is_one_line(tmp_path, capsys):
    assert main(["rerun", str(tmp_path / "no.ipynb")]) == 2
    assert capsys.readouterr().err.endswith(
        "no.ipynb: cannot be read: No such file or directory; name an .ipynb file\n"
    )


def test_the_name_of_what_is_made():
    assert [stem(file) for file in ("a/b.txt", "年报.2023年", ".txt", None)] == [
        "b",
        "年报.2023年",
        "summary",
        "summary",
    ]


# Files written whole or not at all


def test_all_files_are_written_or_none(tmp_path):
    (tmp_path / "b.html").mkdir()
    with pytest.raises(SaveError, match=r"b\.html: is a folder"):
        write_folder(str(tmp_path), {"a.html": b"1", "b.html": b"2"}, force=True)
    assert [path.name for path in tmp_path.iterdir()] == ["b.html"]
    with pytest.raises(SaveError, match="cannot be written"):
        write_folder(str(tmp_path / "new"), {"a.html": b"1", "no/b.html": b"2"})
    assert not (tmp_path / "new").exists()
    with pytest.raises(SaveError, match="cannot be written"):
        write_files({"\0": b""})


@pytest.mark.parametrize(
    ("folder", "told"),
    [("", "'' names no folder"), ("file", "is no folder"), ("no/such", "make it first"), ("\0", "cannot be written")],
)
def test_a_folder_that_cannot_be_written_to_is_told(tmp_path, monkeypatch, folder, told):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(SaveError, match=told):
        write_folder(folder, {})
