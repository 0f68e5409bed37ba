"""A source-anchored chronology and atlas from a written account of a dialogue."""
