"""Methods of the namespace `updates`."""
