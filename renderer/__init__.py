"""One declarative spec of a stateful app in, a Kustomize base and overlays out.

Read the folders in the order data flows: `yaml` -> `app` -> `resources` -> one of the doors
`kustomize`, `krm`, `argocd`, `changes`. `cli` is the shell around. CONTRIBUTING.md has the map.
"""

__version__ = "0.1.0"
