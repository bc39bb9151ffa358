"""The keys: the one table of them, what one is, and what clashes."""
