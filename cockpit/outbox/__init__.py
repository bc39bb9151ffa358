"""Carries effects out, each at most once; the only way out of the cockpit."""
