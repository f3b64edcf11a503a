"""Methods of the namespace `contacts`."""
