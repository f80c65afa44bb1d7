"""Every rule of Kubernetes, once: a record with its code, how grave it is, why, and a check."""
