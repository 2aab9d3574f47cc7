"""A sensitivity analysis as a command: what it may be asked, which raids it takes, and what is made of them."""
