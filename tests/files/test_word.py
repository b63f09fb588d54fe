"""Word documents: paragraphs, tables and the numbers that Word shows; damaged and hostile ones end in one error."""

import hashlib
import io
import zipfile
from contextlib import suppress
from types import SimpleNamespace

import pytest
from counting import growth
from hostile_files import fields, paragraphs
from made_files import WORD, document, paragraph, table
from test_web import figures

import xinhua_analysis as xa
from xinhua_analysis.files import word
from xinhua_analysis.files.reading import read_text
from xinhua_analysis.records import ReadError

SEED = xa.load()


def test_the_summary_comes_back_from_a_document(tmp_path):
    lines = [line.strip() for line in SEED.text.splitlines() if line.strip()]
    data = document("".join(map(paragraph, lines)))
    (tmp_path / "总结.docx").write_bytes(data)
    report = xa.read(tmp_path / "总结.docx")
    assert report.text.split("\n\n") == [*lines[:-1], lines[-1] + "\n"]
    assert figures(report) == figures(SEED)
    assert (report.title, report.issuer, report.published) == (SEED.title, SEED.issuer, SEED.published)
    assert report.sha256 == hashlib.sha256(data).hexdigest()
    assert report.origin[4].where == "paragraph 5"
    assert report.check().empty


def test_rows_of_tables_are_lines():
    body = (
        paragraph("附表")
        + table([["项目", "数量"], ["加梯", "16台"]])
        + paragraph("完工16台。")
        + table([["甲，"], ["乙。"]])
    )
    found = read_text(document(body))
    assert found.text == "附表\n\n项目\t数量\n加梯\t16台\n\n完工16台。\n\n甲，\n\n乙。\n"
    wheres = [place.where for place in found.origin]
    assert wheres == ["paragraph 1", "table 1 row 1", "table 1 row 2", "paragraph 2", "table 2 row 1", "table 2 row 2"]


def test_a_table_in_a_cell_is_words_of_the_cell():
    inner = f"<w:tc>{table([['内一', '内二'], ['内三', '内四']])}{paragraph('后')}</w:tc>"
    body = f"<w:tbl><w:tr><w:tc>{paragraph('外')}</w:tc>{inner}</w:tr></w:tbl>{paragraph('尾')}"
    assert read_text(document(body)).text == "外\t内一 内二 内三 内四 后\n\n尾\n"


