"""The Kustomize door: the base, and overlays that are the difference between two builds."""
