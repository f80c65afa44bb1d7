"""The Argo CD door: what `plugin.yaml` calls."""
