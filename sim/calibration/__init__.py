"""Calibration: which values of the rates that no source fixes make reports and historical cases likely?"""
