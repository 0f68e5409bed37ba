"""One file a kind of figure: its rows, its words and its drawing, found by their name."""
