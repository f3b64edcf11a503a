"""From a request's bytes to its answer: one gate, in a fixed order, the same for every method."""
