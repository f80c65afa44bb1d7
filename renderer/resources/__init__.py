"""The objects of an app: a module per emitted kind, and the way from a document to them."""
