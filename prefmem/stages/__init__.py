"""Pure functions, one room each: no clock, no file, no thread, no network."""
