"""What a figure may look at: the words to its left and right in the clause, and what came before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from .. import lexicon
from ..language.phrases import SCOPE, first_verb, noun_behind, noun_phrase, strip, tail_noun
from ..language.quantities import NOT_COUNTED
from ..language.tagging import VERB_TAGS, Span, Word

CLASSES = {
    name: lexicon.entries("word_classes", "class", name) for name in lexicon.mapping("word_classes", "class").values()
}
PERSON_WORDS, _RATES = CLASSES["person"], CLASSES["rate"]
_AFTER = ("后", "前", "时", "以来", "期间", "内", "之后", "之前")  # 撤并为两个后
COUNTED = ("count", "household", "place", "organisation")
LOOSE = "ATCP了、"
PART_WORDS = ("其中", "其余")


class FigureReading(NamedTuple):
    """What was understood of a figure, and by which rule."""

    subject: Span
    action: Span
    rule: str
    family: str = ""


@dataclass(slots=True)
class Context:
    """What a figure may look at: the words to its left and right in the clause, and what came before."""

    left: list[Word]
    right: list[Word]
    family: str
    listed: bool  # joined by 、 or a bracket to the figure before
    before: FigureReading | None
    topic: Span
    topic_verb: Span
    core: list[Word]  # the left without its introduction: time, adverbs, prepositional phrases (在…, 按…, 比1949年)

    @property
    def is_count(self) -> bool:
        """Whether the unit is a measure word, so that what is counted may follow it."""
        return self.family not in NOT_COUNTED

    @property
    def known(self) -> Span:
        """The subject of the figure before, else the topic."""
        return self.before.subject if self.before else self.topic

    @property
    def behind_etc(self) -> bool:
        """Whether 等 stands right before the figure: 雄商等6条高铁."""
        return bool(self.left) and self.left[-1].text == "等"

    def counted(self, governed: bool) -> list[Word]:
        """The counted noun behind the figure, where its unit lets a noun follow."""
        right = self.right
        pair = len(right) > 1 and right[0].tag in "DHG" and right[0].stop == right[1].start
        if pair and right[1].text.startswith(PERSON_WORDS):  # 包保干部, 监管对象
            return right[:2] if self.is_count else []
        if right and right[0].text[0] in "（(":  # 其他作物5000亩（包括间套种）
            return []
        if not right or right[0].text in _AFTER or right[0].tag in "、CPTL" or right[0].text[0] in "到至赴":
            return []
        if right[0].tag in "DHA" and not any(word.tag == "的" for word in right[:-1]):
            return []
        if self.family == "share" and _names_owner(self.core, right):
            return noun_behind(right, governed)
        if not self.is_count and (right[0].tag != "的" or (len(right) > 1 and right[1].text.startswith(_RATES))):
            return []
        return noun_behind(right, governed)

    def verb_behind(self, phrase: list[Word]) -> Span:
        """The verb that follows the counted noun, or the figure itself."""
        return first_verb(strip([w for w in self.right if not phrase or w.start >= phrase[-1].stop], "A"))


def _names_owner(core: list[Word], right: list[Word]) -> bool:
    """Whether what a share is of follows it: 85%以上|商铺|达到标准, 集聚全市30%以上|企业."""
    if right[0].tag != "N" or len(right[0].text) < 2:
        return False
    verb = next((i for i, word in enumerate(right) if word.tag not in "NG"), 0)
    return SCOPE.fullmatch(core[-1].text) is not None if core else right[verb].tag in "DHLA"


def core_of(left: list[Word]) -> list[Word]:
    """The words to the left without their introduction: 今年在全县|新建, 较上年|增长, 由我局共|排查隐患."""
    words = strip(_without_agent(_without_comparison(left)), "ATC了、", "ATCP了")
    if len(words) > 2 and words[-1].tag == "的" and words[-2].tag == "T":  # 是上年的1.6倍
        words = strip(words[:-1], "", "AT")
    if len(words) > 2 and words[0].text == "为" and words[-1].tag in "DHG":  # 为经营主体减负超3000亿元
        words = words[1:]
    while words and words[0].tag == "P":
        verb = next((i for i, w in enumerate(words) if w.tag in "DHL"), None)
        words = words[1:] if verb is None or words[0].text in ("为", "对", "给", "向", "与", "将") else words[verb:]
        words = strip(words, "ATC了、", "ATCP了")
    return words


def _without_agent(words: list[Word]) -> list[Word]:
    """我局共|排查重大隐患: behind 共, a verb with its object governs."""
    for i, word in enumerate(words[:-2]):
        verb, noun = words[i + 1 : i + 3]
        if word.text in CLASSES["sum"] and f"{verb.tag}{noun.tag}" in ("GN", "GQ", "DN", "DQ", "DG"):
            return words[i + 1 :]
    return words


def _without_comparison(words: list[Word]) -> list[Word]:
    """Drop 比1949年, 较上年 before a verb."""
    if not any(word.tag in "PA" for word in words):
        return words
    kept: list[Word] = []
    skipping = False
    last = max((at for at, word in enumerate(words) if word.tag in VERB_TAGS), default=0)
    for at, word in enumerate(words):
        if word.tag in "PA" and word.text in ("比", "较", "相比", "同"):
            skipping = True
        elif skipping and word.tag in (VERB_TAGS if at >= last else "DHL"):  # 较全市人均支出|低12元
            skipping = False
        if not skipping:
            kept.append(word)
    return kept or words


def topic_noun(words: list[Word]) -> list[Word]:
    """What a clause without a figure is about: 提速推进既有多层住宅加梯工作 · 老旧小区改造稳步推进 · 整治违法停车."""
    core = core_of(strip(words, tail="、"))
    before = strip(core, "", "DHA")
    if core and core[0].tag in "DH" and core[-1].tag == "D":  # 加快推进电梯加装: the last verb is pushed on
        return noun_phrase(core[next((i for i, word in enumerate(core) if word.tag not in "DHA"), 0) :])
    core = before if before and before[-1].tag in "NG" else core
    heads = len(core) > 1 and core[0].tag == "G" and core[1].tag in "NG"
    return tail_noun(core[1:] if heads else core)


def worked_on(words: list[Word]) -> list[Word]:
    """对老桥进行加固 → 老桥 · 在镇区开展路面维修 → 路面维修; empty where nothing is done."""
    verb = next((i for i, word in enumerate(words) if word.tag in "DG"), None)
    if verb is None:
        return []
    whom = verb and words[0].text in ("对", "给", "为")
    noun = noun_phrase(words[1:verb]) if whom else topic_noun(words)
    return noun if any(word.tag == "N" for word in noun) else []
