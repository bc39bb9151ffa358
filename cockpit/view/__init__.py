"""Pure views: state and time in, lines of cells out; no widget, no terminal."""
