"""What is observed and not yet distilled, and who works it off."""
