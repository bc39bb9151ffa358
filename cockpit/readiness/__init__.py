"""Checks before a shift: each looks at one thing through a port, and says what it means."""
