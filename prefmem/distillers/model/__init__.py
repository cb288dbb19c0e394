"""What a chat model is asked, and what is believed of its answers."""
