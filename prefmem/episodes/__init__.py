"""Search in the raw turns: an index of its own, which can be lost and rebuilt."""
