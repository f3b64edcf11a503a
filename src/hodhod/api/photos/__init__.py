"""Methods of the namespace `photos`."""
