"""Files of tables of any usual kind, read as a spreadsheet program shows them."""
