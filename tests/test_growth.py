"""No pattern of the library takes more than twice the steps for twice the text, whatever the text is made of.

The texts are made from each pattern's own characters (``steps.py``), so a new pattern is tried without anyone thinking
of it. Steps are counted, not time. ``make test-hold`` measures time.
"""

import ast
import importlib
import re
from functools import cache
from pathlib import Path
from re import _constants as sre
from re import _parser as parser

import pytest
from steps import Matcher, TooMany, strings

import xinhua_analysis

PACKAGE = Path(xinhua_analysis.__file__).parent
MODULES = sorted(path.relative_to(PACKAGE).as_posix()[:-3].replace("/", ".") for path in PACKAGE.rglob("*.py"))
FLAGS = re.I | re.M | re.S | re.X
ANYWHERE = {"search", "finditer", "findall", "sub", "subn", "split"}
MOST, FEW = 2.3, 40  # times, and steps that are not worth counting

# Patterns that would grow on a long text, and why theirs are short.
SHORT = {
    "book.cells._SHEET": "what the cleaner wrote, where each is closed",
    "files.pdf._P.PAGE_NUMBER": "rows of fewer than 200 characters",
    "files.pdf._P.PRINTED": "rows of fewer than 200 characters",
    "files.web.PAGE_WORDS": "lines of fewer than 200 characters, and words in them",
    "files.web_article._P.TABLE_NAME": "lines of fewer than 60 characters",
    "labels._P.NO_TEXT": "the first 200 characters of a line",
    "labels.NUMBERED": "lines of a head, which have no more than 200 characters",
    "labels._P.BROKEN_TITLE": "titles, made from at most six lines of a head",
    "labels._P.SIGNED": "lines of no more than 60 characters",
    "language.quantities._P.parts": "where 分之 stands within eight characters",
    "language.quantities._P.magnitude": "a number, of no more than sixteen characters",
    "language.quantities._P.any_magnitude": "a number, of no more than sixteen characters",
    "language.stages._P.plan": "the first 200 characters of a heading",
}
# Rules of the ledger are tried where a number begins, not within one, and own its whole run of digits.
AT_NUMBERS = {
    "ARABIC_RULES": r"(?<!\d)",
    "SPELLED_RULES": "(?<![零〇一二两三四五六七八九十百千万亿廿卅])",
    "pieces": r"(?<!\d)",
}


@cache
def trees():
    paths = {name: PACKAGE / f"{name.replace('.', '/')}.py" for name in MODULES}
    return {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in paths.items()}