RUNS = [
    ("<w:r><w:t>完工</w:t><w:tab/><w:t>16台</w:t></w:r>", "完工\t16台\n"),
    ("<w:r><w:t>完工</w:t><w:br/><w:t>16台</w:t></w:r>", "完工\n16台\n"),
    ("<w:r><w:t>完工</w:t><w:br w:type='page'/><w:t>16台</w:t></w:r>", "完工16台\n"),
    ("<w:del><w:r><w:delText>99</w:delText></w:r></w:del><w:ins><w:r><w:t>16台</w:t></w:r></w:ins>", "16台\n"),
    ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>99</w:t></w:r><w:r><w:t>16台</w:t></w:r>", "16台\n"),
    ("<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>16台</w:t></w:r>", "16台\n"),
    ("<w:r><w:instrText>PAGE 99</w:instrText></w:r><w:r><w:t>16台</w:t></w:r>", "16台\n"),
    ("<w:hyperlink><w:r><w:t>16台</w:t></w:r></w:hyperlink>", "16台\n"),
    ("<w:moveFrom><w:r><w:t>99</w:t></w:r></w:moveFrom><w:r><w:t>16台</w:t></w:r>", "16台\n"),
    (
        "<w:smartTag w:element='date'><w:smartTag w:element='x'><w:r><w:t>完工</w:t></w:r></w:smartTag></w:smartTag>"
        "<w:proofErr w:type='spellStart'/><w:bookmarkStart w:id='1' w:name='a'/><w:r><w:t>16台</w:t></w:r>",
        "完工16台\n",
    ),
    ("<w:moveTo><w:r><w:t>完工</w:t></w:r></w:moveTo><w:r><w:ptab/><w:t>16台</w:t></w:r>", "完工\t16台\n"),
    ("<w:r><w:t>完工1</w:t><w:softHyphen/><w:t>6\u00ad-\u200b18台</w:t></w:r>", "完工16-18台\n"),
    ("<w:r><w:t>完工1</w:t></w:r><w:r><w:lastRenderedPageBreak/><w:t>6台</w:t></w:r>", "完工16台\n"),
    ("<w:r><w:rPr><w:strike/></w:rPr><w:t>5</w:t></w:r><w:r><w:t>6台</w:t></w:r>", "6台\n"),
    ("<w:r><w:rPr><w:dstrike w:val='1'/></w:rPr><w:t>5</w:t></w:r><w:r><w:t>6台</w:t></w:r>", "6台\n"),
    ("<w:r><w:rPr><w:strike w:val='0'/></w:rPr><w:t>5</w:t></w:r><w:r><w:t>6台</w:t></w:r>", "56台\n"),
    (
        "<w:r><w:t>铺装3km</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r>",
        "铺装3km²\n",
    ),
    (
        "<w:r><w:t>减排CO</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='subscript'/></w:rPr><w:t>2</w:t></w:r>"
        "<w:r><w:rPr><w:vertAlign w:val='baseline'/></w:rPr><w:t>3吨</w:t></w:r>",
        "减排CO₂3吨\n",
    ),
    (
        "<w:r><w:t>完工16台</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:t>。</w:t></w:r>",
        "完工16台。\n",
    ),
    ("<w:fldSimple w:instr=' REF a '><w:r><w:t>完工16台</w:t></w:r></w:fldSimple>", "完工16台\n"),
    ("<w:fldSimple w:instr=' PAGE '><w:r><w:t>99</w:t></w:r></w:fldSimple><w:r><w:t>16台</w:t></w:r>", "16台\n"),
    (
        "<w:r><w:t>文</w:t><mc:AlternateContent xmlns:mc='m'><mc:Choice><w:txbxContent><w:p><w:r><w:t>框</w:t>"
        "</w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>99</w:t></w:r></w:p></w:txbxContent>"
        "</mc:Fallback></mc:AlternateContent></w:r>",
        "文\n框\n",
    ),
]


@pytest.mark.parametrize(("runs", "text"), RUNS)
def test_what_runs_say(runs, text):
    assert read_text(document(f"<w:p>{runs}</w:p>")).text == text


def field(code, shown, close=True):
    """A field as Word writes it: its code between marks, then what it shows."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    words = f"<w:r><w:t>{shown}</w:t></w:r>" * bool(shown)
    return (
        f"{mark('begin')}<w:r><w:instrText> {code} </w:instrText></w:r>{mark('separate')}{words}" + mark("end") * close
    )


FIELDS = [
    (f"<w:p>{field('REF a', '完工16台')}</w:p>", "完工16台\n"),
    (f"<w:p>{field('HYPERLINK 99', '完工16台')}</w:p>", "完工16台\n"),
    (f"<w:p>{field('PAGE', '99')}<w:r><w:t>完工16台</w:t></w:r></w:p>", "完工16台\n"),
    # a table of contents without styles, over two paragraphs, and page numbers in it
    (
        f"<w:p>{field('TOC 1-3', '一、民生', close=False)}{field('PAGEREF 9', '1')}</w:p>{paragraph('二、经济 9')}"
        f'<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>{paragraph("完工16台")}',
        "完工16台\n",
    ),
    # a field that never ends
    (f"<w:p>{field('TOC 1-3', '一、民生', close=False)}</w:p>{paragraph('完工16台')}", "一、民生\n\n完工16台\n"),
]


@pytest.mark.parametrize(("body", "text"), FIELDS)
def test_what_fields_show(body, text):
    assert read_text(document(body)).text == text


def test_fields_without_measure_take_no_more_for_each():
    assert read_text(fields(300)).text == "台" * 600 + "\n"
    assert growth(read_text, lambda times: fields(300 * times)) <= 2.2


def test_what_was_deleted_and_not_yet_accepted_is_no_text():
    gone = "<w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>"
    body = f"<w:p>{gone}<w:r><w:t>全年完工</w:t></w:r></w:p>{paragraph('16台。')}{paragraph('后')}"
    row = table([["旧", "99"], ["新", "16"]]).replace("<w:tr>", "<w:tr><w:trPr><w:del w:id='2'/></w:trPr>", 1)
    last = f"<w:p>{gone}<w:r><w:t>尾</w:t></w:r></w:p>"
    assert read_text(document(body + row + last)).text == "全年完工16台。\n\n后\n\n新\t16\n\n尾\n"


def test_a_table_of_contents_is_known_by_the_name_of_its_style():
    styles = f"""<w:styles xmlns:w="{WORD}"><w:style w:styleId="10"><w:name w:val="toc 1"/></w:style>
