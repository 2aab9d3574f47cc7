"""Why did it come out so? What explains a raid, or many: where two raids part, and by which draw or decision."""
