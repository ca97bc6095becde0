"""Any spreadsheet as people keep it: read as shown, understood, turned into rows of the template."""
