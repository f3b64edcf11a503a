"""Methods of the namespace `messages`."""
