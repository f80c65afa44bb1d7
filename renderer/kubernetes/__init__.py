"""The facts about Kubernetes, with no opinion of ours: names, quantities, images, types."""
