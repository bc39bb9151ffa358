"""Documents as Markdown and text, purely from state."""
