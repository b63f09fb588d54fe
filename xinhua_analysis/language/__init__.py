"""A text as words, and the choices made among them by trained weights; knows no table."""
