"""How it is drawn: style, text, canvas, composition."""
