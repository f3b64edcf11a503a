"""Records to TL objects for one viewer, in batches: live push and catch-up use the same functions."""
