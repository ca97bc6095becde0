"""Functions of an ecosystem within reach, missing bridges, coverage by sector."""
