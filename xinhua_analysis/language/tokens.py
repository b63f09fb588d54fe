"""A text cut once into words, each with its kind: the one structure that open questions are read from.

General words and their parts of speech come from rjieba's dictionary, the genre's verbs and function words from the
lexicon; what is known beforehand (figures, dates, quotations) is one word each. Words lie in a row, sentence after
sentence, with an empty word ``^`` wherever two that stand side by side are not neighbours in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, chain, compress, pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from .. import lexicon
from ..records import Sentence
from .numbers import COLONS

# D G H L verbs by their kind in verbs.csv · E verb or adverb (集中, 持续) · A B P C Q X N 了 function words by theirs
# U a figure · T time · O ordinal · M number that counts nothing · K quotation · ^ none
# small letters: parts of speech of words that no lexicon holds
VERBS = "DGHLvg"
STOPS = "，；。：^"
_MARKS = dict(zip('，,|；;。！!？?\n：:、（()）“”《》"‘’的', "，，，；；。。。。。。：：、(())“““““““的", strict=True))
_HELD = "\0"  # stands for what is known beforehand: it parts words and is one by itself, of a kind of its own
_MARKS[_HELD] = _HELD
_KINDS = {"do": "D", "noun": "G", "change": "H", "link": "L"}
_FUNCTIONS = {"adverb": "A", "adverb_or_noun": "B", "preposition": "P", "time": "T", "conjunction": "C"}
_FUNCTIONS |= {"quantifier": "Q", "particle": "了", "noun": "N", "negation": "X"}
_SPEECH = {"v": "v", "vd": "v", "vi": "v", "vg": "v", "vq": "v", "vn": "g", "s": "n", "l": "n", "i": "n", "j": "n"}
_SPEECH |= {"an": "n", "d": "a", "ad": "a", "zg": "a", "a": "j", "b": "j", "z": "j"}
_SPEECH |= {letter: letter for letter in "pctmqrfu"}
_SET_BEFORE = 4  # words before a figure
_LONGEST_ADDED = 3  # characters of a word of the lexicon that the segmenter is told of: longer ones are two words
_quotation = re.compile(r"“[^“”\n]{1,40}”|《[^《》\n]{1,40}》")
Row = tuple[str, str, str]  # a word, its kind and part of speech
Mark = tuple[int, int, str]  # a stretch of the text that is one word, and its kind


class Words(NamedTuple):
    """Words in a row: where each begins and ends in the text, its characters, its kind (one letter), part of speech."""

    start: list[int]
    stop: list[int]
    text: list[str]
    kind: list[str]
    speech: list[str]

    @classmethod
    def none(cls) -> Words:
        """No words yet."""
        return cls([], [], [], [], [])


class Line(NamedTuple):
    """The words of a sentence among all: from ``first`` to before ``last``; ``back`` is how far one may look back."""

    sentence: Sentence
    back: int
    first: int
    last: int


@cache
def _segmenter() -> Any:
    """The segmenter, told of the genre's words; made when first needed."""
    import rjieba  # here because its dictionary takes 0.1 s to load

    made = rjieba.Jieba()
    for word, kind in _genre().items():
        if 1 < len(word) <= _LONGEST_ADDED and made.cut(word, False) != [word]:
            made.add_word(word, made.suggest_freq(word), "v" if kind in "DGHLE" else "n")
    for row in lexicon.rows("words"):
        made.add_word(row["word"], made.suggest_freq(row["word"]), row["speech"])
    for county in ("会同县", "和县"):  # 会同|县公安局, 教育局|和|县妇联 are far more frequent in the genre
        made.add_word(county, 0, "n")
    return made


@cache
def _genre() -> dict[str, str]:
    """The words of the lexicon with their kinds: verbs before function words; what is verb and adverb stays both."""
    adverbs = dict.fromkeys(lexicon.entries("adverbs"), "A")
    verbs = {word: _KINDS[kind] for word, kind in lexicon.mapping("verbs", "kind").items()}
    others = {word: _FUNCTIONS[kind] for word, kind in lexicon.mapping("function_words", "kind").items()}
    return adverbs | others | verbs | dict.fromkeys([word for word in verbs if word in adverbs], "E") | _MARKS


def is_known(word: str) -> bool:
    """Whether the dictionary holds a word."""
    return bool(_segmenter().has_word(word))


def is_cut_at(text: str, at: int) -> bool:
    """Whether a text is best read as words of which one ends at a place, before one of two characters or more.

    >>> is_cut_at("种植物", 1), is_cut_at("种植户", 1), is_cut_at("家庭医生", 1)
    (True, False, False)
    """
    words = _segmenter().cut(text, False)
    return any(stop == at and len(word) > 1 for stop, word in zip(accumulate(map(len, words)), words[1:], strict=False))


