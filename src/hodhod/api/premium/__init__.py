"""Methods of the namespace `premium`."""
