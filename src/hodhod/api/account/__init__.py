"""Methods of the namespace `account`."""