def kind_of(word: str, speech: str) -> str:
    """The kind of a word: the lexicon's, else by its part of speech; what is neither is a noun.

    >>> kind_of("新建", "v"), kind_of("驰援", "v"), kind_of("宿舍", "n"), kind_of("，", "x")
    ('D', 'v', 'n', '，')
    """
    numbered = "O" if "①" <= word[:1] <= "⓿" or "❶" <= word[:1] <= "➓" else ""
    return _genre().get(word) or numbered or _SPEECH.get(speech) or _SPEECH.get(speech[:1], "n")


def _word_parts(word: str, speech: str) -> tuple[Row, ...]:
    """A word of the segmenter as words of the genre, two where a verb of it is one half: 签约项目 → 签约, 项目."""
    if len(word) == 4 and _genre().get(word, "N") == "N" and word[:2] != word[2:]:
        halves, known = (word[:2], word[2:]), _segmenter().has_word
        first, second = (_genre().get(half, "") for half in halves)
        if (first and first in VERBS and known(halves[1])) or (second and second in "DHL" and known(halves[0])):
            tags = [_segmenter().tag(half, False)[0][1] for half in halves]
            return tuple((half, kind_of(half, tag), tag) for half, tag in zip(halves, tags, strict=True))
    return ((word, "" if word.isspace() else kind_of(word, speech), speech),)


_ROWS = dict[str, tuple[Row, ...]]()
MOST_KEPT = 1 << 16  # words of which is kept what was told of them


def _rows_of(plain: str) -> list[Row]:
    """The words of a text: the segmenter says the same of a word wherever it stands, so known ones are only cut."""
    cut = _segmenter().cut(plain, False)  # no guess at words that the dictionary lacks: 立|电|诈|案件, not 立电诈|案件
    try:
        return [*chain.from_iterable(map(_ROWS.__getitem__, cut))]
    except KeyError:
        if len(_ROWS) > MOST_KEPT:
            _ROWS.clear()
        for word, speech in _segmenter().tag(plain, False):
            if word not in _ROWS:
                _ROWS[word] = _word_parts(word, speech)
    return [*chain.from_iterable(map(_ROWS.__getitem__, cut))]


def _cut(text: str, plain: str, sentences: Sequence[Sentence], marks: Sequence[Mark]) -> Sequence[Sequence[Any]]:
    """The words of some sentences as columns, each sentence closed by a word of kind ``_HELD``."""
    pieces, held = list[str](), list[Mark]()
    for sentence, then in pairwise([*sentences, sentences[-1]]):
        at, inside = sentence.start, marks[bisect_left(marks, (sentence.start,)) : bisect_left(marks, (sentence.stop,))]
        for begin, end, kind in _with_quotations(text, sentence, inside):
            if at <= begin:
                pieces.append(plain[at:begin])
                held.append((begin, end, kind))
                at = end
        pieces.append(plain[at : sentence.stop])
        held.append((max(at, sentence.stop), then.start, _HELD))
    rows = _rows_of(_HELD.join([*pieces, ""]))
    texts, kinds, speeches = (list(map(itemgetter(n), rows)) for n in range(3))
    places, lengths = [n for n, kind in enumerate(kinds) if kind == _HELD], list(map(len, texts))
    for n, (begin, end, kind) in zip(places, held, strict=True):
        texts[n], kinds[n], speeches[n], lengths[n] = text[begin:end], kind, kind, end - begin
    edges = list(accumulate(lengths, initial=sentences[0].start))
    for n, (begin, end, _) in zip(places, held, strict=True):
        edges[n], edges[n + 1] = begin, end  # the very numbers of the ledger's row: held once for all tables
    columns: Sequence[list[Any]] = (edges[:-1], edges[1:], texts, kinds, speeches)
    return columns if all(kinds) else [list(compress(column, kinds)) for column in columns]


def _set_before_figures(words: Words) -> None:
    """约有300人, 约占全区30%: no noun; 上百家企业受益: no verb; 车桩比达到3.1∶1, 收入比缩小到1.9, 腾地8亩: nouns."""
    for at in [n for n, kind in enumerate(words.kind) if kind == "U"]:
        for before in range(max(1, at - _SET_BEFORE), at):
            word, near = words.text[before], before >= at - 2
            if near and word in ("约", "近", "大概", "差不多"):
                words.kind[before] = "A"
            elif (word == "比" and (_is_rate(words, before) or (near and not COLONS.isdisjoint(words.text[at])))) or (
                word == "地" and before == at - 1
            ):
                words.kind[before] = words.speech[before] = "n"
        if words.text[at][0] in "百千万亿" and words.text[at - 1] == "上":
            words.kind[at - 1] = "A"


