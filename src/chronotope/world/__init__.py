"""What the world holds: countries, units, their names and the points of view on them."""
