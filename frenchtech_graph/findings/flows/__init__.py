"""What flows between places, and who connects two actors."""
