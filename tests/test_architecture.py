"""The shape of the house: imports go one way, functions are short, what is public is documented, order is fixed."""

import ast
import re
import subprocess
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "xinhua_analysis"

# The wings of the house (a folder, or a module at the root) and what each may import beside itself and the ground.
GROUND = ("records", "columns", "passages", "labels", "bounds", "bundled", "lexicon", "totals")
READ, TOLD = ("files", "language", "tables", "trust"), ("saving", "telling")
DOORS = ("context", "evidence", "story", "charts", "many", "corpus")
MAY_IMPORT = dict.fromkeys((*GROUND, "files", "language", *TOLD), ()) | {
    "tables": ("language",),
    "trust": ("language", "tables"),
    "report": ("files", "tables", "trust", *TOLD),
    **dict.fromkeys(DOORS, ("files", "report", "trust", *TOLD, *DOORS)),
    "book": ("report", *TOLD),
    "__init__": ("report", "many"),
    "__main__": ("__init__", "report", "trust", *TOLD, *DOORS, "book"),
}

LONGEST = 40  # lines of a function, its docstring not counted
LONGEST_FILE = 400
YET_LONGER = ("language/features",)  # to be parted
MOST_SHARED = 8  # names of functions and classes that stand in more than one file

MODULES = {path.relative_to(PACKAGE).as_posix()[:-3]: path for path in sorted(PACKAGE.rglob("*.py"))}
every_module = pytest.mark.parametrize("name", MODULES)
AT_ROOT = 14  # modules

Function = ast.FunctionDef | ast.AsyncFunctionDef


def source_of(name: str) -> str:
    return MODULES[name].read_text(encoding="utf-8")


# Imports


def imported(node: ast.Import | ast.ImportFrom, name: str) -> Iterator[str]:
    """The package's own modules that an import statement in a module names; a name of the package is __init__'s."""
    for alias in node.names:
        if isinstance(node, ast.Import):
            path = alias.name.split(".")
        else:
            folder = [PACKAGE.name, *name.split("/")[:-1]]
            above = folder[: len(folder) + 1 - node.level] if node.level else []
            path = [*above, *filter(None, (node.module or "").split(".")), alias.name]
        if path[0] == PACKAGE.name:
            ends = ["/".join(path[1:stop]) for stop in range(len(path), 0, -1)]
            known = (found for end in ends for found in (end, f"{end}/__init__".strip("/")) if found in MODULES)
            yield next(known)


def inside_functions(tree: ast.Module) -> set[ast.AST]:
    return {
        node
        for function in ast.walk(tree)
        if isinstance(function, Function | ast.Lambda)
        for node in ast.walk(function)
        if node is not function
    }


def wing(name: str) -> str:
    return name.partition("/")[0]


