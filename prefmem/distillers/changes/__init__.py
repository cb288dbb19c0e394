"""What a turn takes back, limits or puts right, and what comes in its place."""
