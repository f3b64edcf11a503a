"""Methods of the namespace `help`."""
