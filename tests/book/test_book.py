"""The book and the page of any summary: what they show, where their links lead, and that they load and run nothing."""

import json
import re
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

import xinhua_analysis as xa
from xinhua_analysis.__main__ import main
from xinhua_analysis.book import pages as book
from xinhua_analysis.book import running
from xinhua_analysis.book.cells import Links, clean, markdown, output
from xinhua_analysis.bundled import packaged
from xinhua_analysis.columns import TABLES
from xinhua_analysis.records import GENERATOR, ReadError
from xinhua_analysis.story import Story
from xinhua_analysis.telling.show import mark

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "notebooks"
CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
HOSTILE = """某街道2022年工作总结<script>alert(1)</script>

一、民生</details></div></main></section></style><style>body{display:none}</style>
完工"><img src=x onerror=alert(1)>16台,<iframe src="http://a.cn"></iframe>开工23台。

二、治理<!--
获评“全国<svg onload=alert(1)>文明单位”,走访居民1200人次。javascript:alert(1) &lt;b&gt; \x01
"""


class Page(HTMLParser):
    """What a page holds: its elements in order, each with its attributes, its anchors, and its text."""

    def __init__(self, source):
        super().__init__()
        self.source, self.elements, self.opened, self.text = source, [], [], ""
        self.feed(source)
        self.close()
        assert self.opened == []
        self.anchors = [attributes["id"] for _, attributes in self.elements if "id" in attributes]
        assert len(self.anchors) == len(dict.fromkeys(self.anchors))

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "img", "br", "hr", "col", "wbr"):
            self.opened.append(tag)

    def handle_endtag(self, tag):
        assert self.opened.pop() == tag

    def handle_data(self, data):
        self.text += data

    def links(self):
        return [attributes.get("href", "") for tag, attributes in self.elements if tag == "a"]


def assert_static(page):
    """Nothing of the page runs or is loaded, but for the frame and the font of the book."""
    allowed = (
        "a abbr aside b blockquote body br caption code del details div em h1 h2 h3 h4 head hr html i iframe img li "
    )
    allowed += "main meta nav ol p pre section span strong style summary sup table tbody td th thead title tr ul"
    assert [tag for tag, _ in page.elements if tag not in allowed.split()] == []
    for tag, attributes in page.elements:
        assert [name for name in attributes if name.startswith("on")] == []
        assert attributes.get("src", "data:image/png;base64,").startswith(("data:image/png;base64,", "source.html"))
        if "href" in attributes:
            assert tag == "a"
            assert re.match(r"https?://|#|[\w.-]+\.html(#|$)", attributes["href"])
    sheet = page.source.partition("<body>")[0].replace(packaged("book/font.css"), "", 1)
    assert not re.search(r"@import|url\s*\(", sheet)
    policies = [found["content"] for _, found in page.elements if found.get("http-equiv") == "Content-Security-Policy"]
    assert [policy.startswith(CSP) for policy in policies] == [True]


REPORT = xa.load()
TOLD = {row.id: escape(mark(table, row).tooltip) for table in TABLES for row in REPORT.records(table)}


def row(id_, words, href="https://a.cn/1.html#:~:text=x"):
    return f'<a class="xa-row" data-id="{id_}" title="{TOLD[id_]}" href="{href}">{words}</a>'


def code(source, *outputs, **metadata):
    cell = nbformat.v4.new_code_cell(source, metadata=metadata, execution_count=1)
    cell.outputs = [nbformat.v4.new_output("display_data", data=data) for data in outputs]
    return cell


def write(path, *cells):
    for at, cell in enumerate(cells):
        cell.id = f"cell-{at}"
    nbformat.write(nbformat.v4.new_notebook(cells=list(cells)), path)