def import_faults(name: str, source: str) -> list[str]:
    """Imports of a wing that this one may not know, and those inside a function that do not say because of what."""
    tree, lines, found = ast.parse(source), source.splitlines(), []
    deferred = inside_functions(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        if node in deferred:
            beside = lines[node.end_lineno - 1].partition("#")[2]
            above = lines[node.lineno - 2].strip()
            if "because" not in beside and not (above.startswith("#") and "because" in above):
                found.append(f"line {node.lineno}: an import inside a function without a reason")
        allowed = (wing(name), *GROUND, *MAY_IMPORT[wing(name)])
        found += [
            f"line {node.lineno}: {name} may not know {other}"
            for other in imported(node, name)
            if wing(other) not in allowed or other == name
        ]
    return found


def test_every_module_has_its_wing():
    assert [name for name in MODULES if wing(name) not in MAY_IMPORT] == []
    assert len([name for name in MODULES if "/" not in name]) <= AT_ROOT


@every_module
def test_imports_go_one_way(name):
    assert import_faults(name, source_of(name)) == []


def test_imports_go_round_in_no_circle():
    known = {
        name: [
            other
            for node in ast.walk(ast.parse(source_of(name)))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for other in imported(node, name)
        ]
        for name in MODULES
    }
    assert len(list(TopologicalSorter(known).static_order())) == len(MODULES)


@pytest.mark.parametrize(
    "source",
    [
        "from ..telling import show",
        "from ..telling.show import page",
        "from ..trust.checks import findings",
        "from .. import version",
        "from .. import report",
        "from .numerals import read",
        "import xinhua_analysis",
        "import xinhua_analysis.telling.show",
        "from xinhua_analysis.files.web import page",
        "from xinhua_analysis import records, report",
        "if True:\n    from ..telling import show",
        "class A:\n    from ..telling import show",
        "def f():\n    import re",
        "def f():\n    from .. import records",
        "def f():\n    text = 'because'\n    import re",
        "def f():\n    def g():\n        import re",
    ],
)
def test_a_faulty_import_is_found_out(source):
    assert len(import_faults("tables/numerals", source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "import re\nfrom .. import records\nfrom .outline import A\nfrom xinhua_analysis.lexicon import UNITS",
        "def f():\n    import matplotlib  # here because it takes long to load",
        "def f():\n    # because it takes long to load\n    import matplotlib",
    ],
)
def test_a_sound_import_is_let_through(source):
    assert import_faults("tables/numerals", source) == []


# Functions


def docstring_lines(node: Function) -> int:
    if ast.get_docstring(node, clean=False) is None:
        return 0
    return node.body[0].end_lineno - node.body[0].lineno + 1


def long_functions(source: str) -> list[str]:
    """Functions of more lines than LONGEST, with their number of lines."""
    lines = {
        node.name: node.end_lineno - node.lineno + 1 - docstring_lines(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, Function)
    }
    return [f"{name}: {count} lines" for name, count in lines.items() if count > LONGEST]


@every_module
def test_functions_are_short(name):
    assert long_functions(source_of(name)) == []


def test_files_are_short():
    lines = {name: source_of(name).count("\n") for name in MODULES}
    assert {name: count for name, count in lines.items() if count > LONGEST_FILE and name not in YET_LONGER} == {}


def test_one_name_stands_for_one_thing():
    found: dict[str, list[str]] = {}
    for name in MODULES:
        for node in ast.parse(source_of(name)).body:
            if isinstance(node, Function | ast.ClassDef):
                found.setdefault(node.name, []).append(name)
    assert len(shared := {name: files for name, files in found.items() if len(files) > 1}) <= MOST_SHARED, shared


@pytest.mark.parametrize("head", ["def f():", "async def f():", "class A:\n  def f():"])
def test_a_long_function_is_found_out(head):
    documented = f'{head}\n    """One.\n\n    Two.\n    """'
    assert long_functions(documented + "\n    pass" * (LONGEST - 1)) == []
    assert long_functions(documented + "\n    pass" * LONGEST) == [f"f: {LONGEST + 1} lines"]


# Docstrings


def public(body: list[ast.stmt], path: str) -> Iterator[tuple[str, ast.AST]]:
    """What a reader may call: classes, functions and methods whose names have no leading underscore."""
    for node in body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            # A setter and an overload share the docstring of the function that they belong to.
            if any(ast.unparse(mark).endswith(("overload", ".setter")) for mark in node.decorator_list):
                continue
            yield f"{path}.{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{path}.{node.name}")


def docstring_faults(name: str, source: str) -> list[str]:
    """What is public and has no docstring, or one whose first line is not one sentence."""
    tree, found = ast.parse(source), []
    for path, node in [(name, tree), *public(tree.body, name)]:
        first = (ast.get_docstring(node) or "").partition("\n")[0]
        if not first:
            found.append(f"{path}: no docstring")
        elif not first.endswith(".") or re.search(r"[.!?] +[A-Z]", first):
            found.append(f"{path}: not one sentence with its full stop: {first!r}")
    return found


@every_module
def test_what_is_public_is_documented(name):
    assert docstring_faults(name, source_of(name)) == []


@pytest.mark.parametrize(
    "source",
    [
        "",
        '"""No full stop"""',
        '"""One line. Another sentence."""',
        '"""A sentence that\nruns on."""',
        '"""Good."""\ndef f(): pass',
        '"""Good."""\nclass A: pass',
        '"""Good."""\nclass A:\n    """Good."""\n    def f(self): pass',
    ],
)
def test_a_missing_docstring_is_found_out(source):
    assert len(docstring_faults("m", source)) == 1


def test_what_is_private_needs_no_docstring():
    assert docstring_faults("m", '"""Good, e.g. this."""\ndef _f(): pass\nclass _A:\n    def f(self): pass') == []


# Order

WALKERS = ("dict", "enumerate", "filter", "iter", "list", "map", "next", "reversed", "tuple", "zip")


def is_set(node: ast.AST, names: dict[str, None]) -> bool:
    if isinstance(node, ast.BinOp):
        return is_set(node.left, names) or is_set(node.right, names)
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in ("set", "frozenset")
    return isinstance(node, ast.Set | ast.SetComp) or (isinstance(node, ast.Name) and node.id in names)


def walked(node: ast.AST) -> list[ast.AST]:
    """The expressions that a node goes through in their order."""
    if isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
        return [node.iter]
    if isinstance(node, ast.Starred):
        return [node.value]
    if isinstance(node, ast.Call):
        walker = isinstance(node.func, ast.Name) and node.func.id in WALKERS
        joins = isinstance(node.func, ast.Attribute) and node.func.attr == "join"
        return node.args if walker or joins else []
    return []


def walked_sets(source: str) -> list[int]:
    """Lines where a set, written there or bound to a name of the module, is gone through without ``sorted``."""
    tree = ast.parse(source)
    names: dict[str, None] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value and is_set(node.value, names):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {target.id: None for target in targets if isinstance(target, ast.Name)}
    return sorted(part.lineno for node in ast.walk(tree) for part in walked(node) if is_set(part, names))


