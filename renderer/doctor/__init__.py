"""What `stateful doctor` looks at: one module per thing that can be wrong around us."""
