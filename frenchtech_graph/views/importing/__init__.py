"""A local page to import a workbook: drop it, look, answer, write."""
