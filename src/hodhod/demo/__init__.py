"""A believable Persian-speaking community for a newcomer to look at, for screenshots and for benches."""
