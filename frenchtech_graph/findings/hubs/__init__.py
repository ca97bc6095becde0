"""Hubs: rankings with rank intervals and tiers."""
