"""Methods of the namespace `stories`."""
