"""How long tests wait for what must come: far longer than it takes, also on a busy machine."""

PATIENCE_S = 60.0
"""Seconds after which something that has not come is taken for missing."""
