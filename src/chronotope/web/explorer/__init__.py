"""One linked view: map, chronology, list."""
