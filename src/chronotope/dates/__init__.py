"""When: EDTF text to days, and stretches of time."""
