"""Methods of the namespace `users`."""
