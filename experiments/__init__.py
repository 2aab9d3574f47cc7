"""Thin Hydra applications: one file, one command."""
