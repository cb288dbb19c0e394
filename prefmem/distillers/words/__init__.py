"""Words of a turn: sentences and clauses, cues, vetoes, and how statements are made of them."""