HEAD = """# The *economy*

**经济**

See [b](02-b.ipynb#x), [contents](index.md), [readme](../README.md), <b>raw</b>, [bad](javascript:alert(1)), [web](https://a.cn).

| a | b |
|---|---|
| 1 | 2 |"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("notebooks")
    rows = row("f006", "<b>16</b> lifts"), row("a001", "an act"), row("s3.1", "s")
    told = f"<p>None: {', '.join(rows)}.</p>"
    answer = {
        "text/html": told,
        "text/plain": "None: 16 lifts [f006], <b> [s3.1 s3.1-02] and 45 [f001…f045], [no].\n没有。",
    }
    picture = {"image/png": DOT + "\n", "text/plain": 'A "chart"\n16 <done>'}
    finding = code("tell('''<x>''')  # why", answer, tags=["finding"])
    prose = nbformat.v4.new_markdown_cell
    write(path / "01-a.ipynb", prose(HEAD), finding, code("chart()", picture), code("'x'", {"text/plain": "'<b>'"}))
    write(path / "02-b.ipynb", prose("No heading."), code("1"), code(" "))
    write(path / "any-summary.ipynb", prose("# Any"))
    return path


@pytest.fixture(scope="module")
def pages(folder):
    return {name: Page(page) for name, page in book.pages(str(folder), xa.load()).items()}


def assert_links_lead_somewhere(pages):
    for page in pages.values():
        for link in page.links():
            name, _, anchor = link.partition("#")
            if not link.startswith("http"):
                target = pages[name] if name else page
                assert not anchor or anchor in target.anchors, link


def test_every_page_is_static_and_every_link_leads_somewhere(pages):
    assert list(pages) == [
        "index.html", "index.zh.html", "01-a.html", "02-b.html", "any-summary.html", "source.html"
    ]  # fmt: skip
    for page in pages.values():
        assert_static(page)
    assert_links_lead_somewhere(pages)


def test_a_row_is_linked_for_a_wide_and_for_a_narrow_screen(pages):
    link = 'href="source.html#{}" title="{}"'
    for id_, anchor, words in (
        ("f006", "f006", "<b>16</b> lifts"),
        ("a001", "s0-05", "an act"),
        ("s3.1", "s3.1-01", "s"),
    ):
        to = link.format(anchor, TOLD[id_])
        pair = f'<a class="xa-row wide" {to} target="source">{words}</a><a class="xa-row narrow" {to}>{words}</a>'
        assert pair in pages["01-a.html"].source


def test_prose_links_to_pages_and_lets_no_html_in(pages):
    page = pages["01-a.html"].source
    assert (
        '<a href="02-b.html" rel="noreferrer">b</a>, <a href="index.html" rel="noreferrer">contents</a>, readme' in page
    )
    assert '&lt;b&gt;raw&lt;/b&gt;, bad, <a href="https://a.cn" rel="noreferrer">web</a>' in page
    assert "<td>2</td>" in page
    assert "<title>The economy</title>" in page
    assert '<a rel="prev" href="01-a.html">← The economy</a>' in pages["02-b.html"].source


def test_outputs_are_html_or_pictures_or_text(pages):
    page = pages["01-a.html"].source
    assert f'<img src="data:image/png;base64,{DOT}" alt="A &quot;chart&quot;\n16 &lt;done&gt;">' in page
    assert "<pre>&#x27;&lt;b&gt;&#x27;</pre>" in page
    assert page.count('<details class="code"><summary>code</summary>') == 3
    assert '<div class="out finding" id="finding">' in page


def test_the_contents_tell_titles_and_answers_in_either_language(pages, folder):
    for name, title in (("index.html", "The economy"), ("index.zh.html", "经济")):
        contents = pages[name].source
        assert re.findall(r'<h2><a href="([^"]+)">([^<]+)</a>', contents) == [
            ("01-a.html", title),
            ("02-b.html", "02-b"),
            ("any-summary.html", "Any"),
        ]
        assert f'<a class="xa-row" href="01-a.html#finding" title="{TOLD["f006"]}"><b>16</b> lifts</a>' in contents
    assert 'href="index.zh.html" lang="zh" hreflang="zh">中文</a>' in pages["index.html"].source
    assert '<main id="story" class="zh" lang="zh">' in pages["index.zh.html"].source
    listed = book.index_md(str(folder))
    assert "## [The *economy*](01-a.ipynb)\n\n经济\n\nNone:" in listed
    assert "16 lifts, \\<b\\> and 45, \\[no\\]." in listed
    assert listed.endswith("## [Any](any-summary.ipynb)\n")


def test_the_lede_opens_the_contents_with_a_picture_and_is_not_told_twice(tmp_path):
    told = {"text/html": '<div class="xa-told xa-en">Lede.</div>', "text/plain": "Lede."}
    first = code("tell()", told, tags=["finding", "lede"])
    prose = nbformat.v4.new_markdown_cell
    write(tmp_path / "a.ipynb", prose("# A"), first, code("chart()", {"image/png": DOT, "text/plain": "twin"}))
    contents = Page(book.pages(str(tmp_path), REPORT)["index.html"])
    assert contents.text.count("Lede.") == 1
    assert re.search(r'<h2><a href="a.html">A</a></h2>\s*<div class="out lede">', contents.source)
    assert "<li>" not in contents.source  # no heading stands without its answer
    assert [attributes["alt"] for tag, attributes in contents.elements if tag == "img"] == ["twin"]


def test_a_headline_ends_in_the_first_sentences_of_the_finding_on_page_and_index(tmp_path):
    told = {"text/plain": "A number stands in 2 [f001 f002] of 5 acts. More.\n5项举措中，2 [f001 f002]项有数字。另有。"}
    prose = nbformat.v4.new_markdown_cell("# Any\n\n**任何**\n\nWords.")
    write(tmp_path / "a.ipynb", prose, code("tell()", told, tags=["finding", "headline"]))
    made = {name: Page(page) for name, page in book.pages(str(tmp_path), REPORT).items()}
    title = "Any: a number stands in 2 of 5 acts"
    assert f"<h1>{title}</h1>\n<p><strong>任何：5项举措中，2项有数字</strong></p>" in made["a.html"].source
    assert f'<h2><a href="a.html">{title}</a></h2>' in made["index.html"].source
    assert '<h2><a href="a.html">任何：5项举措中，2项有数字</a></h2>' in made["index.zh.html"].source
    assert f"## [{title}](a.ipynb)" in book.index_md(str(tmp_path))


def test_a_section_that_jupyterlab_folds_is_folded(tmp_path):
    prose = nbformat.v4.new_markdown_cell
    folded = prose("## Tables <b>\n\nAll.", metadata={book.COLLAPSED: True})
    write(tmp_path / "a.ipynb", prose("# A"), folded, code("1", {"text/plain": "one"}), prose("## Next"))
    page = book.pages(str(tmp_path), REPORT)["a.html"]
    assert '<details class="fold"><summary>Tables &lt;b&gt;</summary>\n<p>All.</p>' in page
    inside = page[page.index('<details class="fold">') :]
    assert re.search(r"<pre>one</pre></div>\n</details>\n<div class=\"prose\">\n<h2>Next</h2>", inside)


def test_what_a_reader_is_to_change_stands_in_the_notebook_only(tmp_path):
    prose = nbformat.v4.new_markdown_cell
    ask = prose("**Try it**", metadata={"tags": ["in-lab"]})
    write(tmp_path / "a.ipynb", prose("# A"), ask, code("word", {"text/plain": "changed"}, tags=["in-lab"]))
    page = book.pages(str(tmp_path), REPORT)["a.html"]
    assert "Try it" not in page
    assert "changed" not in page


def test_a_notebook_that_was_run_on_another_text_is_refused(tmp_path, capsys):
    """Silently, chapter and source would be of different years."""
    other = xa.parse(REPORT.text.replace("4009个", "4008个"), source_url=REPORT.source_url)
    cell = code("tell()", {"text/html": Story(other).tell("{f025} openings").html, "text/plain": "x"})
    (tmp_path / "in").mkdir()
    write(tmp_path / "in" / "a.ipynb", nbformat.v4.new_markdown_cell("# A"), cell)
    with pytest.raises(ReadError, match=r"a\.ipynb: was run on another text: .*4008.*here.*4009"):
        book.pages(str(tmp_path / "in"), REPORT)
    assert book.pages(str(tmp_path / "in"), other)
    assert main(["book", str(tmp_path / "in"), "-o", str(tmp_path / "out")]) == 2
    assert "run it anew" in capsys.readouterr().err
    with pytest.raises(ReadError, match="there is no such row"):
        book.pages(str(tmp_path / "in"), xa.parse("完工16台。"))


def test_hanzi_have_a_font_in_the_book_and_its_licence_beside_it():
    assert [path.name for path in book.FONTS] == ["XinhuaAnalysisSans.woff2", "OFL.txt"]
    packed, ours = book.FONTS[0].read_bytes(), book.FONTS[0].with_suffix(".otf").read_bytes()
    assert (packed[:4], packed[4:8]) == (b"wOF2", ours[:4])
    assert int.from_bytes(packed[8:12]) == len(packed) < 1_200_000
    assert packed[12:14] == ours[4:6]  # as many tables


def test_the_source_holds_every_row_and_the_way_to_the_page():
    report = xa.load()
    source = book.mark_source(report)
    page = Page(source.html)
    rows = [row.id for table in TABLES for row in report.records(table)]
    assert sorted(source.anchors) == sorted(rows)
    assert all(anchor in page.anchors for anchor in source.anchors.values())
    assert [source.anchors[id_] for id_ in ("f006", "s3.1-02", "a209", "n003")] == [
        "f006",
        "s3.1-02",
        "s5.3-07",
        "s0-04",
    ]
    out = [attributes for tag, attributes in page.elements if tag == "a"]
    assert report.cite("f006").link in [attributes["href"] for attributes in out]
    assert all(attributes["target"] == "_blank" for attributes in out)


@pytest.mark.parametrize(
    "text",
    ["完工16台。", "\r\n完工16台。\r\n\r\n一、民生\r\n\t新增3个。", "一、<b id='x'>\n“完工16台\n、开工", HOSTILE],
)
def test_the_source_of_any_text_is_whole(text):
    report = xa.parse(text)
    source = book.mark_source(report)
    page = Page(source.html)
    assert all(anchor in page.anchors for anchor in source.anchors.values())
    rows = [row for table in TABLES for row in report.records(table)]
    assert [row.text for row in rows if row.id not in source.anchors and row.text] == []
    assert page.text.endswith(report.text)


def test_a_book_is_built_twice_the_same_and_replaces_only_its_own(folder, tmp_path, capsys):
    out = tmp_path / "book"
    assert main(["book", str(folder), "-o", str(out)]) == 0
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    chapters = ["01-a.html", "02-b.html", "any-summary.html", "index.html", "index.zh.html", "source.html"]
    assert sorted(first) == sorted([*chapters, *(path.name for path in book.FONTS)])
    assert main(["book", str(folder), "-o", str(out)]) == 0
    assert {path.name: path.read_bytes() for path in out.iterdir()} == first
    (out / "source.html").write_text("mine")
    assert main(["book", str(folder), "-o", str(out)]) == 2
    assert "source.html: was not made by this program; name another file, or use --force" in capsys.readouterr().err
    assert (out / "source.html").read_text() == "mine"
    assert main(["book", str(folder), "-o", str(out), "--force"]) == 0
    assert (out / "source.html").read_bytes() == first["source.html"]


def test_a_notebook_with_the_name_of_another_page_is_refused(tmp_path):
    write(tmp_path / "source.ipynb")
    with pytest.raises(ReadError, match=r"source\.ipynb has the name of another page"):
        book.pages(str(tmp_path), xa.load())


def test_an_index_is_written_and_one_written_by_hand_is_kept(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(running, "rerun", lambda paths: paths)
    write(tmp_path / "a.ipynb", nbformat.v4.new_markdown_cell("# A"))
    for _ in range(2):
        assert main(["rerun", "--index", str(tmp_path)]) == 0
        assert (tmp_path / "index.md").read_text() == book.index_md(str(tmp_path))
    (tmp_path / "index.md").write_text("mine")
    assert main(["rerun", "--index", str(tmp_path)]) == 2
    assert "index.md: was not made by this program" in capsys.readouterr().err


# What is cleaned


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ("a<script>alert(1)</script>b", "ab"),
        ("<svg onload=alert(1)><a href=x>c</a></svg>d", "d"),
        ("<p onclick=a() style='color:red' id=f006>x", '<p style="color:red">x</p>'),
        ("</div></details>x", "x"),
        ("<b><i>x</b>y</i>", "<b><i>x</i></b><i>y</i>"),
        ("<iframe src=http://a.cn></iframe><object></object><form><input>x</form>", "x"),
        ("<img src=http://a.cn/a.png alt='&lt;b>'>", "&lt;b&gt;"),
        ("<img src='data:image/svg+xml;base64,AA' alt=x>", "x"),
        ("<a href=javascript:alert(1)>x</a><a href='//a.cn'>y</a><a href='#f006'>z</a>", "xyz"),
        (
            "<a href='https://a.cn/?a=1&amp;b=\"'>x</a>",
            '<a href="https://a.cn/?a=1&amp;b=&quot;" rel="noreferrer">x</a>',
        ),
        ("<style>a{color:red}</style>", "<style>a{color:red}</style>"),
        ("<style>@import 'a.css'</style><style>a{b:URL (x)}</style><style>a{}<!--</style>", ""),
        ("<style><style><script>alert(1)</script></style>x", "x"),
        ("<style><a></style><a href=http://a.cn>x</a>", '<a href="http://a.cn" rel="noreferrer">x</a>'),
        (
            "<a href=http://a.cn>x<a href=http://b.cn>y",
            '<a href="http://a.cn" rel="noreferrer">x</a><a href="http://b.cn" rel="noreferrer">y</a>',
        ),
        ("<b title='<a href=http://a.cn>'>x\0</b>", '<b title="&lt;a href=http://a.cn&gt;">x</b>'),
        ('<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">', '<p></p>"&gt;'),
        ("<br/><div/>x &lt; y &#13; <!-- c --><?php ?>", "<br><div>x &lt; y &#13; </div>"),
        ("<a class=xa-row data-id=f1 href=javascript:1>1</a>", "1"),
    ],
)
def test_only_what_a_static_page_needs_is_left(given, left):
    assert clean(given) == left


def test_html_of_any_depth_is_cleaned():
    assert clean("<b>" * 5000 + "x") == "<b>" * 5000 + "x" + "</b>" * 5000


def test_a_failed_cell_and_a_print_are_shown_as_text():
    failed = nbformat.v4.new_output("error", ename="E", evalue="<b>\x1b[31m", traceback=[])
    printed = nbformat.v4.new_output("stream", text="<i>")
    assert [output(failed), output(printed)] == ["<pre>E: &lt;b&gt;</pre>", "<pre>&lt;i&gt;</pre>"]
    picture = nbformat.v4.new_output("display_data", {"image/png": "no <base64>", "text/plain": "<twin>"})
    assert output(picture) == "&lt;twin&gt;"


def test_markdown_links_only_to_known_pages():
    links = Links({"a.ipynb": "a.html"}, lambda *_: "")
    assert markdown("[a](a.ipynb) [b](b.ipynb) ![c](http://a.cn/c.png)", links) == (
        '<p><a href="a.html" rel="noreferrer">a</a> b c</p>\n'
    )


# The page of any summary


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A folder with a hostile summary, whose name is hostile too, and the page and the notebook made from it."""
    folder = tmp_path_factory.mktemp("hostile")
    file = folder / "x' + 1 or '<b>.txt"
    file.write_text(HOSTILE, encoding="utf-8")
    assert main(["notebook", str(file), "-o", str(folder / "out")]) == 0
    return file, sorted((folder / "out").iterdir())


