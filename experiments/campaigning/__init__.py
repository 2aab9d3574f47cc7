"""A campaign played by the command: what is said of it."""
