"""Files out: SVG, PDF, PNG, TIFF, EPS; twins, captions, manifest."""
