"""The words that may state one preference, what the heads see of them, what they are about."""
