"""Rows held against the text: what breaks an invariant, and how well a text was understood."""
