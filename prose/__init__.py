"""How we write: a linter, its style file, the sentences it was judged on, and what is not clean yet."""
