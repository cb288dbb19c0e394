"""What a turn says to an offer or a question of the assistant: choices, short replies, limits."""
