"""Where words are cut: what the dictionary does not hold is not guessed at: a verb stands apart from its object."""

import itertools

import pytest

import xinhua_analysis as xa
from xinhua_analysis import lexicon
from xinhua_analysis.language.tokens import is_cut_at, is_known, kind_of

VERBS = "拆配收送带添买修换查挖补"
OBJECTS = [
    "门头牌匾253个",
    "彩超3台",
    "蚕茧1200公斤",
    "学徒31名",
    "米油63份",
    "酒驾41起",
    "猎套730个",
    "水管220处",
    "钥匙12把",
    "样品75个",
    "诈案12起",
]


def test_a_verb_of_one_character_stands_apart_from_what_no_dictionary_joins_to_it():
    """拆|门头|牌匾, where a guess at unknown words says 拆门头|牌匾; but 添彩|超, where the dictionary errs."""
    joined = [
        front + verb + text
        for front, verb, text in itertools.product(("", "年内", "全镇", "共"), VERBS, OBJECTS)
        if not is_cut_at(f"{front}{verb}{text}", len(front) + 1)
        and not xa.parse(f"{front}{verb}{text}。").records("figures")[0].action.startswith(verb)
    ]
    assert len(joined) <= 0.03 * 4 * len(VERBS) * len(OBJECTS), joined


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("③农村寄递服务点190个，日均投递2.3万件。", "寄递服务点"),
        ("⑩县乡公交票价降为3元。", "公交票价"),
        ("城乡收入比缩小到2.27。", "城乡收入比"),
        ("存贷比达到81.4%。", "存贷比"),
        ("实施增减挂钩，腾地58亩。", "地"),
    ],
)
def test_what_a_figure_counts_begins_and_ends_with_its_words(text, subject):
    assert subject in xa.parse(text).records("figures")[0].subject
    assert xa.parse(text).records("figures")[0].subject[0] not in "③⑩"


def test_numbers_in_circles_are_ordinals():
    assert [kind_of(mark, "x") for mark in "①③⑩❶"] == ["O"] * 4


def test_words_of_the_genre_are_cut_as_one():
    assert [row["word"] for row in lexicon.rows("words") if not is_known(row["word"])] == []
