"""The report on one summary: its text, what its head says, its tables, and what can be done with them."""

from __future__ import annotations

import hashlib
import os
import re
from bisect import bisect_left
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, NamedTuple, overload

from .bounds import Bound, Watch
from .bundled import SEEDS, is_bundled
from .columns import FRAMES, MEANINGS, TABLES, Record, Records, frame
from .files.reading import Source, decode, name_of, read_bytes, read_text
from .passages import WHITE, in_hanzi
from .records import Action, Claim, Figure, LookupFailed, Name, Numeral, Partner, ReadError, Section, Sentence
from .tables import read_records
from .tables.head import Head, read_head
from .tables.numerals import find_numerals
from .tables.sentences import read_rows
from .telling import show
from .telling.anchors import Anchor, verify
from .telling.cite import Citation, cite
from .telling.wording import add_glosses, with_english
from .trust import checks, review
from .trust.coverage import Coverage, coverage

if TYPE_CHECKING:
    import pandas as pd


class Grid(NamedTuple):
    """A table that stands in the document: its span, its place in the file, and its cells as a frame of words."""

    start: int
    stop: int
    where: str
    cells: pd.DataFrame


class Report:
    """One summary, read: ``text`` is the source, never altered, and every row of every table a span of it.

    ``title``, ``issuer``, ``number`` (文号, 某政发〔2024〕1号) and ``published`` (a date or None) are what the document
    says of itself, empty if nothing (docs/reading.md has the order of witnesses); ``year`` is the year whose work it
    tells of, an int or None: 2023 of 2023年工作总结, and 2024 of the 2025年政府工作报告, which looks back on it;
    ``source_url`` is a web address, or empty if unknown; ``sha256`` is of the bytes read. ``origin`` tells where in the
    file each paragraph stands (``start``, ``stop``, ``where``), empty for plain text. ``refused`` are the corrections
    of a review that do not fit the text. Made by ``load``, ``parse`` and ``read``.

    Each table is a property, a tidy frame (as ``table`` gives it): ``report.figures``.
    """

    sections: pd.DataFrame
    sentences: pd.DataFrame
    numerals: pd.DataFrame
    figures: pd.DataFrame
    actions: pd.DataFrame
    names: pd.DataFrame
    claims: pd.DataFrame
    partners: pd.DataFrame

    def __init__(
        self, found: Source, head: Head, records: Records, url: str = "", refused: tuple[checks.Finding, ...] = ()
    ) -> None:
        stated = head.source_url if head.source_url.isprintable() else ""
        self.text, self.sha256, self.source_url = found.text, found.sha256, _web_address(url) or stated
        self.origin, self.refused = found.origin, refused
        self.title, self.issuer, self.number = head.title, head.issuer, head.number
        self.published, self.year = head.published, head.year
        self._records, self._frames = records, dict[str, "pd.DataFrame"]()

    @overload
    def records(self, table: Literal["sections"]) -> tuple[Section, ...]: ...
    @overload
    def records(self, table: Literal["sentences"]) -> tuple[Sentence, ...]: ...
    @overload
    def records(self, table: Literal["numerals"]) -> tuple[Numeral, ...]: ...
    @overload
    def records(self, table: Literal["figures"]) -> tuple[Figure, ...]: ...
    @overload
    def records(self, table: Literal["actions"]) -> tuple[Action, ...]: ...
    @overload
    def records(self, table: Literal["names"]) -> tuple[Name, ...]: ...
    @overload
    def records(self, table: Literal["claims"]) -> tuple[Claim, ...]: ...
    @overload
    def records(self, table: Literal["partners"]) -> tuple[Partner, ...]: ...
    @overload
    def records(self, table: str) -> tuple[Record, ...]: ...
    def records(self, table: str) -> tuple[Record, ...]:
        """The rows of a table as frozen records, numbers as exact Decimals; LookupFailed if there is no such table.

        >>> load().records("sections")[1].title
        '全力加快恢复重振,辖区经济运行彰显厚度'
        """
        if not isinstance(table, str) or table not in TABLES:
            raise LookupFailed(f"no table {table!r}", hint=f"choose one of {' '.join(TABLES)}")
        return self._records[table]

    def row(self, id: str) -> Record:  # noqa: A002 - the tables' own word
        """The record with this id, of whatever table; LookupFailed if there is none.

        >>> load().row("s3.1").title
        '宜居环境巩固提升'
        """
        return self._row(id)[1]

    def _row(self, id_: str) -> tuple[str, Record]:
        if not isinstance(id_, str) or id_ not in self._by_id:
            raise LookupFailed(f"no row {id_!r}", hint="ids stand in the first column of every table")
        return self._by_id[id_]

    @cached_property
    def _by_id(self) -> dict[str, tuple[str, Record]]:
        return {row.id: (table, row) for table in TABLES for row in self._records[table]}

    @cached_property
    def folder(self) -> Path | None:
        """Where that lies which was typed for this summary, in English above all; None where nothing is known of it."""
        return SEEDS if is_bundled(self.sha256) else None

    @property
    def about(self) -> dict[str, str]:
        """What is known of the document, as words; empty where it is not stated.

        >>> load().about["published"]
        '2024-02-02'
        """
        words = {"title": self.title, "issuer": self.issuer, "published": str(self.published or "")}
        return words | {"source_url": self.source_url, "sha256": self.sha256}

    def why(self, id: str) -> str:  # noqa: A002 - the tables' own word
        """What a figure or an action could have been read as, and why it was not; or the rule that classed a numeral.

        Of a figure: the likeliest verbs and subjects; of an action: the verbs of its sentence; how likely each is, and
        the features that spoke most for the chosen ones. LookupFailed for a row of another table.

        >>> load().why("n003"), load().why("f006").splitlines()[0], load().why("a002").splitlines()[0]
        ('2023年: year', '完工16台:', '学习贯彻落实党的二十大精神:')
        """
        table, row = self._row(id)
        if isinstance(row, Numeral):
            return f"{row.text}: {row.reason}"
        if not isinstance(row, Figure | Action):
            raise LookupFailed(f"no rule is told for {table}", source=id, hint="give a figure, an action or a numeral")
        from .tables.figures import why_row  # because of numpy, as read_records says

        text = in_hanzi(self.text)
        told = why_row(text, find_numerals(text, self.records("sections")), self.records("sentences"), row)
        return f"{told}\n  reviewed: {row.reviewed}" if row.reviewed else told

    def table(self, name: str) -> pd.DataFrame:
        """A table by name as a tidy frame, made once; the caller's copy may be changed at will.

        Columns, their types, units, meanings and words are in ``COLUMNS``. The eight properties are this, by name.
        Six tables have a column ``english``, filled where the glosses of the bundled summary know a word: nearly
        everywhere in that summary, here and there in another.

        >>> list(load().table("partners"))
        ['id', 'start', 'stop', 'text', 'name', 'role', 'english', 'section_id', 'sentence_id']
        """
        rows = self.records(name)
        if name not in self._frames:
            self._frames[name] = frame(FRAMES[name], with_english(name, rows))
        return self._frames[name].copy(deep=False)  # pandas copies what is written to: the kept frame stays whole

    def tables(self) -> list[Grid]:
        """The tables that stand in the document, in order, each with its cells as a frame of words, as written.

        ``where`` is the place in the file of its first row (as in ``origin``), empty for plain text. A cell that spans
        rows or columns stands in its first; in the text the cells of a row are parted by tabs.

        >>> found, = parse("一、受理\\n\\n项目\\t件数\\n予以公开\\t20\\n").tables()
        >>> found.cells.to_numpy().tolist()
        [['项目', '件数'], ['予以公开', '20']]
        """
        import pandas as pd  # because it takes 0.4 s to import

        places = {place.start: place.where for place in self.origin}
        return [
            Grid(rows[0][0], rows[-1][1], places.get(rows[0][0], ""), pd.DataFrame([c for *_, c in rows]).fillna(""))
            for rows in read_rows(self.text)
        ]

    def check(self) -> pd.DataFrame:
        """The rows that break an invariant: columns table, id, invariant, detail; empty if the report is sound.

        A row whose invariant is ``note`` tells of the text, not of a fault: it has no headings, characters that could
        not be read, or a doubtful number (1、68亿元), which is no figure. One of ``review`` is a correction refused.

        >>> load().check().empty
        True
        """
        return frame(checks.Finding._fields, self.findings())

    def findings(self) -> tuple[checks.Finding, ...]:
        """What ``check`` tells, as records.

        >>> parse("没有标题。").findings()[0].detail
        'text has no headings: all of it is section s0'
        """
        return (*self.refused, *checks.findings(self.text, self._records))

    def coverage(self) -> Coverage:
        """How well this text was understood, told without gold: how sure its figures are, and what was left over.

        ``.estimate`` is the share of figures that are expected to be right, ``.interval`` from where to where it lies;
        ``.measures`` and ``.left_over`` are frames (docs/coverage.md); a notebook shows the card.

        >>> [count.measure for count in load().coverage().counts if count.known == count.total]
        ['sentences', 'numerals', 'units']
        """
        return coverage(self._records)

    def review(self) -> pd.DataFrame:
        """The rows that nobody has reviewed, the least sure first, each with its sentence.

        Filled in and saved as CSV, it is the sheet that ``read``, ``parse`` and ``load`` take as ``review``.

        >>> parse("新建加梯16台。").review()[["id", "read"]].tail(1).to_numpy().tolist()
        [['f001', 'subject: 加梯 · action: 新建 · stage: completed']]
        """
        import pandas as pd  # because of its time to import

        return pd.DataFrame(review.doubts(self._records), columns=review.SHEET)

    def show(self, tables: str | Iterable[str] = "figures", section_id: str = "") -> show.Marked:
        """The text with the rows of one or several tables marked; with ``section_id`` only that passage, its parts too.

        Static escaped HTML: a notebook shows it, ``str()`` gives it. Raises LookupFailed.

        >>> load().show("sections", "s3.1")
        <Marked 1 sections in s3.1>
        """
        tables = list(tables) if isinstance(tables, Iterable) and not isinstance(tables, str) else [tables]
        return show.show(self.text, {table: self.records(table) for table in (*tables, "sections")}, tables, section_id)

    def cite(self, id: str, accessed: date | None = None) -> Citation:  # noqa: A002 - the tables' own word
        """Quotation, reference (GB/T 7714-2015, BibTeX) and link for a row of any table; LookupFailed if there is none.

        The quotation is the sentence that the row stands in; of a section, its heading. The link shows the sentence on
        the source page. ``accessed`` is the day on which you read that page.

        >>> load().cite("s3.1").reference[:51]
        '上海市长宁区人民政府新华路街道办事处. 新华路街道2023年工作总结[EB/OL]. (2024-02'
        """
        table, row = self._row(id)
        sentences = self._records["sentences"]
        at = bisect_left(sentences, row.start, key=attrgetter("start"))  # of a section, its heading
        heading = sentences[at] if at < len(sentences) and sentences[at].start < row.stop else row
        sentence = heading if table == "sections" else self.row(getattr(row, "sentence_id", "") or id)
        return cite(self.text, table, row, sentence, self.about, accessed)

    def verify(self, other: Report | str) -> pd.DataFrame:
        """Where each row stands in an edited text: exact, moved, changed, ambiguous or gone; never guessed.

        Columns: table id status text start stop new_start new_stop new_text; of a changed row the whole sentence's.
        >>> load().verify("完工16台。")["status"].unique().tolist()
        ['gone']
        """
        return frame(Anchor._fields, verify(self.text, self._records, other if isinstance(other, str) else other.text))

    def save(
        self, folder: _Path, glosses: _Path | None = None, force: bool = False, beside: Iterable[_Path] = ()
    ) -> None:
        """Writes the data package: CSV, Parquet, an Excel workbook, ``datapackage.json``, codebook and the text.

        ``glosses`` names a CSV file of Chinese words and their English to be copied in, ``beside`` further ones made by
        hand, ``context.csv`` and ``life_circle_aims.csv``. The same report gives the same bytes. Raises SaveError
        where a file of such a name is not of an earlier package, or was changed since: ``force`` replaces it.
        """
        from .saving import package  # because pandas, pyarrow and openpyxl take half a second to import

        sheets = {"review": (review.SHEET, review.doubts(self._records))}
        by_hand = package.read_by_hand(glosses, beside)
        files = package.build_package(self.text, self._records, self.about, by_hand, sheets)
        package.write_package(folder, files, force)

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(self._records[table])} {table}" for table in ("figures", "actions", "names"))
        return f"<Report {self.title or 'untitled'}: {counts}>"

    def _repr_html_(self) -> str:
        return show.format_card(self.about, {table: len(self._records[table]) for table in TABLES})


