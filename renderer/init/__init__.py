"""A first spec from nothing: what was asked for, as a StatefulApp that renders."""
