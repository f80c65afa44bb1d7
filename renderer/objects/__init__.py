"""An object of Kubernetes, from anybody: what it is, where it stands, and what it makes run."""
