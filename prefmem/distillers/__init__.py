"""Distillers: what reads turns and finds evidence. `local` needs no model, `llm` any chat model."""
