"""Preference memory for chat models."""
