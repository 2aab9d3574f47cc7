"""Sweeps: which points, in which order, played by whom, and kept so that nothing is lost and nothing is played twice."""