def _framed(table: str) -> property:
    told = MEANINGS[table]
    return property(lambda report: report.table(table), doc=f"A row is {told.meaning} {told.explained}.")


for _table in TABLES:
    setattr(Report, _table, _framed(_table))


def _web_address(url: object) -> str:
    if not isinstance(url, str):
        raise ReadError(f"a source_url is a text, not {type(url).__name__}", hint="give the address of the page")
    url = url.strip()
    if url and not (re.fullmatch(r"(?i)https?://[^\s/?#]\S*", url) and url.isprintable()):
        raise ReadError(f"source_url is no web address: {url[:80]!r}", hint="give one that begins with http or https")
    return url


_Path = str | os.PathLike[str]


def parse(text: str, source_url: str = "", bound: Bound | None = None, review: _Path | None = None) -> Report:
    """Reads a summary given as text; ReadError if it is empty or no text, or ``source_url`` is no web address.

    What passes the ``bound`` of time and memory is a TroubleError, which is a ReadError. ``review`` as for ``read``.

    >>> parse("某街道2022年工作总结\\n一、民生\\n完工16台。").year
    2022
    """
    if not isinstance(text, str):
        raise ReadError(f"a text is due, not {type(text).__name__}", hint="use read() for files and bytes")
    if broken := re.search("[\ud800-\udfff]", text):
        hint = "read the file with the encoding that it was written in"
        raise ReadError("the text holds half a surrogate pair", position=broken.start(), hint=hint)
    if not text.strip(WHITE):
        raise ReadError("the text is empty", hint="give a text or file that holds a summary")
    source = Source(text, hashlib.sha256(text.encode()).hexdigest(), "")
    return _report(source, source_url, Watch(bound), review)