def test_a_hostile_summary_is_only_text(hostile):
    file, (page, notebook, text) = hostile
    assert [page.name, notebook.name, text.name] == [f"{file.stem}.html", f"{file.stem}.ipynb", file.name]
    assert text.read_bytes() == file.read_bytes()
    read = Page(page.read_text(encoding="utf-8"))
    assert_static(read)
    assert_links_lead_somewhere({"": read})
    assert "<script>alert(1)</script>" in read.text
    assert not [attributes for _, attributes in read.elements if "onerror" in attributes or "onload" in attributes]
    told = json.loads(notebook.read_bytes())
    parameters = next(cell for cell in told["cells"] if cell["metadata"].get("tags") == ["parameters"])
    assert "".join(parameters["source"]) == f"file = {file.name!r}"


def test_only_own_files_are_replaced(hostile, monkeypatch, capsys):
    file, (page, notebook, _) = hostile
    ran = running.read_notebook(notebook), xa.parse(HOSTILE)
    monkeypatch.setattr(running, "run_template", lambda file: ran)
    command = ["notebook", str(file), "-o", str(page.parent)]
    before = page.read_bytes(), notebook.read_bytes()
    assert main(command) == 0
    assert (page.read_bytes(), notebook.read_bytes()) == before
    for path in (notebook, page):
        kept = path.read_bytes()
        path.write_text("mine")
        assert main(command) == 2
        assert "was not made by this program" in capsys.readouterr().err
        assert path.read_text() == "mine"
        path.write_bytes(kept)
    page.write_text("mine")
    assert main([*command, "--force"]) == 0
    assert (page.read_bytes(), notebook.read_bytes()) == before


