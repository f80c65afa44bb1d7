"""The diff door: two sets of objects in, what changes between them out."""
