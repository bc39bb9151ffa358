"""The terminal: as a device, and kept whole while the screen has it."""
