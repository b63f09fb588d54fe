"""What is imported is declared, extra by extra, and what is declared is used."""

import ast
import re
import sys
import tomllib
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# Nobody imports them, and nothing runs without them: the program of notebooks, the kernel that it starts by name, the
# plug-ins of pytest, the programs of `make test`, the types that one of them reads.
STARTED_BY_NAME = {
    "lab": ["jupyterlab", "ipykernel"],
    "test": ["nbval", "pytest-benchmark", "pytest-cov", "pytest-xdist", "ruff", "mypy", "pandas-stubs"],
}
REASON = "because it is an extra"  # beside an import that only the extra `lab` brings


def names(extra: str | None) -> list[str]:
    """What pyproject.toml declares for the package itself (None) or for an extra, by name."""
    lines = PROJECT["optional-dependencies"][extra] if extra else PROJECT["dependencies"]
    return [re.split(r"[^\w.-]", line)[0].lower() for line in lines]


@cache
def distributions() -> dict[str, list[str]]:
    """The distributions that bring a module, as pyproject.toml writes their names."""
    found = metadata.packages_distributions().items()
    return {module: [name.lower().replace("_", "-") for name in sorted(dict.fromkeys(of))] for module, of in found}


def imported(path: Path) -> dict[str, bool]:
    """The distributions that a file imports from; True where each import stands beside REASON."""
    source = path.read_text(encoding="utf-8")
    tree, lines, found = ast.parse(source), source.splitlines(), {}
    for_types = [
        node for node in ast.walk(tree) if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    ]
    passed_over = {id(inner) for node in for_types for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in passed_over or not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        if isinstance(node, ast.ImportFrom) and node.level:
            continue
        for module in dict.fromkeys(name.partition(".")[0] for name in modules):
            if module in sys.stdlib_module_names or module not in distributions():
                continue  # ours, or missing: the import itself fails then
            for distribution in distributions()[module]:
                marked = REASON in lines[node.end_lineno - 1]
                found[distribution] = marked and found.get(distribution, True)
    return found


def all_imported(folder: str, files: str) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for path in sorted((ROOT / folder).rglob(files)):
        for name, marked in imported(path).items():
            found[name] = marked and found.get(name, True)
    found.pop("xinhua-analysis", None)
    return found


def test_the_package_imports_what_it_declares():
    found = all_imported("xinhua_analysis", "*.py")
    assert sorted(name for name, marked in found.items() if not marked) == sorted(names(None))
    assert sorted([*(name for name, marked in found.items() if marked), *STARTED_BY_NAME["lab"]]) == sorted(
        names("lab")
    )


def test_the_tests_import_what_is_declared():
    found = all_imported("tests", "test_*.py")
    ours = [*names(None), *names("lab")]
    declared = [name for name in names("test") if name not in STARTED_BY_NAME["test"]]
    assert sorted(name for name in found if name not in ours) == sorted(declared)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import numpy as np", {"numpy": False}),
        ("from PIL import Image", {"pillow": False}),
        ("import lxml.etree, json", {"lxml": False}),
        ("def f():\n    import nbformat  # because it is an extra", {"nbformat": True}),
        ("import nbformat\ndef f():\n    import nbformat  # because it is an extra", {"nbformat": False}),
        ("if TYPE_CHECKING:\n    import pandas", {}),
        ("from . import records\nimport re", {}),
    ],
)
def test_an_import_is_found(tmp_path, source, found):
    (tmp_path / "a.py").write_text(source, encoding="utf-8")
    assert imported(tmp_path / "a.py") == found
