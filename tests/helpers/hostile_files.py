"""Hostile files, as long as is wanted: what opens and never ends, and more of everything than a summary holds."""

import zlib

from made_files import document, paragraph, pdf, stream

PAGES = {
    "deep": lambda times: "<div>" * times + "完工16台。",
    "attributes": lambda times: "<p " + " ".join(f"a{n}=1" for n in range(times)) + ">完工16台。",
    "attributes without white": lambda times: '<p a=x" ' + "".join(f'a{n}=">"' for n in range(times)) + ">完工16台。",
    "paragraphs": lambda times: "<p>字。" * times,
    "rows": lambda times: "<table>" + "<tr><td>甲<td>乙" * times,
    "links": lambda times: "<a href=x>字。" * times,
    "white": lambda times: "完工" + "\n " * times + "16台。",
    "brackets": lambda times: "<" * times,
    "comments": lambda times: "<!--" * times,
    "quotes": lambda times: '<a b="' * times,
    "labels": lambda times: "<p>来源：" + " 甲" * times,
}
MARKS = ("[", "**", "`", "<", "|", "> ", "<!--", "# ", "![")  # of Markdown


def page(kind, times):
    """A web page with so many of what is hostile."""
    return b"<html><body>" + PAGES[kind](times).encode()


def fields(times):
    """A Word document with so many fields, one in another."""
    begun = "<w:r><w:fldChar w:fldCharType='begin'/><w:t>台</w:t></w:r>" * times
    return document(f"<w:p>{begun}{begun.replace('begin', 'end')}</w:p>")


def paragraphs(times):
    """A Word document of so many paragraphs."""
    return document(paragraph("完工16台。") * times)


def clauses(times):
    """Two sentences of so many clauses, all the same and all unlike."""
    return "一类，" * times, "".join(f"第{number}类，" for number in range(times))


def bomb_of_drawing():
    """A PDF that draws the same letter millions of times."""
    squeeze = zlib.compressobj(9)
    packed = b"".join(squeeze.compress(b"(a) Tj " * 2**20) for _ in range(128)) + squeeze.flush()
    return pdf(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        stream(packed, "/Filter/FlateDecode"),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
