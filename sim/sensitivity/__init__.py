"""Global sensitivity: which factors, and how much of luck, the differences between raids hang on."""
