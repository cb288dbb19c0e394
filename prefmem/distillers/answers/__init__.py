"""Wishes about answers, and what is asked of the one answer at hand."""
