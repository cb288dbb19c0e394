"""Where the semantic memory is kept: SQLite or PostgreSQL, or nowhere."""