def _report(found: Source, source_url: str, watch: Watch, sheet: _Path | None) -> Report:
    records, refused = read_records(found.text, watch), tuple[checks.Finding, ...]()
    if sheet is not None:
        name, data = read_bytes(sheet)
        records, refused = review.apply_review(found.text, records, review.read_corrections(decode(data, name), name))
    head = read_head(in_hanzi(found.text), witnesses=found.told)
    return Report(found, head, records, source_url, refused)


def read(
    source: _Path | bytes | BinaryIO, source_url: str = "", bound: Bound | None = None, review: _Path | None = None
) -> Report:
    """Reads a summary from a file, by path, as bytes or opened in binary mode; ReadError if it cannot be read.

    Plain text (UTF-8 with or without a byte order mark, UTF-16 with one, GB 18030), Markdown, saved web pages, Word
    documents (.docx) and PDF; docs/reading.md tells what of each file becomes text. What passes the ``bound`` of time
    and memory is a TroubleError, which is a ReadError. What the head of the text does not state is taken from the
    file's metadata. ``review`` names a sheet of corrections (docs/review.md): what does not fit is in ``refused``.

    >>> import io
    >>> read(io.BytesIO("完工16台。".encode("gb18030"))).text
    '完工16台。'
    >>> page = read("<html><p>某街道完工16台。</p></html>".encode())
    >>> page.text, page.origin
    ('某街道完工16台。\\n', (Place(start=0, stop=9, where='/html/body/p[1]'),))
    """
    watch = Watch(bound, name_of(source))
    return _report(read_text(source, watch), source_url, watch, review)


def load(folder: _Path | None = None, review: _Path | None = None) -> Report:
    """Reads the bundled summary: Xinhua Road Sub-district, Changning, Shanghai, 2023; or a file, or that of a folder.

    That is the file called ``summary``, of any kind that ``read`` knows, or else the only text file of the folder. What
    was typed for it lies beside it (docs/next-year.md), and is told with it; ``review`` as for ``read``. ReadError.

    >>> load().issuer
    '上海市长宁区人民政府新华路街道办事处'
    """
    place = SEEDS if folder is None else Path(folder)
    found = [place] if place.is_file() else sorted(place.glob("summary.*")) or sorted(place.glob("*.txt"))
    if len(found) != 1:
        raise ReadError(f"holds {len(found)} summaries", source=str(place), hint="call the one to be read summary.txt")
    place = found[0].parent
    address = place / "address"
    report = read(found[0], address.read_text("utf-8").strip() if address.is_file() else "", review=review)
    report.folder = place
    add_glosses(place)
    return report
