"""Why did it come out so? The same luck with one thing changed, and a shortfall shared out among what stands in the way."""
