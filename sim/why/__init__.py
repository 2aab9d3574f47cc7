"""Why did it come out so? Where two raids of the same luck part; and a shortfall shared out among what stands in the way."""
