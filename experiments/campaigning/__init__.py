"""The two ends of a campaign command: what is asked for, and what came of it."""
