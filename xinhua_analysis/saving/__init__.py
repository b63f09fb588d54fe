"""Rows into files: the formats, the data package, and files written whole or not at all."""
