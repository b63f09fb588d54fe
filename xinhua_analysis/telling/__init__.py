"""Rows into words, marks, citations and drawings; how they were read is not known here."""