<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style></w:styles>"""
    body = paragraph("一、民生	1", '<w:pStyle w:val="10"/>') + paragraph("一、民生", '<w:pStyle w:val="1"/>')
    assert read_text(document(body, {"word/styles.xml": styles})).text == "一、民生\n"


def test_a_table_of_contents_in_an_element_of_its_own():
    gallery = "<w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
    contents = f"<w:sdt>{gallery}<w:sdtContent>{paragraph('目录')}{paragraph('一、民生1')}</w:sdtContent></w:sdt>"
    other = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('完工16台')}</w:sdtContent></w:sdt>"
    assert read_text(document(contents + paragraph("一、民生") + other)).text == "一、民生\n\n完工16台\n"


def test_a_table_of_contents_is_left_out():
    contents = paragraph("一、民生……1", '<w:pStyle w:val="TOC1"/>')
    linked = "<w:p><w:hyperlink w:anchor='_Toc15'><w:r><w:t>二、经济 2</w:t></w:r></w:hyperlink></w:p>"
    assert read_text(document(contents + linked + paragraph("一、民生"))).text == "一、民生\n"


NUMBERING = f"""<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="3">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
<w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="●"/></w:lvl>
</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>"""
STYLES = f"""<w:styles xmlns:w="{WORD}"><w:style w:styleId="2"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr>
</w:style></w:styles>"""


def numbered(text, level):
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>')


def test_the_numbers_that_word_shows_are_read():
    body = [numbered("民生", 0), numbered("加梯", 1), numbered("旧改", 1), numbered("甲。", 2), numbered("点。", 3)]
    body += [paragraph("安全", '<w:pStyle w:val="2"/>'), numbered("检查", 1)]
    data = document("".join(body), {"word/numbering.xml": NUMBERING, "word/styles.xml": STYLES})
    assert read_text(data).text.split() == [
        "一、民生",
        "（一）加梯",
        "（二）旧改",
        "1.甲。",
        "点。",
        "二、安全",
        "（一）检查",
    ]


def test_cells_hold_the_numbers_that_word_shows_and_rows_may_begin_later():
    cell = "<w:tc>{}</w:tc>".format
    late = f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{cell(paragraph('名称'))}{cell(paragraph('数量'))}</w:tr>"
    rows = [f"<w:tr>{cell(numbered('', 2))}{cell(paragraph(name))}{cell(paragraph('9'))}</w:tr>" for name in "甲乙"]
    data = document(f"<w:tbl>{late}{''.join(rows)}</w:tbl>", {"word/numbering.xml": NUMBERING})
    assert read_text(data).text == "\t名称\t数量\n1.\t甲\t9\n2.\t乙\t9\n"


def test_the_main_part_is_where_the_package_says():
    main = f'<w:document xmlns:w="{WORD}"><w:body>{paragraph("完工16台。")}</w:body></w:document>'
    assert read_text(document("", {"word/document2.xml": main}, "/word/document2.xml")).text == "完工16台。\n"


@pytest.mark.parametrize(
    "target", ["../../../etc/passwd", "file:///etc/passwd", "https://example.org/a", "word/no.xml"]
)
def test_a_target_outside_the_package_is_no_part(target):
    assert read_text(document(paragraph("完工16台。"), {"../../etc/passwd": "99"}, target)).text == "完工16台。\n"


def test_every_way_of_cutting_a_document_short_is_told():
    data = document("".join(map(paragraph, ["完工16台。"] * 200)))
    for length in range(5, len(data), 7):
        with pytest.raises(ReadError) as caught:
            read_text(data[:length])
        assert caught.value.hint


@pytest.mark.parametrize("xml", ["", "<w:document", "plain", "<a/><a/>", "<a>" * 5000, f"<d xmlns:w='{WORD}'/>"])
def test_a_main_part_that_is_none(xml):
    with pytest.raises(ReadError):
        read_text(document("", {"word/document.xml": xml}))


def test_entities_are_refused(tmp_path):
    (tmp_path / "secret").write_text("99")
    for entity in (f'SYSTEM "{(tmp_path / "secret").as_uri()}"', '"aaaaaaaaaaaa"'):
        xml = f'<!DOCTYPE d [<!ENTITY e {entity}>]><w:document xmlns:w="{WORD}">'
        xml += paragraph("完工@").replace("@", "&e;")
        for encoding in ("utf-8", "utf-16"):
            with pytest.raises(ReadError, match="declares entities"):
                read_text(document("", {"word/document.xml": (xml + "</w:document>").encode(encoding)}))


def test_a_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(word, "MOST_XML", 2**20)
    data = document("", {"word/document.xml": b"<a>" + b" " * 2**24})
    with pytest.raises(ReadError, match="unpacks to more than 1 MiB"):
        read_text(data)


@pytest.mark.parametrize("piece", [paragraph("新建公园12个。"), "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"])
def test_a_small_file_of_very_many_like_paragraphs_is_refused(piece):
    with pytest.raises(ReadError, match="unpacks to more than 100 times its size"):
        read_text(document(piece * 40_000))
    assert read_text(document(paragraph("完工16台。") + piece * 2_000)).text.startswith("完工16台。")


@pytest.mark.parametrize("declared", [10, 2**31])
def test_a_size_that_is_declared_is_not_believed(declared):
    data = document(paragraph("完工16台。"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        true = archive.getinfo("word/document.xml").file_size
    with suppress(ReadError):
        assert "16台" in read_text(data.replace(true.to_bytes(4, "little"), declared.to_bytes(4, "little"))).text


def test_more_elements_than_a_summary_has_are_refused_before_the_rest_is_read(monkeypatch):
    read = []

    class Counted(io.BytesIO):
        def read(self, size=-1):
            read.append(len(piece := super().read(size)))
            return piece

    monkeypatch.setattr(word, "io", SimpleNamespace(BytesIO=Counted))
    monkeypatch.setattr(word, "_MOST_ELEMENTS", 300)
    monkeypatch.setattr(word, "_MOST_TIMES", 1000)
    with pytest.raises(ReadError, match="holds too many elements for a summary"):
        read_text(paragraphs(20_000))  # 2.5 MB
    assert 30_000 < sum(read) < 70_000


def test_an_encrypted_part_is_told():
    data = bytearray(document(paragraph("完工16台。")))
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(ReadError, match="damaged Word document"):
        read_text(bytes(data))


@pytest.mark.parametrize(
    ("part", "what"), [("xl/workbook.xml", "Excel"), ("ppt/a.xml", "PowerPoint"), ("OFD.xml", "OFD"), ("a.txt", "zip")]
)
def test_other_archives_are_named(part, what):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr(part, "99")
    with pytest.raises(ReadError, match=what) as caught:
        read_text(written.getvalue())
    assert caught.value.hint