@every_module
def test_no_set_is_iterated(name):
    assert walked_sets(source_of(name)) == []


@pytest.mark.parametrize(
    "source",
    [
        "for x in {1, 2}: pass",
        "for x in set(y): pass",
        "[x for x in frozenset(y)]",
        "{x: 1 for x in {z for z in y}}",
        "for x in set(y) | {1}: pass",
        "list({1, 2})",
        "[*{1, 2}]",
        "'|'.join({'a', 'b'})",
        "for i, x in enumerate(set(y)): pass",
        "A = frozenset('ab')\ndef f(): return [x for x in A]",
        "A: set[str] = {'a', 'b'}\nB = '|'.join(A)",
    ],
)
def test_a_walk_through_a_set_is_found_out(source):
    assert len(walked_sets(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "for x in sorted({1, 2}): pass",
        "A = {'a', 'b'}\nB = [x for x in 'abc' if x in A]",
        "for x in (1, 2): pass",
        "A = {}\nfor x in A: pass",
        "'|'.join(sorted(set(y), key=len))",
    ],
)
def test_a_walk_in_a_fixed_order_is_let_through(source):
    assert walked_sets(source) == []


# Addresses

# Put together from pieces, so that this file does not find itself.
FORBIDDEN = re.compile(
    "|".join(
        [
            r"https?://[^\s\"'<>)]*py" + r"pi",  # a package index or its mirror
            r"python" + r"hosted",
            r"(?m:^|\s)-{1,2}(?:extra-)?index" + r"-url\b",
            r"-{1,2}find" + r"-links\b",
            # a path of one machine, not the middle of a longer path or of a page's address
            r"(?:(?<![\w.~/\-])|(?<=file://))/(?:" + r"work|home|root|tmp)/",
        ]
    )
)
MADE = re.compile(r"\.git|\.venv|build|dist|\..*cache|__pycache__|\.hypothesis|\.benchmarks|\.coverage.*")


def files() -> list[Path]:
    """What the repository holds or is about to hold: by git where there is one, else all but what make made."""
    try:
        git = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(git, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
        listed = [ROOT / name for name in sorted(dict.fromkeys(names)) if name]
    except (OSError, subprocess.CalledProcessError):
        listed = []
    listed = listed or [p for p in sorted(ROOT.rglob("*")) if not any(map(MADE.fullmatch, p.relative_to(ROOT).parts))]
    return [path for path in listed if path.is_file()]


def addresses(text: str) -> list[str]:
    """Each address of a package index and each path of one machine in a text."""
    return [match.group().strip() for match in FORBIDDEN.finditer(text)]


def test_no_file_names_a_package_index_or_a_machine():
    found = {}
    for path in files():
        content = path.read_bytes()
        if b"\0" not in content:
            found[path.relative_to(ROOT).as_posix()] = addresses(content.decode("utf-8", errors="replace"))
    assert "pyproject.toml" in found
    assert {name: hits for name, hits in found.items() if hits} == {}


@pytest.mark.parametrize(
    "text",
    [
        "see https://py" + "pi.org/project/pandas",
        "https://mirror.example/py" + "pi/simple",
        "https://files.python" + "hosted.org/packages/a.whl",
        "--index" + "-url https://mirror.example",
        "pip install --extra-index" + "-url=a b",
        "--find" + "-links wheels",
        "open('/" + "work/data.csv')",
        "a link to file:///" + "tmp/a.html",
        "/" + "home/somebody/notes",
        "cd /" + "root/project",
    ],
)
def test_an_address_is_found_out(text):
    assert len(addresses(text)) == 1


@pytest.mark.parametrize("text", ["../shared/work/x", "https://www.example.cn/home/1.html", "framework/", "/worker/"])
def test_an_ordinary_path_is_let_through(text):
    assert addresses(text) == []


# Clocks

CLOCKS = ("time", "monotonic", "perf_counter", "process_time", "thread_time", "thread_time_ns", "time_ns")
CLOCKS += ("monotonic_ns", "perf_counter_ns", "process_time_ns", "now", "today", "utcnow", "timeit")
TESTS = sorted(path for path in (ROOT / "tests").rglob("test_*.py") if path.name != "test_bench.py")


def clocks(source: str) -> list[str]:
    """Calls that read a clock, in a test that `make test` collects: a busy machine must fail none."""
    calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [ast.unparse(called) for called in calls if ast.unparse(called).rpartition(".")[2] in CLOCKS]


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.stem)
def test_no_test_reads_a_clock(path):
    assert clocks(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("source", ["began = time.process_time()", "f(monotonic())", "datetime.date.today()"])
def test_a_clock_is_found_out(source):
    assert len(clocks(source)) == 1
