"""The pure core: facts, state, fold, decisions and clocks; no I/O, no clock, no library."""
