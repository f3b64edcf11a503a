"""Methods of the namespace `channels`."""