@cache
def used():
    """For each name, the methods of patterns that are called on it: in its module, or anywhere if it is public."""
    found = {}
    for module, tree in trees().items():
        calls = {id(node.func): len(node.args) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        for node in ast.walk(tree):
            owner = getattr(node, "value", None)
            named = (
                isinstance(owner, ast.Attribute) and ast.unparse(owner.value) == "_P"
            )  # _P.label.match: of the lexicon
            if isinstance(node, ast.Attribute) and (named or isinstance(owner, ast.Name)):
                far = node.attr in ("match", "fullmatch") and calls.get(id(node), 1) == 2  # from any place of a text
                name = f"_P.{owner.attr}" if named else owner.id
                key = f"{module}.{name}" if name.startswith("_") else name
                found.setdefault(key, set()).add("search" if far else node.attr)
    return found


def held(value, module, name, depth=0):
    """The patterns in a value, and how each is used: alone, as a bound method, as a rule, or in a tuple of these."""
    if isinstance(value, re.Pattern):
        key = f"{module}.{name}" if name.startswith("_") else name
        methods = used().get(key, set()) & {*ANYWHERE, "match", "fullmatch"} if not depth else set()
        yield value.pattern, value.flags, methods or {"search"}
    elif isinstance(getattr(value, "__self__", None), re.Pattern):
        yield value.__self__.pattern, value.__self__.flags, {value.__name__}
    elif isinstance(getattr(value, "pattern", None), str):
        yield value.pattern, 0, {"search"}
    elif isinstance(value, list | tuple | dict) and depth < 4:
        for part in value.values() if isinstance(value, dict) else value:
            yield from held(part, module, name, depth + 1)


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
                    yield pattern, 0, {node.func.attr}


@cache
def patterns():
    """Every pattern of the package, once: its name, words, flags, and the methods by which it is used."""
    found = {}
    for name in MODULES:
        if name == "__main__":
            continue
        space = vars(importlib.import_module(f"xinhua_analysis.{name}" if name != "__init__" else "xinhua_analysis"))
        asked = sorted(used().get(f"{name}._P", set()) - space.keys() - {"filled"})  # not what is but a part of others
        space = space | {f"_P.{one}": getattr(space["_P"], one) for one in asked}
        here = [(key, one) for key, value in space.items() for one in held(value, name, key)]
        here += [("inline", one) for one in inline(trees()[name], dict(space))]
        for key, (pattern, flags, methods) in here:
            words = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
            _, known = found.setdefault((words, flags & FLAGS), (f"{name}.{key}", set()))
            known |= {"search" if method in ANYWHERE else method for method in methods}
    return [(name, words, flags, sorted(methods)) for (words, flags), (name, methods) in found.items()]


def growth(matcher, method, sizes=(8, 16, 32)):
    """The greatest growth of steps from one size to the next, and the text that has it; 0 where it is within bounds."""
    worst = (0.0, "")
    for texts in zip(*(strings(matcher, size) for size in sizes), strict=True):
        try:
            twice, more = (getattr(matcher, method)(text) for text in texts[1:])
            if more - twice <= MOST * FEW:
                continue
            found = (more - twice) / max(twice - getattr(matcher, method)(texts[0]), FEW)
        except (TooMany, RecursionError):
            found = float("inf")
        worst = max(worst, (found, texts[0]))
    return worst


@pytest.mark.parametrize("part", range(8))
def test_no_pattern_grows_faster_than_its_text(part):
    faults = []
    for name, words, flags, methods in patterns()[part::8]:
        if name in SHORT:
            continue
        before = AT_NUMBERS.get(name.rpartition(".")[2])
        matcher = Matcher(f"{before}(?:{words})" if before else words, flags)
        for method in methods:
            found, text = growth(matcher, method)
            if found > MOST:
                faults.append(f"{name}: {method} of {text!r} grows {found:.1f} times")
    assert faults == []


def test_a_pattern_with_a_reason_is_one_of_the_package():
    assert SHORT.keys() <= {name for name, *_ in patterns()}


# Python 3.11.2, not 3.11.7, goes on from where a possessive repeat gave up in its middle: \d+(?:，\d+)++ took the mark
# of 0.3，重 with it. A body of one choice or one character has no middle.
def possessed(tree):
    """The bodies of a pattern's possessive repeats."""
    if isinstance(tree, tuple) and tree and tree[0] is sre.POSSESSIVE_REPEAT:
        yield tree[1][2]
    if isinstance(tree, tuple | list | parser.SubPattern):
        for part in tree:
            yield from possessed(part)


def test_no_possessive_repeat_can_give_up_in_its_middle():
    bodies = {name: possessed(parser.parse(words, flags)) for name, words, flags, _ in patterns()}
    assert [name for name, found in bodies.items() if any(len(body) > 1 for body in found)] == []


@pytest.mark.parametrize(
    ("words", "most"), [(r"\d+(?:，\d+)++", 2), ("(?:开展|办)++", 1), (r"\d++", 1), ("(?:a++b)+", 1)]
)
def test_what_a_possessive_repeat_holds_is_counted(words, most):
    assert max(len(body) for body in possessed(parser.parse(words))) == most


# What once hung the reader: pattern, how it was used

HUNG = [
    (r"[ ]{0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*", "fullmatch"),  # "# a" + " " * n + "#a"
    (r"\d+(?:,\d{3}(?!\d))*(?:\.\d+)?元", "search"),  # "完成1" + ",000" * n
    (r"<([a-zA-Z]\w*+)((?:[^>=]++|=){2,}+)", "search"),  # "<a" * n
    (r"\s+[-|]\s+|[_|]", "search"),  # <title> of white
    (r"\d+元(?=的[^，。；]{2,})", "search"),  # 超1元的, again and again
    (r"(?:a+)+b", "search"),
    (r"(?:a|aa|b)*c", "match"),
    (r".*.*x", "match"),
]


@pytest.mark.parametrize(("words", "method"), HUNG)
def test_what_grows_is_found(words, method):
    assert growth(Matcher(words), method)[0] > MOST


LINEAR = [r"\d{1,3}(?:,\d{3}){0,6}元", r"<[^<>]*>", r"(?<!\d)\d+元", r"[ \t]*+#", "(?:ab)*+c", r"(?m)^# (.+)$"]


@pytest.mark.parametrize("words", LINEAR)
def test_what_does_not_grow_is_let_pass(words):
    assert growth(Matcher(words), "match")[0] <= MOST


WORDS = ["完工16台", "", "aaab", "1,000元", "一、二、三", " a  b", "<a><b>", "\n\n"]
SAME = [
    r"\d+",
    "(?:a+)+b",
    r"[^\W\d]+",
    "(?=a)a*?b",
    "(?<=工)\\d",
    r"(a)(?:b|\1)",
    "(?m)^.",
    r"\b\w",
    r"\S+\Z",
    "(?i)[A-C]",
]


@pytest.mark.parametrize("words", SAME)
@pytest.mark.parametrize("text", WORDS)
def test_the_matcher_finds_what_python_finds(words, text):
    matcher, pattern = Matcher(words), re.compile(words)
    matcher.search(text)
    stops = [matcher._first(at) for at in range(len(text) + 1)]
    assert stops == [found.end() if (found := pattern.match(text, at)) else None for at in range(len(text) + 1)]
