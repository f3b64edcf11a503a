"""Methods of the namespace `auth`."""
