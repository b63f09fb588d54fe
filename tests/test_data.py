"""``data/`` is what the library makes of the bundled summary today: ``make data`` writes it anew.

Text files are compared byte for byte. Parquet and the workbook are compared by what they hold, and their sizes and
hashes in ``datapackage.json`` left out: their bytes also depend on the compressor that Python was built with.
"""

import json
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

import xinhua_analysis as xa
from xinhua_analysis.bundled import AIMS, CONTEXT, GLOSSES

DATA = Path(__file__).parents[1] / "data"
FILES = sorted(path.name for path in DATA.iterdir() if path.is_file())
TOLD = "data/ is not what the library makes today: run `make data` and look at the difference"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made") / "data"
    xa.load().save(folder, glosses=GLOSSES, beside=(CONTEXT, AIMS))
    return folder


def test_the_same_files(made):
    assert sorted(path.name for path in made.iterdir()) == FILES, TOLD


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith((".csv", ".md", ".txt"))])
def test_text_is_the_same_bytes(made, name):
    assert (made / name).read_bytes() == (DATA / name).read_bytes(), TOLD


@pytest.mark.parametrize("table", xa.TABLES)
def test_parquet_holds_the_same(made, table):
    pd.testing.assert_frame_equal(
        pd.read_parquet(made / f"{table}.parquet"), pd.read_parquet(DATA / f"{table}.parquet")
    )


def test_the_workbook_holds_the_same(made):
    books = [load_workbook(folder / "tables.xlsx", read_only=True) for folder in (made, DATA)]
    cells = [{sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book} for book in books]
    assert cells[0] == cells[1], TOLD


def test_the_descriptor_says_the_same(made):
    def said(folder):
        package = json.loads((folder / "datapackage.json").read_text("utf-8"))
        for resource in package["resources"]:
            if resource["path"].endswith((".parquet", ".xlsx")):
                del resource["bytes"], resource["hash"]
        return package

    assert said(made) == said(DATA), TOLD
