"""A dossier made new, and rows added to it."""
