"""Methods of the namespace `folders`."""
