"""Methods of the namespace `stickers`."""