# About thirty pages.
LONG = "某街道2022年工作总结\n\n" + "".join(
    f"{hanzi}、民生{n}项\n"
    + f"走访居民{n}00人次,完工{n}台、开工{n + 9}台,获评“文明单位{n}”,联合某公司举办讲座{n}场。\n" * 24
    for n, hanzi in enumerate("一二三四五六七八九十" * 2, 1)
)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("没有数字.txt", "某镇工作总结\n\n一、民生\n持续改善居住环境。\n".encode()),
        ("gbk 总结", "某镇2022年工作总结\n\n一、民生\n完工16台,新增3个。\n".encode("gbk")),
        ("pandas.py", "完工16台。\n".encode()),
        ("long.txt", LONG.encode()),
    ],
    ids=["no figure", "GBK", "a module's name", "thirty pages"],
)
def test_any_summary_is_told(tmp_path, monkeypatch, name, data):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_bytes(data)
    assert main(["notebook", name, "-o", "out"]) == 0
    page, notebook, text = sorted((tmp_path / "out").iterdir())
    assert text.suffix == ".txt"
    read = Page(page.read_text(encoding="utf-8"))
    assert_static(read)
    assert_links_lead_somewhere({"": read})
    assert tmp_path.name not in notebook.read_text(encoding="utf-8") + page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["empty.txt"], "empty.txt: is empty"),
        (["no.txt"], "no.txt: there is no such file"),
        (["a.rtf"], "a.rtf: is a rich text file (.rtf)"),
        (["binary.txt"], "binary.txt: holds a zero byte"),
        (["-"], "standard input: a notebook needs a file to go back to; save it as a file and name that"),
        (["good.txt", "-o", "no/such"], "no/such: the folder above does not exist"),
        (["good.txt", "-o", ""], "'' names no folder"),
        (["good.txt", "-o", "empty.txt"], "empty.txt: is no folder"),
        (["good.txt", "-o", "taken"], "taken/good.ipynb: is a folder"),
    ],
)
def test_trouble_is_told_before_anything_runs(tmp_path, monkeypatch, capsys, arguments, told):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(running, "run_cells", lambda *_: pytest.fail("a kernel was started"))
    Path("empty.txt").touch()
    Path("a.rtf").write_text("{\\rtf1}", encoding="utf-8")
    Path("binary.txt").write_bytes(b"\0\1")
    Path("good.txt").write_text("完工16台。", encoding="utf-8")
    Path("taken/good.ipynb").mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    assert main(["notebook", *arguments, *(["-o", "out"] if "-o" not in arguments else [])]) == 2
    assert capsys.readouterr().err.startswith(f"xinhua-analysis: {told}")
    assert sorted(tmp_path.rglob("*")) == before


