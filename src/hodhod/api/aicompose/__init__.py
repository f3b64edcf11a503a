"""Methods of the namespace `aicompose`."""
