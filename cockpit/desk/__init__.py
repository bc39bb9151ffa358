"""The desk that the screen and the command line sit at, and what it is made of."""
