"""Serving the workshop: its settings, its addresses, its load test."""
