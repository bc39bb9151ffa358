"""What is needed from outside, as small Protocols; no client library."""
