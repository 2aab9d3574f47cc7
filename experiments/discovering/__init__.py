"""The two ends of a discovery: what was asked for, and what came of it."""
