"""The bytes of a file into text, with the place of each paragraph in the file: one module a kind of file."""
