"""What commands read: specs and manifests, from files, folders, streams and kustomize."""
