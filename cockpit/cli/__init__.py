"""The command line: each command parses, then hands over; heavy imports happen inside it."""
