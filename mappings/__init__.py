"""The mappings of this dataset: one script per kind of thing."""
