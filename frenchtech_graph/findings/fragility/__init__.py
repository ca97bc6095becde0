"""Losses of the network without one actor."""
