"""Widgets that each show one view; none holds the truth."""
