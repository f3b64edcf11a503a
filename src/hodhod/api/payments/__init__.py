"""Methods of the namespace `payments`."""
