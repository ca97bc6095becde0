"""Tables of the template: cells, rows and their faults."""
