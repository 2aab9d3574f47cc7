"""Hydra's configuration groups; YAML only."""
