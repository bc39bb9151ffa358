"""Whole screens and dialogs, composed of panes."""
