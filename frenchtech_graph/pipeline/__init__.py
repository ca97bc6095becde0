"""From names of inputs to a built graph. Must not know findings or views."""
