"""What rounds of the same sort raised."""
