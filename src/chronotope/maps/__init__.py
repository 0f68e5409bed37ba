"""The ground: projections, names, marks and the static map."""
