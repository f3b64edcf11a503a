"""Methods of the namespace `chatlists`."""