# The notebooks of this repository


def test_every_link_of_the_book_leads_somewhere():
    made = {name: Page(page) for name, page in book.pages(str(NOTEBOOKS), xa.load()).items()}
    for page in made.values():
        assert_static(page)
    assert_links_lead_somewhere(made)
    for chapter in book.chapters(str(NOTEBOOKS)):
        assert chapter.chinese != chapter.title
        assert chapter.answer is not None
        links = made[f"{chapter.name}.html"].elements
        assert sum(attributes.get("class") == "xa-row wide" for _, attributes in links) > 5


def test_the_index_is_that_of_the_notebooks():
    listed = (NOTEBOOKS / "index.md").read_text(encoding="utf-8")
    assert GENERATOR in listed
    assert listed == book.index_md(str(NOTEBOOKS))


def test_a_notebook_left_can_be_run_again_where_it_lies(hostile):
    _, (_, notebook, _) = hostile
    before = running.read_notebook(notebook)
    running.rerun([str(notebook)])
    assert running.read_notebook(notebook).cells == before.cells
    notebook.write_bytes(running.to_bytes(before))


def test_the_page_is_headed_by_the_summary_and_leads_to_no_other_notebook(hostile):
    _, (_, notebook, _) = hostile
    prose = ["".join(cell["source"]) for cell in json.loads(notebook.read_bytes())["cells"]]
    assert prose[0].startswith("# ")
    assert "Any summary" not in prose[0]
    assert not [words for words in prose if "](" in words and ".ipynb)" in words]


def test_a_book_takes_no_notebook_of_another_summary(hostile, tmp_path, capsys):
    _, (_, notebook, _) = hostile
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "foreign.ipynb").write_bytes(notebook.read_bytes())
    assert main(["book", str(tmp_path / "in"), "-o", str(tmp_path / "out")]) == 2
    assert "was run on another text" in capsys.readouterr().err
