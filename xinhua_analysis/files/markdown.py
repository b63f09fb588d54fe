"""Markdown (.md): the text without the marks of its headings, lists, emphasis, links and tables."""

from __future__ import annotations

import re

from ..labels import are_offices
from ..passages import WHITE, Passage, Witness

_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ \t]+(.*)").fullmatch
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+(.*)").fullmatch
_QUOTE = re.compile(r"[ ]{0,3}(?:>[ ]?)+(.*)").fullmatch
_RULE = re.compile(r"[ ]{0,3}(?:[-*_=][ \t]*){3,}|[ ]{0,3}(?:`{3,}|~{3,}).*")
_TABLE_RULE = re.compile(r"[ \t:|-]+")
_PICTURE = re.compile(r"!\[[^\[\]]{0,500}\]\([^()\s]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]]{1,500})\]\([^()\s]{0,2000}(?:[ ]\"[^\"]{0,200}\")?\)")
_EMPHASIS = re.compile(r"(\*\*|__|\*|`)(?=[^\s*_`])([^*_`]{1,500})(?<=\S)\1")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")


def read_markdown(text: str) -> tuple[list[Passage], list[Witness]]:
    """The lines of a Markdown text, each with the number of its line; numbers before items stay, they are text.

    What stands between two lines --- at the top tells of the text: title, date, source.

    >>> [(passage.text, passage.where) for passage in read_markdown("# 总结\\n\\n- 完工**16**台。\\n")[0]]
    [('总结', 'line 1'), ('完工16台。', 'line 3')]
    """
    text = _COMMENT.sub(lambda match: "\n" * match.group().count("\n"), text)
    lines = text.splitlines()
    said, first = _front(lines)
    passages: list[Passage] = []
    apart, above = True, False
    for number, line in enumerate(lines[first:], first + 1):
        if "|" in line and "-" in line and _TABLE_RULE.fullmatch(line):
            continue
        row = line.lstrip().startswith("|")
        words = _plain_words(line)
        alone = not words or _HEADING(line) is not None
        if words.strip(WHITE):
            passages.append(Passage(words, f"line {number}", not (apart or alone) and row == above, row))
        apart, above = alone, row
    return passages, said


def _front(lines: list[str]) -> tuple[list[Witness], int]:
    """What is told between two lines --- at the top, and the line behind them."""
    if lines[:1] != ["---"] or "---" not in lines[1:100]:
        return [], 0
    stop = lines.index("---", 1)
    pairs = (line.partition(":") for line in lines[1:stop] if not line[:1].isspace())
    said = [Witness(key.lower(), words.strip().strip("\"'")) for key, _, words in pairs if words.strip()]
    return [Witness("office", one[1] * are_offices(one[1])) if one[0] == "author" else one for one in said], stop + 1


def _plain_words(line: str) -> str:
    """A line without its marks; a row of a table with tabs between its cells."""
    if _RULE.fullmatch(line):
        return ""
    for mark in (_QUOTE, _HEADING, _BULLET):
        if match := mark(line):
            line = match[1].rstrip(" \t").rstrip("#") if mark is _HEADING else match[1]
    if line.lstrip().startswith("|"):
        cells = line.strip(WHITE)[1:].removesuffix("|").split("|")
        return "\t".join(_plain(cell).strip(WHITE) for cell in cells)
    return _plain(line).strip(WHITE)


def _plain(line: str) -> str:
    """Words without the marks in them: links, pictures, tags, emphasis, backslashes."""
    line = _TAG.sub("", _LINK.sub(r"\1", _PICTURE.sub("", line)))
    line = _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", line))
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", line)
