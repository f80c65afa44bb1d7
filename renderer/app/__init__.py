"""The StatefulApp API: the models, the environments, what a valid app is."""
