"""What is drawn: one file a kind of figure."""
