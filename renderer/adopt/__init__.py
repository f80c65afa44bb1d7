"""The door in: what runs already, back to a spec, with a proof that nothing changes."""
