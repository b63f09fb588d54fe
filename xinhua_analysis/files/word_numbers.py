"""The numbers that Word shows before paragraphs without writing them into the text: 一、 （一） 1."""

from __future__ import annotations

import re
from typing import Any

_HAN = "〇一二三四五六七八九"
_HAN_FORMAT = re.compile("(?:(?:chinese|taiwanese)Counting(?:Thousand)?|japaneseCounting|ideographDigital)")
_LEVELS = 9


def in_han(number: int) -> str:
    """A number as Chinese headings count: 十二, 二十.

    >>> [in_han(number) for number in (1, 10, 12, 20, 99, 120)]
    ['一', '十', '十二', '二十', '九十九', '120']
    """
    if not 0 <= number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    if not tens:
        return _HAN[ones]
    return ("" if tens == 1 else _HAN[tens]) + "十" + (_HAN[ones] if ones else "")


def _written(number: int, form: str) -> str:
    if _HAN_FORMAT.fullmatch(form):
        return in_han(number)
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x245F + number)
    if form in ("lowerLetter", "upperLetter"):
        return chr((97 if form == "lowerLetter" else 65) + (number - 1) % 26)
    return str(number)


def local_name(element: Any) -> str:
    """The tag of an element without its namespace; empty for a comment or an instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute_of(element: Any, name: str = "val") -> str:
    """What an attribute says, whatever its namespace; empty where there is none, or no element."""
    held = () if element is None else element.attrib.items()
    return next((value for key, value in held if key.rpartition("}")[2] == name), "")


def said_by(element: Any, path: str) -> str:
    """What the first element along a path says."""
    return attribute_of(element.find(path))


def whole(words: str, least: int, most: int) -> int:
    """The number that words say, within bounds; the least where they say none."""
    return min(max(int(words), least), most) if re.fullmatch(r"-?\d{1,9}", words) else least


def _numbered(element: Any) -> tuple[str, str]:
    """The list and the level that a paragraph or a style names."""
    return said_by(element, "{*}pPr/{*}numPr/{*}numId"), said_by(element, "{*}pPr/{*}numPr/{*}ilvl")


def _form_of(level: Any) -> tuple[int, tuple[str, str, int]]:
    """The number of a level, from nought; its form, pattern and start."""
    start = whole(said_by(level, "{*}start") or "1", 0, 10**6)
    told = said_by(level, "{*}numFmt") or "decimal", said_by(level, "{*}lvlText")[:20], start
    return whole(attribute_of(level, "ilvl"), 0, _LEVELS - 1), told


class Numbering:
    """Counts the numbered paragraphs of one document as Word does."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._forms = {
            attribute_of(abstract, "abstractNumId"): dict(map(_form_of, abstract.iterfind("{*}lvl")))
            for abstract in numbering.iterfind("{*}abstractNum")
        }
        lists = numbering.iterfind("{*}num")
        self._lists = {attribute_of(number, "numId"): said_by(number, "{*}abstractNumId") for number in lists}
        self._styles = {attribute_of(style, "styleId"): _numbered(style) for style in styles.iterfind("{*}style")}
        self._counts: dict[str, list[int]] = {}

    def before(self, paragraph: Any) -> str:
        """What Word shows before a paragraph, which is counted: 一、 — empty for a bullet or no number."""
        if not self._forms:
            return ""
        number, level = _numbered(paragraph)
        if not number:
            number, level = self._styles.get(said_by(paragraph, "{*}pPr/{*}pStyle"), ("", ""))
        forms = self._forms.get(self._lists.get(number, ""), {})
        at = whole(level or "0", 0, _LEVELS - 1)
        if at not in forms:
            return ""
        counts = self._counts.setdefault(self._lists[number], [-1] * _LEVELS)
        counts[at] = forms[at][2] if counts[at] < 0 else counts[at] + 1
        counts[at + 1 :] = [-1] * (_LEVELS - at - 1)
        form, pattern, _ = forms[at]
        if form in ("bullet", "none"):
            return ""

        def shown(match: re.Match[str]) -> str:
            one = int(match[1]) - 1
            own = forms.get(one, ("decimal", "", 1))
            return _written(counts[one] if counts[one] >= 0 else own[2], own[0])

        return re.sub(r"%([1-9])", shown, pattern)
