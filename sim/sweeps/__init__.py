"""Where a sweep plays its raids: designs on the unit cube, which know of no files and no settings."""
