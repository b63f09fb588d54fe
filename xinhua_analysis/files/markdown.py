"""Markdown (.md): the text without the marks of its headings, lists, emphasis, links and tables."""

from __future__ import annotations

import re

from ..passages import WHITE, Metadata, Passage

_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*")
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+(.*)")
_QUOTE = re.compile(r"[ ]{0,3}(?:>[ ]?)+(.*)")
_RULE = re.compile(r"[ ]{0,3}(?:[-*_=][ \t]*){3,}|[ ]{0,3}(?:`{3,}|~{3,}).*")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t:|-]*-[ \t:|-]*\|?[ \t]*")
_PICTURE = re.compile(r"!\[[^\[\]]{0,500}\]\([^()\s]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]]{1,500})\]\([^()\s]{0,2000}(?:[ ]\"[^\"]{0,200}\")?\)")
_EMPHASIS = re.compile(r"(\*\*|__|\*|`)(?=[^\s*_`])([^*_`]{1,500})(?<=\S)\1")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")


def read_markdown(text: str) -> tuple[list[Passage], Metadata]:
    """The lines of a Markdown text, each with the number of its line; numbers before items stay, they are text.

    What stands between two lines --- at the top gives the title, if it has one.

    >>> read_markdown("# 总结\\n\\n- 完工**16**台。\\n")[0]
    [Passage(text='总结', where='line 1', close=False), Passage(text='完工16台。', where='line 3', close=False)]
    """
    text = _COMMENT.sub(lambda match: "\n" * match.group().count("\n"), text)
    lines = text.splitlines()
    title, first = _front(lines)
    passages: list[Passage] = []
    apart = True
    for number, line in enumerate(lines[first:], first + 1):
        words = _words(line)
        alone = not words or _HEADING.fullmatch(line) is not None
        if words:
            passages.append(Passage(words, f"line {number}", not (apart or alone)))
        apart = alone
    return passages, Metadata(title=title)


def _front(lines: list[str]) -> tuple[str, int]:
    """The title that stands between two lines --- at the top, and the line behind them."""
    if lines[:1] != ["---"] or "---" not in lines[1:100]:
        return "", 0
    stop = lines.index("---", 1)
    titles = (match[1] for line in lines[:stop] if (match := re.fullmatch(r"title:\s*[\"']?(.*?)[\"']?\s*", line)))
    return next(titles, ""), stop + 1


def _words(line: str) -> str:
    """A line without its marks; a row of a table with tabs between its cells."""
    if _RULE.fullmatch(line) or ("|" in line and _TABLE_RULE.fullmatch(line)):
        return ""
    for mark in (_QUOTE, _HEADING, _BULLET):
        if match := mark.fullmatch(line):
            line = match[1]
    if line.lstrip().startswith("|"):
        line = "\t".join(cell.strip(WHITE) for cell in line.strip(WHITE).strip("|").split("|"))
    line = _TAG.sub("", _LINK.sub(r"\1", _PICTURE.sub("", line)))
    line = _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", line))
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", line).strip(WHITE)
