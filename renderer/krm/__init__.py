"""The KRM function door: a ResourceList in, a ResourceList out."""
