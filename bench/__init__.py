"""Side-by-side measurements: ratios against peers and floors in one run, never a time alone."""
