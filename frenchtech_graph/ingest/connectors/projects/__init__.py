"""Projects of research funded by Europe and by the national agency."""
