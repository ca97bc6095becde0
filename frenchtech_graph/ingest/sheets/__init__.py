"""Any free-form spreadsheet: read as displayed, interpreted, and turned into rows of the
template."""
