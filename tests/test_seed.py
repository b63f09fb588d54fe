"""The bundled summary is the published one, byte for byte: every offset in data/ and in the gold counts on it."""

import hashlib
from pathlib import Path

SEED = Path(__file__).parents[1] / "seeds" / "000_191eb5bed6b7048b.txt"


def test_the_bytes_are_the_published_ones():
    digest = hashlib.sha256(SEED.read_bytes()).hexdigest()
    assert digest == "11285eb7954978a20aea324d7053deab8e6874259cfbd1cfc7215545c013b3bf"


def test_the_text_has_its_length_in_code_points():
    assert len(SEED.read_bytes().decode("utf-8")) == 4713
