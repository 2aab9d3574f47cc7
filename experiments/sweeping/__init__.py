"""The two ends of a sweep: what was asked for, and what came of it."""
