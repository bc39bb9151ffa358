"""The only rooms that speak to the outside: one client library each, no decisions."""
