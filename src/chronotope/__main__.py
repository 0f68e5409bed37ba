"""`python -m chronotope`: the command where its script is not on the path."""

from chronotope.cli import app

app(prog_name="chronotope")
