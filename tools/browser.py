"""Every notebook as a reader meets it: JupyterLab in Chromium, all cells run, a picture of the page left behind.

Run by ``make test-browser``; ``make test`` does not collect this file, for it needs Chromium and playwright. What nbval
never compares is compared here: the pictures, in which a missing glyph is a box. What Chromium prints is read, too.
"""

import base64
import copy
import io
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import escape

import nbformat
import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw
import pytest
from made_files import FONT
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

import xinhua_analysis as xa
from xinhua_analysis.book.pages import pages
from xinhua_analysis.files.reading import read_text

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SHOTS = ROOT / "build" / "browser"
START, RUN = 60, 90  # seconds for the server and for a page to be ready, and for all cells of a notebook
WIDTH = 1100  # of the page, in pixels

# Pictures are compared by squares of this side, since one wrong glyph is lost in the mean of a whole chart; two squares
# are alike if they differ by less than this in the mean of their 256 × 4 channel values (0 to 255).
SQUARE, ALIKE = 16, 8.0

# Every cell is in the page, not only those in view, and no empty page comes after the last; nobody asks for news.
SETTINGS = {
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none", "scrollPastEnd": False},
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
}

# Playwright turns most background networking off by itself; the last two keep the rest from leaving the machine.
FLAGS = ["--disable-dev-shm-usage", "--disable-gpu", "--disable-sync", "--no-proxy-server"]
FLAGS += ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{}</dir></fontconfig>
"""

PANEL = "const panel = window.jupyterapp?.shell.currentWidget; "
CONNECTED = f"""() => {{ {PANEL}
  return panel?.context?.isReady && panel.sessionContext.session?.kernel?.connectionStatus === 'connected'
}}"""
# The promise is not handed back: it would be awaited, and a cell that never ends would then end in no report.
RUN_ALL = """() => {
  window.jupyterapp.commands.execute('notebook:run-all-cells').finally(() => { window.hasRun = true })
}"""
# Pictures are put into the page a moment after the output that holds them has come.
PICTURES_SHOWN = f"""() => {{ {PANEL}
  const shown = [...panel.content.node.querySelectorAll('.jp-RenderedImage img')].filter(picture => picture.complete)
  const outputs = panel.content.widgets.flatMap(cell => cell.model.outputs?.toJSON() ?? [])
  return shown.length >= outputs.filter(output => output.data?.['image/png']).length
}}"""
CELLS = f"""() => {{ {PANEL}
  return panel.content.widgets.filter(cell => cell.model.type === 'code').map(cell => ({{
    count: cell.model.executionCount,
    outputs: cell.model.outputs.toJSON(),
    pictures: [...cell.node.querySelectorAll('.jp-RenderedImage img')].map(picture => picture.src),
  }}))
}}"""
# What is outside the view of the notebook (bars, margins) stays as high as it is.
VIEW = PANEL + "const view = panel.content.node.querySelector('.jp-WindowedPanel-outer'); "
HEIGHT = f"() => {{ {VIEW} return window.innerHeight - view.clientHeight + view.scrollHeight }}"
AT_THE_TOP = f"""() => {{ {VIEW}
  panel.content.activeCellIndex = 0
  view.scrollTop = 0
  return view.clientHeight + 2 >= view.scrollHeight
}}"""
SHUT_DOWN = f"() => {{ {PANEL} return panel.sessionContext.shutdown() }}"


SEEN = (pypdfium2.raw.FPDF_PAGEOBJ_TEXT, pypdfium2.raw.FPDF_PAGEOBJ_IMAGE)  # of a printed page

# What is looked for


def squares(picture: bytes) -> np.ndarray:
    """The channel values of a PNG, filled up with nothing to whole squares: rows × side × columns × side × channels."""
    pixels = np.asarray(Image.open(io.BytesIO(picture)).convert("RGBA"), dtype=float)
    down, right = (-size % SQUARE for size in pixels.shape[:2])
    pixels = np.pad(pixels, ((0, down), (0, right), (0, 0)))
    return pixels.reshape(pixels.shape[0] // SQUARE, SQUARE, -1, SQUARE, 4)


def difference(one: bytes, other: bytes) -> float:
    """The mean difference, from 0 to 255, of the two squares that differ most; infinite for unlike sizes."""
    if Image.open(io.BytesIO(one)).size != Image.open(io.BytesIO(other)).size:
        return float("inf")
    return float(abs(squares(one) - squares(other)).mean(axis=(1, 3, 4)).max())


def pictures(outputs: list[dict]) -> list[bytes]:
    return [base64.b64decode(out["data"]["image/png"]) for out in outputs if "image/png" in out.get("data", {})]


def cell_faults(committed: list[dict], cell: dict) -> list[str]:
    """What is wrong with one code cell as the browser shows it, beside the outputs that are committed."""
    if cell["count"] is None:
        return ["did not run"]
    found = [f"{out['ename']}: {out['evalue']}" for out in cell["outputs"] if out["output_type"] == "error"]
    found += [f"stderr: {out['text'].strip()}" for out in cell["outputs"] if out.get("name") == "stderr"]
    found += re.findall(r"Glyph \d+ [^\"]*?missing", json.dumps(cell["outputs"]))
    shown = [base64.b64decode(address.partition("base64,")[2]) for address in cell["pictures"]]
    expected = pictures(committed)
    if len(shown) != len(expected):
        return [*found, f"{len(shown)} pictures in the page, {len(expected)} committed"]
    differences = [difference(one, other) for one, other in zip(expected, shown, strict=True)]
    return found + [f"picture differs from the committed one by {d:.1f} of 255" for d in differences if d >= ALIKE]


def faults(notebook: dict, cells: list[dict]) -> list[str]:
    """What is wrong with the code cells of a notebook, each with its number among them."""
    committed = [cell["outputs"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    found = [] if len(committed) == len(cells) else [f"{len(cells)} code cells in the page, {len(committed)} committed"]
    for number, (outputs, cell) in enumerate(zip(committed, cells, strict=False), start=1):
        found += [f"code cell {number}: {fault}" for fault in cell_faults(outputs, cell)]
    return found


# JupyterLab and the browser, one of each for all notebooks


@contextmanager
def process(command: list[str], log: Path, **options):
    """A process in a group of its own, which ends with the block; a kernel ends with the server that started it."""
    with (
        log.open("wb") as out,
        subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, start_new_session=True, **options
        ) as started,
    ):
        try:
            yield started
        finally:
            with suppress(ProcessLookupError):
                os.killpg(started.pid, signal.SIGTERM)
                with suppress(subprocess.TimeoutExpired):
                    started.wait(15)
                os.killpg(started.pid, signal.SIGKILL)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def wait_for(port: int, started: subprocess.Popen, log: Path) -> None:
    """Return when somebody listens; a server that has ended or is too slow is a failure that shows its log."""
    deadline = time.monotonic() + START
    while time.monotonic() < deadline and started.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A folder that programs take for their user's home: no setting of this machine comes in, none is left behind."""
    home = tmp_path_factory.mktemp("home")
    (home / "labconfig").mkdir()
    (home / "labconfig" / "default_setting_overrides.json").write_text(json.dumps(SETTINGS))
    (home / "fonts.conf").write_text(FONTS.format(escape(str(FONT.parent))), encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def environment(home):
    own = {"HOME": home, "JUPYTER_CONFIG_DIR": home, "FONTCONFIG_FILE": home / "fonts.conf"}
    own |= {name: home / name.lower() for name in ("JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    own |= {name: home / name.lower() for name in ("MPLCONFIGDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")}
    others = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON"))}
    return others | {name: str(value) for name, value in own.items()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A copy of the notebooks' folder, so that nothing is written into the committed files."""
    copy = tmp_path_factory.mktemp("copy") / "notebooks"
    return Path(shutil.copytree(ROOT / "notebooks", copy, ignore=shutil.ignore_patterns(".*")))


@pytest.fixture(scope="module")
def lab(home, environment, folder):
    """JupyterLab on the copy: its address and its token."""
    # The first import of matplotlib in a new home lists the fonts, and says so on stderr where that takes long.
    subprocess.run([sys.executable, "-c", "import matplotlib.font_manager"], env=environment, check=True)
    port, token, log = free_port(), secrets.token_urlsafe(), home / "jupyter.log"
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}"]
    command += ["--ServerApp.port_retries=0", f"--ServerApp.root_dir={folder}", "--LabApp.expose_app_in_browser=True"]
    command += ["--LabApp.extension_manager=readonly"]
    with process(command, log, cwd=folder, env=environment | {"JUPYTER_TOKEN": token}) as started:
        wait_for(port, started, log)
        yield f"http://127.0.0.1:{port}", token


@pytest.fixture(scope="module")
def browser(environment):
    """A browser context, whose pages share what they have loaded."""
    # Imported here: pytest looks for doctests in this file on machines that have no playwright too.
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert program, "no Chromium found; on Debian and Ubuntu: apt-get install chromium"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS, env=environment)
        yield chromium.new_context(viewport={"width": WIDTH, "height": 900})
        chromium.close()


@pytest.fixture
def read(lab, browser, folder):
    """A function that runs a notebook in the browser, leaves a picture of it and tells what is wrong with it."""
    address, token = lab

    def run(notebook: dict, shot: Path) -> list[str]:
        # Without outputs and counts, so that what is seen comes from this run.
        bare = copy.deepcopy(notebook)
        for cell in bare.cells:
            if cell.cell_type == "code":
                cell.update(execution_count=None, outputs=[])
        nbformat.write(bare, folder / f"{shot.stem}.ipynb")
        page, thrown = browser.new_page(), []
        page.set_default_timeout(START * 1000)
        page.on("pageerror", lambda error: thrown.append(f"JavaScript: {error}"))
        page.goto(f"{address}/doc/tree/{quote(shot.stem)}.ipynb?token={token}")
        page.wait_for_function(CONNECTED, polling=100)
        page.evaluate(RUN_ALL)
        late = wait_for_the_end(page)
        photograph(page, shot)
        found = faults(notebook, page.evaluate(CELLS))
        page.evaluate(SHUT_DOWN)
        page.close()
        return found + thrown + late

    return run


def wait_for_the_end(page) -> list[str]:
    """Return when all cells have run and their pictures are in the page; what takes too long is a fault."""
    from playwright import sync_api

    try:
        page.wait_for_function("() => window.hasRun", polling=100, timeout=RUN * 1000)
        page.wait_for_function(PICTURES_SHOWN, polling=100)
    except sync_api.TimeoutError as error:
        return [f"the run did not end: {error.message}"]
    return []


def photograph(page, shot: Path) -> None:
    """Make the window as high as the notebook, from the first cell to the last, and save what it shows."""
    page.set_viewport_size({"width": WIDTH, "height": page.evaluate(HEIGHT)})
    page.wait_for_function(AT_THE_TOP, polling=100)
    page.screenshot(path=shot)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_in_the_browser(path, read):
    found = read(nbformat.read(path, as_version=4), SHOTS / f"{path.stem}.png")
    assert not found, "\n" + "\n".join(found)


# What is printed can be read

LINES = [line.strip() for line in xa.load().text.splitlines() if line.strip()]
SENTENCES = [sentence for line in LINES if len(line) > 60 for sentence in re.findall("[^。]+。", line)]
PRINT = """<!doctype html><meta charset="utf-8"><title>工作总结</title><style>
@font-face {{ font-family: F; src: url(data:font/otf;base64,{font}) }}
@page {{ size: A4; margin: 28mm 26mm; font-family: F;
  @top-left {{ content: "内部资料" }} @bottom-center {{ content: "— " counter(page) " —" }} }}
body {{ font: 12pt/1.8 F; columns: {columns} }} p {{ margin: 0; text-indent: 2em; text-align: justify }}
</style>"""


@pytest.mark.parametrize(("columns", "lines"), [(1, SENTENCES), (2, LINES)], ids=["sentences", "summary in columns"])
def test_what_the_browser_prints_is_read(browser, columns, lines):
    page = browser.new_page()
    font = base64.b64encode(FONT.read_bytes()).decode()
    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    page.set_content(PRINT.format(font=font, columns=columns) + body)
    # A print in a font of the machine would be another on every machine.
    assert page.evaluate("document.fonts.ready.then(fonts => [...fonts].map(font => font.status))") == ["loaded"]
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    found = read_text(printed).text.strip().split("\n\n")
    assert [line.replace(" ", "") for line in found] == [line.replace(" ", "") for line in lines]


# The book on a telephone and on paper

BOOK = pages(str(ROOT / "notebooks"), xa.load())
WIDE = """() => [...document.querySelectorAll('table, pre, img, p, li')].filter(each => {
  const box = each.closest('.out, .prose') ?? each
  return box.getBoundingClientRect().right > window.innerWidth + 1
}).map(each => each.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("name", BOOK)
def test_a_page_is_no_wider_than_a_telephone_and_a_sheet_of_paper(browser, tmp_path, name):
    (tmp_path / name).write_text(BOOK[name], encoding="utf-8")
    page = browser.new_page()
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto((tmp_path / name).as_uri())
    assert page.evaluate(WIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    printed = pdfium.PdfDocument(page.pdf(prefer_css_page_size=True, path=SHOTS / f"{Path(name).stem}.pdf"))
    page.close()
    edge = 15 / 25.4 * 72  # points; the margin is wider
    for sheet in printed:
        width, height = sheet.get_size()
        assert (round(width), round(height)) == (595, 842)
        boxes = [each.get_bounds() for each in sheet.get_objects(max_depth=3) if each.type in SEEN]
        assert boxes
        assert all(edge < left and right < width - edge for left, _, right, _ in boxes)


# That a fault is found out


def png(pixels: np.ndarray) -> bytes:
    Image.fromarray(pixels.astype(np.uint8)).save(file := io.BytesIO(), "PNG")
    return file.getvalue()


def picture_output(picture: bytes) -> dict:
    return new_output("display_data", {"image/png": base64.b64encode(picture).decode()})


# A white chart, the same a shade darker, and with the empty box of one missing glyph.
CHART = np.full((400, 600, 3), 255)
SHADE = CHART - 2
BOX = CHART.copy()
BOX[200:212, 300:312] = 0
BOX[201:211, 301:311] = 255


def seen(count: int | None = 1, outputs: tuple[dict, ...] = (), picture: np.ndarray = CHART) -> dict:
    """A code cell as the page tells it, one chart shown."""
    address = "data:image/png;base64," + base64.b64encode(png(picture)).decode()
    return {"count": count, "outputs": list(outputs), "pictures": [address]}


@pytest.mark.parametrize("cell", [seen(), seen(picture=SHADE), seen(outputs=(new_output("stream", text="Glyphs"),))])
def test_a_sound_cell_is_let_through(cell):
    assert cell_faults([picture_output(png(CHART))], cell) == []


@pytest.mark.parametrize(
    "cell",
    [
        seen(count=None),
        seen(outputs=(new_output("error", ename="ValueError", evalue="no such row"),)),
        seen(outputs=(new_output("stream", name="stderr", text="a warning"),)),
        seen(outputs=(new_output("stream", text="Glyph 26032 (新) missing from font(s) DejaVu Sans."),)),
        seen(picture=BOX),
        seen(picture=CHART[:-1]),
        seen() | {"pictures": []},
    ],
)
def test_a_fault_of_a_cell_is_found_out(cell):
    assert len(cell_faults([picture_output(png(CHART))], cell)) == 1


def test_a_box_is_lost_in_the_mean_of_a_chart():
    assert abs(CHART - BOX).mean() < 1 < ALIKE < difference(png(CHART), png(BOX))


def test_a_missing_cell_is_found_out():
    assert faults(new_notebook(cells=[new_code_cell(), new_code_cell()]), [seen() | {"pictures": []}]) != []


def test_faults_are_found_out_in_the_browser(read, tmp_path):
    sources = [
        "import sys\nprint('a warning', file=sys.stderr)",
        "from PIL import Image\nImage.new('RGB', (64, 32), 'white')",
        "from IPython.display import Javascript\nJavascript('setTimeout(() => { throw new Error(\"planted\") })')",
        "1 / 0",
        "print('not reached')",
    ]
    planted = new_notebook(cells=[new_markdown_cell("# 试"), *map(new_code_cell, sources)])
    planted.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    planted.cells[2].outputs = [picture_output(png(np.zeros((32, 64, 3))))]
    assert read(planted, tmp_path / "planted.png") == [
        "code cell 1: stderr: a warning",
        "code cell 2: picture differs from the committed one by 191.2 of 255",
        "code cell 4: ZeroDivisionError: division by zero",
        "code cell 5: did not run",
        "JavaScript: planted",
    ]
    assert (tmp_path / "planted.png").stat().st_size > 0
