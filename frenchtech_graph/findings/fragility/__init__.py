"""What the network loses with one actor."""
