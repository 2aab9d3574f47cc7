"""What the calibrate command makes of its result: files, a figure, words, and what ships."""
