"""No pattern of the library takes more than twice the steps for twice the text, whatever the text is made of.

The texts are made from each pattern's own characters (``steps.py``), so a new pattern is tried without anyone thinking
of it. Steps are counted, not time. ``make test-hold`` measures time.
"""

import ast
import importlib
import re
from functools import cache
from pathlib import Path

from steps import Matcher, TooMany, strings

import xinhua_analysis

PACKAGE = Path(xinhua_analysis.__file__).parent
MODULES = sorted(path.relative_to(PACKAGE).as_posix()[:-3].replace("/", ".") for path in PACKAGE.rglob("*.py"))
FLAGS = re.I | re.M | re.S | re.X
ANYWHERE = {"search", "finditer", "findall", "sub", "subn", "split"}
MOST = 2.3

# Patterns that would grow, and why their texts are short.
SHORT = {}


@cache
def trees():
    paths = {name: PACKAGE / f"{name.replace('.', '/')}.py" for name in MODULES}
    return {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in paths.items()}


@cache
def used():
    """For each name, the methods of patterns that are called on it anywhere in the package."""
    found = {}
    for tree in trees().values():
        calls = {id(node.func): len(node.args) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                far = node.attr in ("match", "fullmatch") and calls.get(id(node), 1) > 1  # from any place of a text
                found.setdefault(node.value.id, set()).add("search" if far else node.attr)
    return found


def held(value, name, depth=0):
    """The patterns in a value: alone, as a bound method, as a rule, or in a tuple or dictionary of these."""
    if isinstance(value, re.Pattern):
        methods = used().get(name, set()) if not depth else {"search"}
        yield value.pattern, value.flags, methods & ANYWHERE or not methods
    elif isinstance(getattr(value, "__self__", None), re.Pattern):
        yield value.__self__.pattern, value.__self__.flags, value.__name__ in ANYWHERE
    elif isinstance(getattr(value, "pattern", None), str):
        yield value.pattern, 0, True
    elif isinstance(value, list | tuple | dict) and depth < 4:
        for part in value.values() if isinstance(value, dict) else value:
            yield from held(part, name, depth + 1)


def inline(tree, space):
    """Patterns written where they are used: re.search("…", text), as far as their words are known."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            owner = node.func.value
            methods = {*ANYWHERE, "match", "fullmatch"}
            if isinstance(owner, ast.Name) and owner.id == "re" and node.func.attr in methods:
                try:
                    pattern = eval(compile(ast.Expression(node.args[0]), "", "eval"), space)
                except NameError:  # it holds words that only the function knows
                    continue
                if isinstance(pattern, str | bytes):
                    yield pattern, 0, node.func.attr in ANYWHERE


@cache
def patterns():
    """Every pattern of the package, once: its name, words and flags, and whether it is looked for all over a text."""
    found = {}
    for name in MODULES:
        if name == "__main__":
            continue
        space = vars(importlib.import_module(f"xinhua_analysis.{name}" if name != "__init__" else "xinhua_analysis"))
        here = [(key, one) for key, value in list(space.items()) for one in held(value, key)]
        here += [("inline", one) for one in inline(trees()[name], dict(space))]
        for key, (pattern, flags, anywhere) in here:
            words = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
            place = found.setdefault((words, flags & FLAGS), [f"{name}.{key}", False])
            place[1] = place[1] or bool(anywhere)
    return [(name, words, flags, anywhere) for (words, flags), (name, anywhere) in found.items()]


def growth(matcher, method, sizes=(8, 16, 32)):
    """The greatest growth of steps from one size to the next, and the text that has it."""
    worst = (0.0, "")
    for texts in zip(*(strings(matcher, size) for size in sizes), strict=True):
        try:
            once, twice, more = (getattr(matcher, method)(text) for text in texts)
            found = (more - twice) / max(twice - once, 40)
        except (TooMany, RecursionError):
            found = float("inf")
        worst = max(worst, (found, texts[0]))
    return worst


def test_no_pattern_grows_faster_than_its_text():
    faults = []
    for name, words, flags, anywhere in patterns():
        matcher = Matcher(words, flags)
        for method in ("search",) if anywhere else ("match", "fullmatch"):
            found, text = growth(matcher, method)
            if found > MOST and name not in SHORT:
                faults.append(f"{name}: {method} of {text!r} grows {found:.1f} times")
    assert faults == []
