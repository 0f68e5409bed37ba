"""How it is said: words, grammar, dates in words."""