def _is_rate(words: Words, at: int) -> bool:
    """Whether 比 stands behind a noun and before a verb: 城乡收入|比|缩小到, not 比|上年."""
    return words.kind[at - 1] in "nGNg" and words.kind[at + 1] in VERBS


def _gap(words: Words, at: int) -> None:
    columns: Sequence[list[Any]] = words
    for column, cell in zip(columns, (at, at, "", "^", "^"), strict=True):
        column.append(cell)


def _with_quotations(text: str, sentence: Sentence, marks: Sequence[Mark]) -> Sequence[Mark]:
    """What is known beforehand in a sentence: the marks, and each quotation without a figure as one word."""
    if "“" not in sentence.text and "《" not in sentence.text:
        return marks
    quotes = [(*found.span(), "K") for found in _quotation.finditer(text, sentence.start, sentence.stop)]
    quotes = _clear_of(quotes, [mark for mark in marks if mark[2] == "U"])
    return sorted(quotes + _clear_of(marks, quotes)) if marks else quotes


def _clear_of(marks: Sequence[Mark], others: Sequence[Mark]) -> list[Mark]:
    """The marks that overlap none of the others, which stand in order and apart."""
    if not marks or not others:
        return list(marks)
    starts = [start for start, _, _ in others]
    last_before = (bisect_left(starts, stop) - 1 for _, stop, _ in marks)
    return [mark for mark, at in zip(marks, last_before, strict=True) if at < 0 or others[at][1] <= mark[0]]


_AT_ONCE = 256  # sentences
LOOK_BACK = 25  # words of the sentence before that a sentence may look back on


def cut_lines(text: str, sentences: Sequence[Sentence], marks: Sequence[Mark]) -> tuple[Words, list[Line]]:
    """All sentences cut into words; one line each.

    ``marks`` are the numerals of the text in order, figures of kind U.

    >>> text = "加梯加快。完工16台。"
    >>> sentences = [Sentence("s0-01", 0, 5, text[:5], "body", "s0"), Sentence("s0-02", 5, 11, text[5:], "body", "s0")]
    >>> words, lines = cut_lines(text, sentences, [(7, 10, "U")])
    >>> [words.text[line.first:line.last] for line in lines]
    [['加梯', '加快', '。'], ['完工', '16台', '。']]
    """
    words, lines, plain = Words.none(), list[Line](), text.replace(_HELD, "\1")
    rows: Sequence[list[Any]] = words
    _gap(words, 0)
    for start in range(0, len(sentences), _AT_ONCE):
        some = sentences[start : start + _AT_ONCE]
        columns = _cut(text, plain, some, marks)
        closed = [n for n, kind in enumerate(columns[3]) if kind == _HELD]
        for sentence, (before, end) in zip(some, pairwise([-1, *closed]), strict=True):
            joined = bool(lines) and lines[-1].sentence.section_id == sentence.section_id
            if not joined or words.kind[-1] not in STOPS:  # a heading is a clause of its own
                _gap(words, sentence.start)
            first = len(words.start)
            for column, cells in zip(rows, columns, strict=True):
                column += cells[before + 1 : end]
            back = max(lines[-1].first, first - LOOK_BACK) if joined else first
            lines.append(Line(sentence, back, first, len(words.start)))
    _gap(words, len(text))
    _gap(words, len(text))
    _set_before_figures(words)
    return words, lines


# ---------------------------------------------------------------- spans

Span = tuple[int, int]
NONE: Span = (0, 0)

_PUNCTUATION = "，、。；：！？,;:!?"
_CLOSED_BY = dict(zip('“‘（(《〈「『【〔[{"', '”’）)》〉」』】〕]}"', strict=True))


def worded(text: str, at: Span) -> Span:
    """A span without the white space, punctuation and unpaired marks at its edges; NONE where nothing is left.

    >>> worded("（见附件", (0, 4)), worded("“两旧一村”", (0, 6)), worded("等、", (0, 2))
    ((1, 4), (0, 6), (0, 1))
    """
    start, stop = at
    if start == stop:
        return NONE
    while start < stop and not (text[start].isalnum() and text[stop - 1].isalnum()):
        loose = _unpaired(text[start:stop])
        if text[start].isspace() or text[start] in _PUNCTUATION or 0 in loose:
            start += 1
        elif text[stop - 1].isspace() or text[stop - 1] in _PUNCTUATION or stop - 1 - start in loose:
            stop -= 1
        else:
            break
    return (start, stop) if start < stop else NONE


def _unpaired(words: str) -> list[int]:
    opened: list[int] = []
    loose: list[int] = []
    for at, character in enumerate(words):
        if opened and character == _CLOSED_BY[words[opened[-1]]]:
            opened.pop()
        elif character in _CLOSED_BY:
            opened.append(at)
        elif character in _CLOSED_BY.values():
            loose.append(at)
    return loose + opened
