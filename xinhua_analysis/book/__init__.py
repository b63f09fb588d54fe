"""Notebooks: run anew without a browser, and written as linked pages beside the marked source."""
