"""The staff pages as people use them."""
