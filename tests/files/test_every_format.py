"""One text in every kind of file: the same figures come out, and every character has its place in the file."""

import json
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_files import document, paragraph, table, typeset, web_page
from test_web import figures

import xinhua_analysis as xa
from xinhua_analysis.files.reading import read_text

GOLD = Path(__file__).parents[1].joinpath("gold") / "grassroots.jsonl"
TEXTS = {row["id"]: row["text"] for row in map(json.loads, GOLD.read_text(encoding="utf-8").splitlines())}
SEED = xa.load()


def paragraphs(text):
    """The paragraphs of a text; a line that ends within a sentence goes on in the next."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if found and found[-1][-1] not in "。；！？：":
            found[-1] += "\n" + line
        else:
            found.append(line)
    return found


def as_page(parts):
    body = "".join(f"<p>　　{escape(part)}</p>" for part in parts).replace("\n", "<br>")
    menu = "<div class='nav'><a href='/'>首页99</a></div>"
    return f"<!DOCTYPE html><html><body>{menu}<div>{body}</div></body></html>".encode()


def as_document(parts):
    broken = "</w:t><w:br/><w:t xml:space='preserve'>"
    return document("".join(paragraph(part.replace("\n", "@")) for part in parts).replace("@", broken))


def as_paper(parts, columns=1):
    return typeset(parts, columns, browser=True)


FORMS = {
    "page": as_page,
    "document": as_document,
    "paper": as_paper,
    "paper in columns": lambda parts: as_paper(parts, 2),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", TEXTS)
def test_every_text_gives_the_same_figures_in_every_form(name, form):
    parts = paragraphs(TEXTS[name])
    if "paper" in form:  # whose lines are its own, and are rejoined
        parts = [part.replace("\n", "") for part in parts]
    assert figures(xa.read(FORMS[form](parts))) == figures(xa.parse("\n\n".join(parts) + "\n"))


def test_markdown_gives_the_same_figures(tmp_path):
    for name, text in TEXTS.items():
        path = tmp_path / f"{name}.md"
        path.write_text("\n\n".join(paragraphs(text)), encoding="utf-8")
        assert figures(xa.read(path)) == figures(xa.parse(text))


WORDS = st.text("完工台开户，、。；：（）一二12 　", min_size=1, max_size=80)


def covers(found):
    """Whether every character that is not white stands in one place, places in order, and none is empty or white."""
    at = 0
    for place in found.origin:
        assert at <= place.start < place.stop <= len(found.text)
        assert not found.text[at : place.start].strip()
        assert place.where
        assert found.text[place.start : place.stop].strip() == found.text[place.start : place.stop]
        at = place.stop
    return not found.text[at:].strip()


MADE = {
    "page": lambda parts: as_page([*parts, "完工16台，好。"]),
    "page in tables": lambda parts: web_page("\n".join(["总结", *parts, "完工16台，好。"]), "table").encode(),
    "document": lambda parts: document("".join(map(paragraph, parts)) + table([parts, ["完工", "16台"]])),
}


@pytest.mark.parametrize("form", MADE)
@given(parts=st.lists(WORDS, max_size=8))
@settings(max_examples=60, deadline=None)
def test_every_character_has_its_place(form, parts):
    assert covers(read_text(MADE[form](parts)))


@given(text=st.text("#-*|>`[]()\n 完工16台，。", max_size=200))
@settings(deadline=None)
def test_every_character_of_markdown_has_its_place(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("md") / "a.md"
    path.write_text(text + "\n\n完工16台。\n", encoding="utf-8")
    assert covers(read_text(path))


@pytest.mark.parametrize("columns", [1, 2])
def test_every_character_of_a_paper_has_its_place(columns):
    lines = [line.strip() for line in SEED.text.splitlines() if line.strip()]
    found = read_text(typeset(lines, columns, "某街道工作总结汇编"))
    assert covers(found)
    pages = [place.where.split()[1:4:2] for place in found.origin]
    numbers = [int(number) for page in pages for number in page]
    assert numbers == sorted(numbers)


def test_plain_text_is_its_own_place():
    assert read_text(SEED.text.encode()).origin == ()
