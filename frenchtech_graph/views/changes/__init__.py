"""A page of the changes between two builds."""
