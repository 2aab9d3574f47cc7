"""The rules of the layer over the raid: one file for each thing that happens in a week."""
