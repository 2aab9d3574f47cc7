"""Pictures of one raid and of many; each function returns a figure or writes a film, and shows nothing by itself."""
