"""Patterns: what was reported of each raid, and what was published of many battles, beside what the model gives."""
