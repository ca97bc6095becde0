"""What every connector shares: mapping, rows, paging, gathering, the registry."""
