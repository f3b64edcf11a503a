"""Methods of the namespace `langpack`."""
